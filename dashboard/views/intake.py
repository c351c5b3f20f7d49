"""What the Add view says of an arrival: sentences, tables, columns to choose from, and answers.

An Arrival and words in, text and rows (dicts by column id) out. No Streamlit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from dashboard.views.inventory import (
    Row,
    count,
    count_text,
    page_of,
    period_range,
    without_empty_columns,
)
from dashboard.views.problems import by_severity, problem_line
from indicators import Dataset, Indicator, wording
from indicators.catalogue.reading_hints import ReadingHints
from indicators.history import Commit
from indicators.intake import Arrival, ArrivalSeries, ColumnSample, FigureChange
from indicators.locale import Locale
from indicators.model import TOTAL, Unit
from indicators.periods import is_period
from indicators.readers.registry import formats

MAX_PROBLEMS = 60
"""Largest number of problems that are listed; the others are counted."""
MAX_SAMPLE_LENGTH = 60
"""Largest number of characters shown of a column's cells where it is chosen."""
MAX_FILES = 3
"""So many files of a change are named; the others are counted."""
SINGLE_ROLES = ("place", "period", "series", "unit", "status", "note")
"""Roles that one column has."""
MULTIPLE_ROLES = ("value", "breakdown")
"""Roles that several columns may have."""
ROLES = (*SINGLE_ROLES, *MULTIPLE_ROLES)
FILE_ANSWERS = ("place", "period", "title", "unit")
"""What may be the same for the whole file."""


def format_sentence(arrival: Arrival, locale: Locale) -> str:
    """Say 'Recognised as World Bank Open Data and bulk files.'"""
    if not arrival.formats:
        return locale.text("add.not_recognised")
    if arrival.formats == ("generic",):
        return locale.text("add.recognised_own")
    titles = {entry.id: entry.title for entry in formats()}
    names = [titles.get(name, name) for name in arrival.formats]
    return locale.text("add.recognised", format=wording.listing(names, locale.language))


def counts_line(arrival: Arrival, locale: Locale) -> str:
    """Say '5,937 figures · 215 places · 1960 – 2019 · 5,940 rows · 3 empty cells'."""
    parts = (
        count_text("data.count_figures", arrival.figures, locale),
        count_text("data.count_places", arrival.places, locale),
        period_range(arrival.first, arrival.last, locale),
        count_text("add.count_rows", arrival.rows, locale),
        count_text("add.count_missing", arrival.missing, locale) if arrival.missing else "",
    )
    return " · ".join(part for part in parts if part)


def changes_sentence(arrival: Arrival, locale: Locale) -> str:
    """Say 'New figures: 2,208; unchanged: 1,605; revised: 2,124; removed: 0.'"""
    changes = arrival.changes
    return locale.text(
        "add.changes",
        new=count(changes.new, locale),
        same=count(changes.same, locale),
        revised=count(changes.revised, locale),
        vanished=count(changes.vanished, locale),
    )


def followers_sentence(arrival: Arrival, locale: Locale) -> str:
    """Return how many computed values change with these; empty where none does."""
    number = arrival.changes.followers
    return count_text("add.follow", number, locale) if number else ""


def needs_answers(arrival: Arrival) -> bool:
    """Return whether somebody is to be asked about the file.

    That is where nothing was understood, or where its only series has no unit or no name. Where
    there are many, each is named by itself, for one unit of all values would be true of none.
    """
    if arrival.refused:
        return True
    if len(arrival.series) != 1:
        return False
    return any(not entry.unit or not entry.code for entry in new_series(arrival))


def new_series(arrival: Arrival) -> list[ArrivalSeries]:
    """Return the series that no indicator has yet."""
    return [entry for entry in arrival.series if not entry.known]


def series_rows(
    dataset: Dataset, arrival: Arrival, locale: Locale, address: Mapping[str, str]
) -> list[Row]:
    """List each series: the indicator it adds to, as a link, or its own name; and what it has.

    A column that would be empty is left out.
    """
    rows = [_series_row(dataset, arrival, entry, locale, address) for entry in arrival.series]
    return without_empty_columns(rows, *rows[0]) if rows else rows


