"""YAML with lines: keys once, no anchors, no depths, text as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue.yaml_nodes import (
    Validator,
    known_values,
    parse_yaml,
    read_yaml,
    suggestion,
)
from indicators.problems import ConfigError, Problem, ProblemCode
from indicators.spelling import nearest


def faults_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as stopped:
        parse_yaml(text, "c.yaml")
    return stopped.value.problems


def fault(text: str) -> tuple[ProblemCode, int | None]:
    (problem,) = faults_of(text)
    return problem.code, problem.line


def test_every_value_knows_its_line_and_path() -> None:
    root = parse_yaml("a:\n  b:\n    - x\n    - y\n", "c.yaml")
    second = root.value["a"].value["b"].value[1]
    assert (second.value, second.line, second.path) == ("y", 4, "a.b[2]")


def test_a_key_twice_is_refused_with_both_lines() -> None:
    (problem,) = faults_of("a:\n  b: 1\n  c: 2\n  b: 3\n")
    assert (problem.code, problem.line, problem.column) == (ProblemCode.KEY_TWICE, 4, "a.b")
    assert str(problem) == (
        "c.yaml line 4, a.b: a key is written twice; found 'b'. "
        "It stands on line 2 already; keep one of the two."
    )


@pytest.mark.parametrize(
    "text", ["a: &x 1\nb: *x", "a: &x [1]", "l: &l [*l]", "a: &a {b: 1}\nc: {<<: *a}"]
)
def test_anchors_and_aliases_are_refused(text: str) -> None:
    assert fault(text) == (ProblemCode.YAML_ANCHOR, 1)


def test_an_ampersand_in_text_is_text() -> None:
    assert parse_yaml('a: R&D * 2\nb: "&x"', "c").value["a"].value == "R&D * 2"


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)
    ]
    assert fault("\n".join(lines)) == (ProblemCode.YAML_ANCHOR, 1)


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 2000 + "]" * 2000, "a: " + "{a: " * 500 + "}" * 500, "- " * 3000 + "x"]
)
def test_bottomless_nesting_is_refused(text: str) -> None:
    assert fault(text) == (ProblemCode.YAML_TOO_DEEP, 1)


@pytest.mark.parametrize(
    ("text", "line"), [("a: [1, 2\nb: 3", 2), ("a: 'x", 1), ("a:\n\t- b", 2), ("a: b: c", 1)]
)
def test_broken_yaml_is_told_with_a_line(text: str, line: int) -> None:
    assert fault(text) == (ProblemCode.YAML_INVALID, line)


def test_two_documents_are_refused() -> None:
    assert fault("a: 1\n---\nb: 2\n")[0] == ProblemCode.YAML_INVALID


@pytest.mark.parametrize(
    "written", ["430102001000", "010000", "1234567", "2024", "1e3", "0x1F", "yes", "1_000", "1:30"]
)
def test_text_is_said_as_the_file_wrote_it(written: str) -> None:
    assert Validator().text(parse_yaml(f"a: {written}", "c").value["a"]) == written


@pytest.mark.parametrize("text", ["nan", ".nan", ".inf", "inf", "true", "x", "[1]", "1 2"])
def test_what_is_no_number_is_a_fault(text: str) -> None:
    faults = Validator()
    faults.number(parse_yaml(f"a: {text}", "c").value["a"])
    assert [(problem.code, problem.column) for problem in faults.problems] == [
        (ProblemCode.NOT_A_NUMBER, "a")
    ]


def test_numbers_are_numbers() -> None:
    assert Validator().number(parse_yaml("a: 1_000.5", "c").value["a"]) == 1000.5
    assert Validator().number(parse_yaml("a: '7'", "c").value["a"]) == 7


def test_tags_build_nothing() -> None:
    node = parse_yaml("a: !!python/object/apply:os.system ['true']", "c").value["a"]
    assert [item.value for item in node.value] == ["true"]


def test_absent_and_undecodable_files_are_reported(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as absent:
        read_yaml(tmp_path / "c.yaml", "c.yaml")
    (problem,) = absent.value.problems
    assert (problem.code, problem.file) == (ProblemCode.CONFIG_MISSING, "c.yaml")
    (tmp_path / "c.yaml").write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(ConfigError) as undecodable:
        read_yaml(tmp_path / "c.yaml", "c.yaml")
    (problem,) = undecodable.value.problems
    assert (problem.code, problem.line) == (ProblemCode.NOT_UTF8, 2)


def test_bom_and_empty_files_are_fine(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert list(read_yaml(tmp_path / "c.yaml", "c").value) == ["a"]
    (tmp_path / "c.yaml").write_bytes(b"")
    assert read_yaml(tmp_path / "c.yaml", "c").value == {}


def test_the_nearest_word_is_suggested() -> None:
    assert nearest("tilte", ["title", "unit"]) == "title"
    assert suggestion("tilte", ["title", "unit"]) == "Did you mean 'title'?"
    assert suggestion("zzz", ["title", "unit"]) == "Known: title, unit."
    assert suggestion("zzz", []) == ""


def test_a_hint_names_the_similar_word_or_the_first_dozen() -> None:
    assert known_values("tilte", ["title", "unit"]) == {
        "known": ("title", "unit"),
        "n": 2,
        "similar": "title",
    }
    assert known_values("zzz", ["unit"]) == {"known": ("unit",), "n": 1, "similar": ""}
    many = known_values("zzz", [f"a{number:02}" for number in range(20)])
    assert many == {
        "known": (*(f"a{number:02}" for number in range(12)), "…"),
        "n": 20,
        "similar": "",
    }


@pytest.mark.parametrize(
    ("known", "hint"),
    [
        ([], "None is known here."),
        (["unit"], "Known here: unit."),
        (["unit", "label"], "Known here (2): label, unit."),
        (["title", "unit"], "Did you mean 'title'?"),
    ],
)
def test_a_hint_suggests_only_what_is_like_the_word(known: list[str], hint: str) -> None:
    """The only known word was suggested for any other, and none were 'Known here (0)'."""
    problem = Problem(ProblemCode.ID_UNDEFINED, values=known_values("tilte", known))
    assert problem.hint() == hint


def test_kinds_of_values_are_checked() -> None:
    faults, root = Validator(), parse_yaml("a: {tilte: x}\nb: [1]\nc: maybe\nd: text", "c")
    faults.mapping(root.value["a"], ["title"])
    faults.text(root.value["b"])
    faults.truth(root.value["c"])
    faults.mapping(root.value["d"])
    faults.one_of(root.value["c"], ["higher", "lower"], "higher")
    assert [
        (problem.code, problem.line, problem.column, problem.found) for problem in faults.problems
    ] == [
        (ProblemCode.UNKNOWN_KEY, 1, "a", "tilte"),
        (ProblemCode.NOT_A_SINGLE_VALUE, 2, "b", ""),
        (ProblemCode.NOT_TRUE_OR_FALSE, 3, "c", "maybe"),
        (ProblemCode.NOT_A_MAPPING, 4, "d", "text"),
        (ProblemCode.VALUE_NOT_ALLOWED, 3, "c", "maybe"),
    ]
    assert faults.problems[0].hint() == "Did you mean 'title'?"
    assert faults.problems[4].values["allowed"] == ("higher", "lower")


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), min_size=1, max_size=6), st.integers(0, 3)
)
def test_keys_written_twice_are_always_refused(keys: list[str], depth: int) -> None:
    lines = [" " * level + f"k{level}:" for level in range(depth)] + [
        " " * depth + f"{key}: 1" for key in keys
    ]
    if len(set(keys)) == len(keys):
        parse_yaml("\n".join(lines), "c")
    else:
        problems = faults_of("\n".join(lines))
        assert [problem.code for problem in problems] == [ProblemCode.KEY_TWICE] * len(problems)
        assert len(problems) == len(keys) - len(set(keys))


@given(st.text(max_size=80))
def test_any_text_is_yaml_or_a_config_error(text: str) -> None:
    try:
        told = None if parse_yaml(text, "c") else "nothing"
    except ConfigError as error:
        told = str(error)
    assert told is None or told.startswith("c")
