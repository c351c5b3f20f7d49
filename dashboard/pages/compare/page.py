"""Compare: places side by side over many indicators, as a profile and as ranks; and two indicators together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import url_state
from dashboard.components.selector import choose, choose_many, known, switch, tell
from dashboard.pages.compare.controls import draw, names, notes, titles
from dashboard.pages.compare.scatter import scatter_view
from dashboard.url_state import View, plain
from dashboard.url_values import Choices
from dashboard.views import comparison as compareview
from dashboard.views import labels
from dashboard.views.comparison import Comparison
from indicators import wording
from indicators.analysis import comparison as comparing
from indicators.analysis.comparison import ALL, Scope
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
"""What no longer fits when the page is asked for another place, or for another level."""
IN_COLOUR = 5
ACROSS = {"page": 20, "phone": 6, "screen": 20}
"""So many columns of ranks at most can be read, by the size of the window."""
WIDER = 1.4
"""The table of ranks has no panel beside it."""


def render(view: View) -> None:
    """Draw the page."""
    _forget(view)
    st.markdown(f"# {plain(view.say.t('compare.heading', place=view.name(view.place)))}")
    _body(view)


def _forget(view: View) -> None:
    """Another place was chosen: drop what was chosen for the last one. An address just opened is kept as it is."""
    if st.session_state.get("compare_place", view.place) != view.place:
        url_state.keep(**dict.fromkeys(OF_PLACE, ""))
    st.session_state["compare_place"] = view.place


@st.fragment
def _body(view: View) -> None:
    """All below the heading: a click draws this part alone, and only the chosen view is worked out."""
    views = view.choices("view", lambda say: {name: say.t(f"compare.{name}") for name in VIEWS})
    shown = known(url_state.single(view, "view", views, VIEWS[0]))
    made, places, pillar = _compared(view)
    _controls(view, made, shown, pillar)
    if not made.rows:
        beside = places or comparing.places_with_figures(view.dataset, made.scope.members)
        _side_by_side(view, (made.scope.subject, *beside), "compare.too_few")
        return
    if made.scope.subject != view.place and made.scope.subject not in places:
        notes(
            [
                view.say.t(
                    "compare.stands_in",
                    place=view.name(view.place),
                    shown=view.name(made.scope.subject),
                )
            ]
        )
    if shown == "scatter":
        scatter_view(view, made)
    elif shown == "ranks":
        _ranks(view, made)
    else:
        _profile(view, made, places)
    if _apart_rows(view, made.scope, places):
        _side_by_side(view, (made.scope.subject, *places), "compare.values")


def _apart_rows(view: View, scope: Scope, places: Sequence[str]) -> tuple[str, ...]:
    """The indicators that places of another level share with the others; none where all are of one level."""
    apart = [code for code in places if code not in scope.members]
    rows = comparing.common_indicators(view.dataset, tuple(dict.fromkeys((scope.subject, *places))))
    return tuple(name for name in rows if any(view.dataset.has(name, code) for code in apart))


def _side_by_side(view: View, places: Sequence[str], title: str) -> None:
    """The newest figures of places that are not ranked together, in a table; a line where they have none in common."""
    shown = tuple(dict.fromkeys(places))[: IN_COLOUR + 1]
    rows = comparing.common_indicators(view.dataset, shown)
    if not rows:
        tell(view.say.t("compare.no_common"))
        return
    key = ("values", rows, shown, view.language)
    table = comparing.cached(
        view.dataset, key, lambda: compareview.values_shown(view.dataset, rows, shown, view.say)
    )
    st.markdown(f"### {plain(view.say.t(title))}")
    st.dataframe(table.table, hide_index=True, key="compare_values", height="content")
    leaves = comparing.cached(
        view.dataset,
        ("values file", *key),
        lambda: compareview.values_file(view.dataset, rows, shown, view.say),
    )
    st.download_button(
        view.say.t("indicator.download_csv"),
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
    """The comparison the address asks for, the places and the field it names."""
    dataset = view.dataset
    answer = url_state.several(view, "places", view.place_choices(), IN_COLOUR)
    known(answer)
    places = answer.ids
    group = known(url_state.single(view, "group", _group_choices(view)))
    scope = comparing.scope(dataset, view.place, places, group)
    apart = tuple(code for code in places if code not in scope.members)
    if apart:
        key = "compare.beside" if _apart_rows(view, scope, places) else "compare.other_level"
        listed = wording.listing([view.name(code) for code in apart], view.language)
        tell(view.say.t(key, places=listed, place=view.name(scope.subject)))
    field = known(url_state.single(view, "pillar", _pillar_choices(view)))
    pillar = "" if field == ALL else field
    asked = url_state.several(view, "indicators", view.indicator_choices(), comparing.MAX_ROWS)
    known(asked)
    rows = comparing.row_indicators(
        dataset, scope.members, pillar, asked.ids
    ) or comparing.row_indicators(dataset, scope.members)
    return Comparison(dataset, scope, rows, view.say, view.palette, view.measure), places, pillar


def _group_choices(view: View) -> Choices:
    """Every group, and all places of a level; old links name groups with the number of their members."""
    titled = view.choices(
        "group", lambda say: {**labels.groups(view.dataset, say), ALL: say.t("app.all")}
    )
    counted = labels.ids_of(_counted(view, say) for say in view.languages)
    levels = sorted({one.level for one in view.dataset.catalogue.places.values()})
    every = {_all_of(level, say): ALL for say in view.languages for level in levels}
    return replace(titled, labels={**titled.labels, **counted, **every})


def _counted(view: View, say: Locale) -> dict[str, str]:
    """Each group's title with the number of its members."""
    titles, groups = labels.groups(view.dataset, say), view.dataset.catalogue.groups
    return {
        name: say.t("compare.group_option", group=titles[name], count=len(one.places))
        for name, one in groups.items()
    }


