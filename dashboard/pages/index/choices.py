"""The index with other choices: weights on sliders, another mean or scale, what matters most."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import id_of, show_notice, slide, switch
from dashboard.pages.index.charts import draw, lines, text
from dashboard.url_state import View, plain
from dashboard.url_values import short
from dashboard.views import index_choices
from dashboard.views import index_details as details
from dashboard.views.composite_index import IndexQuery
from indicators import wording
from indicators.analysis.composite_index import other_aggregations, other_normalisations

AS_DESCRIBED = "described"


@st.fragment
def what_if(view: View, query: IndexQuery) -> None:
    """Draw a slider for each field beside the ranks that its weight makes, redrawn alone."""
    asked = st.query_params.get("weights", "")
    if not index_choices.are_weights(query, asked):
        show_notice(view.locale.text("address.unknown_weights", id=short(asked)))
    weights = index_choices.weights_from(query, asked)
    mean = _rule(view, "aggregation", list(other_aggregations(query.index)))
    scale = _rule(view, "scale", list(other_normalisations(query.index)))
    effect = index_choices.effect(query, weights, mean, scale)
    left, right = st.columns(2, gap="medium", border=True)
    with left:
        st.markdown(f"### {text(view, 'index.weights_title')}")
        st.caption(text(view, "index.weights_subtitle"))
        st.markdown(f"**{plain(effect.sentence)}**")
        _sliders(view, query, weights)
        _switch(view, "aggregation", list(other_aggregations(query.index)), mean)
        _switch(view, "scale", list(other_normalisations(query.index)), scale)
        st.button(
            view.locale.text("index.reset"),
            key="index_reset",
            icon=":material/restart_alt:",
            on_click=lambda: url_state.set_params(weights="", aggregation="", scale=""),
        )
    with right:
        if effect.table.rows:
            draw(view, effect.table, "what_if")
        if effect.note:
            st.caption(plain(effect.note))
        if effect.movers:
            st.markdown(text(view, "index.movers"))
            st.markdown(lines(effect.movers))


def _sliders(view: View, query: IndexQuery, weights: Mapping[str, int]) -> None:
    total = sum(weights.values())
    names = {
        name: view.locale.text("index.weight_number", n=name) for name in index_choices.OPTIONS
    }
    for position, (field, weight) in enumerate(weights.items()):
        share = wording.share(weight, total, view.language) if total else wording.MISSING
        slide(
            view,
            view.locale.text("index.weight_of", field=query.title(field), share=share),
            names,
            str(weight),
            f"index_weight_{position}",
            partial(_set_weight, query, field),
        )


def _set_weight(query: IndexQuery, field: str, value: str) -> None:
    """Write the weights of all fields into the address, one of them changed."""
    weights = index_choices.weights_from(query, st.query_params.get("weights", ""))
    changed = {**weights, field: int(value)}
    url_state.set_params(weights=index_choices.weights_text(query, changed))


def _names(view: View, rules: list[str]) -> dict[str, str]:
    described = {AS_DESCRIBED: view.locale.text("index.as_described")}
    return described | {rule: view.locale.text(f"index.rule_{rule}") for rule in rules}


def _rule(view: View, key: str, rules: list[str]) -> str:
    """Return the rule that the address asks for; '' for that of the index."""
    choices = view.choices("choice", lambda locale: _names(view, rules))
    rule = id_of(url_state.single(view, key, choices, AS_DESCRIBED))
    return "" if rule == AS_DESCRIBED else rule


def _switch(view: View, key: str, rules: list[str], value: str) -> None:
    if not rules:
        return
    switch(
        view,
        view.locale.text(f"index.{key}"),
        _names(view, rules),
        value or AS_DESCRIBED,
        f"index_{key}",
        lambda name: url_state.set_params(**{key: "" if name == AS_DESCRIBED else name}),
    )


def what_matters(view: View, query: IndexQuery) -> None:
    """Draw which choice moves the ranks most, once that is computed."""
    if "effects" not in query.robustness[query.index.description.id].ready:
        st.caption(text(view, "index.not_ready"))
        return
    key = ("index choices", *query.key, query.style)
    content = query.dataset.cached_for_address(key, lambda: details.choices_chart(query))
    if content is None:
        st.info(text(view, "index.one_choice"))
        return
    draw(view, content, "choices")
    st.markdown(plain(details.choices_sentence(query)))
    st.caption(text(view, "index.choices_note"))
