"""Calls of PDFium that are made once for each character or object of a page: several times faster than by typed pointers."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium


@cache
def fast(name: str, *arguments: Any) -> Callable[..., int]:
    """The function of PDFium that is so named, taking addresses as numbers; `arguments` are its ctypes."""
    found: Callable[..., int] = ctypes.CFUNCTYPE(ctypes.c_int, *arguments)(address(getattr(pdfium, name)))
    return found


def address(handle: Any) -> int:
    """Where the object or function stands in memory; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
