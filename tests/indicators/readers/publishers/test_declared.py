"""Publishers known by the names of their columns, as they document them: made-up figures."""

from __future__ import annotations

from tests.indicators.readers.samples import one, rows_of

CANADA = """REF_DATE,GEO,DGUID,Characteristics,UOM,UOM_ID,SCALAR_FACTOR,SCALAR_ID,VECTOR,\
COORDINATE,VALUE,STATUS,SYMBOL,TERMINATED,DECIMALS
2019-01,Canada,2016A000011124,Employment,Persons,249,thousands,3,v1,1.1,18953.5,,,,1
2019-01,Ontario,2016A000235,Employment,Persons,249,millions,6,v2,7.1,7.25,E,,,1
2019-01,Ontario,2016A000235,Unemployment,Persons,249,millions,6,v3,7.2,..,..,,,1
2019-01,Canada,2016A000011124,Unemployment,Persons,249,units,0,v4,1.2,5,p,,,1
"""


def test_statistics_canada_multiplies_and_grades() -> None:
    formats, rows, _ = rows_of("\ufeff" + CANADA)
    assert formats == ("statcan",) and len(rows) == 4
    first = one(rows, place="Canada", breakdown="characteristics=employment")
    assert (
        first | {"value": "18953500", "unit": "Persons", "period": "2019-01", "status": ""} == first
    )
    assert one(rows, place="Ontario", breakdown="characteristics=employment") | {
        "value": "7250000",
        "status": "",
        "note": "use with caution",
    } == one(rows, place="Ontario", breakdown="characteristics=employment"), (
        "E is a grade there, and no estimate"
    )
    assert (
        one(rows, place="Canada", value="5")["status"] == "provisional"
        and one(rows, place="Ontario", value="")["note"] == "not available"
    )


def test_statistics_canada_in_french() -> None:
    _, rows, _ = rows_of(
        "PÉRIODE DE RÉFÉRENCE;GÉO;DGUID;Caractéristiques;UNITÉ DE MESURE;IDENT;FACTEUR "
        "SCALAIRE;VECTEUR;COORDONNÉE;VALEUR;STATUT\n"
        "2019-01;Canada;2016A1;Emploi;Personnes;249;milliers;v1;1.1;18953,5;\n"
        "2019-02;Canada;2016A1;Emploi;Personnes;249;milliers;v1;1.1;19000;E\n"
    )
    assert [(row["value"], row["status"], row["title"]) for row in rows] == [
        ("18953500", "", "Emploi"),
        ("19000000", "", "Emploi"),
    ]


def test_stats_nz_months_and_final_figures() -> None:
    formats, rows, _ = rows_of(
        "Series_reference,Period,Data_value,Suppressed,STATUS,UNITS,MAGNTUDE,Subject,"
        "Group,Series_title_1,Series_title_2\n"
        "BDCQ.A,2019.03,80078,,F,Number,0,Business,Industry,Filled jobs,Farming\n"
        "BDCQ.A,2019.1,78300,,R,Number,0,Business,Industry,Filled jobs,Farming\n"
        "BDCQ.B,2019.12,17.5,,P,Dollars,6,Business,Industry,Sales,Farming\n"
    )
    assert formats == ("statsnz",)
    assert [
        (row["series"], row["period"], row["value"], row["status"], row["note"]) for row in rows
    ] == [
        ("BDCQ.A", "2019-03", "80078", "", ""),
        ("BDCQ.A", "2019-10", "78300", "", "revised"),
        ("BDCQ.B", "2019-12", "17500000", "provisional", ""),
    ]
    assert rows[2]["title"] == "Sales, Farming"


def test_faostat_series_are_items_and_elements() -> None:
    formats, rows, _ = rows_of(
        "Area Code,Area Code (M49),Area,Item Code,Item,Element Code,Element,Year Code,"
        "Year,Unit,Value,Flag\n"
        "2,'004,Afghanistan,22008,GDP,6110,Value US$,2010,2010,million USD,15856.678596,E\n"
        "351,'159,China,22008,GDP,6110,Value US$,2011,2011,million USD,7551500.1,X\n"
    )
    assert formats == ("faostat",)
    assert one(rows, place="Afghanistan") | {
        "series": "22008.6110",
        "title": "GDP, Value US$",
        "value": "15856678596",
        "unit": "USD",
        "status": "estimated",
    } == one(rows, place="Afghanistan")
    assert one(rows, place="China") | {
        "status": "",
        "note": "from international organizations",
    } == one(rows, place="China")


def test_faostat_wide_leaves_flags_aside() -> None:
    _, rows, problems = rows_of(
        "Area Code,Area,Item Code,Item,Element Code,Element,Unit,Y2019,Y2019F,Y2020,Y2020F\n"
        "2,Afghanistan,15,Wheat,5510,Production,t,4890000,A,5185000,A\n"
        "41,China,15,Wheat,5510,Production,t,133596300,A,,M\n"
    )
    assert [(row["period"], row["text"]) for row in rows] == [
        ("2019", "4890000"),
        ("2020", "5185000"),
        ("2019", "133596300"),
    ]
    assert any("Y2019F" in problem.message() for problem in problems)


