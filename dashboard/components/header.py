"""The row above every page: search, place, language."""

from __future__ import annotations

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import choose, switch
from dashboard.url_state import View
from dashboard.views import labels
from indicators.analysis.search import Hit, index, search
from indicators.catalogue import Catalogue
from indicators.locale import Locale
from indicators.model import GROUP, WORLD


def render(view: View) -> None:
    """Draw the row. A place or a language that is chosen goes into the address and the page is
    drawn anew.
    """
    with st.container(key="header"):
        find, place, language = st.columns([5, 4, 2], vertical_alignment="center")
        with find:
            text = st.text_input(
                view.locale.text("search.label"),
                placeholder=search_examples(view.dataset.catalogue, view.locale),
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


def search_examples(catalogue: Catalogue, locale: Locale) -> str:
    """Name an indicator and a place: the first tile's, and the territory above the focus."""
    headlines = (name for pillar in catalogue.pillars.values() for name in pillar.headline)
    names = (name for name in (*headlines, *catalogue.indicators) if name in catalogue.indicators)
    indicator = next((catalogue.indicators[name] for name in names), None)
    peers = catalogue.peer_group(catalogue.focus)
    above = catalogue.ancestors(catalogue.focus)[1:]
    codes = (*above, *(peers.places if peers else ()), *catalogue.places)
    place = next((catalogue.places[code] for code in codes if _is_example(catalogue, code)), None)
    if indicator is None or place is None:
        return locale.text("search.label")
    return locale.text(
        "search.placeholder",
        indicator=indicator.name(locale.language),
        place=place.name.get(locale.language),
    )


def _is_example(catalogue: Catalogue, code: str) -> bool:
    place = catalogue.places[code]
    return place.level in catalogue.territorial_levels and code != catalogue.focus


def _place(view: View) -> None:
    names = places_to_choose(view)
    choose(
        view,
        view.locale.text("app.place"),
        names,
        view.place,
        "place",
        lambda code: url_state.set_params(place=code),
        label_visibility="collapsed",
        icon=":material/location_on:",
    )


def places_to_choose(view: View) -> dict[str, str]:
    """Return every place by all its names, so that typing any finds it."""
    return view.dataset.cached(("places to choose", view.language), lambda: _labelled(view))


def _labelled(view: View) -> dict[str, str]:
    names = labels.multilingual(view.dataset, view.locale, labels.places, view.languages)
    return {code: names[code] for code in _places(view)}


def _places(view: View) -> list[str]:
    """Order the places: the focus and its line, its peers, then the rest by level and name.

    Levels go from that of the focus to wider ones, then groups and the world, then narrower ones.
    """
    catalogue = view.dataset.catalogue
    line = catalogue.ancestors(catalogue.focus)
    group = catalogue.peer_group(catalogue.focus)
    levels = levels_from(catalogue)
    ranked = sorted(
        catalogue.places.values(),
        key=lambda place: (levels.index(place.level), place.name.get(view.language)),
    )
    return list(
        dict.fromkeys([*line, *(group.places if group else ()), *(place.code for place in ranked)])
    )


def levels_from(catalogue: Catalogue) -> list[str]:
    levels = catalogue.territorial_levels
    focus = catalogue.places.get(catalogue.focus)
    depth = levels.index(focus.level) + 1 if focus and focus.level in levels else len(levels)
    return [*reversed(levels[:depth]), GROUP, WORLD, *levels[depth:]]


def _language(view: View) -> None:
    codes = view.dataset.catalogue.languages
    if len(codes) < 2:
        return
    names = {code: locale.name for code, locale in zip(codes, view.languages, strict=True)}
    switch(
        view,
        view.locale.text("app.language"),
        names,
        view.language,
        "language",
        lambda code: url_state.set_params(lang=code),
        label_visibility="collapsed",
    )


def _results(view: View, text: str) -> None:
    entries = view.dataset.cached("search index", lambda: index(view.dataset.catalogue))
    hits = search(entries, text[:100])
    if not hits:
        st.caption(url_state.plain(view.locale.text("search.none", text=text[:100])))
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
    name = names(view.dataset, view.locale)[hit.id]
    if hit.matched in (name, *_codes(view, hit)):
        return name
    return view.locale.text("sentence.aside", text=name, aside=hit.matched)


def _codes(view: View, hit: Hit) -> tuple[str, ...]:
    """Give what finds it but is no name to be read."""
    return (
        (hit.id,)
        if hit.kind == "place"
        else (hit.id, view.dataset.catalogue.indicators[hit.id].source_code)
    )
