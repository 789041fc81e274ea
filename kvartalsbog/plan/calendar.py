"""The rules for a plan's days: who approves a quarter's book and when it may be published, and what its units' days must be.

They read the raw document, each day as the plan itself reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document
from kvartalsbog.files.fields import YEARS, day_of
from kvartalsbog.periods import period_named
from kvartalsbog.plan.unit_rules import broken_units

_A_YEAR = timedelta(days=366)  # the longest that a quarter's book may be on its way


def broken_calendar(document: Document) -> Iterator[Problem]:
    """Roles that stand twice; releases of quarters that are not the plan's, on days that are too early, too late or out
    of order; signatures of other times; and what is wrong with its units.
    """
    plan = document.value if isinstance(document.value, dict) else {}
    yield from _roles(document, plan.get("approvers"))
    yield from _releases(document, plan)
    year = plan.get("year")
    if isinstance(year, int) and YEARS[0] < year < YEARS[1]:
        yield from _signed(document, plan.get("source"), year)
        yield from broken_units(document, plan, year)


def _releases(document: Document, plan: dict[str, Any]) -> Iterator[Problem]:
    releases, year = plan.get("releases"), plan.get("year")
    latest: date | None = None
    for name, typed in releases.items() if isinstance(releases, dict) else ():
        place, period, day = document.place(("releases", name)), period_named(name), day_of(typed)
        if period is None or period.year != year:
            yield Problem(place, "Kvartalet er ikke et af planens.", str(name), f"{year}K1 til {year}K4")
        elif day is not None and day <= period.last_day:
            yield Problem(place, "Kvartalet er ikke slut på udgivelsesdagen.", str(day), f"efter {period.last_day}")
        elif day is not None and day > period.last_day + _A_YEAR:
            allowed = f"senest {period.last_day + _A_YEAR}"
            yield Problem(place, "Udgivelsesdagen ligger for længe efter kvartalet.", str(day), allowed)
        elif day is not None and latest is not None and day <= latest:
            yield Problem(place, "Udgivelsesdagen ligger ikke efter den forrige.", str(day), f"efter {latest}")
        latest = day or latest


def _signed(document: Document, source: object, year: int) -> Iterator[Problem]:
    signed = source.get("signed") if isinstance(source, dict) else None
    for number, typed in enumerate(signed if isinstance(signed, list) else []):
        day = day_of(typed.get("on")) if isinstance(typed, dict) else None
        if day is not None and not year - 2 <= day.year <= year:
            place = document.place(("source", "signed", number, "on"))
            yield Problem(
                place, "Planen er ikke underskrevet i tiden op til sit år.", str(day), f"{year - 2} til {year}"
            )


def _roles(document: Document, approvers: object) -> Iterator[Problem]:
    seen: set[object] = set()
    for number, approver in enumerate(approvers if isinstance(approvers, list) else []):
        role = approver.get("role") if isinstance(approver, dict) else None
        if not isinstance(role, str):
            continue  # its form is told on its own
        if role in seen:
            yield Problem(document.place(("approvers", number, "role")), "Rollen står to gange.", role)
        seen.add(role)
