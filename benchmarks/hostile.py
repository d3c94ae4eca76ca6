"""How the time of each extractor grows on text that repeats one piece: python -m benchmarks.hostile

For each piece and extractor the CPU time on 50,000 characters and on four times as many; a growth near 4 is linear.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from extractors import bracket, citation, deadline, doc_number, duty, notice_rule, obligation, report
from pipeline.model.reading import Line, Reading, SourceFormat
from pipeline.structure import build

PIECES = (
    "（",
    "、",
    "《",
    "“",
    "各部门要",
    "市财政局、",
    "，各地要",
    "30日内",
    "每季度",
    "〔2021〕1号",
    "一、",
    "附件",
    "责任单位：",
)
LENGTH, TIMES = 50_000, 4


def main() -> None:
    readers: dict[str, Callable[[str], object]] = {
        "bracket": bracket.find,
        "duty": duty.find,
        "notice_rule": notice_rule.find,
        "obligation": obligation.find,
        "deadline": deadline.find,
        "report": report.find,
        "citation": citation.find,
        "doc_number": doc_number.find,
        "structure": lambda text: build(Reading(SourceFormat.TXT, (Line(text),))),
    }
    print(f"{'':14}{'piece':12}{'seconds':>9}{'growth':>8}")
    for name, find in readers.items():
        for piece in PIECES:
            short, long = (_seconds(find, piece * (length // len(piece))) for length in (LENGTH, LENGTH * TIMES))
            print(f"{name:14}{piece:12}{long:9.2f}{long / max(short, 1e-3):8.1f}")


def _seconds(find: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    find(text)
    return time.process_time() - start


if __name__ == "__main__":
    main()
