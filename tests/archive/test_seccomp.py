"""The filter answers as it should on machines of all kinds, run here as the kernel runs it."""

from __future__ import annotations

import errno
import platform
import re
from pathlib import Path

import pytest

from pipeline.archive.seccomp import Operation, calls, program

MARKS = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7, "loongarch64": 0xC0000102, "riscv64": 0xC00000F3}
HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
READER = 4711


def number(call: str, machine: str = platform.machine()) -> int:
    return next(each.number for each in calls(machine) if each.name == call)


def answer(operations: list[Operation], asked: int, *arguments: int, mark: int) -> int:
    """The error that the filter gives for a call, 0 where it lets it pass."""
    words = {0: asked, 4: mark} | {16 + 8 * place: value for place, value in enumerate(arguments)}
    at = held = 0
    while True:
        code, if_true, if_not, operand = operations[at]
        at += 1
        if code == 0x06:
            return operand & 0xFFFF if operand >> 16 == 5 else 0
        if code == 0x20:
            held = words.get(operand, 0)
        else:
            holds = {0x15: held == operand, 0x35: held >= operand, 0x45: bool(held & operand)}[code]
            at += if_true if holds else if_not


ANSWERS = [
    pytest.param("ptrace", (), errno.EPERM, errno.EPERM, id="tracing"),
    pytest.param("mount", (), errno.EPERM, errno.EPERM, id="mounts"),
    pytest.param("clone3", (), errno.ENOSYS, errno.ENOSYS, id="flags_unseen"),
    pytest.param("clone", (0x3D0F00,), 0, 0, id="a_thread"),
    pytest.param("clone", (0x11,), errno.EPERM, 0, id="a_process"),
    pytest.param("clone", (0x10000011,), errno.EPERM, errno.EPERM, id="a_namespace"),
    pytest.param("execve", (), errno.EPERM, 0, id="another_program"),
    pytest.param("socket", (2,), errno.EPERM, errno.EPERM, id="the_network"),
    pytest.param("socket", (1,), errno.EPERM, 0, id="this_machine"),
    pytest.param("kill", (READER,), 0, 0, id="itself"),
    pytest.param("kill", (1,), errno.EPERM, 0, id="others"),
    pytest.param("fchmod", (3,), errno.EPERM, 0, id="rights"),
    pytest.param("faccessat", (0, 0, 2), 0, errno.EPERM, id="whether_it_may_be_written"),
    pytest.param("faccessat", (0, 0, 4), 0, 0, id="whether_it_may_be_read"),
]


@pytest.mark.parametrize("machine", MARKS)
@pytest.mark.parametrize(("call", "arguments", "alone", "office"), ANSWERS)
def test_a_call_is_answered(machine: str, call: str, arguments: tuple[int, ...], alone: int, office: int) -> None:
    asked = number(call, machine)
    found = [answer(program(machine, own), asked, *arguments, mark=MARKS[machine]) for own in (READER, None)]
    assert found == [alone, office]


@pytest.mark.parametrize("machine", MARKS)
def test_all_else_passes_but_in_another_machines_words(machine: str) -> None:
    operations, read, past_all = program(machine, READER), 63, 500
    assert answer(operations, read, mark=MARKS[machine]) == answer(operations, past_all, mark=MARKS[machine]) == 0
    assert answer(operations, read, mark=0x40000003) == errno.EPERM
    assert answer(operations, read | 0x40000000, mark=MARKS[machine]) == errno.EPERM


@pytest.mark.parametrize("machine", HEADERS)
def test_the_numbers_are_those_of_the_kernel(machine: str) -> None:
    if not HEADERS[machine].exists():
        pytest.skip("the kernel's headers are not on this machine")
    text = HEADERS[machine].read_text(encoding="utf-8")
    known = {name: int(value) for name, value in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    assert [call for call in calls(machine) if known.get(call.name, call.number) != call.number] == []
    assert sum(call.name in known for call in calls(machine)) > 70
