"""Publisher's bytes -> rows. One small module a format; each tells what its files look like and how
they are read.
"""

from __future__ import annotations

from indicators.readers.rows import Rows

SUFFIXES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".zip", ".gz")
"""How the names of files with figures end; what is in them is recognised from their bytes."""

__all__ = ["SUFFIXES", "Rows"]
