"""What the index page explains: parts of a score, changes, steps to a rank, choices, audit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from dashboard.charts import ChangeStep, Frame, change_steps, named_bars
from dashboard.views.chart_with_table import NO_CHART, ChartWithTable
from dashboard.views.comparison import about
from dashboard.views.composite_index import IndexQuery, about_index
from indicators import wording
from indicators.analysis import composite_index as analysis
from indicators.analysis import index_robustness as robustness
from indicators.analysis.composite_index import FieldChange, Part
from indicators.composite import audit
from indicators.composite.engine import IndexResult
from indicators.composite.results import availability
from indicators.composite.scenarios import best_figure
from indicators.composite.table import periods

MAX_STEPS = 5
"""So many indicators are named that would move a place to a rank."""
MAX_EXAMPLES = 2
STRONG = 0.5
"""From this share of the variance on, one choice alone is what matters."""
FIGURE_STEPS = 10
"""So many steps lie between the figure of a place and the best one."""


def node_parts(query: IndexQuery) -> list[tuple[str, str, str]]:
    """Return what is explained: node, place's year; the index, else each field with a score."""
    if query.is_scored:
        return [(query.index.root, query.subject.place, query.period)]
    return [(item.node, item.place, item.period) for item in query.own_standings]


def all_parts(query: IndexQuery) -> list[Part]:
    """Return every indicator that the shown scores are made of."""
    found: list[Part] = []
    for node, _, period in node_parts(query):
        found += analysis.parts(query.dataset, query.subject, node, period)
    return found


def parts_chart(query: IndexQuery) -> ChartWithTable:
    """Return what makes up the score: points of each indicator, down to figure, file and line."""
    locale = query.locale
    found = all_parts(query)
    with_points = [part for part in found if not math.isnan(part.points)]
    ordered = sorted(with_points, key=lambda part: -part.points)
    bars = [(query.title(part.leaf), part.points, _points_text(query, part)) for part in ordered]
    key = "index.parts_title" if query.is_scored else "index.parts_title_fields"
    frame = Frame(
        title=locale.text(
            key,
            place=query.name(query.subject.place),
            score=query.points(query.score) if query.is_scored else "",
        ),
        subtitle=locale.text("index.parts_subtitle"),
    )
    header = (
        "app.pillar", "app.indicator", "index.figure_used", "app.period", "index.score",
        "index.weight", "index.points", "app.status", "app.file", "app.line",
    )  # fmt: skip
    return ChartWithTable(
        named_bars(bars, query.half(), frame),
        [locale.text(key) for key in header],
        [_part_row(query, part) for part in found],
        about(
            locale,
            query.dataset,
            [query.index.description.id],
            [(part.figure.indicator, part.figure.source) for part in found if part.figure],
            query.title(),
        ),
        f"index-parts-{query.index.description.id}-{query.subject.place}",
    )


def _points_text(query: IndexQuery, part: Part) -> str:
    """Return the points, and in brackets figure and year; on a phone the year alone."""
    year = wording.period(part.year, query.language)
    if query.style.measure.is_phone:
        return query.locale.text("sentence.aside", text=query.points(part.points), aside=year)
    return query.locale.text(
        "sentence.aside",
        text=query.points(part.points),
        aside=f"{query.figure(part.leaf, part.used)}{query.locale.text('sentence.comma')}{year}",
    )


def _part_row(query: IndexQuery, part: Part) -> list[object]:
    """Return a row of the table; a figure that was computed has no file, its inputs have."""
    figure = part.figure
    status = wording.status(figure.status, query.language) if figure else ""
    has_figure = not math.isnan(part.used)
    return [
        query.title(_field_of(query, part.leaf)),
        query.title(part.leaf),
        query.figure(part.leaf, part.used) if has_figure else wording.MISSING,
        wording.period(part.year, query.language) if has_figure else "",
        part.score if has_figure else None,
        part.weight,
        part.points if not math.isnan(part.points) else None,
        query.locale.text("index.carried") if part.filled else status,
        figure.file if figure else "",
        figure.line if figure and figure.line else None,
    ]


