"""Official figures from CSV files, turned into indicators, compared with peers and held against
targets.

From a notebook:

    from indicators import load
    load().select("internet_users", ["CHN", "IND"])
"""

from indicators.dataset import Dataset, Observation
from indicators.loading.load import load
from indicators.metrics import indicator
from indicators.model import Indicator, Place, Source
from indicators.problems import ConfigError, Problem

__all__ = [
    "ConfigError",
    "Dataset",
    "Indicator",
    "Observation",
    "Place",
    "Problem",
    "Source",
    "indicator",
    "load",
]
