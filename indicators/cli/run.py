"""`indicators run`: start the dashboard on a project."""

from __future__ import annotations

import os
import runpy
import signal
import sys

import click

from indicators import shipped
from indicators.cli.commands import Command
from indicators.cli.project import REFUSED, Project, with_project
from indicators.loading.load import DATA

CONFIG_VARIABLE = "DASHBOARD_CONFIG"
"""The environment variable that holds the path of the dashboard's configuration."""


@click.command(cls=Command, context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[STREAMLIT OPTION]...")
@with_project
def run(project: Project, options: tuple[str, ...]) -> int:
    """Start the dashboard; it answers on http://localhost:8501 until it is stopped."""
    config = project.config.resolve()
    if project.data.resolve() != (config.parent / DATA).resolve():
        raise click.UsageError(project.text("run.data_elsewhere", data=DATA, config=config.name))
    if not config.is_file():
        project.say("run.no_config", config=project.config, error=True)
        return REFUSED
    os.environ[CONFIG_VARIABLE] = str(config)
    # Streamlit looks for secrets.toml, which a sign-in needs, in .streamlit/ of this folder.
    os.chdir(config.parent)
    sys.argv = ["streamlit", "run", str(shipped.site_folder() / "app.py"), *options]
    if hasattr(signal, "SIGPIPE"):
        signal.signal(
            signal.SIGPIPE, signal.SIG_IGN
        )  # a visitor who leaves must not end the server
    # In this process, so that signals reach the server; ends by SystemExit.
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return REFUSED
