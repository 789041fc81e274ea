"""The rules for who approves a quarter's book and when it may be published. They read the raw document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kvartalsbog.documents import Document
from kvartalsbog.errors import Problem
from kvartalsbog.quarter import Quarter


def broken_calendar(document: Document) -> Iterator[Problem]:
    """Roles that stand twice; releases of quarters that are not the plan's, on days that are too early or out of order."""
    plan = document.value if isinstance(document.value, dict) else {}
    yield from _roles(document, plan.get("approvers"))
    releases = plan.get("releases")
    latest: date | None = None
    for name, day in releases.items() if isinstance(releases, dict) else ():
        place = document.place(("releases", name))
        quarter = _quarter(name)
        if quarter is None or quarter.year != plan.get("year"):
            yield Problem(
                place, "Kvartalet er ikke et af planens.", str(name), f"{plan.get('year')}K1 til {plan.get('year')}K4"
            )
        elif isinstance(day, date) and day <= quarter.last_day:
            yield Problem(place, "Kvartalet er ikke slut på udgivelsesdagen.", str(day), f"efter {quarter.last_day}")
        elif isinstance(day, date) and latest is not None and day <= latest:
            yield Problem(place, "Udgivelsesdagen ligger ikke efter den forrige.", str(day), f"efter {latest}")
        latest = day if isinstance(day, date) else latest


def _roles(document: Document, approvers: object) -> Iterator[Problem]:
    seen: set[object] = set()
    for number, approver in enumerate(approvers if isinstance(approvers, list) else []):
        role = approver.get("role") if isinstance(approver, dict) else None
        if isinstance(role, str) and role in seen:
            yield Problem(document.place(("approvers", number, "role")), "Rollen står to gange.", role)
        seen.add(role)


def _quarter(name: object) -> Quarter | None:
    try:
        quarter = Quarter.parse(str(name))
    except ValueError:
        return None
    return quarter if str(quarter) == name else None
