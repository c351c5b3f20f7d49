"""Compare: places side by side over many indicators, as a profile and as ranks; and two indicators
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import choose, choose_many, id_of, show_notice, switch
from dashboard.pages.compare.controls import definitions, draw, names, notes, titles
from dashboard.pages.compare.scatter import scatter_view
from dashboard.url_state import View, plain
from dashboard.url_values import Choices
from dashboard.views import comparison as compareview
from dashboard.views import labels
from dashboard.views.comparison import Comparison
from indicators import wording
from indicators.analysis import comparison as comparing
from indicators.analysis.comparison import ALL, Scope
from indicators.catalogue import Catalogue
from indicators.export.csvfile import table_to_csv
from indicators.locale import Locale

VIEWS = ("profile", "ranks", "scatter")
OF_PLACE = (
    "places",
    "group",
    "indicators",
    "pillar",
    "x",
    "y",
    "size",
    "period",
    "colour",
    "log",
    "only",
)
"""Keys of the address that are dropped when another place or level is chosen."""
MAX_PLACES = 5
MAX_COLUMNS = {"page": 20, "phone": 6, "screen": 20}
"""Largest number of readable columns of ranks, by the size of the window."""
RANKS_WIDTH_FACTOR = 1.4
"""The table of ranks has no panel beside it."""


def render(view: View) -> None:
    """Draw the page."""
    _forget(view)
    st.markdown(f"# {plain(view.locale.text('compare.heading', place=view.name(view.place)))}")
    _body(view)


def _forget(view: View) -> None:
    """Another place was chosen: drop what was chosen for the last one. An address just opened is
    kept as it is.
    """
    if st.session_state.get("compare_place", view.place) != view.place:
        url_state.correct_params(**dict.fromkeys(OF_PLACE, ""))
    st.session_state["compare_place"] = view.place


@st.fragment
def _body(view: View) -> None:
    """Draw all below the heading: a click draws this part alone, and only the chosen view is worked
    out.
    """
    views = view.choices(
        "view", lambda locale: {name: locale.text(f"compare.{name}") for name in VIEWS}
    )
    chosen_view = id_of(url_state.single(view, "view", views, VIEWS[0]))
    comparison, places, pillar = _compared(view)
    _controls(view, comparison, chosen_view, pillar)
    if not comparison.rows:
        other_places = places or comparing.places_with_figures(
            view.dataset, comparison.scope.members
        )
        _side_by_side(view, (comparison.scope.subject, *other_places), "compare.too_few")
        return
    if comparison.scope.subject != view.place and comparison.scope.subject not in places:
        notes(
            [
                view.locale.text(
                    "compare.stands_in",
                    place=view.name(view.place),
                    shown=view.name(comparison.scope.subject),
                )
            ]
        )
    if chosen_view == "scatter":
        scatter_view(view, comparison)
    elif chosen_view == "ranks":
        _ranks(view, comparison)
    else:
        _profile(view, comparison, places)
    if _apart_rows(view, comparison.scope, places):
        _side_by_side(view, (comparison.scope.subject, *places), "compare.values")


def _apart_rows(view: View, scope: Scope, places: Sequence[str]) -> tuple[str, ...]:
    """Give the indicators that places of another level share with the others; none where all are of
    one level.
    """
    other_level = [code for code in places if code not in scope.members]
    rows = comparing.common_indicators(view.dataset, tuple(dict.fromkeys((scope.subject, *places))))

    def is_held(name: str) -> bool:
        return any(view.dataset.has(name, code) for code in other_level)

    return tuple(filter(is_held, rows))


def _side_by_side(view: View, places: Sequence[str], title: str) -> None:
    """Draw the newest figures of places that are not ranked together, in a table; a line where they
    have none in common.
    """
    shown_places = tuple(dict.fromkeys(places))[: MAX_PLACES + 1]
    rows = comparing.common_indicators(view.dataset, shown_places)
    if not rows:
        show_notice(view.locale.text("compare.no_common"))
        return
    key = ("values", rows, shown_places, view.language)
    table = comparing.cached(
        view.dataset,
        key,
        lambda: compareview.values_table(view.dataset, rows, shown_places, view.locale),
    )
    st.markdown(f"### {plain(view.locale.text(title))}")
    st.dataframe(table.table, hide_index=True, key="compare_values", height="content")
    leaves = comparing.cached(
        view.dataset,
        ("values file", *key),
        lambda: compareview.values_download(view.dataset, rows, shown_places, view.locale),
    )
    st.download_button(
        view.locale.text("indicator.download_csv"),
        lambda: table_to_csv(
            list(leaves.header), [list(row) for row in leaves.rows], list(leaves.about)
        ),
        f"{leaves.name}.csv",
        "text/csv",
        key="compare_values_csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _compared(view: View) -> tuple[Comparison, tuple[str, ...], str]:
    """Give the comparison the address asks for, the places and the field it names."""
    dataset = view.dataset
    answer = url_state.several(view, "places", view.place_choices(), MAX_PLACES)
    id_of(answer)
    places = answer.ids
    group = id_of(url_state.single(view, "group", _group_choices(view)))
    scope = comparing.scope(dataset, view.place, places, group)
    other_level = tuple(code for code in places if code not in scope.members)
    if other_level:
        key = "compare.beside" if _apart_rows(view, scope, places) else "compare.other_level"
        listed = wording.listing([view.name(code) for code in other_level], view.language)
        show_notice(view.locale.text(key, places=listed, place=view.name(scope.subject)))
    field = id_of(url_state.single(view, "pillar", _pillar_choices(view)))
    pillar = "" if field == ALL else field
    answer_indicators = url_state.several(
        view, "indicators", view.indicator_choices(), comparing.MAX_ROWS
    )
    id_of(answer_indicators)
    rows = comparing.row_indicators(
        dataset, scope.members, pillar, answer_indicators.ids
    ) or comparing.row_indicators(dataset, scope.members)
    return Comparison(dataset, scope, rows, view.style), places, pillar


def _group_choices(view: View) -> Choices:
    """Give every group, and all places of a level; old links name groups with the number of their
    members.
    """
    titled = view.choices(
        "group", lambda locale: {**labels.groups(view.dataset, locale), ALL: locale.text("app.all")}
    )
    counted = labels.ids_of(_counted(view, locale) for locale in view.languages)
    catalogue = view.dataset.catalogue
    levels = sorted({place.level for place in catalogue.places.values()})
    level_names = {
        _all_of(catalogue, level, locale): ALL for locale in view.languages for level in levels
    }
    return replace(titled, labels={**titled.labels, **counted, **level_names})


def _counted(view: View, locale: Locale) -> dict[str, str]:
    """Give each group's title with the number of its members."""
    titles, groups = labels.groups(view.dataset, locale), view.dataset.catalogue.groups
    return {
        name: locale.text("compare.group_option", group=titles[name], count=len(group.places))
        for name, group in groups.items()
    }


