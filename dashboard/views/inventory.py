"""The tables of the Data page: what was read, from whom, how old it is, and its problems.

A Dataset and words in, rows (dicts by column id) out. The page names the columns and draws them.
No Streamlit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd

from dashboard.views.problems import SIGNS, by_severity
from indicators import Dataset, wording
from indicators.analysis.summary import Coverage, dataset_summary
from indicators.ingest.files import FileSummary
from indicators.locale import Locale
from indicators.model import STATUSES, Source, Terms
from indicators.periods import period_months, period_start
from indicators.problems import Problem, ProblemCode, faults
from indicators.spelling import nearest
from indicators.text import printable

Row = dict[str, Any]
Frame = pd.DataFrame
_KILOBYTE = 1000
_UNKNOWN_PLACES = (ProblemCode.UNKNOWN_PLACE, ProblemCode.ROWS_OF_UNKNOWN_PLACE)
"""Codes of problems whose `found` is the name of a place that is not known here."""


def to_frame(rows: list[Row]) -> Frame:
    """Return rows as a frame of the cells that a table shows."""
    return pd.DataFrame(list(map(_shown_row, rows)))


def _shown_row(row: Row) -> Row:
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    """Give a cell as it is shown: words on one line, without signs that a browser would act on."""
    return printable(" ".join(value.splitlines())) if isinstance(value, str) else value


def count(number: int, locale: Locale) -> str:
    """Write a number of things with every digit: '235,837'."""
    return wording.count(number, locale.language)


def count_text(key: str, number: int, locale: Locale) -> str:
    """Say '20 files' or 'One file'."""
    return locale.text(key, n=count(number, locale))


def summary(dataset: Dataset, locale: Locale) -> str:
    """Say '20 files · 235,837 figures · 244 indicators · 380 places · 85 sources'."""
    totals = dataset_summary(dataset)
    numbers = {
        "files": len(dataset.files),
        "figures": len(dataset),
        "indicators": len(totals.indicators),
        "places": len(totals.places),
        "sources": len(totals.sources),
    }
    texts = [count_text(f"data.count_{name}", number, locale) for name, number in numbers.items()]
    return " · ".join(texts)


def fault_count(dataset: Dataset) -> int:
    """Count the problems; a mere notice is none."""
    return len(faults(dataset.problems))


def problems(dataset: Dataset, locale: Locale) -> list[Row]:
    """List every problem in the page's language, the worst first."""
    language = locale.language
    return [
        {
            "severity": f"{SIGNS[problem.severity]} {_severity(problem, locale)}",
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "what": problem.message(language),
            "found": problem.found,
            "expected": problem.expected(language),
            "do": problem.hint(language),
        }
        for problem in by_severity(dataset.problems)
    ]


def _severity(problem: Problem, locale: Locale) -> str:
    return locale.text(f"data.severity.{problem.severity}")


def problems_of(dataset: Dataset, file: str) -> list[Problem]:
    """Return the problems of a file, and then of the .yaml that describes it, by line."""
    names = (file, PurePosixPath(file).with_suffix(".yaml").as_posix())
    return sorted(
        (problem for problem in dataset.problems if problem.file in names),
        key=lambda problem: (problem.file != file, problem.line or 0),
    )


def files(dataset: Dataset, locale: Locale) -> list[Row]:
    """List what each file has: values, empty cells, and rows that are left out."""
    rows = [
        {
            "file": file.name,
            "publisher": _publishers(dataset, file, locale),
            "rows": file.rows,
            "figures": file.figures,
            "missing": file.missing,
            "left_out": file.rows - file.figures - file.missing - _left_out_by_terms(file),
            "left_out_by_terms": _left_out_by_terms(file),
            "indicators": len(file.indicators),
            "places": file.places,
            "periods": period_range(file.first, file.last, locale),
            "size": round(file.size / _KILOBYTE, 1),
            "retrieved": _retrieved(dataset, file),
            "problems": len(faults(problems_of(dataset, file.name))),
        }
        for file in dataset.files
    ]
    return without_empty_columns(rows, "retrieved", "left_out_by_terms")


def _left_out_by_terms(file: FileSummary) -> int:
    return sum(entry.figures for entry in file.left_out)


def without_empty_columns(rows: list[Row], *columns: str) -> list[Row]:
    """Take out those of the columns in which no row has anything."""
    empty = [column for column in columns if _is_empty(rows, column)]
    return [_drop(row, empty) for row in rows]


def _is_empty(rows: Iterable[Row], column: str) -> bool:
    return not any(row[column] for row in rows)


def _drop(row: Row, columns: Sequence[str]) -> Row:
    return {name: value for name, value in row.items() if name not in columns}


