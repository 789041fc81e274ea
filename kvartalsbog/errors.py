"""What can be wrong, and how it is told: problems are collected and reported all at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from kvartalsbog.names import Allowed, Among

_Value = TypeVar("_Value")

# invisible, though Unicode calls them letters, marks or signs; the spaces that Danish numbers and words are held together by
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_HARD_SPACES = "\u00a0\u202f"
_LINES = 5  # that are named of a problem that stands on several


def visible(text: object, keep: str = "") -> str:
    """A text in which every sign can be seen and none acts: on a terminal or page, what is invisible is shown as its code.

    `keep` are signs that stay as they are.
    """
    whole = str(text)
    if _is_seen(whole):  # as nearly every one is
        return whole
    return "".join(c if _is_seen(c) or c in keep else c.encode("unicode_escape").decode() for c in whole)


def _is_seen(text: str) -> bool:
    """Whether every sign of a text is."""
    for space in _HARD_SPACES:
        text = text.replace(space, "")
    return text.isprintable() and not _UNSEEN.search(text)


@dataclass(frozen=True, order=True)
class Place:
    """Where a problem is: a file and, where they are known, the line (from 1) and the column's name or key path."""

    file: str
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        line = f":{self.line}" if self.line is not None else ""
        column = f" [{self.column}]" if self.column else ""
        return visible(f"{self.file}{line}{column}")  # names come from files too


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: its place, the value found, what was allowed and what to do about it (Danish text)."""

    place: Place
    message: str
    value: str | None = None
    allowed: Allowed | None = None
    hint: str | None = None

    def __str__(self) -> str:
        parts = [f"{self.place}: {self.message}"]
        if self.value is not None:
            parts.append(f"Fundet: {self.value!r}.")
        if allowed := str(self.allowed or ""):
            parts.append(f"Tilladt: {allowed}.")
        if self.advice:
            parts.append(self.advice)
        return visible(" ".join(parts))  # what is allowed may come from a file as well

    @property
    def advice(self) -> str | None:
        """What to do: which of the names that there are was perhaps meant, and the hint."""
        near = self.allowed.meant if isinstance(self.allowed, Among) else ""
        return " ".join(filter(None, (near, self.hint))) or None


def offered(found: object, names: Iterable[str]) -> str:
    """What there is, for the one who asked for something else, and which of it was perhaps meant."""
    there = Among(str(found), tuple(names))
    typed = "" if isinstance(found, str) else "Skriv det i anførselstegn."
    return " ".join(filter(None, (f"Der er: {str(there) or 'ingen'}.", there.meant, typed)))


class KvartalsbogError(Exception):
    """Base of every error that the program raises on purpose; its text is for the person at the keyboard."""


class ProblemsError(KvartalsbogError):
    """Input that cannot be used. `problems` holds every problem that was found, in the order of files and lines; `advice` is
    what to do about them all.
    """

    def __init__(self, problems: Iterable[Problem], advice: str = "") -> None:
        self.advice = advice
        self.problems = tuple(sorted(_gathered(dict.fromkeys(problems)), key=_order))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...], str]]:
        return (type(self), (self.problems, self.advice))


def refusal(
    file: str, message: str, value: str | None = None, allowed: Allowed | None = None, hint: str | None = None
) -> ProblemsError:
    """What a whole file is refused for, to be raised."""
    return ProblemsError([Problem(Place(file), message, value, allowed, hint)])


def settle(problems: Iterable[Problem]) -> None:
    """Raise ProblemsError with the problems, if there are any."""
    if found := tuple(problems):
        raise ProblemsError(found)


class Collector:
    """The problems of a command's stages. Stages that can be judged without each other are all tried before `settle`
    tells what they found, so that nobody mends one thing only to be told of the next.
    """

    def __init__(self, problems: list[Problem] | None = None) -> None:
        """`problems` is a list that goes on being filled."""
        self.problems: list[Problem] = [] if problems is None else problems

    def attempt(self, stage: Callable[[], _Value]) -> _Value | None:
        """What a stage gives; None when it has problems, which are kept."""
        try:
            return stage()
        except ProblemsError as error:
            self.problems.extend(error.problems)
            return None

    def settle(self) -> None:
        """Raise ProblemsError with everything that was found, if anything was."""
        settle(self.problems)


@contextmanager
def collecting(collector: Collector | None) -> Iterator[Collector]:
    """The collector of the command that a stage is part of; for a stage by itself one of its own, settled at its end."""
    own = Collector() if collector is None else collector
    yield own
    if collector is None:
        own.settle()


class UsageError(KvartalsbogError):
    """A command that was asked for something it does not offer: an unknown quarter, a folder that is not a project."""


class UnconfirmedError(KvartalsbogError):
    """A step that a person must confirm, because it changes what stands already."""


class ExecutionError(KvartalsbogError):
    """A notebook that did not run to its end."""


class CompilationError(KvartalsbogError):
    """A book that could not be compiled without warnings."""


def _gathered(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems with one for each cause: the same value that is wrong on several lines is told where it stands first,
    with the number of places and their first lines. A name that is not known is one cause wherever in a file it stands.
    """
    every = list(problems)
    names = {(problem.place, problem.value) for problem in every if isinstance(problem.allowed, Among)}
    alike: dict[object, list[Problem]] = {}
    for problem in every:
        if (problem.place, problem.value) in names and not isinstance(problem.allowed, Among):
            continue  # that it has not the form of a name follows from its being none of them
        column = None if isinstance(problem.allowed, Among) else problem.place.column
        cause = (problem.place.file, column, problem.message, problem.value, str(problem.allowed), problem.hint)
        alike.setdefault(problem if problem.place.line is None else cause, []).append(problem)
    for same in alike.values():
        same.sort(key=_order)
        lines = list(dict.fromkeys(str(problem.place.line) for problem in same))
        shown = f"{', '.join(lines[:_LINES])}{' …' if len(lines) > _LINES else ''}"
        told = f"{same[0].message} {len(same):,} steder: linje {shown}.".replace(",", ".", len(str(len(same))) // 4)
        yield same[0] if len(same) == 1 else replace(same[0], message=told)


def _order(problem: Problem) -> tuple[str, int, str]:
    return (problem.place.file, problem.place.line or 0, problem.place.column or "")


def refusal_behind(error: BaseException | None) -> OSError | None:
    """The system's refusal that an error comes from, if it does."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__
    return error
