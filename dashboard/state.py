"""State lives in the address: ids only, so that a link can be sent to somebody and still works after a rename."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from dashboard.locale import Locale, words
from dashboard.theme import Measure, Palette, measure, palette
from indicators import Dataset
from indicators.catalogue import nearest
from indicators.printable import printable

KEPT = ("lang", "place")
"""Kept from page to page, for Streamlit drops the address when another page is opened."""

WIDTH = 940
"""The room, in pixels, that a figure on a page has at 1920 pixels."""


def current_day() -> date:
    """Today where the server runs. Tests put a day of their own here."""
    return date.today()


@dataclass(frozen=True)
class View:
    """What every page needs: the figures, the words, the colours, whose page it is, and the day it is read on."""

    dataset: Dataset
    say: Locale
    palette: Palette
    place: str
    warnings: tuple[str, ...] = ()
    size: str = "page"
    today: date = field(default_factory=lambda: current_day())

    @property
    def measure(self) -> Measure:
        """How large figures are drawn for the reader's window."""
        if self.size == "screen":
            return measure("page", WIDTH).scaled(2)  # as the rest of the page is: see widgets/page.py
        return measure("phone") if self.size == "phone" else measure("page", WIDTH)

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.say.language

    def name(self, place: str) -> str:
        """A place's name in the page's language; its code where it is unknown."""
        known = self.dataset.catalogue.places.get(place)
        return known.name.say(self.language) if known else place


def view(dataset: Dataset) -> View:
    """Read the address: language and place, with a friendly line for what is not there."""
    catalogue = dataset.catalogue
    for key in KEPT:
        if key not in st.query_params and key in st.session_state.get("kept", {}):
            st.query_params[key] = st.session_state["kept"][key]
    language, warnings = _language(catalogue.languages)
    say = words(language)
    place, more = known_id(say, "place", st.query_params.get("place", ""), catalogue.places, catalogue.focus)
    st.session_state["kept"] = {key: st.query_params[key] for key in KEPT if key in st.query_params}
    kind = "dark" if st.context.theme.type == "dark" else "light"
    colours = palette(kind)  # a paper of the page's own colour, so that a saved picture can be read anywhere
    return View(dataset, say, replace(colours, paper=colours.background), place, (*warnings, *more))


def _language(languages: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    asked = st.query_params.get("lang", "")
    if asked in languages:
        return asked, ()
    browser = (st.context.locale or "").split("-")[0]
    chosen = browser if browser in languages else languages[0]
    return chosen, (words(chosen).t("address.unknown_language", id=asked),) if asked else ()


def known_id(say: Locale, kind: str, asked: str, known: Container[str], default: str,
             names: Mapping[str, str] | None = None) -> tuple[str, tuple[str, ...]]:
    """The id if it is known; else the nearest right one, or the default, and a line that says what is shown."""
    if not asked:
        return default, ()
    if asked in known:
        return asked, ()
    line = say.t(f"address.unknown_{kind}", id=asked)
    found = nearest(asked, known) or default  # type: ignore[arg-type]
    otherwise = f"address.default_{kind}"
    shown = say.t("address.shown_instead", name=(names or {}).get(found, found)) if found else say.t(otherwise) if otherwise in say else ""
    gap = " " if shown and say.t("sentence.comma").endswith(" ") else ""
    return found, (f"{line}{gap}{shown}",)


def keep(**given: str) -> None:
    """Write ids into the address; an empty one is taken out."""
    for key, value in given.items():
        if value:
            st.query_params[key] = value
        else:
            st.query_params.pop(key, None)
    st.session_state["kept"] = {key: st.query_params[key] for key in KEPT if key in st.query_params}


def follow(key: str, value: object) -> None:
    """Let a widget that exists already show what the address says now, after a link or the back button.

    A new widget takes the address as its default; setting a value that it has never shown would be lost when
    the first run is cut short by a second.
    """
    if key in st.session_state and st.session_state[key] != value:
        st.session_state[key] = value


def place_in(options: Sequence[str], value: str) -> int:
    """Where a value stands among the options; 0 where it does not."""
    return options.index(value) if value in options else 0


def link(**given: str) -> dict[str, str]:
    """The address of another page: language and place as they are, plus these ids."""
    kept = {key: st.query_params[key] for key in KEPT if key in st.query_params}
    return {**kept, **{key: value for key, value in given.items() if value}}


_MEANT = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]()<>#+-.!|~$:&"})
_BREAKS = str.maketrans("\n\r\t", "   ")


def plain(text: str) -> str:
    """Text from a file as Markdown that means just that text: no links, no emphasis, no icons, no colours."""
    return printable(text.strip().translate(_BREAKS)).translate(_MEANT)
