"""The shipped figures, loaded once for the tests that look at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators import Dataset, load

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The dashboard of Changsha."""
    return load(ROOT / "config.yaml", ROOT / "data", keep=False)
