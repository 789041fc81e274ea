"""A wrong call of the command line, told in Danish: Typer's own messages are English."""

from __future__ import annotations

import re
from typing import Any

import typer

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
        return f"Værdien for {_name(error.param)} kan ikke bruges."
    commands = getattr(getattr(context, "command", None), "commands", None)
    if commands is not None:
        found = _QUOTED.search(error.message)
        return f"Kommandoen {found[0] if found else ''} findes ikke. Der findes: {', '.join(commands)}."
    found = re.search(r" \(([^()]*)\)$", error.message)
    return f"Kommandoen fik for mange værdier: {found[1]}." if found else "Kommandoen er skrevet forkert."


def _name(parameter: Any) -> str:
    return str(parameter.opts[0]) if parameter is not None else "ukendt"


def unusable_file(error: OSError) -> str:
    """What the system refused to do with which file, in Danish."""
    return f"{error.filename2 or error.filename or 'Systemet'}: Det kan ikke lade sig gøre: {why(error)}."
