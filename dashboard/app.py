"""What stands around every page: title, navigation, search, place and language."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.errors import FragmentHandledException

from dashboard import upload_permits, url_state
from dashboard.components import header, page_frame, selector
from dashboard.live_dataset import LiveState, Step, live
from dashboard.page_queue import PageQueue
from dashboard.pages import about, overview
from dashboard.pages.compare import page as compare
from dashboard.pages.data import page as data
from dashboard.pages.index import page as index
from dashboard.pages.indicator import page as indicator
from dashboard.pages.targets import page as targets
from dashboard.url_state import View
from dashboard.views import terms
from indicators import Dataset, Problem

PAGES: dict[str, tuple[Callable[[View], None], str]] = {
    "overview": (overview.render, ":material/dashboard:"),
    "indicator": (indicator.render, ":material/show_chart:"),
    "compare": (compare.render, ":material/compare_arrows:"),
    "index": (index.render, ":material/leaderboard:"),
    "targets": (targets.render, ":material/flag:"),
    "data": (data.render, ":material/database:"),
    "about": (about.render, ":material/info:"),
}
"""Each page by its name in the address: the function that draws it, and its icon."""
FIRST = "overview"
POLL = "1s"
STEP_MESSAGES: dict[str, tuple[Step, ...]] = {
    "live.not_noticed": ("look", "watch"),
    "live.not_kept": ("recover", "record"),
}
"""The message for steps that failed, where it concerns a reader; other failures concern only who
runs the dashboard.
"""
MAX_FIRST_VISITS = 2
"""Number of first visits that are drawn at a time: Python runs one thread, and the other may wait
for the system.
"""
_QUEUE = PageQueue(MAX_FIRST_VISITS)
ICON = "/app/static/icon.png"
"""An address, so that no session stores the file; a named icon would be fetched from the Internet.
"""


def run() -> None:
    """Draw the page that the address asks for."""
    state = live().refresh() if live().is_loaded else _load_first()
    signature = _signature(state)  # before anything is drawn: a change meanwhile is then drawn anew
    if state.dataset is None:
        _draw_config_problems(state)
        return
    upload_permits.admit(state.dataset.catalogue.intake)
    first_visit = "pages" not in st.session_state
    with _QUEUE.turn(_waiting_notice) if first_visit else nullcontext():
        _draw_app(state, state.dataset, signature)


def _waiting_notice() -> AbstractContextManager[None]:
    """Show a visitor that other pages are drawn first."""
    return st.spinner(url_state.visitor_locale().text("app.waiting"))


def _load_first() -> LiveState:
    """Load the dataset for the first visitor, who waits."""
    with st.spinner(url_state.visitor_locale().text("app.loading")):
        return live().refresh()


def _draw_app(state: LiveState, dataset: Dataset, signature: tuple[str, ...]) -> None:
    view = url_state.view(dataset)
    # before the pages set icons of their own
    st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state="collapsed")
    pages = {name: _page(name, view, state, dataset) for name in shown_pages(dataset)}
    st.session_state["pages"] = pages
    page = st.navigation(list(pages.values()), position="top")
    st.session_state["open_page"] = page
    st.set_page_config(page_title=f"{page.title} · {dataset.catalogue.title.get(view.language)}")
    page.run()
    _watch(signature)


def shown_pages(dataset: Dataset) -> list[str]:
    """Return the pages of the navigation, in order; of index and targets where there are any."""
    catalogue = dataset.catalogue
    has_targets = any(entry.targets for entry in catalogue.indicators.values())
    hidden = {"index": not catalogue.indices, "targets": not has_targets}
    return [name for name in PAGES if not hidden.get(name, False)]


def _page(name: str, view: View, state: LiveState, dataset: Dataset) -> st.Page:
    return st.Page(
        partial(_draw_page, name, state, dataset),
        title=view.locale.text(f"app.{name}"),
        icon=PAGES[name][1],
        url_path="" if name == FIRST else name,
        default=name == FIRST,
    )


def _draw_page(name: str, state: LiveState, dataset: Dataset) -> None:
    view = url_state.view(dataset)
    view = replace(view, size=page_frame.apply_style(view.locale, view.palette))
    header.render(view)
    _draw_notices(view, state)
    try:
        draw, _ = PAGES[name]
        draw(view)
        _draw_left_out(name, view)
        page_frame.print_footer(dataset.catalogue.title.get(view.language))
    except FragmentHandledException:
        pass  # a part of the page failed, and says so: server.script_failed
    except Exception:
        # Whatever it is: a visitor gets a sentence and the other pages, the log gets the trace.
        logging.getLogger(__name__).exception("the page %s could not be drawn", name)
        st.error(view.locale.text("error.page"), icon=":material/error:")


def _draw_left_out(name: str, view: View) -> None:
    """Say below a page that figures are left out for their terms; Data says so by itself."""
    text = terms.left_out_sentence(view.dataset, view.locale)
    if text and name != "data":
        st.caption(f":material/lock: {url_state.plain(text)}")
        st.page_link(
            st.session_state["pages"]["data"],
            label=url_state.plain(view.locale.text("terms.left_out_list")),
            query_params=url_state.link(view="holdings", state="left_out"),
        )


def _draw_notices(view: View, state: LiveState) -> None:
    """Draw what a reader must know first: a broken config, steps that fail, a wrong id in the
    address.
    """
    if state.problems:
        st.warning(view.locale.text("config.error_running"), icon=":material/build:")
        _draw_problems(state.problems, view)
    _draw_failures(view)
    if state.reading:
        st.caption(view.locale.text("live.reading"))
    for notice in view.warnings:
        selector.show_notice(notice)


def _draw_failures(view: View) -> None:
    failures = live().failures
    for key, steps in STEP_MESSAGES.items():
        problems = [failures[step] for step in steps if step in failures]
        if problems:
            st.warning(view.locale.text(key), icon=":material/history_toggle_off:")
            _draw_problems(problems, view)


def _draw_problems(problems: Iterable[Problem], view: View) -> None:
    with st.expander(view.locale.text("config.error_details")):
        for problem in problems:
            st.markdown(f"- {url_state.plain(problem.text(view.language))}")


def _draw_config_problems(state: LiveState) -> None:
    """Draw what is wrong while there is no dataset, and look again until it is mended."""
    st.set_page_config(page_title="config.yaml", page_icon=ICON, layout="centered")
    locale = url_state.visitor_locale()
    st.error(locale.text("config.error_start"), icon=":material/build:")
    for problem in state.problems:
        st.markdown(f"- {url_state.plain(problem.text(locale.language))}")
    st.caption(locale.text("config.error_do"))
    _watch(_signature(state))


def _signature(state: LiveState) -> tuple[str, ...]:
    """Give what a page is drawn from: the dataset, the recorded version, and every problem."""
    dataset = live()
    fingerprint = state.dataset.fingerprint if state.dataset else ""
    problems = (*state.problems, *dataset.failures.values())
    return fingerprint, str(dataset.version), *map(str, problems)


@st.fragment(run_every=POLL)
def _watch(signature: tuple[str, ...]) -> None:
    """Draw the page anew when its signature has changed."""
    state = live().refresh()
    if state.dataset is not None:
        # the connection may be another one than the page was drawn over
        upload_permits.admit(state.dataset.catalogue.intake)
    if _signature(state) != signature:
        st.rerun(scope="app")
