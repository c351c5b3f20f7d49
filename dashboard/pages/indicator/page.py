"""Indicator: trend with peers, ranking, map, breakdown, the tables behind them, and all there is to know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard import url_state
from dashboard.charts import TOPOJSON_CONFIG
from dashboard.components.downloads import downloads, table
from dashboard.components.selector import choose, choose_many, known, switch, tell, toggle
from dashboard.live_dataset import live
from dashboard.pages.indicator import vintages as indicator_vintages
from dashboard.pages.indicator.about import about, standing_panel
from dashboard.pages.indicator.vintages import AsOfView
from dashboard.url_state import View, plain
from dashboard.views import boundaries, labels
from dashboard.views import indicator as indicatorview
from dashboard.views import vintages as vintageview
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.indicator import IndicatorQuery
from indicators import Dataset, wording
from indicators.analysis.comparison import cached
from indicators.locale import Locale
from indicators.model import Group, Indicator

VIEWS = ("trend", "ranking", "map", "breakdown")
LINES = 8
"""So many places at most may be asked for."""
LATEST = "latest"
"""In a list of periods and in an address: each place's newest figure."""
CHART = {
    "displaylogo": False,
    "responsive": True,
    "displayModeBar": "hover",
    "modeBarButtonsToRemove": [
        "select2d",
        "lasso2d",
        "autoScale2d",
        "zoom2d",
        "pan2d",
        "zoomIn2d",
        "zoomOut2d",
        "resetScale2d",
        "zoomInGeo",
        "zoomOutGeo",
        "resetGeo",
        "hoverClosestGeo",
    ],
    **TOPOJSON_CONFIG,
}


def render(view: View) -> None:
    """Draw the page for the indicator in the address, or the first one the place has figures for."""
    entry = _chosen(view)
    if entry is None:
        st.info(view.say.t("overview.empty"))
        return
    st.markdown(
        f"# {plain(entry.title.say(view.language))}\n{plain(entry.definition.say(view.language))}"
    )
    indicator_vintages.banner(view, entry)
    shown, meant = _as_known(view, entry, indicator_vintages.then(view, entry))
    charts, panel = st.columns([5, 2], gap="medium")
    with charts:
        _charts(view, entry)
    with panel:
        standing_panel(shown, meant)
    about(shown, meant)
    indicator_vintages.panel(view, entry)


def _as_known(view: View, entry: Indicator, then: AsOfView | None) -> tuple[View, Indicator]:
    """The view with the figures of the moment that the address asks for, and the indicator as it was meant then."""
    return (
        (replace(view, dataset=then.dataset), then.dataset.catalogue.indicators[entry.id])
        if then
        else (view, entry)
    )


def _chosen(view: View) -> Indicator | None:
    """The indicator of the address; a box to choose another, with both names so that typing either finds it."""
    found = known(url_state.single(view, "indicator", view.indicator_choices(), _default(view)))
    if not found:
        return None
    names = view.dataset.cached(("indicators to choose", view.language), lambda: _labelled(view))
    choose(
        view,
        view.say.t("indicator.choose"),
        names,
        found,
        "indicator",
        lambda name: url_state.keep(
            indicator=name, places="", period="", breakdown="", group="", against=""
        ),
    )
    return view.dataset.catalogue.indicators[found]


def _default(view: View) -> str:
    for pillar in view.dataset.catalogue.pillars.values():
        for name in pillar.headline:
            if name in view.dataset.catalogue.indicators and indicatorview.whose(
                view.dataset, name, view.place
            ):
                return name
    return next(iter(view.dataset.catalogue.indicators), "")


def _labelled(view: View) -> dict[str, str]:
    """Every indicator by all its names, in the order of the fields."""
    catalogue = view.dataset.catalogue
    order = {name: at for at, name in enumerate(catalogue.pillars)}
    names = labels.both(view.dataset, view.say, labels.indicators, view.languages)
    ordered = sorted(
        catalogue.indicators, key=lambda name: order.get(catalogue.indicators[name].pillar, 99)
    )
    return {name: names[name] for name in ordered}