def _sources_of(dataset: Dataset, file: FileSummary) -> list[Source]:
    """Give the sources of a file: those of its rows, or else those of its indicators."""
    catalogue = dataset.catalogue
    declared = [catalogue.indicators[name].source for name in file.indicators]
    names = dataset_summary(dataset).sources_of.get(file.name, declared)
    return [catalogue.sources[name] for name in names if name in catalogue.sources]


def _retrieved(dataset: Dataset, file: FileSummary) -> date | None:
    """Give the newest day of retrieval of a file's sources; None where none states one."""
    days = [source.retrieved for source in _sources_of(dataset, file) if source.retrieved]
    return date.fromisoformat(max(days)) if days else None


def _publishers(dataset: Dataset, file: FileSummary, locale: Locale) -> str:
    sources = _sources_of(dataset, file)
    names = dict.fromkeys(source.publisher.get(locale.language) for source in sources)
    return locale.text("sentence.semicolon").join(name for name in names if name)


def period_range(first: str, last: str, locale: Locale) -> str:
    """Say '2005 – 2024'; one period alone where both are the same; nothing without any."""
    if not first:
        return ""
    periods = sorted((first, last), key=period_start)
    ends = [wording.period(period, locale.language) for period in periods]
    return " – ".join(dict.fromkeys(ends))


def indicators_of(
    dataset: Dataset, file: str, locale: Locale, address: Mapping[str, str]
) -> list[Row]:
    """List the indicators read from a file, with what was read of each."""
    by_name = {entry.name: entry for entry in dataset.files}
    names = by_name[file].indicators if file in by_name else ()
    return [_indicator_row(dataset, name, locale, address) for name in names]


def _indicator_row(dataset: Dataset, name: str, locale: Locale, address: Mapping[str, str]) -> Row:
    indicator = dataset.catalogue.indicators[name]
    coverage = dataset_summary(dataset).read.get(name)
    return {
        "indicator": page_of(name, indicator.title.get(locale.language), address),
        "code": indicator.source_code,
        "unit": indicator.unit.label.get(locale.language) or indicator.unit.id,
        "figures": coverage.figures if coverage else 0,
        "places": coverage.places if coverage else 0,
        "periods": period_range(coverage.first, coverage.last, locale) if coverage else "",
    }


def page_of(indicator: str, title: str, address: Mapping[str, str]) -> str:
    """Return the address of an indicator's page; a link column shows the part after its #."""
    return f"indicator?{urlencode({**address, 'indicator': indicator})}#{quote(title, safe='')}"


def sources(dataset: Dataset, locale: Locale, today: date, terms: str = "") -> list[Row]:
    """List the sources that are described: those with values first, of them the newest first.

    With `terms`, only those of such terms.
    """
    coverage = dataset_summary(dataset).sources
    left_out = {entry.source for file in dataset.files for entry in file.left_out}
    entries = [
        (source, coverage.get(name))
        for name, source in dataset.catalogue.sources.items()
        if terms in ("", source.terms)
    ]
    entries.sort(key=lambda entry: _newest_first(entry[1]))
    rows = []
    for source, covered in entries:
        row = _source_row(source, covered, locale, today)
        if not covered and source.id in left_out:
            row["age"] = locale.text("data.left_out_by_terms")
        rows.append(row)
    return without_empty_columns(rows, "retrieved")


def _newest_first(coverage: Coverage | None) -> int:
    return -_last_month(coverage.last).toordinal() if coverage else 0


def _source_row(source: Source, coverage: Coverage | None, locale: Locale, today: date) -> Row:
    language = locale.language
    return {
        "publisher": source.publisher.get(language) or source.id,
        "title": source.title.get(language),
        "year": source.year,
        "licence": source.licence.get(language) or locale.text("data.licence_unknown"),
        "terms": wording.terms(source.terms, language),
        "indicators": len(coverage.indicators) if coverage else 0,
        "figures": coverage.figures if coverage else 0,
        "newest": wording.period(coverage.last, language) if coverage else "",
        "age": age(coverage.last, locale, today) if coverage else locale.text("data.no_figures"),
        "retrieved": date.fromisoformat(source.retrieved) if source.retrieved else None,
        "url": web_address(source.url),
        "note": source.note.get(language),
    }


def terms_names(locale: Locale) -> dict[str, str]:
    """Name the classes of terms, from the freest on."""
    return {terms: wording.terms(terms, locale.language) for terms in Terms}


def terms_meanings(locale: Locale) -> list[Row]:
    """Return what each class of terms means."""
    return [
        {"terms": name, "means": locale.text(f"data.terms_means.{terms}")}
        for terms, name in terms_names(locale).items()
    ]


def obtained(dataset: Dataset, locale: Locale) -> list[Row]:
    """List how the figures of each source came here where that was not from its publisher."""
    comma = locale.text("sentence.comma")
    return [
        {"source": source.cite(locale.language, comma), "via": source.via.get(locale.language)}
        for source in dataset.catalogue.sources.values()
        if source.via
    ]


