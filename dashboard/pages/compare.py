"""Compare: places side by side over many indicators, as a profile and as ranks; and two indicators together."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import compareview, comparing, state
from dashboard.compareview import Compared
from dashboard.comparing import ALL, Scope
from dashboard.pages.compare_parts import (
    choose,
    choose_many,
    codes,
    draw,
    known,
    names,
    notes,
    switch,
    titles,
    told,
)
from dashboard.pages.compare_scatter import scatter_view
from dashboard.state import View, plain
from indicators import words

VIEWS = ("profile", "ranks", "scatter")
OF_PLACE = ("places", "group", "indicators", "pillar", "x", "y", "size", "period", "colour", "log", "only")
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
        state.keep(**dict.fromkeys(OF_PLACE, ""))
    st.session_state["compare_place"] = view.place


@st.fragment
def _body(view: View) -> None:
    """All below the heading: a click draws this part alone, and only the chosen view is worked out."""
    shown = known(view, "view", st.query_params.get("view", ""), VIEWS,
                  {name: view.say.t(f"compare.{name}") for name in VIEWS}) or VIEWS[0]
    made, places, pillar = _compared(view)
    _controls(view, made, shown, pillar)
    if not made.rows:
        st.info(plain(view.say.t("compare.no_common")), icon=":material/info:")
        return
    if made.scope.subject != view.place and made.scope.subject not in places:
        notes([view.say.t("compare.stands_in", place=view.name(view.place), shown=view.name(made.scope.subject))])
    if shown == "scatter":
        scatter_view(view, made)
    elif shown == "ranks":
        _ranks(view, made)
    else:
        _profile(view, made, places)


def _compared(view: View) -> tuple[Compared, tuple[str, ...], str]:
    """The comparison the address asks for, the places and the field it names."""
    dataset, catalogue = view.dataset, view.dataset.catalogue
    found = [known(view, "place", code, catalogue.places, names(view)) for code in codes("places")]
    places = tuple(dict.fromkeys(code for code in found if code))[:IN_COLOUR]
    group = known(view, "group", st.query_params.get("group", ""), (ALL, *catalogue.groups),
                  {name: one.title.say(view.language) for name, one in catalogue.groups.items()})
    scope = comparing.scope(dataset, view.place, places, group)
    apart = [view.name(code) for code in places if code not in scope.members]
    if apart:
        told(view.say.t("compare.other_level", places=words.listing(apart, view.language), place=view.name(scope.subject)))
    pillar = known(view, "pillar", st.query_params.get("pillar", ""), catalogue.pillars,
                   {name: one.title.say(view.language) for name, one in catalogue.pillars.items()})
    asked = [known(view, "indicator", code, catalogue.indicators, titles(view)) for code in codes("indicators")]
    rows = comparing.rows(dataset, scope.members, pillar, asked) or comparing.rows(dataset, scope.members)
    return Compared(dataset, scope, rows, view.say, view.palette, view.measure), places, pillar


def _controls(view: View, made: Compared, shown: str, pillar: str) -> None:
    """The view, among whom, and in which field and indicators; the scatter chooses its indicators itself."""
    which, among, field, single = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    with which:
        switch(view.say.t("compare.view"), VIEWS, shown, "compare_view", lambda name: view.say.t(f"compare.{name}"),
               "view")
    with among:
        _pick_group(view, made.scope)
    if shown == "scatter":
        return
    with field:
        _pick_pillar(view, made.scope, pillar)
    with single, st.popover(view.say.t("compare.indicators"), icon=":material/checklist:"):
        choose_many(view.say.t("compare.indicators"), comparing.comparable(view.dataset, made.scope.members),
                    made.rows, "compare_rows", titles(view), "indicators", comparing.MANY,
                    view.say.t("compare.indicators_help"))


def _pick_group(view: View, scope: Scope) -> None:
    catalogue, say = view.dataset.catalogue, view.say
    levels = [scope.level, *(catalogue.places[code].level for code in catalogue.ancestors(view.place))]
    options = sorted(catalogue.groups, key=lambda name: (
        levels.index(level) if (level := catalogue.groups[name].level) in levels else len(levels),
        scope.subject not in catalogue.groups[name].places))
    said = {name: say.t("compare.group_option", group=one.title.say(view.language), count=len(one.places))
            for name, one in catalogue.groups.items()}
    said[ALL] = say.t("compare.all_of_level", level=say.t(f"level.{scope.level}"))
    choose(say.t("compare.group"), [*options, ALL], scope.group.id if scope.group else ALL, "compare_group",
           lambda name: said.get(name, name), lambda name: _write_group(view, scope, name))


def _write_group(view: View, scope: Scope, name: str) -> None:
    """Another level has other places and other indicators."""
    group = view.dataset.catalogue.groups.get(name)
    if group and group.level != scope.level:
        state.keep(**dict.fromkeys(OF_PLACE, ""))
    state.keep(group=name, places="")


def _pick_pillar(view: View, scope: Scope, pillar: str) -> None:
    catalogue = view.dataset.catalogue
    held = {catalogue.indicators[name].pillar for name in comparing.comparable(view.dataset, scope.members)}
    options = ["", *(name for name in catalogue.pillars if name in held or name == pillar)]
    choose(view.say.t("app.pillar"), options, pillar, "compare_pillar",
           lambda name: catalogue.pillars[name].title.say(view.language) if name else view.say.t("compare.all_pillars"),
           lambda name: state.keep(pillar=name, indicators=""))


def _profile(view: View, made: Compared, places: tuple[str, ...]) -> None:
    chosen = tuple(code for code in places if code in made.scope.members)
    beside = chosen or comparing.others(view.dataset, made.scope, made.rows)
    shown = tuple(dict.fromkeys((made.scope.subject, *beside)))[:IN_COLOUR]
    charts, panel = st.columns([5, 2], gap="medium")
    with panel:
        notes([view.say.t("compare.profile_note"), *_size_note(made), *compareview.missing(made, shown)])
    with charts:
        choose_many(view.say.t("compare.places"), comparing.with_figures(view.dataset, made.scope.members), shown,
                    "compare_places", names(view), "places", IN_COLOUR)
        draw(view, comparing.recent(view.dataset, ("profile", *made.key, shown),
                                    lambda: compareview.profile_shown(made, shown)), "profile")
        _definitions(made)


def _ranks(view: View, made: Compared) -> None:
    by_name = st.query_params.get("sort") == "name"
    most = ACROSS.get(view.size, ACROSS["page"])
    wide = made if view.size == "phone" else replace(made, size=replace(made.size, width=made.size.width * WIDER))
    switch(view.say.t("compare.sort"), ("mean", "name"), "name" if by_name else "mean", "compare_sort",
           lambda name: view.say.t(f"compare.sort_{name}"), "sort")
    draw(view, comparing.recent(view.dataset, ("ranks", *wide.key, by_name, most),
                                lambda: compareview.ranks_shown(wide, by_name, most)), "ranks")
    older = [view.say.t("compare.older")] if compareview.has_older(made, made.scope.members) else []
    notes([view.say.t("compare.ranks_note"), *older, *_size_note(made)])
    _definitions(made)


def _size_note(made: Compared) -> list[str]:
    sizes = any(made.entry(name).better == "none" for name in made.rows)
    return [made.say.t("compare.size_note")] if sizes else []


def _definitions(made: Compared) -> None:
    with st.expander(made.say.t("compare.definitions"), icon=":material/menu_book:"):
        entries = [made.entry(name) for name in made.rows]
        st.markdown("\n".join(
            f"- **{plain(one.title.say(made.language))}** ({plain(one.unit.label.say(made.language))})  \n"
            f"  {plain(one.definition.say(made.language))}" for one in entries))
