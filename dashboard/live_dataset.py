"""The dataset that pages are drawn from: loaded once for all sessions, replaced whole when its
files have changed.

A change is read when the files have been quiet for a moment, so that a file that is being written
is not read half; the old dataset stays until the new one is complete. A config.yaml that breaks
while running keeps the last good one.

Every step that fails on the way (looking, reading, recording versions, the snapshot) is a problem
in `health` from then on and one line in the log, and is tried again; a thread that has ended is
started anew by the next page.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import streamlit as st

from dashboard.health import Health
from dashboard.index_runs import replace_runs
from indicators import Dataset, data_folder, fingerprints, history, load, shipped
from indicators.analysis.holdings import holdings
from indicators.history import HistoryError
from indicators.loading import snapshot
from indicators.loading.load import save
from indicators.problems import ConfigError, Problem, ProblemCode, Value

QUIET_SECONDS = 0.3
"""Files are read again when they have been unchanged for so long and end with the end of a line."""
UNFINISHED_QUIET_SECONDS = 1.0
"""The same for a file that ends within a line: a program may still be writing it."""
CHECK_INTERVAL = 0.2
"""Smallest number of seconds between two looks at the disk, for all sessions together."""
LOOK_FACTOR = 50
"""After a look, so many times the CPU time that it took pass until the next one: looking takes at
most 2 % of a core, however many files there are. 10,000 files are looked at every two seconds.
"""
CHANGE_LOOK_FACTOR = 10
"""The same where a folder with files has another name in it, or while a file is being written: at
most 10 % of a core. 10,000 files are looked at every 0.4 seconds. A folder without files is not
watched for names.
"""
VERSION_DELAY = 3.0
"""Seconds without a change after which the files are recorded as a version; a half-written file is
none.
"""
MAX_VERSION_DELAY = 60.0
"""Seconds after which they are recorded even while something changes all the time."""
RETRY_INTERVAL = 30.0
"""Seconds until a step that failed is tried again without a change of a file."""
RETRY_FACTOR = 20
"""A reading that failed is tried again after so many times its own duration, where that is longer.
"""
_NEVER_SET = threading.Event()
"""Waiting for it is a pause."""
ROOT = shipped.site_folder()
CONFIG = "DASHBOARD_CONFIG"
Step = Literal["look", "recover", "record", "journal", "snapshot", "compare", "watch"]
"""What is repeated beside reading, and can fail."""
STEP_CODES: Mapping[Step, ProblemCode] = {
    "look": ProblemCode.CHANGES_NOT_NOTICED,
    "recover": ProblemCode.CHANGE_NOT_FINISHED,
    "record": ProblemCode.VERSIONS_NOT_RECORDED,
    "journal": ProblemCode.JOURNAL_DAMAGED,
    "snapshot": ProblemCode.SNAPSHOT_NOT_WRITTEN,
    "compare": ProblemCode.SNAPSHOT_DAMAGED,
    "watch": ProblemCode.WATCHER_FAILED,
}
WATCHER_STOPPED = Problem(ProblemCode.WATCHER_STOPPED)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class LiveState:
    """The dataset that pages are drawn from, and the problems of a config.yaml that cannot be used
    at present.
    """

    dataset: Dataset | None
    problems: tuple[Problem, ...] = ()
    reading: bool = False


class StepProblems:
    """The steps that fail at present, each since when.

    A class: threads write to it at the same time.
    """

    def __init__(self) -> None:
        self.problems: Mapping[Step, Problem] = MappingProxyType({})
        self._causes: dict[Step, Problem] = {}
        self._since: dict[Step, datetime] = {}
        self._lock = threading.Lock()

    def note(self, step: Step, cause: Problem | None, error: Exception | None = None) -> None:
        """Note how a step went; None: it works. The log gets a line when it begins to fail and when
        it works again.
        """
        with self._lock:
            previous = self._causes.get(step)
            if cause == previous:
                return
            problems = dict(self.problems)
            if cause is None:
                recovered = problems.pop(step)
                del self._causes[step], self._since[step]
                _LOG.warning("works again: %s (%s)", step, recovered.message())
            else:
                problems[step] = self._problem(step, cause)
                if previous is None and step != "snapshot":  # which logs by itself
                    expected = error is None or isinstance(error, HistoryError | OSError)
                    _LOG.warning("%s", problems[step], exc_info=None if expected else error)
            self.problems = MappingProxyType(problems)

    def _problem(self, step: Step, cause: Problem) -> Problem:
        since = self._since.setdefault(step, datetime.now(UTC))
        self._causes[step] = cause
        values: dict[str, Value] = {"since": f"{since:%Y-%m-%d %H:%M} UTC", "cause": cause}
        return replace(cause, code=STEP_CODES[step], values=values)


class LiveDataset:
    """Load the dataset and renew it when its files change.

    A class: many sessions ask at the same time.
    """

    def __init__(self, config: Path) -> None:
        self.config, self.data = config, config.parent / "data"
        self._lock = threading.Lock()
        self._state = LiveState(None)
        self._stamps: fingerprints.FileStamps | None = None  # of what the state was read from
        self._checked_at = 0.0  # when the disk was last asked
        self._look_at = 0.0  # when every file is looked at again ...
        self._change_look_at = 0.0  # ... and not before this, even where something changes
        self._folders: tuple[str, ...] = ()
        self._folder_times: tuple[int, ...] = ()  # at the last look
        self._change: fingerprints.FileStamps = {}  # the newest change, not read yet ...
        self._change_at = 0.0  # ... and when it was first seen
        self._reload_at: float | None = None  # when to read again without a change, after a failure
        self._loaded_at = 0.0
        self._comparison: Iterator[None] | None = None  # of a snapshot with its checksums ...
        self._compared = ""  # ... of which this is the fingerprint
        self._damage: Problem | None = None  # why figures that are shown cannot be trusted
        self._version = 0
        self._unrecorded_since: float | None = None  # since when files may differ from the history
        self._record_at = 0.0  # not before this are they recorded, after a failure
        self._step_problems = StepProblems()
        self._watcher: threading.Thread | None = None
        self._watched = False
        self._start_lock = threading.Lock()

    @property
    def is_loaded(self) -> bool:
        """Say whether the first reading is over; until then `refresh` takes as long as reading
        everything.
        """
        return self._stamps is not None

    @property
    def current(self) -> LiveState:
        """Give the last state without looking at the disk or waiting for a lock: the server asks at
        every request.
        """
        return self._state

    @property
    def version(self) -> int:
        """Give the number of the newest recorded version of the files; 0 before the first."""
        return self._version

    @property
    def failures(self) -> Mapping[Step, Problem]:
        """Give the problems of what is repeated beside reading, by step. Never waits."""
        problems = self._step_problems.problems
        return {**problems, "watch": WATCHER_STOPPED} if self._watcher_stopped() else problems

    def health(self) -> Health:
        """Return whether a dataset is shown, and every problem around it.

        Never waits for a reading, never raises.
        """
        state = self._state
        problems = (*state.problems, *self.failures.values())
        if state.dataset is None:
            return Health("failed" if state.problems else "loading", problems)
        degraded = any(problem.severity != "notice" for problem in problems)
        return Health("degraded" if degraded else "ok", problems)

    def refresh(self) -> LiveState:
        """Look for changed files if that is due, and give the state.

        The first reading is waited for. Later ones run in the background while the old state is
        shown, and while one thread looks no other one waits for it.
        """
        if self._watcher_stopped():
            self._restart_watcher()
        if self._lock.acquire(blocking=self._state.dataset is None):
            try:
                self._look_if_due()
            finally:
                self._lock.release()
        return self._state

    def _look_if_due(self) -> None:
        now = time.monotonic()
        if now - self._checked_at <= CHECK_INTERVAL or self._state.reading:
            return
        self._checked_at = now
        if now <= self._change_look_at:
            return
        if now <= self._look_at and not self._names_changed():
            return
        works = self._run_step("look", self._check_files)
        if not works and self._state.dataset is None:
            self._state = LiveState(None, (self._step_problems.problems["look"],))

    def _run_step(self, step: Step, work: Callable[[], Problem | None]) -> bool:
        """Run a step that gives None or a problem; say whether it worked.

        Never raises an Exception.
        """
        cause, error = None, None
        try:
            cause = work()
        except Exception as raised:  # noqa: BLE001 - it must neither end a thread nor keep a page from being drawn
            cause, error = _cause(raised), raised
        self._step_problems.note(step, cause, error)
        return cause is None

    def _names_changed(self) -> bool:
        """Say whether a file was added to one of the folders, renamed or removed."""
        return fingerprints.folder_times(self.data, self._folders) != self._folder_times

    def _check_files(self) -> None:
        """Reload if files have changed or a retry is due: at once for the first time, else in the
        background.
        """
        stamps = self._look()
        if self._reload_at is None:
            retry = self._damage is not None
        else:
            retry = time.monotonic() >= self._reload_at
        if stamps == self._stamps and not retry:
            return
        if self._state.dataset is None:
            self._reload(stamps)
        elif self._is_quiet(stamps):
            self._reload_in_background(stamps)
        else:
            self._look_at = 0.0  # soon

    def _look(self) -> fingerprints.FileStamps:
        """Read the stamps of all files, and plan the next look."""
        start = time.thread_time()
        times = fingerprints.folder_times(self.data, self._folders)  # before: no change is missed
        stamps = fingerprints.read_stamps(self.config, self.data)
        folders = fingerprints.folders_of(stamps)
        # Nothing is known yet of the times of other folders than before: another look follows.
        self._folder_times = times if folders == self._folders else ()
        self._folders = folders
        duration, now = time.thread_time() - start, time.monotonic()
        self._look_at = now + LOOK_FACTOR * duration
        self._change_look_at = now + CHANGE_LOOK_FACTOR * duration
        return stamps

    def _reload_in_background(self, stamps: fingerprints.FileStamps) -> None:
        previous = self._state
        self._state = replace(previous, reading=True)
        try:
            threading.Thread(target=self._reload, args=(stamps,), daemon=True).start()
        except BaseException:
            self._state = previous  # no thread could be started: the next look tries again
            raise

    def _is_quiet(self, stamps: fingerprints.FileStamps) -> bool:
        """Say whether the changed files have been left alone, by their dates or, as these may be
        wrong, by two looks.
        """
        before = self._stamps or {}
        changed = [name for name in stamps if stamps[name] != before.get(name)]
        finished = all(self._ends_with_line_end(name) for name in changed)
        seconds = QUIET_SECONDS if finished else UNFINISHED_QUIET_SECONDS
        if stamps != self._change:
            self._change, self._change_at = stamps, time.monotonic()
        age = time.time() - fingerprints.newest_change(stamps)
        return age > seconds or time.monotonic() - self._change_at > seconds

    def _ends_with_line_end(self, name: str) -> bool:
        """Say whether a file ends with the end of a line, as a table that is written to its end
        mostly does.
        """
        folder, name = (self.data, name) if name else (self.config.parent, self.config.name)
        try:
            with data_folder.open_file(folder, name) as file:
                file.seek(-1, os.SEEK_END)
                return file.read(1) == b"\n"
        except OSError:
            return False

    def _reload(self, stamps: fingerprints.FileStamps) -> None:
        """Read what has changed.

        Where that fails the old dataset stays, with the reason, and a retry is planned.
        """
        dataset, start = self._state.dataset, time.monotonic()
        state, retry = _not_read(dataset, "the reading was ended"), True
        try:
            self._run_step("recover", self._recover_change)
            state, retry = self._read(dataset)
        finally:  # even where the thread is ended: otherwise pages would wait for it for ever
            now = time.monotonic()
            delay = max(RETRY_INTERVAL, RETRY_FACTOR * (now - start))
            self._reload_at = now + delay if retry or self._damage else None
            self._loaded_at = now
            if self._unrecorded_since is None:
                self._unrecorded_since = now
            self._stamps, self._state = stamps, state
        replace_runs(dataset, state.dataset)

    def _read(self, dataset: Dataset | None) -> tuple[LiveState, bool]:
        """Give the new state, and whether reading the same files again may give another one."""
        try:
            state = LiveState(self._load(dataset))
            gc.collect()
            # The many small objects of a dataset stay for good: no collection need visit them.
            gc.freeze()
        except ConfigError as error:
            return LiveState(dataset, error.problems), False
        except Exception as error:  # noqa: BLE001 - whatever it is, the old dataset must stay on the pages
            failed = _not_read(dataset, _reason(error))
            if failed.problems != self._state.problems:
                _LOG.error("%s", failed.problems[0], exc_info=error)
            return failed, True
        return state, False

    def _load(self, dataset: Dataset | None) -> Dataset:
        """Load what has changed since `dataset`; everything, where that fails or it is damaged."""
        if dataset is None or self._damage:
            new = self._load_all()
            self._damage = None
            return new
        try:
            return _prepared(load(self.config, self.data, before=dataset))
        except ConfigError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, reading everything does without it
            _LOG.exception("what changed could not be read by itself; everything is read again")
            return load(self.config, self.data, keep=False)

    def _load_all(self) -> Dataset:
        """Load a snapshot, or everything where there is none or where it is damaged."""
        dataset = load(self.config, self.data)
        try:
            return _prepared(dataset)
        except (IndexError, ValueError):  # a code that stands for nothing
            _LOG.exception("a snapshot may be damaged; every file is read")
            snapshot.delete(dataset.fingerprint)
            return load(self.config, self.data)

    def keep_version(self) -> None:
        """Record a version of the files and write a snapshot once nothing changes for a while."""
        now, since = time.monotonic(), self._unrecorded_since
        if since is None or self._state.reading or now < self._record_at:
            return
        if now - self._loaded_at < VERSION_DELAY and now - since < MAX_VERSION_DELAY:
            return
        self._unrecorded_since = None  # first: what is read meanwhile must be recorded as well
        done = False
        try:
            steps = [
                self._run_step("record", self._record_version),
                self._run_step("journal", self._first_record_problem),
                self._run_step("snapshot", self._save_snapshot),
            ]
            done = all(steps)
        finally:  # even where the thread is ended
            if not done:
                self._unrecorded_since = since
                self._record_at = time.monotonic() + RETRY_INTERVAL

    def _recover_change(self) -> None:
        history.recover(self.data)
        self._version = history.last(self.data)

    def _record_version(self) -> None:
        history.record(self.data)
        self._version = history.last(self.data)

    def _first_record_problem(self) -> Problem | None:
        """Return the first record that cannot be read; gaps and wrong dates are reported where
        records are listed.
        """
        _, problems = history.journal(self.data)
        return next((problem for problem in problems if problem.severity == "error"), None)

    def _save_snapshot(self) -> Problem | None:
        if self._state.dataset is None or self._damage:
            return None
        return save(self._state.dataset)

    def compare_snapshot(self) -> None:
        """Compare some megabytes of the snapshot that is shown with their checksums.

        Where they differ it is deleted, and the next look reads every file.
        """
        self._run_step("compare", self._compare_piece)

    def _compare_piece(self) -> Problem | None:
        dataset = self._state.dataset
        if self._damage or dataset is None:
            return self._damage
        if self._comparison is None:
            if self._compared == dataset.fingerprint:
                return None
            self._compared = dataset.fingerprint
            self._comparison = snapshot.compare(self._compared)
        try:
            next(self._comparison)
        except StopIteration:
            self._comparison = None
        except ValueError as error:
            self._comparison = None
            # Its figures were taken over by what was read and stored meanwhile.
            snapshot.delete(dataset.fingerprint)
            self._damage = _cause(error)
        return self._damage

    def watch(self) -> None:
        """Look for changes whether or not a page asks, until nobody refers to this object any
        longer.
        """
        with self._start_lock:
            self._watched = True
            self._start_watcher()

    def _start_watcher(self) -> None:
        self._watcher = threading.Thread(target=_watch, args=(weakref.ref(self),), daemon=True)
        try:
            self._watcher.start()
        except RuntimeError:
            _LOG.exception("no thread could be started that looks for changed files")

    def _watcher_stopped(self) -> bool:
        return self._watched and (self._watcher is None or not self._watcher.is_alive())

    def _restart_watcher(self) -> None:
        """Start the watching thread anew; one of the pages that see it stopped does so."""
        with self._start_lock:
            if self._watcher_stopped():
                _LOG.error("%s; it is started anew", WATCHER_STOPPED.message())
                self._start_watcher()

    def run_once(self) -> None:
        """Run one round of the watching thread."""
        self._run_step("watch", self._check_and_record)

    def _check_and_record(self) -> None:
        self.refresh()
        self.keep_version()
        self.compare_snapshot()


def _prepared(dataset: Dataset) -> Dataset:
    """Return the dataset when that is counted which every page asks for and which takes longest."""
    holdings(dataset)  # with `dataset_summary`, which goes through all figures
    return dataset


def _not_read(dataset: Dataset | None, reason: str) -> LiveState:
    """Give the state after a reading that failed: the last dataset, if there is one, and the
    reason.
    """
    code = ProblemCode.DATA_NOT_READ if dataset is None else ProblemCode.DATA_NOT_RENEWED
    return LiveState(dataset, (Problem(code, values={"reason": reason}),))


def _cause(error: Exception) -> Problem:
    """Give what went wrong in a step, without the paths that the system's own messages name."""
    if isinstance(error, HistoryError):
        return error.problem
    return Problem(ProblemCode.STEP_FAILED, values={"reason": _reason(error)})


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"{type(error).__name__}: {error}"


def _watch(reference: weakref.ref[LiveDataset]) -> None:
    """Run until nobody else refers to the dataset: the thread itself must not keep it alive while
    it waits.
    """
    try:
        while (dataset := reference()) is not None:
            dataset.run_once()
            del dataset
            _NEVER_SET.wait(max(CHECK_INTERVAL, 0.05))  # tests set the interval to nothing
    except BaseException:
        _LOG.critical("the thread that looks for changed files is ended", exc_info=True)
        raise


@st.cache_resource(max_entries=2, show_spinner=False)
def _live(config: str) -> LiveDataset:
    dataset = LiveDataset(Path(config))
    dataset.watch()
    return dataset


def live() -> LiveDataset:
    """Return the one LiveDataset of this process: of the config in DASHBOARD_CONFIG, else of
    config.yaml beside app.py.
    """
    return _live(os.environ.get(CONFIG) or str(ROOT / "config.yaml"))
