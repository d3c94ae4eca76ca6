"""Runs campaigns: python -m tests.fuzz [READER...] [--seconds N] [--seed N] [--keep DIR]"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.campaign import run
from tests.fuzz.seeds import READERS


def main() -> int:
    """1 where there is a finding."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("readers", nargs="*", choices=[*READERS, []], metavar="READER", help=", ".join(READERS))
    asked.add_argument("--seconds", type=float, default=600.0, help="for each reader")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--keep", type=Path, default=Path("outputs/fuzz"), help="where findings go")
    given = asked.parse_args()
    found = 0
    for reader in given.readers or READERS:
        done = run(reader, seconds=given.seconds, seed=given.seed)
        found += len(done.findings)
        outcomes = ", ".join(f"{count} {code}" for code, count in done.outcomes.most_common())
        print(f"{reader}: {outcomes}; slowest {done.slowest:.2f} s, largest {done.largest >> 20} MiB", flush=True)
        for finding in done.findings.values():
            folder = given.keep / reader
            folder.mkdir(parents=True, exist_ok=True)
            (folder / finding.file_name).write_bytes(finding.data)
            print(f"  {folder / finding.file_name}: {finding.what}", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
