"""`intake` and `embed` of config.yaml: closed unless they say otherwise, one whole address a person
or a site.
"""

from __future__ import annotations

import pytest

from indicators.catalogue.upload_settings import UploadSettings, embed, intake
from indicators.catalogue.yaml_nodes import Validator, parse_yaml
from indicators.problems import Problem, ProblemCode


def read(text: str) -> tuple[UploadSettings, list[Problem]]:
    faults = Validator()
    return intake(parse_yaml(text, "config.yaml"), faults), faults.problems


def test_without_the_section_nobody_may_upload() -> None:
    assert intake(None, Validator()) == UploadSettings(False, ())
    assert read("{}") == (UploadSettings(), [])
    assert read("people: [ann@city.example]") == (UploadSettings(False, ("ann@city.example",)), [])


def test_the_switch_and_the_people() -> None:
    said = "upload: true\npeople: [ann@city.example, Bo.Li@city.example]"
    assert read(said) == (UploadSettings(True, ("ann@city.example", "Bo.Li@city.example")), [])


@pytest.mark.parametrize(
    "person",
    [
        "'*@city.example'",
        "city.example",
        "ann@",
        "'@city.example'",
        "'ann@city.example '",
        "'a@b@city.example'",
        "ann@city",
    ],
)
def test_only_whole_addresses_are_taken(person: str) -> None:
    _, (problem,) = read(f"upload: true\npeople:\n  - {person}")
    assert (problem.code, problem.line, problem.column) == (
        ProblemCode.NOT_AN_EMAIL,
        3,
        "people[1]",
    )


def test_a_word_that_is_not_true_or_false_and_an_unknown_key() -> None:
    settings, problems = read("upload: maybe\nuplaod: true")
    assert not settings.upload
    assert {problem.code: problem.found for problem in problems} == {
        ProblemCode.NOT_TRUE_OR_FALSE: "maybe",
        ProblemCode.UNKNOWN_KEY: "uplaod",
    }


def test_capitals_do_not_matter_and_nothing_else_is_overlooked() -> None:
    settings = UploadSettings(True, ("Ann@City.example", "kim@city.example"))
    assert settings.names("ann@city.EXAMPLE")
    assert not any(
        map(
            settings.names,
            ("", "ann@city.example.evil.example", "x-ann@city.example", "an@city.example", " "),
        )
    )
    assert not settings.names("\u212aim@city.example")  # the Kelvin sign, whose lower case is k


def test_a_directory_vouches_only_where_the_config_says_so() -> None:
    assert read("upload: true\ndirectory: true") == (UploadSettings(True, (), directory=True), [])
    assert not read("upload: true")[0].directory
    (problem,) = read("directory: entra")[1]
    assert problem.code == ProblemCode.NOT_TRUE_OR_FALSE


def sites(text: str) -> tuple[tuple[str, ...], list[Problem]]:
    faults = Validator()
    return embed(parse_yaml(text, "config.yaml"), faults), faults.problems


def test_the_sites_that_may_show_the_dashboard() -> None:
    assert embed(None, Validator()) == ()
    assert sites("[https://city.example, 'http://intranet:8080']") == (
        ("https://city.example", "http://intranet:8080"),
        [],
    )
    assert sites("https://city.example") == (("https://city.example",), []), "one needs no list"


@pytest.mark.parametrize(
    "site",
    [
        "city.example",
        "https://",
        "https://city.example/",
        "https://city.example/board",
        "https://*.city.example",
        "*",
        "'self'",
        "https://city.example https://evil.example",
        "https://city.example;script-src",
        "ftp://city.example",
        "https://a@city.example",
        "https://city.example:",
        "https://城市.example",
        "'null'",
        "https://city.example\\nx: y",
    ],
)
def test_what_is_no_site_is_told_with_its_line(site: str) -> None:
    _, (problem,) = sites(f'- https://good.example\n- "{site}"')
    assert (problem.code, problem.line, problem.column) == (ProblemCode.NOT_A_SITE, 2, "[2]")
    assert "https://city.example" in problem.expected()
