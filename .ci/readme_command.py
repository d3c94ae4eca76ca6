"""Prints a command of README as it stands there: `readme_command.py test`.

README marks a command by a comment before its fenced block: <!-- command: test -->
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"


def readme_command(name: str) -> str:
    """The lines of the block that README marks with `name`, comments left out."""
    block = re.search(rf"<!-- command: {name} -->\s*```[a-z]*\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    if block is None:
        sys.exit(f"README.md: expected <!-- command: {name} --> before a fenced block")
    lines = [line for line in block.group(1).splitlines() if line.strip() and not line.startswith("#")]
    return "\n".join(lines)


if __name__ == "__main__":
    print(readme_command(sys.argv[1]))
