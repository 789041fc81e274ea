"""The rules for a plan's days: who approves a quarter's book and when it may be published, and what its units' days must be.

They read the raw document, each day as the plan itself reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document
from kvartalsbog.files.fields import day_of
from kvartalsbog.periods import Calendar, capital
from kvartalsbog.plan.span import calendar_of
from kvartalsbog.plan.unit_rules import broken_units

_A_YEAR = timedelta(days=366)  # the longest that a quarter's book may be on its way


def broken_calendar(document: Document) -> Iterator[Problem]:
    """Roles that stand twice; releases of quarters that are not the plan's, on days that are too early, too late or out
    of order; signatures of other times; and what is wrong with its units.
    """
    plan = document.value if isinstance(document.value, dict) else {}
    yield from _roles(document, plan.get("approvers"))
    calendar = calendar_of(plan)
    if calendar is not None:
        yield from _releases(document, plan.get("releases"), calendar)
        yield from _signed(document, plan.get("source"), calendar)
        yield from broken_units(document, plan, calendar)


def _releases(document: Document, releases: object, calendar: Calendar) -> Iterator[Problem]:
    the = calendar.noun.the
    latest: date | None = None
    for name, typed in releases.items() if isinstance(releases, dict) else ():
        place, period, day = document.place(("releases", name)), calendar.of_name(name), day_of(typed)
        if period is None:
            allowed = f"{calendar.periods[0]} til {calendar.periods[-1]}"
            message = f"{capital(the)} er ikke {'et' if calendar.noun.neuter else 'en'} af planens."
            yield Problem(place, message, str(name), allowed)
        elif day is not None and day <= period.last_day:
            allowed = f"efter {period.last_day}"
            yield Problem(place, f"{capital(the)} er ikke slut på udgivelsesdagen.", str(day), allowed)
        elif day is not None and day > period.last_day + _A_YEAR:
            allowed = f"senest {period.last_day + _A_YEAR}"
            yield Problem(place, f"Udgivelsesdagen ligger for længe efter {the}.", str(day), allowed)
        elif day is not None and latest is not None and day <= latest:
            yield Problem(place, "Udgivelsesdagen ligger ikke efter den forrige.", str(day), f"efter {latest}")
        latest = day or latest


def _signed(document: Document, source: object, calendar: Calendar) -> Iterator[Problem]:
    signed = source.get("signed") if isinstance(source, dict) else None
    for number, typed in enumerate(signed if isinstance(signed, list) else []):
        day = day_of(typed.get("on")) if isinstance(typed, dict) else None
        first, last = calendar.begins.year - 2, calendar.ends.year
        if day is not None and not first <= day.year <= last:
            place = document.place(("source", "signed", number, "on"))
            message = (
                f"Planen er ikke underskrevet i tiden op til sin {calendar.span.bare}."
                if not calendar.span.neuter
                else "Planen er ikke underskrevet i tiden op til sit år."
            )
            yield Problem(place, message, str(day), f"{first} til {last}")


def _roles(document: Document, approvers: object) -> Iterator[Problem]:
    seen: set[object] = set()
    for number, approver in enumerate(approvers if isinstance(approvers, list) else []):
        role = approver.get("role") if isinstance(approver, dict) else None
        if not isinstance(role, str):
            continue  # its form is told on its own
        if role in seen:
            hint = "Slet den ene, eller giv den et andet navn."
            yield document.problem(("approvers", number, "role"), "Rollen står to gange.", role, hint=hint)
        seen.add(role)
