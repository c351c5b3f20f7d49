"""Which places have recent figures: arrays of all indicators agree with figures one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import Dataset
from indicators.analysis.comparison import figures
from indicators.analysis.recent_figures import newest_rows, places_of_levels, recent_figures
from indicators.dataset import Observation
from indicators.model import Break
from indicators.periods import month_number, period_start
from indicators.statistics.evidence import break_between
from indicators.statistics.rank import percentile
from tests.conftest import Tiny
from tests.tables_at_random import random_dataset


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The small dashboard with breaks: of every place, of one, and in the middle of a year."""
    dataset = Tiny(tmp_path_factory.mktemp("recent") / "tiny").with_peers().load()
    breaks = (Break("2021", ""), Break("2020-Q2", next(iter(dataset.catalogue.places))))
    indicators = dict(dataset.catalogue.indicators)
    for name in list(indicators)[::2]:
        indicators[name] = replace(indicators[name], breaks=breaks)
    catalogue = replace(dataset.catalogue, indicators=MappingProxyType(indicators))
    return replace(dataset, catalogue=catalogue)


def recent(dataset: Dataset, name: str, newest: list[Observation]) -> list[Observation]:
    """Those of the newest figures of places that are at most two steps older than the last."""
    months = [month_number(period_start(figure.period)) for figure in newest]
    earliest = max(months, default=0) - 2 * dataset.step(name)
    return [figure for figure, month in zip(newest, months, strict=True) if month >= earliest]


def comparable(dataset: Dataset, name: str, newest: list[Observation]) -> set[str]:
    """The places whose newest figures are recent, and after every break up to the last figure."""
    indicator = dataset.catalogue.indicators[name]
    listed = recent(dataset, name, newest)
    periods = [figure.period for figure in listed]
    if not periods:
        return set()
    end = max(periods, key=period_start)
    return {
        figure.place
        for figure in listed
        if not break_between(indicator, figure.place, figure.period, end)
    }


@given(seed=st.integers(0, 2**32 - 1), skip=st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_arrays_of_all_indicators_agree_with_figures_one_by_one(
    small: Dataset, seed: int, skip: int
) -> None:
    dataset = random_dataset(small, seed)
    places = list(dataset.catalogue.places)[::skip]
    result, rows = recent_figures(dataset, places), newest_rows(dataset, places)
    for name, index in result.row.items():
        candidates = [dataset.latest(name, place) for place in places]
        newest = [figure for figure in candidates if figure]
        has_figure = [figure is not None for figure in candidates]
        assert result.has_figure[index].tolist() == has_figure
        values = [dataset.observation(row) for row in rows[index].tolist() if row >= 0]
        assert list(map(repr, values)) == list(map(repr, newest))
        ranked = {place for place, is_ in zip(places, result.is_ranked[index], strict=True) if is_}
        assert ranked == comparable(dataset, name, newest)
        assert ranked == set(dataset.ranking(name, places).place)
        rankable = [figure for figure in newest if dataset.can_rank(figure.place)]
        count = len(recent(dataset, name, rankable)) if len(rankable) >= 5 else 0
        assert result.rankable[index] == count


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_places_are_counted_by_level(small: Dataset, seed: int) -> None:
    dataset = random_dataset(small, seed)
    places, levels = dataset.catalogue.places, dataset.catalogue.territorial_levels
    for name in dataset.catalogue.indicators:
        with_figures = [places[place].level for place in dataset.grid(name).places]
        expected = Counter(level for level in with_figures if level in levels)
        assert places_of_levels(dataset)[name] == expected


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_figures_of_a_comparison_are_those_of_the_ranking(small: Dataset, seed: int) -> None:
    dataset = random_dataset(small, seed)
    members = list(dataset.catalogue.places)
    for name, indicator in dataset.catalogue.indicators.items():
        table = figures(dataset, name, members)
        ranked = dataset.ranked(name, members)
        assert list(table) == ranked["place"].tolist()
        newest = max(map(period_start, ranked["period"]), default=None)
        eligible = ranked[ranked["rank"].notna()]
        positions = dict(
            zip(eligible["place"], percentile(eligible["value"], indicator.better), strict=True)
        )
        for row in ranked.itertuples():
            figure = table[row.place]
            latest = dataset.latest(name, row.place)
            assert latest is not None
            assert (figure.value, figure.period, figure.status, figure.source) == (
                latest.value,
                latest.period,
                latest.status,
                latest.source,
            )
            assert (figure.value, figure.period, figure.status) == (
                row.value,
                row.period,
                row.status,
            )
            assert figure.rank == (None if row.rank != row.rank else row.rank)
            assert figure.of == len(eligible)
            assert figure.older == (period_start(row.period) != newest)
            if figure.rank is None or len(eligible) < 2:
                assert figure.position is None
            elif indicator.better != "none" and not indicator.total:
                assert figure.position == positions[row.place]
