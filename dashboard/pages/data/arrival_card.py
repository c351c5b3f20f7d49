"""One file that waits, on a card: what was recognised, what would change, every problem, and what
to do with it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import uploads, url_state
from dashboard.access import AccessDecision
from dashboard.pages.data.actions import (
    ActionResult,
    answers_for,
    draw_part,
    perform,
    set_answers,
    show_results,
)
from dashboard.pages.data.column_form import reading_form, words_form
from dashboard.pages.data.tables import link, number, table, text
from dashboard.uploads import WaitingFile
from dashboard.url_state import View, plain
from dashboard.views import intake as intakeview
from dashboard.views.inventory import count, count_text
from dashboard.views.problems import problem_line
from indicators import history, wording
from indicators.intake import Arrival

NEW_FILE = ""
"""Chosen where a file is no newer version of another."""
MAX_REPORTED = 3
"""Largest number of problems of a file in quarantine shown before it is opened."""
BYTES = "application/octet-stream"


def card(view: View, item: WaitingFile) -> None:
    """Draw a file, examined, with its form and its buttons; those to be rid of it stand also where
    it cannot be examined.
    """
    with st.container(border=True):
        _head(view, item)
        _buttons(view, item, draw_part(view, lambda: _body(view, item)))


def _body(view: View, item: WaitingFile) -> Arrival:
    """Give what was examined, and the forms; the arrival."""
    with st.spinner(plain(view.locale.text("add.examining_one"))):
        arrival = uploads.examine(view.dataset, item, answers_for(item))
    _summary(view, arrival)
    _replaced_file(view, item, arrival)
    _tabs(view, item, arrival)
    reading_form(view, item, arrival)
    words_form(view, item, arrival)
    return arrival


def _head(view: View, item: WaitingFile) -> None:
    st.markdown(f"### {plain(item.name or item.id)}")
    if item.entry:
        who = intakeview.author(item.entry.who, item.entry.channel, view.locale)
        st.caption(plain(view.locale.text("add.sent", who=who, when=moment(view, item))))
    elif item.path:
        st.caption(plain(view.locale.text("add.in_folder", path=item.path)))


def moment(view: View, item: WaitingFile) -> str:
    """Return in words when a file was sent."""
    if not item.entry:
        return ""
    return view.locale.text(
        "add.moment",
        date=wording.date(item.entry.when.date(), view.language),
        time=f"{item.entry.when:%H:%M}",
    )


def _summary(view: View, arrival: Arrival) -> None:
    """Draw in a few lines what the file is and what it would change."""
    title = plain(intakeview.format_sentence(arrival, view.locale))
    if arrival.refused:
        st.warning(
            title
            + ("" if arrival.formats == () else " " + plain(view.locale.text("add.no_figures"))),
            icon=":material/help:",
        )
        return
    lines = [
        intakeview.counts_line(arrival, view.locale),
        intakeview.changes_sentence(arrival, view.locale),
        intakeview.followers_sentence(arrival, view.locale),
    ]
    st.markdown("  \n".join([f"**{title}**", *(plain(line) for line in lines if line)]))


def _replaced_file(view: View, item: WaitingFile, arrival: Arrival) -> None:
    """Draw the choice of the file that this is a newer version of."""
    if item.path or arrival.refused:
        return
    names = [arrival.replaces, *(file.name for file in view.dataset.files if file.figures)]
    options = [NEW_FILE, *dict.fromkeys(filter(None, names))]
    chosen = st.selectbox(
        view.locale.text("add.into"),
        options,
        options.index(arrival.replaces),
        key=f"add_into_{item.id}",
        format_func=lambda name: (
            view.locale.text("add.newer", file=name)
            if name
            else view.locale.text("add.own", file=arrival.path)
        ),
    )
    if chosen != arrival.replaces:
        set_answers(item, replace(answers_for(item), into=chosen))
        st.rerun()


def _tabs(view: View, item: WaitingFile, arrival: Arrival) -> None:
    """Series, first figures, what would be another, and problems; only those with something in
    them.
    """
    revised = intakeview.revision_rows(view.dataset, arrival, view.locale)
    problems = intakeview.problem_lines(arrival, view.locale)
    sizes = {
        "series": len(arrival.series),
        "preview": len(arrival.preview),
        "revisions": arrival.changes.revised + arrival.changes.vanished,
        "problems": len(arrival.problems),
    }
    order = (
        ("problems", "series", "preview", "revisions")
        if arrival.faults
        else ("series", "preview", "revisions", "problems")
    )
    names = [name for name in order if sizes[name]]
    if not names:
        return
    labels = [
        plain(view.locale.text(f"add.tab.{name}", n=count(sizes[name], view.locale)))
        for name in names
    ]
    for name, tab in zip(names, st.tabs(labels, key=f"add_tabs_{item.id}"), strict=True):
        with tab:
            if name == "problems":
                st.markdown("\n".join(f"- {plain(line)}" for line in problems))
            elif name == "revisions":
                _revisions(view, item, arrival, revised)
            else:
                (_series if name == "series" else _preview)(view, item, arrival)


def _table_title(view: View, item: WaitingFile, name: str) -> str:
    return view.locale.text(
        "sentence.title", subject=item.name, said=view.locale.text(f"add.table.{name}")
    )


def _series(view: View, item: WaitingFile, arrival: Arrival) -> None:
    table(
        view,
        intakeview.series_rows(view.dataset, arrival, view.locale, url_state.link()),
        {
            "is": text(view, "add.series_is", 110),
            "indicator": link(view),
            "title": text(view, "add.title_in_file", 330),
            "unit": text(view, "app.unit", 150),
            "figures": number(view, "data.figures"),
            "places": number(view, "data.places", 70),
            "periods": text(view, "data.periods", 140),
            "publisher": text(view, "data.publisher", 200),
            "code": text(view, "indicator.code", 150),
        },
        f"add_series_{item.id}",
        _table_title(view, item, "series"),
    )


def _preview(view: View, item: WaitingFile, arrival: Arrival) -> None:
    table(
        view,
        intakeview.preview_rows(view.dataset, arrival, view.locale),
        {
            "line": number(view, "data.line", 70, "%d"),
            "indicator": text(view, "app.indicator", 300),
            "place": text(view, "app.place", 160),
            "period": text(view, "app.period", 100),
            "breakdown": text(view, "app.breakdown", 160),
            "value": text(view, "app.value", 200),
            "status": text(view, "app.status", 110),
        },
        f"add_preview_{item.id}",
        _table_title(view, item, "preview"),
    )


def _revisions(
    view: View, item: WaitingFile, arrival: Arrival, rows: list[dict[str, object]]
) -> None:
    hidden = arrival.changes.revised + arrival.changes.vanished - len(rows)
    table(
        view,
        rows,
        {
            "indicator": text(view, "app.indicator", 300),
            "place": text(view, "app.place", 160),
            "period": text(view, "app.period", 100),
            "breakdown": text(view, "app.breakdown", 160),
            "before": text(view, "add.before", 200),
            "after": text(view, "add.after", 200),
        },
        f"add_revisions_{item.id}",
        _table_title(view, item, "revisions"),
    )
    if hidden > 0:
        st.caption(plain(count_text("data.more", hidden, view.locale)))


def _buttons(view: View, item: WaitingFile, arrival: Arrival | None) -> None:
    """Accept, discard or delete, download."""
    with st.container(horizontal=True):
        if (
            arrival
            and not arrival.refused
            and st.button(
                view.locale.text("add.accept"),
                key=f"add_accept_{item.id}",
                type="primary",
                icon=":material/check:",
            )
        ):
            with st.spinner(plain(view.locale.text("add.accepting", name=item.name))):
                show_results(perform(view, partial(accept_file, view, item), item.name))
            st.rerun()
        if item.shelf == history.staged:
            st.button(
                view.locale.text("add.discard"),
                key=f"add_discard_{item.id}",
                icon=":material/close:",
                on_click=_discard,
                args=(view, item, "add.discarded"),
            )
        elif item.shelf:
            _quarantine_buttons(view, item)


def accept_file(view: View, item: WaitingFile, gate: AccessDecision) -> list[ActionResult]:
    """Accept a file; return the message about it."""
    arrival, commit = uploads.accept(view.dataset, item, answers_for(item), gate.who)
    key, path = ("add.accepted", arrival.path) if commit else ("add.nothing_new", arrival.path)
    message = view.locale.text(
        key,
        name=item.name,
        path=path,
        figures=count_text("data.count_figures", arrival.figures, view.locale),
    )
    return [
        ActionResult(
            message,
            True,
            commit.number if commit else 0,
            tuple(series.indicator for series in arrival.series),
        )
    ]


def _discard(view: View, item: WaitingFile, key: str) -> None:
    def do(gate: AccessDecision) -> list[ActionResult]:
        uploads.discard(item)
        return [ActionResult(view.locale.text(key, name=item.name))]

    show_results(perform(view, do, item.name))


def _quarantine_buttons(view: View, item: WaitingFile) -> None:
    """For a file in quarantine: its bytes as they came, and deletion with a second click."""
    if history.has(uploads.folder(), item.digest):
        st.download_button(
            view.locale.text("add.download"),
            lambda: uploads.content_of(item),
            history.safe_name(item.name),
            BYTES,
            key=f"add_download_{item.id}",
            on_click="ignore",
            icon=":material/download:",
        )
    with st.popover(
        view.locale.text("add.delete"), icon=":material/delete:", key=f"add_sure_{item.id}"
    ):
        st.markdown(plain(view.locale.text("add.delete_sure", name=item.name)))
        st.button(
            view.locale.text("add.delete_yes"),
            key=f"add_delete_{item.id}",
            type="primary",
            on_click=_discard,
            args=(view, item, "add.deleted"),
        )


def report(view: View, item: WaitingFile) -> None:
    """Draw a file in quarantine, folded: who sent it, why it was refused, and the ways on."""
    assert item.entry is not None
    problems = item.entry.problems
    with st.container(border=True):
        _head(view, item)
        lines = [
            f"- {plain(problem_line(problem, view.locale))}" for problem in problems[:MAX_REPORTED]
        ]
        hidden = (
            [f"- {plain(count_text('data.more', len(problems) - MAX_REPORTED, view.locale))}"]
            if len(problems) > MAX_REPORTED
            else []
        )
        st.markdown("\n".join([*lines, *hidden]))
        with st.container(horizontal=True):
            st.button(
                view.locale.text("add.answer"),
                key=f"add_answer_{item.id}",
                icon=":material/edit:",
                on_click=lambda: st.session_state.setdefault("add_open", set()).add(item.id),
            )
            _quarantine_buttons(view, item)
