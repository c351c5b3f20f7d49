"""Bytes -> format, by what they look like and never by the file's name; the most specific format is asked first."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib import import_module

from indicators.problems import Problem, uncoded
from indicators.readers.containers.zip_archive import is_zip
from indicators.readers.delimited.not_tabular import disguised
from indicators.readers.format import Format
from indicators.readers.generic.reader import question_about
from indicators.readers.preview import IsPlace, Preview

__all__ = ["MODULES", "Format", "Preview", "formats", "recognise"]

MODULES = (
    "publishers.tidy",
    "publishers.worldbank",
    "publishers.worldbank_databank",
    "publishers.worldbank_tcdata360",
    "sdmx.reader",
    "publishers.declared",
    "publishers.destatis",
    "publishers.ons_uk",
    "publishers.oecd",
    "publishers.eurostat",
    "publishers.itu",
    "publishers.un_sdg",
    "publishers.un_data",
    "publishers.un_egov",
    "publishers.nbs_china",
    "publishers.imf",
    "publishers.unctad",
    "publishers.undp",
    "publishers.pxweb",
    "publishers.owid",
    "publishers.open_sdg",
    "containers.excel",
    "generic.reader",
)
"""Modules with formats, the most specific first; each has FORMATS, a tuple of Format."""


MOST_ALIKE = 1_000
"""So many columns of a table may have the same name (merged cells of a header repeat it some hundred times)."""


@cache
def formats() -> tuple[Format, ...]:
    """Every format, in the order in which they are asked."""
    return tuple(
        entry
        for module in MODULES
        for entry in import_module(f"indicators.readers.{module}").FORMATS
    )


def recognise(
    content: bytes, name: str = "", is_place: IsPlace = lambda word: False
) -> tuple[Format | None, Preview, list[Problem]]:
    """The format of a file; None with a sentence why, where it is none that is read."""
    sniff = Preview(content, name, is_place)
    problem = disguised(content, name)
    if problem or is_zip(content):
        return (
            None,
            sniff,
            [problem or uncoded("the file is an archive or a workbook, not a table as text", name)],
        )
    if alike := _alike(sniff):
        return None, sniff, [alike]
    found = next((entry for entry in formats() if entry.matches(sniff)), None)
    question = None if found else question_about(sniff)
    return found, sniff, [question] if question else []


def _alike(sniff: Preview) -> Problem | None:
    """A problem where one name stands in very many cells of the header: the columns cannot be told apart, and nothing is tried."""
    if len(sniff.names) <= MOST_ALIKE:
        return None
    (word, count), *_ = Counter(cell for cell in sniff.names if cell).most_common(1) or [("", 0)]
    return (
        uncoded(
            f"not recognised: the header says '{word[:40]}' {count:,} times",
            sniff.name,
            sniff.header + 1,
            found=word[:80],
            expected=f"at most {MOST_ALIKE:,} columns of one name",
            do="Give each column a name of its own.",
        )
        if count > MOST_ALIKE
        else None
    )
