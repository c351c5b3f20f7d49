"""The words beside and below an indicator's charts: where the place stands, and all there is to know."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import url_state
from dashboard.url_state import View, plain
from dashboard.views import labels
from dashboard.views.indicator import inherited_sources
from dashboard.views.tiles import change_text, rank_text, state_text
from indicators import wording
from indicators.analysis.lineage import lineage
from indicators.analysis.standing import Standing, standing, verdict
from indicators.model import Indicator, Source
from indicators.statistics.target import METHODS, Progress


def standing_panel(view: View, entry: Indicator) -> None:
    """The figure, its change, rank and target, in words."""
    one = standing(view.dataset, entry.id, view.place)
    with st.container(border=True):
        if one is None:
            st.markdown(plain(view.say.t("missing.figure_for", place=view.name(view.place))))
            return
        st.markdown("\n\n".join(_standing_lines(view, one)))
        progress = verdict(view.dataset, one, view.today)
        if progress:
            st.caption(plain(_target_words(view, one, progress)))


def _standing_lines(view: View, one: Standing) -> list[str]:
    value = wording.number(one.latest.value, one.indicator.unit, view.language)
    lines = [
        f"**{plain(view.name(one.place))}**",
        f"## {plain(value)}",
        plain(wording.period(one.latest.period, view.language)),
    ]
    if not one.own:
        lines.insert(
            1,
            plain(
                view.say.t(
                    "missing.parent_why", place=view.name(one.asked), parent=view.name(one.place)
                )
            ),
        )
    if one.latest.status != "reported":
        lines.append(f"○ {plain(wording.status(one.latest.status, view.language))}")
    if one.latest.note:
        lines.append(plain(view.dataset.catalogue.note(one.latest.note, view.language)))
    change, tone = change_text(one, view.say)
    colour = {"good": "green", "bad": "red"}.get(tone)
    lines += [f":{colour}[{plain(change)}]" if colour else plain(change)] if change else []
    lines += [plain(rank_text(one, view.say))] if one.rank else []
    text, tone = state_text(one, verdict(view.dataset, one, view.today), view.say)
    colour = {"good": "green", "warn": "orange", "bad": "red"}.get(tone, "gray")
    lines += [f":{colour}[{plain(text)}]"] if text else []
    lines.append(plain(view.say.t(f"indicator.better.{one.indicator.better}")))
    return lines


def _target_words(view: View, one: Standing, progress: Progress) -> str:
    """Who set the target, and how its state was judged, from which year on."""
    assert one.target is not None
    said = []
    if one.target.source:
        said.append(view.say.t("target.source", source=one.target.source.say(view.language)))
    if progress.period and progress.period != one.latest.period:
        said.append(
            view.say.t("target.judged_by", period=wording.period(progress.period, view.language))
        )
    if progress.base_year is not None:
        said.append(
            view.say.t(
                "target.judged",
                method=METHODS[progress.method].say(view.language),
                year=progress.base_year,
            )
        )
    return " ".join(said)


def about(view: View, entry: Indicator) -> None:
    """Definition, sources, licences, notes, breaks, coverage, formula, and where the figure came from."""
    st.markdown(f"## {plain(view.say.t('indicator.about'))}")
    left, right = st.columns(2, gap="large")
    key = ("about", entry.id, view.place, view.language)
    with left:
        st.markdown(
            view.dataset.cached(
                (*key, "facts"), lambda: "\n\n".join([*_facts(view, entry), *_notes(view, entry)])
            )
        )
        _method(view, entry)
    with right:
        sources = view.dataset.catalogue.sources
        st.markdown(
            view.dataset.cached(
                (*key, "origin"),
                lambda: "\n\n".join(
                    [
                        *(_source(view, sources[name]) for name in _sources(view, entry)),
                        *_lineage(view, entry),
                    ]
                ),
            )
        )


def _facts(view: View, entry: Indicator) -> list[str]:
    wide, say, language = view.dataset.grid(entry.id), view.say, view.language
    pillar = view.dataset.catalogue.pillars[entry.pillar].title.say(language)
    said = [
        (say.t("indicator.definition"), entry.definition.say(language)),
        (say.t("indicator.unit"), entry.unit.label.say(language)),
        (say.t("app.pillar"), pillar),
    ]
    if wide.periods:
        span = {
            "first": wording.period(wide.periods[0], language),
            "last": wording.period(wide.periods[-1], language),
        }
        said.append(
            (
                say.t("indicator.coverage"),
                say.t("indicator.coverage_places", n=len(wide.places), **span),
            )
        )
    if entry.weight or entry.total:
        weight = view.dataset.catalogue.indicators.get(entry.weight)
        said.append(
            (
                say.t("indicator.groups"),
                say.t(
                    "indicator.groups_total" if entry.total else "indicator.groups_mean",
                    weight=weight.title.say(language) if weight else "",
                    share=wording.share(view.dataset.catalogue.coverage, 1.0),
                ),
            )
        )
    return [f"**{plain(name)}**: {plain(text)}" for name, text in said if text]


def _notes(view: View, entry: Indicator) -> list[str]:
    said = [plain(note.say(view.language)) for note in entry.notes]
    for one in entry.breaks:
        where = f" ({view.name(one.place)})" if one.place else ""
        said.append(
            plain(
                view.say.t("indicator.break", period=wording.period(one.period, view.language))
                + where
                + ": "
                + one.note.say(view.language)
            )
        )
    return (
        [f"**{plain(view.say.t('indicator.notes'))}**\n" + "\n".join(f"- {line}" for line in said)]
        if said
        else []
    )


def _method(view: View, entry: Indicator) -> None:
    if entry.kind == "read":
        return
    st.markdown(
        f"**{plain(view.say.t('indicator.method'))}**: {plain(labels.formula(entry.formula, view.dataset.catalogue, view.say) or entry.method)}"
    )
    with st.container(horizontal=True):
        for need in entry.needs:
            other = view.dataset.catalogue.indicators[need]
            st.page_link(
                st.session_state["pages"]["indicator"],
                label=plain(other.title.say(view.language)),
                query_params=url_state.link(indicator=need),
                icon=":material/show_chart:",
            )


def _sources(view: View, entry: Indicator) -> list[str]:
    one = standing(view.dataset, entry.id, view.place)
    own = [one.latest.source] if one and one.latest.source else []
    return [
        name
        for name in dict.fromkeys([*own, *inherited_sources(view.dataset, entry)])
        if name in view.dataset.catalogue.sources
    ]


def _day(view: View, day: str) -> str:
    """A day as the reader's language has it; '' where there is none."""
    return wording.date(date.fromisoformat(day), view.language) if day else ""


