"""The words by which the columns of a table are known, in the languages that tables come in."""

from __future__ import annotations

from indicators.vocabulary import join_languages, read_word_lists

_LISTS = read_word_lists("indicators.readers.cells", "header_words.toml")

PLACES = tuple(map(join_languages, _LISTS["places"].values()))
"""Names of places: countries, municipalities, regions, areas. The first list with a column wins."""
ALL_PLACES = frozenset().union(*PLACES)
PLACE_CODES = tuple(map(join_languages, _LISTS["place_codes"].values()))
"""Codes of places: of countries for certain, of countries or areas, of regions."""
PERIODS = join_languages(_LISTS["periods"])
YEAR_PARTS = join_languages(_LISTS["year_parts"])
"""Months or quarters beside a column of years."""
VALUES = join_languages(_LISTS["values"])
UNITS = join_languages(_LISTS["units"])
STATUS = join_languages(_LISTS["status"])
NOTES = join_languages(_LISTS["notes"])
SOURCES = join_languages(_LISTS["sources"])
SERIES = join_languages(_LISTS["series"])
"""Codes of indicators."""
TITLES = join_languages(_LISTS["titles"])
"""Names of indicators."""
CHARACTERISTICS = join_languages(_LISTS["characteristics"])
"""Names of indicators where no column has one of TITLES; else they break the figures down."""
MULTIPLIERS = join_languages(_LISTS["multipliers"])
BREAKDOWNS = join_languages(_LISTS["breakdowns"])
"""Columns that break the figures of a place down, even where each place has only one of their
words.
"""

ALL_WORDS = frozenset().union(
    *PLACES,
    *PLACE_CODES,
    PERIODS,
    YEAR_PARTS,
    VALUES,
    UNITS,
    STATUS,
    NOTES,
    SOURCES,
    SERIES,
    TITLES,
    CHARACTERISTICS,
    MULTIPLIERS,
    BREAKDOWNS,
)
"""Every word by which a column is known: a record with one of them is a header."""
