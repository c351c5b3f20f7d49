"""Codes and names of one dashboard's places and of the standards, prepared for looking up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from indicators.model import Place
from indicators.places.codes import (
    ENOUGH,
    FIPS,
    GBT,
    ISO2,
    M49,
    POSTAL,
    china_code,
    fips,
    scheme_of,
)
from indicators.places.country_names import country_of
from indicators.places.match import PlaceMatch
from indicators.places.nearest import Pairs, nearest, pairs_of
from indicators.places.standards import region
from indicators.places.words import (
    EMPTY,
    key,
    plain,
    says_group,
    without_form,
    without_level,
    without_note,
)

Choice = tuple[PlaceMatch, ...]
LONGEST = 300
"""Letters of a code or name; what is longer is prose, and no place."""
_AMBIGUOUS = ("NA",)
"""Codes that also say 'not available': believed beside a name or in a column of such codes."""
_BESIDE_PROVINCES = {"100000": "CHN", "710000": "TWN", "810000": "HKG", "820000": "MAC"}
"""Numbers of GB/T 2260 that are no province's here."""


@dataclass(frozen=True)
class Gazetteer:
    """Looks up places. Codes and names map to what they can mean, the likeliest first."""

    places: Mapping[str, Place]
    codes: Mapping[str, Choice]
    names: Mapping[str, Choice]
    numbers: Mapping[int, PlaceMatch]
    postal: Mapping[str, PlaceMatch]
    said: Mapping[str, str]

    def find(self, code: str, name: str = "", scheme: str = "") -> PlaceMatch:
        """What a code and the name beside it mean; either may be blank or stand in the other's place.

        Numbers are believed only with an agreeing name, or in a column known to be of their scheme.
        """
        if len(code) > LONGEST or len(name) > LONGEST:
            return PlaceMatch("", "unknown", (name or code)[:LONGEST])
        code, name = (
            ("" if word.casefold() in EMPTY else word) for word in (plain(code), plain(name))
        )
        coded = self.coded(code)
        named = self.named(name) or (() if coded else self.named(code))
        if both := next((found for found in coded.values() if found in named), None):
            return both
        first = self._believed(code, coded, scheme)
        second = _preferred(named, coded, scheme)
        if first and second and first.kind == "elsewhere" and scheme in (FIPS, POSTAL):
            return first
        if first and second:
            return self._weighed(first, second, code.isdecimal())
        if not first and not second and scheme == M49 and code.isdigit() and name:
            return PlaceMatch("", "aggregate", name)
        return first or second or PlaceMatch("", "unknown", name or code)

    def find_all(self, pairs: Sequence[tuple[str, str]]) -> list[PlaceMatch]:
        """The same for a whole column of distinct codes and names, which tells more: of which scheme its numbers are, and
        whether a code stands beside many names, as a country's beside those of its cities."""
        pairs = self._raised(pairs)
        scheme = self.scheme(pairs)
        beside = Counter(code for code, name in pairs if code.strip() and name.strip())
        return [
            self._one_of_many(found, name) if found.code and name and beside[code] > 1 else found
            for (code, name), found in ((pair, self.find(*pair, scheme)) for pair in pairs)
        ]

    def _raised(self, pairs: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
        """A column of nothing but codes in small letters ('chn') in capitals."""
        codes = {code for code, _ in pairs if code}
        small = len(codes) >= ENOUGH and all(
            len(code) == 3 and code.islower() and code.upper() in self.codes for code in codes
        )
        return [(code.upper(), name) for code, name in pairs] if small else pairs

    def scheme(self, pairs: Sequence[tuple[str, str]]) -> str:
        """Of which scheme a column's codes are: 'm49', 'gbt', 'fips', 'postal', 'iso2', or '' for none in doubt."""
        bare = [
            (plain(code), plain(name))
            for code, name in pairs
            if len(code) <= LONGEST and len(name) <= LONGEST
        ]
        if found := scheme_of(bare, self.coded, self.named):
            return found
        names = {name or code for code, name in bare} - {""}
        inside = [
            choice for word in names if (choice := self.named(word)) and choice[0].code != "USA"
        ]
        american = set(self.postal.values())
        return (
            POSTAL
            if len(inside) >= ENOUGH
            and len(inside) >= len(names) - 1
            and all(american & set(choice) for choice in inside)
            else ""
        )

    def nearest(self, word: str) -> str:
        """The known name most like this one, as it is written there; '' where none comes near."""
        found = nearest(key(word[:LONGEST]), self._pairs)
        return self.said.get(found, found)

    def coded(self, code: str) -> dict[str, PlaceMatch]:
        """What a code means in each scheme that knows it; under '' what it means by itself."""
        if not code:
            return {}
        if code.isdecimal() and code.isascii():
            return self._numbered(code)
        choice = self.codes.get(code) or self._region(code)
        found = {"": choice[0]} if choice else {}
        if len(code) == 2 and choice and choice[0].kind != "aggregate":
            found[ISO2] = choice[0]
        if code in self.postal:
            found[POSTAL] = self.postal[code]
        return found

    def named(self, name: str) -> Choice:
        """What a name can mean, the likeliest first."""
        if not name:
            return ()
        words = key(name)
        return (
            self.names.get(words)
            or self.names.get(key(without_note(name)))
            or self._by_form(words)
            or self._by_level(words)
            or self._said_twice(name)
            or self.codes.get(name)
            or self._in_other_languages(name)
            or ((PlaceMatch("", "aggregate", name),) if says_group(name) else ())
        )

    def listed(self, words: str) -> PlaceMatch | None:
        """Return the place whose code, name or alias in places.csv is exactly this, in any case."""
        return self._listed.get(words.casefold())

    @cached_property
    def spellings(self) -> Mapping[str, PlaceMatch]:
        """What places.csv writes: codes before names before aliases, the first of two places."""
        spellings: dict[str, PlaceMatch] = {}
        for words in (_codes, _names, _aliases):
            for place in self.places.values():
                match = self._place(place.code)
                for word in words(place):
                    spellings.setdefault(word, match)
        return spellings

    @cached_property
    def _listed(self) -> Mapping[str, PlaceMatch]:
        listed: dict[str, PlaceMatch] = {}
        for spelling, match in self.spellings.items():
            listed.setdefault(spelling.casefold(), match)
        return listed

    @cached_property
    def _pairs(self) -> Pairs:
        return pairs_of(self.names)

    def _by_form(self, words: str) -> Choice:
        return tuple(
            found
            for found in self.names.get(without_form(words), ())
            if found.kind == "place" and self._level(found) == "country"
        )

    def _by_level(self, words: str) -> Choice:
        short, level = without_level(words)
        return tuple(
            found
            for found in self.names.get(short, ())
            if found.code and self._level(found) == level
        )

    def _said_twice(self, name: str) -> Choice:
        """'Czechia (Czech Republic)': two names of one place."""
        one, _, other = (
            (self.names.get(key(part), ()) for part in (*name.rpartition("("),))
            if "(" in name
            else ((), (), ())
        )
        return one[:1] if one and one[:1] == other[:1] else ()

    def _in_other_languages(self, name: str) -> Choice:
        """A country by its name in German, Russian, Arabic... whatever places.csv and the standards do not know."""
        choice = self.codes.get(country_of(without_note(name)), ())
        return choice if choice and self._level(choice[0]) in ("", "country") else ()

    def _level(self, found: PlaceMatch) -> str:
        return self.places[found.code].level if found.code else ""

    def _region(self, code: str) -> Choice:
        """A region of a country by its code in NUTS or ISO 3166-2; CN-43 is a province by its number."""
        country = self.codes.get(region(code), ())
        if not country:
            return ()
        inside = china_code(code[3:]) if code.startswith("CN-") and code[3:].isdigit() else ""
        return (
            (self._place(inside),)
            if inside in self.places
            else (PlaceMatch("", "elsewhere", f"{code}, a region of {country[0].name}"),)
        )

    def _numbered(self, code: str) -> dict[str, PlaceMatch]:
        found: dict[str, PlaceMatch | None] = {
            M49: self.numbers.get(int(code)) if len(code) <= 3 else None,
            FIPS: fips(code),
        }
        six = china_code(code)
        found[GBT] = self._chinese(six) if six else None
        taught = self.codes.get(code, ())
        if six in self.places and len(code) >= 6:
            found[""] = self._place(six)
        elif taught and taught[0] != found[M49]:
            found[""] = taught[0]
        return {scheme: each for scheme, each in found.items() if each}

    def _chinese(self, code: str) -> PlaceMatch | None:
        if code in _BESIDE_PROVINCES:
            return next(iter(self.codes.get(_BESIDE_PROVINCES[code], ())), None)
        above = f"{code[:2]}0000"
        if code in self.places:
            return self._place(code)
        return (
            PlaceMatch("", "elsewhere", f"{code}, a place in {self._place(above).name}")
            if above in self.places
            else None
        )

    def _place(self, code: str) -> PlaceMatch:
        return PlaceMatch(code, "place", self.places[code].name.say("en"))

    def _believed(
        self, code: str, coded: Mapping[str, PlaceMatch], scheme: str
    ) -> PlaceMatch | None:
        if scheme and scheme in coded:
            return coded[scheme]
        return None if code in _AMBIGUOUS else coded.get("")

    def _weighed(self, first: PlaceMatch, second: PlaceMatch, number: bool) -> PlaceMatch:
        """A code and a name that both mean something, and not the same: the name, if it lies within what the code means."""
        if (
            second.kind == "elsewhere"
            or (number and second.kind == "aggregate")
            or self._within(second.code, first.code)
        ):
            return second
        if first.kind == second.kind == "aggregate":
            return first
        return PlaceMatch("", "conflict", f"{first.name} / {second.name}")

    def _within(self, code: str, outer: str) -> bool:
        parent = self.places[code].parent if code in self.places else ""
        while parent and parent != outer and parent in self.places:
            parent = self.places[parent].parent
        return (
            bool(parent) and parent == outer and self.places[outer].level not in ("world", "group")
        )

    def _one_of_many(self, found: PlaceMatch, name: str) -> PlaceMatch:
        """A code beside several names means those that are known; of the others it tells only where they lie."""
        return found if self.named(plain(name)) else PlaceMatch("", "unknown", name)


def _preferred(named: Choice, coded: Mapping[str, PlaceMatch], scheme: str) -> PlaceMatch | None:
    """The likeliest meaning of a name; a state's where the column is of states or the code is the country's."""
    american = scheme in (POSTAL, FIPS) or getattr(coded.get(""), "code", "") == "USA"
    return next(
        (found for found in named if american and found.name.endswith("(United States)")),
        named[0] if named else None,
    )


def _codes(place: Place) -> tuple[str, ...]:
    return (place.code,)


def _names(place: Place) -> tuple[str, ...]:
    return place.name.all()


def _aliases(place: Place) -> tuple[str, ...]:
    return place.aliases
