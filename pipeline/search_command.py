"""`duban search`: arguments in, hits out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from pipeline.commands import ARCHIVE, Command, Option
from pipeline.messages import Language, message


# A word to leave out begins with - like an option: what is no option is a word.
@click.command(cls=Command, name="search", context_settings={"ignore_unknown_options": True})
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@click.option("--issuer", cls=Option, default="", metavar="NAME", help="option.search_issuer")
@click.option("--year", cls=Option, type=click.IntRange(1900, 2200), metavar="YEAR", help="option.search_year")
@click.option("--unit", cls=Option, default="", metavar="NAME", help="option.search_unit")
@click.option("--kind", cls=Option, default="", metavar="NAME", help="option.search_kind")
@click.option("--tasks", "scope", cls=Option, flag_value="tasks", help="option.search_tasks")
@click.option("--notices", "scope", cls=Option, flag_value="notices", help="option.search_notices")
@click.option("--limit", cls=Option, type=click.IntRange(1, 1000), default=20, metavar="N", help="option.search_limit")
@click.option("--json", "in_json", cls=Option, is_flag=True, help="option.json")
@ARCHIVE
@click.pass_obj
def search_command(
    language: Language,
    words: tuple[str, ...],
    issuer: str,
    year: int | None,
    unit: str,
    kind: str,
    scope: str | None,
    limit: int,
    in_json: bool,
    archive: Path,
) -> None:
    if unknown := next((word for word in words if word.startswith("--")), None):
        raise click.NoSuchOption(unknown)
    from pipeline.archive.search.finding import Filters, Scope, search
    from pipeline.archive.search.telling import as_json, lines
    from pipeline.archive.store import open_store

    filters = Filters(issuer=issuer, year=year, unit=unit, kind=kind, scope=Scope(scope or "each"))
    with open_store(archive) as store:
        found = search(store, " ".join(words), filters, limit=limit, language=language)
    if in_json:
        click.echo(as_json(found))
        return
    if not found.hits:
        click.echo(message("search_unit_none" if unit else "search_none", language, folder=archive), err=True)
        return
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in lines(found, language=language, colour=colour):
        click.echo(line)
