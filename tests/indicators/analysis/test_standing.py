"""Where a place stands: newest figure, change, break, rank, target, and whose figure it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from indicators.analysis.lineage import lineage
from indicators.analysis.standing import (
    all_standings,
    nearest_with_figures,
    standing,
    standings,
    verdict,
)
from indicators.statistics.evidence import break_between

if TYPE_CHECKING:
    from tests.conftest import Tiny


def test_change_rank_and_target(tiny: Tiny) -> None:
    found = standing(tiny.with_peers().load(), "internet_users", "BBB")
    assert found is not None
    assert (found.latest.value, found.difference, found.improved) == (90, 10, True)
    assert not found.is_proxy
    assert found.rank is not None
    assert (found.rank.position, found.rank.count, found.rank.older) == (1, 5, 0)
    assert (found.rank.period, found.rank.group.id, found.rank.basis) == (
        "2023",
        "friends",
        "merit",
    )
    assert found.trail == (("2022", 80.0), ("2023", 90.0))


def test_no_change_of_a_group_is_given_where_other_members_report(tiny: Tiny) -> None:
    """Friends are 5 million in 2022; in 2023 Gamma's million is not reported."""
    tiny.change("config.yaml", "title: {en: Three", "coverage: 0.5\ntitle: {en: Three")
    found = standing(tiny.load(), "population", "friends")
    assert found is not None and found.previous is not None
    assert (found.previous.value, found.latest.value) == (5_000_000, 4_000_000)
    assert found.difference is None and found.series_break is None
    tiny.add("POP,CCC,2023,total,1000000,persons,,bureau,")
    found = standing(tiny.load(), "population", "friends")
    assert found is not None and found.difference == 0


def test_four_places_make_no_rank(tiny: Tiny) -> None:
    tiny.with_peers().change(
        "data/world/facts.csv", "NET,CCC,2023,total,30", "NET,CCC,2019,total,9"
    )
    found = standing(tiny.load(), "internet_users", "BBB")
    assert found is not None and found.rank is None  # Gamma's figure is four years older


def test_a_rank_counts_the_places_with_older_figures(tiny: Tiny) -> None:
    tiny.with_peers().change(
        "data/world/facts.csv", "NET,CCC,2023,total,30", "NET,CCC,2021,total,9"
    )
    found = standing(tiny.load(), "internet_users", "BBB")
    assert found is not None and found.rank is not None
    assert (found.rank.position, found.rank.count, found.rank.older) == (1, 5, 1)


def test_a_move_is_among_the_members_with_both_figures(tiny: Tiny) -> None:
    tiny.with_peers()
    # Gamma has no figure in 2022 and Alpha a break: three common members are too few.
    assert moved(tiny, "DDD") is None
    tiny.add("NET,CCC,2022,total,10,% of population,,bureau,")
    assert moved(tiny, "DDD") is None
    tiny.change("data/world/facts.csv", "60,% of population,break,", "60,% of population,,")
    tiny.change("data/world/facts.yaml", "breaks: [{place: AAA", "breaks: [{place: ALP")
    assert moved(tiny, "DDD") == (1, 5)  # 20 is fourth of 80, 50, 20, 40, 10; 45 is third
    assert moved(tiny, "EEE") == (-2, 5)  # 40 is third, 25 is fifth


def moved(tiny: Tiny, place: str) -> tuple[int, int] | None:
    found = standing(tiny.load(), "internet_users", place)
    assert found is not None
    return found.rank_change and (found.rank_change.gain, found.rank_change.members)


def test_a_place_that_is_not_ranked_is_shown_without_rank_and_verdict(tiny: Tiny) -> None:
    tiny.with_peers().add("NET,FFF,2023,total,99,% of population,,bureau,")
    places = (tiny.data / "places.csv").read_text().splitlines()
    rows = [f"{places[0]},ranked", *(f"{row}," for row in places[1:])]
    tiny.write("data/places.csv", "\n".join([*rows, "FFF,Zeta,己国,country,WLD,,,,,no"]) + "\n")
    tiny.change("config.yaml", "[AAA, BBB, CCC, DDD, EEE]", "[AAA, BBB, CCC, DDD, EEE, FFF]")
    dataset = tiny.load()
    found = standing(dataset, "internet_users", "FFF")
    assert found is not None
    assert (found.latest.value, found.rank, found.targets) == (99, None, ())
    beta = standing(dataset, "internet_users", "BBB")
    assert beta is not None and beta.rank is not None
    assert (beta.rank.position, beta.rank.count) == (1, 5)
    table = dataset.ranked("internet_users", ["FFF", "BBB", "AAA", "CCC", "DDD", "EEE"])
    assert table["place"].tolist() == ["BBB", "AAA", "DDD", "CCC", "EEE", "FFF"]


