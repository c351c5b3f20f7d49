"""Turns at drawing: so many pages are drawn at a time; the others wait at no cost to anybody.

Every run of the script is a thread, and Python lets one of them work at a time. Two hundred that
work at once take turns of five milliseconds each, and so does the thread that answers the network:
it then waits for seconds.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

PATIENCE = 0.3
"""Seconds that a visitor waits before being told so."""


class Turns:
    """Hands out places to draw. A class because it must remember who waits, and lock."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._lock = threading.Lock()
        self._line: list[tuple[bool, int, threading.Event]] = []
        self._number = itertools.count()

    @contextmanager
    def turn(self, first: bool,
             notice: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
        """Wait for a place, hold it for the body, and pass it on.

        A page that stands already goes before a first visit (`first`); else the order is that of
        coming. `notice` makes what is shown while the wait is long.
        """
        place = self._ask(first)
        try:
            if not place.wait(PATIENCE):
                with notice():
                    place.wait()
            yield
        finally:
            self._leave(place)

    def _ask(self, first: bool) -> threading.Event:
        """A place: the event is set once it is had."""
        place = threading.Event()
        with self._lock:
            if self._free:
                self._free -= 1
                place.set()
            else:
                heapq.heappush(self._line, (first, next(self._number), place))
        return place

    def _leave(self, place: threading.Event) -> None:
        """Pass the place on to who is next; whoever gives up before having one leaves the line."""
        with self._lock:
            if not place.is_set():
                self._line = [entry for entry in self._line if entry[2] is not place]
                heapq.heapify(self._line)
            elif self._line:
                heapq.heappop(self._line)[2].set()
            else:
                self._free += 1
