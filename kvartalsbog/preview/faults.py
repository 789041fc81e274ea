"""Any error that making a book can raise → problems with their places, in words for the one who can mend them."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

import nbformat

from kvartalsbog.errors import CompilationError, ExecutionError, KvartalsbogError, Place, Problem, ProblemsError
from kvartalsbog.placement import why

_WARNING = re.compile(r"^(?:(?P<file>[^:\n]+?)(?::(?P<line>\d*))?: )?(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<words>.*)$")
_NAMED = re.compile(r"^(?P<file>[\w./-]+\.(?:yml|ipynb|md)): (?P<words>.*)$", re.DOTALL)
_IN_CELL = re.compile(r"^(?P<cell>(?:afsnittet ».*?«, )?(?:celle \d+, )?linje \d+): (?P<words>.*)$", re.DOTALL)
_CELL = 10_000  # MyST-NB numbers the lines of a notebook's cells so: cell 3, line 2 is 30002
# what Sphinx and MyST write most, in Danish: pattern (its group is the value) → message and what to do
KNOWN = (
    (r"'myst' cross-reference target not found: '(.*)'", "Linket fører ikke til nogen side eller noget afsnit.", "Ret stien eller navnet."),
    (r"undefined label: '(.*)'", "Henvisningen fører ikke til noget afsnit.", "Ret navnet, eller sæt (navn)= over afsnittet."),
    (r"[Uu]nknown directive type:? ['\"](.*)['\"]", "Blokken findes ikke.", "Ret ordet i krøllede parenteser."),
    (r"Substitution error:\w+: '(.*)' is undefined", "Ordet i {{ … }} findes ikke.", "Ret ordet."),
    (r"Non-consecutive header level increase; (H\d to H\d)", "Overskriften springer et niveau over.", "Brug højst ét # mere end i overskriften før."),
    (r"undecodable source characters, replacing with \"\?\": (.*)", "Filen er ikke i UTF-8.", "Gem den som UTF-8."),
    (r"Could not import extension (\S+)", "Udvidelsen i _config.yml kan ikke bruges.", "Ret navnet, eller slet linjen."),
    (r"stderr was found in the cell outputs", "Cellen skriver en advarsel.", "Kør cellen i Jupyter, og ret det, den klager over."),
)  # fmt: skip


def problems_of(error: Exception, project: Path) -> tuple[Problem, ...]:
    """Everything that an error tells, in the order in which it tells it. Never empty."""
    if isinstance(error, ProblemsError):
        return error.problems
    if isinstance(error, CompilationError):
        return tuple(_warnings(str(error), project))
    if isinstance(error, KvartalsbogError):
        return (Problem(Place(""), str(error)),)
    if isinstance(error, OSError):
        return (
            Problem(Place(str(error.filename2 or error.filename or "")), f"Det kan ikke lade sig gøre: {why(error)}."),
        )
    at = traceback.extract_tb(error.__traceback__)[-1]
    message = f"Uventet fejl i programmet: {type(error).__name__}: {error}"
    return (Problem(Place(at.filename, at.lineno), message, hint="Se på det, der sidst blev gemt."),)


def notebook_problem(name: str, path: Path, error: ExecutionError) -> Problem:
    """What is wrong with one notebook; `name` is what it is called in the project."""
    words = str(error).removeprefix(f"{path}: ")
    cell = _IN_CELL.match(words)
    return Problem(Place(name, None, cell["cell"]), cell["words"]) if cell else Problem(Place(name), words)


def _warnings(told: str, project: Path) -> Iterator[Problem]:
    """Sphinx's warnings, each with the page's line or the notebook's cell; a line that begins none belongs to the last."""
    entries: list[str] = []
    for line in told.splitlines():
        if _WARNING.match(line) or not entries:
            entries.append(line)
        else:
            entries[-1] += f"\n{line}"
    for entry in entries:
        first, _, rest = entry.partition("\n")
        if warning := _WARNING.match(first):
            place = _place(warning["file"] or "", int(warning["line"]) if warning["line"] else None, project)
            words = f"{warning['words']}\n{rest}".strip()
            yield _in_danish(place, words) or Problem(place, f"Sphinx skriver: {words}")
        elif named := _NAMED.match(entry):  # our own, in Danish
            yield Problem(Place(named["file"]), named["words"])
        else:
            yield _in_danish(Place(""), entry) or Problem(Place(""), entry)


def _in_danish(place: Place, words: str) -> Problem | None:
    for pattern, message, hint in KNOWN:
        if found := re.match(pattern, words):
            return Problem(place, message, value=found[1] if found.groups() else None, hint=hint)
    return None


def _place(file: str, line: int | None, project: Path) -> Place:
    if line is None or not file.endswith(".ipynb"):
        return Place(file, line)
    cell, row = divmod(line, _CELL)
    injected = _parameters_cell(project / file) + 1  # papermill puts a cell of its own after that of the parameters
    return Place(file, None, f"celle {cell - (cell > injected)}, linje {max(row - 1, 1)}")


def _parameters_cell(path: Path) -> int:
    """The number, from 1, of the cell that holds a notebook's parameters; 0 when it has been saved unreadable since."""
    try:
        cells = nbformat.read(path, as_version=4).cells
    except (OSError, ValueError):
        return 0
    return next((n for n, cell in enumerate(cells, 1) if "parameters" in cell.metadata.get("tags", [])), 0)
