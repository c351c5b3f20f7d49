"""Sentences of the shipped dashboard, read for what a statistician or an official would mend.

tests/test_ranks.py has the ranks, moves and verdicts; here are names, directions, changes and
targets.
"""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest

from dashboard.pages.indicator import about
from dashboard.views.targets import target_sentences
from dashboard.views.tiles import change_text
from indicators import Dataset, load
from indicators.analysis.standing import Standing, standing
from indicators.locale import get_locale
from indicators.statistics.evidence import rank_basis

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(keep=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_has_two_figures_of_one_name(shipped: Dataset, language: str) -> None:
    """Otherwise a card says 'IT share of employment' of the census and of urban units."""
    catalogue = shipped.catalogue
    by_name = defaultdict(list)
    for name, entry in catalogue.indicators.items():
        by_name[entry.name(language)].append(name)
    alike = []
    for names in by_name.values():
        for one, other in itertools.combinations(names, 2):
            places = set(shipped.grid(one).row) & set(shipped.grid(other).row)
            levels = {catalogue.places[place].level for place in places}
            if levels & set(catalogue.territorial_levels):
                alike.append((one, other))
    assert alike == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_internet_use_and_penetration_name_who_measured_them(
    shipped: Dataset, language: str
) -> None:
    entries = shipped.catalogue.indicators
    bodies = {"internet_users": {"en": "ITU", "zh": "国际电联"}[language]}
    bodies |= dict.fromkeys(("cnnic_internet_rate", "cnnic_rural_rate"), "CNNIC")
    for name, body in bodies.items():
        assert body in entries[name].name(language)


def test_the_broad_measure_of_the_digital_economy_is_named_as_an_estimate(
    shipped: Dataset,
) -> None:
    title = shipped.catalogue.indicators["digital_share_caict"].title
    assert title.get("zh") == "数字经济规模占GDP比重（信通院，宽口径，测算）"
    assert "broad, estimated" in title.get("en")


def standings_with(shipped: Dataset, status: str) -> list[Standing]:
    """The standings whose newest figure or the one before has a status."""
    found = []
    for name in shipped.catalogue.indicators:
        rows = shipped.select(name)
        for place in rows.loc[rows["status"] == status, "place"].unique():
            entry = standing(shipped, name, place)
            assert entry is not None
            figures = [entry.latest, *([entry.previous] if entry.previous else [])]
            if any(figure.status == status for figure in figures):
                found.append(entry)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_change_is_told_from_or_to_a_lower_bound(shipped: Dataset, language: str) -> None:
    """'More than 8,500' after 4,142 is no 'up 105.2%'."""
    entries = standings_with(shipped, "lower_bound")
    assert {"high_tech_enterprises_city", "computing_power_province", "cnnic_internet_rate"} <= {
        entry.indicator.id for entry in entries
    }
    for entry in entries:
        text, _ = change_text(entry, get_locale(language))
        assert bool(text) == (entry.series_break is not None), entry.indicator.id


def test_growth_across_a_break_has_no_rank(shipped: Dataset) -> None:
    """Some cities gave their GDP of 2023 before the census's revision, some after."""
    entry = standing(shipped, "gdp_nominal_growth_city", "430100")
    assert entry is not None and entry.latest.status == "break"
    assert (entry.rank, entry.difference) == (None, None)


def test_a_size_is_not_called_better(shipped: Dataset) -> None:
    keys = {"size": "indicator.better.size", "none": "indicator.better.rank"}
    for entry in shipped.catalogue.indicators.values():
        basis = rank_basis(entry)
        expected = keys.get(basis, "") if entry.better != "none" or basis == "none" else ""
        direction = about._direction(entry)
        assert direction == (expected or f"indicator.better.{entry.better}"), entry.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_target_end_with_one_full_stop(shipped: Dataset, language: str) -> None:
    locale = get_locale(language)
    targets = [
        target for entry in shipped.catalogue.indicators.values() for target in entry.targets
    ]
    assert len(targets) >= 5
    for target in targets:
        text = "".join(target_sentences(target, locale))
        assert ".." not in text and "。。" not in text, text
