"""Documents in the formats of other office programs, made for tests by conversion with LibreOffice."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.archive import office

needs_office = pytest.mark.skipif(not office.is_there(), reason="LibreOffice is not on this machine")
# How LibreOffice calls what it writes, by the ending of its files.
_WRITERS = {
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "odt": "odt:writer8",
    "xls": "xls:MS Excel 97",
    "ods": "ods:calc8",
}


def converted(documents: Mapping[str, bytes], source: str, target: str) -> dict[str, bytes]:
    """Documents with the ending `source` as files with the ending `target`, by their keys."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{number}.{source}" for number in range(len(documents))]
        for path, data in zip(paths, documents.values(), strict=True):
            path.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            _WRITERS[target],
            "--outdir",
            name,
            *map(str, paths),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return {key: path.with_suffix(f".{target}").read_bytes() for key, path in zip(documents, paths, strict=True)}
