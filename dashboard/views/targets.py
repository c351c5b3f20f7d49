"""The targets of a place in words, charts and tables: status, pace, path, forecast. No Streamlit.

The page of targets, the page of an indicator and the overview take their words from here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.charts import Bullet, ForecastPoint, Frame, Places, RoadLines, bullets, road
from dashboard.charts.kit.series import Point as ChartPoint
from dashboard.style import Style
from dashboard.views import labels
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.comparison import about, origin
from dashboard.views.inventory import web_address
from dashboard.views.sentences import join_sentences, target_counts
from dashboard.views.tiles import STATES, state_label, state_text, target_value
from indicators import Dataset, wording
from indicators.analysis.provenance import sources_of
from indicators.analysis.targets import Road, count_targets
from indicators.dataset import Observation
from indicators.locale import Locale
from indicators.model import Target
from indicators.periods import period_months, period_start, span
from indicators.trajectories import paths
from indicators.trajectories.errors import ErrorQuantiles
from indicators.trajectories.forecasts import Forecast, NoForecast, probability_met
from indicators.trajectories.pace import Point, pace, period_at, time_of
from indicators.trajectories.paths import Course
from indicators.trajectories.scales import SHARE_HIGH
from indicators.trajectories.status import NO_VERDICT, ON_TRACK, SLOW, SLOW_CHART, Progress, State

FULL_STOPS = ".。"
"""What a document's words may end with; the sentence that names it has its own."""
FAR = 50
"""A target that the pace so far meets only after so many years is not said to be met."""
LEAST_SHARE, MOST_SHARE = 0.05, 0.95
"""Probabilities beyond these are 'under 5%' and 'over 95%': too few forecasts fail to say more."""
EVEN = 0.5
"""From this probability on a target is more likely met than not."""
BEHIND: tuple[State, ...] = ("slow", "off_track", "moving_away")
Difference = Literal["", "forecast_lower", "forecast_higher"]
_YEAR_END = 1e-9
"""Times are binary fractions of a year; so much is no later year."""


@dataclass(frozen=True)
class TargetWords:
    """What the words of a page's targets need: figures, language and style."""

    dataset: Dataset
    locale: Locale
    style: Style

    @property
    def language(self) -> str:
        """Return the language of the words."""
        return self.locale.language

    def name(self, place: str) -> str:
        """Return a place's name."""
        return labels.places(self.dataset, self.locale).get(place, place)

    def period(self, period: str) -> str:
        """Return a period as a reader writes it."""
        return wording.period(period, self.language)


def headline(found: Sequence[Road], place: str, words: TargetWords) -> str:
    """Say how many targets the place has and how they stand, then those of the places above."""
    locale = words.locale
    own = [entry for entry in found if entry.place == place]
    above = dict.fromkeys(entry.place for entry in found if entry.place != place)
    sentences = [_counts(own, locale)] if own else []
    if not own and above:
        names = wording.listing([words.name(code) for code in above], words.language)
        sentences.append(locale.text("targets.none_own", place=words.name(place), places=names))
    for code in above:
        text = _counts([entry for entry in found if entry.place == code], locale)
        sentences.append(locale.text("sentence.colon").join((words.name(code), text)))
    return join_sentences(locale, sentences)


def _counts(found: Sequence[Road], locale: Locale) -> str:
    return target_counts(count_targets(found), locale)


def tone(progress: Progress) -> str:
    """Return the tone of a state: good, warn, bad or none."""
    return STATES[progress.state][1]


def title(entry: Road, words: TargetWords) -> str:
    """Return the indicator's name, with the place's where it is not that of the page."""
    name = entry.indicator.name(words.language)
    if not entry.is_proxy:
        return name
    return words.locale.text("overview.name_of", indicator=name, place=words.name(entry.place))


