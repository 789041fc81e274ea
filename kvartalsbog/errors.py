"""What can be wrong, and how it is told: problems are collected and reported all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """Where a problem is: a file and, where they are known, the line (from 1) and the column's name or key path."""

    file: str
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        line = f":{self.line}" if self.line is not None else ""
        column = f" [{self.column}]" if self.column else ""
        # names come from files too: what would act on a terminal is shown as its code
        place = f"{self.file}{line}{column}"
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in place)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: its place, the value found, what was allowed and what to do about it (Danish text)."""

    place: Place
    message: str
    value: str | None = None
    allowed: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        parts = [f"{self.place}: {self.message}"]
        if self.value is not None:
            parts.append(f"Fundet: {self.value!r}.")
        if self.allowed:
            parts.append(f"Tilladt: {self.allowed}.")
        if self.hint:
            parts.append(self.hint)
        return " ".join(parts)


class KvartalsbogError(Exception):
    """Base of every error that the program raises on purpose; its text is for the person at the keyboard."""


class ProblemsError(KvartalsbogError):
    """Input that cannot be used. `problems` holds every problem that was found, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=_order))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...]]]:
        return (type(self), (self.problems,))


class UsageError(KvartalsbogError):
    """A command that was asked for something it does not offer: an unknown quarter, a folder that is not a project."""


class ExecutionError(KvartalsbogError):
    """A notebook that did not run to its end."""


class CompilationError(KvartalsbogError):
    """A book that could not be compiled without warnings."""


def _order(problem: Problem) -> tuple[str, int, str]:
    return (problem.place.file, problem.place.line or 0, problem.place.column or "")
