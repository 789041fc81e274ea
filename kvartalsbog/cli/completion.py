"""The command that makes a shell complete what is typed, and what answers such a shell."""

from __future__ import annotations

import os
from typing import Annotated, Literal

import typer
from typer.completion import get_completion_inspect_parameters, shell_complete

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
