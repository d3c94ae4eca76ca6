"""A child process as its parent holds it: asked over pipes, watched from outside, gone with its folder when it ends."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import psutil
import regex

from pipeline.archive import child, scratch

# What the kernel takes for: let the peak of the process's memory be what it has now. Source: proc(5), clear_refs.
_FORGET_PEAK = b"5"
_PEAK = "VmHWM:"
# The libraries that run the models of OCR. Matches `/site-packages/openvino/libs/libopenvino.so.2026`. Does not match
# `/home/openvino/lib/libc.so`.
_OCR = regex.compile(rb"/(?:libopenvino|onnxruntime_pybind)[^/\n]*\n")

# The kind and content of the child's frame; TOO_LONG without content; None where it ended without a frame.
Answer = tuple[bytes, bytes] | None
TOO_LONG = b"L"


class ChildProcess:
    """A running `pipeline.archive.child` with a temporary folder of its own; `arguments` are those of its `main`."""

    def __init__(self, arguments: Sequence[str]) -> None:
        with ExitStack() as folders:
            folder = folders.enter_context(scratch.folder())
            self._process = _start(arguments, str(folder))
            self._folders = folders.pop_all()

    def ask(self, request: bytes, *, longest: int) -> queue.SimpleQueue[Answer]:
        """Where the answer will come, of at most so many bytes."""
        answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        threading.Thread(target=_exchange, args=(self._process, request, longest, answers), daemon=True).start()
        return answers

    def lives(self) -> bool:
        return self._process.poll() is None

    def status(self) -> str:
        """How it ended: its exit code, or the number of the signal as a negative number."""
        try:
            return str(self._process.wait(timeout=1.0))
        except subprocess.TimeoutExpired:
            return "running"

    def memory(self) -> int:
        """Resident bytes now; 0 where it has ended."""
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def recognizes(self) -> bool:
        """Whether it has loaded a library for OCR; also where the system does not say what it has loaded."""
        try:
            return _OCR.search(Path(f"/proc/{self._process.pid}/maps").read_bytes()) is not None
        except OSError:
            return True

    def peak(self) -> int:
        """The most resident bytes since `forget_peak`, those of now where the system does not keep it."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            return self.memory()
        kept = next((line for line in status.splitlines() if line.startswith(_PEAK)), "")
        return int(kept.split()[1]) << 10 if kept else 0

    def forget_peak(self) -> None:
        """Begins to count the peak anew, where the system can."""
        try:
            Path(f"/proc/{self._process.pid}/clear_refs").write_bytes(_FORGET_PEAK)
        except OSError:
            # Another system than Linux, a kernel without it, or the child has just ended.
            return

    def end(self) -> None:
        """Ends the process at once and deletes its folder."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            _close(pipe)
        self._folders.close()


def environment(folder: str) -> dict[str, str]:
    """What a Python process of ours is started with: it finds the program where this one found it, writes no bytecode
    beside it, and has its temporary files in `folder`."""
    places = os.pathsep.join(os.path.abspath(place) for place in sys.path)  # noqa: PTH100
    own = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    return {**os.environ, **own, "PYTHONPATH": places, "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _start(arguments: Sequence[str], folder: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", child.__name__, *arguments],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(folder),
        start_new_session=True,
    )


def _exchange(
    process: subprocess.Popen[bytes], request: bytes, longest: int, answers: queue.SimpleQueue[Answer]
) -> None:
    """Runs in a thread: pipes that a stuck child does not empty or fill would hold up the watching."""
    assert process.stdin is not None and process.stdout is not None
    try:
        child.write_frame(process.stdin, child.REQUEST, request)
        answers.put(child.read_frame(process.stdout, longest))
    except OverflowError:
        answers.put((TOO_LONG, b""))
    except (OSError, ValueError):
        # The child is gone, or was killed in between.
        answers.put(None)


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        try:
            pipe.close()
        except OSError:
            # What was still to be written to a child that is gone.
            return
