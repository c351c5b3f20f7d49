"""Index: the overall score and rank of a place, its fields, and what they are made of."""

from __future__ import annotations

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import choose, id_of, slide
from dashboard.index_runs import index_runs
from dashboard.pages.index.charts import cached_chart, draw, lines, text
from dashboard.pages.index.choices import what_if
from dashboard.url_state import View, plain
from dashboard.views import composite_index as overall
from dashboard.views import index_details as details
from dashboard.views.composite_index import IndexQuery
from indicators import wording
from indicators.analysis.composite_index import Subject, subjects
from indicators.analysis.index_runs import Stage

OF_INDEX = ("period", "since", "weights", "aggregation", "scale", "rank", "part", "step")
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
    if not runs.is_over:
        _wait(view, sorted(names), {name: runs.of(name).ready for name in names})
    elif runs.failed:
        st.warning(text(view, "index.not_computed"))
    _standing(view, query)
    _made_of(view, query)
    if query.is_scored:
        _change_and_steps(view, query)
        what_if(view, query)
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
        url_state.set_params(index="", **dict.fromkeys(OF_INDEX, ""))
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
    """Draw ranks with intervals beside the fields; the fields alone without a score."""
    if not query.is_scored:
        _strips(view, query)
        return
    left, right = st.columns(2, gap="medium", border=True)
    with left:
        ranks = cached_chart(query, "ranks", lambda: overall.ranks_chart(query))
        draw(view, ranks, "ranks")
        sureness = query.dataset.cached(
            ("index sureness", *query.key), lambda: overall.sureness_line(query)
        )
        st.markdown(plain(sureness))
    with right:
        _strips(view, query)


def _strips(view: View, query: IndexQuery) -> None:
    draw(view, cached_chart(query, "fields", lambda: overall.strips_chart(query)), "fields")
    notes = overall.strip_notes(query)
    if notes:
        st.caption(lines(notes))


def _made_of(view: View, query: IndexQuery) -> None:
    left, right = st.columns(2, gap="medium", border=True)
    with left:
        draw(view, cached_chart(query, "parts", lambda: details.parts_chart(query)), "parts")
        st.caption(text(view, "index.parts_note"))
    with right:
        st.markdown(f"### {text(view, 'index.strengths_title')}")
        st.caption(text(view, "index.strengths_subtitle", peers=query.peers_text()))
        strong, weak = query.dataset.cached(
            ("index strengths", *query.key), lambda: overall.strength_lines(query)
        )
        _list(view, "index.strong", strong)
        _list(view, "index.weak", weak)


def _list(view: View, title: str, items: list[str]) -> None:
    st.markdown(f"**{text(view, title)}**")
    st.markdown(lines(items or [view.locale.text("index.none")]))


def _change_and_steps(view: View, query: IndexQuery) -> None:
    left, right = st.columns(2, gap="medium", border=True)
    with left:
        _change(view, query)
    with right:
        _steps(view, query)
        _other_figure(view, query)


@st.fragment
def _change(view: View, query: IndexQuery) -> None:
    """Draw why the score changed between two years that are chosen."""
    years = details.change_years(query)
    if len(years) < 2:
        st.info(text(view, "index.one_year", place=view.name(query.subject.place)))
        return
    names = {year: wording.period(year, view.language) for year in years}
    first, last = details.default_years(years)
    choices = view.choices("year", lambda locale: names)
    start = id_of(url_state.single(view, "since", choices, first))
    end = id_of(url_state.single(view, "period", choices, last))
    from_box, to_box = st.columns(2)
    with from_box:
        _year(view, "index.from", names, start, "since")
    with to_box:
        _year(view, "index.to", names, end, "period")
    name = f"change {start} {end}"
    draw(
        view,
        cached_chart(query, name, lambda: details.change_chart(query, start, end)),
        "change",
    )
    weights = query.dataset.cached(
        ("index weights", *query.key, start, end), lambda: details.weight_note(query, start, end)
    )
    st.caption(plain(weights))
    notes = query.dataset.cached(
        ("index breaks", *query.key, start, end), lambda: details.break_notes(query, start, end)
    )
    if notes:
        st.warning(lines([view.locale.text("index.breaks"), *notes]), icon=":material/link_off:")


def _year(view: View, label: str, names: dict[str, str], value: str, key: str) -> None:
    choose(
        view,
        view.locale.text(label),
        names,
        value,
        f"index_{key}",
        lambda year: url_state.set_params(**{key: year}),
    )


@st.fragment
def _steps(view: View, query: IndexQuery) -> None:
    """Say what it would take to reach a rank that is chosen."""
    st.markdown(f"### {text(view, 'index.steps_title')}")
    position = overall.rank_of(query)
    if position < 2:
        st.markdown(text(view, "index.is_first", place=view.name(query.subject.place)))
        return
    names = {
        str(better): wording.rank(better, None, view.language) for better in range(1, position)
    }
    choices = view.choices("rank", lambda locale: names)
    wanted = id_of(url_state.single(view, "rank", choices, str(max(1, position - 2))))
    choose(
        view,
        view.locale.text("index.to_rank"),
        names,
        wanted,
        "index_rank",
        lambda name: url_state.set_params(rank=name),
    )
    st.caption(text(view, "index.steps_subtitle"))
    st.markdown(lines(details.step_lines(query, int(wanted))))


@st.fragment
def _other_figure(view: View, query: IndexQuery) -> None:
    """Say which score and rank the place would have with another figure of one indicator."""
    names = details.figure_names(query)
    if not names:
        return
    choices = view.choices("choice", lambda locale: names)
    part = id_of(url_state.single(view, "part", choices, next(iter(names))))
    choose(
        view,
        view.locale.text("index.other_figure"),
        names,
        part,
        "index_part",
        lambda name: url_state.set_params(part=name, step=""),
    )
    figures = details.figure_steps(query, part)
    if len(figures) < 2:
        st.markdown(text(view, "index.best_already"))
        return
    labels = {str(step): query.figure(part, figure) for step, figure in enumerate(figures)}
    asked = st.query_params.get("step", "")
    step = asked if asked in labels else "0"
    slide(
        view,
        view.locale.text("index.figure_used"),
        labels,
        step,
        f"index_step_{part}",
        lambda name: url_state.set_params(step="" if name == "0" else name),
    )
    st.markdown(plain(details.figure_sentence(query, part, figures[int(step)])))


def _audit(view: View, query: IndexQuery) -> None:
    """Draw what an examination of the index itself found, folded."""
    with st.expander(view.locale.text("index.audit_title"), icon=":material/fact_check:"):
        st.markdown(
            lines(
                query.dataset.cached(
                    ("index audit", *query.key), lambda: details.audit_lines(query)
                )
            )
        )
        content = cached_chart(query, "audit", lambda: details.correlation_table(query))
        st.dataframe(content.table, hide_index=True, key="index_audit", height="content")
        st.caption(plain(details.audit_note(query)))
