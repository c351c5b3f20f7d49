"""Footnotes of the World Bank stand beside the figures they came with in an archive."""

from __future__ import annotations

import io
import zipfile

from indicators.problems import ProblemCode
from tests.indicators.readers.samples import Row, one, rows_of

DATA = (
    "Country Name,Country Code,Indicator Name,Indicator Code,2010,2011,\n"
    "Afghanistan,AFG,Net,T.NET,1.5,2.5,\nChina,CHN,Net,T.NET,30,40,\n"
    "China,CHN,Cell,T.CEL,50,,\n"
)
NOTES = (
    '\ufeff"CountryCode","SeriesCode","Year","DESCRIPTION",\n'
    '"AFG","T.NET","YR2011","Estimated, from a survey\n of 2009.",\n'
    '"CHN","T.CEL","YR2010","Includes tablets.",\n'
    '"BRA","T.NET","YR2010","Elsewhere.",\n"CHN","T.XXX","YR2010","No such series.",\n'
)


def zipped(**files: str) -> tuple[tuple[str, ...], list[Row]]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    formats, rows, _ = rows_of(out.getvalue())
    return formats, rows


def test_notes_stand_beside_their_figures_and_are_no_figures() -> None:
    formats, rows = zipped(WDIData=DATA, WDIFootNote=NOTES)
    assert formats == ("worldbank-api", "worldbank-metadata") and len(rows) == 5
    assert one(rows, place="AFG", period="2011")["note"] == "Estimated, from a survey\n of 2009."
    assert one(rows, place="CHN", series="T.CEL", period="2010")["note"] == "Includes tablets."
    assert [row["note"] for row in rows if row["series"] == "T.NET" and row["place"] == "CHN"] == [
        "",
        "",
    ]
    assert one(rows, place="AFG", period="2010")["note"] == ""


def test_the_notes_may_come_first_or_fit_nothing() -> None:
    assert one(zipped(A=NOTES, B=DATA)[1], place="AFG", period="2011")["note"].startswith(
        "Estimated"
    )
    other = NOTES.replace("AFG", "XXX").replace("T.CEL", "T.YYY")
    assert {row["note"] for row in zipped(A=DATA, B=other)[1]} == {""}


def test_alone_they_are_told_to_hold_no_figures() -> None:
    formats, rows, problems = rows_of(NOTES)
    assert formats == ("worldbank-metadata",) and not rows
    assert [problem.code for problem in problems] == [ProblemCode.METADATA_ONLY]
