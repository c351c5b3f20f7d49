"""A series of one value is visible: a marker in the middle of an axis of about a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from dashboard.charts import Places, trend
from indicators import Dataset
from tests.dashboard.charts.drawing import EN


def alone(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    """Give indicator, breakdown and place: of each the first place with one value only."""
    for name in dataset.catalogue.indicators:
        for breakdown in dataset.breakdowns(name):
            wide = dataset.grid(name, breakdown)
            single = [
                place
                for place, row in wide.row.items()
                if np.count_nonzero(wide.cell[row] >= 0) == 1
            ]
            if single:
                yield name, breakdown, single[0]


def seen(spec: dict[str, Any]) -> list[str]:
    """The days of the markers that have a size."""
    days = []
    for trace in spec["data"]:
        if "markers" not in trace.get("mode", ""):
            continue
        sizes = trace["marker"]["size"]
        sizes = sizes if isinstance(sizes, list) else [sizes] * len(trace["x"])
        days += [day for day, size in zip(trace["x"], sizes, strict=True) if size > 0]
    return days


def test_every_series_of_one_figure_is_seen(shipped: Dataset) -> None:
    tried = list(alone(shipped))
    assert len(tried) > 100
    for name, breakdown, place in tried:
        frame = shipped.select(name, [place], breakdown)
        entry = shipped.catalogue.indicators[name]
        chart = trend(frame, replace(entry, targets=()), Places({place: place}, [place]), EN)
        first, last = (date.fromisoformat(day) for day in chart.figure["layout"]["xaxis"]["range"])
        (shown,) = set(seen(chart.figure))
        assert first < date.fromisoformat(shown) < last, name
        assert (last - first).days < 800, name
        low, high = sorted(chart.figure["layout"]["yaxis"]["range"])
        assert low <= frame["value"].iloc[0] <= high, name
        assert chart.figure["layout"]["xaxis"]["ticktext"], name
