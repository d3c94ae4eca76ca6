"""Zip packages (OOXML, OFD) under limits: only the parts that are asked for are inflated, each in a bounded read."""

from __future__ import annotations

import io
import lzma
import posixpath
import stat
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from pipeline.errors import ReadError

# A notice of a thousand pages has some hundred parts and 30 MiB of XML; what goes far beyond that is made to do harm.
MAX_MEMBERS = 10_000
MAX_PART_SIZE = 64 << 20
MAX_INFLATED_SIZE = 192 << 20
# Deflate reaches 1,000 to 1; markup of real documents stays below 100 to 1. Small parts may be as repetitive as they like.
MAX_RATIO = 200
RATIO_COUNTS_FROM = 4 << 20
# An element takes some 120 bytes of memory, whatever its length in the file; half of the tags of real files close one.
MAX_TAGS = 2_000_000

_CENTRAL_ENTRY = b"PK\x01\x02"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_PAGE_DIGITS = 4
# Word saves "Strict Open XML" under names of its own; all else is the same.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part of an OOXML package names: the last word of the relation's type (styles), and the part's name."""

    relation_id: str
    kind: str
    target: str


class Package:
    """The parts of a zip file, by name without regard to case; `\\` in a name counts as `/`.

    `ignored` is the number of entries that no package needs and that could do harm: symbolic links, names that climb
    out of the package or are absolute.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        self._inflated = 0
        self.ignored = 0
        for member in archive.infolist():
            if _is_unsafe(member):
                self.ignored += 1
            elif not member.is_dir():
                self._members.setdefault(_key(member.filename), []).append(member)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def part(self, name: str) -> bytes:
        """The content of the part `name`.

        Raises: ReadError `broken_package` where it is missing, damaged, or there twice with different contents;
        `encrypted`; `zip_bomb` where it is beyond a limit.
        """
        member = self._member(name)
        self._check_size(member)
        try:
            with self._archive.open(member) as stream:
                content = stream.read(MAX_PART_SIZE + 1)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError) as error:
            # NotImplementedError (an unknown compression) is a RuntimeError.
            raise _broken(f"part {name} cannot be unpacked: {error}") from error
        self._inflated += len(content)
        return content

    def _member(self, name: str) -> zipfile.ZipInfo:
        members = self._members.get(_key(name), [])
        if not members:
            raise _broken(f"expected the part {name}, but it is not in the package")
        # Programs differ in which of two parts they take: one could be shown to people and the other read here.
        if len({(member.CRC, member.file_size) for member in members}) > 1:
            raise _broken(f"the part {name} stands {len(members)} times in the package, with different contents")
        if members[0].flag_bits & _ENCRYPTED_FLAG:
            raise ReadError(f"the part {name} is encrypted; save the file without a password", reason_code="encrypted")
        return members[0]

    def _check_size(self, member: zipfile.ZipInfo) -> None:
        size, packed = member.file_size, max(member.compress_size, 1)
        if size > MAX_PART_SIZE or self._inflated + size > MAX_INFLATED_SIZE:
            raise _bomb(f"the part {member.filename} would take {size >> 20} MiB, more than is allowed")
        if size > RATIO_COUNTS_FROM and size > MAX_RATIO * packed:
            raise _bomb(f"the part {member.filename} is packed {size // packed} to 1, more than {MAX_RATIO} to 1")


def open_package(data: bytes) -> Package:
    """The zip package that `data` is.

    Raises: ReadError `encrypted` for an Office file with a password, `zip_bomb` for too many entries, `broken_package`.
    """
    if data.startswith(_OLE_MAGIC) and _OLE_ENCRYPTED in data:
        raise ReadError("the file has a password; save it without one", reason_code="encrypted")
    # Counted in the bytes, because opening the archive already builds an object for each entry.
    if (entries := data.count(_CENTRAL_ENTRY)) > MAX_MEMBERS:
        raise _bomb(f"the package has {entries} entries, more than {MAX_MEMBERS}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _broken(f"expected a zip package, found something else or the half of one: {error}") from error
    return Package(archive)


def parse_xml(content: bytes, name: str) -> etree._Element:
    """The root element of the part `name`, without comments; a document type is refused, entities are not resolved.

    Raises: ReadError `bad_xml`; `zip_bomb` where it has more than MAX_TAGS tags.
    """
    if any(doctype in content for doctype in _DOCTYPES):
        raise _bad_xml(f"the part {name} declares a document type, which no office program writes")
    if (tags := content.count(b"<")) > MAX_TAGS:
        raise _bomb(f"the part {name} has {tags} tags, more than {MAX_TAGS}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _bad_xml(f"the part {name} is no sound XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _bad_xml(f"the part {name} declares a document type, which no office program writes")
    return root


def relations(package: Package, source: str = "") -> tuple[Relation, ...]:
    """The parts that the part `source` of an OOXML package names, in order; for "" those of the package itself.

    Targets outside the package (web addresses) are left out; no relations part gives ().
    """
    folder, base = posixpath.split(source)
    part = posixpath.join(folder, "_rels", f"{base}.rels")
    if part not in package:
        return ()
    found = []
    for element in parse_xml(package.part(part), part).iterfind("{*}Relationship"):
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
            found.append(Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target))
    return tuple(found)


class OfficeDocument:
    """A word processor's document: its main part `root`, and the parts which that names, by kind (styles, header).

    A part that the text can do without is None where it is missing or broken; `warnings` says so.

    Raises: ReadError `broken_package` where the package is no text document; see also Package.part and parse_xml.
    """

    def __init__(self, data: bytes) -> None:
        self._package = open_package(data)
        self._own = relations(self._package)
        source = next((r.target for r in self._own if r.kind == "officeDocument"), "word/document.xml")
        self._folder = posixpath.dirname(source)
        self._named = relations(self._package, source)
        self.warnings = {"package_entries_ignored"} if self._package.ignored else set()
        self.root = self._parse(source)
        if (found := etree.QName(self.root).localname) != "document":
            raise _broken(f"expected a text document in {source}, found <{found}>")

    def one(self, kind: str) -> etree._Element | None:
        """The root of the part of this kind, at its usual place where no relation names it."""
        targets = [relation.target for relation in self._named if relation.kind == kind]
        return self._readable(targets[0] if targets else posixpath.join(self._folder, f"{kind}.xml"))

    def each(self, *kinds: str) -> list[etree._Element]:
        """The roots of all parts of these kinds, each once, in the order in which they are named."""
        targets = dict.fromkeys(relation.target for relation in self._named if relation.kind in kinds)
        return [root for target in targets if (root := self._readable(target)) is not None]

    def stated_pages(self) -> int:
        """The page count that the program which saved the file noted down; 0 where there is none to believe."""
        named = [relation.target for relation in self._own if relation.kind == "extended-properties"]
        root = self._readable(named[0]) if named else None
        text = "" if root is None else (root.findtext("{*}Pages") or "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _PAGE_DIGITS else 0

    def _readable(self, target: str) -> etree._Element | None:
        if target not in self._package:
            return None
        try:
            return self._parse(target)
        except ReadError as error:
            if error.reason_code not in ("bad_xml", "broken_package"):
                raise
            self.warnings.add("part_unreadable")
            return None

    def _parse(self, name: str) -> etree._Element:
        return parse_xml(self._package.part(name).replace(_STRICT, _TRANSITIONAL), name)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    climbs = name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]
    return climbs or stat.S_ISLNK(member.external_attr >> 16)


def _broken(message: str) -> ReadError:
    return ReadError(f"{message}; open the file in an office program and save it again", reason_code="broken_package")


def _bomb(message: str) -> ReadError:
    return ReadError(f"{message}; check where the file comes from", reason_code="zip_bomb")


def _bad_xml(message: str) -> ReadError:
    return ReadError(f"{message}; open the file in an office program and save it again", reason_code="bad_xml")
