"""Why a score of the index page changed between two years, and what it would take to rise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from dashboard.charts import ChangeStep, Frame, change_steps
from dashboard.views.chart_with_table import ChartWithTable
from dashboard.views.composite_index import IndexQuery, about_index
from indicators import wording
from indicators.analysis import composite_index as analysis
from indicators.analysis import index_steps
from indicators.analysis.composite_index import FieldChange
from indicators.analysis.index_steps import Combination, Example, Step

MAX_STEPS = 4
"""So many indicators are named that would move a place to a rank."""
MAX_EXAMPLES = 2
LEAST_SPAN = 0.1
"""The least part of the scale that is drawn of a change: less would make it look large."""
SMALL = 0.05
"""Points below which a change is written with two decimals."""


def explained_nodes(query: IndexQuery) -> list[str]:
    """Return the nodes of which the place has a score: the index, else its fields."""
    if query.is_scored:
        return [query.index.root]
    return [standing.node for standing in query.own_standings]


def node_period(query: IndexQuery, node: str) -> str:
    """Return the year of the score of a node that the page shows."""
    if query.is_scored:
        return query.period
    periods = {standing.node: standing.period for standing in query.own_standings}
    return periods[node]


def change_years(query: IndexQuery, node: str) -> list[str]:
    """Return the years in which the place has a score of a node, the oldest first."""
    index, place = query.index, query.subject.place
    years = index.years[node]
    return [year for year in years if not math.isnan(index.score(node, place, year))]


def can_explain(query: IndexQuery, node: str, start: str, end: str) -> bool:
    """Return whether the change of a score can be taken apart: some figure counts in both years."""
    key = ("index can explain", node, start, end, query.index.description.id, query.subject.place)

    def make() -> bool:
        found = analysis.changes(query.subject, node, start, end)
        return not any(item.leaves["effect"].isna().any() for item in found)

    return query.dataset.cached_for_address(key, make)


def default_years(years: Sequence[str]) -> tuple[str, str]:
    """Return the years between which a change is explained first: the widest, five at most."""
    end = years[-1]
    near = [year for year in years[:-1] if int(end) - int(year) <= index_steps.SPAN]
    return (near[0] if near else years[0]), end


def change_chart(query: IndexQuery, node: str, start: str, end: str) -> ChartWithTable:
    """Return why the score of a node changed between two years, by the parts right below it.

    The last step before the end is that of weights: 0 where they stayed. The table has every
    indicator.
    """
    found = analysis.changes(query.subject, node, start, end)
    steps = [
        _step(query, query.title(item.field), item.effect, _note(query, item)) for item in found
    ]
    return _chart(query, node, (start, end), [*steps, _weights_step(query, found)])


def indicators_chart(query: IndexQuery, node: str, start: str, end: str) -> ChartWithTable:
    """Return why the score of a node changed between two years, by indicator."""
    found = analysis.changes(query.subject, node, start, end)
    steps = []
    for item in found:
        for leaf, row in item.leaves.to_dict("index").items():
            if row["kind"] in ("figure", "carried"):
                note = _same_figure(query, str(row["year"]))
                steps.append(_step(query, query.title(str(leaf)), float(row["effect"]), note))
    return _chart(query, node, (start, end), [*steps, _weights_step(query, found)])


def _chart(
    query: IndexQuery, node: str, years: tuple[str, str], steps: Sequence[ChangeStep]
) -> ChartWithTable:
    index, place, locale = query.index, query.subject.place, query.locale
    start, end = years
    before, after = (index.score(node, place, year) for year in years)
    first, last = (
        ChangeStep(wording.period(year, query.language), score, query.points(score), True)
        for year, score in ((start, before), (end, after))
    )
    key = "index.change_rose" if after > before else "index.change_fell"
    frame = Frame(
        title=locale.text(
            key if round(after - before, 1) else "index.change_same",
            place=query.name(place),
            before=query.points(before),
            after=query.points(after),
        ),
        subtitle=locale.text("index.change_subtitle", node=query.title(node)),
    )
    low, high = index.result.method.normalisation.scale
    span = LEAST_SPAN * (high - low)
    header = [
        locale.text(key) for key in ("app.pillar", "app.indicator", "index.points", "app.note")
    ]
    found = analysis.changes(query.subject, node, start, end)
    return ChartWithTable(
        change_steps([first, *steps, last], query.half(), frame, least_span=span),
        header,
        list(_rows(query, found)),
        about_index(query),
        f"index-change-{index.description.id}-{place}-{start}-{end}",
        {header[2]: "%.2f"},
    )


def _step(query: IndexQuery, name: str, effect: float, note: str = "") -> ChangeStep:
    text = note or signed(query, effect)
    return ChangeStep(name, effect, text)


def _weights_step(query: IndexQuery, found: Sequence[FieldChange]) -> ChangeStep:
    moved = math.fsum(item.weights for item in found)
    return _step(query, query.locale.text("index.weights"), moved)


def _note(query: IndexQuery, item: FieldChange) -> str:
    """Say that the score of a field rests on the same figures in both years; else ''."""
    years = {str(year) for year in item.leaves["year"]}
    return _same_figure(query, years.pop()) if len(years) == 1 else ""


def _same_figure(query: IndexQuery, year: str) -> str:
    if not year:
        return ""
    return query.locale.text("index.same_figure", period=wording.period(year, query.language))


def signed(query: IndexQuery, value: float) -> str:
    """Return points with a sign, '+1.7'; with two decimals where they are few, '0' for none."""
    if math.isclose(value, 0, abs_tol=1e-9):
        return "0"
    decimals = 2 if abs(value) < SMALL else 1
    return ("+" if value > 0 else "−") + wording.decimal(abs(value), decimals, query.language)


def _rows(query: IndexQuery, found: Sequence[FieldChange]) -> Iterator[list[object]]:
    for item in found:
        for leaf, row in item.leaves.to_dict("index").items():
            kind = str(row["kind"])
            note = "" if kind == "figure" else query.locale.text(f"index.change_kind_{kind}")
            note = _same_figure(query, str(row["year"])) or note
            yield [query.title(item.field), query.title(str(leaf)), row["effect"], note]


def weight_note(query: IndexQuery, node: str, start: str, end: str) -> str:
    """Say that weights are the same in all years, and which step has what missing figures move."""
    found = analysis.changes(query.subject, node, start, end)
    kinds = {str(kind) for item in found for kind in item.leaves["kind"]}
    moved = bool(kinds & {"new", "missing"})
    return query.locale.text(
        "index.weights_moved" if moved else "index.weights_same",
        step=query.locale.text("index.weights"),
    )


def break_notes(query: IndexQuery, node: str, start: str, end: str) -> list[str]:
    """Say which series below a node break between two years: what they moved is no change alone."""
    notes = []
    columns = query.index.description.columns_below(node)
    for item in analysis.breaks_between(query.dataset, query.subject, start, end):
        if item.column not in columns:
            continue
        name = query.dataset.catalogue.indicators[item.column].name(query.language)
        period = wording.period(item.period, query.language)
        text = query.locale.text("index.break", indicator=name, period=period)
        note = item.note.get(query.language)
        if note:
            text += query.locale.text("sentence.colon") + note
        notes.append(text)
    return notes


def step_lines(query: IndexQuery, node: str, position: int) -> list[str]:
    """Say which indicators alone would move the place to a rank, then which together."""
    key = ("index steps", node, position, *query.key)
    return query.dataset.cached_for_address(key, lambda: _step_lines(query, node, position))


def _step_lines(query: IndexQuery, node: str, position: int) -> list[str]:
    period, subject = node_period(query, node), query.subject
    steps = index_steps.steps_to_rank(subject, node, period, position, set(query.peers))
    lines = [_step_line(query, step) for step in steps[:MAX_STEPS]]
    if not steps:
        lines.append(query.locale.text("index.step_none"))
    leaves = subject.index.result.structure.leaves(node)
    if len(leaves) < 2:
        return lines
    together = index_steps.smallest_together(subject, node, period, position, steps)
    if together is not None:
        lines.append(_together_line(query, together))
    every = index_steps.combination(subject, node, period, position, leaves)
    if every is None:
        lines.append(query.locale.text("index.step_not_all"))
    else:
        share = wording.share(_upwards(every.share), 1, query.language)
        lines.append(query.locale.text("index.step_all", share=share))
    return lines


def _upwards(share: float) -> float:
    """Return a share rounded up to whole per cents, so that what is said suffices."""
    return math.ceil(100 * share) / 100


def _together_line(query: IndexQuery, found: Combination) -> str:
    parts = [
        query.locale.text(
            "index.step_part",
            indicator=query.title(leaf),
            **_ends(query, leaf, present, needed),
        )
        for leaf, (present, needed) in found.figures.items()
    ]
    return query.locale.text("index.step_together", steps=wording.listing(parts, query.language))


def _ends(query: IndexQuery, leaf: str, present: float, needed: float) -> dict[str, str]:
    first, last = query.figures(leaf, present, needed)
    return {"present": first, "needed": last}


def _step_line(query: IndexQuery, step: Step) -> str:
    text = query.locale.text(
        "index.step",
        indicator=query.title(step.leaf),
        **_ends(query, step.leaf, step.present, step.needed),
    )
    if not step.is_known:
        made = query.locale.text("index.step_unknown")
    elif not step.examples:
        made = query.locale.text("index.step_nobody", years=index_steps.SPAN)
    else:
        examples = [_example(query, step.leaf, item) for item in step.examples[:MAX_EXAMPLES]]
        made = query.locale.text(
            "index.step_made",
            n=len(step.examples),
            years=index_steps.SPAN,
            examples=wording.listing(examples, query.language),
        )
    return query.locale.join("sentence.next", [text, made])


def _example(query: IndexQuery, leaf: str, item: Example) -> str:
    return query.locale.text(
        "index.step_example",
        place=query.name(item.place),
        first=item.first,
        last=item.last,
        figure=query.figure(leaf, item.figure),
    )
