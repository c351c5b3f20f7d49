"""Roads to targets of a small project: which targets a place has, by whose figures, and how far."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indicators import Dataset, load
from indicators.analysis.overview import overview
from indicators.analysis.targets import count_targets, indicator_roads, road_forecast, roads
from indicators.trajectories.forecasts import Forecast, NoForecast

TODAY = date(2026, 11, 27)
CONFIG = """
title: {en: Board, zh: 看板}
languages: [en, zh]
focus: CITY
levels:
  country: {title: {en: Countries, zh: 国家}}
  city: {title: {en: Cities, zh: 城市}, parent: country}
pillars:
  online: {title: {en: Online, zh: 上网}, headline: [users]}
sources:
  bureau: {publisher: {en: The Bureau, zh: 统计局}, title: {en: Yearbook, zh: 年鉴}, terms: open}
groups:
  club: {title: {en: Club, zh: 俱乐部}, kind: peers, level: country, places: [AAA]}
indicators:
  users:
    title: {en: Users, zh: 用户}
    unit: "%"
    pillar: online
    source: bureau
    file: board/users.csv
    better: higher
    target:
      - {period: "2030", value: 100}
      - {period: "2025", value: 60, place: AAA}
      - {period: "2030", value: 90, group: club}
  stations:
    title: {en: Stations, zh: 基站}
    unit: "%"
    pillar: online
    source: bureau
    file: board/users.csv
    better: higher
    target: [{period: "2030", value: 50, place: CITY}]
"""
UNITS = """unit,base,exponent,dimension,kind,pattern_en,pattern_zh,label_en,label_zh
%,%,0,,share,{}%,{}%,%,%
"""
PLACES = """place,name_en,name_zh,level,parent,groups,aliases,lat,lon
WLD,World,世界,world,,,,,
AAA,Aland,甲国,country,WLD,,,,
CITY,City,城市,city,AAA,,,,
"""


def rows() -> str:
    """Users of the country: 40 in 2015, two points more a year, 60 in 2025; a city of two years."""
    country = [f"users,AAA,{year},{40 + 2 * (year - 2015)},%" for year in range(2015, 2026)]
    city = ["stations,CITY,2020,10,%", "stations,CITY,2025,30,%"]
    return "\n".join(["indicator,place,period,value,unit", *country, *city, ""])


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder: Path = tmp_path_factory.mktemp("board")
    (folder / "data" / "board").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "data" / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "data" / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "data" / "board" / "users.csv").write_text(rows(), encoding="utf-8")
    return load(folder / "config.yaml", keep=False)


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
