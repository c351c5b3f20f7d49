"""Sentences beside those a person would write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.views.sentences import coverage, headline, trend_title

BEST = [("Internet users", "3rd of 60"), ("GDP", "5th of 60")]
WEAKEST = [("Fixed broadband", "50th of 60")]


def test_trend_title() -> None:
    assert trend_title(
        "China", "", "92.0%", "2024", "up 1.4 points", "2023", "14th of 19", "the G20", "en"
    ) == ("China: 92.0% in 2024, up 1.4 points on 2023; 14th of 19 in the G20")
    assert trend_title(
        "中国",
        "互联网使用者比例",
        "92.0%",
        "2024年",
        "上升1.4个百分点",
        "2023年",
        "第14位（共19）",
        "二十国集团",
        "zh",
    ) == (
        "中国互联网使用者比例：2024年为92.0%，较2023年上升1.4个百分点；在二十国集团中居第14位（共19）"
    )


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ({"place_name": "China", "value_text": "92.0%"}, "China: 92.0%"),
        ({"place_name": "China", "indicator_name": "GDP", "value_text": "5"}, "GDP in China: 5"),
        (
            {"place_name": "China", "value_text": "5", "change_text": "unchanged"},
            "China: 5, unchanged",
        ),
        ({"place_name": "China", "value_text": "5", "since_text": "2023"}, "China: 5"),
        ({"place_name": "China", "value_text": "5", "rank_text": "2nd"}, "China: 5; 2nd"),
        ({"place_name": "China", "value_text": "5", "group_name": "the G20"}, "China: 5"),
        ({"place_name": "China"}, "China: No figure is held here"),
        ({"place_name": "", "indicator_name": "GDP", "value_text": "5"}, "GDP: 5"),
        ({"place_name": "", "value_text": "5", "period_text": "2024"}, "5 in 2024"),
    ],
)
def test_trend_title_leaves_out_what_is_not_known(parts: dict[str, str], title: str) -> None:
    assert trend_title(**parts) == title


def test_headline() -> None:
    assert headline("Changsha", BEST, WEAKEST, 3, 7, 7, "en") == (
        "Changsha does best in Internet users (3rd of 60) and GDP (5th of 60), "
        "and has most to gain in Fixed broadband (50th of 60). 3 of 7 targets are on track."
    )
    assert headline(
        "长沙", [("软件收入", "第3位（共60）")], [("宽带普及率", "第50位（共60）")], 3, 7, 7, "zh"
    ) == (
        "长沙的强项：软件收入第3位（共60）；短板：宽带普及率第50位（共60）。7项目标中，3项进展顺利。"
    )


@pytest.mark.parametrize(
    ("on_track", "tracked", "said"),
    [
        (0, 0, "X has no figures to rank yet."),
        (1, 1, "The one target is on track."),
        (0, 1, "The one target is not on track."),
        (0, 4, "None of the 4 targets is on track."),
        (4, 4, "All 4 targets are on track."),
        (1, 4, "One of 4 targets is on track."),
        (2, 4, "2 of 4 targets are on track."),
    ],
)
def test_headline_counts_targets(on_track: int, tracked: int, said: str) -> None:
    assert headline("X", [], [], on_track, tracked, tracked, "en") == said


@pytest.mark.parametrize(
    ("on_track", "judged", "tracked", "english", "chinese"),
    [
        (
            1,
            1,
            5,
            "Of 5 targets, 1 can be judged: 1 on track.",
            "5项目标中，1项可以判断，其中1项进展顺利。",
        ),
        (
            0,
            2,
            3,
            "Of 3 targets, 2 can be judged: 0 on track.",
            "3项目标中，2项可以判断，其中0项进展顺利。",
        ),
        (0, 0, 4, "None of the 4 targets can be judged at present.", "4项目标目前均无法判断。"),
        (0, 0, 1, "The one target cannot be judged at present.", "1项目标目前无法判断。"),
    ],
)
def test_targets_that_cannot_be_judged_are_counted_too(
    on_track: int, judged: int, tracked: int, english: str, chinese: str
) -> None:
    assert headline("X", [], [], on_track, judged, tracked, "en") == english
    assert headline("X", [], [], on_track, judged, tracked, "zh") == chinese


def test_headline_with_one_side_only() -> None:
    assert (
        headline("X", BEST[:1], [], 0, 0, 0, "en") == "X does best in Internet users (3rd of 60)."
    )
    assert (
        headline("X", [], WEAKEST, 0, 0, 0, "en")
        == "X has most to gain in Fixed broadband (50th of 60)."
    )


def test_coverage() -> None:
    assert coverage(0.94, 180, 215, "en") == "Covers 94% of the population in 180 of 215 economies"
    assert coverage(0.94, 180, 215, "zh") == "覆盖215个经济体中的180个，占总人口的94%"
    assert coverage(0.999, 214, 215, "en").startswith("Covers >99% of")
    assert coverage(None, 3, 14, "en", level="city") == "Covers 3 of 14 cities"
    assert coverage(1.0, 1, 1, "en", level="moon").endswith("1 of 1 places")


NAMES = (
    "place_name",
    "indicator_name",
    "value_text",
    "period_text",
    "change_text",
    "since_text",
    "rank_text",
    "group_name",
)


@given(
    st.fixed_dictionaries({name: st.text(max_size=5) for name in NAMES}),
    st.sampled_from(["en", "zh", "fr"]),
)
def test_any_words_make_a_title(parts: dict[str, str], language: str) -> None:
    title = trend_title(**parts | {"language": language})
    assert parts["value_text"] in title
    assert "sentence." not in title
