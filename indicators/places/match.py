"""What a code and a name stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["place", "aggregate", "elsewhere", "unknown", "conflict"]


@dataclass(frozen=True)
class PlaceMatch:
    """A place of places.csv (`code`), a group of places kept apart from them ('aggregate'), a place that places.csv lacks
    ('elsewhere'), nothing known, or a code and a name that mean two different places ('conflict').

    `name` is what it is called; for nothing known, what the file says.
    """

    code: str
    kind: Kind
    name: str = ""
