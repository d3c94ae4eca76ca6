"""`duban export` and `duban ledger`: arguments in, files out."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands import ARCHIVE, Command, Group, Option
from pipeline.messages import Language, message


@click.command(cls=Command, name="export")
@click.argument("formats", metavar="FORMAT...", nargs=-1, required=True)
@ARCHIVE
@click.option("-o", "output", cls=Option, type=click.Path(file_okay=False, path_type=Path), help="option.export")
@click.pass_obj
def export_command(language: Language, formats: tuple[str, ...], archive: Path, output: Path | None) -> None:
    from pipeline.export.formats import export

    for path in export(formats, archive, output or archive / "export"):
        click.echo(message("exported", language, path=path), err=True)


@click.group(cls=Group, name="ledger")
def ledger_group() -> None:
    pass


@ledger_group.command(cls=Command, name="merge")
@click.argument("old", metavar="OLD.xlsx", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@ARCHIVE
@click.option("-o", "output", cls=Option, type=click.Path(dir_okay=False, path_type=Path), help="option.ledger")
@click.pass_obj
def ledger_merge_command(language: Language, old: Path, archive: Path, output: Path | None) -> None:
    from dataclasses import asdict

    from pipeline.export.ledger_merge import merge

    merged = merge(old, archive, output or old.with_name(f"{old.stem}-合并.xlsx"))
    click.echo(message("ledger_merged", language, **asdict(merged)), err=True)
