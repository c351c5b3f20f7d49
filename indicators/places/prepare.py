"""places.csv and the standards -> a gazetteer. What is taught in places.csv comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from indicators.model import GROUP, WORLD, Place
from indicators.places.gazetteer import Choice, Gazetteer
from indicators.places.match import Kind, PlaceMatch
from indicators.places.standards import StandardPlace, State, entries, states
from indicators.places.words import key, plain

_CODE = re.compile(r"[A-Z0-9][A-Z0-9_.-]{0,11}")
_CHINESE = re.compile(
    r"(.{2,}?)(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|土家族苗族自治州|自治州|省|市|地区|区|县|盟)"
)
Table = dict[str, Choice]


def gazetteer(places: Mapping[str, Place]) -> Gazetteer:
    """The gazetteer of these places, by code; takes some milliseconds."""
    codes, names, said = _taught(places)
    numbers: dict[int, PlaceMatch] = {}
    for entry in entries():
        found = _known(entry, places, codes)
        for code in entry.codes:
            codes.setdefault(code, (found,))
        numbers.update(dict.fromkeys(entry.numbers, found))
        for word in entry.keys:
            names[word] = _and(names.get(word, ()), found)
            said.setdefault(word, entry.name)
    for word, place in _shortened(places):
        names.setdefault(key(word), (_place(place),))
    postal = {state.postal: _state(state, places) for state in states()}
    for state in states():
        names[key(state.name)] = _and(names.get(key(state.name), ()), postal[state.postal])
        said.setdefault(key(state.name), state.name)
    return Gazetteer(places, codes, names, numbers, postal, said)


def _state(state: State, places: Mapping[str, Place]) -> PlaceMatch:
    """What the name of a state means: its place, where places.csv has it by its code in ISO 3166-2."""
    place = places.get(f"US-{state.postal}")
    return _place(place) if place else PlaceMatch("", "elsewhere", f"{state.name} (United States)")


def _taught(places: Mapping[str, Place]) -> tuple[Table, Table, dict[str, str]]:
    """The words of places.csv: codes before names before aliases, the first of two places that share one."""
    codes: Table = {code: (_place(place),) for code, place in places.items()}
    names: Table = {}
    said: dict[str, str] = {}
    for words in (_named, _called):
        for place in places.values():
            for word in words(place):
                bare = plain(word)
                if _CODE.fullmatch(bare):
                    codes.setdefault(bare, (_place(place),))
                if not bare.isdecimal() and not (
                    bare.isascii() and len(bare) < 3
                ):  # two letters are a code
                    names.setdefault(key(word), (_place(place),))
                    said.setdefault(key(word), word)
    return codes, names, said


def _named(place: Place) -> tuple[str, ...]:
    return place.name.all()


def _called(place: Place) -> tuple[str, ...]:
    return place.aliases


def _known(entry: StandardPlace, places: Mapping[str, Place], codes: Table) -> PlaceMatch:
    """What a row of the standards means here: a place of places.csv that has one of its codes, or else what it is."""
    levels = ("world", "group") if entry.kind == "aggregate" else ("country",)
    if entry.kind != "elsewhere":
        for code in entry.codes:
            choice = codes.get(code, ())
            if choice and choice[0].code and places[choice[0].code].level in levels:
                return choice[0]
    kind: Kind = "aggregate" if entry.kind == "aggregate" else "elsewhere"
    return PlaceMatch("", kind, entry.name)


def _shortened(places: Mapping[str, Place]) -> Iterator[tuple[str, Place]]:
    """Names with the parent's (Changsha, Hunan; 湖南省长沙市) and Chinese ones without their last word (长沙 for 长沙市)."""
    for place in places.values():
        if place.parent in places and places[place.parent].level not in (WORLD, GROUP):
            yield (
                f"{place.name.words.get('en', '')}, {places[place.parent].name.words.get('en', '')}",
                place,
            )
        whole = place.name.words.get("zh", "")
        above = places[place.parent].name.words.get("zh", "") if place.parent in places else ""
        if short := _CHINESE.fullmatch(whole):
            yield short[1], place
            yield f"{above}{whole}", place
            yield f"{above}{short[1]}", place


def _and(choice: Choice, found: PlaceMatch) -> Choice:
    return choice if found in choice else (*choice, found)


def _place(place: Place) -> PlaceMatch:
    return PlaceMatch(place.code, "place", place.name.say("en"))
