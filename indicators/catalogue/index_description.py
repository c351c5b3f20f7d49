"""Read the description of an index: YAML to a structure and a method, checked with line numbers.

docs/index.md has every key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

from indicators.catalogue.expert_weights import EXPERT_KEYS, budget_weights, pair_weights
from indicators.catalogue.index_checks import check_method
from indicators.catalogue.sections import text as words
from indicators.catalogue.yaml_nodes import Node as YamlNode
from indicators.catalogue.yaml_nodes import Validator, read_yaml
from indicators.catalogue.yaml_numbers import ascending, is_given, positive, share, whole
from indicators.composite import aggregation, imputation, normalisation, outliers
from indicators.composite.aggregation import Aggregation
from indicators.composite.denomination import Denominator
from indicators.composite.description import IndexDescription
from indicators.composite.imputation import Imputation
from indicators.composite.method import Method
from indicators.composite.normalisation import Goalposts, Normalisation
from indicators.composite.outliers import OutlierTreatment
from indicators.composite.screening import Screening
from indicators.composite.structure import Node, Structure, structure_problems
from indicators.composite.uncertainty import AlternativeChoices
from indicators.composite.weights import WEIGHT_RULES, WeightRule
from indicators.model import Text
from indicators.problems import ConfigError, ProblemCode

INDEX_KEYS = (
    "id",
    "title",
    "definition",
    "nodes",
    "screening",
    "imputation",
    "outliers",
    "normalisation",
    "aggregation",
    "levels",
    "weights",
    "rank_digits",
    "groups",
    "level",
    "group",
    "alternatives",
    "pillar",
    "coverage",
    "target",
    *EXPERT_KEYS,
)
NODE_KEYS = (
    "id",
    "title",
    "pillar",
    "weight",
    "aggregation",
    "normalisation",
    "goalposts",
    "target",
    "nodes",
    *EXPERT_KEYS,
)
NODE_RULES = ("min_max", "goalposts", "z_score")
"""The rules by which scores of a node are normalised after aggregation."""
INDICATOR_KEYS = (
    "indicator",
    "title",
    "column",
    "weight",
    "better",
    "normalisation",
    "log",
    "goalposts",
    "target",
    "per",
    "outliers",
)
DEFAULT_ID = "index"
LEAST_LEVEL = 2
"""The level right above the indicators, the first with an aggregation."""
MIN_MAX = Normalisation()
MAX_DIGITS = 15
"""Digits that a number has; rounding to more changes nothing."""
T = TypeVar("T")


@dataclass
class _Parts:
    """What the nodes of a description say, collected while the tree is walked."""

    nodes: list[Node] = field(default_factory=list)
    lines: dict[str, YamlNode] = field(default_factory=dict)
    titles: dict[str, Text] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    pillars: dict[str, str] = field(default_factory=dict)
    directions: dict[str, int] = field(default_factory=dict)
    goalposts: dict[str, Goalposts] = field(default_factory=dict)
    targets: dict[str, float] = field(default_factory=dict)
    denominators: dict[str, Denominator] = field(default_factory=dict)
    aggregations: dict[str, YamlNode] = field(default_factory=dict)
    normalisations: dict[str, YamlNode] = field(default_factory=dict)
    scales: dict[str, Goalposts] = field(default_factory=dict)
    logs: set[str] = field(default_factory=set)
    untreated: set[str] = field(default_factory=set)
    ratios: dict[str, float] = field(default_factory=dict)


def read_description(path: Path) -> IndexDescription:
    """Read a file. Raises ConfigError with every problem where the index cannot be computed."""
    root = read_yaml(path, path.name)
    faults = Validator()
    description, _ = describe(root, faults, path.stem)
    if faults.problems:
        raise ConfigError(faults.problems)
    return description


def describe(
    root: YamlNode, faults: Validator, name: str = DEFAULT_ID
) -> tuple[IndexDescription, Mapping[str, YamlNode]]:
    """Read a mapping with INDEX_KEYS, and where each node stands; problems are added to `faults`.

    With problems the result is not to be computed.
    """
    keys = faults.mapping(root, INDEX_KEYS)
    index = faults.text(keys.get("id")) or name
    parts = _Parts()
    parts.nodes.append(Node(index))
    parts.lines[index] = root
    if "pillar" in keys:
        parts.pillars[index] = faults.text(keys["pillar"])
    children = faults.items(keys.get("nodes"))
    if not children:
        faults.add(root, ProblemCode.KEY_MISSING, keys=("nodes",))
    for child in children:
        _read_node(child, index, parts, faults)
    _add_expert_weights(parts, "weights" in keys, faults)
    faults_of_tree = structure_problems(parts.nodes)
    for problem in faults_of_tree:
        where = parts.lines.get(problem.column, root)
        column = f"{where.path}.{problem.column}" if where.path else problem.column
        faults.problems.append(replace(problem, file=where.file, line=where.line, column=column))
    method = _method(keys, parts, faults)
    description = IndexDescription(
        index,
        Structure(tuple(parts.nodes)),
        method,
        words(keys.get("title"), faults),
        words(keys.get("definition"), faults),
        parts.titles,
        parts.columns,
        faults.text(keys.get("groups")),
        faults.text(keys.get("level")),
        faults.text(keys.get("group")),
        _alternatives(keys.get("alternatives"), faults, method),
        parts.pillars,
        f"{root.file} line {root.line}",
        parts.ratios,
        {name: node.line for name, node in parts.lines.items()},
    )
    is_tree = not faults_of_tree and set(description.structure.indicators) == set(parts.columns)
    if is_tree:
        check_method(description, parts.lines, faults)
    return read_only(description), parts.lines


def _add_expert_weights(parts: _Parts, by_rule: bool, faults: Validator) -> None:
    """Put the weights that experts gave in place; `by_rule` says that the index names a rule.

    Weights that stand here in two ways are reported.
    """
    weights: dict[str, float] = {}
    for name in [node.id for node in parts.nodes if node.id not in parts.columns]:
        line = parts.lines[name]
        given = {key: line.value[key] for key in EXPERT_KEYS if key in line.value}
        if not given:
            continue
        children = [node.id for node in parts.nodes if node.parent == name]
        weighted = [child for child in children if "weight" in parts.lines[child].value]
        if by_rule or weighted or len(given) > 1:
            faults.add(line, ProblemCode.INDEX_WEIGHTS_TWICE)
        elif "budget" in given:
            weights |= budget_weights(given["budget"], children, faults)
        else:
            of_pairs, parts.ratios[name] = pair_weights(given["pairs"], children, faults)
            weights |= of_pairs
    parts.nodes = [replace(node, weight=weights.get(node.id, node.weight)) for node in parts.nodes]


def read_only(value: Any) -> Any:
    """Return a description whose mappings cannot be written to, without what was cached in it."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: read_only(item) for key, item in value.items()})
    if isinstance(value, tuple):
        return tuple(read_only(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: read_only(getattr(value, part.name)) for part in fields(value)}
        return type(value)(**parts)
    return value


def _read_node(item: YamlNode, parent: str, parts: _Parts, faults: Validator) -> None:
    """Read an aggregate with its children, or an indicator."""
    if isinstance(item.value, dict) and "parent" in item.value:
        faults.add(item.value["parent"], ProblemCode.INDEX_PARENT_KEY)
        return
    if isinstance(item.value, dict) and "indicator" in item.value:
        _read_indicator(item, parent, parts, faults)
        return
    keys = faults.mapping(item, NODE_KEYS)
    if "pillar" in keys:
        keys = {"id": keys["pillar"], **keys}
    missing = tuple(key for key in ("id", "nodes") if not is_given(keys.get(key)))
    if missing:
        faults.add(item, ProblemCode.KEY_MISSING, keys=missing)
        return
    name = faults.text(keys["id"])
    if "pillar" in keys:
        parts.pillars[name] = faults.text(keys["pillar"])
    _add_node(name, parent, keys, item, parts, faults)
    if "aggregation" in keys:
        parts.aggregations[name] = keys["aggregation"]
    if "normalisation" in keys:
        parts.normalisations[name] = keys["normalisation"]
    posts = _goalposts(keys["goalposts"], faults) if "goalposts" in keys else None
    if posts is not None:
        parts.scales[name] = posts
    children = faults.items(keys["nodes"])
    if not children:  # a node without any would count as an indicator
        faults.add(item, ProblemCode.KEY_MISSING, keys=("nodes",))
    for child in children:
        _read_node(child, name, parts, faults)


def _add_node(
    name: str,
    parent: str,
    keys: dict[str, YamlNode],
    item: YamlNode,
    parts: _Parts,
    faults: Validator,
) -> None:
    weight = faults.number(keys["weight"]) if "weight" in keys else 1.0
    parts.nodes.append(Node(name, parent, weight))
    parts.lines[name] = item
    parts.titles[name] = words(keys.get("title"), faults)


def _read_indicator(item: YamlNode, parent: str, parts: _Parts, faults: Validator) -> None:
    keys = faults.mapping(item, INDICATOR_KEYS)
    name = faults.text(keys["indicator"])
    if not name:
        faults.add(item, ProblemCode.KEY_MISSING, keys=("indicator",))
        return
    _add_node(name, parent, keys, item, parts, faults)
    parts.columns[name] = faults.text(keys.get("column")) or name
    better = faults.one_of(keys.get("better"), ("higher", "lower"), "higher")
    parts.directions[name] = -1 if better == "lower" else 1
    if "normalisation" in keys:
        parts.normalisations[name] = keys["normalisation"]
    if faults.truth(keys.get("log")):
        parts.logs.add(name)
    if "goalposts" in keys:
        posts = _goalposts(keys["goalposts"], faults, name in parts.logs)
        if posts is not None:
            parts.goalposts[name] = posts
    if "target" in keys:
        parts.targets[name] = faults.number(keys["target"])
    if "per" in keys:
        parts.denominators[name] = _denominator(keys["per"], faults)
    if not faults.truth(keys.get("outliers"), default=True):
        parts.untreated.add(name)


def _goalposts(node: YamlNode, faults: Validator, log: bool = False) -> Goalposts | None:
    """Read [low, high] or a mapping; None, and a problem, where they are no goalposts.

    `log` says that the indicator is taken as its logarithm.
    """
    if isinstance(node.value, list):
        posts = Goalposts(*_pair(node, (0.0, 1.0), faults))
    else:
        keys = faults.mapping(node, ("low", "high", "log", "clip"))
        missing = tuple(key for key in ("low", "high") if key not in keys)
        if missing:
            faults.add(node, ProblemCode.KEY_MISSING, keys=missing)
            return None
        posts = Goalposts(
            faults.number(keys["low"]),
            faults.number(keys["high"]),
            faults.truth(keys.get("log")),
            faults.truth(keys.get("clip"), default=True),
        )
    if not posts.low < posts.high:
        faults.add(node, ProblemCode.GOALPOSTS_ORDER, f"{posts.low:g}, {posts.high:g}")
        return None
    if (posts.log or log) and posts.low <= 0:
        faults.add(node, ProblemCode.GOALPOSTS_LOG, f"{posts.low:g}")
        return None
    return posts


def _pair(
    node: YamlNode | None, default: tuple[float, float], faults: Validator
) -> tuple[float, float]:
    """Read a list of two numbers; the default, and a problem, where it is none."""
    if node is None:
        return default
    numbers = [faults.number(item) for item in faults.items(node)]
    if len(numbers) != 2:
        faults.add(node, ProblemCode.GOALPOSTS_ORDER)
        return default
    return numbers[0], numbers[1]


def _denominator(node: YamlNode, faults: Validator) -> Denominator:
    """Read the name of a column, or a mapping with `column` and `scale`."""
    if node.value is not None and not isinstance(node.value, dict):
        return Denominator(faults.text(node))
    keys = faults.mapping(node, ("column", "scale"))
    if not is_given(keys.get("column")):
        faults.add(node, ProblemCode.KEY_MISSING, keys=("column",))
    scale = positive(keys["scale"], faults) if "scale" in keys else 1.0
    return Denominator(faults.text(keys.get("column")), scale)


def _method(keys: dict[str, YamlNode], parts: _Parts, faults: Validator) -> Method:
    treatment, pooled = _treatment(keys.get("outliers"), faults)
    normalisation_of_all = _normalisation(keys, parts, faults)
    return Method(
        directions=parts.directions,
        denominators=parts.denominators,
        screening=_screening(keys.get("screening"), faults),
        imputation=_imputation(keys.get("imputation"), faults),
        treatment=treatment,
        untreated=frozenset(parts.untreated),
        treatment_pooled=pooled,
        normalisation=normalisation_of_all,
        weights=cast(WeightRule, faults.one_of(keys.get("weights"), WEIGHT_RULES, "given")),
        aggregation=_aggregation(keys.get("aggregation"), faults),
        levels=_levels(keys.get("levels"), faults),
        nodes={name: _aggregation(node, faults) for name, node in parts.aggregations.items()},
        rank_digits=_rank_digits(keys.get("rank_digits"), faults),
        coverage=_share(keys.get("coverage"), faults) or 0.0,
        normalisations=_own_normalisations(parts, normalisation_of_all, faults),
        logs=frozenset(parts.logs),
    )


def _rank_digits(node: YamlNode | None, faults: Validator) -> int | None:
    """Read how many digits scores are rounded to; None for those that a number has anyway."""
    if node is None or node.value is None:
        return None
    digits = whole(node, faults, 0)
    return digits if digits <= MAX_DIGITS else None


def _own_normalisations(
    parts: _Parts, of_all: Normalisation, faults: Validator
) -> dict[str, Normalisation]:
    """Return the rules of single indicators, and of aggregates whose scores are normalised.

    What they do not say is as in the index.
    """
    rules: dict[str, Normalisation] = {}
    for name in [*parts.normalisations, *(set(parts.scales) - set(parts.normalisations))]:
        node = parts.normalisations.get(name)
        is_indicator = name in parts.columns
        allowed = normalisation.RULES if is_indicator else NODE_RULES
        rule = of_all.rule if is_indicator and of_all.rule != "goalposts" else "min_max"
        default = "goalposts" if name in {**parts.goalposts, **parts.scales} else rule
        found = _normalisation_rule(node, faults, default, of_all, allowed)
        goalposts = parts.goalposts if is_indicator else parts.scales
        rules[name] = replace(found, goalposts=goalposts, targets=parts.targets)
        where = parts.lines[name]
        if found.rule == "goalposts" and name not in goalposts:
            faults.add(where, ProblemCode.KEY_MISSING, keys=("goalposts",))
        if found.rule != "goalposts" and name in parts.scales:
            unused = where.value["goalposts"]
            faults.add(unused, ProblemCode.INDEX_GOALPOSTS_UNUSED, "", rule=found.rule)
    return rules


def _share(node: YamlNode | None, faults: Validator) -> float | None:
    """Read a share from 0 to 1; None for no node."""
    if node is None or node.value is None:
        return None
    return share(node, faults)


def _choice(node: YamlNode | None, keys: Iterable[str], faults: Validator) -> dict[str, YamlNode]:
    """Return the keys of a choice; a single word stands for its `rule`."""
    if node is None or node.value is None:
        return {}
    if isinstance(node.value, dict):
        return faults.mapping(node, keys)
    return {"rule": node}


def _numbers(
    keys: dict[str, YamlNode], names: Mapping[str, str], faults: Validator
) -> dict[str, Any]:
    """Return the numbers of a choice, by the field that each is for."""
    return {
        field_name: faults.number(keys[key]) for key, field_name in names.items() if key in keys
    }


def _screening(node: YamlNode | None, faults: Validator) -> Screening:
    keys = faults.mapping(node, ("available", "nonzero", "include", "exclude"))
    return Screening(
        _share(keys.get("available"), faults) or 0.0,
        _share(keys.get("nonzero"), faults) or 0.0,
        included=faults.texts(keys.get("include")),
        excluded=faults.texts(keys.get("exclude")),
    )


def _imputation(node: YamlNode | None, faults: Validator) -> Imputation:
    keys = _choice(node, ("rule", "value", "max_age"), faults)
    rule = faults.one_of(keys.get("rule"), imputation.RULES, "none")
    value = faults.number(keys["value"]) if "value" in keys else 0.0
    age = whole(keys["max_age"], faults, 0) if is_given(keys.get("max_age")) else None
    return Imputation(cast(imputation.Rule, rule), value, age)


def _treatment(node: YamlNode | None, faults: Validator) -> tuple[OutlierTreatment | None, bool]:
    """Return the treatment of outliers, None for 'none', and whether periods are pooled."""
    names = ("skewness", "kurtosis", "winsorised", "log", "pooled")
    if node is None or not isinstance(node.value, dict):
        word = faults.one_of(node, ("none", "jrc"), "none")
        return (OutlierTreatment() if word == "jrc" else None), True
    keys = faults.mapping(node, names)
    limits = _numbers(keys, {"skewness": "skewness", "kurtosis": "kurtosis"}, faults)
    if is_given(keys.get("winsorised")):
        limits["winsorised"] = whole(keys["winsorised"], faults, 0)
    log = faults.one_of(keys.get("log"), outliers.LOGS, "shifted")
    treatment = OutlierTreatment(**limits, log=cast(outliers.Log, log))
    return treatment, faults.truth(keys.get("pooled"), default=True)


def _normalisation(keys: dict[str, YamlNode], parts: _Parts, faults: Validator) -> Normalisation:
    """Return the rule of the index; 'goalposts' by default where an indicator has some."""
    default = "goalposts" if parts.goalposts else "min_max"
    return replace(
        _normalisation_rule(keys.get("normalisation"), faults, default),
        goalposts=parts.goalposts,
        targets=parts.targets,
    )


def _normalisation_rule(
    node: YamlNode | None,
    faults: Validator,
    default: str,
    base: Normalisation = MIN_MAX,
    allowed: Sequence[str] = normalisation.RULES,
) -> Normalisation:
    """Read a rule; what it does not say is as in `base`."""
    keys = _choice(node, ("rule", "scale", "mean", "deviation", "unit", "pooled"), faults)
    rule = faults.one_of(keys.get("rule"), allowed, default)
    moments = _numbers(keys, {"mean": "mean"}, faults)
    if "deviation" in keys:
        moments["deviation"] = positive(keys["deviation"], faults)
    return replace(
        base,
        rule=cast(normalisation.Rule, rule),
        scale=ascending(keys.get("scale"), base.scale, faults),
        unit=faults.text(keys.get("unit")) or base.unit,
        pooled=faults.truth(keys.get("pooled"), default=base.pooled),
        **moments,
    )


def _aggregation(node: YamlNode | None, faults: Validator) -> Aggregation:
    keys = _choice(node, ("rule", "power", "availability", "by", "shares"), faults)
    rule = faults.one_of(keys.get("rule"), aggregation.RULES, "arithmetic")
    measure = None
    if "by" in keys:
        measure = faults.one_of(keys["by"], ("weight", "count"), "weight")
    bounds = ascending(keys.get("shares"), (0.0, 1.0), faults)
    if bounds[0] < 0 or bounds[1] > 1:
        faults.add(keys["shares"], ProblemCode.NOT_A_SHARE, f"{bounds[0]:g}, {bounds[1]:g}")
    return Aggregation(
        cast(aggregation.Rule, rule),
        shares=bounds,
        availability=_share(keys.get("availability"), faults),
        by=cast(aggregation.Measure | None, measure),
        **_numbers(keys, {"power": "power"}, faults),
    )


def _levels(node: YamlNode | None, faults: Validator) -> dict[int, Aggregation]:
    """Read aggregations by level: 2 is the level right above the indicators."""
    levels = {}
    for key, child in faults.mapping(node).items():
        if not key.isdecimal() or int(key) < LEAST_LEVEL:
            faults.add(child, ProblemCode.NOT_A_WHOLE_NUMBER, key, low=str(LEAST_LEVEL))
            continue
        levels[int(key)] = _aggregation(child, faults)
    return levels


def _alternatives(node: YamlNode | None, faults: Validator, method: Method) -> AlternativeChoices:
    names = ("imputation", "outliers", "normalisation", "aggregation", "weights", "removal")
    keys = faults.mapping(node, names)
    noise = faults.mapping(keys.get("weights"), ("noise", "levels"))
    levels = tuple(whole(item, faults, 1) for item in faults.items(noise.get("levels")))
    of_all = method.normalisation
    base = Normalisation(unit=of_all.unit, goalposts=of_all.goalposts, targets=of_all.targets)
    return AlternativeChoices(
        _each(keys.get("imputation"), lambda item: _imputation(item, faults), faults),
        _each(keys.get("outliers"), lambda item: _treatment(item, faults)[0], faults),
        _each(
            keys.get("normalisation"),
            lambda item: _normalisation_rule(item, faults, "min_max", base),
            faults,
        ),
        _each(keys.get("aggregation"), lambda item: _aggregation(item, faults), faults),
        _share(noise.get("noise"), faults) or 0.0,
        levels,
        faults.truth(keys.get("removal")),
    )


def _each(node: YamlNode | None, read: Callable[[YamlNode], T], faults: Validator) -> tuple[T, ...]:
    return tuple(read(item) for item in faults.items(node))
