"""Places of rows: one matcher for every file; words of places.csv come first in a tidy file alone."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pyarrow as pa

from indicators.ingest.match_places import MAX_LISTED, find_places, match_places
from indicators.model import Place, Text
from indicators.places import Gazetteer, gazetteer
from indicators.problems import ProblemCode
from indicators.readers.rows import Rows, encode


def place(code: str, english: str, *aliases: str) -> Place:
    return Place(code, Text(MappingProxyType({"en": english})), "country", aliases=aliases)


def known() -> Gazetteer:
    places = (place("CAN", "Canada", "CA"), place("KEN", "Kenya"))
    return gazetteer({entry.code: entry for entry in places})


def rows(*codes: str, names: tuple[str, ...] = ()) -> Rows:
    count = len(codes)
    return Rows(
        place=encode(codes),
        place_name=encode(names or ("",) * count),
        text=pa.array(["1"] * count, pa.string()),
        line=np.arange(2, count + 2, dtype=np.int32),
    )


STATES = ("NY", "TX", "FL", "WA", "CA", "TX")


def test_a_column_of_states_is_of_states() -> None:
    found = find_places(rows(*STATES), known())
    assert {match.kind for match in found.matches} == {"elsewhere"}
    assert found.matches[4].name == "California (United States)"


def test_in_a_tidy_file_an_alias_is_what_places_csv_says() -> None:
    found = find_places(rows(*STATES), known(), tidy=True)
    codes = found.column(lambda pair, match: match.code)
    assert [codes.categories[code] for code in codes.codes] == ["", "", "", "", "CAN", ""]


def test_case_does_not_matter_in_what_places_csv_lists() -> None:
    found = find_places(rows("ken", "kEnYa", "cAn"), known())
    assert [match.code for match in found.matches] == ["KEN", "KEN", "CAN"]


def test_each_distinct_pair_has_its_first_line() -> None:
    found = find_places(rows("KEN", "XXX", "KEN", "XXX", "YYY"), known())
    assert found.pairs == (("KEN", ""), ("XXX", ""), ("YYY", ""))
    assert found.first_lines() == [2, 3, 6]


def test_a_code_and_a_name_of_two_places_stay_as_they_are() -> None:
    kept, problems = match_places(rows("KEN", names=("Canada",)), "a.csv", known())
    assert kept.place.categories == ("KEN / Canada",) and problems == []


def test_what_is_not_listed_is_left_out_with_a_notice() -> None:
    kept, (aggregate, elsewhere) = match_places(
        rows("KEN", "EU", "FRA", "EU", "DEU"), "a.csv", known()
    )
    assert [kept.place.categories[code] for code in kept.place.codes] == ["KEN"]
    assert (aggregate.code, aggregate.line) == (ProblemCode.AGGREGATES_APART, 3)
    assert aggregate.values == {"n": 2, "count": 1, "names": ("EU",)}
    assert (elsewhere.code, elsewhere.line) == (ProblemCode.PLACES_NOT_LISTED, 4)
    assert elsewhere.values == {"n": 2, "count": 2, "names": ("FRA", "DEU")}


def test_a_notice_names_some_and_counts_all() -> None:
    codes = [f"DE{number}" for number in range(1, 10)] + [f"FR{number}" for number in range(1, 10)]
    _, (notice,) = match_places(rows(*codes), "a.csv", known())
    names = notice.values["names"]
    assert isinstance(names, tuple) and len(names) == MAX_LISTED
    assert notice.values["count"] == notice.values["n"] == len(codes)


def test_no_rows_have_no_places() -> None:
    kept, problems = match_places(rows(), "a.csv", known())
    assert len(kept) == 0 and problems == []


def test_numbers_and_two_letters_mean_nothing_in_a_tidy_file() -> None:
    """008 is Albania in M49 and a ward elsewhere; they may not become countries without a word."""
    codes = ("KEN", "008", "012", "016", "020", "024", "AL", "DE")
    found = find_places(rows(*codes), known(), tidy=True)
    assert [match.kind for match in found.matches] == ["place"] + ["unknown"] * 7
    of_a_publisher = find_places(rows(*codes[1:6]), known())
    assert {match.kind for match in of_a_publisher.matches} == {"elsewhere"}


def test_a_tidy_file_names_places_in_other_languages() -> None:
    found = find_places(rows("Kenia", "Kanada", "加拿大"), known(), tidy=True)
    assert [match.code for match in found.matches] == ["KEN", "CAN", "CAN"]