def glance_chart(found: Sequence[Road], words: TargetWords) -> ChartWithTable:
    """Return a bar for each target: how much of the way is behind, and how much is needed."""
    locale = words.locale
    rows = [_bullet(entry, words) for entry in found]
    frame = Frame(
        title=locale.text("targets.glance_title"), subtitle=locale.text("targets.glance_subtitle")
    )
    header = (
        "app.pillar", "app.indicator", "app.place", "targets.target", "targets.period",
        "targets.status", "targets.base", "targets.base_period", "app.value", "app.period",
        "targets.part", "targets.part_needed", "targets.pace_so_far", "targets.pace_needed",
        "targets.year_reached",
    )  # fmt: skip
    origins = [origin(figure) for entry in found for figure in entry.series]
    names = list(dict.fromkeys(entry.indicator.id for entry in found))
    return ChartWithTable(
        bullets(rows, words.style, frame),
        [locale.text(key) for key in header],
        [_glance_row(entry, words) for entry in found],
        about(locale, words.dataset, names, origins, ""),
        "targets",
    )


def _bullet(entry: Road, words: TargetWords) -> Bullet:
    progress = entry.progress
    name = words.locale.text(
        "sentence.aside", text=title(entry, words), aside=words.period(entry.target.period)
    )
    part, needed = entry.part_of_way, entry.part_needed
    if progress.meets:
        part = 1.0
    if progress.state in NO_VERDICT:
        part = needed = math.nan
    text = state_label(progress, words.locale)
    has_period = bool(progress.met_late) or (progress.meets and progress.state != "reached")
    if progress.period and not has_period and not words.style.measure.is_phone:
        aside = words.period(progress.period)
        text = words.locale.text("sentence.aside", text=text, aside=aside)
    return Bullet(name, part, needed, tone(progress), text)


def _glance_row(entry: Road, words: TargetWords) -> list[object]:
    progress, unit, language = entry.progress, entry.indicator.unit, words.language
    pillar = words.dataset.catalogue.pillars[entry.indicator.pillar]
    line = entry.course
    return [
        pillar.title.get(language),
        entry.indicator.name(language),
        words.name(entry.place),
        target_value(entry.target, unit, language),
        words.period(entry.target.period),
        words.locale.text(STATES[progress.state][0]),
        wording.number(progress.base_value, unit, language) if progress.base_period else "",
        words.period(progress.base_period) if progress.base_period else "",
        wording.number(progress.value, unit, language) if progress.period else "",
        words.period(progress.period) if progress.period else "",
        _share(entry.part_of_way, language),
        _share(entry.part_needed, language),
        _pace(line.base, line.latest, entry, words) if line else "",
        _pace(line.latest, line.goal, entry, words) if line and not line.is_met else "",
        _year_cell(line),
    ]


def _share(part: float, language: str) -> str:
    return "" if math.isnan(part) else wording.share(part, 1.0, language)


def _year_cell(line: Course | None) -> int | None:
    if line is None:
        return None
    year = paths.year_reached(line)
    return math.ceil(year - _YEAR_END) if math.isfinite(year) else None


def _pace(start: Point, end: Point, entry: Road, words: TargetWords) -> str:
    """Return the pace a year from one point to another.

    It is in points or units, in percent where the method grows by a rate. On the logit scale it is
    the mean change a year.
    """
    method = entry.progress.method
    is_growth = method in ("compound", "progress_chart")
    speed = pace(method, start, end) if is_growth else paths.mean_change(start, end)
    if not math.isfinite(speed):
        return wording.MISSING
    if is_growth:
        return wording.growth(speed / 100, words.language)
    return wording.change(speed, entry.indicator.unit, words.language)


def target_sentences(target: Target, locale: Locale) -> list[str]:
    """Return who set a target, the document and where that was read, as sentences."""
    sentences = _set_by(target, locale)
    if target.url:
        sentences.append(locale.text("target.url", url=target.url))
    return sentences


def origin_sentences(target: Target, locale: Locale) -> list[str]:
    """Return the sentences of `target_sentences` for a page that has a link to the document.

    An address that does not lead to the web is a text.
    """
    return _set_by(target, locale) if web_address(target.url) else target_sentences(target, locale)


