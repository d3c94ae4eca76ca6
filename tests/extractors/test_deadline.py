"""Time limits: what they mean, and what is none. Limits stand between ⟨ and ⟩."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import deadline, deadline_event, duration, period, recurrence, rules
from extractors.deadline import TimeLimit
from extractors.kinds import Calendar, DeadlineKind, Precision
from extractors.match import Match

SIGNED = date(2021, 3, 5)
ISSUED = date(2021, 3, 8)


def find(text: str, *, stated: bool = False) -> list[Match[TimeLimit]]:
    return deadline.find(text, reference_date=SIGNED, issued_date=ISSUED, stated=stated)


def marked(text: str, *, stated: bool = False) -> str:
    for match in reversed(find(text, stated=stated)):
        text = f"{text[: match.start]}⟨{match.text}⟩{text[match.end :]}"
    return text


@pytest.mark.parametrize(
    ("text", "due", "precision"),
    [
        pytest.param("2021年3月10日前", date(2021, 3, 10), Precision.DAY, id="day"),
        pytest.param("2021年 4 月\n10 日前", date(2021, 4, 10), Precision.DAY, id="blanks-and-line-break"),
        pytest.param("2021年5月22日（星期六）前", date(2021, 5, 22), Precision.DAY, id="weekday-in-bracket"),
        pytest.param("3月25日下午17:00前", date(2021, 3, 25), Precision.DAY, id="hour"),
        pytest.param("2018年5月11日内报送", None, None, id="past-is-none"),
        pytest.param("2021年5月11日内报送", date(2021, 5, 11), Precision.DAY, id="within-the-day"),
        pytest.param("务必于3月20日报送", date(2021, 3, 20), Precision.DAY, id="on-the-day"),
        pytest.param("不迟于4月1日", date(2021, 4, 1), Precision.DAY, id="not-later-than"),
        pytest.param("报名截止时间为4月30日", date(2021, 4, 30), Precision.DAY, id="named-time"),
        pytest.param("3月底前", date(2021, 3, 31), Precision.MONTH, id="end-of-month"),
        pytest.param("2月底前", date(2021, 2, 28), Precision.MONTH, id="past-but-without-a-year"),
        pytest.param("2024年2月底前", date(2024, 2, 29), Precision.MONTH, id="leap-year"),
        pytest.param("六月底前", date(2021, 6, 30), Precision.MONTH, id="chinese-month"),
        pytest.param("2022年10月底前編制並公布", date(2022, 10, 31), Precision.MONTH, id="traditional"),
        pytest.param("2018年6月底之前", None, None, id="past-with-a-year-is-none"),
        pytest.param("本月底前", date(2021, 3, 31), Precision.MONTH, id="this-month"),
        pytest.param("下月10日前", date(2021, 4, 10), Precision.DAY, id="next-month"),
        pytest.param("4月中旬前", date(2021, 4, 20), Precision.TEN_DAYS, id="ten-days"),
        pytest.param("二季度末前", date(2021, 6, 30), Precision.QUARTER, id="quarter"),
        pytest.param("上半年前完成", date(2021, 6, 30), Precision.HALF, id="half"),
        pytest.param("年底前", date(2021, 12, 31), Precision.YEAR, id="end-of-year"),
        pytest.param("力争今年年内推出", date(2021, 12, 31), Precision.YEAR, id="within-this-year"),
        pytest.param("明年6月底前", date(2022, 6, 30), Precision.MONTH, id="next-year"),
        pytest.param("到2025年，建成", date(2025, 12, 31), Precision.YEAR, id="by-a-year"),
        pytest.param(
            "至2021年末融资成本至少降低0.5个百分点", date(2021, 12, 31), Precision.YEAR, id="until-the-end-of"
        ),
        pytest.param("到“十四五”末", date(2025, 12, 31), Precision.PLAN, id="end-of-plan"),
        pytest.param("2022年6月建成投用", date(2022, 6, 30), Precision.MONTH, id="attained-in-a-month"),
    ],
)
def test_by(text: str, due: date | None, precision: Precision | None) -> None:
    found = [(match.value.kind, match.value.due_date, match.value.precision) for match in find(text)]
    assert found == ([(DeadlineKind.BY, due, precision)] if due else [])


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        pytest.param("“十四五”期间，安排建设任务", date(2021, 1, 1), date(2025, 12, 31), id="plan"),
        pytest.param("近期目标（2021—2023年）", date(2021, 1, 1), date(2023, 12, 31), id="years"),
        pytest.param("3月至5月开展自查", date(2021, 3, 1), date(2021, 5, 31), id="months"),
        pytest.param("第一阶段(2022年7月至2022年12月)", date(2022, 7, 1), date(2022, 12, 31), id="months-of-a-year"),
        pytest.param("11月至次年3月", date(2021, 11, 1), date(2022, 3, 31), id="over-the-year"),
        pytest.param("4月1日——4月27日", date(2021, 4, 1), date(2021, 4, 27), id="double-dash"),
        pytest.param("3月10日—15日", date(2021, 3, 10), date(2021, 3, 15), id="days-of-a-month"),
        pytest.param("4月26日（星期一）至4月28日", date(2021, 4, 26), date(2021, 4, 28), id="weekday"),
        pytest.param("5月下旬至6月上旬", date(2021, 5, 21), date(2021, 6, 10), id="ten-days"),
        pytest.param(
            "确保2021年企业信贷余额不低于2019年同期余额", date(2021, 1, 1), date(2021, 12, 31), id="year-aimed-at"
        ),
    ],
)
def test_window(text: str, start: date, due: date) -> None:
    assert [(match.value.kind, match.value.start_date, match.value.due_date) for match in find(text)] == [
        (DeadlineKind.WINDOW, start, due)
    ]


@pytest.mark.parametrize(
    ("text", "anchor", "due"),
    [
        pytest.param("印发之日起30日内", "印发之日起", date(2021, 4, 7), id="first-day-not-counted"),
        pytest.param("要于本工作方案印发30日内报送", "本工作方案印发", date(2021, 4, 7), id="without-the-word-day"),
        pytest.param(
            "自本方案印发之日起一个月内", "本方案印发之日起", date(2021, 4, 8), id="month-ends-on-the-same-day"
        ),
        pytest.param("一个月内完成整改", "", None, id="nothing-to-count-from"),
        pytest.param("公开募捐活动结束后三个月内，要公布", "公开募捐活动结束后", None, id="after-an-event"),
        pytest.param("力争三到五年时间内，监管更加完善", "", None, id="three-to-five-years"),
        pytest.param("应在立案之日起4个月内提出", "立案之日起", None, id="since-an-event"),
        pytest.param("应在竞价日前至少10个工作日发布", "竞价日", None, id="backwards"),
        pytest.param("须在保障期限届满3个月前提交", "保障期限届满", None, id="before-an-end"),
        pytest.param("最迟不超过4个小时", "", None, id="hours"),
        pytest.param("于 15 个工作日内兑付", "", None, id="blanks"),
    ],
)
def test_relative(text: str, anchor: str, due: date | None) -> None:
    (match,) = find(text)
    assert (match.value.kind, match.value.anchor_text, match.value.due_date) == (DeadlineKind.RELATIVE, anchor, due)
    assert match.value.resolved is (due is not None)


def test_day_of_issue_is_the_signed_date_where_no_other_is_known() -> None:
    (match,) = deadline.find("印发之日起30日内", reference_date=date(2017, 3, 21))
    assert (match.value.anchor_date, match.value.due_date) == (date(2017, 3, 21), date(2017, 4, 20))


def test_a_month_ends_with_a_shorter_month() -> None:
    (match,) = deadline.find("自印发之日起一个月内", issued_date=date(2021, 1, 31))
    assert match.value.due_date == date(2021, 2, 28)


def test_working_days_are_counted_by_the_calendar_of_holidays() -> None:
    (match,) = find("自印发之日起5个工作日内")
    assert (match.value.calendar, match.value.due_date) == (Calendar.WORKING, date(2021, 3, 15))


def test_a_day_named_in_the_text_is_counted_from() -> None:
    (match,) = find("自2021年4月1日起30日内完成登记")
    assert (match.value.anchor_date, match.value.due_date) == (date(2021, 4, 1), date(2021, 5, 1))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每月28日前报送", "FREQ=MONTHLY;BYMONTHDAY=28"),
        ("每月5日、20日前", "FREQ=MONTHLY;BYMONTHDAY=5,20"),
        ("每月底前", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("月后10日内", "FREQ=MONTHLY;BYMONTHDAY=10"),
        ("于次月10日前报送", "FREQ=MONTHLY;BYMONTHDAY=10"),
        ("每月前5个工作日内", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5"),
        ("每季度末", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("每季度结束后10日内", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
        ("每个季度结束后5个工作日内", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5"),
        ("每季度最后一个月的30日前", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=30"),
        ("每半年通报一次", "FREQ=MONTHLY;INTERVAL=6"),
        ("每年1月底前完成", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1"),
        ("每年 12 月 20 日前", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20"),
        ("每年的第一季度", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
        ("每个年度终了四个月内", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1"),
        ("每两年开展一次", "FREQ=YEARLY;INTERVAL=2"),
        ("每周五下班前", "FREQ=WEEKLY;BYDAY=FR"),
        ("每日2次进行体温检测", "FREQ=DAILY"),
        ("按月公开全市财政收支情况", "FREQ=MONTHLY"),
        ("按季通报", "FREQ=MONTHLY;INTERVAL=3"),
        ("逐日上报业务数据", "FREQ=DAILY"),
        ("次年2月10日前完成", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=10"),
    ],
)
def test_recurring(text: str, rule: str) -> None:
    (match,) = find(text)
    assert (match.value.kind, match.value.recurrence, match.value.due_date) == (DeadlineKind.RECURRING, rule, None)


def test_a_recurring_limit_may_have_a_start() -> None:
    (match,) = find("2022年6月起，每月25日前报送")
    assert (match.value.start_date, match.value.recurrence) == (date(2022, 6, 1), "FREQ=MONTHLY;BYMONTHDAY=25")


def test_the_next_year_of_a_named_year_is_one_day() -> None:
    assert [match.value.due_date for match in find("2021年12月底前完成，次年3月底前验收")] == [
        date(2021, 12, 31),
        date(2022, 3, 31),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("发现异常，⟨立即⟩停产整顿", DeadlineKind.IMMEDIATE),
        ("⟨即日起⟩，各单位要开展自查", DeadlineKind.IMMEDIATE),
        ("⟨汛期前⟩完成清淤", DeadlineKind.EVENT),
        ("⟨党的二十大召开前⟩完成", DeadlineKind.EVENT),
        ("学校食堂要在⟨学校开学前⟩提前制定预案", DeadlineKind.EVENT),
        ("在⟨联席会议召开之前⟩，由联席会议办公室召开会议", DeadlineKind.EVENT),
        ("⟨应急演练结束后⟩，应撰写总结", DeadlineKind.EVENT),
        ("（牵头单位：市发展改革委；⟨长期坚持⟩）", DeadlineKind.ONGOING),
        ("（责任单位：市民政局，⟨持续推进⟩）", DeadlineKind.ONGOING),
    ],
)
def test_limits_without_a_date(text: str, kind: DeadlineKind) -> None:
    bare = text.replace("⟨", "").replace("⟩", "")
    assert marked(bare) == text
    assert [match.value.kind for match in find(bare)] == [kind]


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("12月", DeadlineKind.BY, date(2021, 12, 31)),
        ("2021年", DeadlineKind.BY, date(2021, 12, 31)),
        ("2021.12", DeadlineKind.BY, date(2021, 12, 31)),
        ("2021.3-2021.12", DeadlineKind.WINDOW, date(2021, 12, 31)),
        ("2021.3.1-2021.3.31", DeadlineKind.WINDOW, date(2021, 3, 31)),
        ("2021年春节前", DeadlineKind.EVENT, None),
        ("一季度", DeadlineKind.BY, date(2021, 3, 31)),
        ("全年", DeadlineKind.WINDOW, date(2021, 12, 31)),
        ("长期", DeadlineKind.ONGOING, None),
        ("常态化推进", DeadlineKind.ONGOING, None),
        ("立即", DeadlineKind.IMMEDIATE, None),
        ("立行立改", DeadlineKind.IMMEDIATE, None),
    ],
)
def test_bare_forms_count_where_a_limit_is_stated_and_not_in_prose(
    text: str, kind: DeadlineKind, due: date | None
) -> None:
    assert [(match.value.kind, match.value.due_date) for match in find(text, stated=True)] == [(kind, due)]
    if kind not in (DeadlineKind.WINDOW, DeadlineKind.EVENT):
        assert find(f"我市{text}的工作") == []


@pytest.mark.parametrize(
    "text",
    [
        "（责任单位：市财政局。完成时限：⟨12月⟩）",
        "调整领导小组\t市水利局\t⟨年内⟩",
        "整理档案\t市档案局\t⟨2021年⟩",
        "（⟨2021年6月底前⟩完成）",
    ],
)
def test_a_limit_is_stated_in_a_labelled_slot_in_a_brackets_item_and_in_a_cell(text: str) -> None:
    assert marked(text.replace("⟨", "").replace("⟩", "")) == text


@pytest.mark.parametrize(
    ("text", "dues"),
    [
        pytest.param(
            "3月完成方案，6月完成试点，年底前全面推开", ["2021-03-31", "2021-06-30", "2021-12-31"], id="steps"
        ),
        pytest.param("2022年3月底前完成方案，6月底前完成试点", ["2022-03-31", "2022-06-30"], id="year-named-before"),
        pytest.param("分三批于3月、6月、9月底前完成", ["2021-03-31", "2021-06-30", "2021-09-30"], id="shared-word"),
        pytest.param(
            "以2019年末余额为基数，确保于3月底前整改到位", ["2021-03-31"], id="year-of-the-base-is-not-the-limits"
        ),
        pytest.param("今年4月底前，完成2019年度贷款贴息资金兑付", ["2021-04-30"], id="year-behind"),
    ],
)
def test_several_limits(text: str, dues: list[str]) -> None:
    assert [str(match.value.due_date) for match in find(text)] == dues


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("本办法自2021年5月1日起施行", id="effective-date"),
        pytest.param("自发布之日起30日后施行", id="effective-after-days"),
        pytest.param("有效期至2025年12月31日", id="validity"),
        pytest.param("有效期5年", id="validity-in-years"),
        pytest.param("试行两年", id="trial"),
        pytest.param("政策执行期至2021年12月31日", id="policy-period"),
        pytest.param("本政策执行期暂定为自政策发布之日起三个月", id="policy-period-since"),
        pytest.param("免收2月、3月租金", id="months-of-a-benefit"),
        pytest.param("2021年第一季度房租免收", id="quarter-of-a-benefit"),
        pytest.param("2022年年底前省属重点文化企业可免缴国有资本收益", id="permission"),
        pytest.param("纳税申报期限进一步延至3月28日（星期日）", id="limit-moved"),
        pytest.param("对2021年6月30日前到期的在保企业采取续保措施", id="who-qualifies"),
        pytest.param("2021年12月31日之前已完成转制的企业", id="who-qualifies-by-a-fact"),
        pytest.param("《主要林木育种科技创新规划（2016—2025年）》", id="in-a-title"),
        pytest.param("豫政〔2021〕9号", id="doc-number"),
        pytest.param("2016年实施的方案", id="past"),
        pytest.param("截至2020年底，中欧班列累计开行超过3万列", id="past-state"),
        pytest.param("“十三五”期间，社会物流总额保持稳定增长", id="past-plan"),
        pytest.param("较2021年末翻一番", id="compared-with"),
        pytest.param("2021年9月1日至2023年8月31日期间出生的适龄幼儿", id="born"),
        pytest.param("最近两年内有两次及以上复发", id="looking-back"),
        pytest.param("2年内不得再次申报", id="forbidden"),
        pytest.param("审批时限压缩至5个工作日以内", id="pressed-down"),
        pytest.param("必须24小时值班", id="round-the-clock"),
        pytest.param("对按月申报的纳税人", id="kind-of-taxpayer"),
        pytest.param("按照每人每天100元的标准", id="rate"),
        pytest.param("定期研判", id="at-intervals"),
        pytest.param("尽快签约", id="soon"),
        pytest.param("成文日期：2021-03-05", id="web-field"),
        pytest.param("时间:2023-07-11 17:01 浏览次数", id="web-stamp"),
        pytest.param("是一项长期任务", id="prose-long"),
    ],
)
def test_what_is_no_limit(text: str) -> None:
    assert marked(text) == text


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("完成时限：2021年3月10日前", "完成"),
        ("完成时限：2021年3月15日前，报送至市发展改革委", "报送"),
        ("年底前报国务院", "报"),
        ("3月底前", ""),
    ],
)
def test_what_is_to_be_done_by_then(text: str, action: str) -> None:
    (match,) = find(text)
    assert match.value.action == action


def test_without_a_date_of_the_notice_a_missing_year_stays_unknown() -> None:
    (match,) = deadline.find("3月底前")
    assert (match.value.due_date, match.value.precision, match.value.resolved) == (None, Precision.MONTH, False)
    assert match.value.unresolved == "year_unknown"


_WORDS = "2021年 3月 5日 底 前 至 — 每 季度 月 年 内 30 日 个工作日 印发之日起 后 上旬 十四五 期间 ， 。 （ ） 《 》 长期 立即 次 二○ 十二 完成时限： 2月 29日"
_PIECES = st.sampled_from([*_WORDS.split(" "), " ", "\n", "\t"])


@given(
    st.lists(_PIECES, max_size=14).map("".join) | st.text(max_size=40),
    st.none() | st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.booleans(),
)
def test_any_text_gives_matches_that_hold(text: str, signed: date | None, stated: bool) -> None:
    end = 0
    for match in deadline.find(text, reference_date=signed, stated=stated):
        assert match.text == text[match.start : match.end]
        assert match.start >= end
        end = match.end
        value = match.value
        assert value.start_date is None or value.due_date is None or value.start_date <= value.due_date


@pytest.mark.shared
def test_expressions_cut_from_notices_are_read_right(shared: Path) -> None:
    """Each line is an expression in its context; `none` is no limit. Marked doubtful: 长期坚持 in prose."""
    rows = [json.loads(line) for line in (shared / "dates" / "notices.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = [row["id"] for row in rows if not _is_right(row)]
    assert len(wrong) <= 0.05 * len(rows), wrong


def _is_right(row: dict[str, str]) -> bool:
    context, expression = row["context"], row["expr"]
    signed = date.fromisoformat(row["reference_date"]) if row["reference_date"] else None
    starts = [at for at in range(len(context)) if context.startswith(expression, at)]
    hits = [
        match.value
        for match in deadline.find(context, reference_date=signed)
        if any(match.start < at + len(expression) and at < match.end for at in starts)
    ]
    if row["kind"] == "none":
        return not hits
    return any(value.kind == row["kind"] and str(value.due_date or "") == row["due_date"] for value in hits)


@pytest.mark.parametrize(
    ("table", "found_in"),
    [
        ("deadline_periods", lambda text: period.find(text, SIGNED)),
        ("deadline_durations", lambda text: duration.find(text, SIGNED)),
        ("deadline_recurrences", recurrence.find),
        ("deadline_events", lambda text: list(deadline_event.events(text))),
    ],
)
def test_each_rows_examples_are_looked_at(table: str, found_in: Callable[[str], list[object]]) -> None:
    """The marks by which a text is searched let every row through."""
    missed = [text for rule in rules.patterns(table) for text in rule.examples if not found_in(text)]
    assert missed == []
