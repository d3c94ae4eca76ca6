"""The fonts and pictures that an OFD's document holds, each taken out of the file once."""

from __future__ import annotations

from pipeline.errors import ReadError
from pipeline.read.font_file import FontFile, read_font
from pipeline.read.ofd_package import OfdFile, Resources


class Media:
    """The fonts and pictures of one document; `resources` are what its pages name."""

    def __init__(self, file: OfdFile, resources: Resources) -> None:
        self._file, self.resources = file, resources
        self._parts: dict[str, bytes] = {}
        self._fonts: dict[str, FontFile | None] = {}

    def font(self, font_id: str) -> FontFile | None:
        """The font with the id, None where the file does not hold it or it cannot be drawn with.

        Raises: ReadError `zip_bomb`.
        """
        path = self.resources.font_files.get(font_id, "")
        if path not in self._fonts:
            self._fonts[path] = read_font(self.part(path))
        return self._fonts[path]

    def picture(self, resource_id: str) -> bytes:
        """The file of the picture with the id, empty where there is none.

        Raises: ReadError `zip_bomb`.
        """
        return self.part(self.resources.pictures.get(resource_id, ""))

    def part(self, path: str) -> bytes:
        """The content of a part of the file, empty where it is missing or damaged.

        Raises: ReadError `zip_bomb`.
        """
        if path not in self._parts:
            self._parts[path] = self._read(path) if path else b""
        return self._parts[path]

    def _read(self, path: str) -> bytes:
        try:
            return self._file.part(path)
        except ReadError as error:
            if error.reason_code != "broken_package":
                raise
            return b""
