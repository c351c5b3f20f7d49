"""Seven places and a handful of indicators, small enough to rank by hand.

Among the peers, users: EEE 90, BBB 70, AAA and CCC 50, DDD 30 (a year older). Cost, where less is
better: AAA 1, BBB 2, CCC 3, DDD 4, GGG 5; EEE's is too old. GGG has nothing but its cost, so that
each ranking is of five. People is a size. `twice` ranks as users does; `rare` has two places.
"""

from __future__ import annotations

from pathlib import Path

from indicators import Dataset, load

CONFIG = """
title: {en: Compared, zh: 比较}
languages: [en, zh]
focus: AAA
groups:
  five: {title: {en: The five, zh: 五国}, kind: peers, level: country,
         places: [AAA, BBB, CCC, DDD, EEE, GGG]}
  trio: {title: {en: The trio, zh: 三国}, kind: peers, level: country, places: [AAA, BBB, CCC]}
  rich: {title: {en: Rich, zh: 富裕}, kind: income, level: country, places: [AAA, BBB, EEE]}
  poor: {title: {en: Poor, zh: 贫困}, kind: income, level: country, places: [CCC, DDD]}
peers: {country: five}
pillars:
  online: {title: {en: Online, zh: 上网}, headline: [users, cost]}
  land: {title: {en: Land, zh: 国情}, headline: [people]}
sources:
  bureau: {publisher: {en: The Bureau, zh: 统计局}, title: {en: Yearbook, zh: 年鉴}, year: "2023",
           retrieved: "2026-03-14"}
indicators:
  users: {title: {en: Internet users, zh: 网民}, definition: {en: Who is online., zh: 上网者。},
          unit: "% of people", pillar: online, source: bureau, file: b/b.csv, code: users,
          better: higher}
  cost: {title: {en: Cost of a line, zh: 线路费用}, unit: dollars, pillar: online,
         source: bureau, file: b/b.csv, code: cost, better: lower}
  people: {title: {en: People, zh: 人口}, unit: heads, pillar: land, source: bureau,
           file: b/b.csv, code: people, better: none}
  rare: {title: {en: Rare, zh: 稀有}, unit: "% of people", pillar: land, source: bureau,
         file: b/b.csv, code: rare, better: higher}
  twice: {title: {en: Twice the users, zh: 两倍网民}, unit: "% of people", pillar: online,
          better: higher, formula: 2 * users}
"""
UNITS = """unit,base,exponent,dimension,kind,pattern_en,pattern_zh,label_en,label_zh
% of people,% of people,0,,share,{}%,{}%,% of people,占人口的百分比
dollars,dollars,0,USD/line,currency,${},{}美元,dollars,美元
heads,heads,0,person,count,{} people,{}人,people,人
"""
PLACES = """place,name_en,name_zh,level,parent,groups,aliases,lat,lon
WLD,World,世界,world,,,,,
AAA,Aland,甲国,country,WLD,,,,
BBB,Beland,乙国,country,WLD,,,,
CCC,Celand,丙国,country,WLD,,,,
DDD,Deland,丁国,country,WLD,,,,
EEE,Eland,戊国,country,WLD,,,,
FFF,Efland,己国,country,WLD,,,,
GGG,Geland,庚国,country,WLD,,,,
P1,North,北省,province,AAA,,,,
"""
USERS = {"AAA": 50, "BBB": 70, "CCC": 50, "EEE": 90, "FFF": 10, "P1": 1}
COST = {"AAA": 1, "BBB": 2, "CCC": 3, "DDD": 4, "GGG": 5}
PEOPLE = {"AAA": 100, "BBB": 10, "CCC": 1000, "DDD": 1, "EEE": 5, "FFF": 7}


def _lines() -> list[str]:
    given = [("cost", place, 2023, value, "dollars") for place, value in COST.items()]
    given += [("cost", "EEE", 2018, 9, "dollars")]
    given += [("people", place, 2023, value, "heads") for place, value in PEOPLE.items()]
    given += [("rare", place, 2023, 5, "% of people") for place in ("AAA", "BBB")]
    given += [("users", place, 2023, value, "% of people") for place, value in USERS.items()]
    given += [("users", "DDD", 2022, 30, "% of people")]
    return [
        f"{code},{place},{period},total,{value},{unit},,,"
        for code, place, period, value, unit in sorted(given)
    ]


def write(folder: Path) -> Path:
    """Lay the dashboard out in a folder; returns its config.yaml."""
    (folder / "data" / "b").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "data" / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "data" / "places.csv").write_text(PLACES, encoding="utf-8")
    header = "indicator,place,period,breakdown,value,unit,status,source,note"
    (folder / "data" / "b" / "b.csv").write_text(
        "\n".join([header, *_lines()]) + "\n", encoding="utf-8"
    )
    return folder / "config.yaml"


def dataset(folder: Path) -> Dataset:
    """The dashboard, loaded."""
    return load(write(folder), keep=False)