def _set_by(target: Target, locale: Locale) -> list[str]:
    setter = target.source.get(locale.language)
    document = target.document.get(locale.language).rstrip(FULL_STOPS)
    sentences = []
    if setter and document:
        sentences.append(locale.text("target.set_by", source=setter, document=document))
    elif setter or document:
        sentences.append(locale.text("target.source", source=setter or document))
    return sentences


def arithmetic(entry: Road, words: TargetWords) -> list[str]:
    """Return how the status was worked out: method, base, the sum itself and its thresholds."""
    progress, locale = entry.progress, words.locale
    sentences = []
    if progress.reason:
        sentences.append(locale.text(f"target.reason.{progress.reason}"))
    if progress.period and progress.period != entry.series[-1].period:
        sentences.append(locale.text("target.judged_by", period=words.period(progress.period)))
    if progress.base_period:
        method = locale.text(f"target.method.{progress.method}")
        sentences.append(
            locale.text("targets.judged", method=method, period=words.period(progress.base_period))
        )
        if progress.base_origin in ("plan", "plan_figure"):
            sentences.append(locale.text(f"targets.base.{progress.base_origin}"))
        elif entry.target.base_period:
            period = words.period(entry.target.base_period)
            sentences.append(locale.text("targets.base.not_used", period=period))
    if not math.isnan(progress.ratio):
        sentences.append(_sum(entry, words))
        least = SLOW_CHART if progress.method == "progress_chart" else SLOW
        language = words.language
        sentences.append(
            locale.text(
                "targets.thresholds",
                ratio=wording.decimal(progress.ratio, 2, language),
                on_track=wording.decimal(ON_TRACK, 2, language),
                slow=wording.decimal(least, 2, language),
            )
        )
    return sentences


def _sum(entry: Road, words: TargetWords) -> str:
    progress, unit, language = entry.progress, entry.indicator.unit, words.language
    start, now, end = (
        time_of(period) for period in (progress.base_period, progress.period, entry.target.period)
    )

    def number(value: float) -> str:
        return wording.number(value, unit, language)

    def pace_text(value: float) -> str:
        if progress.method == "logistic":
            return wording.decimal(value, 3, language)
        if progress.method == "linear":
            return wording.change(value, unit, language)
        return wording.growth(value / 100, language)

    return words.locale.text(
        f"targets.sum.{progress.method}",
        value=number(progress.value),
        base=number(progress.base_value),
        goal=number(progress.goal),
        expected=number(progress.expected),
        observed=pace_text(progress.observed_pace),
        required=pace_text(progress.required_pace),
        elapsed=_years(now - start, language),
        span=_years(end - start, language),
        left=_years(end - now, language),
        ratio=wording.decimal(progress.ratio, 2, language),
    )


def _years(years: float, language: str) -> str:
    """Return a number of years, with decimals only where it is not whole."""
    whole = round(years)
    decimals = 0 if abs(years - whole) < _YEAR_END else 2
    return wording.decimal(years, decimals, language)


def facts(entry: Road, words: TargetWords) -> list[str]:
    """Say pace so far and needed, when the target is reached, how short it falls, what delay costs.

    Empty where no pace is known; of a target that is met, nothing is needed.
    """
    line = entry.course
    if line is None:
        return _needed_from_old_figure(entry, words)
    if line.is_met or entry.progress.state == "due":
        return []
    return list(_facts(entry, line, words))


def _needed_from_old_figure(entry: Road, words: TargetWords) -> list[str]:
    """Say the pace that the target needs from a figure that is too old for a verdict."""
    progress, target = entry.progress, entry.target
    if progress.state != "too_old" or progress.meets:
        return []
    latest = Point(time_of(progress.period), progress.value)
    goal = Point(time_of(target.period), progress.goal)
    if goal.time <= latest.time:
        return []
    return [
        words.locale.text(
            "targets.needed_from",
            value=wording.number(progress.value, entry.indicator.unit, words.language),
            period=words.period(progress.period),
            needed=_pace(latest, goal, entry, words),
        )
    ]


