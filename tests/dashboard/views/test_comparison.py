"""Who is compared, in what, and where each stands, beside ranks worked out by hand."""

from __future__ import annotations

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard.style import DARK, LIGHT, Palette, Style, measure
from dashboard.views import comparison as compareview
from dashboard.views import scatter as relateview
from dashboard.views.comparison import Comparison, Origin
from dashboard.views.scatter import ScatterQuery
from indicators import Dataset, load
from indicators.analysis import comparison as comparing
from indicators.analysis import correlation
from indicators.ingest.terms import LeftOut
from indicators.locale import get_locale
from indicators.model import Terms
from tests.dashboard import comparable

if TYPE_CHECKING:
    from tests.conftest import Tiny

PEERS = ("AAA", "BBB", "CCC", "DDD", "EEE", "GGG")
FIVE = PEERS[:5]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    made = comparable.dataset(tmp_path_factory.mktemp("comparable"))
    assert all(one.severity == "notice" for one in made.problems)
    return made


def compared(data: Dataset, language: str = "en", **asked: object) -> Comparison:
    scope = comparing.scope(data, "AAA", **asked)  # type: ignore[arg-type]
    style = Style(language, LIGHT, measure("page"))
    return Comparison(data, scope, comparing.row_indicators(data, scope.members), style)


def test_a_place_is_compared_with_its_peers(data: Dataset) -> None:
    scope = comparing.scope(data, "AAA")
    assert (scope.subject, scope.level, scope.members, scope.extra) == ("AAA", "country", PEERS, ())


def test_the_nearest_place_above_stands_in_for_one_with_too_few_figures(data: Dataset) -> None:
    scope = comparing.scope(data, "P1")
    assert (scope.page_place, scope.subject, scope.members) == ("P1", "AAA", PEERS)


def test_the_world_is_compared_with_nobody_so_the_focus_is_shown(data: Dataset) -> None:
    assert comparing.scope(data, "WLD").subject == "AAA"


def test_places_that_share_no_group_are_compared_in_their_whole_level(data: Dataset) -> None:
    scope = comparing.scope(data, "AAA", ["AAA", "FFF"])
    assert scope.group is None
    assert scope.members == (*FIVE, "FFF", "GGG")
    assert comparing.scope(data, "BBB", ["BBB"], comparing.ALL).members[:2] == ("BBB", "AAA")


def test_a_named_group_keeps_those_who_do_not_belong_and_says_so(data: Dataset) -> None:
    scope = comparing.scope(data, "AAA", ["FFF"], "poor")
    assert (scope.subject, scope.extra) == ("AAA", ("AAA", "FFF"))
    assert (
        compareview.group_name(compared(data, places=["FFF"], group="poor"))
        == "Poor with Aland and Efland"
    )


def test_a_group_of_another_level_is_of_the_place_above_not_of_the_groups_first(
    shipped: Dataset,
) -> None:
    """Changsha among the provinces is Hunan's place, whichever cities are in colour."""
    scope = comparing.scope(shipped, "430100", ("430100", "420100"), "china_provinces")
    assert (scope.subject, scope.level) == ("430000", "province")


def test_rows_are_the_headlines_and_nothing_said_twice(data: Dataset) -> None:
    assert comparing.comparable_indicators(data, PEERS) == ("users", "cost", "people", "twice")
    assert comparing.row_indicators(data, PEERS) == ("users", "cost", "people")
    assert comparing.row_indicators(data, PEERS, "online") == ("users", "cost")
    assert comparing.row_indicators(data, PEERS, chosen=["twice", "rare"]) == ("twice",)


def test_standing_is_on_unrounded_values_and_equal_ones_share_a_rank(data: Dataset) -> None:
    users = comparing.figures(data, "users", FIVE)
    assert {place: (one.rank, one.of, one.position) for place, one in users.items()} == {
        "EEE": (1, 5, 1),
        "BBB": (2, 5, 0.75),
        "AAA": (3, 5, 0.5),
        "CCC": (3, 5, 0.5),
        "DDD": (5, 5, 0),
    }
    assert [place for place, one in users.items() if one.older] == ["DDD"]


def test_less_is_ahead_where_less_is_better_and_old_figures_stay_out(data: Dataset) -> None:
    cost = comparing.figures(data, "cost", PEERS)
    assert {place: (one.rank, one.position) for place, one in cost.items()} == {
        "AAA": (1, 1),
        "BBB": (2, 0.75),
        "CCC": (3, 0.5),
        "DDD": (4, 0.25),
        "GGG": (5, 0),
    }


def test_mean_ranks_leave_sizes_out(data: Dataset) -> None:
    names = ("users", "cost", "people")
    assert comparing.mean_ranks(data, PEERS, names) == {
        "AAA": 2,
        "BBB": 2,
        "CCC": 3,
        "DDD": 4.5,
        "EEE": 1,
        "GGG": 5,
    }
    scope = comparing.scope(data, "AAA")
    assert comparing.column_places(data, scope, names, None, 4) == ("AAA", "EEE", "BBB", "CCC")
    assert comparing.column_places(data, scope, names, str, 9) == PEERS


