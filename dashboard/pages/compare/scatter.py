"""Compare, two indicators: the choices of the scatter, and the chart beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import choose, id_of, show_notice, slide, toggle
from dashboard.pages.compare.controls import definitions, draw, notes, titles
from dashboard.url_state import View, plain
from dashboard.url_values import Choices
from dashboard.views.comparison import Comparison
from dashboard.views.scatter import ScatterQuery, scatter_chart
from indicators import wording
from indicators.analysis import comparison as comparing
from indicators.analysis import correlation
from indicators.locale import Locale

LATEST = "latest"
NONE = "none"


def scatter_view(view: View, comparison: Comparison) -> None:
    """Draw two indicators of one level against each other."""
    charts, panel = st.columns([5, 2], gap="medium")
    with panel:
        pair = _pair(view, comparison)
    if pair is None:
        show_notice(view.locale.text("compare.no_common"))
        return
    with charts:
        draw(
            view,
            comparing.cached(
                view.dataset,
                ("scatter", pair, comparison.scope.subject, *comparison.key),
                lambda: scatter_chart(comparison, pair),
            ),
            "scatter",
        )
        shown = [name for name in dict.fromkeys((pair.y, pair.x, pair.size)) if name]
        definitions(comparison.locale, map(comparison.entry, shown))


def _pair(view: View, comparison: Comparison) -> ScatterQuery | None:
    """Give the choices of the address, or their defaults, with a box for each."""
    places = _places(view, comparison)
    able = comparing.comparable_indicators(view.dataset, places)
    if len(able) < 2:
        return None
    first, second = correlation.suggestions(view.dataset, able)
    y = _indicator(view, comparison, "y", able, first)
    x = _indicator(view, comparison, "x", able, second if second != y else first)
    _pick_only(view, comparison, (x, y))
    size = _size(view, comparison, able, y)
    kind = _kind(view, comparison)
    period = _period(view, correlation.periods(view.dataset, x, y, places))
    logs = _logs(view, comparison, x, y, places, period)
    notes([view.locale.text("compare.cause")])
    return ScatterQuery(x, y, size, places, period, kind, *logs)


def _places(view: View, comparison: Comparison) -> tuple[str, ...]:
    if st.query_params.get("only") == "1":
        return comparison.scope.members
    level = (
        code
        for code, place in view.dataset.catalogue.places.items()
        if place.level == comparison.scope.level
    )
    return tuple(dict.fromkeys((*comparison.scope.members, *level)))


def _indicator(
    view: View, comparison: Comparison, axis: str, able: Sequence[str], usual: str
) -> str:
    """Give the indicator of one axis; a line where the address names one that this level has no
    figures in.
    """
    id = id_of(url_state.single(view, axis, view.indicator_choices()))
    if id and id not in able:
        show_notice(
            view.locale.text(
                "compare.not_at_level",
                indicator=titles(view)[id],
                level=view.dataset.catalogue.level_title(comparison.scope.level, view.language),
                shown=titles(view)[usual],
            )
        )
    chosen = id if id in able else usual
    choose(
        view,
        view.locale.text(f"compare.{axis}"),
        {name: titles(view)[name] for name in able},
        chosen,
        f"compare_{axis}",
        lambda name: url_state.set_params(**{axis: name, "period": "", "log": ""}),
    )
    return chosen


def _size(view: View, comparison: Comparison, able: Sequence[str], y: str) -> str:
    """Dots as large as a third indicator; at first the one by which groups are weighed, as
    population.
    """
    sizes = [
        name for name in able if comparison.entry(name).unit.kind in ("currency", "count", "number")
    ]
    weight = comparison.entry(y).weight
    id = id_of(url_state.single(view, "size", _sizes(view)))
    default = weight if weight in sizes else NONE
    chosen = id if id in (*sizes, NONE) else default
    names = {NONE: view.locale.text("compare.same_size")} | {
        name: titles(view)[name] for name in sizes
    }
    choose(
        view,
        view.locale.text("compare.size"),
        names,
        chosen,
        "compare_size",
        lambda name: url_state.set_params(size=name),
    )
    return "" if chosen == NONE else chosen


def _sizes(view: View) -> Choices:
    """Give every indicator, or none."""
    choices = view.indicator_choices()
    same = {locale.text("compare.same_size"): NONE for locale in view.languages}
    return replace(
        choices,
        names={NONE: view.locale.text("compare.same_size"), **choices.names},
        labels={**choices.labels, **same},
    )


def _kind(view: View, comparison: Comparison) -> str:
    """Give colours by income group or region, where the level has them."""
    kinds = correlation.group_kinds(view.dataset, comparison.scope.level)
    if not kinds:
        return ""
    colours = view.choices(
        "choice",
        lambda locale: {name: locale.text(f"compare.colour_{name}") for name in (*kinds, NONE)},
    )
    chosen = id_of(url_state.single(view, "colour", colours, kinds[0]))
    choose(
        view,
        view.locale.text("compare.colour"),
        colours.names,
        chosen,
        "compare_colour",
        lambda name: url_state.set_params(colour=name),
    )
    return "" if chosen == NONE else chosen


def _period(view: View, common: Sequence[str]) -> str:
    """Give one of the periods that both indicators have, or nothing for each place's newest
    figures.
    """

    def names(locale: Locale) -> dict[str, str]:
        return {period: wording.period(period, locale.language) for period in common} | {
            LATEST: locale.text("app.latest")
        }

    chosen = id_of(url_state.single(view, "period", view.choices("period", names), LATEST))
    if common:
        slide(
            view,
            view.locale.text("compare.time"),
            names(view.locale),
            chosen,
            "compare_period",
            lambda name: url_state.set_params(period="" if name == LATEST else name),
        )
    return "" if chosen == LATEST else chosen


def _pick_only(view: View, comparison: Comparison, axes: Sequence[str]) -> None:
    """Only the members of the group, or every place of the level; no choice where no others have
    figures.
    """
    members, level = set(comparison.scope.members), comparison.scope.level
    outside_group = {
        place
        for place in set(view.dataset.grid(axes[0]).row)
        & set(view.dataset.grid(axes[1]).row) - members
        if view.dataset.catalogue.places[place].level == level
    }
    if comparison.scope.group is None or not outside_group:
        return
    toggle(
        plain(
            view.locale.text("compare.only", group=comparison.scope.group.title.get(view.language))
        ),
        st.query_params.get("only") == "1",
        "compare_only",
        lambda: url_state.set_params(only="1" if st.session_state["compare_only"] else ""),
    )


def _logs(
    view: View, comparison: Comparison, x: str, y: str, places: Sequence[str], period: str
) -> tuple[bool, bool]:
    """Say whether each axis is logarithmic: as the address says, else where amounts differ a
    hundredfold.
    """
    dots = comparing.cached(
        view.dataset,
        ("dots", x, y, tuple(places), period),
        lambda: correlation.dots(view.dataset, x, y, places, period),
    )
    values = {"x": [dot.x for dot in dots], "y": [dot.y for dot in dots]}
    entries = {"x": comparison.entry(x), "y": comparison.entry(y)}
    able = [
        axis
        for axis in ("x", "y")
        if correlation.fits_log_axis(values[axis])
        and entries[axis].unit.kind not in correlation.RELATIVE_KINDS
    ]
    address = st.query_params.get("log", "")[: len(NONE)]
    if address:
        on = {axis for axis in able if axis in address}
    else:
        on = {axis for axis in able if correlation.prefers_log_axis(values[axis], entries[axis])}
    for axis in able:
        key = f"compare_log_{axis}"
        toggle(view.locale.text(f"compare.log_{axis}"), axis in on, key, _write_logs)
    return "x" in on, "y" in on


def _write_logs() -> None:
    on = "".join(axis for axis in ("x", "y") if st.session_state.get(f"compare_log_{axis}"))
    url_state.set_params(log=on or NONE)
