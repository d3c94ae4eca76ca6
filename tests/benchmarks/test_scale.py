"""The measuring of runs over made archives."""

from __future__ import annotations

from pathlib import Path

from benchmarks.scale import again, measure
from pipeline.archive.content import checked, opened, pack
from pipeline.run import interpret
from pipeline.tabulate import evidence

TEXT = """郑州市人民政府关于加强节水工作的通知

郑政〔2021〕100026号

各区县（市）人民政府：
根据《郑州市人民政府关于印发节水办法的通知》（郑政〔2020〕100003号），现就有关事项通知如下。
一、制定节水方案。（牵头单位：市水利局。完成时限：2021年4月10日前）

郑州市人民政府
2021年3月5日
"""


def test_a_content_that_is_made_again_has_other_ids_and_the_same_offsets() -> None:
    data = pack(interpret(TEXT.encode(), "a.md"))
    first, other = opened(checked(data)), opened(checked(again(data, 2, 1000)))
    assert first.rows is not None and other.rows is not None
    assert "郑政〔2021〕102026号" in other.text and "郑政〔2020〕102003号" in other.text
    assert (other.rows["notices"][0]["doc_serial"], other.key.endswith(".md")) == (102026, True)
    assert set(checked(data).ids).isdisjoint(checked(again(data, 2, 1000)).ids)
    for name in evidence.QUOTING:
        assert evidence.check_rows(name, other.rows[name], other.text, "a.md") == len(first.rows[name])
    assert {row["task_id"] for row in other.rows["assignments"]} == {row["task_id"] for row in other.rows["tasks"]}


def test_a_run_is_measured_with_its_store(corpus: Path, tmp_path: Path) -> None:
    found = measure(corpus / "示应急〔2022〕15号.txt", tmp_path, 1)
    assert (found.notices, found.workers) == (1, 1)
    assert found.store == sum(file.stat().st_size for file in tmp_path.glob("duban.sqlite*"))
    assert found.peak > 1 << 20 and found.children > 0
