"""Roads to targets of a small project: which targets a place has, by whose figures, and how far."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from indicators import Dataset, load
from indicators.analysis.overview import overview
from indicators.analysis.targets import count_targets, indicator_roads, road_forecast, roads
from indicators.trajectories.forecasts import Forecast, NoForecast
from tests import targets_project

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return targets_project.board(tmp_path_factory.mktemp("board"))


def test_the_small_project_has_no_error(board: Dataset) -> None:
    assert [problem for problem in board.problems if problem.severity != "notice"] == []


def test_a_place_has_its_own_targets_then_those_of_the_places_above(board: Dataset) -> None:
    found = roads(board, "CITY", TODAY)
    assert [(road.indicator.id, road.place, road.target.period) for road in found] == [
        ("stations", "CITY", "2030"),
        ("users", "AAA", "2030"),
        ("users", "AAA", "2030"),
        ("users", "AAA", "2025"),
    ]
    assert [road.is_proxy for road in found] == [False, True, True, True]


def test_paces_and_parts_of_the_way_are_those_of_the_figures(board: Dataset) -> None:
    (stations,) = indicator_roads(board, "stations", "CITY", TODAY)
    # 10 in 2020, 30 in 2025: four points a year; (50 - 10) / 10 = four are needed.
    assert stations.progress.observed_pace == pytest.approx(4)
    assert stations.progress.required_pace == pytest.approx(4)
    assert stations.progress.state == "on_track"
    assert stations.part_of_way == pytest.approx(0.5)
    assert stations.part_needed == pytest.approx(0.5)
    assert [point.value for point in stations.path] == pytest.approx(
        [10, 14, 18, 22, 26, 30, 34, 38, 42, 46, 50]
    )


def test_states_of_several_targets_of_one_indicator(board: Dataset) -> None:
    states = {
        (road.target.period, road.target.value): road.progress.state
        for road in indicator_roads(board, "users", "AAA", TODAY)
    }
    # From 50 in 2020 to 60 in 2025 is 2 a year; 90 in 2030 needs 4, 100 needs 5.
    assert states == {
        ("2025", 60): "reached",
        ("2030", 90): "off_track",
        ("2030", 100): "off_track",
    }


def test_the_overview_counts_the_same_targets(board: Dataset) -> None:
    page = overview(board, "AAA", TODAY)
    count = count_targets(page.targets)
    assert (count.total, count.judged, count.on_track) == (3, 3, 1)
    assert {road.id for road in page.targets} == {road.id for road in roads(board, "AAA", TODAY)}
    city = overview(board, "CITY", TODAY)
    assert [road.indicator.id for road in city.targets] == ["stations"]
    assert len(city.setting_targets) == 3


def test_a_forecast_reaches_the_period_of_the_target(board: Dataset) -> None:
    road = indicator_roads(board, "users", "AAA", TODAY)[0]
    made = road_forecast(board, road, TODAY)
    assert isinstance(made, Forecast)
    assert made.periods == ("2026", "2027", "2028", "2029", "2030")
    assert 60 < made.central[-1] < 80
    assert (made.low < made.central).all() and (made.central < made.high).all()


def test_two_figures_give_no_forecast_and_a_target_of_the_past_needs_none(board: Dataset) -> None:
    (stations,) = indicator_roads(board, "stations", "CITY", TODAY)
    made = road_forecast(board, stations, TODAY)
    assert isinstance(made, NoForecast) and made.reason == "too_few_figures"
    past = [road for road in roads(board, "AAA", TODAY) if road.target.period == "2025"]
    assert road_forecast(board, past[0], TODAY) is None


def test_two_targets_of_one_value_and_period_are_two_roads(tmp_path: Path) -> None:
    users = """
      - {period: "2030", value: 90}
      - {period: "2030", value: [90, 95], place: AAA}
      - {period: "2030", value: 90.0000001, place: AAA}
