"""A page in the making as a PDF, so that PDFium draws what other formats hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.read.font_file import FontFile, FontKind
from pipeline.read.jbig2 import Jbig2
from pipeline.read.matrix import Matrix

_CATALOG, _PAGES, _PAGE = 1, 2, 3
# By the kind of a font: the subtype of its CID font, the descriptor's key for its file, and what the file's stream says.
_FONTS = {
    FontKind.TRUETYPE: ("CIDFontType2", "FontFile2", ""),
    FontKind.OPENTYPE_CFF: ("CIDFontType0", "FontFile3", "/Subtype/OpenType"),
    FontKind.CFF: ("CIDFontType0", "FontFile3", "/Subtype/CIDFontType0C"),
}
# Rows, columns and, but for grey, red, green and blue; or black and white.
Picture = NDArray[np.uint8] | Jbig2


def number(value: float) -> str:
    return f"{value:.5f}"


def matrix_of(matrix: Matrix) -> str:
    """The six numbers of a matrix as operators take them."""
    return " ".join(map(number, matrix))


class Canvas:
    """One page of so many points, its origin at the top left, y going down.

    `add` takes operators of PDF (ISO 32000-1, annex A); fonts, pictures and states are named by the methods that take
    them in. Characters are numbers of glyphs, in two bytes.
    """

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._operators = [f"1 0 0 -1 0 {number(height)} cm"]
        self._objects: list[bytes] = [b"", b"", b""]
        self._resources: dict[str, list[str]] = {"Font": [], "XObject": [], "ExtGState": []}
        self._named: dict[object, str] = {}
        # Fonts are named by where they stand in memory, so they have to stay there.
        self._fonts: list[FontFile] = []

    def add(self, *operators: str) -> None:
        self._operators += operators

    def font(self, font: FontFile) -> str:
        """The name of the font, whose em is 1."""
        if (name := self._named.get(id(font))) is None:
            self._fonts.append(font)
            kind, key, subtype = _FONTS[font.kind]
            file = self._stream(f"{subtype}/Length1 {len(font.data)}", font.data)
            described = self._object(
                "<</Type/FontDescriptor/FontName/F/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
                f"/Descent -120/CapHeight 700/StemV 80/{key} {file} 0 R>>"
            )
            of_glyphs = self._object(
                f"<</Type/Font/Subtype/{kind}/BaseFont/F/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                f"/CIDToGIDMap/Identity/FontDescriptor {described} 0 R/DW 1000>>"
            )
            whole = self._object(
                f"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[{of_glyphs} 0 R]>>"
            )
            name = self._name(id(font), "Font", whole)
        return name

    def picture(self, content: Picture, mask: Picture | None = None) -> str:
        """The name of a picture that fills the unit square, its foot at 0; where `mask` is black it is not shown."""
        more = "" if mask is None else f"/SMask {self._picture(mask, '')} 0 R"
        return self._name(object(), "XObject", self._picture(content, more))

    def state(self, *, fill: float = 1.0, stroke: float = 1.0, blend: str = "") -> str:
        """The name of a state: how opaque areas and lines are (0 to 1), and how they mix with what is below."""
        mixed = f"/BM/{blend}" if blend else ""
        entries = f"<</ca {number(fill)}/CA {number(stroke)}{mixed}>>"
        return self._named.get(entries) or self._name(entries, "ExtGState", self._object(entries))

    def pdf(self) -> bytes:
        """The page as a PDF file."""
        content = self._stream("", "\n".join(self._operators).encode())
        resources = "".join(f"/{kind}<<{''.join(named)}>>" for kind, named in self._resources.items())
        objects = [
            f"<</Type/Catalog/Pages {_PAGES} 0 R>>".encode(),
            f"<</Type/Pages/Kids[{_PAGE} 0 R]/Count 1>>".encode(),
            f"<</Type/Page/Parent {_PAGES} 0 R/MediaBox[0 0 {number(self._width)} {number(self._height)}]"
            f"/Resources<<{resources}>>/Contents {content} 0 R>>".encode(),
            *self._objects[_PAGE:],
        ]
        return _file(objects)

    def _picture(self, content: Picture, more: str) -> int:
        if isinstance(content, Jbig2):
            width, height, data = content.width, content.height, content.segments
            more += "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode"
        else:
            (height, width), data = content.shape[:2], content.tobytes()
            more += f"/ColorSpace/{'DeviceGray' if content.ndim == 2 else 'DeviceRGB'}/BitsPerComponent 8"
        return self._stream(f"/Type/XObject/Subtype/Image/Width {width}/Height {height}{more}", data)

    def _name(self, key: object, kind: str, reference: int) -> str:
        name = f"{kind[0]}{reference}"
        self._resources[kind].append(f"/{name} {reference} 0 R")
        self._named[key] = name
        return name

    def _object(self, content: str) -> int:
        self._objects.append(content.encode())
        return len(self._objects)

    def _stream(self, entries: str, data: bytes) -> int:
        head = f"<</Length {len(data)}{entries}>>stream\n".encode()
        self._objects.append(b"".join((head, data, b"\nendstream")))
        return len(self._objects)


def _file(objects: list[bytes]) -> bytes:
    parts = [b"%PDF-1.7\n"]
    places, at = [], len(parts[0])
    for index, content in enumerate(objects, 1):
        places.append(at)
        parts += [b"%d 0 obj\n" % index, content, b"\nendobj\n"]
        at += sum(map(len, parts[-3:]))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    parts.append(b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, _CATALOG, at))
    return b"".join(parts)
