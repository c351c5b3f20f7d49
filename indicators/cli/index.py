"""`indicators index`: compute a composite index that a YAML file describes."""

from __future__ import annotations

from pathlib import Path

import click

from indicators.cli.commands import Command, Option, PowerOfTwo
from indicators.cli.project import Project, with_project

DEFAULT_SEED = 1


@click.command(cls=Command)
@click.argument("description", type=click.Path(path_type=Path), metavar="DESCRIPTION.yaml")
@click.argument("file", type=click.Path(path_type=Path), required=False, metavar="[DATA.csv]")
@click.option("--steps", cls=Option, type=click.Path(path_type=Path), metavar="DIR")
@click.option("--audit", cls=Option, type=click.Path(path_type=Path), metavar="DIR")
@click.option("--compare", cls=Option, type=click.Path(path_type=Path), metavar="OTHER.yaml")
@click.option("--uncertainty", cls=Option, type=click.IntRange(min=2), metavar="N")
@click.option("--sensitivity", "sobol", cls=Option, type=PowerOfTwo(), metavar="N")
@click.option("--seed", cls=Option, type=int, default=DEFAULT_SEED, metavar="S")
@with_project
def index(
    project: Project,
    description: Path,
    file: Path | None,
    steps: Path | None,
    audit: Path | None,
    compare: Path | None,
    uncertainty: int | None,
    sobol: int | None,
    seed: int,
) -> int:
    """Compute a composite index that a YAML file describes, and write its scores."""
    # scipy takes longer to import than other commands take in all
    from indicators.cli.index_tables import Analyses, write_index

    analyses = Analyses(uncertainty, sobol, seed, compare, audit)
    return write_index(project, description, file, steps, analyses)
