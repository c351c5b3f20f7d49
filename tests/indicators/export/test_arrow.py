"""A page's table as Arrow columns."""

from __future__ import annotations

from indicators.export.arrow import to_arrow


def test_numbers_stay_numbers_and_mixed_columns_are_words() -> None:
    made = to_arrow(["place", "value", "line", "rank"], [["A", 1.5, 3, 1], ["B", None, None, "–"]])
    assert made.to_pydict() == {
        "place": ["A", "B"],
        "value": [1.5, None],
        "line": [3, None],
        "rank": ["1", "–"],
    }


def test_no_rows_make_empty_columns() -> None:
    assert to_arrow(["place"], []).to_pydict() == {"place": []}
