"""Indicator: trend with peers, ranking, map, breakdown, the tables behind them, and all there is to
know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard import url_state
from dashboard.components.downloads import downloads, table
from dashboard.components.plot import plot
from dashboard.components.selector import choose, choose_many, id_of, show_notice, switch, toggle
from dashboard.live_dataset import live
from dashboard.pages.indicator import vintages as indicator_vintages
from dashboard.pages.indicator.about import about, standing_panel
from dashboard.pages.indicator.vintages import AsOfView
from dashboard.url_state import View, plain
from dashboard.views import indicator as indicatorview
from dashboard.views import labels, map_files, terms
from dashboard.views import vintages as vintageview
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.indicator import IndicatorQuery
from indicators import wording
from indicators.analysis.comparison import cached
from indicators.catalogue.maps import POINTS, TILES
from indicators.locale import Locale
from indicators.model import Group, Indicator

VIEWS = ("trend", "ranking", "map", "breakdown")
MAX_PLACES = 8
"""Largest number of places that may be chosen."""
LATEST = "latest"
"""In a list of periods and in an address: each place's newest figure."""


def render(view: View) -> None:
    """Draw the indicator of the address, or the first one that the place has figures for."""
    indicator = _chosen(view)
    if indicator is None:
        st.info(view.locale.text("overview.empty"))
        return
    title, definition = indicator.title.get(view.language), indicator.definition.get(view.language)
    st.markdown(f"# {plain(title)}\n{plain(definition)}")
    if left_out := terms.left_out_of_indicator(view.dataset, indicator.id, view.locale):
        st.info(plain(left_out), icon=":material/lock:")
    indicator_vintages.banner(view, indicator)
    as_of = indicator_vintages.as_of_view(view, indicator)
    as_of_view, as_of_indicator = _as_known(view, indicator, as_of)
    charts, panel = st.columns([5, 2], gap="medium")
    with charts:
        _charts(view, indicator)
    with panel:
        standing_panel(as_of_view, as_of_indicator)
    about(as_of_view, as_of_indicator)
    indicator_vintages.panel(view, indicator)


def _as_known(view: View, indicator: Indicator, as_of: AsOfView | None) -> tuple[View, Indicator]:
    """Give the view and the indicator as known at the moment that the address asks for."""
    if as_of is None:
        return view, indicator
    dataset = as_of.dataset
    return replace(view, dataset=dataset), dataset.catalogue.indicators[indicator.id]


def _chosen(view: View) -> Indicator | None:
    """Give the indicator of the address; a box to choose another, with both names so that typing
    either finds it.
    """
    id = id_of(url_state.single(view, "indicator", view.indicator_choices(), _default(view)))
    if not id:
        return None
    names = view.dataset.cached(("indicators to choose", view.language), lambda: _labelled(view))
    choose(
        view,
        view.locale.text("indicator.choose"),
        names,
        id,
        "indicator",
        lambda name: url_state.set_params(
            indicator=name, places="", period="", breakdown="", group="", against=""
        ),
    )
    return view.dataset.catalogue.indicators[id]


def _default(view: View) -> str:
    for pillar in view.dataset.catalogue.pillars.values():
        for name in pillar.headline:
            if name in view.dataset.catalogue.indicators and indicatorview.place_with_values(
                view.dataset, name, view.place
            ):
                return name
    return next(iter(view.dataset.catalogue.indicators), "")


def _labelled(view: View) -> dict[str, str]:
    """Give every indicator by all its names, in the order of the fields."""
    catalogue = view.dataset.catalogue
    order = {name: position for position, name in enumerate(catalogue.pillars)}
    names = labels.multilingual(view.dataset, view.locale, labels.indicators, view.languages)
    ordered = sorted(
        catalogue.indicators, key=lambda name: order.get(catalogue.indicators[name].pillar, 99)
    )
    return {name: names[name] for name in ordered}


@st.fragment
def _charts(view: View, indicator: Indicator) -> None:
    """Draw the chosen view with its own choices; a click here draws this part alone."""
    as_of = indicator_vintages.as_of_view(view, indicator)
    query = _query(*_as_known(view, indicator, as_of))
    query = replace(query, constant_members=st.query_params.get("members", "") == "constant")
    if not query.places:
        if not terms.left_out_of_indicator(view.dataset, indicator.id, view.locale):
            st.info(plain(view.locale.text("missing.figure")))
        return
    if as_of is not None:
        dated = vintageview.with_day_in_title(query.indicator, as_of.as_of.label, view.locale)
        query = replace(query, indicator=dated)
    content = _chosen_view(view, query, as_of)
    if content is None:
        return
    key = f"chart_{indicator.id}"
    with st.container(key=key):
        _draw(view, content)
    files = replace(content, name=f"{content.name}-known-{as_of.day}") if as_of else content
    downloads(files, view.locale, indicator.id, key)
    table(content, view.locale, indicator.id)


