"""The result of looking up a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["place", "aggregate", "elsewhere", "unknown", "conflict"]


@dataclass(frozen=True)
class PlaceMatch:
    """What a code and a name mean.

    `kind` is 'place' (of places.csv, by its `code`), 'aggregate' (a group of places, kept apart),
    'elsewhere' (a place that places.csv does not list), 'conflict' (a code and a name that mean
    two different places) or 'unknown'. `name` is what it is called; of an unknown one, the text.
    """

    code: str
    kind: Kind
    name: str = ""
