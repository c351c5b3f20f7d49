"""Compare: places side by side over many indicators, as a profile and as ranks; and two indicators together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard import comparing, compareview, state
from dashboard.comparing import ALL, Scope
from dashboard.compareview import Compared
from dashboard.pages.compare_scatter import scatter_view
from dashboard.shown import Shown
from dashboard.state import View, plain
from dashboard.widgets.downloads import downloads, table

VIEWS = ("profile", "ranks", "scatter")
OF_PLACE = ("places", "group", "indicators", "pillar", "x", "y", "size", "period", "colour", "log", "only")
"""What no longer fits when the page is asked for another place."""
IN_COLOUR = 5
ACROSS = {"page": 20, "phone": 6, "screen": 20}
"""So many columns of ranks at most can be read, by the size of the window."""
CHART = {"displaylogo": False, "responsive": True, "displayModeBar": False}


def render(view: View) -> None:
    """Draw the page."""
    _forget(view)
    st.markdown(f"# {plain(view.say.t('compare.heading', place=view.name(view.place)))}")
    _body(view)


def _forget(view: View) -> None:
    """Another place was chosen: drop what was chosen for the last one. An address that was just opened is kept."""
    if st.session_state.get("compare_place", view.place) != view.place:
        state.keep(**dict.fromkeys(OF_PLACE, ""))
    st.session_state["compare_place"] = view.place


@st.fragment
def _body(view: View) -> None:
    """All below the heading: a click draws this part alone, and only the chosen view is worked out."""
    made = _compared(view)
    if not made.rows:
        st.info(plain(view.say.t("compare.no_common")), icon=":material/info:")
        return
    if made.scope.subject != view.place:
        st.caption(plain(view.say.t("compare.stands_in", place=view.name(view.place),
                                    shown=view.name(made.scope.subject))))
    asked = st.query_params.get("view", VIEWS[0])
    {"profile": _profile, "ranks": _ranks, "scatter": _scatter}[asked if asked in VIEWS else VIEWS[0]](view, made)
    _definitions(made)


def _compared(view: View) -> Compared:
    """The address, checked, and the three choices every view shares."""
    query, catalogue = st.query_params, view.dataset.catalogue
    _known_or_told(view, "view", query.get("view", ""), VIEWS, {name: view.say.t(f"compare.{name}") for name in VIEWS})
    group = _known_or_told(view, "group", query.get("group", ""), (ALL, *catalogue.groups),
                           {name: one.title.say(view.language) for name, one in catalogue.groups.items()})
    places = _places(view)
    scope = comparing.scope(view.dataset, view.place, places, group)
    pillars = {name: one.title.say(view.language) for name, one in catalogue.pillars.items()}
    pillar = _known_or_told(view, "pillar", query.get("pillar", ""), catalogue.pillars, pillars)
    wanted = tuple(name for code in _codes("indicators") if (name := _known_or_told(
        view, "indicator", code, catalogue.indicators, _titles(view))))
    rows = comparing.rows(view.dataset, scope.members, pillar, wanted) or comparing.rows(view.dataset, scope.members)
    made = Compared(view.dataset, scope, rows, view.say, view.palette, view.measure)
    _controls(view, made, group, pillar)
    return made


def _titles(view: View) -> dict[str, str]:
    return {name: one.title.say(view.language) for name, one in view.dataset.catalogue.indicators.items()}


def _codes(key: str) -> list[str]:
    return [code for code in st.query_params.get(key, "").split(",") if code]


def _places(view: View) -> tuple[str, ...]:
    """The places of the address that exist; for the others a line that says so."""
    known = view.dataset.catalogue.places
    names = {code: view.name(code) for code in known}
    found = [_known_or_told(view, "place", code, known, names) for code in _codes("places")]
    return tuple(dict.fromkeys(code for code in found if code))[:IN_COLOUR]


def _known_or_told(view: View, kind: str, asked: str, known: Sequence[str], names: dict[str, str]) -> str:  # type: ignore[type-arg]
    """The id, the nearest right one, or nothing; a friendly line where it is not what was asked for."""
    found, lines = state.known_id(view.say, kind, asked, known, "")
    if lines:
        line = view.say.t(f"address.unknown_{kind}", id=asked)
        instead = view.say.t("address.shown_instead", name=names.get(found, found)) if found else ""
        st.info(plain(compareview.joined(view.say, [line, instead])), icon=":material/link_off:")
    return found


def _controls(view: View, made: Compared, group: str, pillar: str) -> None:
    say, asked = view.say, st.query_params.get("view", "")
    with st.container(horizontal=True, key="compare_controls", vertical_alignment="bottom"):
        shown = asked if asked in VIEWS else VIEWS[0]
        state.follow("compare_view", shown)
        st.segmented_control(say.t("compare.view"), VIEWS, default=shown, key="compare_view", required=True,
                             format_func=lambda name: say.t(f"compare.{name}"),
                             on_change=lambda: state.keep(view=st.session_state["compare_view"]))
        _pick_group(view, made.scope, group)
        if shown != "scatter":
            _pick_pillar(view, made.scope, pillar)
            _pick_indicators(view, made)


def choose(label: str, options: Sequence[str], value: str, key: str, said: Callable[[str], str],
           write: Callable[[str], None], width: int = 300) -> None:
    """A box of ids that shows what the address says and writes there what is chosen."""
    state.follow(key, value)
    at = None if key in st.session_state else state.place_in(options, value)
    st.selectbox(label, options, at or 0, key=key, format_func=said, width=width,
                 on_change=lambda: write(st.session_state[key]))


def _pick_group(view: View, scope: Scope, asked: str) -> None:
    catalogue, say = view.dataset.catalogue, view.say
    levels = [catalogue.places[code].level for code in catalogue.ancestors(view.place)]
    near = [scope.level, *(level for level in levels if level != scope.level)]
    options = sorted(catalogue.groups, key=lambda name: (
        near.index(level) if (level := catalogue.groups[name].level) in near else 9,
        scope.subject not in catalogue.groups[name].places))
    chosen = asked or (scope.group.id if scope.group else ALL)
    named = {name: say.t("compare.group_option", group=one.title.say(view.language), count=len(one.places))
             for name, one in catalogue.groups.items()}
    named[ALL] = say.t("compare.all_of_level", level=say.t(f"level.{scope.level}"))
    choose(say.t("compare.group"), [*options, ALL], chosen, "compare_group", lambda name: named.get(name, name),
           lambda name: _write_group(view, scope, name), 340)


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
           lambda name: state.keep(pillar=name, indicators=""), 240)


def _pick_indicators(view: View, made: Compared) -> None:
    able = comparing.comparable(view.dataset, made.scope.members)
    with st.popover(view.say.t("compare.indicators"), icon=":material/checklist:"):
        state.follow("compare_rows", list(made.rows))
        given = None if "compare_rows" in st.session_state else list(made.rows)
        st.multiselect(view.say.t("compare.indicators"), able, given, key="compare_rows", max_selections=comparing.MANY,
                       format_func=_titles(view).__getitem__, help=view.say.t("compare.indicators_help"),
                       on_change=lambda: state.keep(indicators=",".join(st.session_state["compare_rows"])))


def _profile(view: View, made: Compared) -> None:
    chosen = tuple(code for code in _places(view) if code in made.scope.members)
    places = chosen or (made.scope.subject, *comparing.others(view.dataset, made.scope, made.rows))
    places = tuple(dict.fromkeys((made.scope.subject, *places)))[:IN_COLOUR]
    charts, panel = st.columns([5, 2], gap="medium")
    with panel:
        options = comparing.with_figures(view.dataset, made.scope.members)
        state.follow("compare_places", list(places))
        given = None if "compare_places" in st.session_state else list(places)
        st.multiselect(view.say.t("compare.places"), list(dict.fromkeys((*places, *options))), given,
                       key="compare_places", max_selections=IN_COLOUR, format_func=view.name,
                       on_change=lambda: state.keep(places=",".join(st.session_state["compare_places"])))
        _said(view, [view.say.t("compare.profile_note")] + _size_note(made) + compareview.missing(made, places))
    with charts:
        shown = comparing.recent(view.dataset, ("profile", *made.key, places),
                                 lambda: compareview.profile_shown(made, places))
        draw(view, shown, "profile")


def _ranks(view: View, made: Compared) -> None:
    by_name = st.query_params.get("sort") == "name"
    most = ACROSS.get(view.size, ACROSS["page"])
    order = "name" if by_name else "mean"
    state.follow("compare_sort", order)
    st.segmented_control(view.say.t("compare.sort"), ["mean", "name"], default=order, key="compare_sort", required=True,
                         format_func=lambda name: view.say.t(f"compare.sort_{name}"),
                         on_change=lambda: state.keep(sort=st.session_state["compare_sort"].replace("mean", "")))
    wide = replace(made, size=replace(made.size, width=made.size.width * (1.25 if view.size != "phone" else 1)))
    shown = comparing.recent(view.dataset, ("ranks", *wide.key, by_name, most),
                             lambda: compareview.ranks_shown(wide, by_name, most))
    draw(view, shown, "ranks")
    older = [view.say.t("compare.older")] if compareview.has_older(made, made.scope.members) else []
    _said(view, [*older, *_size_note(made), view.say.t("compare.blank")])


def _scatter(view: View, made: Compared) -> None:
    shown = scatter_view(view, made, choose, _known_or_told)
    if shown:
        draw(view, shown, "scatter")


def draw(view: View, shown: Shown, name: str) -> None:
    """A chart, its downloads and its table."""
    key = f"chart_compare_{name}"
    with st.container(key=key):
        st.plotly_chart(shown.chart.figure, theme=None, key=f"plot_compare_{name}", config=CHART, alt=shown.chart.alt)
    downloads(shown, view.say, f"compare_{name}", key)
    table(shown, view.say, f"compare_{name}")


def _said(view: View, lines: list[str]) -> None:
    st.caption("\n".join(f"- {plain(line)}" for line in lines))


def _size_note(made: Compared) -> list[str]:
    sizes = any(made.entry(name).better == "none" for name in made.rows)
    return [made.say.t("compare.size_note")] if sizes else []


def _definitions(made: Compared) -> None:
    if st.query_params.get("view") == "scatter":
        return
    with st.expander(made.say.t("compare.definitions"), icon=":material/menu_book:"):
        entries = [made.entry(name) for name in made.rows]
        st.markdown("\n".join(f"- **{plain(one.title.say(made.language))}** · {plain(one.unit.label.say(made.language))}  \n"
                              f"  {plain(one.definition.say(made.language))}" for one in entries))
