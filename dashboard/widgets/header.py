"""The row above every page: search, place, language."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.state import View
from indicators.search import Hit, index, search
from indicators.standing import remember

_LEVELS = ("city", "province", "country", "group", "world", "district")


def render(view: View) -> None:
    """Draw the row. A place or a language that is chosen goes into the address and the page is drawn anew."""
    with st.container(key="header"):
        find, place, language = st.columns([5, 4, 2], vertical_alignment="center")
        with find:
            text = st.text_input(view.say.t("search.label"), placeholder=view.say.t("search.placeholder"),
                                 key="search", type="search", live=True, icon=":material/search:",
                                 label_visibility="collapsed")
        with place:
            _place(view)
        with language:
            _language(view)
        if text:
            _results(view, text)


def _place(view: View) -> None:
    labels = remember(view.dataset, ("places to choose", view.language),
                      lambda: {code: _labelled(view, code) for code in _places(view)})
    options = list(labels)
    state.follow("place", view.place)
    st.selectbox(view.say.t("app.place"), options, state.place_in(options, view.place), key="place", format_func=labels.__getitem__,
                 label_visibility="collapsed", icon=":material/location_on:",
                 on_change=lambda: state.keep(place=st.session_state["place"]))


def _labelled(view: View, code: str) -> str:
    """Both names, so that typing either finds the place."""
    place = view.dataset.catalogue.places[code]
    others = [name for language, name in place.name.words.items() if language != view.language]
    return " · ".join(dict.fromkeys([place.name.say(view.language), *others]))


def _places(view: View) -> list[str]:
    """The focus and its line first, then the places like it, then the rest, by level and name."""
    catalogue = view.dataset.catalogue
    line = catalogue.ancestors(catalogue.focus)
    group = catalogue.peer_group(catalogue.focus)
    ranked = sorted(catalogue.places.values(), key=lambda place: (
        _LEVELS.index(place.level) if place.level in _LEVELS else 9, place.name.say(view.language)))
    return list(dict.fromkeys([*line, *(group.places if group else ()), *(place.code for place in ranked)]))


def _language(view: View) -> None:
    languages = view.dataset.catalogue.languages
    if len(languages) < 2:
        return
    state.follow("language", view.language)
    st.segmented_control(view.say.t("app.language"), languages, default=view.language, key="language", required=True,
                         format_func=lambda code: view.say.t(f"app.language.{code}"), label_visibility="collapsed",
                         on_change=lambda: state.keep(lang=st.session_state["language"]))


def _results(view: View, text: str) -> None:
    entries = remember(view.dataset, "search index", lambda: index(view.dataset.catalogue))
    hits = search(entries, text[:100])
    if not hits:
        st.caption(state.plain(view.say.t("search.none", text=text[:100])))
    pages = st.session_state["pages"]
    with st.container(horizontal=True, key="search_results"):
        for hit in hits:
            target = pages["indicator"] if hit.kind == "indicator" else pages["overview"]
            query = state.link(indicator=hit.id) if hit.kind == "indicator" else {**state.link(), "place": hit.id}
            st.page_link(target, label=state.plain(_hit_label(view, hit)), query_params=query,
                         icon=":material/show_chart:" if hit.kind == "indicator" else ":material/location_on:")


def _hit_label(view: View, hit: Hit) -> str:
    name = view.name(hit.id) if hit.kind == "place" else view.dataset.catalogue.indicators[hit.id].title.say(view.language)
    return name if hit.matched == name else f"{name} ({hit.matched})"
