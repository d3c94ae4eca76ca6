"""Archives of made notices: variants of real ones, no two alike, which cite one another.

Each is a real notice with other years, days, places and a number of its own, its tasks in another order under the same
labels, some of their words replaced by others that mean the same, and with a sentence that rests on, repeals, amends or
extends a notice made before. The same number of notices and the same `seed` give the same bytes, whatever was made before.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import regex
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.relations import SENTENCES, variation
from corpus.fonts import SONG, find_fonts
from pipeline.run import interpret

ENDINGS = (".txt", ".md")
FILES_IN_FOLDER, FILES_IN_ZIP = 1000, 25
# Pairs of words that mean the same in a task; each place where one stands gets one of the two.
SAME = (
    ("推进", "推动"),
    ("加强", "强化"),
    ("完善", "健全"),
    ("开展", "组织开展"),
    ("确保", "保证"),
    ("加快", "抓紧"),
    ("做好", "抓好"),
    ("提升", "提高"),
    ("及时", "尽快"),
    ("建立", "构建"),
)
_SAME = dict(SAME)
_WORD = regex.compile("|".join(word for word, _ in SAME))
# What parts the lines of a text, also of one that was run together. Matches in: `通知。\n一、`, `通知。 　　一、`.
# Does not match in: `1 月`.
_BREAK = regex.compile(r"\n| (?=　　)")
# A task's label. Matches at the beginning of: `（三）优化流程`, `2.制定办法`, `3、制定办法`. Does not match: `2021年`, `一、总体要求`.
_LABEL = regex.compile(r"(?P<indent>\s*)(?P<label>（[一二三四五六七八九十]+）|(?<!\d)\d{1,2}[.．、])(?!\d)")
# The first item of the body. Matches: `一、总体要求`, `## 一、总体要求`. Does not match: `（一）优化流程`.
_FIRST_ITEM = regex.compile(r"^[#\s]*一、")
# A day. Matches in: `4月10日前`. Does not match in: `4月底前`.
_DAY = regex.compile(r"(?<=\d月)(\d{1,2})(?=日)")
_DAYS = 28


@dataclass(frozen=True, slots=True)
class Original:
    """A real notice: text, ending of its file's name, title and number; those are empty where it has none."""

    text: str
    ending: str
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class Made:
    """A notice that nobody wrote."""

    serial: int
    text: str
    ending: str
    title: str
    number: str


def originals(folders: Sequence[Path]) -> list[Original]:
    """The notices of the folders' texts, in order of their names."""
    found: list[Original] = []
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.suffix in ENDINGS):
        content = interpret(path.read_bytes(), path.name)
        if content.rows:
            (row,) = content.rows["notices"]
            text, number = _decoded(path.read_bytes()), str(row["doc_number"])
            found.append(Original(text, path.suffix, str(row["title"]), number if number in text else ""))
    return found


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def made(real: Sequence[Original], serial: int, *, seed: int = 0) -> Made:
    """The notice of this serial number, which cites one of a lower one."""
    original, chance = real[serial % len(real)], _chance(seed, serial)
    vary, (title, number) = variation(chance), _named(real, serial, seed)
    text = vary(original.text)
    if number:
        text = text.replace(vary(original.number), number)
    text = _DAY.sub(lambda hit: str((int(hit[0]) + serial) % _DAYS + 1), text)
    lines = _in_other_words(_in_other_order(_BREAK.split(text), chance), title, chance)
    if serial:
        lines.insert(_before_items(lines), _sentence(*_named(real, chance.randrange(serial), seed), chance))
    return Made(serial, "\n".join(lines), original.ending, title, number)


