"""The page of what is written to owners: what is missing from each, and what was taken in; nothing is sent."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from kvartalsbog.desk.screens import render
from kvartalsbog.desk.visits import Visit
from kvartalsbog.errors import UsageError
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.intake.vintage.letters import Letter, as_message, receipt_letters, reminders
from kvartalsbog.intake.vintage.owing import findings_of, owners
from kvartalsbog.intake.vintage.receipts import receipts

Letters = tuple[Letter, ...]


def letters_page(visit: Visit) -> Response:
    """Reminders and receipts, to be pasted or fetched."""
    missing, taken = _letters(visit, ground(visit.period, visit.desk.data_dir))
    return render(
        "letters.html", visit, here="ejere", title="Rykkere og kvitteringer", reminders=missing, receipts=taken,
        deadline=visit.query.get("frist", ""),
    )  # fmt: skip


def letter_file(visit: Visit) -> Response:
    """A letter as a draft that a mail program opens."""
    base = ground(visit.period, visit.desk.data_dir)
    for letter in (one for some in _letters(visit, base) for one in some):
        if letter.name == visit.query.get("navn"):
            told = {
                "Content-Disposition": f'attachment; filename="{letter.name}.eml"',
                "Content-Type": "message/rfc822",
            }
            return Response(as_message(letter, base), headers=told)
    raise UsageError("Brevet er her ikke mere: svaret er måske kommet imens. Se siden igen.")


def _letters(visit: Visit, base: Ground) -> tuple[Letters, Letters]:
    text = visit.query.get("frist", "")
    try:
        deadline = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"Svar senest: Datoen kan ikke læses. Fundet: {text!r}.") from error
    every, taken = owners(base, findings_of(base)), receipts(base)
    return reminders(every, deadline, base), receipt_letters(((one, taken.get(one.name, ())) for one in every), base)
