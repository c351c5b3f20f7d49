"""What a tile says of a standing, in both languages."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dashboard.views.tiles import STATES, Tile, change_amount, tile
from indicators.analysis.standing import Rank, Standing
from indicators.catalogue import Catalogue
from indicators.dataset import Observation
from indicators.locale import get_locale
from indicators.model import Break, Group, Indicator, Place, Target, Text, Unit
from indicators.trajectories.status import Progress

SHARE = Unit("%", "%", kind="share", pattern=Text({"en": "{}%", "zh": "{}%"}))
YUAN = Unit("yuan", "yuan", kind="currency", pattern=Text({"en": "{} yuan", "zh": "{}元"}))
PLACED = Unit("rank", "rank", kind="rank", pattern=Text({"en": "No. {}", "zh": "第{}位"}))
G20 = Group("g20", Text({"en": "G20", "zh": "二十国集团"}), "peers", "country", ("CHN",))
CATALOGUE = cast(
    Catalogue,
    SimpleNamespace(
        places={
            "CHN": Place("CHN", Text({"en": "China", "zh": "中国"}), "country"),
            "CS": Place("CS", Text({"en": "Changsha", "zh": "长沙"}), "city"),
        }
    ),
)


def figure(value: float, period: str, status: str = "reported") -> Observation:
    return Observation("users", "CHN", "total", period, value, status, "", float("nan"), "", "", 0)


def standing(
    latest: float = 92.0,
    previous: float | None = 90.6,
    unit: Unit = SHARE,
    better: Any = "higher",
    status: str = "reported",
    **more: Any,
) -> Standing:
    entry = Indicator(
        "users", Text({"en": "Internet users", "zh": "网民"}), unit, "online", better=better
    )
    before = figure(previous, "2023") if previous is not None else None
    one = Standing(
        entry,
        "CHN",
        "CHN",
        figure(latest, "2024", status),
        before,
        latest - previous if previous is not None else None,
        None,
        Rank(14, 19, 0, "2024", G20, "merit"),
        None,
        (),
        (("2023", 90.6), ("2024", 92.0)),
    )
    return replace(one, **more)


def said(
    one: Standing, language: str = "en", progress: Progress | None = None, **query: str
) -> Tile:
    return tile(one, progress, CATALOGUE, get_locale(language), query)


@pytest.mark.parametrize(
    ("language", "title", "value", "period", "change", "rank"),
    [
        (
            "en",
            "Internet users",
            "92.0%",
            "2024",
            "up 1.4 points since 2023",
            "G20: 14th of 19 in 2024",
        ),
        (
            "zh",
            "网民",
            "92.0%",
            "2024年",
            "较2023年提高1.4个百分点",
            "二十国集团：2024年居第14位（共19个）",
        ),
    ],
)
def test_own_figure(
    language: str, title: str, value: str, period: str, change: str, rank: str
) -> None:
    shown = said(standing(), language)
    assert (shown.title, shown.value, shown.period, shown.change, shown.rank) == (
        title,
        value,
        period,
        change,
        rank,
    )
    assert (shown.place_tag, shown.note, shown.state, shown.change_tone) == ("", "", "", "good")
    comma = {"en": ", ", "zh": "，"}[language]
    assert shown.label == comma.join([title, value, period, change, rank])
    assert shown.trail == (90.6, 92.0)


def test_the_address_keeps_language_and_place() -> None:
    assert (
        said(standing(), lang="zh", place="CS").href == "indicator?lang=zh&place=CS&indicator=users"
    )


@pytest.mark.parametrize(
    ("language", "tag", "label"),
    [("en", "China", "figure of China"), ("zh", "中国", "中国数据")],
)
def test_the_figure_of_a_place_above_has_its_name_as_a_tag(
    language: str, tag: str, label: str
) -> None:
    shown = said(standing(page_place="CS"), language)
    assert shown.place_tag == tag and label in shown.label


@pytest.mark.parametrize(
    ("rank", "english", "chinese"),
    [
        (
            Rank(2, 19, 8, "2024", G20, "merit"),
            "G20: 2nd of 19 in 2024 (8 with older figures)",
            "二十国集团：2024年居第2位（共19个，其中8个为较早数据）",
        ),
        (
            Rank(3, 19, 1, "2024", G20, "size"),
            "G20, by size: 3rd of 19 in 2024 (one with an older figure)",
            "二十国集团，按数值大小：2024年居第3位（共19个，其中1个为较早数据）",
        ),
    ],
)
def test_a_rank_says_its_year_its_basis_and_older_figures(
    rank: Rank, english: str, chinese: str
) -> None:
    assert said(standing(rank=rank)).rank == english
    assert said(standing(rank=rank), "zh").rank == chinese


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "new series from 2024: not compared with before"),
        ("zh", "2024年起口径有调整，与此前不作比较"),
    ],
)
def test_a_break_stands_instead_of_a_change(language: str, text: str) -> None:
    shown = said(standing(series_break=Break("2024"), difference=None), language)
    assert (shown.change, shown.change_tone) == (text, "none")


@pytest.mark.parametrize(
    ("language", "note"),
    [("en", "estimated, new series from 2021"), ("zh", "估算数，2021年起口径有调整")],
)
def test_the_small_trend_stops_where_a_new_series_begins(language: str, note: str) -> None:
    trail = (("2020", 40.0), ("2021", 75.0), ("2023", 90.6), ("2024", 92.0))
    shown = said(
        standing(status="estimated", trail=trail, trail_breaks=("2021",)),
        language,
    )
    assert shown.trail == (40.0, None, 75.0, 90.6, 92.0)
    assert shown.note == note
    assert shown.label.endswith(note.split(", ")[-1].split("，")[-1])


def test_a_break_before_the_newest_figure_is_said_once() -> None:
    trail = (("2021", 75.0), ("2023", 90.6), ("2024", 92.0))
    breaks = ("2023", "2024")
    shown = said(
        standing(series_break=Break("2024"), difference=None, trail=trail, trail_breaks=breaks)
    )
    assert shown.trail == (75.0, None, 90.6, None, 92.0)
    assert (shown.change, shown.note) == (
        "new series from 2024: not compared with before",
        "new series from 2023",
    )


def test_without_an_earlier_figure_nothing_is_said_of_change() -> None:
    assert (said(standing(previous=None)).change, said(standing(previous=None)).change_tone) == (
        "",
        "none",
    )


@pytest.mark.parametrize(
    ("better", "previous", "tone", "text"),
    [
        ("higher", 95.0, "bad", "down 3.0 points since 2023"),
        ("lower", 95.0, "good", "down 3.0 points since 2023"),
        ("lower", 90.0, "bad", "up 2.0 points since 2023"),
        ("none", 90.0, "none", "up 2.0 points since 2023"),
        ("higher", 92.0, "none", "unchanged since 2023"),
    ],
)
def test_the_tone_of_a_change_follows_the_direction(
    better: Any, previous: float, tone: str, text: str
) -> None:
    shown = said(standing(better=better, previous=previous))
    assert (shown.change, shown.change_tone) == (text, tone)


@pytest.mark.parametrize(
    ("unit", "latest", "previous", "plain", "spoken"),
    [
        (YUAN, 1040.0, 1000.0, "+4.0%", "up 4.0%"),
        (YUAN, 10.0, -10.0, "+20 yuan", "up 20 yuan"),  # no growth from below zero
        (YUAN, 10.0, 0.0, "+10 yuan", "up 10 yuan"),
        (SHARE, 4.0, 2.0, "+2.0 points", "up 2.0 points"),
        (PLACED, 3.0, 5.0, "2 places up", "up 2 places"),
    ],
)
def test_how_a_change_is_counted(
    unit: Unit, latest: float, previous: float, plain: str, spoken: str
) -> None:
    one = standing(latest, previous, unit)
    assert change_amount(one, get_locale("en")) == plain
    assert change_amount(one, get_locale("en"), spoken=True) == spoken


def test_no_rank_no_words() -> None:
    assert said(standing(rank=None)).rank == ""


@pytest.mark.parametrize(
    ("state", "tone", "english", "chinese"),
    [
        ("reached", "good", "✓ Target met: 95% by 2030", "✓ 已实现：2030年达到95%"),
        ("on_track", "good", "● On track: 95% by 2030", "● 进展顺利：2030年达到95%"),
        ("slow", "warn", "◆ Behind, within reach: 95% by 2030", "◆ 略有滞后：2030年达到95%"),
        ("missed", "bad", "× Not met: 95% by 2030", "× 未实现：2030年达到95%"),
        (
            "due",
            "none",
            "○ Due, not yet measured: 95% by 2030",
            "○ 已到期，尚无当期数据：2030年达到95%",
        ),
        (
            "too_old",
            "none",
            "○ Figure too old to judge: 95% by 2030",
            "○ 数据过旧，无法判断：2030年达到95%",
        ),
        ("off_track", "bad", "■ Off track: 95% by 2030", "■ 进展滞后：2030年达到95%"),
        ("moving_away", "bad", "■ Moving away: 95% by 2030", "■ 背离目标：2030年达到95%"),
        (
            "insufficient",
            "none",
            "○ Too few figures to tell: 95% by 2030",
            "○ 数据不足，暂难判断：2030年达到95%",
        ),
    ],
)
def test_a_target_with_a_sign_as_well_as_a_tone(
    state: Any, tone: str, english: str, chinese: str
) -> None:
    one, progress = standing(), Progress(state, target=Target("2030", 95.0))
    assert (said(one, "en", progress).state, said(one, "en", progress).state_tone) == (
        english,
        tone,
    )
    assert english in said(one, "en", progress).label
    assert said(one, "zh", progress).state == chinese


def test_a_target_that_an_older_figure_met_says_so_beside_the_missing_verdict() -> None:
    one = standing()
    progress = Progress("due", period="2022", meets=True, target=Target("2025", 95.0))
    assert said(one, "en", progress).state == "○ Due, not yet measured (met in 2022): 95% by 2025"
    assert (
        said(one, "zh", progress).state == "○ 已到期，尚无当期数据（2022年已达标）：2025年达到95%"
    )


def test_a_range_is_named_with_both_ends() -> None:
    progress = Progress("slow", target=Target("2030", 93.0, upper=95.0))
    assert said(standing(), "en", progress).state.endswith(": 93% to 95% by 2030")
    assert said(standing(), "zh", progress).state.endswith("：2030年达到93%至95%")


def test_every_state_has_words_in_both_languages() -> None:
    for key, tone, sign in STATES.values():
        assert all(get_locale(language).text(key) != key for language in ("en", "zh"))
        assert tone in ("good", "warn", "bad", "none") and len(sign) == 1
        assert sign not in "▲▼↑↓", "no sign of a status is that of a rise or fall"


@pytest.mark.parametrize(
    ("status", "language", "note"),
    [("estimated", "en", "estimated"), ("lower_bound", "zh", "下限数"), ("reported", "en", "")],
)
def test_a_soft_figure_says_so(status: str, language: str, note: str) -> None:
    shown = said(standing(status=status), language)
    assert shown.note == note
    assert note in shown.label  # for those who cannot see the tile, too
