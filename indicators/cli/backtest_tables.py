"""The tables that `indicators backtest` writes: errors by method, coverage, and probabilities."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import pandas as pd

from indicators import locale, wording
from indicators.analysis.forecasting import indicator_scale, place_series
from indicators.cli.export import present_ids, unknown_indicators
from indicators.cli.pages import write_page
from indicators.cli.project import OK, REFUSED, Project, print_text
from indicators.dataset import Dataset
from indicators.text import printable
from indicators.trajectories.backtest import (
    MIN_ORIGINS,
    MIN_PLACES,
    PlaceSeries,
    backtest,
    calibration,
    error_table,
    mean_errors,
    sample,
    testable_places,
)
from indicators.trajectories.errors import MAX_HORIZON, ErrorQuantiles, write_errors
from indicators.trajectories.scales import Scale


@dataclass(frozen=True)
class BacktestOptions:
    """How many years ahead, how many places of an indicator (None: all), the seed of their choice,
    and how many processes compute.
    """

    horizon: int
    count: int | None
    seed: int
    processes: int


def write_backtest(
    project: Project, names: tuple[str, ...], options: BacktestOptions, target: Path | None
) -> int:
    """Write the tables of a test, and the quantiles into a file; return the exit status."""
    dataset = project.load()
    unknown = list(unknown_indicators(names, dataset.catalogue, project))
    for sentence in unknown:
        print_text(sentence, error=True)
    if unknown:
        return REFUSED
    tested = present_ids(names, dataset.catalogue, project) or published(dataset)
    places = [each for name in tested for each in _tested_places(dataset, name, options)]
    results = backtest(places, processes=options.processes, progress=_show_progress)
    with_forecasts = set(results["indicator"])
    for name in tested:
        if name not in with_forecasts:
            project.say("backtest.too_few", error=True, name=name)
    if not with_forecasts:
        return REFUSED
    scales = {name: indicator_scale(dataset, name) for name in tested if name in with_forecasts}
    table = error_table(results, scales)
    _write_methods(project, mean_errors(results, scales, options.horizon), scales, options.horizon)
    _write_coverage(project, table)
    without = [name for name, scale in scales.items() if (scale.kind, name) not in table]
    _say_without_errors(project, without)
    met = calibration(results, scales, table, options.horizon, options.seed)
    _write_calibration(project, met)
    if target is None:
        return OK
    text = io.StringIO()
    write_errors(table, text)
    return write_page(text.getvalue(), target, click.get_current_context())


def published(dataset: Dataset) -> list[str]:
    """Return the indicators that were read and have enough places with enough years for a test.

    Computed ones are left out: they err as what they are computed from does.
    """
    return [
        name
        for name, indicator in dataset.catalogue.indicators.items()
        if indicator.kind == "read" and _is_testable(dataset, name)
    ]


def _is_testable(dataset: Dataset, name: str) -> bool:
    return len(testable_places(place_series(dataset, name))) >= MIN_PLACES


def _tested_places(dataset: Dataset, name: str, options: BacktestOptions) -> list[PlaceSeries]:
    places = place_series(dataset, name)
    return places if options.count is None else sample(places, options.count, options.seed)


def _show_progress(part: float) -> None:
    """Write the part that is done on standard error, where that is a screen."""
    if sys.stderr.isatty():
        end = "\n" if part >= 1 else ""
        print(f"\r{part:4.0%}", end=end, file=sys.stderr, flush=True)


def _write_methods(
    project: Project, summary: pd.DataFrame, scales: Mapping[str, Scale], horizon: int
) -> None:
    print_text(project.text("backtest.errors", n=horizon))
    names = ("indicator", "method", "places", "forecasts", "measure", "mean_error", "bias", "error")
    _write_header(project, names)
    texts = locale.get_locale(project.language)
    for row in summary.reset_index().to_dict("records"):
        indicator = row["indicator"]
        cells = (
            indicator,
            texts.text(f"forecast.method.{row['method']}"),
            wording.count(int(row["places"]), project.language),
            wording.count(int(row["forecasts"]), project.language),
            project.text(f"backtest.measure.{scales[indicator].kind}"),
            *(_decimal(row[name], 2, project) for name in ("mean_error", "bias")),
            _decimal(row["error"], 3, project),
        )
        _write_row(cells)


def _write_coverage(project: Project, table: Mapping[tuple[str, str], ErrorQuantiles]) -> None:
    print()
    names = (
        "indicator", "horizon", "places", "forecasts", "origins", "measure", "mean_error",
        "coverage", "least_coverage", "greatest_coverage",
    )  # fmt: skip
    _write_header(project, names)
    for (kind, indicator), errors in table.items():
        for row in errors.horizons:
            cells = (
                indicator or project.text(f"backtest.family.{kind}"),
                str(row.horizon),
                wording.count(row.places, project.language),
                wording.count(row.forecasts, project.language),
                wording.count(row.origins, project.language),
                project.text(f"backtest.measure.{kind}"),
                _decimal(row.mean_error, 2, project),
                wording.share(row.coverage, 1, project.language),
                wording.share(row.least_coverage, 1, project.language),
                wording.share(row.greatest_coverage, 1, project.language),
            )
            _write_row(cells)


def _say_without_errors(project: Project, names: list[str]) -> None:
    """Say which indicators have no intervals of their own, and what these take."""
    if not names:
        return
    project.say(
        "backtest.no_errors",
        error=True,
        indicators=wording.listing(names, project.language),
        places=str(MIN_PLACES),
        origins=str(MIN_ORIGINS),
        horizon=str(MAX_HORIZON),
    )


def _write_calibration(project: Project, table: pd.DataFrame) -> None:
    print()
    _write_header(project, ("range", "forecasts", "probability", "met"))
    for row in table.to_dict("records"):
        low, high, probability, met = (
            wording.share(row[name], 1, project.language)
            for name in ("from", "to", "probability", "met")
        )
        count = wording.count(int(row["forecasts"]), project.language)
        _write_row((f"{low}–{high}", count, probability, met))


def _write_header(project: Project, names: Iterable[str]) -> None:
    _write_row(project.text(f"backtest.column.{name}") for name in names)


def _write_row(cells: Iterable[str]) -> None:
    print("\t".join(map(printable, cells)))


def _decimal(value: float, decimals: int, project: Project) -> str:
    return wording.decimal(float(value), decimals, project.language)
