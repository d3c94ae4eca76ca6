"""How jobs are put into shards."""

from __future__ import annotations

import pytest

from pipeline.archive.engines.job import Job
from pipeline.archive.engines.shards import MOST_FILES, Shard, shards
from pipeline.archive.place import Place
from pipeline.model.reading import Ocr


def jobs(number: int, size: int = 1, data: bytes | None = None) -> list[Job]:
    return [Job(Place(f"/{each}.md", "", size, 1), f"{each}.md", "", Ocr.AUTO, data=data) for each in range(number)]


@pytest.mark.parametrize(
    ("number", "threads", "sizes"),
    [
        pytest.param(0, 2, [], id="nothing"),
        pytest.param(5, 4, [2, 2, 1], id="few files spread over the threads"),
        pytest.param(20, 1, [2, 2, 4, 4, 8], id="shards double"),
    ],
)
def test_shards_are_small_at_first(number: int, threads: int, sizes: list[int]) -> None:
    assert [len(shard.jobs) for shard in shards(jobs(number), threads)] == sizes


def test_all_jobs_go_in_order_in_shards_of_bounded_size() -> None:
    given = jobs(9_000)
    made = list(shards(given, 2))
    assert [job for shard in made for job in shard.jobs] == given
    assert max(len(shard.jobs) for shard in made) == MOST_FILES


def test_large_files_make_small_shards() -> None:
    assert [len(shard.jobs) for shard in shards(jobs(200, size=20 << 20), 1)][-5:] == [2] * 5


def test_a_shard_is_cut_into_up_to_eight_parts_of_all_its_jobs() -> None:
    shard = Shard(tuple(jobs(20)))
    assert [len(part.jobs) for part in shard.parts()] == [3, 3, 3, 3, 3, 3, 2]
    assert tuple(job for part in shard.parts() for job in part.jobs) == shard.jobs


def test_what_travels_is_what_jobs_carry() -> None:
    assert Shard((*jobs(2, data=b"abc"), *jobs(2))).carried == 6
