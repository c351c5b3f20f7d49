"""Indices by their published methods, and the three examples of docs/index.md, on figures that a
person worked out.
"""

from __future__ import annotations

import csv
import io
import math
import re
from pathlib import Path

import numpy as np
import pytest

from indicators.cli.main import main
from indicators.composite.table import Floats

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs" / "index.md"


def examples(language: str) -> list[str]:
    """The code blocks of docs/index.md in a language."""
    return re.findall(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


def scores(
    tmp_path: Path, description: str, data: str, capsys: pytest.CaptureFixture[str], *options: str
) -> dict[tuple[str, str, str], tuple[float, float]]:
    """Score and rank by node, place and period, as the command writes them."""
    (tmp_path / "index.yaml").write_text(description, encoding="utf-8")
    (tmp_path / "data.csv").write_text(data, encoding="utf-8")
    files = [str(tmp_path / "index.yaml"), str(tmp_path / "data.csv")]
    assert main(["index", *files, *options]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == ["node", "level", "place", "period", "score", "rank"]
    return {
        (row["node"], row["place"], row["period"]): (float(row["score"]), float(row["rank"]))
        for row in rows
    }


def test_the_human_development_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """HDR 2021/22 gives Switzerland 0.962, Norway 0.961 and Niger 0.400."""
    found = scores(tmp_path, examples("yaml")[0], examples("csv")[0], capsys)
    published = {"CHE": 0.962, "NOR": 0.961, "NER": 0.400}
    for rank, (place, score) in enumerate(published.items(), start=1):
        assert round(found["hdi", place, "2021"][0], 3) == score
        assert found["hdi", place, "2021"][1] == rank
    # Norway's expected schooling, 18.2 years, is beyond the goalpost of 18.
    assert found["expected_schooling", "NOR", "2021"][0] == 1.0
    income = math.log(66933 / 100) / math.log(75000 / 100)
    assert found["living_standard", "CHE", "2021"][0] == pytest.approx(income, rel=1e-12)


def test_mixed_aggregation_with_availability(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = scores(tmp_path, examples("yaml")[1], examples("csv")[1], capsys)
    # AAA: (80 + 0.5 x 60 + 50) / 2.5 = 64; the price of 2 of 20 is 90; sqrt(64 x 90)
    assert found["access", "AAA", "2022"][0] == pytest.approx(64)
    assert found["price", "AAA", "2022"][0] == pytest.approx(90)
    assert found["connected", "AAA", "2022"] == (pytest.approx(math.sqrt(64 * 90)), 1)
    # BBB has 1 / 2.5 of the weight of access: no field, no index
    assert ("access", "BBB", "2022") not in found
    assert ("connected", "BBB", "2022") not in found
    # CCC: (60 + 12 / 0.6) / 2 = 40; its price is that of 2020: 75
    assert found["access", "CCC", "2022"][0] == pytest.approx(40)
    assert found["connected", "CCC", "2022"] == (pytest.approx(math.sqrt(40 * 75)), 2)


def test_the_e_government_index_from_its_indicators(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = examples("csv")[2]
    found = scores(tmp_path, examples("yaml")[2], data, capsys)
    places = [line.split(",")[0] for line in data.splitlines()[1:]]
    figures = np.array([line.split(",")[2:] for line in data.splitlines()[1:]], dtype=float)

    def unit_range(values: Floats) -> Floats:
        result: Floats = (values - values.min()) / (values.max() - values.min())
        return result

    standard = (figures - figures.mean(axis=0)) / figures.std(axis=0, ddof=1)
    telecom = unit_range(standard[:, 1:4].mean(axis=1))
    human = unit_range(standard[:, 4:] @ np.array([1 / 3, 2 / 9, 2 / 9, 2 / 9]))
    index = (unit_range(figures[:, 0]) + telecom + human) / 3
    of_node = {"telecom": telecom, "human_capital": human, "egdi": index}
    for node, expected in of_node.items():
        scored = [found[node, place, "2022"][0] for place in places]
        assert scored == pytest.approx(expected.tolist(), rel=1e-12), node
    assert [found["egdi", place, "2022"][1] for place in places] == [1, 2, 3, 4]
    assert found["egdi", "AAA", "2022"][0] == pytest.approx(1)
    assert found["telecom", "AAA", "2022"][0] == 1


def test_steps_are_written_so_that_a_score_can_be_traced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = tmp_path / "steps"
    description, data = examples("yaml")[1], examples("csv")[1]
    scores(tmp_path, description, data, capsys, "--steps", str(steps), "--uncertainty", "50")
    filled = list(csv.DictReader((steps / "4_imputed_figures.csv").open(encoding="utf-8")))
    assert filled == [
        {"place": "CCC", "period": "2022", "indicator": "basket", "from_period": "2020.0"}
    ]
    denominated = list(csv.DictReader((steps / "2_denominated.csv").open(encoding="utf-8")))
    [row] = [row for row in denominated if row["place"] == "AAA"]
    assert float(row["lines"]) == 30  # 3,000 lines of 10,000 residents, per 100
    ranks = list(csv.DictReader((steps / "uncertainty.csv").open(encoding="utf-8")))
    [first] = [row for row in ranks if (row["place"], row["period"]) == ("AAA", "2022")]
    assert (first["nominal"], first["q5"], first["q95"]) == ("1.0", "1.0", "1.0")


def test_ranks_from_rounded_scores_tie(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    description = "nodes: [{indicator: a, goalposts: [0, 1000]}]\n"
    data = "place,a\nX,501\nY,502\nZ,300\n"
    unrounded = scores(tmp_path, description, data, capsys)
    assert [unrounded["index", place, "0"][1] for place in "YXZ"] == [1, 2, 3]
    rounded = scores(tmp_path, "rank_digits: 0\n" + description, data, capsys)
    assert [rounded["index", place, "0"][1] for place in "YXZ"] == [1, 1, 3]


def test_no_text_of_a_file_is_a_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = tmp_path / "steps"
    description = "nodes: [{indicator: a, goalposts: [0, 10]}]\n"
    table = scores(tmp_path, description, "place,a\n=1+1,5\n", capsys, "--steps", str(steps))
    assert table["index", "'=1+1", "0"] == (50, 1)
    assert "\n'=1+1,0,5.0\n" in (steps / "1_raw.csv").read_text(encoding="utf-8")


EGDI_PARTS = ("egdi_online_services", "egdi_telecom", "egdi_human_capital")
EGDI_WEIGHTS = {"2010": (0.34, 0.33, 0.33)}
"""The survey of 2010 gave online services 0.34; later ones weigh all three alike."""


def egdi(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], year: str, data: str
) -> dict[str, float]:
    """The index of one year by place, from the rows of its parts."""
    weights = EGDI_WEIGHTS.get(year, (1.0, 1.0, 1.0))
    nodes = [
        f"  - {{indicator: {part}, goalposts: [0, 1], weight: {weight}}}\n"
        for part, weight in zip(EGDI_PARTS, weights, strict=True)
    ]
    description = (
        "id: egdi\naggregation: {availability: 1}\n"
        "normalisation: {rule: goalposts, scale: [0, 1]}\nnodes:\n" + "".join(nodes)
    )
    found = scores(tmp_path, description, "indicator,place,period,value\n" + data, capsys)
    return {place: score for (node, place, _), (score, _) in found.items() if node == "egdi"}


def test_the_e_government_index_is_the_mean_of_its_parts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For every year that is shipped, to the 0.0001 that the parts are rounded to."""
    from indicators import load

    dataset = load(ROOT / "config.yaml", ROOT / "data", keep=False)
    frames = {name: dataset.select(name) for name in (*EGDI_PARTS, "egdi")}
    countries = {
        code for code, place in dataset.catalogue.places.items() if place.level == "country"
    }
    figures: dict[str, list[str]] = {}
    published: dict[tuple[str, str], float] = {}
    for name, frame in frames.items():
        for row in frame.itertuples():
            place, year = str(row.place), str(row.period)
            if place in countries and name == "egdi":
                published[place, year] = row.value
            elif place in countries:
                figures.setdefault(year, []).append(f"{name},{place},{year},{row.value!r}\n")
    assert len(figures) == 8
    compared = 0
    for year, lines in figures.items():
        for place, score in egdi(tmp_path, capsys, year, "".join(lines)).items():
            if (place, year) in published:
                assert score == pytest.approx(published[place, year], abs=1e-4), (place, year)
                compared += 1
    assert compared > 1_500
