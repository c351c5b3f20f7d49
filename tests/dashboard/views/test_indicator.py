"""What the indicator page shows: whose values, compared with whom, and tables to file and line.

The values are those of comparable.py: users of EEE 90, BBB 70, AAA and CCC 50; DDD 30 in 2022.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.charts import Outline
from dashboard.style import LIGHT, Style, measure
from dashboard.views import indicator as indicatorview
from dashboard.views.indicator import IndicatorQuery, default_places, groups_of, place_with_values
from indicators import Dataset, load
from indicators.catalogue import Map, Tile
from indicators.ingest.terms import LeftOut
from indicators.model import Terms, Text
from tests.dashboard import comparable, tiny

if TYPE_CHECKING:
    from tests.conftest import Tiny

CITED, CITED_ZH = "The Bureau, Yearbook, 2023", "统计局，年鉴，2023"
PARTS = tiny.ROWS.split("U,Alnd", maxsplit=1)[0] + "".join(
    f"U,AAA,{row},% of people,,,\n"
    for row in ("2021,sex=female,40", "2022,sex=female,58", "2021,sex=male,61")
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("comparable")
    config = comparable.write(folder)
    return load(config, keep=False)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The tiny dashboard with women and men: lines 7 to 9."""
    return tiny.dataset(tmp_path_factory.mktemp("parts"), PARTS)


def asked(
    dataset: Dataset,
    indicator: str = "users",
    places: tuple[str, ...] = ("AAA", "EEE"),
    language: str = "en",
    group: str = "five",
    **more: Any,
) -> IndicatorQuery:
    given = {"period": "", "breakdown": "total", **more}
    return IndicatorQuery(
        dataset,
        dataset.catalogue.indicators[indicator],
        "AAA",
        places,
        given["period"],
        given["breakdown"],
        dataset.catalogue.groups.get(group),
        Style(language, LIGHT, measure("page")),
    )


def heading(shown: Any) -> str:
    """The chart's title in one line, without its marks."""
    text = str(shown.chart.figure["layout"]["title"]["text"])
    return text.replace("<br>", " ").replace("<b>", "").replace("</b>", "")


def foot(shown: Any) -> str:
    return str(shown.chart.figure["layout"]["annotations"][0]["text"]).replace("<br>", " ")


@pytest.mark.parametrize(
    ("place", "indicator", "found"),
    [
        ("AAA", "users", "AAA"),
        ("P1", "users", "P1"),
        ("P1", "cost", "AAA"),
        ("FFF", "cost", "AAA"),
        ("WLD", "cost", "AAA"),
    ],
)
def test_whose_figures_are_shown(data: Dataset, place: str, indicator: str, found: str) -> None:
    assert place_with_values(data, indicator, place) == found


@pytest.mark.parametrize(
    ("place", "indicator", "groups"),
    [
        (
            "AAA",
            "users",
            ["five", "trio", "rich", "poor"],
        ),  # its peers, where it belongs, the others
        ("CCC", "users", ["five", "trio", "poor", "rich"]),
        ("AAA", "rare", ["five", "trio", "rich"]),  # nobody of the poor has a figure
        ("P1", "users", []),
        ("", "users", []),
    ],
)
def test_groups_with_the_peers_first(
    data: Dataset, place: str, indicator: str, groups: list[str]
) -> None:
    assert [group.id for group in groups_of(data, indicator, place)] == groups


@pytest.mark.parametrize(
    ("place", "group", "chosen"),
    [
        (
            "AAA",
            "five",
            ("AAA", "EEE", "BBB", "CCC"),
        ),  # itself, the best, and the neighbours in rank
        ("EEE", "five", ("EEE", "BBB")),  # the best has a neighbour on one side
        ("DDD", "five", ("DDD", "EEE", "CCC")),
        ("FFF", "five", ("FFF", "EEE", "BBB", "AAA")),  # not of the group: its three best
        ("P1", "", ("P1", "AAA")),  # no group: the country above it
        ("AAA", "", ("AAA",)),
    ],
)
def test_default_places(data: Dataset, place: str, group: str, chosen: tuple[str, ...]) -> None:
    assert default_places(data, "users", place, data.catalogue.groups.get(group), "total") == chosen


def test_default_places_where_less_is_better(data: Dataset) -> None:
    group = data.catalogue.groups["five"]
    assert default_places(data, "cost", "CCC", group, "total") == ("CCC", "AAA", "BBB", "DDD")


