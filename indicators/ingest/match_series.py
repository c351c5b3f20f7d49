"""Publishers' rows in our own words: series, units and places as the catalogue knows them, the others as 'new'.

A series is one that is known only where its code says so: in a file of the same publisher's format, or where the
.yaml beside the file names it. A title that merely reads alike joins nothing.
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
from indicators.problems import Problem, uncoded
from indicators.readers.cells.count_words import counts_anything, is_counter
from indicators.readers.cells.units import power_and_unit, title_and_unit
from indicators.readers.read_file import FileRows
from indicators.readers.registry import formats
from indicators.readers.rows import Column, Rows, joined, renamed

_SLUG = re.compile(r"[^a-z0-9]+")
Codes = Mapping[tuple[str, str], str]
OWN = ("generic", "tidy")
"""Formats that are nobody's: a code in such a file says nothing outside it."""
Levels = Mapping[str, frozenset[str]]
"""Indicator -> the levels of the places that it has figures of."""
_ABOVE = frozenset(("", "world", "group"))
"""Levels of what figures of any places may be summed up to; '' is a place that is not known."""
Key = tuple[str, str, str]
"""A series as a file says it: code, title and unit."""


@dataclass(frozen=True)
class MatchedSeries:
    """Rows whose series are ids of indicators; those indicators, and the sources that came with them.

    A figure of a known series has the file it came in as its source, not that of the figures that were there before.
    """

    rows: Rows
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...] = ()


def match_series(
    found: FileRows,
    name: str,
    entries: list[Indicator],
    catalogue: Catalogue,
    codes: Codes,
    levels: Levels = MappingProxyType({}),
) -> MatchedSeries:
    """The rows of a publisher's file with the catalogue's indicators for its series, or new ones.

    `entries` are the indicators described for this file, `codes` what `series_codes` gives. `levels` are the levels of
    the places that indicators have figures of: a series of other places stands apart, for a city's figure is no country's.
    """
    lookup = _Lookup(found.formats, name, entries, catalogue, codes, levels)
    level = renamed(
        found.rows.place,
        lambda word: catalogue.places[word].level if word in catalogue.places else "",
    )
    keys: list[tuple[str, ...]] = []

    def number(words: tuple[str, ...]) -> str:
        keys.append(words)
        return str(len(keys) - 1)

    group = joined([found.rows.series, found.rows.title, found.rows.unit, level], number)
    lines = _first_lines(group, found.rows)
    told = [lookup.find((key[0], key[1], key[2]), lines[at], key[3]) for at, key in enumerate(keys)]
    order = [int(word) for word in group.words if word]
    ids = Column(group.codes, tuple(told[at].id for at in order))
    units = Column(group.codes, tuple(lookup.unit_word(told[at], keys[at][2]) for at in order))
    rows = replace(
        found.rows,
        series=renamed(ids, str),
        unit=renamed(units, str),
        source=renamed(found.rows.source, lambda word: ""),
    )
    return MatchedSeries(
        rows, {entry.id: entry for entry in told}, lookup.sources, tuple(lookup.problems)
    )


def _first_lines(group: Column, rows: Rows) -> list[int]:
    codes, first = np.unique(group.codes, return_index=True)
    lines = [0] * len(group.words)
    for code, at in zip(codes, first, strict=True):
        lines[int(group.words[code])] = int(rows.line[at])
    return lines