"""
    dataset = targets_project.board(tmp_path, users)
    found = indicator_roads(dataset, "users", "AAA", TODAY)
    assert len({road.id for road in found}) == 3
    assert [road.target for road in found] == [
        dataset.catalogue.indicators["users"].targets[road.position] for road in found
    ]


def test_no_way_leads_from_a_base_that_meets_the_target(tmp_path: Path) -> None:
    figures = targets_project.FIGURES.replace("CITY,2020,10", "CITY,2020,85")
    stations = """
      - {period: "2030", value: 80, place: CITY}
"""
    dataset = targets_project.board(tmp_path, stations=stations, figures=figures)
    (road,) = indicator_roads(dataset, "stations", "CITY", TODAY)
    assert road.progress.state == "moving_away"
    assert math.isnan(road.part_of_way) and math.isnan(road.part_needed)
    assert road.path == ()


def test_a_target_is_judged_by_the_series_of_its_own_period(tmp_path: Path) -> None:
    """A new series began in 2022, twenty points lower; the old one was at 50 in 2020."""
    old = [f"stations,CITY,{year},{40 + 2 * (year - 2015)},%" for year in range(2015, 2022)]
    new = [f"stations,CITY,{year},{30 + year - 2022},%" for year in range(2022, 2026)]
    figures = "\n".join(["indicator,place,period,value,unit", *old, *new, ""])
    stations = """
      - {period: "2020", value: 50, place: CITY}
      - {period: "2021", value: 60, place: CITY}
      - {period: "2022", value: 30, place: CITY}
      - {period: "2030", value: 50, place: CITY}
    breaks: [{period: "2022"}]
"""
    dataset = targets_project.board(tmp_path, stations=stations, figures=figures)
    verdicts = {
        road.target.period: (road.progress.state, road.progress.period, road.progress.base_period)
        for road in indicator_roads(dataset, "stations", "CITY", TODAY)
    }
    assert verdicts == {
        "2020": ("reached", "2020", "2015"),
        "2021": ("missed", "2021", "2016"),
        "2022": ("reached", "2022", ""),
        "2030": ("off_track", "2025", "2022"),
    }


@pytest.mark.parametrize(
    ("figures", "more", "code"),
    [
        ({"2025": 30}, "", "target_with_few_figures"),
        ({"2010": 10, "2025": 30}, "", "target_with_gaps"),
        ({"2020": 10, "2025": 30}, "    breaks: [{period: '2024'}]\n", "target_after_break"),
        ({"2020": 0, "2025": 30}, "", "target_outside_scale"),
        ({"2020": -5, "2025": 30}, "", "target_outside_scale"),
        ({"2020": 10, "2025": 30}, "", ""),
    ],
)
def test_a_target_that_cannot_be_judged_is_a_notice_at_its_line(
    tmp_path: Path, figures: dict[str, float], more: str, code: str
) -> None:
    rows = [f"stations,CITY,{period},{value},%" for period, value in figures.items()]
    stations = f"""
      - {{period: "2030", value: 50, place: CITY, method: compound}}
{more}"""
    config = targets_project.write(
        tmp_path,
        stations=stations,
        figures="\n".join(["indicator,place,period,value,unit", *rows, ""]),
    )
    lines = config.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "method: compound" in text)
    found = [
        (str(problem.code), problem.severity, problem.line, problem.values["place"])
        for problem in load(config, keep=False).problems
        if problem.column == "indicators.stations.target"
    ]
    assert found == ([(code, "notice", line, "CITY")] if code else [])


def test_a_target_of_the_past_without_a_figure_before_the_break_is_a_notice(tmp_path: Path) -> None:
    stations = """
      - {period: "2021", value: 50, place: CITY}
    breaks: [{period: "2022"}]
"""
    dataset = targets_project.board(tmp_path, stations=stations)
    codes = [str(p.code) for p in dataset.problems if p.column == "indicators.stations.target"]
    assert codes == ["target_before_break"]


def test_a_target_of_all_places_is_a_notice_only_where_none_can_be_judged(tmp_path: Path) -> None:
    more = "users,CITY,2025,30,%\n"
    dataset = targets_project.board(tmp_path, figures=targets_project.FIGURES + more)
    assert [p for p in dataset.problems if p.column == "indicators.users.target"] == []
