"""The tables of the Data page: what was read, from whom, how old it is, and what was wrong with it.

Pure: a Dataset and words in, rows (dicts by column id) out. The page names the columns and draws them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlencode

from indicators import Dataset, Problem, wording
from indicators.analysis.summary import Coverage, dataset_summary
from indicators.catalogue import nearest
from indicators.ingest.files import FileSummary
from indicators.locale import Locale
from indicators.model import STATUSES, Source, Unit
from indicators.periods import period_months, period_start
from indicators.problems import ProblemCode

Row = dict[str, Any]
SEVERITIES = {"error": "✕", "warning": "▲", "notice": "○"}
"""For each severity a sign that says it without colour, the worst first."""
_COUNT = Unit("", "", kind="count")


def count(number: int, say: Locale) -> str:
    """A number of things with every digit: '235,837'."""
    return wording.number(number, _COUNT, say.language, precise=True)


def counted(key: str, number: int, say: Locale) -> str:
    """'20 files', 'One file'."""
    return say.t(key, n=count(number, say))


def summary(dataset: Dataset, say: Locale) -> str:
    """'20 files · 235,837 figures · 244 indicators · 380 places · 85 sources'."""
    held = dataset_summary(dataset)
    numbers = {
        "files": len(dataset.files),
        "figures": len(dataset),
        "indicators": len(held.indicators),
        "places": len(held.places),
        "sources": len(held.sources),
    }
    return " · ".join(
        counted(f"data.count_{name}", number, say) for name, number in numbers.items()
    )


def faults(dataset: Dataset) -> int:
    """How many problems there are; what is merely to be noticed is none."""
    return sum(one.severity != "notice" for one in dataset.problems)


def problems(dataset: Dataset, say: Locale) -> list[Row]:
    """Every problem, the worst first, then by file and line."""
    order = list(SEVERITIES)
    ranked = sorted(
        dataset.problems, key=lambda one: (order.index(one.severity), one.file, one.line or 0)
    )
    return [
        {
            "severity": f"{SEVERITIES[one.severity]} {say.t(f'data.severity.{one.severity}')}",
            "file": one.file,
            "line": one.line,
            "column": one.column,
            "what": one.message(),
            "found": one.found,
            "expected": one.expected(),
            "do": one.hint(),
        }
        for one in ranked
    ]


def problems_of(dataset: Dataset, file: str) -> list[Problem]:
    """The problems of a file and of the .yaml that describes it, by line."""
    names = (file, PurePosixPath(file).with_suffix(".yaml").as_posix())
    return sorted(
        (one for one in dataset.problems if one.file in names),
        key=lambda one: (one.file != file, one.line or 0),
    )


def files(dataset: Dataset, say: Locale) -> list[Row]:
    """What each file held; rows are figures kept, cells without a figure, and rows left out."""
    rows = [
        {
            "file": one.name,
            "publisher": _publishers(dataset, one, say),
            "rows": one.rows,
            "kept": one.kept,
            "missing": one.missing,
            "left_out": one.rows - one.kept - one.missing,
            "indicators": len(one.indicators),
            "places": one.places,
            "periods": span(one.first, one.last, say),
            "size": round(one.size / 1000, 1),
            "retrieved": _retrieved(dataset, one),
            "problems": len(problems_of(dataset, one.name)),
        }
        for one in dataset.files
    ]
    return _filled(rows, "retrieved")


def _filled(rows: list[Row], column: str) -> list[Row]:
    """The rows without a column that no row has anything in."""
    if any(row[column] for row in rows):
        return rows
    return [{name: value for name, value in row.items() if name != column} for row in rows]


def _sources_of(dataset: Dataset, file: FileSummary) -> list[Source]:
    """The sources of a file: those of its rows, else those that its indicators name."""
    catalogue = dataset.catalogue
    declared = [catalogue.indicators[name].source for name in file.indicators]
    names = dataset_summary(dataset).sources_of.get(file.name, declared)
    return [catalogue.sources[name] for name in names if name in catalogue.sources]


def _retrieved(dataset: Dataset, file: FileSummary) -> date | None:
    """The newest day on which figures of the file were retrieved; None where no source says one."""
    days = [source.retrieved for source in _sources_of(dataset, file) if source.retrieved]
    return date.fromisoformat(max(days)) if days else None


def _publishers(dataset: Dataset, one: FileSummary, say: Locale) -> str:
    """Who published the figures in a file."""
    known = [source.publisher.say(say.language) for source in _sources_of(dataset, one)]
    return say.t("sentence.semicolon").join(dict.fromkeys(name for name in known if name))


def span(first: str, last: str, say: Locale) -> str:
    """'2005 – 2024'; one period alone where both are the same."""
    if not first:
        return ""
    ends = dict.fromkeys(
        wording.period(one, say.language) for one in sorted((first, last), key=period_start)
    )
    return " – ".join(ends)


def indicators_of(
    dataset: Dataset, file: str, say: Locale, address: Mapping[str, str]
) -> list[Row]:
    """The indicators read from a file, with what was read of each."""
    catalogue, read = dataset.catalogue, dataset_summary(dataset).read
    names = next((one.indicators for one in dataset.files if one.name == file), ())
    rows = []
    for entry in (catalogue.indicators[name] for name in names):
        inside = read.get(entry.id)
        rows.append(
            {
                "indicator": page_of(entry.id, entry.title.say(say.language), address),
                "code": entry.source_code,
                "unit": entry.unit.label.say(say.language) or entry.unit.id,
                "kept": inside.figures if inside else 0,
                "places": inside.places if inside else 0,
                "periods": span(inside.first, inside.last, say) if inside else "",
            }
        )
    return rows


def page_of(indicator: str, title: str, address: Mapping[str, str]) -> str:
    """The address of an indicator's page; the part after # is what a link column shows of it."""
    return f"indicator?{urlencode({**address, 'indicator': indicator})}#{quote(title, safe='')}"


