"""How an index is made, in words and tables, and what an examination of its fields found."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Hashable, Mapping, Sequence

from dashboard.views.chart_with_table import NO_CHART, ChartWithTable
from dashboard.views.composite_index import IndexQuery, about_index
from indicators import wording
from indicators.analysis import composite_index as analysis
from indicators.analysis import index_robustness as robustness
from indicators.composite import audit
from indicators.composite.normalisation import Normalisation
from indicators.composite.results import availability
from indicators.composite.table import periods
from indicators.export.index_steps import frame_to_csv, step_tables
from indicators.model import Unit

NUMBER = Unit("", "", kind="number")


def method_lines(query: IndexQuery) -> list[str]:
    """Say the choice of each step in the order in which they are made."""
    locale, description = query.locale, query.index.description
    method = description.method
    places = query.index.result.denominated.index.get_level_values(0).nunique()
    n = len(query.index.result.structure.indicators)
    lines = [locale.text("index.made_places", places=places, indicators=n)]
    definition = description.definition.get(query.language)
    if definition:
        lines.append(definition)
    divided = [query.title(leaf) for leaf in method.denominators]
    if divided:
        names = wording.listing(divided, query.language)
        lines.append(locale.text("index.made_sizes", indicators=names))
    lines.append(_gaps(query))
    lines.append(
        locale.text("index.made_outliers" if method.treatment else "index.made_outliers_no")
    )
    lines.append(_scale(query, method.normalisation))
    lines.append(locale.text("index.made_weights"))
    lines.append(_mean(query))
    if method.coverage:
        needed = wording.share(method.coverage, 1, query.language)
        lines.append(locale.text("index.made_coverage", needed=needed))
    return lines


def _gaps(query: IndexQuery) -> str:
    rule = query.index.description.method.imputation
    text = query.locale.text(f"index.gaps_{rule.rule}")
    if rule.max_age is None or rule.rule not in ("latest", "linear", "nearest"):
        return text
    return query.locale.join(
        "sentence.next", [text, query.locale.text("index.gaps_age", n=rule.max_age)]
    )


def _scale(query: IndexQuery, rule: Normalisation) -> str:
    low, high = (f"{end:g}" for end in rule.scale)
    return query.locale.text(
        "index.made_scale",
        rule=query.locale.text(f"index.rule_{rule.rule}"),
        explained=query.locale.text(f"index.explained_{rule.rule}"),
        low=low,
        high=high,
    )


def _mean(query: IndexQuery) -> str:
    rule = query.index.description.method.aggregation
    text = query.locale.text(
        "index.made_mean",
        rule=query.locale.text(f"index.rule_{rule.rule}"),
        explained=query.locale.text(f"index.explained_{rule.rule}"),
    )
    if not rule.availability:
        return text
    needed = wording.share(rule.availability, 1, query.language)
    available = query.locale.text("index.made_available", needed=needed)
    return query.locale.join("sentence.next", [text, available])


def trial_lines(query: IndexQuery) -> list[str]:
    """Say what the trials behind the likely ranks vary; nothing where nothing varies."""
    locale, choices = query.locale, query.index.description.alternatives
    lines = []
    for key, rules in (
        ("normalisation", [str(item.rule) for item in choices.normalisation]),
        ("aggregation", [str(item.rule) for item in choices.aggregation]),
    ):
        if rules:
            names = [locale.text(f"index.rule_{rule}") for rule in rules]
            text = wording.listing(names, query.language)
            lines.append(locale.text(f"index.trial_{key}", rules=text))
    if choices.imputation:
        rules = [locale.text(f"index.gaps_{item.rule}") for item in choices.imputation]
        lines.append(
            locale.text("index.trial_imputation", rules=wording.listing(rules, query.language))
        )
    if choices.treatment:
        lines.append(locale.text("index.trial_treatment"))
    if choices.noise:
        share = wording.share(choices.noise, 1, query.language)
        lines.append(locale.text("index.trial_weights", share=share))
    if choices.removal:
        lines.append(locale.text("index.trial_removed"))
    if lines:
        runs = locale.number(analysis.RUNS)
        lines.append(locale.text("index.trial_runs", runs=runs, seed=analysis.SEED))
    return lines


def indicators_table(query: IndexQuery) -> ChartWithTable:
    """Return the indicators with direction, goalposts, size and weights."""
    locale, description = query.locale, query.index.description
    structure, method = query.index.result.structure, description.method
    weights = structure.effective_weights()
    rows: list[list[object]] = []
    for field in query.index.fields:
        for leaf in structure.leaves(field):
            posts = method.normalisation_of(leaf).goalposts.get(leaf)
            unit = query.dataset.catalogue.indicators[description.columns[leaf]].unit
            better = "higher" if method.direction(leaf) > 0 else "lower"
            rows.append(
                [
                    query.title(field),
                    query.title(leaf),
                    locale.text(f"index.better_{better}"),
                    posts.low if posts else None,
                    posts.high if posts else None,
                    locale.text("index.log") if posts and posts.log else "",
                    unit.label.get(query.language),
                    _size(query, leaf),
                    weights[leaf] / weights[field],
                    weights[leaf],
                ]
            )
    keys = (
        "app.pillar", "app.indicator", "index.better", "index.goalpost_low", "index.goalpost_high",
        "index.step_between", "app.unit", "index.size", "index.weight_in_field",
        "index.weight_in_index",
    )  # fmt: skip
    header = [locale.text(key) for key in keys]
    return ChartWithTable(
        NO_CHART,
        header,
        rows,
        about_index(query),
        f"index-method-{description.id}",
        {header[8]: "percent", header[9]: "percent"},
    )


def _size(query: IndexQuery, leaf: str) -> str:
    """Return what an indicator is divided by, 'per 100 people'; '' for nothing."""
    size = query.index.description.method.denominators.get(leaf)
    if size is None:
        return ""
    unit = query.dataset.catalogue.indicators[size.column].unit.label.get(query.language)
    scale = wording.number(size.scale, NUMBER, query.language)
    return query.locale.text("index.per_size", scale=scale, size=unit)


def steps_archive(query: IndexQuery) -> bytes:
    """Return the table of each step as CSV, all in one ZIP file; the same as the command writes."""
    tables = step_tables(query.index.result, query.index.figures.inputs.groups)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            archive.writestr(f"{name}.csv", frame_to_csv(table))
    return file.getvalue()


def _field_years(query: IndexQuery) -> dict[str, str]:
    """Return the year in which each field is examined: that of the index, else its newest."""
    return {field: query.period or query.index.newest(field) for field in query.index.fields}


def fields_table(query: IndexQuery) -> ChartWithTable:
    """Return how each field covers and hangs together: places, observed share, alpha, components.

    Importance is the squared correlation of a field with the index, beside its weight.
    """
    locale, index = query.locale, query.index
    structure = index.result.structure
    observed = availability(index.result)
    weights = structure.effective_weights()
    rows: list[list[object]] = []
    for node, year in {**_field_years(query), index.root: query.period}.items():
        if not year:
            rows.append([query.title(node), "", 0, None, weights[node], *[None] * 4])
            continue
        result = robustness.result_of_year(query.dataset, index, year)
        found = audit.consistency(result).to_dict("index")[node]
        of_year = observed[node][[name == year for name in periods(observed.index)]]
        scores = result.scores
        r = scores[node].corr(scores[index.root]) if query.period else math.nan
        rows.append(
            [
                query.title(node),
                wording.period(year, query.language),
                int(scores[node].notna().sum()),
                float(of_year.median()),
                weights[node],
                _known(r * r) if node != index.root else None,
                _known(found["alpha"]),
                _known(found.get("first", math.nan)),
                _known(found.get("above_one", math.nan)),
            ]
        )
    keys = (
        "app.pillar", "app.period", "index.places_scored", "index.observed", "index.weight",
        "index.importance", "index.alpha", "index.first_component", "index.components",
    )  # fmt: skip
    header = [locale.text(key) for key in keys]
    return ChartWithTable(
        NO_CHART,
        header,
        rows,
        about_index(query),
        f"index-fields-audit-{index.description.id}",
        {
            header[3]: "percent",
            header[4]: "percent",
            header[5]: "percent",
            header[6]: "%.2f",
            header[7]: "percent",
            header[8]: "%.0f",
        },
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def pairs_table(query: IndexQuery) -> ChartWithTable:
    """Return the correlations between the scores of fields in the year shown."""
    index = query.index
    year = query.period or max(_field_years(query).values(), default="")
    result = robustness.result_of_year(query.dataset, index, year)
    fields = list(index.fields)
    table = audit.correlations(result, fields, fields)
    header = [query.locale.text("app.pillar"), *(query.title(field) for field in fields)]
    rows: list[list[object]] = [
        [query.title(row), *_below(table.loc[row].to_dict(), fields, row)] for row in fields
    ]
    return ChartWithTable(
        NO_CHART,
        header,
        rows,
        about_index(query),
        f"index-correlations-{index.description.id}",
        dict.fromkeys(header[1:], "%.2f"),
    )


def statistics_table(query: IndexQuery) -> ChartWithTable:
    """Return the distribution of each indicator's figures in the year shown, as observed."""
    index = query.index
    year = query.period or max(_field_years(query).values(), default="")
    result = robustness.result_of_year(query.dataset, index, year)
    found = audit.statistics(result.denominated)
    columns = ["available", "min", "median", "mean", "max", "sd", "skewness", "kurtosis"]
    rows: list[list[object]] = [
        [query.title(str(leaf)), *map(_known, values)]
        for leaf, *values in found[columns].itertuples()
    ]
    keys = (
        "app.indicator", "app.figures", "index.least", "index.median", "index.mean",
        "index.greatest", "index.deviation", "index.skewness", "index.kurtosis",
    )  # fmt: skip
    header = [query.locale.text(key) for key in keys]
    decimals = dict.fromkeys(header[2:], "%.3g")
    return ChartWithTable(
        NO_CHART,
        header,
        rows,
        about_index(query),
        f"index-statistics-{index.description.id}",
        {header[1]: "%.0f", **decimals},
    )


def _below(values: Mapping[Hashable, float], fields: Sequence[str], row: str) -> list[float | None]:
    """Return the correlations of a row with the fields before it; each pair stands once."""
    position = fields.index(row)
    shown = [_known(values[field]) for field in fields[:position]]
    return [*shown, *[None] * (len(fields) - position)]
