"""An index as its page shows it, on figures small enough to work out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from indicators import Dataset, load
from indicators.analysis import composite_index as analysis
from indicators.analysis.composite_index import Choices, Subject
from indicators.composite.aggregation import Aggregation
from indicators.composite.scenarios import score_needed
from tests import index_project


@pytest.fixture
def small(tmp_path: Path) -> Dataset:
    return index_project.dataset(tmp_path)


def subject(dataset: Dataset, place: str, name: str) -> Subject:
    return next(
        item for item in analysis.subjects(dataset, place) if item.index.description.id == name
    )


def test_the_nearest_index_answers_first(small: Dataset) -> None:
    answers = [(item.index.description.id, item.place) for item in analysis.subjects(small, "C1")]
    assert answers == [("cities", "C1"), ("prov", "P1")]
    assert analysis.subjects(small, "N1") == []


def test_a_field_without_a_score_shows_the_territory_above(small: Dataset) -> None:
    city = subject(small, "C1", "cities")
    online, talent = analysis.field_standings(small, city, city.index.newest("cities"))
    assert (online.place, online.period, online.score, online.rank) == ("C1", "2023", 50, 2)
    assert (talent.place, talent.index.description.id) == ("P1", "prov")
    assert (talent.score, talent.rank, len(talent.scores), talent.median) == (40, 3, 5, 40)


def test_a_standing_says_which_years_its_figures_are_of(small: Dataset) -> None:
    third = subject(small, "P3", "prov")
    _, talent = analysis.field_standings(small, third, "2023")
    assert (talent.period, talent.years) == ("2023", ("2022",))


def test_parts_sum_to_the_score_and_lead_to_lines(small: Dataset, tmp_path: Path) -> None:
    first = subject(small, "P1", "prov")
    parts = {part.leaf: part for part in analysis.parts(small, first, "prov", "2023")}
    assert {leaf: part.points for leaf, part in parts.items()} == pytest.approx(
        {"net": 15, "stations": 5, "skill": 20}
    )
    assert {leaf: part.weight for leaf, part in parts.items()} == pytest.approx(
        {"net": 0.25, "stations": 0.25, "skill": 0.5}
    )
    stations = parts["stations"]
    assert stations.figure and stations.size
    assert (stations.figure.value, stations.size.value, stations.used) == (10, 100, 10)
    lines = Path(tmp_path, "data/b/b.csv").read_text().splitlines()
    assert lines[stations.figure.line - 1].startswith("stations,P1,2023,total,10,")
    assert lines[stations.size.line - 1].startswith("people,P1,2023,total,100,")


def test_a_carried_figure_is_that_of_its_year(small: Dataset) -> None:
    third = subject(small, "P3", "prov")
    skill = next(p for p in analysis.parts(small, third, "prov", "2023") if p.leaf == "skill")
    assert (skill.filled, skill.year, skill.used) == (True, "2022", 80)
    assert skill.figure and skill.figure.period == "2022"


def test_changes_by_field_sum_to_the_change(small: Dataset) -> None:
    second = subject(small, "P2", "prov")
    found = analysis.changes(second, "prov", "2022", "2023")
    assert [(item.field, round(item.effect, 9)) for item in found] == [
        ("online", 2.5), ("talent", 5)
    ]  # fmt: skip
    assert found[0].leaves["effect"].round(9).to_dict() == {"net": 2.5, "stations": 0}
    assert found[0].weights == 0 and set(found[0].leaves["year"]) == {""}


def test_a_figure_that_stands_for_both_years_is_said(small: Dataset) -> None:
    """P3's skill of 2022 is carried to 2023: no change of it can be seen."""
    third = subject(small, "P3", "prov")
    talent = analysis.changes(third, "prov", "2022", "2023")[1]
    assert talent.leaves["year"].to_dict() == {"skill": "2022"}
    assert (talent.effect, talent.weights) == (0, 0), "a carried figure moves no weight"


def test_strengths_are_ranks_among_peers(small: Dataset) -> None:
    third = subject(small, "P3", "prov")
    standings = analysis.field_standings(small, third, "2023")
    found = analysis.strengths(third, standings, set(index_project.NET))
    assert [(item.leaf, item.rank, item.of) for item in found] == [
("skill", 1, 5), ("net", 4, 6), ("stations", 4, 6)
    ]  # fmt: skip


def test_a_figure_beyond_its_goalpost_keeps_its_own_rank(tmp_path: Path) -> None:
    """With a goalpost of 60, P1 (60) and P2 (90) have all points; P2's figure is still ahead."""
    config = index_project.CONFIG.replace("net, goalposts: [0, 100]", "net, goalposts: [0, 60]", 1)
    dataset = index_project.dataset(tmp_path, config)
    first = subject(dataset, "P1", "prov")
    standings = analysis.field_standings(dataset, first, "2023")
    found = analysis.strengths(first, standings, set(index_project.NET))
    net = next(item for item in found if item.leaf == "net")
    assert (net.rank, net.at_goalpost, net.others_at_goalpost) == (2, True, 1)