def sources(dataset: Dataset, say: Locale, today: date) -> list[Row]:
    """Every source that is described, those with figures first, the newest first among them."""
    held = dataset_summary(dataset).sources
    rows = [
        (held.get(name), _source(source, held.get(name), say, today))
        for name, source in dataset.catalogue.sources.items()
    ]
    ordered = sorted(rows, key=lambda pair: _newest_first(pair[0]))
    return _filled([row for _, row in ordered], "retrieved")


def _newest_first(held: Coverage | None) -> int:
    return -_end(held.last).toordinal() if held else 0


def _source(source: Source, held: Coverage | None, say: Locale, today: date) -> Row:
    return {
        "publisher": source.publisher.say(say.language) or source.id,
        "title": source.title.say(say.language),
        "year": source.year,
        "licence": source.licence or say.t("data.licence_unknown"),
        "indicators": len(held.indicators) if held else 0,
        "kept": held.figures if held else 0,
        "newest": wording.period(held.last, say.language) if held else "",
        "age": age(held.last, say, today) if held else say.t("data.no_figures"),
        "retrieved": date.fromisoformat(source.retrieved) if source.retrieved else None,
        "url": web_address(source.url),
        "via": source.via,
        "note": source.note.say(say.language),
    }


def web_address(url: str) -> str:
    """The address if it leads to the web; anything else a file may say there is no link."""
    return url if url.startswith(("http://", "https://")) else ""


def age(period: str, say: Locale, today: date) -> str:
    """How many years ago a period ended: 'This year's', '3 years old'."""
    years = today.year - _end(period).year
    return say.t("data.age_years", n=years) if years > 0 else say.t("data.age_now")


def _end(period: str) -> date:
    """The first day of a period's last month."""
    start = period_start(period)
    months = start.year * 12 + start.month - 1 + period_months(period) - 1
    return date(months // 12, months % 12 + 1, 1)


def unknown_places(dataset: Dataset, say: Locale) -> list[Row]:
    """Each place name that no place answers to, once, with the nearest right one and how to teach it."""
    catalogue = dataset.catalogue
    codes = {
        name: place.code
        for place in reversed(list(catalogue.places.values()))
        for name in (*place.aliases, *place.name.all(), place.code)
    }
    met: dict[str, list[Problem]] = {}
    for one in dataset.problems:
        if one.code == ProblemCode.ROWS_OF_UNKNOWN_PLACE:
            met.setdefault(one.found, []).append(one)
    rows = []
    for name, told in met.items():
        close = codes.get(nearest(name, codes), "")
        place = catalogue.places[close].name.say(say.language) if close else ""
        where = dict.fromkeys(
            say.t("indicator.lineage_detail", file=one.file, line=one.line) for one in told
        )
        teach = (
            say.t("data.teach", code=close, name=name)
            if close
            else say.t("data.teach_new", name=name)
        )
        rows.append(
            {
                "name": name,
                "nearest": place,
                "where": say.t("sentence.semicolon").join(where),
                "do": teach,
            }
        )
    return rows


def unused_places(dataset: Dataset, say: Locale) -> list[tuple[str, list[str]]]:
    """For each level, the places that no figure is about."""
    used, found = (
        dataset_summary(dataset).places,
        {level: list[str]() for level in dataset.catalogue.levels},
    )
    for place in dataset.catalogue.places.values():
        if place.code not in used:
            found.setdefault(place.level, []).append(place.name.say(say.language))
    return [(level, names) for level, names in found.items() if names]


def breaks(dataset: Dataset, say: Locale, address: Mapping[str, str]) -> list[Row]:
    """Where series do not compare: as described beside the data, and as files mark single figures.

    What is computed from a broken series is broken too, and is not said again.
    """
    described = [
        (entry.id, one.place, one.period, one.note.say(say.language))
        for entry in dataset.catalogue.indicators.values()
        for one in entry.breaks
        if not any(one in dataset.catalogue.indicators[need].breaks for need in entry.needs)
    ]
    known = {(indicator, place, period) for indicator, place, period, _ in described}
    marked = [
        (one.indicator, one.place, one.period, one.note or say.t("data.break_marked"))
        for one in dataset_summary(dataset).broken
        if one.file and (one.indicator, one.place, one.period) not in known
    ]
    return [
        {
            "indicator": page_of(
                indicator,
                dataset.catalogue.indicators[indicator].title.say(say.language),
                {**address, **({"place": place} if place else {})},
            ),
            "place": _place(dataset, place, say),
            "period": wording.period(period, say.language),
            "note": note,
        }
        for indicator, place, period, note in dict.fromkeys([*described, *marked])
    ]


def _place(dataset: Dataset, code: str, say: Locale) -> str:
    known = dataset.catalogue.places.get(code)
    return known.name.say(say.language) if known else code or say.t("data.every_place")


def statuses(dataset: Dataset, say: Locale) -> list[Row]:
    """How many figures are of each status, what it means, and their share of all."""
    held = dataset_summary(dataset).statuses
    return [
        {
            "status": wording.status(name, say.language),
            "kept": held[name],
            "share": wording.share(held[name], len(dataset), say.language),
            "means": say.t(f"about.status.{name}"),
        }
        for name in STATUSES
        if name in held
    ]
