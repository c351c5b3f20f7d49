"""Look up places by code and name, among those of places.csv and of the standards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from indicators.model import Place
from indicators.places.codes import (
    FIPS,
    GBT,
    ISO2,
    M49,
    MIN_CODES,
    POSTAL,
    china_code,
    fips,
    scheme_of,
)
from indicators.places.country_names import country_of
from indicators.places.match import PlaceMatch
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
from indicators.spelling import Pairs, nearest_key, pairs_of

Choice = tuple[PlaceMatch, ...]
MAX_NAME_LENGTH = 300
"""Letters of a code or name; what is longer is prose, and no place."""
_AMBIGUOUS = ("NA",)
"""Codes that also say 'not available': believed beside a name or in a column of such codes."""
_NOT_PROVINCES = {"100000": "CHN", "710000": "TWN", "810000": "HKG", "820000": "MAC"}
"""Numbers of GB/T 2260 that are of no province here, and the codes that they mean."""


@dataclass(frozen=True)
class Words:
    """What codes and names mean.

    `codes` and `names` (by their keys) map to what they can mean, the likeliest first; `numbers`
    are those of UN M49, `postal` the states of the US; `labels` are names as they are written, by
    key.
    """

    codes: Mapping[str, Choice]
    names: Mapping[str, Choice]
    numbers: Mapping[int, PlaceMatch]
    postal: Mapping[str, PlaceMatch]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Gazetteer:
    """Looks up places.

    The words are made when one is asked for that places.csv does not have.
    """

    places: Mapping[str, Place]
    make_words: Callable[[Mapping[str, Place]], Words]

    @cached_property
    def _words(self) -> Words:
        return self.make_words(self.places)

    @property
    def codes(self) -> Mapping[str, Choice]:
        """What codes mean."""
        return self._words.codes

    @property
    def names(self) -> Mapping[str, Choice]:
        """What names mean, by key."""
        return self._words.names

    @property
    def numbers(self) -> Mapping[int, PlaceMatch]:
        """What numbers of M49 mean."""
        return self._words.numbers

    @property
    def postal(self) -> Mapping[str, PlaceMatch]:
        """What postal codes of states of the US mean."""
        return self._words.postal

    @property
    def labels(self) -> Mapping[str, str]:
        """Names as they are written, by key."""
        return self._words.labels

    def find(self, code: str, name: str = "", scheme: str = "") -> PlaceMatch:
        """Return what a code and the name beside it mean.

        Either may be blank or stand in the other's place. Numbers are believed only with an
        agreeing name, or in a column known to be of their scheme.
        """
        if len(code) > MAX_NAME_LENGTH or len(name) > MAX_NAME_LENGTH:
            return PlaceMatch("", "unknown", (name or code)[:MAX_NAME_LENGTH])
        code, name = _without_blank(plain(code)), _without_blank(plain(name))
        by_scheme = self.coded(code)
        choice = self.named(name) or (() if by_scheme else self.named(code))
        for match in by_scheme.values():
            if match in choice:
                return match
        of_code = self._by_code(code, by_scheme, scheme)
        of_name = _preferred(choice, by_scheme, scheme)
        if of_code and of_name:
            return self._of_both(of_code, of_name, code.isdecimal(), scheme)
        return of_code or of_name or _unmatched(code, name, scheme)

    def find_all(self, pairs: Sequence[tuple[str, str]]) -> list[PlaceMatch]:
        """Return what each pair of a column means.

        A column of distinct pairs tells more than one of them: of which scheme its numbers are,
        and whether a code stands beside many names, as a country's beside those of its cities.
        """
        pairs = self._in_capitals(pairs)
        scheme = self.scheme(pairs)
        name_count = Counter(code for code, name in pairs if code.strip() and name.strip())
        matches = []
        for code, name in pairs:
            match = self.find(code, name, scheme)
            # Beside several names a code tells only where they lie.
            if match.code and name and name_count[code] > 1 and not self.named(plain(name)):
                match = PlaceMatch("", "unknown", name)
            matches.append(match)
        return matches

    def _in_capitals(self, pairs: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
        """Return a column of nothing but codes in small letters ('chn') in capitals."""
        codes = {code for code, _ in pairs if code}
        is_lower = len(codes) >= MIN_CODES and all(
            len(code) == 3 and code.islower() and code.upper() in self.codes for code in codes
        )
        return [(code.upper(), name) for code, name in pairs] if is_lower else pairs

    def scheme(self, pairs: Sequence[tuple[str, str]]) -> str:
        """Return the scheme of a column's codes: 'm49', 'gbt', 'fips', 'postal' or 'iso2'.

        '' where it is in doubt. A column of names of states of the US is of 'postal', too.
        """
        plain_pairs = [
            (plain(code), plain(name))
            for code, name in pairs
            if len(code) <= MAX_NAME_LENGTH and len(name) <= MAX_NAME_LENGTH
        ]
        scheme = scheme_of(plain_pairs, self.coded, self.named)
        return scheme or (POSTAL if self._are_states(plain_pairs) else "")

    def _are_states(self, pairs: Sequence[tuple[str, str]]) -> bool:
        """Tell whether all names, but the country's own and one more, are of states of the US."""
        names = {name or code for code, name in pairs} - {""}
        choices = [choice for choice in map(self.named, names) if choice]
        choices = [choice for choice in choices if choice[0].code != "USA"]
        if len(choices) < max(MIN_CODES, len(names) - 1):
            return False
        states = set(self.postal.values())
        return all(states & set(choice) for choice in choices)

    def nearest(self, word: str) -> str:
        """Return the name most like this one, as it is written; '' where none comes near."""
        name = nearest_key(key(word[:MAX_NAME_LENGTH]), self._pairs)
        return self.labels.get(name, name)

    def coded(self, code: str) -> dict[str, PlaceMatch]:
        """Return what a code means in each scheme that has it; under '' what it means by itself."""
        if not code:
            return {}
        if code.isdecimal() and code.isascii():
            return self._numbered(code)
        choice = self.codes.get(code) or self._region(code)
        by_scheme = {"": choice[0]} if choice else {}
        if len(code) == 2 and choice and choice[0].kind != "aggregate":
            by_scheme[ISO2] = choice[0]
        if code in self.postal:
            by_scheme[POSTAL] = self.postal[code]
        return by_scheme

    def named(self, name: str) -> Choice:
        """Return what a name can mean, the likeliest first."""
        if not name:
            return ()
        words = key(name)
        return (
            self.names.get(words)
            or self.names.get(key(without_note(name)))
            or self._by_form(words)
            or self._by_level(words)
            or self._of_two_names(name)
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
        """Return countries by the name without its form of state: 'Republic of ...'."""
        choice = self.names.get(without_form(words), ())
        return tuple(
            match for match in choice if match.kind == "place" and self._level(match) == "country"
        )

    def _by_level(self, words: str) -> Choice:
        """Return places by the name without their level: 'Changsha City'."""
        short, level = without_level(words)
        choice = self.names.get(short, ())
        return tuple(match for match in choice if match.code and self._level(match) == level)

    def _of_two_names(self, name: str) -> Choice:
        """Return the place of which both names are: 'Czechia (Czech Republic)'."""
        before, bracket, inside = name.rpartition("(")
        if not bracket:
            return ()
        choice = self.names.get(key(before), ())[:1]
        return choice if choice == self.names.get(key(inside), ())[:1] else ()

    def _in_other_languages(self, name: str) -> Choice:
        """Return a country by its name in German, Russian, Arabic ... that nothing else knows."""
        choice = self.codes.get(country_of(without_note(name)), ())
        return choice if choice and self._level(choice[0]) in ("", "country") else ()

    def _level(self, match: PlaceMatch) -> str:
        return self.places[match.code].level if match.code else ""

    def _region(self, code: str) -> Choice:
        """Return a region of a country by its code in NUTS or ISO 3166-2.

        CN-43 is a province by its number in GB/T 2260.
        """
        country = self.codes.get(region(code), ())
        if not country:
            return ()
        is_province = code.startswith("CN-") and code[3:].isdigit()
        province = china_code(code[3:]) if is_province else ""
        if province in self.places:
            return (self._place(province),)
        return (PlaceMatch("", "elsewhere", f"{code}, a region of {country[0].name}"),)

    def _numbered(self, code: str) -> dict[str, PlaceMatch]:
        """Return what a number means in each scheme; under '' as a code of places.csv."""
        of_china = china_code(code)
        by_scheme: dict[str, PlaceMatch | None] = {
            M49: self.numbers.get(int(code)) if len(code) <= 3 else None,
            FIPS: fips(code),
            GBT: self._chinese(of_china) if of_china else None,
        }
        listed = self.codes.get(code, ())
        # Six digits or more are of GB/T 2260; shorter ones may be of any scheme.
        if of_china in self.places and len(code) >= 6:
            by_scheme[""] = self._place(of_china)
        elif listed and listed[0] != by_scheme[M49]:
            by_scheme[""] = listed[0]
        return {scheme: match for scheme, match in by_scheme.items() if match}

    def _chinese(self, code: str) -> PlaceMatch | None:
        """Return what six digits of GB/T 2260 mean, by the province where the place is unknown."""
        if code in _NOT_PROVINCES:
            return next(iter(self.codes.get(_NOT_PROVINCES[code], ())), None)
        if code in self.places:
            return self._place(code)
        province = f"{code[:2]}0000"
        if province not in self.places:
            return None
        return PlaceMatch("", "elsewhere", f"{code}, a place in {self._place(province).name}")

    def _place(self, code: str) -> PlaceMatch:
        return PlaceMatch(code, "place", self.places[code].name.get("en"))

    def _by_code(
        self, code: str, by_scheme: Mapping[str, PlaceMatch], scheme: str
    ) -> PlaceMatch | None:
        """Return what a code means in the column's scheme, or by itself."""
        if scheme and scheme in by_scheme:
            return by_scheme[scheme]
        return None if code in _AMBIGUOUS else by_scheme.get("")

    def _of_both(
        self, of_code: PlaceMatch, of_name: PlaceMatch, is_number: bool, scheme: str
    ) -> PlaceMatch:
        """Choose between a code and a name that do not mean the same.

        It is the name, if it lies within what the code means.
        """
        if of_code.kind == "elsewhere" and scheme in (FIPS, POSTAL):
            return of_code
        is_group_by_number = is_number and of_name.kind == "aggregate"
        is_inside = self._within(of_name.code, of_code.code)
        if of_name.kind == "elsewhere" or is_group_by_number or is_inside:
            return of_name
        if of_code.kind == of_name.kind == "aggregate":
            return of_code
        return PlaceMatch("", "conflict", f"{of_code.name} / {of_name.name}")

    def _within(self, code: str, outer: str) -> bool:
        """Tell whether a place lies in another one that is neither the world nor a group."""
        parent = self.places[code].parent if code in self.places else ""
        while parent and parent != outer and parent in self.places:
            parent = self.places[parent].parent
        if not parent or parent != outer:
            return False
        return self.places[outer].level not in ("world", "group")


def _without_blank(word: str) -> str:
    """Return a word, or '' for one that stands for an empty cell."""
    return "" if word.casefold() in EMPTY else word


def _unmatched(code: str, name: str, scheme: str) -> PlaceMatch:
    """Return the match of a code and a name that are not known.

    M49 numbers that the standards lack are of groups that a publisher made.
    """
    is_group = scheme == M49 and code.isdigit() and bool(name)
    return PlaceMatch("", "aggregate" if is_group else "unknown", name or code)


def _preferred(
    choice: Choice, by_scheme: Mapping[str, PlaceMatch], scheme: str
) -> PlaceMatch | None:
    """Return the likeliest meaning of a name.

    It is a state of the US where the column is of states or the code is the country's.
    """
    country = by_scheme.get("")
    if scheme in (POSTAL, FIPS) or (country and country.code == "USA"):
        for match in choice:
            if match.name.endswith("(United States)"):
                return match
    return choice[0] if choice else None


def _codes(place: Place) -> tuple[str, ...]:
    return (place.code,)


def _names(place: Place) -> tuple[str, ...]:
    return place.name.all()


def _aliases(place: Place) -> tuple[str, ...]:
    return place.aliases
