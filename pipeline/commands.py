"""Commands and options of the command line whose help is in the language of the messages."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.messages import Language, message


class Option(click.Option):
    """An option whose help is a key of the messages."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return (record[0], message(self.help, _of(ctx))) if record and self.help else record


ARCHIVE = click.option(
    "-a", "archive", cls=Option, type=click.Path(path_type=Path), default="outputs", help="option.archive"
)


class Command(click.Command):
    """A command whose help is a key of the messages."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(message(f"help.{self.name}", _of(ctx)))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = message("option.help", _of(ctx))
        return option


class Group(Command, click.Group):
    """A group whose commands are listed with the help of each."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, message(f"help.{name}", _of(ctx))) for name in self.commands]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _of(ctx: click.Context) -> Language:
    language = ctx.find_root().obj
    return "zh" if language == "zh" else "en"
