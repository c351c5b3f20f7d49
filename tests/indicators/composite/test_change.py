"""Why a score changed where the figures of two years hardly overlap, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from indicators.catalogue.index_description import read_description
from indicators.composite.data import read_data
from indicators.composite.engine import IndexResult, compute
from indicators.composite.results import change


def result(folder: Path, tree: str, availability: float, data: str) -> IndexResult:
    (folder / "x.yaml").write_text(
        f"id: x\naggregation: {{rule: arithmetic, availability: {availability}}}\n{tree}"
    )
    (folder / "x.csv").write_text(data)
    index = read_description(folder / "x.yaml")
    figures = read_data(folder / "x.csv", index)
    return compute(index.structure, index.method, figures.inputs)


FLAT = "nodes:\n" + "".join(
    f"  - {{indicator: {name}, goalposts: [0, 100]}}\n" for name in ("a", "b", "c")
)


def test_too_few_figures_in_between_leave_no_effect_missing(tmp_path: Path) -> None:
    """Two of three figures make a score: 15 of a = 10 and b = 20, 45 of b = 40 and c = 50.

    Without a and c b alone is 20 or 40. With shares 1/3, 1/6, 1/6, 1/3 of the orders
    a: 5/3 + 15/6 + 8.33/6 + 11.67/3 = 9.44, b: 10/3 + 20/6 + 6.67/6 + 10/3 = 11.11.
    """
    data = "place,period,a,b,c\nP,2020,10,20,\nP,2021,,40,50\n"
    found = change(result(tmp_path, FLAT, 0.6, data), "x", "P", "2020", "2021")
    assert found["effect"].to_dict() == pytest.approx({"a": 85 / 9, "b": 100 / 9, "c": 85 / 9})
    assert found["kind"].to_dict() == {"a": "missing", "b": "figure", "c": "new"}


def test_coverage_is_asked_of_the_two_years_alone(tmp_path: Path) -> None:
    data = "place,period,a,b,c\nP,2020,10,20,\nP,2021,,40,50\n"
    index = result(tmp_path, "coverage: 0.6\n" + FLAT, 0, data)
    found = change(index, "x", "P", "2020", "2021")
    assert found["effect"].to_dict() == pytest.approx({"a": 85 / 9, "b": 100 / 9, "c": 85 / 9})


def test_without_a_common_indicator_nothing_is_explained(tmp_path: Path) -> None:
    data = "place,period,a,b,c\nP,2020,10,,\nP,2021,,,50\n"
    found = change(result(tmp_path, FLAT, 0, data), "x", "P", "2020", "2021")
    assert found["effect"].isna().all()


def test_figures_of_a_field_without_a_score_count_when_it_has_one(tmp_path: Path) -> None:
    """In 2020 one of three figures makes no score of f: x = g = 60. In 2021 f = 15, x = 37.5.

    a first: 60 -> 35, then b: -> 37.5; b first: 60 -> 40, then a: -> 37.5.
    """
    tree = (
        "nodes:\n  - id: f\n    title: f\n    nodes:\n"
        + FLAT.removeprefix("nodes:\n").replace("  - ", "      - ")
        + "  - id: g\n    title: g\n    nodes:\n"
        + "      - {indicator: d, goalposts: [0, 100]}\n"
    )
    data = "place,period,a,b,c,d\nP,2020,10,,,60\nP,2021,10,20,,60\n"
    found = change(result(tmp_path, tree, 0.5, data), "x", "P", "2020", "2021")
    effects = found["effect"].to_dict()
    assert effects == pytest.approx({"a": -13.75, "b": -8.75, "c": 0, "d": 0})
    assert found["kind"].to_dict() == {"a": "new", "b": "new", "c": "none", "d": "figure"}
