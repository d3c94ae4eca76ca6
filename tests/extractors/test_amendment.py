"""Instructions by which a notice changes another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import amendment
from extractors.amendment import Instruction
from extractors.clause_place import written

ANNOTATED = sorted((Path(__file__).parent / "amendments").glob("*.tsv"))
HEAD = "示例市人民政府关于修改《示例市公园管理办法》的决定\n"


def _found(text: str) -> list[Instruction]:
    return [match.value for match in amendment.find(HEAD + text)]


def _short(each: Instruction) -> tuple[str, str, str, str]:
    return each.kind.value, written(each.target), each.old, each.new


@pytest.mark.parametrize(
    ("text", "instruction"),
    [
        pytest.param("将第二条修改为：“甲。”", ("replace_clause", "第二条", "", "甲。"), id="article"),
        pytest.param(
            "第二条第二款第（三）项修改为：“甲；”", ("replace_clause", "第二条第二款第三项", "", "甲；"), id="item"
        ),
        pytest.param("将第三条中的“甲”修改为“乙”。", ("replace_words", "第三条", "甲", "乙"), id="words"),
        pytest.param("第三条中“甲”的表述，修改为“乙”。", ("replace_words", "第三条", "甲", "乙"), id="words-as-said"),
        pytest.param(
            "将第三条中“根据”后的“甲”修改为“乙”。", ("replace_words", "第三条", "甲", "乙"), id="words-behind-others"
        ),
        pytest.param("第三条第一款中的“甲”改为“乙”", ("replace_words", "第三条第一款", "甲", "乙"), id="改为"),
        pytest.param("在第三条“甲”后增加“、乙”。", ("replace_words", "第三条", "甲", "甲、乙"), id="words-put-in"),
        pytest.param(
            "第三条中的“甲”前增加“乙和”。", ("replace_words", "第三条", "甲", "乙和甲"), id="words-put-before"
        ),
        pytest.param("删去第四条。", ("delete_clause", "第四条", "", ""), id="deleted"),
        pytest.param("将第四条第二款予以删除。", ("delete_clause", "第四条第二款", "", ""), id="deleted-behind"),
        pytest.param("删去第五条中的“甲”。", ("delete_words", "第五条", "甲", ""), id="words-deleted"),
        pytest.param("第五条删去“甲”。", ("delete_words", "第五条", "甲", ""), id="words-deleted-in"),
        pytest.param("将第五条中的“甲”删去。", ("delete_words", "第五条", "甲", ""), id="words-deleted-behind"),
        pytest.param("增加一条，作为第五条：“甲。”", ("insert_clause", "第五条", "", "甲。"), id="article-put-in"),
        pytest.param(
            "第五条增加一款，作为第二款：“甲。”", ("insert_clause", "第五条第二款", "", "甲。"), id="paragraph-put-in"
        ),
        pytest.param(
            "第五条增加一项作为第（六）项，即：“甲；”", ("insert_clause", "第五条第六项", "", "甲；"), id="item-put-in"
        ),
        pytest.param(
            "增加一章，作为第三章：“第三章 服务\n“第十条 甲。”",
            ("insert_clause", "第三章", "", "第三章 服务\n第十条 甲。"),
            id="chapter-put-in",
        ),
        pytest.param(
            "在第三章后增加一章，作为第四章，章名为“监督”，包括第二十条至第二十二条。",
            ("insert_clause", "第四章", "", "监督"),
            id="chapter-put-in-by-its-name",
        ),
        pytest.param(
            "第十五章增加一节，作为第四节：“第四节 甲\n“第九条 乙。”",
            ("insert_clause", "第十五章第四节", "", "第四节 甲\n第九条 乙。"),
            id="section-put-in",
        ),
        pytest.param("将第四章章名修改为“保障与监督”。", ("rename", "第四章", "", "保障与监督"), id="chapter-renamed"),
        pytest.param("删去第四章。", ("delete_clause", "第四章", "", ""), id="chapter-deleted"),
        pytest.param("删去第五章章名。", ("rename", "第五章", "", ""), id="heading-deleted"),
        pytest.param("将标题修改为：“示例市公园条例”。", ("rename", "", "", "示例市公园条例"), id="title"),
        pytest.param("将名称修改为《示例市公园条例》。", ("rename", "", "", "示例市公园条例"), id="title-in-marks"),
        pytest.param("将附件2中的“甲”修改为“乙”。", ("replace_words", "附件2", "甲", "乙"), id="annex"),
        pytest.param(
            "将“二、申请材料”中的“甲”修改为“乙”。", ("replace_words", "“二、申请材料”", "甲", "乙"), id="heading"
        ),
        pytest.param('将第三条中的"甲"修改为"乙"。', ("replace_words", "第三条", "甲", "乙"), id="straight-quotes"),
        pytest.param("将第 三 条 中的“甲”修改为“乙”。", ("replace_words", "第三条", "甲", "乙"), id="blanks"),
    ],
)
def test_a_wording_is_read(text: str, instruction: tuple[str, str, str, str]) -> None:
    assert [_short(each) for each in _found(text)] == [instruction]


def test_a_new_number_and_new_wording_are_two_instructions_of_the_old_number() -> None:
    renumbered, replaced = _found("将第六条改为第七条，修改为：“甲。”")
    assert (written(renumbered.target), written(renumbered.becomes)) == ("第六条", "第七条")
    assert _short(replaced) == ("replace_clause", "第六条", "", "甲。")


def test_words_that_are_paired_are_read_one_by_one() -> None:
    found = _found("将第五条中的“甲”、“乙”分别修改为“丙”、“丁”。")
    assert [(each.old, each.new) for each in found] == [("甲", "丙"), ("乙", "丁")]


def test_further_words_of_a_sentence_are_of_the_same_clause() -> None:
    found = _found("将第五条中的“甲”修改为“乙”，“丙”修改为“丁”，删去“戊”。")
    assert [_short(each)[:3] for each in found] == [
        ("replace_words", "第五条", "甲"),
        ("replace_words", "第五条", "丙"),
        ("delete_words", "第五条", "戊"),
    ]


@pytest.mark.parametrize(
    ("text", "everywhere"),
    [
        ("将“市园林局”统一修改为“市园林绿化局”。", True),
        ("将各条中的“市园林局”修改为“市园林绿化局”。", True),
        ("将第五条中的“市园林局”修改为“市园林绿化局”。", False),
    ],
)
def test_words_change_everywhere_where_it_says_so(text: str, everywhere: bool) -> None:
    assert [each.everywhere for each in _found(text)] == [everywhere]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("此外，对条文顺序作相应调整。", False),
        ("序号作相应调整。", False),
        ("其他条款序号依次顺延。", False),
        ("条文序号和引用条文的序号作相应调整。", True),
    ],
)
def test_numbers_follow_where_it_says_so(text: str, references: bool) -> None:
    (found,) = _found(text)
    assert (found.kind.value, found.target, found.becomes, found.references) == ("renumber", (), (), references)


def test_clauses_put_in_together_are_told_apart() -> None:
    found = _found("增加二条，作为第五条、第六条：“第五条 甲。\n“乙。\n“第六条 丙。”")
    assert [(written(each.target), each.new) for each in found] == [
        ("第五条", "第五条 甲。\n乙。"),
        ("第六条", "第六条 丙。"),
    ]


def test_items_put_in_together_on_one_line_are_told_apart() -> None:
    found = _found("第五条增加二项，作为第（三）项、第（四）项：“（三）甲；（四）乙；”")
    assert [(written(each.target), each.new) for each in found] == [
        ("第五条第三项", "（三）甲；"),
        ("第五条第四项", "（四）乙；"),
    ]


def test_a_new_number_has_the_article_of_the_old_one() -> None:
    (found,) = _found("第七条第三款改为第四款。")
    assert (written(found.target), written(found.becomes)) == ("第七条第三款", "第七条第四款")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("将第三条修改为：“甲。\n删去第四条。", id="torn"),
        pytest.param("第三条修改为：从事前款活动应当取得许可。", id="unquoted"),
        pytest.param("第五条增加二款，作为第二款：“甲。”", id="one-of-two"),
    ],
)
def test_what_lacks_a_part_is_not_complete(text: str) -> None:
    assert _found(text)[0].is_complete is False


def test_the_document_is_that_of_the_nearest_line_that_names_one() -> None:
    found = _found(
        "一、《甲办法》（示政发〔2017〕12号）\n1.删去第六条。\n2.删去第八条。\n二、将《乙规定》第三条中的“甲”修改为“乙”。"
    )
    assert [(each.title, each.number) for each in found] == [
        ("甲办法", "示政发〔2017〕12号"),
        ("甲办法", "示政发〔2017〕12号"),
        ("乙规定", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "将办理时限由“20个工作日”压缩为“10个工作日”。",
        "推行“先证后核”，将“先照后证”改为“证照联办”。",
        "违反第三条规定的，删除记录。",
        "根据《中华人民共和国森林法》第三条的规定，增加一条措施。",
    ],
)
def test_measures_of_a_plan_change_no_document(text: str) -> None:
    assert amendment.find(text) == []


@dataclass(frozen=True, slots=True)
class _Annotation:
    """A notice and what a person read in it before the program did."""

    text: str
    instructions: list[tuple[str, ...]]


def _annotation(path: Path, shared: Path) -> _Annotation:
    passages: list[str] = []
    expected: list[tuple[str, ...]] = []
    text = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition("\t")
        if line.startswith("# shared: "):
            text = (shared / line.removeprefix("# shared: ")).read_text(encoding="utf-8")
        elif line.startswith("# corpus: "):
            name = line.removeprefix("# corpus: ").split(" ")[0]
            text = (path.parents[3] / "corpus" / "notices" / name).read_text(encoding="utf-8")
        elif mark == "P":
            passages.append(rest.replace("⏎", "\n"))
        elif mark == "I":
            expected.append(tuple((rest + "\t" * 6).split("\t")[:6]))
    return _Annotation(text or "\n".join(passages), expected)


def _row(each: Instruction) -> tuple[str, ...]:
    title = f"《{each.title}》" if each.title else ""
    number = f"（{each.number}）" if each.number else ""
    return each.kind.value, written(each.target), each.old, each.new, written(each.becomes), title + number


def _agree(expected: str, found: str) -> bool:
    """Whether a cell is right: white space apart; of long words the annotation has the beginning and the end."""
    begins, _, ends = "".join(expected.replace("⏎", "").split()).partition("…")
    said = "".join(found.split())
    return said.startswith(begins) and said.endswith(ends) if ends else said == begins


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.stem)
def test_instructions_of_real_notices_are_read_as_a_person_read_them(
    path: Path, request: pytest.FixtureRequest
) -> None:
    is_shared = path.read_text(encoding="utf-8").startswith("# shared: ")
    annotation = _annotation(path, request.getfixturevalue("shared") if is_shared else path)
    found = [_row(match.value) for match in amendment.find(annotation.text)]
    assert len(found) == len(annotation.instructions)
    for expected, row in zip(annotation.instructions, found, strict=True):
        named = row if expected[5] else (*row[:5], "")
        assert all(map(_agree, expected, named)), f"expected {expected}, found {row}"


_PIECES = [
    "将",
    "第三条",
    "第二款",
    "修改为：",
    "“甲",
    "”",
    "删去",
    "增加一条，作为",
    "、",
    "《乙办法》",
    "中的",
    "\n",
    "。",
    "合并",
    "序号作相应调整",
    '"',
    "后增加",
    "标题",
]


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_any_text_is_read_with_its_evidence(text: str) -> None:
    assert all(match.text == text[match.start : match.end] for match in amendment.find(text))


def test_a_chapter_that_names_its_articles_holds_them() -> None:
    (found,) = _found("增加一章，作为第一章“总则”，包括第一条至第三条。")
    assert [written(place) for place in found.holds] == ["第一条", "第二条", "第三条"] and found.is_complete


def test_the_name_of_a_chapter_behind_its_new_number_is_that_of_the_chapter() -> None:
    number, name = _found("将第二章改为第三章，章名修改为：“第三章 保障”。")
    assert (number.kind.value, written(number.becomes)) == ("renumber", "第三章")
    assert _short(name) == ("rename", "第二章", "", "第三章 保障")


def test_two_sections_share_out_their_text() -> None:
    found = _found("增加二节，作为第六节、第七节：“第六节 甲\n“第八条 丙。\n“第七节 乙\n“第九条 丁。”")
    assert [_short(each)[1::2] for each in found] == [
        ("第六节", "第六节 甲\n第八条 丙。"),
        ("第七节", "第七节 乙\n第九条 丁。"),
    ]
