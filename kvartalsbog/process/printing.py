"""The only way to a terminal: every text is shown as it is, and nothing in one acts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kvartalsbog.errors import visible
from kvartalsbog.process.guard import let_go
from kvartalsbog.process.secrecy import hidden

Cell = str | tuple[str, str]  # a text, or one with a smaller one below it


@dataclass(frozen=True)
class Column:
    """A column's head and on which side its cells stand."""

    title: str = ""
    align: Literal["left", "right"] = "left"


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Whoever stops listening, as `head` does, does not stop the work."""
        let_go(sys.stderr if self.stderr else sys.stdout)


class Printer:
    """Prints texts and tables of texts. Markup is never read in them; what would act or not be seen is shown as its code."""

    def __init__(self, *, stderr: bool) -> None:
        stream = sys.stderr if stderr else sys.stdout
        width = None if stream.isatty() else 120
        self.console = _Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False, soft_wrap=True)

    @property
    def is_terminal(self) -> bool:
        """Whether somebody looks at it while it is printed."""
        return self.console.is_terminal

    def print(self, line: object, *, style: str = "") -> None:
        """Print one line."""
        self._print(Text(visible(hidden(str(line))), style=style))

    def paragraph(self, text: object) -> None:
        """Print a text that may have lines of its own; all but the first are indented, so that none passes for another's."""
        self._print(Text("\n  ".join(visible(hidden(str(text)), keep="\n").split("\n"))))

    def json(self, document: str) -> None:
        """Print a JSON document: what would act or not be seen is escaped, which leaves its values as they are."""
        self._print(Text("".join(map(_escaped, document.removesuffix("\n")))))

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, plain: bool = False) -> None:
        """Print a table; `plain` is without heads and lines."""
        if plain:
            table = Table.grid(padding=(0, 2))
        else:
            table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        for column in columns:
            table.add_column(Text(visible(column.title)), justify=column.align, overflow="fold")
        for row in rows:
            table.add_row(*map(_cell, row))
        self.console.print(table, soft_wrap=False)

    def _print(self, text: Text) -> None:
        try:
            self.console.print(text)
        except OSError:
            if not self.console.stderr:
                raise
            let_go(sys.stderr)  # an error that cannot be told is still the error that it is


def _cell(cell: Cell) -> Text:
    if isinstance(cell, str):
        return Text(visible(cell))
    return Text.assemble(visible(cell[0]), "\n", (visible(cell[1]), "dim"))


def _escaped(sign: str) -> str:
    if sign == "\n" or visible(sign) == sign:
        return sign
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
