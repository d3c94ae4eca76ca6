"""XLSX workbooks to lines and grids, as the visible sheets show them, one after the other.

1. A sheet's table is a grid; title, who filled it in and notes are lines. The name of a sheet is a line above it,
   but for `Sheet1`; one that the title holds, or that stands over the only sheet's title, goes to `furniture`.
2. Cells say what they show: dates and numbers by their formats, formulas by their last values.
3. Hidden sheets, rows and columns are left out, with a warning where they hold anything.
4. Comments and text boxes are not read; a warning says so.

Not python-calamine: it gives dates without their formats (3月31日 as 2021-03-31), half for 50%, and hidden rows as visible.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

import regex
from lxml import etree

from pipeline.errors import ReadError
from pipeline.model.reading import Block, Flow, Line, Reading, SourceFormat
from pipeline.read.characters import clean
from pipeline.read.number_format import BUILT_IN
from pipeline.read.package import Package, Relation, open_package, parse_xml, relations
from pipeline.read.xlsx_blocks import arrange
from pipeline.read.xlsx_sheet import Book, read_sheet, string_of

MAX_SHEETS = 200
# Cells share their texts in the file, so that a small one can hold much more than its size.
MAX_CHARACTERS = 20_000_000
# Names that programs give. Matches: `Sheet1`, `工作表2`, `Sheet1 (2)`. Does not match: `任务分工表`.
_PLAIN_NAME = regex.compile(r"(?i)(?:sheet|工作表|表)\s*\d*(?:\s*[（(]\d+[）)])?")
_HIDDEN = ("hidden", "veryHidden")


def read(data: bytes) -> Reading:
    """The text of a workbook; each visible sheet is a page.

    Raises: ReadError `encrypted`, `zip_bomb`, `bad_xml`, `broken_package`, `too_large`, `no_text`.
    """
    workbook = _Workbook(open_package(data))
    blocks = tuple(workbook.blocks())
    if not blocks:
        message = "the visible sheets have no text; show the hidden ones, or save the pictures on them as files"
        raise ReadError(message, reason_code="no_text")
    names, warnings = tuple(dict.fromkeys(workbook.names)), tuple(sorted(workbook.warnings))
    return Reading(SourceFormat.XLSX, blocks, workbook.sheets, furniture=names, warnings=warnings)


class _Workbook:
    """Reads the sheets of a workbook; `sheets` counts those that were read, `warnings` gathers codes.

    `names` are those of sheets that stand as no line.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self.sheets = 0
        self.names: list[str] = []
        self._room = MAX_CHARACTERS
        self.warnings = {"package_entries_ignored"} if package.ignored else set()
        source = next((r.target for r in relations(package) if r.kind == "officeDocument"), "xl/workbook.xml")
        self._folder = posixpath.dirname(source)
        self._named = relations(package, source)
        self._root = parse_xml(package.part(source), source)
        self._book = self._read_book()

    def blocks(self) -> Iterator[Block]:
        """The lines and grids of the visible sheets, in the order of their tabs."""
        targets = {relation.relation_id: relation.target for relation in self._named if relation.kind == "worksheet"}
        entries = self._root.findall("{*}sheets/{*}sheet")
        if len(entries) > MAX_SHEETS:
            message = f"expected at most {MAX_SHEETS} sheets, found {len(entries)}; split the workbook"
            raise ReadError(message, reason_code="too_large")
        visible = sum(entry.get("state") not in _HIDDEN for entry in entries)
        for entry in entries:
            target = targets.get(next((str(v) for k, v in entry.items() if str(k).endswith("}id")), ""), "")
            if target:
                yield from self._sheet(entry, target, alone=visible == 1)

    def _sheet(self, entry: etree._Element, target: str, *, alone: bool) -> list[Block]:
        """The blocks of a sheet; `alone` says that no other one is visible."""
        if entry.get("state") in _HIDDEN:
            self.warnings.add("hidden_sheet_dropped")
            return []
        self.sheets += 1
        shown = read_sheet(parse_xml(self._package.part(target), target), self._book, self._room, self.warnings)
        self._room -= sum(map(len, shown.texts.values()))
        self._note_what_lies_over(target)
        blocks = arrange(shown, self.sheets, self.warnings)
        name = clean(entry.get("name", ""))[0].strip()
        if not blocks or _PLAIN_NAME.fullmatch(name):
            return blocks
        title = blocks[0].text if isinstance(blocks[0], Line) else ""
        if name in title or (title and alone):
            self.names.append(name)
            return blocks
        return [Line(name, self.sheets, flow=Flow.HARD), *blocks]

    def _note_what_lies_over(self, target: str) -> None:
        """Warns of comments on the sheet, and of text boxes over it."""
        for relation in relations(self._package, target):
            if relation.kind in ("comments", "threadedComment"):
                self.warnings.add("annotation_text_aside")
            elif relation.kind == "drawing" and self._has_text(relation):
                self.warnings.add("text_box_skipped")

    def _has_text(self, relation: Relation) -> bool:
        root = self._optional(relation.target)
        return root is not None and any((text.text or "").strip() for text in root.iter("{*}t"))

    def _read_book(self) -> Book:
        strings, styles = self._of_kind("sharedStrings"), self._of_kind("styles")
        properties = self._root.find("{*}workbookPr")
        cells = [] if styles is None else styles.findall("{*}cellXfs/{*}xf")
        return Book(
            () if strings is None else tuple(map(string_of, strings.iterfind("{*}si"))),
            _formats(styles, cells),
            tuple(
                any(a.get("horizontal", "").startswith("center") for a in cell.iterfind("{*}alignment"))
                for cell in cells
            ),
            from_1904=properties is not None and properties.get("date1904") in ("1", "true"),
        )

    def _of_kind(self, kind: str) -> etree._Element | None:
        target = next(
            (relation.target for relation in self._named if relation.kind == kind), f"{self._folder}/{kind}.xml"
        )
        return self._optional(target)

    def _optional(self, target: str) -> etree._Element | None:
        return parse_xml(self._package.part(target), target) if target in self._package else None


def _formats(styles: etree._Element | None, cells: list[etree._Element]) -> tuple[str, ...]:
    """The number format of each style of cells."""
    if styles is None:
        return ()
    own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in styles.iterfind("{*}numFmts/{*}numFmt")}
    known = {str(number): code for number, code in BUILT_IN.items()} | own
    return tuple(known.get(cell.get("numFmtId", "0"), "General") for cell in cells)
