"""Word lists in TOML: each word as it is compared, once in its list, and understood by one meaning
only.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from indicators.readers.cells.column_profile import normalize_header
from indicators.vocabulary import join_languages, read_word_lists

CELLS = "indicators.readers.cells"
FILES = [
    ("indicators", "multipliers.toml"),
    *(
        (CELLS, file.name)
        for file in resources.files(CELLS).iterdir()
        if file.name.endswith(".toml")
    ),
]


def lists(table: dict[str, Any], name: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from lists(value, f"{name}.{key}")
        else:
            yield f"{name}.{key}", value


@pytest.mark.parametrize(("package", "file"), FILES)
def test_each_word_stands_once_in_its_list_in_lower_case(package: str, file: str) -> None:
    for name, words in lists(read_word_lists(package, file)):
        assert len(words) == len(set(words)), name
        assert all(word and "  " not in word for word in words), name
        if name != ".currencies.codes":
            assert words == [word.casefold() for word in words], name


def test_the_words_of_headers_stand_as_headers_are_compared() -> None:
    for name, words in lists(read_word_lists(CELLS, "header_words.toml")):
        assert words == [normalize_header(word) for word in words], name


def test_a_multiplier_has_one_power() -> None:
    """ALONE may repeat no word of the other tables, nor two powers have one word."""
    tables = read_word_lists("indicators", "multipliers.toml")
    words = [
        word
        for kind in ("words", "before", "joined", "alone")
        for languages in tables[kind].values()
        for word in join_languages(languages)
    ]
    assert len(words) == len(set(words))


def test_the_months_of_each_language_are_twelve() -> None:
    assert {len(names) for names in read_word_lists(CELLS, "months.toml").values()} == {12}
