"""Time limits read by this program and by three libraries for dates, on expressions cut from real notices.

    pip install '.[bench]' && python benchmarks/dates.py [../shared/dates/notices.jsonl]

found: of the time limits, those where something was found at their place; kind: of all, also those that are none; due: of
those with a last day. The libraries know dates, not limits, so they are read with goodwill: a point in time counts as
`by`, a span of time as `by` or as `window`, a length as `relative`, a repetition as `recurring`. A package that is not
installed is passed over with a message.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

EXPRESSIONS = Path(__file__).resolve().parents[2] / "shared" / "dates" / "notices.jsonl"
UNDATED = date(2020, 1, 1)  # what the libraries count from where a notice has no date


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found in a context: where, which kinds of limit it may be, and its last day."""

    start: int
    end: int
    kinds: frozenset[str]
    due: date | None


Reader = Callable[[str, date | None], list[Found]]


def main() -> None:
    logging.disable(logging.CRITICAL)  # JioNLP logs what it cannot read
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else EXPRESSIONS
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    limits = sum(row["kind"] != "none" for row in rows)
    dated = sum(bool(row["due_date"]) for row in rows)
    print(
        f"{'':12} {f'found of {limits}':>14} {f'kind of {len(rows)}':>13} {f'due of {dated}':>11} {'errors':>7} {'ms each':>8}"
    )
    for name, load in READERS.items():
        try:
            reader = load()
        except ImportError as error:
            print(f"{name:12} not measured: {error}. Install the extra: pip install '.[bench]'")
            continue
        print(_line(name, reader, rows))


def _line(name: str, reader: Reader, rows: list[dict[str, str]]) -> str:
    for row in rows:  # what a reader loads at its first calls is not timed
        _hits(reader, row)
    found = kind = due = errors = 0
    began = time.perf_counter()
    for row in rows:
        hits, failed = _hits(reader, row)
        errors += failed
        found += row["kind"] != "none" and bool(hits)
        kind += any(row["kind"] in hit.kinds for hit in hits) if row["kind"] != "none" else not (hits or failed)
        due += bool(row["due_date"]) and any(str(hit.due) == row["due_date"] for hit in hits)
    each = (time.perf_counter() - began) / len(rows) * 1000
    return f"{name:12} {found:>14} {kind:>13} {due:>11} {errors:>7} {each:>8.2f}"


def _hits(reader: Reader, row: dict[str, str]) -> tuple[list[Found], bool]:
    """What was found at the places of the expression, and whether the reader failed."""
    context, expression = row["context"], row["expr"]
    day = date.fromisoformat(row["reference_date"]) if row["reference_date"] else None
    places = [at for at in range(len(context)) if context.startswith(expression, at)]
    try:
        found = reader(context, day)
    except Exception:  # a library may raise anything on text that it does not expect
        return [], True
    return [hit for hit in found if any(hit.start < at + len(expression) and at < hit.end for at in places)], False


def _duban() -> Reader:
    from extractors import deadline

    def read(text: str, day: date | None) -> list[Found]:
        matches = deadline.find(text, reference_date=day)
        return [Found(m.start, m.end, frozenset({m.value.kind.value}), m.value.due_date) for m in matches]

    return read


def _jionlp() -> Reader:
    import jionlp

    kinds = {
        "time_point": frozenset({"by"}),
        "time_span": frozenset({"by", "window"}),
        "time_delta": frozenset({"relative"}),
        "time_period": frozenset({"recurring"}),
    }

    def read(text: str, day: date | None) -> list[Found]:
        day = day or UNDATED
        base = {"year": day.year, "month": day.month, "day": day.day}
        return [
            Found(*each["offset"], kinds.get(each["type"], frozenset()), _last_day(each["detail"]["time"]))
            for each in jionlp.ner.extract_time(text, time_base=base)
        ]

    return read


def _last_day(written: Any) -> date | None:
    """The day of the second of JioNLP's two times, None where it gives a length or a repetition."""
    if not isinstance(written, list) or not isinstance(written[-1], str):
        return None
    try:
        return date.fromisoformat(written[-1][:10])
    except ValueError:  # inf
        return None


def _dateparser() -> Reader:
    from dateparser.search import search_dates

    def read(text: str, day: date | None) -> list[Found]:
        day = day or UNDATED
        settings = {"RELATIVE_BASE": datetime(day.year, day.month, day.day)}
        found: list[Found] = []
        end = 0
        for words, moment in search_dates(text, languages=["zh"], settings=settings) or []:
            start = text.find(words, end)
            if start >= 0:
                end = start + len(words)
                found.append(Found(start, end, frozenset({"by"}), moment.date()))
        return found

    return read


def _recognizers() -> Reader:
    from recognizers_date_time import recognize_datetime

    kinds = {
        "date": frozenset({"by"}),
        "datetime": frozenset({"by"}),
        "daterange": frozenset({"by", "window"}),
        "datetimerange": frozenset({"by", "window"}),
        "duration": frozenset({"relative"}),
        "set": frozenset({"recurring"}),
    }

    def read(text: str, day: date | None) -> list[Found]:
        day = day or UNDATED
        results = recognize_datetime(text, "zh-cn", reference=datetime(day.year, day.month, day.day))
        return [
            Found(each.start, each.end + 1, kinds.get(each.type_name.partition(".")[2], frozenset()), _resolved(each))
            for each in results
        ]

    return read


def _resolved(result: Any) -> date | None:
    """The last day of what recognizers-text resolved; the end of its ranges is the day behind them."""
    values = (result.resolution or {}).get("values") or [{}]
    written, is_range = values[-1].get("end"), True
    if not written:
        written, is_range = values[-1].get("value") or "", False
    try:
        day = date.fromisoformat(written[:10])
    except ValueError:
        return None
    return day - timedelta(days=1) if is_range else day


READERS: dict[str, Callable[[], Reader]] = {
    "duban": _duban,
    "JioNLP": _jionlp,
    "dateparser": _dateparser,
    "recognizers": _recognizers,
}

if __name__ == "__main__":
    main()
