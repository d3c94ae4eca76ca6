"""What stage 1, `read`, makes of a file: blocks in reading order, as the file has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class SourceFormat(StrEnum):
    """What a file is by its content."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    OFD = "ofd"
    IMAGE = "image"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    XLS = "xls"
    ODS = "ods"


class Align(StrEnum):
    """How a line stands between the margins, where the format says so."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Flow(StrEnum):
    """What the reader knows of the line's end.

    WRAP: the line may go on in the next one (text files, PDF). HARD: a paragraph of the format ends here (HTML, DOCX).
    """

    WRAP = "wrap"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: points, origin at the top left; pages count from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text (PDF, text) or one paragraph (HTML, DOCX), without its line end.

    `page` counts from 1; formats without pages have 1 throughout. `indent` is the distance from the text area's left
    edge, `width` the share (0 to 1) of the text area that the line fills, `size` the font size in points; each is None
    where the format has no such thing. `heading` is the level that the format itself gives (`#`, <h2>, Heading 2), else 0.
    """

    text: str
    page: int = 1
    box: Box | None = None
    flow: Flow = Flow.WRAP
    heading: int = 0
    align: Align | None = None
    indent: float | None = None
    width: float | None = None
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many characters, white space not counted, that stand in a box."""

    length: int
    box: Box


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid; row and column count from 0. A merged cell stands once, with its spans.

    `stretches` say in order where the lines of its text stand; () where the format has no boxes.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the file has it; cells in order of row, then column. `page` is that of its first row."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    page: int = 1
    row_pages: tuple[int, ...] = ()


Block = Line | Grid


class Ocr(StrEnum):
    """When pages are read by OCR: where they have no text to trust, all of them, or none."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Correction:
    """What OCR read (`old`) and what stands in the text (`new`), by which rule, on which page; `line` is the line as read."""

    page: int
    old: str
    new: str
    rule_id: str
    line: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was read by OCR: which pages, how surely (the mean of all characters, 0 to 1), and what was corrected."""

    pages: tuple[int, ...]
    confidence: float
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as boxes on it are counted: its number, and its size in points when its text is upright.

    It is so after the page as a viewer shows it was turned by `turned` quarters against the clock, and then by `skew`
    degrees about its middle, so that lines which ran down to the right are level.
    """

    page: int
    width: float
    height: float
    turned: int = 0
    skew: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read.

    `fields` are name and value pairs that stand beside the text: the metadata table of a government page (索引号, 文号,
    成文日期 …), the front matter of Markdown. `title` is the title that a web page gives its document, if any.
    `furniture` are running heads, page numbers, headers and footers that were taken out of the text, as written.
    `warnings` are codes, such as `encoding_guessed`, `hidden_text_dropped`. `ocr` says what was read by OCR, if anything.
    `frames` are the pages on which blocks have boxes.
    """

    format: SourceFormat
    blocks: tuple[Block, ...]
    page_count: int = 0
    fields: tuple[tuple[str, str], ...] = ()
    title: str = ""
    encoding: str = ""
    furniture: tuple[str, ...] = field(default=())
    warnings: tuple[str, ...] = field(default=())
    ocr: Recognition | None = None
    frames: tuple[Frame, ...] = ()
