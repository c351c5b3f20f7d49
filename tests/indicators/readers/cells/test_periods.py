"""Periods as publishers write them: years that begin in one calendar year and end in the next, and
what costs no time.
"""

from __future__ import annotations

import time

import pytest

from indicators.readers.cells.periods import (
    are_split_years,
    parse_period,
    parse_periods,
    period_columns,
    stem_columns,
    year_columns,
)
from indicators.readers.rows import encode


@pytest.mark.parametrize(
    "word", ["2023/24", "2023-2024", "2023/2024", "FY2023/24", "FY 2023-24", "FY2023"]
)
def test_a_year_of_unknown_beginning_is_no_period(word: str) -> None:
    assert parse_period(word) == ""


def test_such_years_stay_as_text_together() -> None:
    assert (
        are_split_years(["2012-2013", "2013-2014"])
        and are_split_years(["FY2012/13"])
        and are_split_years(["2012-2013"])
    )
    assert not are_split_years(["2012-2014", "2013-2015"]) and not are_split_years(["2011-12"]), (
        "three years are a span; 2011-12 alone may be December"
    )
    assert parse_periods(encode(["2012-2013", "2013-2014"])).categories == (
        "2012/2013",
        "2013/2014",
    )
    assert parse_periods(encode(["2019-2021"])).categories == ("2019-01-01/P3Y",)


def test_columns_of_such_years_are_known_by_their_names() -> None:
    assert period_columns(["2012-2013", "2013-2014"]) == {}
    assert year_columns(["Country", "2012-2013", "2013-2014", "2019"]) == {
        "2012-2013": "2012-2013",
        "2013-2014": "2013-2014",
        "2019": "2019",
    }
    assert year_columns(["Country", "2019-2021"]) == {"2019-2021": "2019-01-01/P3Y"}


def test_stems_of_columns() -> None:
    assert stem_columns(["gdp_2010", "gdp_2011", "pop 2010", "2010", "_2010"]) == {
        "gdp_2010": ("gdp", "2010"),
        "gdp_2011": ("gdp", "2011"),
    }


def test_long_headers_cost_no_time() -> None:
    began = time.process_time()
    for word in ("a" + " " * 50_000 + "!", "a_" * 25_000 + "2010", "2010" * 12_000, "1 " * 25_000):
        parse_period(word)
        stem_columns([word, word + "2011"])
        year_columns([word])
    assert time.process_time() - began < 1
