"""Overview: where the focus place stands, what changed, what is off track, how fresh the figures are."""

from __future__ import annotations

import streamlit as st

from dashboard import url_state as state
from dashboard.components.tiles import Field, encoded, tiles
from dashboard.url_state import View, plain
from dashboard.views import inventory, sentences
from dashboard.views.indicator import inherited_sources
from dashboard.views.sentences import TargetCounts
from dashboard.views.tiles import STATES, change_amount, rank_text, state_text, tile
from indicators import wording
from indicators.analysis.standing import Standing, all_standings, standings, verdict
from indicators.model import Pillar
from indicators.statistics.recency import is_recent
from indicators.statistics.target import NO_VERDICT, Progress

SAID = 5
"""So many lines at most under 'what changed' and 'off track'."""


def render(view: View) -> None:
    """Draw the page."""
    st.markdown(f"# {plain(view.say.t('overview.heading', place=view.name(view.place)))}")
    st.markdown(f"**{plain(_cached(view, 'headline', _headline))}**")
    _summary(view)
    if chosen := tiles(_cached(view, "board", _board)):
        st.switch_page(
            st.session_state["pages"]["indicator"], query_params=state.link(indicator=chosen)
        )
    description = view.dataset.catalogue.description.say(view.language)
    if description:
        st.caption(plain(description))
    with st.container(key="print_sources"):
        st.caption(plain(_cached(view, "sources", _sources)))


def _cached(view: View, name: str, make):  # type: ignore[no-untyped-def]
    """Worked out once for each dataset, day, place and language."""
    return view.dataset.cached_for_day(
        view.today,
        ("overview", name, view.place, view.language, view.palette.kind),
        lambda: make(view),
    )


def _headlines(view: View) -> list[Standing]:
    return [
        one
        for pillar in view.dataset.catalogue.pillars
        for one in standings(view.dataset, view.place, pillar)
    ]


def _headline(view: View) -> str:
    """What the place is best and weakest at, among its own ranked figures; how many targets are on track."""
    ranked = [
        one
        for one in all_standings(view.dataset, view.place)
        if one.rank and one.of >= 5 and one.indicator.better != "none"
    ]
    shown = [
        one
        for one in ranked
        if any(
            one.indicator.id in pillar.headline
            for pillar in view.dataset.catalogue.pillars.values()
        )
    ] or ranked
    ordered = sorted(shown, key=lambda one: (one.rank or 0) / one.of)
    top = [one for one in ordered[:2] if (one.rank or 0) <= one.of / 2]
    low = [one for one in ordered[::-1][:2] if (one.rank or 0) > one.of / 2]
    states = [progress.state for one, progress in _tracked(view) if one.own]
    judged = [state for state in states if state not in NO_VERDICT]
    good = sum(state in ("reached", "on_track") for state in judged)
    return sentences.headline(
        view.name(view.place),
        [_named(one, view) for one in top],
        [_named(one, view) for one in low],
        TargetCounts(len(states), len(judged), good),
        view.say,
    )


def _named(one: Standing, view: View) -> tuple[str, str]:
    return one.indicator.name(view.language), rank_text(one, view.say)


def _tracked(view: View) -> list[tuple[Standing, Progress]]:
    """Everything with a target, and its verdict: the place's own figures, and the shown figures of the places above it."""
    own = {one.indicator.id: one for one in all_standings(view.dataset, view.place) if one.target}
    above = {one.indicator.id: one for one in _headlines(view) if one.target}
    standings_with_target = {**above, **own}.values()
    verdicts = [(one, verdict(view.dataset, one, view.today)) for one in standings_with_target]
    return [(one, progress) for one, progress in verdicts if progress]


def _summary(view: View) -> None:
    changed, tracked, fresh = st.columns(3, border=True)
    with changed:
        _lines(view.say.t("overview.changed"), _cached(view, "changed", _changed))
    with tracked:
        _lines(view.say.t("overview.targets"), _cached(view, "tracked", _off_track))
    with fresh:
        _lines(view.say.t("overview.fresh"), _cached(view, "fresh", _fresh))


def _lines(title: str, lines: list[str]) -> None:
    st.markdown("\n".join([f"### {title}", *(f"- {line}" for line in lines)]))


def _changed(view: View) -> list[str]:
    """Largest moves with the newest figures: places gained or lost among peers, then improvement or decline."""
    moved = [
        one
        for one in all_standings(view.dataset, view.place)
        if one.moved and one.difference and one.indicator.better != "none" and _is_news(one, view)
    ]
    moved = moved or [
        one
        for one in _headlines(view)
        if one.difference and one.improved is not None and _is_news(one, view)
    ]
    ordered = sorted(moved, key=lambda one: (-abs(one.moved) / max(one.of, 1), one.indicator.id))
    return [_change_line(one, view) for one in ordered[:SAID]] or [
        plain(view.say.t("overview.changed_nothing"))
    ]


