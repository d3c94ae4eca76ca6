"""What a title says: kind of document, issuers, payload."""

from __future__ import annotations

import pytest

from extractors import title


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        pytest.param("关于印发《工作办法（试行）》的通知", "通知", id="statutory"),
        pytest.param("支持企业若干措施（暂行）", "措施", id="other"),
        pytest.param("有关事项办理流程", "流程", id="procedure"),
        pytest.param("中华人民共和国监察法", "法", id="law"),
        pytest.param("中华人民共和国监察法实施办法", "办法", id="办法-of-a-law"),
        pytest.param("工作方法", "", id="方法-is-no-law"),
    ],
)
def test_the_kind_that_a_title_ends_with(written: str, kind: str) -> None:
    assert title.document_type(written) == kind


@pytest.mark.parametrize(
    ("part", "names"),
    [
        pytest.param("浙江保监局 浙江省司法厅", ["浙江保监局", "浙江省司法厅"], id="blank"),
        pytest.param("国务院办公厅、中央军委办公厅", ["国务院办公厅", "中央军委办公厅"], id="、"),
        pytest.param("海南省农业农村厅海南省财政厅", ["海南省农业农村厅", "海南省财政厅"], id="same-place"),
        pytest.param(
            "龙岩市工业和信息化局中共龙岩市委文明办龙岩市城市管理局",
            ["龙岩市工业和信息化局", "中共龙岩市委文明办", "龙岩市城市管理局"],
            id="中共",
        ),
        pytest.param(
            "国家林业和草原局农业农村部国家乡村振兴局",
            ["国家林业和草原局", "农业农村部", "国家乡村振兴局"],
            id="State-Council",
        ),
        pytest.param("市财政局市国税局市地税局", ["市财政局", "市国税局", "市地税局"], id="level-only"),
        pytest.param("国家税务总局浙江省税务局", ["国家税务总局浙江省税务局"], id="vertical-organ-is-one"),
        pytest.param(
            "江苏省财政厅国家税务总局江苏省税务局",
            ["江苏省财政厅", "国家税务总局江苏省税务局"],
            id="vertical-organ-second",
        ),
        pytest.param("郑州市人民政府办公厅", ["郑州市人民政府办公厅"], id="office-is-one"),
        pytest.param("", [], id="empty"),
    ],
)
def test_issuers_of_a_joint_notice(part: str, names: list[str]) -> None:
    assert [part[start:end] for start, end in title.issuers(part)] == names
