"""Ranks, changes, verdicts and averages as shipped, beside an independent computation.

tests/independent_ranks.py has the rules a second time and imports nothing of the software. Twenty
places of each level are held against it, and the sentences of the first page are read in both
languages.
"""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

from dashboard.views import labels
from dashboard.views import overview as words_of
from dashboard.views.overview import OverviewWords
from indicators import Dataset, load
from indicators.analysis.group_figures import constant_members, group_figure
from indicators.analysis.overview import overview
from indicators.analysis.standing import all_standings, verdict
from indicators.locale import get_locale
from tests import independent_ranks as independent
from tests.independent_ranks import Tables

TODAY = date(2026, 11, 27)
PLACES_A_LEVEL = 20
ALWAYS = ("430100", "430000", "CHN", "110000", "EST", "TUV")
"""Places that are looked at whatever the sample is."""


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(keep=False)


@pytest.fixture(scope="module")
def tables(shipped: Dataset) -> Tables:
    """Everything as plain tables."""
    catalogue = shipped.catalogue
    frames = [shipped.select(name) for name in catalogue.indicators]
    columns = ["indicator", "place", "period", "value", "status", "file"]
    figures = pd.concat([frame[columns] for frame in frames if len(frame)], ignore_index=True)
    indicators = {
        name: {
            "kind": entry.unit.kind,
            "ratio": min(entry.unit.dimension.values(), default=0) < 0,
            "better": entry.better,
            "total": entry.total,
            "ranked": entry.ranked,
            "part_of": entry.part_of,
            "rounding": entry.unit.rounding,
            "span": entry.span,
            "needs": entry.needs,
            "breaks": [(one.period, one.place) for one in entry.breaks],
            "targets": [(one.period, one.value, one.place, one.group) for one in entry.targets],
        }
        for name, entry in catalogue.indicators.items()
    }
    places = {
        code: {"level": place.level, "ranked": place.ranked}
        for code, place in catalogue.places.items()
    }
    groups = {
        name: {"level": group.level, "members": list(group.places)}
        for name, group in catalogue.groups.items()
    }
    headlines = [name for pillar in catalogue.pillars.values() for name in pillar.headline]
    return Tables(figures, indicators, places, groups, dict(catalogue.peers), headlines, TODAY)


