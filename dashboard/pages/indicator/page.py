"""Indicator: trend with peers, ranking, map, breakdown, the tables behind them, and all there is to
know.

The page is a fragment: another indicator draws it anew without what stands around it. Its charts
are a fragment in it, and the table is one of its own, so that a click draws no more than changes.
What the address asks for is read in views/indicator_address.py; here are the widgets.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import url_state
from dashboard.components.downloads import downloads, table
from dashboard.components.plot import plot
from dashboard.components.selector import choose, choose_many, id_of, show_notice, switch, toggle
from dashboard.live_dataset import live
from dashboard.pages.indicator import vintages as indicator_vintages
from dashboard.pages.indicator.about import about, standing_panel
from dashboard.pages.indicator.ahead import CLEARED, ahead, indicators_to_choose
from dashboard.pages.indicator.vintages import AsOfView
from dashboard.url_state import View, plain
from dashboard.views import indicator as indicatorview
from dashboard.views import indicator_address as addresses
from dashboard.views import labels, terms
from dashboard.views import vintages as vintageview
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.indicator import IndicatorQuery
from dashboard.views.indicator_address import IndicatorAddress
from indicators import wording
from indicators.model import Indicator


def render(view: View) -> None:
    """Draw the indicator of the address, or the first one that the place has figures for."""
    _indicator(view)


@st.fragment
def _indicator(view: View) -> None:
    """Draw the indicator; the browser's title follows it."""
    indicator = _chosen(view)
    if indicator is None:
        st.info(view.locale.text("overview.empty"))
        return
    title, definition = indicator.title.get(view.language), indicator.definition.get(view.language)
    st.set_page_config(page_title=f"{title} · {view.dataset.catalogue.title.get(view.language)}")
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
    answer = addresses.read_indicator(view.dataset, _parameters(), view.place, view.locale)
    if answer.relabelled:
        url_state.correct_params(indicator=answer.id)
    id = id_of(answer)
    if not id:
        return None
    names = indicators_to_choose(view)
    choose(
        view,
        view.locale.text("indicator.choose"),
        names,
        id,
        "indicator",
        lambda name: url_state.set_params(indicator=name, against="", **dict.fromkeys(CLEARED, "")),
    )
    return view.dataset.catalogue.indicators[id]


def _parameters() -> dict[str, str]:
    """Give the address."""
    url_state.rewrite_params()
    return st.query_params.to_dict()


@st.fragment
def _charts(view: View, indicator: Indicator) -> None:
    """Draw the chosen view with its own choices; a click here draws this part alone."""
    as_of = indicator_vintages.as_of_view(view, indicator)
    address = _read(*_as_known(view, indicator, as_of))
    query = address.query
    if not query.places:
        if not terms.left_out_of_indicator(view.dataset, indicator.id, view.locale):
            st.info(plain(view.locale.text("missing.figure")))
        return
    if as_of is not None:
        dated = vintageview.with_day_in_title(query.indicator, as_of.as_of.label, view.locale)
        address = replace(address, query=replace(query, indicator=dated))
    with st.container():  # one place for all choices: however many there are, the chart stays
        _pick(view, address)
    content = _content(view, address, as_of)
    if content is None:
        st.info(plain(view.locale.text("indicator.map_none")))
        return
    key = "chart_indicator"  # the same for all indicators, so that the browser keeps the chart
    files = replace(content, name=f"{content.name}-known-{as_of.day}") if as_of else content
    with st.container(key=key):
        _draw(view, files, None if as_of else ahead(view, address, _parameters()))
    downloads(files, view.locale, indicator.id, key)
    table(content, view.locale, "indicator")


def _read(view: View, indicator: Indicator) -> IndicatorAddress:
    """Read the address; what there is to tell of it is shown, labels in it become ids."""
    address = addresses.read_address(view.dataset, indicator, _parameters(), view.place, view.style)
    url_state.correct_params(**address.ids)
    for notice in address.notices:
        show_notice(notice)
    return address


def _content(
    view: View, address: IndicatorAddress, as_of: AsOfView | None
) -> ChartWithTable | None:
    """Give the chart of the address; a trend of older figures has today's line beside it."""
    if address.view != "trend" or as_of is None or as_of.as_of.newest:
        return addresses.draw_address(address, live().data)
    query, today = address.query, view.dataset
    return addresses.cached_chart(
        query,
        f"trend {today.fingerprint}",
        lambda: vintageview.trend_as_of(query, today, as_of.as_of.label),
    )


def _draw(view: View, content: ChartWithTable, choices: dict[str, Any] | None) -> None:
    """Draw a chart; a click on a place of a map makes it the place of the page."""
    clicked = plot(content, view.locale, "plot_indicator", choices)
    if clicked and clicked != view.place:
        url_state.set_params(place=clicked, places="")
        st.rerun()


def _pick(view: View, address: IndicatorAddress) -> None:
    """Draw the choice of the view, and then the choices of that view."""
    query = address.query
    switch(
        view,
        query.locale.text("indicator.view"),
        address.views,
        address.view,
        "view",
        lambda name: url_state.set_params(view=name),
        label_visibility="collapsed",
    )
    if address.view == "breakdown":
        toggle(
            query.locale.text("indicator.over_time"),
            address.is_over_time,
            "over_time",
            lambda: url_state.set_params(over="1" if st.session_state["over_time"] else ""),
        )
        return
    if address.view == "map" and not indicatorview.has_map(
        query.dataset, query.indicator.id, query.places[0]
    ):
        return
    _pick_breakdown(view, query)
    if address.view == "trend":
        _pick_places(view, query)
    elif address.view == "ranking":
        left, right = st.columns(2)
        with left:
            _pick_group(view, query)
        with right:
            _pick_period(view, query)
    else:
        _pick_period(view, query)


def _pick_places(view: View, query: IndicatorQuery) -> None:
    """Draw the choice of places, and whether groups keep the same members."""
    options = indicatorview.place_options(query.dataset, query.indicator.id, query.breakdown)
    choose_many(
        view,
        query.locale.text("indicator.pick_places"),
        query.names(options),
        query.places,
        "places",
        "places",
        addresses.MAX_PLACES,
    )
    if indicatorview.has_computed_group(query) or query.constant_members:
        toggle(
            query.locale.text("indicator.constant_members"),
            query.constant_members,
            "constant_members",
            lambda: url_state.set_params(
                members=addresses.CONSTANT if st.session_state["constant_members"] else ""
            ),
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
        addresses.period_names(query.locale, periods),
        query.period or addresses.LATEST,
        "period",
        lambda name: url_state.set_params(period=addresses.period_id(name)),
    )
