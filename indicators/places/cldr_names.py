"""Prepare the names of countries in other languages: `python -m indicators.places.cldr_names`.

Run it after a new version of Babel. Taken are the names of Unicode CLDR in every language that is
official in a country or a part of one and that CLDR covers. A name is left out where it could mean
anything else.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping

from babel import Locale, localedata
from babel.core import get_global
from babel.languages import get_official_languages

from indicators.places.country_names import TABLE
from indicators.places.standards import countries
from indicators.text import fold

_MIN_TERRITORIES = 250
_MIN_UNITS = 100
"""Of so many territories and units a language has words of its own where CLDR covers it."""
_ALSO = ("mt", "tg")
"""Official languages with all names of countries, though few words besides."""
_SHORTEST = 4
"""Letters of a name in Latin script: shorter ones are read as codes, or are words."""
_WORDS = {
    "cada",
    "gana",
    "gene",
    "gini",
    "indie",
    "island",
    "kana",
    "kata",
    "kota",
    "lati",
    "naija",
    "pala",
    "pole",
    "sati",
    "sili",
    "sina",
    "sire",
    "siri",
    "swiss",
    "toga",
    "togas",
    "toko",
}
"""Countries in one language and ordinary words in another: Iceland is 'Island' in German."""
_ALIKE = (("CG", "CD"), ("KP", "KR"), ("GN", "GW", "GQ", "PG"), ("VG", "VI"))
"""Countries that share a word, which is not taken alone for any: Congo, Korea, Guinea."""
_HALVES = ("MF", "SX")
"""The two parts of Saint Martin, which languages tell apart by spelling alone, if they do."""


def languages() -> list[Locale]:
    """Return the languages whose names are taken."""
    official = {
        language
        for territory in get_global("territory_languages")
        for language in get_official_languages(territory, regional=True, de_facto=True)
    }
    locales = map(Locale.parse, sorted(localedata.locale_identifiers()))
    return [
        locale
        for locale in locales
        if locale.language in official and not locale.territory and _is_covered(locale)
    ]


def _is_covered(locale: Locale) -> bool:
    territories = _own(locale, "territories") >= _MIN_TERRITORIES
    return territories and (_own(locale, "unit_patterns") >= _MIN_UNITS or str(locale) in _ALSO)


def _own(locale: Locale, kind: str) -> int:
    """How many words of a kind differ from those that stand where a language has none."""
    root, words = (localedata.load(name).get(kind, {}) for name in ("root", str(locale)))
    return sum(root.get(key) != word for key, word in words.items())


def names() -> dict[str, list[str]]:
    """Return the folded names of each country by its ISO3 code."""
    known = {country.codes[1]: country.codes[0] for country in countries()}
    english = Locale("en")
    meanings: dict[str, set[str]] = defaultdict(set)
    cities: dict[str, set[str]] = defaultdict(set)
    shared = set()
    for locale in languages():
        territories = {code: fold(name) for code, name in locale.territories.items()}
        for code, name in territories.items():
            meanings[name].add(code)
        for zone, city in _cities(locale):
            cities[city].add(zone)
        shared |= set(_shared(territories))
    english_cities = dict(_cities(english))
    result: dict[str, list[str]] = defaultdict(list)
    for name, codes in sorted(meanings.items()):
        code = min(codes)
        is_country = len(codes) == 1 and code in known and code not in _HALVES
        if not is_country or name in shared or _is_word(name):
            continue
        country = fold(english.territories[code])
        own_names = [
            english_cities.get(zone) or fold(zone.rpartition("/")[2]) for zone in cities[name]
        ]
        if all(_same_name(city, country) for city in own_names):
            result[known[code]].append(name)
    return dict(sorted(result.items()))


def _cities(locale: Locale) -> Iterator[tuple[str, str]]:
    """The city that a time zone is named after, folded, by the zone."""
    for zone, words in locale.time_zones.items():
        if "city" in words:
            yield zone, fold(words["city"])


def _same_name(city: str, country: str) -> bool:
    """Whether a city is called after its country: Mexico City, Luxembourg; not Tunis, nor Amman."""
    return bool(set(city.split()) & set(country.split()))


def _shared(territories: Mapping[str, str]) -> Iterator[str]:
    """Names that are a part of the name of another country: Guinea of Guinea-Bissau."""
    for group in _ALIKE:
        for code in group:
            words = set(territories[code].split())
            others = [territories[other].split() for other in group if other != code]
            if any(words <= set(other) for other in others):
                yield territories[code]


def _is_word(name: str) -> bool:
    shortest = _SHORTEST if name.isascii() and " " not in name else 2
    return len(name) < shortest or name in _WORDS


def main() -> int:
    """Write the table."""
    table_rows = names()
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["iso3", "names"])
        table.writerows([code, ";".join(words)] for code, words in table_rows.items())
    return 0


if __name__ == "__main__":
    sys.exit(main())
