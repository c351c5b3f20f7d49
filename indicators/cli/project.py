"""What every command works on: configuration, data folder, and the language that it writes."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from indicators import history, locale
from indicators.cli.commands import Option, language_of, set_language, words
from indicators.dataset import Dataset
from indicators.loading import snapshot
from indicators.loading.load import CONFIG, DATA, load
from indicators.problems import Problem
from indicators.text import printable

OK, PROBLEMS, REFUSED = 0, 1, 2
"""Exit statuses: all well; done, with problems; nothing was done."""
PROJECT = "indicators.project"
"""Where a command leaves its Project in the context that it shares with the group."""


@dataclass(frozen=True)
class Project:
    """The files of one dashboard, and the language in which a command writes."""

    config: Path = Path(CONFIG)
    data: Path = Path(DATA)
    language: str = locale.FALLBACK

    def load(self) -> Dataset:
        """Return the figures, read from the files where the snapshot differs from its checksums.

        What a command writes is used elsewhere, so all of it is compared (20 MB take 10 ms).
        """
        dataset = load(self.config, self.data)
        try:
            for _ in snapshot.compare(dataset.fingerprint):
                pass
        except ValueError:
            return load(self.config, self.data)
        return dataset

    def text(self, key: str, **values: object) -> str:
        """Return the text `command.<key>`, with numbers as the language writes them."""
        texts = locale.get_locale(self.language)
        written = {name: _written(value, texts) for name, value in values.items()}
        return texts.text(f"command.{key}", **written)

    def say(self, key: str, *, indent: str = "", error: bool = False, **values: object) -> None:
        """Write a text of the command line on one line."""
        print_text(indent + self.text(key, **values), error=error)

    def command(self, words: str) -> str:
        """Write a command on this project as the shell takes it from here."""
        context = click.get_current_context(silent=True)
        program = context.find_root().info_name if context else ""
        # Without the installed command it is the module, whatever started this process.
        start = "indicators" if program == "indicators" else "python -m indicators"
        options: list[str] = []
        if self.config.name != CONFIG:
            options += ["--config", str(self.config)]
        elif self.config.parent != Path():
            options += ["--project", str(self.config.parent)]
        if self.data != self.config.parent / DATA:
            options += ["--data", str(self.data)]
        return " ".join([start, words, *map(shlex.quote, options)])

    def names(self, names: Iterable[str]) -> str:
        """Write names as a list."""
        return locale.get_locale(self.language).join("problem_text.list", names)

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


def _written(value: object, texts: locale.Locale) -> object:
    """Write a number and a list of names as the language does; anything else stays."""
    if isinstance(value, tuple):
        return texts.join("problem_text.list", map(str, value))
    return texts.number(value) if isinstance(value, int) else value


def project_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name the project; they stand before or after a command's name."""
    options = (
        click.option("--project", cls=Option, type=click.Path(path_type=Path), metavar="DIR"),
        click.option("--config", cls=Option, type=click.Path(path_type=Path), metavar="FILE"),
        click.option("--data", cls=Option, type=click.Path(path_type=Path), metavar="FOLDER"),
        click.option(
            "--lang",
            cls=Option,
            type=click.Choice(locale.languages()),
            is_eager=True,  # before --help, which is written in this language
            callback=set_language,
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
        context = click.get_current_context(silent=True)
        raise click.UsageError(words(context).text("command.error.project_and_config"))
    path = config or (project or Path()) / CONFIG
    folder = data if data is not None else path.parent / DATA
    return Project(path, folder, lang or language_of(os.environ))


def print_text(text: str, *, error: bool = False) -> None:
    """Write text that may come from a file on one line, safe for a terminal."""
    print(printable(text), file=sys.stderr if error else sys.stdout)
