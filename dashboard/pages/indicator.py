"""Indicator: trend with peers, ranking, map, breakdown, the tables behind them, and all there is to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard import boundaries, indicatorview, state, vintageview
from dashboard.figures import TOPOJSON_CONFIG
from dashboard.indicatorview import Asked
from dashboard.live import live
from dashboard.pages import indicator_vintages
from dashboard.pages.indicator_about import about, standing_panel
from dashboard.pages.indicator_vintages import Then
from dashboard.shown import Shown
from dashboard.state import View, plain
from dashboard.widgets.downloads import downloads, table
from indicators import Dataset, words
from indicators.model import Group, Indicator
from indicators.standing import remember

VIEWS = ("trend", "ranking", "map", "breakdown")
CHART = {"displaylogo": False, "responsive": True, "displayModeBar": "hover",
         "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d", "zoom2d", "pan2d", "zoomIn2d", "zoomOut2d",
                                    "resetScale2d", "zoomInGeo", "zoomOutGeo", "resetGeo", "hoverClosestGeo"],
         **TOPOJSON_CONFIG}


def render(view: View) -> None:
    """Draw the page for the indicator in the address, or the first one the place has figures for."""
    entry = _chosen(view)
    if entry is None:
        st.info(view.say.t("overview.empty"))
        return
    st.markdown(f"# {plain(entry.title.say(view.language))}\n{plain(entry.definition.say(view.language))}")
    indicator_vintages.banner(view, entry)
    shown, meant = _as_known(view, entry, indicator_vintages.then(view, entry))
    charts, panel = st.columns([5, 2], gap="medium")
    with charts:
        _charts(view, entry)
    with panel:
        standing_panel(shown, meant)
    about(shown, meant)
    indicator_vintages.panel(view, entry)


def _as_known(view: View, entry: Indicator, then: Then | None) -> tuple[View, Indicator]:
    """The view with the figures of the moment that the address asks for, and the indicator as it was meant then."""
    return (replace(view, dataset=then.dataset), then.dataset.catalogue.indicators[entry.id]) if then else (view, entry)


def _chosen(view: View) -> Indicator | None:
    """The indicator of the address; a box to choose another, with both names so that typing either finds it."""
    known = view.dataset.catalogue.indicators
    asked = st.query_params.get("indicator", "")
    found, lines = state.known_id(view.say, "indicator", asked, known, _default(view))
    for line in lines:
        st.info(plain(line), icon=":material/link_off:")
    if found not in known:
        return None
    labels = remember(view.dataset, ("indicators to choose", view.language),
                      lambda: {name: _label(view, name) for name in _options(view)})
    options = list(labels)
    state.follow("indicator", found)
    st.selectbox(view.say.t("indicator.choose"), options, state.place_in(options, found), key="indicator",
                 format_func=labels.__getitem__,
                 on_change=lambda: state.keep(indicator=st.session_state["indicator"], places="", period="",
                                              breakdown="", group="", against=""))
    return known[found]


def _default(view: View) -> str:
    for pillar in view.dataset.catalogue.pillars.values():
        for name in pillar.headline:
            if name in view.dataset.catalogue.indicators and indicatorview.whose(view.dataset, name, view.place):
                return name
    return next(iter(view.dataset.catalogue.indicators), "")


def _options(view: View) -> list[str]:
    catalogue = view.dataset.catalogue
    order = {name: at for at, name in enumerate(catalogue.pillars)}
    return sorted(catalogue.indicators, key=lambda name: order.get(catalogue.indicators[name].pillar, 99))


def _label(view: View, name: str) -> str:
    catalogue = view.dataset.catalogue
    title = catalogue.indicators[name].title
    others = [words for language, words in title.words.items() if language != view.language]
    return " · ".join(dict.fromkeys([title.say(view.language), *others]))


@st.fragment
def _charts(view: View, entry: Indicator) -> None:
    """The chosen view with its own choices; a click here draws this part alone."""
    then = indicator_vintages.then(view, entry)
    asked = _asked(*_as_known(view, entry, then))
    if not asked.places:
        st.info(plain(view.say.t("missing.figure")))
        return
    shown = _chosen_view(asked) if then is None else _chosen_view(
        replace(asked, indicator=vintageview.dated(asked.indicator, then.wanted.said, view.say)), then, view.dataset)
    if shown is None:
        return
    key = f"chart_{entry.id}"
    with st.container(key=key):
        st.plotly_chart(shown.chart.drawn, theme=None, key=f"plot_{entry.id}", config=CHART, alt=shown.chart.alt)
    downloads(replace(shown, name=f"{shown.name}-known-{then.day}") if then else shown, view.say, entry.id, key)
    table(shown, view.say, entry.id)


def _chosen_view(asked: Asked, then: Then | None = None, today: Dataset | None = None) -> Shown | None:
    """The view of the address; a trend of older figures has today's line beside it."""
    name = _view(asked)
    if name == "trend" and then and today and not then.wanted.newest:
        _pick_trend(asked)
        return _kept(asked, f"trend {today.fingerprint}", lambda: vintageview.trend_then(asked, today, then.wanted.said))
    return {"trend": _trend, "ranking": _ranking, "map": _map, "breakdown": _breakdown}[name](asked)


