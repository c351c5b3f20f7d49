"""What the compare page shows of two indicators against each other. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.charts import scatter
from dashboard.charts.kit import legend_space
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.comparison import (
    Comparison,
    about,
    all_of_level,
    foot_of,
    group_name,
    joined,
    span,
)
from indicators import wording
from indicators.analysis import comparison as comparing
from indicators.analysis import correlation
from indicators.analysis.correlation import Dot
from indicators.model import Indicator, Text, Unit

COEFFICIENT = Unit("r", "r", kind="rate", pattern=Text({"en": "{}"}))
"""A correlation is said with two decimals."""
CLEAR, SOME = 0.7, 0.4
"""From here on two indicators clearly, or loosely, move together."""
OWN = "own"
"""The subject's own colour, as a group."""


@dataclass(frozen=True)
class ScatterQuery:
    """The choices of the scatter: ids that are known. `places` are the dots wanted; `kind` the colours' groups."""

    x: str
    y: str
    size: str
    places: tuple[str, ...]
    period: str
    kind: str
    log_x: bool
    log_y: bool


def scatter_shown(made: Comparison, pair: ScatterQuery) -> ChartWithTable:
    """The scatter with its table; the title says how far the two move together."""
    home = (
        correlation.group_of_places(made.dataset, pair.kind, made.scope.level) if pair.kind else {}
    )
    dots = correlation.dots(made.dataset, pair.x, pair.y, pair.places, pair.period, pair.size, home)
    drawn = [dot for dot in dots if (not pair.log_x or dot.x > 0) and (not pair.log_y or dot.y > 0)]
    r = correlation.correlation(drawn, pair.log_x, pair.log_y)
    x, y = made.entry(pair.x), made.entry(pair.y)
    groups = _groups(made, drawn) if pair.kind else None
    coloured = [
        replace(dot, group=OWN) if dot.place == made.scope.subject else dot for dot in drawn
    ]
    chart = scatter(
        correlation.frame(coloured, bool(groups)),
        x,
        y,
        made.names(dot.place for dot in drawn),
        (made.scope.subject,),
        made.language,
        made.palette,
        peers=named(made, drawn),
        groups=groups,
        height=made.size.height * 1.35,
        size_indicator=made.entry(pair.size) if pair.size else None,
        log_x=pair.log_x,
        log_y=pair.log_y,
        title=title(made, x, y, r),
        subtitle=subtitle(made, pair, drawn, r),
        foot=_foot(made, pair, drawn),
        size=made.size,
    )
    chart = legend_space.with_legend(chart, made.size, 0, made.size.small * 2) if groups else chart
    return ChartWithTable(
        chart,
        header(made, pair),
        [_row(made, pair, dot) for dot in drawn],
        _about(made, pair, drawn),
        f"{pair.y}-{pair.x}-{pair.period or 'latest'}",
    )


def title(made: Comparison, x: Indicator, y: Indicator, r: float | None) -> str:
    """'Where internet users are higher, online services tend to be higher too'."""
    named = {"x": x.name(made.language), "y": y.name(made.language)}
    if r is None:
        return made.say.t("compare.scatter_title", **named)
    if abs(r) < SOME:
        return made.say.t("compare.scatter_apart", **named)
    strength = "clear" if abs(r) >= CLEAR else "loose"
    return made.say.t(f"compare.scatter_{'up' if r > 0 else 'down'}_{strength}", **named)


def subtitle(made: Comparison, pair: ScatterQuery, drawn: Sequence[Dot], r: float | None) -> str:
    """Correlation and number of places, and which period; where each place's newest is shown, which they are."""
    when = [period for dot in drawn for period in (dot.x_period, dot.y_period)]
    period = (
        wording.period(pair.period, made.language)
        if pair.period
        else made.say.t("compare.newest_of", periods=span(made.say, when))
    )
    logs = made.say.t("compare.r_log") if pair.log_x or pair.log_y else ""
    relation = (
        made.say.t("compare.r_none", count=len(drawn))
        if r is None
        else made.say.t(
            "compare.r", r=wording.number(r, COEFFICIENT, made.language), count=len(drawn), log=logs
        )
    )
    sized = (
        made.say.t("compare.sized", indicator=made.entry(pair.size).name(made.language))
        if pair.size
        else ""
    )
    return joined(
        made.say,
        [
            text
            for text in (relation, made.say.t("compare.scatter_period", period=period), sized)
            if text
        ],
    )


