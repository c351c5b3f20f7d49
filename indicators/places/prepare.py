"""Make a gazetteer of places.csv and the standards; what places.csv lists comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from indicators.model import GROUP, WORLD, Place
from indicators.places.gazetteer import Choice, Gazetteer, Words
from indicators.places.match import Kind, PlaceMatch
from indicators.places.standards import StandardPlace, State, entries, states
from indicators.places.words import key, plain

_CODE = re.compile(r"[A-Z0-9][A-Z0-9_.-]{0,11}")
_CHINESE = re.compile(
    r"(.{2,}?)(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|土家族苗族自治州|自治州|省|市|地区|区|县|盟)"
)
Table = dict[str, Choice]


def gazetteer(places: Mapping[str, Place]) -> Gazetteer:
    """Return the gazetteer of these places, by code."""
    return Gazetteer(places, _words)


def _words(places: Mapping[str, Place]) -> Words:
    """Return what words mean, by places.csv and the standards; takes some milliseconds."""
    codes, names, labels = _listed(places)
    numbers: dict[int, PlaceMatch] = {}
    for entry in entries():
        match = _match(entry, places, codes)
        for code in entry.codes:
            codes.setdefault(code, (match,))
        numbers.update(dict.fromkeys(entry.numbers, match))
        for word in entry.keys:
            names[word] = _and(names.get(word, ()), match)
            labels.setdefault(word, entry.name)
    for word, place in _shortened(places):
        names.setdefault(key(word), (_place(place),))
    postal = {state.postal: _state(state, places) for state in states()}
    for state in states():
        names[key(state.name)] = _and(names.get(key(state.name), ()), postal[state.postal])
        labels.setdefault(key(state.name), state.name)
    return Words(codes, names, numbers, postal, labels)


def _state(state: State, places: Mapping[str, Place]) -> PlaceMatch:
    """Return the place of a state, where places.csv has it by its code in ISO 3166-2."""
    place = places.get(f"US-{state.postal}")
    if place:
        return _place(place)
    return PlaceMatch("", "elsewhere", f"{state.name} (United States)")


def _listed(places: Mapping[str, Place]) -> tuple[Table, Table, dict[str, str]]:
    """Return the codes, the names by key, and the names as they are written of places.csv.

    Codes go before names before aliases; of two places that share one, it is the first's.
    """
    codes: Table = {code: (_place(place),) for code, place in places.items()}
    names: Table = {}
    labels: dict[str, str] = {}
    spellings = [
        *((word, place) for place in places.values() for word in place.name.all()),
        *((word, place) for place in places.values() for word in place.aliases),
    ]
    for word, place in spellings:
        bare = plain(word)
        if _CODE.fullmatch(bare):
            codes.setdefault(bare, (_place(place),))
        # One or two Latin letters are a code and no name.
        is_short = bare.isascii() and len(bare) < 3
        if not bare.isdecimal() and not is_short:
            names.setdefault(key(word), (_place(place),))
            labels.setdefault(key(word), word)
    return codes, names, labels


def _match(entry: StandardPlace, places: Mapping[str, Place], codes: Table) -> PlaceMatch:
    """Return the place of places.csv that has a code of a row of the standards, or what it is."""
    levels = ("world", "group") if entry.kind == "aggregate" else ("country",)
    if entry.kind != "elsewhere":
        for code in entry.codes:
            choice = codes.get(code, ())
            if choice and choice[0].code and places[choice[0].code].level in levels:
                return choice[0]
    kind: Kind = "aggregate" if entry.kind == "aggregate" else "elsewhere"
    return PlaceMatch("", kind, entry.name)


def _shortened(places: Mapping[str, Place]) -> Iterator[tuple[str, Place]]:
    """Yield other forms of names, with their places.

    They are names with the parent's (Changsha, Hunan; 湖南省长沙市), and Chinese ones without their
    level (长沙 for 长沙市).
    """
    for place in places.values():
        parent = places.get(place.parent)
        if parent and parent.level not in (WORLD, GROUP):
            name = place.name.words.get("en", "")
            for parent_name in (parent.name.words.get("en", ""), *parent.aliases):
                yield f"{name}, {parent_name}", place
        chinese = place.name.words.get("zh", "")
        parent_chinese = parent.name.words.get("zh", "") if parent else ""
        if short := _CHINESE.fullmatch(chinese):
            yield short[1], place
            yield f"{parent_chinese}{chinese}", place
            yield f"{parent_chinese}{short[1]}", place


def _and(choice: Choice, match: PlaceMatch) -> Choice:
    return choice if match in choice else (*choice, match)


def _place(place: Place) -> PlaceMatch:
    return PlaceMatch(place.code, "place", place.name.get("en"))