def test_a_size_has_a_position_and_no_move(tiny: Tiny) -> None:
    tiny.with_peers().add(
        "GDP,CCC,2023,total,2,100 million yuan,,,",
        "GDP,DDD,2023,total,3,100 million yuan,,,",
        "GDP,EEE,2023,total,4,100 million yuan,,,",
    )
    found = standing(tiny.load(), "gdp", "AAA")
    assert found is not None and found.rank is not None
    assert (found.rank.position, found.rank.basis, found.has_merit_rank) == (5, "size", False)


def test_a_break_between_two_figures_is_no_change(tiny: Tiny) -> None:
    found = standing(tiny.load(), "internet_users", "AAA")
    assert found is not None
    assert found.series_break is not None
    assert (found.difference, found.improved) == (None, None)


def test_the_trail_has_one_length_of_period_and_names_its_breaks(tiny: Tiny) -> None:
    facts = "".join(
        f"NET,AAA,{period},total,{value},% of population,,bureau,\n"
        for period, value in (("2021", 45), ("2021-Q3", 47))
    )
    tiny.change("data/world/facts.csv", "NET,AAA,2022,", facts + "NET,AAA,2022,")
    found = standing(tiny.load(), "internet_users", "AAA")
    assert found is not None
    assert found.trail == (("2021", 45.0), ("2022", 50.0), ("2023", 60.0))
    assert found.trail_breaks == ("2023",)  # the publisher flags it


def test_a_lower_bound_has_no_rank_and_takes_none_away(tiny: Tiny) -> None:
    facts = "data/world/facts.csv"
    tiny.with_peers().change(facts, "NET,BBB,2023,total,90,", "NET,BBB,2023,total,90,lower_bound")
    dataset = tiny.load()
    found = standing(dataset, "internet_users", "BBB")
    assert found is not None and (found.rank, found.difference) == (None, None)
    assert found.trail == (("2022", 80.0),), "no line leads to a bound"


def test_no_difference_is_known_to_a_zero_that_was_rounded_to(tiny: Tiny) -> None:
    tiny.change("data/world/facts.csv", "NET,BBB,2022,total,80,", "NET,BBB,2022,total,0,")
    found = standing(tiny.load(), "internet_users", "BBB")
    assert found is not None and found.difference == 90
    tiny.change("data/world/facts.yaml", "code: NET\n", "code: NET\n    rounding: 1\n")
    found = standing(tiny.load(), "internet_users", "BBB")
    assert found is not None and found.difference is None


def test_a_break_lies_after_the_first_and_up_to_the_second(tiny: Tiny) -> None:
    entry = tiny.load().catalogue.indicators["internet_users"]
    assert break_between(entry, "AAA", "2022", "2023") is not None
    assert break_between(entry, "AAA", "2023", "2024") is None
    assert break_between(entry, "BBB", "2022", "2023") is None


def test_the_place_above_stands_in_and_says_so(tiny: Tiny) -> None:
    dataset = tiny.load()
    found = standing(dataset, "internet_users", "ALP")
    assert found is not None
    assert (found.place, found.page_place, found.is_proxy) == ("AAA", "ALP", True)
    assert (
        nearest_with_figures(dataset, "gdp_per_head", "CCC") == ""
    )  # the world's figure never stands in
    assert standing(dataset, "gdp_per_head", "CCC") is None


def test_headlines_in_order_and_all_of_a_place(tiny: Tiny) -> None:
    dataset = tiny.load()
    assert [one.indicator.id for one in standings(dataset, "AAA", "networks")] == [
        "internet_users",
        "gdp_per_head",
    ]
    assert [one.indicator.id for one in all_standings(dataset, "CCC")] == [
        "internet_users",
        "population",
    ]
    assert all_standings(dataset, "CCC") is all_standings(dataset, "CCC")


def test_the_previous_figure_is_of_the_same_length(tiny: Tiny) -> None:
    found = standing(
        tiny.add("NET,BBB,2023-Q1,total,85,,,,", "NET,BBB,2024-Q1,total,95,,,,").load(),
        "internet_users",
        "BBB",
    )
    assert found is not None
    assert found.previous is not None
    assert (found.latest.period, found.previous.period, found.difference) == (
        "2024-Q1",
        "2023-Q1",
        10,
    )


