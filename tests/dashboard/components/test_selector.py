"""Selectors write what a reader chose: an id of their own that is not shown already."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.components import selector


class Session(dict[str, Any]):
    """A session's state."""


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    made = Session()
    monkeypatch.setattr(selector.st, "session_state", made)
    return made


@pytest.mark.parametrize(
    ("shown", "chosen", "written"),
    [
        ("a", "b", ["b"]),
        ("a", "a", []),  # sent again after a run that was cut short
        ("a", "The letter b", []),  # a label of another language
        ("a", None, []),
    ],
)
def test_what_is_written(
    session: Session, shown: str, chosen: str | None, written: list[str]
) -> None:
    found: list[str] = []
    session |= {selector._state_key("box_en"): shown, "box_en": chosen}
    selector._write("box_en", {"a": "The letter a", "b": "Der Buchstabe b"}, found.append)
    assert found == written


def test_there_and_back_before_the_page_is_drawn(session: Session) -> None:
    found: list[str] = []
    session[selector._state_key("box_en")] = "a"
    for chosen in ("b", "a"):
        session["box_en"] = chosen
        selector._write("box_en", {"a": "A", "b": "B"}, found.append)
    assert found == ["b", "a"]
