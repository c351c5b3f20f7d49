"""One place's values by sex, age or sector: bars for the latest period, lines over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

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
from dashboard.charts.trend import trend
from dashboard.style import Style
from indicators import wording
from indicators.model import TOTAL, Indicator


def breakdown_bars(
    data: pd.DataFrame, indicator: Indicator, style: Style, frame: Frame = UNTITLED
) -> Chart:
    """Draw the latest value of each breakdown of one place.

    `data` has the columns breakdown, period, value and status. Rows keep their order, for ages and
    sectors have one of their own; the total comes first, in the focus colour.
    """
    rows = _latest(data)
    if not rows:
        return empty_chart(frame, style)
    usual = Counter(row["period"] for row in rows).most_common(1)[0][0]
    notes = soft_note((row["status"] or "" for row in rows), style.language)
    figure = draw_bars(
        [_bar(row, usual, indicator, style) for row in rows],
        indicator.unit,
        replace(frame, notes=notes),
        style,
    )
    return Chart(figure, _alt_text(frame.title, rows, indicator, style.language))


def breakdown_lines(
    data: pd.DataFrame, indicator: Indicator, style: Style, frame: Frame = UNTITLED
) -> Chart:
    """Draw each breakdown of one place as a line, without targets, which are the total's.

    `data` has the columns of `breakdown_bars` and date.
    """
    breakdowns: list[str] = []
    if "breakdown" in data.columns:
        breakdowns = list(dict.fromkeys(str(name) for name in data["breakdown"]))
    names = {name: _name(name, style.language) for name in breakdowns}
    peers = [name for name in breakdowns if name != TOTAL]
    lines = data.drop(columns=["place"], errors="ignore").rename(columns={"breakdown": "place"})
    return trend(
        lines, replace(indicator, targets=()), Places(names, (TOTAL,), peers), style, frame
    )


def _latest(data: pd.DataFrame) -> list[Record]:
    """Give the row of the latest period of each breakdown, the total first."""
    latest: dict[str, Record] = {}
    for row in records(data, ("breakdown", "period", "value", "status")):
        if row["value"] is None:
            continue
        name = str(row["breakdown"])
        if name not in latest or str(row["period"]) > str(latest[name]["period"]):
            latest[name] = row
    return sorted(latest.values(), key=lambda row: str(row["breakdown"]) != TOTAL)


def _bar(row: Record, usual: str, indicator: Indicator, style: Style) -> Bar:
    """Make the bar of a row; it shows its period where most others have another."""
    language, palette = style.language, style.palette
    name = _name(str(row["breakdown"]), language)
    value = wording.number(row["value"], indicator.unit, language)
    label = wording.label(row["value"], indicator.unit, language)
    period = wording.period(str(row["period"]), language)
    status = ""
    if row["status"] not in (None, "", "reported"):
        status = wording.status(row["status"], language)
    is_total = row["breakdown"] == TOTAL
    return Bar(
        name,
        row["value"],
        label if row["period"] == usual else with_aside(label, period, language),
        palette.focus if is_total else palette.peers[1],
        hover(name, value, period, status),
        strong=is_total,
        soft=row["status"] in SOFT,
    )


def _name(breakdown: str, language: str) -> str:
    return wording.breakdown(breakdown, language, short=True)


def _alt_text(title: str, rows: Sequence[Record], indicator: Indicator, language: str) -> str:
    ordered = sorted(rows, key=lambda row: -row["value"])
    highest, lowest = ordered[0], ordered[-1]
    text = phrase(
        "alt_breakdown",
        language,
        first=_name(str(highest["breakdown"]), language),
        last=_name(str(lowest["breakdown"]), language),
        first_value=wording.number(highest["value"], indicator.unit, language),
        last_value=wording.number(lowest["value"], indicator.unit, language),
    )
    return alt_text(title, text)
