"""The scales on which series are forecast."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.model import Unit
from indicators.trajectories.scales import LOG, POINTS, SHARE, Scale, scale_of


def unit(kind: str) -> Unit:
    return Unit("u", "u", kind=kind)


def test_half_is_the_middle_of_the_logit_scale() -> None:
    assert SHARE.forward([50.0, 100 * math.e / (1 + math.e)]).tolist() == pytest.approx([0, 1])
    assert SHARE.back([0.0, math.log(3)]).tolist() == pytest.approx([50, 75])


def test_a_figure_at_a_bound_counts_as_a_twentieth_of_a_point_inside() -> None:
    assert SHARE.back(SHARE.forward([0.0, 100.0])).tolist() == pytest.approx([0.05, 99.95])
    assert Scale("logit", 0, 1).back(Scale("logit", 0, 1).forward([1.0]))[0] == pytest.approx(
        0.9995
    )


def test_what_lies_at_a_bound_is_not_inside() -> None:
    assert SHARE.holds([0, 0.1, 99.9, 100, math.nan]).tolist() == [False, True, True, False, False]
    assert LOG.holds([-1, 0, 1e-9]).tolist() == [False, False, True]
    assert POINTS.holds([-1, 0, math.inf]).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("id", "values", "scale"),
    [
        ("index 0-1", [0.3, 0.97], Scale("logit", 0, 1)),
        ("points 0-0.25", [0.1], Scale("logit", 0, 0.25)),
        ("index 1-7", [2, 6.9], Scale("logit", 1, 7)),
        ("index 0-1", [0.3, 97], LOG),  # not what its unit says
        ("index 5-5", [5], LOG),
        ("index (2020 = 100)", [90, 130], LOG),
        ("index 0-1 points", [0.5], LOG),
    ],
)
def test_an_index_lies_between_the_bounds_of_its_unit(
    id: str, values: list[float], scale: Scale
) -> None:
    assert scale_of(Unit(id, id, kind="index"), np.array(values)) == scale


@given(st.floats(0.06, 99.94))
def test_a_share_comes_back(value: float) -> None:
    assert float(SHARE.back(SHARE.forward(value))) == pytest.approx(value)


@given(st.floats(1e-6, 1e15))
def test_an_amount_comes_back(value: float) -> None:
    assert float(LOG.back(LOG.forward(value))) == pytest.approx(value)


@given(st.floats(-1e6, 1e6))
def test_nothing_leaves_the_bounds_of_a_share(position: float) -> None:
    assert 0 <= float(SHARE.back(position)) <= 100


@pytest.mark.parametrize(
    ("kind", "values", "scale"),
    [
        ("share", [0, 40, 100], SHARE),
        ("share", [40, 229], POINTS),  # exports, in percent of GDP
        ("share", [-3, 5], POINTS),  # a rate of growth
        ("share", [50] * 299 + [104], SHARE),  # a mistake
        ("currency", [0, 1e12], LOG),
        ("currency", [-5, 5], LOG),  # a balance: no forecast where it changes its sign
        ("count", [1], LOG),
        ("rate", [0, 416], LOG),
        ("rate", [-1, 1], POINTS),
        ("index", [0.3, 0.9], LOG),
        ("rank", [1, 193], POINTS),
        ("share", [math.nan], POINTS),
    ],
)
def test_the_scale_follows_from_the_unit_and_the_figures(
    kind: str, values: list[float], scale: Scale
) -> None:
    assert scale_of(unit(kind), np.array(values)) == scale
