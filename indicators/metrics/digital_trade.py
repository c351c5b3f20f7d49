"""Digital economy, traded: ICT services and services that can be delivered over a network."""

from __future__ import annotations

import pandas as pd

from indicators.metrics.frames import Peers, gap_to_best_peer
from indicators.metrics.registry import indicator
from indicators.statistics.change import growth

_DELIVERABLE = {
    "en": "Counts services that can be delivered over a network, whether or not they were.",
    "zh": "统计可通过网络交付的服务，不论实际是否以数字方式交付。",
}


@indicator(
    title={
        "en": "Trade balance in digitally deliverable services",
        "zh": "可数字化交付服务贸易差额",
    },
    short={"en": "Digital services balance", "zh": "数字服务贸易差额"},
    definition={
        "en": "Exports minus imports of digitally deliverable services, at current prices.",
        "zh": "可数字化交付服务出口额减进口额（现价）。",
    },
    unit="current US$",
    pillar="digital_economy",
    total=True,
    ranked=False,
    weight="population",
    notes=[_DELIVERABLE],
    takes={"digital_services_exports": "current US$", "digital_services_imports": "current US$"},
    method={"zh": "可数字化交付服务出口额 − 进口额。资料来源：联合国贸易和发展会议。"},
)
def digital_services_balance(
    digital_services_exports: pd.DataFrame, digital_services_imports: pd.DataFrame
) -> pd.DataFrame:
    """Exports - imports of digitally deliverable services. Source: UNCTAD."""
    return digital_services_exports - digital_services_imports


@indicator(
    title={
        "en": "Trade balance in digitally deliverable services, % of GDP",
        "zh": "可数字化交付服务贸易差额占GDP比重",
    },
    short={"en": "Digital balance to GDP", "zh": "数字服务差额占比"},
    definition={
        "en": "Exports minus imports of digitally deliverable services, divided by GDP.",
        "zh": "可数字化交付服务贸易差额与GDP之比。",
    },
    unit="% of GDP",
    pillar="digital_economy",
    weight="gdp",
    notes=[_DELIVERABLE],
    takes={"digital_services_balance": "current US$", "gdp": "current US$"},
    method={"zh": "100 ×（出口额 − 进口额）÷ GDP。资料来源：联合国贸易和发展会议、世界银行。"},
)
def digital_services_balance_to_gdp(
    digital_services_balance: pd.DataFrame, gdp: pd.DataFrame
) -> pd.DataFrame:
    """100 * (exports - imports) / GDP. Sources: UNCTAD; World Bank."""
    return 100 * digital_services_balance / gdp


@indicator(
    title={
        "en": "Exports of digitally deliverable services, % of GDP",
        "zh": "可数字化交付服务出口占GDP比重",
    },
    short={"en": "Digital exports to GDP", "zh": "数字服务出口占比"},
    definition={
        "en": "Exports of digitally deliverable services divided by GDP.",
        "zh": "可数字化交付服务出口额与GDP之比。",
    },
    unit="% of GDP",
    pillar="digital_economy",
    better="higher",
    weight="gdp",
    notes=[_DELIVERABLE],
    takes={"digital_services_exports": "current US$", "gdp": "current US$"},
    method={"zh": "100 × 可数字化交付服务出口额 ÷ GDP。资料来源：联合国贸易和发展会议、世界银行。"},
)
def digital_services_exports_to_gdp(
    digital_services_exports: pd.DataFrame, gdp: pd.DataFrame
) -> pd.DataFrame:
    """100 * exports of digitally deliverable services / GDP. Sources: UNCTAD; World Bank."""
    return 100 * digital_services_exports / gdp


@indicator(
    title={
        "en": "Exports of digitally deliverable services, growth over one year",
        "zh": "可数字化交付服务出口同比增速",
    },
    short={"en": "Digital exports, 1 year", "zh": "数字服务出口增速"},
    definition={
        "en": "Growth over the year before, in US dollars at current prices.",
        "zh": "比上年增长率（现价美元）。",
    },
    unit="% on the year before",
    pillar="digital_economy",
    better="higher",
    notes=[_DELIVERABLE],
    span=1,
    takes={"digital_services_exports": "current US$"},
    method={
        "zh": "100 ×（本年出口额 ÷ 上年出口额 − 1），名义增速。资料来源：联合国贸易和发展会议。"
    },
)
def digital_services_exports_growth(digital_services_exports: pd.DataFrame) -> pd.DataFrame:
    """100 * (exports / exports a year before - 1), nominal. Source: UNCTAD."""
    return growth(digital_services_exports, 1)


@indicator(
    title={
        "en": "Exports of digitally deliverable services, average growth over five years",
        "zh": "可数字化交付服务出口五年年均增速",
    },
    short={"en": "Digital exports, 5 years", "zh": "数字出口五年增速"},
    definition={
        "en": "Compound average growth a year over five years, in US dollars at current prices.",
        "zh": "五年复合年均增长率（现价美元）。",
    },
    unit="% per year",
    pillar="digital_economy",
    better="higher",
    notes=[_DELIVERABLE],
    span=5,
    takes={"digital_services_exports": "current US$"},
    method={
        "zh": "100 ×［（本年出口额 ÷ 五年前出口额）的五次方根 − 1］，名义增速。"
        "资料来源：联合国贸易和发展会议。"
    },
)
def digital_services_exports_growth_5y(digital_services_exports: pd.DataFrame) -> pd.DataFrame:
    """100 * (fifth root of (exports / exports five years before) - 1), nominal. Source: UNCTAD."""
    return growth(digital_services_exports, 5)


