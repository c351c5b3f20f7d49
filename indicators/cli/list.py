"""`indicators list`: one line an indicator, its cells parted by tabs."""

from __future__ import annotations

import click

from indicators.cli.commands import Command, Option
from indicators.cli.project import OK, Project, with_project
from indicators.dataset import Dataset
from indicators.model import Indicator
from indicators.text import printable


@click.command("list", cls=Command)
@click.option("--language", cls=Option)
@with_project
def list_indicators(project: Project, language: str | None) -> int:
    """Write the indicators: id, kind, figures, places, periods, unit, title."""
    dataset = project.load()
    project.report_history()
    for indicator in dataset.catalogue.indicators.values():
        print("\t".join(map(printable, _cells(dataset, indicator, language or project.language))))
    return OK


def _cells(dataset: Dataset, indicator: Indicator, language: str) -> tuple[str, ...]:
    wide = dataset.grid(indicator.id)
    return (
        indicator.id,
        indicator.kind,
        str(int((wide.cell >= 0).sum())),
        str(len(wide.places)),
        f"{wide.periods[0]}..{wide.periods[-1]}" if wide.periods else "-",
        indicator.unit.id,
        indicator.title.get(language),
    )
