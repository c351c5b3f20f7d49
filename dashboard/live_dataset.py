"""The dataset that is shown: loaded once for all sessions, replaced whole when its files have changed.

A change is taken up when the files have been quiet for a moment, so that a file being written is not read half;
the old figures stay until the new ones are complete. A config broken while running keeps the last good dataset.

Whatever fails on the way (looking, reading, keeping versions, the snapshot) is told by `health` from then on, once in
the log, and tried again; a thread that has ended all the same is started anew by the next page.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import streamlit as st

from dashboard.health import Health
from indicators import Dataset, Problem, data_folder, fingerprints, history, load
from indicators.history import HistoryError
from indicators.loading.load import save
from indicators.problems import ConfigError, uncoded

QUIET_SECONDS = 0.3
"""Seconds that files must have been left alone before they are read again, where they end with a line's end."""
UNFINISHED_QUIET_SECONDS = 1.0
"""The same where one of them does not: it may be cut in the middle by a writer that pauses."""
CHECK_INTERVAL = 0.2
"""At most this often, in seconds, is the disk asked, for all sessions together."""
VERSION_DELAY = 3.0
"""Seconds without a change after which the files are kept as a version: one that is half written is none."""
MAX_VERSION_DELAY = 60.0
"""Seconds after which they are kept even though something changes all the time: otherwise no version ever were."""
RETRY_INTERVAL = 30.0
"""Seconds until a step that failed is tried again, where no file has changed before."""
RETRY_FACTOR = 20
"""A reading that failed is tried again after so many times as long as it took, where that is longer."""
_PAUSE = threading.Event()
"""Is never set: waiting for it is a pause."""
ROOT = Path(__file__).resolve().parent.parent
CONFIG = "DASHBOARD_CONFIG"
Step = Literal["look", "recover", "record", "journal", "snapshot", "watch"]
"""What is done again and again beside reading, and can fail."""
_FAILED: Mapping[Step, str] = {
    "look": "changed files are not noticed",
    "recover": "a change that was cut short could not be finished",
    "record": "new versions of the files are not kept",
    "journal": "a record of an earlier change cannot be read",
    "snapshot": "no snapshot of the figures is kept",
    "watch": "the thread that looks for changed files has failed",
}
WATCHER_STOPPED = uncoded(
    "the thread that looks for changed files has stopped: what is shown may be out of date",
    do="The next page that is opened starts it anew. The log says why it stopped.",
)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class LiveState:
    """What pages are drawn from. `problems` are those of a config.yaml that cannot be used at present."""

    dataset: Dataset | None
    problems: tuple[Problem, ...] = ()
    reading: bool = False


class Failures:
    """What does not work at present, by step, each since when. A class because it must remember, for threads that write at once."""

    def __init__(self) -> None:
        self.problems: Mapping[Step, Problem] = MappingProxyType({})
        self._causes: dict[Step, Problem] = {}
        self._since: dict[Step, datetime] = {}
        self._lock = threading.Lock()

    def note(self, step: Step, cause: Problem | None, error: Exception | None = None) -> None:
        """Say how a step went; None: it works. One line goes to the log when it begins to fail, one when it works again."""
        with self._lock:
            before = self._causes.get(step)
            if cause == before:
                return
            problems = dict(self.problems)
            if cause is None:
                recovered = problems.pop(step)
                del self._causes[step], self._since[step]
                _LOG.warning("works again: %s (it did not: %s)", step, recovered.message())
            else:
                since = self._since.setdefault(step, datetime.now(UTC))
                self._causes[step] = cause
                message = f"{_FAILED[step]} since {since:%Y-%m-%d %H:%M} UTC: {cause.message()}"
                problems[step] = uncoded(
                    message,
                    cause.file,
                    expected=cause.expected(),
                    do=cause.hint(),
                    severity=cause.severity,
                )
                if before is None and step != "snapshot":  # which logs by itself
                    foreseen = error is None or isinstance(error, HistoryError | OSError)
                    _LOG.warning("%s", problems[step], exc_info=None if foreseen else error)
            self.problems = MappingProxyType(problems)


