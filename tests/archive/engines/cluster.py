"""A dask cluster of processes on this machine, as `docs/cluster.md` starts one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from distributed import Client

ROOT = Path(__file__).resolve().parents[3]


@dataclass(slots=True)
class Cluster:
    """A scheduler and its workers, which stand in an empty folder; `environment` is theirs."""

    folder: Path
    environment: Mapping[str, str]
    port: int = field(default_factory=lambda: free_port())
    scheduler: list[subprocess.Popen[bytes]] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def start_scheduler(self) -> None:
        self.scheduler.append(self._started("scheduler", "--host", "127.0.0.1", "--port", str(self.port)))

    def start_worker(self, *options: str) -> None:
        self.workers.append(self._started("worker", self.address, "--nthreads", "1", *options))

    def wait(self, workers: int) -> None:
        with Client(self.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)

    def _started(self, *arguments: str) -> subprocess.Popen[bytes]:
        # The program is this checkout's; the work space is not the folder itself.
        environment = {**os.environ, **self.environment, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        for process in (*self.workers, *self.scheduler):
            kill(process)


@contextmanager
def cluster(
    folder: Path, *, workers: int, environment: Mapping[str, str] = {}, options: tuple[str, ...] = ()
) -> Iterator[Cluster]:
    """A cluster whose workers are there."""
    made = Cluster(folder, environment)
    try:
        made.start_scheduler()
        for _ in range(workers):
            made.start_worker(*options)
        made.wait(workers)
        yield made
    finally:
        made.stop()


def kill(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Kills a process and those that restart what it does, not the children that read; gives these."""
    if process.poll() is not None:
        return []
    family = descendants(process)
    readers = [each for each in family if "pipeline.archive.child" in " ".join(_command(each))]
    process.send_signal(signal.SIGKILL)
    for each in family:
        if each not in readers and each.is_running():
            each.kill()
    process.wait()
    return readers


def descendants(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
