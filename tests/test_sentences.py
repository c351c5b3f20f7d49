"""Sentences of the shipped dashboard, read for what a statistician or an official would mend.

tests/test_ranks.py has the ranks, moves and verdicts; here are names, directions, changes and
targets.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from datetime import date

import pytest

from dashboard.pages.indicator import about
from dashboard.style import LIGHT, Style, measure
from dashboard.views import overview as overview_words
from dashboard.views.indicator import IndicatorQuery, foot, standing_title, trend_title
from dashboard.views.overview import OverviewWords
from dashboard.views.sentences import join_sentences
from dashboard.views.targets import TargetWords, arithmetic, target_sentences
from dashboard.views.tiles import change_text, state_text, tile
from indicators import Dataset, load, wording
from indicators.analysis.overview import overview
from indicators.analysis.standing import Standing, all_standings, standing, verdict
from indicators.analysis.targets import indicator_roads
from indicators.locale import get_locale
from indicators.statistics.evidence import rank_basis

LANGUAGES = ("en", "zh")
TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(keep=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_has_two_figures_of_one_name(shipped: Dataset, language: str) -> None:
    """Otherwise a card says 'IT share of employment' of the census and of urban units."""
    catalogue = shipped.catalogue
    by_name = defaultdict(list)
    for name, entry in catalogue.indicators.items():
        by_name[entry.name(language)].append(name)
    alike = []
    for names in by_name.values():
        for one, other in itertools.combinations(names, 2):
            places = set(shipped.grid(one).row) & set(shipped.grid(other).row)
            levels = {catalogue.places[place].level for place in places}
            if levels & set(catalogue.territorial_levels):
                alike.append((one, other))
    assert alike == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_internet_use_and_penetration_name_who_measured_them(
    shipped: Dataset, language: str
) -> None:
    entries = shipped.catalogue.indicators
    bodies = {"internet_users": {"en": "ITU", "zh": "国际电联"}[language]}
    bodies |= dict.fromkeys(("cnnic_internet_rate", "cnnic_rural_rate"), "CNNIC")
    for name, body in bodies.items():
        assert body in entries[name].name(language)


def test_the_broad_measure_of_the_digital_economy_is_named_as_an_estimate(
    shipped: Dataset,
) -> None:
    title = shipped.catalogue.indicators["digital_share_caict"].title
    assert title.get("zh") == "数字经济规模占GDP比重（信通院，宽口径，测算）"
    assert "broad, estimated" in title.get("en")


def standings_with(shipped: Dataset, status: str) -> list[Standing]:
    """The standings whose newest figure or the one before has a status."""
    found = []
    for name in shipped.catalogue.indicators:
        rows = shipped.select(name)
        for place in rows.loc[rows["status"] == status, "place"].unique():
            entry = standing(shipped, name, place)
            assert entry is not None
            figures = [entry.latest, *([entry.previous] if entry.previous else [])]
            if any(figure.status == status for figure in figures):
                found.append(entry)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_change_is_told_from_or_to_a_lower_bound(shipped: Dataset, language: str) -> None:
    """'More than 8,500' after 4,142 is no 'up 105.2%'."""
    entries = standings_with(shipped, "lower_bound")
    assert {"high_tech_enterprises_city", "computing_power_province", "cnnic_internet_rate"} <= {
        entry.indicator.id for entry in entries
    }
    for entry in entries:
        text, _ = change_text(entry, get_locale(language))
        assert bool(text) == (entry.series_break is not None), entry.indicator.id


@pytest.mark.parametrize(("language", "words"), [("en", "at least "), ("zh", "以上")])
def test_a_lower_bound_is_told_as_one(shipped: Dataset, language: str, words: str) -> None:
    entries = standings_with(shipped, "lower_bound")
    titles = [
        standing_title(entry, "", get_locale(language))
        for entry in entries
        if entry.latest.status == "lower_bound"
    ]
    assert titles
    assert [title for title in titles if words not in title] == []


def test_a_zero_that_was_rounded_to_has_one_verb_in_chinese(shipped: Dataset) -> None:
    """'2022年为不足50万美元' has two."""
    titles = []
    for name, entry in shipped.catalogue.indicators.items():
        rows = shipped.select(name) if entry.unit.rounding else None
        if rows is None:
            continue
        for place in rows.loc[rows["value"] == 0, "place"].unique():
            shown = standing(shipped, name, place)
            if shown and shown.latest.value == 0:
                titles.append(standing_title(shown, "", get_locale("zh")))
    assert titles
    assert [title for title in titles if "年不足50万美元" not in title] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_target_has_the_digits_of_its_plan(shipped: Dataset, language: str) -> None:
    """Their numbers are whole or have one decimal; none is '100.0%' or '26.0'."""
    texts = []
    for name, entry in shipped.catalogue.indicators.items():
        for place in {target.place or "CHN" for target in entry.targets}:
            shown = standing(shipped, name, place)
            if shown and shown.targets:
                progress = verdict(shipped, shown, date(2026, 11, 27))
                texts.append(state_text(progress, entry.unit, get_locale(language))[0])
    assert len(texts) > 5
    assert [text for text in texts if re.search(r"\d\.\d*0(?!\d)", text)] == []


def test_growth_across_a_break_has_no_rank(shipped: Dataset) -> None:
    """Some cities gave their GDP of 2023 before the census's revision, some after."""
    entry = standing(shipped, "gdp_nominal_growth_city", "430100")
    assert entry is not None and entry.latest.status == "break"
    assert (entry.rank, entry.difference) == (None, None)


