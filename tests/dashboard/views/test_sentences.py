"""Sentences beside those a person would write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.views.sentences import (
    TitleParts,
    headline,
    too_few_eligible,
    trend_title,
)
from indicators.analysis.targets import TargetCount
from indicators.locale import get_locale

EN, ZH = get_locale("en"), get_locale("zh")
BEST = [("Internet users", "3rd of 60"), ("GDP", "5th of 60")]
WEAKEST = [("Fixed broadband", "50th of 60")]


def test_trend_title() -> None:
    english = TitleParts(
        "China", "", "92.0%", "2024", "up 1.4 points", "2023", "G20: 14th of 19 in 2024"
    )
    assert trend_title(english, EN) == (
        "China: 92.0% in 2024, up 1.4 points on 2023; G20: 14th of 19 in 2024"
    )
    chinese = TitleParts(
        "中国",
        "互联网使用者比例",
        "为92.0%",
        "2024年",
        "提高1.4个百分点",
        "2023年",
        "二十国集团：2024年居第14位（共19个）",
    )
    assert trend_title(chinese, ZH) == (
        "中国互联网使用者比例：2024年为92.0%，较2023年提高1.4个百分点；二十国集团：2024年居第14位（共19个）"
    )


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ({"place": "China", "value": "92.0%"}, "China: 92.0%"),
        ({"place": "China", "indicator": "GDP", "value": "5"}, "GDP in China: 5"),
        (
            {"place": "China", "value": "5", "change": "unchanged"},
            "China: 5, unchanged",
        ),
        ({"place": "China", "value": "5", "since": "2023"}, "China: 5"),
        ({"place": "China", "value": "5", "rank": "2nd"}, "China: 5; 2nd"),
        ({"place": "China"}, "China: No figure is held here"),
        ({"place": "", "indicator": "GDP", "value": "5"}, "GDP: 5"),
        ({"place": "", "value": "5", "period": "2024"}, "5 in 2024"),
    ],
)
def test_trend_title_leaves_out_what_is_not_known(parts: dict[str, str], title: str) -> None:
    assert trend_title(TitleParts(**parts), EN) == title


def test_headline() -> None:
    assert headline("Changsha", BEST, WEAKEST, ["Capitals"], TargetCount(7, 7, 3), EN) == (
        "Strengths of Changsha: Internet users (3rd of 60) and GDP (5th of 60). "
        "Weaknesses: Fixed broadband (50th of 60). Ranked among: Capitals. "
        "3 of 7 targets are met or on track."
    )
    assert headline(
        "长沙",
        [("软件收入", "2023年居第3位，共60个")],
        [("宽带普及率", "2023年居第50位，共60个")],
        ["省会城市", "省份"],
        TargetCount(7, 7, 3),
        ZH,
    ) == (
        "长沙位次靠前的指标：软件收入（2023年居第3位，共60个）。"
        "位次靠后的指标：宽带普及率（2023年居第50位，共60个）。排名范围：省会城市、省份。"
        "7项目标中，3项已实现或进展顺利。"
    )


def test_too_few_figures_are_said_instead_of_strengths() -> None:
    assert too_few_eligible("Changsha", 4, 5, EN) == (
        "Too few recent figures of Changsha can be ranked to name strengths or weaknesses: "
        "4 of the 5 that are needed. An index counts once, with its parts."
    )
    assert "4项，不足5项" in too_few_eligible("长沙", 4, 5, ZH)


@pytest.mark.parametrize(
    ("on_track", "tracked", "said"),
    [
        (0, 0, ""),
        (1, 1, "The one target is met or on track."),
        (0, 1, "The one target is neither met nor on track."),
        (0, 4, "None of the 4 targets is met or on track."),
        (4, 4, "All 4 targets are met or on track."),
        (1, 4, "One of 4 targets is met or on track."),
        (2, 4, "2 of 4 targets are met or on track."),
    ],
)
def test_headline_counts_targets(on_track: int, tracked: int, said: str) -> None:
    assert headline("X", [], [], [], TargetCount(tracked, tracked, on_track), EN) == said


@pytest.mark.parametrize(
    ("on_track", "judged", "tracked", "english", "chinese"),
    [
        (
            1,
            1,
            5,
            "Of 5 targets, one can be judged: it is met or on track.",
            "5项目标中，1项可以判断，已实现或进展顺利。",
        ),
        (
            0,
            1,
            4,
            "Of 4 targets, one can be judged: it is neither met nor on track.",
            "4项目标中，1项可以判断，未达预期进度。",
        ),
        (
            0,
            2,
            3,
            "Of 3 targets, 2 can be judged: none is met or on track.",
            "3项目标中，2项可以判断，均未达预期进度。",
        ),
        (0, 0, 4, "None of the 4 targets can be judged at present.", "4项目标目前均无法判断。"),
        (0, 0, 1, "The one target cannot be judged at present.", "1项目标目前无法判断。"),
    ],
)
def test_targets_that_cannot_be_judged_are_counted_too(
    on_track: int, judged: int, tracked: int, english: str, chinese: str
) -> None:
    assert headline("X", [], [], [], TargetCount(tracked, judged, on_track), EN) == english
    assert headline("X", [], [], [], TargetCount(tracked, judged, on_track), ZH) == chinese


def test_headline_with_one_side_only() -> None:
    none = TargetCount(0, 0, 0)
    assert (
        headline("X", BEST[:1], [], ["Y"], none, EN)
        == "Strengths of X: Internet users (3rd of 60). Ranked among: Y."
    )
    assert (
        headline("X", [], WEAKEST, ["Y"], none, EN)
        == "Weaknesses: Fixed broadband (50th of 60). Ranked among: Y."
    )


NAMES = (
    "place",
    "indicator",
    "value",
    "period",
    "change",
    "since",
    "rank",
)


@given(
    st.fixed_dictionaries({name: st.text(max_size=5) for name in NAMES}),
    st.sampled_from(["en", "zh", "fr"]),
)
def test_any_words_make_a_title(parts: dict[str, str], language: str) -> None:
    title = trend_title(TitleParts(**parts), get_locale(language))
    assert parts["value"] in title
    assert "sentence." not in title
