"""Digital economy: size against GDP, one indicator a definition, and the sectors that carry it.

Definitions of the digital economy differ fourfold in size, so each share names its own and none is
put together from two: value added by one definition is divided by the GDP of the same place,
nothing else.
"""

from __future__ import annotations

import pandas as pd

from indicators.metrics.frames import Peers, gap_to_best_peer, share_of_places, sum_of_places
from indicators.metrics.registry import indicator
from indicators.statistics.change import growth

_NO_NATIONAL_GDP = {
    "en": "The data hold no national GDP in yuan: the denominator is the sum of the 31 "
    "provinces' GDP, and stays empty if one is missing. It differs from the "
    "published share, which uses national GDP.",
    "zh": "数据中没有以人民币计的全国GDP，分母为31个省份GDP之和，缺一省即不计算；与按全国"
    "GDP计算的公布值略有差异。",
}
_GDP_AS_PUBLISHED = {
    "en": "City GDP is as first published, not revised; the share may differ from the "
    "city's own figure.",
    "zh": "城市GDP为初次公布数，未经修订；结果可能与城市自行公布的占比不同。",
}
_NOT_VALUE_ADDED = {
    "en": "Revenue or sales, not value added: a size relative to GDP, not a part of it; "
    "it can pass 100 %.",
    "zh": "分子为收入或销售额而非增加值，仅表示相对规模，不是GDP的组成部分，可能超过100%。",
}


@indicator(
    title={
        "en": "Core digital industries, share of city GDP (computed)",
        "zh": "城市数字经济核心产业增加值占GDP比重（计算）",
    },
    short={"en": "Core digital share, city", "zh": "核心产业占比（算）"},
    definition={
        "en": "Value added of the core industries of the digital economy, as the city counts "
        "them, divided by the city's GDP.",
        "zh": "城市公布的数字经济核心产业增加值与该市GDP之比。",
    },
    unit="% of GDP",
    pillar="digital_economy",
    better="higher",
    weight="gdp_nbs_city",
    notes=[_GDP_AS_PUBLISHED],
    takes={"digital_core_va_city": "yuan (current)", "gdp_nbs_city": "yuan (current)"},
    method={
        "zh": "100 × 数字经济核心产业增加值 ÷ 城市GDP。资料来源：各市公报，国家统计局主要城市数据。"
    },
)
def digital_core_share_city_computed(
    digital_core_va_city: pd.DataFrame, gdp_nbs_city: pd.DataFrame
) -> pd.DataFrame:
    """100 * value added of core digital industries / city GDP.

    Sources: city communiques; NBS, major cities.
    """
    return 100 * digital_core_va_city / gdp_nbs_city


