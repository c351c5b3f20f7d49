"""E-government.

The United Nations' index checked against its own parts, and the way to the best peer.
"""

from __future__ import annotations

import pandas as pd

from indicators.metrics.frames import Peers, gap_to_best_peer
from indicators.metrics.registry import indicator
from indicators.statistics.change import difference

_RELATIVE = {
    "en": "The index is relative to each survey's best and worst: years compare only with care.",
    "zh": "该指数相对于每次调查的最优与最差国家，跨年比较需谨慎。",
}
_PARTS = {
    "egdi_online_services": "index 0-1",
    "egdi_human_capital": "index 0-1",
    "egdi_telecom": "index 0-1",
}


@indicator(
    title={"en": "E-Government Development Index, recomputed", "zh": "电子政务发展指数（重算）"},
    short={"en": "EGDI recomputed", "zh": "电子政务指数重算"},
    definition={
        "en": "Mean of the indices of online services, human capital and telecommunication.",
        "zh": "在线服务、人力资本和电信基础设施三个分指数的算术平均。",
    },
    unit="index 0-1",
    pillar="egovernment",
    better="higher",
    weight="population",
    notes=[_RELATIVE],
    takes=_PARTS,
    method={
        "zh": "（在线服务指数 + 人力资本指数 + 电信基础设施指数）÷ 3；缺任一分项则不计算。"
        "资料来源：联合国经济和社会事务部《电子政务调查报告》。"
    },
)
def egdi_recomputed(
    egdi_online_services: pd.DataFrame, egdi_human_capital: pd.DataFrame, egdi_telecom: pd.DataFrame
) -> pd.DataFrame:
    """(OSI + HCI + TII) / 3; empty if a part is missing. Source: UN DESA, E-Government Survey."""
    return (egdi_online_services + egdi_human_capital + egdi_telecom) / 3


@indicator(
    title={
        "en": "E-Government Development Index, recomputed minus published",
        "zh": "电子政务发展指数：重算值减公布值",
    },
    short={"en": "EGDI check", "zh": "电子政务指数核对"},
    definition={
        "en": "Mean of the three parts minus the index as published: should be zero but for "
        "rounding.",
        "zh": "三个分指数均值减公布的总指数；除舍入外应为零。",
    },
    unit="index points",
    pillar="egovernment",
    takes={"egdi_recomputed": "index 0-1", "egdi": "index 0-1"},
    method={
        "zh": "在线服务、人力资本、电信基础设施三项指数的平均值 − 公布的电子政务发展指数。"
        "资料来源：联合国经济和社会事务部《电子政务调查报告》。"
    },
)
def egdi_recomputed_difference(egdi_recomputed: pd.DataFrame, egdi: pd.DataFrame) -> pd.DataFrame:
    """Mean of OSI, HCI and TII minus the published EGDI. Source: UN DESA, E-Government Survey."""
    return egdi_recomputed - egdi


@indicator(
    title={
        "en": "E-Government Development Index: distance to the best peer",
        "zh": "电子政务发展指数与同组最优之差",
    },
    short={"en": "EGDI, gap to best", "zh": "电子政务最优差距"},
    definition={
        "en": "How far the index is below the best in the peer group.",
        "zh": "电子政务发展指数比对标组内最高者低多少。",
    },
    unit="index points",
    pillar="egovernment",
    better="lower",
    notes=[_RELATIVE],
    takes={"egdi": "index 0-1"},
    method={
        "zh": "对标组内最高指数 − 本地指数。资料来源：联合国经济和社会事务部《电子政务调查报告》。"
    },
)
def egdi_gap(egdi: pd.DataFrame, peers: Peers) -> pd.DataFrame:
    """Highest index among the peers minus the place's own. Source: UN DESA, E-Government Survey."""
    return gap_to_best_peer(egdi, peers, "higher")


@indicator(
    title={
        "en": "E-government rank, places gained since the survey before",
        "zh": "电子政务排名比上次调查上升位数",
    },
    short={"en": "E-government places gained", "zh": "电子政务排名变化"},
    definition={
        "en": "World rank two years before minus the rank now; above zero, the country has moved "
        "up.",
        "zh": "两年前的世界排名减当前排名；大于零表示排名上升。",
    },
    unit="places",
    pillar="egovernment",
    better="higher",
    ranked=False,
    span=2,
    takes={"egdi_rank": "rank"},
    method={
        "zh": "两年前一次调查的位次 − 本次位次。"
        "资料来源：联合国经济和社会事务部《电子政务调查报告》。"
    },
)
def egdi_places_gained(egdi_rank: pd.DataFrame) -> pd.DataFrame:
    """Rank in the survey two years before - rank in this one.

    Source: UN DESA, E-Government Survey.
    """
    return -difference(egdi_rank, 2)


@indicator(
    title={
        "en": "Online services relative to skills and networks",
        "zh": "在线服务相对人才与网络基础的水平",
    },
    short={"en": "Online services vs basis", "zh": "在线服务相对基础"},
    definition={
        "en": "Online Service Index minus the mean of the human capital and telecommunication "
        "indices: above zero, services run ahead of the people and networks to use them.",
        "zh": "在线服务指数减去人力资本与电信基础设施指数的均值；大于零表示服务领先于使用条件。",
    },
    unit="index points",
    pillar="egovernment",
    notes=[_RELATIVE],
    takes=_PARTS,
    method={
        "zh": "在线服务指数 −（人力资本指数 + 电信基础设施指数）÷ 2。"
        "资料来源：联合国经济和社会事务部《电子政务调查报告》。"
    },
)
def egdi_services_lead(
    egdi_online_services: pd.DataFrame, egdi_human_capital: pd.DataFrame, egdi_telecom: pd.DataFrame
) -> pd.DataFrame:
    """OSI - (HCI + TII) / 2. Source: UN DESA, E-Government Survey."""
    return egdi_online_services - (egdi_human_capital + egdi_telecom) / 2