def test_beside_the_subject_stands_its_smallest_group_first(data: Dataset) -> None:
    scope = comparing.scope(data, "AAA")
    assert comparing.neighbours(data, scope, ("users", "cost", "people"), 3) == (
        "BBB",
        "CCC",
        "DDD",
    )


def test_the_profile_says_what_is_missing_and_where_to_be_read_from(data: Dataset) -> None:
    made = compared(data)
    shown = compareview.profile_chart(made, ["AAA", "EEE"])
    text = json.dumps(shown.chart.figure, ensure_ascii=False)
    assert (
        compareview.profile_title(made)
        == "Aland stands highest in Cost of a line (1st of 5), lowest in Internet users (3rd of 5)"
    )
    assert "People (by size)" in text
    assert "The Bureau, Yearbook, 2023" in text
    assert compareview.missing_lines(made, ["AAA", "EEE"]) == [
        "No recent figure of Eland is held here for: Cost of a line."
    ]
    assert shown.rows[0][:8] == [
        "Internet users",
        "Eland",
        "90.0%",
        90.0,
        "% of people",
        1,
        5,
        "2023",
    ]
    assert len(shown.rows) == 5  # three rows of two places, one cell empty
    assert shown.chart.alt


def test_what_is_not_shown_for_its_terms_is_not_called_missing(data: Dataset) -> None:
    entry = LeftOut("cost", "office", Terms.ASK, 1, ("EEE",))
    first, *others = data.files
    restricted = replace(data, files=(replace(first, left_out=(entry,)), *others), memo={})
    assert compareview.missing_lines(compared(restricted), ["AAA", "EEE"]) == [
        "Not shown here for the terms of the source, Eland: Cost of a line."
    ]


def test_the_subject_keeps_its_row_where_it_has_no_figure(data: Dataset) -> None:
    scope = comparing.scope(data, "EEE")
    made = replace(compared(data), scope=scope)
    drawn = compareview.profile_chart(made, []).chart.figure
    assert any(
        "No data" in str(note["text"]) or "figure.no_data" in str(note["text"])
        for note in drawn["layout"]["annotations"]
    )


def test_ranks_mark_older_figures(data: Dataset) -> None:
    made = compared(data)
    drawn = compareview.ranks_chart(made, False, 20).chart.figure
    texts = next(trace for trace in drawn["data"] if trace.get("mode") == "text")
    cells = {(x, y): text for x, y, text in zip(texts["x"], texts["y"], texts["text"], strict=True)}
    assert [cells[column, 0] for column in range(5)] == [
        "3",
        "1",
        "2",
        "3",
        "5*",
    ]  # AAA EEE BBB CCC DDD
    assert cells[1, 1] == "–"
    assert compareview.ranks_title(made) == "Aland is in the upper half in 1 of 2 indicators"
    assert compareview.has_older(made, FIVE) and not compareview.has_older(made, ["AAA"])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_word_is_there(data: Dataset, language: str, palette: Palette) -> None:
    plain = compared(data, language)
    made = replace(plain, style=replace(plain.style, palette=palette))
    pair = ScatterQuery("users", "cost", "people", FIVE, "", "income", False, True)
    for shown in (
        compareview.profile_chart(made, FIVE),
        compareview.ranks_chart(made, True, 3),
        relateview.scatter_chart(made, pair),
    ):
        said = json.dumps([shown.chart.figure, shown.header, shown.about], ensure_ascii=False)
        assert not re.search(r"compare\.|address\.|\{\w+\}", said)


def test_dots_of_one_period_or_the_newest(data: Dataset) -> None:
    every = (*FIVE, "FFF")
    newest = {
        dot.place: (dot.x, dot.y, dot.period)
        for dot in correlation.dots(data, "users", "people", every)
    }
    assert newest["DDD"] == (30, 1, "2022 / 2023")
    assert newest["AAA"] == (50, 100, "2023")
    exact = [dot.place for dot in correlation.dots(data, "users", "people", every, "2023")]
    assert exact == ["AAA", "BBB", "CCC", "EEE", "FFF"]
    assert correlation.periods(data, "users", "people", every) == ("2023",)
    assert correlation.periods(data, "users", "cost", every) == (
        "2023",
    )  # three places: no correlation, but a picture


def test_size_and_group_come_along(data: Dataset) -> None:
    home = correlation.group_of_places(data, "income", "country")
    dots = correlation.dots(data, "users", "cost", FIVE, "", "people", home)
    assert [(dot.place, dot.size, dot.group) for dot in dots] == [
        ("AAA", 100, "rich"),
        ("BBB", 10, "rich"),
        ("CCC", 1000, "poor"),
        ("DDD", 1, "poor"),
    ]
    assert correlation.group_kinds(data, "country") == ("income",)


