"""PDF pages made for tests: text where it is put, rulings, one Chinese font that is not embedded."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

WIDTH, HEIGHT = 595.0, 842.0
# Half an em for Latin characters, a whole one for Chinese.
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    b"/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
    b"/FontBBox[0 -200 1000 900]/Ascent 880/Descent -120/CapHeight 880/ItalicAngle 0/StemV 90>>>>]>>"
)
# A font for bullets that says it is two and a half times as high as it is, as Symbol fonts of Word do.
_TALL_FONT = (
    b"<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+Arial/Encoding/WinAnsiEncoding/FirstChar 149/LastChar 149/Widths[460]"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/ABCDEF+Arial/Flags 32/FontBBox[0 -220 1114 2300]"
    b"/Ascent 2300/Descent -220/CapHeight 700/ItalicAngle 0/StemV 90>>>>"
)
_PICTURE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\xff\nendstream"


@dataclass(slots=True)
class Sheet:
    """A page; places are points from its top left corner, as they are before it is turned by `rotate`."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    _content: list[str] = field(default_factory=list)

    def text(
        self, x: float, top: float, text: str, *, size: float = 16.0, turned: str = "1 0 0 1", mode: int = 0
    ) -> Sheet:
        """Text in one line; `turned` is the matrix's first four numbers: `0 1 -1 0` reads upwards."""
        baseline = self.height - top - 0.88 * size
        encoded = text.encode("utf-16-be").hex()
        self._content.append(f"BT {mode} Tr /F1 {size} Tf {turned} {x} {baseline} Tm <{encoded}> Tj ET")
        return self

    def bullet(self, x: float, top: float, *, size: float = 16.0) -> Sheet:
        """A bullet in a font that says it is higher than its line."""
        self._content.append(f"BT /F2 {size} Tf 1 0 0 1 {x} {self.height - top - 0.88 * size} Tm <95> Tj ET")
        return self

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> Sheet:
        self._content.append(f"{x0} {self.height - top} m {x1} {self.height - bottom} l S")
        return self

    def fill(self, x0: float, top: float, x1: float, bottom: float, *, grey: float) -> Sheet:
        self._content.append(f"{grey} g {x0} {self.height - bottom} {x1 - x0} {bottom - top} re f 0 g")
        return self

    def pieces(self, *boxes: tuple[float, float, float, float]) -> Sheet:
        """Black boxes (left, top, right, bottom) that are one path."""
        parts = (f"{x0} {self.height - bottom} {x1 - x0} {bottom - top} re" for x0, top, x1, bottom in boxes)
        self._content.append(" ".join(parts) + " f")
        return self

    def grid(self, edges: list[float], heights: list[float], *, missing: tuple[tuple[int, int], ...] = ()) -> Sheet:
        """Rulings of a table; `missing` are the cells (row, column) whose lower ruling is left out."""
        for row, top in enumerate(heights):
            for column, (left, right) in enumerate(pairwise(edges)):
                if (row - 1, column) not in missing:
                    self.rule(left, top, right, top)
        for edge in edges:
            self.rule(edge, heights[0], edge, heights[-1])
        return self

    def picture(self) -> Sheet:
        self._content.append(f"q {self.width} 0 0 {self.height} 0 0 cm /I1 Do Q")
        return self

    def stream(self) -> bytes:
        return "\n".join(self._content).encode()


def pdf(*sheets: Sheet) -> bytes:
    """The pages as a PDF file."""
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(len(sheets)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(sheets)}/Kids[{kids}]>>".encode(),
        _FONT,
        _PICTURE,
        _TALL_FONT,
    ]
    for index, sheet in enumerate(sheets):
        content = sheet.stream()
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]/Rotate {sheet.rotate}"
            f"/Resources<</Font<</F1 3 0 R/F2 5 0 R>>/XObject<</I1 4 0 R>>>>/Contents {7 + 2 * index} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream")
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    )