def write(folder: Path, real: Sequence[Original], number: int, *, pdfs: float, zipped: float, seed: int = 0) -> None:
    """Writes so many made notices: a share `pdfs` of them as PDF, of the texts a share `zipped` in zips."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = pdf_writer() if pdfs else None
    waiting: list[tuple[str, bytes]] = []
    for serial in range(number):
        notice, chance = made(real, serial, seed=seed), random.Random(f"form {seed} {serial}")
        place = folder / f"{serial // FILES_IN_FOLDER:04}"
        place.mkdir(exist_ok=True)
        if draw and chance.random() < pdfs:
            (place / f"{serial:07}.pdf").write_bytes(draw(notice))
        elif chance.random() < zipped:
            waiting.append((f"{serial:07}{notice.ending}", notice.text.encode()))
        else:
            (place / f"{serial:07}{notice.ending}").write_bytes(notice.text.encode())
        if waiting and (len(waiting) == FILES_IN_ZIP or serial == number - 1):
            (place / f"{serial:07}.zip").write_bytes(_zip(waiting))
            waiting = []


def pdf_writer() -> Callable[[Made], bytes]:
    """What sets a made notice on pages of 22 lines of 28 characters: reportlab, with the Song face of `corpus.fonts` in it.

    Raises: FontMissingError where the machine has no such font.
    """
    pdfmetrics.registerFont(TTFont(SONG.name, str(find_fonts()[SONG])))

    def draw(notice: Made) -> bytes:
        buffer = BytesIO()
        canvas = Canvas(buffer, pagesize=A4, invariant=True, pageCompression=1)
        for page, lines in enumerate(_pages(notice.text), 1):
            canvas.setFont(SONG.name, _SIZE)
            for place, line in enumerate(lines):
                _draw_line(canvas, line, _TOP - place * _PITCH, is_title=bool(line) and line.strip() in notice.title)
            canvas.drawCentredString(A4[0] / 2, 20 * mm, f"— {page} —")
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return draw


_SIZE, _PITCH, _TOP, _LEFT = 15.75, 28.9, A4[1] - 45 * mm, 28 * mm
_LINES, _CHARACTERS = 22, 28
# Lines of Markdown tables and headings as a page shows them. Matches: `## `, `| `. Does not match: `2.制定`.
_MARKUP = regex.compile(r"^#+\s*|^\||\|$")


def _pages(text: str) -> Iterator[list[str]]:
    """Lines of at most 28 characters, 22 on a page."""
    lines = [line for paragraph in text.split("\n") for line in _wrapped(_MARKUP.sub("", paragraph.rstrip()))]
    for start in range(0, len(lines), _LINES):
        yield lines[start : start + _LINES]


def _wrapped(paragraph: str) -> Iterator[str]:
    for start in range(0, max(1, len(paragraph)), _CHARACTERS):
        yield paragraph[start : start + _CHARACTERS]


def _draw_line(canvas: Canvas, line: str, height: float, *, is_title: bool) -> None:
    if is_title:
        canvas.drawCentredString(A4[0] / 2, height, line)
    else:
        canvas.drawString(_LEFT, height, line)


def _zip(members: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2021, 3, 5, 0, 0, 0)), content)
    return buffer.getvalue()


def _chance(seed: int, serial: int) -> random.Random:
    return random.Random(f"{seed} {serial}")


# The serial number of a 文号. Matches in: `〔2021〕26号`. Does not match in: `第26号`.
_OWN_SERIAL = regex.compile(r"(?<=[〔\[（(]\d{4}[〕\]）)])\d+(?=号)")


def _named(real: Sequence[Original], serial: int, seed: int) -> tuple[str, str]:
    """Title and number of the made notice with this serial number."""
    original, vary = real[serial % len(real)], variation(_chance(seed, serial))
    return vary(original.title), _OWN_SERIAL.sub(str(serial + 1), vary(original.number))


def _sentence(title: str, number: str, chance: random.Random) -> str:
    return "　　" + chance.choice(SENTENCES).format(f"《{title}》" + (f"（{number}）" if number else ""))


def _before_items(lines: Sequence[str]) -> int:
    """The place before the first item, the end where there is none."""
    return next((place for place, line in enumerate(lines) if _FIRST_ITEM.match(line)), len(lines))


def _in_other_order(lines: Sequence[str], chance: random.Random) -> list[str]:
    """The lines with those that stand right below one another and have labels of one kind in another order; labels stay."""
    found = list(lines)
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and (hit := _LABEL.match(found[end])) and _is_same_kind(hit, found[start]):
            end += 1
        if end - start > 1:
            heads = [_LABEL.match(line)[0] for line in found[start:end]]
            bodies = [line[len(head) :] for line, head in zip(found[start:end], heads, strict=True)]
            chance.shuffle(bodies)
            found[start:end] = [head + body for head, body in zip(heads, bodies, strict=True)]
        start = max(end, start + 1)
    return found


def _is_same_kind(hit: regex.Match[str], first: str) -> bool:
    return (hit["label"][0] == "（") == (first.strip()[0] == "（")


def _in_other_words(lines: Sequence[str], title: str, chance: random.Random) -> list[str]:
    def other(hit: regex.Match[str]) -> str:
        return _SAME[hit[0]] if chance.random() < 0.5 else hit[0]

    # Titles are what citations name: they stay.
    return [line if "《" in line or line.strip() in title else _WORD.sub(other, line) for line in lines]
