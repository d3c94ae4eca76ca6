"""A date of signature that is lost under the seal of a scan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.model.notice import Notice
from pipeline.model.reading import Reading, Recognition, SourceFormat
from pipeline.read import read
from pipeline.read.paged import Pages
from pipeline.structure import build
from tests.read.made_scan import DPI, noisy, rendered

CODE = "signed_date_from_imprint"
TEXT = """郑政文〔2021〕26号
郑州市人民政府关于做好权限下放承接工作的通知
各有关单位：
要于2021年3月10日前完成承接。
郑州市人民政府
{date}
郑州市人民政府办公厅　2021年3月8日印发
"""


def notice(date: str, recognition: Recognition | None) -> Notice:
    reading: Reading = read(TEXT.format(date=date).encode(), name="a.txt")
    return build(replace(reading, ocr=recognition))


def found(made: Notice) -> tuple[str, bool]:
    signed = made.header.signed_date
    return signed.value if signed else "", CODE in [warning.code for warning in made.warnings]


SCAN = Recognition((1,), 0.99)


@pytest.mark.parametrize(
    ("date", "recognition", "signed"),
    [
        pytest.param("2021年3月5日", SCAN, ("2021-03-05", False), id="a date that is read"),
        pytest.param("", SCAN, ("2021-03-08", True), id="nothing left"),
        pytest.param("2021年 月5日", SCAN, ("2021-03-08", True), id="a part left"),
        pytest.param("", None, ("", False), id="no scan"),
    ],
)
def test_the_day_of_issue_stands_for_a_date_that_a_scan_has_lost(
    date: str, recognition: Recognition | None, signed: tuple[str, bool]
) -> None:
    assert found(notice(date, recognition)) == signed


def test_the_date_taken_from_the_imprint_has_its_place_there() -> None:
    made = notice("", SCAN)
    signed = made.header.signed_date
    assert signed is not None and signed.span is not None
    assert (signed.span.of(made.text), signed.rule_id) == ("2021年3月8日", "date_of_imprint")


def test_a_scan_without_an_imprint_has_no_date() -> None:
    reading = read(TEXT.format(date="").rsplit("郑州市人民政府办公厅", 1)[0].encode(), name="a.txt")
    assert found(build(replace(reading, ocr=SCAN))) == ("", False)


def test_a_seal_that_hides_the_date_leaves_that_of_the_imprint(corpus: Path) -> None:
    """A seal whose ink is thick: a disc with nothing to be seen through it."""
    pages = Pages(2)
    source = corpus / "郑政文〔2021〕26号.pdf"
    hidden = rendered(source, 6)
    rows, columns = np.ogrid[: hidden.shape[0], : hidden.shape[1]]
    hidden[(columns - 1143) ** 2 + (rows - 420) ** 2 < 165**2] = (200, 30, 35)
    pages.recognize(1, noisy(rendered(source, 1)), DPI)
    pages.recognize(2, noisy(hidden), DPI)
    assert found(build(pages.reading(SourceFormat.IMAGE))) == ("2021-03-08", True)