@pytest.fixture(scope="module")
def sample(shipped: Dataset) -> list[str]:
    """Twenty places of each level, evenly drawn from those with the most indicators down."""
    chosen = list(ALWAYS)
    for level in shipped.catalogue.territorial_levels:
        codes = [code for code, place in shipped.catalogue.places.items() if place.level == level]
        held = {code: len(all_standings(shipped, code)) for code in codes}
        codes = sorted((code for code in codes if held[code]), key=lambda code: -held[code])
        chosen += codes[:: max(1, len(codes) // PLACES_A_LEVEL)][:PLACES_A_LEVEL]
    return list(dict.fromkeys(chosen))


def test_the_sample_has_every_level(shipped: Dataset, sample: list[str]) -> None:
    levels = [shipped.catalogue.places[code].level for code in sample]
    for level in ("country", "province", "city"):
        assert levels.count(level) >= PLACES_A_LEVEL
    assert levels.count("district") >= 9  # Changsha has no more


def test_every_rank_and_move(shipped: Dataset, tables: Tables, sample: list[str]) -> None:
    ranked = moved = 0
    for place in sample:
        for entry in all_standings(shipped, place):
            name = entry.indicator.id
            rows = tables.series[name][place]
            before = independent.previous(rows)
            expected = independent.rank(tables, name, place, rows[-1])
            rank = entry.rank
            found = rank and (rank.position, rank.count, rank.older, rank.group.id)
            assert found == expected, (place, name)
            assert rank is None or rank.basis == independent.basis(tables.indicators[name])
            assert rank is None or rank.period == rows[-1]["period"]
            is_broken = before is not None and independent.broken(
                tables, name, place, before["start"], rows[-1]["start"]
            )
            is_known = before is not None and independent.is_difference_known(
                tables.indicators[name], (before, rows[-1])
            )
            has_change = before is not None and not is_broken and is_known
            assert (entry.difference is not None) == has_change, (place, name)
            expected_move = None
            if has_change:
                expected_move = independent.move(tables, name, place, before, rows[-1])
            change = entry.rank_change
            assert (change and (change.gain, change.members)) == expected_move, (place, name)
            ranked += expected is not None
            moved += expected_move is not None
    assert ranked > 800 and moved > 300, "there was something to compare"


def test_a_municipality_is_ranked_among_cities_by_figures_of_cities(shipped: Dataset) -> None:
    groups = {
        entry.indicator.id: entry.rank.group.id
        for entry in all_standings(shipped, "110000")
        if entry.rank
    }
    assert groups["gdp_per_resident_city"] == "large_cities"
    assert groups["gdp_province"] == "china_provinces"
    city_series = [group for name, group in groups.items() if name.endswith("_city")]
    assert city_series and "china_provinces" not in city_series


def test_every_verdict(shipped: Dataset, tables: Tables, sample: list[str]) -> None:
    states = []
    for place in sample:
        for entry in all_standings(shipped, place):
            progress = verdict(shipped, entry, TODAY)
            found = progress.state if progress else ""
            assert found == independent.state(tables, entry.indicator.id, place), (
                place,
                entry.indicator.id,
            )
            states.append(found)
    assert {"on_track", "slow", "too_old", "due"} <= set(states)


def test_strengths_and_weaknesses(shipped: Dataset, tables: Tables, sample: list[str]) -> None:
    enough = 0
    for place in sample:
        parts = independent.eligible(tables, place)
        found = overview(shipped, place, TODAY)
        assert {entry.indicator.id for entry in found.eligible} == set(parts), place
        named = (*found.strengths, *found.weaknesses)
        if len(parts) < 5:
            assert named == (), place
            continue
        enough += 1
        best = sorted(parts.values())[:2]
        worst = sorted(parts.values())[::-1][:2]
        strengths = [parts[entry.indicator.id] for entry in found.strengths]
        weaknesses = [parts[entry.indicator.id] for entry in found.weaknesses]
        assert strengths == [part for part in best if part < 0.5], place
        assert weaknesses == [part for part in worst if part > 0.5], place
        for entry in named:
            assert independent.basis(tables.indicators[entry.indicator.id]) == "merit"
    assert enough >= 15


def words(shipped: Dataset, place: str, language: str) -> OverviewWords:
    locale = get_locale(language)
    names = labels.places(shipped, locale)
    page = overview(shipped, place, TODAY)
    return OverviewWords(page, shipped, locale, lambda code: names[code], TODAY)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_headline_says_what_was_computed(
    shipped: Dataset, tables: Tables, sample: list[str], language: str
) -> None:
    pattern = {
        "en": r"\((\d+)(?:st|nd|rd|th) of (\d+) in ([^()]+?)\)",
        "zh": r"（([^（）]+?)居第(\d+)位，共(\d+)个）",
    }[language]
    too_few = {"en": r": (\d+) of the 5 that are needed", "zh": r"为(\d+)项，不足5项"}[language]
    none = {"en": "No recent figure of", "zh": "没有可参与排名的近期数据"}[language]
    for place in sample:
        page = words(shipped, place, language)
        text = words_of.headline(page)
        parts = independent.eligible(tables, place)
        if not tables.places[place]["ranked"]:
            assert text == ""
            continue
        found = re.findall(pattern, text)
        if not parts:
            assert none in text and found == [], (place, text)
        elif len(parts) < 5:
            (count,) = re.findall(too_few, text)
            assert int(count) == len(parts) and found == [], (place, text)
        numbers = [groups[:2] if language == "en" else groups[1:] for groups in found]
        named = [(int(rank) - 1) / (int(count) - 1) for rank, count in numbers]
        for part in named:
            assert any(part == pytest.approx(other) for other in parts.values()), (place, text)
        states = [
            independent.state(tables, name, place) for name in parts_with_target(tables, place)
        ]
        judged = [state for state in states if state not in ("due", "too_old", "insufficient")]
        good = [state for state in judged if state in ("reached", "on_track")]
        has_targets = re.search("targets?", text) if language == "en" else "目标" in text
        assert bool(has_targets) == bool(states), (place, text)
        if states and len(judged) < len(states) and judged:
            on_track = {
                "en": f"{len(good)} met or on track" if good else "none is met or on track",
                "zh": f"其中{len(good)}项已实现或进展顺利" if good else "均未达预期进度",
            }
            if len(judged) == 1:
                on_track = {
                    "en": "it is met or on track" if good else "it is neither met nor on track",
                    "zh": "已实现或进展顺利" if good else "未达预期进度",
                }
            count = "one" if len(judged) == 1 else len(judged)
            expected = {
                "en": f"Of {len(states)} targets, {count} can be judged: {on_track['en']}",
                "zh": f"{len(states)}项目标中，{len(judged)}项可以判断，{on_track['zh']}",
            }[language]
            assert expected in text, (place, text)


def parts_with_target(tables: Tables, place: str) -> list[str]:
    names = independent.own_indicators(tables, place)
    return [name for name in names if independent.target_of(tables, name, place)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_cards_and_tiles_agree_with_the_headline(
    shipped: Dataset, tables: Tables, sample: list[str], language: str
) -> None:
    signs = {"good": "✓●", "warn": "◆", "bad": "×■", "none": "○"}
    for place in sample:
        page = words(shipped, place, language)
        own = parts_with_target(tables, place)
        lines = words_of.target_lines(page)
        if own:
            assert len(lines) == len(page.overview.targets) + len(page.overview.setting_targets)
            assert {road.indicator.id for road in page.overview.targets} == set(own), place
        for line in words_of.change_lines(page):
            said = line.partition("；")[0].partition(";")[0]
            rising = re.search(r": up |比[^：]*(提高|增长|增加|上升)", said)
            assert line.startswith("▲") == bool(rising), line
        for pillar in shipped.catalogue.pillars:
            tiles = words_of.field_tiles(page, pillar, {})
            for tile in tiles.tiles:
                row = tables.series[tile.id][place][-1]
                ranked = independent.rank(tables, tile.id, place, row)
                numbers = [int(number) for number in re.findall(r"\d+", tile.rank)]
                assert bool(ranked) == bool(tile.rank), (place, tile)
                if ranked:
                    assert {ranked[0], ranked[1]} <= set(numbers), (place, tile)
                assert (tile.state[:1] in signs[tile.state_tone]) or not tile.state
                assert tile.place_tag == ""
            assert all(tile.place_tag for tile in tiles.setting_tiles)


BAD_CHINESE = ("居在", "中居", "'s", "’s", "的的")
BAD_ENGLISH = ("countries's", "s’s", "s's", " itself", "None is published")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_has_what_officials_would_mend(
    shipped: Dataset, sample: list[str], language: str
) -> None:
    bad = BAD_ENGLISH if language == "en" else BAD_CHINESE
    for place in (*sample, "g20", "WLD"):
        page = words(shipped, place, language)
        texts = [words_of.headline(page), *words_of.change_lines(page)]
        texts += [*words_of.target_lines(page), *words_of.freshness_lines(page)]
        for pillar in shipped.catalogue.pillars:
            tiles = words_of.field_tiles(page, pillar, {})
            texts += [tile.label for tile in (*tiles.tiles, *tiles.setting_tiles)]
        for text in texts:
            assert not [word for word in bad if word in text], text


def test_unweighted_means_of_groups(shipped: Dataset, tables: Tables) -> None:
    for indicator, group in (("egdi", "WLD"), ("egdi", "g20"), ("internet_users", "brics")):
        latest = shipped.latest(indicator, group)
        found = group_figure(shipped, latest)
        assert latest is not None and found is not None and found.unweighted is not None
        expected = independent.unweighted_mean(tables, indicator, group, latest.period)
        assert found.unweighted == pytest.approx(expected, rel=1e-12)
        assert found.unweighted != pytest.approx(latest.value)


def test_constant_members_of_groups(shipped: Dataset, tables: Tables) -> None:
    for indicator, group in (("internet_users", "g20"), ("egdi", "WLD"), ("egdi", "brics")):
        found = constant_members(shipped, indicator, group)
        assert found is not None
        members, means = independent.constant_mean(
            tables, indicator, "population", group, list(found.values)
        )
        assert sorted(found.members) == members
        assert found.values == pytest.approx(means, rel=1e-12)
