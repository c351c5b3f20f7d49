"""Bars from best to worst: the top places, and the focus among its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.charts.bars import Bar, draw_bars, soft_note
from dashboard.charts.kit.frame import (
    UNTITLED,
    Chart,
    Frame,
    Record,
    alt_text,
    empty_chart,
    hover,
    records,
)
from dashboard.charts.kit.places import Places
from dashboard.charts.kit.series import SOFT
from dashboard.charts.kit.text import phrase, with_aside
from dashboard.style import Style
from indicators import wording
from indicators.model import Indicator

MAX_BARS = 25
NEIGHBOURS = 2
"""Number of places drawn before and after a focus place."""
MIN_BARS_WITH_NEIGHBOURS = 8
TOP = 3
"""Neighbours leave at least so many bars for the top."""


@dataclass(frozen=True)
class Gap:
    """Rows that are left out."""

    count: int


def ranking(
    data: pd.DataFrame,
    indicator: Indicator,
    places: Places,
    style: Style,
    frame: Frame = UNTITLED,
    *,
    max_bars: int = MAX_BARS,
) -> Chart:
    """Draw places by rank, the focus in colour.

    `data` has the columns place, value, rank, period and, where known, status. At most `max_bars`
    bars are drawn; what is left out is counted in a row of its own. A bar shows its period where
    most others have another; focus and peers without a value are named below the chart.
    """
    rows = _ordered(data, indicator)
    notes = _missing_note(rows, places, style.language)
    if not rows:
        return empty_chart(replace(frame, notes=notes), style)
    usual = Counter(row["period"] for row in rows).most_common(1)[0][0]
    selection = select_rows(rows, places.focus, max_bars)
    statuses = [row["status"] or "" for row in selection if not isinstance(row, Gap)]
    notes += soft_note(statuses, style.language)
    figure = draw_bars(
        [_bar(row, usual, indicator, places, style) for row in selection],
        indicator.unit,
        replace(frame, notes=notes),
        style,
    )
    return Chart(figure, _alt_text(frame.title, rows, indicator, places, style.language))


def select_rows(rows: Sequence[Record], focus: Sequence[str], max_bars: int) -> list[Record | Gap]:
    """Select each focus place with its neighbours, then rows from the top; count what is between.

    Neighbours are left out where the top would have too few bars.
    """
    if len(rows) <= max_bars:
        return list(rows)
    neighbours = NEIGHBOURS if max_bars >= MIN_BARS_WITH_NEIGHBOURS else 0
    room = max_bars - min(TOP, max_bars // 2)
    selection: set[int] = set()
    for index in (index for index, row in enumerate(rows) if row["place"] in focus):
        first, last = max(index - neighbours, 0), min(index + neighbours, len(rows) - 1)
        around = set(range(first, last + 1))
        selection |= around if len(selection | around) <= room else {index}
    top = iter(range(len(rows)))
    while len(selection) < max_bars:
        selection.add(next(top))
    return _with_gaps(rows, sorted(selection))


def _with_gaps(rows: Sequence[Record], selection: Sequence[int]) -> list[Record | Gap]:
    result: list[Record | Gap] = []
    previous = -1
    for index in (*selection, len(rows)):
        if index > previous + 1:
            result.append(Gap(index - previous - 1))
        if index < len(rows):
            result.append(rows[index])
        previous = index
    return result


def _ordered(data: pd.DataFrame, indicator: Indicator) -> list[Record]:
    """Give the rows with a value, best first.

    Rows with a rank go first, by rank; the others follow by value in the indicator's direction.
    """
    columns = ("place", "value", "rank", "period", "status")
    rows = [row for row in records(data, columns) if row["value"] is not None]
    sign = 1 if indicator.better == "lower" or indicator.unit.kind == "rank" else -1

    def order(row: Record) -> tuple[bool, float, float, str]:
        return row["rank"] is None, row["rank"] or 0, sign * row["value"], str(row["place"])

    return sorted(rows, key=order)


def _missing_note(rows: Sequence[Record], places: Places, language: str) -> tuple[str, ...]:
    """Name the focus places and peers that have no value, by the reason why."""
    present = {row["place"] for row in rows}
    names: dict[str, list[str]] = {"no_data_for": [], "restricted_for": []}
    for place in places.selection:
        if place not in present:
            key = "restricted_for" if place in places.restricted else "no_data_for"
            names[key].append(places.name(place))
    return tuple(
        phrase(key, language, names=wording.listing(listed, language))
        for key, listed in names.items()
        if listed
    )


def _bar(row: Record | Gap, usual: str, indicator: Indicator, places: Places, style: Style) -> Bar:
    language, palette = style.language, style.palette
    if isinstance(row, Gap):
        return Bar(phrase("left_out", language, count=row.count), None)
    name = places.name(row["place"])
    value = wording.number(row["value"], indicator.unit, language)
    label = wording.label(row["value"], indicator.unit, language)
    period = wording.period(str(row["period"]), language) if row["period"] else ""
    status = rank = number = ""
    if row["status"] not in (None, "", "reported"):
        status = wording.status(row["status"], language)
    if row["rank"] is not None:
        rank = wording.rank(int(row["rank"]), None, language)
        number = f"{row['rank']:.0f} "
    is_focus, is_peer = row["place"] in places.focus, row["place"] in places.peers
    colour = palette.peers[0] if is_peer else palette.neutral
    return Bar(
        number + name,
        row["value"],
        label if row["period"] == usual else with_aside(label, period, language),
        palette.focus if is_focus else colour,
        hover(name, value, rank, period, status),
        strong=is_focus,
        soft=row["status"] in SOFT,
        muted=not is_focus and not is_peer,
    )


def _alt_text(
    title: str, rows: Sequence[Record], indicator: Indicator, places: Places, language: str
) -> str:
    best = rows[0]
    first = {
        "first": places.name(best["place"]),
        "first_value": wording.number(best["value"], indicator.unit, language),
    }
    focus = next((row for row in rows if row["place"] in places.focus), None)
    if best["rank"] is None and indicator.unit.kind != "rank":
        texts = _unranked_texts(rows, focus, indicator, places, language)
        return alt_text(title, *texts)
    if focus is None:
        return alt_text(title, phrase("alt_ranking_first", language, n=len(rows), **first))
    rank = wording.MISSING
    if focus["rank"] is not None:
        count = sum(row["rank"] is not None for row in rows)
        rank = wording.rank(int(focus["rank"]), count, language)
    value = wording.number(focus["value"], indicator.unit, language)
    name = places.name(focus["place"])
    return alt_text(
        title, phrase("alt_ranking", language, name=name, rank=rank, value=value, **first)
    )


def _unranked_texts(
    rows: Sequence[Record],
    focus: Record | None,
    indicator: Indicator,
    places: Places,
    language: str,
) -> list[str]:
    """Say the highest and the lowest value, and the focus's: nobody is first without a rank."""
    highest = max(rows, key=lambda row: row["value"])
    lowest = min(rows, key=lambda row: row["value"])
    text = phrase(
        "alt_breakdown",
        language,
        first=places.name(highest["place"]),
        last=places.name(lowest["place"]),
        first_value=wording.number(highest["value"], indicator.unit, language),
        last_value=wording.number(lowest["value"], indicator.unit, language),
    )
    if focus is None:
        return [text]
    own = phrase(
        "alt_point",
        language,
        name=places.name(focus["place"]),
        value=wording.number(focus["value"], indicator.unit, language),
        period=wording.period(str(focus["period"]), language),
    )
    return [text, own]
