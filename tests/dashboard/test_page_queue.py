"""So many first visits are drawn at a time: who waits takes no place, and a place is never lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest

from dashboard import page_queue
from dashboard.page_queue import PageQueue

PATIENCE = 10.0


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_queue, "NOTICE_DELAY", 0.01)


class Visit:
    """A thread that draws, and holds its place until it is told to leave it."""

    def __init__(self, held: PageQueue) -> None:
        self.waits, self.draws, self._leave = (
            threading.Event(),
            threading.Event(),
            threading.Event(),
        )
        self._thread = threading.Thread(target=self._draw, args=(held,), daemon=True)
        self._thread.start()

    def _draw(self, held: PageQueue) -> None:
        with held.turn(self._notice):
            self.draws.set()
            assert self._leave.wait(PATIENCE)

    @contextmanager
    def _notice(self) -> Iterator[None]:
        self.waits.set()
        yield

    def end(self) -> None:
        self._leave.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


def test_the_third_visitor_waits_until_one_of_two_has_drawn() -> None:
    held = PageQueue(2)
    first, second = Visit(held), Visit(held)
    assert first.draws.wait(PATIENCE) and second.draws.wait(PATIENCE)
    third = Visit(held)
    assert third.waits.wait(PATIENCE) and not third.draws.is_set()
    first.end()
    assert third.draws.wait(PATIENCE)
    second.end()
    third.end()


def test_nobody_waits_longer_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_queue, "MAX_WAIT", 0.05)
    held = PageQueue(1)
    slow = Visit(held)
    assert slow.draws.wait(PATIENCE)
    other = Visit(held)
    assert other.draws.wait(PATIENCE), "a page that takes long keeps nobody out"
    other.end()
    slow.end()
    with held.turn(nullcontext):
        pass


def test_a_page_that_fails_passes_its_place_on() -> None:
    held = PageQueue(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), held.turn(nullcontext):
            raise ZeroDivisionError


def test_who_gives_up_while_waiting_takes_no_place() -> None:
    """The notice fails, as Streamlit's does where the visitor has left meanwhile."""

    @contextmanager
    def gone() -> Iterator[None]:
        raise RuntimeError("the visitor has left")
        yield

    held = PageQueue(1)
    first = Visit(held)
    assert first.draws.wait(PATIENCE)
    with pytest.raises(RuntimeError, match="has left"), held.turn(gone):
        raise AssertionError("drawn without a place")
    first.end()
    with held.turn(nullcontext):
        pass


def test_who_leaves_when_a_place_is_had_gives_it_back() -> None:
    """The end of Streamlit's spinner is a message, too: it fails where the visitor has left while
    waiting.
    """

    @contextmanager
    def left() -> Iterator[None]:
        waits.set()
        yield
        raise RuntimeError("the visitor has left")

    def wait() -> None:
        with pytest.raises(RuntimeError, match="has left"), held.turn(left):
            raise AssertionError("drawn for nobody")

    waits, held = threading.Event(), PageQueue(1)
    first = Visit(held)
    assert first.draws.wait(PATIENCE)
    gone = threading.Thread(target=wait)
    gone.start()
    assert waits.wait(PATIENCE)
    first.end()
    gone.join(PATIENCE)
    assert not gone.is_alive()
    next_visit = Visit(held)
    assert next_visit.draws.wait(PATIENCE) and not next_visit.waits.is_set()
    next_visit.end()


def test_nobody_is_told_to_wait_who_need_not() -> None:
    def notice() -> AbstractContextManager[None]:
        raise AssertionError("told to wait")

    held = PageQueue(1)
    for _ in range(2):
        with held.turn(notice):
            pass
