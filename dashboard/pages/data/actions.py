"""Actions of the Add view: each asks first who may add files, and every failure becomes a sentence
on the page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from dashboard.access import AccessDecision, access_decision
from dashboard.live_dataset import live
from dashboard.uploads import UploadAnswers, WaitingFile
from dashboard.url_state import View, plain
from indicators.history import HistoryError

T = TypeVar("T")


@dataclass(frozen=True)
class ActionResult:
    """What an action did, in words; `number` is that of the change that can be taken back."""

    text: str
    good: bool = True
    number: int = 0
    indicators: tuple[str, ...] = ()


def current_access(view: View) -> AccessDecision:
    """Decide whether the visitor may add files now, by the config that holds now."""
    dataset = live().refresh().dataset or view.dataset
    return access_decision(dataset.catalogue.intake)


def perform(
    view: View, action: Callable[[AccessDecision], Iterable[ActionResult]], name: str = ""
) -> list[ActionResult]:
    """Run an action if the visitor may (still) add files, and give its results or why it failed.

    `name` is the file that the action is about; it stands before what the operating system refuses.
    """
    decision = current_access(view)
    if not decision.open:
        return [_failure(view.locale.text(f"add.closed.{decision.state}", who=decision.who))]
    try:
        return list(action(decision))
    except HistoryError as error:
        return [_failure(error.problem.text(view.language))]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return [_failure(_with_name(view, name, view.locale.text("add.disk", why=reason)))]
    except Exception as error:
        logging.getLogger(__name__).exception("an action of the Add view failed")
        reason = type(error).__name__
        return [_failure(_with_name(view, name, view.locale.text("add.failed", why=reason)))]


def _failure(text: str) -> ActionResult:
    return ActionResult(text, good=False)


def _with_name(view: View, name: str, text: str) -> str:
    return view.locale.text("sentence.title", subject=name, said=text) if name else text


def draw_part(view: View, draw: Callable[[], T]) -> T | None:
    """Draw one part of the page and give what `draw` gives; where it fails, an error stands in its
    place.
    """
    try:
        return draw()
    except HistoryError as error:
        st.error(plain(error.problem.text(view.language)), icon=":material/error:")
    except OSError as error:
        st.error(plain(str(error)), icon=":material/error:")
    except Exception as error:
        logging.getLogger(__name__).exception("a part of the Add view could not be drawn")
        reason = type(error).__name__
        st.error(plain(view.locale.text("add.not_drawn", why=reason)), icon=":material/error:")
    return None


def result_or_none(make: Callable[[], T]) -> T | None:
    """Return what `make` gives, None where it fails: the failure is shown elsewhere."""
    try:
        return make()
    except (HistoryError, OSError):
        return None


def show_results(results: Iterable[ActionResult]) -> None:
    """Keep results for the next drawing; they take the place of earlier ones."""
    st.session_state["add_results"] = list(results)


def answers_for(item: WaitingFile) -> UploadAnswers:
    """Return what was answered about a file on this visit."""
    answers: dict[str, UploadAnswers] = st.session_state.setdefault("add_answers", {})
    return answers.get(item.id, UploadAnswers())


def set_answers(item: WaitingFile, answers: UploadAnswers) -> None:
    """Keep answers about a file for this visit."""
    st.session_state.setdefault("add_answers", {})[item.id] = answers
