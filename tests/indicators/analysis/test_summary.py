"""What is counted by segments of the table equals what is counted figure by figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import Dataset
from indicators.analysis import segments as segments_module
from indicators.analysis.segments import segments
from indicators.analysis.summary import Coverage, LevelCoverage, dataset_summary
from indicators.dataset import Observation
from indicators.model import GROUP, TOTAL
from indicators.periods import month_number, period_months, period_start
from tests.conftest import Tiny
from tests.tables_at_random import BREAKDOWNS, PERIODS, random_dataset


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The small dashboard, of whose catalogue random tables are made."""
    return Tiny(tmp_path_factory.mktemp("summary") / "tiny").load()


def figures_of(dataset: Dataset) -> list[Observation]:
    """Every figure, one by one."""
    return [dataset.observation(row) for row in range(len(dataset))]


def coverage(
    figures: Iterable[Observation], owner: Callable[[Observation], str]
) -> dict[str, Coverage]:
    """The coverage of each owner of figures, counted with sets."""
    by_owner: dict[str, list[Observation]] = {}
    for figure in figures:
        if owner(figure):
            by_owner.setdefault(owner(figure), []).append(figure)
    result = {}
    for name, listed in by_owner.items():
        periods = sorted((figure.period for figure in listed), key=PERIODS.index)
        places = {figure.place for figure in listed}
        indicators = {figure.indicator for figure in listed}
        result[name] = Coverage(
            len(listed), len(places), periods[0], periods[-1], tuple(sorted(indicators))
        )
    return result


def in_any_order(entries: dict[str, Coverage]) -> dict[str, Coverage]:
    """The entries with their indicators in the order of the alphabet."""
    return {
        name: Coverage(
            entry.figures, entry.places, entry.first, entry.last, tuple(sorted(entry.indicators))
        )
        for name, entry in entries.items()
    }


def levels(
    dataset: Dataset, figures: Iterable[Observation]
) -> dict[tuple[str, str], LevelCoverage]:
    """What is held by indicator and level, counted figure by figure."""
    places = dataset.catalogue.places
    sources = dataset.observations.codelists.source
    by_key: dict[tuple[str, str], list[Observation]] = {}
    for figure in figures:
        is_of_group = figure.coverage == figure.coverage  # nan differs from itself
        if not is_of_group and figure.status != "forecast" and places[figure.place].level != GROUP:
            key = figure.indicator, places[figure.place].level
            by_key.setdefault(key, []).append(figure)
    result = {}
    for key, listed in by_key.items():
        periods = sorted((figure.period for figure in listed), key=PERIODS.index)
        newest = {figure.source for figure in listed if figure.period == periods[-1]}
        names = tuple(sorted(newest - {""}, key=sources.index))
        count = len({figure.place for figure in listed})
        result[key] = LevelCoverage(count, periods[0], periods[-1], names)
    return result


def step(figures: Iterable[Observation], indicator: str, breakdown: str) -> int:
    """The usual step of an indicator by its definition, from its figures one by one."""
    listed = [
        figure
        for figure in figures
        if (figure.indicator, figure.breakdown) == (indicator, breakdown)
    ]
    if not listed:
        return 12
    lengths = Counter(period_months(figure.period) for figure in listed)
    length = max(lengths, key=lambda months: (lengths[months], -months))
    starts: dict[str, list[int]] = {}
    for figure in listed:
        if period_months(figure.period) == length:
            start = month_number(period_start(figure.period))
            starts.setdefault(figure.place, []).append(start)
    distances = Counter(
        after - before
        for months in starts.values()
        for before, after in pairwise(sorted(months))
        if after > before
    )
    if distances.total() >= 3:
        return max(distances, key=lambda months: (distances[months], -months))
    return 12 if length == 1 else length


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_what_is_counted_by_segments_equals_a_count_of_every_figure(
    small: Dataset, seed: int
) -> None:
    dataset = random_dataset(small, seed)
    figures, summary = figures_of(dataset), dataset_summary(dataset)
    assert dict(summary.statuses) == Counter(figure.status for figure in figures)
    read = [figure for figure in figures if figure.file]
    by_indicator = coverage(figures, lambda figure: figure.indicator)
    assert in_any_order(dict(summary.indicators)) == by_indicator
    assert in_any_order(dict(summary.read)) == coverage(read, lambda figure: figure.indicator)
    assert in_any_order(dict(summary.sources)) == coverage(figures, lambda figure: figure.source)
    assert summary.levels == levels(dataset, figures)
    assert summary.places == {figure.place for figure in figures}
    assert list(map(repr, summary.broken)) == [
        repr(figure) for figure in read if figure.status == "break"
    ]
    assert summary.without_source == {figure.indicator for figure in read if not figure.source}


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_sources_are_named_by_file_and_by_indicator(small: Dataset, seed: int) -> None:
    dataset = random_dataset(small, seed)
    figures, summary = figures_of(dataset), dataset_summary(dataset)
    of_files: dict[str, set[str]] = {}
    of_indicators: dict[str, set[str]] = {}
    for figure in figures:
        if figure.source:
            of_indicators.setdefault(figure.indicator, set()).add(figure.source)
        if figure.source and figure.file:
            of_files.setdefault(figure.file, set()).add(figure.source)
    assert {name: set(listed) for name, listed in summary.sources_of.items()} == of_files
    named = summary.sources_of_indicators.items()
    assert {name: set(listed) for name, listed in named} == of_indicators


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_steps_and_breakdowns_equal_those_of_figures_one_by_one(small: Dataset, seed: int) -> None:
    dataset = random_dataset(small, seed)
    figures = figures_of(dataset)
    for name in dataset.catalogue.indicators:
        for breakdown in BREAKDOWNS:
            assert dataset.step(name, breakdown) == step(figures, name, breakdown)
        names = {figure.breakdown for figure in figures if figure.indicator == name}
        expected = sorted(names, key=lambda breakdown: (breakdown != TOTAL, breakdown))
        assert list(dataset.breakdowns(name)) == expected


def test_segments_do_not_depend_on_how_many_rows_are_compared_at_a_time(
    small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = segments(small.observations)
    assert 1 < len(expected.start) < len(small)
    for rows in (1, 2, 7):
        monkeypatch.setattr(segments_module, "CHUNK", rows)
        assert segments(small.observations).start.tolist() == expected.start.tolist()
