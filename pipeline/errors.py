"""The errors that the program raises on purpose."""

from __future__ import annotations


class NoticeError(Exception):
    """Base of all errors raised on purpose: `reason_code` for tables, the message for people.

    The message says what was expected, what was found, where, and what to do.
    """

    reason_code = "error"

    def __init__(self, message: str, *, reason_code: str | None = None) -> None:
        super().__init__(message)
        if reason_code is not None:
            self.reason_code = reason_code


class ReadError(NoticeError):
    """A file cannot be read: broken, encrypted, empty, or of a format that is not read; `attempts` is how often it was
    tried."""

    reason_code = "unreadable"
    attempts = 1


class EvidenceError(NoticeError):
    """A row's evidence is not what its span says in the stored text."""

    reason_code = "evidence_mismatch"


class StoreError(NoticeError):
    """The store of an archive cannot be used: made by a newer program, no store at all, no room to write."""

    reason_code = "store"


def missing(extra: str, error: ImportError) -> NoticeError:
    """The error of an optional package that is not installed; `extra` is the one of pyproject.toml that brings it."""
    message = f"expected the packages of duban[{extra}], found: {error}; install them with pip install 'duban[{extra}]'"
    return NoticeError(message, reason_code="missing_package")
