"""The row above every page: search, place, language."""

from __future__ import annotations

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import choose, switch
from dashboard.url_state import View
from dashboard.views import labels
from indicators.analysis.search import Hit, index, search

_LEVELS = ("city", "province", "country", "group", "world", "district")


def render(view: View) -> None:
    """Draw the row. A place or a language that is chosen goes into the address and the page is drawn anew."""
    with st.container(key="header"):
        find, place, language = st.columns([5, 4, 2], vertical_alignment="center")
        with find:
            text = st.text_input(
                view.say.t("search.label"),
                placeholder=view.say.t("search.placeholder"),
                key="search",
                type="search",
                live=True,
                icon=":material/search:",
                label_visibility="collapsed",
            )
        with place:
            _place(view)
        with language:
            _language(view)
        if text:
            _results(view, text)


def _place(view: View) -> None:
    names = view.dataset.cached(("places to choose", view.language), lambda: _labelled(view))
    choose(
        view,
        view.say.t("app.place"),
        names,
        view.place,
        "place",
        lambda code: url_state.keep(place=code),
        label_visibility="collapsed",
        icon=":material/location_on:",
    )


def _labelled(view: View) -> dict[str, str]:
    """Every place by all its names, so that typing any finds it."""
    names = labels.multilingual(view.dataset, view.say, labels.places, view.languages)
    return {code: names[code] for code in _places(view)}


def _places(view: View) -> list[str]:
    """The focus and its line first, then the places like it, then the rest, by level and name."""
    catalogue = view.dataset.catalogue
    line = catalogue.ancestors(catalogue.focus)
    group = catalogue.peer_group(catalogue.focus)
    ranked = sorted(
        catalogue.places.values(),
        key=lambda place: (
            _LEVELS.index(place.level) if place.level in _LEVELS else 9,
            place.name.say(view.language),
        ),
    )
    return list(
        dict.fromkeys([*line, *(group.places if group else ()), *(place.code for place in ranked)])
    )


def _language(view: View) -> None:
    languages = view.dataset.catalogue.languages
    if len(languages) < 2:
        return
    names = {code: view.say.t(f"app.language.{code}") for code in languages}
    switch(
        view,
        view.say.t("app.language"),
        names,
        view.language,
        "language",
        lambda code: url_state.keep(lang=code),
        label_visibility="collapsed",
    )


def _results(view: View, text: str) -> None:
    entries = view.dataset.cached("search index", lambda: index(view.dataset.catalogue))
    hits = search(entries, text[:100])
    if not hits:
        st.caption(url_state.plain(view.say.t("search.none", text=text[:100])))
    pages = st.session_state["pages"]
    with st.container(horizontal=True, key="search_results"):
        for hit in hits:
            target = pages["indicator"] if hit.kind == "indicator" else pages["overview"]
            query = (
                url_state.link(indicator=hit.id)
                if hit.kind == "indicator"
                else {**url_state.link(), "place": hit.id}
            )
            st.page_link(
                target,
                label=url_state.plain(_hit_label(view, hit)),
                query_params=query,
                icon=":material/show_chart:"
                if hit.kind == "indicator"
                else ":material/location_on:",
            )


def _hit_label(view: View, hit: Hit) -> str:
    names = labels.places if hit.kind == "place" else labels.indicators
    name = names(view.dataset, view.say)[hit.id]
    return name if hit.matched in (name, *_codes(view, hit)) else f"{name} ({hit.matched})"


def _codes(view: View, hit: Hit) -> tuple[str, ...]:
    """What finds it but is no name to be read."""
    return (
        (hit.id,)
        if hit.kind == "place"
        else (hit.id, view.dataset.catalogue.indicators[hit.id].source_code)
    )
