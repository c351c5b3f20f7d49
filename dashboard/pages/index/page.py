"""Index: the overall score and rank of a place, its fields, and what they are made of."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import url_state
from dashboard.components.downloads import bare_table, box
from dashboard.components.selector import choose, id_of
from dashboard.index_runs import index_runs
from dashboard.pages.index.change import change, choose_field, steps
from dashboard.pages.index.charts import cached_chart, draw, lines, text
from dashboard.pages.index.choices import what_if, what_matters
from dashboard.pages.index.method import drill_down, how_it_is_made
from dashboard.url_state import View, plain
from dashboard.views import composite_index as overall
from dashboard.views import index_change as changes
from dashboard.views import index_details as details
from dashboard.views import index_method as method
from dashboard.views.composite_index import IndexQuery
from indicators import wording
from indicators.analysis.composite_index import Subject, subjects
from indicators.analysis.index_runs import Stage

OF_INDEX = (
    "period",
    "since",
    "weights",
    "aggregation",
    "scale",
    "rank",
    "part",
    "step",
    "node",
)
"""Keys of the address that are dropped when another index or place is chosen."""
LOOK_AGAIN = 1.0
"""Seconds between two looks at the runs in the background, while they are being made."""


def render(view: View) -> None:
    """Draw the index that answers for the place, or say that there is none."""
    answers = subjects(view.dataset, view.place)
    if not answers:
        st.markdown(f"# {text(view, 'app.index')}")
        st.info(text(view, "index.nothing", place=view.name(view.place)))
        return
    _forget(view)
    subject = _chosen(view, answers)
    runs = index_runs(view.dataset)
    names = {answer.index.description.id for answer in answers}
    query = overall.index_query(
        view.dataset,
        subject,
        view.locale,
        view.style,
        robustness={name: runs.of(name) for name in sorted(names)},
    )
    _heading(view, query, answers)
    if not query.is_ranked:
        pass  # no rank of the place is waited for
    elif not runs.is_over:
        _wait(view, sorted(names), {name: runs.of(name).ready for name in names})
    elif runs.failed(subject.index.description.id):
        st.warning(text(view, "index.not_computed"))
    _standing(view, query)
    _reasons(view, query)
    if query.is_scored and query.is_ranked:
        what_if(view, query)
    how_it_is_made(view, query)
    _audit(view, query)


@st.fragment(run_every=LOOK_AGAIN)
def _wait(view: View, names: list[str], drawn: dict[str, frozenset[Stage]]) -> None:
    """Say how much of the runs is done; draw the page again once more of them is than is drawn."""
    runs = index_runs(view.dataset)
    if runs.is_over or any(runs.of(name).ready != drawn[name] for name in names):
        st.rerun()
    share = sum(runs.share(name) for name in names) / len(names)
    label = text(view, "index.computing", share=wording.share(share, 1, view.language))
    st.progress(share, label)


def _forget(view: View) -> None:
    """Drop what was chosen for another place; an address just opened stays as it is."""
    if st.session_state.get("index_place", view.place) != view.place:
        url_state.correct_params(index="", **dict.fromkeys(OF_INDEX, ""))
    st.session_state["index_place"] = view.place


def _chosen(view: View, answers: list[Subject]) -> Subject:
    """Return the index of the address, else the nearest one."""
    by_id = {answer.index.description.id: answer for answer in reversed(answers)}
    choices = view.choices(
        "index",
        lambda locale: {
            name: overall.index_title(view.dataset, answer.index, locale)
            for name, answer in by_id.items()
        },
    )
    default = answers[0].index.description.id
    return by_id[id_of(url_state.single(view, "index", choices, default))]


def _heading(view: View, query: IndexQuery, answers: list[Subject]) -> None:
    st.markdown(f"# {plain(overall.headline(query))}")
    st.markdown(plain(overall.lead(query)))
    if query.subject.place != view.place:
        name, shown = view.name(view.place), view.name(query.subject.place)
        st.info(text(view, "index.stands_in", place=name, shown=shown))
    names = {answer.index.description.id: overall.answer_label(query, answer) for answer in answers}
    if len(names) > 1:
        choose(
            view,
            view.locale.text("index.which"),
            names,
            query.index.description.id,
            "index_which",
            lambda name: url_state.set_params(index=name, **dict.fromkeys(OF_INDEX, "")),
        )


def _standing(view: View, query: IndexQuery) -> None:
    """Draw ranks beside fields and strengths; of a place without a score or rank the fields."""
    if not query.is_scored or not query.is_ranked:
        _strips(view, query)
        return
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        ranks = cached_chart(query, "ranks", lambda: overall.ranks_chart(query))
        draw(view, ranks, "ranks")
        sureness = query.dataset.cached_for_address(
            ("index sureness", *query.key), lambda: overall.sureness_line(query)
        )
        st.markdown(plain(sureness))
    with right:
        with st.container(border=True):
            _strips(view, query)
        with st.container(border=True):
            _strengths(view, query)


def _strips(view: View, query: IndexQuery) -> None:
    draw(view, cached_chart(query, "fields", lambda: overall.strips_chart(query)), "fields")
    definition = query.index.description.definition.get(view.language)
    if definition:
        st.caption(plain(definition))
    notes = overall.strip_notes(query)
    if notes:
        st.caption(lines(notes))


def _parts(view: View, query: IndexQuery) -> None:
    draw(view, cached_chart(query, "parts", lambda: details.parts_chart(query)), "parts")
    st.caption(text(view, "index.parts_note"))
    drill_down(view, query)


def _strengths(view: View, query: IndexQuery) -> None:
    st.markdown(f"### {text(view, 'index.strengths_title')}")
    st.caption(text(view, "index.strengths_subtitle", peers=query.peers_text()))
    strong, weak = query.dataset.cached_for_address(
        ("index strengths", *query.key), lambda: overall.strength_lines(query)
    )
    _list(view, "index.strong", strong)
    _list(view, "index.weak", weak)


def _reasons(view: View, query: IndexQuery) -> None:
    """Draw what a score is made of, why it changed, what it would take, and what moves ranks.

    Of a place without a score for a field that can be chosen.
    """
    nodes = changes.explained_nodes(query)
    node = nodes[0] if nodes else ""
    if len(nodes) > 1:
        node = choose_field(view, query, nodes)
    left, right = st.columns(2, gap="medium", border=True)
    with left:
        _parts(view, query)
    with right:
        if node:
            change(view, query, node)
    if not node or not query.is_ranked:
        return
    left, right = st.columns(2, gap="medium", border=True)
    with left:
        steps(view, query, node)
    with right:
        if query.is_scored:
            what_matters(view, query)
        else:
            _strengths(view, query)


def _list(view: View, title: str, items: list[str]) -> None:
    st.markdown(f"**{text(view, title)}**")
    st.markdown(lines(items or [view.locale.text("index.none")]))


@st.fragment
def _audit(view: View, query: IndexQuery) -> None:
    """Draw what an examination of the index itself found, once the box is opened."""
    audit = box(view.locale.text("index.audit_title"), "index_audit", ":material/fact_check:")
    if audit is None:
        return
    with audit:
        found = query.dataset.cached_for_address(
            ("index audit", *query.key), lambda: details.audit_lines(query)
        )
        st.markdown(lines(found))
        for name, make in (
            ("audit_fields", method.fields_table),
            ("audit_pairs", method.pairs_table),
            ("audit", details.correlation_table),
            ("audit_figures", method.statistics_table),
        ):
            content = cached_chart(query, name, partial(make, query))
            st.markdown(f"**{text(view, f'index.{name}')}**")
            bare_table(content, f"index_{name}")
        st.caption(plain(details.audit_note(query)))
