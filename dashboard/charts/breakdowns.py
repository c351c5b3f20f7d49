"""One place's figures by sex, age, sector: bars for the latest period, lines over time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from dashboard.charts.bars import Bar, bars, soft_note
from dashboard.charts.kit.frame import Chart, Dict, Frame, alt, empty, hover, records
from dashboard.charts.kit.series import SOFT
from dashboard.charts.kit.text import say, with_aside
from dashboard.charts.trend import trend
from dashboard.style import Measure, Palette, Size, measure
from indicators import wording
from indicators.model import TOTAL, Indicator


def breakdown_bars(
    frame: pd.DataFrame,
    indicator: Indicator,
    language: str,
    palette: Palette,
    *,
    title: str = "",
    subtitle: str = "",
    foot: str = "",
    size: Size | Measure = "page",
    height: float | None = None,
) -> Chart:
    """The latest figure of each breakdown of one place; `frame` has breakdown, period, value and status.

    Rows stay in the order given, as ages and sectors have one of their own; the total comes first, in colour.
    """
    sizes, rows = measure(size), _latest(frame)
    if not rows:
        return empty(Frame(title, subtitle, foot), language, palette, sizes)
    usual = Counter(row["period"] for row in rows).most_common(1)[0][0]
    drawn = [_bar(row, usual, indicator, language, palette) for row in rows]
    said = Frame(title, subtitle, foot, soft_note((row["status"] or "" for row in rows), language))
    figure = bars(drawn, indicator.unit, said, palette, sizes, language, height=height)
    return Chart(figure, _alt(title, rows, indicator, language))


def breakdown_lines(
    frame: pd.DataFrame, indicator: Indicator, language: str, palette: Palette, **options: Any
) -> Chart:
    """Each breakdown of one place as a line; `frame` as for `breakdown_bars` with date; options as for `trend`."""
    held = (
        list(dict.fromkeys(str(name) for name in frame["breakdown"]))
        if "breakdown" in frame.columns
        else []
    )
    names = {name: wording.breakdown(name, language, short=True) for name in held}
    lines = frame.drop(columns=["place"], errors="ignore").rename(columns={"breakdown": "place"})
    return trend(
        lines,
        indicator,
        names,
        (TOTAL,),
        [name for name in held if name != TOTAL],
        language,
        palette,
        **{"targets": (), **options},
    )


def _latest(frame: pd.DataFrame) -> list[Dict]:
    newest: dict[str, Dict] = {}
    for row in records(frame, ("breakdown", "period", "value", "status")):
        if row["value"] is None:
            continue
        name = str(row["breakdown"])
        if name not in newest or str(row["period"]) > str(newest[name]["period"]):
            newest[name] = row
    order = [TOTAL, *(name for name in newest if name != TOTAL)]
    return [newest[name] for name in order if name in newest]


def _bar(row: Dict, usual: str, indicator: Indicator, language: str, palette: Palette) -> Bar:
    name, value = _name(row, language), wording.number(row["value"], indicator.unit, language)
    period, own = wording.period(str(row["period"]), language), row["breakdown"] == TOTAL
    soft = row["status"] not in (None, "", "reported")
    return Bar(
        name,
        row["value"],
        value if row["period"] == usual else with_aside(value, period, language),
        palette.focus if own else palette.peers[1],
        own,
        hover(name, value, period, wording.status(row["status"], language) if soft else ""),
        row["status"] in SOFT,
    )


def _name(row: Dict, language: str) -> str:
    return wording.breakdown(str(row["breakdown"]), language, short=True)


def _alt(title: str, rows: list[Dict], indicator: Indicator, language: str) -> str:
    ordered = sorted(rows, key=lambda row: -row["value"])
    first, last = ordered[0], ordered[-1]
    return alt(
        title,
        say(
            "alt_breakdown",
            language,
            first=_name(first, language),
            last=_name(last, language),
            first_value=wording.number(first["value"], indicator.unit, language),
            last_value=wording.number(last["value"], indicator.unit, language),
        ),
    )
