"""A wrong call of the command line, told in Danish: Typer's own messages are English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup

from kvartalsbog.errors import UsageError, offered
from kvartalsbog.files.placement import why
from kvartalsbog.names import meant

_ARGUMENTS = {
    "period": "perioden, fx 2024K1",
    "year": "året, fx 2024",
    "sources": "filer, mapper eller adresser",
    "folder": "projektets mappe, ny eller tom",
    "pages": "sider af bogen",
    "plan": "planens fil, fx data/2024/plan.yml",
    "site": "sitets mappe",
    "first": "en periode eller et sites mappe",
    "shell": "skallen",
    "second": "den anden periode eller sites mappe",
}
_WRONG = (typer.TyperException, UsageError)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")


class WrongCallError(UsageError):
    """A call of which several things are wrong."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(self.reasons))


class Command(TyperCommand):
    """A command that tells all that is wrong with its call at once: the parser stops at the first."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from kvartalsbog.cli.help_page import write_command  # noqa: PLC0415 - most calls ask for no help

        write_command(str(ctx.info_name), self.help or "", self.params, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except _WRONG as error:
            first = error
        told = dict.fromkeys(
            wrong_call(error) if isinstance(error, typer.TyperException) else str(error)
            for error in self._wrong(ctx, given)
        )
        raise WrongCallError(told) if len(told) > 1 else first

    def _wrong(self, ctx: Any, args: list[str]) -> Iterator[Exception]:
        """What is wrong with the options, and then with the values of those that can be told."""
        sure = len(args)  # a value that follows an option that is none looks like an argument
        whole = args
        while True:
            try:
                values, rest, _ = self.make_parser(ctx).parse_args(list(args))
                break
            except typer.TyperException as error:
                yield error
                name = str(getattr(error, "option_name", ""))
                if hasattr(error, "possibilities"):
                    sure = min(
                        sure, next((at for at, given in enumerate(args) if given.partition("=")[0] == name), sure)
                    )
                kept = [argument for argument in args if argument.partition("=")[0] != name]
                if len(kept) == len(args):  # of several letters after one dash
                    return
                args = kept
        for parameter in self.get_params(ctx):
            if (
                parameter.param_type_name == "argument"
                and sure < len(whole)
                and values.get(parameter.name) not in whole[:sure]
            ):
                continue
            try:
                _, rest = parameter.handle_parse_result(ctx, values, rest)
            except _WRONG as error:
                yield error


def wrong_call(error: typer.TyperException) -> str:
    """What was wrong with a call, and where the help is; Typer's error says it in its type and attributes."""
    context: typer.Context | None = getattr(error, "ctx", None)
    help_ = f"Se: {context.command_path if context else 'kvartalsbog'} --help"
    return f"{_reason(error, context)} {help_}"


def _reason(error: Any, context: Any) -> str:
    if hasattr(error, "possibilities"):
        options = [
            name for one in getattr(context, "command", error).params for name in one.opts if name.startswith("--")
        ]
        return f"Tilvalget {error.option_name} findes ikke. {meant(error.option_name, [*options, '--help'])}".rstrip()
    if hasattr(error, "option_name"):
        wanted = "ikke have nogen værdi" if "does not take" in error.message else "have én værdi"
        return f"Tilvalget {error.option_name} er brugt forkert: det skal {wanted}."
    if hasattr(error, "param_type"):
        return f"Der mangler en værdi: {_name(error.param)}."
    if hasattr(error, "param"):
        found = _QUOTED.search(error.message)
        return f"Værdien for {_name(error.param)} kan ikke bruges.{_allowed(error.param, found[1] if found else '')}"
    if isinstance(group := getattr(context, "command", None), TyperGroup):
        found = _QUOTED.search(error.message)
        name = found[1] if found else ""
        return f"Kommandoen '{name}' findes ikke. {offered(name, group.list_commands(context))}"
    found = re.search(r" \(([^()]*)\)$", error.message)
    return f"Kommandoen fik for mange værdier: {found[1]}." if found else "Kommandoen er skrevet forkert."


def _allowed(parameter: Any, found: str) -> str:
    """What a parameter takes, where it takes numbers or some names only."""
    low, high = getattr(parameter, "min", None), getattr(parameter, "max", None)
    of = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if get_origin(of) is Literal:
        return f" {offered(found, get_args(of))}"
    if low is None and high is None:
        return " Tilladt: et tal." if of is float else ""
    return f" Tilladt: hele tal fra {low} til {high}." if high is not None else f" Tilladt: hele tal fra {low} og op."


def _name(parameter: Any) -> str:
    """What a parameter is called: an option as it is typed, an argument in Danish."""
    name = str(parameter.opts[0]) if parameter is not None else "ukendt"
    return _ARGUMENTS.get(name, name)


def refuse_unusable(arguments: Sequence[str]) -> None:
    """Raise UsageError for what no command can use: a folder that has gone, a name that is no text."""
    for argument in arguments:
        if "\0" in argument or any("\ud800" <= sign <= "\udfff" for sign in argument):
            message = f"{argument}: Navnet har tegn, der ikke kan læses som tekst."
            raise UsageError(f"{message} Omdøb filen eller mappen, eller kør med et sprog i UTF-8, fx LANG=C.UTF-8.")
    try:
        Path.cwd()
    except OSError as error:
        raise UsageError("Mappen, du står i, findes ikke længere, eller du må ikke se den. Gå til en anden.") from error


def unusable_file(error: OSError) -> str:
    """What the system refused to do with which file, in Danish."""
    if "No usable temporary directory" in str(error):  # of Python itself, without a name
        return "Der er ingen mappe til midlertidige filer, der kan skrives i. Ryd op på disken, eller sæt TMPDIR til en mappe."
    return f"{error.filename2 or error.filename or 'Systemet'}: Det kan ikke lade sig gøre: {why(error)}."
