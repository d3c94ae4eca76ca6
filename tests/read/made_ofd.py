"""OFD files made for tests: text where it is put, rulings, pictures, and notices in the look of GB/T 9704-2012."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape

from corpus.elements import Element, Kind, read_elements

WIDTH, HEIGHT = 595.0, 842.0
NAMESPACE = "http://www.ofdspec.org/2016"
PICTURE = b"\x89PNG\r\n\x1a\n picture"
_MM = 25.4 / 72


def mm(*points: float) -> str:
    return " ".join(f"{value * _MM:.4f}" for value in points)


@dataclass(slots=True)
class Sheet:
    """A page; places are points from its top left corner. `head` stands before its content (templates, an area)."""

    width: float = WIDTH
    height: float = HEIGHT
    head: str = ""
    annotations: str = ""
    content: list[str] = field(default_factory=list)

    def text(
        self, x: float, top: float, text: str, *, size: float = 16.0, inside: str = "", code: str = "", **more: str
    ) -> Sheet:
        """Text in one line. `more` are attributes of the object, `inside` elements before its text, `code` attributes that
        stand for the usual offsets."""
        widths = [size if character >= "\u2e80" else size / 2 for character in text]
        steps = code or f'DeltaX="{mm(*widths[:-1])}"'
        self.content.append(
            f'<ofd:TextObject ID="9" Boundary="{mm(x, top, sum(widths), size)}" Font="3" Size="{mm(size)}"{_said(more)}>'
            f'{inside}<ofd:TextCode X="0" Y="{mm(0.88 * size)}" {steps}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
        )
        return self

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> Sheet:
        self.content.append(
            f'<ofd:PathObject ID="9" Boundary="{mm(x0, top, x1 - x0, bottom - top)}" LineWidth="0.3">'
            f"<ofd:AbbreviatedData>M 0 0 L {mm(x1 - x0, bottom - top)}</ofd:AbbreviatedData></ofd:PathObject>"
        )
        return self

    def fill(self, x0: float, top: float, x1: float, bottom: float, *, colour: str) -> Sheet:
        right, low = mm(x1 - x0), mm(bottom - top)
        self.content.append(
            f'<ofd:PathObject ID="9" Boundary="{mm(x0, top, x1 - x0, bottom - top)}" Stroke="false" Fill="true">'
            f'<ofd:FillColor Value="{colour}"/><ofd:AbbreviatedData>M 0 0 L {right} 0 L {right} {low} L 0 {low} C'
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )
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

    def picture(self, x0: float = 0, top: float = 0, x1: float = WIDTH, bottom: float = HEIGHT) -> Sheet:
        place = mm(x0, top, x1 - x0, bottom - top)
        self.content.append(
            f'<ofd:ImageObject ID="9" CTM="{mm(x1 - x0)} 0 0 {mm(bottom - top)} 0 0" Boundary="{place}" ResourceID="4"/>'
        )
        return self

    def raw(self, xml: str) -> Sheet:
        self.content.append(xml)
        return self

    def xml(self) -> str:
        area = f"<ofd:Area><ofd:PhysicalBox>0 0 {mm(self.width, self.height)}</ofd:PhysicalBox></ofd:Area>"
        layer = f'<ofd:Layer ID="2">{"".join(self.content)}</ofd:Layer>'
        return f"{area}{self.head}<ofd:Content>{layer}</ofd:Content>"


def ofd(
    *sheets: Sheet,
    common: str = "",
    more: str = "",
    body: str = "",
    resources: str = "",
    parts: dict[str, bytes] | None = None,
    namespace: str = NAMESPACE,
    start: str = "",
) -> bytes:
    """The pages as an OFD file. `common`, `more` and `body` stand in CommonData, Document and DocBody, `resources` in
    DocumentRes.xml; `start` is what paths begin with: `/Doc_0/` for absolute ones."""
    files = {
        "OFD.xml": root(f"<ofd:DocBody><ofd:DocRoot>{start or 'Doc_0/'}Document.xml</ofd:DocRoot>{body}</ofd:DocBody>")
    }
    files |= document(*sheets, common=common, more=more, resources=resources, start=start)
    named = {name: content.replace(NAMESPACE, namespace).encode() for name, content in files.items()}
    return package(named | {"Doc_0/Res/p.png": PICTURE} | (parts or {}))


def document(
    *sheets: Sheet, common: str = "", more: str = "", resources: str = "", start: str = "", folder: str = "Doc_0"
) -> dict[str, str]:
    """The parts of one document."""
    pages = "".join(f'<ofd:Page ID="{i}" BaseLoc="{start}Pages/Page_{i}.xml"/>' for i in range(len(sheets)))
    noted = [(index, sheet.annotations) for index, sheet in enumerate(sheets) if sheet.annotations]
    files = {
        f"{folder}/Document.xml": part(
            "Document",
            f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            f"<ofd:DocumentRes>{start}DocumentRes.xml</ofd:DocumentRes>{common}</ofd:CommonData>"
            f"<ofd:Pages>{pages}</ofd:Pages>{more}"
            + ("<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if noted else ""),
        ),
        f"{folder}/DocumentRes.xml": part(
            "Res",
            '<ofd:MultiMedias><ofd:MultiMedia ID="4" Type="Image"><ofd:MediaFile>p.png</ofd:MediaFile></ofd:MultiMedia>'
            f"</ofd:MultiMedias>{resources}",
            ' BaseLoc="Res"',
        ),
        f"{folder}/Annots/Annotations.xml": part(
            "Annotations",
            "".join(
                f'<ofd:Page PageID="{index}"><ofd:FileLoc>Page_{index}.xml</ofd:FileLoc></ofd:Page>'
                for index, _ in noted
            ),
        ),
    }
    files |= {f"{folder}/Pages/Page_{index}.xml": part("Page", sheet.xml()) for index, sheet in enumerate(sheets)}
    files |= {f"{folder}/Annots/Page_{index}.xml": part("PageAnnot", notes) for index, notes in noted}
    return files


def root(bodies: str) -> str:
    return part("OFD", bodies, ' Version="1.0" DocType="OFD"')


def part(name: str, content: str, attributes: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} xmlns:ofd="{NAMESPACE}"{attributes}>{content}</ofd:{name}>'
    )


def package(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 3, 5, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def signed(*sheets: Sheet, stamps: str, seal_file: bytes = b"") -> bytes:
    """The pages with a signature that shows its seal where the elements `stamps` say."""
    listed = part("Signatures", '<ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>')
    location = "<ofd:Seal><ofd:BaseLoc>/Doc_0/Signs/Sign_0/Seal.esl</ofd:BaseLoc></ofd:Seal>"
    signature = part("Signature", f"<ofd:SignedInfo>{stamps}{location if seal_file else ''}</ofd:SignedInfo>")
    return ofd(
        *sheets,
        body="<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>",
        parts={
            "Doc_0/Signs/Signatures.xml": listed.encode(),
            "Doc_0/Signs/Sign_0/Signature.xml": signature.encode(),
            "Doc_0/Signs/Sign_0/Seal.esl": seal_file,
        },
    )


def der(tag: int, *contents: bytes) -> bytes:
    """A value in ASN.1."""
    content = b"".join(contents)
    length = len(content)
    size = bytes([length]) if length < 128 else b"\x84" + length.to_bytes(4, "big")
    return bytes([tag]) + size + content


def seal(picture: bytes, kind: str = "PNG") -> bytes:
    """A seal file (GB/T 38540) with the picture, 40 by 40 mm."""
    shown = der(0x30, der(0x16, kind.encode()), der(0x04, picture), der(0x02, b"\x28"), der(0x02, b"\x28"))
    head = der(0x30, der(0x16, b"ES"), der(0x02, b"\4"), der(0x16, b"maker"))
    about = der(0x30, der(0x02, b"\1"), der(0x0C, "测试用印章".encode()), der(0x30, der(0x04, b"certificate")))
    return der(0x30, der(0x30, head, der(0x16, b"50011200000001"), about, shown), der(0x04, b"certificate"))


def _said(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items())


# A page of a notice: 22 lines of 28 characters.
_LEFT, _TOP, _EM, _SMALL, _PITCH, _LINES, _ROOM = 79.4, 104.9, 15.8, 14.0, 28.9, 22, 28.0
_NO_LINE_START = "，。；：、！？）〕》”"


def notice(markdown: str) -> bytes:
    """A notice of the corpus as an OFD file with red head, page numbers and imprint."""
    typist = _Typist()
    imprint = (Kind.LOCAL, Kind.COPIED, Kind.ISSUED)
    elements = read_elements(markdown)
    for element in elements:
        if element.kind not in imprint:
            typist.element(element)
    typist.imprint([element for element in elements if element.kind in imprint])
    return ofd(*typist.pages())


class _Typist:
    def __init__(self) -> None:
        self._sheets = [Sheet()]
        self._line = 0

    def pages(self) -> list[Sheet]:
        for number, sheet in enumerate(self._sheets, 1):
            sheet.text(_LEFT if number % 2 == 0 else 440, 770, f"— {number} —", size=14)
        return self._sheets

    def element(self, element: Element) -> None:
        if element.kind is Kind.RED_HEAD:
            size = min(50.0, _ROOM * _EM / len(element.text))
            self._centred(element.text, size, '<ofd:FillColor Value="#ee #20 #25"/>')
            self._line += 1
        elif element.kind in (Kind.NUMBER, Kind.TITLE):
            for line in element.text.split() if element.kind is Kind.TITLE else [element.text]:
                self._centred(line, 22.0 if element.kind is Kind.TITLE else _EM)
            self._line += 1
        elif element.kind in (Kind.SIGNATURE, Kind.DATE):
            self._put(_ROOM - 4 - _length(element.text), element.text)
        else:
            flush = element.kind in (Kind.ADDRESSEES, Kind.ANNEX)
            for index, line in enumerate(_wrapped(element.text, 0 if flush else 2)):
                self._put(0 if flush or index else 2, line)

    def imprint(self, elements: list[Element]) -> None:
        """The lines at the foot of the last page, ruled off from the text and from one another."""
        lines: list[tuple[int, str]] = []
        for element in elements:
            parts = element.text.split("\n") if element.kind is Kind.COPIED else ["　　".join(element.text.split("\n"))]
            wrapped = [line for part_ in parts for line in _wrapped(part_, 1, 4, _ROOM * _EM / _SMALL - 1)]
            lines += [(4 if index else 1, line) for index, line in enumerate(wrapped)]
        if self._line > _LINES - len(lines):
            self._line = _LINES
            self._put(0, "")
        self._line = _LINES - len(lines)
        for ems, line in lines:
            if ems == 1:
                top = _TOP + self._line * _PITCH - 4
                self._sheets[-1].rule(_LEFT, top, _LEFT + _ROOM * _EM, top)
            self._put(ems * _SMALL / _EM, line, _SMALL)

    def _centred(self, text: str, size: float, inside: str = "") -> None:
        self._put((_ROOM - _length(text) * size / _EM) / 2, text, size, inside)

    def _put(self, ems: float, text: str, size: float = _EM, inside: str = "") -> None:
        if self._line >= _LINES:
            self._sheets.append(Sheet())
            self._line = 0
        self._sheets[-1].text(_LEFT + ems * _EM, _TOP + self._line * _PITCH, text, size=size, inside=inside)
        self._line += 1


def _length(text: str) -> float:
    return sum(1.0 if character >= "\u2018" else 0.5 for character in text)


def _wrapped(text: str, indent: float, hanging: float = 0.0, room: float = _ROOM) -> list[str]:
    """The text in lines, the first one indented by so many ems, the others by `hanging`."""
    lines, line, used = [], "", indent
    for character in text:
        if used + _length(character) > room - hanging and character not in _NO_LINE_START:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + character, used + _length(character)
    return [*lines, line]
