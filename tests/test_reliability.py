from __future__ import annotations

from pipeline.reliability import Reliability, by_confidence


def test_rows_are_counted_in_the_class_of_their_confidence() -> None:
    rows = [(0.98, True), (0.9, False), (0.89, True), (0.7, True), (0.35, False)]
    assert by_confidence(rows) == [
        Reliability(0.9, 1, 2),
        Reliability(0.8, 1, 1),
        Reliability(0.7, 1, 1),
        Reliability(0.0, 0, 1),
    ]


def test_no_rows_have_no_share() -> None:
    assert [each.share for each in by_confidence([])] == [0.0] * 4
