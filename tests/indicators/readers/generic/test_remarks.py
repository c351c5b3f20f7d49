"""Columns of remarks become notes, by their header or by what stands in them; what somebody says of
a column is obeyed.
"""

from __future__ import annotations

import pytest

from indicators.catalogue.reading_hints import ReadingHints
from indicators.ingest.with_hints import read_with_hints
from indicators.problems import ProblemCode
from indicators.readers.containers.unpack import unpack
from indicators.readers.read_file import FileRows, read_any

KNOWN = frozenset(("France", "China"))
Words = list[tuple[str, str, str, str]]


def read(text: str, **columns: str | tuple[str, ...]) -> FileRows:
    """The rows of a table, with some columns named."""
    named = {role: (names,) if isinstance(names, str) else names for role, names in columns.items()}
    if not named:
        return read_any(text.encode(), "own.csv", KNOWN.__contains__)
    hints = ReadingHints(columns=named)
    return read_with_hints(unpack(text.encode()), "own.csv", hints, KNOWN.__contains__)


def words(read: FileRows) -> Words:
    """Period, breakdown, note and value of each row."""
    rows = read.rows
    return [
        (
            rows.period.categories[rows.period.codes[at]],
            rows.breakdown.categories[rows.breakdown.codes[at]],
            rows.note.categories[rows.note.codes[at]],
            str(rows.text[at]),
        )
        for at in range(len(rows))
    ]


def table(header: str) -> str:
    return (
        f"Country;Year;Value;{header}\nFrance;2020;1;\nFrance;2021;2;\nFrance;2022;3;new survey\n"
        "China;2020;4;\nChina;2021;5;\nChina;2022;6;\n"
    )


NOTED: Words = [
    ("2020", "total", "", "1"),
    ("2021", "total", "", "2"),
    ("2022", "total", "new survey", "3"),
    ("2020", "total", "", "4"),
    ("2021", "total", "", "5"),
    ("2022", "total", "", "6"),
]


@pytest.mark.parametrize(
    "header",
    [
        "Note",
        "Bemerkung",
        "Fussnote",
        "Fußnote",
        "Anmerkung",
        "Observaciones",
        "Observações",
        "Remarque",
        "Observations",
        "Nota",
        "Opmerking",
        "Uwagi",
        "Açıklama",
        "Примечание",
        "说明",
        "備考",
        "비고",
        "ملاحظات",
        "Ghi chú",
        "Keterangan",
    ],
)
def test_a_column_that_is_named_for_remarks_holds_notes(header: str) -> None:
    """It became a breakdown, and the newest year of France vanished from its page."""
    found = read(table(header))
    assert words(found) == NOTED and not found.problems


def test_a_sparse_column_of_words_holds_notes_and_is_reported() -> None:
    found = read(table("Besonderheit"))
    assert words(found) == NOTED
    assert [(one.code, one.column, one.severity) for one in found.problems] == [
        (ProblemCode.COLUMN_OF_REMARKS, "Besonderheit", "notice")
    ]


def test_prose_that_is_different_in_each_row_holds_notes() -> None:
    text = (
        "Country,Year,Value,What\nFrance,2020,1,first survey of this kind\n"
        "France,2021,2,from now on by telephone\nChina,2020,3,villages are left out\n"
        "China,2021,4,all of the country\n"
    )
    found = read(text)
    assert words(found)[1] == ("2021", "total", "from now on by telephone", "2")
    assert [one.code for one in found.problems] == [ProblemCode.COLUMN_OF_REMARKS]


def test_words_that_tell_no_figures_apart_stay_a_breakdown_and_are_reported() -> None:
    text = (
        "Country,Year,Value,Basis\nFrance,2020,1,Survey\nFrance,2021,2,Census\n"
        "China,2020,3,Census\nChina,2021,4,Survey\n"
    )
    found = read(text)
    assert words(found)[0] == ("2020", "basis=survey", "", "1")
    assert [(one.code, one.column, one.severity) for one in found.problems] == [
        (ProblemCode.BREAKDOWN_NOT_NEEDED, "Basis", "notice")
    ]


