"""A filled-in form → what its unit reported, or every cell that was changed, is missing or cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kvartalsbog.errors import Place, Problem, refusal, settle
from kvartalsbog.files.fingerprints import sha256
from kvartalsbog.intake.extracts.workbook_cells import SheetCells, as_text, read_cells, sheet_name
from kvartalsbog.intake.forms.answering import answer_of
from kvartalsbog.intake.forms.answers import FilledForm
from kvartalsbog.intake.forms.layout import GOAL_TITLE, GUIDE, GUIDE_TITLE, PERIOD_AT, UNIT_AT, Form
from kvartalsbog.intake.forms.sheet import BACK, FilledSheet
from kvartalsbog.names import Among
from kvartalsbog.periods import is_period


def is_form(cells: Sequence[SheetCells]) -> bool:
    """Whether a workbook is a form, be it a spoilt one: one of its sheets begins as the sheets of forms do."""
    first = [as_text(sheet.rows[0][0], day=False) for sheet in cells if sheet.rows and sheet.rows[0]]
    return any(text.startswith(GUIDE_TITLE) or re.match(rf"{GOAL_TITLE}[0-9a-z.]+: ", text) for text in first)


def read_form(path: Path, forms: Sequence[Form], *, name: str, cells: Sequence[SheetCells] | None = None) -> FilledForm:
    """A filled-in form, in whatever format a spreadsheet saves it. `cells` are its sheets where they are read already.

    Words come back as they were typed, without spaces and empty lines at their ends. Raises ProblemsError with every
    sheet that is missing or too many, every cell that was changed though it stands fixed, and every answer that cannot
    be used; when the form is for another quarter or unit, with that alone.
    """
    sheets = {sheet.name: sheet for sheet in cells or read_cells(path, name=name)}
    form = _whose(sheets, forms, name)
    problems = list(_sheet_problems(sheets, form, name))
    answers = []
    for label, rows in form.sheets.items():
        if label in sheets:
            reader = FilledSheet(sheet_name(name, label), sheets[label], form.period, problems)
            if reader.stands(rows) and label != GUIDE:
                answers.append(answer_of(reader, label, rows, form.plan))
    settle(problems)
    return FilledForm(name, sha256(path), form.unit, tuple(answers))


def unit_of(cells: Sequence[SheetCells], forms: Sequence[Form]) -> str | None:
    """The unit that a form is from, be it a spoilt one; None where that cannot be seen."""
    guide = next((sheet for sheet in cells if sheet.name == GUIDE), None)
    told = FilledSheet(GUIDE, guide, forms[0].period, []).text(UNIT_AT) if guide else ""
    return next((form.unit for form in forms if form.unit.strip() == told), None)


def _sheet_problems(sheets: Mapping[str, SheetCells], form: Form, name: str) -> Iterator[Problem]:
    for missing in form.sheets.keys() - sheets.keys():
        yield Problem(Place(sheet_name(name, missing)), "Arket mangler.", hint=BACK)
    for unknown in sheets.keys() - form.sheets.keys():
        hint = "Slet arket, hvis det er sat ind, eller giv det sit navn tilbage."
        message = "Arket hører ikke til skemaet."
        yield Problem(Place(sheet_name(name, unknown)), message, unknown, Among(unknown, tuple(form.sheets)), hint)


def _whose(sheets: Mapping[str, SheetCells], forms: Sequence[Form], name: str) -> Form:
    place = sheet_name(name, GUIDE)
    if GUIDE not in sheets:
        raise refusal(place, "Arket mangler.", hint=BACK)
    reader = FilledSheet(place, sheets[GUIDE], forms[0].period, [])
    units = {form.unit.strip(): form for form in forms}
    if reader.text(PERIOD_AT) != str(forms[0].period):
        told = reader.text(PERIOD_AT)
        reader.refuse(
            PERIOD_AT, f"Skemaet er til {forms[0].period.noun.another}.", str(forms[0].period), BACK,
            value=told if is_period(told) else None,
        )  # fmt: skip
    if reader.text(UNIT_AT) not in units:
        reader.refuse(UNIT_AT, "Enheden har ingen mål i planen.", Among(reader.text(UNIT_AT), tuple(units)), BACK)
    settle(reader.problems)
    return units[reader.text(UNIT_AT)]