def test_a_size_is_not_called_better(shipped: Dataset) -> None:
    for entry in shipped.catalogue.indicators.values():
        expected = f"indicator.better.{entry.better}"
        if entry.better != "none" and rank_basis(entry) == "size":
            expected = "indicator.better.size"
        if entry.unit.kind == "rank":
            expected = "indicator.better.rank"
        assert about._direction(entry) == expected, entry.id


UNRANKED = (
    "broadband_china_city",
    "big_data_zone",
    "egdi_places_gained",
    "digital_services_balance",
)
"""Titles that were given, places gained in a ranking, and a balance."""


def test_only_sizes_have_a_position_by_size(shipped: Dataset) -> None:
    """A share of services or a title that was given is no size, and no way is better."""
    entries = shipped.catalogue.indicators
    assert {name for name, entry in entries.items() if not entry.ranked} == set(UNRANKED)
    for name, entry in entries.items():
        counts_something = entry.unit.kind in ("currency", "count") or bool(entry.unit.dimension)
        if rank_basis(entry) == "size":
            assert entry.total or counts_something, name
        elif entry.better == "none":
            assert rank_basis(entry) == "none", name
    without_order = [name for name in entries if rank_basis(entries[name]) == "none"]
    assert {"services_share", "census_household_size", "egdi_rank", *UNRANKED} <= set(without_order)
    for name in without_order:
        for place in shipped.grid(name).places[:50]:
            found = standing(shipped, name, place)
            assert found is not None and found.rank is None, (name, place)


def test_a_lower_bound_has_no_rank_and_moves_nobody(shipped: Dataset) -> None:
    entries = standings_with(shipped, "lower_bound")
    newest = [entry for entry in entries if entry.latest.status == "lower_bound"]
    assert len(newest) >= 10
    assert [(entry.rank, entry.rank_change) for entry in newest] == [(None, None)] * len(newest)


def test_no_part_of_an_index_is_a_strength_beside_the_index(shipped: Dataset) -> None:
    """Four of Changsha's five figures were Peking University's index and its three parts."""
    for place in ("430100", "430000", "CHN", "110000", "EST", "TUV", "440300"):
        eligible = [entry.indicator for entry in overview(shipped, place, TODAY).eligible]
        names = {entry.id for entry in eligible}
        indices = [entry.part_of for entry in eligible if entry.part_of]
        assert len(set(indices)) == len(indices) and not names & set(indices), place
        changed = [entry.indicator for entry in overview(shipped, place, TODAY).changes]
        parts = [entry.part_of for entry in changed if entry.part_of]
        assert len(set(parts)) == len(parts), place
        assert not {entry.id for entry in changed} & set(parts), place
    ids = [entry.indicator.id for entry in overview(shipped, "430100", TODAY).eligible]
    assert [name for name in ids if name.startswith("digital_finance")] == ["digital_finance_city"]


