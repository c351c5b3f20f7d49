"""What other choices do to an index: weights of its fields, another mean, another scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import Chart, Frame, Places, rank_intervals
from dashboard.views import labels
from dashboard.views.chart_with_table import NO_CHART, ChartWithTable
from dashboard.views.composite_index import IndexQuery, about_index
from indicators import wording
from indicators.analysis.composite_index import (
    Choices,
    other_aggregations,
    other_normalisations,
    ranks_with,
)

STEP, MOST = 5, 100
OPTIONS = {str(weight): str(weight) for weight in range(0, MOST + 1, STEP)}
"""The weights that a slider offers; only their shares count."""
MAX_MOVERS = 3
"""So many places are named that rise or fall most."""
MAX_ROWS = 9
"""So many places are drawn with their ranks then."""
VALUES = ("rank", "rank_after", "score", "score_after")
"""The columns of `ranks_with` that a table has."""


@dataclass(frozen=True)
class Effect:
    """What choices do: to the place, to those that move most, and to every place.

    `note` explains scores that a mean makes 0.
    """

    sentence: str
    movers: list[str]
    table: ChartWithTable
    note: str = ""


def described_weights(query: IndexQuery) -> dict[str, int]:
    """Return the weights of the fields as sliders have them: percent, to the nearest step."""
    structure = query.index.result.structure
    weights = structure.effective_weights()
    return {field: _stepped(100 * weights[field]) for field in query.index.fields}


def _stepped(weight: float) -> int:
    return min(MOST, max(0, STEP * round(weight / STEP)))


def weights_from(query: IndexQuery, address: str) -> dict[str, int]:
    """Read the weights of an address, '20,30,…' in the order of the fields; else the described."""
    described = described_weights(query)
    if not address or not are_weights(query, address):
        return described
    return dict(zip(described, map(int, address.split(",")), strict=True))


def are_weights(query: IndexQuery, address: str) -> bool:
    """Say whether an address has weights that can be used, or none at all."""
    described = described_weights(query)
    parts = address[: 4 * len(described) + 4].split(",")
    return not address or (len(parts) == len(described) and all(part in OPTIONS for part in parts))


def weights_text(query: IndexQuery, weights: Mapping[str, int]) -> str:
    """Write weights for an address; '' where they are those of the description."""
    if dict(weights) == described_weights(query):
        return ""
    return ",".join(str(weights[field]) for field in query.index.fields)


def effect(query: IndexQuery, weights: Mapping[str, int], mean: str, scale: str) -> Effect:
    """Return what other weights of the fields, another mean and another scale do to the ranks.

    The chart has the ranks then, the best first.
    """
    index = query.index
    other = {} if weights == described_weights(query) else dict(weights)
    choices = Choices(
        {field: float(weight) for field, weight in other.items()},
        other_aggregations(index).get(mean),
        other_normalisations(index).get(scale),
    )
    if other and not sum(weights.values()):
        empty = ChartWithTable(NO_CHART, [], [])
        return Effect(query.locale.text("index.weights_zero"), [], empty)
    table = ranks_with(index, query.period, choices)
    return Effect(
        _sentence(query, table),
        _movers(query, table),
        _table(query, table),
        _zero_note(query, table),
    )


def _zero_note(query: IndexQuery, table: pd.DataFrame) -> str:
    """Say how many places have no points then, and why; '' where that was so before."""
    least = query.index.result.method.normalisation.scale[0]
    count = int(((table["score_after"] <= least) & (table["score"] > least)).sum())
    return query.locale.text("index.zero_scores", n=count) if count else ""


def _sentence(query: IndexQuery, table: pd.DataFrame) -> str:
    row = {name: table[name].to_dict()[query.subject.place] for name in ("rank", "rank_after")}
    name = query.name(query.subject.place)
    if pd.isna(row["rank_after"]):
        return query.locale.text("index.effect_none", place=name)
    before, after = (wording.rank(int(row[key]), None, query.language) for key in row)
    key = "index.effect_same" if before == after else "index.effect"
    return query.locale.text(key, place=name, before=before, after=after)


def _movers(query: IndexQuery, table: pd.DataFrame) -> list[str]:
    """Name the places whose rank moves most, without those that stay."""
    moves = (table["rank"] - table["rank_after"]).dropna()
    largest = moves[moves != 0].abs().sort_values(ascending=False, kind="stable")
    lines = []
    for place in largest.index[:MAX_MOVERS]:
        ranks = (int(table[name].to_dict()[place]) for name in ("rank", "rank_after"))
        before, after = (wording.rank(position, None, query.language) for position in ranks)
        text = query.locale.text(
            "index.effect", place=query.name(place), before=before, after=after
        )
        lines.append(text)
    return lines


def _table(query: IndexQuery, table: pd.DataFrame) -> ChartWithTable:
    locale = query.locale
    keys = ("app.place", "app.rank", "index.rank_after", "index.score", "index.score_after")
    header = [locale.text(key) for key in keys]
    rows = [
        [query.name(str(place)), *map(_cell, values)]
        for place, *values in table[list(VALUES)].itertuples()
    ]
    return ChartWithTable(
        _chart(query, table),
        header,
        rows,
        about_index(query),
        f"index-what-if-{query.index.description.id}-{query.period}",
        {header[3]: "%.1f", header[4]: "%.1f"},
    )


def _cell(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _chart(query: IndexQuery, table: pd.DataFrame) -> Chart:
    """Draw the rank then of the peers, the bar from the rank now to it."""
    shown = table[[place in query.peers for place in table.index]].dropna(subset=["rank_after"])
    shown = shown.sort_values("rank_after", kind="stable")
    ends = shown[["rank", "rank_after"]]
    moves = zip(shown["rank"], shown["rank_after"], strict=True)
    data = pd.DataFrame(
        {
            "place": shown.index,
            "rank": shown["rank_after"].to_numpy(),
            "low": ends.min(axis=1).to_numpy(),
            "high": ends.max(axis=1).to_numpy(),
            "text": [_move_text(*move) for move in moves],
        }
    )
    frame = Frame(
        title=query.locale.text("index.ranks_then"),
        subtitle=query.locale.text("index.ranks_then_subtitle"),
    )
    places = Places(labels.places(query.dataset, query.locale), (query.subject.place,))
    return rank_intervals(data, places, query.half(), frame, max_rows=MAX_ROWS)


def _move_text(before: float, after: float) -> str:
    return f"{before:.0f}" if before == after else f"{before:.0f} → {after:.0f}"
