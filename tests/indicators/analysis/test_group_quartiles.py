"""Quartiles of a group's places over time: which places and periods count, and where they break.

Internet users of the Friends (tests/conftest.py): 20, 40, 50 and 80 in 2022; 25, 30, 45, 60 and 90
in 2023.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.analysis.group_quartiles import GroupQuartiles, group_quartiles

if TYPE_CHECKING:
    from tests.conftest import Tiny


def spread(tiny: Tiny) -> GroupQuartiles:
    dataset = tiny.load()
    result = group_quartiles(dataset, "internet_users", dataset.catalogue.groups["friends"])
    assert result is not None
    return result


def test_each_period_is_of_the_places_with_figures_in_it(tiny: Tiny) -> None:
    result = spread(tiny.with_peers())
    assert (result.periods, result.places, result.members) == (("2022", "2023"), (4, 5), 5)
    assert (result.low, result.median, result.high) == ((35, 30), (45, 45), (57.5, 60))
    assert (result.left_out, result.step, result.broken) == (False, 12, frozenset())
    assert result.sources == ("bureau",)


def test_a_period_of_fewer_than_half_of_the_places_is_left_out(tiny: Tiny) -> None:
    tiny.with_peers().add("NET,DDD,2024,total,50,% of population,,bureau,")
    tiny.add("NET,EEE,2024,total,50,% of population,,bureau,")
    result = spread(tiny)
    assert result.periods == ("2022", "2023")
    assert result.left_out and not result.other_lengths
    tiny.add("NET,BBB,2024,total,50,% of population,,bureau,")
    result = spread(tiny)
    assert result.periods == ("2022", "2023", "2024") and not result.left_out


def test_a_figure_that_cannot_be_ranked_is_in_no_quartile(tiny: Tiny) -> None:
    """Without Epsilon's forecast 2023 is of 30, 45, 60 and 90."""
    tiny.with_peers().change(
        "data/world/facts.csv",
        "NET,EEE,2023,total,25,% of population,,",
        "NET,EEE,2023,total,25,% of population,forecast,",
    )
    result = spread(tiny)
    assert result.places == (4, 4)
    assert (result.low[1], result.median[1], result.high[1]) == (41.25, 52.5, 67.5)


def test_a_quarter_is_not_among_years(tiny: Tiny) -> None:
    tiny.with_peers()
    for place in ("AAA", "BBB", "DDD"):
        tiny.add(f"NET,{place},2023-Q2,total,99,% of population,,bureau,")
    result = spread(tiny)
    assert result.periods == ("2022", "2023")
    assert result.other_lengths and not result.left_out, "three of five places are no few"


def test_quartiles_break_where_half_of_the_series_do(tiny: Tiny) -> None:
    """Alpha's series breaks in 2023: with Beta's and Delta's it is three of five."""
    tiny.with_peers()
    for place, value in (("BBB", 90), ("DDD", 45)):
        assert not spread(tiny).broken
        row = f"NET,{place},2023,total,{value},% of population,"
        tiny.change("data/world/facts.csv", row, f"{row}break")
    assert spread(tiny).broken == {"2023"}


def test_a_figure_in_no_quartile_counts_in_no_share_of_breaks(tiny: Tiny) -> None:
    """Alpha's series and Delta's break: two of five places, two of the four without a forecast."""
    tiny.with_peers()
    for status, row in (
        ("break", "NET,DDD,2023,total,45,"),
        ("forecast", "NET,EEE,2023,total,25,"),
    ):
        assert not spread(tiny).broken
        row += "% of population,"
        tiny.change("data/world/facts.csv", f"{row},", f"{row}{status},")
    assert spread(tiny).broken == {"2023"}


def test_a_break_that_is_declared_for_all_places_breaks_the_quartiles(tiny: Tiny) -> None:
    tiny.with_peers().change("data/world/facts.yaml", "breaks: [{place: AAA, ", "breaks: [{")
    assert spread(tiny).broken == {"2023"}


def test_a_group_without_figures_has_no_quartiles(tiny: Tiny) -> None:
    dataset = tiny.load()
    group = dataset.catalogue.groups["friends"]
    assert group_quartiles(dataset, "internet_users", group, "sex=male") is None
