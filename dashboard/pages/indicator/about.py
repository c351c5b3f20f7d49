"""The words beside and below an indicator's charts: where the place stands, and all there is to
know.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import url_state
from dashboard.components.targets import TONE_COLOURS, document_link, forecasts
from dashboard.url_state import View, plain
from dashboard.views import about as handbook
from dashboard.views import terms
from dashboard.views.indicator import group_text
from dashboard.views.inventory import web_address
from dashboard.views.sentences import join_sentences
from dashboard.views.targets import (
    TargetWords,
    arithmetic,
    facts,
    forecast_sentences,
    origin_sentences,
    tone,
)
from dashboard.views.tiles import change_text, rank_text, state_text
from indicators import Dataset, wording
from indicators.analysis.lineage import lineage
from indicators.analysis.provenance import provenance, sources_of
from indicators.analysis.standing import Standing, standing
from indicators.analysis.targets import Road, indicator_roads
from indicators.locale import Locale
from indicators.model import Indicator, Source
from indicators.statistics.evidence import rank_basis
from indicators.trajectories.forecasts import Forecast, NoForecast


def standing_panel(view: View, indicator: Indicator) -> None:
    """Draw the figure, its change, rank and target, in words."""
    place_standing = standing(view.dataset, indicator.id, view.place)
    with st.container(border=True):
        if place_standing is None:
            places = [view.place]
            reasons = terms.missing_figures(view.dataset, indicator.id, places, view.locale)
            st.markdown(plain(join_sentences(view.locale, reasons)))
            return
        st.markdown("\n\n".join(_standing_lines(view, place_standing)))
        roads = indicator_roads(view.dataset, indicator.id, view.place, view.today)
        made = forecasts(view, roads)
        for road in roads:
            _target(view, road, made[road.id])


def _standing_lines(view: View, place_standing: Standing) -> list[str]:
    value = wording.number(
        place_standing.latest.value, place_standing.indicator.unit, view.language
    )
    lines = [
        f"**{plain(view.name(place_standing.place))}**",
        f"## {plain(value)}",
        plain(wording.period(place_standing.latest.period, view.language)),
    ]
    if place_standing.is_proxy:
        reason = terms.parent_figure(
            view.dataset,
            place_standing.indicator.id,
            place_standing.page_place,
            place_standing.place,
            view.locale,
        )
        lines.insert(1, plain(reason))
    if place_standing.latest.status != "reported":
        lines.append(f"○ {plain(wording.status(place_standing.latest.status, view.language))}")
    if place_standing.latest.note:
        lines.append(plain(view.dataset.catalogue.note(place_standing.latest.note, view.language)))
    group = group_text(view.dataset, place_standing.latest, view.locale)
    lines += [plain(group)] if group else []
    change, tone = change_text(place_standing, view.locale)
    colour = {"good": "green", "bad": "red"}.get(tone)
    if change:
        lines.append(f":{colour}[{plain(change)}]" if colour else plain(change))
    lines += [plain(rank_text(place_standing.rank, view.locale))] if place_standing.rank else []
    lines.append(plain(view.locale.text(_direction(place_standing.indicator))))
    return lines


def _direction(indicator: Indicator) -> str:
    """Return the key of the words that say which way is better; that of a size is no merit."""
    if indicator.unit.kind == "rank":
        return "indicator.better.rank"
    if indicator.better != "none" and rank_basis(indicator) == "size":
        return "indicator.better.size"
    return f"indicator.better.{indicator.better}"


def _target(view: View, road: Road, made: Forecast | NoForecast | None) -> None:
    """Draw a target: status, pace so far and needed, forecast, and how it is judged."""
    words = TargetWords(view.dataset, view.locale, view.style)
    colour = TONE_COLOURS.get(tone(road.progress), "gray")
    state, _ = state_text(road.progress, road.indicator.unit, view.locale)
    subject = view.name(road.place) + view.locale.text("sentence.colon") if road.is_proxy else ""
    sentences = [*facts(road, words), *forecast_sentences(road, made, words)]
    lines = [f"{plain(subject)}:{colour}[{plain(state)}]", ""]
    st.markdown("\n".join([*lines, *(f"- {plain(sentence)}" for sentence in sentences)]))
    origin = origin_sentences(road.target, view.locale)
    st.caption(plain(join_sentences(view.locale, [*origin, *arithmetic(road, words)])))
    document_link(view, road.target)
    if page := st.session_state.get("pages", {}).get("targets"):
        st.page_link(
            page,
            label=plain(view.locale.text("targets.open_targets")),
            query_params=url_state.link(pillar=road.indicator.pillar),
            icon=":material/flag:",
        )


def about(view: View, indicator: Indicator) -> None:
    """Draw definition, sources, licences, notes, breaks, coverage, formula, and where the figure
    came from.
    """
    st.markdown(f"## {plain(view.locale.text('indicator.about'))}")
    left, right = st.columns(2, gap="large")
    key = ("about", indicator.id, view.place, view.language)
    with left:
        st.markdown(
            view.dataset.cached(
                (*key, "facts"),
                lambda: "\n\n".join([*_facts(view, indicator), *_notes(view, indicator)]),
            )
        )
        _method(view, indicator)
    with right:
        sources = [view.dataset.catalogue.sources[name] for name in _sources(view, indicator)]
        st.markdown(
            view.dataset.cached(
                (*key, "origin"),
                lambda: "\n\n".join(
                    [
                        *(_source(view, source) for source in sources),
                        *_lineage(view, indicator),
                    ]
                ),
            )
        )
        _obtained(view, sources)


def _facts(view: View, indicator: Indicator) -> list[str]:
    grid, locale, language = view.dataset.grid(indicator.id), view.locale, view.language
    pillar = view.dataset.catalogue.pillars[indicator.pillar].title.get(language)
    facts = [
        (locale.text("indicator.definition"), indicator.definition.get(language)),
        (locale.text("indicator.unit"), indicator.unit.label.get(language)),
        (locale.text("app.pillar"), pillar),
    ]
    if grid.periods:
        facts.append((locale.text("indicator.coverage"), coverage(view.dataset, indicator, locale)))
    if indicator.weight or indicator.total:
        weight = view.dataset.catalogue.indicators.get(indicator.weight)
        facts.append(
            (
                locale.text("indicator.groups"),
                locale.text(
                    "indicator.groups_total" if indicator.total else "indicator.groups_mean",
                    weight=weight.title.get(language) if weight else "",
                    share=wording.share(view.dataset.catalogue.coverage, 1.0, language),
                ),
            )
        )
    colon = locale.text("sentence.colon")
    return [f"**{plain(name)}**{colon}{plain(text)}" for name, text in facts if text]


def coverage(dataset: Dataset, indicator: Indicator, locale: Locale) -> str:
    """Say '31 places, 2013 to 2023' of an indicator with figures; groups are not counted."""
    grid, groups = dataset.grid(indicator.id), dataset.catalogue.groups
    n = sum(place not in groups for place in grid.places)
    first = wording.period(grid.periods[0], locale.language, spoken=True)
    last = wording.period(grid.periods[-1], locale.language, spoken=True)
    if len(grid.periods) == 1:
        return locale.text("indicator.coverage_one_period", n=n, period=first)
    return locale.text("indicator.coverage_places", n=n, first=first, last=last)


def _notes(view: View, indicator: Indicator) -> list[str]:
    notes = [plain(note.get(view.language)) for note in indicator.notes]
    for break_ in indicator.breaks:
        period = wording.period(break_.period, view.language)
        text = view.locale.text("indicator.break", period=period)
        if break_.place:
            text = view.locale.text("sentence.aside", text=text, aside=view.name(break_.place))
        colon = view.locale.text("sentence.colon")
        notes.append(plain(text + colon + break_.note.get(view.language)))
    if not notes:
        return []
    lines = "\n".join(f"- {note}" for note in notes)
    return [f"**{plain(view.locale.text('indicator.notes'))}**\n{lines}"]


def _method(view: View, indicator: Indicator) -> None:
    if indicator.kind == "read":
        return
    method = handbook.method(indicator, view.dataset.catalogue, view.locale)
    name, colon = plain(view.locale.text("indicator.method")), view.locale.text("sentence.colon")
    # The HTML is the element that names another language; `plain` escapes all within it.
    st.markdown(f"**{name}**{colon}{method}", unsafe_allow_html=True)
    with st.container(horizontal=True):
        for need in indicator.needs:
            input_indicator = view.dataset.catalogue.indicators[need]
            st.page_link(
                st.session_state["pages"]["indicator"],
                label=plain(input_indicator.title.get(view.language)),
                query_params=url_state.link(indicator=need),
                icon=":material/show_chart:",
            )


def _sources(view: View, indicator: Indicator) -> list[str]:
    """Give the sources of the newest figure, or of the indicator where there is none."""
    place_standing = standing(view.dataset, indicator.id, view.place)
    if place_standing is None:
        return list(provenance(view.dataset)[indicator.id].sources)
    figure = place_standing.latest
    return list(sources_of(view.dataset, indicator.id, [figure.place], [figure.period]))


def _day(view: View, day: str) -> str:
    """Give a day as the reader's language has it; '' where there is none."""
    return wording.date(date.fromisoformat(day), view.language) if day else ""


