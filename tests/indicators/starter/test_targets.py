"""A new project has the targets that hold there: of all places, of groups, of the country itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import Dataset
from indicators.starter.create import create
from indicators.starter.targets import without_targets_of_others

BESIDE = """\
indicators:
  users:
    target:   # of several
      - place: CHN
        period: "2025"
        document:
          en: "A plan,

            in two lines"
      # the union's own
      - place: EU27
        period: "2030"
      - period: "2030"
        group: eu27_members

      - place: "430000"
        period: "2025"

  revenue:
    unit: yuan
    target:
      - place: CHN
        value: 5
    better: higher
  short:
    target: {2030: 100}
"""


def test_targets_of_other_places_are_left_out_and_nothing_else() -> None:
    assert (
        without_targets_of_others(BESIDE, "a.yaml", {"EST", "EU27"})
        == """\
indicators:
  users:
    target:   # of several
      # the union's own
      - place: EU27
        period: "2030"
      - period: "2030"
        group: eu27_members


  revenue:
    unit: yuan
    better: higher
  short:
    target: {2030: 100}
"""
    )


def test_the_countrys_own_targets_stay() -> None:
    assert without_targets_of_others(BESIDE, "a.yaml", {"CHN", "EU27", "430000"}) == BESIDE


def own_and_wider(dataset: Dataset) -> dict[str, set[str]]:
    """For each indicator with targets, whose they are: a place, a group, or '' for every place."""
    return {
        entry.id: {target.place or target.group for target in entry.targets}
        for entry in dataset.catalogue.indicators.values()
        if entry.targets
    }


FOR_EVERY_PLACE = {
    "coverage_4g": {""},
    "mobile_phone_owners": {""},
    "business_internet_use": {""},
    "internet_users": {""},
    "electricity_access": {""},
}


@pytest.mark.parametrize(("country", "more"), [("EST", {"ict_specialists": {"EU27"}}), ("BRA", {})])
def test_a_project_has_the_targets_that_hold_there(
    tmp_path: Path, country: str, more: dict[str, set[str]]
) -> None:
    dataset, _ = create(tmp_path / "new", country)
    assert own_and_wider(dataset) == FOR_EVERY_PLACE | more
    assert [problem for problem in dataset.problems if problem.severity != "notice"] == []
