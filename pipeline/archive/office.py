"""Old office formats turned into DOCX (DOC, WPS, RTF, ODT) and XLSX (XLS, ET, ODS) by LibreOffice, in a limited process of its own.

1. LibreOffice sees copies in a temporary folder, with a profile of its own there; nothing else is written.
2. A batch takes one process, since its start costs most; a document that fails in a batch is tried once more alone.
3. A process that takes too long or too much memory, or for which nobody waits any more, is killed with all that it
   started.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from pipeline.archive import sandbox, scratch
from pipeline.archive.child_process import environment
from pipeline.errors import ReadError, StoreError
from pipeline.model.reading import SourceFormat

_WATCH_SECONDS = 0.05
_MAX_WRITTEN = 1 << 29
# What a new profile takes, and some documents.
_LEAST_FREE = 8 << 20
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# LibreOffice ends with this when it has made a new profile, and wants to be started again.
_START_AGAIN = 81
_STARTS = 2
_MISSING = (
    "expected LibreOffice to read a DOC, WPS, RTF, ODT, XLS, ET or ODS file, found none on this machine; install it "
    "(Debian: apt-get install libreoffice-writer libreoffice-calc) or save the file as DOCX or XLSX"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may take: seconds for a start and for each document, bytes of resident memory.

    `stopped` says, from any thread, that nobody waits for it any more.
    """

    start: float = 60.0
    document: float = 30.0
    memory: int = 2 << 30
    stopped: Callable[[], bool] = lambda: False


_LIMITS = Limits()


class StoppedError(Exception):
    """Nobody waits for the documents any more."""


_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_SHEET_STREAM = "Workbook".encode("utf-16-le")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_RTF_MARK = b"{\\rtf"
_OPEN_MARKS = {
    b"mimetypeapplication/vnd.oasis.opendocument.text": SourceFormat.ODT,
    b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet": SourceFormat.ODS,
}
# LibreOffice guesses a text file where it knows nothing better; the filter by name keeps it from that.
_FILTERS = {
    SourceFormat.DOC: "MS Word 97",
    SourceFormat.RTF: "Rich Text Format",
    SourceFormat.ODT: "writer8",
    SourceFormat.XLS: "MS Excel 97",
    SourceFormat.ODS: "calc8",
}
FORMATS = frozenset(_FILTERS)
_SHEETS = (SourceFormat.XLS, SourceFormat.ODS)
_TO_DOCX, _TO_XLSX = "docx:MS Word 2007 XML", "xlsx:Calc MS Excel 2007 XML"


def kind(data: bytes) -> SourceFormat | None:
    """The old office format that a file is in by its content, None for all else; a WPS file is a DOC, an ET file an XLS."""
    if data.startswith(_OLE_MARK):
        return _kind_of_ole(data)
    if data.startswith(_RTF_MARK):
        return SourceFormat.RTF
    return next((format_ for mark, format_ in _OPEN_MARKS.items() if mark in data[:128]), None)


def _kind_of_ole(data: bytes) -> SourceFormat | None:
    if _ENCRYPTED_STREAM in data:
        return None
    if _WORD_STREAM in data:
        return SourceFormat.DOC
    return SourceFormat.XLS if _SHEET_STREAM in data else None


def is_there() -> bool:
    """Whether this machine has LibreOffice."""
    return _program() is not None


def convert(documents: Mapping[str, bytes], *, limits: Limits = _LIMITS) -> dict[str, bytes | ReadError]:
    """Each document as DOCX or XLSX, by its key; in its place the error where it cannot be converted.

    The error's codes are `no_libreoffice`, `timeout`, `memory` and `unconvertible`.
    Raises: StoreError where the disk of temporary files is full; StoppedError by `limits.stopped`.
    """
    program = _program()
    if program is None:
        return {key: ReadError(_MISSING, reason_code="no_libreoffice") for key in documents}
    by_kind: dict[SourceFormat | None, dict[str, bytes]] = {}
    for key, data in documents.items():
        by_kind.setdefault(kind(data), {})[key] = data
    converted: dict[str, bytes | ReadError] = {}
    for format_, group in by_kind.items():
        converted.update(_converted(program, format_, group, limits))
    return {key: converted[key] for key in documents}


