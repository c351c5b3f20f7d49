"""Numbers, units, periods and statuses, beside the words a person would write."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from indicators import locale, wording
from indicators.locale import get_locale
from indicators.model import STATUSES, Source, Text, Unit
from indicators.periods import is_period
from indicators.wording.digits import scale_words


def unit(kind: str, en: str = "{}", zh: str = "{}", label: str = "") -> Unit:
    return Unit(
        kind, kind, 0, {}, kind, Text({"en": en, "zh": zh}), Text({"en": label, "zh": label})
    )


YUAN = unit("currency", "{} yuan", "{}元")
DOLLARS = unit("currency", "US${}", "{}美元")
PEOPLE = unit("count", "{} people", "{}人")
POWER = unit("number", "{} kWh", "{}千瓦时")
SHARE = unit("share", "{}%", "{}%")
RATE = unit("rate", "{} per 100 people", "每百人{}")
PATENTS = replace(unit("rate", "{} per 10,000 people", "每万人{}件"), label=Text({"zh": "件/万人"}))
INDEX = unit("index")
RANK = unit("rank", "No. {}", "第{}位", label="rank")
UNITS = [YUAN, DOLLARS, PEOPLE, POWER, SHARE, RATE, INDEX, RANK]

NUMBERS = [
    (12_755_500_000_000.0, YUAN, "12.76 trillion yuan", "12.76万亿元"),
    (1.41e12, DOLLARS, "US$1.41 trillion", "1.41万亿美元"),
    (-1.41e12, DOLLARS, "−US$1.41 trillion", "−1.41万亿美元"),
    (-3.5e9, YUAN, "−3.5 billion yuan", "−35亿元"),
    (10_616_500, PEOPLE, "10.62 million people", "1062万人"),
    (5_000_000, PEOPLE, "5 million people", "500万人"),
    (123_456, PEOPLE, "123,456 people", "123456人"),
    (123_400, PEOPLE, "123,400 people", "12.34万人"),
    (9_999, PEOPLE, "9,999 people", "9999人"),
    (7, PEOPLE, "7 people", "7人"),
    (0, PEOPLE, "0 people", "0人"),
    (999_960_000, PEOPLE, "1.000 billion people", "10.00亿人"),
    (83_481.3, YUAN, "83,481 yuan", "83481元"),
    (143_821.0, YUAN, "143,821 yuan", "143821元"),
    (999_999.6, YUAN, "1.000 million yuan", "100.0万元"),
    (853.44, DOLLARS, "US$853.4", "853.4美元"),
    (4_321.7, POWER, "4,322 kWh", "4322千瓦时"),
    (92.0, SHARE, "92.0%", "92.0%"),
    (2.25, SHARE, "2.3%", "2.3%"),
    (0.04, SHARE, "0.04%", "0.04%"),
    (-1e-14, SHARE, "0.0%", "0.0%"),
    (109.27, RATE, "109.3 per 100 people", "每百人109.3"),
    (8.153, RATE, "8.15 per 100 people", "每百人8.15"),
    (8_714.3, RATE, "8,714 per 100 people", "每百人8714"),
    (0.872, INDEX, "0.872", "0.872"),
    (1.5, INDEX, "1.500", "1.500"),
    (57.04, INDEX, "57.0", "57.0"),
    (17, RANK, "No. 17", "第17位"),
    (17.5, RANK, "No. 17.5", "第17.5位"),
]


@pytest.mark.parametrize(("value", "of", "english", "chinese"), NUMBERS)
def test_number(value: float, of: Unit, english: str, chinese: str) -> None:
    assert wording.number(value, of, "en") == english
    assert wording.number(value, of, "zh") == chinese


def value_of(text: str, language: str) -> float:
    """Read a number in words back: '12.76 trillion' is 12,760,000,000,000."""
    digits = text.replace(",", "").replace("−", "-")
    for word in scale_words(get_locale(language)):
        if word.word in digits:
            return float(digits.replace(word.word, "")) * word.divisor
    return float(digits)


@given(st.integers(1, 10**9), st.integers(-3, 6))
def test_an_amount_has_the_same_digits_in_both_languages(digits: int, power: int) -> None:
    value = float(f"{digits}e{power}")
    english, chinese = (wording.plain(value, YUAN, language) for language in ("en", "zh"))
    assert math.isclose(value_of(english, "en"), value_of(chinese, "zh"), rel_tol=1e-12)
    exact, others = (wording.parameter(value, unit("number"), name) for name in ("en", "zh"))
    assert math.isclose(value_of(exact, "en"), value, rel_tol=1e-12)
    assert math.isclose(value_of(others, "zh"), value, rel_tol=1e-12)


PARAMETERS = [
    (100.0, SHARE, "100%", "100%"),
    (26.0, RATE, "26 per 100 people", "每百人26"),
    (7.25, SHARE, "7.25%", "7.25%"),
    (0.005, INDEX, "0.005", "0.005"),
    (3, RANK, "No. 3", "第3位"),
    (2.5e6, YUAN, "2.5 million yuan", "250万元"),
    (1.2345e10, YUAN, "12,345 million yuan", "123.45亿元"),
    (150_000, YUAN, "150,000 yuan", "15万元"),
    (143_821, YUAN, "143,821 yuan", "143821元"),
    (0.0, YUAN, "0 yuan", "0元"),
    (-2.5e6, DOLLARS, "−US$2.5 million", "−250万美元"),
    (None, YUAN, "–", "–"),
]


@pytest.mark.parametrize(("value", "of", "english", "chinese"), PARAMETERS)
def test_a_number_that_somebody_set_has_its_digits_and_no_others(
    value: float | None, of: Unit, english: str, chinese: str
) -> None:
    assert wording.parameter(value, of, "en") == english
    assert wording.parameter(value, of, "zh") == chinese


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_missing_is_not_zero(value: float | None) -> None:
    assert wording.number(value, YUAN, "en") == wording.plain(value, YUAN, "zh") == "–"
    assert wording.number(value, YUAN, "en", precise=True) == "–"
    assert wording.change(value, YUAN, "en") == wording.growth(value, "en") == "–"


@pytest.mark.parametrize(
    ("value", "of", "english"),
    [
        (12_755_500_000_000.0, YUAN, "12,755,500,000,000 yuan"),
        (-1_234.56, DOLLARS, "−US$1,234.56"),
        (0.1 + 0.2, INDEX, "0.3"),
        (92.0, SHARE, "92%"),
    ],
)
def test_precise_has_every_digit_and_no_dust(value: float, of: Unit, english: str) -> None:
    assert wording.number(value, of, "en", precise=True) == english


def test_editions_of_one_title_are_cited_once_with_their_years() -> None:
    survey = Source("a", Text({"en": "UN DESA"}), Text({"en": "E-Government Survey"}), "2010")
    others = [replace(survey, id=year, year=year) for year in ("2024", "2012")]
    bank = Source("b", Text({"en": "World Bank"}), Text({"en": "Indicators"}))
    assert wording.citations([survey, *others, bank], "en") == [
        "UN DESA, E-Government Survey, 2010–2024",
        "World Bank, Indicators",
    ]
    assert wording.citations([survey], "en") == [survey.cite("en")]


def test_a_zero_that_was_rounded_to_is_less_than_half_of_the_rounding() -> None:
    millions = replace(DOLLARS, rounding=1e6)
    assert wording.number(0, millions, "en") == "less than US$500,000"
    assert wording.number(0, millions, "zh") == "不足50万美元"
    assert wording.number(0, millions, "en", precise=True) == "less than US$500,000"
    assert wording.number(1e6, millions, "en") == "US$1 million"
    assert wording.number(0, DOLLARS, "en") == "US$0"
    assert wording.label(0, millions, "en") == "less than 500,000"
    assert wording.label(0, millions, "zh") == "不足50万"


@pytest.mark.parametrize(
    ("value", "of", "english", "chinese"),
    [
        (92.0, SHARE, "92.0%", "为92.0%"),
        (17, RANK, "No. 17", "居第17位"),
        (0, replace(DOLLARS, rounding=1e6), "less than US$500,000", "不足50万美元"),
        (2e6, replace(DOLLARS, rounding=1e6), "US$2 million", "为200万美元"),
    ],
)
def test_a_predicate_has_the_verb_that_the_value_takes(
    value: float, of: Unit, english: str, chinese: str
) -> None:
    assert wording.predicate(value, of, "en") == english
    assert wording.predicate(value, of, "zh") == chinese


def test_a_lower_bound_has_the_digits_of_its_source() -> None:
    assert wording.predicate(80.0, SHARE, "en", "lower_bound") == "at least 80%"
    assert wording.predicate(80.0, SHARE, "zh", "lower_bound") == "为80%以上"
    assert wording.predicate(80.0, SHARE, "en", "estimated") == "80.0%"


def test_a_label_in_a_chart_leaves_the_unit_to_the_chart() -> None:
    assert wording.label(6.805e11, DOLLARS, "en") == "680.5 billion"
    assert wording.label(44.74, RATE, "zh") == "44.7"
    assert wording.label(92, SHARE, "en") == "92.0%"
    assert wording.label(3, RANK, "en") == "No. 3"
    assert wording.label(None, RATE, "en") == wording.MISSING


def test_plain_leaves_the_unit_out() -> None:
    assert wording.plain(12_755_500_000_000, YUAN, "en") == "12.76 trillion"
    assert wording.plain(92, SHARE, "zh") == "92.0"


def test_a_unit_that_is_a_scale_takes_no_further_scale_word() -> None:
    millions = replace(DOLLARS, exponent=6, pattern=Text({"en": "US${} million"}))
    assert wording.number(1_410_000, millions, "en") == "US$1,410,000 million"


def test_a_unit_without_a_pattern_is_said_with_its_label() -> None:
    assert wording.number(3, Unit("x", "x", label=Text({"en": "antennas"})), "en") == "3 antennas"
    assert wording.number(3, Unit("x", "x"), "en") == "3"


CHANGES = [
    (3.2, SHARE, "+3.2 points", "+3.2个百分点", "up 3.2 points", "提高3.2个百分点"),
    (-0.04, SHARE, "−0.04 points", "−0.04个百分点", "down 0.04 points", "下降0.04个百分点"),
    (0.0, SHARE, "0.0 points", "0.0个百分点", "unchanged", "持平"),
    (0.012, INDEX, "+0.012", "+0.012", "up 0.012", "提高0.012"),
    (57.0 - 56.2, INDEX, "+0.8", "+0.8", "up 0.8", "提高0.8"),
    (-12.34, RATE, "−12.3", "−12.3", "down 12.3", "下降12.3"),
    (1.2e12, YUAN, "+1.2 trillion yuan", "+1.2万亿元", "up 1.2 trillion yuan", "增加1.2万亿元"),
    (-3e6, DOLLARS, "−US$3 million", "−300万美元", "down US$3 million", "减少300万美元"),
    (2, RANK, "2 places down", "下降2位", "down 2 places", "下降2位"),
    (-2, RANK, "2 places up", "上升2位", "up 2 places", "上升2位"),
    (-1, RANK, "1 place up", "上升1位", "up 1 place", "上升1位"),
    (0, RANK, "same place", "位次不变", "unchanged", "持平"),
]


@pytest.mark.parametrize(("difference", "of", "en", "zh", "spoken_en", "spoken_zh"), CHANGES)
def test_change(
    difference: float, of: Unit, en: str, zh: str, spoken_en: str, spoken_zh: str
) -> None:
    assert wording.change(difference, of, "en") == en
    assert wording.change(difference, of, "zh") == zh
    assert wording.change(difference, of, "en", spoken=True) == spoken_en
    assert wording.change(difference, of, "zh", spoken=True) == spoken_zh


def test_a_number_beside_an_axis_is_grouped_as_the_values_are() -> None:
    assert wording.decimal(150_000, 0, "en") == "150,000"
    assert wording.decimal(150_000, 0, "zh") == "150000"  # beside 143821元
    assert wording.decimal(1234.5, 2, "en") == "1,234.50"


def test_growth() -> None:
    assert wording.growth(0.041, "en") == wording.growth(0.041, "zh") == "+4.1%"
    assert wording.growth(-0.013, "en") == "−1.3%"
    assert wording.growth(0.0, "en") == "0.0%"
    assert wording.growth(0.041, "en", spoken=True) == "up 4.1%"
    assert wording.growth(0.041, "zh", spoken=True) == "增长4.1%"


@pytest.mark.parametrize(
    ("values", "of", "divisor", "english", "chinese_divisor", "chinese"),
    [
        ([1e12, 3e13, None], YUAN, 1e12, "trillion yuan", 1e12, "万亿元"),
        ([2e9, -5e9], DOLLARS, 1e9, "US$ billion", 1e8, "亿美元"),
        ([800_000], PEOPLE, 1, "people", 1e4, "万人"),
        ([143_821], YUAN, 1, "yuan", 1, "元"),
        ([92.0], SHARE, 1, "%", 1, "%"),
        ([], INDEX, 1, "", 1, ""),
        ([3.0], RATE, 1, "per 100 people", 1, "每百人"),
        ([3.0], PATENTS, 1, "per 10,000 people", 1, "件/万人"),
        ([3.0], RANK, 1, "rank", 1, "rank"),
    ],
)
def test_scale(
    values: list[float | None],
    of: Unit,
    divisor: float,
    english: str,
    chinese_divisor: float,
    chinese: str,
) -> None:
    assert wording.scale(values, of, "en") == wording.Scale(divisor, english)
    assert wording.scale(values, of, "zh") == wording.Scale(chinese_divisor, chinese)


PERIODS = [
    ("2023", "2023", "2023年"),
    ("2023-Q2", "Q2 2023", "2023年第二季度"),
    ("2023-07", "Jul 2023", "2023年7月"),
    ("2021-S1", "first half of 2021", "2021年上半年"),
    ("2021-S2", "second half of 2021", "2021年下半年"),
    ("2020-07-01/P1Y", "2020–21", "2020—21年度"),
    ("1999-07-01/P1Y", "1999–2000", "1999—2000年度"),
    ("2018-01-01/P9M", "Jan–Sep 2018", "2018年1—9月"),
    ("2018-10-01/P6M", "Oct 2018–Mar 2019", "2018年10月—2019年3月"),
    ("2018-01-01/P3Y", "2018–2020", "2018—2020年"),
    ("2018-01-01/P1Y", "2018", "2018年"),
    ("2023-13", "2023-13", "2023-13"),
    ("soon", "soon", "soon"),
]


@pytest.mark.parametrize(("text", "english", "chinese"), PERIODS)
def test_period(text: str, english: str, chinese: str) -> None:
    assert wording.period(text, "en") == english
    assert wording.period(text, "zh") == chinese


def test_period_in_a_sentence() -> None:
    assert wording.period("2021-S1", "en", spoken=True) == "the first half of 2021"
    assert wording.period("2021-S1", "zh", spoken=True) == "2021年上半年"
    assert wording.period("2023", "en", spoken=True) == "2023"


def test_rank() -> None:
    said = [wording.rank(place, None, "en") for place in (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111)]
    assert said == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "22nd",
        "101st",
        "111th",
    ]
    assert wording.rank(14, 60, "en") == "14th of 60"
    assert wording.rank(14, 60, "zh") == "第14位（共60个）"
    assert wording.rank(14, None, "zh") == "第14位"


def test_status() -> None:
    assert wording.status("", "en") == "reported"
    assert wording.status("lower_bound", "en") == "lower bound"
    assert wording.status("break", "zh") == "口径调整"
    assert wording.status("made_up", "zh") == "made up"


def test_every_status_has_a_word() -> None:
    assert {name for name in STATUSES if f"word.status.{name}" not in get_locale("en")} == set()


@pytest.mark.parametrize(
    ("text", "english", "chinese", "short", "short_chinese"),
    [
        ("total", "total", "合计", "total", "合计"),
        (
            "sex=female;age=16-24",
            "sex: female; age: 16–24",
            "性别：女；年龄：16–24岁",
            "female, 16–24",
            "女，16–24岁",
        ),
        ("age=65+", "age: 65+", "年龄：65岁及以上", "65+", "65岁及以上"),
        ("sector=primary", "sector: primary", "产业：第一产业", "primary", "第一产业"),
        (
            "shoe_size=very_odd",
            "shoe size: very odd",
            "shoe size：very odd",
            "very odd",
            "very odd",
        ),
        ("loose", "loose", "loose", "loose", "loose"),
    ],
)
def test_breakdown(text: str, english: str, chinese: str, short: str, short_chinese: str) -> None:
    assert wording.breakdown(text, "en") == english
    assert wording.breakdown(text, "zh") == chinese
    assert wording.breakdown(text, "en", short=True) == short
    assert wording.breakdown(text, "zh", short=True) == short_chinese


def test_breakdown_takes_given_names_first() -> None:
    names = {"sex": "gender", "sex=female": "women"}
    assert wording.breakdown("sex=female", "en", names) == "gender: women"
    assert wording.breakdown("sex=male", "en", names) == "gender: male"


def test_dates_shares_and_lists() -> None:
    day = datetime.date(2026, 3, 14)
    assert wording.date(day, "en") == "14 Mar 2026"
    assert wording.date(day, "zh") == "2026年3月14日"
    shares = [wording.share(part, 1000, "en") for part in (0, 1, 940, 999, 1000)]
    assert shares == ["0%", "<1%", "94%", ">99%", "100%"]
    assert wording.share(1, 0, "en") == wording.share(None, 3, "en") == "–"
    assert [wording.listing(list("abc")[:n], "en") for n in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert wording.listing(list("abc"), "zh") == "a、b和c"


def test_an_unknown_language_is_said_in_english_throughout() -> None:
    assert wording.number(12_755_500_000_000, YUAN, "fr") == "12.76 trillion yuan"
    assert wording.period("2023-Q2", "fr") == "Q2 2023"
    assert wording.number(12_755_500_000_000, YUAN, "zh-CN") == "12.76万亿元"


GERMAN, FRENCH, HINDI, RUSSIAN, SWAHILI = "de", "fr", "hi", "ru", "sw"


@pytest.fixture
def cldr(tmp_path: Path) -> Iterator[None]:
    """Languages that have nothing but what CLDR knows of them."""
    for code in (GERMAN, FRENCH, HINDI, RUSSIAN, SWAHILI):
        (tmp_path / f"{code}.json").write_text(f'{{"locale": "{code}"}}', encoding="utf-8")
    locale.use_folders(tmp_path)
    yield
    locale.use_folders()


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        # The signs and words of CLDR 49.
        (GERMAN, 12_755_500_000_000, "12,76 Billionen"),
        (GERMAN, 1_000_000, "1 Million"),
        (GERMAN, 1_200_000, "1,2 Millionen"),
        (GERMAN, 83_481.3, "83.481"),
        (FRENCH, 1_410_000_000, "1,41 milliard"),
        (FRENCH, 83_481.3, "83\N{NNBSP}481"),
        (HINDI, 1_234_567, "12.35 लाख"),
        (HINDI, 98_765.4, "98,765"),
        (RUSSIAN, 5_000_000, "5 миллионов"),
        (RUSSIAN, -2_000_000, "−2 миллиона"),
        (SWAHILI, 5_000_000, "milioni 5"),
    ],
)
@pytest.mark.usefixtures("cldr")
def test_numbers_in_other_languages(language: str, value: float, text: str) -> None:
    assert wording.plain(value, PEOPLE, language) == text


@pytest.mark.usefixtures("cldr")
def test_dates_percents_and_lists_in_other_languages() -> None:
    day = datetime.date(2026, 3, 14)
    assert wording.date(day, GERMAN) == "14. März 2026"
    assert wording.period("2023-07", FRENCH) == "juil. 2023"
    assert wording.growth(0.041, GERMAN) == "+4,1\N{NBSP}%"
    assert wording.share(0.5, 100, FRENCH) == "<1\N{NBSP}%"
    assert wording.listing(["a", "b", "c"], GERMAN) == "a, b und c"
    assert wording.number(12_34_567, POWER, HINDI, precise=True) == "12,34,567 kWh"
    # What no file has yet is in English.
    assert wording.period("2021-S1", GERMAN) == "first half of 2021"
    assert wording.status("lower_bound", GERMAN) == "lower bound"


def test_every_locale_of_cldr_can_be_written(tmp_path: Path) -> None:
    codes = [code for code in locale_identifiers() if "_" not in code and code not in ("en", "zh")]
    for code in codes:
        (tmp_path / f"{code}.json").write_text(f'{{"locale": "{code}"}}', encoding="utf-8")
    locale.use_folders(tmp_path)
    try:
        for code in codes:
            for value in (0, 0.5, 1, 1e5, 1e6, 2.5e9, 1e13, 1e300):
                text = wording.number(value, YUAN, code)
                assert any(digit in text for digit in "0123456789") and "{" not in text, code
            for period in ("2023", "2023-Q2", "2023-07", "2021-S1", "2020-07-01/P1Y"):
                assert re.search("20|21", wording.period(period, code)), code
            assert "14" in wording.date(datetime.date(2026, 3, 14), code), code
            assert "a" in wording.listing(list("abcd"), code), code
            assert wording.scale([2e9], YUAN, code).divisor >= 1e6, code
            assert "3" in wording.rank(3, 10, code), code
    finally:
        locale.use_folders()


@given(st.floats(), st.sampled_from(UNITS), st.sampled_from(["en", "zh", "fr"]), st.booleans())
def test_any_float_can_be_said(value: float, of: Unit, language: str, precise: bool) -> None:
    said = wording.number(value, of, language, precise)
    assert "e+" not in said and "nan" not in said and "-" not in said
    wording.change(value, of, language, precise)
    wording.growth(value, language, precise)
    assert wording.scale([value], of, language).divisor >= 1


@given(st.floats(-1e15, 1e15), st.sampled_from([SHARE, INDEX, RATE]))
def test_a_rounded_number_stays_close(value: float, of: Unit) -> None:
    said = float(wording.plain(value, of, "zh").replace("−", "-"))
    assert abs(said - value) <= max(0.5, 1e-9 * abs(value))


@given(st.floats(0.001, 1e16), st.sampled_from(["en", "zh"]))
def test_a_scaled_number_keeps_three_digits(value: float, language: str) -> None:
    found = re.fullmatch(r"([0-9,.]+) ?(\D*)", wording.plain(value, YUAN, language))
    assert found
    divisor = {word.word: word.divisor for word in scale_words(get_locale(language))}.get(
        found[2], 1
    )
    assert math.isclose(
        float(found[1].replace(",", "")) * divisor, value, rel_tol=0.006, abs_tol=0.0005
    )


@given(st.text())
def test_any_text_can_be_asked_for(text: str) -> None:
    if not is_period(text):
        assert wording.period(text, "zh") == text
    wording.breakdown(text, "en")
    wording.status(text, "zh")
