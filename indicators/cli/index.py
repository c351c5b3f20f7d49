"""`indicators index`: compute a composite index that a YAML file describes."""

from __future__ import annotations

from pathlib import Path

import click

from indicators.cli.project import Project, with_project

DEFAULT_SEED = 1


@click.command()
@click.argument("description", type=click.Path(path_type=Path), metavar="DESCRIPTION.yaml")
@click.argument("file", type=click.Path(path_type=Path), required=False, metavar="[DATA.csv]")
@click.option(
    "--steps", type=click.Path(path_type=Path), metavar="DIR", help="Write each step's table."
)
@click.option(
    "--uncertainty", type=click.IntRange(min=2), metavar="N", help="Ranks under N random choices."
)
@click.option(
    "--sensitivity",
    "sobol",
    type=click.IntRange(min=2),
    metavar="N",
    help="Sobol indices of the choices, from N points (a power of two).",
)
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Random seed.")
@with_project
def index(
    project: Project,
    description: Path,
    file: Path | None,
    steps: Path | None,
    uncertainty: int | None,
    sobol: int | None,
    seed: int,
) -> int:
    """Compute a composite index from DATA.csv, as DESCRIPTION.yaml says (docs/index.md).

    DATA.csv is tidy (indicator, place, period, value) or wide (a row a unit); without it the
    figures are those of the project, whose indicators the description names. Standard output is a
    tidy CSV: node, level, place, period, score, rank. With --uncertainty or --sensitivity it is
    their table instead, or, with --steps, they are written into its folder, too.
    """
    # scipy takes longer to import than other commands take in all
    from indicators.cli.index_tables import Analyses, write_index

    return write_index(project, description, file, steps, Analyses(uncertainty, sobol, seed))
