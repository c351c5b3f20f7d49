"""The rules by which a figure may be ranked, compared or judged, on cases worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from indicators.model import Break, Indicator, Text, Unit
from indicators.statistics.evidence import (
    Measurement,
    RankChange,
    break_between,
    comparable,
    eligible_ranks,
    is_difference_known,
    is_measured_at,
    is_size,
    rank_basis,
    rank_changes,
)


def indicator(kind: str = "share", better: Any = "higher", **more: Any) -> Indicator:
    unit = Unit("u", "u", kind=kind, dimension=more.pop("dimension", {}))
    return Indicator("x", Text({"en": "X"}), unit, "online", better=better, **more)


@pytest.mark.parametrize(
    ("entry", "size", "basis"),
    [
        (indicator("share"), False, "merit"),
        (indicator("rate", "lower"), False, "merit"),
        (indicator("index"), False, "merit"),
        (indicator("share", "none"), False, "none"),  # neither a size nor better either way
        (indicator("count", "none", dimension={"person": 1}), True, "size"),
        (indicator("number", ranked=False), True, "none"),  # a title that was given
        (indicator("share", total=True), True, "size"),  # a province's share of all provinces
        (indicator("currency", dimension={"CNY": 1}), True, "size"),
        (indicator("currency", dimension={"CNY": 1, "person": -1}), False, "merit"),
        (indicator("count", dimension={"patent": 1}), True, "size"),
        (indicator("number"), True, "size"),
        (indicator("rank", "lower"), False, "none"),
    ],
)
def test_size_is_no_merit_unless_divided(entry: Indicator, size: bool, basis: str) -> None:
    assert (is_size(entry), rank_basis(entry)) == (size, basis)


def test_five_places_make_a_rank_and_four_do_not() -> None:
    everyone = [True] * 5
    assert eligible_ranks([1, 2, 3, 4, 5], everyone, indicator()).tolist() == [5, 4, 3, 2, 1]
    assert np.isnan(eligible_ranks([1, 2, 3, 4], everyone[:4], indicator())).all()
    four = [True, True, True, True, False]
    assert np.isnan(eligible_ranks([1, 2, 3, 4, 5], four, indicator())).all()


def test_who_cannot_be_ranked_takes_no_rank_away() -> None:
    ranks = eligible_ranks([9, 5, 4, 3, 2, 1], [False, True, True, True, True, True], indicator())
    assert np.isnan(ranks[0]) and ranks[1:].tolist() == [1, 2, 3, 4, 5]


def test_the_largest_is_first_where_the_order_is_by_size() -> None:
    offline = indicator("count", "lower", dimension={"person": 1})
    assert eligible_ranks([1, 2, 3, 4, 5], [True] * 5, offline).tolist() == [5, 4, 3, 2, 1]
    assert np.isnan(eligible_ranks([1, 2, 3, 4, 5], [True] * 5, indicator("rank"))).all()


def test_an_indicator_ranks_at_the_level_that_most_of_its_places_have() -> None:
    levels = {"province": 4, "city": 48}
    assert is_measured_at("city", levels, 26, 26)
    assert not is_measured_at("province", levels, 31, 4)  # four municipalities of 31 provinces
    assert is_measured_at("country", {"country": 27, "province": 240}, 27, 27)
    assert not is_measured_at("country", {}, 27, 0)


def test_a_break_is_declared_for_all_or_for_one_or_flagged() -> None:
    entry = indicator(breaks=(Break("2018"), Break("2020", "AAA")))
    assert break_between(entry, "BBB", "2017", "2018") == Break("2018")
    assert break_between(entry, "BBB", "2018", "2019") is None
    assert break_between(entry, "AAA", "2019", "2021") == Break("2020", "AAA")
    assert break_between(entry, "BBB", "2019", "2021") is None
    assert break_between(entry, "BBB", "2019", "2021", ["2021"]) == Break("2021", "BBB")
    assert break_between(entry, "BBB", "2021", "2022", ["2021"]) is None


def test_what_may_be_judged_begins_at_the_last_break_and_is_measured() -> None:
    series = [
        Measurement("2018", 1, "reported"),
        Measurement("2019", 2, "break"),
        Measurement("2020", 3, "reported"),
        Measurement("2021-Q1", 9, "reported"),
        Measurement("2021", 4, "provisional"),
        Measurement("2021", 6, "assumed_period"),
        Measurement("2022", 5, "forecast"),
    ]
    today = date(2022, 6, 1)
    assert [one.value for one in comparable(indicator(), "AAA", series, today)] == [2, 3, 4]
    declared = indicator(breaks=(Break("2021"), Break("2030")))
    assert [one.value for one in comparable(declared, "AAA", series, today)] == [4]


BEFORE = {"A": 10.0, "B": 20.0, "C": 30.0, "D": 40.0, "E": 50.0, "F": 60.0}


def test_a_move_counts_only_the_members_of_both_periods() -> None:
    after = {"A": 45.0, "B": 20.0, "C": 30.0, "D": 40.0, "E": 50.0, "G": 99.0}
    # Of A to E, A was fifth and is second; neither F nor G takes part.
    changes = rank_changes(BEFORE, after, indicator())
    assert changes["A"] == RankChange(3, 5)
    assert changes["E"] == RankChange(0, 5)
    assert sorted(changes) == ["A", "B", "C", "D", "E"]
    assert rank_changes(BEFORE, {"A": 1.0, "B": 2.0, "C": 3.0, "D": 4.0}, indicator()) == {}
    assert rank_changes(BEFORE, after, indicator("count")) == {}


def test_a_move_up_is_towards_less_where_less_is_better() -> None:
    after = {**BEFORE, "E": 5.0}
    assert rank_changes(BEFORE, after, indicator(better="lower"))["E"] == RankChange(4, 6)


@pytest.mark.parametrize(
    ("value", "status", "span", "rounding", "known"),
    [
        (8500, "reported", 0, 0, True),
        (8500, "lower_bound", 0, 0, False),
        (8500, "assumed_period", 0, 0, False),
        (0, "reported", 0, 0, True),
        (0, "reported", 0, 1e6, False),
        (2.6, "break", 0, 0, True),  # the level after a break; what spans it is asked elsewhere
        (2.6, "break", 1, 0, False),
    ],
)
def test_a_difference_is_known_between_exact_figures(
    value: float, status: str, span: int, rounding: float, known: bool
) -> None:
    entry = replace(indicator(), span=span, unit=replace(indicator().unit, rounding=rounding))
    figures = [Measurement("2020", 4142, "reported"), Measurement("2025", value, status)]
    assert is_difference_known(entry, figures) == known
    assert is_difference_known(entry, figures[::-1]) == known
