"""What a file does not say itself: which column is what, what holds for all of it, and what its new series are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.pages.data.actions import said, say_of
from dashboard.uploads import Item
from dashboard.url_state import View, place_in, plain
from dashboard.views import intake as intakeview
from indicators.catalogue import NEW
from indicators.catalogue.reading_hints import ReadingHints
from indicators.intake import Arrival, ArrivalSeries, SeriesDescription

BETTER = ("none", "higher", "lower")


def reading_form(view: View, item: Item, arrival: Arrival) -> None:
    """Columns and what holds for the whole file; 'Read again' shows the result, and nothing is written."""
    with st.expander(
        view.say.t("add.form"), expanded=intakeview.blank(arrival), icon=":material/tune:"
    ):
        st.caption(plain(view.say.t("add.form_help")))
        with st.form(f"add_form_{item.id}", border=False):
            before = said(item).answers
            chosen = _columns(view, item, arrival, before)
            whole = _whole(view, item, before)
            again = st.form_submit_button(view.say.t("add.read_again"), icon=":material/refresh:")
        if again and intakeview.wrong_period(whole["period"]):
            st.error(
                plain(view.say.t("add.wrong_period", period=whole["period"])),
                icon=":material/error:",
            )
        elif again:
            say_of(
                item,
                replace(said(item), answers=intakeview.answers(arrival, before, chosen, whole)),
            )
            st.rerun()


def _columns(
    view: View, item: Item, arrival: Arrival, before: ReadingHints
) -> dict[str, Sequence[str]]:
    """The column of each part, by name and by what stands in it."""
    names, preset = intakeview.column_names(arrival.columns), intakeview.presets(arrival, before)
    if not names:
        return {}
    st.markdown(f"**{plain(view.say.t('add.columns'))}**")
    chosen: dict[str, Sequence[str]] = {}
    for pair in (intakeview.ONE[:2], intakeview.ONE[2:], intakeview.SEVERAL):
        for part, side in zip(pair, st.columns(2), strict=True):
            with side:
                several = part in intakeview.SEVERAL
                chosen[part] = (_several if several else _one)(
                    view, item, part, names, preset[part]
                )
    return chosen


def _several(
    view: View, item: Item, part: str, names: dict[str, str], preset: Sequence[str]
) -> Sequence[str]:
    return st.multiselect(
        plain(view.say.t(f"add.part.{part}")),
        list(names),
        list(preset),
        lambda name: names[name],
        key=f"add_column_{part}_{item.id}",
        placeholder=view.say.t("add.by_itself"),
    )


def _one(
    view: View, item: Item, part: str, names: dict[str, str], preset: Sequence[str]
) -> Sequence[str]:
    options = ["", *names]
    one = st.selectbox(
        plain(view.say.t(f"add.part.{part}")),
        options,
        place_in(options, next(iter(preset), "")),
        key=f"add_column_{part}_{item.id}",
        format_func=lambda name: names.get(name) or view.say.t("add.no_column"),
    )
    return (one,) if one else ()


def _whole(view: View, item: Item, before: ReadingHints) -> dict[str, str]:
    """Place, period, title and unit of every figure that says none."""
    st.markdown(f"**{plain(view.say.t('add.whole'))}**")
    one, two = st.columns(2)
    with one:
        place = _choice(
            view,
            "add.whole_place",
            f"add_place_{item.id}",
            before.place,
            {
                code: place.name.say(view.language)
                for code, place in view.dataset.catalogue.places.items()
            },
        )
    with two:
        period = st.text_input(
            view.say.t("add.whole_period"),
            before.period,
            key=f"add_period_{item.id}",
            max_chars=40,
            placeholder="2023, 2023-Q2, 2023-07",
        )
    one, two = st.columns(2)
    with one:
        title = st.text_input(
            view.say.t("add.whole_title"), before.title, key=f"add_title_{item.id}", max_chars=300
        )
    with two:
        unit = _unit(view, "add.whole_unit", f"add_unit_{item.id}", before.unit)
    return {"place": place, "period": period, "title": title, "unit": unit}


def _choice(
    view: View, key: str, widget: str, value: str, options: dict[str, str], new: bool = False
) -> str:
    """One of many by its name; empty where none is meant."""
    every = ["", *dict.fromkeys([*options, *filter(None, [value])])]
    one = st.selectbox(
        view.say.t(key),
        every,
        every.index(value),
        key=widget,
        accept_new_options=new,
        format_func=lambda name: options.get(name, name) or view.say.t("add.as_the_file_says"),
    )
    return (one or "").strip()[:200]


def _unit(view: View, key: str, widget: str, value: str) -> str:
    units = {
        unit.id: unit.label.say(view.language) or unit.id
        for unit in view.dataset.catalogue.units.values()
        if unit.id
    }
    return _choice(view, key, widget, value, units, new=True)


def words_form(view: View, item: Item, arrival: Arrival) -> None:
    """Title, unit, direction and pillar of each new series: one at a time, kept until the file is accepted."""
    new = intakeview.new(arrival)
    if not new:
        return
    told = said(item).words
    done = sum(one.indicator in told for one in new)
    with st.expander(
        view.say.t("add.words", n=len(new), done=done),
        icon=":material/label:",
        key=f"add_words_box_{item.id}",
    ):
        st.caption(plain(view.say.t("add.words_help")))
        one = new[0]
        if len(new) > 1:
            one = st.selectbox(
                view.say.t("add.words_which"),
                new,
                key=f"add_which_{item.id}",
                format_func=lambda one: one.title or one.indicator,
            )
        if not one.code:
            st.info(plain(view.say.t("add.words_no_title")), icon=":material/info:")
            return
        _words_of(view, item, one, told.get(one.indicator, SeriesDescription()))


def _words_of(view: View, item: Item, one: ArrivalSeries, before: SeriesDescription) -> None:
    mark = f"{one.indicator}_{item.id}"
    languages = view.dataset.catalogue.languages
    with st.form(f"add_words_{mark}", border=False):
        titles = {
            code: st.text_input(
                view.say.t("add.title_in", language=view.say.t(f"app.language.{code}")),
                before.title.get(code, one.title if code == languages[0] else ""),
                key=f"add_title_{code}_{mark}",
                max_chars=300,
            )
            for code in languages
        }
        unit = _unit(view, "app.unit", f"add_its_unit_{mark}", before.unit or one.unit)
        better = st.selectbox(
            view.say.t("add.better"),
            BETTER,
            place_in(BETTER, before.better),
            key=f"add_better_{mark}",
            format_func=lambda way: view.say.t(f"add.better.{way}"),
        )
        pillars = [NEW, *(name for name in view.dataset.catalogue.pillars if name != NEW)]
        pillar = st.selectbox(
            view.say.t("app.pillar"),
            pillars,
            place_in(pillars, before.pillar),
            key=f"add_pillar_{mark}",
            format_func=lambda name: _pillar(view, name),
        )
        kept = st.form_submit_button(view.say.t("add.words_keep"), icon=":material/check:")
    if kept and not unit:
        st.error(plain(view.say.t("add.words_unit")), icon=":material/error:")
    elif kept:
        words = SeriesDescription(
            {code: title.strip() for code, title in titles.items() if title.strip()},
            unit,
            better,
            pillar,
        )
        say_of(item, replace(said(item), words={**said(item).words, one.indicator: words}))
        st.rerun()


def _pillar(view: View, name: str) -> str:
    known = view.dataset.catalogue.pillars.get(name)
    return known.title.say(view.language) if known else view.say.t("add.pillar_new")
