"""A secrecy mark above the title ends the work on a file of any format; words about secrets do not."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pypdfium2
import pytest
from PIL import Image

from pipeline.model.entry import Outcome
from pipeline.run import interpret
from tests.read import made_ofd, made_pdf

NUMBER, ADDRESSEES = "示政文〔2021〕3号", "各有关单位："
TITLE = "示例市人民政府关于做好有关工作的通知"
LAW = "示例市人民政府关于贯彻保守国家秘密法的通知"
BODY = "市财政局要于2021年3月10日前完成转移支付。"
CLOSING = ("示例市人民政府", "2021年3月5日")
MARKS = ("绝密", "机密★1年", "秘密★长期", "机密★")


def lines(mark: str, title: str = TITLE) -> list[str]:
    return [*filter(None, [mark]), "特急", NUMBER, title, ADDRESSEES, BODY, *CLOSING]


def text(written: list[str]) -> bytes:
    return "\n".join(written).encode()


def markdown(written: list[str]) -> bytes:
    return "\n\n".join(f"# {line}" if "通知" in line else line for line in written).encode()


def html(written: list[str]) -> bytes:
    return f"<html><meta charset=utf-8><body>{''.join(f'<p>{line}</p>' for line in written)}</body></html>".encode()


def word(written: list[str]) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for line in written:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def pdf(written: list[str], aside: str = "") -> bytes:
    sheet = made_pdf.Sheet()
    for index, line in enumerate(written):
        sheet.text(_left(line), 80 + 30 * index, line)
    if aside:
        sheet.text(120, 500, aside, size=48, turned="0.7 0.7 -0.7 0.7")
    return made_pdf.pdf(sheet)


def ofd(written: list[str]) -> bytes:
    sheet = made_ofd.Sheet()
    for index, line in enumerate(written):
        sheet.text(_left(line), 80 + 30 * index, line)
    return made_ofd.ofd(sheet)


def _left(line: str) -> float:
    """Where a line begins: titles and numbers in the middle, signature and date at the right."""
    room = 16.0 * len(line)
    return 297 - room / 2 if "通知" in line or "号" in line else 500 - room if line in CLOSING else 90.0


def scan(written: list[str], aside: str = "") -> bytes:
    from tests.read.made_scan import noisy

    file = io.BytesIO()
    with pypdfium2.PdfDocument(drawn(written, aside)) as document:
        page = document[0].render(scale=200 / 72).to_numpy()[:, :, ::-1]
    Image.fromarray(noisy(page)).save(file, "PNG", dpi=(200, 200))
    return file.getvalue()


def drawn(written: list[str], aside: str) -> bytes:
    """A PDF with its font in it: what a machine draws for a font that is not embedded differs."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from corpus.fonts import HEI, find_fonts

    pdfmetrics.registerFont(TTFont(HEI.name, str(find_fonts()[HEI]), subfontIndex=0))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont(HEI.name, 16)
    for index, line in enumerate(written):
        canvas.drawString(_left(line), 760 - 30 * index, line)
    canvas.translate(140, 200)
    canvas.rotate(45)
    canvas.setFillGray(0.8)
    canvas.setFont(HEI.name, 60)
    canvas.drawString(0, 0, aside)
    canvas.save()
    return file.getvalue()


Maker = Callable[[list[str]], bytes]
FORMATS: dict[str, Maker] = {
    "a.txt": text,
    "a.md": markdown,
    "a.html": html,
    "a.docx": word,
    "a.pdf": pdf,
    "a.ofd": ofd,
    "a.png": scan,
}


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_marked_file_is_not_processed(name: str, mark: str) -> None:
    content = interpret(FORMATS[name](lines(mark)), name)
    assert content.problem is not None
    assert (content.outcome, content.problem.reason_code) == (Outcome.SKIPPED, "secret")
    assert (content.text, content.rows) == ("", None)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("title", [TITLE, LAW], ids=["plain", "a law on secrets"])
def test_words_about_secrets_are_no_mark(name: str, title: str) -> None:
    content = interpret(FORMATS[name](lines("", title)), name)
    assert content.outcome in (Outcome.COMPLETE, Outcome.REVIEW)
    assert BODY in content.text


@pytest.mark.parametrize(("name", "make"), [("a.pdf", pdf), ("a.png", scan)])
def test_a_watermark_is_no_mark(name: str, make: Callable[[list[str], str], bytes]) -> None:
    content = interpret(make(lines(""), "保密资料"), name)
    assert content.outcome in (Outcome.COMPLETE, Outcome.REVIEW)
    assert "市财政局" in content.text
