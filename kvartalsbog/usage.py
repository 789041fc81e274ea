"""A wrong call of the command line, told in Danish: Typer's own messages are English."""

from __future__ import annotations

import errno
import re
from typing import Any

import typer

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


_REASONS = {
    errno.ENOSPC: "Der er ikke mere plads på disken.",
    errno.EDQUOT: "Der er ikke mere plads på disken.",
    errno.EACCES: "Adgangen er spærret. Se efter, hvem der må læse og skrive her.",
    errno.EPERM: "Adgangen er spærret. Se efter, hvem der må læse og skrive her.",
    errno.EROFS: "Her kan kun læses. Vælg en mappe, der kan skrives i.",
    errno.ENOENT: "Filen eller mappen findes ikke.",
    errno.ENOTDIR: "Der står en fil, hvor der skulle være en mappe.",
    errno.EISDIR: "Der står en mappe, hvor der skulle være en fil.",
    errno.EEXIST: "Der står noget i vejen. Flyt det, og prøv igen.",
    errno.ENOTEMPTY: "Mappen er ikke tom. Flyt det, der står i den, og prøv igen.",
    errno.EBUSY: "Mappen er i brug, eller den er et drevs øverste mappe og kan ikke skiftes ud.",
}


def unusable_file(error: OSError) -> str:
    """What the system refused to do with which file, in Danish."""
    name = error.filename2 or error.filename or "Systemet"
    return f"{name}: {_REASONS.get(error.errno or 0, error.strerror or str(error))}"
