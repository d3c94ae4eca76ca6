"""The tables of an archive in other forms: each a function that reads them from a folder and writes into another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipeline.errors import NoticeError
from pipeline.export import calendar, data_package, json_lines, ledger_book, legislation, parquet_files

# Takes the folder of the tables and the folder to write to; gives the files written.
Export = Callable[[Path, Path], Sequence[Path]]

# What `duban export` can write, in the order in which its help lists them.
FORMATS: Mapping[str, Export] = {
    "xlsx": ledger_book.write,
    "datapackage": data_package.write,
    "parquet": parquet_files.write,
    "jsonl": json_lines.write,
    "jsonld": legislation.write,
    "ics": calendar.write,
    "ics-units": calendar.write_by_unit,
}


def export(names: Sequence[str], archive: Path, output: Path) -> list[Path]:
    """Writes the tables in `archive` in each of the formats; gives the files written.

    Raises: NoticeError `no_such_format`, `no_tables`.
    """
    unknown = [name for name in names if name not in FORMATS]
    if unknown:
        expected = ", ".join(FORMATS)
        raise NoticeError(f"expected formats of {expected}, found {', '.join(unknown)}", reason_code="no_such_format")
    output.mkdir(parents=True, exist_ok=True)
    return [path for name in dict.fromkeys(names) for path in FORMATS[name](archive, output)]
