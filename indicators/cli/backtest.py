"""`indicators backtest`: test forecasts on the past, and write how far they were off."""

from __future__ import annotations

from pathlib import Path

import click

from indicators.cli.commands import Command, Option
from indicators.cli.pages import target_option
from indicators.cli.project import Project, with_project
from indicators.trajectories.errors import MAX_HORIZON

DEFAULT_HORIZON, DEFAULT_SEED = 5, 1


@click.command(cls=Command)
@click.argument("indicators", nargs=-1, metavar="[INDICATOR]...")
@click.option(
    "--horizon",
    cls=Option,
    type=click.IntRange(1, MAX_HORIZON),
    default=DEFAULT_HORIZON,
    metavar="N",
)
@click.option("--sample", "count", cls=Option, type=click.IntRange(min=1), metavar="N")
@click.option("--seed", cls=Option, type=int, default=DEFAULT_SEED, metavar="S")
@click.option("--processes", cls=Option, type=click.IntRange(min=1), default=1, metavar="N")
@target_option
@with_project
def backtest(
    project: Project,
    indicators: tuple[str, ...],
    horizon: int,
    count: int | None,
    seed: int,
    processes: int,
    target: Path | None,
) -> int:
    """Report how far forecasts from past years were off, indicator by indicator."""
    # The modules of forecasts are of this command and of two pages alone.
    from indicators.cli.backtest_tables import BacktestOptions, write_backtest

    options = BacktestOptions(horizon, count, seed, processes)
    return write_backtest(project, indicators, options, target)
