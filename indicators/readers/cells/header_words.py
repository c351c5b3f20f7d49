"""The words by which headers of columns are known, in the languages that tables come in."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(","))


PLACES = tuple(
    _set(words)
    for words in (
        "страна,страны,країна,ülke,negara,ország,země,država,maa,χώρα,国,국가,pays territoire,"
        "country,countries,country name,country territory,country or area,countries areas,country area,country economy,"
        "country or territory,economy,"
        "economies,nation,pays,país,pais,land,país o territorio,economy name,countries and areas,reporting country,member state,"
        "countryname,entity,"
        "entity name,国家,国家地区,国家或地区,国别,country or region,country region,reference area,stat,państwo,paese,länder,administrations",
        "nom commune,libelle commune,commune name,miasto,gmina,obec,grad,gemeinde,gemeinden,gemeente,gemeenten,kommune,kommuner,市区町村,"
        "市町村,行政區,鄉鎮市區,"
        "시군구,시군구별,행정구역별,行政区域,город,муниципальное образование,municipio,municipios,nom municipi,nazwa miasta,"
        "city,city name,county,county name,district,district name,municipality,prefecture,commune,quartier,borough,ward,parish,ville,"
        "ciudad,stadt,"
        "城市,市,区县,县,区,县区,市州,城市名称,department,département,local authority,area name,neighbourhood,neighborhood",
        "comunidades y ciudades autónomas,comunidades autónomas,provincias,entidad federativa,desc entidad,entidad,desc estado,unidade da federação,uf,"
        "brasil e unidade da federação,unidad territorial,субъект российской федерации,субъект рф,субъект,регион,регионы,федеральный округ,territorio,"
        "territoire,regiones,regio s,regio,regios,regioner,län,fylke,maakunta,alue,województwo,nazwa,jednostka terytorialna,kanton,kantone,"
        "bundesland name,land oder region,"
        "都道府県,都道府県名,全国 都道府県,地域,縣市,縣市別,縣市名稱,區域別,地區,地區別,地區名稱,시도,시도별,지역,지역별,행정구역 시도 별,"
        "国家 地域,iller,il,i l,i ller,düzey,"
        "state ut,states uts,state uts,states ut,state union territory,states union territories,name of state,name of state ut,"
        "name of the state ut,regiune,județ,județe,"
        "province,province name,state,state name,provinces,oblast,voivodeship,kraj,land kreis,bundesland,comunidad autónoma,canton,"
        "governorate,gouvernorat,wilaya,emirate,regency,voivodship,département,departamento,provincia,provincie,estado,bundesländer,okrug,rayon,"
        "raion,governorates,省份,省,地区,省市,"
        "省区市,省市区,行政区,行政区划,province territory",
        "place,place name,location,location name,geo,geography,geographic area,geo name,area,areas,region,region name,territory,"
        "geoareaname,geo area name,"
        "région,región,地点,区域,geopolitical entity reporting",
    )
)
ALL_PLACES = frozenset().union(*PLACES)
"""The words of all of them."""
PLACE_CODES = tuple(
    _set(words)
    for words in (
        "iso3,iso 3,iso3 code,iso code,iso,iso a3,iso alpha 3,alpha 3,alpha 3 code,country iso3,country iso,country iso code,iso3166,"
        "iso 3166 1 alpha 3,"
        "country code iso3,code iso3,cca3,iso3c,countryiso3code,economy iso3,location code iso3,iso 3 code,iso alpha3,wb code",
        "area code m49,area code iso3,spatialdim,spatialdim code,reporteriso,reporter iso,reporting economy iso3a code,geounit,geo unit,"
        "country iso3 code,"
        "country code,countrycode,ctry,country id,economy code,ref area,ref area code,location code,geo code,area code,code pays,"
        "cod pais,iso2,iso2 code,"
        "iso 2,iso alpha 2,alpha 2,iso2c,cca2,m49,m49 code,geoareacode,spatialdimvaluecode,区划代码,行政区划代码,地区代码,国家代码,territory code",
        "fips,fips code,geoid,county id,nuts,nuts code,nuts id,ons code,lad code,gss code,state code,province code,city code,"
        "region code,place code,ccode",
    )
)
PERIODS = _set(
    "ref date,reference date,observation date,rok,zeit,perioden,stichtag,統計期,資料時間,時間,年別,月別,時間軸 年次,時間軸 年度,"
    "時間軸 月次,시점,년도,기간,"
    "период времени,дата,seleziona periodo,yil,trimestre,période de référence,refyear,timedim,time dim,mes,annee scolaire,調査年,集計年度,"
    "calendar years,"
    "yıllar,jahre,années,años,anos,årstal,"
    "year,years,time,time period,timeperiod,period,date,yr,survey year,année,annee,an,ano,año,anio,jahr,rok,leto,god,година,year code,"
    "reference period,ref period,quarter,month,fiscal year,年份,年,年度,时间,日期,统计年度,月份,季度,时期,période,periodo,período,datum,"
    "fecha,tid,år,jaar,aar,ár,vuosineljännes,kuukausi,vuosi,kvartal,måned,månad,ketvirtis,ceturksnis,kvartaal,kuu,mánuður,ársfjórðungur,"
    "četrtletje,mesec,leto,kwartaal,maand,metai,gads,aasta,год,годы,рік,период,年次,연도,év,έτος,yıl,tahun,mwaka,"
    "vuosi,anno,data,reference year,yearcode,timeperiod code"
)
YEAR_PARTS = _set("month,quarter,mois,mes,monat,月,月份,季度,trimestre,quartal,mon,qtr")
VALUES = _set(
    "wartosc,vrijednosti,valore osservato,data values,datos,dato,valor observado,numericvalue,numeric value,fact value numeric,"
    "factvaluenumeric,統計值,數值,統計數,vrednosti,podatek,gösterge değeri,liczba,"
    "значение,значення,değer,nilai,waarde,värde,verdi,værdi,arvo,érték,vrijednost,τιμή,値,값,"
    "value,values,obs value,obsvalue,observation,observation value,data value,datavalue,numeric value,valeur,valor,wert,valore,wartość,"
    "hodnota,vrednost,数值,值,数据,指标值,观测值,amount,figure"
)
UNITS = _set(
    "unidade de medida,unidad medida,единица,jednostka miary,jednostka,mértékegység,unità di misura,unità,單位,測定単位,unit label,"
    "unit description,units label,value unit,unité de mesure,uom name,"
    "единица измерения,ед изм,birim,satuan,eenheid,enhet,enhed,yksikkö,mértékegység,mjerna jedinica,単位,단위,"
    "unit,units,unit of measure,unit measure,measure unit,unit name,unité,unite,unidad,unidad de medida,einheit,单位,"
    "计量单位,uom,jednotka,enota"
)
STATUS = _set(
    "qualifier,value flag,obs status label,atrybut,statut,"
    "status,obs status,flag,flags,flag codes,observation status,obs flag,状态,value status"
)
NOTES = _set(
    "note,notes,footnote,footnotes,comment,comments,remark,remarks,备注,注释,说明,nota,notas,anmerkung,remarque"
)
SOURCES = _set("source,sources,data source,quelle,fuente,来源,数据来源,citation")
SERIES = _set(
    "indicator code,indicatorcode,series code,seriescode,indicator id,variable code,series id,measure code,subject code,指标代码,metric id,"
    "indicator symbol,item code"
)
TITLES = _set(
    "показатели,indicatore,variável,variabele,zmienna,statistisk variabel,統計項目,指標,指標名稱,項目別,항목,표장항목,表章項目,"
    "concept,data item,onderwerp,"
    "показатель,показник,gösterge,indikator,indicator label,indicateurs,indicadores,ukazatel,kazalnik,wskaźnik,項目,지표,"
    "indicator,indicators,indicator name,indicatorname,series,series name,variable,variable name,measure,metric,subject,items,item,topic,"
    "指标,指标名称,indicador,indicateur,indikator,kennzahl,statistic,statistic label,measure name,seriesname,subject descriptor"
)
MULTIPLIERS = _set(
    "scalar factor,facteur scalaire,magntude,units multiplier,unit of multiplier,unidad multiplicador,dimension unit,"
    "scale,scale factor,scaling factor,multiplier,multiplicador,grandeza,faktor,"
    "unit multiplier,powercode,power code,unit mult,multiplicator,power,magnitude"
)
BREAKDOWNS = _set(
    "пол,возраст,местность,kön,ålder,kjønn,alder,køn,sukupuoli,ikä,spol,starost,pohlaví,věk,płeć,wiek,geslacht,leeftijd,cinsiyet,yaş,"
    "sex,gender,sexe,sexo,geschlecht,sesso,性别,age,age group,age groups,age class,agegroup,alter,edad,âge,年龄,residence,urban rural,"
    "urbanisation,location type,area type,education,education level,level of education,income quintile,wealth quintile,quintile,"
    "disability,employment status,size class,company size,enterprise size,sector,industry,technology,type,category,breakdown,"
    "disaggregation,dimension,subgroup,group,speed,operator,类别,行业,分类"
)
"""Headers of columns that part the figures of a place, even where each place has only one of their words."""

ALL_WORDS = frozenset().union(
    *PLACES,
    *PLACE_CODES,
    PERIODS,
    YEAR_PARTS,
    VALUES,
    UNITS,
    STATUS,
    NOTES,
    SOURCES,
    SERIES,
    TITLES,
    MULTIPLIERS,
    BREAKDOWNS,
)
"""Every word by which a column is known: a record with one of them is a header."""
