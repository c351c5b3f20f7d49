"""The rules of docs/ranks.md, written a second time on plain tables, to check the first.

It imports nothing of the software: figures, places and indicators come in as tables, and what comes
out is compared with what the software says. Written from the rules and not from the code; whoever
changes a rule changes both.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

YEAR = re.compile(r"(\d{4})")
QUARTER = re.compile(r"(\d{4})-Q([1-4])")
HALF = re.compile(r"(\d{4})-S([12])")
MONTH = re.compile(r"(\d{4})-(\d{2})")
SPAN = re.compile(r"(\d{4})-(\d{2})-\d{2}/P(\d+)([YM])")
AMOUNTS = {"currency", "count", "number"}
UNRANKED = ("forecast", "lower_bound", "assumed_period")


def span(period: str) -> tuple[int, int]:
    """The first month of a period, counted from the year 0, and how many months it has."""
    if found := YEAR.fullmatch(period):
        return int(found[1]) * 12, 12
    if found := QUARTER.fullmatch(period):
        return int(found[1]) * 12 + 3 * (int(found[2]) - 1), 3
    if found := HALF.fullmatch(period):
        return int(found[1]) * 12 + 6 * (int(found[2]) - 1), 6
    if found := MONTH.fullmatch(period):
        return int(found[1]) * 12 + int(found[2]) - 1, 1
    found = SPAN.fullmatch(period)
    assert found, period
    months = int(found[3]) * (12 if found[4] == "Y" else 1)
    return int(found[1]) * 12 + int(found[2]) - 1, months


@dataclass
class Tables:
    """`figures`: indicator, place, period, value, status, file; of totals alone. `indicators` has a
    dict for each id: kind, ratio, better, total, ranked, part_of, rounding, span, needs, breaks, targets. `places` has level, ranked and
    parent; `groups` level and members; `peers` the group of each level.
    """

    figures: pd.DataFrame
    indicators: dict[str, dict[str, Any]]
    places: dict[str, dict[str, Any]]
    groups: dict[str, dict[str, Any]]
    peers: dict[str, str]
    headlines: list[str]
    today: date
    series: dict[str, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.figures.to_dict("records"):
            row["start"], row["months"] = span(row["period"])
            places = self.series.setdefault(row["indicator"], {})
            places.setdefault(row["place"], []).append(row)
        for places in self.series.values():
            for rows in places.values():
                rows.sort(key=lambda row: (row["start"], -row["months"]))

    @property
    def this_month(self) -> int:
        return self.today.year * 12 + self.today.month - 1


def step(tables: Tables, indicator: str) -> int:
    """The usual months between two figures of a place, counted once for each indicator."""
    if indicator not in tables.steps:
        tables.steps[indicator] = counted_step(tables, indicator)
    return tables.steps[indicator]


def counted_step(tables: Tables, indicator: str) -> int:
    rows = [row for places in tables.series[indicator].values() for row in places]
    lengths = Counter(row["months"] for row in rows)
    length = max(lengths, key=lambda months: (lengths[months], -months))
    gaps: Counter[int] = Counter()
    for places in tables.series[indicator].values():
        starts = [row["start"] for row in places if row["months"] == length]
        gaps.update(b - a for a, b in itertools.pairwise(starts))
    if sum(gaps.values()) < 3:
        return 12 if length == 1 else length
    return max(gaps, key=lambda months: (gaps[months], -months))


def is_recent(tables: Tables, row: dict[str, Any], months: int) -> bool:
    behind = (tables.this_month - row["start"] - row["months"]) // months
    return max(0, behind) <= 2


def basis(entry: dict[str, Any]) -> str:
    if entry["kind"] == "rank" or not entry["ranked"]:
        return "none"
    if entry["total"] or (entry["kind"] in AMOUNTS and not entry["ratio"]):
        return "size"
    return "none" if entry["better"] == "none" else "merit"


def broken(tables: Tables, indicator: str, place: str, before: int, after: int) -> bool:
    """Whether a break, declared or flagged, lies after one month and up to another."""
    declared = [
        span(period)[0]
        for period, where in tables.indicators[indicator]["breaks"]
        if where in ("", place)
    ]
    rows = tables.series[indicator].get(place, [])
    flagged = [row["start"] for row in rows if row["status"] == "break"]
    return any(before < month <= after for month in declared + flagged)


def measures(tables: Tables, indicator: str, group: str) -> bool:
    """Whether an indicator is measured at the level of a group."""
    levels = Counter(tables.places[place]["level"] for place in tables.series[indicator])
    for level in ("group", "world"):
        levels.pop(level, None)
    level = tables.groups[group]["level"]
    if levels and levels[level] == max(levels.values()):
        return True
    members = tables.groups[group]["members"]
    held = sum(place in tables.series[indicator] for place in members)
    return held >= len(members) / 2


def group_of(tables: Tables, indicator: str, place: str) -> str:
    entry = tables.places[place]
    if not entry["ranked"]:
        return ""
    peers = tables.peers.get(entry["level"], "")
    groups = {
        name: group
        for name, group in tables.groups.items()
        if place in group["members"] and measures(tables, indicator, name)
    }
    if peers in groups:
        return peers
    same_level = [name for name in groups if groups[name]["level"] == entry["level"]]
    peers_elsewhere = [name for name in groups if name in tables.peers.values()]
    for names in (same_level, peers_elsewhere, list(groups)):
        if names:
            return min(names, key=lambda name: len(groups[name]["members"]))
    return ""


def position(values: dict[str, float], place: str, entry: dict[str, Any]) -> int:
    low_first = basis(entry) == "merit" and entry["better"] == "lower"
    value = values[place]
    return 1 + sum((other < value) if low_first else (other > value) for other in values.values())


def rank(
    tables: Tables, indicator: str, place: str, row: dict[str, Any]
) -> tuple[int, int, int, str] | None:
    """Rank, count, how many are older, and the group; None without a rank."""
    entry, group = tables.indicators[indicator], group_of(tables, indicator, place)
    if not group or basis(entry) == "none":
        return None
    newest = {}
    for member in tables.groups[group]["members"]:
        rows = tables.series[indicator].get(member, [])
        candidates = [other for other in rows if other["start"] <= row["start"]]
        if not candidates:
            continue
        last = candidates[-1]
        is_old = row["start"] - last["start"] > 2 * step(tables, indicator)
        if is_old or broken(tables, indicator, member, last["start"], row["start"]):
            continue
        newest[member] = last
    lengths = Counter(last["months"] for last in newest.values())
    usual = max(lengths, key=lambda months: (lengths[months], -months), default=0)
    newest = {
        member: last
        for member, last in newest.items()
        if last["months"] == usual
        and last["status"] not in UNRANKED
        and not (entry["span"] and last["status"] == "break")
        and tables.places[member]["ranked"]
    }
    if len(newest) < 5 or place not in newest:
        return None
    older = sum(last["start"] < row["start"] for last in newest.values())
    values = {member: last["value"] for member, last in newest.items()}
    return position(values, place, entry), len(newest), older, group


def move(
    tables: Tables, indicator: str, place: str, before: dict[str, Any], after: dict[str, Any]
) -> tuple[int, int] | None:
    """Ranks gained between two periods among the members with figures of both, and their number."""
    entry, group = tables.indicators[indicator], group_of(tables, indicator, place)
    if not group or basis(entry) != "merit":
        return None
    old, new = {}, {}
    for member in tables.groups[group]["members"]:
        rows = tables.series[indicator].get(member, [])
        by_period = {row["period"]: row for row in rows if row["status"] not in UNRANKED}
        if before["period"] not in by_period or after["period"] not in by_period:
            continue
        if broken(tables, indicator, member, before["start"], after["start"]):
            continue
        if tables.places[member]["ranked"]:
            old[member] = by_period[before["period"]]["value"]
            new[member] = by_period[after["period"]]["value"]
    if place not in old or len(old) < 5:
        return None
    return position(old, place, entry) - position(new, place, entry), len(old)


def previous(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    same = [row for row in rows[:-1] if row["months"] == rows[-1]["months"]]
    return same[-1] if same else None


def is_difference_known(entry: dict[str, Any], rows: Iterable[dict[str, Any]]) -> bool:
    """Whether no figure is a lower bound, a 0 that was rounded to, or a growth rate over a break."""
    for row in rows:
        is_soft = row["status"] in ("lower_bound", "assumed_period") or (
            entry["span"] and row["status"] == "break"
        )
        if is_soft or (entry["rounding"] and row["value"] == 0):
            return False
    return True


def target_of(tables: Tables, indicator: str, place: str) -> tuple[str, float] | None:
    if not tables.places[place]["ranked"]:
        return None
    found = []
    for period, value, of_place, group in tables.indicators[indicator]["targets"]:
        in_group = bool(group) and place in tables.groups[group]["members"]
        if of_place == place or in_group or not (of_place or group):
            scope = 0 if of_place else 1 if group else 2
            found.append((scope, period, value))
    still_open = [one for one in found if sum(span(one[1])) > tables.this_month]
    if still_open:
        return min(still_open)[1:]
    return max(found, key=lambda one: (one[1], -one[0]))[1:] if found else None


def state(tables: Tables, indicator: str, place: str) -> str:
    """The verdict on a target; '' without one."""
    target = target_of(tables, indicator, place)
    if target is None:
        return ""
    entry = tables.indicators[indicator]
    undated = ("forecast", "assumed_period")
    rows = [row for row in tables.series[indicator][place] if row["status"] not in undated]
    if rows:
        rows = [row for row in rows if row["months"] == rows[-1]["months"]]
        first_of_this_month = tables.this_month
        rows = [
            row
            for row in rows
            if not broken(tables, indicator, place, row["start"], first_of_this_month)
        ]
    rows = [
        row
        for row in rows
        if row["status"] != "lower_bound"
        or (entry["better"] == "higher" and row["value"] >= target[1])
    ]
    if not rows:
        return "due" if sum(span(target[0])) <= tables.this_month else "insufficient"
    recent = is_recent(tables, rows[-1], step(tables, indicator))
    start, months = span(target[0])
    deadline = start + months
    latest = pace_state(rows, target[1], deadline, entry)
    if deadline > tables.this_month:
        return latest if recent else "too_old"
    count = next(
        (i + 1 for i, row in enumerate(rows) if row["start"] + row["months"] >= deadline), 0
    )
    if not count:
        return "reached" if recent and latest == "reached" else "due"
    states = (pace_state(rows[:count], target[1], deadline, entry), latest)
    return "reached" if "reached" in states else "missed"


def pace_state(
    rows: list[dict[str, Any]], target: float, deadline: int, entry: dict[str, Any]
) -> str:
    """Eurostat's thresholds: 95 % of the required pace, 60 %, 0; bounds that are left are met."""
    if rows[-1]["status"] == "lower_bound":
        return "reached"
    rows = [row for row in rows if row["status"] != "lower_bound"]
    months = [(row["start"] + row["months"] - 1, row["value"]) for row in rows]
    end_month, last = months[-1]
    old = [point for point in months if 5 * 12 <= end_month - point[0] <= 10 * 12]
    young = [point for point in months if end_month - point[0] < 5 * 12]
    base_month, base = old[-1] if old else young[0]
    last_year, base_year = end_month / 12, base_month / 12
    sign = {"higher": 1, "lower": -1}.get(entry["better"], (target > base) - (target < base))
    to_go, to_go_from_base = sign * (target - last), sign * (target - base)
    if last == target or (sign and to_go <= 0):
        return "reached"
    end = (deadline - 1) / 12
    if last_year >= end:
        return "missed"
    if last_year <= base_year:
        return "insufficient"
    if to_go_from_base <= 0 or to_go > to_go_from_base:
        return "moving_away"
    is_growth = entry["kind"] in AMOUNTS and min(base, last, target) > 0
    if is_growth:
        observed = (last / base) ** (1 / (last_year - base_year)) - 1
        required = (target / base) ** (1 / (end - base_year)) - 1
    else:
        observed = (last - base) / (last_year - base_year)
        required = (target - base) / (end - base_year)
    ratio = observed / required if required * sign > 0 else math.nan
    if not ratio >= 0.6:
        return "off_track"
    return "on_track" if ratio >= 0.95 else "slow"


