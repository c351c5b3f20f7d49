"""What stands around every page: the title, the navigation, the search, the place and the language."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import state
from dashboard.live import ROOT, Shown, live
from dashboard.locale import words
from dashboard.pages import about, compare, data, indicator, overview
from dashboard.state import View
from dashboard.widgets import header, page, selector

PAGES: dict[str, tuple[Callable[[View], None], str]] = {
    "overview": (overview.render, ":material/dashboard:"),
    "indicator": (indicator.render, ":material/show_chart:"),
    "compare": (compare.render, ":material/compare_arrows:"),
    "data": (data.render, ":material/database:"),
    "about": (about.render, ":material/info:"),
}
FIRST = "overview"
POLL = "1s"
ICON = str(ROOT / "static" / "icon.png")  # a named icon would be fetched from the Internet


def run() -> None:
    """Draw the page that the address asks for."""
    shown = _first() if not live().begun else live().shown()
    if shown.dataset is None:
        _cannot_start(shown)
        return
    view = state.view(shown.dataset)
    title = shown.dataset.catalogue.title.say(view.language)
    st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state="collapsed")  # before the pages' own icons
    pages = {name: st.Page(partial(_draw, name, shown), title=view.say.t(f"app.{name}"), icon=icon,
                           url_path="" if name == FIRST else name, default=name == FIRST)
             for name, (_, icon) in PAGES.items()}
    st.session_state["pages"] = pages
    chosen = st.navigation(list(pages.values()), position="top")
    st.session_state["open_page"] = chosen
    st.set_page_config(page_title=f"{chosen.title} · {title}")
    chosen.run()
    _watch(_mark(shown))


def _first() -> Shown:
    """The first visitor waits for the figures to be read, and is told so."""
    with st.spinner(words(st.context.locale or "en").t("app.loading")):
        return live().shown()


def _draw(name: str, shown: Shown) -> None:
    assert shown.dataset is not None
    view = state.view(shown.dataset)
    view = replace(view, size=page.dress(view.say, view.palette))
    header.render(view)
    _told(view, shown)
    try:
        PAGES[name][0](view)
        page.foot(view.dataset.catalogue.title.say(view.language))
    except Exception:
        # Whatever it is: a visitor gets a sentence and the other pages, the log gets the trace.
        logging.getLogger(__name__).exception("the page %s could not be drawn", name)
        st.error(view.say.t("error.page"), icon=":material/error:")


def _told(view: View, shown: Shown) -> None:
    """What a reader must know before reading: a broken config, a wrong id in the address."""
    if shown.faults:
        st.warning(view.say.t("config.error_running"), icon=":material/build:")
        _faults(shown, view.say.t("config.error_details"))
    if shown.reading:
        st.caption(view.say.t("live.reading"))
    for notice in view.warnings:
        selector.tell(notice)


def _faults(shown: Shown, title: str) -> None:
    with st.expander(title):
        for problem in shown.faults:
            st.markdown(f"- {state.plain(str(problem))}")


def _cannot_start(shown: Shown) -> None:
    """No dataset yet: say what is wrong, and look again until it is mended."""
    st.set_page_config(page_title="config.yaml", page_icon=ICON, layout="centered")
    say = words(st.query_params.get("lang") or st.context.locale or "en")
    st.error(say.t("config.error_start"), icon=":material/build:")
    for problem in shown.faults:
        st.markdown(f"- {state.plain(str(problem))}")
    st.caption(say.t("config.error_do"))
    _watch(_mark(shown))


def _mark(shown: Shown) -> tuple[str, ...]:
    """What a page was drawn from: the figures, and the faults that it tells."""
    return (shown.dataset.fingerprint if shown.dataset else "", *map(str, shown.faults))


@st.fragment(run_every=POLL)
def _watch(drawn: tuple[str, ...]) -> None:
    """Draw the page anew when something else is to be shown than it was drawn from."""
    if _mark(live().shown()) != drawn:
        st.rerun(scope="app")
