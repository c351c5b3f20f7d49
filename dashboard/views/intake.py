"""What the Add view says of an arrival: sentences, tables, the columns to choose from, and answers made of choices.

Pure: an Arrival and words in, text and rows (dicts by column id) out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from dashboard.views.inventory import SEVERITIES, Row, count, counted, page_of, span
from indicators import Dataset, wording
from indicators.catalogue.reading_hints import ReadingHints
from indicators.history import Commit
from indicators.intake import Arrival, ArrivalSeries, ColumnSample, FigureChange
from indicators.locale import Locale
from indicators.model import TOTAL, Unit
from indicators.periods import is_period
from indicators.readers.registry import formats

PROBLEMS = 60
"""So many problems are written out; the others are counted."""
SAMPLE = 60
"""So many letters of a column's cells are shown where it is chosen."""
ONE = ("place", "period", "series", "unit")
SEVERAL = ("value", "breakdown")
"""Parts that one column holds, and parts that several may hold."""
WHOLE = ("place", "period", "title", "unit")
"""What may hold for the whole file."""


def recognised(arrival: Arrival, say: Locale) -> str:
    """'Recognised as World Bank Open Data and bulk files.'"""
    titles = {entry.id: entry.title for entry in formats()}
    named = [titles.get(one, one) for one in arrival.formats]
    if not named or arrival.formats == ("generic",):
        return say.t("add.recognised_own" if named else "add.not_recognised")
    return say.t("add.recognised", format=wording.listing(named, say.language))


def counts(arrival: Arrival, say: Locale) -> str:
    """'5,937 figures · 215 places · 1960 – 2019 · 5,940 rows · 3 empty cells'."""
    numbers = {"data.count_figures": arrival.figures, "data.count_places": arrival.places}
    said = [counted(key, number, say) for key, number in numbers.items()]
    said += [span(arrival.first, arrival.last, say)]
    said += [
        counted("add.count_rows", arrival.rows, say),
        counted("add.count_missing", arrival.missing, say),
    ]
    return " · ".join(part for part in said if part)


def changes(arrival: Arrival, say: Locale) -> str:
    """What would change: 'New figures: 2,208; the same: 1,605; revised: 2,124; vanished: 0.'"""
    found = arrival.changes
    return say.t(
        "add.changes",
        new=count(found.new, say),
        same=count(found.same, say),
        revised=count(found.revised, say),
        vanished=count(found.vanished, say),
    )


def followers(arrival: Arrival, say: Locale) -> str:
    """How many other figures follow from these; empty where none does."""
    number = arrival.changes.followers
    return counted("add.follow", number, say) if number else ""


def blank(arrival: Arrival) -> bool:
    """Whether somebody is to be asked about the file: nothing was understood, or its one series has no unit or no name.

    Where there are many, each is named by itself, for one unit of all figures would be true of none.
    """
    return arrival.refused or (
        len(arrival.series) == 1 and any(not one.unit or not one.code for one in new(arrival))
    )


def new(arrival: Arrival) -> list[ArrivalSeries]:
    """The series that no indicator has yet."""
    return [one for one in arrival.series if not one.known]


def series(
    dataset: Dataset, arrival: Arrival, say: Locale, address: Mapping[str, str]
) -> list[Row]:
    """Each series: the indicator it adds to, as a link, or its own name; unit, figures, places, periods.

    What no series has is no column.
    """
    rows = [
        {
            "is": say.t("add.series_known" if one.known else "add.series_new"),
            "indicator": _linked(dataset, one, say, address),
            "title": "" if _there(dataset, one) else one.title,
            "unit": _unit_name(dataset, arrival, one, say),
            "kept": one.figures,
            "places": one.places,
            "periods": span(one.first, one.last, say),
            "publisher": _publisher(dataset, one, say),
            "code": one.code,
        }
        for one in arrival.series
    ]
    empty = {name for name in (rows[0] if rows else {}) if not any(row[name] for row in rows)}
    return [{name: value for name, value in row.items() if name not in empty} for row in rows]