class _Lookup:
    """Finds or makes the indicator of a series. A class because it collects sources and problems on the way."""

    def __init__(
        self,
        read_as: tuple[str, ...],
        name: str,
        entries: list[Indicator],
        catalogue: Catalogue,
        codes: Codes,
        levels: Levels,
    ) -> None:
        self.formats, self.name, self.entries, self.catalogue, self.codes = (
            read_as,
            name,
            entries,
            catalogue,
            codes,
        )
        self.levels = levels
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []
        self.units = unit_words(catalogue.units)

    def find(self, key: Key, line: int, level: str = "") -> Indicator:
        """The indicator of a series in figures of places of this level: a known one, or a new one."""
        code, title, unit = key
        entry = self._described(code, title)
        if (
            entry is None
            and (entry := self._known(code or title))
            and not self._of_level(entry, level)
        ):
            self.problems.append(
                uncoded(
                    f"'{entry.id}' has figures of {' and '.join(sorted(self.levels[entry.id]))} places, the file has some of {level} places: "
                    "those stand under 'new'",
                    self.name,
                    line,
                    "place",
                    level,
                    " or ".join(sorted(self.levels[entry.id])),
                    "Describe the file in a .yaml beside it if they are to join.",
                    "warning",
                )
            )
            entry = None
        if entry and not self._fits(entry, unit):
            self.problems.append(
                uncoded(
                    f"'{entry.id}' is in {entry.unit.id}, the file says another unit: its figures stand under "
                    "'new'",
                    self.name,
                    line,
                    "unit",
                    unit[:80],
                    f"'{entry.unit.id}' or a multiple of it",
                    "Teach the unit as an alias in units.csv if it is the same.",
                    "warning",
                )
            )
            entry = None
        if entry is None:
            return self._new(key, line)
        return (
            entry
            if entry in self.entries and entry.source
            else replace(entry, source=self._source())
        )

    def _described(self, code: str, title: str) -> Indicator | None:
        """The indicator that the .yaml beside the file gives this series."""
        said = {code, title} - {""}
        return next(
            (
                entry
                for entry in self.entries
                if said & {entry.source_code, *entry.aliases, *entry.former_ids}
            ),
            None,
        )

    def _known(self, code: str) -> Indicator | None:
        """The catalogue's indicator of this code, where its source names the file's format as its own."""
        return (
            next(
                (
                    self.catalogue.indicators[known]
                    for form in self.formats
                    if (known := self.codes.get((form, code)))
                ),
                None,
            )
            if code
            else None
        )

    def _of_level(self, entry: Indicator, level: str) -> bool:
        """Whether figures of such places may join: the indicator has some already, or they are of the whole world or a group.
        The tidy form names an indicator on purpose."""
        own = self.levels.get(entry.id, frozenset()) - _ABOVE
        return not own or level in own or level in _ABOVE or self.formats[0] == "tidy"

    def _fits(self, entry: Indicator, said: str) -> bool:
        unit = unit_of(
            said, self.units, entry.unit
        )  # what a described series is in was said by whoever described it
        return (
            not said
            or (entry in self.entries and unit is None)
            or (unit is not None and unit.base == entry.unit.base)
        )

    def unit_word(self, entry: Indicator, said: str) -> str:
        """What the unit column says in our words; '' where the indicator's own unit is meant."""
        unit = unit_of(said, self.units, entry.unit)
        return unit.id if unit is not None and unit.base == entry.unit.base else ""

    def _new(self, key: Key, line: int) -> Indicator:
        code, title, said = key
        named = title or code or PurePosixPath(self.name).stem
        unit = self._unit(said or title_and_unit(title)[1])
        return Indicator(
            self._id(code, named, said, unit),
            Text(MappingProxyType({"en": named})),
            unit,
            NEW,
            source=self._source(),
            file=self.name,
            source_code=code or title,
            declared=f"{self.name} line {line}",
        )

    def _id(self, code: str, named: str, said: str, unit: Unit) -> str:
        """An id that is the same next month: of a publisher's code where there is one, else of the file and the title."""
        nobodys = not code or self.formats[0] in OWN
        whole = "\n".join(
            (self.name, code, named, said) if nobodys else (self.formats[0], code, said)
        )
        words = _SLUG.sub("_", (code or named).casefold()).strip("_")[:50].strip("_")
        plain = f"{words if words[:1].isalpha() else f'series_{words}'.strip('_')}_{_digest(whole)}"
        taken = self.catalogue.indicators.get(
            plain
        )  # by a .yaml that calls it so, in another unit than the file's
        return (
            plain
            if taken is None or taken.unit.base == unit.base
            else f"{plain}_{_digest(unit.id)}"
        )

    def _unit(self, said: str) -> Unit:
        """The unit of units.csv where the words are known, else one of its own."""
        unit = unit_of(said, self.units)
        return self.catalogue.units.get(unit.base, unit) if unit else own_unit(said)

    def _source(self) -> str:
        """The file itself, by its publisher's format; a table of somebody's own says no publisher."""
        if not self.sources:
            title = next(
                (entry.title for entry in formats() if entry.id == self.formats[0]), self.formats[0]
            )
            own = self.formats[0] in OWN
            publisher = (
                _both("Publisher not stated in the file", "文件未注明发布机构")
                if own
                else _both(title, title)
            )
            name = f"file_{_digest(self.name)}"
            self.sources[name] = Source(name, publisher, _both(self.name, self.name))
        return next(iter(self.sources))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _both(en: str, zh: str) -> Text:
    return Text(MappingProxyType({"en": en, "zh": zh}))


