"""The text of a notice with the amendments of the archive carried out, on a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.batch import run
from pipeline.compare.consolidation import Reason
from pipeline.consolidated import Consolidated, text_as_of, told
from pipeline.errors import StoreError

NUMBER = "示民规〔2020〕3号"
ISSUED = """# 示例市民政局文件

{number}

## 示例市民政局关于印发示例市助餐服务管理办法的通知

各区县民政局：

现将《示例市助餐服务管理办法》印发给你们，请遵照执行。

示例市民政局

{date}

## 示例市助餐服务管理办法

第一条 为了规范助餐服务，制定本办法。

第二条 区县民政局应当在收到申请后{days}内作出决定。

第三条 助餐机构应当具备下列条件：

（一）有固定场所；
{second}
第四条 本办法自印发之日起施行。
"""
AMENDING = """# 示例市民政局文件

示民规〔2022〕1号

## 示例市民政局关于修改《示例市助餐服务管理办法》的通知

各区县民政局：

经研究，决定对《示例市民政局关于印发示例市助餐服务管理办法的通知》（示民规〔2020〕3号）作如下修改：

一、将第二条中的“七日”修改为“五个工作日”。

二、删去第三条第（二）项。

三、将第九条修改为：“第九条 附则。”

本通知自2022年3月1日起施行。

示例市民政局

2022年2月10日
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("amended")
    old = ISSUED.format(number=NUMBER, date="2020年5月6日", days="七日", second="\n（二）有食品经营许可证。\n")
    new = ISSUED.format(number="示民规〔2022〕4号", date="2022年6月1日", days="五日", second="")
    for name, text in (("old", old), ("amending", AMENDING), ("anew", new)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    run([folder], folder / "out")
    return folder / "out"


def of_day(archive: Path, day: str) -> Consolidated:
    return text_as_of(archive, NUMBER, as_of=day)


def test_before_the_amendment_holds_the_text_is_the_first_one(archive: Path) -> None:
    before = of_day(archive, "2022-02-28")
    assert before.amended == () and "七日内" in before.text and "食品经营许可证" in before.text


def test_from_its_day_on_the_amendment_is_carried_out(archive: Path) -> None:
    after = of_day(archive, "2022-03-01")
    assert "五个工作日内" in after.text and "七日" not in after.text and "食品经营许可证" not in after.text
    (amended,) = after.amended
    assert [outcome.reason for outcome in amended.outcomes] == [None, None, Reason.NOT_FOUND]
    lines = list(told(after, "zh"))
    assert lines[0].endswith("3 条指令执行 2 条") and lines[1].endswith(": 第九条 附则。")


def test_it_is_held_against_the_text_that_was_published_anew(archive: Path) -> None:
    published = of_day(archive, "2022-12-31")
    assert published.published is not None and published.published.doc_number == "示民规〔2022〕4号"
    assert any("五个工作日" in each.consolidated and "五日" in each.published for each in published.differing)


def test_a_notice_that_is_not_there_says_so(archive: Path) -> None:
    with pytest.raises(StoreError) as raised:
        text_as_of(archive, "没有〔2020〕1号", as_of="")
    assert raised.value.reason_code == "no_such_notice"