def test_correlation_by_hand() -> None:
    line = [correlation.Dot(str(at), at, 2.0 * at, "2023", "2023") for at in range(1, 6)]
    power = [
        correlation.Dot(str(at), 10.0**at, float(10 - at), "2023", "2023") for at in range(1, 6)
    ]
    assert correlation.correlation(line) == pytest.approx(1)
    assert correlation.correlation(power, log_x=True) == pytest.approx(-1)
    assert correlation.correlation(line[:4]) is None
    assert correlation.correlation([replace(dot, y=3) for dot in line]) is None
    # x 1..5, y 2 1 4 3 5: covariance sum 8, both sums of squares 10, so 0.8
    crossed = [replace(dot, y=y) for dot, y in zip(line, (2, 1, 4, 3, 5), strict=True)]
    assert correlation.correlation(crossed) == pytest.approx(0.8)


def test_the_scatter_says_how_far_two_move_together(data: Dataset) -> None:
    made = compared(data, group=comparing.ALL)
    pair = ScatterQuery("people", "users", "", made.scope.members, "", "income", True, False)
    shown = relateview.scatter_chart(made, pair)
    r = correlation.correlation(
        correlation.dots(data, "people", "users", made.scope.members), log_x=True
    )
    assert r is not None and abs(r) < relateview.LOOSE_CORRELATION
    assert "are hardly related" in json.dumps(shown.chart.figure)
    assert f"n = {len(shown.rows)}" in json.dumps(shown.chart.figure)
    assert shown.header == [
        "Place",
        "People (people)",
        "Period: People",
        "Internet users (% of people)",
        "Period: Internet users",
        "Group",
    ]
    assert shown.rows[-1] == ["Efland", 7, "2023", 10, "2023", "Other"]


OFFICE = """sources:
  office: {publisher: {en: Office}, title: {en: Accounts}, year: "2022"}
  bureau:
"""


def test_only_the_sources_of_the_figures_drawn_are_cited(tiny: Tiny) -> None:
    """The foot of a chart of Alpha named the office, from which only Gamma's GDP is."""
    tiny.change("data/world/facts.yaml", "sources:\n  bureau:\n", OFFICE)
    tiny.add("GDP,CCC,2022,total,1,100 million yuan,,office,")
    dataset, locale = tiny.load(), get_locale("en")
    bureau, office = "Bureau of Facts, Facts, 2024", "Office, Accounts, 2022"

    def cited(*origins: Origin) -> list[str]:
        return compareview.citations(locale, dataset, origins)

    assert cited(Origin("gdp_per_head", "AAA", "2023")) == [bureau]
    assert set(cited(Origin("gdp_per_head", "CCC", "2022"))) == {bureau, office}
    assert cited(Origin("gdp", "CCC", "2022", "office")) == [office]
    assert set(cited(Origin("gdp_per_head"))) == {bureau, office}, "the whole indicator"


def test_no_dot_lies_where_a_value_is_a_lower_bound(data: Dataset, tmp_path: Path) -> None:
    config = comparable.write(tmp_path)
    csv = tmp_path / "data" / "b" / "b.csv"
    row = "users,EEE,2023,total,90,% of people,"
    csv.write_text(csv.read_text().replace(row, row + "lower_bound"))
    bounded = load(config, keep=False)
    places = ("AAA", "BBB", "CCC", "EEE")
    dots = correlation.dots(data, "people", "users", places, size="cost")
    assert [dot.place for dot in dots] == list(places)
    assert [dot.size_period for dot in dots] == ["2023", "2023", "2023", ""]
    found = correlation.dots(bounded, "people", "users", places)
    assert [dot.place for dot in found] == ["AAA", "BBB", "CCC"]


def test_only_so_many_charts_are_kept(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.dataset.MAX_ADDRESSES", 3)
    for at in range(9):
        assert comparing.cached(data, ("kept", at), lambda at=at: at) == at  # type: ignore[misc]
    assert len(data.memo["addresses"]) == 3  # type: ignore[arg-type]


def test_the_chart_that_was_read_last_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indicators.dataset.MAX_ADDRESSES", 2)
    dataset = load(comparable.write(tmp_path), keep=False)
    made: list[str] = []
    for name in ("first", "second", "first", "third", "first"):
        dataset.cached_for_address(name, lambda name=name: made.append(name))  # type: ignore[misc]
    assert made == ["first", "second", "third"]


def test_two_threads_make_a_chart_once(data: Dataset) -> None:
    made: list[float] = []

    def make() -> float:
        time.sleep(0.2)
        made.append(time.monotonic())
        return made[0]

    with ThreadPoolExecutor(4) as pool:
        values = list(pool.map(lambda _: data.cached_for_address("once", make), range(4)))
    assert len(made) == 1 and set(values) == set(made)
