"""Compute indicators that need Python: functions of other indicators, one module a pillar.

A new one is a function under `@indicator` in any module here; `load_all` finds it. Its arguments
are wide frames (rows place and breakdown, columns periods), aligned, in base units, NaN where
there is no figure.
"""

from indicators.metrics.registry import REGISTRY, Metric, indicator, load_all

__all__ = ["REGISTRY", "Metric", "indicator", "load_all"]
