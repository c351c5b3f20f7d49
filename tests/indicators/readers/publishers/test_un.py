"""The UN's SDG database, Statistical Yearbook, UNdata and E-Government Knowledgebase."""

from __future__ import annotations

from indicators.problems import ProblemCode
from tests.indicators.readers.samples import corpus, one, rows_of

SDG = (
    "Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,"
    "TimePeriod,Value,Time_Detail,TimeCoverage,UpperBound,LowerBound,"
    "BasePeriod,Source,GeoInfoUrl,FootNote,[Age],[Location],[Nature],[Sex],[Units]\n"
)


def test_sdg_dimensions_nature_and_repeats() -> None:
    formats, rows, problems = rows_of(
        SDG + "1,1.5,1.5.3,IT_USE,Users,156,China,2019.0,64.1,2019,,,,,ITU,,a note,ALLAGE,"
        "ALLAREA,C,BOTHSEX,PERCENT\n"
        "1,1.5,1.5.3,IT_USE,Users,156,China,2019,60.5,2019,,,,,ITU,,,15-24,URBAN,M,FEMALE,PERCENT\n"
        "9,9.1,9.1.1,IT_USE,Users,156,China,2019.0,64.1,2019,,,,,ITU,,a note,ALLAGE,"
        "ALLAREA,C,BOTHSEX,PERCENT\n"
    )
    assert formats == ("un-sdg",) and len(rows) == 2
    assert one(rows, breakdown="total") | {
        "place": "156",
        "value": "64.1",
        "unit": "PERCENT",
        "status": "",
    } == one(rows, breakdown="total")
    assert (
        one(rows, breakdown="age=15-24;location=urban;sex=female")
        | {"status": "estimated", "note": "modelled"}
        == rows[1]
    )
    assert len(problems) == 1 and problems[0].line == 4


def test_sdg_millions_and_wide_copies() -> None:
    _, rows, _ = rows_of(
        "Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,"
        "Nature,Units,2018,2019\n"
        "17,17.3,17.3.1,X,Flows,156,China,E,CU_USD_M,59.2,\n"
    )
    assert (
        rows[0] | {"period": "2018", "value": "59200000", "unit": "CU_USD", "status": "estimated"}
        == rows[0]
        and len(rows) == 1
    )


def test_yearbook() -> None:
    text = (
        "T13,GDP,,,,,\nRegion/Country/Area,,Year,Series,Value,Footnotes,Source\n"
        '156,China,2019,GDP in current prices (millions of US dollars),"14,279,966",,UNSD\n'
        "384,C\xf4te d\x92Ivoire,2019,Percentage of individuals using the internet,36.3,"
        "Estimate.,ITU\n"
    ).encode("latin-1")
    formats, rows, _ = rows_of(text)
    assert formats == ("un-yearbook",)
    assert (
        rows[0]
        | {
            "place": "156",
            "place_name": "China",
            "value": "14279966000000",
            "unit": "US dollars",
            "line": "3",
        }
        == rows[0]
    )
    assert (
        rows[1]
        | {
            "place_name": "Côte d’Ivoire",
            "status": "estimated",
            "note": "Estimate.",
            "value": "36.3",
        }
        == rows[1]
    )


def test_undata_with_footnotes() -> None:
    formats, rows, problems = rows_of(
        '"Country or Area","Year","Value","Value Footnotes"\n'
        '"China","2019","64.1","1,2"\n"Germany","2019","88.1",\n\n'
        '"footnoteSeqID","Footnote"\n"1","Estimate."\n"2","Of persons aged six and over."\n'
    )
    assert formats == ("undata",) and not problems and len(rows) == 2
    assert (
        rows[0] | {"status": "estimated", "note": "Estimate.; Of persons aged six and over."}
        == rows[0]
    )


def test_egovkb() -> None:
    formats, rows, problems = rows_of(
        "Survey Year,Country Name,E-Government Rank,E-Government Index,Online Service "
        "Index,Region\n"
        '2020,"China ",45,0.79480,0.90590,Asia\n2020,"Germany ",25,0.85240,0.73530,Europe\n'
    )
    assert (
        formats == ("un-egovkb",)
        and len(rows) == 6
        and problems[0].values == {"columns": ("Region",)}
    )
    assert one(rows, place="China", title="E-Government Index")["text"] == "0.79480"
    assert one(rows, place="Germany", title="E-Government Rank")["period"] == "2020"


