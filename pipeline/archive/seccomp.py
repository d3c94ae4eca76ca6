"""Seccomp: the calls that the kernel refuses this process, its threads and all that it starts from now on.

`system_calls.tsv` lists what is refused, not what is allowed: libraries call what they like from one version to the next,
and a call that is refused by mistake would cost documents. Refused is what reaches out of the process. (Source: seccomp(2).)
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

# The machines whose calls are known: the column of `system_calls.tsv`, and how the kernel marks them.
_MACHINES = {
    "x86_64": ("x86_64", 0xC000_003E),
    "aarch64": ("generic", 0xC000_00B7),
    "loongarch64": ("generic", 0xC000_0102),
    "riscv64": ("generic", 0xC000_00F3),
}
# On x86_64 numbers from here on are those of a second table of calls.
_SECOND_TABLE = 0x4000_0000

_AF_UNIX = 1
_CLONE_THREAD = 0x0001_0000
_CLONE_NEW = 0x7E02_0000
# Which argument says what is asked about a file, and the value that asks whether it may be written.
_ASKING = {"access": 1, "faccessat": 2}
_WRITABLE = 2

_LOAD, _EQUAL, _AT_LEAST, _ANY_OF, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF_0000, 0x0005_0000
_SET_SECCOMP, _FILTER = 22, 2

# An operation: its code, how far to jump where it is true and where not, its operand.
Operation = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the kernel with its number on a machine; `refused` is `always`, `alone` or `by_argument`."""

    name: str
    number: int
    refused: str


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("operations", ctypes.c_char_p))


def refuse(*, alone: bool) -> bool:
    """Whether the kernel refuses this process from now on what a reader of documents does not need.

    `alone`: it can start no process, have no socket, send no signal to others and change no rights and times of files;
    else all this but for sockets of the network. `no_new_privs` has to be set before.
    """
    machine = platform.machine()
    if not sys.platform.startswith("linux") or machine not in _MACHINES:
        return False
    packed = b"".join(struct.pack("=HBBI", *each) for each in program(machine, os.getpid() if alone else None))
    wanted = _Program(len(packed) // 8, packed)
    library = ctypes.CDLL(None, use_errno=True)
    return int(library.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(wanted), 0, 0)) == 0


def program(machine: str, own: int | None) -> list[Operation]:
    """The filter for a machine (x86_64, aarch64, …) as the kernel runs it; `own` is the process that is to stay alone."""
    made = [(_LOAD, 0, 0, _MACHINE_AT), (_EQUAL, 1, 0, _MACHINES[machine][1]), _answer(errno.EPERM)]
    made += [(_LOAD, 0, 0, _NUMBER_AT), (_AT_LEAST, 0, 1, _SECOND_TABLE), _answer(errno.EPERM)]
    for call in calls(machine):
        checks = _checks(call, own)
        if checks:
            made += [(_EQUAL, 0, len(checks), call.number), *checks]
    return [*made, (_RETURN, 0, 0, _ALLOW)]


def calls(machine: str) -> Iterator[Call]:
    """The calls of `system_calls.tsv` that a machine has."""
    column = _MACHINES[machine][0]
    text = (resources.files("pipeline.archive") / "system_calls.tsv").read_text(encoding="utf-8")
    head, *rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        if cells[column]:
            yield Call(cells["call"], int(cells[column]), cells["refused"])


def _checks(call: Call, own: int | None) -> list[Operation]:
    """What the filter does where the call is made, ending in an answer; nothing where it is allowed."""
    if call.refused == "by_argument":
        return _by_argument(call.name, own)
    return [_answer(errno.EPERM)] if call.refused == "always" or own is not None else []


def _by_argument(name: str, own: int | None) -> list[Operation]:
    allowed, refused = _answer(), _answer(errno.EPERM)
    if name == "clone3":
        # Its flags cannot be seen; where it is missing the C library falls back to clone.
        return [_answer(errno.ENOSYS)]
    if name == "clone":
        if own is None:
            return _if(_ANY_OF, _CLONE_NEW, refused, allowed)
        return _if(_ANY_OF, _CLONE_THREAD, allowed, refused)
    if name == "socket":
        return _if(_EQUAL, _AF_UNIX, allowed, refused) if own is None else [refused]
    if name in _ASKING:
        return _if(_EQUAL, _WRITABLE, refused, allowed, argument=_ASKING[name]) if own is None else []
    # Signals: a library that gives up ends its own process by one.
    return [] if own is None else _if(_EQUAL, own, allowed, refused)


def _if(test: int, value: int, then: Operation, otherwise: Operation, *, argument: int = 0) -> list[Operation]:
    """The answer by one argument of a call."""
    return [(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument), (test, 0, 1, value), then, otherwise]


def _answer(error: int = 0) -> Operation:
    return (_RETURN, 0, 0, _REFUSE | error if error else _ALLOW)
