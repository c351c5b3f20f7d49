"""Places in whatever spelling, and in whole files of publishers."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue.reference_tables import read_places
from indicators.places import gazetteer
from indicators.places.standards import entries
from indicators.readers.read_file import read_any

ROOT = Path(__file__).parents[3]
CORPUS = ROOT.parent / "shared" / "corpus"
PLACES = read_places(ROOT / "data" / "places.csv", "places.csv")[0]
KNOWN = gazetteer(PLACES)
NAMES = sorted(
    {
        word
        for place in PLACES.values()
        for word in (*place.name.all(), *place.aliases)
        if len(word) > 3 or not word.isascii()
    }
)


def stripped(word: str) -> str:
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign)
    )


@settings(max_examples=400, deadline=None)
@given(
    name=st.sampled_from(NAMES),
    case=st.sampled_from([str, str.upper, str.lower, str.title, str.swapcase]),
    bare=st.booleans(),
    blank=st.sampled_from([" ", "  ", "\xa0", "\u3000", "\t"]),
    mark=st.sampled_from(["", "*", " (1)", "[2]", "¹", " †"]),
)
def test_another_spelling_is_the_same_place(
    name: str, case: object, bare: bool, blank: str, mark: str
) -> None:
    written = stripped(name) if bare else name
    written = blank + case(written).replace(" ", blank) + mark + blank  # type: ignore[operator]
    if not any(
        sign.isdigit() for sign in name
    ):  # '4301' and EU27_2020 are codes, which are taken as they stand
        assert KNOWN.find("", written).code == KNOWN.find("", name).code != ""


@settings(max_examples=200, deadline=None)
@given(
    word=st.sampled_from([entry.name for entry in entries() if entry.kind == "aggregate"]),
    case=st.sampled_from([str.upper, str.lower]),
)
def test_no_aggregate_in_any_case_is_a_country(word: str, case: object) -> None:
    found = KNOWN.find(case(word))  # type: ignore[operator]
    assert found.kind == "aggregate" or PLACES[found.code].level in ("world", "group")


@settings(max_examples=300, deadline=None)
@given(code=st.text(max_size=12), name=st.text(max_size=40))
def test_any_text_is_answered(code: str, name: str) -> None:
    found = KNOWN.find(code, name)
    assert (found.kind == "place") == bool(found.code) and (not found.code or found.code in PLACES)
    assert KNOWN.find_all([(code, name)])[0].kind in (
        "place",
        "aggregate",
        "elsewhere",
        "unknown",
        "conflict",
    )
    assert isinstance(KNOWN.nearest(name), str)


STRANGE = {
    "All",
    "Autour du Ring",
    "Brussels Airport",
    "Grand Place & environs",
    "Midi-Lemonnier",
    "Quartier Européen",
    "Quartier Louise",
    "Rogier/Botanique",
    "",
    "B:",
    "D:",
    "Legend:",
    "Data extracted on 10 Sep 2021 15:04 UTC (GMT) from OECD.Stat",
}
"""Words of the corpus that stand where places do, and that are none of ours: districts of Brussels,
notes of a foot.
"""

FILES = (
    sorted(path for path in CORPUS.rglob("*") if path.suffix in (".csv", ".tsv", ".xlsx"))
    if CORPUS.is_dir()
    else []
)


@pytest.mark.skipif(not FILES, reason="the corpus of publishers' files is not beside this project")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_place_of_the_corpus_is_known(path: Path) -> None:
    rows = read_any(path.read_bytes(), path.name).rows
    pairs = sorted(
        {
            (rows.place.categories[code], rows.place_name.categories[name])
            for code, name in zip(
                rows.place.codes.tolist(), rows.place_name.codes.tolist(), strict=True
            )
        }
    )
    found = list(zip(pairs, KNOWN.find_all(pairs), strict=True))
    assert {
        pair[1] or pair[0] for pair, at in found if at.kind in ("unknown", "conflict")
    } <= STRANGE
    wrong = [(pair, at.code) for pair, at in found if pair[0] in PLACES and at.code != pair[0]]
    assert wrong == []


def test_three_hundred_pairs_take_milliseconds() -> None:
    pairs = [(place.code, word) for place in PLACES.values() for word in place.name.all()]
    assert len(pairs) > 600
    start = process_time()
    KNOWN.find_all(pairs[::2])
    assert process_time() - start < 0.2  # 10 ms on a quiet machine