def _source(view: View, source: Source) -> str:
    say = view.say
    said = [
        (say.t("indicator.source"), source.cite(view.language, say.t("sentence.comma"))),
        (say.t("indicator.licence"), source.licence or say.t("indicator.licence_unknown")),
        (say.t("indicator.via"), source.via),
        (say.t("indicator.retrieved"), _day(view, source.retrieved)),
        ("", source.note.say(view.language)),
    ]
    lines = [
        f"**{plain(name)}**: {plain(text)}" if name else plain(text) for name, text in said if text
    ]
    if source.url.startswith(("http://", "https://")):
        lines.append(plain(source.url))
    return "  \n".join(lines)


def _lineage(view: View, entry: Indicator) -> list[str]:
    """The newest figure of the place and every figure behind it, down to file and line."""
    one = standing(view.dataset, entry.id, view.place)
    if one is None:
        return []
    lines = []
    for origin in lineage(view.dataset, one.latest):
        figure = origin.observation
        other = view.dataset.catalogue.indicators[figure.indicator]
        where = (
            view.say.t("indicator.lineage_detail", file=figure.file, line=figure.line)
            if figure.file
            else view.say.t("indicator.lineage_here")
        )
        value = wording.number(figure.value, other.unit, view.language, precise=True)
        text = (
            f"{other.name(view.language)}, {wording.period(figure.period, view.language)}: {value}"
        )
        lines.append(f"{'    ' * origin.depth}- {plain(text)} — {plain(where)}")
    return [f"**{plain(view.say.t('indicator.lineage'))}**", "\n".join(lines)]
