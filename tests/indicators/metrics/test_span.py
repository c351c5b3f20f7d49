"""Growth that looks back across a break of its series is marked as broken."""

from __future__ import annotations

import pytest

from indicators import Dataset, load


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return load(keep=False)


@pytest.mark.parametrize(
    ("indicator", "broken"),
    [
        ("gdp_nominal_growth_city", {"2019"}),
        ("gdp_nominal_growth_5y_city", {"2019", "2020", "2021", "2022", "2023"}),
    ],
)
def test_changshas_gdp_breaks_in_2019(shipped: Dataset, indicator: str, broken: set[str]) -> None:
    frame = shipped.select(indicator, ["430100"])
    assert set(frame["period"][frame["status"] == "break"]) == broken
    assert len(frame) > len(broken)


def test_what_is_made_of_a_broken_series_has_its_break(shipped: Dataset) -> None:
    assert any(
        one.place == "430100" and one.period == "2019"
        for one in shipped.catalogue.indicators["gdp_per_resident_city"].breaks
    )
