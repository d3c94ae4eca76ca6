"""Values of the model to JSON and back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.archive.codec import from_json, to_json
from pipeline.model.reading import Align, Box, Cell, Flow, Frame, Grid, Line, Reading, SourceFormat, Stretch
from pipeline.model.task import Deadline

numbers = st.floats(min_value=-1e6, max_value=1e6)
words = st.text(max_size=20)
boxes = st.builds(Box, st.integers(1, 9), numbers, numbers, numbers, numbers)
lines = st.builds(
    Line,
    words,
    st.integers(1, 9),
    st.none() | boxes,
    st.sampled_from(Flow),
    st.integers(0, 9),
    st.none() | st.sampled_from(Align),
    st.none() | numbers,
)
stretches = st.builds(Stretch, st.integers(0, 9), boxes)
cells = st.builds(
    Cell, words, st.integers(0, 9), st.integers(0, 9), stretches=st.lists(stretches, max_size=2).map(tuple)
)
frames = st.builds(Frame, st.integers(1, 9), numbers, numbers, st.integers(0, 3), numbers)
grids = st.builds(
    Grid,
    st.lists(cells, max_size=4).map(tuple),
    st.integers(1, 9),
    st.integers(1, 9),
)
readings = st.builds(
    Reading,
    st.sampled_from(SourceFormat),
    st.lists(lines | grids, max_size=4).map(tuple),
    fields=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    warnings=st.lists(words, max_size=2).map(tuple),
    frames=st.lists(frames, max_size=2).map(tuple),
)


@given(readings)
def test_a_reading_comes_back_as_it_was(reading: Reading) -> None:
    assert from_json(Reading, to_json(reading)) == reading


def test_dates_come_back_as_dates() -> None:
    limit = Deadline(
        "3月底前", "by", None, date(2021, 3, 31), "month", True, "", None, "", "natural", "", "", True, None, "r"
    )  # type: ignore[arg-type]
    sent = to_json(limit)
    assert b'"2021-03-31"' in sent


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'["pdf",[],"1",[],"","",[],[]]', id="text for a number"),
        pytest.param(b'["pdf",[],true,[],"","",[],[]]', id="truth for a number"),
        pytest.param(b'["exe",[],1,[],"","",[],[]]', id="unknown code"),
        pytest.param(b'["pdf",{},1,[],"","",[],[]]', id="object for a list"),
        pytest.param(b'["pdf",[],1,[["a"]],"","",[],[]]', id="half a pair"),
        pytest.param(b'["pdf",[]]', id="fields missing"),
        pytest.param(b'["pdf",[["x"]],1,[],"","",[],[]]', id="half a block"),
        pytest.param(b"nonsense", id="no JSON"),
    ],
)
def test_what_is_no_reading_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        from_json(Reading, data)


def test_what_is_no_value_of_the_model_is_not_sent() -> None:
    with pytest.raises(TypeError):
        to_json(object())
