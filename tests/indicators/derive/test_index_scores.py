"""Scores of an index as rows of the table: values worked out by hand, years, statuses, reloading."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import Dataset, load
from indicators.analysis.lineage import lineage
from tests import index_project


@pytest.fixture
def small(tmp_path: Path) -> Dataset:
    return index_project.dataset(tmp_path)


def scores(dataset: Dataset, name: str) -> dict[tuple[str, str], float]:
    frame = dataset.select(name)
    keys = zip(frame["place"], frame["period"], strict=True)
    return dict(zip(keys, frame["value"].round(9), strict=True))


def test_scores_are_those_worked_out_by_hand(small: Dataset) -> None:
    assert scores(small, "prov") == {
        ("P1", "2022"): 37.5, ("P1", "2023"): 40, ("P2", "2022"): 65, ("P2", "2023"): 72.5,
        ("P3", "2022"): 47.5, ("P3", "2023"): 47.5, ("P5", "2022"): 12.5, ("P5", "2023"): 12.5,
        ("P6", "2022"): 12.5, ("P6", "2023"): 12.5,
    }  # fmt: skip
    assert scores(small, "prov_online")["P4", "2023"] == 35, "a field may have a score alone"


def test_a_field_of_fewer_than_five_places_has_no_score(small: Dataset) -> None:
    assert scores(small, "cities_online")["C1", "2023"] == 50
    assert scores(small, "cities_talent") == {}
    assert scores(small, "cities") == {}


def test_a_carried_figure_makes_an_estimated_score(small: Dataset) -> None:
    def status(place: str) -> str:
        figure = small.latest("prov", place)
        assert figure is not None
        return figure.status

    assert (status("P3"), status("P2")) == ("estimated", "reported")


def test_ranks_lineage_and_targets_are_those_of_any_indicator(small: Dataset) -> None:
    ranked = small.ranked("prov", ["P1", "P2", "P3", "P4", "P5", "P6"])
    assert list(zip(ranked["place"], ranked["rank"], strict=True)) == [
        ("P2", 1), ("P3", 2), ("P1", 3), ("P5", 4), ("P6", 4)
    ]  # fmt: skip
    figure = small.latest("prov_online", "P1")
    assert figure is not None
    origins = [(item.observation.indicator, item.depth) for item in lineage(small, figure)]
    assert origins == [("prov_online", 0), ("net", 1), ("stations", 1), ("people", 1)]


def test_a_changed_file_computes_the_index_as_loading_afresh_does(tmp_path: Path) -> None:
    config = index_project.write(tmp_path)
    before = load(config, keep=False)
    path = tmp_path / "data" / "b" / "b.csv"
    path.write_text(path.read_text().replace("net,P1,2023,total,60", "net,P1,2023,total,100"))
    after = load(config, keep=False, before=before)
    assert scores(after, "prov")["P1", "2023"] == 50  # mean(mean(100, 20), 40)
    assert scores(after, "prov") == scores(load(config, keep=False), "prov")


def test_an_unrelated_file_leaves_the_scores(tmp_path: Path) -> None:
    config = index_project.write(tmp_path)
    before = load(config, keep=False)
    (tmp_path / "data" / "more.csv").write_text("place,period,value\nP1,2023,1\n")
    after = load(config, keep=False, before=before)
    assert scores(after, "prov") == scores(before, "prov")


def test_a_year_without_an_indicator_does_not_compare(tmp_path: Path) -> None:
    config = index_project.write(tmp_path)
    path = tmp_path / "data" / "b" / "b.csv"
    rows = [f"net,{place},2021,total,10,% of people,,," for place in ("P1", "P2", "P3")]
    path.write_text(path.read_text() + "\n".join(rows) + "\n")
    dataset = load(config, keep=False)
    assert {period for _, period in scores(dataset, "prov")} == {"2022", "2023"}
    assert {period for _, period in scores(dataset, "prov_online")} == {"2022", "2023"}


CHAIN = """
indicators:
  ahead: {unit: "% of people", pillar: online, formula: prov - net, better: higher}
"""
SECOND = """
  second:
    title: {en: The second, zh: 第二}
    level: province
    nodes:
      - {id: base, nodes: [{indicator: prov, goalposts: [0, 100]}]}
      - {id: rest, nodes: [{indicator: ahead, goalposts: [-100, 100]}]}
"""


def chained() -> str:
    """The config with a formula on an index, and an index on both."""
    config = index_project.CONFIG.replace("\nindicators:\n", CHAIN, 1)
    return config.replace("\nindices:\n", f"\nindices:\n{SECOND.lstrip(chr(10))}", 1)


def test_a_formula_rests_on_a_score_and_an_index_on_both(tmp_path: Path) -> None:
    dataset = index_project.dataset(tmp_path, chained())
    assert scores(dataset, "ahead") == {
        ("P1", "2022"): -12.5, ("P1", "2023"): -20, ("P2", "2022"): -15, ("P2", "2023"): -17.5,
        ("P3", "2022"): 27.5, ("P3", "2023"): 27.5, ("P5", "2022"): 2.5, ("P5", "2023"): 2.5,
        ("P6", "2022"): 2.5, ("P6", "2023"): 2.5,
    }  # fmt: skip
    # P1 in 2023: (40 + (100 - 20) / 2) / 2; P3: (47.5 + (100 + 27.5) / 2) / 2
    found = scores(dataset, "second")
    assert (found["P1", "2023"], found["P3", "2023"]) == (40, 55.625)
    statuses = [dataset.latest("ahead", place).status for place in ("P1", "P3")]  # type: ignore[union-attr]
    assert statuses == ["reported", "estimated"], "that of the score below"


def test_a_changed_file_computes_what_rests_on_a_score(tmp_path: Path) -> None:
    config = index_project.write(tmp_path, chained())
    before = load(config, keep=False)
    file = tmp_path / "data" / "b" / "b.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("skill,P1,2023,total,40,", "skill,P1,2023,total,60,"))
    after = load(config, keep=False, before=before)
    fresh = load(config, keep=False)
    assert scores(after, "ahead")["P1", "2023"] == -10
    for name in ("prov", "ahead", "second", "second_rest"):
        assert scores(after, name) == scores(fresh, name)
