"""The words beside and below an indicator's charts: where the place stands, and all there is to
know.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard import url_state
from dashboard.url_state import View, plain
from dashboard.views import labels, terms
from dashboard.views.indicator import group_text
from dashboard.views.inventory import web_address
from dashboard.views.tiles import change_text, rank_text, state_text
from indicators import wording
from indicators.analysis.lineage import lineage
from indicators.analysis.provenance import provenance, sources_of
from indicators.analysis.standing import Standing, standing, verdict
from indicators.locale import Locale
from indicators.model import Indicator, Source, Target
from indicators.statistics.evidence import rank_basis
from indicators.trajectories.status import Progress

FULL_STOPS = ".。"
"""What a document's words may end with; the sentence that names it has its own."""


def standing_panel(view: View, indicator: Indicator) -> None:
    """Draw the figure, its change, rank and target, in words."""
    place_standing = standing(view.dataset, indicator.id, view.place)
    with st.container(border=True):
        if place_standing is None:
            is_left_out = terms.is_left_out(view.dataset, indicator.id, view.place)
            key = "terms.left_out_of_place" if is_left_out else "missing.figure_for"
            st.markdown(plain(view.locale.text(key, place=view.name(view.place))))
            return
        st.markdown("\n\n".join(_standing_lines(view, place_standing)))
        progress = verdict(view.dataset, place_standing, view.today)
        if progress:
            st.caption(plain(_target_words(view, place_standing, progress)))


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
        page_place = place_standing.page_place
        is_left_out = terms.is_left_out(view.dataset, place_standing.indicator.id, page_place)
        key = "terms.stands_in" if is_left_out else "missing.parent_why"
        names = {"place": view.name(page_place), "parent": view.name(place_standing.place)}
        lines.insert(1, plain(view.locale.text(key, **names)))
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
    text, tone = state_text(
        place_standing, verdict(view.dataset, place_standing, view.today), view.locale
    )
    colour = {"good": "green", "warn": "orange", "bad": "red"}.get(tone, "gray")
    lines += [f":{colour}[{plain(text)}]"] if text else []
    lines.append(plain(view.locale.text(_direction(place_standing.indicator))))
    return lines


def _direction(indicator: Indicator) -> str:
    """Return the key of the words that say which way is better; that of a size is no merit."""
    if indicator.unit.kind == "rank":
        return "indicator.better.rank"
    if indicator.better != "none" and rank_basis(indicator) == "size":
        return "indicator.better.size"
    return f"indicator.better.{indicator.better}"


def _target_words(view: View, place_standing: Standing, progress: Progress) -> str:
    """Return who set the target and where, how its state was judged, and from which base year."""
    assert progress.target is not None
    sentences = _target_origin(progress.target, view.locale)
    if progress.period and progress.period != place_standing.latest.period:
        sentences.append(
            view.locale.text(
                "target.judged_by", period=wording.period(progress.period, view.language)
            )
        )
    if progress.base_year is not None:
        sentences.append(
            view.locale.text(
                "target.judged",
                method=view.locale.text(f"target.method.{progress.method}"),
                year=progress.base_year,
            )
        )
    if progress.reason:
        sentences.append(view.locale.text(f"target.reason.{progress.reason}"))
    return " ".join(sentences)


def _target_origin(target: Target, locale: Locale) -> list[str]:
    """Return sentences that name who set a target, the document and where that was read."""
    setter = target.source.get(locale.language)
    document = target.document.get(locale.language).rstrip(FULL_STOPS)
    sentences = []
    if setter and document:
        sentences.append(locale.text("target.set_by", source=setter, document=document))
    elif setter or document:
        sentences.append(locale.text("target.source", source=setter or document))
    if target.url:
        sentences.append(locale.text("target.url", url=target.url))
    return sentences


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
        span = {
            "first": wording.period(grid.periods[0], language),
            "last": wording.period(grid.periods[-1], language),
        }
        places = locale.text("indicator.coverage_places", n=len(grid.places), **span)
        if len(grid.periods) == 1:
            places = locale.text(
                "indicator.coverage_one_period", n=len(grid.places), period=span["first"]
            )
        facts.append((locale.text("indicator.coverage"), places))
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
    formula = labels.formula(indicator.formula, view.dataset.catalogue, view.locale)
    name, colon = plain(view.locale.text("indicator.method")), view.locale.text("sentence.colon")
    st.markdown(f"**{name}**{colon}{plain(formula or indicator.method)}")
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
        f"- {plain(source.cite(view.language, comma) + colon + source.via)}"
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