@st.fragment
def _charts(view: View, entry: Indicator) -> None:
    """The chosen view with its own choices; a click here draws this part alone."""
    then = indicator_vintages.then(view, entry)
    asked = _asked(*_as_known(view, entry, then))
    if not asked.places:
        st.info(plain(view.say.t("missing.figure")))
        return
    shown = (
        _chosen_view(view, asked)
        if then is None
        else _chosen_view(
            view,
            replace(
                asked, indicator=vintageview.dated(asked.indicator, then.wanted.said, view.say)
            ),
            then,
            view.dataset,
        )
    )
    if shown is None:
        return
    key = f"chart_{entry.id}"
    with st.container(key=key):
        st.plotly_chart(
            shown.chart.drawn, theme=None, key=f"plot_{entry.id}", config=CHART, alt=shown.chart.alt
        )
    downloads(
        replace(shown, name=f"{shown.name}-known-{then.day}") if then else shown,
        view.say,
        entry.id,
        key,
    )
    table(shown, view.say, entry.id)


def _chosen_view(
    view: View, asked: IndicatorQuery, then: AsOfView | None = None, today: Dataset | None = None
) -> ChartWithTable | None:
    """The view of the address; a trend of older figures has today's line beside it."""
    name = _view(view, asked)
    if name == "trend" and then and today and not then.wanted.newest:
        _pick_trend(view, asked)
        return _kept(
            asked,
            f"trend {today.fingerprint}",
            lambda: vintageview.trend_then(asked, today, then.wanted.said),
        )
    return {"trend": _trend, "ranking": _ranking, "map": _map, "breakdown": _breakdown}[name](
        view, asked
    )


def _asked(view: View, entry: Indicator) -> IndicatorQuery:
    """The address, checked: ids that do not exist are passed over with a line that says so."""
    dataset = view.dataset
    breakdowns = view.choices(
        "breakdown",
        lambda say: {
            name: wording.breakdown(name, say.language) for name in dataset.breakdowns(entry.id)
        },
    )
    breakdown = known(
        url_state.single(
            view, "breakdown", breakdowns, indicatorview.default_breakdown(dataset, entry.id)
        )
    )
    owner = indicatorview.whose(dataset, entry.id, view.place, breakdown)
    group = _group(view, entry, owner)
    places = _places(view, entry, breakdown)
    periods = view.choices(
        "period", lambda say: _period_names(say, dataset.grid(entry.id, breakdown).periods)
    )
    period = _period_id(known(url_state.single(view, "period", periods)))
    chosen = places or (
        dataset.cached(
            ("default places", entry.id, owner, breakdown, group.id if group else ""),
            lambda: indicatorview.default_places(dataset, entry.id, owner, group, breakdown),
        )
        if owner
        else ()
    )
    return IndicatorQuery(
        dataset,
        entry,
        view.place,
        chosen,
        period,
        breakdown,
        group,
        view.say,
        view.palette,
        view.measure,
    )


def _places(view: View, entry: Indicator, breakdown: str) -> tuple[str, ...]:
    """The places of the address that have figures; those that have none are named."""
    answer = url_state.several(view, "places", view.place_choices(), LINES)
    known(answer)
    without = [
        view.name(code) for code in answer.ids if not view.dataset.has(entry.id, code, breakdown)
    ]
    if without:
        tell(view.say.t("missing.figure_for", place=wording.listing(without, view.language)))
    return tuple(code for code in answer.ids if view.dataset.has(entry.id, code, breakdown))


def _group(view: View, entry: Indicator, owner: str) -> Group | None:
    groups = view.choices("group", lambda say: dict(labels.groups(view.dataset, say)))
    named = known(url_state.single(view, "group", groups))
    if named:
        return view.dataset.catalogue.groups[named]
    return next(iter(indicatorview.groups_of(view.dataset, entry.id, owner)), None)


def _period_names(say: Locale, periods: Sequence[str]) -> dict[str, str]:
    """Names of periods, the newest first, below the one for the newest figures."""
    return {LATEST: say.t("app.latest")} | {
        one: wording.period(one, say.language) for one in periods[::-1]
    }


def _period_id(name: str) -> str:
    """The period; an empty string for the newest."""
    return "" if name == LATEST else name


def _view(view: View, asked: IndicatorQuery) -> str:
    """Which view: only those that this indicator has."""
    offered = {"map": bool(asked.dataset.catalogue.boundaries), "breakdown": len(_parts(asked)) > 1}
    options = [name for name in VIEWS if offered.get(name, True)]
    choices = view.choices(
        "view", lambda say: {name: say.t(f"indicator.{name}") for name in options}
    )
    wanted = known(url_state.single(view, "view", choices, options[0]))
    switch(
        view,
        asked.say.t("indicator.view"),
        choices.names,
        wanted,
        "view",
        lambda name: url_state.keep(view=name),
        label_visibility="collapsed",
    )
    return wanted


