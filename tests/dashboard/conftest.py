"""What tests of the showing side share: the day on which pages are read, and the shipped figures,
loaded once.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard import url_state
from indicators import Dataset, load

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2024, 9, 1)
"""The figures of tests/data/tiny end in 2023, the last completed year on this day."""


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(url_state, "current_day", lambda: TODAY)


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The dashboard of Changsha."""
    return load(ROOT / "config.yaml", ROOT / "data", keep=False)