def test_other_weights_and_another_mean(small: Dataset) -> None:
    index = subject(small, "P1", "prov").index
    table = analysis.ranks_with(index, "2023", Choices({"online": 1.0, "talent": 0.0}))
    assert table["score_after"].to_dict() == pytest.approx(
        {"P2": 75, "P3": 15, "P1": 40, "P5": 5, "P6": 5}
    )
    assert table["rank_after"].to_dict() == {"P2": 1, "P3": 3, "P1": 2, "P5": 4, "P6": 4}
    geometric = analysis.ranks_with(index, "2023", Choices(aggregation=Aggregation("geometric")))
    fields = math.sqrt(20 * 10), 80
    assert geometric["score_after"]["P3"] == pytest.approx(math.sqrt(fields[0] * fields[1]))
    assert "P4" not in geometric.index, "P4 has no score with any mean"


def test_intervals_hold_the_rank_and_are_computed_once(small: Dataset) -> None:
    index = subject(small, "P1", "prov").index
    table = analysis.rank_intervals(small, index, "2023")
    assert list(table.index[:3]) == ["P2", "P3", "P1"]
    assert ((table["low"] <= table["rank"]) & (table["rank"] <= table["high"])).all()
    assert table.loc["P2", ["low", "high"]].tolist() == [1, 1], "P2 is ahead whatever the choices"
    assert analysis.rank_intervals(small, index, "2023") is table


def test_without_alternatives_there_is_one_rank(tmp_path: Path) -> None:
    config = index_project.CONFIG
    start = config.index("    alternatives:")
    end = config.index("  cities:\n    title")
    dataset = index_project.dataset(tmp_path, config[:start] + config[end:])
    index = subject(dataset, "P1", "prov").index
    table = analysis.rank_intervals(dataset, index, "2023")
    assert (table["low"] == table["high"]).all()
    assert analysis.choice_effects(dataset, index, "2023") is None


def test_covered_weight_counts_figures_and_not_fields(tmp_path: Path) -> None:
    config = index_project.write(tmp_path)
    path = tmp_path / "data" / "b" / "b.csv"
    path.write_text(path.read_text().replace("stations,P4,2023,total,20,stations,,,\n", ""))
    path.write_text(path.read_text().replace("stations,P4,2022,total,20,stations,,,\n", ""))
    dataset = load(config, keep=False)
    fourth = subject(dataset, "P4", "prov")
    standings = analysis.field_standings(dataset, fourth, "2023")
    assert analysis.covered_share(fourth, standings) == pytest.approx(0.25)  # one of two, of half


def test_a_change_is_of_figures_where_both_years_have_them(small: Dataset) -> None:
    first = subject(small, "P1", "prov")
    online, talent = analysis.changes(first, "prov", "2022", "2023")
    assert (online.effect, online.weights) == (2.5, 0)
    assert (talent.effect, talent.weights) == (0, 0)


def test_a_figure_that_went_moves_weights(tmp_path: Path) -> None:
    """P3: (15 + 80) / 2 in 2022; without skills 15 in 2023, as its weight went to the others."""
    config = index_project.CONFIG.replace("    imputation: {rule: latest, max_age: 2}\n", "", 1)
    dataset = index_project.dataset(tmp_path, config.replace("coverage: 0.8", "coverage: 0", 1))
    third = subject(dataset, "P3", "prov")
    online, talent = analysis.changes(third, "prov", "2022", "2023")
    assert (online.effect, online.weights) == (0, 0)
    assert (talent.effect, talent.weights) == (0, -32.5)


def test_another_figure_gives_another_score_and_rank(small: Dataset) -> None:
    """P1 with 100 % online: (mean(100, 20) + 40) / 2 = 50, before P3 with 47.5."""
    first = subject(small, "P1", "prov")
    assert analysis.with_figure(first, "2023", "net", 60) == (40, 3)
    assert analysis.with_figure(first, "2023", "net", 100) == (50, 2)
    # 50 stations per 100 people are the goalpost, 60 count as much
    assert analysis.with_figure(first, "2023", "stations", 60) == (60, 2)


def test_the_newest_score_is_that_of_the_index(small: Dataset) -> None:
    found = analysis.newest_score(small, "P1")
    assert found == analysis.NewestScore("prov", "P1", "2023", 40, 3, 5)
    assert analysis.newest_score(small, "C1") == found, "the city has none of its own"
    assert analysis.newest_score(small, "N1") is None
    assert analysis.newest_score(small, "P4") is None


