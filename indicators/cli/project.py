"""What every command works on: configuration, data folder, and the language of problems."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from indicators import history, locale
from indicators.loading.load import CONFIG, DATA
from indicators.problems import Problem
from indicators.text import printable

OK, PROBLEMS, REFUSED = 0, 1, 2
"""Exit statuses: all well; done, with problems; nothing was done."""
PROJECT = "indicators.project"
"""Where a command leaves its Project in the context that it shares with the group."""
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Variables of the environment that name a language, the first one that is set goes (POSIX)."""


@dataclass(frozen=True)
class Project:
    """The files of one dashboard, and the language in which its problems are written."""

    config: Path = Path(CONFIG)
    data: Path = Path(DATA)
    language: str = locale.FALLBACK

    def report(self, problem: Problem, indent: str = "") -> None:
        """Write a problem with its severity on standard error."""
        print(f"{indent}{self.sentence(problem)}", file=sys.stderr)

    def sentence(self, problem: Problem) -> str:
        """Write a problem with its severity before it, in the language of this command."""
        words = locale.get_locale(self.language)
        return words.text(f"problem_text.{problem.severity}", text=problem.text(self.language))

    def report_history(self) -> None:
        """Write on standard error what is wrong with the records of changes."""
        for problem in history.journal(self.data)[1]:
            self.report(problem)


def language_of(environment: Mapping[str, str]) -> str:
    """Give the language that the environment asks for ('zh_CN.UTF-8' is 'zh'), else English."""
    setting = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    code = setting.partition(".")[0].replace("_", "-")
    return locale.get_locale(code).language


def project_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name the project; they stand before or after a command's name."""
    options = (
        click.option(
            "--project",
            type=click.Path(path_type=Path),
            metavar="DIR",
            help=f"The folder with {CONFIG} and {DATA}/ (this folder).",
        ),
        click.option(
            "--config",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=f"The configuration ({CONFIG}).",
        ),
        click.option(
            "--data",
            type=click.Path(path_type=Path),
            metavar="FOLDER",
            help=f"The folder with the figures ({DATA} beside the configuration).",
        ),
        click.option(
            "--lang",
            type=click.Choice(locale.languages()),
            help="The language of problems (that of the environment).",
        ),
    )
    # Click lists options in the reverse order of their decorators.
    for option in reversed(options):
        command = option(command)
    return command


def with_project(function: Callable[..., int]) -> Callable[..., int]:
    """Return a command its Project first, made from the options of the group and its own."""

    @project_options
    @click.pass_context
    @wraps(function)
    def command(
        context: click.Context,
        /,
        project: Path | None,
        config: Path | None,
        data: Path | None,
        lang: str | None,
        **options: Any,
    ) -> int:
        # Options before the command's name belong to the group; those after it go first.
        before = context.find_root().params
        context.meta[PROJECT] = make_project(
            project or before["project"],
            config or before["config"],
            data or before["data"],
            lang or before["lang"],
        )
        return function(context.meta[PROJECT], **options)

    return command


def make_project(
    project: Path | None = None,
    config: Path | None = None,
    data: Path | None = None,
    lang: str | None = None,
) -> Project:
    """Make a Project from the options; click.UsageError where they contradict one another."""
    if project is not None and config is not None:
        raise click.UsageError("--project and --config both name the configuration: give one.")
    path = config or (project or Path()) / CONFIG
    folder = data if data is not None else path.parent / DATA
    return Project(path, folder, lang or language_of(os.environ))


def print_text(text: str, *, error: bool = False) -> None:
    """Write text that may come from a file on one line, safe for a terminal."""
    print(printable(text), file=sys.stderr if error else sys.stdout)
