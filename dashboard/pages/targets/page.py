"""Targets: where each stands, the path needed, the forecast, and what a delay would cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard import url_state
from dashboard.components.downloads import downloads, table
from dashboard.components.plot import plot
from dashboard.components.selector import id_of, switch
from dashboard.components.targets import TONE_COLOURS, Forecasts, document_link, forecasts
from dashboard.style import box_width, half_width
from dashboard.url_state import View, plain
from dashboard.views import targets as words_of
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.targets import TargetWords
from dashboard.views.tiles import STATES, state_label, target_text
from indicators.analysis.targets import STATE_ORDER, Road, roads
from indicators.trajectories.forecasts import Forecast, NoForecast

ALL = "all"
"""In the switches and the address: every status, every field."""


def render(view: View) -> None:
    """Draw the targets of the place and of the places above it."""
    found = roads(view.dataset, view.place, view.today)
    st.markdown(f"# {plain(view.locale.text('targets.heading', place=view.name(view.place)))}")
    if not found:
        st.info(plain(view.locale.text("targets.none_for", place=view.name(view.place))))
        return
    words = TargetWords(view.dataset, view.locale, view.style)
    st.markdown(f"**{plain(words_of.headline(found, view.place, words))}**")
    shown = _chosen(view, found)
    if not shown:
        st.info(plain(view.locale.text("targets.none_chosen")))
        return
    with st.container(border=True):
        key = ("targets glance", view.place, tuple(entry.id for entry in shown), view.style)
        boxed = replace(words, style=box_width(view.style))
        glance = view.dataset.cached_for_day(
            view.today, key, lambda: words_of.glance_chart(shown, boxed)
        )
        _draw(view, glance, "glance")
    made = forecasts(view, shown)
    if text := words_of.difference_count(shown, made, words):
        st.markdown(plain(text))
    for pillar, entries in _by_field(view, shown).items():
        st.markdown(f"## {plain(view.dataset.catalogue.pillars[pillar].title.get(view.language))}")
        _cards(view, entries, made, words)


def _chosen(view: View, found: Sequence[Road]) -> list[Road]:
    """Draw the switches of status and field, and return the roads that fit both."""
    status = _switch(view, "status", _status_names(view, found))
    field = _switch(view, "pillar", _field_names(view, found))
    return [
        entry
        for entry in found
        if status in (ALL, entry.progress.state) and field in (ALL, entry.indicator.pillar)
    ]


def _switch(view: View, key: str, names: Mapping[str, str]) -> str:
    choices = view.choices(key, lambda locale: dict(names))
    value = id_of(url_state.single(view, key, choices, ALL))
    label = view.locale.text("targets.status" if key == "status" else "targets.field")

    def write(name: str) -> None:
        url_state.set_params(**{key: "" if name == ALL else name})

    switch(view, label, names, value, f"targets_{key}", write)
    return value


def _status_names(view: View, found: Sequence[Road]) -> dict[str, str]:
    """Return the statuses that occur, each with its sign, words and count."""
    counts = Counter(entry.progress.state for entry in found)
    names = {ALL: view.locale.text("targets.all", n=len(found))}
    for state in STATE_ORDER:
        if counts[state]:
            key, _, sign = STATES[state]
            name = f"{sign} {view.locale.text(key)}"
            names[state] = view.locale.text("targets.with_count", name=name, n=counts[state])
    return names


def _field_names(view: View, found: Sequence[Road]) -> dict[str, str]:
    counts = Counter(entry.indicator.pillar for entry in found)
    names = {ALL: view.locale.text("targets.all", n=len(found))}
    for pillar in view.dataset.catalogue.pillars.values():
        if counts[pillar.id]:
            name = pillar.title.get(view.language)
            count = counts[pillar.id]
            names[pillar.id] = view.locale.text("targets.with_count", name=name, n=count)
    return names


def _by_field(view: View, shown: Sequence[Road]) -> dict[str, list[Road]]:
    """Return the roads by field, in the order of the fields."""
    fields: dict[str, list[Road]] = {pillar: [] for pillar in view.dataset.catalogue.pillars}
    for entry in shown:
        fields[entry.indicator.pillar].append(entry)
    return {pillar: entries for pillar, entries in fields.items() if entries}


def _cards(
    view: View,
    entries: Sequence[Road],
    made: Forecasts,
    words: TargetWords,
) -> None:
    """Draw two roads side by side; one that is alone takes the whole width."""
    for start in range(0, len(entries), 2):
        pair = entries[start : start + 2]
        style = half_width(view.style) if len(pair) > 1 else box_width(view.style)
        for column, entry in zip(st.columns(len(pair), gap="medium"), pair, strict=True):
            with column.container(border=True):
                _card(view, entry, made[entry.id], replace(words, style=style))


def _card(view: View, entry: Road, made: Forecast | NoForecast | None, words: TargetWords) -> None:
    _badge(entry, words)
    key = ("road chart", entry.id, entry.page_place, words.style)

    def chart() -> ChartWithTable:
        return words_of.road_chart(entry, made, words)

    content = view.dataset.cached_for_day(view.today, key, chart)
    sentences = [
        *words_of.facts(entry, words),
        *words_of.forecast_sentences(entry, made, words),
    ]
    _draw(view, content, entry.id.replace(".", "_"), lambda: _sentences(sentences))
    with st.expander(view.locale.text("targets.how_judged"), icon=":material/calculate:"):
        _sentences(words_of.origin_sentences(entry.target, view.locale))
        document_link(view, entry.target)
        _sentences(words_of.arithmetic(entry, words))
        quality = words_of.quality_sentences(made, words)
        if quality:
            st.markdown(f"**{plain(view.locale.text('targets.how_good'))}**")
            _sentences(quality)
    st.page_link(
        st.session_state["pages"]["indicator"],
        label=plain(view.locale.text("targets.open_indicator")),
        query_params=url_state.link(indicator=entry.indicator.id),
        icon=":material/show_chart:",
    )


def _badge(entry: Road, words: TargetWords) -> None:
    """Draw status and target: sign and word say what the colour says."""
    colour = TONE_COLOURS.get(words_of.tone(entry.progress), "gray")
    state = state_label(entry.progress, words.locale)
    goal = target_text(entry.target, entry.indicator.unit, words.locale)
    target = words.locale.text("targets.target") + words.locale.text("sentence.colon") + goal
    st.markdown(f":{colour}[**{plain(state)}**] · {plain(target)}")


def _sentences(sentences: Sequence[str]) -> None:
    if sentences:
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))


def _draw(
    view: View, content: ChartWithTable, name: str, below: Callable[[], None] | None = None
) -> None:
    """Draw a chart, what is said of it, its downloads and its table."""
    key = f"chart_targets_{name}"
    with st.container(key=key):
        plot(content, view.locale, f"plot_targets_{name}")
    if below:
        below()
    downloads(content, view.locale, f"targets_{name}", key)
    table(content, view.locale, f"targets_{name}")
