"""Overview: where the focus place stands, what changed, what is off track, how fresh the figures
are.
"""

from __future__ import annotations

import streamlit as st

from dashboard import url_state as state
from dashboard.components.tiles import Field, encode, tiles
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

MAX_LINES = 5
"""So many lines at most under 'what changed' and 'off track'."""


def render(view: View) -> None:
    """Draw the page."""
    st.markdown(f"# {plain(view.locale.text('overview.heading', place=view.name(view.place)))}")
    st.markdown(f"**{plain(_cached(view, 'headline', _headline))}**")
    _summary(view)
    if chosen := tiles(_cached(view, "board", _board)):
        st.switch_page(
            st.session_state["pages"]["indicator"], query_params=state.link(indicator=chosen)
        )
    description = view.dataset.catalogue.description.get(view.language)
    if description:
        st.caption(plain(description))
    with st.container(key="print_sources"):
        st.caption(plain(_cached(view, "sources", _sources)))


def _cached(view: View, name: str, make):  # type: ignore[no-untyped-def]
    """Give what `make` gives, called once for each dataset, day, place and language."""
    return view.dataset.cached_for_day(
        view.today,
        ("overview", name, view.place, view.language, view.palette.kind),
        lambda: make(view),
    )


def _headlines(view: View) -> list[Standing]:
    return [
        standing
        for pillar in view.dataset.catalogue.pillars
        for standing in standings(view.dataset, view.place, pillar)
    ]


def _headline(view: View) -> str:
    """Give what the place is best and weakest at, among its own ranked figures; how many targets
    are on track.
    """
    headline_ids = {
        name for pillar in view.dataset.catalogue.pillars.values() for name in pillar.headline
    }
    ranked = [
        standing for standing in all_standings(view.dataset, view.place) if _is_ranked(standing)
    ]
    in_headlines = [standing for standing in ranked if standing.indicator.id in headline_ids]
    headlines = in_headlines or ranked
    ordered = sorted(headlines, key=lambda standing: (standing.rank or 0) / standing.of)
    top = [standing for standing in ordered[:2] if (standing.rank or 0) <= standing.of / 2]
    low = [standing for standing in ordered[::-1][:2] if (standing.rank or 0) > standing.of / 2]
    states = [progress.state for standing, progress in _with_targets(view) if standing.own]
    judged = [state for state in states if state not in NO_VERDICT]
    good = sum(state in ("reached", "on_track") for state in judged)
    return sentences.headline(
        view.name(view.place),
        [_name_and_rank(standing, view) for standing in top],
        [_name_and_rank(standing, view) for standing in low],
        TargetCounts(len(states), len(judged), good),
        view.locale,
    )


def _is_ranked(standing: Standing) -> bool:
    """Say whether a standing has a good direction and a rank among at least five places."""
    has_direction = standing.indicator.better != "none"
    return bool(standing.rank) and standing.of >= 5 and has_direction


def _name_and_rank(standing: Standing, view: View) -> tuple[str, str]:
    return standing.indicator.name(view.language), rank_text(standing, view.locale)


def _with_targets(view: View) -> list[tuple[Standing, Progress]]:
    """Give everything with a target, and its verdict: the place's own figures, and the shown
    figures of the places above it.
    """
    own_standings = {
        standing.indicator.id: standing
        for standing in all_standings(view.dataset, view.place)
        if standing.target
    }
    shown_standings = {
        standing.indicator.id: standing for standing in _headlines(view) if standing.target
    }
    standings_with_target = {**shown_standings, **own_standings}.values()
    verdicts = [
        (standing, verdict(view.dataset, standing, view.today))
        for standing in standings_with_target
    ]
    return [(standing, progress) for standing, progress in verdicts if progress]


def _summary(view: View) -> None:
    changed, tracked, fresh = st.columns(3, border=True)
    with changed:
        _lines(view.locale.text("overview.changed"), _cached(view, "changed", _change_lines))
    with tracked:
        _lines(view.locale.text("overview.targets"), _cached(view, "tracked", _target_lines))
    with fresh:
        _lines(view.locale.text("overview.fresh"), _cached(view, "fresh", _freshness_lines))


def _lines(title: str, lines: list[str]) -> None:
    st.markdown("\n".join([f"### {title}", *(f"- {line}" for line in lines)]))


def _change_lines(view: View) -> list[str]:
    """Give largest moves with the newest figures: places gained or lost among peers, then
    improvement or decline.
    """
    moves = [
        standing
        for standing in all_standings(view.dataset, view.place)
        if standing.moved
        and standing.difference
        and standing.indicator.better != "none"
        and _is_news(standing, view)
    ]
    if not moves:
        moves = [
            standing
            for standing in _headlines(view)
            if standing.difference and standing.improved is not None and _is_news(standing, view)
        ]
    ordered = sorted(
        moves,
        key=lambda standing: (-abs(standing.moved) / max(standing.of, 1), standing.indicator.id),
    )
    return [_change_line(standing, view) for standing in ordered[:MAX_LINES]] or [
        plain(view.locale.text("overview.changed_nothing"))
    ]