def _facts(entry: Road, line: Course, words: TargetWords) -> Iterator[str]:
    locale, unit, language = words.locale, entry.indicator.unit, words.language
    if not math.isfinite(paths.pace_needed(line)):
        return
    progress, end = entry.progress, words.period(entry.target.period)
    yield locale.text(
        "targets.pace",
        observed=_pace(line.base, line.latest, entry, words),
        needed=_pace(line.latest, line.goal, entry, words),
        base=words.period(progress.base_period),
        period=words.period(progress.period),
    )
    yield _year_sentence(line, locale)
    short = paths.shortfall(line)
    if short > 0:
        yield locale.text(
            "targets.shortfall",
            period=end,
            value=wording.number(paths.value_reached(line), unit, language),
            gap=wording.change(-line.direction * short, unit, language),
        )
    delay = paths.one_year_late(line)
    key = "targets.delay" if math.isfinite(delay.pace_needed) else "targets.delay_no_time"
    if not delay.shortfall:
        key = "targets.delay_still_met"
    yield locale.text(
        key,
        needed=_pace(delay.latest, line.goal, entry, words),
        period=end,
        value=wording.number(delay.value, unit, language),
    )


def _year_sentence(line: Course, locale: Locale) -> str:
    """Say in which year the target is reached at the pace so far, and how late that is."""
    reached = paths.year_reached(line)
    if not math.isfinite(reached):
        return locale.text("targets.year_never")
    if reached - line.goal.time > FAR:
        return locale.text("targets.year_far", years=FAR)
    year = math.ceil(reached - _YEAR_END)
    late = year - math.ceil(line.goal.time - _YEAR_END)
    if late > 0:
        return locale.text("targets.year_late", year=year, n=late)
    return locale.text("targets.year_in_time", year=year)


def forecast_sentences(
    entry: Road, made: Forecast | NoForecast | None, words: TargetWords
) -> list[str]:
    """Say the forecast, its interval, the probability of meeting the target, and how good it is."""
    if made is None:
        return []
    locale, unit, language = words.locale, entry.indicator.unit, words.language
    if isinstance(made, NoForecast):
        values = {name: _reason_value(name, value, words) for name, value in made.values.items()}
        return [locale.text(f"targets.no_forecast.{made.reason}", **values)]
    low, high = (wording.number(float(part[-1]), unit, language) for part in (made.low, made.high))
    sentences = [
        locale.text(
            "targets.forecast_is",
            period=words.period(made.periods[-1]),
            value=wording.number(float(made.central[-1]), unit, language),
            low=low,
            high=high,
        )
    ]
    if entry.progress.meets:
        return sentences
    probability = probability_met(made, entry.target, entry.indicator.better)
    if not math.isnan(probability):
        share = probability_text(probability, locale)
        sentences.append(locale.text("targets.probability", share=share))
    if difference := _difference(entry, made):
        sentences.append(_difference_sentence(entry, made, difference, words))
    return sentences


def _difference(entry: Road, made: Forecast | NoForecast | None) -> Difference:
    """Return how the forecast differs from the verdict: which of the two is less hopeful."""
    if not isinstance(made, Forecast) or entry.progress.meets:
        return ""
    probability = probability_met(made, entry.target, entry.indicator.better)
    if math.isnan(probability):
        return ""
    if entry.progress.state == "on_track" and probability < EVEN:
        return "forecast_lower"
    if entry.progress.state in BEHIND and probability >= EVEN:
        return "forecast_higher"
    return ""


def _difference_sentence(
    entry: Road, made: Forecast, difference: Difference, words: TargetWords
) -> str:
    """Say why verdict and forecast differ: another pace, where the forecast has one."""
    locale, unit, language = words.locale, entry.indicator.unit, words.language
    line = entry.course
    assert line is not None  # a verdict on the pace has one
    value, at_pace = float(made.central[-1]), paths.value_reached(line)
    lead = line.direction * (value - at_pace)
    is_other_pace = lead < 0 if difference == "forecast_lower" else lead > 0
    if not is_other_pace:
        return locale.text(f"targets.differs_narrowly.{difference}")
    return locale.text(
        f"targets.differs.{difference}",
        period=words.period(made.periods[-1]),
        value=wording.number(value, unit, language),
        at_pace=wording.number(_within_unit(at_pace, entry), unit, language),
    )


