"""A made-up project: many indicators of one group of many places, as a dashboard and as one table.

The dashboards of `benchmarks/peers/` read the same figures, as `figures.csv` beside `config.yaml`
with the columns indicator (its title), place (its name), period and value.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FIRST_YEAR = 2000
HEADLINES = 8
"""Number of indicators that the first page has a tile for."""

CONFIG = """\
title: {{en: Made-up figures}}
languages: [en]
focus: P001
groups:
  everyone: {{title: {{en: All places}}, kind: peers, level: country}}
peers: {{country: everyone}}
pillars:
  connectivity:
    title: {{en: Connectivity}}
    headline: [{headline}]
"""
DESCRIPTION = """\
sources:
  made_up:
    publisher: {en: Nobody}
    title: {en: Made-up figures}
    year: "2024"
indicators:
"""
INDICATOR = """\
  {id}:
    title: {{en: {title}}}
    definition: {{en: A series made up for benchmarks.}}
    unit: index 0-100
    pillar: connectivity
    source: made_up
    better: higher
"""
UNITS = """\
unit,base,exponent,dimension,kind,pattern_en,pattern_zh,label_en,label_zh,aliases
index 0-100,index 0-100,0,,index,{},{},index from 0 to 100,指数（0-100）,
"""


@dataclass(frozen=True)
class Size:
    """How many indicators, places and years."""

    indicators: int
    places: int = 200
    years: int = 25

    @property
    def figures(self) -> int:
        """Number of figures."""
        return self.indicators * self.places * self.years


USUAL = Size(40)
"""200,000 figures, those of the peers in issue 12."""
MANY_INDICATORS = Size(500, years=5)


def title_of(number: int) -> str:
    """Return the title of an indicator; none is the beginning of another one's."""
    return f"Series {number:03d}"


def place_name(number: int) -> str:
    """Return the name of a place."""
    return f"Place {number:03d}"


def write_project(folder: Path, size: Size = USUAL) -> Path:
    """Write config.yaml, data/ and figures.csv into a folder; return the path of config.yaml."""
    data = folder / "data" / "made_up"
    data.mkdir(parents=True)
    indicators = range(1, size.indicators + 1)
    headline = ", ".join(f"i{number:03d}" for number in indicators[:HEADLINES])
    config = folder / "config.yaml"
    config.write_text(CONFIG.format(headline=headline), encoding="utf-8")
    described = (
        INDICATOR.format(id=f"i{number:03d}", title=title_of(number)) for number in indicators
    )
    (data / "figures.yaml").write_text(DESCRIPTION + "".join(described), encoding="utf-8")
    (data.parent / "units.csv").write_text(UNITS, encoding="utf-8")
    (data.parent / "notes.csv").write_text("note_en,note_zh\n", encoding="utf-8")
    _write_places(data.parent / "places.csv", size)
    _write_figures(data / "figures.csv", folder / "figures.csv", size)
    return config


def _write_places(path: Path, size: Size) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(
            [
                "place",
                "name_en",
                "name_zh",
                "level",
                "parent",
                "groups",
                "aliases",
                "lat",
                "lon",
                "ranked",
            ]
        )
        for number in range(1, size.places + 1):
            rows.writerow(
                [
                    f"P{number:03d}",
                    place_name(number),
                    "",
                    "country",
                    "",
                    "everyone",
                    "",
                    "",
                    "",
                    "",
                ]
            )


def _write_figures(ours: Path, peers: Path, size: Size) -> None:
    """Write walks between 0 and 100, another one for each indicator and place, in two shapes."""
    draw = np.random.default_rng(12)
    steps = draw.normal(0.5, 2, (size.indicators, size.places, size.years))
    start = draw.uniform(20, 60, (size.indicators, size.places, 1))
    values = np.clip(start + steps.cumsum(axis=2), 0, 100).round(2)
    with (
        ours.open("w", encoding="utf-8") as own,
        peers.open("w", encoding="utf-8") as plain,
    ):
        own.write("indicator,place,period,value\n")
        plain.write("indicator,place,period,value\n")
        for (indicator, place, year), value in np.ndenumerate(values):
            period = FIRST_YEAR + year
            own.write(f"i{indicator + 1:03d},P{place + 1:03d},{period},{value}\n")
            plain.write(f"{title_of(indicator + 1)},{place_name(place + 1)},{period},{value}\n")