def _asked(view: View, entry: Indicator) -> Asked:
    """The address, checked: ids that do not exist are passed over with a line that says so."""
    dataset, query = view.dataset, st.query_params
    known = dataset.breakdowns(entry.id)
    breakdown, lines = state.known_id(view.say, "breakdown", query.get("breakdown", ""), known,
                                      indicatorview.default_breakdown(dataset, entry.id))
    owner = indicatorview.whose(dataset, entry.id, view.place, breakdown)
    group, more = _group(view, entry, owner)
    given = [code for code in query.get("places", "").split(",") if code]
    places = [code for code in given if dataset.has(entry.id, code, breakdown)]
    wrong = [code for code in given if code not in dataset.catalogue.places]
    period, other = state.known_id(view.say, "period", query.get("period", ""),
                                   dataset.wide(entry.id, breakdown).periods, "")
    more += tuple(view.say.t("address.unknown_place", id=code) for code in wrong)
    for line in (*lines, *more, *other):
        st.info(plain(line), icon=":material/link_off:")
    chosen = tuple(dict.fromkeys(places)) or (remember(
        dataset, ("default places", entry.id, owner, breakdown, group.id if group else ""),
        lambda: indicatorview.default_places(dataset, entry.id, owner, group, breakdown)) if owner else ())
    return Asked(dataset, entry, view.place, chosen, period, breakdown, group, view.say, view.palette, view.measure)


def _group(view: View, entry: Indicator, owner: str) -> tuple[Group | None, tuple[str, ...]]:
    groups = view.dataset.catalogue.groups
    named, lines = state.known_id(view.say, "group", st.query_params.get("group", ""), groups, "")
    if named:
        return groups[named], lines
    return next(iter(indicatorview.groups_of(view.dataset, entry.id, owner)), None), lines


def _view(asked: Asked) -> str:
    """Which view: only those that this indicator has."""
    offered = {"map": bool(asked.dataset.catalogue.boundaries), "breakdown": len(_parts(asked)) > 1}
    options = [name for name in VIEWS if offered.get(name, True)]
    wanted, lines = state.known_id(asked.say, "view", st.query_params.get("view", ""), options, options[0])
    for line in lines:
        st.info(plain(line), icon=":material/link_off:")
    state.follow("view", wanted)
    st.segmented_control(asked.say.t("indicator.view"), options, default=wanted, key="view", required=True,
                         format_func=lambda name: asked.say.t(f"indicator.{name}"), label_visibility="collapsed",
                         on_change=lambda: state.keep(view=st.session_state["view"]))
    return wanted


def _parts(asked: Asked) -> list[str]:
    """Breakdowns in which the first place has figures."""
    return [name for name in asked.dataset.breakdowns(asked.indicator.id)
            if asked.dataset.has(asked.indicator.id, asked.places[0], name)]