def test_options_are_those_with_figures(data: Dataset) -> None:
    assert indicatorview.place_options(data, "rare", "total") == ["AAA", "BBB"]
    assert set(indicatorview.place_options(data, "users", "total")) == {
        "AAA",
        "BBB",
        "CCC",
        "DDD",
        "EEE",
        "FFF",
        "P1",
    }


def test_trend(data: Dataset) -> None:
    shown = indicatorview.trend_chart(asked(data))
    assert shown.header == [
        "Place",
        "Period",
        "Value",
        "Unit",
        "Status",
        "Source",
        "Note",
        "File",
        "Line",
    ]
    assert shown.rows == [  # the places chosen alone, not the group that is grey behind them
        ["Aland", "2023", 50.0, "% of people", "reported", CITED, "", "b/b.csv", 16],
        ["Eland", "2023", 90.0, "% of people", "reported", CITED, "", "b/b.csv", 20],
    ]
    assert heading(shown) == (
        "Aland: 50.0% in 2023; The five: 3rd of 5 in 2023 (one with an older figure)"
    )
    assert foot(shown) == f"Source: {CITED} · Data up to 2023 · Retrieved on 14 Mar 2026"
    assert shown.name == "users-trend-AAA"
    drawn = {trace["name"]: trace["y"] for trace in shown.chart.figure["data"] if trace.get("name")}
    assert drawn == {"Aland": [50], "Eland": [90]}
    grey = [
        value
        for trace in shown.chart.figure["data"]
        if not trace.get("name")
        for value in trace["y"]
        if value is not None and trace.get("opacity")
    ]
    assert set(grey) == {70, 50, 30}


def group_trend(tiny: Tiny, language: str, constant: bool) -> Any:
    """The trend of the Friends: 72.5 and 72 % weighted; 72.5 and 82.5 % without Gamma."""
    query = asked(tiny.load(), "internet_users", ("friends", "BBB"), language, "friends")
    return indicatorview.trend_chart(replace(query, constant_members=constant))


def test_a_groups_line_says_how_it_is_averaged(tiny: Tiny) -> None:
    shown = group_trend(tiny, "en", False)
    assert "Friends (weighted mean)" in {trace.get("name") for trace in shown.chart.figure["data"]}
    text = "mean weighted by “Population”; unweighted mean of the 3 members with figures for 2023"
    assert f"Friends: {text}: 60.0%" in foot(shown)
    assert [row[2] for row in shown.rows if row[0] == "Friends"] == [72.5, 72]
    assert "weighted mean, covers 80% of the group's weight" in shown.rows[2][6]


def test_a_groups_line_is_marked_where_coverage_changes(tiny: Tiny) -> None:
    shown = group_trend(tiny, "zh", False)  # from 80 % of the weight to all of it
    assert "■ 朋友（加权平均）：2023年成员覆盖率变动超过5个百分点" in foot(shown)
    assert "■" not in foot(group_trend(tiny, "zh", True))


def test_a_groups_line_with_constant_members(tiny: Tiny) -> None:
    shown = group_trend(tiny, "en", True)
    assert [row[2] for row in shown.rows if row[0] == "Friends"] == [72.5, 82.5]
    assert "2 members with figures in all periods, which hold 80%" in foot(shown)
    assert "unweighted mean of the 3 members" in foot(shown), "both averages are named here, too"


def test_trend_in_chinese(data: Dataset) -> None:
    shown = indicatorview.trend_chart(asked(data, language="zh"))
    assert shown.rows[0] == [
        "甲国",
        "2023年",
        50.0,
        "占人口的百分比",
        "公布数",
        CITED_ZH,
        "",
        "b/b.csv",
        16,
    ]
    assert heading(shown) == "甲国：2023年为50.0%；五国：2023年居第3位（共5个，其中1个为较早数据）"
    assert foot(shown) == f"数据来源：{CITED_ZH} · 数据截至2023年 · 获取日期：2026年3月14日"


def test_what_leaves_with_the_figures(data: Dataset) -> None:
    assert indicatorview.trend_chart(asked(data)).about == [
        ("Indicator", "Internet users"),
        ("Definition", "Who is online."),
        ("Unit", "% of people"),
        ("Source", CITED),
        ("Terms", "not known"),
        ("Retrieved on", "2026-03-14"),
        ("Id", "users"),
    ]  # no licence is known, so none is named


def test_a_broken_series_says_so_in_what_leaves(parts: Dataset) -> None:
    one = asked(parts, places=("AAA",), group="both")
    assert ("Break in series in 2022", "New survey") in indicatorview.trend_chart(one).about
    assert ("Licence", "CC BY 4.0") in indicatorview.trend_chart(one).about


