"""Bars from best to worst: the top, and the focus among its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.bars import Bar, bars, soft_note
from dashboard.charts.kit.frame import Chart, Dict, Frame, alt, empty, hover, records
from dashboard.charts.kit.series import SOFT
from dashboard.charts.kit.text import say, with_aside
from dashboard.style import Measure, Palette, Size, measure
from indicators import wording
from indicators.model import Indicator

NEIGHBOURS = 2


@dataclass(frozen=True)
class Gap:
    """So many rows left out."""

    count: int


def ranking(
    frame: pd.DataFrame,
    indicator: Indicator,
    names: Mapping[str, str],
    focus: Sequence[str],
    language: str,
    palette: Palette,
    *,
    peers: Sequence[str] = (),
    title: str = "",
    subtitle: str = "",
    foot: str = "",
    size: Size | Measure = "page",
    limit: int = 25,
    height: float | None = None,
) -> Chart:
    """Places by rank; `frame` has place, value, rank, period and, where known, status. Focus in colour.

    At most `limit` bars are drawn; what is left out is counted in a row of its own. Places of another period
    than most show theirs; focus and peers without a figure are named below.
    """
    sizes = measure(size)
    rows = _ordered(frame, indicator)
    missing = [
        names.get(place, place)
        for place in dict.fromkeys((*focus, *peers))
        if place not in {row["place"] for row in rows}
    ]
    notes: tuple[str, ...] = ()
    if missing:
        notes = (say("no_data_for", language, names=wording.listing(missing, language)),)
    if not rows:
        return empty(Frame(title, subtitle, foot, notes), language, palette, sizes)
    usual = Counter(row["period"] for row in rows).most_common(1)[0][0]
    drawn: list[Bar] = []
    kept = chosen(rows, focus, limit)
    notes += soft_note(
        (item["status"] or "" for item in kept if not isinstance(item, Gap)), language
    )
    for item in kept:
        if isinstance(item, Gap):
            drawn.append(Bar(say("left_out", language, count=item.count), None))
        else:
            drawn.append(_bar(item, usual, indicator, names, focus, peers, language, palette))
    figure = bars(
        drawn,
        indicator.unit,
        Frame(title, subtitle, foot, notes),
        palette,
        sizes,
        language,
        height=height,
    )
    return Chart(figure, _alt(title, rows, indicator, names, focus, language))


def chosen(rows: Sequence[Dict], focus: Sequence[str], limit: int) -> list[Dict | Gap]:
    """The rows to draw: as many from the top as fit beside the focus and its neighbours, and the gaps between."""
    if len(rows) <= limit:
        return list(rows)
    near = NEIGHBOURS if limit >= 8 else 0
    at = [index for index, row in enumerate(rows) if row["place"] in focus]
    kept: set[int] = set()
    for index in at:
        around = set(range(max(index - near, 0), min(index + near + 1, len(rows))))
        kept |= around if len(kept | around) <= limit - min(3, limit // 2) else {index}
    top = iter(range(len(rows)))
    while len(kept) < limit:
        kept.add(next(top))
    return _with_gaps(rows, sorted(kept))


def _with_gaps(rows: Sequence[Dict], kept: Sequence[int]) -> list[Dict | Gap]:
    found: list[Dict | Gap] = []
    before = -1
    for index in (*kept, len(rows)):
        if index > before + 1:
            found.append(Gap(index - before - 1))
        if index < len(rows):
            found.append(rows[index])
        before = index
    return found


def _ordered(frame: pd.DataFrame, indicator: Indicator) -> list[Dict]:
    """Rows with a value, best first: by rank where there is one, else by value in the indicator's direction."""
    rows = [
        row
        for row in records(frame, ("place", "value", "rank", "period", "status"))
        if row["value"] is not None
    ]
    down = indicator.better == "lower" or indicator.unit.kind == "rank"
    return sorted(
        rows,
        key=lambda row: (
            row["rank"] is None,
            row["rank"] or 0,
            row["value"] if down else -row["value"],
            str(row["place"]),
        ),
    )


def _bar(
    row: Dict,
    usual: str,
    indicator: Indicator,
    names: Mapping[str, str],
    focus: Sequence[str],
    peers: Sequence[str],
    language: str,
    palette: Palette,
) -> Bar:
    name, value = (
        names.get(row["place"], str(row["place"])),
        wording.number(row["value"], indicator.unit, language),
    )
    period = wording.period(str(row["period"]), language) if row["period"] else ""
    status = (
        wording.status(row["status"], language)
        if row["status"] not in (None, "", "reported")
        else ""
    )
    own = row["place"] in focus
    colour = palette.focus if own else palette.peers[0] if row["place"] in peers else palette.rest
    place = f"{row['rank']:.0f} " if row["rank"] is not None else ""
    return Bar(
        place + name,
        row["value"],
        value if row["period"] == usual else with_aside(value, period, language),
        colour,
        own,
        hover(name, value, _rank(row, language), period, status),
        row["status"] in SOFT,
        muted=not own and row["place"] not in peers,
    )


def _rank(row: Dict, language: str) -> str:
    return wording.rank(int(row["rank"]), None, language) if row["rank"] is not None else ""


def _alt(
    title: str,
    rows: Sequence[Dict],
    indicator: Indicator,
    names: Mapping[str, str],
    focus: Sequence[str],
    language: str,
) -> str:
    def value(row: Dict) -> str:
        return wording.number(row["value"], indicator.unit, language)

    first = {
        "first": names.get(rows[0]["place"], str(rows[0]["place"])),
        "first_value": value(rows[0]),
    }
    own = next((row for row in rows if row["place"] in focus), None)
    if own is None:
        return alt(title, say("alt_ranking_first", language, count=len(rows), **first))
    rank = wording.rank(int(own["rank"]), len(rows), language) if own["rank"] is not None else "–"
    return alt(
        title,
        say(
            "alt_ranking",
            language,
            name=names.get(own["place"], own["place"]),
            rank=rank,
            value=value(own),
            **first,
        ),
    )