def _draw(view: View, content: ChartWithTable) -> None:
    """Draw a chart; a click on a place of a map makes it the place of the page."""
    clicked = plot(content, view.locale, "plot_indicator")
    if clicked and clicked != view.place:
        url_state.set_params(place=clicked, places="")
        st.rerun()


def _chosen_view(
    view: View, query: IndicatorQuery, as_of: AsOfView | None
) -> ChartWithTable | None:
    """Give the view of the address; a trend of older figures has today's line beside it."""
    name = _view(view, query)
    if name == "trend" and as_of and not as_of.as_of.newest:
        today = view.dataset
        _pick_trend(view, query)
        return _cached(
            query,
            f"trend {today.fingerprint}",
            lambda: vintageview.trend_as_of(query, today, as_of.as_of.label),
        )
    draw = {"trend": _trend, "ranking": _ranking, "map": _map, "breakdown": _breakdown}[name]
    return draw(view, query)


def _query(view: View, indicator: Indicator) -> IndicatorQuery:
    """Read the address; an id that does not exist is passed over, and a notice says so."""
    dataset = view.dataset
    breakdowns = view.choices(
        "breakdown",
        lambda locale: {
            name: wording.breakdown(name, locale.language)
            for name in dataset.breakdowns(indicator.id)
        },
    )
    breakdown = id_of(
        url_state.single(
            view, "breakdown", breakdowns, indicatorview.default_breakdown(dataset, indicator.id)
        )
    )
    owner = indicatorview.place_with_values(dataset, indicator.id, view.place, breakdown)
    group = _group(view, indicator, owner)
    places = _places(view, indicator, breakdown)
    periods = view.choices(
        "period",
        lambda locale: _period_names(locale, dataset.grid(indicator.id, breakdown).periods),
    )
    period = _period_id(id_of(url_state.single(view, "period", periods)))
    if not places and owner:
        places = dataset.cached(
            ("default places", indicator.id, owner, breakdown, group.id if group else ""),
            lambda: indicatorview.default_places(dataset, indicator.id, owner, group, breakdown),
        )
    return IndicatorQuery(
        dataset,
        indicator,
        view.place,
        places,
        period,
        breakdown,
        group,
        view.style,
    )


def _places(view: View, indicator: Indicator, breakdown: str) -> tuple[str, ...]:
    """Give the places of the address that have figures; those that have none are named."""
    answer = url_state.several(view, "places", view.place_choices(), MAX_PLACES)
    id_of(answer)
    has = {code: view.dataset.has(indicator.id, code, breakdown) for code in answer.ids}
    without = [code for code in answer.ids if not has[code]]
    for sentence in terms.missing_figures(view.dataset, indicator.id, without, view.locale):
        show_notice(sentence)
    return tuple(code for code in answer.ids if has[code])


def _group(view: View, indicator: Indicator, owner: str) -> Group | None:
    groups = view.choices("group", lambda locale: dict(labels.groups(view.dataset, locale)))
    id = id_of(url_state.single(view, "group", groups))
    if id:
        return view.dataset.catalogue.groups[id]
    return next(iter(indicatorview.groups_of(view.dataset, indicator.id, owner)), None)


def _period_names(locale: Locale, periods: Sequence[str]) -> dict[str, str]:
    """Give names of periods, the newest first, below the one for the newest figures."""
    return {LATEST: locale.text("app.latest")} | {
        period: wording.period(period, locale.language) for period in periods[::-1]
    }


def _period_id(name: str) -> str:
    """Give the period; an empty string for the newest."""
    return "" if name == LATEST else name


def _view(view: View, query: IndicatorQuery) -> str:
    """Draw the choice among the views that this indicator has, and give the chosen one."""
    has_map = bool(query.dataset.catalogue.maps)
    offered = {"map": has_map, "breakdown": len(_parts(query)) > 1}
    options = [name for name in VIEWS if offered.get(name, True)]
    choices = view.choices(
        "view", lambda locale: {name: locale.text(f"indicator.{name}") for name in options}
    )
    chosen = id_of(url_state.single(view, "view", choices, options[0]))
    switch(
        view,
        query.locale.text("indicator.view"),
        choices.names,
        chosen,
        "view",
        lambda name: url_state.set_params(view=name),
        label_visibility="collapsed",
    )
    return chosen


def _parts(query: IndicatorQuery) -> list[str]:
    """Breakdowns in which the first place has figures."""
    return [
        name
        for name in query.dataset.breakdowns(query.indicator.id)
        if query.dataset.has(query.indicator.id, query.places[0], name)
    ]


def _trend(view: View, query: IndicatorQuery) -> ChartWithTable:
    _pick_trend(view, query)
    return _cached(query, "trend", lambda: indicatorview.trend_chart(query))