def _within_unit(value: float, entry: Road) -> float:
    """Return a value at a constant pace, at most 100 % of a share that cannot be more."""
    is_bounded = entry.indicator.unit.kind == "share" and entry.progress.goal <= SHARE_HIGH
    return min(value, SHARE_HIGH) if is_bounded else value


def difference_count(
    found: Sequence[Road],
    made: Mapping[str, Forecast | NoForecast | None],
    words: TargetWords,
) -> str:
    """Say how many targets are on track by their pace and unlikely by the forecast; '' if none."""
    differences = [_difference(entry, made[entry.id]) for entry in found]
    count = differences.count("forecast_lower")
    return words.locale.text("targets.differs_count", n=count) if count else ""


def _reason_value(name: str, value: object, words: TargetWords) -> object:
    return words.period(str(value)) if name == "period" else value


def probability_text(probability: float, locale: Locale) -> str:
    """Return a probability in whole percent; near 0 and 1 only that it is."""
    language = locale.language
    if probability < LEAST_SHARE:
        share = wording.share(LEAST_SHARE, 1.0, language)
        return locale.text("targets.under", share=share)
    if probability > MOST_SHARE:
        share = wording.share(MOST_SHARE, 1.0, language)
        return locale.text("targets.over", share=share)
    return wording.share(round(probability, 2), 1.0, language)


def quality_sentences(made: Forecast | NoForecast | None, words: TargetWords) -> list[str]:
    """Say how forecasts made in this way have fared, as many years ahead as this one."""
    if not isinstance(made, Forecast):
        return []
    locale, language = words.locale, words.language
    errors = made.errors
    row = errors.horizons[len(made.periods) - 1]
    methods = [locale.text(f"targets.forecast_method.{name}") for name in made.methods]
    error = (
        locale.text("targets.error_percent", n=wording.decimal(row.mean_error, 0, language))
        if made.scale.kind == "log"
        else locale.text("targets.error_points", n=wording.decimal(row.mean_error, 1, language))
    )
    return [
        locale.text("targets.forecast_made", methods=wording.listing(methods, language)),
        locale.text(
            "targets.quality" if errors.is_own else "targets.quality_of_others",
            n=len(made.periods),
            forecasts=wording.count(row.forecasts, language),
            origins=row.origins,
            least=wording.share(row.least_coverage, 1.0, language),
            greatest=wording.share(row.greatest_coverage, 1.0, language),
            places=wording.count(row.places, language),
            indicators=_indicator_names(errors, words),
            error=error,
            coverage=wording.share(row.coverage, 1.0, language),
        ),
    ]


def _indicator_names(errors: ErrorQuantiles, words: TargetWords) -> str:
    known = words.dataset.catalogue.indicators
    names = [known[name].name(words.language) for name in errors.indicators if name in known]
    return wording.listing(names, words.language)


def road_chart(
    entry: Road, made: Forecast | NoForecast | None, words: TargetWords
) -> ChartWithTable:
    """Return the chart of a road with its table: figures, path needed, forecast, file and line."""
    locale, language, unit = words.locale, words.language, entry.indicator.unit
    forecasts = _forecast_points(made)
    lines = RoadLines(
        tuple(_chart_points(entry)),
        entry.target,
        entry.progress.goal if not math.isnan(entry.progress.goal) else entry.target.value,
        _target_period(entry),
        _path_points(entry),
        forecasts,
    )
    key = "targets.road_subtitle_forecast" if forecasts else "targets.road_subtitle"
    state, _ = state_text(entry.progress, unit, locale)
    frame = Frame(
        title=_road_title(entry, words),
        subtitle=locale.text(key, unit=unit.label.get(language), state=state),
        foot=locale.text("compare.foot_sources", sources=_publishers(entry, words)),
    )
    places = Places({entry.place: words.name(entry.place)}, (entry.place,))
    set_by = target_sentences(entry.target, locale)
    header = (
        "app.period", "app.value", "targets.path_needed", "targets.forecast",
        "targets.low", "targets.high", "app.status", "app.file", "app.line",
    )  # fmt: skip
    return ChartWithTable(
        road(lines, entry.indicator, places, words.style, frame),
        [locale.text(key) for key in header],
        _road_rows(entry, forecasts, words),
        [
            *about(
                locale,
                words.dataset,
                [entry.indicator.id],
                [origin(figure) for figure in entry.series],
                words.name(entry.place),
            ),
            (locale.text("targets.target"), join_sentences(locale, set_by)),
            (locale.text("targets.how_judged"), join_sentences(locale, arithmetic(entry, words))),
        ],
        f"target-{entry.indicator.id}-{entry.place}-{entry.target.period}",
    )


