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
        ("gdp_nominal_growth_city", ["2008", "2018", "2019", "2023"]),
        (
            "gdp_nominal_growth_5y_city",
            [*map(str, range(2008, 2013)), *map(str, range(2018, 2024))],
        ),
    ],
)
def test_changshas_gdp_breaks_at_economic_censuses(
    shipped: Dataset, indicator: str, broken: list[str]
) -> None:
    """The second census (2008), the fourth (2018, 2019) and the fifth (2023)."""
    frame = shipped.select(indicator, ["430100"])
    assert sorted(frame["period"][frame["status"] == "break"]) == broken
    assert len(frame) > len(broken)


def test_what_is_made_of_a_broken_series_has_its_break(shipped: Dataset) -> None:
    assert any(
        one.place == "" and one.period == "2019"
        for one in shipped.catalogue.indicators["gdp_per_resident_city"].breaks
    )