def _unit_name(dataset: Dataset, arrival: Arrival, one: ArrivalSeries, say: Locale) -> str:
    return (
        _unit(dataset, arrival, one.indicator).label.say(say.language)
        or one.unit
        or say.t("add.no_unit")
    )


def _there(dataset: Dataset, one: ArrivalSeries) -> bool:
    return one.known and one.indicator in dataset.catalogue.indicators


def _linked(
    dataset: Dataset, one: ArrivalSeries, say: Locale, address: Mapping[str, str]
) -> str | None:
    entry = dataset.catalogue.indicators.get(one.indicator) if one.known else None
    return page_of(entry.id, entry.title.say(say.language), address) if entry else None


def _publisher(dataset: Dataset, one: ArrivalSeries, say: Locale) -> str:
    entry = dataset.catalogue.indicators.get(one.indicator)
    source = dataset.catalogue.sources.get(entry.source) if entry and one.known else None
    return source.publisher.say(say.language) if source else ""


def titles(dataset: Dataset, arrival: Arrival, say: Locale) -> dict[str, str]:
    """The name of each indicator of the arrival, as the reader's language has it."""
    known = dataset.catalogue.indicators
    return {
        one.indicator: known[one.indicator].title.say(say.language)
        if _there(dataset, one)
        else one.title
        for one in arrival.series
    }


def revisions(dataset: Dataset, arrival: Arrival, say: Locale) -> list[Row]:
    """The first figures that would be another or vanish: before and after, in the reader's words."""
    named = titles(dataset, arrival, say)
    return [
        {
            "indicator": named.get(one.indicator) or _title(dataset, one.indicator, say),
            "place": _place(dataset, one.place, say),
            "breakdown": _breakdown(one.breakdown, say),
            "period": wording.period(one.period, say.language),
            "before": _before(dataset, arrival, one, say),
            "after": say.t("add.gone")
            if one.after is None
            else _value(dataset, arrival, one.indicator, one.after, say),
        }
        for one in arrival.changes.revisions
    ]


def _before(dataset: Dataset, arrival: Arrival, one: FigureChange, say: Locale) -> str:
    value = _value(dataset, arrival, one.indicator, one.before, say)
    return say.t("add.computed", value=value) if one.computed else value


def preview(dataset: Dataset, arrival: Arrival, say: Locale) -> list[Row]:
    """The first figures as they were understood."""
    named = titles(dataset, arrival, say)
    return [
        {
            "line": one.line,
            "indicator": named.get(one.indicator, one.indicator),
            "place": _place(dataset, one.place, say),
            "period": wording.period(one.period, say.language),
            "breakdown": _breakdown(one.breakdown, say),
            "value": _value(dataset, arrival, one.indicator, one.value, say),
            "status": wording.status(one.status, say.language),
        }
        for one in arrival.preview
    ]


def _title(dataset: Dataset, indicator: str, say: Locale) -> str:
    entry = dataset.catalogue.indicators.get(indicator)
    return entry.title.say(say.language) if entry else indicator


def _place(dataset: Dataset, code: str, say: Locale) -> str:
    known = dataset.catalogue.places.get(code)
    return known.name.say(say.language) if known else code


def _breakdown(name: str, say: Locale) -> str:
    return "" if name == TOTAL else wording.breakdown(name, say.language)


def _value(
    dataset: Dataset, arrival: Arrival, indicator: str, value: float | None, say: Locale
) -> str:
    """Every digit: what is about to be taken in is not rounded."""
    return wording.number(value, _unit(dataset, arrival, indicator), say.language, precise=True)


def _unit(dataset: Dataset, arrival: Arrival, indicator: str) -> Unit:
    known = dataset.catalogue.indicators.get(indicator)
    said = next((one.unit for one in arrival.series if one.indicator == indicator), "")
    return known.unit if known else dataset.catalogue.units.get(said) or Unit(said, said)


