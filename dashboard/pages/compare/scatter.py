"""Compare, two indicators: the choices of the scatter, and the chart beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import choose, known, slide, tell, toggle
from dashboard.pages.compare.controls import draw, notes, titles
from dashboard.url_state import View, plain
from dashboard.url_values import Choices
from dashboard.views.comparison import Comparison
from dashboard.views.scatter import ScatterQuery, scatter_shown
from indicators import wording
from indicators.analysis import comparison as comparing
from indicators.analysis import correlation
from indicators.locale import Locale

LATEST = "latest"
NONE = "none"


def scatter_view(view: View, made: Comparison) -> None:
    """Two indicators of one level against each other."""
    charts, panel = st.columns([5, 2], gap="medium")
    with panel:
        pair = _pair(view, made)
    if pair is None:
        tell(view.say.t("compare.no_common"))
        return
    with charts:
        draw(
            view,
            comparing.cached(
                view.dataset,
                ("scatter", pair, made.scope.subject, *made.key),
                lambda: scatter_shown(made, pair),
            ),
            "scatter",
        )
        _definitions(made, pair)


def _pair(view: View, made: Comparison) -> ScatterQuery | None:
    """The choices of the address, or their defaults, with a box for each."""
    places = _places(view, made)
    able = comparing.comparable_indicators(view.dataset, places)
    if len(able) < 2:
        return None
    first, second = correlation.suggestions(view.dataset, able)
    y = _indicator(view, made, "y", able, first)
    x = _indicator(view, made, "x", able, second if second != y else first)
    _pick_only(view, made, (x, y))
    size = _size(view, made, able, y)
    kind = _kind(view, made)
    period = _period(view, correlation.periods(view.dataset, x, y, places))
    logs = _logs(view, made, x, y, places, period)
    notes([view.say.t("compare.cause")])
    return ScatterQuery(x, y, size, places, period, kind, *logs)


def _places(view: View, made: Comparison) -> tuple[str, ...]:
    if st.query_params.get("only") == "1":
        return made.scope.members
    level = (
        code for code, one in view.dataset.catalogue.places.items() if one.level == made.scope.level
    )
    return tuple(dict.fromkeys((*made.scope.members, *level)))


def _indicator(view: View, made: Comparison, axis: str, able: Sequence[str], usual: str) -> str:
    """The indicator of one axis; a line where the address names one that this level has no figures in."""
    found = known(url_state.single(view, axis, view.indicator_choices()))
    if found and found not in able:
        tell(
            view.say.t(
                "compare.not_at_level",
                indicator=titles(view)[found],
                level=view.say.t(f"level.{made.scope.level}"),
                shown=titles(view)[usual],
            )
        )
    chosen = found if found in able else usual
    choose(
        view,
        view.say.t(f"compare.{axis}"),
        {name: titles(view)[name] for name in able},
        chosen,
        f"compare_{axis}",
        lambda name: url_state.keep(**{axis: name, "period": "", "log": ""}),
    )
    return chosen


def _size(view: View, made: Comparison, able: Sequence[str], y: str) -> str:
    """Dots as large as a third indicator; at first the one by which groups are weighed, as population."""
    held = [name for name in able if made.entry(name).unit.kind in ("currency", "count", "number")]
    weight = made.entry(y).weight
    found = known(url_state.single(view, "size", _sizes(view)))
    chosen = found if found in (*held, NONE) else weight if weight in held else NONE
    names = {NONE: view.say.t("compare.same_size")} | {name: titles(view)[name] for name in held}
    choose(
        view,
        view.say.t("compare.size"),
        names,
        chosen,
        "compare_size",
        lambda name: url_state.keep(size=name),
    )
    return "" if chosen == NONE else chosen


def _sizes(view: View) -> Choices:
    """Every indicator, or none."""
    every = view.indicator_choices()
    same = {say.t("compare.same_size"): NONE for say in view.languages}
    return replace(
        every,
        names={NONE: view.say.t("compare.same_size"), **every.names},
        labels={**every.labels, **same},
    )


def _kind(view: View, made: Comparison) -> str:
    """Colours by income group or region, where the level has them."""
    kinds = correlation.group_kinds(view.dataset, made.scope.level)
    if not kinds:
        return ""
    colours = view.choices(
        "choice", lambda say: {name: say.t(f"compare.colour_{name}") for name in (*kinds, NONE)}
    )
    chosen = known(url_state.single(view, "colour", colours, kinds[0]))
    choose(
        view,
        view.say.t("compare.colour"),
        colours.names,
        chosen,
        "compare_colour",
        lambda name: url_state.keep(colour=name),
    )
    return "" if chosen == NONE else chosen


def _period(view: View, common: Sequence[str]) -> str:
    """One of the periods that both indicators have, or nothing for each place's newest figures."""

    def names(say: Locale) -> dict[str, str]:
        return {one: wording.period(one, say.language) for one in common} | {
            LATEST: say.t("app.latest")
        }

    chosen = known(url_state.single(view, "period", view.choices("period", names), LATEST))
    if common:
        slide(
            view,
            view.say.t("compare.time"),
            names(view.say),
            chosen,
            "compare_period",
            lambda name: url_state.keep(period="" if name == LATEST else name),
        )
    return "" if chosen == LATEST else chosen


