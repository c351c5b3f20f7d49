"""Reading observations from a dataset: select, series, latest, ranked."""

from __future__ import annotations

import threading
import time
from datetime import date
from functools import partial
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


def test_what_a_place_has(tiny: Tiny) -> None:
    dataset = (
        tiny.add("NET,EEE,2023,sex=female,1,,,,")
        .change("data/places.csv", "CCC,", "EEE,Epsilon,戊国,country,WLD,,,,\nCCC,")
        .load()
    )
    assert dataset.indicators_of("AAA") == ("gdp_per_head", "internet_users", "population", "gdp")
    assert dataset.indicators_of("CCC") == ("internet_users", "population")
    assert dataset.indicators_of("EEE") == (), "a part is no figure of the whole"
    assert dataset.has("internet_users", "EEE", "sex=female")
    assert not dataset.has("internet_users", "EEE")
    assert dataset.indicators_of("nowhere") == ()


def test_asking_for_one_place_makes_no_grid(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = tiny.load()
    monkeypatch.setattr(type(dataset.observations), "grid", lambda *_: pytest.fail("a grid"))
    dataset.indicators_of("AAA")
    assert dataset.has("gdp", "AAA") and not dataset.has("gdp", "CCC")
    assert [figure.value for figure in dataset.series("internet_users", "AAA")] == [50, 60]
    assert dataset.latest("internet_users", "AAA").value == 60  # type: ignore[union-attr]


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
    dataset = tiny.with_peers().add("NET,ALP,2023,total,60,,,,").load()
    places = ["ALP", "CCC", "AAA", "BBB", "nowhere", "AAA", "DDD"]
    frame = dataset.ranked("internet_users", places)
    assert list(zip(frame["place"], frame["rank"], strict=True)) == [
        ("BBB", 1),
        ("ALP", 2),
        ("AAA", 2),
        ("DDD", 4),
        ("CCC", 5),
    ]
    four = dataset.ranked("internet_users", places[:-1])
    assert four["place"].tolist() == ["BBB", "ALP", "AAA", "CCC"]
    assert four["rank"].isna().all()


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


def test_a_break_keeps_an_older_figure_out_of_a_ranking(tiny: Tiny) -> None:
    tiny.with_peers().change(
        "data/world/facts.csv", "NET,CCC,2023,total,30", "NET,CCC,2022,total,30"
    )
    places = ["AAA", "BBB", "CCC", "DDD", "EEE"]
    assert tiny.load().ranked("internet_users", places)["place"].tolist()[-2:] == ["CCC", "EEE"]
    tiny.change(
        "data/world/facts.yaml",
        "{place: AAA, period",
        '{place: CCC, period: "2023"}, {place: AAA, period',
    )
    ranked = tiny.load().ranked("internet_users", places)
    assert ranked["place"].tolist() == ["BBB", "AAA", "DDD", "EEE"]
    assert ranked["rank"].isna().all()  # four are too few


def test_a_quarter_is_not_ranked_among_years(tiny: Tiny) -> None:
    dataset = tiny.with_peers().add("NET,BBB,2023-Q4,total,99,,,,").load()
    ranked = dataset.ranked("internet_users", ["AAA", "BBB", "CCC", "DDD", "EEE"])
    assert ranked["place"].tolist()[0] == "BBB" and ranked["rank"].isna().all()


def test_a_forecast_has_no_rank(tiny: Tiny) -> None:
    tiny.with_peers().add("NET,EEE,2024,total,99,,forecast,,", "NET,ALP,2023,total,1,,,,")
    ranked = tiny.load().ranked("internet_users", ["AAA", "BBB", "CCC", "DDD", "EEE", "ALP"])
    ranks = dict(zip(ranked["place"], ranked["rank"], strict=True))
    assert ranks.pop("EEE") != 1 and ranks == {"BBB": 1, "AAA": 2, "DDD": 3, "CCC": 4, "ALP": 5}


def test_a_place_of_another_level_may_name_a_group(tiny: Tiny) -> None:
    tiny.change(
        "data/places.csv", "ALP,Alpha City,甲城,city,AAA,,", "ALP,Alpha City,甲城,city,AAA,friends,"
    )
    assert "ALP" in tiny.load().catalogue.groups["friends"].places


@pytest.mark.parametrize("name", ["cached", "cached_for_day"])
def test_threads_that_ask_at_once_make_a_value_once(tiny: Tiny, name: str) -> None:
    dataset = tiny.load()
    cached = getattr(dataset, name)
    if name == "cached_for_day":
        cached = partial(cached, date(2024, 9, 1))
    barrier, made = threading.Barrier(4), []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return cached("inner", lambda: 7)  # type: ignore[no-any-return]

    def ask() -> None:
        barrier.wait()
        assert cached("outer", make) == 7

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
