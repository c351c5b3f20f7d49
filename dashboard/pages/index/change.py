"""Why a score changed, and what it would take to rise: of the index, else of a field."""

from __future__ import annotations

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import choose, id_of, slide
from dashboard.pages.index.charts import cached_chart, draw, lines, text
from dashboard.url_state import View, plain
from dashboard.views import composite_index as overall
from dashboard.views import index_change as changes
from dashboard.views import index_details as details
from dashboard.views.composite_index import IndexQuery
from indicators import wording
from indicators.analysis.composite_index import subjects


def choose_field(view: View, query: IndexQuery, nodes: list[str]) -> str:
    """Let a field be chosen, that with most years first; link to the index that has a score."""
    default = max(nodes, key=lambda node: len(changes.change_years(query, node)))
    names = {node: query.title(node) for node in nodes}
    choices = view.choices("choice", lambda locale: names)
    node = id_of(url_state.single(view, "node", choices, default))
    choose(
        view,
        view.locale.text("index.explained"),
        names,
        node,
        "index_node",
        lambda name: url_state.set_params(node=name, since="", period="", rank=""),
    )
    page = st.session_state.get("open_page")
    for answer in subjects(view.dataset, query.subject.place):
        index = answer.index
        if page is not None and answer.place != query.subject.place and index.newest(index.root):
            title = overall.index_title(view.dataset, index, view.locale)
            st.page_link(
                page,
                label=text(view, "index.see_above", shown=view.name(answer.place), index=title),
                query_params=url_state.link(index=index.description.id),
                icon=":material/leaderboard:",
            )
            break
    return node


@st.fragment
def change(view: View, query: IndexQuery, node: str) -> None:
    """Draw why the score changed between two years that are chosen."""
    years = changes.change_years(query, node)
    if len(years) < 2:
        place = view.name(query.subject.place)
        st.info(text(view, "index.one_year", place=place, node=query.title(node)))
        return
    first, last = changes.default_years(years)
    names = {year: wording.period(year, view.language) for year in years}
    from_names = {year: names[year] for year in years[:-1]}
    choices = view.choices("year", lambda locale: from_names)
    start = id_of(url_state.single(view, "since", choices, first))
    later = {year: names[year] for year in years if year > start}
    choices = view.choices("later_year", lambda locale: later)
    end = id_of(url_state.single(view, "period", choices, last))
    from_box, to_box = st.columns(2)
    with from_box:
        _year(view, "index.from", from_names, start, "since")
    with to_box:
        _year(view, "index.to", later, end, "period")
    if not changes.can_explain(query, node, start, end):
        st.info(text(view, "index.nothing_common", node=query.title(node)))
        return
    name = f"change {node} {start} {end}"
    content = cached_chart(query, name, lambda: changes.change_chart(query, node, start, end))
    draw(view, content, "change")
    weights = query.dataset.cached_for_address(
        ("index weights", node, start, end, *query.key),
        lambda: changes.weight_note(query, node, start, end),
    )
    st.caption(plain(weights))
    if query.is_scored:
        with st.expander(view.locale.text("index.by_indicator"), icon=":material/account_tree:"):
            name = f"indicators {node} {start} {end}"
            content = cached_chart(
                query, name, lambda: changes.indicators_chart(query, node, start, end)
            )
            draw(view, content, "change_indicators")
    notes = query.dataset.cached_for_address(
        ("index breaks", node, start, end, *query.key),
        lambda: changes.break_notes(query, node, start, end),
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
def steps(view: View, query: IndexQuery, node: str) -> None:
    """Say what it would take to reach a rank that is chosen; the next better one by default."""
    st.markdown(f"### {text(view, 'index.steps_title')}")
    position = overall.rank_of(query, node, changes.node_period(query, node))
    if position < 2:
        st.markdown(text(view, "index.is_first", place=view.name(query.subject.place)))
        return
    names = {
        str(better): wording.rank(better, None, view.language) for better in range(1, position)
    }
    choices = view.choices("rank", lambda locale: names)
    wanted = id_of(url_state.single(view, "rank", choices, str(position - 1)))
    choose(
        view,
        view.locale.text("index.to_rank"),
        names,
        wanted,
        "index_rank",
        lambda name: url_state.set_params(rank=name),
    )
    st.caption(text(view, "index.steps_subtitle", node=query.title(node)))
    st.markdown(lines(changes.step_lines(query, node, int(wanted))))
    if query.is_scored:
        other_figure(view, query)


@st.fragment
def other_figure(view: View, query: IndexQuery) -> None:
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