class LiveDataset:
    """Holds the dataset. A class because it must remember and lock: many sessions ask at once."""

    def __init__(self, config: Path) -> None:
        self.config, self.data = config, config.parent / "data"
        self._lock = threading.Lock()
        self._shown = LiveState(None)
        self._mark = ""
        self._looked = 0.0
        self._seen = ("", 0.0)
        self._read: fingerprints.FileStamps = {}
        self._read_again: float | None = (
            None  # when to read again without a change, after a failure
        )
        self._taken = 0.0  # when figures were last read
        self._version = 0  # the newest version that is kept of the files
        self._unkept: float | None = None  # since when there may be versions that are not kept
        self._keep_again = 0.0  # not before this are they kept, after a failure
        self._failures = Failures()
        self._watcher: threading.Thread | None = None
        self._watched = False
        self._starting = threading.Lock()

    @property
    def is_loaded(self) -> bool:
        """Whether the first reading is over; until then `shown` takes as long as reading everything does."""
        return bool(self._mark)

    @property
    def current(self) -> LiveState:
        """What was shown last. Asks neither the disk nor a lock, so that the server may ask at every request."""
        return self._shown

    @property
    def version(self) -> int:
        """The number of the newest version of the files that this has kept or found kept; 0 before the first."""
        return self._version

    @property
    def failures(self) -> Mapping[Step, Problem]:
        """What does not work at present besides reading, by step. Never waits."""
        return (
            {**self._failures.problems, "watch": WATCHER_STOPPED}
            if self._stopped()
            else self._failures.problems
        )

    def health(self) -> Health:
        """Whether figures are shown and what does not work around them. Never waits for a reading, never raises."""
        shown = self._shown
        problems = (*shown.problems, *self.failures.values())
        if shown.dataset is None:
            return Health("failed" if shown.problems else "loading", problems)
        harm = any(problem.severity != "notice" for problem in problems)
        return Health("degraded" if harm else "ok", problems)

    def refresh(self) -> LiveState:
        """The dataset of now; looks for changes, and reads them in the background once there is one to show."""
        if self._stopped():
            self._revive()
        with self._lock:
            due = time.monotonic() - self._looked > CHECK_INTERVAL
            if not due or self._shown.reading:
                return self._shown
            self._looked = time.monotonic()
            if not self._works("look", self._look) and self._shown.dataset is None:
                self._shown = LiveState(None, (self._failures.problems["look"],))
            return self._shown

    def _works(self, step: Step, work: Callable[[], Problem | None]) -> bool:
        """Do a step that gives None or says what is wrong; whether it worked. Never raises an Exception."""
        cause, error = None, None
        try:
            cause = work()
        except Exception as raised:  # noqa: BLE001 - whatever it is, it must neither end a thread nor keep a page from being shown
            cause, error = _cause(raised), raised
        self._failures.note(step, cause, error)
        return cause is None

    def _look(self) -> None:
        """Take up what has changed: at once where there is nothing to show yet, else in the background."""
        looked = fingerprints.read_stamps(self.config, self.data)
        mark = fingerprints.fingerprint(self.config, self.data, looked)
        again = self._read_again is not None and time.monotonic() >= self._read_again
        if mark == self._mark and not again:
            return
        if self._shown.dataset is None:
            self._take(mark, looked)
        elif self._quiet(mark, looked):
            before = self._shown
            self._shown = replace(before, reading=True)
            try:
                threading.Thread(target=self._take, args=(mark, looked), daemon=True).start()
            except BaseException:
                self._shown = before  # no thread could be started: the next look tries again
                raise

    def _quiet(self, mark: str, looked: fingerprints.FileStamps) -> bool:
        """Whether the files have been left alone: by their dates, or, as dates may be wrong, by two equal looks."""
        changed = [name for name in looked if looked[name] != self._read.get(name)]
        whole = all(
            _whole(self.data, name) if name else _whole(self.config.parent, self.config.name)
            for name in changed
        )
        quiet = QUIET_SECONDS if whole else UNFINISHED_QUIET_SECONDS
        if mark != self._seen[0]:
            self._seen = (mark, time.monotonic())
        age = time.time() - fingerprints.newest_change(looked)
        return age > quiet or time.monotonic() - self._seen[1] > quiet

    def _take(self, mark: str, looked: fingerprints.FileStamps) -> None:
        """Read everything; on faults keep what was shown before and say why. A failure of the machine is tried again later."""
        kept, start = self._shown.dataset, time.monotonic()
        shown, again = _unread(kept, "the reading was ended"), True
        try:
            self._works("recover", self._recover)
            shown, again = self._result(kept)
        finally:  # even where the thread is ended: otherwise the page would wait for it for ever
            now = time.monotonic()
            self._read_again = (
                now + max(RETRY_INTERVAL, RETRY_FACTOR * (now - start)) if again else None
            )
            self._taken, self._unkept = now, now if self._unkept is None else self._unkept
            self._mark, self._read, self._shown = mark, looked, shown

    def _result(self, kept: Dataset | None) -> tuple[LiveState, bool]:
        """What is to be shown, and whether reading the same files again may give something else."""
        try:
            shown = LiveState(self._loaded(kept))
            gc.collect()
            gc.freeze()  # a loaded dataset is many small objects that never go away: no collection need visit them
        except ConfigError as error:
            return LiveState(kept, error.problems), False
        except Exception as error:  # noqa: BLE001 - whatever it is, the old figures must stay up
            failed = _unread(kept, _why(error))
            if failed.problems != self._shown.problems:
                _LOG.error("%s", failed.problems[0], exc_info=error)
            return failed, True
        return shown, False

    def _loaded(self, kept: Dataset | None) -> Dataset:
        """What changed, read on the basis of what is shown; everything, should that fail."""
        try:
            return load(self.config, self.data, before=kept)
        except ConfigError:
            raise
        except Exception:
            if kept is None:
                raise
            _LOG.exception("what changed could not be read by itself; everything is read again")
            return load(self.config, self.data, keep=False)

    def keep_version(self) -> None:
        """Once nothing has changed for a while: keep the files as they are now, and a snapshot for the next start."""
        now, since = time.monotonic(), self._unkept
        if since is None or self._shown.reading or now < self._keep_again:
            return
        if now - self._taken < VERSION_DELAY and now - since < MAX_VERSION_DELAY:
            return
        self._unkept = None  # first: what is read meanwhile is to be kept as well
        done = False
        try:
            steps = [
                self._works("record", self._record),
                self._works("journal", self._journal),
                self._works("snapshot", self._save),
            ]
            done = all(steps)
        finally:  # even where the thread is ended
            if not done:
                self._unkept, self._keep_again = since, time.monotonic() + RETRY_INTERVAL

    def _recover(self) -> None:
        history.recover(self.data)
        self._version = history.last(self.data)

    def _record(self) -> None:
        history.record(self.data)
        self._version = history.last(self.data)

    def _journal(self) -> Problem | None:
        """The first record that cannot be read; a gap or a wrong date is told where records are shown."""
        return next(
            (problem for problem in history.journal(self.data)[1] if problem.severity == "error"),
            None,
        )

    def _save(self) -> Problem | None:
        return save(self._shown.dataset) if self._shown.dataset is not None else None

    def watch(self) -> None:
        """Look for changes from now on, whether or not a page asks, until nobody holds this any longer."""
        with self._starting:
            self._watched = True
            self._start()

    def _start(self) -> None:
        self._watcher = threading.Thread(target=_look_on, args=(weakref.ref(self),), daemon=True)
        try:
            self._watcher.start()
        except RuntimeError:
            _LOG.exception("no thread could be started that looks for changed files")

    def _stopped(self) -> bool:
        return self._watched and (self._watcher is None or not self._watcher.is_alive())

    def _revive(self) -> None:
        """Start the watching thread anew; one of the pages that see it stopped does so."""
        with self._starting:
            if self._stopped():
                _LOG.error("%s; it is started anew", WATCHER_STOPPED.message())
                self._start()

    def run_once(self) -> None:
        """What the watching thread does again and again."""
        self._works("watch", self._round)

    def _round(self) -> None:
        self.refresh()
        self.keep_version()


