"""The one table: sorted, sliced by indicator, wide on asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.observations import (
    COLUMNS,
    Codelists,
    ObservationRows,
    Observations,
    bounds,
    concat,
    first_rows,
    key,
    observation_rows,
    smallest,
    smallest_type,
)

if TYPE_CHECKING:
    from tests.conftest import Tiny

WORDS = Codelists(
    ("a", "b"), ("P", "Q"), ("total", "sex=f"), ("2020", "2021"), ("s",), ("n",), ("f.csv",)
)


def table() -> Observations:
    rows = observation_rows(
        4,
        indicator=[1, 0, 0, 0],
        place=[0, 1, 0, 0],
        breakdown=[0, 0, 1, 0],
        period=[0, 1, 0, 1],
        value=[4.0, 3.0, 2.0, 1.0],
        line=[5, 6, 7, 8],
    )
    return Observations.of(WORDS, rows)


def test_rows_are_sorted_by_indicator_breakdown_place_and_period() -> None:
    assert table().rows.value.tolist() == [1.0, 3.0, 2.0, 4.0]
    assert np.all(np.diff(key(table().rows, WORDS)) > 0)
    assert table().spans == {"a": (0, 3), "b": (3, 4)}


def test_wide_holds_missing_cells_as_nan() -> None:
    wide = table().grid("a")
    assert (wide.places, wide.periods) == (("P", "Q"), ("2021",))
    assert wide.value.tolist() == [[1.0], [3.0]]
    assert table().grid("a", "sex=f").value.tolist() == [[2.0]]
    assert table().grid("a", "age=1").places == ()
    assert table().grid("zz").places == ()


def test_breakdowns_begin_with_the_total() -> None:
    assert table().breakdowns("a") == ("total", "sex=f")


def test_selecting_gives_words() -> None:
    frame = table().select("a", ["Q", "nowhere"])
    assert tuple(frame.columns) == COLUMNS
    assert frame.loc[0, ["place", "period", "value", "source", "file", "line"]].tolist() == [
        "Q",
        "2021",
        3.0,
        "",
        "",
        6,
    ]
    assert frame.loc[0, "date"] == pd.Timestamp("2021-01-01")
    assert len(table().select("a", breakdown=None)) == 3
    assert table().select("a", periods=["2020"], breakdown=None)["value"].tolist() == [2.0]


def test_nothing_stacks_to_nothing() -> None:
    assert len(concat([])) == 0
    assert len(concat([table().rows, concat([])])) == 4


def test_a_table_does_not_change_what_it_was_made_of(tiny: Tiny) -> None:
    dataset = tiny.load()
    frame = dataset.select("gdp")
    frame["value"] = 0.0
    assert dataset.latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]


def test_no_rows_at_all() -> None:
    empty = Observations.of(WORDS, concat([]))
    assert empty.spans == {}
    assert len(empty.select("a")) == 0
    with pytest.raises(KeyError):
        _ = empty.spans["a"]


SIZES = st.sampled_from([1, 2, 127, 128, 129, 130])


def codelists_of(sizes: Sequence[int]) -> Codelists:
    """Return codelists of made-up names: indicators, places, breakdowns, periods."""
    indicators, places, breakdowns, periods = sizes
    return Codelists(
        tuple(f"i{code}" for code in range(indicators)),
        tuple(f"P{code}" for code in range(places)),
        ("total", *(f"b={code}" for code in range(1, breakdowns))),
        tuple(str(1800 + code) for code in range(periods)),
        ("s",),
        ("n",),
        ("f.csv",),
    )


@given(st.tuples(SIZES, SIZES, SIZES, SIZES), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_a_table_of_the_smallest_types_answers_as_a_wide_one(
    sizes: tuple[int, int, int, int], random: Random
) -> None:
    """The sizes are those where a code or a codelist leaves a byte."""
    codelists = codelists_of(sizes)
    number = {tuple(random.choice([0, size - 1, size // 2]) for size in sizes) for _ in range(40)}
    names = ("indicator", "place", "breakdown", "period")
    columns = {name: [codes[at] for codes in number] for at, name in enumerate(names)}
    rows = observation_rows(len(number), value=np.arange(len(number)), **columns)
    wide = Observations.of(codelists, rows)
    narrow = Observations(codelists, smallest(wide.rows))
    assert narrow.rows.place.dtype in (np.int8, np.int16)
    assert key(narrow.rows, codelists).tolist() == key(wide.rows, codelists).tolist()
    assert narrow.spans == wide.spans
    for indicator in codelists.indicator:
        assert narrow.breakdowns(indicator) == wide.breakdowns(indicator)
        for breakdown in wide.breakdowns(indicator):
            expected = wide.grid(indicator, breakdown)
            grid = narrow.grid(indicator, breakdown)
            assert (grid.places, grid.periods) == (expected.places, expected.periods)
            assert np.array_equal(grid.value, expected.value, equal_nan=True)
            assert np.array_equal(grid.cell, expected.cell)
            for place in (*expected.places, "nowhere"):
                row = expected.row.get(place)
                cells = [] if row is None else expected.cell[row].tolist()
                found = [cell for cell in cells if cell >= 0]
                assert list(narrow.cells(indicator, place, breakdown)) == found
    for code, place in enumerate(codelists.place):
        positions = np.flatnonzero(wide.rows.place == code).tolist()
        assert narrow.positions_of_place(place).tolist() == positions
        assert wide.positions_of_place(place).tolist() == positions
    assert narrow.positions_of_place("nowhere").tolist() == []
    codes = [0, sizes[0] - 1]
    new = wide.rows.take(np.isin(wide.rows.indicator, codes))
    replaced = narrow.replace_indicators(set(codes), replace(new, value=-new.value))
    expected_values = np.where(
        np.isin(wide.rows.indicator, codes), -wide.rows.value, wide.rows.value
    )
    assert replaced.rows.value.tolist() == expected_values.tolist()


@given(st.tuples(SIZES, SIZES, SIZES, SIZES), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_further_rows_go_where_sorting_puts_them(
    sizes: tuple[int, int, int, int], random: Random
) -> None:
    codelists = codelists_of(sizes)
    names = ("indicator", "place", "breakdown", "period")
    blocks = []
    for first_line in (0, 200):
        size = random.choice([0, 1, 30])
        columns = {
            name: [random.randrange(limit) for _ in range(size)]
            for name, limit in zip(names, sizes, strict=True)
        }
        line = first_line + np.arange(size)
        blocks.append(observation_rows(size, value=line, line=line, **columns))
    table = Observations.of(codelists, blocks[0]).with_rows(blocks[1])
    expected = Observations.of(codelists, concat(blocks))
    for each in fields(ObservationRows):
        column = getattr(table.rows, each.name).tolist()
        assert column == getattr(expected.rows, each.name).tolist() or each.name == "coverage"


@pytest.mark.parametrize(
    ("low", "high", "dtype"),
    [
        (0, 0, "int8"),
        (-1, 127, "int8"),
        (-128, 127, "int8"),
        (0, 128, "int16"),
        (-129, 0, "int16"),
        (0, 32_768, "int32"),
        (0, 2**31 - 1, "int32"),
        (0, 2**31, "int64"),
        (-5, -3, "int8"),
    ],
)
def test_the_smallest_type_holds_both_ends(low: int, high: int, dtype: str) -> None:
    column = np.array([low, high], dtype=np.int64)
    assert smallest_type(column) == dtype and column.astype(dtype).tolist() == [low, high]


def test_a_code_beyond_the_type_of_a_column_has_no_rows() -> None:
    column = np.array([0, 0, 127], dtype=np.int8)
    assert (bounds(column, 127), bounds(column, 128), bounds(column, 300)) == (
        (2, 3),
        (3, 3),
        (3, 3),
    )
    assert first_rows(column, 130).tolist() == [0, *[2] * 127, 3, 3, 3]
