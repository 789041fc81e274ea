"""A reminder and a receipt for each owner, in Danish: as text to paste, and as a message that a mail program opens as a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from kvartalsbog.content.language import DANISH
from kvartalsbog.files.workplace import write_together
from kvartalsbog.intake.forms.layout import NO_CHANGE, YES
from kvartalsbog.intake.forms.writing import SCHEMA
from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.intake.vintage.owing import Owner
from kvartalsbog.intake.vintage.receipts import Receipt
from kvartalsbog.periods import capital
from kvartalsbog.plan.goals import Goal
from kvartalsbog.words.goals import goal_numbers
from kvartalsbog.words.numbers import long_date


@dataclass(frozen=True)
class Letter:
    """What is written to one owner. `address` is None where nobody has said it; `name` is a file's, without an ending."""

    owner: str
    address: str | None
    subject: str
    text: str
    name: str


def reminders(owners: Iterable[Owner], deadline: date | None, base: Ground) -> tuple[Letter, ...]:
    """A reminder for each owner who owes something, of exactly that."""
    owing = (owner for owner in owners if owner.owes)
    return tuple(_letter(owner, "svar mangler", "rykker", _reminder(owner, deadline, base), base) for owner in owing)


def receipt_letters(receipts: Iterable[tuple[Owner, Sequence[Receipt]]], base: Ground) -> tuple[Letter, ...]:
    """A receipt for each owner of what was taken in, and what is lacking still."""
    return tuple(
        _letter(owner, "kvittering", "kvittering", _receipt(owner, told, base), base)
        for owner, told in receipts
        if told
    )


def _letter(owner: Owner, what: str, kind: str, lines: Iterable[str], base: Ground) -> Letter:
    subject = f"{base.plan.title}, {_period(base)}: {what}"
    name = f"{kind}-{Path(owner.form).stem.removeprefix(SCHEMA)}"
    return Letter(owner.name, owner.address, subject, "\n".join([*lines, ""]), name)


def _period(base: Ground) -> str:
    return DANISH.of(base.period.calendar).shown(base.period).replace("\u00a0", " ")


def _reminder(owner: Owner, deadline: date | None, base: Ground) -> Iterator[str]:
    yield from (f"Til {owner.name}", "")
    yield f"Vi mangler svar fra jer til opfølgningen på {base.plan.title} for {_period(base)}:"
    yield from _by_goal((owing.goal, owing.lacking) for owing in owner.owes)
    when = f"senest den {_long(deadline)}" if deadline else "så snart som muligt"
    yield f"Skriv svarene i skemaet {owner.form}, og send det til {_receiver(base)}, {when}."
    if drawn := [judged for owing in owner.owes for judged in owing.drawn]:
        yield f"Tallene til mål {goal_numbers(drawn)} kommer som udtræk. Send et nyt udtræk til og med den {_long(base.period.last_day)}."
    yield f"Er der intet nyt om et mål, så vælg »{YES}« ud for »{NO_CHANGE}« øverst på målets ark; så er det besvaret."
    yield from _signed(base)


def _receipt(owner: Owner, receipts: Sequence[Receipt], base: Ground) -> Iterator[str]:
    yield from (f"Til {owner.name}", "")
    yield f"Tak. Til opfølgningen på {base.plan.title} for {_period(base)} har vi taget dette ind:"
    yield from _by_goal((receipt.goal, receipt.received) for receipt in receipts)
    if owner.owes:
        yield "Vi mangler endnu:"
        yield from _by_goal((owing.goal, owing.lacking) for owing in owner.owes)
    yield "Er noget forkert, så svar på denne mail."
    yield from _signed(base)


def _by_goal(told: Iterable[tuple[Goal, Sequence[str]]]) -> Iterator[str]:
    for goal, sentences in told:
        yield ""
        yield f"Mål {goal.id}, {goal.title}"
        yield from (f"- {capital(sentence)}.".replace("\u00a0", " ") for sentence in sentences)
    yield ""


def _long(day: date) -> str:
    return long_date(day).replace("\u00a0", " ")


def _receiver(base: Ground) -> str:
    """Who the form goes back to: the plan's contact, else whoever sent it."""
    contact = base.plan.publication.contact
    if contact is None:
        return "den, I har fået det fra"
    return f"{contact.name}, {contact.email}" if contact.email else contact.name


def _signed(base: Ground) -> Iterator[str]:
    contact = base.plan.publication.contact
    yield from ("", "Venlig hilsen", contact.name if contact else base.plan.authority)


def as_message(letter: Letter, base: Ground) -> bytes:
    """A letter as the bytes of an `.eml` file (RFC 5322, lines as SMTP has them), unsent: without a day, so that the same letter is always the
    same bytes. What is no address that a header can have is left out.
    """
    message, contact = EmailMessage(policy=SMTP), base.plan.publication.contact
    message["Subject"] = _one_line(letter.subject)
    if sender := _address(contact.name, contact.email) if contact else None:
        message["From"] = sender
    if receiver := _address(letter.owner, letter.address):
        message["To"] = receiver
    message["X-Unsent"] = "1"  # mail programs open it to be sent, not as received
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def _address(name: str, address: str | None) -> Address | None:
    if not address or not address.isascii():
        return None
    try:
        return Address(_one_line(name), addr_spec=address)
    except (ValueError, IndexError, MessageError):
        return None


def _one_line(text: str) -> str:
    """A text as a header can have it: whatever ends a line, and whatever else is a space, is one space."""
    return " ".join(text.split())


def write_letters(letters: Sequence[Letter], folder: Path, base: Ground) -> tuple[Path, ...]:
    """Write each letter as `.eml`, all or none; one of the same name is written anew. Raises KvartalsbogError when the folder cannot be
    written.
    """
    files = {f"{letter.name}.eml": as_message(letter, base) for letter in letters}
    return write_together(folder, files, ".breve-")
