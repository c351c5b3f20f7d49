"""Match the series of a publisher's rows with the catalogue's indicators; others become new ones.

A series joins an indicator only where its code says so: in a file of the same publisher's format,
or where the .yaml beside the file names it. A title that merely reads alike joins nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType

import numpy as np

from indicators.catalogue import NEW, Catalogue
from indicators.model import Indicator, Source, Text, Unit
from indicators.problems import Problem, ProblemCode
from indicators.readers.cells.count_words import counts_anything, is_counter
from indicators.readers.cells.unit_names import names_currency
from indicators.readers.cells.units import split_multiplier, title_and_unit
from indicators.readers.read_file import FileRows
from indicators.readers.registry import formats
from indicators.readers.rows import Column, Rows, combine, map_categories

Codes = Mapping[tuple[str, str], str]
"""(format, code of a series) -> indicator."""
Levels = Mapping[str, frozenset[str]]
"""Indicator -> the levels of the places that it has figures of."""
UnitWords = Mapping[str, tuple[Unit, ...]]
"""Word in lower case -> the units that it may mean."""

NO_PUBLISHER = ("generic", "tidy")
"""Formats of no publisher: a code in such a file says nothing outside it."""
_ABOVE = frozenset(("", "world", "group"))
"""Levels of what figures of any places may be summed up to; '' is of an unknown place."""
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
_MAX_ID_WORDS = 50
_DIGEST_LENGTH = 12
"""Hexadecimal digits that tell two series with the same words in their ids apart."""
_MAX_FOUND_LENGTH = 80


@dataclass(frozen=True)
class _Series:
    """A series as a file has it, in figures of places of one level; `line` is its first."""

    code: str
    title: str
    unit: str
    level: str
    line: int


@dataclass(frozen=True)
class MatchedSeries:
    """Rows whose series are ids of indicators; those indicators, and the sources of the file.

    A figure of a known series has the file it came in as its source, not the indicator's own.
    """

    rows: Rows
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...] = ()


def match_series(
    file_rows: FileRows,
    file: str,
    described: list[Indicator],
    catalogue: Catalogue,
    codes: Codes,
    levels: Levels = MappingProxyType({}),
) -> MatchedSeries:
    """Return the rows of a publisher's file with the catalogue's indicators for its series.

    `described` are the indicators of the .yaml beside the file, `codes` what `series_codes` gives.
    `levels` are the levels of the places that indicators have figures of: a series of other places
    becomes a new one, for a city's figure is no country's.
    """
    rows = file_rows.rows
    places = catalogue.places
    level = map_categories(rows.place, lambda code: places[code].level if code in places else "")
    keys: list[tuple[str, ...]] = []

    def position(words: tuple[str, ...]) -> str:
        keys.append(words)
        return str(len(keys) - 1)

    # `combine` asks once for each distinct key, in order: its codes are positions in `keys`.
    index = combine([rows.series, rows.title, rows.unit, level], position).codes
    _, first_rows = np.unique(index, return_index=True)
    lines = rows.line[first_rows].tolist()
    all_series = [
        _Series(code, title, unit, level_of_places, line)
        for (code, title, unit, level_of_places), line in zip(keys, lines, strict=True)
    ]
    matcher = _SeriesMatcher(file_rows.formats, file, described, catalogue, codes, levels)
    indicators = [matcher.match(series) for series in all_series]
    units = [
        matcher.unit_id(indicator, series.unit)
        for indicator, series in zip(indicators, all_series, strict=True)
    ]
    ids = tuple(indicator.id for indicator in indicators)
    rows = replace(
        rows,
        series=map_categories(Column(index, ids), str),
        unit=map_categories(Column(index, tuple(units)), str),
        source=map_categories(rows.source, lambda source: ""),
    )
    by_id = {indicator.id: indicator for indicator in indicators}
    return MatchedSeries(rows, by_id, matcher.sources, tuple(matcher.problems))


class _SeriesMatcher:
    """Finds or makes the indicator of a series.

    A class because it collects sources and problems.
    """

    def __init__(
        self,
        format_ids: tuple[str, ...],
        file: str,
        described: list[Indicator],
        catalogue: Catalogue,
        codes: Codes,
        levels: Levels,
    ) -> None:
        self.formats = format_ids
        self.file = file
        self.described = described
        self.catalogue = catalogue
        self.codes = codes
        self.levels = levels
        self.units = unit_words(catalogue.units)
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []

    def match(self, series: _Series) -> Indicator:
        """Return the indicator of a series: one of the catalogue, or a new one."""
        indicator = self._described_as(series)
        if indicator is None:
            indicator = self._with_code(series.code or series.title)
            if indicator and not self._has_level(indicator, series.level):
                self._report_level(indicator, series)
                indicator = None
        if indicator and not self._has_unit(indicator, series.unit):
            self._report_unit(indicator, series)
            indicator = None
        if indicator is None:
            return self._new(series)
        if indicator in self.described and indicator.source:
            return indicator
        return replace(indicator, source=self._source())

    def unit_id(self, indicator: Indicator, unit_word: str) -> str:
        """Return the id of the unit that a file's word means; '' for the indicator's own."""
        unit = unit_of(unit_word, self.units, indicator.unit)
        return unit.id if unit is not None and unit.base == indicator.unit.base else ""

    def _described_as(self, series: _Series) -> Indicator | None:
        """Return the indicator that the .yaml beside the file gives this series."""
        names = {series.code, series.title} - {""}
        for indicator in self.described:
            if names & {indicator.source_code, *indicator.aliases, *indicator.former_ids}:
                return indicator
        return None

    def _with_code(self, code: str) -> Indicator | None:
        """Return the indicator of this code whose source publishes files of this format."""
        if not code:
            return None
        for format_id in self.formats:
            if (format_id, code) in self.codes:
                return self.catalogue.indicators[self.codes[format_id, code]]
        return None

    def _has_level(self, indicator: Indicator, level: str) -> bool:
        """Tell whether figures of places of a level may join an indicator.

        They may where it has some already, or they are of the world or a group. A tidy file names
        an indicator on purpose.
        """
        levels = self.levels.get(indicator.id, frozenset()) - _ABOVE
        return not levels or level in levels or level in _ABOVE or self.formats[0] == "tidy"

    def _has_unit(self, indicator: Indicator, unit_word: str) -> bool:
        """Tell whether figures in a unit may join an indicator.

        Whoever described a series said what it is in: a word that means no unit is no objection.
        """
        if not unit_word:
            return True
        unit = unit_of(unit_word, self.units, indicator.unit)
        if unit is None:
            return indicator in self.described
        return unit.base == indicator.unit.base

    def _report_level(self, indicator: Indicator, series: _Series) -> None:
        levels = tuple(sorted(self.levels[indicator.id]))
        self.problems.append(
            Problem(
                ProblemCode.SERIES_OF_OTHER_LEVEL,
                self.file,
                series.line,
                "place",
                values={"indicator": indicator.id, "level": series.level, "levels": levels},
                severity="warning",
            )
        )

    def _report_unit(self, indicator: Indicator, series: _Series) -> None:
        self.problems.append(
            Problem(
                ProblemCode.SERIES_IN_OTHER_UNIT,
                self.file,
                series.line,
                "unit",
                series.unit[:_MAX_FOUND_LENGTH],
                {"indicator": indicator.id, "unit": indicator.unit.id},
                "warning",
            )
        )

    def _new(self, series: _Series) -> Indicator:
        title = series.title or series.code or PurePosixPath(self.file).stem
        unit = self._unit(series.unit or title_and_unit(series.title)[1])
        return Indicator(
            self._new_id(series, title, unit),
            Text(MappingProxyType({"en": title})),
            unit,
            NEW,
            source=self._source(),
            file=self.file,
            source_code=series.code or series.title,
            declared=f"{self.file} line {series.line}",
        )

    def _new_id(self, series: _Series, title: str, unit: Unit) -> str:
        """Return an id that is the same next month.

        It is of a publisher's code where there is one, else of the file and the title.
        """
        identity: tuple[str, ...] = (self.formats[0], series.code, series.unit)
        if not series.code or self.formats[0] in NO_PUBLISHER:
            identity = (self.file, series.code, title, series.unit)
        words = _NOT_IN_ID.sub("_", (series.code or title).casefold()).strip("_")
        words = words[:_MAX_ID_WORDS].strip("_")
        if not words[:1].isalpha():
            words = f"series_{words}".strip("_")
        digest = _digest("\n".join(identity))
        new_id = f"{words}_{digest}"
        namesake = self.catalogue.indicators.get(new_id)
        if namesake is not None and namesake.unit.base != unit.base:
            # A .yaml gives this id to the series, in another unit than the file's.
            return f"{new_id}_{_digest(unit.id)}"
        return new_id

    def _unit(self, unit_word: str) -> Unit:
        """Return the unit of units.csv where the word is known, else one of the file's own."""
        unit = unit_of(unit_word, self.units)
        return self.catalogue.units.get(unit.base, unit) if unit else own_unit(unit_word)

    def _source(self) -> str:
        """Return the id of the file as a source, by its publisher's format; made on first use."""
        source_id = f"file_{_digest(self.file)}"
        if source_id not in self.sources:
            if self.formats[0] in NO_PUBLISHER:
                publisher = Text.from_locale("new_source.publisher")
            else:
                titles = {reader.id: reader.title for reader in formats()}
                title = titles.get(self.formats[0], self.formats[0])
                publisher = _untranslated(title)
            self.sources[source_id] = Source(source_id, publisher, _untranslated(self.file))
        return source_id


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    return digest[:_DIGEST_LENGTH]