@indicator(
    title={"en": "Exports of ICT services, % of GDP", "zh": "信息通信技术服务出口占GDP比重"},
    short={"en": "ICT services exports to GDP", "zh": "ICT服务出口占比"},
    definition={
        "en": "Exports of telecommunication, computer and information services divided by GDP.",
        "zh": "电信、计算机和信息服务出口额与GDP之比。",
    },
    unit="% of GDP",
    pillar="digital_economy",
    better="higher",
    weight="gdp",
    takes={"ict_services_exports": "current US$", "gdp": "current US$"},
    method={"zh": "100 × ICT服务出口额 ÷ GDP。资料来源：联合国贸易和发展会议、世界银行。"},
)
def ict_services_exports_to_gdp(
    ict_services_exports: pd.DataFrame, gdp: pd.DataFrame
) -> pd.DataFrame:
    """100 * exports of ICT services / GDP. Sources: UNCTAD; World Bank."""
    return 100 * ict_services_exports / gdp


@indicator(
    title={"en": "Specialisation in ICT services trade", "zh": "信息通信技术服务贸易专业化程度"},
    short={"en": "ICT services specialisation", "zh": "ICT服务专业化"},
    definition={
        "en": "ICT services' share of services exports minus their share of services imports: "
        "above zero, a place sells more of them than it buys, relative to its trade in "
        "services.",
        "zh": "ICT服务在服务出口中的比重减去其在服务进口中的比重；大于零表示相对于服务贸易总体更多"
        "出口ICT服务。",
    },
    unit="points",
    pillar="digital_economy",
    takes={
        "ict_services_export_share": "% of services exports",
        "ict_services_import_share": "% of services imports",
    },
    method={
        "zh": "ICT服务占服务出口比重 − ICT服务占服务进口比重。资料来源：联合国贸易和发展会议。"
    },
)
def ict_services_specialisation(
    ict_services_export_share: pd.DataFrame, ict_services_import_share: pd.DataFrame
) -> pd.DataFrame:
    """Share of ICT in services exports - share of ICT in services imports. Source: UNCTAD."""
    return ict_services_export_share - ict_services_import_share


@indicator(
    title={"en": "Specialisation in ICT goods trade", "zh": "信息通信技术货物贸易专业化程度"},
    short={"en": "ICT goods specialisation", "zh": "ICT货物专业化"},
    definition={
        "en": "ICT goods' share of merchandise exports minus their share of merchandise imports.",
        "zh": "ICT货物在货物出口中的比重减去其在货物进口中的比重。",
    },
    unit="points",
    pillar="digital_economy",
    takes={
        "ict_goods_export_share": "% of merchandise exports",
        "ict_goods_import_share": "% of merchandise imports",
    },
    method={
        "zh": "ICT产品占货物出口比重 − ICT产品占货物进口比重。资料来源：联合国贸易和发展会议。"
    },
)
def ict_goods_specialisation(
    ict_goods_export_share: pd.DataFrame, ict_goods_import_share: pd.DataFrame
) -> pd.DataFrame:
    """Share of ICT in merchandise exports - share of ICT in merchandise imports. Source: UNCTAD."""
    return ict_goods_export_share - ict_goods_import_share


@indicator(
    title={
        "en": "Total services exports (implied by the ICT share)",
        "zh": "服务出口总额（由ICT占比推算）",
    },
    short={"en": "Services exports (implied)", "zh": "服务出口（推算）"},
    definition={
        "en": "Exports of ICT services divided by their share of services exports.",
        "zh": "ICT服务出口额除以其占服务出口的比重。",
    },
    unit="current US$",
    pillar="digital_economy",
    total=True,
    weight="population",
    notes=[
        {
            "en": "Not published with the data: worked back from value and share, so rounding "
            "of a small "
            "share shows.",
            "zh": "原始数据未公布，由金额与占比反推；占比很小时舍入误差明显。",
        }
    ],
    takes={
        "ict_services_exports": "current US$",
        "ict_services_export_share": "% of services exports",
    },
    method={
        "zh": "ICT服务出口额 ÷（ICT服务占服务出口比重 ÷ 100）。资料来源：联合国贸易和发展会议。"
    },
)
def services_exports_implied(
    ict_services_exports: pd.DataFrame, ict_services_export_share: pd.DataFrame
) -> pd.DataFrame:
    """ICT services exports / (their share / 100). Source: UNCTAD."""
    share = ict_services_export_share.where(ict_services_export_share > 0)
    return 100 * ict_services_exports / share


@indicator(
    title={
        "en": "Digital services exports to GDP: distance to the best peer",
        "zh": "数字服务出口占GDP比重与同组最优之差",
    },
    short={"en": "Digital exports, gap to best", "zh": "数字出口最优差距"},
    definition={
        "en": "Points of GDP by which exports of digitally deliverable services fall short of the "
        "best in the peer group.",
        "zh": "可数字化交付服务出口占GDP比重比对标组内最高者低多少个百分点。",
    },
    unit="points",
    pillar="digital_economy",
    better="lower",
    takes={"digital_services_exports_to_gdp": "% of GDP"},
    method={"zh": "对标组内有数据者的最高比重 − 本地比重。资料来源：联合国贸易和发展会议。"},
)
def digital_services_exports_gap(
    digital_services_exports_to_gdp: pd.DataFrame, peers: Peers
) -> pd.DataFrame:
    """Highest share among the peers with a figure minus the place's own.

    Sources: UNCTAD; World Bank.
    """
    return gap_to_best_peer(digital_services_exports_to_gdp, peers, "higher")
