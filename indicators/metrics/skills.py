"""Skills: the people who make the digital economy, and what comes of their work."""

from __future__ import annotations

import pandas as pd

from indicators.metrics.registry import indicator

_URBAN_UNITS = {
    "en": "Employment counts urban units other than private firms: the self-employed and "
    "private firms are missing.",
    "zh": "就业口径为城镇非私营单位，不含私营企业和个体就业。",
}


@indicator(
    title={
        "en": "IT employment, share of urban-unit employment",
        "zh": "信息业就业占城镇单位就业比重",
    },
    short={"en": "IT share of employment", "zh": "信息业就业占比"},
    definition={
        "en": "Staff of information transmission, software and IT services among all staff of "
        "urban non-private units.",
        "zh": "信息传输、软件和信息技术服务业就业人员占城镇非私营单位就业人员的比重。",
    },
    unit="% of urban-unit employment",
    pillar="skills",
    better="higher",
    weight="urban_employment_province",
    notes=[_URBAN_UNITS],
    takes={"it_employment_province": "persons", "urban_employment_province": "persons"},
    method={
        "zh": "100 × 信息传输、软件和信息技术服务业就业人员 ÷ 城镇非私营单位就业人员。"
        "资料来源：国家统计局。"
    },
)
def it_employment_share_province(
    it_employment_province: pd.DataFrame, urban_employment_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * IT employment / urban-unit employment.

    Source: National Bureau of Statistics of China.
    """
    return 100 * it_employment_province / urban_employment_province


@indicator(
    title={
        "en": "R&D personnel per 10,000 urban-unit employees",
        "zh": "每万名城镇单位就业人员的研发人员",
    },
    short={"en": "R&D personnel rate", "zh": "每万人研发人员"},
    definition={
        "en": "R&D person-years (full-time equivalent) for every 10,000 staff of urban "
        "non-private units.",
        "zh": "研发人员全时当量（人年）与城镇非私营单位就业人员之比，乘以10000。",
    },
    unit="per 10,000 employees",
    pillar="skills",
    better="higher",
    weight="urban_employment_province",
    notes=[
        _URBAN_UNITS,
        {
            "en": "A ratio, not a share: R&D personnel also work in private firms.",
            "zh": "这是比率而非占比：研发人员也包括私营企业人员。",
        },
    ],
    takes={"rd_personnel_province": "person-years", "urban_employment_province": "persons"},
    method={
        "zh": "10000 × 研发人员全时当量（人年）÷ 城镇非私营单位就业人员。资料来源：国家统计局。"
    },
)
def rd_personnel_rate_province(
    rd_personnel_province: pd.DataFrame, urban_employment_province: pd.DataFrame
) -> pd.DataFrame:
    """10,000 * R&D person-years / urban-unit employment.

    Source: National Bureau of Statistics of China.
    """
    return 10_000 * rd_personnel_province / urban_employment_province


@indicator(
    title={"en": "Patents granted per 100 R&D person-years", "zh": "每百研发人年的专利授权量"},
    short={"en": "Patents per R&D effort", "zh": "百研发人年专利"},
    definition={
        "en": "Domestic patents granted in the year for every 100 person-years of R&D in that "
        "year.",
        "zh": "当年国内专利授权数与研发人员全时当量之比，乘以100。",
    },
    unit="patents per 100 person-years",
    pillar="skills",
    better="higher",
    weight="rd_personnel_province",
    notes=[
        {
            "en": "Inventions, utility models and designs count alike; a patent is granted "
            "years after "
            "the work.",
            "zh": "发明、实用新型和外观设计等同计数；授权滞后于研发投入。",
        }
    ],
    takes={"patents_granted_province": "patents", "rd_personnel_province": "person-years"},
    method={"zh": "100 × 国内专利授权数 ÷ 研发人员全时当量（人年）。资料来源：国家统计局。"},
)
def patents_per_rd_effort_province(
    patents_granted_province: pd.DataFrame, rd_personnel_province: pd.DataFrame
) -> pd.DataFrame:
    """100 * patents granted / R&D person-years. Source: National Bureau of Statistics of China."""
    return 100 * patents_granted_province / rd_personnel_province
