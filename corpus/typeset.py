"""Sets notices of the corpus in the look of GB/T 9704-2012: `python -m corpus.typeset [FOLDER]`.

The Markdown of the sample becomes a DOCX and a PDF beside it, the source of the task table a DOCX. The same input
and the same fonts give the same bytes. Needs the extra `typeset`, the PDF also the fonts of `corpus.fonts`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from corpus.docx_page import docx_bytes
from corpus.elements import Element, read_elements
from corpus.fonts import FontMissingError, find_fonts
from corpus.pdf_page import pdf_bytes

CORPUS = Path(__file__).resolve().parent
SETTINGS = (
    ("notices/郑政文〔2021〕26号.md", (".docx", ".pdf")),
    ("sources/示市政办〔2023〕40号.md", (".docx",)),
)


def typeset(source: Path, target: Path) -> None:
    """Write the notice in the Markdown file `source` to `target`, in the format of its suffix (.docx, .pdf)."""
    elements = read_elements(source.read_text(encoding="utf-8"))
    target.write_bytes(_WRITERS[target.suffix](elements))


def main(arguments: list[str]) -> int:
    """Set all that the corpus has set, into a folder (corpus/notices where none is named)."""
    folder = Path(arguments[0]) if arguments else CORPUS / "notices"
    try:
        for name, suffixes in SETTINGS:
            source = CORPUS / name
            for suffix in suffixes:
                typeset(source, folder / (source.stem + suffix))
    except FontMissingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _pdf(elements: tuple[Element, ...]) -> bytes:
    return pdf_bytes(elements, fonts=find_fonts())


_WRITERS: dict[str, Callable[[tuple[Element, ...]], bytes]] = {".docx": docx_bytes, ".pdf": _pdf}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