def test_without_a_day_of_retrieval_no_day_is_shown(parts: Dataset) -> None:
    """The time of a file is that of a copy, for example a checkout, and not of the values."""
    shown = indicatorview.trend_chart(asked(parts, places=("AAA",), group="both"))
    assert foot(shown).endswith("Data up to 2022") or foot(shown).endswith("Data up to 2023")
    assert "Retrieved on" not in dict(shown.about)


def test_ranking(data: Dataset) -> None:
    shown = indicatorview.ranking_chart(asked(data))
    assert shown.header[:2] == ["Rank", "Place"]
    assert [[row[0], row[1], row[2], row[3], row[8], row[9]] for row in shown.rows] == [
        [1, "Eland", "2023", 90.0, "b/b.csv", 20],
        [2, "Beland", "2023", 70.0, "b/b.csv", 17],
        [3, "Aland", "2023", 50.0, "b/b.csv", 16],
        [3, "Celand", "2023", 50.0, "b/b.csv", 18],
        [5, "Deland", "2022", 30.0, "b/b.csv", 19],
    ]
    assert heading(shown) == "Internet users, 2022–2023: The five"
    assert shown.chart.figure["data"][0]["x"] == [90, 70, 50, 50, 30]
    assert shown.name == "users-ranking-AAA"


def test_ranking_of_an_earlier_period(data: Dataset) -> None:
    shown = indicatorview.ranking_chart(asked(data, period="2022"))
    assert [row[:4] for row in shown.rows] == [[None, "Deland", "2022", 30.0]]
    assert (
        foot(shown)
        == "No recent figure held here: Aland "
        + f"Source: {CITED} · Data up to 2022 · Retrieved on 14 Mar 2026"
    )


def test_ranking_without_a_group_is_of_all(data: Dataset) -> None:
    shown = indicatorview.ranking_chart(asked(data, group="", language="zh"))
    assert [row[0] for row in shown.rows] == [1, 2, 3, 3, 5, 6], "a province is not among them"
    assert heading(shown) == "网民（2022年–2023年）：全部"


def test_a_computed_indicator_names_its_inputs_source_and_no_line(data: Dataset) -> None:
    shown = indicatorview.ranking_chart(asked(data, "twice", group="trio"))
    assert shown.rows[0] == [
        None,  # three places make no rank
        "Beland",
        "2023",
        140.0,
        "% of people",
        "reported",
        "",
        "",
        "",
        None,
    ]
    assert (
        foot(shown)
        == f"Source: {CITED} · Computed here · Data up to 2023 · Retrieved on 14 Mar 2026"
    )


def test_map(data: Dataset) -> None:
    outline = Outline("app/static/maps/x.geojson", frozenset({"AAA", "BBB", "XXX"}))
    shown = indicatorview.outline_map_chart(asked(data), outline, "country", "Outlines: ours")
    assert [row[:4] for row in shown.rows] == [
        [1, "Eland", "2023", 90.0],
        [2, "Beland", "2023", 70.0],
        [3, "Aland", "2023", 50.0],
        [3, "Celand", "2023", 50.0],
        [5, "Deland", "2022", 30.0],
        [6, "Efland", "2023", 10.0],
    ]  # no province among the countries
    assert heading(shown) == "Internet users, 2022–2023"
    assert foot(shown).endswith(" · Outlines: ours")
    assert shown.chart.figure["data"][0]["locations"] == ["XXX"]
    assert shown.chart.alt.endswith(
        "2 places, from 50.0% (Aland) to 70.0% (Beland); 1 without data."
    )


def test_tile_map(data: Dataset) -> None:
    tiles = (
        Tile("AAA", 0, 0, label=Text({"en": "A", "zh": "甲"})),
        Tile("BBB", 1, 0),
        Tile("ZZZ", 1, 1, Text({"en": "Zedland"})),
    )
    level_map = Map("tiles", "maps/t.csv", note=Text({"en": "Tiles: ours"}), tiles=tiles)
    shown = indicatorview.tile_map_chart(asked(data), level_map)
    assert [row[:4] for row in shown.rows] == [
        [None, "Beland", "2023", 70.0],
        [None, "Aland", "2023", 50.0],
    ]  # only places that have a tile, too few for a rank
    missing, coloured, _ = shown.chart.figure["data"]
    assert (missing["text"], coloured["customdata"]) == (["Zedland"], ["AAA", "BBB"])
    assert foot(shown).endswith(" · Tiles: ours") and heading(shown) == "Internet users, 2023"
    # another place stands first where the page's has no figure: it is not the page's place
    other = indicatorview.tile_map_chart(asked(data, places=("BBB",)), level_map)
    assert len(other.chart.figure["data"]) == len(shown.chart.figure["data"]) - 1


