"""What stands around every page: the title, the navigation, the search, the place and the language."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import upload_permits, url_state
from dashboard.components import header, page_frame, selector
from dashboard.live_dataset import ROOT, LiveState, Step, live
from dashboard.page_queue import PageQueue
from dashboard.pages import about, overview
from dashboard.pages.compare import page as compare
from dashboard.pages.data import page as data
from dashboard.pages.indicator import page as indicator
from dashboard.url_state import View
from indicators import Problem
from indicators.locale import Locale, words

PAGES: dict[str, tuple[Callable[[View], None], str]] = {
    "overview": (overview.render, ":material/dashboard:"),
    "indicator": (indicator.render, ":material/show_chart:"),
    "compare": (compare.render, ":material/compare_arrows:"),
    "data": (data.render, ":material/database:"),
    "about": (about.render, ":material/info:"),
}
FIRST = "overview"
POLL = "1s"
TOLD: dict[str, tuple[Step, ...]] = {
    "live.not_noticed": ("look", "watch"),
    "live.not_kept": ("recover", "record"),
}
"""The words for what does not work, by the steps that failed; what stays out concerns only whoever runs the dashboard."""
DRAWN_AT_ONCE = 2
"""So many first visits are drawn at a time: Python runs one thread, and the other's place is for what waits for the system."""
_TURNS = PageQueue(DRAWN_AT_ONCE)
ICON = str(ROOT / "static" / "icon.png")  # a named icon would be fetched from the Internet


def run() -> None:
    """Draw the page that the address asks for."""
    shown = _first() if not live().begun else live().shown()
    drawn = _mark(shown)  # before anything is drawn: what changes meanwhile is then drawn anew
    if shown.dataset is None:
        _cannot_start(shown)
        return
    upload_permits.admit(shown.dataset.catalogue.intake)
    first_visit = "pages" not in st.session_state
    with _TURNS.turn(_notice) if first_visit else nullcontext():
        _page(shown, drawn)


def _notice() -> AbstractContextManager[None]:
    """What a visitor sees who waits for others' pages to be drawn."""
    return st.spinner(_words().t("app.waiting"))


def _words() -> Locale:
    """The visitor's words, before there is a dataset that says which languages are offered."""
    return words(st.query_params.get("lang") or st.context.locale or "en")


def _page(shown: LiveState, drawn: tuple[str, ...]) -> None:
    assert shown.dataset is not None
    view = url_state.view(shown.dataset)
    title = shown.dataset.catalogue.title.say(view.language)
    st.set_page_config(
        page_icon=ICON, layout="wide", initial_sidebar_state="collapsed"
    )  # before the pages' own icons
    pages = {
        name: st.Page(
            partial(_draw, name, shown),
            title=view.say.t(f"app.{name}"),
            icon=icon,
            url_path="" if name == FIRST else name,
            default=name == FIRST,
        )
        for name, (_, icon) in PAGES.items()
    }
    st.session_state["pages"] = pages
    chosen = st.navigation(list(pages.values()), position="top")
    st.session_state["open_page"] = chosen
    st.set_page_config(page_title=f"{chosen.title} · {title}")
    chosen.run()
    _watch(drawn)


def _first() -> LiveState:
    """The first visitor waits for the figures to be read, and is told so."""
    with st.spinner(_words().t("app.loading")):
        return live().shown()


def _draw(name: str, shown: LiveState) -> None:
    assert shown.dataset is not None
    view = url_state.view(shown.dataset)
    view = replace(view, size=page_frame.dress(view.say, view.palette))
    header.render(view)
    _told(view, shown)
    try:
        PAGES[name][0](view)
        page_frame.foot(view.dataset.catalogue.title.say(view.language))
    except Exception:
        # Whatever it is: a visitor gets a sentence and the other pages, the log gets the trace.
        logging.getLogger(__name__).exception("the page %s could not be drawn", name)
        st.error(view.say.t("error.page"), icon=":material/error:")


def _told(view: View, shown: LiveState) -> None:
    """What a reader must know before reading: a broken config, a wrong id in the address."""
    if shown.faults:
        st.warning(view.say.t("config.error_running"), icon=":material/build:")
        _faults(shown.faults, view.say)
    _failures(view)
    if shown.reading:
        st.caption(view.say.t("live.reading"))
    for notice in view.warnings:
        selector.tell(notice)


def _failures(view: View) -> None:
    """What does not work around the figures and concerns their reader, and why."""
    failures = live().failures
    for key, steps in TOLD.items():
        found = [failures[step] for step in steps if step in failures]
        if found:
            st.warning(view.say.t(key), icon=":material/history_toggle_off:")
            _faults(found, view.say)


def _faults(problems: Iterable[Problem], say: Locale) -> None:
    with st.expander(say.t("config.error_details")):
        for problem in problems:
            st.markdown(f"- {url_state.plain(problem.text(say.language))}")


def _cannot_start(shown: LiveState) -> None:
    """No dataset yet: say what is wrong, and look again until it is mended."""
    st.set_page_config(page_title="config.yaml", page_icon=ICON, layout="centered")
    say = _words()
    st.error(say.t("config.error_start"), icon=":material/build:")
    for problem in shown.faults:
        st.markdown(f"- {url_state.plain(problem.text(say.language))}")
    st.caption(say.t("config.error_do"))
    _watch(_mark(shown))


def _mark(shown: LiveState) -> tuple[str, ...]:
    """What a page was drawn from: the figures, the versions kept of them, the faults that it tells, and what does not work."""
    now = live()
    fingerprint = shown.dataset.fingerprint if shown.dataset else ""
    return fingerprint, str(now.version), *map(str, shown.faults), *map(str, now.failures.values())


@st.fragment(run_every=POLL)
def _watch(drawn: tuple[str, ...]) -> None:
    """Draw the page anew when something else is to be shown than it was drawn from."""
    shown = live().shown()
    if shown.dataset is not None:
        upload_permits.admit(
            shown.dataset.catalogue.intake
        )  # the connection may be another than the page was drawn over
    if _mark(shown) != drawn:
        st.rerun(scope="app")
