"""The indices that are shipped: what they say of Hunan, Changsha and China, and that it adds up."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from indicators import Dataset, load
from indicators.analysis import composite_index as analysis
from indicators.analysis import index_robustness as robustness
from indicators.analysis.composite_index import Choices, Subject
from indicators.catalogue.indices import node_indicator

ROOT = Path(__file__).resolve().parents[3]
INDICES = {
    "digital_development_provinces": "430000",
    "digital_development_economies": "CHN",
}


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(ROOT / "config.yaml", ROOT / "data", keep=False)


def subject(dataset: Dataset, name: str, place: str) -> Subject:
    return next(
        item for item in analysis.subjects(dataset, place) if item.index.description.id == name
    )


def test_each_index_is_read_without_a_fault(shipped: Dataset) -> None:
    assert list(shipped.catalogue.indices) == ["digital_development_cities", *INDICES]
    of_indices = [item for item in shipped.problems if (item.column or "").startswith("indices")]
    assert {item.severity for item in of_indices} <= {"notice"}


@pytest.mark.parametrize(("name", "place"), INDICES.items())
def test_parts_and_changes_add_up(shipped: Dataset, name: str, place: str) -> None:
    found = subject(shipped, name, place)
    root, period = found.index.root, found.index.newest(found.index.root)
    score = found.index.score(root, place, period)
    figure = shipped.latest(name, place)
    assert figure is not None and (figure.period, figure.value) == (period, pytest.approx(score))
    parts = analysis.parts(shipped, found, root, period)
    assert math.fsum(part.points for part in parts) == pytest.approx(score)
    assert math.fsum(part.weight for part in parts) == pytest.approx(1)
    assert all(part.figure is not None for part in parts), "each leads to its figure"
    years = found.index.years[root]
    effects = analysis.changes(found, root, years[0], years[-1])
    before = found.index.score(root, place, years[0])
    assert math.fsum(item.effect + item.weights for item in effects) == pytest.approx(
        score - before
    )


def test_capitals_have_fields_and_no_overall_score(shipped: Dataset) -> None:
    changsha = subject(shipped, "digital_development_cities", "430100")
    standings = analysis.field_standings(
        shipped, changsha, changsha.index.newest(changsha.index.root)
    )
    own = {item.node for item in standings if item.place == "430100"}
    assert own == {"skills", "digital_economy", "egovernment"}
    assert {item.place for item in standings if item.node not in own} == {"430000"}
    assert shipped.latest("digital_development_cities", "430100") is None


AGAINST = {
    "digital_development_economies": set(),
    # Per mobile subscriber, who are many in Beijing and Shanghai: no residents by year are held.
    "digital_development_provinces": {
        "connectivity",
        "mobile_internet_take_up_province",
        "base_stations_province",
        "broadband_ports_province",
    },
}
"""The parts that run against the index among the places of its newest year; docs/index.md says so."""


@pytest.mark.parametrize(("name", "place"), INDICES.items())
def test_parts_that_run_against_the_whole_are_those_that_the_docs_name(
    shipped: Dataset, name: str, place: str
) -> None:
    from indicators.composite import audit

    index = subject(shipped, name, place).index
    of_year = robustness.result_of_year(shipped, index, index.newest(index.root))
    assert set(audit.negative_weights(of_year)["node"]) == AGAINST[name]
    flags = audit.correlation_flags(of_year)
    pairs = set(zip(flags["first"], flags["second"], strict=True))
    assert pairs == ({("connectivity", "skills")} if AGAINST[name] else set())


def test_other_weights_rank_every_place_that_has_a_score(shipped: Dataset) -> None:
    index = subject(shipped, "digital_development_economies", "CHN").index
    period = index.newest(index.root)
    analysis.ranks_with(index, period, Choices({"skills": 3.0}))
    for weight in range(5):
        table = analysis.ranks_with(index, period, Choices({"skills": float(weight)}))
        assert len(table) > 150


def test_ranks_within_income_groups_and_regions(shipped: Dataset) -> None:
    china = subject(shipped, "digital_development_economies", "CHN")
    index = china.index
    year = index.newest(index.root)
    found = robustness.group_rank(shipped.catalogue, china, year)
    assert found is not None and found.group.id == "upper_middle_income"
    scores = index.ranked_scores(index.root, year)
    members = scores[[code for code in found.group.places if code in scores.index]]
    assert found.of == len(members)
    assert found.rank == 1 + int((members > scores["CHN"]).sum())
    hunan = subject(shipped, "digital_development_provinces", "430000")
    found = robustness.group_rank(shipped.catalogue, hunan, "2023")
    assert found is not None
    assert (found.group.id, found.of) == ("china_central", 6)


@pytest.mark.parametrize(("name", "place"), INDICES.items())
def test_the_newest_score_of_the_table_is_that_of_the_page(
    shipped: Dataset, name: str, place: str
) -> None:
    index = subject(shipped, name, place).index
    year = index.newest(index.root)
    scores = index.ranked_scores(index.root, year)
    for code, score in scores.items():
        found = analysis.newest_score(shipped, str(code))
        assert found is not None
        assert (found.index, found.place, found.period, found.of) == (name, code, year, len(scores))
        assert found.rank == 1 + int((scores > score).sum()), code


def test_the_city_shows_the_score_of_its_province(shipped: Dataset) -> None:
    found = analysis.newest_score(shipped, "430100")
    assert found is not None
    assert (found.index, found.place) == ("digital_development_provinces", "430000")


def test_places_without_ranks_take_no_part_in_those_of_others(shipped: Dataset) -> None:
    """198 economies have a score in e-government, 3 of them are of `ranked: no`: China is 45th of
    195, as on the page of the indicator.
    """
    economies = subject(shipped, "digital_development_economies", "CHN").index
    assert economies.result.unranked >= {"HKG", "MAC", "TWN"}
    year = economies.newest("egovernment")
    scores, ranks = economies.scores("egovernment", year), economies.ranks("egovernment", year)
    assert (len(scores), len(ranks), int(ranks.loc["CHN"])) == (198, 195, 45)
    assert {"HKG", "MAC", "TWN"} <= set(scores.index) - set(ranks.index)


@pytest.mark.parametrize("name", ["digital_development_cities", *INDICES])
def test_ranks_of_an_index_are_those_of_its_indicators(shipped: Dataset, name: str) -> None:
    index = analysis.scored_index(shipped, name)
    assert index is not None
    for node in index.result.structure.aggregates:
        year = index.newest(node)
        if not year:
            continue
        ranks = index.ranks(node, year)
        table = shipped.ranked(node_indicator(name, node), shipped.catalogue.places, year, within=0)
        on_its_page = table.dropna(subset="rank").set_index("place")["rank"]
        assert on_its_page.astype(int).to_dict() == ranks.to_dict(), node
