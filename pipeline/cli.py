"""The command line: arguments in, messages out, nothing else."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import __version__
from pipeline.commands import ARCHIVE, Command, Group, Option
from pipeline.exits import ALL_WELL, PROBLEM, SOME_FAILED, Stop, code_of
from pipeline.export_command import export_command, ledger_group
from pipeline.messages import Language, message
from pipeline.search_command import search_command
from pipeline.status_command import status_command

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.compare.compared import Compared

_LANGUAGES = ("zh", "en")


def main() -> None:
    """The program `duban`: runs a command and exits with its code."""
    stop = Stop()
    stop.listen()
    sys.exit(stop.code(_exit_code(sys.argv[1:])))


def _exit_code(arguments: list[str]) -> int:
    language = _language(arguments)
    return code_of(lambda: duban.main(arguments, prog_name="duban", standalone_mode=False, obj=language), language)


def _language(arguments: list[str]) -> Language:
    """zh or en, by --lang, else by the locale; known before click reads the rest, so that help is in it too."""
    for argument, following in pairwise([*arguments, ""]):
        if argument == "--lang" and following in _LANGUAGES:
            return "zh" if following == "zh" else "en"
        if argument in ("--lang=zh", "--lang=en"):
            return "zh" if argument.endswith("zh") else "en"
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


@click.group(cls=Group, name="duban", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", cls=Option, type=click.Choice(_LANGUAGES), expose_value=False, help="option.lang")
@click.version_option(__version__, prog_name="duban", message="%(prog)s %(version)s", cls=Option, help="option.version")
def duban() -> None:
    pass


_OCR = click.option(
    "--ocr", cls=Option, type=click.Choice(["auto", "always", "never"]), default="auto", help="option.ocr"
)
_RULES = click.option("--rules", cls=Option, type=click.Path(path_type=Path), metavar="DIR", help="option.rules")
_DAY = click.DateTime(formats=["%Y-%m-%d"])
_AS_OF = click.option("--as-of", cls=Option, type=_DAY, metavar="DATE", help="option.as_of")


@duban.command(cls=Command, name="run")
@click.argument("paths", metavar="PATH|URL...", nargs=-1, required=True)
@click.option("-o", "--output", cls=Option, type=click.Path(path_type=Path), default="outputs", help="option.output")
@click.option("--prune", cls=Option, is_flag=True, help="option.prune")
@click.option("--only", cls=Option, default="", metavar="failed|stale|KIND", help="option.run_only")
@click.option("--retry", cls=Option, is_flag=True, help="option.retry")
@click.option("--workers", cls=Option, type=click.IntRange(min=1), metavar="N", help="option.workers")
@click.option("--engine", cls=Option, type=click.Choice(["local", "dask"]), default="local", help="option.engine")
@click.option("--scheduler", cls=Option, default="", metavar="tcp://HOST:PORT", help="option.scheduler")
@click.option("--publish", "publish_to", cls=Option, default="", metavar="URL", help="option.publish")
@click.option("--log", cls=Option, type=click.Path(dir_okay=False, path_type=Path), help="option.log")
@_AS_OF
@_OCR
@_RULES
@click.pass_obj
def run_command(
    language: Language,
    paths: tuple[str, ...],
    output: Path,
    prune: bool,
    only: str,
    retry: bool,
    workers: int | None,
    engine: str,
    scheduler: str,
    publish_to: str,
    log: Path | None,
    as_of: datetime | None,
    ocr: str,
    rules: Path | None,
) -> int:
    if (engine == "dask") != bool(scheduler) or (scheduler and workers):
        raise click.UsageError(message("engine_usage", language))
    from pipeline.archive.choice import Choice
    from pipeline.batch import run
    from pipeline.model.reading import Ocr
    from pipeline.progress import shown

    with shown(language, log) as progress:
        summary = run(
            paths,
            output,
            choice=Choice(only.lower(), retry),
            workers=workers or 0,
            prune=prune,
            rules=rules,
            ocr=Ocr(ocr),
            as_of=_iso(as_of),
            scheduler=scheduler,
            publish_to=publish_to,
            progress=progress,
        )
    from pipeline.reports import summary_lines

    for line in summary_lines(summary, output, language):
        click.echo(line, err=True)
    return SOME_FAILED if summary.outcomes["failed"] else ALL_WELL


@duban.command(cls=Command, name="explain")
@click.argument("task_id")
@click.option("--image", cls=Option, type=click.Path(dir_okay=False, path_type=Path), help="option.image")
@ARCHIVE
@_RULES
@click.pass_obj
def explain_command(language: Language, task_id: str, image: Path | None, archive: Path, rules: Path | None) -> None:
    _use(rules)
    from pipeline.explain import explain, rendered

    click.echo(rendered(explain(archive, task_id, language=language), language))
    if image is not None:
        from pipeline.marking import task_picture

        image.write_bytes(task_picture(archive, task_id, language=language))
        click.echo(message("image_written", language, path=image), err=True)


@duban.command(cls=Command, name="text")
@click.argument("wanted", metavar="FILE|NUMBER")
@click.option("--corrections", cls=Option, is_flag=True, help="option.corrections")
@click.option("--as-of", cls=Option, type=_DAY, metavar="DATE", help="option.text_as_of")
@ARCHIVE
@_OCR
@_RULES
@click.pass_obj
def text_command(
    language: Language,
    wanted: str,
    corrections: bool,
    as_of: datetime | None,
    archive: Path,
    ocr: str,
    rules: Path | None,
) -> None:
    _use(rules)
    if as_of is not None:
        _say_as_of(wanted, _iso(as_of), archive, language)
        return
    from pipeline.explain import corrected, file_text, notice_corrections, notice_text
    from pipeline.model.reading import Ocr

    if read := file_text(wanted, rules=rules, ocr=Ocr(ocr)):
        text, made = read
    else:
        made = notice_corrections(archive, wanted, language=language) if corrections else ()
        text = "" if corrections else notice_text(archive, wanted, language=language)
    for line in map(corrected, made) if corrections else [text]:
        click.echo(line)


def _say_as_of(wanted: str, as_of: str, archive: Path, language: Language) -> None:
    """The consolidated text; to standard error what was carried out for it."""
    from pipeline.consolidated import text_as_of, told

    made = text_as_of(archive, wanted, as_of=as_of, language=language)
    click.echo(made.text)
    for line in told(made, language):
        click.echo(line, err=True)


@duban.command(cls=Command, name="diff")
@click.argument("notices", nargs=-1, metavar="OLD NEW")
@click.option("--all-pairs", "words", cls=Option, metavar="WORDS", help="option.all_pairs")
@ARCHIVE
@click.option("-o", "--output", cls=Option, type=click.Path(path_type=Path), metavar="DIR", help="option.changes")
@click.option("--json", "in_json", cls=Option, is_flag=True, help="option.json")
@click.pass_obj
def diff_command(
    language: Language, notices: tuple[str, ...], words: str | None, archive: Path, output: Path | None, in_json: bool
) -> None:
    if len(notices) != (0 if words else 2):
        raise click.UsageError(message("diff_usage", language))
    from pipeline.compare.terminal import rendered
    from pipeline.diff import as_json

    width, colour = shutil.get_terminal_size().columns, sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    found = _series(words, archive, output, language) if words else _pair(notices, archive, output, language)
    for both in found:
        click.echo(as_json(both) if in_json else rendered(both, language=language, width=width, colour=colour))


def _pair(notices: tuple[str, ...], archive: Path, output: Path | None, language: Language) -> Iterator[Compared]:
    from pipeline.diff import FILES, diff, write

    both = diff(*notices, archive=archive, language=language)
    if output is not None:
        write(both, output, language=language)
        click.echo(message("diff_written", language, folder=output, files=", ".join(FILES)), err=True)
    yield both


def _series(words: str, archive: Path, output: Path | None, language: Language) -> Iterator[Compared]:
    from pipeline.series import compared_series, write_series

    found = compared_series(archive, words, language=language)
    yield from found if output is None else write_series(found, output, language=language)
    if output is not None:
        click.echo(message("diff_written", language, folder=output, files="changes.csv, OLD--NEW.html"), err=True)


@duban.command(cls=Command, name="score")
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("tables", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "in_json", cls=Option, is_flag=True, help="option.json")
@click.option("--misses", cls=Option, type=click.IntRange(min=0), default=0, metavar="N", help="option.misses")
@click.option("--only", cls=Option, default="", metavar="NAME", help="option.only")
@click.option(
    "--against",
    cls=Option,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="OLD",
    help="option.against",
)
@click.pass_obj
def score_command(
    language: Language, gold: Path, tables: Path, in_json: bool, misses: int, only: str, against: Path | None
) -> None:
    from pipeline.reports import gains_words, score_words
    from pipeline.score import as_json, score

    report = score(gold, tables, only=only)
    del report.differences[misses:]
    if against is not None:
        from pipeline.gains import compare, gains_json

        gains = compare(score(gold, against, only=only), report)
        click.echo(gains_json(gains) if in_json else gains_words(gains, language))
        return
    click.echo(as_json(report) if in_json else score_words(report, language))


@duban.command(cls=Command, name="check")
@click.option("--gold", cls=Option, type=click.Path(exists=True, path_type=Path), help="option.gold")
@click.option("--texts", cls=Option, type=click.Path(exists=True, path_type=Path), help="option.texts")
@_RULES
@click.pass_obj
def check_command(language: Language, gold: Path | None, texts: Path | None, rules: Path | None) -> int:
    _use(rules)
    from extractors.rules import check_folder
    from pipeline.archive.isolate import layers
    from pipeline.check import check_gazetteer, check_gold, check_rules, corpus_folder

    corpus = corpus_folder()
    of_rules, of_gazetteer = check_rules(), check_gazetteer()
    of_gold = check_gold(gold or corpus / "gold", texts or corpus / "notices", added=rules)
    click.echo(message("check_rules", language, **of_rules.counts))
    if rules is not None:
        click.echo(message("check_added", language, folder=rules, rows=sum(check_folder(rules).values())))
    click.echo(message("check_gazetteer", language, **of_gazetteer.counts))
    click.echo(message("check_gold", language, **of_gold.counts))
    held = ", ".join(f"{name} {'yes' if holds else 'no'}" for name, holds in layers().items())
    click.echo(message("check_isolation", language, layers=held))
    faults = [*of_rules.faults, *of_gazetteer.faults, *of_gold.faults]
    for fault in faults:
        click.echo(fault)
    click.echo(message("check_faults" if faults else "check_well", language, faults=len(faults)))
    return PROBLEM if faults else ALL_WELL


def _iso(day: datetime | None) -> str:
    return day.date().isoformat() if day else ""


def _use(rules: Path | None) -> None:
    """Adds a folder of rules before anything else is loaded."""
    if rules is not None:
        from pipeline.run import use_rules

        use_rules(rules)


@duban.command(cls=Command, name="history")
@click.argument("wanted", metavar="NUMBER|TASK_ID")
@click.option("--as-of", cls=Option, type=_DAY, metavar="DATE", help="option.history_as_of")
@ARCHIVE
@click.pass_obj
def history_command(language: Language, wanted: str, as_of: datetime | None, archive: Path) -> None:
    from pipeline.compare.asking import history_told, life_told

    told = life_told if wanted.startswith("T-") else history_told
    for line in told(archive, wanted, as_of=_iso(as_of), language=language):
        click.echo(line)


@duban.command(cls=Command, name="cascade")
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True)
@click.option("-o", "output", cls=Option, type=click.Path(dir_okay=False, path_type=Path), help="option.cascade_csv")
@ARCHIVE
@click.pass_obj
def cascade_command(language: Language, numbers: tuple[str, ...], output: Path | None, archive: Path) -> None:
    from pipeline.compare.asking import cascade_of
    from pipeline.compare.cascade import rows_of
    from pipeline.compare.cascade_table import WIDTH, count_lines, printed
    from pipeline.tabulate.csv_file import write_table

    made = cascade_of(archive, numbers, language=language)
    click.echo(printed(made, language, width=shutil.get_terminal_size((WIDTH, 0)).columns), nl=False)
    for line in count_lines(made, language):
        click.echo(line)
    click.echo(message("cascade_legend", language))
    if output is not None:
        rows = write_table(output, "cascade", rows_of(made))
        click.echo(message("cascade_written", language, path=output, rows=rows), err=True)


duban.add_command(export_command)
duban.add_command(ledger_group)
duban.add_command(search_command)
duban.add_command(status_command)


if __name__ == "__main__":
    main()
