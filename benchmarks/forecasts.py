"""Forecasts, in CPU: one forecast against a bare fit of the smoothing in it, in the same run.

The bare fit is statsmodels' ETSModel on the same figures: what is left to us is the drift, the
Gompertz curve, the mean and the interval. Aim: 2x. Then the growth with the number of figures, and
the memory of a backtest with the number of places, in a new process each.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from datetime import date

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # threads cost ten times as much as they save here

from common import ROOT, line, ratio, timed, verdict

sys.path.insert(0, str(ROOT))

import numpy as np
import pandas as pd
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from indicators.trajectories.errors import errors_for
from indicators.trajectories.forecasts import Forecast, forecast
from indicators.trajectories.scales import SHARE

TURNS = 9
TODAY = date(2026, 11, 27)
MEMORY = """
import resource, sys
sys.path.insert(0, {root!r})
import numpy as np
from indicators.trajectories.backtest import PlaceSeries, backtest
from indicators.trajectories.forecasts import Series
from indicators.trajectories.scales import SHARE
draw = np.random.default_rng(1)
years = np.arange(2000.0, 2025.0)
places = []
for number in range({count}):
    values = SHARE.back(np.linspace(-2, 2, 25) + draw.normal(0, 0.1, 25))
    places.append(PlaceSeries("x", str(number), SHARE, Series(years, values)))
rows = len(backtest(places))
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def figures(count: int) -> list[float]:
    """Return a share that rises along a logistic curve, with noise."""
    noise = np.random.default_rng(1).normal(0, 0.1, count)
    return [float(value) for value in SHARE.back(np.linspace(-2, 2, count) + noise)]


def ours(count: int) -> None:
    """Make one forecast."""
    periods = [str(2025 - count + number) for number in range(count)]
    errors = errors_for("internet_users", SHARE)
    made = forecast(periods, figures(count), SHARE, errors, today=TODAY)
    assert isinstance(made, Forecast)


def bare(count: int) -> None:
    """Fit the smoothing alone."""
    values = pd.Series(SHARE.forward(figures(count)))
    ETSModel(values, error="add", trend="add", damped_trend=True).fit(disp=False).forecast(10)


def main() -> None:
    """Measure, and print a line for each case."""
    ours(25)  # the first one imports
    spent, fits = [], []
    for _ in range(TURNS):
        fits.append(timed(lambda: bare(25))[0])
        spent.append(timed(lambda: ours(25))[0])
    median = statistics.median(spent)
    found = ratio(spent, fits)
    line(
        "one forecast of 25 years",
        f"{1000 * median:.0f} ms",
        f"{found:.2f}x bare fit",
        verdict(found, 2),
    )
    for count in (50, 100):
        cost = statistics.median(timed(lambda count=count: ours(count))[0] for _ in range(TURNS))
        line(f"{count} years", f"{1000 * cost:.0f} ms", f"{cost / median:.1f}x of 25 years")
    for count in (10, 40):
        code = MEMORY.format(root=str(ROOT), count=count)
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        rows, peak = done.stdout.split()
        line(f"backtest of {count} places", f"{float(peak):.0f} MB", f"{rows} rows")


if __name__ == "__main__":
    main()
