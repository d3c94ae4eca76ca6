"""Lines under a seal, read again from other pictures of the same place: what is surely read in one of them counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import regex

from extractors import calendar_date
from extractors.kinds import Precision
from pipeline.read.ocr.engine import Engine, Image, Spoken
from pipeline.read.ocr.lines import Region, picture, widened
from pipeline.read.ocr.seal import Seal

# A line read better than this is not tried again.
SURE = 0.97
# A digit of a date counts where it is read better than this.
_SURE_DIGIT = 0.85
# How much wider a line is tried, at both ends, in parts of its height: the ring often hides its ends from the detector.
_WIDER = 1.1
# What a line that means to be a date has. Matches: `2025年1月23日`, `2025九年公23`. Does not match: `郑州市人民政府`.
_MAYBE_DATE = regex.compile(r"[12二][\d〇○零OoQ一二三四五六七八九]{3}.{0,3}[年月日]|年.{0,4}月")
# The parts of a date between the characters that bound them; 日 under a seal is also read as its look-alikes.
# Matches in: `2021年3月5日`, `3月15目`. Does not match in: `2021年3月5`.
_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d\d)\s?年")
_MONTH = regex.compile(r"年\s?(1[0-2]|[1-9])\s?月")
_DAY = regex.compile(r"月\s?([12]\d|3[01]|[1-9])\s?[日月目曰]\s?$")


def read_under(
    seals: Sequence[Seal],
    regions: Sequence[Region],
    spoken: Sequence[Spoken],
    pictures: Sequence[Image],
    models: Engine,
) -> list[Spoken]:
    """The readings, those of unsure lines under a seal replaced where another picture of the line gives a better one.

    `pictures` are the page with the seals and without. Each is also tried in its darkest ink alone, and a little wider. Of
    a date each part is taken from where all its digits are sure, and only where no other sure reading contradicts it; a
    date of which a part is nowhere sure says nothing.
    What is a seal's own lettering says nothing.
    """
    result = list(spoken)
    for index, region in enumerate(regions):
        box = (region.x0, region.top, region.x1, region.bottom)
        if any(one.covers and _is_lettering(one, region, regions) for one in seals):
            result[index] = Spoken("")
        elif any(one.touches(*box) for one in seals) and _is_unsure(spoken[index]):
            wider = widened(region, _WIDER * region.height, pictures[0].shape[1])
            lines = [picture(page, place) for page in pictures for place in (region, wider)]
            tried = models.recognize([*lines, *(_darkest(line) for line in lines)])
            result[index] = _best(spoken[index], tried)
    return result


def _is_lettering(one: Seal, region: Region, regions: Sequence[Region]) -> bool:
    """Whether the region is the seal's own lettering; a piece of the date (5日) goes on with the rest of the date."""
    box = (region.x0, region.top, region.x1, region.bottom)
    return one.has_in_arc(*box) or (one.has_on_ring(*box) and not any(_goes_on(region, other) for other in regions))


def _goes_on(region: Region, other: Region) -> bool:
    """Whether the other line stands right beside the region, in its height."""
    is_level = other.top < (region.top + region.bottom) / 2 < other.bottom
    is_near = other.x0 - region.height < region.x1 and other.x1 + region.height > region.x0
    return other is not region and is_level and is_near


def _is_unsure(said: Spoken) -> bool:
    return said.score < SURE or (_MAYBE_DATE.search(said.text) is not None and not _is_date(said.text))


def _darkest(line: Image) -> Image:
    """The line in black and white, its edges smooth."""
    _, darkest = cv2.threshold(line[:, :, 0], 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    smooth = np.asarray(cv2.GaussianBlur(np.asarray(darkest), (3, 3), 0), dtype=np.uint8)
    return np.repeat(smooth[:, :, None], 3, axis=2)


def _best(first: Spoken, tried: Sequence[Spoken]) -> Spoken:
    """The best reading of one line: of a date the one that its sure parts make, nothing where they make none; else the
    one read best."""
    if not any(_MAYBE_DATE.search(said.text) for said in (first, *tried)):
        return max((first, *tried), key=lambda said: said.score)
    found = _date_of((first, *tried))
    # A wrong date is worse than none.
    return found or (Spoken("") if _is_date(first.text) else first)


def _date_of(readings: Sequence[Spoken]) -> Spoken | None:
    """The date that the sure parts of the readings make; None where a part is nowhere sure, or sure in two ways."""
    year, month, day = (_sure_part(part, readings) for part in (_YEAR, _MONTH, _DAY))
    if year is None or month is None or day is None:
        return None
    text = f"{year[0]}年{month[0]}月{day[0]}日"
    if not _is_date(text):
        return None
    score = min(year[1], month[1], day[1])
    middles = tuple((index + 0.5) / len(text) for index in range(len(text)))
    return Spoken(text, middles, (score,) * len(text))


def _sure_part(part: regex.Pattern[str], readings: Iterable[Spoken]) -> tuple[str, float] | None:
    """What the readings say of one part of the date, with its confidence."""
    found: dict[str, float] = {}
    for said in readings:
        if (hit := part.search(said.text)) and (score := min(said.scores[hit.start(1) : hit.end(1)])) >= _SURE_DIGIT:
            found[hit[1]] = max(score, found.get(hit[1], 0.0))
    return next(iter(found.items())) if len(found) == 1 else None


def _is_date(text: str) -> bool:
    flat = "".join(text.split())
    found = calendar_date.find(flat)
    return len(found) == 1 and found[0].value.precision is Precision.DAY and len(found[0].text) == len(flat)
