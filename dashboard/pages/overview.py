"""Overview: where a place stands, what changed, how its targets go, how fresh the figures are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from dashboard import url_state as state
from dashboard.components.tiles import Field, encode, tiles
from dashboard.url_state import View, plain
from dashboard.views import overview as overview_view
from dashboard.views.overview import OverviewWords
from indicators.analysis.overview import overview
from indicators.model import Pillar

T = TypeVar("T")
MAX_TARGETS = 6
"""So many targets stand on the card; the page of targets has all."""


def render(view: View) -> None:
    """Draw the page."""
    st.markdown(f"# {plain(view.locale.text('overview.heading', place=view.name(view.place)))}")
    headline = _cached(view, "headline", overview_view.headline)
    if headline:
        st.markdown(f"**{plain(headline)}**")
    _index(view)
    _cards(view)
    if chosen := tiles(_cached(view, "board", lambda words: _board(view, words))):
        st.switch_page(
            st.session_state["pages"]["indicator"], query_params=state.link(indicator=chosen)
        )
    description = view.dataset.catalogue.description.get(view.language)
    if description:
        st.caption(plain(description))
    with st.container(key="print_sources"):
        st.caption(plain(_cached(view, "sources", overview_view.source_line)))


def _index(view: View) -> None:
    """Draw the place's overall score and rank as a link to the index page."""
    link = _cached(view, "index", overview_view.index_link)
    pages = st.session_state.get("pages")
    if link is None or pages is None or "index" not in pages:
        return
    st.page_link(
        pages["index"],
        label=plain(link.text),
        icon=":material/leaderboard:",
        query_params=state.link(index=link.index),
    )


def _cached(view: View, name: str, make: Callable[[OverviewWords], T]) -> T:
    """Give the value of `make`, called once for each dataset, day, place, language and palette."""

    def from_overview() -> T:
        place_overview = overview(view.dataset, view.place, view.today)
        return make(OverviewWords(place_overview, view.dataset, view.locale, view.name, view.today))

    return view.dataset.cached_for_day(
        view.today,
        ("overview", name, view.place, view.language, view.palette.kind),
        from_overview,
    )


def _cards(view: View) -> None:
    """Draw the three cards below the headline."""
    changes, targets, freshness = st.columns(3, border=True)
    with changes:
        _card(view, "overview.changed", overview_view.change_lines)
    with targets:
        _targets(view)
    with freshness:
        _card(view, "overview.fresh", overview_view.freshness_lines)


def _targets(view: View) -> None:
    """Draw the targets, those in trouble first, with a link to the page that has all of them."""
    lines = _cached(view, "overview.targets", overview_view.target_lines)
    _list(view, "overview.targets", lines[:MAX_TARGETS])
    if page := st.session_state.get("pages", {}).get("targets"):
        more = len(lines) > MAX_TARGETS
        key = "overview.all_targets" if more else "targets.open_targets"
        label = plain(view.locale.text(key, n=len(lines)))
        st.page_link(page, label=label, query_params=state.link(), icon=":material/flag:")


def _card(view: View, title: str, make: Callable[[OverviewWords], list[str]]) -> None:
    _list(view, title, _cached(view, title, make))


def _list(view: View, title: str, lines: list[str]) -> None:
    items = [f"- {plain(line)}" for line in lines]
    st.markdown("\n".join([f"### {view.locale.text(title)}", *items]))


def _board(view: View, words: OverviewWords) -> str:
    """Give the tiles of all pillars as the component takes them."""
    colours = {
        name: getattr(view.palette, name)
        for name in ("good", "warn", "bad", "none", "muted", "focus")
    }
    pillars = view.dataset.catalogue.pillars.values()
    return encode([_field(view, words, pillar) for pillar in pillars], colours)


def _field(view: View, words: OverviewWords, pillar: Pillar) -> Field:
    content = overview_view.field_tiles(words, pillar.id, state.link(place=view.place))
    return Field(
        pillar.title.get(view.language),
        pillar.description.get(view.language),
        pillar.icon.removeprefix(":material/").removesuffix(":"),
        view.locale.text("overview.pillar_empty", place=view.name(view.place)),
        content.tiles,
        content.setting,
        content.setting_tiles,
    )
