"""Whether the dashboard works: what `/health` answers to a monitor and what a page warns its reader
about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indicators import Problem

HealthState = Literal["loading", "ok", "degraded", "failed"]


@dataclass(frozen=True)
class Health:
    """The state of the dashboard and the problems behind it.

    'loading' before the first dataset is read, 'failed' where none can be read, 'degraded' where
    figures are shown but something around them does not work (config.yaml cannot be used at
    present, versions are not kept).
    """

    state: HealthState
    problems: tuple[Problem, ...] = ()