@pytest.mark.parametrize("place", ["KOR", "EST", "GBR"])
def test_a_headline_part_of_an_index_stands_before_its_other_parts(
    shipped: Dataset, place: str
) -> None:
    """The index has no figure in ranks; of its parts dgi_data_driven alone is a headline one."""
    ids = [entry.indicator.id for entry in overview(shipped, place, TODAY).eligible]
    assert [name for name in ids if name.startswith("dgi_")] == ["dgi_data_driven"]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Changsha: 10.7% (period assumed) in 2024"),
        ("zh", "长沙市：2024年为10.7%（时期为推定）"),
    ],
)
def test_a_figure_without_a_year_says_so(shipped: Dataset, language: str, title: str) -> None:
    """The press conference of December 2025 named no year for it: it stood as of 2024."""
    entry = standing(shipped, "digital_core_share_city", "430100")
    assert entry is not None and (entry.rank, entry.difference) == (None, None)
    place = shipped.catalogue.places["430100"].name.get(language)
    assert standing_title(entry, place, get_locale(language)) == title


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_small_trend_of_a_tile_is_interrupted_where_a_new_series_begins(
    shipped: Dataset, language: str
) -> None:
    """A tile drew one line from telecom volume at prices of 2015 to that at prices of 2020."""
    locale, catalogue = get_locale(language), shipped.catalogue
    interrupted = 0
    for place in ("430100", "430000", "CHN"):
        for entry in all_standings(shipped, place):
            shown = tile(entry, None, catalogue, locale, {})
            starts = [index for index, value in enumerate(shown.trail) if value is None]
            assert len(starts) == len(entry.trail_breaks)
            for period in entry.trail_breaks:
                year = wording.period(period, language)
                assert year in shown.label or entry.series_break, (entry.indicator.id, period)
            interrupted += bool(starts)
    assert interrupted > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_short_name_has_a_colon(shipped: Dataset, language: str) -> None:
    """A card says 'name: up 3 points': 'Digital finance: depth: up 3' has one colon too many."""
    colon = get_locale(language).text("sentence.colon").strip()
    entries = shipped.catalogue.indicators.values()
    assert [entry.id for entry in entries if colon in entry.short.get(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_target_are_joined_as_the_language_does(
    shipped: Dataset, language: str
) -> None:
    """Chinese has no blank between sentences."""
    entry = standing(shipped, "internet_users", "EST")
    assert entry is not None
    locale = get_locale(language)
    (road,) = indicator_roads(shipped, "internet_users", "EST", date(2025, 6, 1))
    assert road.progress.base_year == 2019
    words = TargetWords(shipped, locale, Style(language, LIGHT, measure("page")))
    text = join_sentences(
        locale, [*target_sentences(road.target, locale), *arithmetic(road, words)]
    )
    assert ("。 " in text, ". Method" in text) == (False, language == "en")
    assert language == "en" or "。方法" in text


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ("TUV", "Research and development expenditure as a share of GDP"),
        ("CHN", "China: 2.4% in 2020"),
    ],
)
def test_a_trend_is_titled_by_the_place_of_the_page_or_by_none(
    shipped: Dataset, place: str, title: str
) -> None:
    """On Tuvalu's page nothing is said of Israel or the world as if it were Tuvalu's."""
    query = IndicatorQuery(
        shipped,
        shipped.catalogue.indicators["rd_expenditure"],
        place,
        ("CHN" if place == "CHN" else "WLD", "ISR"),
        "",
        "total",
        None,
        Style("en", LIGHT, measure("page")),
    )
    assert trend_title(query).startswith(title)


def test_a_chart_names_the_sources_of_the_places_that_it_is_about(shipped: Dataset) -> None:
    """Beijing's GDP is from communiques of 20 cities; three sources of Changsha came before."""
    places = ("110000", "310000")
    query = IndicatorQuery(
        shipped,
        shipped.catalogue.indicators["gdp_preliminary_city"],
        "110000",
        places,
        "",
        "total",
        shipped.catalogue.groups["large_cities"],
        Style("en", LIGHT, measure("page")),
    )
    data = shipped.select("gdp_preliminary_city", [*places, "430100"])
    assert "Statistics bureaus of 20 cities" in foot(query, data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_caption_of_an_axis_is_a_unit_with_a_hole(shipped: Dataset, language: str) -> None:
    """Each unit in which a figure is measured; '每万人件' is what is left of '每万人{}件'."""
    units = {entry.unit.id: entry.unit for entry in shipped.catalogue.indicators.values()}
    holes = {}
    for unit in units.values():
        before, _, after = unit.pattern.get(language).partition("{}")
        caption = wording.scale([1.0], unit, language).suffix
        if before.strip() and after.strip() and caption != unit.label.get(language):
            holes[unit.id] = caption
    assert holes == {}


def test_captions_of_axes_by_hand(shipped: Dataset) -> None:
    names = {"inventions_rate_province": "件/万人", "software_revenue_gap_province": "百分点"}
    for name, caption in names.items():
        unit = shipped.catalogue.indicators[name].unit
        assert wording.scale([20.0], unit, "zh").suffix == caption


@pytest.mark.parametrize("language", LANGUAGES)
def test_coverage_counts_places_and_no_groups(shipped: Dataset, language: str) -> None:
    """31 provinces have software revenue; China and its four regions are sums of them."""
    entry = shipped.catalogue.indicators["software_revenue_province"]
    counted = {"en": "31 places, 2013 to 2023", "zh": "31个地区，2013年至2023年"}[language]
    assert about.coverage(shipped, entry, get_locale(language)) == counted


def test_a_place_without_headline_figures_is_told_of_its_others(shipped: Dataset) -> None:
    """The European Union has a target and a series that is no headline indicator."""
    day, locale = date(2026, 11, 27), get_locale("en")
    page = OverviewWords(overview(shipped, "EU27", day), shipped, locale, lambda code: code, day)
    assert overview_words.headline(page) == "The one target cannot be judged at present."
    (line,) = overview_words.freshness_lines(page)
    assert line.startswith("None of the headline indicators has a figure of EU27;")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_target_end_with_one_full_stop(shipped: Dataset, language: str) -> None:
    locale = get_locale(language)
    targets = [
        target for entry in shipped.catalogue.indicators.values() for target in entry.targets
    ]
    assert len(targets) >= 5
    for target in targets:
        text = "".join(target_sentences(target, locale))
        assert ".." not in text and "。。" not in text, text
