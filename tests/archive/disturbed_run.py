"""The program, disturbed at one of its steps: python -m tests.archive.disturbed_run SIGNAL KIND:NUMBER ARGUMENT...

A step is a statement of SQLite, or a file opened for writing, renamed or deleted, a folder made or a process started. The
signal (KILL, INT, TERM) comes before the step of this number of its kind (a name of `KINDS` or the first word of a
statement; `any` for all); with 0 none comes. Prints the number of steps of each kind as JSON where it comes to its end.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter
from typing import Any

from pipeline.cli import main

KINDS = ("os.rename", "os.remove", "os.mkdir", "subprocess.Popen", "open")
_connect = sqlite3.connect
_WRITING = os.O_WRONLY | os.O_RDWR


class Disturbance:
    def __init__(self, number: int, kind: str, at: int) -> None:
        self._number, self._kind, self._at = number, kind, at
        self.steps: Counter[str] = Counter()

    def heard(self, event: str, arguments: tuple[object, ...]) -> None:
        """Runs at each event of the interpreter."""
        if event == "open":
            flags = arguments[2]
            if isinstance(flags, int) and flags & _WRITING:
                self._step(event)
        elif event in KINDS:
            self._step(event)

    def connected(self, *arguments: Any, **options: Any) -> sqlite3.Connection:
        """As `sqlite3.connect`, with each statement as a step."""
        connection = _connect(*arguments, **options)
        connection.set_trace_callback(lambda statement: self._step(statement.split(maxsplit=1)[0]))
        return connection

    def _step(self, kind: str) -> None:
        for each in (kind, "any"):
            self.steps[each] += 1
            if (each, self.steps[each]) == (self._kind, self._at):
                self._strike()

    def _strike(self) -> None:
        if self._number == signal.SIGKILL:
            os.kill(os.getpid(), self._number)
        # SQLite swallows what is raised in a trace: the signal comes a moment later.
        threading.Thread(target=self._strike_soon, daemon=True).start()

    def _strike_soon(self) -> None:
        time.sleep(0.001)
        os.kill(os.getpid(), self._number)


if __name__ == "__main__":
    name, _, count = sys.argv.pop(2).partition(":")
    disturbance = Disturbance(signal.Signals[f"SIG{sys.argv.pop(1)}"], name, int(count))
    sqlite3.connect = disturbance.connected
    sys.addaudithook(disturbance.heard)
    try:
        main()
    finally:
        print(json.dumps(disturbance.steps))