def _field_of(query: IndexQuery, leaf: str) -> str:
    """Return the field that an indicator stands below."""
    structure = query.index.result.structure
    for field in query.index.fields:
        if leaf in structure.leaves(field):
            return field
    return structure.root


def change_years(query: IndexQuery) -> list[str]:
    """Return the years between which the shown scores can be explained, the oldest first."""
    index = query.index
    years = index.years[index.root]
    place = query.subject.place
    return [year for year in years if not math.isnan(index.score(index.root, place, year))]


def change_chart(query: IndexQuery, start: str, end: str) -> ChartWithTable:
    """Return why the score changed between two years, by field; the table has the indicators."""
    index, place = query.index, query.subject.place
    before, after = (index.score(index.root, place, year) for year in (start, end))
    found = analysis.changes(query.subject, index.root, start, end)
    steps = [ChangeStep(wording.period(start, query.language), before, query.points(before), True)]
    steps += [
        ChangeStep(query.title(item.field), item.effect, _signed(query, item.effect))
        for item in found
    ]
    if _came_or_went(found):
        moved = sum(item.weights for item in found)
        steps.append(ChangeStep(query.locale.text("index.weights"), moved, _signed(query, moved)))
    steps.append(ChangeStep(wording.period(end, query.language), after, query.points(after), True))
    key = "index.change_rose" if after > before else "index.change_fell"
    frame = Frame(
        title=query.locale.text(
            key if round(after - before, 1) else "index.change_same",
            place=query.name(place),
            before=query.points(before),
            after=query.points(after),
        ),
        subtitle=query.locale.text("index.change_subtitle"),
    )
    header = ("app.pillar", "app.indicator", "index.effect", "app.note")
    return ChartWithTable(
        change_steps(steps, query.half(), frame),
        [query.locale.text(key) for key in header],
        list(_change_rows(query, found)),
        about_index(query),
        f"index-change-{index.description.id}-{place}-{start}-{end}",
    )


def _came_or_went(found: Sequence[FieldChange]) -> bool:
    """Return whether some indicator has a figure in one of two years alone."""
    kinds = {str(kind) for item in found for kind in item.leaves["kind"]}
    return bool(kinds & {"new", "missing"})


def weight_note(query: IndexQuery, start: str, end: str) -> str:
    """Say that weights are the same in all years, and which step has what missing figures move."""
    found = analysis.changes(query.subject, query.index.root, start, end)
    return query.locale.text(
        "index.weights_moved" if _came_or_went(found) else "index.weights_same",
        step=query.locale.text("index.weights"),
    )


def break_notes(query: IndexQuery, start: str, end: str) -> list[str]:
    """Say which series break between two years: what they moved is not change alone."""
    notes = []
    for item in analysis.breaks_between(query.dataset, query.subject, start, end):
        name = query.dataset.catalogue.indicators[item.column].name(query.language)
        period = wording.period(item.period, query.language)
        text = query.locale.text("index.break", indicator=name, period=period)
        note = item.note.get(query.language)
        if note:
            text += query.locale.text("sentence.colon") + note
        notes.append(text)
    return notes


def _signed(query: IndexQuery, value: float) -> str:
    """Return points with a sign, '+1.7'; '0.0' where they round to nothing."""
    text = query.points(abs(value))
    if text == query.points(0):
        return text
    return ("+" if value > 0 else "−") + text


def _change_rows(query: IndexQuery, found: Sequence[FieldChange]) -> Iterator[list[object]]:
    for item in found:
        for leaf, row in item.leaves.to_dict("index").items():
            kind = str(row["kind"])
            note = "" if kind == "figure" else query.locale.text(f"index.change_kind_{kind}")
            yield [query.title(item.field), query.title(str(leaf)), row["effect"], note]


def step_lines(query: IndexQuery, position: int) -> list[str]:
    """Say which indicator alone would move the place to a rank, and which peers made that step."""
    key = ("index steps", query.index.description.id, query.subject.place, query.period, position)
    steps = query.dataset.cached(
        key,
        lambda: analysis.steps_to_rank(query.subject, query.period, position, set(query.peers)),
    )
    if not steps:
        return [query.locale.text("index.step_none")]
    return [_step_line(query, step) for step in steps[:MAX_STEPS]]


