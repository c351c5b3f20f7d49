"""`indicators formats`, `problems` and `holdings`: pages of docs/ that are made, not written."""

from __future__ import annotations

import sys

import click

from indicators import holdings_page, problem_page
from indicators.cli.project import OK, Project, with_project
from indicators.loading.load import load
from indicators.readers.docs_page import page


@click.command()
def formats() -> int:
    """Write the formats of files that are read, as docs/formats.md has them."""
    sys.stdout.write(page())
    return OK


@click.command()
def problems() -> int:
    """Write every kind of problem and what to do about it, as docs/problems.md has them."""
    sys.stdout.write(problem_page.page())
    return OK


@click.command()
@with_project
def holdings(project: Project) -> int:
    """Write what is held by field and level, as docs/data.md has it."""
    sys.stdout.write(holdings_page.page(load(project.config, project.data), project.language))
    return OK
