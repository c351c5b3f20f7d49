"""China's National Bureau of Statistics."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.problems import ProblemCode
from indicators.readers.cells.units import split_multiplier, split_title
from indicators.readers.read_file import read_any
from tests.indicators.readers.samples import corpus, one, rows_of

PROVINCES = (
    "数据库：分省年度数据\n指标：地区生产总值(亿元)\n时间：最近10年\n地区,2024年,2023年\n北京市,,47353.7\n湖南省,53231.0,50667.5\n"
    "注：1.一个说明，字数不少，放在表格的下方。\n数据来源：国家统计局\n"
)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_titles_and_footers(encoding: str) -> None:
    formats, rows, problems = rows_of(PROVINCES.encode(encoding))
    assert formats == ("nbs-china",) and len(rows) == 3
    hunan = one(rows, place="湖南省", period="2024")
    assert (
        hunan
        | {
            "title": "地区生产总值",
            "unit": "元",
            "value": "5323100000000",
            "source": "国家统计局",
            "line": "6",
        }
        == hunan
    )
    assert [problem.severity for problem in problems] == ["notice"]


def test_national_file_is_turned_and_of_china() -> None:
    _, rows, _ = rows_of(
        "数据库：年度数据\n时间：最近10年\n指标,2024年,2023年\n国内生产总值(亿元),1349083.5,1294271.7\n"
        "年末总人口(万人),140828,\n居民消费价格指数(上年=100),100.2,100.2\n".encode("gbk")
    )
    assert {row["place"] for row in rows} == {"CHN"} and len(rows) == 5
    assert one(rows, title="年末总人口") | {"value": "1408280000", "unit": "人"} == one(
        rows, title="年末总人口"
    )
    prices = one(rows, title="居民消费价格指数", period="2024")
    assert prices | {"unit": "上年=100", "value": "100.2"} == prices


INDICATORS = "指标,2022年,2023年\n地区生产总值（亿元）,1396.6,1433.2\n"
YEARS = "年份,地区生产总值（亿元）,常住人口（万人）\n2020年,310.6,39.0\n2021年,342.0,38.8\n"
TAUGHT = frozenset(
    (
        "长沙市",
        "湖南省",
        "湖南省长沙市",
        "株洲市",
        "Kenya",
        "中国",
        "长沙市岳麓区",
        "吉林省",
        "吉林市",
        "北京市",
    )
)


@pytest.mark.parametrize("table", [INDICATORS, YEARS])
@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("", ""),
        ("长沙市国民经济和社会发展主要指标", "长沙市"),
        ("2023年长沙市主要指标", "长沙市"),
        ("表1-2 2023年长沙市主要指标", "长沙市"),
        ("湖南省长沙市主要指标", "湖南省长沙市"),
        ("长沙市", "长沙市"),
        ("长沙市地区生产总值", "长沙市"),
        ("长沙市岳麓区主要指标", "长沙市岳麓区"),
        ("长沙市浏阳市主要指标", ""),
        ("长沙市高新区主要指标", ""),
        ("长沙市和株洲市主要指标", ""),
        ("长沙市、株洲市主要指标", ""),
        ("某市主要指标", ""),
        ("浏阳市主要指标", ""),
        ("全市主要指标", ""),
        ("国民经济主要指标", ""),
        ("数据库：分省年度数据", ""),
        ("数据库：主要城市年度数据", ""),
        ("数据库：年度数据", "CHN"),
        ("数据库：月度数据", "CHN"),
        ("数据库：分省年度数据\n地区：湖南省", "湖南省"),
        ("北京市主要指标", "北京市"),
    ],
)
def test_a_table_without_places_is_of_the_one_in_its_title_or_asked_about(
    table: str, title: str, place: str
) -> None:
    found = read_any(f"{title}\n{table}".lstrip("\n").encode(), "t.csv", TAUGHT.__contains__)
    assert found.formats and len(found.rows)
    assert found.rows.place.categories == (place,)
    asked = [
        problem
        for problem in found.problems
        if problem.code == ProblemCode.PLACE_NOT_STATED and problem.severity == "warning"
    ]
    assert bool(asked) == (not place)


def test_one_region_and_many_indicators() -> None:
    _, rows, _ = rows_of(
        "数据库：分省月度数据\n地区：湖南省\n时间：最近13个月\n指标,2024年3月,2024年2月\n移动电话用户(万户),7000.5,6990\n"
    )
    assert one(rows, period="2024-03") | {
        "place": "湖南省",
        "value": "70005000",
        "unit": "户",
    } == one(rows, period="2024-03")


def test_periods_as_rows() -> None:
    _, rows, _ = rows_of(
        "数据库：分省季度数据\n指标：地区生产总值_累计值(亿元)\n时间：最近6季度\n时间,北京市,湖南省\n2024年第一季度,10577.3,11870.7\n"
    )
    assert one(rows, place="湖南省") | {"period": "2024-Q1", "value": "1187070000000"} == one(
        rows, place="湖南省"
    )


def test_stripped_copy_does_not_say_its_indicator() -> None:
    formats, rows, problems = rows_of(
        "地区,Y2024年,2023年\n长沙,5600.1,5561.7\n北京,14092.4,14485.9\n".encode("gb18030")
    )
    assert (
        formats == ("nbs-china",) and one(rows, place="北京", period="2024")["value"] == "14092.4"
    )
    assert [(problem.code, problem.severity) for problem in problems] == [
        (ProblemCode.INDICATOR_NOT_STATED, "warning")
    ]


def test_english_files() -> None:
    _, rows, _ = rows_of(
        "Database：Annual by Province\n"
        "Indicator：Gross Regional Product(100 million yuan)\nTime：LATEST10\n"
        "Region,2020,2019\n"
        "Hunan,41781.5,39894.1\nData Sources：National Bureau of Statistics\n"
    )
    assert (
        one(rows, period="2020") | {"value": "4178150000000", "unit": "yuan", "place": "Hunan"}
        == one(rows, period="2020")
        and len(rows) == 2
    )


@pytest.mark.parametrize(
    ("word", "unit", "power"),
    [
        ("亿元", "元", 8),
        ("万人", "人", 4),
        ("千瓦", "千瓦", 0),
        ("亿千瓦时", "千瓦时", 8),
        ("百分点", "百分点", 0),
        ("元/人", "元/人", 0),
        ("上年=100", "上年=100", 0),
        ("100 million yuan", "yuan", 8),
        ("10 000 persons", "persons", 4),
        ("US dollars at current prices in millions", "US dollars at current prices", 6),
        ("Millions of US dollars", "US dollars", 6),
        ("USD million", "USD", 6),
        ("per million people", "per million people", 0),
        ("thousands", "", 3),
        ("subscriptions per thousand", "subscriptions per thousand", 0),
        ("2015=100", "2015=100", 0),
        ("'000", "", 3),
        ("1000", "1000", 0),
    ],
)
def test_multipliers_in_units(word: str, unit: str, power: int) -> None:
    assert split_multiplier(word) == (unit, power)


@pytest.mark.parametrize(
    ("title", "name", "unit"),
    [
        ("人口数(人口抽样调查)(人)", "人口数(人口抽样调查)", "人"),
        ("人口(不含外籍人员)", "人口(不含外籍人员)", ""),
        ("人口密度(人/平方公里)", "人口密度", "人/平方公里"),
        ("Life expectancy (total)", "Life expectancy (total)", ""),
        ("Users (% of population)", "Users (% of population)", "% of population"),
    ],
)
def test_units_in_titles(title: str, name: str, unit: str) -> None:
    assert split_title(title)[:2] == (name, unit)


@given(
    st.lists(st.decimals(0, 10**6, places=2), min_size=2, max_size=6),
    st.sampled_from(["gb18030", "utf-8"]),
)
def test_written_and_read_back(values: list[object], encoding: str) -> None:
    years = [f"{2024 - at}年" for at in range(len(values))]
    text = "\r\n".join(
        [
            "数据库：分省年度数据",
            "指标：地区生产总值(亿元)",
            "时间：最近10年",
            ",".join(["地区", *years]),
            ",".join(["湖南省", *map(str, values)]),
            "数据来源：国家统计局",
        ]
    )
    assert [row["text"] for row in rows_of(text.encode(encoding))[1]] == [
        str(value) for value in values
    ]


def test_corpus() -> None:
    rows = corpus("nbs_china/分省年度数据.csv")
    assert (
        one(rows, place="北京市", period="2024")["text"] == "49670.2"
        and one(rows, place="湖南省", period="2023")["value"] == "5066750000000"
    )
    rows = corpus("nbs_china/分省年度数据 (1).csv")
    assert one(rows, place="新疆维吾尔自治区", period="2015")["text"] == "367631"
    assert not [row for row in rows if row["place"] == "湖南省" and row["period"] == "2020"]
    assert (
        one(corpus("nbs_china/年度数据.csv"), title="人均国内生产总值", period="2015")["text"]
        == "50912"
    )
    assert (
        one(corpus("nbs_china/主要城市年度数据.csv"), place="北京", period="2024")["text"]
        == "14092.4"
    )


def test_periods_as_rows_under_the_word_indicator() -> None:
    formats, rows, _ = rows_of(
        "指标,民用汽车拥有量(万辆),机动车驾驶员人数(万人)\n2023年,32911.55,52319.46\n2022年,31184.44,\n"
    )
    assert formats == ("nbs-china",) and len(rows) == 3
    assert (
        one(rows, title="民用汽车拥有量", period="2023")
        | {"value": "329115500", "unit": "辆", "place": "", "line": "2"}
        == rows[0]
    )


def test_regions_as_columns_without_titles() -> None:
    _, rows, problems = rows_of("地区,北京市,湖南省\n2023年,1,2\n2022年,3,4\n")
    assert one(rows, place="湖南省", period="2022")["text"] == "4" and any(
        problem.code == ProblemCode.INDICATOR_NOT_STATED for problem in problems
    )


def test_the_unit_in_a_line_of_its_own() -> None:
    _, rows, _ = rows_of("单位：亿元,,\n地区,2022年,2023年\n湖南省,48670.4,50012.9\n")
    assert one(rows, period="2023") | {"value": "5001290000000", "unit": "元"} == rows[1]


def test_quarters_months_and_footers_padded_with_commas() -> None:
    text = (
        "数据库：月度数据,,\n时间：最近13个月,,\n时间,货币(M2)供应量期末值(亿元),货币(M2)供应量同比增长(%)\n2021年5月,2275538.07,8.3\n"
        "2021年第一季度,2262107.12,\n注：已包含住房公积金中心存款,,\n数据来源：国家统计局,,"
    ).encode("gbk")
    _, rows, problems = rows_of(text)
    assert [row["period"] for row in rows] == ["2021-05", "2021-05", "2021-Q1"] and rows[0][
        "value"
    ] == "227553807000000"
    assert {row["source"] for row in rows} == {"国家统计局"} and [
        problem.line for problem in problems
    ] == [6]
