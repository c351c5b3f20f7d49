"""Selectors write what a reader chose: an id of their own that is not shown already."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.components import selector


class Session(dict[str, Any]):
    """A session's state, and the keys that were set in it."""

    def __init__(self) -> None:
        super().__init__()
        self.sets: set[str] = set()

    def __setitem__(self, key: str, value: Any) -> None:
        self.sets.add(key)
        super().__setitem__(key, value)


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


def test_what_the_browser_sent_is_not_sent_back(session: Session) -> None:
    """A value that is set again makes another message of the whole box."""
    session |= {selector._state_key("box_en"): "a", "box_en": "b"}
    selector._write("box_en", {"a": "A", "b": "B"}, lambda name: None)
    session.sets.clear()
    assert selector._value_each_run("box_en", "b") is None
    assert "box_en" not in session.sets


def test_a_value_of_the_address_is_sent_at_every_run(session: Session) -> None:
    """A run that was cut short may not have sent it; also back to what the browser sent before."""
    session |= {selector._state_key("box_en"): "a", "box_en": "b"}
    selector._write("box_en", {"a": "A", "b": "B"}, lambda name: None)
    for value in ("a", "b", "b"):
        session.sets.clear()
        assert selector._value_each_run("box_en", value) is None
        assert "box_en" in session.sets and session["box_en"] == value
