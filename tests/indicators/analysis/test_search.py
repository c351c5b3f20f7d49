"""Finding by any name, in any language, from a few letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.analysis.search import Hit, SearchEntry, index, search
from indicators.text import fold

if TYPE_CHECKING:
    from tests.conftest import Tiny

NAMES = [
    ("indicator", "gdp", "GDP"),
    ("indicator", "gdp_per_head", "GDP per head"),
    ("place", "CIV", "Côte d’Ivoire"),
    ("place", "430100", "长沙市"),
    ("place", "430100", "Changsha"),
]
ENTRIES = tuple(SearchEntry(Hit(kind, name, said), fold(said)) for kind, name, said in NAMES)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Côte d’Ivoire", "cote divoire"),
        (" E-Government  index ", "e government index"),
        ("internet_users", "internet users"),
        ("''", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("gdp", ["gdp", "gdp_per_head"]),
        ("per head", ["gdp_per_head"]),
        ("COTE", ["CIV"]),
        ("ivoire", ["CIV"]),
        ("长沙", ["430100"]),
        ("chang", ["430100"]),
        ("head gdp", ["gdp_per_head"]),
        ("Chngsha", ["430100"]),
        ("", []),
        ("zzzz", []),
    ],
)
def test_what_is_found(text: str, ids: list[str]) -> None:
    assert [hit.id for hit in search(ENTRIES, text)] == ids


def test_the_limit_holds() -> None:
    assert len(search(ENTRIES, "g", limit=1)) == 1


def test_every_name_of_a_dashboard_is_found(tiny: Tiny) -> None:
    entries = index(tiny.load().catalogue)
    for text, name in (
        ("republic of", "AAA"),
        ("甲国", "AAA"),
        ("NET", "internet_users"),
        ("事实", ""),
    ):
        assert (search(entries, text)[0].id if name else search(entries, text)) == (name or [])


@given(st.text(max_size=30))
def test_searching_never_fails_and_finds_each_once(text: str) -> None:
    hits = search(ENTRIES, text)
    assert len({(hit.kind, hit.id) for hit in hits}) == len(hits)


def test_equal_comes_before_beginning_before_a_words_beginning_before_within() -> None:
    names = ["unportable", "a port", "porto", "port"]
    entries = tuple(SearchEntry(Hit("place", name, name), fold(name)) for name in names)
    assert [hit.id for hit in search(entries, "port")] == ["port", "porto", "a port", "unportable"]
