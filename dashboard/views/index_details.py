"""What the index page explains: parts of a score, changes, steps to a rank, choices, audit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import Frame, named_bars
from dashboard.views.chart_with_table import NO_CHART, ChartWithTable
from dashboard.views.comparison import origin
from dashboard.views.composite_index import IndexQuery, about_figures, about_index
from indicators import wording
from indicators.analysis import composite_index as analysis
from indicators.analysis import index_robustness as robustness
from indicators.analysis.composite_index import Part
from indicators.composite import audit
from indicators.composite.engine import IndexResult
from indicators.composite.results import availability
from indicators.composite.scenarios import best_figure
from indicators.composite.table import periods

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
    """Return what makes up the score: points by field and indicator, down to file and line."""
    locale = query.locale
    found = all_parts(query)
    bars, totals = _bars(query, found)
    key = "index.parts_title" if query.is_scored else "index.parts_title_fields"
    frame = Frame(
        title=locale.text(
            key,
            place=query.name(query.subject.place),
            score=query.points(query.score) if query.is_scored else "",
        ),
        subtitle=locale.text("index.parts_subtitle"),
    )
    weight = "index.weight_in_index" if query.is_scored else "index.weight_in_field"
    keys = (
        "app.pillar", "app.indicator", "index.figure_used", "app.period", "index.score",
        weight, "index.points", "app.status", "app.file", "app.line",
    )  # fmt: skip
    header = [locale.text(key) for key in keys]
    return ChartWithTable(
        named_bars(bars, query.half(), frame, totals=totals),
        header,
        [_part_row(query, part) for part in found],
        about_figures(
            query,
            [origin(part.figure) for part in found if part.figure],
        ),
        f"index-parts-{query.index.description.id}-{query.subject.place}",
        {header[4]: "%.1f", header[5]: "percent", header[6]: "%.2f"},
    )


def _sum(parts: Sequence[Part]) -> float:
    return math.fsum(part.points for part in parts)


def _bars(
    query: IndexQuery, found: Sequence[Part]
) -> tuple[list[tuple[str, float, str]], list[int]]:
    """Return a bar for each field, followed by those of its indicators; and which are fields.

    Fields with most points first, and so within them.
    """
    fields: dict[str, list[Part]] = {}
    for part in found:
        if not math.isnan(part.points):
            fields.setdefault(_field_of(query, part.leaf), []).append(part)
    sums = {field: _sum(parts) for field, parts in fields.items()}
    bars: list[tuple[str, float, str]] = []
    totals = []
    for field in sorted(fields, key=lambda name: -sums[name]):
        totals.append(len(bars))
        bars.append((query.title(field), sums[field], query.points(sums[field])))
        for part in sorted(fields[field], key=lambda part: -part.points):
            bars.append((query.title(part.leaf), part.points, _points_text(query, part)))
    return bars, totals


@dataclass(frozen=True)
class FigureLink:
    """A figure below a score: its field, the indicator with the figure in words, file and line.

    `file` is '' of a figure that was computed: its inputs are on the page of its indicator.
    """

    field: str
    indicator: str
    label: str
    file: str
    line: str


def figure_links(query: IndexQuery) -> list[FigureLink]:
    """Return every figure of the shown scores, field by field."""
    found = []
    for part in all_parts(query):
        if math.isnan(part.used):
            continue
        figure = part.figure
        has_line = figure is not None and bool(figure.file and figure.line)
        file = figure.file if figure is not None and has_line else ""
        line = figure.line if figure is not None and has_line else 0
        found.append(
            FigureLink(
                query.title(_field_of(query, part.leaf)),
                query.index.description.columns[part.leaf],
                query.title(part.leaf) + query.locale.text("sentence.colon") + _figure(query, part),
                file,
                query.locale.text("index.file_line", file=file, line=line),
            )
        )
    return found


def _figure(query: IndexQuery, part: Part) -> str:
    year = wording.period(part.year, query.language)
    return query.locale.text("sentence.aside", text=query.figure(part.leaf, part.used), aside=year)


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
        _weight(query, part),
        part.points if not math.isnan(part.points) else None,
        query.locale.text("index.carried") if part.filled else status,
        figure.file if figure else "",
        figure.line if figure and figure.line else None,
    ]


def _weight(query: IndexQuery, part: Part) -> float:
    """Return the share of an indicator in the score that its points are of."""
    return part.weight / query.index.result.structure.effective_weights()[part.node]


def _field_of(query: IndexQuery, leaf: str) -> str:
    """Return the field that an indicator stands below."""
    structure = query.index.result.structure
    for field in query.index.fields:
        if leaf in structure.leaves(field):
            return field
    return structure.root


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
    of = len(query.index.ranks(query.index.root, query.period))
    return query.locale.text(
        "index.with_figure",
        figure=query.figure(leaf, figure),
        score=query.points(score),
        rank=wording.rank(position, of, query.language),
    )


def choices_chart(query: IndexQuery) -> ChartWithTable | None:
    """Return which choice matters most for the ranks; None where fewer than two vary, or none
    moves a rank.
    """
    found = query.robustness[query.index.description.id].effects
    if found is None or found.shift["total"].isna().all():
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
        ),
        subtitle=locale.text("index.choices_subtitle"),
    )
    keys = (
        "index.choice", "index.first_order", "index.total_order", "index.total_low",
        "index.total_high",
    )  # fmt: skip
    header = [locale.text(key) for key in keys]
    columns = ["first", "total", "total_low", "total_high"]
    rows = [
        [locale.text(f"index.choice_{choice}"), *values]
        for choice, *values in shift[columns].itertuples()
    ]
    return ChartWithTable(
        named_bars(bars, query.half(), frame),
        header,
        rows,
        about_index(query),
        f"index-choices-{query.index.description.id}-{query.period}",
        dict.fromkeys(header[1:], "percent"),
    )


def choices_sentence(query: IndexQuery) -> str:
    """Say how much of the movement of ranks the choice that matters most has a part in.

    Of all ranks, then of that of the place itself, where it moves.
    """
    found = query.robustness[query.index.description.id].effects
    if found is None:
        return ""
    locale = query.locale
    shift = found.shift.sort_values("total", ascending=False)
    sentences = [
        locale.text(
            "index.choices_says",
            choice=locale.text(f"index.choice_{shift.index[0]}"),
            total=_percent(query, float(shift["total"].iloc[0])),
            first=_percent(query, float(shift["first"].iloc[0])),
        )
    ]
    place = query.subject.place
    if place not in found.total:  # it has no rank
        return sentences[0]
    of_place = found.total[place].dropna().sort_values(ascending=False)
    if len(of_place):
        sentences.append(
            locale.text(
                "index.choice_of_place",
                place=query.name(place),
                choice=locale.text(f"index.choice_{of_place.index[0]}"),
                total=_percent(query, float(of_place.iloc[0])),
            )
        )
    return locale.join("sentence.next", sentences)


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
    titles = [locale.text(key) for key in header]
    decimals = dict.fromkeys(titles[3:6], "%.2f")
    return ChartWithTable(
        NO_CHART,
        titles,
        rows,
        about_index(query),
        f"index-audit-{query.index.description.id}",
        {titles[2]: "percent", **decimals},
    )


def _correlation(scores: pd.DataFrame, node: str, above: str) -> float | None:
    """Return the correlation of a node's scores with those of one above; None without any."""
    value = scores[node].corr(scores[above]) if above else math.nan
    return None if math.isnan(value) else float(value)


def _number(value: float | None) -> float | None:
    """Return a number for a cell; None for one that is missing."""
    return None if value is None or math.isnan(value) else float(value)