def _all_of(catalogue: Catalogue, level: str, locale: Locale) -> str:
    return locale.text("compare.all_of_level", level=catalogue.level_title(level, locale.language))


def _pillar_choices(view: View) -> Choices:
    return view.choices(
        "pillar",
        lambda locale: {
            ALL: locale.text("compare.all_pillars"),
            **labels.pillars(view.dataset, locale),
        },
    )


def _controls(view: View, comparison: Comparison, chosen_view: str, pillar: str) -> None:
    """Draw the view, among whom, and in which field and indicators; the scatter chooses its
    indicators itself.
    """
    which, among, field, single = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    with which:
        switch(
            view,
            view.locale.text("compare.view"),
            {name: view.locale.text(f"compare.{name}") for name in VIEWS},
            chosen_view,
            "compare_view",
            lambda name: url_state.set_params(view="" if name == VIEWS[0] else name),
        )
    with among:
        _pick_group(view, comparison.scope)
    if chosen_view == "scatter":
        return
    with field:
        _pick_pillar(view, comparison.scope, pillar)
    with single, st.popover(view.locale.text("compare.indicators"), icon=":material/checklist:"):
        able = (
            *comparison.rows,
            *comparing.comparable_indicators(view.dataset, comparison.scope.members),
        )
        choose_many(
            view,
            view.locale.text("compare.indicators"),
            {name: titles(view)[name] for name in able},
            comparison.rows,
            "compare_rows",
            "indicators",
            comparing.MAX_ROWS,
            help=view.locale.text("compare.indicators_help"),
        )