def _series_row(
    dataset: Dataset,
    arrival: Arrival,
    series: ArrivalSeries,
    locale: Locale,
    address: Mapping[str, str],
) -> Row:
    indicator = _indicator(dataset, series)
    publisher = ""
    link = None
    if indicator:
        link = page_of(indicator.id, indicator.title.get(locale.language), address)
        source = dataset.catalogue.sources.get(indicator.source)
        publisher = source.publisher.get(locale.language) if source else ""
    unit = _unit(dataset, arrival, series.indicator)
    return {
        "is": locale.text("add.series_known" if series.known else "add.series_new"),
        "indicator": link,
        "title": "" if indicator else series.title,
        "unit": unit.label.get(locale.language) or series.unit or locale.text("add.no_unit"),
        "figures": series.figures,
        "places": series.places,
        "periods": period_range(series.first, series.last, locale),
        "publisher": publisher,
        "code": series.code,
    }


def _indicator(dataset: Dataset, series: ArrivalSeries) -> Indicator | None:
    """Give the indicator that a series adds to; None for a new one."""
    return dataset.catalogue.indicators.get(series.indicator) if series.known else None


def titles(dataset: Dataset, arrival: Arrival, locale: Locale) -> dict[str, str]:
    """Return the title of each indicator of the arrival, by id."""
    result = {}
    for series in arrival.series:
        indicator = _indicator(dataset, series)
        title = indicator.title.get(locale.language) if indicator else series.title
        result[series.indicator] = title
    return result


def revision_rows(dataset: Dataset, arrival: Arrival, locale: Locale) -> list[Row]:
    """List the first values that would be revised or vanish: before and after."""
    names = titles(dataset, arrival, locale)
    return [
        {
            "indicator": names.get(row.indicator) or _title(dataset, row.indicator, locale),
            "place": _place(dataset, row.place, locale),
            "breakdown": _breakdown(row.breakdown, locale),
            "period": wording.period(row.period, locale.language),
            "before": _value_before(dataset, arrival, row, locale),
            "after": _value_after(dataset, arrival, row, locale),
        }
        for row in arrival.changes.revisions
    ]


def _value_before(dataset: Dataset, arrival: Arrival, row: FigureChange, locale: Locale) -> str:
    value = _value(dataset, arrival, row.indicator, row.before, locale)
    return locale.text("add.computed", value=value) if row.computed else value


def _value_after(dataset: Dataset, arrival: Arrival, row: FigureChange, locale: Locale) -> str:
    if row.after is None:
        return locale.text("add.gone")
    return _value(dataset, arrival, row.indicator, row.after, locale)


def preview_rows(dataset: Dataset, arrival: Arrival, locale: Locale) -> list[Row]:
    """List the first values as they were understood."""
    names = titles(dataset, arrival, locale)
    return [
        {
            "line": row.line,
            "indicator": names.get(row.indicator, row.indicator),
            "place": _place(dataset, row.place, locale),
            "period": wording.period(row.period, locale.language),
            "breakdown": _breakdown(row.breakdown, locale),
            "value": _value(dataset, arrival, row.indicator, row.value, locale),
            "status": wording.status(row.status, locale.language),
        }
        for row in arrival.preview
    ]


def _title(dataset: Dataset, name: str, locale: Locale) -> str:
    indicator = dataset.catalogue.indicators.get(name)
    return indicator.title.get(locale.language) if indicator else name


def _place(dataset: Dataset, code: str, locale: Locale) -> str:
    place = dataset.catalogue.places.get(code)
    return place.name.get(locale.language) if place else code


def _breakdown(name: str, locale: Locale) -> str:
    return "" if name == TOTAL else wording.breakdown(name, locale.language)


def _value(
    dataset: Dataset, arrival: Arrival, indicator: str, value: float | None, locale: Locale
) -> str:
    """Write a value with every digit: what is about to be accepted is not rounded."""
    unit = _unit(dataset, arrival, indicator)
    return wording.number(value, unit, locale.language, precise=True)


def _unit(dataset: Dataset, arrival: Arrival, name: str) -> Unit:
    """Give an indicator's unit; of a new one, that of its series."""
    indicator = dataset.catalogue.indicators.get(name)
    if indicator:
        return indicator.unit
    units = (series.unit for series in arrival.series if series.indicator == name)
    unit = next(units, "")
    return dataset.catalogue.units.get(unit) or Unit(unit, unit)


def problem_lines(arrival: Arrival, locale: Locale) -> list[str]:
    """Write every problem with its line, the worst first, and how many more there are."""
    problems = by_severity(arrival.problems)
    lines = [problem_line(problem, locale) for problem in problems[:MAX_PROBLEMS]]
    if len(problems) > MAX_PROBLEMS:
        lines.append(count_text("data.more", len(problems) - MAX_PROBLEMS, locale))
    return lines


