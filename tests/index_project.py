"""Six provinces, five cities of the first of them, and two indices, small enough to work by hand.

Index `prov`, 2023: P1 = mean(mean(60, 20), 40) = 40; P2 = mean(mean(90, 60), 70) = 72.5;
P3 = mean(mean(20, 10), 80) = 47.5, its skill carried from 2022; P4 has no skill, so half of the
weight, and no score; P5 and P6 = mean(mean(10, 0), 20) = 12.5. 2022: P1 37.5, P2 65, P3 47.5.
Index `cities` has one field of two.
"""

from __future__ import annotations

from pathlib import Path

from indicators import Dataset, load

INDICES = """
indices:
  prov:
    title: {en: The index, zh: 指数}
    definition: {en: All in one., zh: 综合。}
    level: province
    pillar: online
    coverage: 0.8
    imputation: {rule: latest, max_age: 2}
    nodes:
      - pillar: online
        nodes:
          - {indicator: net, goalposts: [0, 100]}
          - {indicator: stations, per: {column: people, scale: 100}, goalposts: [0, 50]}
      - pillar: talent
        nodes:
          - {indicator: skill, goalposts: [0, 100]}
    alternatives:
      normalisation: [goalposts, min_max]
      aggregation: [arithmetic, {rule: geometric}]
      weights: {noise: 0.5}
  cities:
    title: {en: Cities, zh: 城市}
    level: city
    coverage: 0.8
    nodes:
      - pillar: online
        nodes:
          - {indicator: city_net, goalposts: [0, 100]}
      - pillar: talent
        nodes:
          - {indicator: city_skill, goalposts: [0, 100]}
"""
CONFIG = (
    """
title: {en: Indexed, zh: 指数}
languages: [en, zh]
focus: C1
groups:
  provinces: {title: {en: The provinces, zh: 各省}, level: province, places: [P1, P2, P3, P4, P5, P6]}
peers: {province: provinces}
pillars:
  online: {title: {en: Online, zh: 上网}, headline: [net]}
  talent: {title: {en: Talent, zh: 人才}, headline: [skill]}
sources:
  bureau: {publisher: {en: The Bureau, zh: 统计局}, title: {en: Yearbook, zh: 年鉴}, year: "2023"}
indicators:
  net: {title: {en: Internet users, zh: 网民}, unit: "% of people", pillar: online,
        source: bureau, file: b/b.csv, code: net, better: higher}
  skill: {title: {en: Skills, zh: 技能}, unit: "% of people", pillar: talent, source: bureau,
          file: b/b.csv, code: skill, better: higher}
  stations: {title: {en: Stations, zh: 基站}, unit: stations, pillar: online, source: bureau,
             file: b/b.csv, code: stations, better: higher}
  people: {title: {en: People, zh: 人口}, unit: heads, pillar: talent, source: bureau,
           file: b/b.csv, code: people}
  city_net: {title: {en: City users, zh: 城市网民}, unit: "% of people", pillar: online,
             source: bureau, file: b/b.csv, code: city_net, better: higher}
  city_skill: {title: {en: City skills, zh: 城市技能}, unit: "% of people", pillar: talent,
               source: bureau, file: b/b.csv, code: city_skill, better: higher}
"""
    + INDICES
)
UNITS = """unit,base,exponent,dimension,kind,pattern_en,pattern_zh,label_en,label_zh
% of people,% of people,0,,share,{}%,{}%,% of people,占人口的百分比
heads,heads,0,person,count,{} people,{}人,people,人
stations,stations,0,,count,{} stations,{}个,stations,个
index 0-100,index 0-100,0,,index,{},{},index from 0 to 100,指数（0—100）
"""
PLACES = """place,name_en,name_zh,level,parent,groups,aliases,lat,lon
P1,First,甲省,province,,,,,
P2,Second,乙省,province,,,,,
P3,Third,丙省,province,,,,,
P4,Fourth,丁省,province,,,,,
P5,Fifth,戊省,province,,,,,
P6,Sixth,己省,province,,,,,
C1,Firstcity,甲市,city,P1,,,,
C2,Secondcity,乙市,city,P1,,,,
C3,Thirdcity,丙市,city,P1,,,,
C4,Fourthcity,丁市,city,P1,,,,
C5,Fifthcity,戊市,city,P1,,,,
N1,Nowhere,戊国,country,,,,,
"""
NET = {
    "P1": (50, 60),
    "P2": (80, 90),
    "P3": (20, 20),
    "P4": (40, 30),
    "P5": (10, 10),
    "P6": (10, 10),
}
SKILL = {"P1": (40, 40), "P2": (60, 70), "P3": (80, None), "P5": (20, 20), "P6": (20, 20)}
STATIONS = {"P1": 10, "P2": 30, "P3": 5, "P4": 20, "P5": 0, "P6": 0}
CITY_NET = {"C1": 50, "C2": 70, "C3": 30, "C4": 20, "C5": 10}


def _lines() -> list[str]:
    given: list[tuple[str, str, int, object, str]] = []
    for code, figures in (("net", NET), ("skill", SKILL)):
        for place, pair in figures.items():
            given += [
                (code, place, year, value, "% of people")
                for year, value in zip((2022, 2023), pair, strict=True)
                if value is not None
            ]
    for year in (2022, 2023):
        given += [("stations", place, year, value, "stations") for place, value in STATIONS.items()]
        given += [("people", place, year, 100, "heads") for place in STATIONS]
    given += [("city_net", place, 2023, value, "% of people") for place, value in CITY_NET.items()]
    given += [("city_skill", "C1", 2023, 90, "% of people")]
    return [
        f"{code},{place},{period},total,{value},{unit},,,"
        for code, place, period, value, unit in given
    ]


def write(folder: Path, config: str = CONFIG) -> Path:
    """Lay the project out in a folder; returns its config.yaml."""
    (folder / "data" / "b").mkdir(parents=True)
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    (folder / "data" / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "data" / "places.csv").write_text(PLACES, encoding="utf-8")
    header = "indicator,place,period,breakdown,value,unit,status,source,note"
    text = "\n".join([header, *_lines()]) + "\n"
    (folder / "data" / "b" / "b.csv").write_text(text, encoding="utf-8")
    return folder / "config.yaml"


def leave_unranked(folder: Path, place: str) -> None:
    """Mark a place of a project as `ranked: no`."""
    header, *rows = PLACES.splitlines()
    marks = {True: "no", False: ""}
    lines = [f"{row},{marks[row.startswith(place + ',')]}" for row in rows]
    text = "\n".join([header + ",ranked", *lines]) + "\n"
    (folder / "data" / "places.csv").write_text(text, encoding="utf-8")


def dataset(folder: Path, config: str = CONFIG) -> Dataset:
    """Lay the project out and load it."""
    return load(write(folder, config), keep=False)
