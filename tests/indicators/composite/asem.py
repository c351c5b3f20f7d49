"""The ASEM example of COINr 1.1.14 as inputs of the engine, and its published tables."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators.composite.aggregation import Aggregation
from indicators.composite.denomination import Denominator
from indicators.composite.engine import IndexResult, Inputs, compute, node_weights
from indicators.composite.imputation import Imputation
from indicators.composite.method import Method
from indicators.composite.normalisation import Normalisation
from indicators.composite.outliers import OutlierTreatment
from indicators.composite.structure import Node, Structure
from indicators.composite.uncertainty import Alternatives

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "index" / "asem"
NEEDED = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="../shared/index is not here: reference results of COINr"
)
YEAR = "2018"
SIZES = ["Area", "Energy", "GDP", "Population"]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a reference file, as text."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def structure() -> Structure:
    """49 indicators, 8 pillars, 2 sub-indices and the index."""
    return Structure(
        tuple(
            Node(row["iCode"], row["Parent"], float(row["Weight"]))
            for row in rows("iMeta.csv")
            if row["Type"] in ("Indicator", "Aggregate")
        )
    )


def method() -> Method:
    """The choices of COINr's example."""
    indicators = [row for row in rows("iMeta.csv") if row["Type"] == "Indicator"]
    return Method(
        directions={row["iCode"]: int(row["Direction"]) for row in indicators},
        denominators={
            row["iCode"]: Denominator(row["Denominator"])
            for row in indicators
            if row["Denominator"]
        },
        imputation=Imputation("group_mean"),
        treatment=OutlierTreatment(),
    )


def targets() -> dict[str, float]:
    """The target of each indicator, for distances to targets."""
    indicators = [row for row in rows("iMeta.csv") if row["Type"] == "Indicator"]
    return {row["iCode"]: float(row["Target"]) for row in indicators}


def table(name: str, keys: tuple[str, ...] = ("uCode",)) -> pd.DataFrame:
    """A reference table, by unit (and year), sorted."""
    frame = pd.read_csv(FOLDER / name, dtype={"Time": str})
    frame = frame.rename(columns={"uCode": "place", "Time": "period"})
    index = ["place", "period"] if "Time" in keys else ["place"]
    return frame.set_index(index).sort_index()


def inputs(name: str = "iData.csv") -> Inputs:
    """The raw figures, the sizes, and the groups that the imputation takes means of."""
    frame = table(name, ("uCode", "Time"))
    indicators = list(structure().indicators)
    groups = {str(place): str(group) for (place, _), group in frame["EurAsia_group"].items()}
    return Inputs(frame[indicators], frame[SIZES], groups)


def result() -> IndexResult:
    """The index as COINr computes it."""
    return compute(structure(), method(), inputs())


def alternatives() -> Alternatives:
    """The four choices that the uncertainty analysis of the reference varies."""
    nodes = [node.id for node in structure().nodes]
    weights = np.tile(node_weights(structure()), (100, 1))
    for row in rows("sens/noisy_weights_100sets_levels2plus.csv"):
        weights[int(row["set"]) - 1, nodes.index(row["iCode"])] = float(row["Weight"])
    return Alternatives(
        treatment=tuple(OutlierTreatment(winsorised=count) for count in range(1, 6)),
        normalisation=(
            Normalisation(scale=(1, 100)),
            Normalisation("z_score", mean=10, deviation=2),
        ),
        weights=weights,
        aggregation=(Aggregation(), Aggregation("geometric")),
    )


def choices(name: str) -> pd.DataFrame:
    """The choices that the reference's runs took, as positions of the alternatives."""
    frame = pd.read_csv(FOLDER / "sens" / name)
    return pd.DataFrame(
        {
            "treatment": frame["winmax"] - 1,
            "normalisation": frame["norm"].map({"n_minmax": 0, "n_zscore": 1}),
            "weights": frame["wset"] - 1,
            "aggregation": frame["agg"].map({"a_amean": 0, "a_gmean": 1}),
        }
    )


def distance(ours: pd.DataFrame, theirs: pd.DataFrame) -> float:
    """The largest relative distance; infinite where a figure is missing in one of both.

    COINr writes infinite values for a division by zero where we have a missing one: they count as
    the same. Distances of figures below 1e-6 are measured against that.
    """
    columns = [name for name in ours.columns if name in theirs.columns]
    assert columns and len(ours) == len(theirs)
    expected = theirs[columns].replace([np.inf, -np.inf], np.nan).to_numpy(dtype=float)
    found = ours[columns].to_numpy(dtype=float)
    if (np.isnan(expected) != np.isnan(found)).any():
        return float("inf")
    return float(np.nanmax(np.abs(found - expected) / np.maximum(np.abs(expected), 1e-6)))