@pytest.mark.parametrize(
    "text",
    [
        # it tells the figures of a place and year apart
        "Country,Year,Value,Kind\nFrance,2020,1,\nFrance,2020,2,men\nFrance,2021,3,\nFrance,2021,4,men\n",
        # its header says so, though it is mostly empty
        "Country,Year,Value,Sex\nFrance,2020,1,\nFrance,2021,2,\nFrance,2022,3,men\n",
    ],
)
def test_what_breaks_figures_down_is_no_remark(text: str) -> None:
    found = read(text)
    assert any("=men" in breakdown for _, breakdown, _, _ in words(found))
    assert not found.problems


@pytest.mark.parametrize("header", ["Basis", "Besonderheit", "Sex", "Bemerkung"])
def test_a_column_that_is_said_to_hold_notes_holds_notes(header: str) -> None:
    found = read(table(header), note=header)
    assert words(found) == NOTED and not found.problems


def test_a_column_that_is_said_to_break_figures_down_does() -> None:
    found = read(table("Bemerkung"), breakdown="Bemerkung")
    assert words(found)[2] == ("2022", "bemerkung=new survey", "", "3")


def test_a_column_that_is_said_to_hold_statuses_holds_statuses() -> None:
    text = (
        "Country,Year,Value,Art\nFrance,2020,1,e\nFrance,2021,2,\nChina,2020,3,\nChina,2021,4,e\n"
    )
    found = read(text, status="Art")
    rows = found.rows
    status = [rows.status.categories[code] for code in rows.status.codes]
    assert status == ["estimated", "", "", "estimated"]
    assert {breakdown for _, breakdown, _, _ in words(found)} == {"total"}
    assert not found.problems


def test_several_columns_of_remarks_are_joined() -> None:
    text = (
        "Country,Year,Value,Bemerkung,Fussnote,Flag\nFrance,2020,1,new survey,7 days,x1\n"
        "France,2021,2,,,\nChina,2020,3,,a third,\nChina,2021,4,same,same,\n"
    )
    assert [note for _, _, note, _ in words(read(text))] == [
        "new survey; 7 days; x1",
        "",
        "a third",
        "same",
    ]


def test_observations_that_are_numbers_are_figures() -> None:
    found = read("Country,Year,Observations\nFrance,2020,15\nFrance,2021,16\nChina,2020,17\n")
    assert [value for _, _, _, value in words(found)] == ["15", "16", "17"]


def test_a_characteristic_is_the_indicator_or_breaks_it_down() -> None:
    """German statistics call a variable Merkmal."""
    alone = read("Land;Jahr;Merkmal;Wert\nFrance;2020;Fibre;1\nFrance;2020;Cable;2\n").rows
    assert [alone.title.categories[code] for code in alone.title.codes] == ["Fibre", "Cable"]
    assert set(alone.breakdown.categories) == {"total"}
    text = "Land;Jahr;Merkmal;Indikator;Wert\nFrance;2020;men;Use;1\nFrance;2020;women;Use;2\n"
    beside = read(text).rows
    assert {beside.title.categories[code] for code in beside.title.codes} == {"Use"}
    assert {beside.breakdown.categories[code] for code in beside.breakdown.codes} == {
        "merkmal=men",
        "merkmal=women",
    }


SHORT = "Land;{header};Wert\nFrance;2020;1\nFrance;2O21;2\nChina;2020;3\nChina;2021;4\n"


def test_one_mistyped_year_of_a_short_file_leaves_the_other_rows() -> None:
    """The file was refused: no column said which period a figure is for."""
    periods = [period for period, _, _, _ in words(read(SHORT.format(header="Jahr")))]
    assert periods == ["2020", "2O21", "2020", "2021"]


@pytest.mark.parametrize("header", ["Jahr", "Wann"])
def test_naming_one_column_leaves_the_others_as_they_were(header: str) -> None:
    """With `--column period=Jahr` alone no column said the place any more."""
    found = read(SHORT.format(header=header), period=header)
    assert [(period, value) for period, _, _, value in words(found)] == [
        ("2020", "1"),
        ("2O21", "2"),
        ("2020", "3"),
        ("2021", "4"),
    ]
    rows = found.rows
    assert [rows.place.categories[code] for code in rows.place.codes] == [
        "France",
        "France",
        "China",
        "China",
    ]