def web_address(url: str) -> str:
    """Return the address if it leads to the web; anything else that a file may state is no link."""
    return url if url.startswith(("http://", "https://")) else ""


def age(period: str, locale: Locale, today: date) -> str:
    """Return how many years ago a period ended: 'This year's', '3 years old'."""
    years = today.year - _last_month(period).year
    return locale.text("data.age_years", n=years) if years > 0 else locale.text("data.age_now")


def _last_month(period: str) -> date:
    """Give the first day of a period's last month."""
    start = period_start(period)
    months = start.year * 12 + start.month - 1 + period_months(period) - 1
    return date(months // 12, months % 12 + 1, 1)


def unknown_places(dataset: Dataset, locale: Locale) -> list[Row]:
    """List each place name that no place has, with the nearest one and what to add where."""
    catalogue = dataset.catalogue
    codes: dict[str, str] = {}
    for place in catalogue.places.values():
        for name in (*place.aliases, *place.name.all(), place.code):
            codes.setdefault(name, place.code)
    by_name: dict[str, list[Problem]] = {}
    for problem in dataset.problems:
        if _is_unknown_place(problem):
            by_name.setdefault(problem.found, []).append(problem)
    return [_unknown_place(dataset, name, codes, by_name[name], locale) for name in by_name]


def _is_unknown_place(problem: Problem) -> bool:
    return problem.code in _UNKNOWN_PLACES and bool(problem.found)


def _unknown_place(
    dataset: Dataset,
    name: str,
    codes: Mapping[str, str],
    problems: Iterable[Problem],
    locale: Locale,
) -> Row:
    code = codes.get(nearest(name, codes), "")
    nearest_name, hint = "", locale.text("data.teach_new", name=name)
    if code:
        nearest_name = dataset.catalogue.places[code].name.get(locale.language)
        hint = locale.text("data.teach", code=code, name=name)
    lines = [
        locale.text("indicator.lineage_detail", file=problem.file, line=problem.line)
        for problem in problems
    ]
    return {
        "name": name,
        "nearest": nearest_name,
        "where": locale.text("sentence.semicolon").join(dict.fromkeys(lines)),
        "do": hint,
    }


def unused_places(dataset: Dataset, locale: Locale) -> list[tuple[str, list[str]]]:
    """Return, for each level, the places that no value is about."""
    used = dataset_summary(dataset).places
    by_level: dict[str, list[str]] = {level: [] for level in dataset.catalogue.levels}
    for place in dataset.catalogue.places.values():
        if place.code not in used:
            by_level.setdefault(place.level, []).append(place.name.get(locale.language))
    return [(level, names) for level, names in by_level.items() if names]


def breaks(dataset: Dataset, locale: Locale, address: Mapping[str, str]) -> list[Row]:
    """List where series are not comparable: as declared, and as files mark single values.

    What is computed from a broken series is broken too, and is not listed again.
    """
    declared = []
    for indicator in dataset.catalogue.indicators.values():
        inputs = [dataset.catalogue.indicators[name] for name in indicator.needs]
        inherited = [entry for source in inputs for entry in source.breaks]
        for entry in indicator.breaks:
            if entry not in inherited:
                note = entry.note.get(locale.language)
                declared.append((indicator.id, entry.place, entry.period, note))
    keys = {entry[:3] for entry in declared}
    marked_by_files = []
    for observation in dataset_summary(dataset).broken:
        key = (observation.indicator, observation.place, observation.period)
        if observation.file and key not in keys:
            marked_by_files.append((*key, observation.note or locale.text("data.break_marked")))
    return [
        _break_row(dataset, entry, locale, address)
        for entry in dict.fromkeys([*declared, *marked_by_files])
    ]


def _break_row(
    dataset: Dataset,
    entry: tuple[str, str, str, str],
    locale: Locale,
    address: Mapping[str, str],
) -> Row:
    indicator, place, period, note = entry
    title = dataset.catalogue.indicators[indicator].title.get(locale.language)
    query = {**address, "place": place} if place else address
    return {
        "indicator": page_of(indicator, title, query),
        "place": _place(dataset, place, locale),
        "period": wording.period(period, locale.language),
        "note": note,
    }


def _place(dataset: Dataset, code: str, locale: Locale) -> str:
    place = dataset.catalogue.places.get(code)
    if place:
        return place.name.get(locale.language)
    return code or locale.text("data.every_place")


def statuses(dataset: Dataset, locale: Locale) -> list[Row]:
    """List how many values have each status, what it means, and their share of all."""
    counts = dataset_summary(dataset).statuses
    return [
        {
            "status": wording.status(status, locale.language),
            "figures": counts[status],
            "share": wording.share(counts[status], len(dataset), locale.language),
            "means": locale.text(f"about.status.{status}"),
        }
        for status in STATUSES
        if status in counts
    ]