def _pick_trend(view: View, query: IndicatorQuery) -> None:
    """Draw the choice of breakdown and of places."""
    _pick_breakdown(view, query)
    options = indicatorview.place_options(query.dataset, query.indicator.id, query.breakdown)
    choose_many(
        view,
        query.locale.text("indicator.pick_places"),
        query.names(options),
        query.places,
        "places",
        "places",
        MAX_PLACES,
    )
    if indicatorview.has_computed_group(query) or query.constant_members:
        toggle(
            query.locale.text("indicator.constant_members"),
            query.constant_members,
            "constant_members",
            lambda: url_state.set_params(
                members="constant" if st.session_state["constant_members"] else ""
            ),
        )


def _ranking(view: View, query: IndicatorQuery) -> ChartWithTable:
    _pick_breakdown(view, query)
    left, right = st.columns(2)
    with left:
        _pick_group(view, query)
    with right:
        _pick_period(view, query)
    return _cached(query, "ranking", lambda: indicatorview.ranking_chart(query))


def _map(view: View, query: IndicatorQuery) -> ChartWithTable | None:
    """Draw the map of the first place's level, or say that there is none of it."""
    draw = _map_of_level(query)
    if draw is None:
        st.info(plain(query.locale.text("indicator.map_none")))
        return None
    _pick_breakdown(view, query)
    _pick_period(view, query)
    return _cached(query, "map", draw)


def _map_of_level(query: IndicatorQuery) -> Callable[[], ChartWithTable] | None:
    """Give what draws the map of the first place's level; None where no map has the place."""
    dataset = query.dataset
    if not indicatorview.has_map(dataset, query.indicator.id, query.places[0]):
        return None
    level = dataset.catalogue.places[query.places[0]].level
    level_map = dataset.catalogue.maps[level]
    file, code, note = level_map.file, level_map.code, level_map.note.get(query.language)
    if level_map.kind == TILES:
        return lambda: indicatorview.tile_map_chart(query, level_map)
    if level_map.kind == POINTS:
        land = dataset.cached(
            ("land", level), lambda: map_files.land(live().data, file) if file else ""
        )
        return lambda: indicatorview.dot_map_chart(query, level, land, note)
    outline = dataset.cached(("outline", level), lambda: map_files.outline(live().data, file, code))
    if outline is None:
        return None
    return lambda: indicatorview.outline_map_chart(query, outline, level, note)


def _breakdown(view: View, query: IndicatorQuery) -> ChartWithTable:
    over_time = st.query_params.get("over", "") == "1"
    toggle(
        query.locale.text("indicator.over_time"),
        over_time,
        "over_time",
        lambda: url_state.set_params(over="1" if st.session_state["over_time"] else ""),
    )
    return _cached(
        query, f"breakdown {over_time}", lambda: indicatorview.breakdown_chart(query, over_time)
    )


def _pick_breakdown(view: View, query: IndicatorQuery) -> None:
    """Draw the choice of breakdown, where the indicator has any."""
    options = query.dataset.breakdowns(query.indicator.id)
    if len(options) < 2:
        return
    names = labels.distinct(
        {name: wording.breakdown(name, query.language) for name in options}, query.locale
    )
    choose(
        view,
        query.locale.text("indicator.pick_breakdown"),
        names,
        query.breakdown,
        "breakdown",
        lambda name: url_state.set_params(breakdown=name),
    )


def _pick_group(view: View, query: IndicatorQuery) -> None:
    groups = indicatorview.groups_of(query.dataset, query.indicator.id, query.places[0])
    options = [group.id for group in groups]
    if query.group and query.group.id not in options:
        options.insert(0, query.group.id)
    if not options or query.group is None:
        return
    titles = labels.groups(query.dataset, query.locale)
    choose(
        view,
        query.locale.text("indicator.pick_level"),
        {name: titles[name] for name in options},
        query.group.id,
        "group",
        lambda name: url_state.set_params(group=name),
    )


def _pick_period(view: View, query: IndicatorQuery) -> None:
    periods = query.dataset.grid(query.indicator.id, query.breakdown).periods
    if len(periods) < 2:
        return
    choose(
        view,
        query.locale.text("indicator.pick_period"),
        _period_names(query.locale, periods),
        query.period or LATEST,
        "period",
        lambda name: url_state.set_params(period=_period_id(name)),
    )


def _cached(query: IndicatorQuery, view: str, make: Callable[[], ChartWithTable]) -> ChartWithTable:
    """Drawn once for each address, language and palette; the figure is a plain dict that nobody
    changes.
    """
    key = (
        "shown",
        view,
        query.indicator.id,
        query.indicator.title,
        query.places,
        query.period,
        query.breakdown,
        query.group.id if query.group else "",
        query.constant_members,
        query.language,
        query.style.palette.kind,
        query.style.measure,
    )
    return cached(query.dataset, key, make)
