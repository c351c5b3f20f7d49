"""`indicators formats` and `problems`: the pages of docs/ that are made from the code."""

from __future__ import annotations

import sys

import click

from indicators import problem_page
from indicators.cli.project import OK
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