@indicator(
    title={
        "en": "Digital economy (broad), share of province GDP (computed)",
        "zh": "省份数字经济规模（宽口径）占GDP比重（计算）",
    },
    short={"en": "Broad digital share, prov.", "zh": "全省宽口径占比"},
    definition={
        "en": "Digital economy by the broad definition, digitalised industry included, divided by "
        "the province's GDP.",
        "zh": "含产业数字化的宽口径数字经济规模与该省GDP之比。",
    },
    unit="% of GDP",
    pillar="digital_economy",
    better="higher",
    weight="gdp_province",
    takes={"digital_broad_va_province": "yuan (current)", "gdp_province": "yuan (current)"},
    method={"zh": "100 × 宽口径数字经济规模 ÷ 地区生产总值。资料来源：政府工作报告，国家统计局。"},
)
def digital_broad_share_province_computed(
    digital_broad_va_province: pd.DataFrame, gdp_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * digital economy, broad definition / province GDP. Sources: work reports; NBS."""
    return 100 * digital_broad_va_province / gdp_province


@indicator(
    title={
        "en": "Digital economy (US BEA), share of GDP (computed)",
        "zh": "美国数字经济（经济分析局口径）占GDP比重（计算）",
    },
    short={"en": "Digital share, BEA", "zh": "数字占比（BEA）"},
    definition={
        "en": "Digital economy value added by the US Bureau of Economic Analysis, divided by GDP.",
        "zh": "美国经济分析局口径的数字经济增加值与GDP之比。",
    },
    unit="% of GDP",
    pillar="digital_economy",
    better="higher",
    weight="gdp",
    takes={"digital_va_bea": "current US$", "gdp": "current US$"},
    method={
        "zh": "100 × 美国经济分析局口径数字经济增加值 ÷ 现价美元GDP。"
        "资料来源：美国经济分析局、世界银行。"
    },
)
def digital_share_bea_computed(digital_va_bea: pd.DataFrame, gdp: pd.DataFrame) -> pd.DataFrame:
    """100 * BEA digital economy value added / GDP in current US$. Sources: BEA; World Bank."""
    return 100 * digital_va_bea / gdp


@indicator(
    title={
        "en": "Digital economy (CAICT, broad), share of the provinces' GDP",
        "zh": "数字经济规模（信通院宽口径）占31省份GDP之和比重",
    },
    short={"en": "CAICT share, provinces' GDP", "zh": "信通院占比（算）"},
    definition={
        "en": "CAICT's broad digital economy of China divided by the sum of the 31 provinces' GDP.",
        "zh": "中国信通院宽口径数字经济规模与31个省份GDP之和的比。",
    },
    unit="% of the provinces' GDP",
    pillar="digital_economy",
    better="higher",
    notes=[_NO_NATIONAL_GDP],
    takes={"digital_va_caict": "yuan (current)", "gdp_province": "yuan (current)"},
    method={
        "zh": "100 × 中国信通院口径数字经济规模 ÷ 各省份GDP之和。"
        "资料来源：中国信通院白皮书，国家统计局。"
    },
)
def digital_share_caict_computed(
    digital_va_caict: pd.DataFrame, gdp_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * CAICT digital economy / sum of the provinces' GDP.

    Sources: CAICT white papers; NBS of China.
    """
    return 100 * digital_va_caict / sum_of_places(gdp_province)


@indicator(
    title={
        "en": "Core digital industries (NBS), share of the provinces' GDP",
        "zh": "数字经济核心产业增加值（统计局口径）占31省份GDP之和比重",
    },
    short={"en": "NBS core, provinces' GDP", "zh": "统计局核心占比"},
    definition={
        "en": "Value added of China's core digital industries by the statistics bureau, divided "
        "by the sum of the 31 provinces' GDP.",
        "zh": "国家统计局口径的数字经济核心产业增加值与31个省份GDP之和的比。",
    },
    unit="% of the provinces' GDP",
    pillar="digital_economy",
    better="higher",
    notes=[_NO_NATIONAL_GDP],
    takes={"digital_core_va_nbs": "yuan (current)", "gdp_province": "yuan (current)"},
    method={"zh": "100 × 数字经济核心产业增加值 ÷ 各省份GDP之和。资料来源：国家统计局。"},
)
def digital_core_share_nbs_computed(
    digital_core_va_nbs: pd.DataFrame, gdp_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * core digital value added / sum of the provinces' GDP. Source: NBS of China."""
    return 100 * digital_core_va_nbs / sum_of_places(gdp_province)


@indicator(
    title={
        "en": "Software revenue relative to province GDP",
        "zh": "软件业务收入相当于地区生产总值的比重",
    },
    short={"en": "Software revenue to GDP", "zh": "软件收入与GDP比"},
    definition={
        "en": "Revenue of software business in percent of the province's GDP.",
        "zh": "软件业务收入与地区生产总值之比。",
    },
    unit="% of GDP",
    pillar="digital_economy",
    better="higher",
    weight="gdp_province",
    notes=[_NOT_VALUE_ADDED],
    takes={"software_revenue_province": "yuan (current)", "gdp_province": "yuan (current)"},
    method={"zh": "100 × 软件业务收入 ÷ 地区生产总值。资料来源：国家统计局。"},
)
def software_revenue_share_province(
    software_revenue_province: pd.DataFrame, gdp_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * software revenue / GDP of the province.

    Source: National Bureau of Statistics of China.
    """
    return 100 * software_revenue_province / gdp_province


@indicator(
    title={
        "en": "E-commerce sales relative to province GDP",
        "zh": "电子商务销售额相当于地区生产总值的比重",
    },
    short={"en": "E-commerce sales to GDP", "zh": "电商销售与GDP比"},
    definition={
        "en": "Sales of enterprises through electronic commerce in percent of the province's GDP.",
        "zh": "企业电子商务销售额与地区生产总值之比。",
    },
    unit="% of GDP",
    pillar="digital_economy",
    better="higher",
    weight="gdp_province",
    notes=[
        _NOT_VALUE_ADDED,
        {
            "en": "Sales are booked where the seller is registered. Qinghai 2015-2017 looks "
            "wrong at the "
            "source.",
            "zh": "销售额按卖方注册地统计；青海2015—2017年原始数据存疑。",
        },
    ],
    takes={"ecommerce_sales_province": "yuan (current)", "gdp_province": "yuan (current)"},
    method={"zh": "100 × 电子商务销售额 ÷ 地区生产总值。资料来源：国家统计局。"},
)
def ecommerce_sales_share_province(
    ecommerce_sales_province: pd.DataFrame, gdp_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * e-commerce sales / GDP of the province.

    Source: National Bureau of Statistics of China.
    """
    return 100 * ecommerce_sales_province / gdp_province


@indicator(
    title={
        "en": "Telecom business volume relative to province GDP",
        "zh": "电信业务总量相当于地区生产总值的比重",
    },
    short={"en": "Telecom volume to GDP", "zh": "电信业务与GDP比"},
    definition={
        "en": "Telecommunications business volume, at the constant prices then in use, for every "
        "100 yuan of the province's current GDP.",
        "zh": "按当时不变价计算的电信业务总量与现价地区生产总值之比（每百元GDP）。",
    },
    unit="yuan per 100 yuan of GDP",
    pillar="digital_economy",
    weight="gdp_province",
    notes=[
        {
            "en": "Compare provinces within a year only: the volume's price base changes in "
            "2016 and 2021.",
            "zh": "仅可在同一年内比较各省：电信业务总量的不变价基期于2016年和2021年调整。",
        }
    ],
    takes={
        "telecom_volume_province": "yuan (constant prices, base changes)",
        "gdp_province": "yuan (current)",
    },
    method={"zh": "100 × 电信业务总量 ÷ 地区生产总值。资料来源：国家统计局。"},
)
def telecom_volume_share_province(
    telecom_volume_province: pd.DataFrame, gdp_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * telecom business volume / GDP of the province.

    Source: National Bureau of Statistics of China.
    """
    return 100 * telecom_volume_province / gdp_province


@indicator(
    title={"en": "Software revenue, share of all provinces", "zh": "软件业务收入占各省份合计比重"},
    short={"en": "Share of China's software", "zh": "软件收入全国占比"},
    definition={
        "en": "The province's software revenue in percent of the sum of all provinces.",
        "zh": "该省软件业务收入占各省份合计的比重。",
    },
    unit="% of all provinces",
    pillar="digital_economy",
    better="higher",
    total=True,
    notes=[
        {
            "en": "Empty in a year for which any province is missing.",
            "zh": "任一省份缺数的年份不计算。",
        }
    ],
    takes={"software_revenue_province": "yuan (current)"},
    method={"zh": "100 × 软件业务收入 ÷ 各省份软件业务收入合计。资料来源：国家统计局。"},
)
def software_revenue_concentration_province(
    software_revenue_province: pd.DataFrame,
) -> pd.DataFrame:
    """100 * software revenue / sum over all provinces.

    Source: National Bureau of Statistics of China.
    """
    return share_of_places(software_revenue_province)


@indicator(
    title={"en": "Software revenue, growth over one year", "zh": "软件业务收入同比增速"},
    short={"en": "Software growth, 1 year", "zh": "软件收入增速"},
    definition={
        "en": "Growth of software revenue over the year before, at current prices.",
        "zh": "软件业务收入比上年增长率（名义）。",
    },
    unit="% on the year before",
    pillar="digital_economy",
    better="higher",
    span=1,
    takes={"software_revenue_province": "yuan (current)"},
    method={"zh": "100 ×（本年收入 ÷ 上年收入 − 1），名义增速。资料来源：国家统计局。"},
)
def software_revenue_growth_province(software_revenue_province: pd.DataFrame) -> pd.DataFrame:
    """100 * (revenue / revenue a year before - 1), nominal. Source: NBS of China."""
    return growth(software_revenue_province, 1)


@indicator(
    title={
        "en": "Software revenue, average growth over five years",
        "zh": "软件业务收入五年年均增速",
    },
    short={"en": "Software growth, 5 years", "zh": "软件五年年均增速"},
    definition={
        "en": "Compound average growth a year of software revenue over five years, at current "
        "prices.",
        "zh": "软件业务收入五年复合年均增长率（名义）。",
    },
    unit="% per year",
    pillar="digital_economy",
    better="higher",
    span=5,
    takes={"software_revenue_province": "yuan (current)"},
    method={
        "zh": "100 ×［（本年收入 ÷ 五年前收入）的五次方根 − 1］，名义增速。资料来源：国家统计局。"
    },
)
def software_revenue_growth_5y_province(software_revenue_province: pd.DataFrame) -> pd.DataFrame:
    """100 * (fifth root of (revenue / revenue five years before) - 1), nominal. Source: NBS of China."""
    return growth(software_revenue_province, 5)


@indicator(
    title={
        "en": "Software revenue to GDP: distance to the best peer",
        "zh": "软件收入与GDP之比同组最优之差",
    },
    short={"en": "Software, gap to best", "zh": "软件收入最优差距"},
    definition={
        "en": "Points of GDP by which software revenue falls short of the best province in the "
        "peer group.",
        "zh": "软件业务收入与地区生产总值之比，比对标组内最高省份低多少个百分点。",
    },
    unit="points",
    pillar="digital_economy",
    better="lower",
    takes={"software_revenue_share_province": "% of GDP"},
    method={"zh": "对标组内有数据者的最高比值 − 本省份比值。资料来源：国家统计局。"},
)
def software_revenue_gap_province(
    software_revenue_share_province: pd.DataFrame, peers: Peers
) -> pd.DataFrame:
    """Highest ratio among the peers with a figure minus the province's own. Source: NBS."""
    return gap_to_best_peer(software_revenue_share_province, peers, "higher")
