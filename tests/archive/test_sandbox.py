"""What a process that reads documents may still do, tried out in one."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive import landlock, seccomp
from pipeline.archive.isolate import Worker, layers
from tests.archive.test_seccomp import number

LINUX = sys.platform.startswith("linux")
HAS_FILTER = LINUX and platform.machine() in ("x86_64", "aarch64")
needs_landlock = pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")
needs_filter = pytest.mark.skipif(not HAS_FILTER, reason="calls are known on x86_64 and aarch64")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker("tests.archive.child_targets:reach_out") as made:
        yield made


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "私人.txt"
    path.write_text("不得读取", encoding="utf-8")
    return path


@needs_landlock
@pytest.mark.parametrize("attempt", ["read", "overwrite", "write", "delete", "rename"])
def test_what_is_not_the_programs_is_out_of_reach(worker: Worker, secret: Path, attempt: str) -> None:
    assert worker.call(f"{attempt}:{secret}".encode()) == b"EACCES"
    assert secret.read_text(encoding="utf-8") == "不得读取"


@needs_landlock
@pytest.mark.parametrize("folder", ["/", "/etc", "~"])
def test_folders_of_people_and_of_the_machine_are_not_listed(worker: Worker, folder: str) -> None:
    assert worker.call(f"list:{Path(folder).expanduser()}".encode()) == b"EACCES"


@needs_landlock
def test_a_link_out_of_its_own_folder_leads_nowhere(worker: Worker, secret: Path) -> None:
    assert worker.call(f"link:{secret}".encode()) == b"done"
    assert worker.call(b"read:here") == b"EACCES"


@needs_landlock
def test_the_program_itself_is_read_and_not_changed(worker: Worker) -> None:
    assert worker.call(f"read:{seccomp.__file__}".encode()) == b"done"
    assert worker.call(f"overwrite:{seccomp.__file__}".encode()) == b"EACCES"


@pytest.mark.skipif(not LINUX, reason="limits on files are those of Linux")
def test_no_content_is_written_in_its_own_folder_either(worker: Worker) -> None:
    assert worker.call(b"folder:own") == b"done"
    assert worker.call(b"write:own") == b"EFBIG"


@needs_filter
@pytest.mark.parametrize("attempt", ["connect", "pair", "fork", "run:/bin/true", "kill:1", "chmod:/tmp", "touch:/tmp"])
def test_what_reaches_out_of_the_process_is_refused(worker: Worker, attempt: str) -> None:
    assert worker.call(attempt.encode()) == b"EPERM"


@needs_filter
@pytest.mark.parametrize("call", ["ptrace", "mount", "unshare", "bpf", "io_uring_setup", "process_vm_readv", "setns"])
def test_doors_of_the_kernel_are_shut(worker: Worker, call: str) -> None:
    assert worker.call(f"call:{number(call)}".encode()) == b"EPERM"


def test_what_holds_is_told_as_it_was_tried_out() -> None:
    held = layers()
    assert set(held) == {"no_new_privs", "file_size", "files", "network", "processes"}
    assert held["files"] is bool(landlock.version())
    assert held["network"] is held["processes"] is HAS_FILTER


@needs_landlock
@needs_filter
def test_another_program_runs_with_a_folder_and_without_a_network(tmp_path: Path, secret: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    script = (
        "cd own && echo kept > kept && cat kept;"
        f"cat '{secret}' || echo unread; echo x > '{tmp_path}/x' || echo unwritten;"
        "ls / > /dev/null || echo unlisted; test -w /tmp || echo told; (exec 3<>/dev/tcp/127.0.0.1/9) || echo alone"
    )
    command = [sys.executable, "-m", "pipeline.archive.sandbox", str(own), "100000", "/bin/bash", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, env=_paths(), capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["kept", "unread", "unwritten", "unlisted", "alone"], done.stderr


def _paths() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
