"""`indicators run`: start the dashboard on a project."""

from __future__ import annotations

import os
import runpy
import signal
import sys

import click

from indicators import shipped
from indicators.cli.project import REFUSED, Project, print_text, with_project
from indicators.loading.load import DATA

CONFIG_VARIABLE = "DASHBOARD_CONFIG"
"""The environment variable that holds the path of the dashboard's configuration."""


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[STREAMLIT OPTION]...")
@with_project
def run(project: Project, options: tuple[str, ...]) -> int:
    """Start the dashboard; it answers on http://localhost:8501 until it is stopped.

    Options that are not listed here go to Streamlit: --server.port 8600
    """
    config = project.config.resolve()
    if project.data.resolve() != (config.parent / DATA).resolve():
        raise click.UsageError(
            f"the dashboard reads {DATA}/ beside {config.name}: leave --data out."
        )
    if not config.is_file():
        print_text(
            f"{project.config}: no such file. Name the folder of a project with --project DIR; "
            "`indicators new DIR --country CODE` makes one.",
            error=True,
        )
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