def column_names(columns: Sequence[ColumnSample]) -> dict[str, str]:
    """Return the columns to choose from, with their first cells: 'Year: 2019, 2020, 2021'."""
    return {column.name: _with_sample(column) for column in columns if column.name}


def _with_sample(column: ColumnSample) -> str:
    name, cells = column.name[:MAX_SAMPLE_LENGTH], ", ".join(column.cells)
    if not cells:
        return name
    ellipsis = "…" if len(cells) > MAX_SAMPLE_LENGTH else ""
    return f"{name}: {cells[:MAX_SAMPLE_LENGTH]}{ellipsis}"


def answers(
    arrival: Arrival,
    previous: ReadingHints,
    columns_by_role: Mapping[str, Sequence[str]],
    file_answers: Mapping[str, str],
) -> ReadingHints:
    """Make reading hints of what was chosen in the form.

    Columns that are as they were guessed are no answer, unless columns were answered before.
    """
    chosen = {role: tuple(names) for role, names in columns_by_role.items() if any(names)}
    guess = {role: (name,) for role, name in arrival.suggested_columns.items() if role in ROLES}
    extra = {role: (name,) for role, name in arrival.suggested_columns.items() if role not in ROLES}
    is_answer = previous.columns or chosen != guess
    columns = MappingProxyType({**extra, **chosen} if is_answer else {})
    texts = {part: file_answers.get(part, "").strip() for part in FILE_ANSWERS}
    if not ReadingHints(columns=columns, **texts):
        return ReadingHints()
    return ReadingHints("", arrival.shape, columns, **texts)


def presets(arrival: Arrival, previous: ReadingHints) -> dict[str, tuple[str, ...]]:
    """Return the columns that the form begins with: those answered before, or else those
    guessed.
    """
    guess = {role: (name,) for role, name in arrival.suggested_columns.items()}
    by_role = dict(previous.columns) or guess
    names = {column.name for column in arrival.columns}
    return {role: _those_in(by_role.get(role, ()), names) for role in ROLES}


def _those_in(columns: Sequence[str], names: set[str]) -> tuple[str, ...]:
    return tuple(column for column in columns if column in names)


def is_wrong_period(text: str) -> bool:
    """Return whether a period for the whole file cannot be understood."""
    return bool(text.strip()) and not is_period(text.strip())


def log_rows(log: Iterable[Commit], locale: Locale, last: int = 10) -> list[Row]:
    """List the last changes of the data folder, the newest first."""
    commits = list(log)
    undone = {commit.undoes for commit in commits}
    rows = []
    for commit in reversed(commits[-last:]):
        change = _change(commit, locale)
        if commit.number in undone:
            change = locale.text("add.taken_back", what=change)
        rows.append(
            {
                "number": commit.number,
                "when": commit.when,
                "channel": locale.text(f"add.channel.{commit.channel}"),
                "who": author(commit.who, commit.channel, locale),
                "what": change,
            }
        )
    return rows


def author(name: str, channel: str, locale: Locale) -> str:
    """Return who made a change; in the browser where nobody signed in, that it was made here."""
    return name or (locale.text("add.here") if channel == "browser" else "")


def _change(commit: Commit, locale: Locale) -> str:
    """Say which files a commit added, replaced and removed, or which commit it undid."""
    if commit.undoes:
        return locale.text("add.undid", number=commit.undoes)
    paths: dict[str, list[str]] = {"added": [], "replaced": [], "removed": []}
    for path, change in commit.changes.items():
        if change.before is None:
            paths["added"].append(path)
        if change.before and change.after:
            paths["replaced"].append(path)
        if change.after is None:
            paths["removed"].append(path)
    texts = [
        locale.text(f"add.did.{kind}", files=_files(names, locale))
        for kind, names in paths.items()
        if names
    ]
    return locale.text("sentence.semicolon").join(texts)


def _files(paths: Sequence[str], locale: Locale) -> str:
    """Name the first files, and count the others."""
    names = locale.text("sentence.list").join(paths[:MAX_FILES])
    if len(paths) <= MAX_FILES:
        return names
    count_of_others = count_text("data.more", len(paths) - MAX_FILES, locale)
    return f"{names}{locale.text('sentence.comma')}{count_of_others}"
