"""Check what an index's description says in one place against what it says in another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indicators.catalogue.yaml_nodes import Node as YamlNode
from indicators.catalogue.yaml_nodes import Validator
from indicators.composite.description import IndexDescription
from indicators.composite.normalisation import Normalisation
from indicators.problems import ProblemCode


def check_method(
    description: IndexDescription, lines: Mapping[str, YamlNode], faults: Validator
) -> None:
    """Report what the rules need and the description lacks, and what no rule uses.

    `lines` has the mapping of each node; the tree is one already.
    """
    root = lines[description.structure.root]
    for name in description.structure.indicators:
        _check_indicator(name, description, lines[name], faults)
    imputations = (description.method.imputation, *description.alternatives.imputation)
    if not description.groups and any(item.rule.startswith("group_") for item in imputations):
        faults.add(root.value.get("imputation", root), ProblemCode.KEY_MISSING, keys=("groups",))
    rules = (description.method.normalisation, *description.alternatives.normalisation)
    _check_unit(rules, root.value.get("normalisation", root), faults)
    top = description.structure.levels[description.structure.root]
    levels = root.value.get("levels")
    for level in description.method.levels:
        if level > top:
            node = levels.value.get(str(level), levels)
            faults.add(node, ProblemCode.INDEX_LEVEL_ABSENT, str(level), low="2", high=str(top))
    for level in description.alternatives.noise_levels:
        if level > top:
            node = root.value["alternatives"]
            faults.add(node, ProblemCode.INDEX_LEVEL_ABSENT, str(level), low="1", high=str(top))


def _check_unit(rules: Iterable[Normalisation], node: YamlNode, faults: Validator) -> None:
    if any(rule.rule == "distance_to_unit" and not rule.unit for rule in rules):
        faults.add(node, ProblemCode.KEY_MISSING, keys=("unit",))


def _check_indicator(
    name: str, description: IndexDescription, node: YamlNode, faults: Validator
) -> None:
    """Report an indicator whose rules can't do with it, and goalposts that none of them uses."""
    method = description.method
    rules = [method.normalisation_of(name)]
    if name in method.normalisations:
        _check_unit(rules, node.value.get("normalisation", node), faults)
    else:
        rules += description.alternatives.normalisation
    names = {rule.rule for rule in rules}
    if "distance_to_target" in names and name not in rules[0].targets:
        faults.add(node, ProblemCode.KEY_MISSING, keys=("target",))
    if "share_of_max" in names and method.direction(name) < 0:
        faults.add(node.value["better"], ProblemCode.INDEX_SHARE_OF_MAX)
    if name in rules[0].goalposts and "goalposts" not in names:
        goalposts = node.value["goalposts"]
        faults.add(goalposts, ProblemCode.INDEX_GOALPOSTS_UNUSED, "", rule=rules[0].rule)
