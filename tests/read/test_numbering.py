"""Automatic numbers as Word shows them."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.read.numbering import NAMESPACE, Numbering, Styles, format_number


def parsed(name: str, inner: str) -> etree._Element:
    return etree.fromstring(f'<w:{name} xmlns:w="{NAMESPACE}">{inner}</w:{name}>')


def level(depth: int, number_format: str, text: str, inner: str = "", *, start: int = 1) -> str:
    stated = f'<w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/><w:lvlText w:val="{text}"/>{inner}'
    return f'<w:lvl w:ilvl="{depth}">{stated}</w:lvl>'


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, abstract_number: int, *overrides: str) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{"".join(overrides)}</w:num>'


def starts_again(depth: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def paragraph(list_id: int | None = None, depth: int | None = None, style: str = "") -> etree._Element:
    stated = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    stated += "" if list_id is None else f'<w:numId w:val="{list_id}"/>'
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return parsed("p", f"<w:pPr>{styled}{f'<w:numPr>{stated}</w:numPr>' if stated else ''}</w:pPr>")


def labels(numbering: str, paragraphs: list[etree._Element], styles: str = "") -> list[str]:
    counted = Numbering(parsed("numbering", numbering), Styles(parsed("styles", styles)))
    places = [counted.place(p) for p in paragraphs]
    return ["" if place is None else counted.label(place) for place in places]


NOTICE = abstract(
    0,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
)


def test_the_levels_of_a_notice_count_and_begin_anew_below_each_item() -> None:
    shown = labels(NOTICE + num(1, 0), [paragraph(1, depth) for depth in (0, 1, 1, 2, 2, 0, 1, 2)])
    assert shown == ["一、", "（一）", "（二）", "1. ", "2. ", "二、", "（一）", "1. "]


def test_two_lists_of_one_definition_are_counted_together() -> None:
    shown = labels(NOTICE + num(1, 0) + num(2, 0), [paragraph(1, 0), paragraph(2, 0), paragraph(1, 0)])
    assert shown == ["一、", "二、", "三、"]


def test_a_start_override_lets_the_list_begin_again_once() -> None:
    numbering = NOTICE + num(1, 0) + num(2, 0, starts_again(0, 1))
    shown = labels(numbering, [paragraph(i, 0) for i in (1, 1, 2, 2, 1)])
    assert shown == ["一、", "二、", "一、", "二、", "三、"]


def test_an_overridden_level_is_shown_its_own_way() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "第%1条")}</w:lvlOverride>'
    assert labels(NOTICE + num(1, 0, override), [paragraph(1, 0)] * 2) == ["第1条 ", "第2条 "]


@pytest.mark.parametrize(
    ("restart", "shown"),
    [
        pytest.param("", ["一、", "（一）", "二、", "（一）"], id="begins anew below each item"),
        pytest.param('<w:lvlRestart w:val="0"/>', ["一、", "（一）", "二、", "（二）"], id="runs on over the items"),
        pytest.param('<w:lvlRestart w:val="1"/>', ["一、", "（一）", "二、", "（一）"], id="begins anew below level 1"),
    ],
)
def test_restart_rules(restart: str, shown: list[str]) -> None:
    numbering = abstract(0, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）", restart))
    assert labels(numbering + num(1, 0), [paragraph(1, depth) for depth in (0, 1, 0, 1)]) == shown


def test_a_level_that_names_a_higher_one_shows_its_number() -> None:
    numbering = abstract(0, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2")) + num(1, 0)
    assert labels(numbering, [paragraph(1, 0), paragraph(1, 1)]) == ["一、", "一.1 "]


def test_a_legal_level_shows_all_numbers_in_arabic_digits() -> None:
    numbering = abstract(0, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", "<w:isLgl/>")) + num(1, 0)
    assert labels(numbering, [paragraph(1, 0), paragraph(1, 1)]) == ["一、", "1.1 "]


def test_a_level_whose_higher_one_was_never_used_shows_that_ones_start() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2", start=3)) + num(1, 0)
    assert labels(numbering, [paragraph(1, 1)]) == ["1.3 "]


@pytest.mark.parametrize(
    ("suffix", "shown"), [("", "第1条 "), ('<w:suff w:val="space"/>', "第1条 "), ('<w:suff w:val="nothing"/>', "第1条")]
)
def test_what_parts_the_label_from_the_text(suffix: str, shown: str) -> None:
    assert labels(abstract(0, level(0, "decimal", "第%1条", suffix)) + num(1, 0), [paragraph(1, 0)]) == [shown]


def test_a_bullet_of_a_symbol_font_is_shown_as_a_bullet() -> None:
    numbering = abstract(0, level(0, "bullet", "\uf0b7"), level(1, "bullet", "——")) + num(1, 0)
    assert labels(numbering, [paragraph(1, 0), paragraph(1, 1)]) == ["• ", "—— "]


HEADINGS = """
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>
  <w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="item"><w:basedOn w:val="2"/></w:style>