def test_lineage_goes_down_to_file_and_line(tiny: Tiny) -> None:
    dataset = tiny.load()
    one = dataset.latest("gdp_per_head", "AAA")
    assert one is not None
    found = [
        (origin.depth, origin.observation.indicator, origin.observation.line)
        for origin in lineage(dataset, one)
    ]
    assert found == [(0, "gdp_per_head", 0), (1, "gdp", 14), (1, "population", 9)]


TODAY = date(2024, 9, 1)
"""The last completed year is 2023, the newest of the tiny dashboard."""


def state(tiny: Tiny, place: str, today: date = TODAY) -> str:
    dataset = tiny.load()
    found = standing(dataset, "internet_users", place)
    assert found is not None
    progress = verdict(dataset, found, today)
    assert progress is not None
    return progress.state


def test_a_verdict_depends_on_the_day(tiny: Tiny) -> None:
    tiny.add(
        "NET,CCC,2022,total,21,,,,"
    )  # 21 in 2022, 30 in 2023: 9 a year, 49 / 3 = 16.3 are needed
    assert state(tiny, "BBB") == "reached"
    assert state(tiny, "CCC") == "off_track"
    assert state(tiny, "CCC", date(2026, 3, 1)) == "due"
    assert state(tiny, "BBB", date(2026, 3, 1)) == "reached"
    assert (
        state(tiny, "BBB", date(2027, 3, 1)) == "due"
    )  # 2023 is three years before the last completed one


def test_a_verdict_is_kept_for_its_day_alone(tiny: Tiny) -> None:
    dataset = tiny.load()
    found = standing(dataset, "internet_users", "BBB")
    assert found is not None
    first = verdict(dataset, found, TODAY)
    assert verdict(dataset, found, TODAY) is first
    size = len(dataset.memo)
    assert verdict(dataset, found, date(2024, 9, 2)) is not first
    assert len(dataset.memo) == size, "yesterday's verdicts go"


def test_no_verdict_across_a_declared_break(tiny: Tiny) -> None:
    tiny.change("data/world/facts.csv", "60,% of population,break,", "60,% of population,,")
    assert state(tiny, "AAA") == "insufficient"  # one figure since the break of 2023


def test_no_verdict_across_a_break_that_the_publisher_flags(tiny: Tiny) -> None:
    tiny.change(
        "data/world/facts.yaml",
        'breaks: [{place: AAA, period: "2023", note: {en: counted anew, zh: 重新统计}}]',
        "breaks: []",
    )
    assert state(tiny, "AAA") == "insufficient"
    found = standing(tiny.load(), "internet_users", "AAA")
    assert found is not None
    assert (found.series_break is not None, found.difference) == (True, None)


def test_a_break_after_the_newest_figure_leaves_no_evidence(tiny: Tiny) -> None:
    tiny.change(
        "data/world/facts.yaml", "{place: AAA, period", '{period: "2024"}, {place: AAA, period'
    )
    assert state(tiny, "BBB") == "insufficient"


def test_a_forecast_is_no_evidence(tiny: Tiny) -> None:
    tiny.add("NET,CCC,2022,total,21,,,,", "NET,CCC,2024,total,75,,forecast,,")
    assert state(tiny, "CCC") == "off_track"


def test_without_a_target_there_is_no_verdict(tiny: Tiny) -> None:
    dataset = tiny.load()
    found = standing(dataset, "gdp_per_head", "AAA")
    assert found is not None
    assert verdict(dataset, found, TODAY) is None


def test_a_break_is_told_as_the_reason_of_no_verdict_and_hides_the_plans_base(tiny: Tiny) -> None:
    facts = "data/world/facts.yaml"
    plan = "target: [{period: 2030, value: 70, base: 2022}, {period: 2040, value: 99}]"
    dataset = tiny.change(facts, 'target: {"2025": 70}', plan).load()
    expected = {
        "AAA": ("insufficient", "broken_series", ""),  # 50 in 2022, counted anew in 2023
        "BBB": ("reached", "", "2022"),
        "CCC": ("insufficient", "one_figure", ""),
    }
    for place, (state_then, reason, base) in expected.items():
        found = standing(dataset, "internet_users", place)
        assert found is not None
        progress = verdict(dataset, found, date(2024, 6, 1))
        assert progress is not None
        assert (progress.state, progress.reason, progress.base_period) == (state_then, reason, base)