def _all_of(level: str, say: Locale) -> str:
    return say.t("compare.all_of_level", level=say.t(f"level.{level}"))


def _pillar_choices(view: View) -> Choices:
    return view.choices(
        "pillar",
        lambda say: {ALL: say.t("compare.all_pillars"), **labels.pillars(view.dataset, say)},
    )


def _controls(view: View, made: Comparison, shown: str, pillar: str) -> None:
    """The view, among whom, and in which field and indicators; the scatter chooses its indicators itself."""
    which, among, field, single = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    with which:
        switch(
            view,
            view.say.t("compare.view"),
            {name: view.say.t(f"compare.{name}") for name in VIEWS},
            shown,
            "compare_view",
            lambda name: url_state.keep(view="" if name == VIEWS[0] else name),
        )
    with among:
        _pick_group(view, made.scope)
    if shown == "scatter":
        return
    with field:
        _pick_pillar(view, made.scope, pillar)
    with single, st.popover(view.say.t("compare.indicators"), icon=":material/checklist:"):
        able = (*made.rows, *comparing.comparable_indicators(view.dataset, made.scope.members))
        choose_many(
            view,
            view.say.t("compare.indicators"),
            {name: titles(view)[name] for name in able},
            made.rows,
            "compare_rows",
            "indicators",
            comparing.MAX_ROWS,
            help=view.say.t("compare.indicators_help"),
        )


def _pick_group(view: View, scope: Scope) -> None:
    catalogue, say = view.dataset.catalogue, view.say
    levels = [
        scope.level,
        *(catalogue.places[code].level for code in catalogue.ancestors(view.place)),
    ]
    options = sorted(
        catalogue.groups,
        key=lambda name: (
            levels.index(level)
            if (level := catalogue.groups[name].level) in levels
            else len(levels),
            scope.subject not in catalogue.groups[name].places,
        ),
    )
    counted = _counted(view, say)
    titles_by_id = {name: counted[name] for name in options} | {ALL: _all_of(scope.level, say)}
    choose(
        view,
        say.t("compare.group"),
        titles_by_id,
        scope.group.id if scope.group else ALL,
        "compare_group",
        lambda name: _write_group(view, scope, name),
    )


