"""One file that waits, on a card: what was recognised, what would change, every problem, and what to do with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard import uploads, url_state
from dashboard.access import AccessDecision
from dashboard.pages.data.actions import Told, act, draw_alone, said, say_of, tell
from dashboard.pages.data.column_form import reading_form, words_form
from dashboard.pages.data.tables import link, number, table, text
from dashboard.uploads import Item
from dashboard.url_state import View, plain
from dashboard.views import intake as intakeview
from dashboard.views.inventory import SEVERITIES, count, counted
from indicators import history, wording
from indicators.intake import Arrival

OWN = ""
"""Chosen where a file is no newer version of another."""
REPORTED = 3
"""So many problems of a file in quarantine are shown before it is opened."""
BYTES = "application/octet-stream"


def card(view: View, item: Item) -> None:
    """A file, examined, with its form and its buttons; those to be rid of it stand also where it cannot be examined."""
    with st.container(border=True):
        _head(view, item)
        _buttons(view, item, draw_alone(view, lambda: _body(view, item)))


def _body(view: View, item: Item) -> Arrival:
    """What was examined, and the forms; the arrival."""
    with st.spinner(plain(view.say.t("add.examining_one"))):
        arrival = uploads.examined(view.dataset, item, said(item))
    _found(view, arrival)
    _into(view, item, arrival)
    _tabs(view, item, arrival)
    reading_form(view, item, arrival)
    words_form(view, item, arrival)
    return arrival


def _head(view: View, item: Item) -> None:
    st.markdown(f"### {plain(item.name or item.id)}")
    if item.entry:
        who = intakeview.who(item.entry.who, item.entry.channel, view.say)
        st.caption(plain(view.say.t("add.sent", who=who, when=moment(view, item))))
    elif item.path:
        st.caption(plain(view.say.t("add.in_folder", path=item.path)))


def moment(view: View, item: Item) -> str:
    """When a file was sent, in words."""
    if not item.entry:
        return ""
    return view.say.t(
        "add.moment",
        date=wording.date(item.entry.when.date(), view.language),
        time=f"{item.entry.when:%H:%M}",
    )


def _found(view: View, arrival: Arrival) -> None:
    """What it is, in a few lines."""
    told = plain(intakeview.recognised(arrival, view.say))
    if arrival.refused:
        st.warning(
            told + ("" if arrival.formats == () else " " + plain(view.say.t("add.no_figures"))),
            icon=":material/help:",
        )
        return
    lines = [
        intakeview.counts(arrival, view.say),
        intakeview.changes(arrival, view.say),
        intakeview.followers(arrival, view.say),
    ]
    st.markdown("  \n".join([f"**{told}**", *(plain(line) for line in lines if line)]))


def _into(view: View, item: Item, arrival: Arrival) -> None:
    """Which file it is a newer version of: found by itself, or chosen."""
    if item.path or arrival.refused:
        return
    names = [arrival.replaces, *(told.name for told in view.dataset.files if told.kept)]
    options = [OWN, *dict.fromkeys(filter(None, names))]
    chosen = st.selectbox(
        view.say.t("add.into"),
        options,
        options.index(arrival.replaces),
        key=f"add_into_{item.id}",
        format_func=lambda name: (
            view.say.t("add.newer", file=name) if name else view.say.t("add.own", file=arrival.path)
        ),
    )
    if chosen != arrival.replaces:
        say_of(item, replace(said(item), into=chosen))
        st.rerun()


def _tabs(view: View, item: Item, arrival: Arrival) -> None:
    """Series, first figures, what would be another, and problems; only those with something in them."""
    revised = intakeview.revisions(view.dataset, arrival, view.say)
    problems = intakeview.problems(arrival, view.say)
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
        plain(view.say.t(f"add.tab.{name}", n=count(sizes[name], view.say))) for name in names
    ]
    for name, tab in zip(names, st.tabs(labels, key=f"add_tabs_{item.id}"), strict=True):
        with tab:
            if name == "problems":
                st.markdown("\n".join(f"- {plain(line)}" for line in problems))
            elif name == "revisions":
                _revisions(view, item, arrival, revised)
            else:
                (_series if name == "series" else _preview)(view, item, arrival)


def _of(view: View, item: Item, name: str) -> str:
    return view.say.t("sentence.title", subject=item.name, said=view.say.t(f"add.table.{name}"))


def _series(view: View, item: Item, arrival: Arrival) -> None:
    table(
        view,
        intakeview.series(view.dataset, arrival, view.say, url_state.link()),
        {
            "is": text(view, "add.series_is", 110),
            "indicator": link(view),
            "title": text(view, "add.title_in_file", 330),
            "unit": text(view, "app.unit", 150),
            "kept": number(view, "data.kept"),
            "places": number(view, "data.places", 70),
            "periods": text(view, "data.periods", 140),
            "publisher": text(view, "data.publisher", 200),
            "code": text(view, "indicator.code", 150),
        },
        f"add_series_{item.id}",
        _of(view, item, "series"),
    )


def _preview(view: View, item: Item, arrival: Arrival) -> None:
    table(
        view,
        intakeview.preview(view.dataset, arrival, view.say),
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
        _of(view, item, "preview"),
    )


def _revisions(view: View, item: Item, arrival: Arrival, rows: list[dict[str, object]]) -> None:
    more = arrival.changes.revised + arrival.changes.vanished - len(rows)
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
        _of(view, item, "revisions"),
    )
    if more > 0:
        st.caption(plain(counted("data.more", more, view.say)))


def _buttons(view: View, item: Item, arrival: Arrival | None) -> None:
    """Accept, discard or delete, download."""
    with st.container(horizontal=True):
        if (
            arrival
            and not arrival.refused
            and st.button(
                view.say.t("add.accept"),
                key=f"add_accept_{item.id}",
                type="primary",
                icon=":material/check:",
            )
        ):
            with st.spinner(plain(view.say.t("add.accepting", name=item.name))):
                tell(act(view, partial(accepted, view, item), item.name))
            st.rerun()
        if item.shelf == history.staged:
            st.button(
                view.say.t("add.discard"),
                key=f"add_discard_{item.id}",
                icon=":material/close:",
                on_click=_drop,
                args=(view, item, "add.discarded"),
            )
        elif item.shelf:
            _quarantined(view, item)


def accepted(view: View, item: Item, gate: AccessDecision) -> list[Told]:
    """Accept a file; what is to be told of it."""
    arrival, done = uploads.accept(view.dataset, item, said(item), gate.who)
    key, path = ("add.accepted", arrival.path) if done else ("add.nothing_new", arrival.path)
    told = view.say.t(
        key,
        name=item.name,
        path=path,
        figures=counted("data.count_figures", arrival.figures, view.say),
    )
    return [
        Told(told, True, done.number if done else 0, tuple(one.indicator for one in arrival.series))
    ]


def _drop(view: View, item: Item, key: str) -> None:
    def do(gate: AccessDecision) -> list[Told]:
        uploads.drop(item)
        return [Told(view.say.t(key, name=item.name))]

    tell(act(view, do, item.name))


def _quarantined(view: View, item: Item) -> None:
    """For a file in quarantine: its bytes as they came, and deletion with a second click."""
    if history.has(uploads.folder(), item.digest):
        st.download_button(
            view.say.t("add.download"),
            lambda: uploads.content_of(item),
            history.safe_name(item.name),
            BYTES,
            key=f"add_download_{item.id}",
            on_click="ignore",
            icon=":material/download:",
        )
    with st.popover(view.say.t("add.delete"), icon=":material/delete:", key=f"add_sure_{item.id}"):
        st.markdown(plain(view.say.t("add.delete_sure", name=item.name)))
        st.button(
            view.say.t("add.delete_yes"),
            key=f"add_delete_{item.id}",
            type="primary",
            on_click=_drop,
            args=(view, item, "add.deleted"),
        )


def report(view: View, item: Item) -> None:
    """A file in quarantine, folded: who sent it, why it was refused, and the ways on."""
    assert item.entry is not None
    problems = item.entry.problems
    with st.container(border=True):
        _head(view, item)
        lines = [
            f"- {SEVERITIES.get(one.severity, '')} {plain(str(one))}" for one in problems[:REPORTED]
        ]
        more = (
            [f"- {plain(counted('data.more', len(problems) - REPORTED, view.say))}"]
            if len(problems) > REPORTED
            else []
        )
        st.markdown("\n".join([*lines, *more]))
        with st.container(horizontal=True):
            st.button(
                view.say.t("add.answer"),
                key=f"add_answer_{item.id}",
                icon=":material/edit:",
                on_click=lambda: st.session_state.setdefault("add_open", set()).add(item.id),
            )
            _quarantined(view, item)
