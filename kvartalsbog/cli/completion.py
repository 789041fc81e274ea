"""The command that makes a shell complete what is typed, and what answers such a shell."""

from __future__ import annotations

import os
from typing import Annotated, Literal

import typer
from typer.completion import get_completion_inspect_parameters, shell_complete
from typer.core import TyperCommand

_ASKED = "_KVARTALSBOG_COMPLETE"  # the shell asks through it, in Typer's words
Shell = Literal["bash", "zsh", "fish", "powershell", "pwsh"]


def completion(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh, fish, powershell or pwsh.")],
) -> None:
    """Print what makes a shell complete commands, options and quarters."""
    know_shells()
    shell_complete(context.find_root().command, {}, "kvartalsbog", _ASKED, f"source_{shell}")


def is_asked_by_a_shell() -> bool:
    """Whether a shell asks what could stand where somebody types."""
    return _ASKED in os.environ


def know_shells() -> None:
    """Let Typer know the shells that it can complete for, which it does when it is asked for the options that it has for them."""
    get_completion_inspect_parameters()


def told_in_shell(english: str) -> str:
    """What a shell tells beside something that can be chosen, in the reader's language."""
    from kvartalsbog.cli.help_page import said  # noqa: PLC0415 - most calls ask for no help

    return said(english).rstrip(".")


def tell_in_shell(command: TyperCommand) -> None:
    """Let a command's options be told in the reader's language where a shell asks for them."""
    for parameter in command.params:
        if told := getattr(parameter, "help", None):
            parameter.help = told_in_shell(told)  # type: ignore[attr-defined] # an option or argument has one