def problems(arrival: Arrival, say: Locale) -> list[str]:
    """Every problem with its line, the worst first, and how many more there are."""
    order = list(SEVERITIES)
    ranked = sorted(arrival.problems, key=lambda one: (order.index(one.severity), one.line or 0))
    told = [f"{SEVERITIES[one.severity]} {one}" for one in ranked[:PROBLEMS]]
    more = len(ranked) - PROBLEMS
    return [*told, *([counted("data.more", more, say)] if more > 0 else [])]


def column_names(columns: Sequence[ColumnSample]) -> dict[str, str]:
    """The columns to choose from, with what stands in them: 'Year: 2019, 2020, 2021'."""
    return {one.name: _sampled(one) for one in columns if one.name}


def _sampled(column: ColumnSample) -> str:
    cells = ", ".join(column.cells)
    cut = cells[:SAMPLE] + ("…" if len(cells) > SAMPLE else "")
    return f"{column.name[:SAMPLE]}: {cut}" if cut else column.name[:SAMPLE]


def answers(
    arrival: Arrival,
    before: ReadingHints,
    chosen: Mapping[str, Sequence[str]],
    whole: Mapping[str, str],
) -> ReadingHints:
    """What was chosen in the form, as answers. Columns that are as they were supposed to be answer nothing."""
    named = {part: tuple(names) for part, names in chosen.items() if any(names)}
    supposed = {
        part: (name,)
        for part, name in arrival.suggested_columns.items()
        if part in (*ONE, *SEVERAL)
    }
    kept = {
        part: (name,)
        for part, name in arrival.suggested_columns.items()
        if part not in (*ONE, *SEVERAL)
    }
    columns = MappingProxyType({**kept, **named} if before.columns or named != supposed else {})
    said = {part: whole.get(part, "").strip() for part in WHOLE}
    found = ReadingHints(columns=columns, **said)
    return ReadingHints("", arrival.shape, columns, **said) if found else ReadingHints()


def presets(arrival: Arrival, before: ReadingHints) -> dict[str, tuple[str, ...]]:
    """The columns that the form begins with: those answered, else those supposed."""
    guess = {part: (name,) for part, name in arrival.suggested_columns.items()}
    there = {one.name for one in arrival.columns}
    given = dict(before.columns) or guess
    return {
        part: tuple(name for name in given.get(part, ()) if name in there)
        for part in (*ONE, *SEVERAL)
    }


def wrong_period(text: str) -> bool:
    """Whether a period for the whole file is written in a way that is not understood."""
    return bool(text.strip()) and not is_period(text.strip())


def log_rows(log: Iterable[Commit], say: Locale, last: int = 10) -> list[Row]:
    """The last changes of the data folder, the newest first: number, when, by which door, who, and what."""
    every = list(log)
    undone = {one.undoes for one in every}
    return [
        {
            "number": one.number,
            "when": one.when,
            "door": say.t(f"add.door.{one.channel}"),
            "who": who(one.who, one.channel, say),
            "what": say.t("add.taken_back", what=_what(one, say))
            if one.number in undone
            else _what(one, say),
        }
        for one in every[: -last - 1 : -1]
    ]


def who(name: str, door: str, say: Locale) -> str:
    """Who did something; where nobody signed in, the computer itself."""
    return name or (say.t("add.here") if door == "browser" else "")


def _what(commit: Commit, say: Locale) -> str:
    if commit.undoes:
        return say.t("add.undid", number=commit.undoes)
    kinds = {
        "added": [path for path, change in commit.changes.items() if change.before is None],
        "replaced": [
            path for path, change in commit.changes.items() if change.before and change.after
        ],
        "removed": [path for path, change in commit.changes.items() if change.after is None],
    }
    said = [
        say.t(f"add.did.{kind}", files=_files(paths, say)) for kind, paths in kinds.items() if paths
    ]
    return say.t("sentence.semicolon").join(said)


def _files(paths: Sequence[str], say: Locale) -> str:
    named = say.t("sentence.list").join(paths[:3])
    return (
        f"{named}{say.t('sentence.comma')}{counted('data.more', len(paths) - 3, say)}"
        if len(paths) > 3
        else named
    )
