"""The parts of an OFD file: documents, their pages, templates, resources, annotations, attachments and signatures."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.errors import ReadError
from pipeline.read.ofd_values import Box, box, is_said
from pipeline.read.package import open_package, parse_xml
from pipeline.read.pdf_objects import MAX_PAGES

_ROOT = "OFD.xml"
_ENCRYPTIONS = "Encryptions.xml"
# A4, for pages without a sound size; no page is longer than 5 m.
A4: Box = (0.0, 0.0, 210.0, 297.0)
_LONGEST = 5_000.0
# Faults of one part; others (a bomb) concern the whole file.
_OF_A_PART = ("bad_xml", "broken_package")


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to by id: the path of each picture, composite objects, drawing parameters, the names of fonts and
    the paths of those that the file holds."""

    pictures: dict[str, str] = field(default_factory=dict)
    composites: dict[str, etree._Element] = field(default_factory=dict)
    parameters: dict[str, etree._Element] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    font_files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PagePart:
    """A page's content, the templates below and above it, the annotations on it; `area` is its box in millimetres."""

    page_id: str
    area: Box
    content: etree._Element
    below: tuple[etree._Element, ...]
    above: tuple[etree._Element, ...]
    annotations: tuple[etree._Element, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a seal is shown, in millimetres: its box on the page, and the part of that box that is shown (None: all)."""

    page_id: str
    place: Box | None
    clip: Box | None


@dataclass(frozen=True, slots=True)
class Signature:
    """Where a signature shows its seal, and the paths of the parts that may hold the seal's picture."""

    stamps: tuple[Stamp, ...]
    seal_paths: tuple[str, ...]


class OfdFile:
    """An OFD file. `warnings` are what was wrong with parts that the text can do without.

    Raises: ReadError as Package and parse_xml do; `encrypted`, `no_pages`, `too_many_pages`, `broken_package`.
    """

    def __init__(self, data: bytes) -> None:
        self._package = open_package(data)
        self.warnings = {"package_entries_ignored"} if self._package.ignored else set()
        if _ROOT not in self._package:
            raise ReadError(
                f"expected {_ROOT} in the package; save the file again as OFD", reason_code="broken_package"
            )
        root = parse_xml(self._package.part(_ROOT), _ROOT)
        bodies = {self._body_path(body): body for body in root.iterfind("{*}DocBody")}
        self.documents = [Document(self, path, body) for path, body in bodies.items() if path]
        self.page_count = sum(len(document.page_ids) for document in self.documents)
        if len(self.documents) > 1:
            self.warnings.add("several_documents")
        if not 0 < self.page_count <= MAX_PAGES:
            raise _wrong_page_count(self.page_count)

    def part(self, path: str) -> bytes:
        return self._package.part(path)

    def has(self, path: str) -> bool:
        return path in self._package

    def root_of(self, path: str) -> etree._Element:
        """Raises: ReadError."""
        try:
            return parse_xml(self._package.part(path), path)
        except ReadError as error:
            if error.reason_code in _OF_A_PART and _ENCRYPTIONS in self._package:
                message = "the OFD is encrypted; save it without a password"
                raise ReadError(message, reason_code="encrypted") from error
            raise

    def readable(self, path: str) -> etree._Element | None:
        """The root of a part that the text can do without, None (and a warning) where it cannot be read."""
        try:
            return self.root_of(path)
        except ReadError as error:
            if error.reason_code not in _OF_A_PART:
                raise
            self.warnings.add("part_unreadable")
            return None

    def _body_path(self, body: etree._Element) -> str:
        return self.resolve((body.findtext("{*}DocRoot") or "").strip(), "", "")

    def resolve(self, location: str, folder: str, document_folder: str) -> str:
        """The path of a part by the place it is named at: from the root (`/Doc_0/…`), from the naming part's folder, or,
        as some writers have it, from the document's."""
        location = location.strip().replace("\\", "/")
        if not location:
            return ""
        if location.startswith("/"):
            return _normal(location)
        candidates = [_normal(posixpath.join(start, location)) for start in (folder, document_folder, "")]
        return next((path for path in candidates if path in self._package), candidates[0])


class Document:
    """One document of an OFD file; `page_ids` are the ids of its pages in order."""

    def __init__(self, file: OfdFile, path: str, body: etree._Element) -> None:
        self._file = file
        self._folder = posixpath.dirname(path)
        self._body = body
        self._root = file.root_of(path)
        self._pages = self._root.findall("{*}Pages/{*}Page")
        self.page_ids = [page.get("ID", "") for page in self._pages]
        self._area = _area_of(self._root.find("{*}CommonData/{*}PageArea")) or A4
        self._templates = {
            template.get("ID", ""): self._at(template.get("BaseLoc", ""))
            for template in self._root.iterfind("{*}CommonData/{*}TemplatePage")
        }
        self._template_roots: dict[str, etree._Element | None] = {}
        self._annotations: dict[str, list[etree._Element]] | None = None
        self.resources = Resources()

    def pages(self) -> Iterator[PagePart | None]:
        """Each page in order, None for one that cannot be read."""
        return map(self.page, range(len(self._pages)))

    def page(self, index: int) -> PagePart | None:
        """The page (from 0), None where it cannot be read; what it names is in `resources`."""
        annotations = self._prepared()
        page_id, path = self.page_ids[index], self._at(self._pages[index].get("BaseLoc", ""))
        try:
            content = self._file.root_of(path)
        except ReadError as error:
            if error.reason_code not in _OF_A_PART:
                raise
            return None
        self._add_resources(content, posixpath.dirname(path))
        below, above, area = self._around(content)
        return PagePart(page_id, area, content, below, above, tuple(annotations.get(page_id, ())))

    def _prepared(self) -> dict[str, list[etree._Element]]:
        """The annotations of each page; what the document names stands in `resources` from the first call."""
        if self._annotations is None:
            self._add_resources(self._root.find("{*}CommonData"), self._folder)
            self._annotations = self._page_annotations()
        return self._annotations

    def attachments(self) -> list[str]:
        """The names of attached files, with what their path ends in (original_invoice.xml)."""
        names = []
        for root, _ in self._parts_of("Attachments"):
            for attachment in root.iter("{*}Attachment"):
                location = (attachment.findtext("{*}FileLoc") or "").strip()
                name = attachment.get("Name") or posixpath.basename(location)
                ending = posixpath.splitext(location)[1]
                names.append(name if name.lower().endswith(ending.lower()) else name + ending)
        return names

    def signatures(self) -> list[Signature]:
        """The signatures; none of them is checked."""
        location = (self._body.findtext("{*}Signatures") or "").strip()
        path = self._file.resolve(location, "", self._folder)
        root = self._file.readable(path) if path else None
        listed = () if root is None else root.iterfind("{*}Signature")
        return [self._signature(each.get("BaseLoc", ""), posixpath.dirname(path)) for each in listed]

    def _signature(self, location: str, folder: str) -> Signature:
        path = self._at(location, folder)
        root = self._file.readable(path) if path else None
        if root is None:
            return Signature((), ())
        stamps = tuple(
            Stamp(each.get("PageRef", ""), box(each.get("Boundary")), box(each.get("Clip")))
            for each in root.iter("{*}StampAnnot")
        )
        named = [root.findtext(".//{*}Seal/{*}BaseLoc"), root.findtext(".//{*}SignedValue")]
        return Signature(stamps, tuple(self._at(each, posixpath.dirname(path)) for each in named if each))

    def _at(self, location: str, folder: str | None = None) -> str:
        return self._file.resolve(location, self._folder if folder is None else folder, self._folder)

    def _around(self, content: etree._Element) -> tuple[tuple[etree._Element, ...], tuple[etree._Element, ...], Box]:
        """The templates below and above the page's content, and the page's area: its own, its template's, the document's."""
        below: list[etree._Element] = []
        above: list[etree._Element] = []
        areas = [_area_of(content.find("{*}Area"))]
        for use in content.iterfind("{*}Template"):
            if (template := self._template(use.get("TemplateID", ""))) is not None:
                (above if use.get("ZOrder") == "Foreground" else below).append(template)
                areas.append(_area_of(template.find("{*}Area")))
        area = next((area for area in areas if area), self._area)
        return tuple(below), tuple(above), area

    def _template(self, template_id: str) -> etree._Element | None:
        if template_id not in self._template_roots:
            path = self._templates.get(template_id, "")
            root = self._file.readable(path) if path else None
            if root is not None:
                self._add_resources(root, posixpath.dirname(path))
            self._template_roots[template_id] = root
        return self._template_roots[template_id]

    def _parts_of(self, kind: str, root: etree._Element | None = None) -> Iterator[tuple[etree._Element, str]]:
        """The roots of the parts that the document names as `kind`, each with its folder."""
        for element in (self._root if root is None else root).iterfind(f"{{*}}{kind}"):
            path = self._at(element.text or "")
            if path and (found := self._file.readable(path)) is not None:
                yield found, posixpath.dirname(path)

    def _page_annotations(self) -> dict[str, list[etree._Element]]:
        """The shown annotations of each page, by its id."""
        found: dict[str, list[etree._Element]] = {}
        for root, folder in self._parts_of("Annotations"):
            for page in root.iterfind("{*}Page"):
                path = self._at(page.findtext("{*}FileLoc") or "", folder)
                annotations = self._file.readable(path) if path else None
                if annotations is not None:
                    shown = (
                        each for each in annotations.iterfind("{*}Annot") if is_said(each, "Visible", default=True)
                    )
                    found.setdefault(page.get("PageID", ""), []).extend(shown)
        return found

    def _add_resources(self, naming: etree._Element | None, folder: str) -> None:
        if naming is None:
            return
        for kind in ("PublicRes", "DocumentRes", "PageRes"):
            for element in naming.iterfind(f"{{*}}{kind}"):
                path = self._at(element.text or "", folder)
                if path and (root := self._file.readable(path)) is not None:
                    self._add_resource(root, posixpath.dirname(path))

    def _add_resource(self, root: etree._Element, folder: str) -> None:
        base = posixpath.join(folder, root.get("BaseLoc", ""))
        if root.get("BaseLoc", "").startswith("/"):
            base = _normal(root.get("BaseLoc", ""))
        resources = self.resources
        for media in root.iterfind("{*}MultiMedias/{*}MultiMedia"):
            location = (media.findtext("{*}MediaFile") or "").strip()
            resources.pictures[media.get("ID", "")] = self._at(location, base)
        for font in root.iterfind("{*}Fonts/{*}Font"):
            font_id = font.get("ID", "")
            resources.fonts[font_id] = font.get("FontName", "")
            resources.font_files[font_id] = self._at((font.findtext("{*}FontFile") or "").strip(), base)
        for unit in root.iterfind("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit"):
            resources.composites[unit.get("ID", "")] = unit
        for parameter in root.iterfind("{*}DrawParams/{*}DrawParam"):
            resources.parameters[parameter.get("ID", "")] = parameter


def _area_of(element: etree._Element | None) -> Box | None:
    found = None if element is None else box(element.findtext("{*}PhysicalBox"))
    return found if found and 0 < found[2] <= _LONGEST and 0 < found[3] <= _LONGEST else None


def _normal(path: str) -> str:
    """The path without `.` and `..`, which never leads out of the package."""
    return posixpath.normpath(posixpath.join("/", path)).lstrip("/")


def _wrong_page_count(count: int) -> ReadError:
    if count < 1:
        return ReadError("the OFD has no pages; check whether the file was saved completely", reason_code="no_pages")
    message = f"the OFD has {count} pages, more than {MAX_PAGES}; split it into its documents"
    return ReadError(message, reason_code="too_many_pages")
