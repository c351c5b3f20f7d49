"""YAML made to do harm, beyond anchors and depth: long keys, keys that are no words, numbers and
tags without end.
"""

from __future__ import annotations

import time

import pytest

from indicators.catalogue.yaml_nodes import parse_yaml
from indicators.problems import ConfigError, ProblemCode


def outcome(text: str, seconds: float = 10) -> str:
    """What is said of a text, '' where it is read; within so many seconds of the processor, and
    never another error.
    """
    began = time.process_time()
    try:
        parse_yaml(text, "beside.yaml")
        said = ""
    except ConfigError as error:
        said = str(error)
    assert time.process_time() - began < seconds
    return said


@pytest.mark.parametrize(
    "text",
    [
        "x" * 2_000_000 + ": 1",
        '"' + "x" * 2_000_000 + '": 1',
        "? " + "x" * 100_000 + "\n: 1",
        "a: " + "9" * 1_000_000,
        "a: 1e" + "9" * 10_000,
        "a: " + "1:" * 50_000 + "1",
        "a: >\n" + "  word word\n" * 50_000,
        "\n".join(f"k{at}: {at}" for at in range(50_000)),
        "a: [" + "1," * 100_000 + "1]",
        "#" * 1_000_000,
        "%TAG ! tag:x,2000:\n---\na: 1",
        "a: 2024-13-45",
        "a: 0b" + "1" * 5_000,
        "a: .inf",
        "a: !!binary ====",
        "a: \u2028",
        "a: !!set {x, y}",
        "<<: {a: 1}",
        "a: !!timestamp x",
        "a: !!float x",
        "a: !!int " + "x" * 9_999,
    ],
)
def test_long_and_strange_texts_are_read_or_refused_in_time(text: str) -> None:
    said = outcome(text)
    assert not said or "beside.yaml" in said


@pytest.mark.parametrize(
    "text", ["? [a, b]\n: 1", "? {a: b}\n: 1", "? - a\n  - b\n: 1", "{[a]: 1}"]
)
def test_a_key_that_is_no_word_runs_nothing_and_is_no_other_error(text: str) -> None:
    assert "Traceback" not in outcome(text)


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system",
        "!!python/name:os.system",
        "!!python/object/new:type",
        "!x",
        "!<tag:yaml.org,2002:python/module:os>",
    ],
)
def test_tags_build_words_and_nothing_else(tag: str) -> None:
    text = f"a: {tag} 'echo harm'"
    said = outcome(text)
    assert (
        "beside.yaml" in said
        if said
        else parse_yaml(text, "beside.yaml").value["a"].value == "echo harm"
    )


@pytest.mark.parametrize("text", ["a: \x00", "a: \x1b[31m", "\ufffe: 1", "a: \ud800"])
def test_control_characters_are_reported(text: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_yaml(text, "beside.yaml")
    assert [problem.code for problem in refused.value.problems] == [ProblemCode.YAML_INVALID]
