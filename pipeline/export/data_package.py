"""A data package (Frictionless): the tables as CSV with a datapackage.json that says what each column is.

Types, codes, keys and descriptions in both languages come from the one specification. A list cell is a string, its
separator stands in its description.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.export import tables
from pipeline.tabulate.csv_file import GUARD
from pipeline.tabulate.files import replaced
from pipeline.tabulate.spec import LIST_SEPARATOR, CellType, Column, Table, table
from pipeline.tabulate.spec import tables as specifications

FOLDER = "datapackage"
FILE_NAME = "datapackage.json"
_TYPES = {
    CellType.TEXT: "string",
    CellType.LIST: "string",
    CellType.INTEGER: "integer",
    CellType.NUMBER: "number",
    CellType.BOOLEAN: "boolean",
    CellType.DATE: "date",
}
_ABOUT = (
    "公文任务台账数据：公文、任务、分工、单位、时限、引用、条款与问题。"
    f"文本以 = + - @ 等开头的，前有一个 {GUARD}，还原时去掉。\n"
    "Notices, their tasks, assignments, units, time limits, citations, sections and problems. "
    f"A text that begins with = + - @ and the like has one {GUARD} before it; take it off to read it."
)


def write(archive: Path, output: Path) -> Sequence[Path]:
    """Writes the folder `datapackage` with the tables of the archive and their description."""
    folder = output / FOLDER
    folder.mkdir(exist_ok=True)
    names = tables.names_in(archive)
    paths = [folder / f"{name}.csv" for name in names]
    for path in paths:
        with replaced(path) as stream, (archive / path.name).open("rb") as source:
            shutil.copyfileobj(source, stream)
    with replaced(folder / FILE_NAME) as stream:
        stream.write(json.dumps(description(names), ensure_ascii=False, indent=1).encode() + b"\n")
    return [*paths, folder / FILE_NAME]


def description(names: Sequence[str]) -> dict[str, object]:
    """What datapackage.json says of the tables `names`."""
    return {
        "profile": "tabular-data-package",
        "name": "duban",
        "title": "督办台账 · Tasks of official notices",
        "description": _ABOUT,
        "resources": [_resource(table(name), names) for name in names],
    }


def _resource(described: Table, names: Sequence[str]) -> dict[str, object]:
    schema: dict[str, object] = {"fields": [_field(column) for column in described.columns], "missingValues": [""]}
    if any(column.is_key for column in described.columns):
        schema["primaryKey"] = described.key
    if keys := list(_foreign_keys(described, names)):
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": described.name,
        "title": described.title,
        "path": f"{described.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, object]:
    about = f"{column.meaning_zh}\n{column.meaning_en}"
    if column.type is CellType.LIST:
        about += f"\n各项以 {LIST_SEPARATOR} 连接 · items are joined by {LIST_SEPARATOR}"
    field: dict[str, object] = {
        "name": column.name,
        "title": column.title,
        "type": _TYPES[column.type],
        "description": about,
    }
    if column.type is CellType.BOOLEAN:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, object] = {"required": True, "unique": True} if column.is_key else {}
    if column.values and column.type is not CellType.LIST:
        constraints["enum"] = list(column.values)
    return field | ({"constraints": constraints} if constraints else {})


def _foreign_keys(described: Table, names: Sequence[str]) -> Iterator[dict[str, object]]:
    """The keys that lead to one of the tables `names`."""
    for column in described.columns:
        if column.references in names:
            # Frictionless names a table's own key by an empty resource.
            resource = "" if column.references == described.name else column.references
            fields = specifications()[column.references].key
            yield {"fields": column.name, "reference": {"resource": resource, "fields": fields}}
