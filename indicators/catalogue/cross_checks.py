"""What entries say of each other: metrics join, formulas find their inputs, circles and unlike units are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from indicators import formula as arithmetic
from indicators import metrics
from indicators.catalogue.sections import References
from indicators.catalogue.yaml_nodes import Validator, suggestion
from indicators.metrics.registry import Metric
from indicators.model import Indicator
from indicators.problems import Problem, uncoded


def check(
    indicators: dict[str, Indicator],
    known: References,
    config: str,
    faults: Validator,
    lacking: bool = False,
) -> list[Problem]:
    """Add the Python metrics, then drop what cannot be computed.

    A fault of config.yaml goes to `faults` (it stops); one of a file beside the data comes back as a Problem. So
    does an unknown indicator named in config.yaml where `lacking` says that a file beside the data is faulty: one
    bad file must not take the dashboard down.
    """
    problems = _add_metrics(indicators, known)
    said = [
        *_unknown_inputs(indicators),
        *_circles(indicators),
        *_unlike(indicators),
        *_weights(indicators),
        *_same_series(indicators),
    ]
    for name, problem in said:
        stops = problem.file == config and not (
            lacking and "unknown indicator" in problem.message()
        )
        (faults.problems if stops else problems).append(problem)
        if not problem.message().startswith("weight"):
            indicators.pop(name, None)
    while said and (
        orphans := _unknown_inputs(indicators)
    ):  # what stood on a dropped entry goes with it
        problems += [problem for name, problem in orphans if indicators.pop(name, None)]
    return problems


def with_inherited_breaks(indicators: Mapping[str, Indicator]) -> dict[str, Indicator]:
    """Indicators with the breaks of everything they are computed from: what is made of a broken series is broken."""
    full = dict(indicators)
    for name in order(indicators):
        entry = full[name]
        inherited = [one for need in entry.needs if need in full for one in full[need].breaks]
        full[name] = replace(entry, breaks=tuple(dict.fromkeys((*entry.breaks, *inherited))))
    return full


def order(indicators: Mapping[str, Indicator]) -> list[str]:
    """Computed indicators, inputs before what needs them."""
    graph = {name: set(entry.needs) for name, entry in indicators.items() if entry.kind != "read"}
    return [name for name in TopologicalSorter(graph).static_order() if name in graph]


def declared_at(entry: Indicator) -> tuple[str, int | None]:
    """The file and line that an indicator is declared in."""
    file, _, line = entry.declared.rpartition(" line ")
    return file or entry.declared, int(line) if line.isdigit() else None


def _problem(entry: Indicator, what: str, do: str = "") -> tuple[str, Problem]:
    file, line = declared_at(entry)
    severity = "warning" if entry.kind == "python" else "error"
    return entry.id, uncoded(what, file, line, do=do, severity=severity)  # type: ignore[arg-type]


def _add_metrics(indicators: dict[str, Indicator], known: References) -> list[Problem]:
    """Add each metric whose unit, pillar and inputs this dashboard has; the others are told in one notice."""
    problems, idle = [], []
    for name, metric in metrics.load_all().items():
        if name in indicators:
            problems.append(
                uncoded(
                    f"the id '{name}' is taken",
                    metric.module,
                    metric.line,
                    do=f"It stands in {indicators[name].declared}; rename one of the two.",
                )
            )
        elif (
            metric.unit not in known.units
            or metric.pillar not in known.pillars
            or not all(need in indicators or need in metrics.REGISTRY for need in metric.needs)
        ):
            idle.append(name)
        else:
            indicators[name] = _from_metric(metric, known, f"{metric.module} line {metric.line}")
    while lacking := [
        name
        for name, entry in indicators.items()
        if entry.kind == "python" and any(need not in indicators for need in entry.needs)
    ]:
        idle += [name for name in lacking if indicators.pop(name)]
    if idle:
        problems.append(
            uncoded(
                f"{len(idle)} indicators of indicators/metrics are not computed, for this dashboard "
                f"lacks their unit, pillar or inputs: {', '.join(idle)}",
                severity="notice",
            )
        )
    return problems


def _from_metric(metric: Metric, known: References, where: str) -> Indicator:
    return Indicator(
        metric.id,
        metric.title,
        known.units[metric.unit],
        metric.pillar,
        "python",
        short=metric.short,
        definition=metric.definition,
        better=metric.better,
        source=metric.source,
        needs=metric.needs,
        method=metric.method,
        weight=metric.weight,
        total=metric.total,
        notes=metric.notes,
        declared=where,
    )


def _unknown_inputs(indicators: Mapping[str, Indicator]) -> list[tuple[str, Problem]]:
    return [
        _problem(
            entry,
            f"indicators.{entry.id}: the formula names unknown indicator '{need}'",
            suggestion(need, indicators),
        )
        for entry in indicators.values()
        for need in entry.needs
        if need not in indicators
    ]


def _circles(indicators: Mapping[str, Indicator]) -> list[tuple[str, Problem]]:
    graph = {name: set(entry.needs) for name, entry in indicators.items()}
    found: list[tuple[str, Problem]] = []
    while True:
        try:
            TopologicalSorter(graph).prepare()
            return found
        except CycleError as error:
            circle = list(error.args[1])[::-1]
            for name in dict.fromkeys(circle):
                found.append(
                    _problem(
                        indicators[name],
                        f"indicators.{name}: formulas go in a circle: " + " needs ".join(circle),
                        "Let one of them be read, or name another.",
                    )
                )
                graph.pop(name)


def _same_series(indicators: Mapping[str, Indicator]) -> list[tuple[str, Problem]]:
    """A row makes one figure: of two indicators that read one series of one file, the second is dropped."""
    first: dict[tuple[str, str], Indicator] = {}
    read = [entry for entry in indicators.values() if entry.kind == "read"]
    return [
        _problem(
            entry,
            f"indicators.{entry.id}: reads the series '{entry.source_code}' of {entry.file}, which "
            f"'{first[entry.file, entry.source_code].id}' reads already",
            "Let it be a formula, or name another code.",
        )
        for entry in read
        if first.setdefault((entry.file, entry.source_code), entry) is not entry
    ]


def _unlike(indicators: Mapping[str, Indicator]) -> list[tuple[str, Problem]]:
    """Formulas whose units do not fit: 'adds CNY to USD', or a result that is not the declared unit."""
    found = []
    for entry in indicators.values():
        if entry.kind == "formula" and all(need in indicators for need in entry.needs):
            try:
                known = {need: indicators[need].unit.dimension for need in entry.needs}
                result = arithmetic.dimension(arithmetic.parse(entry.formula), known)
            except arithmetic.FormulaError as error:
                found.append(_problem(entry, f"indicators.{entry.id}: the formula {error}"))
                continue
            if dict(result) != dict(entry.unit.dimension):
                found.append(
                    _problem(
                        entry,
                        f"indicators.{entry.id}: the formula gives {arithmetic.spell(result)}, the unit "
                        f"'{entry.unit.id}' is {arithmetic.spell(entry.unit.dimension)}",
                        "Mend the formula or the unit.",
                    )
                )
        elif entry.kind == "python":
            found += _unlike_inputs(entry, indicators)
    return found


def _unlike_inputs(
    entry: Indicator, indicators: Mapping[str, Indicator]
) -> list[tuple[str, Problem]]:
    """A function counts on units (`takes`); the indicator of that name must come in them."""
    takes = metrics.REGISTRY[entry.id].takes or {}
    return [
        _problem(
            entry,
            f"'{entry.id}' counts on '{need}' in {unit}, it comes in {indicators[need].unit.id}",
            "Not computed until the two agree.",
        )
        for need, unit in takes.items()
        if need in indicators and indicators[need].unit.base != unit
    ]


def _weights(indicators: dict[str, Indicator]) -> list[tuple[str, Problem]]:
    """Weights that do not exist: the indicator stays, its groups have no average."""
    found = []
    for name, entry in list(indicators.items()):
        if entry.weight and entry.weight not in indicators:
            found.append(
                _problem(
                    entry,
                    f"weight: indicators.{name} is weighed by unknown indicator '{entry.weight}'",
                    suggestion(entry.weight, indicators),
                )
            )
            indicators[name] = replace(entry, weight="")
    return found
