"""Data, Add: files into the data folder by the browser.

Closed until config.yaml opens it; each action checks again whether it is allowed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.typing import UploadedFile

from dashboard import upload_permits, url_state
from dashboard import uploads as adding
from dashboard.access import AccessDecision, access_decision, visit
from dashboard.pages.data.actions import (
    ActionResult,
    answers_for,
    current_access,
    draw_part,
    perform,
    result_or_none,
    show_results,
)
from dashboard.pages.data.arrival_card import accept_file, card, report
from dashboard.pages.data.tables import number, table, text
from dashboard.uploads import WaitingFile
from dashboard.url_state import View, plain
from dashboard.views import intake as intakeview
from dashboard.views.inventory import count_text
from indicators import history
from indicators.history import HistoryError

MAX_EXAMINED = 12
"""Largest number of arrivals examined and shown at once; the others wait for these."""


_BUTTONS = (
    "<style>[data-testid='stBaseButton-primary'], "
    "[data-testid='stBaseButton-primary'] * {{ color: {} }}</style>"
)
"""Streamlit writes white on the chosen colour, which cannot be read on the light blue of the dark
theme.
"""


def render(view: View) -> None:
    """Draw the view."""
    gate = access_decision(view.dataset.catalogue.intake)
    if view.palette.kind == "dark":
        st.html(_BUTTONS.format(view.palette.background))
    if not gate.open:
        _closed(view, gate)
        return
    _account(view, gate)
    _results(view)
    for part in (_from_folder, _upload, _waiting, _quarantine, _log):
        draw_part(view, partial(part, view))


def _closed(view: View, gate: AccessDecision) -> None:
    """Draw why files cannot be added here, how that is changed, and the other ways."""
    st.info(
        plain(view.locale.text(f"add.closed.{gate.state}", who=gate.who)), icon=":material/lock:"
    )
    if gate.state == "signed_out":
        _sign_in(view)
    elif gate.state in ("unverified", "not_named"):
        st.button(view.locale.text("add.sign_out"), on_click=st.logout, icon=":material/logout:")
    st.markdown(plain(view.locale.text("add.otherwise")))
    st.code("python -m indicators add FILE", language=None)


def _sign_in(view: View) -> None:
    for name in visit().signs_in:
        label = (
            view.locale.text("add.sign_in_with", name=name)
            if name
            else view.locale.text("add.sign_in")
        )
        if st.button(
            plain(label), key=f"add_sign_in_{name}", type="primary", icon=":material/login:"
        ):
            try:
                st.login(name or None)
            except StreamlitAPIException as error:
                st.error(
                    plain(view.locale.text("add.sign_in_wrong", why=str(error))),
                    icon=":material/error:",
                )


def _account(view: View, gate: AccessDecision) -> None:
    """As whom files are added, where somebody signed in."""
    if gate.who:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(view.locale.text("add.signed_in", who=gate.who)), width="content")
            st.button(
                view.locale.text("add.sign_out"), on_click=st.logout, icon=":material/logout:"
            )


def _results(view: View) -> None:
    """Draw the results of the last action, with buttons to undo it and links to its indicators."""
    for result in st.session_state.get("add_results", []):
        if result.good:
            st.success(plain(result.text), icon=":material/check:")
        else:
            st.error(plain(result.text), icon=":material/error:")
        with st.container(horizontal=True):
            if result.number:
                st.button(
                    view.locale.text("add.undo"),
                    key=f"add_undo_{result.number}",
                    icon=":material/undo:",
                    on_click=_undo,
                    args=(view, result.number),
                )
            _links(view, result.indicators)


def _links(view: View, indicators: Iterable[str]) -> None:
    """Draw a link to the page of the first indicator that was added, once it has one."""
    pages, indicators_here = st.session_state.get("pages", {}), view.dataset.catalogue.indicators
    for name in [name for name in indicators if name in indicators_here and "indicator" in pages][
        :1
    ]:
        st.page_link(
            pages["indicator"],
            label=plain(indicators_here[name].title.get(view.language)),
            query_params=url_state.link(indicator=name),
            icon=":material/show_chart:",
        )


def _undo(view: View, number: int) -> None:
    def do(gate: AccessDecision) -> list[ActionResult]:
        done = adding.undo(number, gate.who)
        return [
            ActionResult(
                view.locale.text(
                    "add.undone",
                    number=number,
                    files=view.locale.text("sentence.list").join(done.changes),
                )
            )
        ]

    show_results(perform(view, do))


def _upload(view: View) -> None:
    """Draw the file uploader; a file is staged at once, so a closed browser loses nothing."""
    turn = st.session_state.setdefault("add_turn", 0)
    files = st.file_uploader(
        view.locale.text("add.upload"),
        accept_multiple_files=True,
        key=f"add_files_{turn}",
        help=plain(view.locale.text("add.upload_help", size=upload_permits.largest())),
        max_upload_size=upload_permits.largest(),
    )
    st.caption(plain(view.locale.text("add.upload_note")))
    if files:
        results = [
            result
            for place, file in enumerate(files, 1)
            for result in _stage(view, file, place, len(files))
        ]
        st.session_state["add_turn"] = (
            turn + 1
        )  # the uploader is made anew, and what it held is let go
        show_results(results)
        st.rerun()


def _stage(view: View, file: UploadedFile, place: int, of: int) -> list[ActionResult]:
    """Store one uploaded file, with a progress bar. Return a message only where that fails: files
    that wait to be accepted are shown anyway.
    """
    label = plain(view.locale.text("add.keeping", name=file.name, n=place, of=of))
    bar = st.progress(0.0, label)

    def do(gate: AccessDecision) -> list[ActionResult]:
        adding.stage(file, file.size, file.name, gate.who, lambda part: bar.progress(part, label))
        bar.empty()
        return []

    return perform(view, do, file.name)


def _waiting(view: View) -> None:
    """Draw the staged arrivals, examined; what was not understood goes into quarantine."""
    files = adding.waiting_files(history.staged)
    items = [item for item in files[:MAX_EXAMINED] if _examined(view, item, len(files))]
    if not items:
        return
    hidden = max(len(files) - MAX_EXAMINED, 0)
    st.markdown(f"## {plain(view.locale.text('add.waiting', n=len(items) + hidden))}")
    if len(items) > 1:
        _accept_all(view, items)
    for item in items:
        draw_part(view, partial(card, view, item))
    if hidden:
        st.caption(plain(count_text("data.more", hidden, view.locale)))


def _examined(view: View, item: WaitingFile, of: int) -> bool:
    """Say whether the arrival is to be shown: examined, with a word while that lasts, and not moved
    into quarantine.
    """
    if adding.is_examined(view.dataset, item, answers_for(item)):
        return not _was_moved(view, item)
    with st.spinner(plain(view.locale.text("add.examining", name=item.name, n=of))):
        result_or_none(
            lambda: adding.examine(view.dataset, item, answers_for(item))
        )  # the card tells the error
    return not _was_moved(view, item)


def _was_moved(view: View, item: WaitingFile) -> bool:
    """Move what nobody has answered for and nothing understood; it stays open on this page."""
    if (
        not adding.is_examined(view.dataset, item, answers_for(item))
        or answers_for(item) != adding.UploadAnswers()
    ):
        return False
    arrival = result_or_none(lambda: adding.examine(view.dataset, item, answers_for(item)))
    if arrival is None or not arrival.refused or not current_access(view).open:
        return False
    try:
        st.session_state.setdefault("add_open", set()).add(adding.quarantine(item, arrival))
    except HistoryError:  # somebody else has just moved it
        return True
    except OSError as error:  # it stays where it is, with its buttons
        logging.getLogger(__name__).warning(
            "%s could not be put into quarantine: %s", item.name, error
        )
        return False
    return True


def _accept_all(view: View, items: list[WaitingFile]) -> None:
    """Draw one button that accepts every file without an error."""
    good = [item for item in items if _is_acceptable(view, item)]
    if len(good) < 2:
        return
    label = view.locale.text("add.accept_all", n=len(good))
    if st.button(label, type="primary", icon=":material/done_all:"):
        results: list[ActionResult] = []
        for item in good:
            with st.spinner(plain(view.locale.text("add.accepting", name=item.name))):
                results += perform(view, partial(accept_file, view, item), item.name)
        show_results(results)
        st.rerun()


def _is_acceptable(view: View, item: WaitingFile) -> bool:
    """Say whether a file was recognised and has no error."""
    arrival = result_or_none(lambda: adding.examine(view.dataset, item, answers_for(item)))
    if arrival is None or arrival.refused:
        return False
    return not any(problem.severity == "error" for problem in arrival.problems)


def _from_folder(view: View) -> None:
    """Draw files that lie in the folder and that no reader knows: answers about them go into a
    .yaml beside.
    """
    items = adding.unread_files(view.dataset)
    if not items:
        return
    st.warning(
        plain(count_text("add.folder", len(items), view.locale)), icon=":material/folder_open:"
    )
    items_by_path = {item.path: item for item in items}
    chosen = st.selectbox(
        view.locale.text("add.folder_choose"),
        list(items_by_path),
        index=None,
        key="add_folder",
        placeholder=view.locale.text("data.choose_file_hint"),
    )
    if chosen in items_by_path:
        draw_part(view, partial(card, view, items_by_path[chosen]))


def _quarantine(view: View) -> None:
    """Draw the files that were not recognised, each with its problems."""
    items = adding.waiting_files(history.quarantine)[::-1]
    if not items:
        return
    st.markdown(f"## {plain(view.locale.text('add.quarantine', n=len(items)))}")
    st.caption(plain(view.locale.text("add.quarantine_help")))
    opened = st.session_state.setdefault("add_open", set())
    for item in items[:MAX_EXAMINED]:
        draw_part(view, partial(card if item.id in opened else report, view, item))
    if len(items) > MAX_EXAMINED:
        st.caption(plain(count_text("data.more", len(items) - MAX_EXAMINED, view.locale)))


def _log(view: View) -> None:
    """Draw the last changes, and the way back for the last one that can be taken back."""
    log, problems = history.journal(adding.folder())
    for problem in problems:
        st.warning(plain(problem.text(view.language)), icon=":material/history:")
    if not log:
        return
    st.markdown(f"## {plain(view.locale.text('add.history'))}")
    table(
        view,
        intakeview.log_rows(log, view.locale),
        {
            "number": number(view, "add.number", 60, "%d"),
            "when": st.column_config.DatetimeColumn(
                view.locale.text("add.when"),
                width=170,
                format=view.locale.text("add.time_format"),
                timezone=st.context.timezone or "UTC",
            ),
            "channel": text(view, "add.channel", 110),
            "who": text(view, "add.who", 190),
            "what": text(view, "add.what", 620),
        },
        "add_log",
    )
    last = adding.last_undoable(log)
    if last:
        st.button(
            plain(
                view.locale.text(
                    "add.undo_number",
                    number=last.number,
                    name=last.name or next(iter(last.changes)),
                )
            ),
            key="add_undo_last",
            icon=":material/undo:",
            on_click=_undo,
            args=(view, last.number),
        )