def test_a_place_whose_figures_are_left_out_for_their_terms_is_not_called_missing(
    data: Dataset,
) -> None:
    entry = LeftOut("users", "office", Terms.ASK, 1, ("FFF", "ZZZ"))
    first, *others = data.files
    files = (replace(first, left_out=(entry,)), *others)
    restricted = replace(data, files=files, memo={})
    tiles = (Tile("AAA", 0, 0), Tile("ZZZ", 1, 1, Text({"en": "Zedland"})))
    level_map = Map("tiles", "maps/t.csv", tiles=tiles)
    shown = indicatorview.tile_map_chart(asked(restricted), level_map)
    assert shown.chart.figure["data"][0]["hovertext"] == [
        "<b>Zedland</b><br>Not shown here for the terms of the source"
    ]
    ranked = indicatorview.ranking_chart(asked(restricted, period="2022", places=("FFF",)))
    assert foot(ranked).startswith("Not shown here for the terms of the source: Efland ")


def test_dot_map(data: Dataset) -> None:
    located = {
        code: replace(place, lat=float(at), lon=float(at))
        for at, (code, place) in enumerate(data.catalogue.places.items())
        if code in ("AAA", "BBB")
    }
    places = MappingProxyType({**data.catalogue.places, **located})
    placed = replace(data, catalogue=replace(data.catalogue, places=places))
    shown = indicatorview.dot_map_chart(asked(placed), "country", "app/static/maps/l.geojson", "")
    assert len(shown.rows) == 6  # the table has those without coordinates, too
    land, dots, _ = shown.chart.figure["data"]
    assert land["geojson"] == "app/static/maps/l.geojson"
    assert set(dots["customdata"]) == {"AAA", "BBB"}


def test_a_place_that_is_on_no_map(data: Dataset) -> None:
    maps = MappingProxyType({"country": Map("tiles", tiles=(Tile("AAA", 0, 0),))})
    mapped = replace(data, catalogue=replace(data.catalogue, maps=maps))
    assert indicatorview.has_map(mapped, "users", "AAA")
    assert not indicatorview.has_map(mapped, "users", "BBB")
    assert not indicatorview.has_map(data, "users", "AAA")
    city = next(code for code, one in data.catalogue.places.items() if one.level == "province")
    assert not indicatorview.has_map(mapped, "users", city)


def test_breakdown_as_bars_and_as_lines(parts: Dataset) -> None:
    bars = indicatorview.breakdown_chart(
        asked(parts, places=("AAA",), group="both"), over_time=False
    )
    assert bars.header[:3] == ["Breakdown", "Place", "Period"]
    assert sorted(
        ([row[0], row[2], row[3], row[9]] for row in bars.rows), key=lambda row: row[3]
    ) == [
        ["total", "2021", 50.0, 2],
        ["total", "2022", 60.0, 3],
        ["sex: female", "2021", 40.0, 7],
        ["sex: female", "2022", 58.0, 8],
        ["sex: male", "2021", 61.0, 9],
    ]
    assert bars.chart.figure["data"][0]["x"] == [60, 58, 61]
    assert heading(bars) == "Users [of] *it*: Aland"
    lines = indicatorview.breakdown_chart(
        asked(parts, places=("AAA",), group="both"), over_time=True
    )
    assert lines.rows == bars.rows
    drawn = {trace["name"]: trace["y"] for trace in lines.chart.figure["data"] if trace.get("name")}
    assert drawn == {"total": [50, 60], "female": [40, 58], "male": [61]}


def test_the_trend_of_a_breakdown(parts: Dataset) -> None:
    shown = indicatorview.trend_chart(
        asked(parts, places=("AAA",), group="both", breakdown="sex=female")
    )
    assert [row[2] for row in shown.rows] == [40, 58]
    assert (
        shown.chart.figure["layout"]["title"]["subtitle"]["text"]
        == "Users [of] *it*, sex: female, % of people"
    )
    assert heading(shown) == "Users [of] *it*"  # standings are of the total


def test_a_note_of_the_file_stands_in_the_table(parts: Dataset) -> None:
    shown = indicatorview.trend_chart(asked(parts, places=("BBB",), group="both"))
    assert [row[4:7] for row in shown.rows] == [
        ["estimated", CITED, ""],
        ["break in series", CITED, "counted anew"],
    ]


