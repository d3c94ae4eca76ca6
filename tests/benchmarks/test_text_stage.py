"""The measuring of the text stage gives what it says; its figure is no test's matter: machines differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.text_stage import STAGES, Timing, main, measure


def test_a_timing_is_scaled_to_5000_characters() -> None:
    assert Timing("a.txt", 2_500, (1.0, 2.0, 3.0)).scaled == 12.0


def test_each_notice_that_can_be_read_is_measured(corpus: Path, tmp_path: Path) -> None:
    name = "示政发〔2022〕8号.md"
    (tmp_path / name).write_bytes((corpus / name).read_bytes())
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7\n damaged")
    (tmp_path / "短.txt").write_text("关于开展检查的通知\n", encoding="utf-8")
    (timing,) = measure(tmp_path)
    assert timing.name == name and len(timing.stages) == len(STAGES)
    assert all(stage > 0 for stage in timing.stages)


def test_the_figures_of_each_stage_are_printed(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "示政发〔2022〕8号.md"
    (tmp_path / name).write_bytes((corpus / name).read_bytes())
    assert main([tmp_path]) in (0, 1)
    printed = capsys.readouterr().out
    assert all(stage in printed for stage in (*STAGES, name))