def _untranslated(text: str) -> Text:
    """Return a text that is the same in every language."""
    return Text(MappingProxyType({"en": text}))


def own_unit(unit_word: str) -> Unit:
    """Return a unit that only its file has, as the file writes it: it converts to no other."""
    if not unit_word:
        return Unit("", "", pattern=_untranslated("{}"), label=Text.from_locale("new_unit.label"))
    is_share = unit_word.startswith("%") or unit_word.casefold() in (
        "percent",
        "percentage",
        "per cent",
    )
    kind, pattern = "number", "{}"
    if is_share:
        kind, pattern = "share", "{}%"
    elif names_currency(unit_word):
        # An amount says little without its currency: '1,412 R$', '1,600,000 CHF million'.
        kind, pattern = "currency", f"{{}} {unit_word}"
    return Unit(
        unit_word,
        unit_word,
        kind=kind,
        pattern=_untranslated(pattern),
        label=_untranslated(unit_word),
    )


def unit_words(units: Mapping[str, Unit]) -> dict[str, tuple[Unit, ...]]:
    """Return the units that each word may mean: ids, labels and aliases, in lower case.

    A unit whose id a word is comes first.
    """
    choices: dict[str, tuple[Unit, ...]] = {}
    spellings = [
        *((unit.id, unit) for unit in units.values()),
        *((word, unit) for unit in units.values() for word in (*unit.label.all(), *unit.aliases)),
    ]
    for spelling, unit in spellings:
        choice = choices.get(spelling.casefold(), ())
        if unit not in choice:
            choices[spelling.casefold()] = (*choice, unit)
    return choices


