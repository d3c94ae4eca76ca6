"""Children and workers that a document can kill, for tests of engines."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from pipeline.archive.isolate import Worker
from pipeline.run import answer

KILLS_CHILD, KILLS_WORKER = "此件结束子进程", "此件结束工作进程"


def answer_or_die(request: bytes) -> bytes:
    """Runs in a child: what a file comes to, unless it is one that kills the child."""
    if KILLS_CHILD.encode() in request:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer(request)


def mortal_worker(*, rules: Path | None = None) -> Worker:
    """A worker whose child can be killed, and which can be killed itself with the process that it stands in."""
    return _Mortal(f"{__name__}:answer_or_die", rules=rules)


class _Mortal(Worker):
    def call(self, request: bytes) -> bytes:
        if KILLS_WORKER.encode() in request:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().call(request)
