"""`indices:` in config.yaml: what becomes of it, and what is wrong, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import fingerprints, load
from indicators.problems import Problem, ProblemCode
from tests import index_project


def problems(folder: Path, old: str, new: str) -> list[Problem]:
    """The problems of an index with one piece of the config changed; it is left out."""
    assert old in index_project.CONFIG
    dataset = index_project.dataset(folder, index_project.CONFIG.replace(old, new, 1))
    assert "prov" not in dataset.catalogue.indices
    assert "prov" not in dataset.catalogue.indicators
    assert "cities" in dataset.catalogue.indices, "the other index goes on"
    assert dataset.latest("net", "P1"), "and so do the figures"
    return [problem for problem in dataset.problems if "prov" in (problem.column or "")]


def line_of(text: str) -> int:
    """The line of the config in which the index says this."""
    lines = index_project.CONFIG.splitlines()
    start = lines.index("  prov:")
    return next(at for at, line in enumerate(lines[start:], start + 1) if text in line)


FAULTS = [
    ("indicator: net,", "indicator: nett,", ProblemCode.ID_UNDEFINED, "nett", "indicator: net"),
    ("column: people", "column: peple", ProblemCode.ID_UNDEFINED, "peple", "indicator: stations"),
    ("- pillar: talent", "- pillar: talents", ProblemCode.ID_UNDEFINED, "talents", "- pillar: tal"),
    ("level: province\n    pillar", "level: shire\n    pillar", ProblemCode.LEVEL_UNDEFINED,
     "shire", "  prov:"),
    ("level: province\n    pillar", "group: club\n    pillar", ProblemCode.ID_UNDEFINED,
     "club", "  prov:"),
    ("coverage: 0.8", "coverage: 80", ProblemCode.NOT_A_SHARE, "80", "coverage"),
    ("coverage: 0.8", "normalisation: {rule: goalposts, scale: [0, 7]}",
     ProblemCode.UNIT_UNDEFINED, "index 0-7", "  prov:"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "found", "where"), FAULTS)
def test_a_faulty_index_is_left_out_with_its_line(
    tmp_path: Path, old: str, new: str, code: ProblemCode, found: str, where: str
) -> None:
    told = [(item.code, item.found, item.line) for item in problems(tmp_path, old, new)]
    assert (code, found, line_of(where)) in told
    assert (ProblemCode.INDEX_LEFT_OUT, "prov", line_of("  prov:")) in told


def test_an_index_may_not_have_the_id_of_an_indicator(tmp_path: Path) -> None:
    config = index_project.CONFIG.replace("  prov:\n", "  people:\n")
    dataset = index_project.dataset(tmp_path, config)
    taken = [problem for problem in dataset.problems if problem.code == ProblemCode.ID_TAKEN]
    assert [problem.found for problem in taken] == ["people"]
    assert dataset.catalogue.indicators["people"].kind == "read"


def test_each_aggregate_is_an_indicator(tmp_path: Path) -> None:
    catalogue = index_project.dataset(tmp_path).catalogue
    names = [name for name, entry in catalogue.indicators.items() if entry.kind == "index"]
    assert sorted(names) == [
        "cities", "cities_online", "cities_talent", "prov", "prov_online", "prov_talent"
    ]  # fmt: skip
    field = catalogue.indicators["prov_talent"]
    assert (field.pillar, field.better, field.unit.id) == ("talent", "higher", "index 0-100")
    assert field.title.get("en") == "The index: Talent"
    assert field.title.get("zh") == "指数：人才"
    root = catalogue.indicators["prov"].definition.get("en")
    assert root.startswith(
        "All in one. A score from 0 to 100, made of 3 indicators: Internet users"
    )
    assert catalogue.needs_of("prov_online") == ("net", "stations", "people")
    assert catalogue.needs_of("prov_talent") == ("skill",)
    assert set(field.needs) == {"net", "stations", "skill", "people"}


def test_a_description_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    head, rest = index_project.CONFIG.split("  prov:\n")
    body, others = rest.split("  cities:\n")
    config = index_project.write(
        tmp_path, f"{head}  prov: {{file: indices/prov.yaml}}\n  cities:\n{others}"
    )
    (tmp_path / "indices").mkdir()
    text = "\n".join(line.removeprefix("    ") for line in body.splitlines())
    (tmp_path / "indices" / "prov.yaml").write_text(text, encoding="utf-8")
    dataset = load(config, keep=False)
    assert dataset.catalogue.indicators["prov"].declared == "indices/prov.yaml line 1"
    assert dataset.latest("prov", "P1").value == pytest.approx(40)  # type: ignore[union-attr]
    before = fingerprints.fingerprint(config, tmp_path / "data")
    (tmp_path / "indices" / "prov.yaml").write_text(text + "\n", encoding="utf-8")
    assert fingerprints.fingerprint(config, tmp_path / "data") != before


@pytest.mark.parametrize("file", ["/etc/passwd", "indices/../config.yaml", "other/prov.yaml"])
def test_a_description_stands_in_one_folder(tmp_path: Path, file: str) -> None:
    head, rest = index_project.CONFIG.split("  prov:\n")
    others = rest.split("  cities:\n")[1]
    config = f"{head}  prov: {{file: {file}}}\n  cities:\n{others}"
    found = index_project.dataset(tmp_path, config).problems
    assert ProblemCode.INDEX_FILE_PLACE in [problem.code for problem in found]


def test_an_index_and_its_nodes_are_held_against_targets(tmp_path: Path) -> None:
    config = index_project.CONFIG.replace(
        "    coverage: 0.8\n    imputation", "    target: {2030: 60}\n    imputation", 1
    ).replace(
        "      - pillar: talent\n",
        "      - pillar: talent\n        target: [{value: 55, period: 2025, place: P1}]\n",
        1,
    )
    catalogue = index_project.dataset(tmp_path, config).catalogue
    held = [(item.period, item.value, item.place) for item in catalogue.indicators["prov"].targets]
    assert held == [("2030", 60, "")]
    held = [
        (item.period, item.value, item.place)
        for item in catalogue.indicators["prov_talent"].targets
    ]
    assert held == [("2025", 55, "P1")]
    assert catalogue.indicators["prov_online"].targets == ()


def test_a_faulty_target_leaves_the_index_there(tmp_path: Path) -> None:
    config = index_project.CONFIG.replace(
        "    level: province\n    pillar",
        "    target: [{value: 55, period: 2025, place: P9}]\n    level: province\n    pillar",
        1,
    )
    dataset = index_project.dataset(tmp_path, config)
    found = [(item.code, item.found) for item in dataset.problems if item.severity == "error"]
    assert found == [(ProblemCode.PLACE_UNDEFINED, "P9")]
    assert "prov" in dataset.catalogue.indices


def with_formulas(formulas: str, config: str = index_project.CONFIG) -> str:
    """The config with further indicators."""
    return config.replace("indicators:\n", f"indicators:\n{formulas}", 1)


def test_a_circle_of_an_index_and_a_formula_is_reported(tmp_path: Path) -> None:
    config = with_formulas(
        '  gap: {unit: "% of people", pillar: online, formula: prov_talent - net}\n'
        '  fine: {unit: "% of people", pillar: online, formula: 100 - city_net}\n',
        index_project.CONFIG.replace("{indicator: skill,", "{indicator: gap,", 1),
    )
    dataset = index_project.dataset(tmp_path, config)
    found = {(item.code, item.column) for item in dataset.problems if item.severity == "error"}
    assert found == {
        (ProblemCode.FORMULA_CIRCLE, "indicators.gap"),
        (ProblemCode.FORMULA_CIRCLE, "indices.prov_talent"),
        (ProblemCode.INDEX_LEFT_OUT, "indices.prov"),
    }
    assert not {"gap", "prov", "prov_online"} & dataset.catalogue.indicators.keys()
    assert {"fine", "cities"} <= dataset.catalogue.indicators.keys()


def test_an_index_of_itself_is_a_circle(tmp_path: Path) -> None:
    config = index_project.CONFIG.replace("{indicator: skill,", "{indicator: prov_online,", 1)
    dataset = index_project.dataset(tmp_path, config)
    codes = [item.code for item in dataset.problems if item.severity == "error"]
    assert codes == [ProblemCode.FORMULA_CIRCLE, ProblemCode.INDEX_LEFT_OUT]
    assert "prov" not in dataset.catalogue.indices


def test_a_formula_on_an_index_that_is_left_out_is_reported(tmp_path: Path) -> None:
    config = with_formulas(
        '  gap: {unit: "% of people", pillar: online, formula: prov - net}\n',
        index_project.CONFIG.replace("{indicator: skill,", "{indicator: skil,", 1),
    )
    dataset = index_project.dataset(tmp_path, config)
    found = {(item.code, item.found) for item in dataset.problems if item.severity == "error"}
    assert found == {
        (ProblemCode.ID_UNDEFINED, "skil"),
        (ProblemCode.INDEX_LEFT_OUT, "prov"),
        (ProblemCode.FORMULA_INPUT_UNDEFINED, "prov"),
    }
