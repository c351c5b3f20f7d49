"""A country, its city and their targets, small enough to work by hand.

Users of the country: 40 % in 2015, two points more a year, 60 % in 2025. Stations of the city: 10 %
in 2020, 30 % in 2025.
"""

from __future__ import annotations

from pathlib import Path

from indicators import Dataset, load

USERS = """
      - {period: "2030", value: 100}
      - {period: "2025", value: 60, place: AAA}
      - {period: "2030", value: 90, group: club}
"""
STATIONS = """
      - {period: "2030", value: 50, place: CITY}
"""
CONFIG = """
title: {en: Board, zh: 看板}
languages: [en, zh]
focus: CITY
levels:
  country:
  city:
pillars:
  online: {title: {en: Online, zh: 上网}, headline: [users]}
sources:
  bureau: {publisher: {en: The Bureau, zh: 统计局}, title: {en: Yearbook, zh: 年鉴}, terms: open}
groups:
  club: {title: {en: Club, zh: 俱乐部}, kind: peers, level: country, places: [AAA]}
indicators:
  users:
    title: {en: Users, zh: 用户}
    unit: "%"
    pillar: online
    source: bureau
    file: board/users.csv
    better: higher
    target:@USERS@
  stations:
    title: {en: Stations, zh: 基站}
    unit: "%"
    pillar: online
    source: bureau
    file: board/users.csv
    better: higher
    target:@STATIONS@
"""
UNITS = """unit,base,exponent,dimension,kind,pattern_en,pattern_zh,label_en,label_zh
%,%,0,,share,{}%,{}%,%,%
"""
PLACES = """place,name_en,name_zh,level,parent,groups,aliases,lat,lon
WLD,World,世界,world,,,,,
AAA,Aland,甲国,country,WLD,,,,
CITY,City,城市,city,AAA,,,,
"""
FIGURES = "\n".join(
    [
        "indicator,place,period,value,unit",
        *(f"users,AAA,{year},{40 + 2 * (year - 2015)},%" for year in range(2015, 2026)),
        "stations,CITY,2020,10,%",
        "stations,CITY,2025,30,%",
        "",
    ]
)


def write(
    folder: Path, users: str = USERS, stations: str = STATIONS, figures: str = FIGURES
) -> Path:
    """Write the project into an empty folder; return its config."""
    (folder / "data" / "board").mkdir(parents=True)
    text = CONFIG.replace("@USERS@", users).replace("@STATIONS@", stations)
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    (folder / "data" / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "data" / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "data" / "board" / "users.csv").write_text(figures, encoding="utf-8")
    return folder / "config.yaml"


def board(
    folder: Path, users: str = USERS, stations: str = STATIONS, figures: str = FIGURES
) -> Dataset:
    """Write and load the project."""
    return load(write(folder, users, stations, figures), keep=False)