def _groups(made: Comparison, drawn: Sequence[Dot]) -> dict[str, str]:
    """The groups that have dots, in the catalogue's order, then places in none, then the subject, drawn on top."""
    held = {dot.group for dot in drawn}
    groups = made.dataset.catalogue.groups.items()
    known = {name: group.title.say(made.language) for name, group in groups if name in held}
    known |= {correlation.OTHER: made.say.t("compare.other")} if correlation.OTHER in held else {}
    own = next((dot for dot in drawn if dot.place == made.scope.subject), None)
    return known | ({OWN: _own_name(made, own, known)} if own else {})


def _own_name(made: Comparison, own: Dot, known: dict[str, str]) -> str:
    if own.group == correlation.OTHER:
        return made.name(own.place)
    return made.say.t("compare.with_unit", indicator=made.name(own.place), unit=known[own.group])


def named(made: Comparison, drawn: Sequence[Dot]) -> tuple[str, ...]:
    """Whose names stand beside the dots: those compared with, then the ends of both axes and the largest."""
    held = {dot.place for dot in drawn}
    near = [
        place
        for place in comparing.neighbours(made.dataset, made.scope, made.rows)
        if place in held
    ]
    ends = (
        [pick(drawn, key=key).place for key in (_x, _y, _size) for pick in (max, min)]
        if drawn
        else []
    )
    return tuple(dict.fromkeys((*near, *ends)))


def _x(dot: Dot) -> float:
    return dot.x


def _y(dot: Dot) -> float:
    return dot.y


def _size(dot: Dot) -> float:
    return dot.size or 0


def _indicators(pair: ScatterQuery) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (pair.x, pair.y, pair.size) if name))


def _origins(made: Comparison, pair: ScatterQuery, drawn: Sequence[Dot]) -> list[tuple[str, str]]:
    """(indicator, source) of every value drawn."""
    found: dict[tuple[str, str], None] = {}
    for name, periods in (
        (pair.x, {dot.place: dot.x_period for dot in drawn}),
        (pair.y, {dot.place: dot.y_period for dot in drawn}),
    ):
        wide = made.dataset.grid(name)
        cells = (
            wide.cell[wide.row[place], wide.column[period]] for place, period in periods.items()
        )
        found |= dict.fromkeys((name, made.dataset.observation(int(cell)).source) for cell in cells)
    if pair.size:
        found[(pair.size, made.entry(pair.size).source)] = None
    return list(found)


def _foot(made: Comparison, pair: ScatterQuery, drawn: Sequence[Dot]) -> str:
    when = [period for dot in drawn for period in (dot.x_period, dot.y_period)]
    return foot_of(made.say, made.dataset, _origins(made, pair, drawn), when)


def header(made: Comparison, pair: ScatterQuery) -> list[str]:
    """The columns of the table: two for each indicator, its value and its period."""
    say = made.say
    columns = [say.t("app.place")]
    for name in (pair.x, pair.y):
        entry = made.entry(name)
        unit = entry.unit.label.say(made.language)
        columns += [
            say.t("compare.with_unit", indicator=entry.title.say(made.language), unit=unit),
            say.t("compare.period_of", indicator=entry.name(made.language)),
        ]
    if pair.size:
        entry = made.entry(pair.size)
        columns.append(
            say.t(
                "compare.with_unit",
                indicator=entry.title.say(made.language),
                unit=entry.unit.label.say(made.language),
            )
        )
    columns += [say.t("app.group")] if pair.kind else []
    return _distinct(columns)


def _distinct(columns: Sequence[str]) -> list[str]:
    """A table has no two columns of one name, though two indicators may share a short one."""
    return [
        name if name not in columns[:at] else f"{name} ({at})" for at, name in enumerate(columns)
    ]


def _row(made: Comparison, pair: ScatterQuery, dot: Dot) -> list[Any]:
    row = [
        made.name(dot.place),
        dot.x,
        wording.period(dot.x_period, made.language),
        dot.y,
        wording.period(dot.y_period, made.language),
    ]
    row += [dot.size] if pair.size else []
    return row + ([_groups(made, [dot])[dot.group]] if pair.kind else [])


def _about(made: Comparison, pair: ScatterQuery, drawn: Sequence[Dot]) -> list[tuple[str, str]]:
    whole = set(pair.places) != set(made.scope.members)
    among = all_of_level(made) if whole else group_name(made)
    return about(made.say, made.dataset, _indicators(pair), _origins(made, pair, drawn), among)
