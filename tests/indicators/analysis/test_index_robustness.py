"""How sure a rank is, ranks within groups, and what parts do to ranks."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import Dataset
from indicators.analysis import composite_index as analysis
from indicators.analysis import index_robustness as robustness
from indicators.analysis.composite_index import Subject
from tests import index_project


@pytest.fixture
def small(tmp_path: Path) -> Dataset:
    return index_project.dataset(tmp_path)


def subject(dataset: Dataset, place: str, name: str = "prov") -> Subject:
    return next(
        item for item in analysis.subjects(dataset, place) if item.index.description.id == name
    )


def test_a_rank_that_no_run_changes_is_sure(small: Dataset) -> None:
    """P1 (40) is before P5 and P6 (12.5) in both fields, so among the first three in every run."""
    sure = robustness.sureness(small, subject(small, "P1"), "2023")
    assert sure is not None
    assert (sure.top, sure.top_share, sure.neighbour, sure.ahead_share) == (3, 1, "P5", 1)


def test_how_often_a_place_is_before_the_next(small: Dataset) -> None:
    """P3 (15 and 80) is before P1 (40 and 40) unless the mean is geometric or talent weighs less."""
    third = subject(small, "P3")
    sure = robustness.sureness(small, third, "2023")
    assert sure is not None
    assert (sure.top, sure.top_share, sure.neighbour) == (3, 1, "P1")
    runs = analysis.rank_runs(small, third.index, "2023")
    geometric = runs.choices["aggregation"] == 1
    columns = [runs.units.index(place) for place in ("P3", "P1")]
    ahead = runs.ranks[:, columns[0]] < runs.ranks[:, columns[1]]
    assert ahead[~geometric].mean() > 0.5 > ahead[geometric].mean()
    assert sure.ahead_share == ahead.mean()


def test_the_last_place_is_held_against_the_one_above(small: Dataset) -> None:
    sure = robustness.sureness(small, subject(small, "P6"), "2023")
    assert sure is not None
    assert (sure.neighbour, sure.ahead_share) == ("P5", 0), "they are equal in every run"


def test_without_alternatives_nothing_is_said(tmp_path: Path) -> None:
    start = index_project.CONFIG.index("    alternatives:")
    end = index_project.CONFIG.index("  cities:")
    config = index_project.CONFIG[:start] + index_project.CONFIG[end:]
    dataset = index_project.dataset(tmp_path, config)
    assert robustness.sureness(dataset, subject(dataset, "P1"), "2023") is None


def test_what_leaving_out_a_node_does_in_one_year(small: Dataset) -> None:
    effects = robustness.removal_effects(small, subject(small, "P1").index, "2023")
    # Without talent: P2 75, P1 40, P3 15, P5 and P6 5: P1 up one, P3 down one, of the five that have
    # a rank. P4 has no score of the index, and its 35 points of the rest move nobody.
    assert effects.loc["talent"].to_dict() == {"mean": 0.4, "largest": 1.0}


REGIONS = """
  rich: {title: {en: The rich, zh: 富裕省}, kind: income, level: province, places: [P1, P2, P3, P5, P6]}
  south: {title: {en: The south, zh: 南方}, kind: region, level: province, places: [P1, P3, P4, P5, P6]}
"""


def test_a_group_that_says_nothing_more_gives_no_rank(tmp_path: Path) -> None:
    """All five with a score are in the first, and four of the five in the second."""
    config = index_project.CONFIG.replace("groups:\n", f"groups:{REGIONS}", 1)
    dataset = index_project.dataset(tmp_path, config)
    assert robustness.group_rank(dataset.catalogue, subject(dataset, "P1"), "2023") is None
