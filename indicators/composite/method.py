"""The choices of an index: one for each step, all with defaults that need no explanation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from indicators.composite.aggregation import Aggregation
from indicators.composite.denomination import Denominator
from indicators.composite.imputation import Imputation
from indicators.composite.normalisation import Normalisation
from indicators.composite.outliers import OutlierTreatment
from indicators.composite.screening import Screening
from indicators.composite.structure import Node, Structure
from indicators.composite.weights import WeightRule


@dataclass(frozen=True)
class Method:
    """How scores are made of figures, in the order of the steps.

    `directions` are 1 where more is better and -1 where less is; 1 for an indicator that is not
    named. `treatment` None treats no outliers, and `untreated` are indicators that are left as
    they are. `treatment_pooled` says whether all years together are one distribution.
    `nodes` has the aggregation of single nodes, `levels` that of a level (2 is the one above the
    indicators), `aggregation` that of all others. `rank_digits` rounds scores before they are
    ranked; None ranks the unrounded ones. `normalisations` has the rule of single indicators, and
    of aggregates whose scores are normalised after aggregation, by id. `logs` are indicators whose
    logarithm is normalised. `coverage` is the least share of the index's weight that
    must have a figure, observed or filled, for the index to have a score.
    """

    directions: Mapping[str, int] = field(default_factory=dict)
    denominators: Mapping[str, Denominator] = field(default_factory=dict)
    screening: Screening = Screening()
    imputation: Imputation = Imputation()
    treatment: OutlierTreatment | None = None
    untreated: frozenset[str] = frozenset()
    treatment_pooled: bool = True
    normalisation: Normalisation = Normalisation()
    weights: WeightRule = "given"
    aggregation: Aggregation = Aggregation()
    levels: Mapping[int, Aggregation] = field(default_factory=dict)
    nodes: Mapping[str, Aggregation] = field(default_factory=dict)
    rank_digits: int | None = None
    coverage: float = 0.0
    normalisations: Mapping[str, Normalisation] = field(default_factory=dict)
    logs: frozenset[str] = frozenset()

    def direction(self, indicator: str) -> int:
        """Return 1 where more is better, -1 where less is."""
        return self.directions.get(indicator, 1)

    def normalisation_of(self, indicator: str) -> Normalisation:
        """Return the rule of an indicator: its own, else that of the index."""
        return self.normalisations.get(indicator, self.normalisation)

    def aggregation_of(self, node: Node, structure: Structure) -> Aggregation:
        """Return how an aggregate is made: by its own choice, its level's, or the index's."""
        level = structure.levels[node.id]
        choice = self.nodes.get(node.id) or self.levels.get(level) or self.aggregation
        return choice.within(self.aggregation)

    def with_rule(self, aggregation: Aggregation) -> Method:
        """Return the method with another aggregation of every node.

        How many children must be there stays what it was for each node, unless `aggregation`
        states an availability itself.
        """
        whole = self.aggregation
        nodes = {name: aggregation.within(node.within(whole)) for name, node in self.nodes.items()}
        levels = {
            level: aggregation.within(choice.within(whole)) for level, choice in self.levels.items()
        }
        return replace(self, aggregation=aggregation.within(whole), levels=levels, nodes=nodes)
