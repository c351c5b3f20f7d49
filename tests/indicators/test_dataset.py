"""Reading observations from a dataset: select, series, latest, ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Tiny


def test_selecting_by_place_and_period(tiny: Tiny) -> None:
    frame = tiny.load().select("internet_users", ["AAA", "CCC"], periods=["2023"])
    assert frame[["place", "value", "status"]].to_numpy().tolist() == [
        ["AAA", 60, "break"],
        ["CCC", 30, "reported"],
    ]
    assert tiny.load().select("internet_users", ["AAA"], breakdown="sex=female")[
        "value"
    ].tolist() == [55]


def test_an_unknown_indicator_is_told_with_the_nearest(tiny: Tiny) -> None:
    with pytest.raises(
        KeyError, match=r"no indicator 'internet_user'\. Did you mean 'internet_users'"
    ):
        tiny.load().select("internet_user")


def test_series_and_latest(tiny: Tiny) -> None:
    dataset = tiny.load()
    assert [(one.period, one.value) for one in dataset.series("internet_users", "BBB")] == [
        ("2022", 80),
        ("2023", 90),
    ]
    assert dataset.latest("internet_users", "BBB", period="2022-07").value == 80  # type: ignore[union-attr]
    assert dataset.latest("internet_users", "BBB", period="2021") is None
    assert dataset.latest("internet_users", "ALP") is None
    assert dataset.series("internet_users", "ALP") == []
    assert dataset.latest("internet_users", "AAA").note == "counted anew"  # type: ignore[union-attr]


def test_periods_are_in_order_of_time_not_of_text(tiny: Tiny) -> None:
    dataset = tiny.add(
        "GDP,AAA,2022-Q4,total,1,,,,",
        "GDP,AAA,2022-07-01/P1Y,total,2,,,,",
        "GDP,AAA,2022-03,total,3,,,,",
    ).load()
    assert [one.period for one in dataset.series("gdp", "AAA")] == [
        "2022-03",
        "2022-07-01/P1Y",
        "2022-Q4",
        "2023",
    ]


def test_ranking_is_best_first_with_ties_sharing(tiny: Tiny) -> None:
    dataset = tiny.add("NET,ALP,2023,total,60,,,,").load()
    frame = dataset.ranked("internet_users", ["ALP", "CCC", "AAA", "BBB", "nowhere", "AAA"])
    assert list(zip(frame["place"], frame["rank"], strict=True)) == [
        ("BBB", 1),
        ("ALP", 2),
        ("AAA", 2),
        ("CCC", 4),
    ]


def test_ranking_turns_with_the_good_direction(tiny: Tiny) -> None:
    tiny.change("data/world/facts.yaml", "better: higher\n    weight", "better: lower\n    weight")
    assert tiny.load().ranked("internet_users", ["AAA", "BBB", "CCC"])["place"].tolist() == [
        "CCC",
        "AAA",
        "BBB",
    ]


def test_old_figures_do_not_enter_a_ranking(tiny: Tiny) -> None:
    dataset = tiny.add("NET,ALP,2020,total,99,,,,").load()
    assert "ALP" not in dataset.ranked("internet_users", ["AAA", "ALP"])["place"].tolist()
    assert "ALP" in dataset.ranked("internet_users", ["AAA", "ALP"], within=3)["place"].tolist()
    assert dataset.ranked("internet_users", ["AAA", "ALP"], period="2022")["value"].tolist() == [
        99,
        50,
    ]
    assert len(dataset.ranked("internet_users", [])) == 0


def test_a_dashboard_without_any_figure_loads(tiny: Tiny) -> None:
    tiny.write("data/world/facts.csv", "indicator,place,period,value\n")
    dataset = tiny.load()
    assert len(dataset) == 0
    assert dataset.latest("gdp_per_head", "AAA") is None
    assert dataset.ranked("gdp", ["AAA"]).empty