def test_corpus() -> None:
    rows = corpus("un_sdg/sfm_2023.csv")
    assert (
        one(rows, place="4", period="2018")["text"] == "0.3"
        and one(rows, place="894", period="2019")["text"] == "0.4"
    )
    rows = corpus("undata_syb/SYB66_314_202310_Internet Usage.csv")
    assert (
        len(rows) == 1528
        and one(rows, place="156", period="2019")["text"] == "64.1"
        and one(rows, place="8", period="2021")["text"] == "79.3"
    )
    rows = corpus("un_egov/EGOV_DATA_2020_countries_epi.csv")
    assert one(rows, place="Ireland", title="E-Government Index")["text"] == "0.84330"
    assert one(rows, place="Iraq", title="E-Government Rank")["text"] == "143"


def test_sdg_repeats_are_counted_out_and_sex_stays() -> None:
    row = (
        "{goal},1.5,1.5.3,IT_USE,Users,156,China,{year},64.1,2019,,,,,ITU,,,ALLAGE,ALLAREA,C,"
        "BOTHSEX,PERCENT\n"
    )
    text = SDG + "".join(
        row.format(goal=goal, year=year) for goal in (1, 9, 17) for year in (2019, 2020)
    )
    _, rows, problems = rows_of(text)
    assert (
        len(rows) == 2
        and problems[0].code == ProblemCode.REPEATED_ROWS
        and (problems[0].line, problems[0].severity) == (4, "notice")
    )
    assert problems[0].values == {"n": 4, "last": 7}
    assert len(rows) + 4 == len(text.splitlines()) - 1


def test_sdg_rows_of_the_corpus_count_out() -> None:
    assert len(corpus("un_sdg/sfm_2023.csv")) + 1440 == 2160


def test_sep_line_before_each_of_the_uns_formats() -> None:
    for text, known in (
        (
            "Survey Year;Country Name;E-Government Rank;E-Government Index\n2020;Iraq ;143;0,436\n",
            "un-egovkb",
        ),
        (
            (
                "Region/Country/Area;;Year;Series;Value;Footnotes;Source\n"
                "156;China;2019;Users;64,1;;x\n"
            ),
            "un-yearbook",
        ),
        (
            (
                "Goal;Target;Indicator;SeriesCode;GeoAreaCode;GeoAreaName;TimePeriod;Value\n"
                "1;1.1;1.1.1;X;156;China;2019;1,5\n"
            ),
            "un-sdg",
        ),
    ):
        formats, rows, _ = rows_of("sep=;\n" + text)
        assert (
            formats == (known,)
            and rows[-1]["line"] == "3"
            and rows[-1]["text"] in ("0.436", "64.1", "1.5")
        )


def test_yearbook_projections_and_rates() -> None:
    _, rows, _ = rows_of(
        "T03,Population,,,,,\nRegion/Country/Area,,Year,Series,Value,Footnotes,Source\n"
        "112,Belarus,2022,Population annual rate of increase (percent),-0.3,Projected "
        "estimate (medium fertility variant).,x\n"
        '112,Belarus,2015,"Infant mortality (per 1,000 live births)",3.1,,x\n'
    )
    assert rows[0] | {"status": "forecast", "unit": "percent", "value": "-0.3"} == rows[0]
    assert rows[1] | {"value": "3.1", "unit": "per 1,000 live births", "status": ""} == rows[1]


def test_undata_of_one_city_is_not_the_countrys() -> None:
    _, rows, _ = rows_of(
        '"Country or Area","Year","Area","Sex","City","Value","Value Footnotes"\n'
        '"China","2010","Total","Both Sexes","Changsha","3093980",""\n'
        '"China","2010","Total","Male","Changsha","1574000",""\n'
    )
    assert [row["breakdown"] for row in rows] == ["city=changsha", "city=changsha;sex=male"]


def test_undata_spans_of_years() -> None:
    _, rows, _ = rows_of(
        '"Country or Area","Subgroup","Year","Source","Unit","Value","Value Footnotes"\n'
        '"Andorra","Total","2007-2010","UN","Percent","5","1"\n'
        '\n"fnSeqID","Footnote"\n"1","Most recent year."\n'
    )
    assert (
        rows[0]
        | {
            "period": "2007-01-01/P4Y",
            "unit": "Percent",
            "breakdown": "total",
            "note": "Most recent year.",
        }
        == rows[0]
    )