def test_who_reads_the_number_and_not_its_words() -> None:
    head = (
        "IndicatorCode,Indicator,ValueType,ParentLocation,SpatialDimValueCode,Location,"
        "Period type,Period,IsLatestYear,Dim1 type,Dim1,"
        "Dim1ValueCode,"
        "FactValueNumeric,FactValueNumericLow,FactValueNumericHigh,Value,DateModified\n"
    )
    formats, rows, _ = rows_of(
        head + "W1,Life expectancy (years),numeric,Africa,LSO,Lesotho,Year,2019,true,Sex,Male,"
        "SEX_MLE,47.68,46.5,48.9,"
        "47.7 [46.5-48.9],2020-12-03\n"
        "W1,Life expectancy (years),numeric,Africa,LSO,Lesotho,Year,2019,true,Sex,Both "
        "sexes,SEX_BTSX,50.75,49.5,51.9,"
        "50.7 [49.5-51.9],2020-12-03\n"
    )
    assert formats == ("who-gho",)
    assert [
        (row["place"], row["place_name"], row["period"], row["breakdown"], row["text"])
        for row in rows
    ] == [
        ("LSO", "Lesotho", "2019", "sex=male", "47.68"),
        ("LSO", "Lesotho", "2019", "total", "50.75"),
    ]


def test_who_odata() -> None:
    _, rows, _ = rows_of(
        "Id,IndicatorCode,SpatialDimType,SpatialDim,TimeDimType,TimeDim,Dim1Type,Dim1,"
        "Value,NumericValue,Low,High\n"
        "8442,W1,COUNTRY,FRA,YEAR,2019,SEX,SEX_MLE,79.8 [79.5-80.1],79.79,79.5,80.1\n"
        "8443,W1,COUNTRY,FRA,YEAR,2019,SEX,SEX_BTSX,82.5 [82.2-82.8],82.51,82.2,82.8\n"
    )
    assert [(row["place"], row["breakdown"], row["text"]) for row in rows] == [
        ("FRA", "sex=mle", "79.79"),
        ("FRA", "total", "82.51"),
    ]


def test_comtrade_reads_the_value_by_flow_and_month() -> None:
    formats, rows, _ = rows_of(
        "freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,"
        "reporterDesc,flowCode,flowDesc,partnerISO,"
        "partnerDesc,cmdCode,cmdDesc,"
        "aggrLevel,qty,netWgt,primaryValue\n"
        "M,20220301,2022,3,202203,156,CHN,China,X,Export,W00,World,85,Machines,2,0,0,954.5\n"
        "M,20220301,2022,3,202203,156,CHN,China,M,Import,W00,World,85,Machines,2,0,0,560.25\n"
    )
    assert formats == ("un-comtrade",)
    assert [
        (row["series"], row["period"], row["breakdown"], row["text"], row["unit"]) for row in rows
    ] == [
        ("85", "2022-03", "flowdesc=export", "954.5", "US$"),
        ("85", "2022-03", "flowdesc=import", "560.25", "US$"),
    ]


def test_bea_multiplies_and_keeps_its_marks() -> None:
    formats, rows, _ = rows_of(
        "GeoFIPS,GeoName,Region,TableName,LineCode,IndustryClassification,Description,"
        "Unit,1997,1998\n"
        ' "01001","Autauga, AL",5,CAGDP2,1,...,"All industry total","Thousands of '
        'dollars",(NA),682309\n'
        ' "01001","Autauga, AL",5,CAGDP2,3,"11","  Agriculture","Thousands of dollars",16155,(D)\n'
        '"Note: See the included footnote file."\n'
    )
    assert formats == ("us-bea",)
    assert one(rows, series="CAGDP2.1", period="1998") | {
        "value": "682309000",
        "unit": "dollars",
        "place": "Autauga, AL",
    } == one(rows, series="CAGDP2.1", period="1998")
    assert one(rows, series="CAGDP2.3", period="1998") | {"text": "", "note": "(D)"} == one(
        rows, series="CAGDP2.3", period="1998"
    )


def test_istat_multiplies() -> None:
    formats, rows, _ = rows_of(
        '"ITTER107","Territorio","TIPO_DATO","Tipo dato","MISURA","Misura","TIME",'
        '"Seleziona periodo","Value",'
        '"Flag Codes","Flags"\n'
        '"IT","Italia","INT","usano Internet","THV","valori in migliaia","2019","2019",39000.5,,\n'
        '"ITC1","Piemonte","INT","usano Internet","HSC","per 100 persone","2019","2019",70.2,,\n'
    )
    assert formats == ("istat",) and one(rows, place="Italia")["value"] == "39000500"
    assert one(rows, place="Piemonte") | {"value": "70.2", "unit": "per 100 persone"} == one(
        rows, place="Piemonte"
    )