def _is_news(one: Standing, view: View) -> bool:
    """Whether the newest figure is recent: a change of years ago is none to be told at the top."""
    return is_recent(one.latest.period, view.dataset.step(one.indicator.id), view.today)


def _change_line(one: Standing, view: View) -> str:
    sign = {True: "▲", False: "▼", None: "•"}[one.improved if not one.moved else one.moved > 0]
    since = wording.period(one.previous.period, view.language) if one.previous else ""
    text = view.say.t(
        "overview.change_line",
        indicator=_whose(one, view),
        change=change_amount(one, view.say),
        since=since,
        period=wording.period(one.latest.period, view.language),
    )
    moved = (
        view.say.t(
            "overview.moved_up" if one.moved > 0 else "overview.moved_down",
            n=abs(one.moved),
            rank=rank_text(one, view.say),
        )
        if one.moved
        else ""
    )
    return plain(f"{sign} {text}{view.say.t('sentence.semicolon') if moved else ''}{moved}")


def _whose(one: Standing, view: View) -> str:
    """The indicator's name, with the place's where the figure is not the page's own."""
    name = one.indicator.name(view.language)
    return (
        name
        if one.own
        else view.say.t("overview.name_of", indicator=name, place=view.name(one.place))
    )


def _off_track(view: View) -> list[str]:
    """Targets, the ones in trouble first, those without a verdict last."""
    order = [
        "moving_away",
        "off_track",
        "missed",
        "slow",
        "on_track",
        "reached",
        "due",
        "too_old",
        "insufficient",
    ]
    assert set(order) == set(STATES)
    tracked = sorted(_tracked(view), key=lambda pair: order.index(pair[1].state))
    colon = wording.language_of(view.language).colon
    lines = []
    for one, progress in tracked[:SAID]:
        lines.append(plain(_whose(one, view) + colon + state_text(one, progress, view.say)[0]))
    if len(tracked) > SAID:
        lines.append(plain(inventory.count_text("data.more", len(tracked) - SAID, view.say)))
    return lines or [plain(view.say.t("overview.off_track_no_targets"))]


def _fresh(view: View) -> list[str]:
    """Newest and oldest of the shown figures, and when the files were last written."""
    shown = sorted(_headlines(view), key=lambda one: one.latest.period)
    if not shown:
        return [plain(view.say.t("overview.empty"))]
    middle = shown[len(shown) // 2].latest.period
    lines = [
        view.say.t(
            "overview.fresh_detail", n=len(shown), period=wording.period(middle, view.language)
        )
    ]
    for key, one in (("overview.fresh_newest", shown[-1]), ("overview.fresh_oldest", shown[0])):
        lines.append(
            view.say.t(
                key,
                indicator=one.indicator.name(view.language),
                period=wording.period(one.latest.period, view.language),
            )
        )
    own = sum(one.own for one in shown)
    key = "overview.own_figures" if own < len(shown) else "overview.all_own"
    lines.append(
        view.say.t(key, own=own, shown=len(shown), n=len(shown), place=view.name(view.place))
    )
    return [plain(line) for line in lines]


def _sources(view: View) -> str:
    """Who published the figures of the tiles, for paper: on the screen each indicator's page says it."""
    catalogue = view.dataset.catalogue
    named = [
        name
        for one in _headlines(view)
        for name in (
            [one.latest.source]
            if one.latest.source
            else inherited_sources(view.dataset, one.indicator)
        )
    ]
    publishers = [
        catalogue.sources[name].publisher.say(view.language)
        for name in named
        if name in catalogue.sources
    ]
    told = view.say.t("sentence.semicolon").join(dict.fromkeys(publishers))
    return view.say.t("compare.foot_sources", sources=told) if told else ""


def _board(view: View) -> str:
    colours = {
        name: getattr(view.palette, name)
        for name in ("good", "warn", "bad", "none", "muted", "focus")
    }
    return encoded(
        [_field(view, pillar) for pillar in view.dataset.catalogue.pillars.values()], colours
    )


def _field(view: View, pillar: Pillar) -> Field:
    found = standings(view.dataset, view.place, pillar.id)
    return Field(
        pillar.title.say(view.language),
        pillar.description.say(view.language),
        pillar.icon.removeprefix(":material/").removesuffix(":"),
        view.say.t("overview.pillar_empty", place=view.name(view.place)),
        [
            tile(
                one,
                verdict(view.dataset, one, view.today),
                view.dataset.catalogue,
                view.say,
                state.link(place=view.place),
            )
            for one in found
        ],
    )
