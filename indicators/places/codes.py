"""Codes that are numbers: each may be of several schemes, and is believed only where a name or the whole column agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from indicators.places.match import PlaceMatch
from indicators.places.standards import states

M49, GBT, FIPS, POSTAL, ISO2 = "m49", "gbt", "fips", "postal", "iso2"
WEAK = (M49, GBT, FIPS, POSTAL)
"""Schemes whose codes say nothing by themselves."""

ENOUGH, PLENTY = 3, 5
Coded = Callable[[str], Mapping[str, PlaceMatch]]
Named = Callable[[str], Sequence[PlaceMatch]]


def china_code(code: str) -> str:
    """A code of GB/T 2260 of 2, 4, 6, 9 or 12 digits as six digits: '4301' -> '430100'; '' where it is none."""
    if len(code) not in (2, 4, 6, 9, 12) or code[0] not in "12345678" or code[6:].strip("0"):
        return ""
    return code[:6].ljust(6, "0")


def fips(code: str) -> PlaceMatch | None:
    """A state (1 or 2 digits) or a county (4 or 5) of the United States; a zero in front may be lost."""
    if len(code) not in (
        1,
        2,
        4,
        5,
    ):  # before any int(): Python refuses to make a number of more than 4,300 digits
        return None
    state, county = (int(code[:-3] or 0), int(code[-3:])) if len(code) in (4, 5) else (int(code), 0)
    if county and not (county % 2 or county in (510, 520)):
        return None
    name = next((entry.name for entry in states() if entry.number == state), "")
    return _state(name, county) if name else None


def _state(name: str, county: int) -> PlaceMatch:
    return PlaceMatch(
        "",
        "elsewhere",
        f"county {county:03} of {name} (United States)" if county else f"{name} (United States)",
    )


def scheme_of(pairs: Iterable[tuple[str, str]], coded: Coded, named: Named) -> str:
    """The scheme of a whole column of codes with the names beside them; '' where it is none or more than one would do."""
    pairs = list(pairs)
    told = [(coded(code), named(name)) for code, name in pairs if code]
    known = [(of, names) for of, names in told if names]
    agreeing = {scheme: sum(of.get(scheme) in names for of, names in known) for scheme in WEAK}
    best = max(WEAK, key=lambda scheme: agreeing[scheme])
    if agreeing[best] >= ENOUGH and agreeing[best] * 10 >= 9 * sum(best in of for of, _ in known):
        return best
    if len(known) * 10 > len(told):
        return ""
    found = _by_codes({code for code, _ in pairs if code}, coded)
    return (
        found if not known or found == FIPS else ""
    )  # some counties are called like countries: Lebanon, Jersey, Ontario


def _by_codes(codes: set[str], coded: Coded) -> str:
    numbers = {code for code in codes if code.isdigit()}
    of = [coded(code) for code in (numbers or codes)]
    fitting = [
        scheme
        for scheme in (*WEAK, ISO2)
        if len(of) >= ENOUGH and all(scheme in each for each in of)
    ]
    if ISO2 in fitting:
        return ISO2
    if fitting == [M49]:
        countries = sum(each[M49].kind != "aggregate" for each in of)
        needed = ENOUGH if all(len(code) == 3 for code in numbers) else PLENTY
        return M49 if len(of) >= needed and 2 * countries >= len(of) else ""
    return fitting[0] if len(fitting) == 1 else ""
