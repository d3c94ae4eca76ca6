"""Readers read damaged files or say why they do not; files that run away are kept in `held`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.archive.isolate import Limits, Worker
from tests.fuzz.campaign import outcome_of, run
from tests.fuzz.mutants import mutant
from tests.fuzz.seeds import READERS, seeds
from tests.made_office import needs_office

# Files at which a library runs away, which no check of ours foresees: the child's limits hold it.
HELD = sorted((Path(__file__).parent / "held").iterdir())
SLOW = {"image": 10, "office": 4}


@pytest.mark.parametrize(
    "reader", [pytest.param(each, marks=needs_office if each == "office" else ()) for each in READERS]
)
def test_damaged_files_are_read_or_refused(reader: str) -> None:
    done = run(reader, files=SLOW.get(reader, 60), seed=7, shared=False)
    assert [(each.file_name, each.what) for each in done.findings.values()] == []
    assert done.outcomes.total() == SLOW.get(reader, 60)


@pytest.mark.parametrize("path", HELD, ids=lambda path: path.name)
def test_a_file_at_which_a_library_runs_away_is_held_by_the_limits(path: Path) -> None:
    with Worker("tests.fuzz.targets:read_file", limits=Limits(seconds=5, memory=300 << 20)) as worker:
        assert outcome_of(worker, path.name, path.read_bytes()).startswith(("timeout", "memory"))
        assert outcome_of(worker, "通知.txt", "关于做好工作的通知".encode()) == "read"


@pytest.mark.parametrize("reader", READERS)
def test_the_same_seed_damages_the_same_way(reader: str) -> None:
    first, second = seeds(reader, shared=False), seeds(reader, shared=False)
    assert first == second
    assert {name.rpartition(".")[2] for name, _ in first} <= {ending[1:] for ending in READERS[reader].endings}
    made = [mutant(first[0][1], first[-1][1], random.Random(seed)) for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
