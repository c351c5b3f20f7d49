"""Report what was declared and has no figures: files that are not there, series, empty files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

import numpy as np

from indicators.catalogue import Catalogue
from indicators.catalogue.cross_checks import declared_at
from indicators.model import Indicator
from indicators.problems import Problem, ProblemCode, Value
from indicators.readers import Rows
from indicators.readers.rows import Column
from indicators.spelling import nearest

MAX_LISTED = 12
"""How many series or indicators a problem names."""
_MAX_NAME_LENGTH = 40
_MAX_FOUND_LENGTH = 80


def missing_files(catalogue: Catalogue, files: Set[str]) -> list[Problem]:
    """Report each file that indicators name and that is not among `files`, once."""
    by_file: dict[str, list[Indicator]] = {}
    for indicator in catalogue.indicators.values():
        if indicator.kind == "read" and indicator.file not in files:
            by_file.setdefault(indicator.file, []).append(indicator)
    return [_missing_file(file, indicators, files) for file, indicators in by_file.items()]


def _missing_file(file: str, indicators: list[Indicator], files: Set[str]) -> Problem:
    ids = tuple(indicator.id for indicator in indicators)
    declaring_file, _ = declared_at(indicators[0])
    values: dict[str, Value] = {
        "n": len(ids),
        "indicators": ids[:MAX_LISTED],
        "declared_in": declaring_file,
        "nearest": nearest(file, files),
    }
    return Problem(ProblemCode.DATA_FILE_MISSING, file, values=values)


def empty_file(file: str, formats: Iterable[str]) -> Problem:
    """Report a file without rows: a warning, but a notice of a publisher's file of metadata."""
    if all(reader.endswith(("-metadata", "-definitions")) for reader in formats):
        return Problem(ProblemCode.METADATA_ONLY, file, severity="notice")
    return Problem(ProblemCode.NO_FIGURES, file, severity="warning")


def indicators_without_figures(
    names: Mapping[str, tuple[str, ...]],
    indicators: Iterable[Indicator],
    rows: Rows,
    file: str,
) -> list[Problem]:
    """Report each of the `indicators`, described for a file, to which its rows give no figure.

    `names` are the series that each indicator goes by, `rows` all rows of the file. Nothing is
    reported where the file has no rows at all: that is a problem of the file itself.
    """
    indicators = list(indicators)
    if not indicators or not len(rows):
        return []
    titles = [title for title in _categories_in_use(rows.title) if title]
    series = list(dict.fromkeys([*_categories_in_use(rows.series), *titles]))
    all_series = frozenset(series)
    problems = []
    for indicator in indicators:
        if all_series.isdisjoint(names[indicator.id]):
            problems.append(_series_not_found(indicator, names[indicator.id][0], series, file))
        else:
            problems.append(_no_usable_row(indicator, names[indicator.id][0], file))
    return problems


def _categories_in_use(column: Column) -> list[str]:
    """Return the categories of a column that stand in any of its rows."""
    counts = np.bincount(column.codes, minlength=len(column.categories))
    return [word for word, count in zip(column.categories, counts.tolist(), strict=False) if count]


def _series_not_found(indicator: Indicator, code: str, series: list[str], file: str) -> Problem:
    declaring_file, line = declared_at(indicator)
    titles = [name for name in series if name]
    candidates = dict.fromkeys((nearest(code, series), *titles))  # the likeliest one first
    candidates.pop("", None)
    listed = tuple(name[:_MAX_NAME_LENGTH] for name in candidates)[:MAX_LISTED]
    return Problem(
        ProblemCode.SERIES_NOT_FOUND,
        declaring_file,
        line,
        "code",
        code[:_MAX_FOUND_LENGTH],
        {"indicator": indicator.id, "data_file": file, "n": len(titles), "series": listed},
        "warning",
    )


def _no_usable_row(indicator: Indicator, code: str, file: str) -> Problem:
    declaring_file, line = declared_at(indicator)
    return Problem(
        ProblemCode.NO_USABLE_ROW,
        declaring_file,
        line,
        "code",
        code[:_MAX_FOUND_LENGTH],
        {"indicator": indicator.id, "data_file": file},
        "warning",
    )