def _pick_group(view: View, scope: Scope) -> None:
    catalogue, locale = view.dataset.catalogue, view.locale
    levels = [
        scope.level,
        *(catalogue.places[code].level for code in catalogue.ancestors(view.place)),
    ]

    def order(name: str) -> tuple[int, bool]:
        """Return the groups of the page's level first, then of the levels above; among them those
        of the place.
        """
        group = catalogue.groups[name]
        level = levels.index(group.level) if group.level in levels else len(levels)
        return level, scope.subject not in group.places

    options = sorted(catalogue.groups, key=order)
    counted = _counted(view, locale)
    titles_by_id = {name: counted[name] for name in options} | {
        ALL: _all_of(catalogue, scope.level, locale)
    }
    choose(
        view,
        locale.text("compare.group"),
        titles_by_id,
        scope.group.id if scope.group else ALL,
        "compare_group",
        lambda name: _write_group(view, scope, name),
    )


def _write_group(view: View, scope: Scope, name: str) -> None:
    """Another level has other places and other indicators."""
    group = view.dataset.catalogue.groups.get(name)
    if group and group.level != scope.level:
        url_state.set_params(**dict.fromkeys(OF_PLACE, ""))
    url_state.set_params(group=name, places="")


def _pick_pillar(view: View, scope: Scope, pillar: str) -> None:
    catalogue = view.dataset.catalogue
    pillars_with_figures = {
        catalogue.indicators[name].pillar
        for name in comparing.comparable_indicators(view.dataset, scope.members)
    }
    options = {
        name: title
        for name, title in labels.pillars(view.dataset, view.locale).items()
        if name in pillars_with_figures or name == pillar
    }
    choose(
        view,
        view.locale.text("app.pillar"),
        {ALL: view.locale.text("compare.all_pillars"), **options},
        pillar or ALL,
        "compare_pillar",
        lambda name: url_state.set_params(pillar="" if name == ALL else name, indicators=""),
    )


def _profile(view: View, comparison: Comparison, places: tuple[str, ...]) -> None:
    chosen = tuple(code for code in places if code in comparison.scope.members)
    other_places = chosen or comparing.neighbours(view.dataset, comparison.scope, comparison.rows)
    shown_places = tuple(dict.fromkeys((comparison.scope.subject, *other_places)))[:MAX_PLACES]
    charts, panel = st.columns([5, 2], gap="medium")
    with panel:
        notes(
            [
                view.locale.text("compare.profile_note"),
                *_size_note(comparison),
                *compareview.missing_lines(comparison, shown_places),
            ]
        )
    with charts:
        able = (*shown_places, *comparing.comparable_places(view.dataset, comparison.scope.members))
        choose_many(
            view,
            view.locale.text("compare.places"),
            {code: names(view)[code] for code in able},
            shown_places,
            "compare_places",
            "places",
            MAX_PLACES,
        )
        draw(
            view,
            comparing.cached(
                view.dataset,
                ("profile", *comparison.key, shown_places),
                lambda: compareview.profile_chart(comparison, shown_places),
            ),
            "profile",
        )
        definitions(comparison.locale, map(comparison.entry, comparison.rows))


def _ranks(view: View, comparison: Comparison) -> None:
    orders = view.choices(
        "choice",
        lambda locale: {name: locale.text(f"compare.sort_{name}") for name in ("mean", "name")},
    )
    order = id_of(url_state.single(view, "sort", orders, "mean"))
    by_name = order == "name"
    most = MAX_COLUMNS.get(view.size, MAX_COLUMNS["page"])
    drawn = comparison
    if view.size != "phone":
        measure = comparison.style.measure
        wider = replace(measure, width=measure.width * RANKS_WIDTH_FACTOR)
        drawn = replace(comparison, style=replace(comparison.style, measure=wider))
    switch(
        view,
        view.locale.text("compare.sort"),
        orders.names,
        order,
        "compare_sort",
        lambda name: url_state.set_params(sort="name" if name == "name" else ""),
    )
    draw(
        view,
        comparing.cached(
            view.dataset,
            ("ranks", *drawn.key, by_name, most),
            lambda: compareview.ranks_chart(drawn, by_name, most),
        ),
        "ranks",
    )
    older = (
        [view.locale.text("compare.older")]
        if compareview.has_older(comparison, comparison.scope.members)
        else []
    )
    notes([view.locale.text("compare.ranks_note"), *older, *_size_note(comparison)])
    definitions(comparison.locale, map(comparison.entry, comparison.rows))


def _size_note(comparison: Comparison) -> list[str]:
    sizes = any(compareview.is_by_size(comparison, name) for name in comparison.rows)
    return [comparison.locale.text("compare.size_note")] if sizes else []