def unit_of(unit_word: str, words: UnitWords, expected: Unit | None = None) -> Unit | None:
    """Return the unit that a file's word means; None where it means none for certain.

    `expected` is the unit of the indicator that a series joins by its code. A word that may mean
    several units then means that one, and a word that counts anything ('个', 'units') fits
    whatever is counted; one that counts some things ('户', 'cases') fits only where it is the
    unit's label or alias. Without `expected` none of them says what is counted: it means a plain
    count, or no unit for certain.
    """
    word = unit_word.casefold()
    choice = words.get(word, ())
    if expected is not None:
        unit = _unit_as_expected(unit_word, choice, expected)
        if unit is not None:
            return unit
    if is_counter(unit_word):
        choice = tuple(unit for unit in choice if unit.kind == "count" and not unit.dimension)
    for unit in choice:
        if unit.id.casefold() == word:
            return unit
    bases = {unit.base for unit in choice}
    return choice[0] if len(bases) == 1 else None


def _unit_as_expected(unit_word: str, choice: tuple[Unit, ...], expected: Unit) -> Unit | None:
    """Return the unit among a choice that converts to the expected one, or that itself."""
    for unit in choice:
        if unit.base == expected.base:
            return unit
    is_plain_counter = counts_anything(unit_word) and not split_multiplier(unit_word)[1]
    return expected if expected.kind == "count" and is_plain_counter else None


def series_codes(catalogue: Catalogue) -> Codes:
    """Return the indicator of each code that a publisher uses, by the format of its files.

    The formats are those of the indicator's source. A code that two indicators share stands for
    neither.
    """
    candidates: dict[tuple[str, str], set[str]] = {}
    for indicator in catalogue.indicators.values():
        if indicator.kind != "read":
            continue
        source = catalogue.sources.get(indicator.source)
        format_ids = (*source.formats, "tidy") if source else ("tidy",)
        for format_id in format_ids:
            former = indicator.former_ids if format_id == "tidy" else ()
            for code in (indicator.source_code, indicator.id, *indicator.aliases, *former):
                candidates.setdefault((format_id, code), set()).add(indicator.id)
    return {key: next(iter(ids)) for key, ids in candidates.items() if len(ids) == 1}