def _write_group(view: View, scope: Scope, name: str) -> None:
    """Another level has other places and other indicators."""
    group = view.dataset.catalogue.groups.get(name)
    if group and group.level != scope.level:
        url_state.keep(**dict.fromkeys(OF_PLACE, ""))
    url_state.keep(group=name, places="")


def _pick_pillar(view: View, scope: Scope, pillar: str) -> None:
    catalogue = view.dataset.catalogue
    held = {
        catalogue.indicators[name].pillar
        for name in comparing.comparable_indicators(view.dataset, scope.members)
    }
    options = {
        name: title
        for name, title in labels.pillars(view.dataset, view.say).items()
        if name in held or name == pillar
    }
    choose(
        view,
        view.say.t("app.pillar"),
        {ALL: view.say.t("compare.all_pillars"), **options},
        pillar or ALL,
        "compare_pillar",
        lambda name: url_state.keep(pillar="" if name == ALL else name, indicators=""),
    )


def _profile(view: View, made: Comparison, places: tuple[str, ...]) -> None:
    chosen = tuple(code for code in places if code in made.scope.members)
    beside = chosen or comparing.neighbours(view.dataset, made.scope, made.rows)
    shown = tuple(dict.fromkeys((made.scope.subject, *beside)))[:IN_COLOUR]
    charts, panel = st.columns([5, 2], gap="medium")
    with panel:
        notes(
            [
                view.say.t("compare.profile_note"),
                *_size_note(made),
                *compareview.missing(made, shown),
            ]
        )
    with charts:
        able = (*shown, *comparing.comparable_places(view.dataset, made.scope.members))
        choose_many(
            view,
            view.say.t("compare.places"),
            {code: names(view)[code] for code in able},
            shown,
            "compare_places",
            "places",
            IN_COLOUR,
        )
        draw(
            view,
            comparing.cached(
                view.dataset,
                ("profile", *made.key, shown),
                lambda: compareview.profile_shown(made, shown),
            ),
            "profile",
        )
        _definitions(made)


def _ranks(view: View, made: Comparison) -> None:
    orders = view.choices(
        "choice", lambda say: {name: say.t(f"compare.sort_{name}") for name in ("mean", "name")}
    )
    order = known(url_state.single(view, "sort", orders, "mean"))
    by_name = order == "name"
    most = ACROSS.get(view.size, ACROSS["page"])
    wide = (
        made
        if view.size == "phone"
        else replace(made, size=replace(made.size, width=made.size.width * WIDER))
    )
    switch(
        view,
        view.say.t("compare.sort"),
        orders.names,
        order,
        "compare_sort",
        lambda name: url_state.keep(sort="name" if name == "name" else ""),
    )
    draw(
        view,
        comparing.cached(
            view.dataset,
            ("ranks", *wide.key, by_name, most),
            lambda: compareview.ranks_shown(wide, by_name, most),
        ),
        "ranks",
    )
    older = [view.say.t("compare.older")] if compareview.has_older(made, made.scope.members) else []
    notes([view.say.t("compare.ranks_note"), *older, *_size_note(made)])
    _definitions(made)


def _size_note(made: Comparison) -> list[str]:
    sizes = any(made.entry(name).better == "none" for name in made.rows)
    return [made.say.t("compare.size_note")] if sizes else []


def _definitions(made: Comparison) -> None:
    with st.expander(made.say.t("compare.definitions"), icon=":material/menu_book:"):
        entries = [made.entry(name) for name in made.rows]
        st.markdown(
            "\n".join(
                f"- **{plain(one.title.say(made.language))}** ({plain(one.unit.label.say(made.language))})  \n"
                f"  {plain(one.definition.say(made.language))}"
                for one in entries
            )
        )
