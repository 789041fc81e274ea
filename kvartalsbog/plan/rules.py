"""The rules a plan must keep beyond the form of each value. They read the raw document, so that a plan with one
malformed value is still told everything else that is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document
from kvartalsbog.files.fields import day_of
from kvartalsbog.kinds.registry import item_keys, kind_of
from kvartalsbog.names import Among
from kvartalsbog.periods import Month
from kvartalsbog.plan.calendar import broken_calendar
from kvartalsbog.plan.contents import named_notebooks
from kvartalsbog.plan.earlier import broken_histories
from kvartalsbog.plan.parts import Part, criteria_of, goals_of, parts
from kvartalsbog.plan.series_rules import broken_series
from kvartalsbog.plan.span import broken_span, calendar_of
from kvartalsbog.plan.weight_rules import broken_credit, broken_weights

_NOTEBOOK = re.compile(r"notebooks(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+\.ipynb")


def broken_rules(document: Document, project: Path | None) -> Iterator[Problem]:
    """Every rule that the document breaks. `project` is the folder that notebooks are named from; None leaves
    their presence unchecked.
    """
    for rule in RULES:
        yield from rule(document)
    yield from broken_span(document)
    yield from broken_calendar(document)
    yield from _notebooks(document, project)


def _deadlines(document: Document) -> Iterator[Problem]:
    calendar = calendar_of(document.value)
    for path, criterion in criteria_of(document):
        deadline = day_of(criterion.get("deadline"))
        if deadline is not None and calendar is not None and Month.of(deadline) not in calendar.months:
            message = f"Fristen ligger uden for planens {calendar.span.bare}."
            yield document.problem((*path, "deadline"), message, deadline, calendar.days_allowed)


def _repeated_ids(document: Document) -> Iterator[Problem]:
    yield from _repeated(document, parts(document.value, (), "districts"), "id")
    yield from _repeated(document, parts(document.value, (), "background"), "id")
    yield from _repeated(document, parts(document.value, (), "pillars"), "id")
    yield from _repeated(document, goals_of(document), "id")
    yield from _repeated(document, parts(document.value, (), "pillars"), "notebook")
    alone = sorted(key for key in item_keys() if "." not in key)  # several may count the same numbered items
    for path, goal in goals_of(document):
        criteria = list(parts(goal, path, "criteria"))
        yield from _repeated(document, iter(criteria), "id")
        yield from _repeated(document, iter(criteria), *alone)


def _repeated(document: Document, parts: Iterator[Part], *keys: str) -> Iterator[Problem]:
    """A name that stands twice, under whichever of the keys a part has."""
    seen: set[str] = set()
    for path, part in parts:
        key = next((key for key in keys if key in part), keys[0])
        value = part.get(key)
        if isinstance(value, str):
            if value in seen:
                yield document.problem((*path, key), "Navnet er brugt før.", value, "et navn, der kun står ét sted")
            seen.add(value)


def _districts(document: Document) -> Iterator[Problem]:
    units = (part for _, part in parts(document.value, (), "districts") if isinstance(part.get("id"), str))
    known = {unit["id"]: str(unit.get("name", "")) for unit in sorted(units, key=lambda unit: str(unit["id"]))}
    for path, criterion in criteria_of(document):
        named = criterion.get("districts", [])
        seen: set[str] = set()
        for index, district in enumerate(named if isinstance(named, list | tuple) else []):
            if not isinstance(district, str):
                continue  # its form is told elsewhere
            if district not in known:
                yield document.problem(
                    (*path, "districts", index),
                    "Enheden findes ikke i planens liste.",
                    district,
                    Among(district, tuple(known), known),
                )
            elif district in seen:
                hint = "Slet den ene."
                yield document.problem((*path, "districts", index), "Enheden står to gange.", district, hint=hint)
            seen.add(district)


def _kinds_own(document: Document) -> Iterator[Problem]:
    """What the criteria's kinds refuse: limits that nothing could miss or nothing could keep."""
    for path, criterion in criteria_of(document):
        kind = kind_of(criterion)
        for refusal in kind.refused(criterion) if kind is not None else ():
            at = (*path, *refusal.at)
            yield document.problem(at, refusal.message, refusal.found, refusal.allowed, refusal.hint)


def _series(document: Document) -> Iterator[Problem]:
    yield from broken_series(document, list(goals_of(document)))


def _notebooks(document: Document, project: Path | None) -> Iterator[Problem]:
    """Notebooks outside their folder, and, in a project, those that are not there."""
    for path, notebook in named_notebooks(document.value):
        if not isinstance(notebook, str):
            continue
        if not _NOTEBOOK.fullmatch(notebook):
            yield document.problem(path, "Notesbogen skal ligge i notebooks/.", notebook, "notebooks/….ipynb")
        elif project is not None and not (project / notebook).is_file():
            hint = "Lav den med »kvartalsbog scaffold«, eller ret navnet."
            yield document.problem(path, "Notesbogen findes ikke.", notebook, hint=hint)


RULES: tuple[Callable[[Document], Iterator[Problem]], ...] = (
    broken_weights, broken_credit, _deadlines, _repeated_ids, _districts, _kinds_own, _series,
    broken_histories,
)  # fmt: skip
