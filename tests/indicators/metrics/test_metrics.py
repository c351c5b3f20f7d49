"""Every metric on figures small enough to check by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators.metrics.registry import Metric, load_all
from indicators.model import Text

NAN = np.nan
METRICS = load_all()
SHIPPED = [metric for metric in METRICS.values() if metric.module.startswith("indicators.metrics.")]
PILLARS = {"connectivity", "skills", "digital_economy", "big_data", "egovernment", "smart_city"}
PEERS = {"A": ("A", "B"), "B": ("A", "B")}


def frame(rows: dict[str, list[float]], periods: Iterable[str] = ("2022", "2023")) -> pd.DataFrame:
    """Rows by place, or by 'place breakdown'."""
    keys = [tuple(f"{name} total".split()[:2]) for name in rows]
    index = pd.MultiIndex.from_tuples(keys, names=["place", "breakdown"])
    return pd.DataFrame(list(rows.values()), index=index, columns=list(periods), dtype=float)


def run(name: str, *inputs: pd.DataFrame) -> pd.DataFrame:
    metric = METRICS[name]
    arguments = dict(zip(metric.needs, inputs, strict=True))
    return metric.function(**arguments, **({"peers": PEERS} if metric.uses_peers else {}))


def one(name: str, *inputs: float) -> float:
    """The metric for one place and period."""
    return float(run(name, *(frame({"A": [value]}, ["2023"]) for value in inputs)).to_numpy()[0, 0])


@pytest.mark.parametrize(
    ("name", "inputs", "expected"),
    [
        ("coverage_gap_3g", [97.5], 2.5),
        ("coverage_gap_4g", [100.2], 0),
        ("people_without_3g", [2_000_000, 90], 200_000),
        ("people_without_4g", [2_000_000, 101], 0),
        ("people_offline", [1_000_000, 75.6], 244_000),
        ("subscribers_per_station_province", [80_000_000, 400_000], 200),
        ("mobile_internet_take_up_province", [60_000_000, 80_000_000], 75),
        ("it_employment_share_province", [120_000, 6_000_000], 2),
        ("rd_personnel_rate_province", [180_000, 6_000_000], 300),
        ("patents_per_rd_effort_province", [90_000, 180_000], 50),
        ("digital_core_share_city_computed", [2580.6e8, 19917e8], 12.9568),
        ("digital_broad_share_province_computed", [2.4e12, 5e12], 48),
        ("digital_share_bea_computed", [2410e9, 24100e9], 10),
        ("software_revenue_share_province", [1272e8, 50_880e8], 2.5),
        ("ecommerce_sales_share_province", [5e11, 4e12], 12.5),
        ("telecom_volume_share_province", [1e11, 4e12], 2.5),
        ("digital_services_balance", [6e9, 8e9], -2e9),
        ("digital_services_balance_to_gdp", [-2e9, 4e11], -0.5),
        ("digital_services_exports_to_gdp", [6e9, 4e11], 1.5),
        ("ict_services_exports_to_gdp", [2e9, 4e11], 0.5),
        ("ict_services_specialisation", [12.5, 7], 5.5),
        ("ict_goods_specialisation", [20, 26], -6),
        ("services_exports_implied", [2e9, 8], 25e9),
        ("websites_per_100_domains_province", [30_000, 200_000], 15),
        ("ipv4_per_100_users_province", [8e6, 5e7], 16),
        ("egdi_recomputed", [0.9, 0.8, 0.7], 0.8),
        ("egdi_recomputed_difference", [0.8, 0.79], 0.01),
        ("egdi_services_lead", [0.9, 0.8, 0.6], 0.2),
        ("gdp_per_resident_city", [1.4e12, 1e7], 140_000),
    ],
)
def test_by_hand(name: str, inputs: list[float], expected: float) -> None:
    assert one(name, *inputs) == pytest.approx(expected, rel=1e-5)


def test_a_share_of_nothing_gives_no_total() -> None:
    assert np.isnan(one("services_exports_implied", 2e9, 0))


@pytest.mark.parametrize(
    "name", ["digital_share_caict_computed", "digital_core_share_nbs_computed"]
)
def test_the_national_share_takes_the_sum_of_the_provinces(name: str) -> None:
    added = frame({"CHN": [40, 50], "A": [NAN, NAN], "B": [NAN, NAN]})
    gdp = frame({"CHN": [NAN, NAN], "A": [60, 60], "B": [NAN, 40]})
    result = run(name, added, gdp)
    assert result.to_numpy() == pytest.approx(
        np.array([[NAN, 50], [NAN, NAN], [NAN, NAN]]), nan_ok=True
    )


@pytest.mark.parametrize(
    "name",
    [
        "software_revenue_concentration_province",
        "domains_concentration_province",
        "websites_concentration_province",
    ],
)
def test_shares_of_all_provinces(name: str) -> None:
    assert run(name, frame({"A": [30, 1], "B": [90, NAN]})).to_numpy() == pytest.approx(
        np.array([[25, NAN], [75, NAN]]), nan_ok=True
    )


@pytest.mark.parametrize(
    "name",
    [
        "software_revenue_growth_province",
        "digital_services_exports_growth",
        "gdp_nominal_growth_city",
    ],
)
def test_growth_over_a_year(name: str) -> None:
    assert run(name, frame({"A": [200, 230]})).iloc[0].tolist() == pytest.approx(
        [NAN, 15], nan_ok=True
    )


@pytest.mark.parametrize(
    "name",
    [
        "software_revenue_growth_5y_province",
        "digital_services_exports_growth_5y",
        "gdp_nominal_growth_5y_city",
    ],
)
def test_growth_over_five_years(name: str) -> None:
    result = run(name, frame({"A": [100, 161.051]}, ["2018", "2023"]))
    assert result.iloc[0].tolist() == pytest.approx([NAN, 10], nan_ok=True)


@pytest.mark.parametrize(
    "name",
    [
        "internet_users_gap",
        "fixed_broadband_gap",
        "egdi_gap",
        "software_revenue_gap_province",
        "digital_services_exports_gap",
        "gdp_per_resident_gap_city",
    ],
)
def test_the_distance_to_the_best_peer(name: str) -> None:
    result = run(name, frame({"A": [70, 80], "B": [90, 80], "C": [99, 99]}))
    assert result.to_numpy() == pytest.approx(np.array([[20, 0], [0, 0], [NAN, NAN]]), nan_ok=True)


def test_places_gained_are_positive_when_the_rank_falls() -> None:
    result = run("egdi_places_gained", frame({"A": [65, 45]}, ["2020", "2022"]))
    assert result.iloc[0].tolist() == pytest.approx([NAN, 20], nan_ok=True)


def test_services_are_set_against_the_whole_city() -> None:
    gdp = frame({"A sector=tertiary": [60, 70], "A": [100, 140], "B": [50, 50]})
    result = run("tertiary_share_city", gdp)
    assert result.to_numpy() == pytest.approx(
        np.array([[NAN, NAN], [60, 50], [NAN, NAN]]), nan_ok=True
    )


@pytest.mark.parametrize("metric", SHIPPED, ids=lambda metric: metric.id)
@pytest.mark.filterwarnings("error")
def test_shape_gaps_and_inputs_are_respected(metric: Metric) -> None:
    """The same rows and columns come back; nothing comes of nothing; zeros and an empty table do no
    harm.
    """
    table = frame(
        {"A": [0, 2, NAN], "A sector=tertiary": [1, 1, NAN], "B": [4, NAN, 6]},
        ["2018", "2022", "2023"],
    )
    for given in (table, table * NAN, table.iloc[:0], table.iloc[:, :0]):
        before = given.copy()
        result = run(metric.id, *(given for _ in metric.needs))
        pd.testing.assert_index_equal(result.index, given.index)
        pd.testing.assert_index_equal(result.columns, given.columns)
        pd.testing.assert_frame_equal(given, before)
    assert run(metric.id, *(table * NAN for _ in metric.needs)).isna().to_numpy().all()


@pytest.mark.parametrize("metric", SHIPPED, ids=lambda metric: metric.id)
def test_every_metric_is_said_in_full(metric: Metric) -> None:
    texts: list[Text] = [metric.title, metric.short, metric.definition, *metric.notes]
    texts.append(metric.method)
    assert all(text.words.keys() == {"en", "zh"} and all(text.all()) for text in texts)
    assert len(metric.short.get("en")) <= 28
    assert len(metric.short.get("zh")) <= 12
    assert metric.pillar in PILLARS
    assert "Source" in metric.method.get("en") and "资料来源" in metric.method.get("zh")
    assert set(metric.takes) == set(metric.needs)


@pytest.mark.parametrize("metric", SHIPPED, ids=lambda metric: metric.id)
def test_a_metric_takes_another_in_the_unit_it_gives(metric: Metric) -> None:
    for need in set(metric.needs) & METRICS.keys():
        assert metric.takes[need] == METRICS[need].unit


def test_every_metric_is_worked_out_by_hand_somewhere() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [metric.id for metric in SHIPPED if f'"{metric.id}"' not in source] == []