def test_naming_the_period_leaves_several_columns_of_figures() -> None:
    found = read("Land,Wann,Fibre,Cable\nFrance,2020,1,2\nChina,2020,3,4\n", period="Wann")
    rows = found.rows
    assert [
        (rows.title.categories[code], str(value))
        for code, value in zip(rows.title.codes, rows.text, strict=True)
    ] == [
        ("Fibre", "1"),
        ("Cable", "2"),
        ("Fibre", "3"),
        ("Cable", "4"),
    ]


@pytest.mark.parametrize("column", ["place", "unit", "note", "status", "series"])
def test_naming_a_column_wins_over_its_header(column: str) -> None:
    text = "Country,Year,Value,Sector\nFrance,2020,1,China\nFrance,2021,2,France\n"
    rows = read(text, **{column: "Sector"}).rows
    part = getattr(rows, column)
    found = [part.categories[code] for code in part.codes]
    if column == "status":  # 'China' is no status, and so a note
        found = [rows.note.categories[code] for code in rows.note.codes]
    assert found == ["China", "France"]


def test_one_mistyped_figure_of_a_short_file_leaves_the_other_rows() -> None:
    found = read("Country,Year,Fibre\nFrance,2020,1\nFrance,2021,2x\nChina,2020,3\nChina,2021,4\n")
    assert [value for _, _, _, value in words(found)] == ["1", "2x", "3", "4"]


HEADERS = {
    "pt": ("Município", "Ano", "Indicador", "Unidade", "Valor"),
    "pt country": ("País", "Ano", "Indicador", "Unidade", "Valor"),
    "it": ("Comune", "Anno", "Indicatore", "Unità", "Valore"),
    "nl": ("Gemeente", "Jaar", "Indicator", "Eenheid", "Waarde"),
    "tr": ("İlçe", "Yıl", "Gösterge", "Birim", "Değer"),
    "pl": ("Gmina", "Rok", "Wskaźnik", "Jednostka", "Wartość"),
    "sv": ("Kommun", "År", "Indikator", "Enhet", "Värde"),
    "id": ("Provinsi", "Tahun", "Indikator", "Satuan", "Nilai"),
    "vi": ("Tỉnh", "Năm", "Chỉ tiêu", "Đơn vị", "Giá trị"),
    "ja": ("自治体", "年度", "指標", "単位", "値"),
    "ko": ("도시", "연도", "지표", "단위", "값"),
    "ar": ("الدولة", "السنة", "المؤشر", "الوحدة", "القيمة"),
    "ru": ("Регион", "Год", "Показатель", "Единица измерения", "Значение"),
    "de": ("Ort", "Jahr", "Indikator", "Einheit", "Wert"),
}


@pytest.mark.parametrize("language", HEADERS)
def test_headers_of_many_languages(language: str) -> None:
    """The places are unknown ones, so that only the header says what each column is."""
    header = ",".join(HEADERS[language])
    rows = read(
        f"{header}\nAa,2020,Fibre,kg,1.5\nBb,2020,Fibre,kg,2.5\nBb,2021,Cable,kg,3.5\n"
    ).rows
    parts = [
        tuple(getattr(rows, name).categories[getattr(rows, name).codes[at]] for at in range(3))
        for name in ("place", "period", "title", "unit", "breakdown")
    ]
    assert parts == [
        ("Aa", "Bb", "Bb"),
        ("2020", "2020", "2021"),
        ("Fibre", "Fibre", "Cable"),
        ("kg", "kg", "kg"),
        ("total", "total", "total"),
    ]
    assert rows.text.to_pylist() == ["1.5", "2.5", "3.5"]


def test_a_column_of_our_own_statuses_is_read_as_they_are() -> None:
    text = (
        "Country,Year,Broadband share (%),Status\nFrance,2020,1.5,reported\n"
        "France,2021,2.5,lower_bound\nChina,2020,3.5,Assumed period\nChina,2021,4.5,compiled\n"
        "France,2022,5.5,at least\nChina,2022,6.5,at least one survey\n"
    )
    rows = read(text).rows
    statuses = [rows.status.categories[code] for code in rows.status.codes]
    assert statuses == ["", "lower_bound", "assumed_period", "compiled", "lower_bound", ""]
    assert [note for *_, note, _ in words(read(text))] == [
        "",
        "",
        "",
        "",
        "",
        "at least one survey",
    ]
