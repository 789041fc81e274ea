"""Any error that making a book can raise → problems with their places, in words for the one who can mend them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kvartalsbog.book.complaints import NAMED
from kvartalsbog.errors import ExecutionError, KvartalsbogError, Place, Problem, ProblemsError
from kvartalsbog.files.placement import why
from kvartalsbog.process.fault_report import described, kept, place

_IN_CELL = re.compile(r"^(?P<cell>(?:afsnittet ».*?«, )?(?:celle \d+, )?linje \d+): (?P<words>.*)$", re.DOTALL)


def problems_of(error: Exception, project: Path, work: Path) -> tuple[Problem, ...]:
    """Everything that an error tells, once, in the order in which it tells it. Never empty.

    `work` is the preview's own folder: nothing there is anything that a person could mend.
    """
    if isinstance(error, ProblemsError):
        return error.problems
    if isinstance(error, KvartalsbogError):
        words = str(error).removeprefix(f"{project}{os.sep}")
        named = NAMED.match(words)
        return (Problem(Place(named["file"]), named["words"]) if named else Problem(Place(""), words),)
    if isinstance(error, OSError):
        return (_refused(error, project, work),)
    report = kept(described(error, "serve"))
    told = f"rapporten uden data: {report}" if report else "denne side: der kunne ikke skrives en rapport"
    hint = f"Ret det, der sidst blev gemt. Sker det igen, så vis den, der passer programmet, {told}"
    return (Problem(Place(""), f"Uventet fejl i programmet ({place(error)}).", hint=hint),)


def _refused(error: OSError, project: Path, work: Path) -> Problem:
    """What the system refuses, with the project's own name of the file."""
    message = f"Det kan ikke lade sig gøre: {why(error)}."
    if not (named := error.filename2 or error.filename):  # a disk that is full says of no file that it is
        return Problem(Place(""), message)
    path = Path(os.fsdecode(named))
    if path.is_relative_to(work):
        return Problem(Place(""), message, hint="Det gælder mappen til midlertidige filer (TMPDIR).")
    return Problem(Place(str(path.relative_to(project) if path.is_relative_to(project) else path)), message)


def notebook_problem(name: str, path: Path, error: ExecutionError) -> Problem:
    """What is wrong with one notebook; `name` is what it is called in the project."""
    words = str(error).removeprefix(f"{path}: ")
    cell = _IN_CELL.match(words)
    return Problem(Place(name, None, cell["cell"]), cell["words"]) if cell else Problem(Place(name), words)
