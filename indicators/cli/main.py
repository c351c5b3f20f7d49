"""The command line: `indicators COMMAND`, or `python -m indicators COMMAND`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import Any

import click

from indicators.cli.add import add
from indicators.cli.backtest import backtest
from indicators.cli.check import check
from indicators.cli.commands import Group, error_lines
from indicators.cli.export import export
from indicators.cli.history import history, undo
from indicators.cli.index import index
from indicators.cli.list import list_indicators
from indicators.cli.new import new
from indicators.cli.pages import formats, holdings, problems
from indicators.cli.project import OK, PROJECT, REFUSED, Project, project_options
from indicators.cli.read import read
from indicators.cli.run import run
from indicators.problems import ConfigError


class Commands(Group):
    """A group whose commands give their exit status; REFUSED where config.yaml is unusable."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was given."""
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            _report(error, ctx.meta.get(PROJECT, Project()))
            return REFUSED


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@project_options
def indicators(**_: object) -> None:
    """Check, list, export and add figures; make a project and show it."""


for command in (
    check,
    list_indicators,
    export,
    index,
    backtest,
    read,
    formats,
    problems,
    holdings,
    add,
    undo,
    history,
    new,
    run,
):
    indicators.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 well, 1 problems, 2 it could not start."""
    try:
        status = indicators.main(arguments, standalone_mode=False)
    except click.ClickException as error:
        print("\n".join(error_lines(error)), file=sys.stderr)
        return error.exit_code
    except click.Abort:
        return REFUSED
    return status if isinstance(status, int) else OK


def console() -> int:
    """Run the command that the shell gave, with UTF-8 output and quiet when a pipe is closed."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # whatever the console's own encoding is
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `... export | head` ends quietly
    return main()


def _report(error: ConfigError, project: Project) -> None:
    project.say("config_unusable", config=project.config.name, error=True)
    for problem in error.problems:
        print(f"  {problem.text(project.language)}", file=sys.stderr)