def _parts(asked: IndicatorQuery) -> list[str]:
    """Breakdowns in which the first place has figures."""
    return [
        name
        for name in asked.dataset.breakdowns(asked.indicator.id)
        if asked.dataset.has(asked.indicator.id, asked.places[0], name)
    ]


def _trend(view: View, asked: IndicatorQuery) -> ChartWithTable:
    _pick_trend(view, asked)
    return _kept(asked, "trend", lambda: indicatorview.trend_shown(asked))


def _pick_trend(view: View, asked: IndicatorQuery) -> None:
    """Which part of the whole, and which places."""
    _pick_breakdown(view, asked)
    options = indicatorview.options_for(asked.dataset, asked.indicator.id, asked.breakdown)
    choose_many(
        view,
        asked.say.t("indicator.pick_places"),
        asked.names(options),
        asked.places,
        "places",
        "places",
        LINES,
    )


def _ranking(view: View, asked: IndicatorQuery) -> ChartWithTable:
    _pick_breakdown(view, asked)
    left, right = st.columns(2)
    with left:
        _pick_group(view, asked)
    with right:
        _pick_period(view, asked)
    return _kept(asked, "ranking", lambda: indicatorview.ranking_shown(asked))


def _map(view: View, asked: IndicatorQuery) -> ChartWithTable | None:
    """The map of the shown place's level, or of the nearest level above that has outlines and figures."""
    catalogue = asked.dataset.catalogue
    level = catalogue.places[asked.places[0]].level
    boundary = catalogue.boundaries.get(level)
    outline = (
        asked.dataset.cached(
            ("outline", level), lambda: boundaries.outline(live().data, boundary.file)
        )
        if boundary
        else None
    )
    if boundary is None or outline is None:
        st.info(plain(asked.say.t("indicator.map_none")))
        return None
    _pick_breakdown(view, asked)
    _pick_period(view, asked)
    note = boundary.note.say(asked.language)
    return _kept(asked, "map", lambda: indicatorview.map_shown(asked, outline, level, note))


def _breakdown(view: View, asked: IndicatorQuery) -> ChartWithTable:
    over_time = st.query_params.get("over", "") == "1"
    toggle(
        asked.say.t("indicator.over_time"),
        over_time,
        "over_time",
        lambda: url_state.keep(over="1" if st.session_state["over_time"] else ""),
    )
    return _kept(
        asked, f"breakdown {over_time}", lambda: indicatorview.breakdown_shown(asked, over_time)
    )


def _pick_breakdown(view: View, asked: IndicatorQuery) -> None:
    """Which part of the whole, where the indicator has any."""
    options = asked.dataset.breakdowns(asked.indicator.id)
    if len(options) < 2:
        return
    names = labels.distinct(
        {name: wording.breakdown(name, asked.language) for name in options}, asked.say
    )
    choose(
        view,
        asked.say.t("indicator.pick_breakdown"),
        names,
        asked.breakdown,
        "breakdown",
        lambda name: url_state.keep(breakdown=name),
    )


def _pick_group(view: View, asked: IndicatorQuery) -> None:
    groups = indicatorview.groups_of(asked.dataset, asked.indicator.id, asked.places[0])
    options = [group.id for group in groups]
    if asked.group and asked.group.id not in options:
        options.insert(0, asked.group.id)
    if not options or asked.group is None:
        return
    titles = labels.groups(asked.dataset, asked.say)
    choose(
        view,
        asked.say.t("indicator.pick_level"),
        {name: titles[name] for name in options},
        asked.group.id,
        "group",
        lambda name: url_state.keep(group=name),
    )


def _pick_period(view: View, asked: IndicatorQuery) -> None:
    periods = asked.dataset.grid(asked.indicator.id, asked.breakdown).periods
    if len(periods) < 2:
        return
    choose(
        view,
        asked.say.t("indicator.pick_period"),
        _period_names(asked.say, periods),
        asked.period or LATEST,
        "period",
        lambda name: url_state.keep(period=_period_id(name)),
    )


def _kept(asked: IndicatorQuery, view: str, make: Callable[[], ChartWithTable]) -> ChartWithTable:
    """Drawn once for each address, language and palette; the figure is a plain dict that nobody changes."""
    key = (
        "shown",
        view,
        asked.indicator.id,
        asked.indicator.title,
        asked.places,
        asked.period,
        asked.breakdown,
        asked.group.id if asked.group else "",
        asked.language,
        asked.palette.kind,
        asked.size,
    )
    return cached(asked.dataset, key, make)
