"""The nouns of the measuring side, all frozen.

Words follow SDMX (observation, period, breakdown, status) and the OECD/JRC Handbook on Constructing
Composite Indicators (2008). Nothing here reads a file, knows a country or draws a picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from indicators import locale

Better = Literal["higher", "lower", "none"]
"""Which way is good: more of it, less of it, or neither (a size, a structure)."""

TOTAL = "total"
"""The breakdown of a figure that stands for the whole."""

STATUSES = (
    "reported",
    "compiled",
    "provisional",
    "estimated",
    "break",
    "assumed_period",
    "lower_bound",
    "forecast",
)
"""How a figure came about, from the firmest to the softest; a computed figure takes the softest of
its inputs. The last three are those of figures that cannot be ranked (`evidence.UNRANKED`): so
nothing that is computed from one of them is ranked.
"""


AMOUNT_KINDS = ("currency", "count", "number")
"""Kinds of unit that grow with what is counted: large ones take 'million', changes are in percent.
"""


@dataclass(frozen=True)
class Text:
    """Words in one or more languages, looked up by language code."""

    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_locale(cls, key: str) -> Text:
        """Return the text of the locale files under `key`, in every language."""
        return cls(MappingProxyType(dict(locale.translations(key))))

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.words.items())))

    def __bool__(self) -> bool:
        return bool(self.words)

    def get(self, language: str) -> str:
        """Return the words in `language`, else in the first language given, else ''."""
        return self.words.get(language) or next(iter(self.words.values()), "")

    def language_for(self, language: str) -> str:
        """Return the language of the words that `get(language)` returns; '' without words."""
        return language if self.words.get(language) else next(iter(self.words), "")

    def all(self) -> tuple[str, ...]:
        """Return the words in every language."""
        return tuple(self.words.values())


@dataclass(frozen=True)
class Unit:
    """What a value counts.

    `base` and `exponent` make conversion explicit: one unit is `10**exponent` bases. `dimension`
    is what formulas check, e.g. {'CNY': 1, 'person': -1}; a share or a rate has none. `pattern`
    holds a number as a reader says it ('{} yuan'); `label` names the unit alone ('yuan');
    `aliases` are what publishers' files call it. `rounding` is what the figures of an indicator
    are rounded to, 0 where that is not known: a figure of 0 is then less than half of it.
    """

    id: str
    base: str
    exponent: int = 0
    dimension: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    kind: str = "number"
    pattern: Text = Text()
    label: Text = Text()
    aliases: tuple[str, ...] = ()
    rounding: float = 0.0


class Terms(StrEnum):
    """Under what terms a source's figures may be shown and passed on, from the freest on.

    'open': reused by anybody for any purpose (public domain, CC0, CC BY, open government
    licences). 'attribution': shown and reused with the source named, without an open licence
    (official statistics). 'unknown': nobody has looked. 'ask': a public site needs permission
    (no commercial use, research only, no redistribution).
    """

    OPEN = "open"
    ATTRIBUTION = "attribution"
    UNKNOWN = "unknown"
    ASK = "ask"


NEEDS_PERMISSION = (Terms.ASK, Terms.UNKNOWN)
"""Terms under which a public site must ask first."""


def strictest(terms: Iterable[Terms]) -> Terms:
    """Return the strictest of several terms; unknown where there are none."""
    order = list(Terms)
    return max(terms, key=order.index, default=Terms.UNKNOWN)


@dataclass(frozen=True)
class Source:
    """Who published figures, under what title and licence.

    `retrieved` is the day the figures were taken from the publisher, as 2026-11-05; '' where it is
    not known. `formats` are the readers' names of the publisher's own files, in which its series
    have the same codes. `terms` is the class of the terms that `licence` words; `next_release` is
    the day, month or year in which the publisher's next figures are due, '' where it is not known.
    """

    id: str
    publisher: Text
    title: Text
    year: str = ""
    licence: Text = Text()
    url: str = ""
    via: Text = Text()
    note: Text = Text()
    formats: tuple[str, ...] = ()
    retrieved: str = ""
    terms: Terms = Terms.UNKNOWN
    next_release: str = ""

    def cite(self, language: str, joiner: str = ", ") -> str:
        """Return publisher, title and year: how the source asks to be cited."""
        parts = (self.publisher.get(language), self.title.get(language), self.year)
        return joiner.join(part for part in parts if part)


WORLD, GROUP = "world", "group"
"""The levels that every dashboard has: the place above all others, and groups of places."""


@dataclass(frozen=True)
class Place:
    """A place that figures are about: the world, one of a level that config.yaml declares, or a
    group of places.

    One that is not `ranked` is in tables and charts without rank or verdict, and counts in no
    number of ranked places.
    """

    code: str
    name: Text
    level: str
    parent: str = ""
    groups: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    ranked: bool = True


@dataclass(frozen=True)
class Group:
    """Places that belong together: an income group, a region, or peers. Its averages are a place of
    their own.
    """

    id: str
    title: Text
    kind: Literal["income", "region", "peers", "world"]
    level: str
    places: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True)
class Pillar:
    """A field of policy; `headline` are the indicators its first screen shows, in order."""

    id: str
    title: Text
    description: Text = Text()
    icon: str = ""
    headline: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """A value to be met in a period, or a range from `value` to `upper`.

    It holds for one `place`, for the `members` of a `group`, or for every place where both are
    empty. `base_period` and `base_value` are the base that the plan itself names. `method` says
    how progress is judged; '' is the default of the indicator's kind. `line` is that of its
    indicator's file that it stands in. `source` is who set it,
    `document` the plan or decision it stands in, `url` where that was read. Values are in the unit
    of the indicator.
    """

    period: str
    value: float
    place: str = ""
    source: Text = Text()
    document: Text = Text()
    url: str = ""
    group: str = ""
    upper: float | None = None
    base_period: str = ""
    base_value: float | None = None
    method: str = ""
    members: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def scope(self) -> int:
        """How wide it holds: 0 for a place of its own, 1 for a group, 2 for all places."""
        if self.place:
            return 0
        return 1 if self.group else 2

    def holds_for(self, place: str) -> bool:
        """Return whether the target is one of a place."""
        if self.scope == 1:
            return place in self.members
        return self.place in ("", place)


@dataclass(frozen=True)
class Break:
    """A series does not compare across the start of `period`; in one place, or in all where `place`
    is empty.
    """

    period: str
    place: str = ""
    note: Text = Text()


@dataclass(frozen=True)
class Indicator:
    """What is measured: its words, unit, direction and where its values come from.

    `kind` tells how values arise: 'read' from `file` under the name `source_code` (`aliases`: its
    other names in the publisher's own files), 'formula', 'python', or 'index' (a composite index or
    a part of one); figures never ask.
    `former_ids` are ids that it had before, which go on working. `weight` names the indicator that
    weighs a group's average; `total` says that a group's figure is the sum. Neither means that no
    figure of a group is computed. One that is not `ranked` orders no places. `part_of` names the
    index that it is a component of: an indicator, or a source where that is not held. `span` is
    how many years a figure looks back, as a growth rate does. Scores of an index are ranked after
    rounding to `rank_digits`; None ranks the unrounded ones.
    """

    id: str
    title: Text
    unit: Unit
    pillar: str
    kind: Literal["read", "formula", "python", "index"] = "read"
    short: Text = Text()
    definition: Text = Text()
    better: Better = "none"
    source: str = ""
    file: str = ""
    source_code: str = ""
    aliases: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    reader: str = ""
    formula: str = ""
    needs: tuple[str, ...] = ()
    method: Text = Text()
    weight: str = ""
    total: bool = False
    ranked: bool = True
    part_of: str = ""
    rank_digits: int | None = None
    span: int = 0
    notes: tuple[Text, ...] = ()
    breaks: tuple[Break, ...] = ()
    targets: tuple[Target, ...] = ()
    declared: str = ""

    def name(self, language: str) -> str:
        """Return the short title where one is given, else the title."""
        return (self.short or self.title).get(language)

    def targets_for(self, place: str) -> tuple[Target, ...]:
        """Return every target of a place in order of period: its own, of its groups, of all."""
        targets = [target for target in self.targets if target.holds_for(place)]
        return tuple(sorted(targets, key=lambda target: (target.period, target.scope)))
