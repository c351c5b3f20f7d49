"""Entries of config.yaml and beside the figures: every problem with its line, key and the nearest
right word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators.model import Terms
from indicators.problems import Problem, ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny

FACTS = "data/world/facts.yaml"
GDP, NET = "indicators.gdp_per_head", "indicators.internet_users"
UNIT, FORMULA = "unit: yuan per person", "formula: gdp / population"


def warnings(tiny: Tiny) -> list[Problem]:
    """What loading reports, without notices."""
    return [problem for problem in tiny.load().problems if problem.severity != "notice"]


def test_the_small_dashboard_is_without_fault(tiny: Tiny) -> None:
    assert tiny.problems() == []
    catalogue = tiny.load().catalogue
    assert list(catalogue.indicators) == ["gdp_per_head", "internet_users", "population", "gdp"]
    assert catalogue.title.get("zh") == "三个国家"
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
    # what stands there, what is put there, the code of the problem, its line, column and found
    ("focus: AAA", "fokus: AAA", "unknown_key", 3, "", "fokus"),
    ("    better: higher", "    beter: higher", "unknown_key", 15, GDP, "beter"),
    ("focus: AAA", "focus: AAB", "place_undefined", 3, "focus", "AAB"),
    ("pillar: networks", "pillar: network", "id_undefined", 14, f"{GDP}.pillar", "network"),
    ("    weight: population", "    source: bureu", "id_undefined", 16, f"{GDP}.source", "bureu"),
    (UNIT, "unit: yuan per perso", "unit_undefined", 13, f"{GDP}.unit", "yuan per perso"),
    (
        UNIT,
        f"{UNIT}\n    rounding: -1",
        "not_a_number",
        14,
        f"{GDP}.rounding",
        "-1",
    ),
    (UNIT, "unit: 100 million yuan", "unit_not_base", 13, f"{GDP}.unit", "100 million yuan"),
    ("better: higher", "better: up", "value_not_allowed", 15, f"{GDP}.better", "up"),
    (FORMULA, "formula: gdp / 0", "formula_zero_division", 17, f"{GDP}.formula", "gdp / 0"),
    (
        FORMULA,
        "formula: __import__('os').system('true')",
        "formula_not_arithmetic",
        17,
        f"{GDP}.formula",
        "__import__('os').system('true')",
    ),
    (FORMULA, "formula: gdp / popultion", "formula_input_undefined", 11, GDP, "popultion"),
    (FORMULA, "formula: gdp + population", "formula_unlike_units", 11, GDP, ""),
    (FORMULA, "formula: gdp * population", "formula_unit", 11, GDP, ""),
    (FORMULA, "formula: gdp_per_head * 1", "formula_circle", 11, GDP, ""),
    (FORMULA, "formula: gdp\n    file: a.csv", "read_and_computed", 18, f"{GDP}.file", "a.csv"),
    (f"    {FORMULA}\n", "", "origin_missing", 11, GDP, ""),
    (f"    {UNIT}\n", "", "key_missing", 11, GDP, ""),
    (FORMULA, "file: ../a.csv", "path_outside", 17, f"{GDP}.file", "../a.csv"),
    (FORMULA, "file: /etc/passwd", "path_outside", 17, f"{GDP}.file", "/etc/passwd"),
    (FORMULA, "file: a.csv\n    reader: tidi", "id_undefined", 18, f"{GDP}.reader", "tidi"),
    ("weight: population", "weight: populaton", "weight_undefined", 11, GDP, "populaton"),
    (
        "  gdp_per_head:\n",
        "  GDP per head:\n",
        "not_an_id",
        11,
        "indicators.GDP per head",
        "GDP per head",
    ),
    ("{country: friends}", "{country: freinds}", "id_undefined", 7, "peers.country", "freinds"),
    ("[AAA, BBB, CCC]", "[AAA, BBX]", "place_undefined", 6, "groups.friends", "BBX"),
    ("peers: {country: friends}", "coverage: 2", "not_a_share", 7, "coverage", "2"),
    (
        "peers: {country: friends}",
        "maps: {country: {kind: outlines, file: ../x.geojson}}",
        "map_file_missing",
        7,
        "maps.country.file",
        "../x.geojson",
    ),
    (
        "title: {en: Three countries, zh: 三个国家}",
        "title: {english: x}",
        "not_a_language",
        1,
        "title.english",
        "english",
    ),
]


def brief(problem: Problem) -> tuple[str, int | None, str, str]:
    return str(problem.code), problem.line, problem.column, problem.found


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column", "found"),
    CONFIG_FAULTS,
    ids=[f"{code}: {new.strip()[:30]}" for _, new, code, *_ in CONFIG_FAULTS],
)
def test_a_wrong_entry_of_the_config_is_reported_and_the_rest_works(
    tiny: Tiny, old: str, new: str, code: str, line: int, column: str, found: str
) -> None:
    tiny.change("config.yaml", old, new)
    assert (code, line, column, found) in map(brief, tiny.serious_problems())
    dataset = tiny.load()
    assert dataset.latest("internet_users", "AAA") is not None
    assert "WLD" in dataset.catalogue.groups and "networks" in dataset.catalogue.pillars


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("    better: higher", "    better: higher\n    better: lower", "key_twice", 16),
        ("pillars:", "pillars: [", "yaml_invalid", 10),
    ],
)
def test_what_is_no_yaml_stops(tiny: Tiny, old: str, new: str, code: str, line: int) -> None:
    (problem,) = tiny.change("config.yaml", old, new).faults()
    assert (str(problem.code), problem.file, problem.line) == (code, "config.yaml", line)


def test_a_config_without_keys_stops(tiny: Tiny) -> None:
    (problem,) = tiny.write("config.yaml", "- title\n- groups\n").faults()
    assert problem.code == ProblemCode.NOT_A_MAPPING


def test_a_hint_names_what_is_near(tiny: Tiny) -> None:
    problem, headline = tiny.change(
        "config.yaml", FORMULA, "formula: gdp / popultion"
    ).serious_problems()
    assert headline.code == ProblemCode.HEADLINE_UNDEFINED
    assert str(problem) == (
        "config.yaml line 11, indicators.gdp_per_head: the formula uses an indicator that does not "
        "exist; found 'popultion'. Did you mean 'population'?"
    )
    tiny.change("config.yaml", "gdp / popultion", "gdp + population")
    problem, headline = tiny.serious_problems()
    assert problem.values == {"left": "CNY", "right": "person"}
    tiny.change("config.yaml", "gdp + population", "gdp * population")
    problem, headline = tiny.serious_problems()
    assert problem.values == {
        "result": "CNY·person",
        "unit": "yuan per person",
        "dimension": "CNY/person",
    }


def test_all_faults_are_reported_at_once(tiny: Tiny) -> None:
    tiny.change("config.yaml", "focus: AAA", "focus: AAB")
    tiny.change("config.yaml", "unit: yuan per person", "unit: yun")
    assert {problem.code for problem in tiny.serious_problems()} >= {
        ProblemCode.UNIT_UNDEFINED,
        ProblemCode.PLACE_UNDEFINED,
    }


def test_no_config_and_no_data_are_reported(tiny: Tiny) -> None:
    tiny.config.rename(tiny.root / "other.yaml")
    (problem,) = tiny.faults()
    assert (problem.code, problem.file) == (ProblemCode.CONFIG_MISSING, "config.yaml")
    (tiny.root / "other.yaml").rename(tiny.config)
    tiny.data.rename(tiny.root / "elsewhere")
    (problem,) = tiny.faults()
    assert (problem.code, problem.file) == (ProblemCode.FOLDER_MISSING, "data")


SIDECAR_FAULTS = [
    (
        "    better: higher\n    weight",
        "    beter: higher\n    weight",
        "unknown_key",
        NET,
        "beter",
    ),
    ("unit: persons", "unit: person", "unit_undefined", "indicators.population.unit", "person"),
    ('{"2025": 70}', "{soon: 70}", "not_a_period", f"{NET}.target.soon", "soon"),
    ('{"2025": 70}', "{'2025': many}", "not_a_number", f"{NET}.target.2025", "many"),
    (
        '{"2025": 70}',
        "[{place: AAX, period: '2025', value: 1}]",
        "place_undefined",
        f"{NET}.target[1].place",
        "AAX",
    ),
    ('{"2025": 70}', "[{period: '2025'}]", "key_missing", f"{NET}.target[1]", ""),
    (
        "{place: AAA, period",
        "{place: AAX, period",
        "place_undefined",
        f"{NET}.breaks[1].place",
        "AAX",
    ),
    (
        'period: "2023"',
        'period: "last year"',
        "not_a_period",
        f"{NET}.breaks[1].period",
        "last year",
    ),
    ("  population:\n", "  gdp_per_head:\n", "id_taken", GDP, "gdp_per_head"),
    ("code: POP", "code: NET", "series_read_twice", "indicators.population", "NET"),
]


@pytest.mark.parametrize(
    ("old", "new", "code", "column", "found"),
    SIDECAR_FAULTS,
    ids=[f"{code}: {new.strip()[:30]}" for _, new, code, *_ in SIDECAR_FAULTS],
)
def test_a_fault_beside_the_figures_is_reported_and_the_rest_works(
    tiny: Tiny, old: str, new: str, code: str, column: str, found: str
) -> None:
    dataset = tiny.change(FACTS, old, new).load()
    assert (code, column, found) in [
        (str(problem.code), problem.column, problem.found)
        for problem in dataset.problems
        if problem.file == "world/facts.yaml"
    ]
    assert dataset.latest("gdp", "AAA").value == 150_000_000  # type: ignore[union-attr]


def test_the_day_of_retrieval_is_a_day(tiny: Tiny) -> None:
    tiny.change(FACTS, 'year: "2024"', 'year: "2024"\n    retrieved: "2026-11-05"')
    assert tiny.load().catalogue.sources["bureau"].retrieved == "2026-11-05"
    tiny.change(FACTS, "2026-11-05", "5 November 2026")
    assert tiny.load().catalogue.sources["bureau"].retrieved == ""
    (problem,) = warnings(tiny)
    assert brief(problem) == ("not_a_day", 6, "sources.bureau.retrieved", "5 November 2026")


def test_terms_are_one_of_three_words_and_unknown_without_any(tiny: Tiny) -> None:
    assert tiny.load().catalogue.sources["bureau"].terms is Terms.UNKNOWN
    tiny.change(FACTS, 'year: "2024"', 'year: "2024"\n    terms: ask')
    assert tiny.load().catalogue.sources["bureau"].terms is Terms.ASK
    tiny.change(FACTS, "terms: ask", "terms: free")
    assert tiny.load().catalogue.sources["bureau"].terms is Terms.ASK  # the strictest
    (problem,) = warnings(tiny)
    assert brief(problem) == ("value_not_allowed", 6, "sources.bureau.terms", "free")
    assert problem.values["allowed"] == ("open", "attribution", "ask")


@pytest.mark.parametrize("release", ["2027", "2027-03", "2027-03-15"])
def test_a_release_is_a_year_a_month_or_a_day(tiny: Tiny, release: str) -> None:
    tiny.change(FACTS, 'year: "2024"', f'year: "2024"\n    next_release: {release}')
    assert tiny.load().catalogue.sources["bureau"].next_release == release
    assert warnings(tiny) == []


@pytest.mark.parametrize("release", ["next spring", "2027-13", "2027-Q1", "2027-02-30"])
def test_another_release_is_reported_and_left_out(tiny: Tiny, release: str) -> None:
    tiny.change(FACTS, 'year: "2024"', f'year: "2024"\n    next_release: {release}')
    assert tiny.load().catalogue.sources["bureau"].next_release == ""
    (problem,) = warnings(tiny)
    assert brief(problem) == ("not_a_release", 6, "sources.bureau.next_release", release)


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
    assert (not found.targets) != (found.series_break is None)


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
    (problem,) = warnings(tiny)
    assert (problem.file, brief(problem)) == ("other/b.yaml", ("yaml_anchor", 1, "", ""))


def test_a_source_twice_is_told(tiny: Tiny) -> None:
    tiny.write("data/zz.yaml", "sources:\n  bureau: {publisher: Other}\n")
    (problem,) = warnings(tiny)
    assert brief(problem) == ("id_taken", 2, "sources.bureau", "bureau")
    assert problem.values["declared"] == "world/facts.yaml:2"


def test_a_headline_that_does_not_exist_is_a_warning(tiny: Tiny) -> None:
    tiny.change("config.yaml", "headline: [internet_users,", "headline: [internet_user,")
    (problem,) = warnings(tiny)
    assert problem.severity == "warning"
    assert problem.code == ProblemCode.HEADLINE_UNDEFINED and problem.found == "internet_user"
    assert problem.column == "pillars.networks.headline[1]"
    assert problem.values["similar"] == "internet_users"


def test_a_faulty_file_beside_the_figures_does_not_stop_a_formula_of_the_config(tiny: Tiny) -> None:
    dataset = tiny.write(FACTS, "indicators: [\n").load()
    assert "gdp_per_head" not in dataset.catalogue.indicators
    assert ("formula_input_undefined", 11, GDP, "gdp") in map(brief, dataset.problems)


GROUPS = "friends: {title: {en: Friends, zh: 朋友}, places: [AAA, BBB, CCC]}"
CONSEQUENCES = [
    # what stands there, what is put there, and the only problem that is reported
    ("languages: [en, zh]", "languages: [en, tlh]", "language_without_words", "languages[2]"),
    ("languages: [en, zh]", "languages: [zh]", "english_not_offered", "languages"),
    ("languages: [en, zh]", "languages: english", "language_without_words", "languages"),
    (GROUPS, f"{GROUPS[:-1]}, level: moon}}", "level_undefined", "groups.friends.level"),
    (GROUPS, f"{GROUPS[:-1]}, kind: peer}}", "value_not_allowed", "groups.friends.kind"),
    (GROUPS, "friends: AAA", "not_a_mapping", "groups.friends"),
    ("{country: friends}", "{country: [friends]}", "not_a_single_value", "peers.country"),
    ("{country: friends}", "friends", "not_a_mapping", "peers"),
    ("pillars:\n", "pillars:\n  skills: Skills\n", "not_a_mapping", "pillars.skills"),
    ("pillars:\n", "intake: {upload: please}\npillars:\n", "not_true_or_false", "intake.upload"),
    ("pillars:\n", "coverage: 80%\npillars:\n", "not_a_number", "coverage"),
    ("indicators:\n", "indicators:\n  more: 5\n", "not_a_mapping", "indicators.more"),
    ("pillars:\n", "sources: {s: World Bank}\npillars:\n", "not_a_mapping", "sources.s"),
    ("better: higher", "target: {soon: 5}", "not_a_period", f"{GDP}.target.soon"),
]


@pytest.mark.parametrize(("old", "new", "code", "column"), CONSEQUENCES)
def test_one_mistake_is_one_problem_and_leaves_out_no_more_than_its_entry(
    tiny: Tiny, old: str, new: str, code: str, column: str
) -> None:
    dataset = tiny.change("config.yaml", old, new).load()
    [problem] = [one for one in dataset.problems if one.severity != "notice"]
    assert (str(problem.code), problem.column, problem.file) == (code, column, "config.yaml")
    assert problem.line
    catalogue = dataset.catalogue
    assert catalogue.languages in (("en", "zh"), ("en",), ("zh",))
    assert set(catalogue.peers.values()) <= set(catalogue.groups)
    assert catalogue.coverage == 2 / 3 and not catalogue.intake.upload
    assert dataset.latest("gdp_per_head", "AAA") is not None


def test_addresses_that_are_none_are_left_out(tiny: Tiny) -> None:
    more = (
        'intake: {upload: true, people: ["*", ann@city.example]}\nembed: ["*", https://a.example]\n'
    )
    catalogue = tiny.change("config.yaml", "pillars:\n", f"{more}pillars:\n").load().catalogue
    assert catalogue.intake.people == ("ann@city.example",)
    assert catalogue.embed == ("https://a.example",)
