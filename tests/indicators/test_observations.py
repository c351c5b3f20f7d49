"""The one table: sorted, sliced by indicator, wide on asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from indicators.observations import COLUMNS, Codelists, Observations, concat, key, observation_rows

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
