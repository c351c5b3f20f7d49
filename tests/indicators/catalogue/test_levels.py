"""Levels of places: names of the configuration's own, from wide to narrow, between the world and
groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.problems import ProblemCode

if TYPE_CHECKING:
    from tests.conftest import Tiny

LEVELS = "levels:\n  country:\n  canton: {en: Cantons, zh: 州}\npillars:\n"


def test_without_a_section_they_are_todays(tiny: Tiny) -> None:
    catalogue = tiny.load().catalogue
    assert list(catalogue.levels) == ["world", "country", "province", "city", "district", "group"]
    assert catalogue.territorial_levels == ("country", "province", "city", "district")
    assert catalogue.level_title("province", "zh") == "省级"
    assert catalogue.level_title("country", "en") == "Countries and economies"


def test_a_level_of_ones_own_has_its_title_and_place(tiny: Tiny) -> None:
    tiny.change("config.yaml", "pillars:\n", LEVELS)
    tiny.change("data/places.csv", ",city,", ",canton,")
    dataset = tiny.load()
    catalogue = dataset.catalogue
    assert list(catalogue.levels) == ["world", "country", "canton", "group"]
    assert catalogue.level_title("canton", "zh") == "州"
    assert catalogue.places["ALP"].level == "canton"
    assert dataset.has("internet_users", "AAA")


def test_a_place_of_another_level_is_left_out_and_those_declared_are_named(tiny: Tiny) -> None:
    tiny.change("config.yaml", "pillars:\n", LEVELS)
    [problem] = [one for one in tiny.load().problems if one.file == "places.csv"]
    assert (problem.column, problem.found) == ("level", "city")
    assert "world, country, canton, group" in problem.expected()


def test_a_group_peers_and_outlines_of_another_level_are_problems_that_name_the_levels(
    tiny: Tiny,
) -> None:
    tiny.change("config.yaml", "pillars:\n", LEVELS)
    tiny.change("config.yaml", "peers: {country: friends}", "peers: {moon: friends}")
    tiny.change("config.yaml", "kind: world, level: country", "kind: world, level: state")
    problems = [problem for problem in tiny.serious_problems() if problem.file == "config.yaml"]
    assert [(problem.code, problem.found) for problem in problems] == [
        (ProblemCode.LEVEL_UNDEFINED, "state"),
        (ProblemCode.LEVEL_UNDEFINED, "moon"),
    ]
    named = "one of world, country, canton, group"
    assert [problem.expected() for problem in problems] == [named, named]


def test_the_world_and_groups_may_have_other_titles_and_keep_their_place(tiny: Tiny) -> None:
    levels = "levels:\n  group: {en: Clubs}\n  country:\n  city:\n  world: {en: Earth}\npillars:\n"
    catalogue = tiny.change("config.yaml", "pillars:\n", levels).load().catalogue
    assert list(catalogue.levels) == ["world", "country", "city", "group"]
    assert catalogue.level_title("world", "en") == "Earth"
    assert catalogue.level_title("group", "en") == "Clubs"


def test_members_of_a_group_are_of_the_widest_level_where_there_are_no_countries(
    tiny: Tiny,
) -> None:
    config = (tiny.root / "config.yaml").read_text()
    levels = "levels:\n  state: {en: States}\n  city:\ngroups:\n  all: {kind: world}\n"
    config = config.replace("groups:\n", levels).replace("peers: {country:", "peers: {state:")
    tiny.write("config.yaml", config.replace("level: country", "level: state"))
    tiny.write(
        "data/places.csv", (tiny.data / "places.csv").read_text().replace(",country,", ",state,")
    )
    groups = tiny.load().catalogue.groups
    assert groups["all"].level == "state" and "AAA" in groups["all"].places


def test_a_levels_name_may_be_any_word(tiny: Tiny) -> None:
    levels = "levels:\n  country:\n  Stadt oder Kreis: {en: Towns}\n  city:\npillars:\n"
    tiny.change("config.yaml", "pillars:\n", levels)
    tiny.change("data/places.csv", ",city,", ",Stadt oder Kreis,")
    assert tiny.problems() == []
    assert "Stadt oder Kreis" in tiny.load().catalogue.territorial_levels