def _pick_only(view: View, made: Comparison, shown: Sequence[str]) -> None:
    """Only the members of the group, or every place of the level; no choice where no others have figures."""
    members, level = set(made.scope.members), made.scope.level
    others = {
        place
        for place in set(view.dataset.grid(shown[0]).row)
        & set(view.dataset.grid(shown[1]).row) - members
        if view.dataset.catalogue.places[place].level == level
    }
    if made.scope.group is None or not others:
        return
    toggle(
        plain(view.say.t("compare.only", group=made.scope.group.title.say(view.language))),
        st.query_params.get("only") == "1",
        "compare_only",
        lambda: url_state.keep(only="1" if st.session_state["compare_only"] else ""),
    )


def _logs(
    view: View, made: Comparison, x: str, y: str, places: Sequence[str], period: str
) -> tuple[bool, bool]:
    """Whether each axis is logarithmic: as the address says, else where amounts differ a hundredfold."""
    dots = comparing.cached(
        view.dataset,
        ("dots", x, y, tuple(places), period),
        lambda: correlation.dots(view.dataset, x, y, places, period),
    )
    values = {"x": [dot.x for dot in dots], "y": [dot.y for dot in dots]}
    entries = {"x": made.entry(x), "y": made.entry(y)}
    able = [
        axis
        for axis in ("x", "y")
        if correlation.fits_log_axis(values[axis])
        and entries[axis].unit.kind not in correlation.RELATIVE_KINDS
    ]
    asked = st.query_params.get("log", "")[: len(NONE)]
    on = {
        axis
        for axis in able
        if (axis in asked if asked else correlation.prefers_log_axis(values[axis], entries[axis]))
    }
    for axis in able:
        key = f"compare_log_{axis}"
        toggle(view.say.t(f"compare.log_{axis}"), axis in on, key, _write_logs)
    return "x" in on, "y" in on


def _write_logs() -> None:
    on = "".join(axis for axis in ("x", "y") if st.session_state.get(f"compare_log_{axis}"))
    url_state.keep(log=on or NONE)


def _definitions(made: Comparison, pair: ScatterQuery) -> None:
    with st.expander(made.say.t("compare.definitions"), icon=":material/menu_book:"):
        entries = [made.entry(name) for name in dict.fromkeys((pair.y, pair.x, pair.size)) if name]
        st.markdown(
            "\n".join(
                f"- **{plain(one.title.say(made.language))}** ({plain(one.unit.label.say(made.language))})  \n"
                f"  {plain(one.definition.say(made.language))}"
                for one in entries
            )
        )