def _step_line(query: IndexQuery, step: analysis.Step) -> str:
    text = query.locale.text(
        "index.step",
        indicator=query.title(step.leaf),
        present=query.figure(step.leaf, step.present),
        needed=query.figure(step.leaf, step.needed),
    )
    examples = [
        query.locale.text("index.step_example", place=query.name(place), first=first, last=last)
        for place, first, last in step.examples[:MAX_EXAMPLES]
    ]
    count = len(step.examples)
    if not step.is_known:
        made = query.locale.text("index.step_unknown")
    elif not examples:
        made = query.locale.text("index.step_nobody", years=analysis.SPAN)
    else:
        made = query.locale.text(
            "index.step_made",
            n=count,
            years=analysis.SPAN,
            examples=wording.listing(examples, query.language),
        )
    return query.locale.join("sentence.next", [text, made])


def figure_names(query: IndexQuery) -> dict[str, str]:
    """Return the indicators that the place has a figure of, by title."""
    return {part.leaf: query.title(part.leaf) for part in all_parts(query) if _has_figure(part)}


def _has_figure(part: Part) -> bool:
    return not math.isnan(part.used)


def figure_steps(query: IndexQuery, leaf: str) -> list[float]:
    """Return figures from that of the place to the best one, as the index takes them."""
    present = next(part.used for part in all_parts(query) if part.leaf == leaf)
    best = best_figure(query.index.result, leaf)
    if math.isclose(present, best):
        return [present]
    share = (best - present) / FIGURE_STEPS
    return [*(present + step * share for step in range(FIGURE_STEPS)), best]


def figure_sentence(query: IndexQuery, leaf: str, figure: float) -> str:
    """Say which score and rank the place would have with another figure of one indicator."""
    score, position = analysis.with_figure(query.subject, query.period, leaf, figure)
    scores = query.index.scores(query.index.root, query.period)
    return query.locale.text(
        "index.with_figure",
        figure=query.figure(leaf, figure),
        score=query.points(score),
        rank=wording.rank(position, len(scores), query.language),
    )


def choices_chart(query: IndexQuery) -> ChartWithTable | None:
    """Return which choice matters most for the ranks; None where fewer than two vary."""
    found = query.robustness[query.index.description.id].effects
    if found is None:
        return None
    locale = query.locale
    shift = found.shift.sort_values("total", ascending=False)
    bars = [
        (locale.text(f"index.choice_{choice}"), max(float(total), 0.0), _percent(query, total))
        for choice, total in shift["total"].items()
    ]
    first = str(shift.index[0])
    frame = Frame(
        title=locale.text(
            "index.choices_title",
            choice=locale.text(f"index.choice_{first}"),
            share=_percent(query, float(shift["total"].iloc[0])),
        ),
        subtitle=locale.text("index.choices_subtitle"),
    )
    header = (
        "index.choice", "index.first_order", "index.total_order", "index.total_low",
        "index.total_high",
    )  # fmt: skip
    rows = [
        [
            locale.text(f"index.choice_{choice}"),
            row["first"],
            row["total"],
            row["total_low"],
            row["total_high"],
        ]
        for choice, row in shift.to_dict("index").items()
    ]
    return ChartWithTable(
        named_bars(bars, query.half(), frame),
        [locale.text(key) for key in header],
        rows,
        about_index(query),
        f"index-choices-{query.index.description.id}-{query.period}",
    )


def _percent(query: IndexQuery, share: float) -> str:
    return wording.share(max(min(float(share), 1.0), 0.0), 1, query.language)


def audit_lines(query: IndexQuery) -> list[str]:
    """Say what an examination of the index found: collinear and contrary parts, coverage."""
    result, locale = _audited(query), query.locale
    lines = []
    for row in audit.correlation_flags(result).to_dict("records"):
        lines.append(
            locale.text(
                f"index.audit_{row['flag']}",
                first=query.title(row["first"]),
                second=query.title(row["second"]),
                r=wording.decimal(row["correlation"], 2, query.language),
            )
        )
    negative = audit.negative_weights(result)
    for node in dict.fromkeys(negative["node"]):
        lines.append(locale.text("index.audit_against", node=query.title(str(node))))
    if not len(negative):
        lines.append(locale.text("index.audit_no_against"))
    lines += _removal_line(query)
    lines.append(_coverage_line(query))
    return lines


