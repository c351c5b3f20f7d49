"""The dataset that is shown: loaded once for all sessions, replaced whole when its files have changed.

A change is taken up when the files have been quiet for a moment, so that a file being written is not read half;
the old figures stay until the new ones are complete. A config broken while running keeps the last good dataset.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.health import Health
from indicators import Dataset, Problem, history, load, snapshot
from indicators.model import ConfigError

QUIET = 0.3
"""Seconds that files must have been left alone before they are read again, where they end with a line's end."""
PATIENT = 1.0
"""The same where one of them does not: it may be cut in the middle by a writer that pauses."""
LOOK = 0.2
"""At most this often, in seconds, is the disk asked, for all sessions together."""
SETTLED = 3.0
"""Seconds without a change after which the files are kept as a version: one that is half written is none."""
_PAUSE = threading.Event()
"""Is never set: waiting for it is a pause."""
ROOT = Path(__file__).resolve().parent.parent
CONFIG = "DASHBOARD_CONFIG"


@dataclass(frozen=True)
class Shown:
    """What pages are drawn from. `faults` are those of a config.yaml that cannot be used at present."""

    dataset: Dataset | None
    faults: tuple[Problem, ...] = ()
    reading: bool = False


class Live:
    """Holds the dataset. A class because it must remember and lock: many sessions ask at once."""

    def __init__(self, config: Path) -> None:
        self.config, self.data = config, config.parent / "data"
        self._lock = threading.Lock()
        self._shown = Shown(None)
        self._mark = ""
        self._looked = 0.0
        self._seen = ("", 0.0)
        self._read: snapshot.Looked = {}
        self._unkept = 0.0

    @property
    def begun(self) -> bool:
        """Whether the first reading is over; until then `shown` takes as long as reading everything does."""
        return bool(self._mark)

    @property
    def current(self) -> Shown:
        """What was shown last. Asks neither the disk nor a lock, so that the server may ask at every request."""
        return self._shown

    def health(self) -> Health:
        """Whether figures are shown, and what is wrong."""
        shown = self._shown
        if not self.begun:
            return Health("loading")
        if shown.dataset is None:
            return Health("failed", shown.faults)
        return Health("degraded" if shown.faults else "ok", shown.faults)

    def shown(self) -> Shown:
        """The dataset of now; looks for changes, and reads them in the background once there is one to show."""
        with self._lock:
            due = time.monotonic() - self._looked > LOOK
            if not due or self._shown.reading:
                return self._shown
            self._looked = time.monotonic()
            looked = snapshot.look(self.config, self.data)
            mark = snapshot.fingerprint(self.config, self.data, looked)
            if mark == self._mark:
                return self._shown
            if self._shown.dataset is None:
                self._take(mark, looked)
            elif self._quiet(mark, looked):
                self._shown = Shown(self._shown.dataset, self._shown.faults, reading=True)
                threading.Thread(target=self._take, args=(mark, looked), daemon=True).start()
            return self._shown

    def _quiet(self, mark: str, looked: snapshot.Looked) -> bool:
        """Whether the files have been left alone: by their dates, or, as dates may be wrong, by two equal looks."""
        quiet = QUIET if all(_whole(self.data / name if name else self.config) for name in looked if looked[name] != self._read.get(name)) else PATIENT
        if mark != self._seen[0]:
            self._seen = (mark, time.monotonic())
        age = time.time() - snapshot.newest_change(looked)
        return age > quiet or time.monotonic() - self._seen[1] > quiet

    def _take(self, mark: str, looked: snapshot.Looked) -> None:
        """Read everything; on faults keep what was shown before and say why."""
        kept = self._shown.dataset
        self._history(history.recover)
        try:
            shown = Shown(self._loaded(kept))
            gc.collect()
            gc.freeze()  # a loaded dataset is many small objects that never go away: no collection need visit them
        except ConfigError as error:
            shown = Shown(kept, error.problems)
        except Exception as error:  # noqa: BLE001 - whatever it is, the old figures must stay up
            shown = Shown(kept, (Problem(f"the figures could not be read ({type(error).__name__}: {error})",
                                         do="The last good ones stay up." if kept else "See the log."),))
        self._mark, self._read, self._shown, self._unkept = mark, looked, shown, time.monotonic()

    def _loaded(self, kept: Dataset | None) -> Dataset:
        """What changed, read on the basis of what is shown; everything, should that fail."""
        try:
            return load(self.config, self.data, before=kept)
        except ConfigError:
            raise
        except Exception:
            if kept is None:
                raise
            logging.getLogger(__name__).exception("what changed could not be read by itself; everything is read again")
            return load(self.config, self.data, keep=False)

    def settle(self) -> None:
        """Once nothing has changed for a while: keep the files as they are now, and a snapshot for the next start."""
        if not self._unkept or self._shown.reading or time.monotonic() - self._unkept < SETTLED:
            return
        self._unkept = 0.0
        self._history(history.record)
        if self._shown.dataset is not None:
            snapshot.store(self._shown.dataset.fingerprint, self._shown.dataset)

    def _history(self, work: Callable[[Path], object]) -> None:
        """Keep every version of every file; where that fails the figures are shown all the same, and the log says why."""
        try:
            work(self.data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not keep the figures from being shown
            logging.getLogger(__name__).warning("versions of the data are not kept: %s", error)

    def watch(self) -> None:
        """Look for changes from now on, whether or not a page asks, until nobody holds this any longer."""
        threading.Thread(target=_look_on, args=(weakref.ref(self),), daemon=True).start()


def _whole(path: Path) -> bool:
    """Whether a file ends with the end of a line, as a table that is written to its end mostly does."""
    try:
        with path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
    except OSError:
        return False


def _look_on(this: weakref.ref[Live]) -> None:
    while (live := this()) is not None:
        if live.begun:
            live.shown()
            live.settle()
        del live
        _PAUSE.wait(max(LOOK, 0.05))


@st.cache_resource(max_entries=2, show_spinner=False)
def _live(config: str) -> Live:
    live = Live(Path(config))
    live.watch()
    return live


def live() -> Live:
    """The one Live of this process, for the config named in DASHBOARD_CONFIG, else config.yaml beside app.py."""
    return _live(os.environ.get(CONFIG) or str(ROOT / "config.yaml"))
