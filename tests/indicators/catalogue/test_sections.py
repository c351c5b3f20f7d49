"""Entries of config.yaml and beside the figures: every fault with its line, key and the nearest right word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS = "data/world/facts.yaml"


def test_the_small_dashboard_is_without_fault(tiny: Tiny) -> None:
    assert tiny.problems() == []
    catalogue = tiny.load().catalogue
    assert list(catalogue.indicators) == ["gdp_per_head", "internet_users", "population", "gdp"]
    assert catalogue.title.say("zh") == "三个国家"
    assert (catalogue.focus, catalogue.coverage) == ("AAA", 2 / 3)
    assert catalogue.groups["WLD"].places == ("AAA", "BBB", "CCC")
    group = catalogue.peer_group("AAA")
    assert group is not None
    assert group.id == "friends"
    assert catalogue.peer_group("ALP") is None
    assert catalogue.ancestors("ALP") == ("ALP", "AAA", "WLD")
    entry = catalogue.indicators["internet_users"]
    assert (entry.file, entry.source_code, entry.declared) == (
        "world/facts.csv",
        "NET",
        "world/facts.yaml line 7",
    )
    assert entry.targets[0].value == 70
    assert catalogue.indicators["gdp_per_head"].needs == ("gdp", "population")


CONFIG_FAULTS = [
    ("focus: AAA", "fokus: AAA", "config.yaml line 3: unknown key 'fokus'. Did you mean 'focus'?"),
    (
        "    better: higher",
        "    beter: higher",
        "config.yaml line 15: indicators.gdp_per_head: unknown key 'beter'. Did you mean 'better'?",
    ),
    (
        "focus: AAA",
        "focus: AAB",
        "config.yaml line 3: focus: unknown place; found 'AAB'. Did you mean 'AAA'?",
    ),
    (
        "pillar: networks",
        "pillar: network",
        "config.yaml line 14: indicators.gdp_per_head.pillar: unknown pillar; found 'network'. Did you mean 'networks'?",
    ),
    (
        "    weight: population",
        "    source: bureu",
        "config.yaml line 16: indicators.gdp_per_head.source: unknown source; found 'bureu'. Did you mean 'bureau'?",
    ),
    (
        "unit: yuan per person",
        "unit: yuan per perso",
        "config.yaml line 13: indicators.gdp_per_head.unit: unknown unit; found 'yuan per perso'. "
        "Did you mean 'yuan per person'?",
    ),
    ("unit: yuan per person", "unit: 100 million yuan", "an indicator is kept in a base unit"),
    (
        "better: higher",
        "better: up",
        "not a known word here; found 'up'; expected one of higher, lower, none.",
    ),
    (
        "formula: gdp / population",
        "formula: gdp / 0",
        "line 17: indicators.gdp_per_head.formula: the formula divides by zero",
    ),
    (
        "formula: gdp / population",
        "formula: __import__('os').system('true')",
        "the formula may hold only numbers",
    ),
    (
        "formula: gdp / population",
        "formula: gdp / popultion",
        "config.yaml line 11: indicators.gdp_per_head: the formula names unknown indicator 'popultion'. "
        "Did you mean 'population'?",
    ),
    (
        "formula: gdp / population",
        "formula: gdp + population",
        "the formula adds unlike units: CNY and person",
    ),
    (
        "formula: gdp / population",
        "formula: gdp * population",
        "the formula gives CNY·person, the unit 'yuan per person' is CNY/person",
    ),
    (
        "formula: gdp / population",
        "formula: gdp_per_head * 1",
        "formulas go in a circle: gdp_per_head needs gdp_per_head",
    ),
    ("formula: gdp / population", "formula: gdp\n    file: a.csv", "file and formula together"),
    ("    formula: gdp / population\n", "", "an indicator needs a file or a formula"),
    ("formula: gdp / population", "file: ../a.csv", "a file outside the data folder"),
    ("formula: gdp / population", "file: /etc/passwd", "a file outside the data folder"),
    (
        "formula: gdp / population",
        "file: a.csv\n    reader: tidi",
        "unknown reader; found 'tidi'. Did you mean 'tidy'?",
    ),
    (
        "weight: population",
        "weight: populaton",
        "weighed by unknown indicator 'populaton'. Did you mean 'population'?",
    ),
    (
        "  gdp_per_head:\n",
        "  GDP per head:\n",
        "'GDP per head' is no id; expected lower-case letters, digits and _",
    ),
    (
        "peers: {country: friends}",
        "peers: {country: freinds}",
        "unknown group; found 'freinds'. Did you mean 'friends'?",
    ),
    (
        "[AAA, BBB, CCC]",
        "[AAA, BBX]",
        "line 6: groups.friends: unknown place 'BBX'. Did you mean 'BBB'?",
    ),
    (
        "peers: {country: friends}",
        "coverage: 2",
        "coverage: not a share; found '2'; expected a number above 0 and up to 1",
    ),
    ("peers: {country: friends}", "boundaries: {country: {file: ../x.geojson}}", "no such file"),
    (
        "title: {en: Three countries, zh: 三个国家}",
        "title: {english: x}",
        "'english' is no language code",
    ),
    (
        "  gdp_per_head:\n",
        "  gdp_per_head:\n    unit: yuan\n",
        "line 14: indicators.gdp_per_head.unit: key written twice",
    ),
    ("pillars:", "pillars: [", "not valid YAML"),
]


@pytest.mark.parametrize(
    ("old", "new", "said"), CONFIG_FAULTS, ids=[said[-40:] for _, _, said in CONFIG_FAULTS]
)
def test_a_fault_of_the_config_stops_and_is_told(tiny: Tiny, old: str, new: str, said: str) -> None:
    assert said in tiny.change("config.yaml", old, new).faults()


def test_all_faults_are_told_at_once(tiny: Tiny) -> None:
    tiny.change("config.yaml", "focus: AAA", "focus: AAB").change(
        "config.yaml", "unit: yuan per person", "unit: yun"
    )
    assert len(tiny.faults().splitlines()) == 2


def test_no_config_and_no_data_are_told(tiny: Tiny) -> None:
    tiny.config.rename(tiny.root / "other.yaml")
    assert tiny.faults().startswith("config.yaml: no such file")
    (tiny.root / "other.yaml").rename(tiny.config)
    tiny.data.rename(tiny.root / "elsewhere")
    assert tiny.faults() == "data: no such folder. The figures are looked for there."


BESIDE_FAULTS = [
    (
        "    better: higher\n    weight",
        "    beter: higher\n    weight",
        "internet_users: unknown key 'beter'. Did you mean 'better'?",
    ),
    ("unit: persons", "unit: person", "unknown unit; found 'person'. Did you mean 'persons'?"),
    ('target: {"2025": 70}', "target: {soon: 70}", "'soon' is not a period"),
    ('target: {"2025": 70}', "target: {'2025': many}", "not a number; found 'many'"),
    (
        'target: {"2025": 70}',
        "target: [{place: AAX, period: '2025', value: 1}]",
        "unknown place; found 'AAX'. Did you mean 'AAA'?",
    ),
    ('target: {"2025": 70}', "target: [{period: '2025'}]", "a target needs a value"),
    (
        "{place: AAA, period",
        "{place: AAX, period",
        "unknown place; found 'AAX'. Did you mean 'AAA'?",
    ),
    (
        'period: "2023"',
        'period: "last year"',
        "not a period; found 'last year'; expected a period like 2025",
    ),
    ("  population:\n", "  gdp_per_head:\n", "the id 'gdp_per_head' is taken"),
    (
        "code: POP",
        "code: NET",
        "reads the series 'NET' of world/facts.csv, which 'internet_users' reads already",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "said"), BESIDE_FAULTS, ids=[said[-40:] for _, _, said in BESIDE_FAULTS]
)
def test_a_fault_beside_the_figures_is_told_and_the_rest_works(
    tiny: Tiny, old: str, new: str, said: str
) -> None:
    dataset = tiny.change(FACTS, old, new).load()
    assert any(
        said in str(problem) and problem.file == "world/facts.yaml" for problem in dataset.problems
    )
    assert dataset.latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]


def test_the_day_of_retrieval_is_a_day(tiny: Tiny) -> None:
    tiny.change(FACTS, 'year: "2024"', 'year: "2024"\n    retrieved: "2026-11-05"')
    assert tiny.load().catalogue.sources["bureau"].retrieved == "2026-11-05"
    tiny.change(FACTS, "2026-11-05", "5 November 2026")
    assert tiny.load().catalogue.sources["bureau"].retrieved == ""
    assert tiny.problems() == [
        "world/facts.yaml line 6: sources.bureau.retrieved: not a day; found '5 November 2026'; "
        "expected a day like 2026-11-05."
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('period: "2023"', 'period: "x"'),
        ('{"2025": 70}', "{soon: 70}"),
        ('{"2025": 70}', '{"2025": many}'),
    ],
)
def test_a_faulty_break_or_target_is_left_out_so_that_no_page_trips_over_it(
    tiny: Tiny, old: str, new: str
) -> None:
    from indicators.analysis.standing import standing

    tiny.change("data/world/facts.csv", "60,% of population,break,", "60,% of population,,")
    dataset = tiny.change(FACTS, old, new).load()
    found = standing(dataset, "internet_users", "AAA")
    assert found is not None
    assert (found.target is None) != (found.broken is None)


def test_a_broken_yaml_beside_the_figures_leaves_the_rest_alone(tiny: Tiny) -> None:
    tiny.write("data/other/b.yaml", "indicators: [\n").write("data/other/c.yaml", b"a: \xff")
    dataset = tiny.load()
    assert [problem.file for problem in dataset.problems if problem.severity == "error"] == [
        "other/b.yaml",
        "other/c.yaml",
    ]
    assert dataset.latest("gdp", "BBB").value == 900_000_000  # type: ignore[union-attr]


def test_a_yaml_with_anchors_beside_the_figures_is_told(tiny: Tiny) -> None:
    tiny.write("data/other/b.yaml", "sources: &a [*a]\n")
    assert "other/b.yaml line 1: anchors and aliases" in tiny.problems()[0]


def test_a_source_twice_is_told(tiny: Tiny) -> None:
    tiny.write("data/zz.yaml", "sources:\n  bureau: {publisher: Other}\n")
    assert (
        "zz.yaml line 2: sources.bureau: a source of this id was said before" in tiny.problems()[0]
    )


def test_a_headline_that_does_not_exist_is_a_warning(tiny: Tiny) -> None:
    tiny.change("config.yaml", "headline: [internet_users,", "headline: [internet_user,")
    assert tiny.problems() == [
        "config.yaml: pillars.networks.headline: unknown indicator 'internet_user'. "
        "Did you mean 'internet_users'?"
    ]


def test_a_faulty_file_beside_the_figures_does_not_stop_a_formula_of_the_config(tiny: Tiny) -> None:
    dataset = tiny.write(FACTS, "indicators: [\n").load()
    assert "gdp_per_head" not in dataset.catalogue.indicators
    assert (
        "config.yaml line 11: indicators.gdp_per_head: the formula names unknown indicator 'gdp'"
        in "\n".join(map(str, dataset.problems))
    )
