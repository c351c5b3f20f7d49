"""Data: the names, addresses and sites on which data are held and found."""

from __future__ import annotations

import pandas as pd

from indicators.metrics.frames import share_of_places
from indicators.metrics.registry import indicator

_ALL_PROVINCES = {
    "en": "Empty in a year for which any province is missing.",
    "zh": "任一省份缺数的年份不计算。",
}


@indicator(
    title={"en": "Websites per 100 domain names", "zh": "每百个域名的网站数"},
    short={"en": "Websites per 100 domains", "zh": "百域名网站数"},
    definition={
        "en": "Websites of the province for every 100 domain names registered there: how many "
        "names carry a site.",
        "zh": "网站数与域名数之比，乘以100，反映域名实际建站程度。",
    },
    unit="websites per 100 domains",
    pillar="big_data",
    weight="domains_province",
    notes=[
        {
            "en": "A site may stand under a name registered elsewhere.",
            "zh": "网站可使用在他处注册的域名。",
        }
    ],
    takes={"websites_province": "websites", "domains_province": "domain names"},
    method={"zh": "100 × 网站数 ÷ 域名数。资料来源：国家统计局。"},
)
def websites_per_100_domains_province(
    websites_province: pd.DataFrame, domains_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * websites / domain names. Source: National Bureau of Statistics of China."""
    return 100 * websites_province / domains_province


@indicator(
    title={
        "en": "IPv4 addresses per 100 mobile Internet users",
        "zh": "每百移动互联网用户的IPv4地址数",
    },
    short={"en": "IPv4 addresses per 100 users", "zh": "百用户IPv4地址"},
    definition={
        "en": "IPv4 addresses allotted to the province for every 100 mobile Internet users.",
        "zh": "IPv4地址数与移动互联网用户数之比，乘以100。",
    },
    unit="addresses per 100 users",
    pillar="big_data",
    weight="mobile_internet_province",
    notes=[
        {
            "en": "Addresses are allotted by history and hosting; scarcity is made up for by "
            "sharing and "
            "IPv6.",
            "zh": "地址分配受历史和机房布局影响，不足部分由地址共享和IPv6弥补。",
        }
    ],
    takes={"ipv4_province": "addresses", "mobile_internet_province": "users"},
    method={"zh": "100 × IPv4地址数 ÷ 移动互联网用户数。资料来源：国家统计局。"},
)
def ipv4_per_100_users_province(
    ipv4_province: pd.DataFrame, mobile_internet_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * IPv4 addresses / mobile Internet users.

    Source: National Bureau of Statistics of China.
    """
    return 100 * ipv4_province / mobile_internet_province


@indicator(
    title={"en": "Domain names, share of all provinces", "zh": "域名数占各省份合计比重"},
    short={"en": "Share of China's domains", "zh": "域名全国占比"},
    definition={
        "en": "The province's domain names in percent of the sum of all provinces.",
        "zh": "该省域名数占各省份合计的比重。",
    },
    unit="% of all provinces",
    pillar="big_data",
    better="higher",
    total=True,
    notes=[_ALL_PROVINCES],
    takes={"domains_province": "domain names"},
    method={"zh": "100 × 域名数 ÷ 各省份域名数合计。资料来源：国家统计局。"},
)
def domains_concentration_province(domains_province: pd.DataFrame) -> pd.DataFrame:
    """100 * domain names / sum over all provinces.

    Source: National Bureau of Statistics of China.
    """
    return share_of_places(domains_province)


@indicator(
    title={"en": "Websites, share of all provinces", "zh": "网站数占各省份合计比重"},
    short={"en": "Share of China's websites", "zh": "网站全国占比"},
    definition={
        "en": "The province's websites in percent of the sum of all provinces.",
        "zh": "该省网站数占各省份合计的比重。",
    },
    unit="% of all provinces",
    pillar="big_data",
    better="higher",
    total=True,
    notes=[_ALL_PROVINCES],
    takes={"websites_province": "websites"},
    method={"zh": "100 × 网站数 ÷ 各省份网站数合计。资料来源：国家统计局。"},
)
def websites_concentration_province(websites_province: pd.DataFrame) -> pd.DataFrame:
    """100 * websites / sum over all provinces. Source: National Bureau of Statistics of China."""
    return share_of_places(websites_province)
