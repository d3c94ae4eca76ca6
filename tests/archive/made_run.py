"""Runs of the program for tests that disturb them: what to read, where to, and the bytes that must come out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.store import FILE_NAME
from pipeline.tabulate.spec import RUN_TABLES
from tests.archive.test_office import rtf

# At so many moments a run is disturbed in each long test: MOMENTS=50 python -m pytest tests/archive -m long
MOMENTS = int(os.environ.get("MOMENTS", "2"))
NOTICE = ("甲市财政局关于做好工作的通知", "各单位：", "一、制定方案。（责任单位：市财政局）")
WRITTEN = {FILE_NAME, "run.json", *(f"{name}.csv" for name in RUN_TABLES)}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of files to read, and the bytes of its tables and the steps of a run that nobody disturbed."""

    files: Path
    tables: dict[str, bytes]
    steps: dict[str, int]


@dataclass(slots=True)
class Run:
    """A run over `files` with an output folder and a folder of temporary files of its own in `base`."""

    files: Path
    base: Path
    workers: int = 1

    @property
    def output(self) -> Path:
        return self.base / "out"

    @property
    def temporary(self) -> Path:
        return self.base / "tmp"

    def start(
        self, signal_name: str = "KILL", step: str = "any:0", arguments: Sequence[str] = ()
    ) -> subprocess.Popen[str]:
        self.temporary.mkdir(parents=True, exist_ok=True)
        command = ["run", str(self.files), "-o", str(self.output), "--workers", str(self.workers), *arguments]
        return subprocess.Popen(
            [sys.executable, "-m", "tests.archive.disturbed_run", signal_name, step, "--lang", "en", *command],
            env={**os.environ, "TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def end(self, signal_name: str = "KILL", step: str = "any:0") -> tuple[int, str]:
        """Exit code and what was said."""
        process = self.start(signal_name, step)
        _, errors = process.communicate(timeout=600)
        return process.returncode, errors

    def tables(self) -> dict[str, bytes]:
        return {name: (self.output / f"{name}.csv").read_bytes() for name in RUN_TABLES}


def filled(folder: Path, corpus: Path) -> Path:
    """A folder of notices as files, in a zip, in a tar, as RTF; two of them are the same damaged PDF."""
    folder.mkdir()
    for name in (
        "示政发〔2022〕8号.md",
        "示国办发〔2023〕9号.html",
        "郑政文〔2021〕26号.docx",
        "郑政文〔2021〕26号.pdf",
    ):
        shutil.copy(corpus / name, folder)
    with zipfile.ZipFile(folder / "一.zip", "w") as packed:
        for name in ("示县政办发〔2023〕33号.txt", "示应急〔2022〕15号.txt"):
            packed.write(corpus / name, f"附件/{name}")
    with tarfile.open(folder / "二.tar.gz", "w:gz") as packed_too:
        for name in ("示发改农经〔2022〕210号.txt", "示政发〔2022〕8号.md"):
            packed_too.add(corpus / name, name)
    (folder / "通知.rtf").write_bytes(rtf(*NOTICE))
    for name in ("坏.pdf", "坏（副本）.pdf"):
        (folder / name).write_bytes((corpus / "郑政文〔2021〕26号.pdf").read_bytes()[:3_000])
    return folder


def undisturbed(files: Path, base: Path) -> Place:
    run = Run(files, base)
    process = run.start()
    printed, errors = process.communicate(timeout=600)
    assert process.returncode in (0, 3), errors
    return Place(files, run.tables(), json.loads(printed))


def left_behind(run: Run) -> list[str]:
    """Files and folders that are no result."""
    return [*sorted({each.name for each in run.output.iterdir()} - WRITTEN), *map(str, run.temporary.iterdir())]


def check_that_it_goes_on(run: Run, calm: Place) -> None:
    """A plain second run comes to the tables of an undisturbed one, and leaves nothing behind."""
    code, errors = run.end()
    assert code == 3, errors
    assert run.tables() == calm.tables
    assert left_behind(run) == []