def _source(view: View, source: Source) -> str:
    locale = view.locale
    facts = [
        (
            locale.text("indicator.source"),
            source.cite(view.language, locale.text("sentence.comma")),
        ),
        (
            locale.text("indicator.licence"),
            source.licence.get(view.language) or locale.text("indicator.licence_unknown"),
        ),
        (locale.text("indicator.terms"), wording.terms(source.terms, view.language)),
        (locale.text("indicator.retrieved"), _day(view, source.retrieved)),
    ]
    colon = locale.text("sentence.colon")
    lines = [f"**{plain(name)}**{colon}{plain(text)}" for name, text in facts if text]
    if source.note:
        lines.append(plain(source.note.get(view.language)))
    if address := web_address(source.url):
        lines.append(plain(address))
    return "  \n".join(lines)


def _obtained(view: View, sources: Sequence[Source]) -> None:
    """Say, folded, how the figures came here where that was not from the publisher."""
    colon = view.locale.text("sentence.colon")
    comma = view.locale.text("sentence.comma")
    lines = [
        f"- {plain(source.cite(view.language, comma) + colon + source.via.get(view.language))}"
        for source in sources
        if source.via
    ]
    if lines:
        with st.expander(plain(view.locale.text("indicator.obtained"))):
            st.markdown("\n".join(lines))


def _lineage(view: View, indicator: Indicator) -> list[str]:
    """Give the newest figure of the place and every figure behind it, down to file and line."""
    place_standing = standing(view.dataset, indicator.id, view.place)
    if place_standing is None:
        return []
    lines = []
    for origin in lineage(view.dataset, place_standing.latest):
        figure = origin.observation
        source_indicator = view.dataset.catalogue.indicators[figure.indicator]
        origin_text = (
            view.locale.text("indicator.lineage_detail", file=figure.file, line=figure.line)
            if figure.file
            else view.locale.text("indicator.lineage_here")
        )
        # A figure of a file has the digits that stand there; a computed one those of the page.
        is_read = bool(figure.file)
        value = wording.number(figure.value, source_indicator.unit, view.language, precise=is_read)
        period = wording.period(figure.period, view.language)
        name = source_indicator.name(view.language)
        subject = view.locale.text("sentence.comma").join((name, period))
        text = subject + view.locale.text("sentence.colon") + value
        lines.append(f"{'    ' * origin.depth}- {plain(text)} — {plain(origin_text)}")
    return [f"**{plain(view.locale.text('indicator.lineage'))}**", "\n".join(lines)]
