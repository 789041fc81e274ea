"""What `--help` shows: plain lines that a screen reader takes in order, in Danish, or in English where the system speaks it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, get_args

from kvartalsbog.cli.help_examples import EXAMPLES
from kvartalsbog.cli.help_words import DANISH, HEADS, NAMES

_WIDTH = 100  # what is read in a file or a narrow window is not wider than a page

_LAST = (
    "Help for one of them: kvartalsbog COMMAND --help",
    "Exit code: 0 done, 1 something is wrong, 2 a wrong call, 70 an error of the program.",
)


class Formatter(Protocol):
    """The part of Typer's formatter that a help page is written with."""

    width: int

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None: ...
    def write_paragraph(self) -> None: ...
    def write_text(self, text: str) -> None: ...
    def write_dl(self, rows: list[tuple[str, str]]) -> None: ...
    def section(self, name: str) -> Any: ...


def speaks_danish(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether help is told in Danish: everywhere but where the system's language for messages is English."""
    given = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return not given.casefold().startswith("en")


def said(english: str) -> str:
    """A text of the command line in the reader's language; the English one stands in the code and is its key."""
    told = " ".join(english.split())
    return DANISH.get(told, told) if speaks_danish() else told


def write_group(
    commands: Iterable[tuple[str, str]], words: str, parameters: Iterable[Any], formatter: Formatter
) -> None:
    """The program's own page. `commands` are names and English words."""
    _write_head("kvartalsbog", f"{_name('COMMAND')} …", words, formatter)
    _write_rows("Commands", [(name, said(told)) for name, told in commands], formatter)
    _write_options(parameters, formatter)
    for told in _LAST:
        formatter.write_paragraph()
        formatter.write_text(said(told))


def write_command(name: str, words: str, parameters: Iterable[Any], formatter: Formatter) -> None:
    """The page of a command: what it does, its values and options, and calls to copy."""
    shown = [parameter for parameter in parameters if not parameter.hidden]
    values = [one for one in shown if one.param_type_name == "argument"]
    options = [one for one in shown if one.param_type_name != "argument"]
    needed = [_option(one) for one in options if one.required]
    usage = " ".join([*(_argument(one) for one in values), *needed, f"[{_name('OPTIONS')}]"])
    _write_head(f"kvartalsbog {name}", usage, words, formatter)
    _write_rows("Values", [(_argument(one), said(one.help or "")) for one in values], formatter)
    _write_options(options, formatter)
    _write_rows("Examples", [(call, said(told)) for call, told in EXAMPLES.get(name, ())], formatter)


def _write_head(program: str, usage: str, words: str, formatter: Formatter) -> None:
    formatter.width = min(formatter.width, _WIDTH)
    formatter.write_usage(program, usage, prefix=f"{_head('Usage')}: ")
    formatter.write_paragraph()
    formatter.write_text(said(words))


def _write_rows(head: str, rows: list[tuple[str, str]], formatter: Formatter) -> None:
    if rows:
        with formatter.section(_head(head)):
            formatter.write_dl(rows)


def _write_options(options: Iterable[Any], formatter: Formatter) -> None:
    _write_rows("Options", [*_options(options), ("--help", said("Show this page."))], formatter)


def _options(options: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for option in options:
        told = said(option.help or "")
        default = option.default
        if option.show_default and not option.is_flag and default not in (None, "", Path()):
            told = f"{told} {said('Default:')} {default}."
        yield _option(option), told


def _option(option: Any) -> str:
    """An option as it is typed, with the kind of its value."""
    if option.is_flag:
        return str(option.opts[0])
    held = option.type_descriptor.annotation
    asked = {held, *get_args(held)}
    return f"{option.opts[0]} {_name('PATH' if Path in asked else 'NUMBER' if asked & {int, float} else 'TEXT')}"


def _argument(argument: Any) -> str:
    """An argument as usage names it: in brackets where it may be left out, with dots where there may be several."""
    name = _name(str(argument.metavar or argument.name).strip("[]").upper())
    several = f"{name} …" if argument.nargs != 1 else name
    return several if argument.required else f"[{several}]"


def _name(english: str) -> str:
    return NAMES.get(english, english) if speaks_danish() else english


def _head(english: str) -> str:
    return HEADS[english] if speaks_danish() else english
