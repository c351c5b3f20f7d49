"""So many draw at a time: who waits takes no place, who stands already goes first, and a place is never lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import pytest

from dashboard import turns
from dashboard.turns import Turns

PATIENCE = 10.0


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)


class Crowd:
    """Threads that draw, and hold their place until they are told to leave it."""

    def __init__(self, places: int) -> None:
        self.turns = Turns(places)
        self.order: list[str] = []
        self._leave: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []

    def come(self, name: str, first: bool = True, notice: Callable[[], AbstractContextManager[None]] | None = None) -> None:
        """Somebody comes, and either draws or waits when this returns."""
        self._leave[name] = threading.Event()
        waits = threading.Event()

        @contextmanager
        def noticed() -> Iterator[None]:
            waits.set()
            with (notice or nullcontext)():
                yield

        def draw() -> None:
            with self.turns.turn(first, noticed):
                self.order.append(name)
                waits.set()
                assert self._leave[name].wait(PATIENCE)
        self._threads.append(threading.Thread(target=draw, daemon=True))
        self._threads[-1].start()
        assert waits.wait(PATIENCE)

    def go(self, name: str, count: int) -> None:
        """Somebody has drawn; wait until so many have had a place."""
        self._leave[name].set()
        end = threading.Event()
        for _ in range(1000):
            if len(self.order) >= count:
                return
            end.wait(0.01)
        raise AssertionError(f"only {self.order}")

    def end(self) -> None:
        for leave in self._leave.values():
            leave.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


def test_two_places_are_had_by_two_in_the_order_of_coming() -> None:
    crowd = Crowd(2)
    for name in "abcd":
        crowd.come(name)
    assert crowd.order == ["a", "b"]
    crowd.go("b", 3)
    assert crowd.order == ["a", "b", "c"]
    crowd.go("a", 4)
    assert crowd.order == ["a", "b", "c", "d"]
    crowd.end()


def test_a_page_that_stands_goes_before_first_visits() -> None:
    crowd = Crowd(1)
    crowd.come("a")
    crowd.come("first visit")
    crowd.come("click", first=False)
    crowd.come("another click", first=False)
    crowd.go("a", 2)
    crowd.go("click", 3)
    crowd.go("another click", 4)
    assert crowd.order == ["a", "click", "another click", "first visit"]
    crowd.end()


def test_a_page_that_fails_passes_its_place_on() -> None:
    held = Turns(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), held.turn(True, nullcontext):
            raise ZeroDivisionError
    with held.turn(True, nullcontext):
        pass


def test_who_gives_up_while_waiting_leaves_the_line() -> None:
    """The notice fails, as Streamlit's does where the visitor has left meanwhile."""
    @contextmanager
    def gone() -> Iterator[None]:
        raise RuntimeError("the visitor has left")
        yield

    crowd = Crowd(1)
    crowd.come("a")
    with pytest.raises(RuntimeError, match="has left"), crowd.turns.turn(True, gone):
        crowd.order.append("never")
    crowd.come("b")
    crowd.go("a", 2)
    assert crowd.order == ["a", "b"]
    crowd.end()


def test_nobody_is_told_to_wait_who_need_not() -> None:
    def notice() -> AbstractContextManager[None]:
        raise AssertionError("told to wait")
    held = Turns(1)
    for _ in range(2):
        with held.turn(True, notice):
            pass
