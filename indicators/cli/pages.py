"""`indicators formats`, `problems` and `holdings`: pages of docs/ that are made, not written."""

from __future__ import annotations

import contextlib
import secrets
import sys
from pathlib import Path

import click

from indicators import holdings_page
from indicators.cli.commands import Command, Option, words
from indicators.cli.project import OK, REFUSED, Project, print_text, with_project
from indicators.readers import docs_page

target_option = click.option(
    "--write", "target", cls=Option, type=click.Path(path_type=Path), metavar="FILE"
)


@click.command(cls=Command)
@target_option
@click.pass_context
def formats(context: click.Context, target: Path | None) -> int:
    """Write the formats of files that are read, as docs/formats.md has them."""
    return write_page(docs_page.page(), target, context)


@click.command(cls=Command)
@target_option
@click.pass_context
def problems(context: click.Context, target: Path | None) -> int:
    """Write every kind of problem and what to do about it, as docs/problems.md has them."""
    from indicators import problem_page  # an example of each problem, for this command alone

    return write_page(problem_page.page(), target, context)


def write_page(page: str, target: Path | None, context: click.Context) -> int:
    """Write a page on standard output, or put it in the place of a file: whole, or not at all."""
    if target is None:
        sys.stdout.write(page)
        return OK
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        draft.write_text(page, encoding="utf-8")
        draft.replace(target)
    except OSError as error:
        reason = error.strerror or error
        text = words(context).text("command.not_written", file=target, reason=reason)
        print_text(text, error=True)
        return REFUSED
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()  # it is gone already where it has taken its place
    return OK


@click.command(cls=Command)
@target_option
@with_project
def holdings(project: Project, target: Path | None) -> int:
    """Write what is held by field and level, as docs/data.md has it."""
    dataset = project.load()
    page = holdings_page.page(dataset, project.language)
    return write_page(page, target, click.get_current_context())
