"""What a file does not say itself: which column is what, what holds for all of it, and what its new
series are called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.pages.data.actions import answers_for, set_answers
from dashboard.uploads import WaitingFile
from dashboard.url_state import View, place_in, plain
from dashboard.views import intake as intakeview
from indicators import locale
from indicators.catalogue import NEW
from indicators.catalogue.reading_hints import ReadingHints
from indicators.intake import Arrival, ArrivalSeries, SeriesDescription

BETTER = ("none", "higher", "lower")


def reading_form(view: View, item: WaitingFile, arrival: Arrival) -> None:
    """Draw the form of columns and of what holds for the whole file; 'Read again' shows the result,
    and nothing is written.
    """
    with st.expander(
        view.locale.text("add.form"),
        expanded=intakeview.needs_answers(arrival),
        icon=":material/tune:",
    ):
        st.caption(plain(view.locale.text("add.form_help")))
        with st.form(f"add_form_{item.id}", border=False):
            hints = answers_for(item).hints
            chosen = _columns(view, item, arrival, hints)
            fixed = _fixed_values(view, item, hints)
            submitted = st.form_submit_button(
                view.locale.text("add.read_again"), icon=":material/refresh:"
            )
        if submitted and intakeview.is_wrong_period(fixed["period"]):
            st.error(
                plain(view.locale.text("add.wrong_period", period=fixed["period"])),
                icon=":material/error:",
            )
        elif submitted:
            set_answers(
                item,
                replace(answers_for(item), hints=intakeview.answers(arrival, hints, chosen, fixed)),
            )
            st.rerun()


def _columns(
    view: View, item: WaitingFile, arrival: Arrival, hints: ReadingHints
) -> dict[str, Sequence[str]]:
    """Give the column of each part, by name and by what stands in it."""
    names, preset = intakeview.column_names(arrival.columns), intakeview.presets(arrival, hints)
    if not names:
        return {}
    st.markdown(f"**{plain(view.locale.text('add.columns'))}**")
    chosen: dict[str, Sequence[str]] = {}
    for pair in (
        intakeview.SINGLE_ROLES[:2],
        intakeview.SINGLE_ROLES[2:4],
        intakeview.SINGLE_ROLES[4:],
        intakeview.MULTIPLE_ROLES,
    ):
        for part, side in zip(pair, st.columns(2), strict=True):
            with side:
                is_list = part in intakeview.MULTIPLE_ROLES
                chosen[part] = (_several_columns if is_list else _column)(
                    view, item, part, names, preset[part]
                )
    return chosen


def _several_columns(
    view: View, item: WaitingFile, part: str, names: dict[str, str], preset: Sequence[str]
) -> Sequence[str]:
    return st.multiselect(
        plain(view.locale.text(f"add.part.{part}")),
        list(names),
        list(preset),
        lambda name: names[name],
        key=f"add_column_{part}_{item.id}",
        placeholder=view.locale.text("add.by_itself"),
    )


def _column(
    view: View, item: WaitingFile, part: str, names: dict[str, str], preset: Sequence[str]
) -> Sequence[str]:
    options = ["", *names]
    column = st.selectbox(
        plain(view.locale.text(f"add.part.{part}")),
        options,
        place_in(options, next(iter(preset), "")),
        key=f"add_column_{part}_{item.id}",
        format_func=lambda name: names.get(name) or view.locale.text("add.no_column"),
    )
    return (column,) if column else ()


def _fixed_values(view: View, item: WaitingFile, hints: ReadingHints) -> dict[str, str]:
    """Place, period, title and unit of every figure that says none."""
    st.markdown(f"**{plain(view.locale.text('add.whole'))}**")
    left, right = st.columns(2)
    with left:
        place = _choice(
            view,
            "add.whole_place",
            f"add_place_{item.id}",
            hints.place,
            {
                code: place.name.get(view.language)
                for code, place in view.dataset.catalogue.places.items()
            },
        )
    with right:
        period = st.text_input(
            view.locale.text("add.whole_period"),
            hints.period,
            key=f"add_period_{item.id}",
            max_chars=40,
            placeholder="2023, 2023-Q2, 2023-07",
        )
    left, right = st.columns(2)
    with left:
        title = st.text_input(
            view.locale.text("add.whole_title"),
            hints.title,
            key=f"add_title_{item.id}",
            max_chars=300,
        )
    with right:
        unit = _unit(view, "add.whole_unit", f"add_unit_{item.id}", hints.unit)
    return {"place": place, "period": period, "title": title, "unit": unit}


def _choice(
    view: View, key: str, widget: str, value: str, options: dict[str, str], new: bool = False
) -> str:
    """Draw a choice of one id by its name, and give it; empty where none is chosen."""
    choices = ["", *dict.fromkeys([*options, *filter(None, [value])])]
    chosen = st.selectbox(
        view.locale.text(key),
        choices,
        choices.index(value),
        key=widget,
        accept_new_options=new,
        format_func=lambda name: (
            options.get(name, name) or view.locale.text("add.as_the_file_says")
        ),
    )
    return (chosen or "").strip()[:200]


def _unit(view: View, key: str, widget: str, value: str) -> str:
    units = {
        unit.id: unit.label.get(view.language) or unit.id
        for unit in view.dataset.catalogue.units.values()
        if unit.id
    }
    return _choice(view, key, widget, value, units, new=True)


def words_form(view: View, item: WaitingFile, arrival: Arrival) -> None:
    """Draw the form of title, unit, direction and pillar of each new series: one at a time, kept
    until the file is accepted.
    """
    new = intakeview.new_series(arrival)
    if not new:
        return
    labels = answers_for(item).words
    labelled = sum(series.indicator in labels for series in new)
    with st.expander(
        view.locale.text("add.words", n=len(new), done=labelled),
        icon=":material/label:",
        key=f"add_words_box_{item.id}",
    ):
        st.caption(plain(view.locale.text("add.words_help")))
        series = new[0]
        if len(new) > 1:
            series = st.selectbox(
                view.locale.text("add.words_which"),
                new,
                key=f"add_which_{item.id}",
                format_func=lambda series: series.title or series.indicator,
            )
        if not series.code:
            st.info(plain(view.locale.text("add.words_no_title")), icon=":material/info:")
            return
        _words_of(view, item, series, labels.get(series.indicator, SeriesDescription()))


def _words_of(
    view: View, item: WaitingFile, series: ArrivalSeries, labels: SeriesDescription
) -> None:
    mark = f"{series.indicator}_{item.id}"
    languages = view.dataset.catalogue.languages
    with st.form(f"add_words_{mark}", border=False):
        suggestions = {languages[0]: series.title, **labels.title}
        titles = {
            code: st.text_input(
                view.locale.text("add.title_in", language=locale.get_locale(code).name),
                suggestions.get(code, ""),
                key=f"add_title_{code}_{mark}",
                max_chars=300,
            )
            for code in languages
        }
        unit = _unit(view, "app.unit", f"add_its_unit_{mark}", labels.unit or series.unit)
        better = st.selectbox(
            view.locale.text("add.better"),
            BETTER,
            place_in(BETTER, labels.better),
            key=f"add_better_{mark}",
            format_func=lambda way: view.locale.text(f"add.better.{way}"),
        )
        pillars = [NEW, *(name for name in view.dataset.catalogue.pillars if name != NEW)]
        pillar = st.selectbox(
            view.locale.text("app.pillar"),
            pillars,
            place_in(pillars, labels.pillar),
            key=f"add_pillar_{mark}",
            format_func=lambda name: _pillar(view, name),
        )
        submitted = st.form_submit_button(
            view.locale.text("add.words_keep"), icon=":material/check:"
        )
    if submitted and not unit:
        st.error(plain(view.locale.text("add.words_unit")), icon=":material/error:")
    elif submitted:
        words = SeriesDescription(
            {code: title.strip() for code, title in titles.items() if title.strip()},
            unit,
            better,
            pillar,
        )
        set_answers(
            item,
            replace(answers_for(item), words={**answers_for(item).words, series.indicator: words}),
        )
        st.rerun()


def _pillar(view: View, name: str) -> str:
    pillar = view.dataset.catalogue.pillars.get(name)
    return pillar.title.get(view.language) if pillar else view.locale.text("add.pillar_new")
