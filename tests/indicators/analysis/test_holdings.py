"""What is held by level, and how it stands on a day, worked out by hand on the small dashboard."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from indicators.analysis.holdings import (
    COLUMNS,
    HoldingState,
    by_indicator,
    counts_by_pillar,
    holdings,
    records,
    select,
    shown_levels,
    with_states,
)
from indicators.model import Terms

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS = "data/world/facts.yaml"
COUNTRY = ("internet_users", "country")
LEFT_OUT = "publish: {leave_out: [ask]}\n"


def states(tiny: Tiny, today: date) -> dict[tuple[str, str], dict[str, Any]]:
    """The holdings with states, by indicator and level."""
    frame = with_states(holdings(tiny.load()), today)
    return {(row["indicator"], row["level"]): row for row in records(frame)}


def test_every_indicator_stands_at_every_level(tiny: Tiny) -> None:
    dataset = tiny.load()
    frame = holdings(dataset)
    assert tuple(frame.columns) == COLUMNS
    assert shown_levels(dataset) == ("country", "province", "city", "district")
    assert len(frame) == len(dataset.catalogue.indicators) * 4
    assert holdings(dataset) is frame  # worked out once


def test_places_and_periods_are_counted_without_groups_and_empty_cells(tiny: Tiny) -> None:
    rows = states(tiny, date(2024, 6, 1))
    population = rows["population", "country"]
    assert (population["places"], population["first"], population["newest"]) == (3, "2022", "2023")
    per_head = rows["gdp_per_head", "country"]
    assert (per_head["places"], per_head["first"], per_head["newest"]) == (2, "2023", "2023")
    assert rows["population", "city"]["places"] == 0


def test_the_world_has_a_column_only_where_a_figure_is_of_it(tiny: Tiny) -> None:
    places = (tiny.data / "places.csv").read_text()
    assert "\nWLD," in places  # as a group: its figures are computed
    tiny.add("GDP,WLD,2023,total,99,100 million yuan,,bureau,")
    dataset = tiny.load()
    assert shown_levels(dataset)[0] == "world"
    frame = holdings(dataset)
    held = frame[(frame["level"] == "world") & (frame["places"] > 0)]
    assert list(held["indicator"]) == ["gdp"]


def test_a_forecast_is_no_figure_that_is_held(tiny: Tiny) -> None:
    tiny.add("NET,AAA,2030,total,99,% of population,forecast,bureau,")
    assert states(tiny, date(2024, 6, 1))[COUNTRY]["newest"] == "2023"


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2024, 6, 1), HoldingState.CURRENT),
        (date(2026, 12, 31), HoldingState.CURRENT),  # 2024 and 2025 are over: two steps
        (date(2027, 1, 1), HoldingState.OLD),  # 2026 is over, too
    ],
)
def test_a_figure_is_old_more_than_two_steps_behind(
    tiny: Tiny, today: date, state: HoldingState
) -> None:
    assert states(tiny, today)[COUNTRY]["state"] == state


@pytest.mark.parametrize(
    ("release", "today", "state"),
    [
        ("2024-03-15", date(2024, 3, 15), HoldingState.CURRENT),
        ("2024-03-15", date(2024, 3, 16), HoldingState.OVERDUE),
        ("2024-03", date(2024, 3, 31), HoldingState.CURRENT),
        ("2024-03", date(2024, 4, 1), HoldingState.OVERDUE),
        ("2024", date(2024, 12, 31), HoldingState.CURRENT),
        ("2024", date(2025, 1, 1), HoldingState.OVERDUE),
    ],
)
def test_a_release_is_overdue_when_its_last_day_is_over(
    tiny: Tiny, release: str, today: date, state: HoldingState
) -> None:
    tiny.change(FACTS, 'year: "2024"', f'year: "2024"\n    next_release: {release}')
    rows = states(tiny, today)
    assert rows[COUNTRY]["state"] == state
    assert rows["gdp_per_head", "country"]["next_release"] == release  # as its inputs'
    assert rows["gdp", "city"]["next_release"] == ""


def test_only_the_sources_of_the_newest_figures_say_what_is_next(tiny: Tiny) -> None:
    edition = "sources:\n  old: {publisher: Old, next_release: 2010, retrieved: 2023-01-01}\n"
    tiny.change(FACTS, "sources:\n", edition)
    tiny.change(FACTS, 'year: "2024"', 'year: "2024"\n    retrieved: 2024-05-06')
    tiny.add("NET,BBB,2021,total,1,% of population,,old,")
    row = states(tiny, date(2024, 6, 1))[COUNTRY]
    assert (row["next_release"], row["retrieved"], row["first"]) == ("", "2024-05-06", "2021")
    assert row["sources"] == ("old", "bureau") and row["terms"] == Terms.UNKNOWN


def test_missing_and_left_out_are_two_things(tiny: Tiny) -> None:
    tiny.change(FACTS, 'year: "2024"', 'year: "2024"\n    terms: ask')
    tiny.write("config.yaml", tiny.config.read_text() + LEFT_OUT)
    rows = states(tiny, date(2024, 6, 1))
    assert rows[COUNTRY]["state"] == HoldingState.LEFT_OUT
    assert rows["gdp_per_head", "country"]["state"] == HoldingState.LEFT_OUT
    assert rows["internet_users", "city"]["state"] == HoldingState.MISSING


def test_an_indicator_has_the_state_of_its_newest_level(tiny: Tiny) -> None:
    places = (tiny.data / "places.csv").read_text().rstrip("\n")
    columns = places.splitlines()[0].split(",")
    city = {"place": "C1", "name_en": "Cee", "level": "city", "parent": "AAA"}
    row = ",".join(city.get(column, "") for column in columns)
    tiny.write("data/places.csv", f"{places}\n{row}\n")
    tiny.add("NET,C1,2015,total,1,% of population,,bureau,")
    frame = with_states(holdings(tiny.load()), date(2024, 6, 1))
    (users,) = [row for row in records(by_indicator(frame)) if row["indicator"] == "internet_users"]
    assert (users["newest"], users["level"], users["state"]) == ("2023", "country", "current")
    assert counts_by_pillar(by_indicator(frame)) == {
        "networks": {"current": 4, "overdue": 0, "old": 0, "left_out": 0, "missing": 0}
    }
    at_cities = by_indicator(select(frame, "", "city", ""))
    assert counts_by_pillar(at_cities)["networks"] == {
        "current": 0,
        "overdue": 0,
        "old": 1,
        "left_out": 0,
        "missing": 3,
    }
    assert set(select(frame, "", "", "old")["indicator"]) == {"internet_users"}
    assert set(select(frame, "", "city", "missing")["indicator"]) == {
        "population",
        "gdp",
        "gdp_per_head",
    }
    assert select(frame, "", "", "missing").empty
    assert select(frame, "elsewhere", "", "").empty
