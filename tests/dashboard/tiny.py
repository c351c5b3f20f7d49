"""A dashboard of one file with everything that can be wrong in it, small enough to count by hand.

Nine rows: four values, one empty cell, and four that are left out (an unknown place twice, no
number, an unknown series).
"""

from __future__ import annotations

from pathlib import Path

from indicators import Dataset, load

CONFIG = """
title: {en: Tiny board, zh: 小看板}
description: {en: Two places and a *star*., zh: 两个地区。}
languages: [en, zh]
focus: AAA
coverage: 0.5
groups:
  both: {title: {en: Both places, zh: 两地}, kind: peers, level: country, places: [AAA, BBB]}
peers: {country: both}
pillars:
  online: {title: {en: Online, zh: 上网}, headline: [users]}
sources:
  bureau: {publisher: {en: The Bureau, zh: 统计局}, title: {en: Yearbook, zh: 年鉴}, year: "2023",
           licence: CC BY 4.0, terms: open, via: a library,
           url: https://bureau.example/yearbook}
  rumour: {publisher: {en: A Rumour, zh: 传闻}, title: {en: Heard, zh: 听说},
           url: "javascript:alert(1)"}
indicators:
  users:
    title: {en: "Users [of] *it*", zh: 使用者}
    unit: "% of people"
    pillar: online
    source: bureau
    file: board/users.csv
    code: U
    better: higher
    breaks: [{place: AAA, period: "2022", note: {en: New survey, zh: 新调查}}]
  offline:
    title: {en: Offline, zh: 未上网}
    unit: "% of people"
    pillar: online
    better: lower
    formula: 100 - users
"""
UNITS = """unit,base,exponent,dimension,kind,pattern_en,pattern_zh,label_en,label_zh
% of people,% of people,0,,share,{}%,{}%,% of people,占人口的百分比
"""
PLACES = """place,name_en,name_zh,level,parent,groups,aliases,lat,lon
WLD,World,世界,world,,,,,
AAA,Aland,甲国,country,WLD,,,,
BBB,Beland,乙国,country,WLD,,,,
CCC,Celand,丙国,country,WLD,,,,
"""
ROWS = """indicator,place,period,breakdown,value,unit,status,source,note
U,AAA,2021,total,50,% of people,,,
U,AAA,2022,total,60,% of people,,,
U,AAA,2023,total,,% of people,,,
U,BBB,2022,total,40,% of people,estimated,,
U,BBB,2023,total,45,% of people,break,,counted anew
U,Alnd,2021,total,10,% of people,,,
U,Alnd,2022,total,11,% of people,,,
U,BBB,2021,total,about a third,% of people,,,
V,AAA,2021,total,1,% of people,,,
"""


def write(folder: Path, rows: str = ROWS) -> Path:
    """Lay the tiny dashboard out in a folder; returns its config.yaml."""
    (folder / "data" / "board").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "data" / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "data" / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "data" / "board" / "users.csv").write_text(rows, encoding="utf-8")
    return folder / "config.yaml"


def dataset(folder: Path, rows: str = ROWS) -> Dataset:
    """The tiny dashboard, loaded."""
    return load(write(folder, rows), keep=False)
