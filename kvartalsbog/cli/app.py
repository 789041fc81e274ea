"""The command line: which commands there are, and which errors are told how."""

from __future__ import annotations

import ast
import logging
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

from kvartalsbog.cli.completion import is_asked_by_a_shell, know_shells, tell_in_shell, told_in_shell
from kvartalsbog.cli.console import err, out
from kvartalsbog.cli.usage import Command, WrongCallError, refuse_unusable, unusable_file, wrong_call
from kvartalsbog.errors import CompilationError, ExecutionError, KvartalsbogError, ProblemsError, UsageError
from kvartalsbog.names import same
from kvartalsbog.process.guard import guarded, named

# Command → where its function stands, in the order in which a quarter needs them.
COMMANDS = {
    "init": "init.init",
    "run": "run.run",
    "check": "check.check",
    "evaluate": "evaluate.evaluate",
    "build": "build.build",
    "memory": "build.memory",
    "scaffold": "scaffold.scaffold",
    "serve": "preview.serve",
    "desk": "desk.desk",
    "new-quarter": "forms.new_quarter",
    "template": "forms.template",
    "intake": "intake.intake",
    "enter": "enter.enter_",
    "status": "forms.status",
    "remind": "letters.remind",
    "receipt": "letters.receipt",
    "undo": "forms.undo_",
    "correct": "correction.correct",
    "approve": "editions.approve_",
    "publish": "editions.publish",
    "annual": "annual.annual",
    "export": "export.export",
    "verify": "editions.verify",
    "reproduce": "editions.reproduce",
    "diff": "editions.diff",
    "renew": "audit.renew",
    "audit": "audit.audit",
    "completion": "completion.completion",
}
_HELP = "A public performance plan, followed up every quarter: check the data, judge it, build the book."
_VERSION = "Tell the program's version."


class Commands(TyperGroup):
    """The program's commands, each imported when it is called: most need a small part of the house."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - as Typer calls it
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Command | None:  # noqa: ARG002 - as Typer calls it
        """A command as `--help` tells of it, from the words of its function, which is not imported."""
        if cmd_name not in COMMANDS:
            return None
        words = _words(COMMANDS[cmd_name])
        return Command(cmd_name, help=words, short_help=told_in_shell(words) if is_asked_by_a_shell() else None)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - as Typer calls it
        from kvartalsbog.cli.help_page import write_group  # noqa: PLC0415 - most calls ask for no help

        write_group({name: _words(place) for name, place in COMMANDS.items()}.items(), _HELP, self.params, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = same(args[0], COMMANDS)
        if name is None:
            return super().resolve_command(ctx, args)
        own = command(name)
        if is_asked_by_a_shell():
            tell_in_shell(own)
        return name, own, args[1:]


def command(name: str) -> Command:
    """A command with its options, imported."""
    module, _, function = COMMANDS[name].partition(".")
    app = typer.Typer(add_completion=False)
    app.command(name, cls=Command)(getattr(import_module(f"kvartalsbog.cli.{module}"), function))
    return cast("Command", get_command(app))


def _words(place: str) -> str:
    module, _, function = place.partition(".")
    tree = ast.parse(Path(__file__).with_name(f"{module}.py").read_text(encoding="utf-8"))
    found = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function)
    return ast.get_docstring(found) or ""


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - for this alone

        out.print(f"kvartalsbog {version('kvartalsbog')}")
        raise typer.Exit


def program(
    *, version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_tell_version, help=_VERSION)] = False
) -> None:
    """What can be asked of the program without a command."""


def run() -> int:
    """Run the command line and give its exit code: 0 done, 1 problems found, 2 wrong call."""
    # papermill and nbclient log what they raise as well; every error is told once, below
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
    arguments = sys.argv[1:]
    named(arguments[0] if arguments and arguments[0] in COMMANDS else "ingen")
    try:
        refuse_unusable(arguments)
        if is_asked_by_a_shell():
            know_shells()
        app = typer.Typer(add_completion=False)
        app.callback(cls=Commands, help=_HELP)(program)
        commands = get_command(app)
        return int(commands(arguments or ["--help"], prog_name="kvartalsbog", standalone_mode=False) or 0)
    except typer.TyperException as error:
        err.print(wrong_call(error))
        return 2
    except WrongCallError as error:
        for reason in error.reasons:
            err.print(reason)
        return 2
    except ProblemsError as error:
        for problem in error.problems:
            err.print(problem)
        err.print(f"{len(error.problems)} fejl fundet.")
        if error.advice:
            err.print(error.advice)
    except KvartalsbogError as error:
        tell = (
            err.paragraph if isinstance(error, CompilationError | ExecutionError) else err.print
        )  # these tell many things
        tell(error)
        return 2 if isinstance(error, UsageError) else 1
    except OSError as error:
        err.print(unusable_file(error))
    return 1


def main() -> None:
    """Run the command line, whatever happens, and exit; `start` does the same and guards the loading of this too."""
    sys.exit(guarded(run))