def test_genesis_with_a_column_for_each_measure() -> None:
    text = (
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;"
        "1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;"
        "2_Merkmal_Code;"
        "2_Merkmal_Label;2_Auspraegung_Code;2_Auspraegung_Label;"
        "BEVSTD__Bevoelkerungsstand__Anzahl;BIP__Inlandsprodukt__Mill._EUR\n"
        "12411;Fortschreibung;STAG;Stichtag;31.12.2019;DLAND;Bundesländer;08;"
        "Baden-Württemberg;GES;Geschlecht;GESM;männlich;5511463;1234,5\n"
        "12411;Fortschreibung;STAG;Stichtag;31.12.2020;DLAND;Bundesländer;09;Bayern;GES;"
        "Geschlecht;;Insgesamt;6600000;.\n"
    )
    formats, rows, _ = rows_of(text.encode("cp1252"))
    assert formats == ("genesis",)
    first = one(rows, series="BIP", period="2019")
    assert (
        first
        | {
            "place": "Baden-Württemberg",
            "breakdown": "geschlecht=männlich",
            "value": "1234500000",
            "unit": "EUR",
        }
        == first
    )
    assert one(rows, place="Bayern", series="BEVSTD") | {
        "period": "2020",
        "breakdown": "total",
        "value": "6600000",
    } == one(rows, place="Bayern", series="BEVSTD")


def test_genesis_with_a_row_for_each_measure() -> None:
    formats, rows, _ = rows_of(
        "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;"
        "1_variable_label;"
        "1_variable_attribute_code;"
        "1_variable_attribute_label;value;value_unit;value_variable_code;"
        "value_variable_label;value_q\n"
        "12411;Fort;STAG;Stichtag;2019-12-31;DLAND;Bundesländer;08;Baden-Württemberg;"
        "11100,5;Tsd. EUR;BEV;Bevölkerung;e\n"
        "12411;Fort;STAG;Stichtag;2019-12-31;DLAND;Bundesländer;09;Bayern;13124,7;Tsd. "
        "EUR;BEV;Bevölkerung;e\n"
    )
    assert formats == ("genesis",)
    assert one(rows, place="Bayern") | {
        "series": "BEV",
        "title": "Bevölkerung",
        "period": "2019",
        "value": "13124700",
        "unit": "EUR",
        "status": "",
    } == one(rows, place="Bayern")


def test_ons_figures_come_first() -> None:
    formats, rows, _ = rows_of(
        "V4_1,Data Marking,mmm-yy,Time,administrative-geography,Geography,agg,Aggregate\n"
        "104.9,,Dec-17,Dec-17,E12000001,North East,A,Food\n"
        ",[c],Dec-17,Dec-17,E12000002,North West,A,Food\n"
        "9.5,,Jan-18,Jan-18,E12000001,North East,B,Fuel\n"
    )
    assert formats == ("ons-v4",)
    assert [
        (row["place"], row["period"], row["breakdown"], row["text"], row["note"]) for row in rows
    ] == [
        ("North East", "2017-12", "aggregate=food", "104.9", ""),
        ("North West", "2017-12", "aggregate=food", "", "[c]"),
        ("North East", "2018-01", "aggregate=fuel", "9.5", ""),
    ]


def test_ons_time_series_have_their_titles_above() -> None:
    formats, rows, _ = rows_of(
        '"Title","CPIH ANNUAL RATE","GDP"\n"CDID","L55O","ABMI"\n"PreUnit","","£"\n"Unit","%","m"\n'
        '"Release date","18-10-2023","18-10-2023"\n'
        '"2019","1.7","2200000"\n"2019 Q1","1.8","550000"\n"2019 JAN","1.9",""\n'
    )
    assert formats == ("ons-series",)
    assert one(rows, series="L55O", period="2019-01") | {
        "title": "CPIH ANNUAL RATE",
        "unit": "%",
        "text": "1.9",
        "line": "8",
    } == one(rows, series="L55O", period="2019-01")
    assert one(rows, series="ABMI", period="2019-Q1") | {
        "value": "550000000000",
        "unit": "£",
    } == one(rows, series="ABMI", period="2019-Q1")
    assert len(rows) == 5


def test_what_lacks_columns_is_told_and_no_crash() -> None:
    for text in (
        '"Title","CPIH"\n"CDID"\n"2019","1.7"\n',
        "V4_1\n5\n",
        "DGUID,GEO\nx,Canada\n",
        "statistics_code;time;1_variable_code;value\n1;2019;x;5\n",
        "Area,Item,Element,Unit\nFrance,Wheat,Yield,t\n",
        "ITTER107,Value\nIT,5\n",
        "Series_reference,Period,Data_value\nA,2019.03,5\n",
    ):
        formats, rows, problems = rows_of(text)
        assert problems and (formats != () or not rows)
