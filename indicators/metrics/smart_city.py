"""Smart city: what a city makes for its residents, in what structure, and how fast it grows."""

from __future__ import annotations

import pandas as pd

from indicators.metrics.frames import Peers, gap_to_best_peer, part
from indicators.metrics.registry import indicator
from indicators.model import TOTAL
from indicators.statistics.change import growth

_AS_PUBLISHED = {
    "en": "City GDP is compiled from yearbooks, mostly as first published: an economic census "
    "makes a break (Changsha, 2018 to 2019).",
    "zh": "城市GDP为年鉴汇编数，多为初次公布数，经济普查年份存在断点（如长沙2018—2019年）。",
}


@indicator(
    title={"en": "GDP per resident of the city", "zh": "城市人均地区生产总值（按年末常住人口）"},
    short={"en": "City GDP per resident", "zh": "城市人均GDP"},
    definition={
        "en": "City GDP of the year divided by residents at its end.",
        "zh": "当年地区生产总值除以年末常住人口。",
    },
    unit="yuan per person",
    pillar="smart_city",
    better="higher",
    weight="population_city",
    notes=[
        _AS_PUBLISHED,
        {
            "en": "The statistics bureau divides by the mean population of the year; early "
            "years may "
            "count registered people.",
            "zh": "统计部门按年平均人口计算；早期年份可能为户籍人口。",
        },
    ],
    takes={"gdp_city": "yuan (current)", "population_city": "persons"},
    method={"zh": "地区生产总值 ÷ 年末常住人口，全市口径。资料来源：城市年鉴汇编。"},
)
def gdp_per_resident_city(gdp_city: pd.DataFrame, population_city: pd.DataFrame) -> pd.DataFrame:
    """GDP / residents at year end, for the whole city. Source: city yearbooks, compiled."""
    return part(gdp_city, TOTAL) / part(population_city, TOTAL)


@indicator(
    title={
        "en": "GDP per resident: distance to the best peer city",
        "zh": "人均地区生产总值与同组最优城市之差",
    },
    short={"en": "GDP per resident, gap", "zh": "人均GDP最优差距"},
    definition={
        "en": "Yuan per resident by which the city falls short of the best in its peer group.",
        "zh": "人均地区生产总值比对标组内最高城市少多少元。",
    },
    unit="yuan per person",
    pillar="smart_city",
    better="lower",
    notes=[_AS_PUBLISHED],
    takes={"gdp_per_resident_city": "yuan per person"},
    method={
        "zh": "对标组内有数据城市的最高人均地区生产总值 − 本市人均地区生产总值。"
        "资料来源：城市年鉴汇编。"
    },
)
def gdp_per_resident_gap_city(gdp_per_resident_city: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """Highest GDP per resident among the peers with a figure minus the city's own.

    Source: city yearbooks.
    """
    return gap_to_best_peer(gdp_per_resident_city, peers, "higher")


@indicator(
    title={"en": "Services, share of city GDP", "zh": "城市第三产业增加值占GDP比重"},
    short={"en": "Services share, city", "zh": "第三产业占比"},
    definition={
        "en": "Value added of the tertiary sector in percent of the city's GDP.",
        "zh": "第三产业增加值占地区生产总值的比重。",
    },
    unit="% of GDP",
    pillar="smart_city",
    weight="gdp_city",
    notes=[_AS_PUBLISHED],
    takes={"gdp_city": "yuan (current)"},
    method={"zh": "100 × 第三产业增加值 ÷ 地区生产总值。资料来源：城市年鉴汇编。"},
)
def tertiary_share_city(gdp_city: pd.DataFrame) -> pd.DataFrame:
    """100 * value added of the tertiary sector / GDP. Source: city yearbooks, compiled."""
    return 100 * part(gdp_city, "sector=tertiary") / part(gdp_city, TOTAL)


@indicator(
    title={"en": "City GDP, nominal growth over one year", "zh": "城市地区生产总值名义增速"},
    short={"en": "City GDP growth, nominal", "zh": "城市GDP名义增速"},
    definition={
        "en": "Growth of GDP at current prices over the year before; not the real growth cities "
        "announce.",
        "zh": "现价地区生产总值比上年增长率，不同于公布的实际增速。",
    },
    unit="% on the year before",
    pillar="smart_city",
    better="higher",
    notes=[_AS_PUBLISHED],
    span=1,
    takes={"gdp_city": "yuan (current)"},
    method={"zh": "100 ×（本年GDP ÷ 上年GDP − 1），名义增速。资料来源：城市年鉴汇编。"},
)
def gdp_nominal_growth_city(gdp_city: pd.DataFrame) -> pd.DataFrame:
    """100 * (GDP / GDP a year before - 1), nominal. Source: city yearbooks, compiled."""
    return growth(gdp_city, 1)


@indicator(
    title={
        "en": "City GDP, average nominal growth over five years",
        "zh": "城市地区生产总值五年年均名义增速",
    },
    short={"en": "City GDP growth, 5 years", "zh": "城市GDP五年增速"},
    definition={
        "en": "Compound average growth a year of GDP at current prices over five years.",
        "zh": "现价地区生产总值五年复合年均增长率。",
    },
    unit="% per year",
    pillar="smart_city",
    better="higher",
    notes=[_AS_PUBLISHED],
    span=5,
    takes={"gdp_city": "yuan (current)"},
    method={
        "zh": "100 ×［（本年GDP ÷ 五年前GDP）的五次方根 − 1］，名义增速。资料来源：城市年鉴汇编。"
    },
)
def gdp_nominal_growth_5y_city(gdp_city: pd.DataFrame) -> pd.DataFrame:
    """100 * (fifth root of (GDP / GDP five years before) - 1), nominal.

    Source: city yearbooks, compiled.
    """
    return growth(gdp_city, 5)