def _converted(
    program: str, format_: SourceFormat | None, documents: Mapping[str, bytes], limits: Limits
) -> dict[str, bytes | ReadError]:
    """Documents of one format; what the batch leaves out is tried once more alone."""
    if format_ is None:
        return {key: _unconvertible() for key in documents}
    made, error = _batch(program, format_, documents, limits)
    for key in documents.keys() - made.keys():
        alone: dict[str, bytes | ReadError] = {}
        # One that was alone may have been killed by somebody else.
        if len(documents) > 1 or error.reason_code == "unconvertible":
            alone, error = _batch(program, format_, {key: documents[key]}, limits)
        made[key] = alone.get(key, error)
    return made


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _batch(
    program: str, format_: SourceFormat, documents: Mapping[str, bytes], limits: Limits
) -> tuple[dict[str, bytes | ReadError], ReadError]:
    """What one process makes of the documents, and the error for those that it leaves out."""
    with _folder() as folder:
        ending = (_TO_XLSX if format_ in _SHEETS else _TO_DOCX).partition(":")[0]
        numbered = {f"{number:06}": key for number, key in enumerate(documents)}
        for number, key in numbered.items():
            (folder / f"{number}.{format_.value}").write_bytes(documents[key])
        error = _run(program, folder, format_, sorted(numbered), limits)
        found: dict[str, bytes | ReadError] = {}
        for number, key in numbered.items():
            made = folder / "out" / f"{number}.{ending}"
            if made.is_file() and made.stat().st_size:
                found[key] = made.read_bytes()
        if len(found) < len(documents):
            _check_room(folder)
        return found, error


@contextmanager
def _folder() -> Iterator[Path]:
    try:
        with scratch.folder() as folder:
            yield folder
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise _no_room() from error


def _check_room(folder: Path) -> None:
    """That nothing became of a document on a full disk says nothing of the document."""
    if shutil.disk_usage(folder).free < _LEAST_FREE:
        raise _no_room()


def _no_room() -> StoreError:
    return StoreError(
        f"{tempfile.gettempdir()}: expected room for the temporary files of LibreOffice, found that the disk is full or "
        "a quota reached; make room, or name a folder on another disk in TMPDIR, and run again: what was read is kept"
    )


def _run(program: str, folder: Path, format_: SourceFormat, numbers: list[str], limits: Limits) -> ReadError:
    """Runs LibreOffice over the numbered files; gives the error that holds for what it did not convert."""
    command = [
        *_confined(program, folder),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *(
            f"--infilter={_FILTERS[format_]}",
            "--convert-to",
            _TO_XLSX if format_ in _SHEETS else _TO_DOCX,
            "--outdir",
            str(folder / "out"),
        ),
        *(str(folder / f"{number}.{format_.value}") for number in numbers),
    ]
    for _ in range(_STARTS):
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            error = _watched(process, limits, len(numbers))
        finally:
            _kill(process)
        if process.returncode != _START_AGAIN:
            break
    return error


def _confined(program: str, folder: Path) -> list[str]:
    """LibreOffice itself behind the program that takes from it what it does not need.

    Its start script wants to write in the folder for all, so what it starts is started in its place; where that does not
    stand beside the script, the script is run as it is.
    """
    itself = Path(program).resolve().with_name("soffice.bin") if sys.platform.startswith("linux") else Path(program)
    if os.name != "posix" or not itself.is_file():
        return [program]
    return [sys.executable, "-m", sandbox.__name__, str(folder), str(_MAX_WRITTEN), str(itself)]


def _environment(folder: Path) -> dict[str, str]:
    """No home but the temporary folder, its socket there too; a proxy that leads nowhere, so that no linked picture is fetched."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
    ours = {name: value for name, value in environment(str(folder)).items() if name.startswith("PYTHON")}
    places = dict.fromkeys(("HOME", "TMPDIR", "OSL_SOCKET_PATH"), str(folder))
    return {**kept, **ours, **nowhere, **places, "SAL_USE_VCLPLUGIN": "svp"}


def _watched(process: subprocess.Popen[bytes], limits: Limits, documents: int) -> ReadError:
    end = time.monotonic() + limits.start + limits.document * documents
    while process.poll() is None:
        if limits.stopped():
            raise StoppedError
        if time.monotonic() >= end:
            return ReadError(
                "LibreOffice took longer than allowed; save the file as DOCX or XLSX", reason_code="timeout"
            )
        if _memory(process.pid) > limits.memory:
            return ReadError(
                f"LibreOffice took more than {limits.memory >> 20} MiB; save the file as DOCX or XLSX",
                reason_code="memory",
            )
        time.sleep(_WATCH_SECONDS)
    return _unconvertible()


def _unconvertible() -> ReadError:
    return ReadError(
        "expected a DOC, WPS, RTF, ODT, XLS, ET or ODS file, found one that LibreOffice cannot read (for tables it needs "
        "libreoffice-calc); open it in an office program and save it as DOCX or XLSX",
        reason_code="unconvertible",
    )


def _memory(pid: int) -> int:
    """The resident memory of a process and of all that it started."""
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return sum(member.memory_info().rss for member in family)
    except psutil.Error:
        return 0


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            # It ended by itself and took its group with it.
            process.poll()
    else:
        process.kill()
    process.wait()
