"""The code of a Eurostat dataset in a file's name; and that no other name is taken for one."""

from __future__ import annotations

import pytest

from indicators.readers.publishers.eurostat_codes import dataset_code
from indicators.readers.read_file import read_any


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("estat_isoc_ci_in_h.tsv", "ISOC_CI_IN_H"),
        ("isoc_ci_in_h_linear_2_0.csv", "ISOC_CI_IN_H"),
        ("tin00028_page_tabular.tsv", "TIN00028"),
        ("nama_10_gdp__custom_6543219_tabular.tsv", "NAMA_10_GDP"),
        ("a.zip:estat_isoc_ci_in_h_filtered_en.tsv", "ISOC_CI_IN_H"),
        ("C:\\data\\une_rt_m.tsv.gz", "UNE_RT_M"),
        ("isoc_ci_in_h (1).tsv", "ISOC_CI_IN_H"),
        ("DS-059341_linear.csv", "DS-059341"),
        ("sdg_09_10$defaultview.tsv", "SDG_09_10"),
    ],
)
def test_names_of_eurostat(name: str, code: str) -> None:
    assert dataset_code(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "data_2020.tsv",
        "internet.tsv",
        "any name",
        "",
        "2020.csv",
        "my data_final.csv",
        "a" * 5000,
        "_" * 500,
    ],
)
def test_other_names(name: str) -> None:
    assert dataset_code(name) == ""


def test_a_tsv_has_the_series_of_its_sdmx_csv() -> None:
    tsv = b"freq,unit,hhtyp,geo\\TIME_PERIOD\t2019 \nA,PC_HH,TOTAL,DE\t91.3 e\n"
    sdmx = (
        b"DATAFLOW,LAST UPDATE,freq,unit,hhtyp,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
        b"ESTAT:ISOC_CI_IN_H(1.0),01/01/26,A,PC_HH,TOTAL,DE,2019,91.3,e\n"
    )
    named, other, whole = (
        read_any(tsv, "estat_isoc_ci_in_h.tsv").rows,
        read_any(tsv, "mine.tsv").rows,
        read_any(sdmx, "mine.csv").rows,
    )
    assert named.series.categories == whole.series.categories == ("ISOC_CI_IN_H.PC_HH",)
    assert other.series.categories == ("PC_HH",), (
        "without the code of the dataset the series is what the file says: its unit"
    )
