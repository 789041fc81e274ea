"""The pages of owners' answers: each unit's form to send out, or to fill in here; what is typed becomes the form that is taken in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from starlette.responses import RedirectResponse, Response
from xlsxwriter.utility import xl_rowcol_to_cell

from kvartalsbog.desk import inbox
from kvartalsbog.desk.screens import render, told
from kvartalsbog.desk.visits import Visit
from kvartalsbog.errors import Place, Problem, ProblemsError, UsageError
from kvartalsbog.files.workplace import temporary
from kvartalsbog.intake.extracts.workbook_cells import read_cells, sheet_name
from kvartalsbog.intake.forms.filling import At, answered, filled, filled_from
from kvartalsbog.intake.forms.layout import ANSWERS, FIGURES, GUIDE, STATES, YES, Cell, Form, Kind, Rows, tables
from kvartalsbog.intake.forms.reading import read_form
from kvartalsbog.intake.forms.writing import file_names, form_bytes
from kvartalsbog.intake.vintage.board import by_owner
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.readings.vintage_text import read_vintage_text

_LONG = frozenset((Kind.COMMENT, Kind.REASON, Kind.CAUSE, Kind.EVENTS, Kind.ACTION, Kind.EVIDENCE, Kind.DECISION))

_IN_CELL = re.compile(r"Skriv ejerens ord [^.]*felt [A-Z]+[0-9]+\.")


@dataclass(frozen=True)
class Field:
    """A cell on a page: what stands in it, and for an answer how it is given. `label` is what a reader hears."""

    cell: Cell
    name: str = ""
    label: str = ""
    choices: tuple[str, ...] = ()

    @property
    def way(self) -> str:
        """How it is answered: `text`, `long`, `day`, `choice`, `tick`; nothing where it stands fixed."""
        kind = self.cell.kind
        if kind not in ANSWERS:
            return ""
        if kind is Kind.UNCHANGED:
            return "tick"
        if kind in (Kind.DAY, Kind.WHEN):
            return "day"
        return "choice" if self.choices else "long" if kind in _LONG else "text"

    @property
    def text(self) -> str:
        """What stands in it: a day as a browser types it, a number as a Dane does, and so that it is read in one way."""
        value = self.cell.value
        if isinstance(value, Decimal):
            told = f"{value:f}".replace(".", ",")
            return f"{told}0" if len(told.partition(",")[2]) == 3 else told
        return value.isoformat() if isinstance(value, date) else str(value)

    @property
    def is_number(self) -> bool:
        """Whether a number is asked for."""
        return self.cell.kind in FIGURES or self.cell.kind is Kind.CONTROL


@dataclass(frozen=True)
class Block:
    """A part of a sheet: a table with its heads, or rows of words and fields."""

    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Field, ...], ...] = field(default=())


def owners_page(visit: Visit) -> Response:
    """Each unit that answers, its goals, whether it has answered, and its form."""
    base = ground(visit.period, visit.desk.data_dir)
    lines, forms = by_owner(base), tuple(base.forms or ())
    waits = [(visit.inbox / name).is_file() for name in file_names(forms)]
    units = [(place, form.unit, lines.get(form.unit, []), waits[place]) for place, form in enumerate(forms)]
    return render("owners.html", visit, here="ejere", title="Ejernes svar", units=units)


def form_file(visit: Visit) -> Response:
    """A unit's form as the workbook that is sent out, as `template` writes it."""
    form, name = _form(visit, ground(visit.period, visit.desk.data_dir))
    told_ = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(form_bytes(form), media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", headers=told_)  # fmt: skip


def answer_page(visit: Visit) -> Response:
    """A unit's form to fill in here, with the answers that wait or that the period has."""
    base = ground(visit.period, visit.desk.data_dir)
    form, name = _form(visit, base)
    waits = visit.inbox / name
    if waits.is_file():
        shown = filled_from(form, read_cells(waits, name=name))
    else:
        shown = answered(form, read_vintage_text(base.folder))
    return _page(visit, shown, waits=waits.is_file())


def answer_now(visit: Visit) -> Response:
    """Make the form of what was typed, or of a cross at every »no change«, and lay it ready as if it had come in; what cannot be used
    is told at once.
    """
    base = ground(visit.period, visit.desk.data_dir)
    form, name = _form(visit, base)
    if visit.typed("uaendret"):
        typed = {at: YES for at, cell, _ in _asked(form) if cell.kind is Kind.UNCHANGED}
    else:
        typed = {at: visit.typed(key) for at, _, key in _asked(form)}
    answer = filled(form, typed)
    content = form_bytes(answer)
    try:
        with temporary() as folder:
            (folder / name).write_bytes(content)
            read_form(folder / name, base.forms or (), name=name)
    except ProblemsError as error:
        return _page(
            visit, answer, waits=(visit.inbox / name).is_file(), problems=_placed(error.problems, answer, name)
        )
    inbox.put(visit.inbox, [(name, io.BytesIO(content))])
    return RedirectResponse(visit.address("modtag", gjort="lagt"), 303)


def _placed(problems: tuple[Problem, ...], form: Form, name: str) -> tuple[Problem, ...]:
    """The problems at the page's own fields, and not at the cells of a workbook that nobody sees."""
    places = {}
    for sheet, rows in form.sheets.items():
        for one in (own for block in _blocks(sheet, rows) for row in block.rows for own in row if own.way):
            _, row, column = one.name.rsplit("-", 2)
            at = sheet_name(name, sheet), xl_rowcol_to_cell(int(row), int(column))
            places[at] = Place(str(rows[0][0].value), None, one.label)
    return tuple(
        replace(one, place=places.get((one.place.file, one.place.column or ""), one.place)) for one in problems
    )


def _form(visit: Visit, base: Ground) -> tuple[Form, str]:
    """The unit's form that the address means, and its file's name."""
    every, place = base.forms or (), visit.number("enhed", "Enheden")
    if place >= len(every):
        raise UsageError("Enheden har ingen mål i planen. Gå tilbage, og vælg den på listen.")
    return every[place], file_names(every)[place]


def _page(visit: Visit, form: Form, *, waits: bool, problems: tuple[Problem, ...] = ()) -> Response:
    sheets = {str(rows[0][0].value): tuple(_blocks(name, rows)) for name, rows in form.sheets.items() if name != GUIDE}
    guide = [row for row in form.sheets[GUIDE] if len(row) == 2 and row[0].kind is Kind.FIXED]
    return render(
        "answer.html", visit, 422 if problems else 200, here="ejere", title=f"Svar fra {form.unit}", unit=form.unit,
        sheets=sheets, guide=[(str(row[0].value), str(row[1].value)) for row in guide], waits=waits,
        place=visit.query.get("enhed", "0"), yes=YES, **told(problems),
    )  # fmt: skip


def _asked(form: Form) -> Iterator[tuple[At, Cell, str]]:
    """Every cell that asks for an answer, and what its field is called."""
    for name, rows in form.sheets.items():
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell.kind in ANSWERS:
                    yield (name, row, column), cell, _name(name, row, column)


def _name(sheet: str, row: int, column: int) -> str:
    return f"{sheet}-{row}-{column}"


def _blocks(sheet: str, rows: Rows) -> Iterator[Block]:
    """A sheet's parts in their order; its title is the page's own, and where in a workbook words go is told of no page."""
    lines = {line: block for block in tables(rows) for line in block}
    for number, cells in enumerate(rows):
        if not cells or cells[0].kind is Kind.TITLE:
            continue
        if number not in lines:
            if cells[0].kind is Kind.NOTE:
                cells = (replace(cells[0], value=_IN_CELL.sub("", str(cells[0].value)).strip()),)  # noqa: PLW2901
            yield Block(rows=(tuple(_fields(sheet, number, cells, str(cells[0].value))),))
        elif lines[number].start == number:
            heads = tuple(str(cell.value) for cell in cells)
            below = lines[number][1:]
            yield Block(heads, tuple(tuple(_fields(sheet, row, rows[row], _row_named(rows[row]), heads)) for row in below))  # fmt: skip


def _row_named(cells: tuple[Cell, ...]) -> str:
    """What a listener knows a table's row by: its month and unit, or its code and name."""
    return ", ".join(str(cell.value) for cell in cells[:2] if cell.kind not in ANSWERS)


def _fields(sheet: str, row: int, cells: tuple[Cell, ...], first: str, heads: tuple[str, ...] = ()) -> Iterator[Field]:
    for column, cell in enumerate(cells):
        label = f"{heads[column]}, {first}" if heads else first
        choices = cell.choices or STATES if cell.kind in (Kind.STATE, Kind.DEGREE) else ()
        yield Field(cell, _name(sheet, row, column), label, tuple(choices))
