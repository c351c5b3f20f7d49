"""Permits to send files: for a session with an open connection, while config.yaml says what it
said.
"""

from __future__ import annotations

from dashboard.upload_permits import Permits
from indicators.catalogue import UploadSettings

OPEN = UploadSettings(True)
NAMED = UploadSettings(True, ("ann@city.example",))


def given(session: str = "s", connection: str = "c") -> Permits:
    permits = Permits()
    permits.begin(connection)
    permits.give(session, connection, OPEN)
    return permits


def test_who_has_a_permit_and_nobody_else() -> None:
    permits = given()
    assert permits.allow("s", OPEN)
    assert not permits.allow("t", OPEN)
    assert not permits.allow("", OPEN)
    assert not permits.allow("c", OPEN)


def test_a_permit_holds_while_the_config_says_the_same() -> None:
    permits = given()
    assert not permits.allow("s", UploadSettings())
    assert not permits.allow("s", NAMED)
    permits.give("s", "c", NAMED)
    assert permits.allow("s", NAMED) and not permits.allow("s", OPEN)


def test_a_closed_door_is_never_passed() -> None:
    permits = Permits()
    permits.begin("c")
    permits.give("s", "c", UploadSettings())
    assert not permits.allow("s", UploadSettings())


def test_a_permit_is_taken_back() -> None:
    permits = given()
    permits.withdraw("s")
    permits.withdraw("s")
    assert not permits.allow("s", OPEN)


def test_a_permit_ends_with_its_connection() -> None:
    permits = given()
    permits.end("c")
    assert not permits.allow("s", OPEN)
    assert (len(permits), permits.connections) == (0, 0)
    permits.give("s", "c", OPEN)  # the page was still being drawn
    assert not permits.allow("s", OPEN) and len(permits) == 0
    permits.give("s", "", OPEN)
    assert len(permits) == 0


def test_a_session_that_came_back_keeps_its_permit() -> None:
    """The browser connects anew before the server knows that the first connection is gone."""
    permits = given()
    permits.begin("d")
    permits.give("s", "d", OPEN)
    permits.end("c")
    assert permits.allow("s", OPEN)
    permits.end("d")
    assert not permits.allow("s", OPEN)


def test_a_connection_has_one_permit() -> None:
    permits = given()
    for number in range(100):
        permits.give(f"s{number}", "c", OPEN)
    assert len(permits) == 1
    assert permits.allow("s99", OPEN) and not permits.allow("s", OPEN)
