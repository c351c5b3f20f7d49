"""What every kind of map shares: the values of its places, with their colours and words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.charts.kit.frame import Frame, Json, Record, alt_text, hover, records
from dashboard.charts.kit.map_colours import class_limits, class_of, colour_axis
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.text import phrase
from dashboard.style import Measure, Style
from indicators import wording
from indicators.locale import get_locale
from indicators.model import Indicator

BELOW = 4.2
"""Room for the colour bar below the map, in em of small text."""
MAX_HEIGHT = 1.1
"""The height of a map, as a part of that of a chart, at most."""
CLICKABLE: Json = {"clickmode": "event", "hovermode": "closest", "dragmode": "turntable"}
"""A click on a place chooses it, and a hand moves nothing: `turntable` turns scenes in 3D, of which
there are none. Where it is false, a hand moves the map. A trace's `customdata` has the codes of
places that can be chosen: those with a value.
"""


@dataclass(frozen=True)
class MapValues:
    """The values of the places on a map: their records, colours, and hover labels.

    A colour is the number of a class (`limits` divide them), or the value itself; `axis` is the
    colour axis.
    """

    rows: Mapping[str, Record]
    colours: Mapping[str, float]
    hovers: Mapping[str, str]
    limits: Sequence[float]
    axis: Json


@dataclass(frozen=True)
class Gaps:
    """The places of a map without a value.

    `missing` have none; that of `restricted` is not shown for the terms of its source.
    """

    missing: tuple[str, ...]
    restricted: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return all places without a value."""
        return (*self.missing, *self.restricted)


def map_values(
    data: pd.DataFrame,
    drawn: Container[str],
    indicator: Indicator,
    places: Places,
    style: Style,
    classes: int | None,
) -> MapValues | None:
    """Return the values of the places that are drawn; None where none of them has any.

    `data` has the columns place, value, period and, where known, status. `classes` colours by
    quantiles, for amounts of which a few places have most.
    """
    rows = _rows(data, drawn)
    if not rows:
        return None
    numbers = [row["value"] for row in rows.values()]
    limits = class_limits(numbers, classes)
    return MapValues(
        rows,
        {place: class_of(row["value"], limits) for place, row in rows.items()},
        {place: _hover(row, indicator, places, style.language) for place, row in rows.items()},
        limits,
        colour_axis(numbers, limits, indicator.unit, style),
    )


def _rows(data: pd.DataFrame, drawn: Container[str]) -> dict[str, Record]:
    """Give the records with a value by place, of places that are drawn."""
    rows = records(data, ("place", "value", "period", "status"))
    by_place = {str(row["place"]): row for row in rows if row["value"] is not None}
    return {place: row for place, row in by_place.items() if place in drawn}


def _hover(row: Record, indicator: Indicator, places: Places, language: str) -> str:
    status = ""
    if row["status"] not in (None, "", "reported"):
        status = wording.status(row["status"], language)
    period = wording.period(str(row["period"]), language) if row["period"] else ""
    value = wording.number(row["value"], indicator.unit, language)
    return hover(places.name(str(row["place"])), value, period, status)


def with_note(frame: Frame, note: str) -> Frame:
    """Add a line above the foot that explains a mark on the map."""
    return replace(frame, notes=(*frame.notes, note))


def plot_height(measure: Measure, part: float) -> float:
    """Return the height of a map that is so high as a part of its width, within bounds."""
    return min(measure.width * part, measure.height * MAX_HEIGHT)


def without_value(drawn: Iterable[str], values: MapValues, places: Places) -> Gaps:
    """Return the places that are drawn and have no value, by the reason why."""
    codes = [place for place in drawn if place not in values.rows]
    return Gaps(
        tuple(code for code in codes if code not in places.restricted),
        tuple(code for code in codes if code in places.restricted),
    )


def gap_hover(place: str, places: Places, style: Style, key: str = "not_in_source") -> str:
    """Return what is said of a place without a value: the words of `key`, or that it is not shown
    for the terms of its source.
    """
    reason = "restricted" if place in places.restricted else key
    return hover(places.name(place), phrase(reason, style.language))


def map_alt_text(
    title: str, values: MapValues, gaps: Gaps, indicator: Indicator, places: Places, language: str
) -> str:
    """Return how many places there are, the least, the most, and how many have no value and why."""
    ordered = sorted(values.rows.values(), key=lambda row: row["value"])
    least, most = ordered[0], ordered[-1]
    parts = [
        phrase(
            "alt_map_range",
            language,
            n=len(values.rows),
            least=wording.number(least["value"], indicator.unit, language),
            most=wording.number(most["value"], indicator.unit, language),
            least_name=places.name(least["place"]),
            most_name=places.name(most["place"]),
        )
    ]
    if gaps.missing:
        parts.append(phrase("alt_map_missing", language, n=len(gaps.missing)))
    if gaps.restricted:
        parts.append(phrase("alt_map_restricted", language, n=len(gaps.restricted)))
    semicolon = get_locale(language).text("sentence.semicolon")
    return alt_text(title, phrase("alt_map", language, parts=semicolon.join(parts)))
