"""Data, Add: files into the data folder by the browser. Closed until config.yaml opens it; each action asks the door again."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.typing import UploadedFile

from dashboard import upload_permits, url_state
from dashboard import uploads as adding
from dashboard.access import AccessDecision, door, visit
from dashboard.pages.data.actions import Told, act, act_quietly, draw_alone, may, said, tell
from dashboard.pages.data.arrival_card import accepted, card, report
from dashboard.pages.data.tables import number, table, text
from dashboard.uploads import Item
from dashboard.url_state import View, plain
from dashboard.views import intake as intakeview
from dashboard.views.inventory import count_text
from indicators import history
from indicators.history import HistoryError

SHOWN = 12
"""So many arrivals are examined and shown at once; the others wait until these are dealt with."""


_BUTTONS = "<style>[data-testid='stBaseButton-primary'], [data-testid='stBaseButton-primary'] * {{ color: {} }}</style>"
"""Streamlit writes white on the chosen colour, which cannot be read on the light blue of the dark theme."""


def render(view: View) -> None:
    """Draw the view."""
    gate = door(view.dataset.catalogue.intake)
    if view.palette.kind == "dark":
        st.html(_BUTTONS.format(view.palette.background))
    if not gate.open:
        _closed(view, gate)
        return
    _whose(view, gate)
    _told(view)
    for part in (_from_folder, _upload, _waiting, _quarantine, _log):
        draw_alone(view, partial(part, view))


def _closed(view: View, gate: AccessDecision) -> None:
    """Why the door is closed, how it is opened, and the other ways in."""
    st.info(plain(view.say.t(f"add.closed.{gate.state}", who=gate.who)), icon=":material/lock:")
    if gate.state == "signed_out":
        _sign_in(view)
    elif gate.state in ("unverified", "not_named"):
        st.button(view.say.t("add.sign_out"), on_click=st.logout, icon=":material/logout:")
    st.markdown(plain(view.say.t("add.otherwise")))
    st.code("python -m indicators add FILE", language=None)


def _sign_in(view: View) -> None:
    for name in visit().signs_in:
        label = view.say.t("add.sign_in_with", name=name) if name else view.say.t("add.sign_in")
        if st.button(
            plain(label), key=f"add_sign_in_{name}", type="primary", icon=":material/login:"
        ):
            try:
                st.login(name or None)
            except StreamlitAPIException as error:
                st.error(
                    plain(view.say.t("add.sign_in_wrong", why=str(error))), icon=":material/error:"
                )


def _whose(view: View, gate: AccessDecision) -> None:
    """As whom files are added, where somebody signed in."""
    if gate.who:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(view.say.t("add.signed_in", who=gate.who)), width="content")
            st.button(view.say.t("add.sign_out"), on_click=st.logout, icon=":material/logout:")


def _told(view: View) -> None:
    """What came of the last action, with the way back and the way on."""
    for told in st.session_state.get("add_told", []):
        (st.success if told.good else st.error)(
            plain(told.text), icon=":material/check:" if told.good else ":material/error:"
        )
        with st.container(horizontal=True):
            if told.number:
                st.button(
                    view.say.t("add.undo"),
                    key=f"add_undo_{told.number}",
                    icon=":material/undo:",
                    on_click=_undo,
                    args=(view, told.number),
                )
            _links(view, told.indicators)


def _links(view: View, indicators: Iterable[str]) -> None:
    """The pages of what was added, as soon as it has one."""
    pages, known = st.session_state.get("pages", {}), view.dataset.catalogue.indicators
    for name in [name for name in indicators if name in known and "indicator" in pages][:1]:
        st.page_link(
            pages["indicator"],
            label=plain(known[name].title.say(view.language)),
            query_params=url_state.link(indicator=name),
            icon=":material/show_chart:",
        )


def _undo(view: View, number: int) -> None:
    def do(gate: AccessDecision) -> list[Told]:
        done = adding.undo(number, gate.who)
        return [
            Told(
                view.say.t(
                    "add.undone",
                    number=number,
                    files=view.say.t("sentence.list").join(done.changes),
                )
            )
        ]

    tell(act(view, do))


def _upload(view: View) -> None:
    """The way in for files: each is kept at once, so that a closed browser loses nothing."""
    turn = st.session_state.setdefault("add_turn", 0)
    given = st.file_uploader(
        view.say.t("add.upload"),
        accept_multiple_files=True,
        key=f"add_files_{turn}",
        help=plain(view.say.t("add.upload_help", size=upload_permits.largest())),
        max_upload_size=upload_permits.largest(),
    )
    st.caption(plain(view.say.t("add.upload_note")))
    if given:
        told = [
            one
            for place, file in enumerate(given, 1)
            for one in _keep(view, file, place, len(given))
        ]
        st.session_state["add_turn"] = (
            turn + 1
        )  # the uploader is made anew, and what it held is let go
        tell(told)
        st.rerun()


def _keep(view: View, file: UploadedFile, place: int, of: int) -> list[Told]:
    """Keep one uploaded file, with a bar that grows; told only where it fails, for what waits is shown."""
    label = plain(view.say.t("add.keeping", name=file.name, n=place, of=of))
    bar = st.progress(0.0, label)

    def do(gate: AccessDecision) -> list[Told]:
        adding.stage(file, file.size, file.name, gate.who, lambda part: bar.progress(part, label))
        bar.empty()
        return []

    return act(view, do, file.name)


def _waiting(view: View) -> None:
    """The staged arrivals, examined; what was not understood goes into quarantine."""
    every = adding.waiting(history.staged)
    items = [item for item in every[:SHOWN] if _examined(view, item, len(every))]
    if not items:
        return
    more = max(len(every) - SHOWN, 0)
    st.markdown(f"## {plain(view.say.t('add.waiting', n=len(items) + more))}")
    if len(items) > 1:
        _accept_all(view, items)
    for item in items:
        draw_alone(view, partial(card, view, item))
    if more:
        st.caption(plain(count_text("data.more", more, view.say)))


def _examined(view: View, item: Item, of: int) -> bool:
    """Whether the arrival is to be shown: examined, with a word while that lasts, and not moved into quarantine."""
    if adding.is_examined(view.dataset, item, said(item)):
        return not _moved(view, item)
    with st.spinner(plain(view.say.t("add.examining", name=item.name, n=of))):
        act_quietly(
            lambda: adding.examined(view.dataset, item, said(item))
        )  # the card tells the error
    return not _moved(view, item)


def _moved(view: View, item: Item) -> bool:
    """Move what nobody has answered for and nothing understood; it stays open on this page."""
    if not adding.is_examined(view.dataset, item, said(item)) or said(item) != adding.Said():
        return False
    arrival = act_quietly(lambda: adding.examined(view.dataset, item, said(item)))
    if arrival is None or not arrival.refused or not may(view).open:
        return False
    try:
        st.session_state.setdefault("add_open", set()).add(adding.refuse(item, arrival))
    except HistoryError:  # somebody else has just moved it
        return True
    except OSError as error:  # it stays where it is, with its buttons
        logging.getLogger(__name__).warning(
            "%s could not be put into quarantine: %s", item.name, error
        )
        return False
    return True


def _accept_all(view: View, items: list[Item]) -> None:
    """One button for all that is in order."""
    good = [
        item
        for item in items
        if (found := act_quietly(lambda item=item: adding.examined(view.dataset, item, said(item))))  # type: ignore[misc]
        and not found.refused
        and not any(problem.severity == "error" for problem in found.problems)
    ]
    if len(good) > 1 and st.button(
        view.say.t("add.accept_all", n=len(good)), type="primary", icon=":material/done_all:"
    ):
        told: list[Told] = []
        for item in good:
            with st.spinner(plain(view.say.t("add.accepting", name=item.name))):
                told += act(view, partial(accepted, view, item), item.name)
        tell(told)
        st.rerun()


def _from_folder(view: View) -> None:
    """Files that lie in the folder and that no reader knows: answers about them go into a .yaml beside."""
    items = adding.not_understood(view.dataset)
    if not items:
        return
    st.warning(plain(count_text("add.folder", len(items), view.say)), icon=":material/folder_open:")
    named = {item.path: item for item in items}
    chosen = st.selectbox(
        view.say.t("add.folder_choose"),
        list(named),
        index=None,
        key="add_folder",
        placeholder=view.say.t("data.choose_file_hint"),
    )
    if chosen in named:
        draw_alone(view, partial(card, view, named[chosen]))


def _quarantine(view: View) -> None:
    """Files that nobody understood, each with its report."""
    items = adding.waiting(history.quarantine)[::-1]
    if not items:
        return
    st.markdown(f"## {plain(view.say.t('add.quarantine', n=len(items)))}")
    st.caption(plain(view.say.t("add.quarantine_help")))
    shown = st.session_state.setdefault("add_open", set())
    for item in items[:SHOWN]:
        draw_alone(view, partial(card if item.id in shown else report, view, item))
    if len(items) > SHOWN:
        st.caption(plain(count_text("data.more", len(items) - SHOWN, view.say)))


def _log(view: View) -> None:
    """The last changes, and the way back for the last one that can be taken back."""
    log, problems = history.journal(adding.folder())
    for problem in problems:
        st.warning(plain(problem.text(view.language)), icon=":material/history:")
    if not log:
        return
    st.markdown(f"## {plain(view.say.t('add.history'))}")
    table(
        view,
        intakeview.log_rows(log, view.say),
        {
            "number": number(view, "add.number", 60, "%d"),
            "when": st.column_config.DatetimeColumn(
                view.say.t("add.when"),
                width=170,
                format=view.say.t("add.time_format"),
                timezone=st.context.timezone or "UTC",
            ),
            "door": text(view, "add.door", 110),
            "who": text(view, "add.who", 190),
            "what": text(view, "add.what", 620),
        },
        "add_log",
    )
    last = adding.last_undoable(log)
    if last:
        st.button(
            plain(
                view.say.t(
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
