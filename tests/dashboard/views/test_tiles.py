"""A tile's words beside those a person would write for tests/data/tiny."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboard.views.tiles import Tile, tile
from indicators.analysis.standing import standing, verdict
from indicators.locale import get_locale
from tests.dashboard.conftest import TODAY

if TYPE_CHECKING:
    from tests.conftest import Tiny


def made(tiny: Tiny, indicator: str, place: str, language: str = "en") -> Tile:
    dataset = tiny.load()
    one = standing(dataset, indicator, place)
    assert one is not None
    return tile(
        one,
        verdict(dataset, one, TODAY),
        dataset.catalogue,
        get_locale(language),
        {"place": place, "lang": language},
    )


def test_value_change_rank_and_target(tiny: Tiny) -> None:
    # 80% in 2022, 90% in 2023; the other four have less; the target is 70%
    shown = made(tiny.with_peers(), "internet_users", "BBB")
    assert (shown.title, shown.value, shown.period, shown.place_tag) == (
        "People using the Internet",
        "90.0%",
        "2023",
        "",
    )
    assert (shown.change, shown.change_tone) == ("up 10.0 points since 2022", "good")
    assert shown.rank == "Friends: 1st of 5 in 2023"
    assert (shown.state, shown.state_tone) == ("✓ Target met: 70% by 2025", "good")
    assert shown.note == "estimated"
    assert shown.trail == (80.0, 90.0)


def test_in_chinese(tiny: Tiny) -> None:
    shown = made(tiny.with_peers(), "internet_users", "BBB", "zh")
    assert (shown.title, shown.value, shown.period) == ("互联网使用者", "90.0%", "2023年")
    assert shown.change == "较2022年提高10.0个百分点"
    assert shown.rank == "朋友：2023年居第1位（共5个）"
    assert shown.state.startswith("✓ ") and "2025年" in shown.state


def test_a_break_is_no_change(tiny: Tiny) -> None:
    shown = made(tiny, "internet_users", "AAA")  # 50% before the break, 60% after it
    assert (shown.change, shown.change_tone) == (
        "new series from 2023: not compared with before",
        "none",
    )
    assert (shown.state, shown.state_tone) == ("○ Too few figures to tell: 70% by 2025", "none")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "figure of Alpha"), ("zh", "甲国数据")],
)
def test_whose_figure_it_is(tiny: Tiny, language: str, said: str) -> None:
    shown = made(tiny, "internet_users", "ALP", language)
    assert shown.place_tag == {"en": "Alpha", "zh": "甲国"}[language]
    assert said in shown.label, "a screen reader is told too"


def test_a_computed_figure(tiny: Tiny) -> None:
    shown = made(tiny, "gdp_per_head", "BBB")  # 900 million yuan over 3 million people
    assert (shown.value, shown.change, shown.rank, shown.state) == (
        "300 yuan per person",
        "",
        "",
        "",
    )
    assert shown.note == "provisional"  # as soft as the softer of its two inputs


def test_a_lower_value_that_is_better_is_good_news(tiny: Tiny) -> None:
    tiny.change(
        "data/world/facts.yaml",
        "better: higher\n    weight: population",
        "better: lower\n    weight: population",
    )
    shown = made(tiny.with_peers(), "internet_users", "BBB")
    assert (shown.change, shown.change_tone) == ("up 10.0 points since 2022", "bad")
    assert shown.rank == "Friends: 5th of 5 in 2023"


def test_the_link_carries_ids(tiny: Tiny) -> None:
    assert (
        made(tiny, "internet_users", "ALP").href
        == "indicator?place=ALP&lang=en&indicator=internet_users"
    )


def test_the_label_says_all_that_is_seen(tiny: Tiny) -> None:
    shown = made(tiny, "internet_users", "BBB")
    for part in (shown.title, shown.value, shown.period, shown.change, shown.rank, shown.state):
        assert part in shown.label