def _is_news(standing: Standing, view: View) -> bool:
    """Say whether the newest figure is recent: a change of years ago is no news."""
    return is_recent(standing.latest.period, view.dataset.step(standing.indicator.id), view.today)


def _change_line(standing: Standing, view: View) -> str:
    better = standing.moved > 0 if standing.moved else standing.improved
    sign = {True: "▲", False: "▼", None: "•"}[better]
    since = wording.period(standing.previous.period, view.language) if standing.previous else ""
    text = view.locale.text(
        "overview.change_line",
        indicator=_name_with_place(standing, view),
        change=change_amount(standing, view.locale),
        since=since,
        period=wording.period(standing.latest.period, view.language),
    )
    if standing.moved:
        key = "overview.moved_up" if standing.moved > 0 else "overview.moved_down"
        rank = rank_text(standing, view.locale)
        movement = view.locale.text(key, n=abs(standing.moved), rank=rank)
        text += view.locale.text("sentence.semicolon") + movement
    return plain(f"{sign} {text}")


def _name_with_place(standing: Standing, view: View) -> str:
    """Give the indicator's name, with the place's where the figure is not the page's own."""
    name = standing.indicator.name(view.language)
    if standing.own:
        return name
    return view.locale.text("overview.name_of", indicator=name, place=view.name(standing.place))


def _target_lines(view: View) -> list[str]:
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
    tracked = sorted(_with_targets(view), key=lambda pair: order.index(pair[1].state))
    colon = view.locale.text("sentence.colon")
    lines = []
    for standing, progress in tracked[:MAX_LINES]:
        lines.append(
            plain(
                _name_with_place(standing, view)
                + colon
                + state_text(standing, progress, view.locale)[0]
            )
        )
    if len(tracked) > MAX_LINES:
        lines.append(
            plain(inventory.count_text("data.more", len(tracked) - MAX_LINES, view.locale))
        )
    return lines or [plain(view.locale.text("overview.off_track_no_targets"))]


def _freshness_lines(view: View) -> list[str]:
    """Give newest and oldest of the shown figures, and when the files were last written."""
    headlines = sorted(_headlines(view), key=lambda standing: standing.latest.period)
    if not headlines:
        return [plain(view.locale.text("overview.empty"))]
    middle = headlines[len(headlines) // 2].latest.period
    lines = [
        view.locale.text(
            "overview.fresh_detail", n=len(headlines), period=wording.period(middle, view.language)
        )
    ]
    for key, standing in (
        ("overview.fresh_newest", headlines[-1]),
        ("overview.fresh_oldest", headlines[0]),
    ):
        lines.append(
            view.locale.text(
                key,
                indicator=standing.indicator.name(view.language),
                period=wording.period(standing.latest.period, view.language),
            )
        )
    own_count = sum(standing.own for standing in headlines)
    key = "overview.own_figures" if own_count < len(headlines) else "overview.all_own"
    lines.append(
        view.locale.text(
            key, own=own_count, shown=len(headlines), n=len(headlines), place=view.name(view.place)
        )
    )
    return [plain(line) for line in lines]


def _sources(view: View) -> str:
    """Say who published the figures of the tiles, for paper: on the screen each indicator's page
    says it.
    """
    catalogue = view.dataset.catalogue
    source_ids = list[str]()
    for standing in _headlines(view):
        source = standing.latest.source
        source_ids += [source] if source else inherited_sources(view.dataset, standing.indicator)
    publishers = [
        catalogue.sources[name].publisher.get(view.language)
        for name in source_ids
        if name in catalogue.sources
    ]
    publisher_list = view.locale.text("sentence.semicolon").join(dict.fromkeys(publishers))
    return (
        view.locale.text("compare.foot_sources", sources=publisher_list) if publisher_list else ""
    )


def _board(view: View) -> str:
    colours = {
        name: getattr(view.palette, name)
        for name in ("good", "warn", "bad", "none", "muted", "focus")
    }
    return encode(
        [_field(view, pillar) for pillar in view.dataset.catalogue.pillars.values()], colours
    )


def _field(view: View, pillar: Pillar) -> Field:
    field_standings = standings(view.dataset, view.place, pillar.id)
    return Field(
        pillar.title.get(view.language),
        pillar.description.get(view.language),
        pillar.icon.removeprefix(":material/").removesuffix(":"),
        view.locale.text("overview.pillar_empty", place=view.name(view.place)),
        [
            tile(
                standing,
                verdict(view.dataset, standing, view.today),
                view.dataset.catalogue,
                view.locale,
                state.link(place=view.place),
            )
            for standing in field_standings
        ],
    )