def _unread(kept: Dataset | None, why: str) -> LiveState:
    return LiveState(
        kept,
        (
            uncoded(
                f"the figures could not be read ({why})",
                do="The last good ones stay up." if kept else "See the log.",
            ),
        ),
    )


def _cause(error: Exception) -> Problem:
    """What went wrong in a step, without the paths that the system's own messages name."""
    if isinstance(error, HistoryError):
        return error.problem
    return uncoded(_why(error), do="It is tried again by itself; the log says more.")


def _why(error: Exception) -> str:
    return (
        error.strerror
        if isinstance(error, OSError) and error.strerror
        else f"{type(error).__name__}: {error}"
    )


def _whole(folder: Path, name: str) -> bool:
    """Whether a file ends with the end of a line, as a table that is written to its end mostly does."""
    try:
        with data_folder.open_file(folder, name) as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"
    except OSError:
        return False


def _look_on(this: weakref.ref[LiveDataset]) -> None:
    try:
        while (live := this()) is not None:
            live.run_once()
            del live
            _PAUSE.wait(max(CHECK_INTERVAL, 0.05))
    except BaseException:
        _LOG.critical("the thread that looks for changed files is ended", exc_info=True)
        raise


@st.cache_resource(max_entries=2, show_spinner=False)
def _live(config: str) -> LiveDataset:
    live = LiveDataset(Path(config))
    live.watch()
    return live


def live() -> LiveDataset:
    """The one Live of this process, for the config named in DASHBOARD_CONFIG, else config.yaml beside app.py."""
    return _live(os.environ.get(CONFIG) or str(ROOT / "config.yaml"))
