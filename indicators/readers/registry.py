"""Bytes -> format, by what they look like and never by the file's name; the most specific format is
tried first.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib import import_module

from indicators.problems import Problem, ProblemCode
from indicators.readers.containers.zip_archive import is_zip
from indicators.readers.delimited.not_tabular import check_tabular
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
    "publishers.pku_dfiic",
    "publishers.imf",
    "publishers.unctad",
    "publishers.undp",
    "publishers.pxweb",
    "publishers.owid",
    "publishers.open_sdg",
    "generic.reader",
)
"""Modules with formats, the most specific first; each has FORMATS, a tuple of Format."""

MAX_SAME_NAME = 1_000
"""Columns of a table that may have the same name: merged cells of a header repeat it some hundred
times.
"""


@cache
def formats() -> tuple[Format, ...]:
    """Return every format, in the order in which they are tried."""
    return tuple(
        entry
        for module in MODULES
        for entry in import_module(f"indicators.readers.{module}").FORMATS
    )


def recognise(
    content: bytes, name: str = "", is_place: IsPlace = lambda word: False
) -> tuple[Format | None, Preview, list[Problem]]:
    """Find the format of a table's bytes; None, and the problem, where it is none that is read."""
    preview = Preview(content, name, is_place)
    problem = check_tabular(content, name)
    if problem is None and is_zip(content):
        problem = Problem(ProblemCode.FILE_IS_ARCHIVE, name, 1, values={"format": "ZIP"})
    problem = problem or _check_names(preview)
    if problem:
        return None, preview, [problem]
    for form in formats():
        if form.matches(preview):
            return form, preview, []
    question = question_about(preview)
    return None, preview, [question] if question else []


def _check_names(preview: Preview) -> Problem | None:
    """Return a problem where one name stands in very many cells of the header: its columns cannot
    be told apart.
    """
    if len(preview.names) <= MAX_SAME_NAME:
        return None
    counts = Counter(filter(None, preview.names)).most_common(1)
    if not counts or counts[0][1] <= MAX_SAME_NAME:
        return None
    name, count = counts[0]
    return Problem(
        ProblemCode.SAME_COLUMN_NAMES,
        preview.name,
        preview.header + 1,
        found=name[:80],
        values={"name": name[:40], "n": count, "limit": MAX_SAME_NAME},
    )