def test_ranks_are_of_rounded_scores_everywhere(tmp_path: Path) -> None:
    """With goalposts a hundred times as wide P2 has 0.725, P1 and P3 round to 0."""
    config = index_project.CONFIG.replace("goalposts: [0, 100]", "goalposts: [0, 10000]")
    config = config.replace("goalposts: [0, 50]", "goalposts: [0, 5000]")
    config = config.replace(
        "    coverage: 0.8\n    imp", "    coverage: 0.8\n    rank_digits: 0\n    imp"
    )
    dataset = index_project.dataset(tmp_path, config)
    third = subject(dataset, "P3", "prov")
    expected = {"P1": 2, "P2": 1, "P3": 2, "P5": 2, "P6": 2}
    assert analysis.rank_intervals(dataset, third.index, "2023")["rank"].to_dict() == expected
    assert third.index.ranks("prov", "2023").to_dict() == expected
    assert analysis.ranks_with(third.index, "2023", Choices())["rank"].to_dict() == expected
    # its skill is 0.8, which rounds to 1, that of P2 0.7
    standings = analysis.field_standings(dataset, third, "2023")
    assert [(item.node, item.rank) for item in standings] == [("online", 2), ("talent", 1)]


def test_a_place_without_rank_counts_in_no_rank_of_others(tmp_path: Path) -> None:
    """P2 has the most points, 72.5, and may not be ranked: P3 is first, and four have a rank."""
    config = index_project.write(tmp_path)
    index_project.leave_unranked(tmp_path, "P2")
    dataset = load(config, keep=False)
    second, first = subject(dataset, "P2", "prov"), subject(dataset, "P1", "prov")
    index = first.index
    assert index.score("prov", "P2", "2023") == 72.5
    assert index.ranks("prov", "2023").to_dict() == {"P1": 2, "P3": 1, "P5": 3, "P6": 3}
    online, talent = analysis.field_standings(dataset, second, "2023")
    assert (online.score, online.rank, len(online.scores)) == (75, 0, 5)
    assert (talent.score, talent.rank, len(talent.scores)) == (70, 0, 4)
    assert analysis.strengths(second, [online, talent], set(index_project.NET)) == []
    assert set(analysis.rank_intervals(dataset, index, "2023").index) == {"P1", "P3", "P5", "P6"}
    assert set(analysis.rank_runs(dataset, index, "2023").units) == {"P1", "P3", "P5", "P6"}
    assert "P2" not in analysis.ranks_with(index, "2023", Choices({"online": 1.0})).index
    assert "P2" not in analysis.peers_of(
        dataset.catalogue, first, index.ranked_scores("prov", "2023")
    )
    # the one before P1 is P3 with 47.5, not P2
    assert score_needed(index.result, "prov", "P1", "2023", 1) == 47.5
    newest = {place: analysis.newest_score(dataset, place) for place in ("P1", "P2")}
    found = {place: (item.rank, item.of) for place, item in newest.items() if item}
    assert found == {"P1": (2, 4), "P2": (0, 4)}
    assert analysis.with_figure(second, "2023", "net", 100.0) == (pytest.approx(75), 0)
    assert analysis.with_figure(first, "2023", "net", 100.0) == (50, 1)


def test_every_rank_of_an_index_is_after_the_same_rounding(tmp_path: Path) -> None:
    """With scores in whole points P1, net 68.4 and 42.1 points, ties with P3 at 42.5 less 0.1."""
    config = index_project.CONFIG.replace("coverage: 0.8", "rank_digits: 0\n    coverage: 0.8", 1)
    path = index_project.write(tmp_path, config)
    figures = tmp_path / "data" / "b" / "b.csv"
    text = figures.read_text().replace("net,P3,2023,total,20", "net,P3,2023,total,0")
    figures.write_text(text.replace("net,P1,2023,total,60", "net,P1,2023,total,68.4"))
    dataset = load(path, keep=False)
    first = subject(dataset, "P1", "prov")
    assert first.index.scores("prov", "2023").round(3).loc[["P1", "P3"]].to_list() == [42.1, 42.5]
    third = first.index.ranks("prov", "2023")
    assert third.loc[["P1", "P3"]].to_list() == [2, 2]
    for place in ("P1", "P3"):
        found = analysis.newest_score(dataset, place)
        assert found is not None and found.rank == 2
    assert analysis.with_figure(first, "2023", "net", 68.4)[1] == 2
    table = dataset.ranked("prov", index_project.NET, "2023").set_index("place")["rank"]
    assert table.loc[["P1", "P3"]].to_list() == [2, 2]
