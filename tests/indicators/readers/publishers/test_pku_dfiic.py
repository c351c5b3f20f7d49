"""Peking University's index of digital finance."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from indicators import load
from tests.indicators.readers.samples import one, rows_of

ROOT = Path(__file__).resolve().parents[4]
CITIES = (
    "year,prov_name,city_code,city_name,index_aggregate,coverage_breadth,usage_depth,payment,"
    "digitization_level\n"
    "2024,湖南省,430100,长沙市,340.5,330.25,290,300,410.125\n"
    "2024,北京市,110000,北京市,360,350,310,320,420\n"
)
PROVINCES = "年份,省份,总指数,覆盖广度,使用深度,数字化程度\n2024,湖南省,400.5,390,380,450\n"


def test_a_file_of_cities_gives_series_of_cities() -> None:
    formats, rows, problems = rows_of(CITIES.encode())
    assert formats == ("pku-dfiic",) and len(rows) == 10 and not problems
    assert one(rows, place="430100", series="CN.C.DFI")["value"] == "340.5"
    assert one(rows, place="430100", series="CN.C.DFI.DIGIT")["value"] == "410.125"
    assert one(rows, place="110000", series="CN.C.DFI.PAY")["value"] == "320"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_of_provinces_gives_series_of_provinces(encoding: str) -> None:
    formats, rows, _ = rows_of(PROVINCES.encode(encoding))
    assert formats == ("pku-dfiic",) and len(rows) == 4
    assert one(rows, series="CN.P.DFI.BREADTH") | {"value": "390", "period": "2024"} == one(
        rows, series="CN.P.DFI.BREADTH"
    )


def test_a_dropped_file_joins_the_excerpt(tmp_path: Path) -> None:
    """The figures of 2024 stand beside those of 2011 to 2023; parts that are no indicator here
    are new ones.
    """
    copytree(ROOT / "data" / "pku", tmp_path / "data" / "pku")
    for name in ("places.csv", "units.csv"):
        (tmp_path / "data" / name).write_bytes((ROOT / "data" / name).read_bytes())
    (tmp_path / "config.yaml").write_text(
        "title: Test\nlanguages: [en, zh]\nfocus: '430100'\n"
        "pillars:\n  digital_economy: {title: Economy}\n",
        encoding="utf-8",
    )
    (tmp_path / "data" / "whole.csv").write_text(CITIES, encoding="utf-8")
    dataset = load(tmp_path / "config.yaml", tmp_path / "data", keep=False)
    series = dataset.series("digital_finance_city", "430100")
    assert [series[0].period, series[-1].period] == ["2011", "2024"]
    assert (series[-1].value, series[-1].file) == (340.5, "whole.csv")
    assert dataset.latest("digital_finance_depth_city", "110000").value == 310  # type: ignore[union-attr]
