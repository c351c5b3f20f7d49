"""What differs between languages. A further language is one more entry of LANGUAGES."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indicators.model import Text

Words = Mapping[str, str]


@dataclass(frozen=True)
class Language:
    """Words and rules by which a reader of one language is told numbers, periods and statuses.

    `{}` holds the one thing said; `scales` run from the largest; `thousands` parts digits in ordinary numbers.
    `moves` are keyed by what moved and which way: 'share up', 'growth down', 'rank same'.
    """

    code: str
    name: str
    scales: tuple[tuple[int, str], ...]
    thousands: str
    gap: str
    points: str
    moves: Words
    months: tuple[str, ...]
    periods: Words
    date: str
    ordinal: Callable[[int], str]
    rank_of: str
    comma: str
    colon: str
    semicolon: str
    series: str
    last: str
    age: str
    age_over: str
    statuses: Words
    dimensions: Words
    categories: Words


def english_ordinal(rank: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st, 111th."""
    if rank % 100 in (11, 12, 13):
        return f"{rank}th"
    return f"{rank}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th') }"


def _words(**words: str) -> Words:
    return MappingProxyType(words)


ENGLISH = Language(
    code="en",
    name="English",
    scales=((10**12, "trillion"), (10**9, "billion"), (10**6, "million")),
    thousands=",",
    gap=" ",
    points="{} points",
    moves=MappingProxyType(
        {
            "share up": "up {} points",
            "share down": "down {} points",
            "share same": "unchanged",
            "size up": "up {}",
            "size down": "down {}",
            "size same": "unchanged",
            "growth up": "up {}",
            "growth down": "down {}",
            "growth same": "unchanged",
            "rank up": "{} places up",
            "rank down": "{} places down",
            "rank same": "same place",
            "rank up one": "{} place up",
            "rank down one": "{} place down",
            "spoken rank up": "up {} places",
            "spoken rank down": "down {} places",
            "spoken rank same": "unchanged",
            "spoken rank up one": "up {} place",
            "spoken rank down one": "down {} place",
        }
    ),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    periods=_words(
        year="{year}",
        years="{year}–{end_year}",
        fiscal="{year}–{short}",
        month="{month} {year}",
        quarter="Q{part} {year}",
        half1="first half of {year}",
        half2="second half of {year}",
        spoken_half1="the first half of {year}",
        spoken_half2="the second half of {year}",
        within="{month}–{end_month} {year}",
        across="{month} {year}–{end_month} {end_year}",
    ),
    date="{day} {month} {year}",
    ordinal=english_ordinal,
    rank_of="{rank} of {of}",
    comma=", ",
    colon=": ",
    semicolon="; ",
    series=", ",
    last=" and ",
    age="{}",
    age_over="{}+",
    statuses=_words(
        reported="reported",
        compiled="compiled",
        provisional="provisional",
        estimated="estimated",
        lower_bound="lower bound",
        forecast="forecast",
        **{"break": "break in series"},
    ),
    dimensions=_words(
        sex="sex",
        age="age",
        sector="sector",
        industry="industry",
        component="component",
        intensity="intensity",
        area="area",
        education="education",
        income="income",
        size="size",
    ),
    categories=_words(
        total="total",
        female="female",
        male="male",
        primary="primary",
        secondary="secondary",
        tertiary="tertiary",
        manufacturing="manufacturing",
        services="services",
        application="application",
        factor_driven="factor-driven",
        digital_industrialisation="digital industrialisation",
        industrial_digitalisation="industrial digitalisation",
        high="high",
        very_high="very high",
        urban="urban",
        rural="rural",
    ),
)

CHINESE = Language(
    code="zh",
    name="中文",
    scales=((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    thousands="",
    gap="",
    points="{}个百分点",
    moves=MappingProxyType(
        {
            "share up": "上升{}个百分点",
            "share down": "下降{}个百分点",
            "share same": "持平",
            "size up": "增加{}",
            "size down": "减少{}",
            "size same": "持平",
            "growth up": "增长{}",
            "growth down": "下降{}",
            "growth same": "持平",
            "rate up": "上升{}",
            "rate down": "下降{}",
            "rank up": "上升{}位",
            "rank down": "下降{}位",
            "rank same": "位次不变",
            "spoken rank same": "持平",
        }
    ),
    months=tuple(f"{month}月" for month in range(1, 13)),
    periods=_words(
        year="{year}年",
        years="{year}–{end_year}年",
        fiscal="{year}–{short}年度",
        month="{year}年{month}",
        quarter="{year}年第{hanzi}季度",
        half1="{year}年上半年",
        half2="{year}年下半年",
        within="{year}年{number}–{end_month}",
        across="{year}年{month}–{end_year}年{end_month}",
    ),
    date="{year}年{month}{day}日",
    ordinal="第{}位".format,
    rank_of="{rank}（共{of}）",
    comma="，",
    colon="：",
    semicolon="；",
    series="、",
    last="和",
    age="{}岁",
    age_over="{}岁及以上",
    statuses=_words(
        reported="公布数",
        compiled="汇编数",
        provisional="初步数",
        estimated="估算数",
        lower_bound="下限数",
        forecast="预测数",
        **{"break": "口径调整"},
    ),
    dimensions=_words(
        sex="性别",
        age="年龄",
        sector="产业",
        industry="行业",
        component="构成",
        intensity="数字化程度",
        area="城乡",
        education="受教育程度",
        income="收入",
        size="规模",
    ),
    categories=_words(
        total="合计",
        female="女",
        male="男",
        primary="第一产业",
        secondary="第二产业",
        tertiary="第三产业",
        manufacturing="制造业",
        services="服务业",
        application="数字技术应用业",
        factor_driven="数字要素驱动业",
        digital_industrialisation="数字产业化",
        industrial_digitalisation="产业数字化",
        high="高",
        very_high="很高",
        urban="城镇",
        rural="农村",
    ),
)

LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {spoken.code: spoken for spoken in (ENGLISH, CHINESE)}
)


def language_of(code: str) -> Language:
    """The language of a code, 'zh' or 'zh-CN'; English for one not known."""
    return LANGUAGES.get(code) or LANGUAGES.get(code.split("-")[0]) or ENGLISH


def say(text: Text, language: str) -> str:
    """A text in the language whose number words are used, so that the two never mix by accident."""
    return text.words.get(language) or text.say(language_of(language).code)
