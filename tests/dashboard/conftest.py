"""What tests of the showing side share: the day on which pages are read."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import state

TODAY = date(2024, 9, 1)
"""The figures of tests/data/tiny end in 2023, the last completed year on this day."""


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "current_day", lambda: TODAY)