def own_unit(said: str) -> Unit:
    """A unit that only its file has, as the file says it: it converts to no other."""
    if not said:
        return Unit("", "", pattern=_both("{}", "{}"), label=_both("unit not stated", "未注明单位"))
    share = said.startswith("%") or said.casefold() in ("percent", "percentage", "per cent")
    return Unit(
        said,
        said,
        kind="share" if share else "number",
        pattern=_both("{}%", "{}%") if share else _both("{}", "{}"),
        label=Text(MappingProxyType({"en": said})),
    )


def unit_words(units: Mapping[str, Unit]) -> dict[str, tuple[Unit, ...]]:
    """The units that a word may mean, by their ids, labels and aliases in lower case; one whose id it is comes first."""
    found: dict[str, tuple[Unit, ...]] = {}
    for unit in units.values():
        found[unit.id.casefold()] = (*found.get(unit.id.casefold(), ()), unit)
    for unit in units.values():
        for word in (*unit.label.all(), *unit.aliases):
            others = found.get(word.casefold(), ())
            if unit not in others:
                found[word.casefold()] = (*others, unit)
    return found


def unit_of(
    said: str, words: Mapping[str, tuple[Unit, ...]], wanted: Unit | None = None
) -> Unit | None:
    """The unit that a file's word means; None where it means none for certain.

    `wanted` is the unit of the indicator that a series joins by its code: a word that may mean several units then means
    that one, and a word that counts anything ('个', 'units') fits whatever is counted; one that counts some things ('户',
    'cases') fits only where it is the unit's label or alias. Without `wanted` none of them picks what is counted: it means
    a plain count, or nothing that is known here.
    """
    word = said.casefold()
    choice = words.get(word, ())
    if wanted is not None:
        same = next((unit for unit in choice if unit.base == wanted.base), None)
        if same is not None:
            return same
        if wanted.kind == "count" and counts_anything(said) and not power_and_unit(said)[1]:
            return wanted
    if is_counter(said):
        choice = tuple(unit for unit in choice if unit.kind == "count" and not unit.dimension)
    named = next((unit for unit in choice if unit.id.casefold() == word), None)
    bases = {unit.base for unit in choice}
    return named or (choice[0] if len(bases) == 1 else None)


def series_codes(catalogue: Catalogue) -> Codes:
    """(format, code) -> indicator: the codes that a publisher's own files use, as the sources' `formats` say.

    A code that two indicators share stands for neither.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for entry in catalogue.indicators.values():
        source = catalogue.sources.get(entry.source)
        if entry.kind == "read":
            for form in (*(source.formats if source else ()), "tidy"):
                former = entry.former_ids if form == "tidy" else ()
                for code in (entry.source_code, entry.id, *entry.aliases, *former):
                    found.setdefault((form, code), set()).add(entry.id)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}
