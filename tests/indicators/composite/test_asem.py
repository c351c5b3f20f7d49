"""The engine against COINr 1.1.14 on its ASEM example, at every step and variant."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from indicators.composite import audit
from indicators.composite.aggregation import Aggregation
from indicators.composite.engine import (
    IndexResult,
    aggregate_table,
    normalise_table,
    treat_table,
)
from indicators.composite.normalisation import Normalisation
from indicators.composite.results import contributions
from indicators.composite.sensitivity import sensitivity
from indicators.composite.uncertainty import rank_statistics, run
from indicators.composite.weights import principal_component
from tests.indicators.composite import asem

pytestmark = asem.NEEDED
EXACT = 1e-9


@pytest.fixture(scope="module")
def result() -> IndexResult:
    return asem.result()


def by_unit(table: pd.DataFrame) -> pd.DataFrame:
    return table.droplevel(1)


def test_every_step_is_that_of_the_reference(result: IndexResult) -> None:
    steps = {
        "coin_Raw.csv": result.raw,
        "coin_Denominated.csv": result.denominated,
        "coin_Imputed.csv": result.imputed.data,
        "coin_Treated.csv": result.treated,
        "coin_Normalised.csv": result.normalised,
        "coin_Aggregated.csv": result.scores,
    }
    for name, step in steps.items():
        assert asem.distance(by_unit(step), asem.table(name)) < EXACT, name
    assert asem.distance(by_unit(result.ranks), asem.table("results_ranks.csv")) == 0


def test_the_first_three_to_the_last_digit(result: IndexResult) -> None:
    scores = by_unit(result.scores)["Index"]
    expected = {"CHE": 68.383724238341713, "NLD": 64.819516169817504, "DNK": 64.804079960607652}
    for place, score in expected.items():
        assert scores[place] == pytest.approx(score, rel=1e-14)


def test_outliers_are_treated_as_often_and_by_the_same_distributions(result: IndexResult) -> None:
    ours = result.treatment.set_index("indicator")
    for row in asem.rows("treat_details.csv"):
        treated = ours.loc[row["iCode"]]
        replaced = int(row["winsorise.nwin"] or 0)
        assert treated["winsorised"] == replaced, row["iCode"]
        assert treated["outcome"] == ("winsorised" if replaced else "as_is")
        assert treated["skewness_before"] == pytest.approx(float(row["check_SkewKurt0.Skew"]))
        assert treated["kurtosis_before"] == pytest.approx(float(row["check_SkewKurt0.Kurt"]))
        if replaced:
            assert treated["skewness_after"] == pytest.approx(float(row["check_SkewKurt1.Skew"]))


NORMALISATIONS = {
    "borda": Normalisation("borda"),
    "dist2max": Normalisation("distance_to_max"),
    "dist2ref_unit1": Normalisation("distance_to_unit", unit="AUS"),
    "fracmax": Normalisation("share_of_max"),
    "minmax_0_100": Normalisation(),
    "minmax_1_100": Normalisation(scale=(1, 100)),
    "prank": Normalisation("percentile_rank"),
    "rank": Normalisation("rank"),
    "zscore_0_1": Normalisation("z_score"),
    "zscore_10_2": Normalisation("z_score", mean=10, deviation=2),
}


@pytest.mark.parametrize("name", [*NORMALISATIONS, "dist2targ_iMeta"])
def test_every_normalisation(result: IndexResult, name: str) -> None:
    rule = NORMALISATIONS.get(name) or Normalisation("distance_to_target", targets=asem.targets())
    ours = normalise_table(result.treated, replace(result.method, normalisation=rule))
    assert asem.distance(by_unit(ours), asem.table(f"extra/norm_{name}.csv")) < EXACT


AGGREGATIONS = {
    "a_amean": (Aggregation(), {}),
    "a_gmean": (Aggregation("geometric"), {}),
    "a_hmean": (Aggregation("harmonic"), {}),
    "a_genmean_p2": (Aggregation("power", power=2), {}),
    "mixed_amean_gmean_amean": (Aggregation(), {3: Aggregation("geometric")}),
}


@pytest.mark.parametrize("name", AGGREGATIONS)
def test_every_aggregation(result: IndexResult, name: str) -> None:
    rule, levels = AGGREGATIONS[name]
    scaled = replace(result.method, normalisation=Normalisation(scale=(1, 100)))
    normalised = normalise_table(result.treated, scaled)
    method = replace(result.method, aggregation=rule, levels=levels)
    ours = aggregate_table(normalised, result.structure, method)
    assert asem.distance(by_unit(ours), asem.table(f"extra/agg_minmax1_100_{name}.csv")) < EXACT


@pytest.mark.parametrize(("name", "least"), [("nothresh", 0.0), ("datthresh0.75", 0.75)])
def test_missing_figures_leave_their_weight_to_the_others(
    result: IndexResult, name: str, least: float
) -> None:
    normalised = normalise_table(result.raw, result.method)
    rule = Aggregation(availability=least, by="count")
    ours = aggregate_table(normalised, result.structure, replace(result.method, aggregation=rule))
    assert asem.distance(by_unit(ours), asem.table(f"extra/agg_rawNA_{name}.csv")) < EXACT


def test_a_panel_is_treated_by_year_and_scaled_over_all_years(result: IndexResult) -> None:
    reference = asem.table("extra/purse_normalised_global.csv", ("uCode", "Time"))
    data = asem.inputs("iData_panel.csv").data.loc[reference.index]
    method = replace(result.method, treatment_pooled=False, denominators={})
    normalised = normalise_table(treat_table(data, method).data, method)
    assert asem.distance(normalised, reference) < EXACT
    ours = aggregate_table(normalised, result.structure, method)
    reference = asem.table("extra/purse_aggregated.csv", ("uCode", "Time"))
    assert asem.distance(ours, reference) < EXACT


def test_replaying_the_sampled_choices_gives_the_reference_s_ranks() -> None:
    runs = run(
        asem.structure(),
        asem.method(),
        asem.inputs(),
        asem.alternatives(),
        asem.choices("UA_N1000_params.csv"),
    )
    ours = rank_statistics(runs).sort_index()
    theirs = asem.table("sens/UA_N1000_rankstats.csv")
    columns = {"Nominal": "nominal", "Mean": "mean", "Median": "median", "Q5": "q5", "Q95": "q95"}
    assert asem.distance(ours, theirs.rename(columns=columns)) < EXACT


def test_replaying_gives_every_score_of_the_sensitivity_analysis() -> None:
    choices = asem.choices("SA_N100_params.csv")
    runs = run(asem.structure(), asem.method(), asem.inputs(), asem.alternatives(), choices)
    names = [f"r_{number}" for number in range(1, len(choices) + 1)]
    theirs = asem.table("sens/SA_N100_scores.csv")[names]
    ours = pd.DataFrame(runs.scores.T, index=list(runs.units), columns=names).sort_index()
    assert asem.distance(ours, theirs) < EXACT


def test_sobol_indices_are_near_the_exact_ones() -> None:
    """The median over five seeds is within 0.02; the exact ones lie in the bootstrap intervals."""
    exact = pd.DataFrame(asem.rows("sens/sobol_exact_full_factorial.csv"))
    first, total = exact["Si_exact"].astype(float), exact["STi_exact"].astype(float)
    tables = []
    for seed in range(1, 6):
        found = sensitivity(
            asem.structure(), asem.method(), asem.inputs(), asem.alternatives(), 1024, seed
        )
        tables.append(found.shift)
    assert list(tables[0].index) == ["treatment", "normalisation", "weights", "aggregation"]
    medians = {name: np.median([table[name] for table in tables], axis=0) for name in tables[0]}
    assert np.abs(medians["first"] - first).max() < 0.02
    assert np.abs(medians["total"] - total).max() < 0.02
    assert ((medians["first_low"] <= first) & (first <= medians["first_high"])).all()
    assert ((medians["total_low"] <= total) & (total <= medians["total_high"])).all()


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_correlations_with_the_index(result: IndexResult, kind: audit.Correlation) -> None:
    for row in asem.rows(f"extra/corr_ind_index_{kind}.csv"):
        ours = audit.correlations(result, [row["Var1"]], [row["Var2"]], kind)
        assert ours.iloc[0, 0] == pytest.approx(float(row["Correlation"]), abs=1e-12)


def test_consistency_of_the_pillars(result: IndexResult) -> None:
    ours = audit.consistency(result)
    for row in asem.rows("extra/cronbach.csv"):
        assert ours.loc[row["pillar"], "alpha"] == pytest.approx(float(row["alpha"]), abs=1e-12)
    first = {
        row["group"]: float(row["prop"])
        for row in asem.rows("extra/pca_eigen_level1.csv")
        if row["comp"] == "1"
    }
    for pillar, share in first.items():
        assert ours.loc[pillar, "first"] == pytest.approx(share, abs=1e-12)


def test_collinear_pairs(result: IndexResult) -> None:
    ours = audit.correlation_flags(result, collinear=0.75, negative=-1.1)
    pairs = {(row["first"], row["second"]) for _, row in ours.iterrows()}
    theirs = {(row["Ind2"], row["Ind1"]) for row in asem.rows("extra/corr_flags.csv")}
    assert pairs == theirs


def test_loadings_of_the_first_component_up_to_their_sign(result: IndexResult) -> None:
    theirs = {
        row["iCode"]: float(row["Weight"]) for row in asem.rows("extra/pca_weights_level1.csv")
    }
    for pillar in result.structure.aggregates:
        if result.structure.levels[pillar] != 2:
            continue
        children = [child.id for child in result.structure.children[pillar]]
        ours, _ = principal_component(result.scores[children].to_numpy(dtype=float))
        expected = np.array([theirs[child] for child in children])
        assert np.allclose(np.abs(ours), np.abs(expected), atol=1e-12), pillar
        assert len(set(np.sign(ours * expected))) == 1, pillar


def test_contributions_sum_to_the_score(result: IndexResult) -> None:
    parts = contributions(result, "Index", "GBR", asem.YEAR)
    assert parts.sum() == pytest.approx(57.763660929669626, rel=1e-12)
    weights = result.structure.effective_weights()
    normalised = result.normalised.loc[("GBR", asem.YEAR)]
    assert parts["Embs"] == pytest.approx(weights["Embs"] * normalised["Embs"], rel=1e-9)


def test_effective_weights(result: IndexResult) -> None:
    ours = result.structure.effective_weights()
    for row in asem.rows("extra/eff_weights.csv"):
        assert ours[row["iCode"]] == pytest.approx(float(row["EffWeight"]), rel=1e-12)