def _road_title(entry: Road, words: TargetWords) -> str:
    """Return whose road it is, and where the series stands."""
    locale, unit, language = words.locale, entry.indicator.unit, words.language
    subject = locale.text(
        "overview.name_of",
        indicator=entry.indicator.name(language),
        place=words.name(entry.place),
    )
    last = entry.series[-1]
    value = locale.text(
        "sentence.value_in_period",
        value=wording.predicate(last.value, unit, language, last.status),
        period=wording.period(last.period, language, spoken=True),
    )
    return locale.text("sentence.title", subject=subject, said=value)


def _publishers(entry: Road, words: TargetWords) -> str:
    sources = words.dataset.catalogue.sources
    periods = [figure.period for figure in entry.series]
    names = sources_of(words.dataset, entry.indicator.id, [entry.place], periods)
    publishers = [sources[name].publisher.get(words.language) for name in names if name in sources]
    return words.locale.text("sentence.semicolon").join(dict.fromkeys(publishers))


def _chart_points(entry: Road) -> Iterable[ChartPoint]:
    for figure in entry.series:
        coverage = None if math.isnan(figure.coverage) else figure.coverage
        day = period_start(figure.period)
        yield ChartPoint(figure.place, figure.period, day, figure.value, figure.status, coverage)


def _target_period(entry: Road) -> str:
    """Return the period of the series that ends with the target's period: a quarter, say."""
    length = period_months(entry.series[-1].period)
    return period_at(time_of(entry.target.period), length)


def _path_points(entry: Road) -> list[tuple[str, float]]:
    """Return the path as periods of the series, each of which ends at a point, and values."""
    length = period_months(entry.progress.period) if entry.path else 0
    return [(period_at(point.time, length), point.value) for point in entry.path]


def _forecast_points(made: Forecast | NoForecast | None) -> list[ForecastPoint]:
    if not isinstance(made, Forecast):
        return []
    return [
        ForecastPoint(period, float(central), float(low), float(high))
        for period, central, low, high in zip(
            made.periods, made.central, made.low, made.high, strict=True
        )
    ]


def _road_rows(
    entry: Road, forecasts: Sequence[ForecastPoint], words: TargetWords
) -> list[list[object]]:
    """Return a row for each period that has a figure, a point of the path, or a forecast."""
    figures = {figure.period: figure for figure in entry.series}
    needed = dict(_path_points(entry))
    ahead = {forecast.period: forecast for forecast in forecasts}
    periods = sorted({*figures, *needed, *ahead}, key=span)
    rows: list[list[object]] = []
    for period in periods:
        figure, forecast = figures.get(period), ahead.get(period)
        rows.append(
            [
                words.period(period),
                figure.value if figure else None,
                needed.get(period),
                *_forecast_cells(forecast),
                *_origin_cells(figure, forecast, words.language),
            ]
        )
    return rows


def _forecast_cells(forecast: ForecastPoint | None) -> list[object]:
    if forecast is None:
        return [None, None, None]
    return [forecast.central, forecast.low, forecast.high]


def _origin_cells(
    figure: Observation | None, forecast: ForecastPoint | None, language: str
) -> list[object]:
    """Return status, file and line of a figure; of a forecast the status."""
    if figure is not None:
        return [wording.status(figure.status, language), figure.file, figure.line or None]
    return [wording.status("forecast", language) if forecast else "", "", None]
