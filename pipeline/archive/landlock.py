"""Landlock: the files that this process, its threads and all that it starts may use from now on, nothing else.

The kernel holds the rules from Linux 5.13 on; later kernels hold more of them (Source: landlock(7)).
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

# The numbers are the same on all machines.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEVICE = 1 << 14, 1 << 15
# All rights on files by the kernel's version of Landlock; each has those before it.
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_READING = _EXECUTE | _READ_FILE | _READ_DIR
# From these versions on: TCP bound and connected; abstract sockets and signals outside.
_NETWORK_FROM, _NETWORK = 4, 0b11
_SCOPES_FROM, _SCOPES = 6, 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """The kernel's version of Landlock, 0 where it has none or it is switched off."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, _call(_CREATE_RULESET, None, 0, _VERSION_FLAG))


def restrict(*, readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """Whether this process is held to these files and folders from now on, and to no TCP where the kernel can do so.

    What is not there is left out. `no_new_privs` has to be set before. What is open stays open.
    """
    held = version()
    if not held:
        return False
    rights = next(_RIGHTS[each] for each in sorted(_RIGHTS, reverse=True) if each <= held)
    ruleset = _ruleset(held, rights)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow(ruleset, path, _READING & rights)
        for path in writable:
            _allow(ruleset, path, rights & ~_EXECUTE)
        return _call(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _ruleset(held: int, rights: int) -> int:
    """The descriptor of an empty set of rules; the kernel of an old version takes a shorter structure."""
    network = _NETWORK if held >= _NETWORK_FROM else 0
    scoped = _SCOPES if held >= _SCOPES_FROM else 0
    attributes = _Ruleset(rights, network, scoped)
    size = 24 if scoped else 16 if network else 8
    return _call(_CREATE_RULESET, ctypes.byref(attributes), size, 0)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(parent).st_mode):
            rights &= _OF_FILES
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(_Beneath(rights, parent)), 0)
    finally:
        os.close(parent)


def _call(number: int, *arguments: object) -> int:
    """The kernel's answer, -1 where it refuses."""
    wide = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *wide))