def test_nothing_is_shown_where_there_is_nothing(tmp_path: Path) -> None:
    empty = tiny.dataset(tmp_path, tiny.ROWS.splitlines()[0] + "\n")
    assert place_with_values(empty, "users", "AAA") == ""
    assert default_places(empty, "users", "AAA", empty.catalogue.groups["both"], "total") == ()
    assert indicatorview.default_breakdown(empty, "users") == "total"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_group_without_figures_says_so(data: Dataset, language: str) -> None:
    """Reached by ?view=ranking&indicator=rare&group=poor."""
    shown = indicatorview.ranking_chart(asked(data, "rare", group="poor", language=language))
    assert shown.rows == [] and shown.chart.alt.endswith(
        "No data" if language == "en" else "暂无数据"
    )


@pytest.fixture
def band_of_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw a group of three places or more as a band."""
    monkeypatch.setattr(indicatorview, "MAX_PEER_LINES", 2)


@pytest.mark.usefixtures("band_of_three")
def test_a_group_of_many_places_is_a_band(data: Dataset) -> None:
    """Of 50, 50, 70 and 90 in 2023; 2022 has one of the five places with figures."""
    shown = indicatorview.trend_chart(asked(data))
    numbers = [(row[0], row[1], row[2], row[6]) for row in shown.rows[2:]]
    of = "of the 4 places with figures, interpolated between neighbouring figures"
    assert numbers == [
        ("The five: lower quartile", "2023", 50.0, of),
        ("The five: median", "2023", 60.0, of),
        ("The five: upper quartile", "2023", 75.0, of),
    ]
    assert [row[0] for row in shown.rows[:2]] == ["Aland", "Eland"]
    assert (
        "The five: half of the 4 places lie in the grey band, from the lower to the upper quartile; "
        "thin line: their median; periods with figures of fewer than half of 5 places are left out"
    ) in foot(shown)
    assert shown.chart.alt.endswith(
        "The five: half of the 4 places lay between 50.0% and 75.0% in 2023, the median was 60.0%."
    )
    drawn = {y for trace in shown.chart.figure["data"] for y in trace["y"]}
    assert drawn == {50, 90, 60, 75}, "no figure of Beland or Deland alone"


@pytest.mark.usefixtures("band_of_three")
def test_a_band_in_chinese(data: Dataset) -> None:
    shown = indicatorview.trend_chart(asked(data, language="zh"))
    assert (
        "五国：4个地区中有一半位于灰色带内（下四分位数至上四分位数），细线为中位数；"
        "有数据的地区不足5个一半的时期未列"
    ) in foot(shown)
    assert shown.chart.alt.endswith(
        "五国：2023年4个地区中有一半在50.0%至75.0%之间，中位数为60.0%。"
    )
    assert shown.rows[3][0] == "五国：中位数"


@pytest.mark.usefixtures("band_of_three")
def test_sources_of_a_band_are_cited(tiny: Tiny) -> None:
    """Beta alone is drawn; Alpha's figure, from another source, is in the band."""
    tiny.change(
        "data/world/facts.yaml",
        "sources:\n",
        "sources:\n  office: {publisher: {en: Office, zh: 办公室}, title: {en: Note, zh: 文}}\n",
    )
    row = "NET,AAA,2023,total,60,% of population,break,"
    tiny.change("data/world/facts.csv", f"{row}bureau", f"{row}office")
    query = asked(tiny.load(), "internet_users", ("BBB",), group="friends")
    shown = indicatorview.trend_chart(query)
    assert "Office, Note" in foot(shown)
    assert ("Source", "Office, Note") in shown.about


@pytest.mark.usefixtures("band_of_three")
def test_a_group_without_quartiles_is_lines(tiny: Tiny) -> None:
    """Three places, each with a figure of a year of its own: no year has half of them."""
    for place, year in (("AAA", 2019), ("BBB", 2020), ("CCC", 2021)):
        tiny.add(f"NET,{place},{year},sex=male,{year - 2000},% of population,,bureau,")
    query = asked(tiny.load(), "internet_users", ("AAA",), group="friends", breakdown="sex=male")
    shown = indicatorview.trend_chart(query)
    assert {y for trace in shown.chart.figure["data"] for y in trace["y"]} == {
        19,
        20,
        21,
        None,
        70,
    }  # 70: the target
    assert "grey band" not in foot(shown)