def own_indicators(tables: Tables, place: str) -> list[str]:
    return [name for name in tables.indicators if place in tables.series.get(name, {})]


def eligible(tables: Tables, place: str) -> dict[str, float]:
    """The place's recent figures with a rank by merit, and what part of the others is ahead.

    Without those that are computed from others of them alone.
    """
    parts = {}
    for name in own_indicators(tables, place):
        row = tables.series[name][place][-1]
        ranked = rank(tables, name, place, row)
        if basis(tables.indicators[name]) != "merit" or ranked is None:
            continue
        if is_recent(tables, row, step(tables, name)):
            parts[name] = (ranked[0] - 1) / (ranked[1] - 1)
    needs = {name: tables.indicators[name]["needs"] for name in parts}
    repeated = [name for name in parts if needs[name] and set(needs[name]) <= set(parts)]
    parts = {name: part for name, part in parts.items() if name not in repeated}
    seen = set()
    for name in sorted(parts, key=lambda name: name not in tables.headlines):
        index = tables.indicators[name]["part_of"]
        if index and (index in parts or index in seen):
            del parts[name]
        seen.add(index)
    headline = {name: part for name, part in parts.items() if name in tables.headlines}
    return headline if len(headline) >= 5 else parts


def unweighted_mean(tables: Tables, indicator: str, group: str, period: str) -> float:
    rows = tables.series[indicator]
    members = tables.groups[group]["members"]
    return pd.Series(values_of(rows, members, period)).mean()


def values_of(
    rows: dict[str, list[dict[str, Any]]], members: Iterable[str], period: str
) -> dict[str, float]:
    return {
        member: row["value"]
        for member in members
        for row in rows.get(member, [])
        if row["period"] == period
    }


def constant_mean(
    tables: Tables, indicator: str, weight: str, group: str, periods: list[str]
) -> tuple[list[str], dict[str, float]]:
    """The members with a figure and a weight in each of some years, and their weighted mean.

    A weight is that of the year, or the last one of the three years before.
    """
    rows, weights = tables.series[indicator], tables.series[weight]
    values = pd.DataFrame(
        {period: values_of(rows, tables.groups[group]["members"], period) for period in periods}
    )
    known = {}
    for period in periods:
        years = [str(int(period) - back) for back in range(4)]
        table = pd.DataFrame({year: values_of(weights, values.index, year) for year in years})
        known[period] = table.bfill(axis=1)[period]
    weighted = pd.DataFrame(known).reindex(values.index)
    complete = values.notna().all(axis=1) & weighted.notna().all(axis=1)
    values, weighted = values[complete], weighted[complete]
    means = (values * weighted).sum() / weighted.sum()
    return sorted(values.index), means.to_dict()
