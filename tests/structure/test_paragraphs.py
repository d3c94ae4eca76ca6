"""Lines of a page joined into paragraphs by how they stand on it."""

from __future__ import annotations

import pytest

from pipeline.model.reading import Line, Reading, SourceFormat
from pipeline.structure import build


def page_line(text: str, indent: float, width: float) -> Line:
    return Line(text, indent=indent, width=width, size=10.5)


BODY = [
    page_line("海南省农业农村厅海南省财政厅关于印发补贴实施方案的通知", 60.0, 0.6),
    page_line("各市县农业农村局：", 0.3, 0.3),
    page_line("现将实施方案印发给你们，请遵照执行。", 21.8, 0.6),
]


@pytest.mark.parametrize(
    ("annexes", "joined"),
    [
        pytest.param(
            [("附件：2024—2026年海南省农机购置与应用补贴机具种类范", 21.8), ("围", 53.8)],
            ["附件：2024—2026年海南省农机购置与应用补贴机具种类范围"],
            id="under_the_name",
        ),
        pytest.param(
            [("附件：1.海南省农机购置与应用补贴机具种类", 21.8), ("范围", 66.0), ("2.操作程序", 53.8)],
            ["附件：1.海南省农机购置与应用补贴机具种类范围", "2.操作程序"],
            id="under_a_numbered_name",
        ),
        pytest.param(
            [("附件：补贴机具种类范围", 21.8), ("海南省农业农村厅", 60.0)],
            ["附件：补贴机具种类范围", "海南省农业农村厅"],
            id="signature",
        ),
        pytest.param(
            [("附件：补贴机具种类范围", 21.8), ("请遵照执行", 21.8)],
            ["附件：补贴机具种类范围", "请遵照执行"],
            id="as_far_in_as_the_word",
        ),
    ],
)
def test_an_annex_name_goes_on_below_itself(annexes: list[tuple[str, float]], joined: list[str]) -> None:
    lines = [*BODY, *(page_line(text, indent, 0.5) for text, indent in annexes)]
    assert build(Reading(SourceFormat.PDF, tuple(lines), 1)).text.splitlines()[3:] == joined