def _audit_year(query: IndexQuery) -> str:
    """Return the year that is examined: the one shown, else the newest of the place's fields."""
    years = [standing.period for standing in query.standings if standing.period]
    return query.period or max(years, default=max(periods(query.index.result.scores.index)))


def _audited(query: IndexQuery) -> IndexResult:
    """Return the scores that are examined: those of one year, so that no trend counts."""
    return robustness.result_of_year(query.dataset, query.index, _audit_year(query))


def audit_note(query: IndexQuery) -> str:
    """Say which year and how many places the correlations are of."""
    scores = _audited(query).scores
    return query.locale.text(
        "index.audit_note",
        period=wording.period(_audit_year(query), query.language),
        n=int(scores.notna().any(axis=1).sum()),
    )


def _removal_line(query: IndexQuery) -> list[str]:
    """Name the indicator whose removal moves ranks most; nothing where no rank moves."""
    effects = robustness.removal_effects(query.dataset, query.index, _audit_year(query))
    leaves = list(query.index.result.structure.indicators)
    moved = effects.reindex(leaves).dropna().sort_values("mean", ascending=False, kind="stable")
    if not len(moved) or not moved["largest"].iloc[0]:
        return []
    return [
        query.locale.text(
            "index.audit_removed",
            node=query.title(str(moved.index[0])),
            mean=wording.decimal(float(moved["mean"].iloc[0]), 1, query.language),
            n=int(moved["largest"].iloc[0]),
        )
    ]


def _coverage_line(query: IndexQuery) -> str:
    index = query.index
    covered = availability(index.result)[index.root]
    year = _audit_year(query)
    of_year = covered.xs(year, level=1)
    scores = index.scores(index.root, year)
    return query.locale.text(
        "index.audit_coverage",
        share=wording.share(float(of_year.median()), 1, query.language),
        period=wording.period(year, query.language),
        scored=len(scores),
        of=len(of_year),
        n=len(of_year),
    )


def correlation_table(query: IndexQuery) -> ChartWithTable:
    """Return what is known of each indicator and field: weight, correlations, effect of removal."""
    result, locale = _audited(query), query.locale
    effects = robustness.removal_effects(query.dataset, query.index, _audit_year(query))
    moved = effects.to_dict("index")
    structure = result.structure
    rows: list[list[object]] = []
    for node in structure.nodes:
        if node.id == structure.root:
            continue
        scores = result.scores
        above = node.parent if node.parent != structure.root else ""
        rows.append(
            [
                query.title(node.id),
                query.title(above) if above else "",
                structure.effective_weights()[node.id],
                _correlation(scores, node.id, above),
                _correlation(scores, node.id, structure.root),
                _number(moved.get(node.id, {}).get("mean")),
                _number(moved.get(node.id, {}).get("largest")),
                int(result.denominated.loc[scores.index][node.id].notna().sum())
                if node.id in structure.indicators
                else None,
            ]
        )
    header = (
        "index.part", "app.pillar", "index.weight", "index.with_field", "index.with_index",
        "index.shift_mean", "index.shift_largest", "app.figures",
    )  # fmt: skip
    return ChartWithTable(
        NO_CHART,
        [locale.text(key) for key in header],
        rows,
        about_index(query),
        f"index-audit-{query.index.description.id}",
    )


def _correlation(scores, node: str, above: str) -> float | None:  # type: ignore[no-untyped-def]
    value = scores[node].corr(scores[above]) if above else math.nan
    return None if math.isnan(value) else float(value)


def _number(value: float | None) -> float | None:
    """Return a number for a cell; None for one that is missing."""
    return None if value is None or math.isnan(value) else float(value)


def default_years(years: Sequence[str]) -> tuple[str, str]:
    """Return the years between which a change is explained first: the widest, five at most."""
    end = years[-1]
    near = [year for year in years[:-1] if int(end) - int(year) <= analysis.SPAN]
    return (near[0] if near else years[0]), end
