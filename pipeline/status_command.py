"""`duban status`: what a run did, what failed and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands import Command, Option
from pipeline.messages import Language, message, reasons

if TYPE_CHECKING:
    from pipeline.archive.status import Status


# Says a code in words.
Words = Callable[[str, Language], str]


@click.command(cls=Command, name="status")
@click.argument("archive", metavar="OUT", default="outputs", type=click.Path(path_type=Path))
@click.option("--json", "in_json", cls=Option, is_flag=True, help="option.json")
@click.pass_obj
def status_command(language: Language, archive: Path, in_json: bool) -> None:
    from pipeline.archive.status import status
    from pipeline.archive.store import open_store

    with open_store(archive) as store:
        found = status(store)
    if in_json:
        import json

        click.echo(json.dumps(_told(found), ensure_ascii=False, indent=1))
        return
    for line in _lines(found, language):
        click.echo(line)


def _told(found: Status) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "outcomes": dict(found.outcomes),
        "formats": dict(found.formats),
        "reasons": dict(found.reasons),
        "slowest": [asdict(slow) for slow in found.slowest],
        "pages": found.pages,
        "textless": found.textless,
        "textless_before": found.textless_before,
        "alarms": found.alarms,
    }


def _lines(found: Status, language: Language) -> Iterator[str]:
    yield from _counted("status_outcomes", found.outcomes, language, message)
    yield from _counted("status_formats", found.formats, language, lambda code, _: code or "?")
    yield from _counted("status_reasons", found.reasons, language, _reason_words)
    yield message("status_slowest", language)
    for slow in found.slowest:
        yield f"  {slow.seconds:7.1f} s {slow.memory / (1 << 20):7.0f} MiB  {slow.shown}"
    pages = {"pages": found.pages, "textless": found.textless, "share": found.share}
    yield message("status_pages", language, **pages)
    if found.alarms:
        yield message("status_alarm", language, before=found.textless_before, share=found.share)


def _counted(key: str, counts: Counter[str], language: Language, words: Words) -> Iterator[str]:
    if counts:
        yield message(key, language)
    for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        yield f"  {count:7}  {words(code, language)}"


def _reason_words(code: str, language: Language) -> str:
    known = reasons().get(code)
    told = (known.zh if language == "zh" else known.en) if known else ""
    return f"{code}  {told}".rstrip()
