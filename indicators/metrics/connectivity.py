"""Connectivity: who is reached, who is not, and how far from the best of the peers."""

from __future__ import annotations

import pandas as pd

from indicators.metrics.frames import Peers, gap_to_best_peer
from indicators.metrics.registry import indicator

_COVERED_IS_NOT_USING = {
    "en": "Coverage says that a signal reaches people's homes, not that they subscribe or use it.",
    "zh": "覆盖率表示信号可达居住地，不等于已开通或正在使用。",
}


@indicator(
    title={"en": "Population outside 3G coverage, in points", "zh": "3G覆盖缺口"},
    short={"en": "3G coverage gap", "zh": "3G覆盖缺口"},
    definition={
        "en": "Share of the population that no 3G or newer mobile signal reaches.",
        "zh": "未被3G及以上移动信号覆盖的人口比例。",
    },
    unit="points",
    pillar="connectivity",
    better="lower",
    weight="population",
    notes=[_COVERED_IS_NOT_USING],
    takes={"coverage_3g": "% of population"},
    method={
        "zh": "100 − 3G及以上网络人口覆盖率，小于0时取0。"
        "资料来源：国际电信联盟（联合国可持续发展目标数据）。"
    },
)
def coverage_gap_3g(coverage_3g: pd.DataFrame) -> pd.DataFrame:
    """100 minus the share of people covered by at least 3G, not below 0.

    Source: ITU, in the UN SDG data.
    """
    return (100 - coverage_3g).clip(lower=0)


@indicator(
    title={"en": "Population outside 4G coverage, in points", "zh": "4G覆盖缺口"},
    short={"en": "4G coverage gap", "zh": "4G覆盖缺口"},
    definition={
        "en": "Share of the population that no 4G or newer mobile signal reaches.",
        "zh": "未被4G及以上移动信号覆盖的人口比例。",
    },
    unit="points",
    pillar="connectivity",
    better="lower",
    weight="population",
    notes=[_COVERED_IS_NOT_USING],
    takes={"coverage_4g": "% of population"},
    method={
        "zh": "100 − 4G及以上网络人口覆盖率，小于0时取0。"
        "资料来源：国际电信联盟（联合国可持续发展目标数据）。"
    },
)
def coverage_gap_4g(coverage_4g: pd.DataFrame) -> pd.DataFrame:
    """100 minus the share of people covered by at least 4G, not below 0.

    Source: ITU, in the UN SDG data.
    """
    return (100 - coverage_4g).clip(lower=0)


@indicator(
    title={"en": "People not covered by a 3G network", "zh": "未被3G网络覆盖的人口"},
    short={"en": "People without 3G", "zh": "未覆盖3G人口"},
    definition={
        "en": "Number of people whom no 3G or newer mobile signal reaches.",
        "zh": "居住地没有3G及以上移动信号的人数。",
    },
    unit="persons",
    pillar="connectivity",
    better="lower",
    total=True,
    weight="population",
    notes=[_COVERED_IS_NOT_USING],
    takes={"population": "persons", "coverage_3g": "% of population"},
    method={"zh": "人口 ×（100 − 3G覆盖率）÷ 100，小于0时取0。资料来源：世界银行、国际电信联盟。"},
)
def people_without_3g(population: pd.DataFrame, coverage_3g: pd.DataFrame) -> pd.DataFrame:
    """Population * (100 - 3G coverage) / 100, not below 0. Sources: World Bank; ITU."""
    return population * (100 - coverage_3g).clip(lower=0) / 100


@indicator(
    title={"en": "People not covered by a 4G network", "zh": "未被4G网络覆盖的人口"},
    short={"en": "People without 4G", "zh": "未覆盖4G人口"},
    definition={
        "en": "Number of people whom no 4G or newer mobile signal reaches.",
        "zh": "居住地没有4G及以上移动信号的人数。",
    },
    unit="persons",
    pillar="connectivity",
    better="lower",
    total=True,
    weight="population",
    notes=[_COVERED_IS_NOT_USING],
    takes={"population": "persons", "coverage_4g": "% of population"},
    method={"zh": "人口 ×（100 − 4G覆盖率）÷ 100，小于0时取0。资料来源：世界银行、国际电信联盟。"},
)
def people_without_4g(population: pd.DataFrame, coverage_4g: pd.DataFrame) -> pd.DataFrame:
    """Population * (100 - 4G coverage) / 100, not below 0. Sources: World Bank; ITU."""
    return population * (100 - coverage_4g).clip(lower=0) / 100


