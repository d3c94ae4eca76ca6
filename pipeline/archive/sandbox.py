"""What a process that reads documents may still do: each layer is applied where the system has it, none is required.

1. no_new_privs: what it starts gets no rights that it has not.
2. Limits of the system: no core dumps, files up to a size, few open files, processor time.
3. Landlock: reads the interpreter, the program, libraries and fonts; writes in its own folder; no TCP, no signal outside.
4. Seccomp: no sockets, no tracing, no mounts, no other door of the kernel; a reader starts no process either.
"""

from __future__ import annotations

import ctypes
import os
import site
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from pipeline.archive import landlock, seccomp

_SET_NO_NEW_PRIVS = 38
_MAX_OPEN_FILES = 256
# Where Linux keeps libraries, fonts and what they are set up by; what stands in a home is not among them.
_OF_THE_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/bin", "/nix/store", "/gnu/store"),
    *(
        "/etc/ld.so.cache",
        "/etc/ld.so.conf",
        "/etc/localtime",
        "/etc/fonts",
        "/etc/alternatives",
        "/var/cache/fontconfig",
    ),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems", "/proc/sys", "/sys/devices"),
    *("/sys/fs/cgroup", "/dev/random", "/dev/urandom", "/dev/zero"),
)
# What office programs are set up by, and how they find the name of who runs them and one another.
_OF_OFFICE = (
    "/etc/libreoffice",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
    "/etc/nsswitch.conf",
    "/etc/passwd",
    "/etc/group",
    "/etc/papersize",
    "/etc/locale.alias",
    "/proc",
)
_FONTS_AT_HOME = ("~/.fonts", "~/.local/share/fonts")
_SINK = Path(os.devnull)
# Where libraries are looked for before the system's places.
_LIBRARY_PATH = "LD_LIBRARY_PATH"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a process may have: `folder` is its own, `file_size` the bytes of a file that it writes, `readable` what it
    reads beside the system's and the program's; `alone` says that it starts and reaches no other process."""

    folder: Path
    file_size: int
    readable: tuple[Path, ...] = ()
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Layers:
    """What holds for a process, as it was tried out in it: it gets no new rights, writes no large files, uses no files but
    those it may, has no network, starts no process."""

    no_new_privs: bool
    file_size: bool
    files: bool
    network: bool
    processes: bool


def confine(allowance: Allowance) -> None:
    """Takes from this process, and from all that it starts, what it is not allowed; to be called before threads start."""
    _limit(allowance.file_size)
    if sys.platform.startswith("linux") and _no_new_privs():
        readable = (*program_places(), *_system_places(), *allowance.readable)
        # LibreOffice puts its socket into its own folder only where the filter tells it that it cannot write elsewhere.
        if seccomp.refuse(alone=allowance.alone) or allowance.alone:
            landlock.restrict(readable=readable, writable=(allowance.folder, _SINK))


def limit_processor(seconds: float) -> None:
    """Ends this process when it has worked for so long from now on; the second line where nobody watches it any more."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (end if hard == resource.RLIM_INFINITY else min(end, hard), hard))


def tried() -> Layers:
    """What holds for this process: each is tried, none is taken from what was asked for."""
    return Layers(
        no_new_privs=_has_no_new_privs(),
        file_size=_files_are_limited(),
        files=not _lists(Path("/")),
        network=not _opens_a_socket(),
        processes=not _starts_a_process(),
    )


def program_places() -> Iterator[Path]:
    """Where the interpreter, the libraries and this program stand."""
    yield from map(Path, {sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values()})
    yield from map(Path, (*site.getsitepackages(), site.getusersitepackages(), sys.executable))
    # Imported now: the folder that they stand in may not be listed later.
    for name in ("pipeline", "extractors"):
        yield from map(Path, import_module(name).__path__)


def _system_places() -> Iterator[Path]:
    yield from map(Path, _OF_THE_SYSTEM)
    yield from (Path(name).expanduser() for name in _FONTS_AT_HOME)
    yield from (Path(name) for name in os.environ.get(_LIBRARY_PATH, "").split(os.pathsep) if name)


def _limit(file_size: int) -> None:
    """The limits of the system, where it has such limits."""
    try:
        import resource
    except ImportError:
        return
    wanted = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_NOFILE, _MAX_OPEN_FILES),
    )
    for kind, most in wanted:
        _, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


def _no_new_privs() -> bool:
    return int(ctypes.CDLL(None, use_errno=True).prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) == 0


def _has_no_new_privs() -> bool:
    try:
        return "NoNewPrivs:\t1" in Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False


def _files_are_limited() -> bool:
    try:
        import resource
    except ImportError:
        return False
    return resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY


def _lists(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except OSError:
        return False


def _opens_a_socket() -> bool:
    import socket

    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    except OSError:
        return False
    return True


def _starts_a_process() -> bool:
    import subprocess

    try:
        subprocess.run([sys.executable, "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return True


def main(folder: str, file_size: str, program: str, *arguments: str) -> None:
    """Becomes another program that may write in `folder` alone and has no network."""
    readable = (Path(program).resolve().parent.parent, *map(Path, _OF_OFFICE))
    confine(Allowance(Path(folder), int(file_size), readable, alone=False))
    others = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    os.execve(program, [program, *arguments], others)


if __name__ == "__main__":
    main(*sys.argv[1:])
