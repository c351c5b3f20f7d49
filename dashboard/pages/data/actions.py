"""Actions of the Add view: behind the door, with every failure a sentence; and what was said of each file on this visit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from dashboard.access import AccessDecision, door
from dashboard.live_dataset import live
from dashboard.uploads import Item, Said
from dashboard.url_state import View, plain
from dashboard.views.problems import error_text
from indicators.history import HistoryError

T = TypeVar("T")


@dataclass(frozen=True)
class Told:
    """What came of an action; `number` is that of the change that can be taken back."""

    text: str
    good: bool = True
    number: int = 0
    indicators: tuple[str, ...] = ()


def may(view: View) -> AccessDecision:
    """The door as it is at this moment, by the config that holds now."""
    dataset = live().shown().dataset
    return door((dataset or view.dataset).catalogue.intake)


def act(view: View, do: Callable[[AccessDecision], Iterable[Told]], name: str = "") -> list[Told]:
    """Do something, if the door is (still) open; what came of it. Nothing that goes wrong is lost.

    `name` is the file that it is done with, and is told with what the computer refuses.
    """
    gate = may(view)
    if not gate.open:
        return [Told(view.say.t(f"add.closed.{gate.state}", who=gate.who), good=False)]
    try:
        return list(do(gate))
    except HistoryError as error:
        return [Told(error_text(error, view.say), good=False)]
    except OSError as error:
        return [
            Told(
                _of(name, view.say.t("add.disk", why=error.strerror or type(error).__name__), view),
                good=False,
            )
        ]
    except Exception as error:
        logging.getLogger(__name__).exception("an action of the Add view failed")
        return [
            Told(_of(name, view.say.t("add.failed", why=type(error).__name__), view), good=False)
        ]


def _of(name: str, text: str, view: View) -> str:
    return view.say.t("sentence.title", subject=name, said=text) if name else text


def draw_alone(view: View, draw: Callable[[], T]) -> T | None:
    """Draw one part of the page; what goes wrong is told in its place, and the rest of the page is drawn.

    Returns what `draw` returns, None where it failed.
    """
    try:
        return draw()
    except (HistoryError, OSError) as error:
        st.error(plain(error_text(error, view.say)), icon=":material/error:")
    except Exception as error:
        logging.getLogger(__name__).exception("a part of the Add view could not be drawn")
        st.error(
            plain(view.say.t("add.not_drawn", why=type(error).__name__)), icon=":material/error:"
        )
    return None


def act_quietly(make: Callable[[], T]) -> T | None:
    """What is made, None where that fails: it is told elsewhere."""
    try:
        return make()
    except (HistoryError, OSError):
        return None


def tell(told: Iterable[Told]) -> None:
    """Keep for the next drawing what is to be said; it takes the place of what was said before."""
    st.session_state["add_told"] = list(told)


def said(item: Item) -> Said:
    """What was answered about a file on this visit."""
    return st.session_state.setdefault("add_said", {}).get(item.id, Said())  # type: ignore[no-any-return]


def say_of(item: Item, new: Said) -> None:
    """Answer about a file."""
    st.session_state.setdefault("add_said", {})[item.id] = new