"""


def test_a_style_numbers_its_paragraphs_also_through_the_styles_it_builds_on() -> None:
    shown = labels(NOTICE + num(1, 0), [paragraph(style=style) for style in ("1", "2", "item", "1")], HEADINGS)
    assert shown == ["一、", "（一）", "（二）", "二、"]


def test_a_level_that_is_linked_to_a_style_is_that_styles_level() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "（%2）", '<w:pStyle w:val="1"/>')) + num(
        1, 0
    )
    assert labels(numbering, [paragraph(style="1")], HEADINGS) == ["（1）"]


def test_list_0_takes_a_paragraph_out_of_its_styles_list() -> None:
    shown = labels(NOTICE + num(1, 0), [paragraph(style="1"), paragraph(0, style="1"), paragraph(style="1")], HEADINGS)
    assert shown == ["一、", "", "二、"]


def test_a_definition_that_is_linked_to_a_list_style_takes_its_levels() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="list"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="list"/></w:abstractNum>'
    assert labels(NOTICE + linked + num(1, 0) + num(2, 7), [paragraph(2, 0)], styles) == ["一、"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param([paragraph(99, 0)], id="no such list"),
        pytest.param([paragraph(1, 8)], id="no such level"),
        pytest.param([paragraph(5, 0)], id="a list without a definition"),
        pytest.param([paragraph(style="no such style")], id="no such style"),
    ],
)
def test_a_number_that_nothing_defines_is_none(paragraphs: list[etree._Element]) -> None:
    assert labels(NOTICE + num(1, 0) + num(5, 66), paragraphs) == [""]


def test_styles_that_build_on_each_other_in_a_circle_end() -> None:
    styles = (
        '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    assert labels(NOTICE + num(1, 0), [paragraph(style="a")], styles) == [""]


@pytest.mark.parametrize(
    ("number_format", "numbers", "shown"),
    [
        ("decimal", (0, 1, 12), "0 1 12"),
        ("decimalZero", (1, 12), "01 12"),
        ("decimalFullWidth", (1, 12), "１ １２"),
        ("chineseCounting", (1, 10, 11, 20, 99, 101), "一 十 十一 二十 九十九 一〇一"),
        (
            "chineseCountingThousand",
            (10, 19, 21, 100, 101, 110, 1001),
            "十 十九 二十一 一百 一百零一 一百一十 一千零一",
        ),
        ("japaneseCounting", (1, 10, 12, 21, 110), "一 十 十二 二十一 百十"),
        ("taiwaneseCountingThousand", (12, 105), "十二 一百零五"),
        ("chineseLegalSimplified", (1, 10, 12, 105), "壹 壹拾 壹拾贰 壹佰零伍"),
        ("ideographDigital", (10, 21), "一〇 二一"),
        ("ideographTraditional", (1, 10, 11), "甲 癸 11"),
        ("ideographZodiac", (1, 12), "子 亥"),
        ("upperLetter", (1, 26, 27, 53), "A Z AA AAA"),
        ("lowerLetter", (2, 28), "b bb"),
        ("upperRoman", (4, 9, 14, 1999), "IV IX XIV MCMXCIX"),
        ("lowerRoman", (3, 40), "iii xl"),
        ("decimalEnclosedCircle", (1, 20, 21), "① ⑳ 21"),
        ("decimalEnclosedCircleChinese", (1, 10), "① ⑩"),
        ("decimalEnclosedParen", (1, 20), "⑴ ⒇"),
        ("no such format", (7,), "7"),
        ("upperRoman", (0, 99999999), "0 99999999"),
        ("upperLetter", (0, 99999999), "0 99999999"),
        ("chineseCounting", (0, -1), "0 -1"),
    ],
)
def test_number_formats(number_format: str, numbers: tuple[int, ...], shown: str) -> None:
    assert " ".join(format_number(number, number_format) for number in numbers) == shown


def test_the_format_none_shows_nothing() -> None:
    assert format_number(3, "none") == ""
