"""Checks what a run over corpus/ wrote: check_outputs.py OUTPUTS [--nothing-read]

Standard library only: it reads the tables as a stranger would. Prints each fault and exits 1 where there is one.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

TABLES = ("notices", "tasks", "assignments", "units", "deadlines", "citations", "sections", "problems")
SAMPLE = "郑政文〔2021〕26号"
# Start of the governed text, lead, responsible, due date, report_to of the tasks that the sample states in brackets.
STATED = [
    ("抓好学习研究", "", "相关承接市直单位", "2021-03-10", ""),
    ("制定承接方案", "", "相关承接市直单位", "2021-03-15", "市发展改革委"),
    ("做好上下衔接", "", "相关承接市直单位", "2021-03-31", ""),
    ("确保承接到位", "", "相关承接市直单位；开发区；区县（市）", "2021-03-31", ""),
    ("强化协同配合", "市委编办；市政务办", "相关承接市直单位；开发区；区县（市）", "2021-04-10", ""),
]
HEADER = {
    "issuer": "郑州市人民政府",
    "addressees": "各开发区管委会；各区县（市）人民政府；市人民政府各部门；各有关单位",
    "signed_date": "2021-03-05",
    "issued_date": "2021-03-08",
    "issuing_office": "郑州市人民政府办公厅",
    "drafting_unit": "市委改革办",
    "supervising_unit": "市政府办公厅二处",
}

Row = dict[str, str]


def read_tables(folder: Path) -> dict[str, list[Row]]:
    tables = {}
    for name in TABLES:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            tables[name] = list(csv.DictReader(stream))
    return tables


def faults(tables: dict[str, list[Row]]) -> Iterator[str]:
    yield from _key_faults(tables)
    samples = [row for row in tables["notices"] if row["doc_number"] == SAMPLE]
    firsts = [row for row in samples if not row["duplicate_of"]]
    if len(samples) != 3 or len(firsts) != 1:
        yield f"{SAMPLE}: expected 3 files of one notice, found {len(samples)} files, {len(firsts)} first ones"
        return
    (first,) = firsts
    yield from (f"{SAMPLE}: {name} is {first[name]!r}" for name, value in HEADER.items() if first[name] != value)
    if "annex_missing" not in first["warnings"]:
        yield f"{SAMPLE}: the missing annex is not reported"
    yield from _task_faults([row for row in tables["tasks"] if row["notice_id"] == first["notice_id"]])
    cited = [row for row in tables["citations"] if row["notice_id"] == first["notice_id"]]
    if ("豫政〔2021〕9号", "basis") not in [(row["cited_number"], row["relation"]) for row in cited]:
        yield f"{SAMPLE}: its basis 豫政〔2021〕9号 is not there"
    if failed := [row["source_path"] for row in tables["problems"] if row["outcome"] == "failed"]:
        yield f"failed files: {failed}"


def _task_faults(rows: list[Row]) -> Iterator[str]:
    stated = [row for row in rows if row["source"] == "bracket"]
    found = [
        (row["task_text"][:6], row["lead_units"], row["responsible_units"], row["due_date"], row["report_to"])
        for row in stated
    ]
    if found != STATED:
        yield f"{SAMPLE}: stated tasks are {found}"
    if len([row for row in rows if row["source"] == "body"]) < 7:
        yield f"{SAMPLE}: fewer than 7 tasks in running sentences"


def _key_faults(tables: dict[str, list[Row]]) -> Iterator[str]:
    for name in TABLES:
        keys = [next(iter(row.values())) for row in tables[name]]
        if len(keys) != len(set(keys)):
            yield f"{name}: a key stands twice"
    keys = {name: {next(iter(row.values())) for row in tables[name]} for name in TABLES}
    for name, column, target in (
        ("tasks", "notice_id", "notices"),
        ("assignments", "task_id", "tasks"),
        ("assignments", "unit_id", "units"),
        ("deadlines", "task_id", "tasks"),
        ("citations", "notice_id", "notices"),
        ("sections", "notice_id", "notices"),
    ):
        if lost := {row[column] for row in tables[name]} - keys[target]:
            yield f"{name}.{column}: not in {target}: {sorted(lost)[:3]}"


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0])
    found = list(faults(read_tables(folder)))
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    if "--nothing-read" in arguments and record["files"]["read"]:
        found.append(f"a second run read {record['files']['read']} files")
    for fault in found:
        print(fault)
    print("outputs: " + (f"{len(found)} faults" if found else "as they should be"))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
