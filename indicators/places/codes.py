"""Find the scheme of codes that are numbers or two letters.

Each may be of several schemes, and is believed only where a name or the whole column agrees:
UN M49, GB/T 2260 (China), FIPS and postal codes (United States), ISO 3166-1 alpha-2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from indicators.places.match import PlaceMatch
from indicators.places.standards import states

M49, GBT, FIPS, POSTAL, ISO2 = "m49", "gbt", "fips", "postal", "iso2"
WEAK = (M49, GBT, FIPS, POSTAL)
"""Schemes whose codes say nothing by themselves."""

MIN_CODES, MIN_SHORT_CODES = 3, 5
"""Least number of codes that show the scheme of a column; the larger one for M49, where leading
zeros may be lost.
"""
CodeLookup = Callable[[str], Mapping[str, PlaceMatch]]
NameLookup = Callable[[str], Sequence[PlaceMatch]]


def china_code(code: str) -> str:
    """Return a code of GB/T 2260 as six digits: '4301' -> '430100'; '' where it is none.

    It has 2, 4, 6, 9 or 12 digits: province, prefecture, county, township, village. The first one
    is a region of China, 1 to 8.
    """
    if len(code) not in (2, 4, 6, 9, 12) or code[0] not in "12345678" or code[6:].strip("0"):
        return ""
    return code[:6].ljust(6, "0")


def fips(code: str) -> PlaceMatch | None:
    """Return what a FIPS code means: a state (1 or 2 digits) or a county (4 or 5) of the US.

    A zero in front may be lost. None where it is no such code.
    """
    # Before any int(): Python refuses to make a number of more than 4,300 digits.
    if len(code) not in (1, 2, 4, 5):
        return None
    state, county = int(code), 0
    if len(code) > 2:
        state, county = int(code[:-3] or 0), int(code[-3:])
    # Counties have odd numbers; of the independent cities two have even ones.
    if county and not (county % 2 or county in (510, 520)):
        return None
    name = next((entry.name for entry in states() if entry.number == state), "")
    if not name:
        return None
    of_state = f"{name} (United States)"
    return PlaceMatch("", "elsewhere", f"county {county:03} of {of_state}" if county else of_state)


def scheme_of(pairs: Iterable[tuple[str, str]], coded: CodeLookup, named: NameLookup) -> str:
    """Return the scheme of a column of codes with the names beside them.

    '' where it is none of them, or more than one would do.
    """
    with_code = [(code, name) for code, name in pairs if code]
    meanings = [(coded(code), named(name)) for code, name in with_code]
    with_name = [(schemes, choice) for schemes, choice in meanings if choice]

    def agreements(scheme: str) -> int:
        return sum(schemes.get(scheme) in choice for schemes, choice in with_name)

    best = max(WEAK, key=agreements)
    of_best = sum(best in schemes for schemes, _ in with_name)
    # Nine of ten codes must mean the same as the name beside them.
    if agreements(best) >= MIN_CODES and 10 * agreements(best) >= 9 * of_best:
        return best
    # With more than one known name in ten, the names would have agreed.
    if 10 * len(with_name) > len(with_code):
        return ""
    scheme = _scheme_of_codes({code for code, _ in with_code}, coded)
    # Some counties are called like countries: Lebanon, Jersey, Ontario.
    return scheme if not with_name or scheme == FIPS else ""


def _scheme_of_codes(codes: set[str], coded: CodeLookup) -> str:
    """Return the only scheme in which each of the codes means something."""
    numbers = {code for code in codes if code.isdigit()}
    meanings = [coded(code) for code in (numbers or codes)]
    if len(meanings) < MIN_CODES:
        return ""
    schemes = {*WEAK, ISO2}.intersection(*meanings)
    if ISO2 in schemes:
        return ISO2
    if len(schemes) != 1:
        return ""
    (scheme,) = schemes
    return "" if scheme == M49 and not _may_be_m49(numbers, meanings) else scheme


def _may_be_m49(numbers: set[str], meanings: list[Mapping[str, PlaceMatch]]) -> bool:
    """Tell whether numbers are of M49, though any column of small numbers might seem so.

    At least half must be of countries, and more be needed where zeros in front are lost.
    """
    countries = sum(meaning[M49].kind != "aggregate" for meaning in meanings)
    has_all_digits = all(len(code) == 3 for code in numbers)
    needed = MIN_CODES if has_all_digits else MIN_SHORT_CODES
    return len(meanings) >= needed and 2 * countries >= len(meanings)
