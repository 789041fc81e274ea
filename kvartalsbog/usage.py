"""A wrong call of the command line, told in Danish: Typer's own messages are English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from kvartalsbog.errors import UsageError
from kvartalsbog.placement import why

_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")


def wrong_call(error: typer.TyperException) -> str:
    """What was wrong with a call, and where the help is; Typer's error says it in its type and attributes."""
    context: typer.Context | None = getattr(error, "ctx", None)
    help_ = f"Se: {context.command_path if context else 'kvartalsbog'} --help"
    return f"{_reason(error, context)} {help_}"


def _reason(error: Any, context: Any) -> str:
    if hasattr(error, "possibilities"):
        near = f" Mente du {' eller '.join(sorted(error.possibilities))}?" if error.possibilities else ""
        return f"Tilvalget {error.option_name} findes ikke.{near}"
    if hasattr(error, "option_name"):
        return f"Tilvalget {error.option_name} er brugt forkert: det skal have én værdi."
    if hasattr(error, "param_type"):
        return f"Der mangler en værdi: {_name(error.param)}."
    if hasattr(error, "param"):
        return f"Værdien for {_name(error.param)} kan ikke bruges.{_allowed(error.param)}"
    commands = getattr(getattr(context, "command", None), "commands", None)
    if commands is not None:
        found = _QUOTED.search(error.message)
        return f"Kommandoen {found[0] if found else ''} findes ikke. Der findes: {', '.join(commands)}."
    found = re.search(r" \(([^()]*)\)$", error.message)
    return f"Kommandoen fik for mange værdier: {found[1]}." if found else "Kommandoen er skrevet forkert."


def _allowed(parameter: Any) -> str:
    """The numbers that an option takes, where it takes numbers in a range."""
    low, high = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if low is None and high is None:
        return ""
    return f" Tilladt: hele tal fra {low} til {high}." if high is not None else f" Tilladt: hele tal fra {low} og op."


def _name(parameter: Any) -> str:
    return str(parameter.opts[0]) if parameter is not None else "ukendt"


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
