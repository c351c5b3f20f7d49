"""Each spelling of a multiplier is understood alike wherever it stands, applied once, and told
where it is not understood.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indicators.multipliers import ALONE, BEFORE, GLUED, WORDS, parse_power
from indicators.problems import ProblemCode
from indicators.readers.cells.header_words import MULTIPLIERS
from indicators.readers.cells.uncertain_units import may_multiply
from indicators.readers.cells.unit_codes import split_unit_code
from indicators.readers.cells.units import split_multiplier, title_and_unit
from indicators.readers.read_file import read_any
from tests.indicators.readers.samples import rows_of

if TYPE_CHECKING:
    from tests.conftest import Tiny

CASES = Path(__file__).parents[4] / "shared" / "cases" / "second"
KNOWN = frozenset(("France", "China"))
SPELLINGS = [
    *(
        (f"{word} EUR", "EUR", word, power)
        for word, power in (WORDS | BEFORE).items()
        if word != "mil"
    ),
    *((f"{word.title()} EUR", "EUR", word.title(), power) for word, power in WORDS.items()),
    *((f"EUR {word}", "EUR", word, power) for word, power in WORDS.items()),
    *((f"{word} EUR", "EUR", word, power) for word, power in ALONE.items()),
    *((word, "", word, power) for word, power in (WORDS | ALONE).items()),
    # 十 and 百 alone in a bracket number a table: 附表(十)
    *((word, "", word, power) for word, power in GLUED.items() if power > 2),
    *(
        (f"{word}. EUR", "EUR", f"{word}.", power)
        for word, power in WORDS.items()
        if word in ("tsd", "mrd", "тыс", "млн", "mio", "mld")
    ),
    *((f"{word}元", "元", word, power) for word, power in GLUED.items()),
    ("USDm", "USD", "millions", 6),
    ("usdm", "usd", "millions", 6),
    ("EURm", "EUR", "millions", 6),
    ("EUR m", "EUR", "millions", 6),
    ("US$m", "US$", "millions", 6),
    ("£m", "£", "millions", 6),
    ("m€", "€", "millions", 6),
    ("M€", "€", "millions", 6),
    ("MUSD", "USD", "millions", 6),
    ("USD (m)", "USD", "millions", 6),
    ("€mn", "€", "millions", 6),
    ("USDmn", "USD", "millions", 6),
    ("EUR mill.", "EUR", "millions", 6),
    ("mkr", "kr", "millions", 6),
    ("Mio€", "€", "Mio.", 6),
    ("k€", "€", "thousands", 3),
    ("€k", "€", "thousands", 3),
    ("€ k", "€", "thousands", 3),
    ("kEUR", "EUR", "thousands", 3),
    ("KUSD", "USD", "thousands", 3),
    ("Tsd€", "€", "Tsd.", 3),
    ("$bn", "$", "billions", 9),
    ("USDbn", "USD", "billions", 9),
    ("bn€", "€", "billions", 9),
    ("$b", "$", "billions", 9),
    ("Mrd€", "€", "Mrd.", 9),
    ("Mrd.€", "€", "Mrd.", 9),
    ("Md€", "€", "milliards", 9),
    ("Mds €", "€", "milliards", 9),
    ("$tn", "$", "trillions", 12),
    ("人民币亿元", "人民币元", "亿", 8),
]


def figure(text: str, unit: str) -> str:
    """The one value of 2020, in the unit without its multiplier."""
    found = read_any(text.encode(), "t.csv", KNOWN.__contains__)
    rows = found.rows
    assert len(rows) == 4, found.problems
    assert {rows.unit.categories[code] for code in rows.unit.codes} == {unit}
    assert {str(value) for value in rows.text} == {"1.5"}
    (power,) = set(rows.exponent.tolist())
    return str(power)


LONG = ("France,2020,1.5", "China,2020,1.5", "France,2021,1.5", "China,2021,1.5")


@pytest.mark.parametrize(("said", "unit", "word", "power"), SPELLINGS, ids=lambda part: str(part))
def test_a_spelling_is_understood_alike_in_every_place(
    said: str, unit: str, word: str, power: int
) -> None:
    places = {
        "unit column": "\n".join(["Country,Year,Value,Unit", *(f"{row},{said}" for row in LONG)]),
        "bracket of a title": "\n".join(
            [
                "Country,Year,Indicator,Value",
                *(f"{row.rpartition(',')[0]},GDP ({said}),1.5" for row in LONG),
            ]
        ),
        "header": "\n".join([f"Country,Year,GDP ({said})", *LONG]),
        "header below a title": "\n".join(["Accounts", f"Country,Year,GDP ({said})", *LONG]),
        "header beside a column of titles": "\n".join(
            [f"Indicator,Country,Year,Value ({said})", *(f"GDP,{row}" for row in LONG)]
        ),
        "header and title": "\n".join([f"Accounts ({said})", f"Country,Year,GDP ({said})", *LONG]),
        "headers of years": "\n".join(
            [
                "Accounts",
                f"Country,2020 ({said}),2021 ({said})",
                "France,1.5,1.5",
                "China,1.5,1.5",
            ]
        ),
        "line above": "\n".join(
            ["GDP by country,,", f"Unit: {said},,", "Country,Year,Value", *LONG]
        ),
        "bracketed line above": "\n".join(
            ["GDP by country,,", f"({said}),,", "Country,Year,Value", *LONG]
        ),
        "line between title and header": "\n".join(
            ["GDP by country,,", f"{said},,", "Country,Year,Value", *LONG]
        ),
        "row of units": "\n".join(["Country,Year,GDP", f",,{said}", *LONG]),
        "multiplier column": "\n".join(
            ["Country,Year,Value,Unit,Multiplier", *(f"{row},{unit},{word}" for row in LONG)]
        ),
        "both": "\n".join(
            ["Country,Year,Value,Unit,Multiplier", *(f"{row},{said},{word}" for row in LONG)]
        ),
    }
    assert {place: figure(text, unit) for place, text in places.items()} == dict.fromkeys(
        places, str(power)
    )


@pytest.mark.parametrize(
    ("said", "unit", "power"),
    [
        ("hundred thousand EUR", "EUR", 5),
        ("EUR hundred million", "EUR", 8),
        ("Thousand Millions of US dollars", "US dollars", 9),
        ("thousand billion EUR", "EUR", 12),
        ("hundreds of millions", "", 8),
        ("tens of thousands of persons", "persons", 4),
        ("centaines de personnes", "personnes", 2),
        ("GBP (£ thousands)", "GBP (£)", 3),
    ],
)
def test_multipliers_in_a_row_multiply(said: str, unit: str, power: int) -> None:
    """'hundred thousand EUR' was a hundred of 'thousand EUR', without a problem."""
    assert split_multiplier(said) == (unit, power)
    for text in (
        "\n".join(["Country,Year,Value,Unit", *(f"{row},{said}" for row in LONG)]),
        "\n".join(["GDP by country,,", f"Unit: {said},,", "Country,Year,Value", *LONG]),
        "\n".join(["Country,Year,GDP", f",,{said}", *LONG]),
    ):
        assert figure(text, unit) == str(power)


@pytest.mark.parametrize("word", ["ten largest cities", "tens machine", "centaine administrative"])
def test_words_of_a_name_multiply_nothing(word: str) -> None:
    assert split_multiplier(word) == (word, 0)


@pytest.mark.parametrize("title", ["附表(十)", "统计表(百)"])
def test_a_number_of_a_table_is_no_multiplier(title: str) -> None:
    assert title_and_unit(title) == (title, "")


def test_mil_before_a_unit_is_a_thousand_and_alone_may_be_a_million() -> None:
    """Spanish and Portuguese write 'mil unidades'; alone in a column it is as likely an English
    'mil.' for millions.
    """
    assert (
        figure(
            "\n".join(["Country,Year,Value,Unit", *(f"{row},mil unidades" for row in LONG)]),
            "unidades",
        )
        == "3"
    )
    assert parse_power("mil") is None


@pytest.mark.parametrize(
    "word", [word for word, power in WORDS.items() if power > 2 and word.isalpha()]
)
def test_units_by_code_and_by_words_agree(word: str) -> None:
    assert (
        split_unit_code(f"{word.title()} euro")
        == ("euro", WORDS[word])
        == split_multiplier(f"{word.title()} euro")
    )


@pytest.mark.parametrize(
    "word",
    [*ALONE, "6", "3.0", "-3", "10^6", "1e6", "10^15", "0", "", "Units", "Tens of thousands"],
)
def test_words_of_a_multiplier_column(word: str) -> None:
    assert parse_power(word) is not None


@pytest.mark.parametrize(
    "word",
    [
        "zillions",
        "mil",
        "mil.",
        "MM",
        "k",
        "10",
        "11",
        "1000000",
        "dozen",
        "x" * 5000,
        "9" * 5000,
        "thousand billion",
        "per thousand",
        "10^99",
        "1e16",
        "x 10^16",
    ],
)
def test_what_is_not_understood_is_no_multiplier(word: str) -> None:
    assert parse_power(word) is None


def test_figures_with_a_multiplier_that_is_not_understood_are_stopped(tiny: Tiny) -> None:
    tiny.write(
        "data/own.csv",
        "Country,Year,Value,Unit,Unit multiplier\nAAA,2020,1.5,EUR,Tsd.\nBBB,2020,2.5,EUR,"
        "zillions\nAAA,2021,3.5,EUR,zillions\n"
        "BBB,2021,4.5,EUR,Mrd.\nAAA,2022,5.5,EUR,\n",
    )
    dataset = tiny.load()
    (name,) = [
        entry.id for entry in dataset.catalogue.indicators.values() if entry.file == "own.csv"
    ]
    assert [(one.period, one.value) for one in dataset.series(name, "AAA")] == [
        ("2020", 1500),
        ("2022", 5.5),
    ]
    assert [(one.period, one.value) for one in dataset.series(name, "BBB")] == [
        ("2021", 4_500_000_000)
    ]
    (problem,) = [
        problem for problem in dataset.problems if problem.code == ProblemCode.UNKNOWN_MULTIPLIER
    ]
    assert (problem.file, problem.line, problem.column, problem.found) == (
        "own.csv",
        3,
        "Unit multiplier",
        "zillions",
    )
    assert problem.values["n"] == 2 and problem.severity == "error"


@pytest.mark.parametrize(
    "header",
    [
        "Multiplier",
        "Unit multiplier",
        "UNIT_MULT",
        "PowerCode",
        "Scalar factor",
        "Scale",
        "Magnitude",
    ],
)
def test_one_strange_word_among_known_ones_does_not_make_a_note_of_the_column(header: str) -> None:
    text = (
        f"Country,Year,Value,{header}\nFrance,2020,1,thousands\nChina,2020,2,zillions\n"
        "France,2021,3,thousands\nChina,2021,4,millions\n"
    )
    found = read_any(text.encode(), "t.csv", KNOWN.__contains__)
    assert found.rows.exponent.tolist() == [3, 3, 6]
    assert [
        (problem.line, problem.found) for problem in found.problems if problem.severity == "error"
    ] == [(3, "zillions")]


@pytest.mark.parametrize(
    ("unit", "multiplier", "power", "bare"),
    [
        ("thousand EUR", "Thousands", 3, "EUR"),
        ("GBP (£ thousands)", "Thousands", 3, "GBP (£)"),
        ("EUR", "Thousands", 3, "EUR"),
        ("thousand EUR", "Units", 3, "EUR"),
        ("thousand EUR", "", 3, "EUR"),
        ("万元", "Units", 4, "元"),
        ("Straw (Kilotonnes)", "Thousands", 3, "Straw (tonnes)"),
        ("Straw (Kilotonnes)", "Units", 0, "Straw (Kilotonnes)"),
        ("thousand EUR", "Millions", None, ""),
        ("Million EUR", "3", None, ""),
    ],
)
def test_a_multiplier_is_applied_once_and_leaves_the_unit(
    unit: str, multiplier: str, power: int | None, bare: str
) -> None:
    for text in (
        f"Country,Year,Value,Unit,Multiplier\nFrance,2020,1.5,{unit},{multiplier}\nChina,2020,2,"
        f"Acres,Hundreds\n",
        f"Year,Series,Units,Unit multiplier,GeoCode,Value\n2020,Tea,{unit},{multiplier},FRA,"
        f"1.5\n2020,Tea,Acres,Hundreds,CHN,2\n",
    ):
        found = read_any(text.encode(), "t.csv", KNOWN.__contains__)
        rows = found.rows
        read = [
            (rows.unit.categories[code], rows.exponent.tolist()[at])
            for at, code in enumerate(rows.unit.codes)
        ]
        assert read == [*([(bare, power)] if power is not None else []), ("Acres", 2)]
        told = [
            problem for problem in found.problems if problem.code == ProblemCode.MULTIPLIER_CONFLICT
        ]
        assert [(problem.line, problem.found) for problem in told] == (
            [(2, unit)] if power is None else []
        )


@pytest.mark.parametrize("header", ["Multiplier", "UNIT_MULT", *sorted(MULTIPLIERS - {"power"})])
@pytest.mark.parametrize("word", ["mille", "blah", "miles per hour"])
def test_a_column_that_promises_a_multiplier_stops_what_it_does_not_say(
    header: str, word: str
) -> None:
    rows = "".join(f"{row},{word}\n" for row in LONG)
    found = read_any(f"Country,Year,Value,{header}\n{rows}".encode(), "t.csv", KNOWN.__contains__)
    assert not len(found.rows)
    (problem,) = [problem for problem in found.problems if problem.severity == "error"]
    assert (problem.line, problem.column, problem.found) == (2, header, word)
    assert problem.code == ProblemCode.UNKNOWN_MULTIPLIER and problem.values["n"] == 4


@pytest.mark.parametrize(
    ("said", "unit", "power"),
    [
        ("thous. EUR", "EUR", 3),
        ("thous EUR", "EUR", 3),
        ("EUR thous.", "EUR", 3),
        ("thous.", "", 3),
        ("millares", "", 3),
        ("millares de euros", "euros", 3),
        ("EUR 000s", "EUR", 3),
        ("EUR '000", "EUR", 3),
        ("£'000", "£", 3),
        ("000s", "", 3),
        ("'000", "", 3),
        ("x1000", "", 3),
        ("×1000", "", 3),
        ("x1000 EUR", "EUR", 3),
        ("EUR x1000", "EUR", 3),
        ("EUR (x 1,000)", "EUR", 3),
        ("mil unidades", "unidades", 3),
        ("mil pessoas", "pessoas", 3),
        ("mil reais", "reais", 3),
        ("mil viviendas", "viviendas", 3),
        ("miles de toneladas", "toneladas", 3),
        ("en miles", "", 3),
        ("bin kişi", "kişi", 3),
        ("bin TL", "TL", 3),
        ("tis. osob", "osob", 3),
        ("tis. Kč", "Kč", 3),
        ("mill. kr", "kr", 6),
        ("万人次", "人次", 4),
        ("亿千瓦时", "千瓦时", 8),
        ("万美元", "美元", 4),
        ("百万平方公里", "平方公里", 6),
        ("亿元（当年价）", "元（当年价）", 8),
        ("万个端口", "个端口", 4),
        ("千公顷", "公顷", 3),
        ("万吨标准煤", "吨标准煤", 4),
        ("亿元人民币", "元人民币", 8),
        ("천명", "명", 3),
        ("100 kg", "kg", 2),
        ("10^6 USD", "USD", 6),
        ("‘000", "", 3),
        ("tūkst. EUR", "EUR", 3),
        ("USD million per year", "USD per year", 6),
        ("EUR bn/year", "EUR/year", 9),
        ("k€/FTE", "€/FTE", 3),
        ("USDm (current)", "USD (current)", 6),
        ("in k€", "€", 3),
        ("Current prices, million EUR", "Current prices, EUR", 6),
        ("Figures in thousands", "", 3),
        ("Angaben in Mio. EUR", "EUR", 6),
        ("(亿元)", "元", 8),
    ],
)
def test_what_is_sure_is_taken_out_of_a_unit(said: str, unit: str, power: int) -> None:
    assert split_multiplier(said) == (unit, power)


@pytest.mark.parametrize(
    "said",
    [
        "miles per hour",
        "miles driven",
        "bin collections",
        "mill owners",
        "in miles",
        "tis owners",
        "per 1000 persons",
        "百强企业",
        "千兆用户",
        "百家企业",
        "万宁市",
        "百色市",
        "十大产业",
        "천안시",
        "만족도",
        "10 Mbps and over",
        "10 % of households",
        "per 100 000",
        "per 10000 households",
        "lines per 10000 households",
        "台/万户",
        "户／万人",
        "/万户",
        "每万人",
        "万分之一",
        "m",
        "M",
        "k",
        "K",
        "b",
        "t",
        "gelb",
        "tryk",
        "EUR/m2",
        "€/kW",
        "EUR/t",
        "Deaths per million",
        "million-dollar firms",
        "over 2 million EUR",
    ],
)
def test_what_is_no_multiplier_for_certain_leaves_the_unit_as_it_stands(said: str) -> None:
    rows = "".join(f"{row},{said}\n" for row in LONG)
    assert (
        split_multiplier(said) == (said, 0)
        and figure(f"Country,Year,Value,Unit\n{rows}", said) == "0"
    )


UNCERTAIN = [
    "mil people",
    "mil dollars",
    "mil. EUR",
    "mil",
    "MM USD",
    "T€",
    "TEUR",
    "bio EUR",
    "Rs m",
    "R$ mil",
    "in 1000",
    "EUR mn/ths",
    "persons (thousands) per year",
    "10万人",
    "计价万元",
]


@pytest.mark.parametrize("said", UNCERTAIN)
def test_a_multiplier_that_is_not_certain_holds_its_figures_back_in_every_place(said: str) -> None:
    """They went on, as they are written, with a warning."""
    tables = {
        "unit column": "\n".join(["Country,Year,Value,Unit", *(f"{row},{said}" for row in LONG)]),
        "bracket of a title": "\n".join(
            [
                "Country,Year,Indicator,Value",
                *(f"{row.rpartition(',')[0]},GDP ({said}),1.5" for row in LONG),
            ]
        ),
        "header": "\n".join([f"Country,Year,GDP ({said})", *LONG]),
        "header below a title": "\n".join(["Accounts", f"Country,Year,GDP ({said})", *LONG]),
        "header beside a column of titles": "\n".join(
            [f"Indicator,Country,Year,Value ({said})", *(f"GDP,{row}" for row in LONG)]
        ),
        "header and title": "\n".join([f"Accounts ({said})", f"Country,Year,GDP ({said})", *LONG]),
        "headers of years": "\n".join(
            [
                "Accounts",
                f"Country,2020 ({said}),2021 ({said})",
                "France,1.5,1.5",
                "China,1.5,1.5",
            ]
        ),
        "line above": "\n".join(
            ["GDP by country,,", f"Unit: {said},,", "Country,Year,Value", *LONG]
        ),
    }
    for place, text in tables.items():
        read = read_any(text.encode(), "t.csv", KNOWN.__contains__)
        held = [
            (problem.code, problem.found, problem.severity, problem.values["n"])
            for problem in read.problems
            if problem.code == ProblemCode.MULTIPLIER_UNCERTAIN
        ]
        assert held == [(ProblemCode.MULTIPLIER_UNCERTAIN, said, "error", 4)], place
        assert not len(read.rows), place


@pytest.mark.parametrize(
    "said",
    [
        "m",
        "t",
        "kg",
        "EUR",
        "miles per hour",
        "m3",
        "KRW",
        "MMK",
        "RMB",
        "mm",
        "bio waste",
        "small",
        "Mbit/s",
        "Rs",
        "thousand EUR",
        "USDm",
        "台/万户",
        "per 10000 households",
        "EUR/t",
    ],
)
def test_a_unit_without_such_a_multiplier_holds_nothing_back(said: str) -> None:
    rows = "".join(f"{row},{said}\n" for row in LONG)
    for text in (
        f"Country,Year,Value,Unit\n{rows}",
        "\n".join([f"Country,Year,Sales ({said})", *LONG]),
    ):
        read = read_any(text.encode(), "t.csv", KNOWN.__contains__)
        assert len(read.rows) == 4
        assert ProblemCode.MULTIPLIER_UNCERTAIN not in {problem.code for problem in read.problems}


def test_only_the_figures_of_an_uncertain_unit_are_held_back() -> None:
    text = "Country,Year,Value,Unit\nFrance,2020,1,persons\nChina,2020,2,mil people\n"
    read = read_any(text.encode(), "t.csv", KNOWN.__contains__)
    assert [str(value) for value in read.rows.text] == ["1"]
    (problem,) = read.problems
    assert (problem.line, problem.column, problem.found) == (3, "unit", "mil people")


def test_a_multiplier_column_decides_what_a_unit_leaves_open() -> None:
    rows = "".join(f"{row},mil people,Millions\n" for row in LONG)
    read = read_any(
        f"Country,Year,Value,Unit,Multiplier\n{rows}".encode(), "t.csv", KNOWN.__contains__
    )
    assert read.rows.exponent.tolist() == [6, 6, 6, 6]


UNCERTAIN_UNIT = "Country,Year,Value,Unit\nAAA,2020,1.5,mil people\nBBB,2020,2.5,mil people\n"


@pytest.mark.parametrize(
    ("unit_row", "hint", "value"),
    [
        ("", "", None),
        (
            "mil people,persons,6,person,count,{} million,{}百万人,million people,百万人,\n",
            "",
            1_500_000,
        ),
        ("", "persons", 1.5),
        ("", "thousand persons", 1500),
    ],
)
def test_units_csv_and_the_yaml_decide_what_a_unit_leaves_open(
    tiny: Tiny, unit_row: str, hint: str, value: float | None
) -> None:
    units = (tiny.data / "units.csv").read_text()
    more = "thousand persons,persons,3,person,count,{} thousand,{}千人,thousand people,千人,\n"
    tiny.write("data/units.csv", units + more + unit_row)
    tiny.write("data/own.csv", UNCERTAIN_UNIT)
    if hint:
        tiny.write("data/own.yaml", f"reading:\n  unit: {hint}\n")
    dataset = tiny.load()
    names = [entry.id for entry in dataset.catalogue.indicators.values() if entry.file == "own.csv"]
    values = [one.value for name in names for one in dataset.series(name, "AAA")]
    assert values == ([] if value is None else [value])
    codes = [problem.code for problem in dataset.problems]
    assert (ProblemCode.MULTIPLIER_UNCERTAIN in codes) == (value is None)


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("宽带用户/万户", "/万户"),
        ("宽带用户／万户", "/万户"),
        ("Income/thousand EUR", "/thousand EUR"),
        ("人口（mil）", "mil"),
        ("移动电话 台/万户", ""),
        ("移动电话（台/万户）", ""),
        ("Lines per 10000 households", ""),
        ("Price/kg", ""),
        ("Users/100 persons", ""),
    ],
)
def test_a_header_that_may_hold_a_multiplier_holds_its_figures_back(header: str, text: str) -> None:
    """Behind a thing that is counted a slash may mean 'in' and 'per', behind a unit only 'per'."""
    read = read_any(
        "\n".join([f"Country,Year,{header}", *LONG]).encode(), "t.csv", KNOWN.__contains__
    )
    uncertain = [
        problem.found
        for problem in read.problems
        if problem.code == ProblemCode.MULTIPLIER_UNCERTAIN
    ]
    assert uncertain == ([text] if text else [])
    assert len(read.rows) == (0 if text else 4)


@pytest.mark.parametrize(
    ("header", "title", "unit", "power"),
    [
        ("Glasfaser in %", "Glasfaser in %", "%", 0),
        ("Taux en %", "Taux en %", "%", 0),
        ("Use in % of households", "Use in % of households", "% of households", 0),
        ("Veränderung in Prozent", "Veränderung in Prozent", "Prozent", 0),
        ("Umsatz in Mio. EUR", "Umsatz", "EUR", 6),
        ("Umsatz in k€", "Umsatz", "€", 3),
        ("PIB en millones de euros", "PIB", "euros", 6),
        ('"Population, thousands"', "Population", "", 3),
        ('"Exports, million USD"', "Exports", "USD", 6),
        ("Trips in miles", "Trips in miles", "", 0),
        ("Change in 2020", "Change in 2020", "", 0),
        ('"Men, aged 16-24"', "Men, aged 16-24", "", 0),
    ],
)
def test_a_unit_behind_in_or_a_comma_of_a_header(
    header: str, title: str, unit: str, power: int
) -> None:
    """'Umsatz in Mio. EUR' was read as so many euros, without a word."""
    read = read_any(
        "\n".join([f"Country,Year,{header}", *LONG]).encode(), "t.csv", KNOWN.__contains__
    )
    rows = read.rows
    assert set(rows.exponent.tolist()) == {power} and len(rows) == 4
    assert {rows.title.categories[code] for code in rows.title.codes} == {title}
    assert {rows.unit.categories[code] for code in rows.unit.codes} == {unit}


@pytest.mark.parametrize("header", ["软件收入（亿元，当年价）", "软件收入(亿元,当年价)"])
def test_a_unit_with_a_remark_in_the_bracket_of_a_header(header: str) -> None:
    """The unit was not seen, and 980.5 stood for 98,050,000,000 yuan."""
    text = f'城市,年度,"{header}"\n长沙,2022,980.5\n株洲,2022,120.1\n'
    rows = rows_of(text)[1]
    assert [row["value"] for row in rows] == ["98050000000", "12010000000"]
    assert {row["unit"][0] for row in rows} == {"元"}


TITLES = (
    "百强企业数量",
    "千兆光网覆盖",
    "十堰市主要指标",
    "万宁市",
    "百色市",
    "万人计划",
    "十大产业",
    "Billion dollar projects",
    "Thousand Oaks",
    "Millions of people use the Internet",
    "Million dollar companies",
    "Hundred years of data",
    "Billion tree campaign",
    "천안시",
)


@pytest.mark.parametrize("line", TITLES)
def test_a_title_that_begins_with_a_multiplier_scales_nothing(line: str) -> None:
    for text in (
        "\n".join(["A report", line, "Country,Year,Value", *LONG]),
        "\n".join(["A report,,", f"{line},,", "Country,Year,Value", *LONG]),
        "\n".join(["A report", line, "Country,2020,2021", "France,1.5,1.5", "China,1.5,1.5"]),
    ):
        assert figure(text, "") == "0"


@pytest.mark.parametrize(
    ("line", "unit", "power"),
    [
        ("(thousands of US dollars)", "US dollars", 3),
        ("Unit: 亿元", "元", 8),
        ("亿元", "元", 8),
        ("单位：万人", "人", 4),
        ("万人", "人", 4),
        ("Million US dollars", "US dollars", 6),
        ("In thousands", "", 3),
        ("In thousands, unless stated otherwise", "", 3),
        ("Figures in thousands", "", 3),
        ("All values are expressed in million EUR", "EUR", 6),
        ("Million euros, current prices", "euros current prices", 6),
        ("in Tsd. EUR", "EUR", 3),
        ("Mrd. EUR", "EUR", 9),
        ("Millions of euros", "euros", 6),
        ("Thousand tonnes of oil equivalent", "tonnes of oil equivalent", 3),
        ("USD millions", "USD", 6),
        ("亿元（当年价）", "元（当年价）", 8),
    ],
)
def test_a_line_that_is_a_unit_scales_the_figures(line: str, unit: str, power: int) -> None:
    assert figure("\n".join(["A report", line, "Country,Year,Value", *LONG]), unit) == str(power)


@pytest.mark.parametrize(
    ("line", "code", "severity", "at", "count"),
    [
        ("Thousand seats", ProblemCode.MULTIPLIER_UNCERTAIN, "error", 4, 0),
        ("Persons in millions of the region", ProblemCode.MULTIPLIER_UNCERTAIN, "error", 4, 0),
        ("Million dollar companies", ProblemCode.TITLE_MAY_SCALE, "warning", 2, 4),
        ("Thousand Oaks", ProblemCode.TITLE_MAY_SCALE, "warning", 2, 4),
    ],
)
def test_a_line_that_may_say_a_multiplier_is_reported(
    line: str, code: ProblemCode, severity: str, at: int, count: int
) -> None:
    """A unit of all figures holds them back, what is as likely a title is a warning."""
    read = read_any(
        "\n".join(["A report", line, "Country,Year,Value", *LONG]).encode(),
        "t.csv",
        KNOWN.__contains__,
    )
    reported = [
        (problem.code, problem.severity, problem.line, problem.found) for problem in read.problems
    ]
    assert (code, severity, at, line) in reported
    assert len(read.rows) == count


@pytest.mark.parametrize(
    "line",
    [
        "Figures in thousands",
        "Users by country",
        "Thousand persons",
        "(thousands)",
        "百强企业数量",
        "Unit: thousand seats",
    ],
)
def test_a_line_that_says_its_unit_or_none_is_not_reported(line: str) -> None:
    read = read_any(
        "\n".join(["A report", line, "Country,Year,Value", *LONG]).encode(),
        "t.csv",
        KNOWN.__contains__,
    )
    codes = {problem.code for problem in read.problems}
    assert not codes & {ProblemCode.MULTIPLIER_UNCERTAIN, ProblemCode.TITLE_MAY_SCALE}
    assert len(read.rows) == 4


@pytest.mark.parametrize("word", ["Thousand Oaks", "万宁市", "Million Air", "BN-BE"])
def test_a_column_of_names_that_begin_with_a_multiplier_is_no_unit(word: str) -> None:
    rows = "".join(f"{row},{word}\n" for row in LONG)
    found = read_any(f"Country,Year,Value,Town hall\n{rows}".encode(), "t.csv", KNOWN.__contains__)
    assert set(found.rows.exponent.tolist()) == {0} and set(found.rows.unit.categories) <= {""}


@pytest.mark.parametrize(
    "word",
    [
        "air miles",
        "waste bin",
        "per thousand",
        "Fälle je Tausend",
        "pro tausend Einwohner",
        "cotton mill",
        "mil. Kč",
        "kilowatt",
        "千瓦时",
        "百分比",
        "cas pour mille",
    ],
)
def test_words_that_only_look_like_multipliers_stay(word: str) -> None:
    assert split_multiplier(word) == (word, 0)


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not there")
@pytest.mark.parametrize(
    ("text", "code", "part", "count"),
    [
        (
            "Tourism\nCountry,Year,Guests (mil people)\n",
            ProblemCode.MULTIPLIER_UNCERTAIN,
            "mil people",
            4,
        ),
        (
            "Tourism (million EUR)\nCountry,Year,Revenue (thousand EUR)\n",
            ProblemCode.MULTIPLIER_CONFLICT,
            "million EUR",
            4,
        ),
        (
            "(million EUR)\nCountry,Year,Revenue (thousand EUR)\n",
            ProblemCode.MULTIPLIER_CONFLICT,
            "million EUR",
            4,
        ),
        (
            "Tourism (million EUR)\nCountry,Year,Hotels,Inns (%)\n",
            ProblemCode.MULTIPLIER_UNCERTAIN,
            "Tourism (million EUR)",
            4,
        ),
        (
            "Tourism in Mio. EUR\nCountry,Year,Indicator,Value\n",
            ProblemCode.MULTIPLIER_UNCERTAIN,
            "Tourism in Mio. EUR",
            4,
        ),
    ],
)
def test_a_header_and_a_title_that_disagree_or_leave_open_whose_the_unit_is_stop_the_figures(
    text: str, code: ProblemCode, part: str, count: int
) -> None:
    """These figures were read without their multiplier, or by one of two, without a problem."""
    more = {"Hotels": ",7", "Indicator": ""}
    end = next((cells for word, cells in more.items() if word in text), "")
    rows = LONG if "Indicator" not in text else [row.replace(",1.5", ",GDP,1.5") for row in LONG]
    found = read_any(
        (text + "".join(f"{row}{end}\n" for row in rows)).encode(), "t.csv", KNOWN.__contains__
    )
    (problem,) = [problem for problem in found.problems if problem.severity == "error"]
    assert (problem.code, problem.found, problem.values["n"]) == (code, part, count)
    assert {found.rows.title.categories[at] for at in found.rows.title.codes} <= {"Inns (%)"}


@pytest.mark.parametrize(
    ("said", "unit", "power"),
    [
        ("em milhares", "", 3),
        ("milhares de reais", "reais", 3),
        ("mil milhões de euros", "euros", 9),
        ("R$ bi", "R$", 9),
        ("US$ mi", "US$", 6),
        ("1.000 EUR", "EUR", 3),
        ("in 1.000 EUR", "EUR", 3),
        ("1.000.000 kr.", "kr.", 6),
        ("w tys. zł", "zł", 3),
        ("в тысячах", "", 3),
        ("χιλιάδες ευρώ", "ευρώ", 3),
        ("ribu orang", "orang", 3),
        ("triệu đồng", "đồng", 6),
        ("milioane lei", "lei", 6),
        ("je 1.000 Einwohner", "je 1.000 Einwohner", 0),
    ],
)
def test_multipliers_of_further_languages(said: str, unit: str, power: int) -> None:
    assert split_multiplier(said) == (unit, power)


@pytest.mark.parametrize("said", ["EUR 1000", "in EUR 1.000", "R$ 1.000", "em R$ mil"])
def test_a_thousand_or_mil_behind_a_currency_is_not_certain(said: str) -> None:
    assert may_multiply(said)


def test_the_cases() -> None:
    _, rows, _ = rows_of((CASES / "02-opensdg-multiplier-twice.csv").read_bytes())
    assert [(row["value"], row["unit"]) for row in rows] == [
        ("412500", "GBP (£)"),
        ("455250", "GBP (£)"),
        ("71500", "Meadow (acres)"),
        ("8250", "Straw (tonnes)"),
        ("3500000", "Lamp gifts (EUR)"),
    ]
    shared = CASES.parent
    for name, value, unit in (
        ("83-unit-row-thousand.csv", "1200500", "US dollars"),
        ("102-unit-line-below-title.csv", "900500000", "US dollars"),
        ("103-unit-in-parens-line.csv", "1.5", "Percent"),
    ):
        rows = rows_of((shared / name).read_bytes())[1]
        assert (rows[0]["value"], rows[0]["unit"]) == (value, unit), name
