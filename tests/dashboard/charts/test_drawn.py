"""A chart is shared by sessions: sending it leaves it as it was, in whatever thread."""

from __future__ import annotations

import copy
import json
import math
import threading
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import (
    Chart,
    Encoding,
    Outline,
    Places,
    Points,
    Tiles,
    breakdown_bars,
    dot_map,
    heatmap,
    profile,
    ranking,
    scatter,
    tile_map,
    trend,
    world_map,
)
from tests.dashboard.charts.drawing import EN, NAMES, indicator, over_time

TIME = over_time(("AAA", "2021", 1.0), ("AAA", "2022", 2.0, "estimated"), ("BBB", "2022", 3.0))
RANKED = TIME.assign(rank=1.0)
CELLS = pd.DataFrame(
    {
        "indicator": ["users"] * 2,
        "name": ["Users"] * 2,
        "place": ["AAA", "BBB"],
        "rank": [1, 2],
        "of": [2, 2],
        "position": [1.0, 0.0],
        "value_text": ["2%", "1%"],
        "rank_text": ["1st", "2nd"],
        "period": ["2022"] * 2,
    }
)
DOTS = pd.DataFrame({"place": ["AAA", "BBB"], "x": [1.0, 2.0], "y": [3.0, 4.0]})

PLACES = Places(NAMES, ["AAA"], ["BBB"])
OUTLINE = Outline("app/static/x", {"AAA", "CCC"}, {"BBB": (1.0, 2.0)})
POINTS = Points({"AAA": (0.0, 179.0), "BBB": (1.0, 2.0), "CCC": (5.0, 5.0)}, "app/static/land")
TILES = Tiles({"AAA": (0, 0), "BBB": (1, 0), "CCC": (1, 1)}, {"AAA": "A"})
PARTS = TIME.rename(columns={"place": "breakdown"})
MAKE: dict[str, Callable[[], Chart]] = {
    "trend": lambda: trend(TIME, indicator(), PLACES, EN),
    "ranking": lambda: ranking(RANKED, indicator(), Places(NAMES, ["AAA"]), EN),
    "map": lambda: world_map(TIME, indicator(), PLACES, OUTLINE, EN),
    "dots": lambda: dot_map(TIME, indicator(), PLACES, POINTS, EN),
    "tiles": lambda: tile_map(TIME, indicator(), PLACES, TILES, EN),
    "bars": lambda: breakdown_bars(PARTS, indicator(), EN),
    "heat": lambda: heatmap(CELLS, ["AAA", "BBB"], PLACES, EN),
    "profile": lambda: profile(CELLS, PLACES, EN),
    "scatter": lambda: scatter(
        DOTS, Encoding(indicator(), indicator()), Places(NAMES, ["AAA"]), EN
    ),
    "empty": lambda: trend(TIME.head(0), indicator(), PLACES, EN),
}


@pytest.mark.parametrize("name", MAKE)
def test_sending_leaves_the_chart_as_it_was(name: str) -> None:
    chart = MAKE[name]()
    before = copy.deepcopy(chart.figure)
    sent = chart.encoded
    assert chart.figure == before == json.loads(sent)
    assert chart.encoded is sent  # encoded once for all sessions


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float64("nan")])
def test_a_number_that_is_none_is_a_gap(value: float) -> None:
    chart = Chart({"data": [{"x": (1, 2), "y": [value, np.int64(3)], "text": "NaN"}]}, "")
    assert json.loads(chart.encoded) == {"data": [{"x": [1, 2], "y": [None, 3], "text": "NaN"}]}


def test_a_number_of_numpy_is_a_number() -> None:
    figure = {"data": [{"y": [np.int64(3), np.float32(0.5), True]}]}
    assert Chart(figure, "").encoded == b'{"data":[{"y":[3,0.5,true]}]}'


@pytest.mark.parametrize("name", ["ranking", "map", "heat"])
def test_eight_threads_at_once_send_the_same(name: str) -> None:
    chart = MAKE[name]()
    before, wanted = copy.deepcopy(chart.figure), MAKE[name]().encoded
    start, found = threading.Barrier(8), list[bytes]()

    def draw() -> None:
        start.wait(10)
        found.append(chart.encoded)

    threads = [threading.Thread(target=draw) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert found == [wanted] * 8
    assert chart.figure == before
