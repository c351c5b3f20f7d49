"""Checks between indicators: metrics, former ids, inputs of formulas, circles, units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from indicators import formula as arithmetic
from indicators import locale, metrics
from indicators.catalogue.sections import References, declaration
from indicators.catalogue.yaml_nodes import MAX_FOUND, known_values
from indicators.metrics.registry import Metric
from indicators.model import Indicator, Text
from indicators.problems import Problem, ProblemCode, Severity, Value

_NAME = re.compile(r"\b[a-z_]\w*")
"""An id in a formula; a number like 1e3 does not begin with a letter."""
Check = Callable[[Mapping[str, Indicator]], Iterable[tuple[str, Problem]]]
"""Gives the id of each faulty indicator with what is wrong."""
Stage = Literal["formulas", "indices"]
"""What is computed in one pass."""


def check(
    indicators: dict[str, Indicator], references: References
) -> tuple[list[Problem], list[Problem]]:
    """Add the Python metrics, follow former ids, then drop what cannot be computed.

    The second list reports what was dropped only because an indicator that it needs was. An index
    that lacks a column is dropped, too; its description is reported where it is read.
    """
    problems = _add_metrics(indicators, references)
    problems += _check_former_ids(indicators)
    problems += _follow_former_ids(indicators)
    checks: tuple[Check, ...] = (_undefined_inputs, _circles, _units, _repeated_series)
    faulty = [fault for find in checks for fault in find(indicators)]
    problems += [problem for _, problem in faulty]
    problems += _drop_undefined_weights(indicators)
    problems += _drop_undefined_indices(indicators, references.sources)
    for name, _ in faulty:
        indicators.pop(name, None)
    consequences: list[Problem] = []
    while orphans := [entry for entry in indicators.values() if _lacks_input(entry, indicators)]:
        faults = dict(reversed(list(_undefined_inputs(indicators))))  # the first of each
        consequences += [faults[entry.id] for entry in orphans if entry.id in faults]
        for entry in orphans:
            del indicators[entry.id]
    return problems, consequences


def with_inherited_breaks(
    indicators: Mapping[str, Indicator], inputs: Mapping[str, tuple[str, ...]]
) -> dict[str, Indicator]:
    """Return indicators with the breaks of all that they are computed from as well as their own.

    `inputs` has what an indicator rests on where that is less than what it needs: a part of an
    index is computed with all its columns, and rests on those below it.
    """
    result = dict(indicators)
    for name in order(indicators):
        indicator = result[name]
        breaks = list(indicator.breaks)
        for need in inputs.get(name, indicator.needs):
            breaks += result[need].breaks if need in result else ()
        result[name] = replace(indicator, breaks=tuple(dict.fromkeys(breaks)))
    return result


def order(indicators: Mapping[str, Indicator]) -> list[str]:
    """List the computed indicators, inputs before what needs them."""
    graph = {name: set(entry.needs) for name, entry in indicators.items() if entry.kind != "read"}
    return [name for name in TopologicalSorter(graph).static_order() if name in graph]


def stages(indicators: Mapping[str, Indicator]) -> list[tuple[Stage, set[str]]]:
    """List the passes in which figures are computed, each with its indicators; none is empty.

    Formulas and functions on read figures come first, then the indices on those, then formulas on
    scores of these indices, and so on. Formulas of one pass may need each other; indices may not.
    """
    passes: dict[str, int] = {}
    for name in order(indicators):
        entry = indicators[name]
        last = max((passes.get(need, 0) for need in entry.needs), default=0)
        if entry.kind == "index":  # odd numbers, after all that it needs
            passes[name] = last + 1 + last % 2
        else:  # even numbers
            passes[name] = last + last % 2
    members: dict[int, set[str]] = {}
    for name, number in passes.items():
        members.setdefault(number, set()).add(name)
    found: list[tuple[Stage, set[str]]] = []
    for number in sorted(members):
        found.append(("indices" if number % 2 else "formulas", members[number]))
    return found


def declared_at(indicator: Indicator) -> tuple[str, int | None]:
    """Return the file and line that an indicator is declared in."""
    file, _, line = indicator.declared.rpartition(" line ")
    return file or indicator.declared, int(line) if line.isdigit() else None


def _problem(
    code: ProblemCode, indicator: Indicator, found: str = "", /, **values: Value
) -> tuple[str, Problem]:
    """Make a problem of an indicator, at the place that it is declared."""
    file, line = declared_at(indicator)
    is_metric = indicator.kind == "python"
    section = "indices" if indicator.kind == "index" else "indicators"
    path = indicator.id if is_metric else f"{section}.{indicator.id}"
    severity: Severity = "warning" if is_metric else "error"
    return indicator.id, Problem(code, file, line, path, found[:MAX_FOUND], values, severity)


def _add_metrics(indicators: dict[str, Indicator], references: References) -> list[Problem]:
    """Add each metric whose unit, pillar and inputs this dashboard has.

    Report the others in one notice.
    """
    problems: list[Problem] = []
    idle: list[str] = []
    present = former_ids(indicators.values())
    for name, declared in metrics.load_all().items():
        metric = _with_present_inputs(declared, indicators, present)
        if name in indicators:
            values: dict[str, Value] = {"declared": declaration(indicators[name])}
            code = ProblemCode.ID_TAKEN
            problems.append(Problem(code, metric.module, metric.line, found=name, values=values))
        elif _can_compute(metric, indicators, references):
            indicators[name] = _from_metric(metric, references)
            problems += _renamed_inputs(declared, metric)
        else:
            idle.append(name)
    while orphans := [
        entry.id
        for entry in indicators.values()
        if entry.kind == "python" and _lacks_input(entry, indicators)
    ]:
        idle += orphans
        for name in orphans:
            del indicators[name]
    if idle:
        counted: dict[str, Value] = {"n": len(idle), "names": tuple(idle)}
        problems.append(Problem(ProblemCode.METRICS_IDLE, values=counted, severity="notice"))
    return problems


def _with_present_inputs(
    metric: Metric, indicators: Mapping[str, Indicator], present: Mapping[str, str]
) -> Metric:
    """Put present ids in place of former ones among the inputs and the weight of a function.

    The inputs keep their order, in which the function's parameters take them.
    """
    renamed = {old: new for old, new in present.items() if old not in indicators}
    needs = tuple(renamed.get(need, need) for need in metric.needs)
    return replace(metric, needs=needs, weight=renamed.get(metric.weight, metric.weight))


def _renamed_inputs(declared: Metric, metric: Metric) -> Iterator[Problem]:
    """Give a notice of each input that a function calls by a former id."""
    before, after = (*declared.needs, declared.weight), (*metric.needs, metric.weight)
    for old, new in dict.fromkeys(zip(before, after, strict=True)):
        if old != new:
            yield Problem(
                ProblemCode.INDICATOR_RENAMED,
                metric.module,
                metric.line,
                metric.id,
                old,
                {"old": old, "new": new},
                "notice",
            )


def _can_compute(
    metric: Metric, indicators: Mapping[str, Indicator], references: References
) -> bool:
    return (
        metric.unit in references.units
        and metric.pillar in references.pillars
        and all(need in indicators or need in metrics.REGISTRY for need in metric.needs)
    )


def _lacks_input(indicator: Indicator, indicators: Mapping[str, Indicator]) -> bool:
    """Say whether an indicator needs another that is not there."""
    return any(need not in indicators for need in indicator.needs)


def _from_metric(metric: Metric, references: References) -> Indicator:
    return Indicator(
        metric.id,
        metric.title,
        references.units[metric.unit],
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
        ranked=metric.ranked,
        span=metric.span,
        notes=metric.notes,
        declared=f"{metric.module} line {metric.line}",
    )


def untranslated(indicators: Iterable[Indicator], languages: Iterable[str]) -> Iterator[Problem]:
    """Report titles, definitions and methods that a language lacks in which the others are written.

    A function comes with the software, in every language that the software has itself. In a .yaml,
    words in English alone are words for all languages.
    """
    offered = tuple(languages)
    for indicator in indicators:
        is_metric = indicator.kind == "python"
        for language in offered:
            if is_metric and language not in locale.COMPLETE:
                continue
            parts = tuple(
                name
                for name in ("title", "definition", "method")
                if _lacks(getattr(indicator, name), language, is_metric)
            )
            if parts:
                code = ProblemCode.WORDS_MISSING
                problem = _problem(code, indicator, parts=parts, language=language)[1]
                yield replace(problem, severity="warning" if is_metric else "notice")


def _lacks(text: Text, language: str, is_metric: bool) -> bool:
    """Say whether a text is not written in a language, though it should be."""
    if language.split("-")[0] in text.words or language in text.words:
        return False
    return is_metric or bool(text.words.keys() - {locale.FALLBACK})


def former_ids(indicators: Iterable[Indicator]) -> dict[str, str]:
    """Return the present id for each former one."""
    present: dict[str, str] = {}
    for indicator in indicators:
        present |= dict.fromkeys(indicator.former_ids, indicator.id)
    return present


def _check_former_ids(indicators: dict[str, Indicator]) -> list[Problem]:
    """Report and drop former ids that another indicator has or had."""
    problems: list[Problem] = []
    owners = {name: name for name in indicators}
    for name, indicator in indicators.items():
        accepted: list[str] = []
        for old in indicator.former_ids:
            owner = owners.setdefault(old, name)
            if owner == name != old:
                accepted.append(old)
            else:
                code = ProblemCode.OLD_ID_TAKEN
                problems.append(_problem(code, indicator, old, indicator=owner)[1])
        if indicator.former_ids:
            indicators[name] = replace(indicator, former_ids=tuple(dict.fromkeys(accepted)))
    return problems


def _follow_former_ids(indicators: dict[str, Indicator]) -> list[Problem]:
    """Put present ids in place of former ones where indicators name others, with a notice each."""
    problems: list[Problem] = []
    present = former_ids(indicators.values())
    for name, indicator in indicators.items():
        old_ids = dict.fromkeys(
            old for old in (*indicator.needs, indicator.weight, indicator.part_of) if old in present
        )
        if not old_ids or indicator.kind in ("python", "index"):
            continue
        indicators[name] = replace(
            indicator,
            formula=_NAME.sub(lambda match: present.get(match[0], match[0]), indicator.formula),
            needs=tuple(dict.fromkeys(present.get(need, need) for need in indicator.needs)),
            weight=present.get(indicator.weight, indicator.weight),
            part_of=present.get(indicator.part_of, indicator.part_of),
        )
        for old in old_ids:
            code = ProblemCode.INDICATOR_RENAMED
            renamed = _problem(code, indicator, old, old=old, new=present[old])[1]
            problems.append(replace(renamed, severity="notice"))
    return problems


def _undefined_inputs(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, Problem]]:
    for indicator in indicators.values():
        if indicator.kind == "index":  # each of its columns has a line of its own
            continue
        for need in indicator.needs:
            if need not in indicators:
                code = ProblemCode.FORMULA_INPUT_UNDEFINED
                yield _problem(code, indicator, need, **known_values(need, indicators))


def _circles(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, Problem]]:
    """Report every indicator of each circle of formulas."""
    graph = {name: set(entry.needs) for name, entry in indicators.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
            return
        except CycleError as error:
            # graphlib lists each node after the one that needs it; the first stands at both ends.
            circle = tuple(reversed(error.args[1]))
            for name in dict.fromkeys(circle):
                yield _problem(ProblemCode.FORMULA_CIRCLE, indicators[name], circle=circle)
                graph.pop(name)


def _repeated_series(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, Problem]]:
    """Report the second of two indicators that read one series of one file."""
    first: dict[tuple[str, str], str] = {}
    for indicator in indicators.values():
        if indicator.kind != "read":
            continue
        other = first.setdefault((indicator.file, indicator.source_code), indicator.id)
        if other != indicator.id:
            yield _problem(
                ProblemCode.SERIES_READ_TWICE,
                indicator,
                indicator.source_code,
                indicator=other,
                data_file=indicator.file,
            )


def _units(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, Problem]]:
    """Report formulas whose units do not fit, and metrics that expect an input in another unit."""
    for indicator in indicators.values():
        if indicator.kind == "python":
            yield from _input_units(indicator, indicators)
        elif indicator.kind == "formula" and all(need in indicators for need in indicator.needs):
            yield from _formula_units(indicator, indicators)


def _formula_units(
    indicator: Indicator, indicators: Mapping[str, Indicator]
) -> Iterator[tuple[str, Problem]]:
    inputs = {need: indicators[need].unit.dimension for need in indicator.needs}
    try:
        result = arithmetic.dimension(arithmetic.parse(indicator.formula), inputs)
    except arithmetic.FormulaError as error:
        yield _problem(error.code, indicator, error.found, **error.values)
        return
    if dict(result) != dict(indicator.unit.dimension):
        yield _problem(
            ProblemCode.FORMULA_UNIT,
            indicator,
            result=arithmetic.spell(result),
            unit=indicator.unit.id,
            dimension=arithmetic.spell(indicator.unit.dimension),
        )


def _input_units(
    indicator: Indicator, indicators: Mapping[str, Indicator]
) -> Iterator[tuple[str, Problem]]:
    """Compare the units that a metric's function expects (`takes`) with those of the indicators."""
    metric = metrics.REGISTRY[indicator.id]
    present = dict(zip(metric.needs, indicator.needs, strict=True))
    for parameter, unit in metric.takes.items():
        need = present[parameter]
        if need in indicators and indicators[need].unit.base != unit:
            yield _problem(
                ProblemCode.METRIC_INPUT_UNIT,
                indicator,
                indicator=need,
                expected_unit=unit,
                unit=indicators[need].unit.id,
            )


def _drop_undefined_weights(indicators: dict[str, Indicator]) -> list[Problem]:
    """Report weights that do not exist: the indicator stays, and its groups have no average."""
    problems: list[Problem] = []
    for name, indicator in indicators.items():
        if indicator.weight and indicator.weight not in indicators:
            known = known_values(indicator.weight, indicators)
            code = ProblemCode.WEIGHT_UNDEFINED
            problems.append(_problem(code, indicator, indicator.weight, **known)[1])
            indicators[name] = replace(indicator, weight="")
    return problems


def _drop_undefined_indices(
    indicators: dict[str, Indicator], sources: Iterable[str]
) -> list[Problem]:
    """Report indices that are neither indicators nor sources: their parts stay, as parts of none.

    Whether a figure repeats another is not known then, and each counts.
    """
    problems: list[Problem] = []
    ids = (*indicators, *sources)
    for name, indicator in indicators.items():
        if indicator.part_of and indicator.part_of not in ids:
            known = known_values(indicator.part_of, ids)
            code = ProblemCode.ID_UNDEFINED
            problem = _problem(code, indicator, indicator.part_of, **known)[1]
            problems.append(replace(problem, column=f"{problem.column}.part_of"))
            indicators[name] = replace(indicator, part_of="")
    return problems
