from __future__ import annotations

from datetime import date

import numpy as np

from indicators.trajectories.forecasts import Forecast, errors_for, forecast
from indicators.trajectories.scales import SHARE


def test_the_drift_follows_the_mean_change_of_five_years() -> None:
    """(70 - 60) / 5 = 2 points a year."""
    years = [str(year) for year in range(2015, 2025)]
    values = [50.0, 52, 54, 56, 60, 61, 62, 63, 64, 70]
    result = forecast(years, values, SHARE, 2, errors_for("x", SHARE), today=date(2026, 1, 1))
    assert isinstance(result, Forecast)
    assert result.periods == ("2025", "2026")
    np.testing.assert_allclose(result.central, [72, 74])
