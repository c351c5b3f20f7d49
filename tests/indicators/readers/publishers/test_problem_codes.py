"""What is wrong with a publisher's file: code, line, found and values, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from indicators.problems import ProblemCode, Value
from tests.indicators.readers.samples import rows_of

TSV = "freq,unit,geo\\TIME_PERIOD\t2019 \nA,PC,DE\t1.5 \n"
HEADER = "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD,OBS_VALUE,ATTR_2\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "found", "values"),
    [
        pytest.param(
            TSV + "A,DE\t2.5 \n",
            ProblemCode.SERIES_KEY_WIDTH,
            3,
            "A,DE",
            {"codes": 2, "dimensions": 3, "separator": ","},
            id="eurostat key",
        ),
        pytest.param(
            HEADER + "dataflow,A:DF(1.0),I,A,2014,12.4,\ndataflow,A:DF(1.0),D,B,2014,1,\n",
            ProblemCode.OBSERVATIONS_DELETED,
            3,
            "",
            {"n": 1},
            id="sdmx deletes",
        ),
        pytest.param(
            HEADER + "dataflow,A:DF(1.0),I,A,2014,12.4,\n" + "dataflow,A:DF(1.0),I,B,,,Y\n" * 2,
            ProblemCode.ATTRIBUTES_ONLY,
            3,
            "",
            {"n": 2},
            id="sdmx attributes",
        ),
        pytest.param(
            "Indicator Name,Indicator Description,Indicator Definition\nUsers,Share,Persons\n",
            ProblemCode.METADATA_ONLY,
            1,
            "Indicator Name, Indicator Description, Indicator Definition",
            {},
            id="itu definitions",
        ),
        pytest.param(
            "Entity,Code,Year,Continent\nFrance,FRA,2019,Europe\n",
            ProblemCode.NO_MEASURE,
            1,
            "",
            {},
            id="owid without figures",
        ),
        pytest.param(
            "V4_0,geo-code,Geography\n5,K02,United Kingdom\n",
            ProblemCode.COLUMN_MISSING,
            1,
            "V4_0, geo-code, Geography",
            {"columns": ("Time",), "needed": ("Time", "Geography")},
            id="ons without time",
        ),
        pytest.param(
            "数据库：年度数据\n时间：最近2年\n指标,2023年,2022年\n互联网用户(万人),2,1\n注：年末数\n",
            ProblemCode.FOOTNOTE,
            5,
            "",
            {"text": "注：年末数"},
            id="nbs footnote",
        ),
        pytest.param(
            '"Wages by sex and quarter"\n\n"sex","2010K1","2010K2"\n"men",1500.5,1510\n',
            ProblemCode.PLACE_NOT_STATED,
            1,
            "",
            {},
            id="pxweb without places",
        ),
        pytest.param(
            "Year,Sex,Units,Value\n2019,,%,64.5\n2019,F,%,60.1\n",
            ProblemCode.PLACE_NOT_STATED,
            1,
            "",
            {},
            id="open sdg without places",
        ),
    ],
)
def test_what_is_wrong_with_a_file_has_a_code(
    text: str, code: ProblemCode, line: int, found: str, values: Mapping[str, Value]
) -> None:
    _, _, problems = rows_of(text)
    problem = next(problem for problem in problems if problem.code == code)
    assert (problem.line, problem.found, dict(problem.values)) == (line, found, values)


def test_keys_beyond_those_that_are_listed_are_counted() -> None:
    _, rows, problems = rows_of(TSV + "A,DE\t2.5 \n" * 203)
    codes = [problem.code for problem in problems]
    assert len(rows) == 1 and codes.count(ProblemCode.SERIES_KEY_WIDTH) == 200
    assert problems[-1].code == ProblemCode.MORE_ROWS_LEFT_OUT and problems[-1].values == {"n": 3}
