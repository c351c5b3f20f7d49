"""What is said of a target: status, arithmetic, pace, year, delay and forecast, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import numpy as np
import pytest

from dashboard.style import LIGHT, Style, measure
from dashboard.views import targets as words_of
from dashboard.views.targets import TargetWords
from dashboard.views.tiles import state_label
from indicators.analysis.targets import Road
from indicators.dataset import Dataset, Observation
from indicators.locale import get_locale
from indicators.model import Better, Indicator, Target, Text, Unit
from indicators.trajectories.errors import LEVELS, ErrorQuantiles, HorizonErrors
from indicators.trajectories.forecasts import Forecast, NoForecast
from indicators.trajectories.pace import Point, time_of
from indicators.trajectories.paths import course, path_needed
from indicators.trajectories.scales import SHARE as SHARE_SCALE
from indicators.trajectories.status import judge

TODAY = date(2026, 11, 27)
SHARE = Unit(
    "%",
    "%",
    kind="share",
    pattern=Text({"en": "{}%", "zh": "{}%"}),
    label=Text({"en": "%", "zh": "%"}),
)
YUAN = Unit("yuan", "yuan", kind="currency", pattern=Text({"en": "{} yuan", "zh": "{}元"}))


def words(language: str = "en") -> TargetWords:
    """The words of a page; these sentences need no figures of a dataset."""
    return TargetWords(
        cast(Dataset, None), get_locale(language), Style(language, LIGHT, measure("page"))
    )


def made_road(
    figures: dict[str, float],
    target: Target,
    unit: Unit = SHARE,
    better: Better = "higher",
) -> Road:
    """A road of yearly figures, judged as the dashboard does."""
    entry = Indicator("users", Text({"en": "Users", "zh": "用户"}), unit, "online", better=better)
    progress = judge(
        list(figures), list(figures.values()), target, better, unit.kind, step=12, today=TODAY
    )
    series = tuple(
        Observation("users", "AAA", "total", period, value, "reported", "", 1.0, "", "", 0)
        for period, value in figures.items()
    )
    path: tuple[Point, ...] = ()
    if progress.base_period:
        base = Point(time_of(progress.base_period), progress.base_value)
        path = path_needed(base, Point(time_of(target.period), progress.goal), progress.method)
    return Road(entry, "AAA", "AAA", target, 0, progress, series, (), path, course(progress))


SLOW = made_road({"2020": 50.0, "2025": 60.0}, Target("2030", 80.0))
"""Two points a year since 2020; three are needed from the base, four from now on."""


def test_the_arithmetic_can_be_followed() -> None:
    text = " ".join(words_of.arithmetic(SLOW, words()))
    assert "(60.0% − 50.0%) ÷ 5 = +2.0 points a year" in text
    assert "÷ 10 = +3.0 points a year" in text
    assert "Ratio 0.67: at least 0.95 is on track, from 0.60 behind but within reach" in text
    assert "Base: 2020." in text
    chinese = " ".join(words_of.arithmetic(SLOW, words("zh")))
    assert "比值为0.67" in chinese and "（60.0% − 50.0%）÷ 5" in chinese


def test_pace_year_shortfall_and_delay() -> None:
    # At 2 a year from 60: 70 in 2030, ten short; 80 in 2035. A year lost: 20 in 4 years, 68 in 2030.
    assert words_of.facts(SLOW, words()) == [
        "Pace from 2020 to 2025: +2.0 points a year; needed from 2025 on: +4.0 points a year.",
        "At this pace the target is reached in 2035, 5 years late.",
        "At this pace 2030 comes to 70.0%: −10.0 points from the target.",
        "A year without progress after it: the pace needed becomes +5.0 points a year, and the pace so"
        " far leads to 68.0% in 2030.",
    ]
    assert (
        words_of.facts(SLOW, words("zh"))[1] == "按现有速度，目标将于2035年实现，比规定时间晚5年。"
    )


@pytest.mark.parametrize(
    ("figures", "target", "sentence"),
    [
        (
            {"2020": 50.0, "2025": 66.0},
            80.0,
            "At this pace the target is reached in 2030, in time.",
        ),
        (
            {"2020": 50.0, "2025": 64.0},
            80.0,
            "At this pace the target is reached in 2031, one year late.",
        ),
        (
            {"2020": 50.0, "2025": 49.0},
            80.0,
            "At this pace the target is never reached: the figures do not move towards it.",
        ),
        (
            {"2020": 50.0, "2025": 51.0},
            80.0,
            "At this pace the target is not reached within 50 years.",
        ),
    ],
)
def test_the_year_in_which_a_target_is_reached(
    figures: dict[str, float], target: float, sentence: str
) -> None:
    entry = made_road(figures, Target("2030", target))
    assert sentence in words_of.facts(entry, words())


def test_growth_is_said_in_percent_a_year() -> None:
    # Doubled in five years: 14.9 % a year; 4 times in ten years needs the same.
    entry = made_road({"2020": 100.0, "2025": 200.0}, Target("2030", 400.0), YUAN)
    assert entry.progress.state == "on_track"
    assert "+14.9% a year" in words_of.facts(entry, words())[0]
    assert "(200 yuan ÷ 100 yuan)^(1 ÷ 5) − 1 = +14.9%" in " ".join(
        words_of.arithmetic(entry, words())
    )


def test_nothing_is_needed_of_a_target_that_is_met_and_nothing_said_of_one_figure() -> None:
    met = made_road({"2020": 50.0, "2025": 85.0}, Target("2030", 80.0))
    assert words_of.facts(met, words()) == []
    one = made_road({"2025": 50.0}, Target("2030", 80.0))
    assert words_of.facts(one, words()) == []
    assert words_of.arithmetic(one, words()) == ["There is one figure only; a pace needs two."]


def errors(is_own: bool = True) -> ErrorQuantiles:
    quantiles = tuple((level - 0.5) for level in LEVELS)
    row = HorizonErrors(5, 154, 540, 8, 8.1, 0.81, 0.7, 0.9, quantiles)
    return ErrorQuantiles(("users",), is_own, (row,) * 5)


def forecast_of(central: float) -> Forecast:
    years = ("2026", "2027", "2028", "2029", "2030")
    values = np.full(5, central)
    return Forecast(
        "2025", "2010", 60.0, SHARE_SCALE, years, values, values - 5, values + 5,
        ("drift", "damped_ets", "gompertz"), errors(),
    )  # fmt: skip


def test_the_forecast_with_its_interval_and_probability() -> None:
    said = words_of.forecast_sentences(SLOW, forecast_of(72.0), words())
    assert said[0] == "Forecast for 2030: 72.0% (80% interval 67.0% to 77.0%)."
    # logit(0.80) - logit(0.72) = 0.442: of the errors, from -0.49 to 0.49, 5.8 % lie above it.
    assert said[1] == "Probability that the target is met: 6%."
    chinese = words_of.forecast_sentences(SLOW, forecast_of(72.0), words("zh"))
    assert chinese[0] == "2030年预测值：72.0%（80%区间：67.0%至77.0%）。"


@pytest.mark.parametrize(
    ("probability", "text"), [(0.01, "under 5%"), (0.99, "over 95%"), (0.314, "31%")]
)
def test_probabilities_say_no_more_than_is_known(probability: float, text: str) -> None:
    assert words_of.probability_text(probability, get_locale("en")) == text


@pytest.mark.parametrize(
    ("reason", "values"),
    [
        ("too_few_figures", {"figures": 2, "least": 8}),
        ("broken_series", {"figures": 2, "least": 8}),
        ("old_figures", {"period": "2018"}),
        ("gaps", {"years": 10, "least": 5}),
        ("outside_scale", {"figures": 0, "least": 8}),
        ("horizon_too_long", {"years": 25, "most": 10}),
        ("not_yearly", {}),
        ("no_backtest", {}),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_why_there_is_no_forecast(reason: Any, values: dict[str, object], language: str) -> None:
    (text,) = words_of.forecast_sentences(SLOW, NoForecast(reason, values), words(language))
    assert "{" not in text and text.startswith({"en": "No forecast:", "zh": "不作预测："}[language])


def test_how_good_forecasts_have_been() -> None:
    class Catalogue:
        indicators = {"users": SLOW.indicator}

    class Figures:
        catalogue = Catalogue()

    told = TargetWords(
        cast(Dataset, Figures()), get_locale("en"), Style("en", LIGHT, measure("page"))
    )
    methods, quality = words_of.quality_sentences(forecast_of(72.0), told)
    assert methods.startswith("The forecast is the mean of: the drift of five years, ")
    assert quality == (
        "Tried on the past of this indicator, 5 years ahead: 540 forecasts from 8 years for 154 places, mean"
        " error 8.1 points; the 80% interval held 81% of the outcomes."
    )
    assert words_of.quality_sentences(NoForecast("gaps"), told) == []


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "× Not met in time (met in 2024)"), ("zh", "× 未按期实现（2024年达标）")],
)
def test_a_target_that_was_met_late_says_when(language: str, label: str) -> None:
    late = made_road({"2018": 60.0, "2023": 70.0, "2024": 85.0}, Target("2023", 80.0))
    assert state_label(late.progress, get_locale(language)) == label


def test_paces_on_the_logit_scale_are_in_points() -> None:
    # 20 % to 50 % in five years; 30 points more in five, or in four.
    entry = made_road({"2020": 20.0, "2025": 50.0}, Target("2030", 80.0, method="logistic"))
    said = words_of.facts(entry, words())
    assert said[0].startswith(
        "Pace from 2020 to 2025: +6.0 points a year; needed from 2025 on: +6.0"
    )
    assert "the pace needed becomes +7.5 points a year" in said[-1]


ON_TRACK = made_road({"2020": 50.0, "2025": 65.0}, Target("2030", 80.0))
"""Three points a year since 2020, which lead to 80 % in 2030."""


@pytest.mark.parametrize(
    ("entry", "central", "sentence"),
    [
        (
            ON_TRACK,
            72.0,
            "By its pace so far it is on track; the forecast expects the pace to slow: 72.0% in"
            " 2030, where the pace so far would lead to 80.0%.",
        ),
        (
            SLOW,
            85.0,
            "By its pace so far it falls short; the forecast expects the pace to quicken: 85.0% in"
            " 2030, where the pace so far would lead to 70.0%.",
        ),
        (
            # 0.97 of the pace needed, which leads to 79.1 %; the forecast says 79.3 %.
            made_road({"2020": 50.0, "2025": 64.55}, Target("2030", 80.0)),
            79.3,
            "By its pace so far it is on track, which allows for a little less than the pace"
            " needed; by the forecast it is more likely missed than met.",
        ),
    ],
)
def test_where_verdict_and_forecast_differ_it_is_said(
    entry: Road, central: float, sentence: str
) -> None:
    assert words_of.forecast_sentences(entry, forecast_of(central), words())[-1] == sentence
    assert "{" not in words_of.forecast_sentences(entry, forecast_of(central), words("zh"))[-1]


def test_where_they_agree_nothing_is_said_of_it() -> None:
    for entry, central in ((ON_TRACK, 85.0), (SLOW, 72.0)):
        assert len(words_of.forecast_sentences(entry, forecast_of(central), words())) == 2
    made = {SLOW.id: forecast_of(72.0)}
    assert words_of.difference_count([SLOW], made, words()) == ""
    made = {ON_TRACK.id: forecast_of(72.0)}
    assert words_of.difference_count([ON_TRACK, ON_TRACK], made, words()).startswith("2 of the")
