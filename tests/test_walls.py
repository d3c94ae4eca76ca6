"""The walls of the design: what may import what."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STAGES = ("read", "structure", "extract", "resolve", "tabulate")
# Library to the places that may use it.
LIBRARIES = {
    "pdfplumber": ("pipeline/read/",),
    "pypdfium2": ("pipeline/read/",),
    "click": (
        "pipeline/cli.py",
        "pipeline/commands.py",
        "pipeline/exits.py",
        "pipeline/export_command.py",
        "pipeline/search_command.py",
        "pipeline/status_command.py",
    ),
    "pandas": ("pipeline/tabulate/", "pipeline/export/"),
    "spacy": ("extractors/",),
    "jieba": ("extractors/",),
    "sqlite3": ("pipeline/archive/",),
    "jinja2": ("pipeline/compare/report.py",),
    "dask": ("pipeline/archive/engines/dask_",),
    "distributed": ("pipeline/archive/engines/dask_",),
    "fsspec": ("pipeline/archive/remote.py",),
    "pyarrow": ("pipeline/export/",),
}
MODULES = sorted(path for package in ("pipeline", "extractors") for path in (ROOT / package).rglob("*.py"))
# What every stage may use of the pipeline.
COMMON = ("pipeline.model", "pipeline.errors")
# The one place that knows the order of the stages, what works on a run as a whole, and what keeps what came of it.
ABOVE_THE_STAGES = (
    "run",
    "batch",
    "progress",
    "export",
    "cli",
    "check",
    "score",
    "gains",
    "reliability",
    "gold",
    "explain",
    "marking",
    "reports",
    "archive",
    "compare",
    "commands",
    "exits",
    "consolidated",
    "search_command",
    "status_command",
    "export_command",
    "diff",
    "series",
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports_of(path: Path) -> Iterator[str]:
    """All modules that a module imports, also inside functions and with the names that come from them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(path: Path) -> str:
    """The stage or package of pipeline that a module belongs to: read, run, model."""
    return path.relative_to(ROOT / "pipeline").parts[0].removesuffix(".py")


def is_within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_there_are_modules_to_look_at() -> None:
    assert {"pipeline/cli.py", "extractors/bracket.py"} <= set(map(name_of, MODULES))


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("extractors/")], ids=name_of)
def test_extractors_import_nothing_of_the_pipeline(path: Path) -> None:
    assert [module for module in imports_of(path) if is_within(module, ("pipeline",))] == []


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("pipeline/")], ids=name_of)
def test_a_stage_imports_no_other_stage(path: Path) -> None:
    part = part_of(path)
    if part in ABOVE_THE_STAGES:
        return
    allowed = (*COMMON, f"pipeline.{part}", "pipeline.messages", "pipeline.__version__")
    ours = [module for module in imports_of(path) if is_within(module, ("pipeline",))]
    assert [module for module in ours if not is_within(module, allowed)] == []


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_is_run_by_run_alone(stage: str) -> None:
    """`tabulate` gives the types of rows and tables to what keeps and writes them; the others are called by run only."""
    if stage == "tabulate":
        return
    users = {
        name_of(path)
        for path in MODULES
        if name_of(path).startswith("pipeline/") and part_of(path) != stage
        if any(is_within(module, (f"pipeline.{stage}",)) for module in imports_of(path))
    }
    # The reading child of `isolate` reads, and does nothing else.
    assert users - {"pipeline/archive/isolate.py"} == {"pipeline/run.py"}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_stays_in_its_place(library: str) -> None:
    users = [name_of(path) for path in MODULES if any(is_within(module, (library,)) for module in imports_of(path))]
    assert [user for user in users if not user.startswith(LIBRARIES[library])] == []