def _trend(asked: Asked) -> Shown:
    _pick_trend(asked)
    return _kept(asked, "trend", lambda: indicatorview.trend_shown(asked))


def _pick_trend(asked: Asked) -> None:
    """Which part of the whole, and which places."""
    _pick_breakdown(asked)
    options = indicatorview.options_for(asked.dataset, asked.indicator.id, asked.breakdown)
    state.follow("places", list(asked.places))
    st.multiselect(asked.say.t("indicator.pick_places"), options, list(asked.places), key="places", format_func=asked.name,
                   max_selections=8, on_change=lambda: state.keep(places=",".join(st.session_state["places"])))


def _ranking(asked: Asked) -> Shown:
    _pick_breakdown(asked)
    left, right = st.columns(2)
    with left:
        _pick_group(asked)
    with right:
        _pick_period(asked)
    return _kept(asked, "ranking", lambda: indicatorview.ranking_shown(asked))


def _map(asked: Asked) -> Shown | None:
    """The map of the shown place's level, or of the nearest level above that has outlines and figures."""
    catalogue = asked.dataset.catalogue
    level = catalogue.places[asked.places[0]].level
    boundary = catalogue.boundaries.get(level)
    outline = remember(asked.dataset, ("outline", level), lambda: boundaries.outline(
        live().data, boundary.file)) if boundary else None
    if boundary is None or outline is None:
        st.info(plain(asked.say.t("indicator.map_none")))
        return None
    _pick_breakdown(asked)
    _pick_period(asked)
    note = boundary.note.say(asked.language)
    return _kept(asked, "map", lambda: indicatorview.map_shown(asked, outline, level, note))


def _breakdown(asked: Asked) -> Shown:
    over_time = st.toggle(asked.say.t("indicator.over_time"), key="over_time")
    return _kept(asked, f"breakdown {over_time}", lambda: indicatorview.breakdown_shown(asked, over_time))


def _pick_breakdown(asked: Asked) -> None:
    """Which part of the whole, where the indicator has any."""
    options = asked.dataset.breakdowns(asked.indicator.id)
    if len(options) < 2:
        return
    state.follow("breakdown", asked.breakdown)
    st.selectbox(asked.say.t("indicator.pick_breakdown"), options, state.place_in(options, asked.breakdown),
                 key="breakdown", format_func=lambda name: words.breakdown(name, asked.language),
                 on_change=lambda: state.keep(breakdown=st.session_state["breakdown"]))


def _pick_group(asked: Asked) -> None:
    groups = indicatorview.groups_of(asked.dataset, asked.indicator.id, asked.places[0])
    options = [group.id for group in groups]
    if asked.group and asked.group.id not in options:
        options.insert(0, asked.group.id)
    if not options or asked.group is None:
        return
    state.follow("group", asked.group.id)
    st.selectbox(asked.say.t("indicator.pick_level"), options, state.place_in(options, asked.group.id), key="group",
                 format_func=lambda name: asked.dataset.catalogue.groups[name].title.say(asked.language),
                 on_change=lambda: state.keep(group=st.session_state["group"]))


def _pick_period(asked: Asked) -> None:
    periods = asked.dataset.wide(asked.indicator.id, asked.breakdown).periods[::-1]
    if len(periods) < 2:
        return
    options = ["", *periods]
    state.follow("period", asked.period)
    st.selectbox(asked.say.t("indicator.pick_period"), options, state.place_in(options, asked.period), key="period",
                 format_func=lambda name: words.period(name, asked.language) if name else asked.say.t("app.latest"),
                 on_change=lambda: state.keep(period=st.session_state["period"]))


def _kept(asked: Asked, view: str, make: Callable[[], Shown]) -> Shown:
    """Drawn once for each address, language and palette; the figure is a plain dict that nobody changes."""
    key = ("shown", view, asked.indicator.id, asked.indicator.title, asked.places, asked.period, asked.breakdown,
           asked.group.id if asked.group else "", asked.language, asked.palette.kind, asked.size)
    return remember(asked.dataset, key, make)
