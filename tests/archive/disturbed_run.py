"""The program, disturbed at one of its steps: python -m tests.archive.disturbed_run SIGNAL KIND:NUMBER ARGUMENT...

A step is a statement of SQLite (its kind is its first word), or a file opened for writing, renamed or deleted, a folder
made or a process started (`KINDS`). The signal (KILL, INT, TERM) comes before the step of this number of its kind, `any`
for all kinds together; with 0 none comes. With FULL in its place the step finds the disk full, and so do those of its kind
behind it. Prints the number of steps of each kind as JSON.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sqlite3
import sys
from collections import Counter
from functools import partial
from typing import Any

from pipeline.cli import main

KINDS = ("os.rename", "os.remove", "os.mkdir", "subprocess.Popen", "open")
_WRITING = os.O_WRONLY | os.O_RDWR
FULL = "FULL"


class Disturbance:
    def __init__(self, signal_name: str, kind: str, at: int) -> None:
        self._signal_name, self._kind, self._at = signal_name, kind, at
        self.steps: Counter[str] = Counter()

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Runs at each event of the interpreter, in any thread."""
        if event in KINDS and (event != "open" or (isinstance(arguments[2], int) and arguments[2] & _WRITING)):
            self.step(event)

    def step(self, kind: str) -> None:
        for each in (kind, "any"):
            self.steps[each] += 1
            if each == self._kind and self._at:
                self._disturb(kind, self.steps[each] - self._at)

    def _disturb(self, kind: str, behind: int) -> None:
        """Behind is how many steps of the kind came since the one that was named."""
        if self._signal_name != FULL:
            if behind == 0:
                os.kill(os.getpid(), signal.Signals[f"SIG{self._signal_name}"])
        elif behind >= 0 and kind in KINDS:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        elif behind >= 0:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error


class Connection(sqlite3.Connection):
    """One whose statements are steps."""

    def execute(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
        disturbance.step(statement.split(maxsplit=1)[0])
        return super().execute(statement, *arguments)

    def executemany(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
        disturbance.step(statement.split(maxsplit=1)[0])
        return super().executemany(statement, *arguments)

    def commit(self) -> None:
        disturbance.step("COMMIT")
        super().commit()


if __name__ == "__main__":
    name, _, count = sys.argv.pop(2).partition(":")
    disturbance = Disturbance(sys.argv.pop(1), name, int(count))
    sqlite3.connect = partial(sqlite3.connect, factory=Connection)
    sys.addaudithook(disturbance.heard)
    try:
        main()
    finally:
        print(json.dumps(disturbance.steps))
