"""Commands whose help and errors are written in the reader's language.

click keeps the words of a command in English with its code; here they stand in the locale files,
`command.NAME` for a command and `command.NAME.OPTION` for its options, `command.option.OPTION` for
those that every command has.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from typing import Any

import click
from click.exceptions import NoSuchCommand

from indicators import locale
from indicators.locale import Locale

_LANGUAGE = "indicators.language"
"""Where `--lang` stands in what the contexts of the group and of its command share."""
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Variables of the environment that name a language, the first one that is set goes (POSIX)."""
_HELP = "--help"


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for ('zh_CN.UTF-8' is 'zh'), else English."""
    setting = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    code = setting.partition(".")[0].replace("_", "-")
    return locale.get_locale(code).language


def words(context: click.Context | None) -> Locale:
    """Return the words of the language that --lang names, else the environment."""
    language = context.meta.get(_LANGUAGE) if context else None
    return locale.get_locale(language or language_of(os.environ))


def set_language(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> str | None:
    """Note what --lang says, before any other option is read."""
    if value:
        context.meta[_LANGUAGE] = value
    return value


class Option(click.Option):
    """An option whose help is in the reader's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option as it is typed, and its help."""
        translated = copy.copy(self)
        of_command, of_all = (
            f"command.{name}.{self.name}" for name in (ctx.command.name, "option")
        )
        texts = words(ctx)
        translated.help = texts.text(of_command if of_command in texts else of_all)
        return super(Option, translated).get_help_record(ctx)


class Command(click.Command):
    """A command whose help is in the reader's language."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        prefix = f"{words(ctx).text('command.usage')} "
        formatter.write_usage(ctx.command_path, pieces, prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(words(ctx).text(f"command.{self.name}"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, each with its help."""
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section(words(ctx).text("command.options")):
            formatter.write_dl(records)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first line of the help."""
        context = click.get_current_context(silent=True)
        return words(context).text(f"command.{self.name}").split("\n\n")[0]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help."""
        option = super().get_help_option(ctx)
        if option:
            option.help = words(ctx).text("command.option.help")
        return option


class Group(Command, click.Group):
    """A group of commands whose help is in the reader's language."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands with the first line of the help of each."""
        super().format_options(ctx, formatter)
        records = [
            (name, command.get_short_help_str()) for name, command in sorted(self.commands.items())
        ]
        with formatter.section(words(ctx).text("command.commands")):
            formatter.write_dl(records)


class PowerOfTwo(click.ParamType[int]):
    """A whole number that is a power of two, from 2 on."""

    name = "integer"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number. Raises BadParameter for any other."""
        number = click.INT.convert(value, param, ctx)
        # a power of two shares no bit with the number below it
        if number < 2 or number & (number - 1):
            self.fail(f"{number} is not a power of two.", param, ctx)
        return number


def error_lines(error: click.ClickException) -> list[str]:
    """Return what is wrong with how a command was called: its usage, where help is, the reason."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return [error.format_message()]
    context = getattr(error, "ctx", None)
    texts = words(context)
    lines: list[str] = []
    if context is not None:
        asking = f"{context.command_path} {_HELP}"
        lines += [context.get_usage(), texts.text("command.error.help", command=asking), ""]
    return [*lines, texts.text("command.error", reason=_reason(error, texts))]


def _reason(error: click.ClickException, texts: Locale) -> str:
    """Say what is wrong in the reader's language; as click says it where this has no words."""
    if isinstance(error, click.NoSuchOption | NoSuchCommand):
        return _unknown(error, texts)
    if isinstance(error, click.MissingParameter) and error.param:
        return texts.text("command.error.missing", parameter=_name(error.param))
    if isinstance(error, click.BadParameter) and error.param:
        reason = _type_reason(error.param.type, texts) or error.message
        return texts.text("command.error.value", parameter=_name(error.param), reason=reason)
    return error.format_message()


def _unknown(error: click.NoSuchOption | NoSuchCommand, texts: Locale) -> str:
    """Say that there is no such option or command, and which one is most like it."""
    if isinstance(error, click.NoSuchOption):
        reason = texts.text("command.error.option", option=error.option_name)
    else:
        reason = texts.text("command.error.command", command=error.command_name)
    if not error.possibilities:
        return reason
    return texts.text("command.error.similar", reason=reason, similar=error.possibilities[0])


def _type_reason(kind: click.ParamType[Any], texts: Locale) -> str:
    """Say what a parameter of this type takes; '' for one that says it itself."""
    if isinstance(kind, click.Choice):
        choices = texts.join("problem_text.list", [str(choice) for choice in kind.choices])
        return texts.text("command.error.choice", choices=choices)
    if isinstance(kind, PowerOfTwo):
        return texts.text("command.error.power_of_two")
    if isinstance(kind, click.IntRange) and kind.max is not None:
        return texts.text("command.error.between", least=str(kind.min), most=str(kind.max))
    if isinstance(kind, click.IntRange):
        return texts.text("command.error.at_least", least=str(kind.min))
    return texts.text("command.error.number") if kind is click.INT else ""


def _name(parameter: click.Parameter) -> str:
    """Give an option as it is typed, an argument as the usage names it."""
    is_option = isinstance(parameter, click.Option)
    return parameter.opts[-1] if is_option else parameter.metavar or parameter.human_readable_name
