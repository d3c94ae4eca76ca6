"""What isolation costs, and what files cost their reader: python -m benchmarks.isolation DIR

First the start of a child, with what confining it takes of that, and a call that does nothing; then the files of DIR that
took most memory and most time, each read in a child.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.archive.isolate import Cost, Worker, read_isolated, reading_worker
from pipeline.errors import ReadError

_TIMES, _CALLS, _SHOWN = 20, 1_000, 8
_TARGET = "benchmarks.isolation:echo"
_CONFINING = (
    "import time; from pathlib import Path; from pipeline.archive.sandbox import Allowance, confine;"
    "start = time.process_time(); confine(Allowance(Path.cwd(), 0)); print(time.process_time() - start)"
)


def main() -> None:
    print(f"start of a child, with its first answer: {1000 * _median(_start):.0f} ms")
    print(f"of which confining it: {1000 * _median(_confining):.1f} ms of processor time")
    print(f"a call that does nothing: {1000 * _call():.2f} ms")
    costs = _costs(Path(sys.argv[1]))
    for what, key in (("memory", lambda cost: cost.memory), ("time", lambda cost: cost.seconds)):
        print(f"\nmost {what} of {len(costs)} files")
        for name, cost in sorted(costs.items(), key=lambda item: key(item[1]), reverse=True)[:_SHOWN]:
            print(f"{cost.memory >> 20:6} MiB {cost.seconds:7.2f} s {cost.attempts:2} x  {name}")


def echo(request: bytes) -> bytes:
    """Runs in the child: nothing."""
    return request


def _median(measured: Callable[[], float]) -> float:
    return statistics.median(measured() for _ in range(_TIMES))


def _start() -> float:
    start = time.perf_counter()
    with Worker(_TARGET) as worker:
        worker.call(b"")
        return time.perf_counter() - start


def _confining() -> float:
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
        done = subprocess.run(
            [sys.executable, "-c", _CONFINING], cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        return float(done.stdout)


def _call() -> float:
    with Worker(_TARGET) as worker:
        worker.call(b"")
        start = time.perf_counter()
        for _ in range(_CALLS):
            worker.call(b"")
        return (time.perf_counter() - start) / _CALLS


def _costs(folder: Path) -> dict[str, Cost]:
    costs = {}
    with reading_worker() as worker:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            try:
                read_isolated(path.read_bytes(), path.name, worker=worker)
            except ReadError as error:
                del error
            costs[path.relative_to(folder).as_posix()] = worker.cost
    return costs


if __name__ == "__main__":
    main()
