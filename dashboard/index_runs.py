"""The runs behind the ranks of composite indices: computed in the background once for each dataset.

They take seconds, too long for a visitor to wait. Loading starts them, pages draw what is ready and
look again. There is one computation for each dataset, whoever asks first; that of a dataset that
was replaced is ended.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from functools import partial
from itertools import islice

from indicators.analysis.composite_index import scored_index
from indicators.analysis.index_runs import STAGES, Robustness, robustness
from indicators.dataset import Dataset

_LOG = logging.getLogger(__name__)
_LOCK = threading.Lock()
"""Held while the computation of a dataset is looked up or started."""
KEY = "index runs in the background"


class Superseded(Exception):
    """Ends the computation for a dataset that has been replaced."""


class IndexRuns:
    """What is computed of the indices of a dataset so far.

    A class: a thread writes to it while pages read.
    """

    def __init__(self) -> None:
        self._found: dict[str, Robustness] = {}
        self._shares: dict[str, float] = {}
        self._ended = threading.Event()
        self._stopped = threading.Event()
        self._failed: set[str] = set()

    def of(self, name: str) -> Robustness:
        """Return what is known of an index so far. Never waits."""
        return self._found.get(name, Robustness())

    def share(self, name: str) -> float:
        """Return how much of the computation of an index is done, from 0 to 1."""
        done = len(self.of(name).ready) + self._shares.get(name, 0.0)
        return min(done / len(STAGES), 1.0)

    def failed(self, name: str) -> bool:
        """Say whether the computation of an index failed, so that stages of it are missing."""
        return name in self._failed

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will be computed."""
        return self._ended.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until all is computed; say whether it is."""
        return self._ended.wait(seconds)

    def stop(self) -> None:
        """Finish the computation at its next step, with what there is."""
        self._stopped.set()

    def start(self, dataset: Dataset) -> None:
        """Compute in a thread of its own, which ends with the process. Never raises."""
        if not dataset.catalogue.indices:
            self._ended.set()
            return
        arguments = (dataset,)
        thread = threading.Thread(target=self._run, args=arguments, name="index-runs", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            self._failed.update(dataset.catalogue.indices)
            self._ended.set()
            _LOG.exception("no thread could be started that computes how sure ranks are")

    def _run(self, dataset: Dataset) -> None:
        try:
            self._compute(dataset)
        except Superseded:
            pass
        finally:
            self._ended.set()

    def _compute(self, dataset: Dataset) -> None:
        """Compute a stage of every index before the next one: pages lead with the first.

        An index that fails leaves the others alone.
        """
        stages = {name: self._stages(dataset, name) for name in dataset.catalogue.indices}
        for _ in STAGES:
            for name in stages:
                if name not in self._failed:
                    self._compute_stage(name, stages[name])

    def _compute_stage(self, name: str, stages: Iterator[Robustness]) -> None:
        try:
            self._advance(name, 0.0)
            for found in islice(stages, 1):
                self._found[name] = found
        except Superseded:
            raise
        except Exception:  # noqa: BLE001 - pages must not wait for ever, whatever it is
            self._failed.add(name)
            _LOG.exception("how sure the ranks of index %s are could not be computed", name)
        self._shares[name] = 0.0

    def _stages(self, dataset: Dataset, name: str) -> Iterator[Robustness]:
        """Give what is known after each stage; nothing of an index without scores."""
        index = scored_index(dataset, name)
        if index is not None:
            yield from robustness(dataset, index, partial(self._advance, name))

    def _advance(self, name: str, share: float) -> None:
        self._shares[name] = share
        if self._stopped.is_set():
            raise Superseded


def index_runs(dataset: Dataset) -> IndexRuns:
    """Return the computation of a dataset; the first who asks starts it."""
    with _LOCK:
        runs = dataset.memo.get(KEY)
        if not isinstance(runs, IndexRuns):
            runs = IndexRuns()
            dataset.memo[KEY] = runs
            runs.start(dataset)
        return runs


def replace_runs(before: Dataset | None, after: Dataset | None) -> None:
    """Start the computation of a new dataset, and end that of the one before it."""
    if after is None or after is before:
        return
    if before is not None:
        index_runs(before).stop()
    index_runs(after)
