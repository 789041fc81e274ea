"""The units' forms as they came back: what the story says filled into the form that `kvartalsbog template` writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from example_cells import Figure, Key
from example_story import DELIVERABLES
from example_words import COMMENTARY, names

from kvartalsbog.intake.forms.layout import DONE, EXPECTED, UNDATED, YES, Cell, Form, Kind
from kvartalsbog.readings.values import DECISION
from kvartalsbog.words.statuses import ACCOUNT_FIELDS

Value = str | int | date


def filled(form: Form, known: Mapping[Key, Figure]) -> Form:
    """The form with its unit's answers: its words, the reasons for what changed, the new states of its items, and for
    each month that is `known` the same count as the extract has.
    """
    answers = {goal: _answers(goal, str(form.period), known) for goal in form.sheets}
    for goal, told in answers.items():
        if not any(told.values()):
            answers[goal] = {(Kind.UNCHANGED, ""): YES}
    sheets = {
        goal: tuple(tuple(_answered(cell, answers[goal]) for cell in row) for row in rows)
        for goal, rows in form.sheets.items()
    }
    return replace(form, sheets=sheets)


def _answered(cell: Cell, answers: Mapping[tuple[Kind, str], Value]) -> Cell:
    return replace(cell, value=answers.get((cell.kind, cell.about), cell.value))


def _answers(goal: str, quarter: str, known: Mapping[Key, Figure]) -> Mapping[tuple[Kind, str], Value]:
    """What is answered of a goal: kind of answer, item or month it is about → the answer."""
    told = COMMENTARY[quarter].get(goal, {})
    found: dict[tuple[Kind, str], Value] = {
        (Kind.COMMENT, ""): told.get("comment", ""),
        (Kind.REASON, ""): told.get("revision", ""),
        **{(Kind(field), ""): told[field] for field in (*ACCOUNT_FIELDS, DECISION) if field in told},
        **{(Kind.NAME, item): name for item, name in names(goal, quarter).items()},
    }
    if "when" in told:
        found[Kind.WHEN, ""] = date.fromisoformat(told["when"])
    for own, item, completed, expected, evidence in DELIVERABLES[quarter]:
        if own == goal:
            day = completed or expected
            found[Kind.STATE, item] = DONE if completed else EXPECTED if expected else UNDATED
            found[Kind.DAY, item] = date.fromisoformat(day) if day else ""
            found[Kind.EVIDENCE, item] = evidence
    for month in sorted({key[1] for key in known if key[0] == goal}):
        found[Kind.CONTROL, f"{goal} {month}"] = sum(n for key, (n, _) in known.items() if key[:2] == (goal, month))
    return found
