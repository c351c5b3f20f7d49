"""First visits in turn: so many pages are drawn at a time, and the others wait without taking time
from anybody.

Every run of the script is a thread, and Python lets one of them work at a time. Two hundred that
work at once take turns of five milliseconds each, and so does the thread that answers the network:
it then waits for seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

NOTICE_DELAY = 0.3
"""Seconds that a visitor waits before a notice says so."""
MAX_WAIT = 30.0
"""Seconds after which a page is drawn all the same: one that takes long must keep nobody out."""


class PageQueue:
    """Places to draw at. A class because it must remember how many are taken, and lock."""

    def __init__(self, places: int) -> None:
        self._places = threading.BoundedSemaphore(places)

    @contextmanager
    def turn(self, notice: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
        """Wait for a place and hold it for the body; `notice` makes what is shown while the wait is
        long.
        """
        place = self._places.acquire(timeout=NOTICE_DELAY)
        try:
            if not place:
                # Its end may fail where the visitor has left: the place is then given back.
                with notice():
                    place = self._places.acquire(timeout=MAX_WAIT)
            yield
        finally:
            if place:
                self._places.release()
