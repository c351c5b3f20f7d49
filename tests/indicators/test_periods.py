"""Periods: what each text stands for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import is_period, last_day, period_months, period_start

KNOWN = [
    ("2023", date(2023, 1, 1), 12),
    ("2023-Q1", date(2023, 1, 1), 3),
    ("2023-Q2", date(2023, 4, 1), 3),
    ("2023-Q4", date(2023, 10, 1), 3),
    ("2023-07", date(2023, 7, 1), 1),
    ("2021-S1", date(2021, 1, 1), 6),
    ("2021-S2", date(2021, 7, 1), 6),
    ("2020-07-01/P1Y", date(2020, 7, 1), 12),
    ("2018-01-01/P9M", date(2018, 1, 1), 9),
    ("2020-04-06/P1Y", date(2020, 4, 6), 12),
    ("2018-01-01/P18M", date(2018, 1, 1), 18),
]
NONE = [
    "",
    "23",
    "2023-Q5",
    "2023-Q0",
    "2023-S3",
    "2023-13",
    "2023-00",
    "2023-7",
    "0000",
    "2023-07-01",
    "2023/P1Y",
    "2023-02-30/P1Y",
    "2023-01-01/P",
    "2023-01-01/P0M",
    "2023 ",
    "2023\n",
    "２０２３",
    "2023q2",
    "-2023",
]


@pytest.mark.parametrize(("text", "start", "months"), KNOWN)
def test_first_day_and_length(text: str, start: date, months: int) -> None:
    assert period_start(text) == start
    assert period_months(text) == months
    assert is_period(text)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_period_is_told_in_a_sentence(text: str) -> None:
    assert not is_period(text)
    for ask in (period_start, period_months):
        with pytest.raises(ValueError, match="is no period; expected 2023, 2023-Q2") as told:
            ask(text)
        assert repr(text)[1:-1] in repr(str(told.value))


def test_longer_ways_of_writing_a_period_mean_the_same() -> None:
    for long, short in (("2018-01-01/P12M", "2018"), ("2023-04-01/P3M", "2023-Q2")):
        assert (period_start(long), period_months(long)) == (
            period_start(short),
            period_months(short),
        )
    assert period_months("2018-01-01/P1Y6M") == 18


@given(st.dates(), st.integers(1, 999))
def test_any_day_and_any_length(start: date, months: int) -> None:
    text = f"{start.isoformat()}/P{months}M"
    assert (period_start(text), period_months(text)) == (start, months)


@given(st.text())
def test_any_text_is_a_period_or_is_not(text: str) -> None:
    assert is_period(text) in (True, False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027", date(2027, 12, 31)),
        ("2027-02", date(2027, 2, 28)),
        ("2028-02", date(2028, 2, 29)),
        ("2027-03-15", date(2027, 3, 15)),
        ("2027-02-30", None),
        ("2027-00", None),
        ("2027-13", None),
        ("2027-Q1", None),
        ("0001", None),
        ("", None),
    ],
)
def test_the_last_day_of_a_year_a_month_and_a_day(text: str, day: date | None) -> None:
    assert last_day(text) == day