@indicator(
    title={"en": "People not using the Internet", "zh": "未使用互联网的人口"},
    short={"en": "People offline", "zh": "未上网人口"},
    definition={
        "en": "Number of people who did not use the Internet, if the rate surveyed held for all "
        "ages.",
        "zh": "按调查得到的互联网使用率推算的未上网人数。",
    },
    unit="persons",
    pillar="connectivity",
    better="lower",
    total=True,
    weight="population",
    notes=[
        {
            "en": "The rate is surveyed among people above a certain age; applied here to "
            "everybody.",
            "zh": "使用率的调查对象为一定年龄以上人口，此处推及全部人口。",
        }
    ],
    takes={"population": "persons", "internet_users": "% of population"},
    method={
        "zh": "人口 ×（100 − 互联网使用率）÷ 100，小于0时取0。资料来源：世界银行、国际电信联盟。"
    },
)
def people_offline(population: pd.DataFrame, internet_users: pd.DataFrame) -> pd.DataFrame:
    """Population * (100 - Internet users) / 100, not below 0. Sources: World Bank; ITU."""
    return population * (100 - internet_users).clip(lower=0) / 100


@indicator(
    title={"en": "Internet use: distance to the best peer", "zh": "互联网使用率与同组最优之差"},
    short={"en": "Internet use, gap to best", "zh": "上网率距最优差距"},
    definition={
        "en": "Points by which Internet use falls short of the best place in the peer group.",
        "zh": "互联网使用率比对标组内最高者低多少个百分点。",
    },
    unit="points",
    pillar="connectivity",
    better="lower",
    takes={"internet_users": "% of population"},
    method={"zh": "对标组内有数据者的最高使用率 − 本地使用率。资料来源：世界银行、国际电信联盟。"},
)
def internet_users_gap(internet_users: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """Highest share among the peers with a figure minus the place's own.

    Sources: World Bank; ITU.
    """
    return gap_to_best_peer(internet_users, peers, "higher")


@indicator(
    title={
        "en": "Fixed broadband: distance to the best peer",
        "zh": "固定宽带普及率与同组最优之差",
    },
    short={"en": "Broadband, gap to best", "zh": "宽带距最优差距"},
    definition={
        "en": "Fixed broadband subscriptions per 100 people short of the best in the peer group.",
        "zh": "每百人固定宽带用户数比对标组内最高者少多少。",
    },
    unit="broadband subscriptions per 100 people",
    pillar="connectivity",
    better="lower",
    takes={"fixed_broadband_rate": "per 100 people"},
    method={"zh": "对标组内有数据者的最高普及率 − 本地普及率。资料来源：世界银行、国际电信联盟。"},
)
def fixed_broadband_gap(fixed_broadband_rate: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """Highest rate among the peers with a figure minus the place's own.

    Sources: World Bank; ITU.
    """
    return gap_to_best_peer(fixed_broadband_rate, peers, "higher")


@indicator(
    title={"en": "Mobile subscribers per base station", "zh": "每个基站承载的移动电话用户"},
    short={"en": "Subscribers per station", "zh": "每基站用户数"},
    definition={
        "en": "Mobile phone subscribers at year end for each mobile base station.",
        "zh": "年末移动电话用户数与移动电话基站数之比。",
    },
    unit="subscribers per station",
    pillar="connectivity",
    weight="base_stations_province",
    notes=[
        {
            "en": "Stations of every generation count alike; more stations per user may mean "
            "better "
            "service, or a sparse population.",
            "zh": "各代基站等同计数；单站用户较少既可能是服务更好，也可能是地广人稀。",
        }
    ],
    takes={"mobile_subscribers_province": "subscribers", "base_stations_province": "stations"},
    method={"zh": "移动电话用户数 ÷ 移动电话基站数。资料来源：国家统计局。"},
)
def subscribers_per_station_province(
    mobile_subscribers_province: pd.DataFrame, base_stations_province: pd.DataFrame
) -> pd.DataFrame:
    """Mobile phone subscribers / mobile base stations.

    Source: National Bureau of Statistics of China.
    """
    return mobile_subscribers_province / base_stations_province


@indicator(
    title={
        "en": "Mobile Internet users per 100 mobile subscribers",
        "zh": "每百移动电话用户中的移动互联网用户",
    },
    short={"en": "Mobile Internet take-up", "zh": "移动互联网渗透率"},
    definition={
        "en": "Mobile Internet users for every 100 mobile phone subscribers at year end.",
        "zh": "移动互联网用户数与年末移动电话用户数之比，乘以100。",
    },
    unit="per 100 mobile subscribers",
    pillar="connectivity",
    better="higher",
    weight="mobile_subscribers_province",
    notes=[
        {
            "en": "Counted apart, so the figure can pass 100: Internet users include data-only "
            "cards.",
            "zh": "两者分别统计，互联网用户含纯流量卡，故可能超过100。",
        }
    ],
    takes={"mobile_internet_province": "users", "mobile_subscribers_province": "subscribers"},
    method={"zh": "100 × 移动互联网用户数 ÷ 移动电话用户数。资料来源：国家统计局。"},
)
def mobile_internet_take_up_province(
    mobile_internet_province: pd.DataFrame, mobile_subscribers_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * mobile Internet users / mobile subscribers.

    Source: National Bureau of Statistics of China.
    """
    return 100 * mobile_internet_province / mobile_subscribers_province
