"""What it would take to reach a rank, worked out by hand: see tests/index_project.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import Dataset
from indicators.analysis import index_steps
from indicators.analysis.composite_index import Subject
from tests import index_project
from tests.indicators.analysis.test_composite_index import subject

PEERS = {"P1", "P2", "P3"}


@pytest.fixture
def first(tmp_path: Path) -> Subject:
    dataset: Dataset = index_project.dataset(tmp_path)
    return subject(dataset, "P1", "prov")


def test_a_step_to_a_rank_and_who_made_it(first: Subject) -> None:
    found = index_steps.steps_to_rank(first, "prov", "2023", 2, PEERS)
    steps = {step.leaf: step for step in found}
    # 7.5 points more than 40: 15 of the skill's half, 30 of the quarter of the others.
    assert steps["skill"].needed == pytest.approx(55)
    assert steps["net"].needed == pytest.approx(90)
    assert steps["stations"].needed == pytest.approx(25)  # 50 of 100 points is 25 per 100 people
    assert next(iter(steps)) == "skill"
    assert steps["skill"].examples == ()


def test_a_step_within_a_field(first: Subject) -> None:
    """Talent: P1 has 40, P2 70, P3 80. For the second place 70 must be passed."""
    (step,) = index_steps.steps_to_rank(first, "talent", "2023", 2, PEERS)
    assert (step.leaf, step.present, step.needed) == ("skill", 40, pytest.approx(70))


def test_every_indicator_a_little(first: Subject) -> None:
    """Up to the best figures the score rises by 60, to 100; 7.5 of that are needed."""
    leaves = ["net", "stations", "skill"]
    found = index_steps.combination(first, "prov", "2023", 2, leaves)
    assert found is not None and found.share == pytest.approx(0.125)
    assert found.figures["net"] == (60, pytest.approx(65))
    assert found.figures["stations"] == (10, pytest.approx(15))  # from 20 of 100 points to 30
    assert found.figures["skill"] == (40, pytest.approx(47.5))


def test_the_two_smallest_steps_together(first: Subject) -> None:
    """Skill's gap is 60 points with half of the weight, net's 40 with a quarter: 40 in all."""
    steps = index_steps.steps_to_rank(first, "prov", "2023", 2, PEERS)
    found = index_steps.smallest_together(first, "prov", "2023", 2, steps)
    assert found is not None and found.share == pytest.approx(7.5 / 40)
    assert list(found.figures) == ["skill", "net"]
    assert found.figures["skill"] == (40, pytest.approx(40 + 60 * 7.5 / 40))


def test_where_none_suffices_alone_the_fewest_that_do_together(first: Subject) -> None:
    """Past P2's 72.5: skill alone gives 70, with stations (20 points more) 90, with net 80."""
    assert index_steps.steps_to_rank(first, "prov", "2023", 1, PEERS) == []
    found = index_steps.smallest_together(first, "prov", "2023", 1, [])
    assert found is not None and list(found.figures) == ["skill", "stations"]
    assert found.share == pytest.approx(32.5 / 50)


def test_what_never_suffices_is_not_offered(first: Subject) -> None:
    assert index_steps.combination(first, "prov", "2023", 1, ["net"]) is None
    assert index_steps.combination(first, "prov", "2023", 4, ["net"]) is None, "already better"
