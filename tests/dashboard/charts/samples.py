"""Indicators and frames that figures are tried on, small enough to work out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard.charts import (
    Encoding,
    Outline,
    Places,
    Points,
    Tiles,
    breakdown_bars,
    breakdown_lines,
    dot_map,
    heatmap,
    profile,
    ranking,
    scatter,
    tile_map,
    trend,
    world_map,
)
from dashboard.charts.kit.frame import Chart
from indicators.model import Indicator, Text, Unit
from tests.dashboard.charts.drawing import options_of, unit_of

HOSTILE = "<script>alert(1)</script> & <b>bold</b> %{x} $y$\nsecond line"
PERCENT = unit_of("%", "share", ("{}%", "{}%"), ("%", "%"))
YUAN = unit_of("yuan", "currency", ("{} yuan", "{}元"), ("yuan", "元"))


def make(unit: Unit = PERCENT, **fields: Any) -> Indicator:
    """An indicator with a unit and what a test adds."""
    words = Text({"en": "Internet users", "zh": "互联网使用者"})
    return Indicator(
        **{"id": "users", "title": words, "unit": unit, "pillar": "p", "better": "higher", **fields}
    )


def series(**places: dict[str, float | None]) -> pd.DataFrame:
    """series(A={'2020': 1.0}): a long frame of annual figures."""
    rows = [
        (place, period, pd.Timestamp(f"{period}-01-01"), value, "", None)
        for place, points in places.items()
        for period, value in points.items()
    ]
    columns = ["place", "period", "date", "value", "status", "coverage"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float})


def ranked(*values: float | None, period: str = "2023") -> pd.DataFrame:
    """Places P1, P2, ... with values from the best down."""
    rows = [(f"P{at}", value, at, period, "") for at, value in enumerate(values, 1)]
    return pd.DataFrame(rows, columns=["place", "value", "rank", "period", "status"]).astype(
        {"value": float}
    )


def positions(*rows: tuple[str, str, float | None, int | None]) -> pd.DataFrame:
    """Rows (indicator, place, position, rank) for profile and heat."""
    told = [
        (
            indicator,
            f"Name of {indicator}",
            place,
            position,
            "" if rank is None else f"{rank}0%",
            "" if rank is None else f"No. {rank}",
            "2023",
            rank,
            4,
        )
        for indicator, place, position, rank in rows
    ]
    return pd.DataFrame(
        told,
        columns=[
            "indicator",
            "name",
            "place",
            "position",
            "value_text",
            "rank_text",
            "period",
            "rank",
            "of",
        ],
    ).astype({"position": float, "rank": float})


def pairs(**places: tuple[float | None, float | None, float | None, str]) -> pd.DataFrame:
    """pairs(A=(x, y, size, group))."""
    rows = [(place, *values, "2023") for place, values in places.items()]
    columns = ["place", "x", "y", "size", "group", "period"]
    return pd.DataFrame(rows, columns=columns).astype({"x": float, "y": float, "size": float})


def parts(**rows: float | None) -> pd.DataFrame:
    """parts(total=80, female=78): the latest figures by breakdown; all but the total are by sex."""
    told = [
        (name if name == "total" else f"sex={name}", "2023", pd.Timestamp("2023-01-01"), value, "")
        for name, value in rows.items()
    ]
    return pd.DataFrame(told, columns=["breakdown", "period", "date", "value", "status"]).astype(
        {"value": float}
    )


def codes(count: int) -> list[str]:
    """Names of so many places."""
    return [f"Q{at}" for at in range(count)]


FRAMES: dict[str, Callable[[int], pd.DataFrame]] = {
    "trend": lambda n: series(
        **{
            place: {"2020": 1.0 + at, "2021": None, "2022": 2.0 + at}
            for at, place in enumerate(codes(n))
        }
    ),
    "ranking": lambda n: ranked(*[float(200 - at) for at in range(n)]).replace(
        {"place": {f"P{at + 1}": place for at, place in enumerate(codes(n))}}
    ),
    **dict.fromkeys(
        ("world_map", "dot_map", "tile_map"),
        lambda n: ranked(*[float(200 - at) for at in range(n)]).replace(
            {"place": {f"P{at + 1}": place for at, place in enumerate(codes(n))}}
        ),
    ),
    "profile": lambda n: positions(
        *[
            (key, place, at / max(n - 1, 1), at + 1)
            for key in ("one", "two")
            for at, place in enumerate(codes(n))
        ]
    ),
    "heat": lambda n: positions(
        *[
            (key, place, at / max(n - 1, 1), at + 1)
            for key in ("one", "two")
            for at, place in enumerate(codes(n))
        ]
    ),
    "scatter": lambda n: pairs(
        **{place: (1.0 + at, 2.0 * at, 1.0, "g") for at, place in enumerate(codes(n))}
    ),
    "breakdown_bars": lambda n: parts(
        **{"total" if place == "Q0" else place: 1.0 + at for at, place in enumerate(codes(n))}
    ),
    "breakdown_lines": lambda n: parts(
        **{"total" if place == "Q0" else place: 1.0 + at for at, place in enumerate(codes(n))}
    ),
}
"""For each figure, a frame of so many places (or breakdowns)."""


def draw(name: str, frame: pd.DataFrame, **options: Any) -> Chart:
    """Draw any chart by name; `options` override names, focus, peers, language, palette ..."""
    options = {"title": "T", "subtitle": "S", "foot": "F", **options}
    style, words, options = options_of(options)
    names, focus = options.pop("names", {}), options.pop("focus", ("Q0",))
    peers = options.pop("peers", ("Q1", "Q2"))
    places = Places(names, focus, peers)
    match name:
        case "trend":
            return trend(frame, make(), places, style, words, **options)
        case "ranking":
            return ranking(frame, make(), places, style, words, **options)
        case "world_map":
            dots = dict.fromkeys(codes(250), (1.0, 2.0))
            outline = Outline("app/static/w.geojson", frozenset({"Q0", "Q1", "NONE"}), dots)
            return world_map(frame, make(), places, outline, style, words, **options)
        case "dot_map":
            around = {code: (at % 50, at % 170) for at, code in enumerate(codes(250))}
            points = Points({**around, "NONE": (60.0, 179.0)}, "app/static/land.geojson")
            return dot_map(frame, make(), places, points, style, words, **options)
        case "tile_map":
            grid = {code: (at % 20, at // 20) for at, code in enumerate([*codes(250), "NONE"])}
            tiles = Tiles(grid, {code: code for code in grid})
            return tile_map(frame, make(), places, tiles, style, words, **options)
        case "profile":
            return profile(frame, places, style, words, **options)
        case "heat":
            return heatmap(frame, [*focus, *peers], places, style, words, **options)
        case "scatter":
            return scatter(frame, Encoding(make(), make()), places, style, words, **options)
        case "breakdown_bars":
            return breakdown_bars(frame, make(), style, words, **options)
    return breakdown_lines(frame, make(), style, words, **options)
