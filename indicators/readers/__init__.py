"""Publisher's bytes -> rows. One small module a format; a reader is a function, named here once."""

from __future__ import annotations

from collections.abc import Callable

from indicators.model import Problem
from indicators.readers import tidy
from indicators.readers.rows import Rows

Reader = Callable[[bytes, str], tuple[Rows, list[Problem]]]

READERS: dict[str, Reader] = {"tidy": tidy.read}
DEFAULT = "tidy"

__all__ = ["DEFAULT", "READERS", "Reader", "Rows"]
