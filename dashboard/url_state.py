"""State lives in the address: ids only, so that a link can be sent to somebody and still works
after a rename.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import streamlit as st

from dashboard import url_values
from dashboard.style import Measure, Palette, Style, measure, palette
from dashboard.url_values import KEYS, Answer, Choices, Notice
from dashboard.views import labels
from indicators import Dataset
from indicators.locale import Locale, get_locale
from indicators.text import printable

SHARED_KEYS = ("lang", "place")
"""Carried from page to page: Streamlit drops the address when another page is opened."""

WIDTH = 940
"""The room, in pixels, that a figure on a page has at 1920 pixels."""


ADDRESS_DELAY = 1.5
"""Seconds within which a browser has taken over what was written into its address. Who goes back
sooner than that finds the choice written once more.
"""


class _Write(NamedTuple):
    """An id that was written into the address, what stood there before, and when."""

    before: str
    id: str
    time: float


def current_day() -> date:
    """Return the day where the server runs. Tests put a day of their own here."""
    return date.today()


@dataclass(frozen=True)
class View:
    """What every page needs: the figures, the words, the colours, whose page it is, and the day it
    is read on.
    """

    dataset: Dataset
    locale: Locale
    palette: Palette
    place: str
    warnings: tuple[Notice, ...] = ()
    size: str = "page"
    today: date = field(default_factory=lambda: current_day())

    @property
    def measure(self) -> Measure:
        """How large figures are drawn for the reader's window."""
        if self.size == "screen":
            return measure("page", WIDTH).scaled(
                2
            )  # as the rest of the page is: see components/page_frame.py
        return measure("phone") if self.size == "phone" else measure("page", WIDTH)

    @property
    def style(self) -> Style:
        """How charts are drawn for the reader."""
        return Style(self.language, self.palette, self.measure)

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.locale.language

    @property
    def languages(self) -> tuple[Locale, ...]:
        """The words of every language that a reader can choose."""
        return url_values.languages(self.dataset)

    def name(self, place: str) -> str:
        """Return a place's name in the page's language; its code where it is unknown."""
        return labels.places(self.dataset, self.locale).get(place, place)

    def choices(self, kind: str, names: Callable[[Locale], dict[str, str]]) -> Choices:
        """Return the choices that `names` gives in a language, as `url_values.choices` does."""
        return url_values.choices(self.dataset, self.locale, kind, names)

    def place_choices(self) -> Choices:
        """Return every place."""
        return url_values.place_choices(self.dataset, self.locale)

    def indicator_choices(self) -> Choices:
        """Return every indicator; an id that one had before leads to it."""
        return url_values.indicator_choices(self.dataset, self.locale)


def view(dataset: Dataset) -> View:
    """Read the address: language and place, with a friendly line for what is not there."""
    catalogue = dataset.catalogue
    rewrite_params()
    _sync()
    for key in SHARED_KEYS:
        if key not in st.query_params and key in st.session_state.get("shared_params", {}):
            st.query_params[key] = st.session_state["shared_params"][key]
    language, warnings = _language(catalogue.languages)
    kind = "dark" if st.context.theme.type == "dark" else "light"
    colours = palette(
        kind
    )  # a paper of the page's own colour, so that a saved picture can be read anywhere
    bare = View(
        dataset, get_locale(language), replace(colours, paper=colours.background), catalogue.focus
    )
    answer = single(bare, "place", bare.place_choices(), catalogue.focus)
    state = {"lang": language, "place": answer.id}
    st.session_state["shared_params"] = {
        key: state[key] for key in SHARED_KEYS if key in st.query_params
    }
    return replace(bare, place=answer.id, warnings=(*warnings, *answer.notices))


def _sync() -> None:
    """Let the browser's address follow a link to the page that is open: Streamlit leaves the old
    one standing.
    """
    current = {key: st.query_params[key] for key in KEYS if key in st.query_params}
    previous = st.session_state.get("address", current)
    st.session_state["address"] = current
    if current != previous and current:
        key = next(iter(current))
        st.query_params[key] = current[key]


def visitor_locale() -> Locale:
    """Return the visitor's language, where no dataset says which languages are offered."""
    return get_locale(st.query_params.get("lang") or st.context.locale or "en")


def _language(languages: tuple[str, ...]) -> tuple[str, tuple[Notice, ...]]:
    code = st.query_params.get("lang", "")
    if code in languages:
        return code, ()
    browser = (st.context.locale or "").split("-")[0]
    chosen = browser if browser in languages else languages[0]
    if not code:
        return chosen, ()
    return chosen, (
        Notice(get_locale(chosen).text("address.unknown_language", id=url_values.short(code))),
    )


def single(view: View, key: str, choices: Choices, default: str = "") -> Answer:
    """Return what the address asks for under `key`; a label there is replaced by its id."""
    answer = url_values.single(view.locale, key, st.query_params.get(key, ""), choices, default)
    if answer.relabelled:
        correct_params(**{key: answer.id})
    return answer


def several(view: View, key: str, choices: Choices, most: int) -> Answer:
    """Return the answer of `single` for a list of at most `most` ids; one with something to tell
    stays as it is, or the line would go.
    """
    answer = url_values.several(view.locale, key, st.query_params.get(key, ""), choices, most)
    if answer.relabelled and not answer.notices:
        correct_params(**{key: ",".join(answer.ids)})
    return answer


def correct_params(**ids: str) -> None:
    """Write ids into the address that the page found there in another form, or drops."""
    for key, value in ids.items():
        _write_param(key, value)


def set_params(**ids: str) -> None:
    """Write the ids of a choice into the address; an empty one is taken out."""
    rewrite_params()
    writes = st.session_state.setdefault("address_writes", {})
    for key, value in ids.items():
        writes[key] = _Write(st.query_params.get(key, ""), value, time.monotonic())
        _write_param(key, value)


def rewrite_params() -> None:
    """Write again what the browser's address did not hold yet when it asked for this run.

    A choice that follows another at once comes with the address from before the first one.
    """
    writes: dict[str, _Write] = st.session_state.get("address_writes", {})
    for key, write in list(writes.items()):
        current = st.query_params.get(key, "")
        if time.monotonic() - write.time > ADDRESS_DELAY or current not in (write.before, write.id):
            del writes[key]
        elif current != write.id:
            _write_param(key, write.id)


def _write_param(key: str, id: str) -> None:
    if id:
        st.query_params[key] = id
    else:
        st.query_params.pop(key, None)


def place_in(options: Sequence[str], value: str) -> int:
    """Return where a value stands among the options; 0 where it does not."""
    return options.index(value) if value in options else 0


def link(**ids: str) -> dict[str, str]:
    """Return the address of another page: language and place as they are, plus these ids."""
    return {
        **st.session_state.get("shared_params", {}),
        **{key: value for key, value in ids.items() if value},
    }


def current_params(**ids: str) -> dict[str, str]:
    """Return the address of the open page with these ids in it; only keys that a page reads."""
    current = {
        key: st.query_params[key][: url_values.MAX_ID_LENGTH]
        for key in KEYS
        if key in st.query_params
    }
    return {**current, **ids}


_ESCAPES = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]()<>#+-.!|~$:&"})
_BREAKS = str.maketrans("\n\r\t", "   ")


def plain(text: str) -> str:
    """Return text from a file as Markdown that means just that text: no links, no emphasis, no
    icons, no colours.
    """
    return printable(text.strip().translate(_BREAKS)).translate(_ESCAPES)
