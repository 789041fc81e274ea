"""Of which months a plan is, how often it is followed up, and what its periods are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from string import Formatter
from typing import Annotated

from pydantic import ConfigDict, Field

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document
from kvartalsbog.files.fields import Day, Strict, day_of
from kvartalsbog.periods import BODY, PLACES, Calendar, FollowUp, Month

Year = Annotated[int, Field(strict=True, ge=2000, le=2100)]
Body = Annotated[str, Field(pattern=f"^{BODY}$", max_length=50)]
_FIRST, _LAST = 2000, 2100  # the years of which plans can be
_LONGEST = 120  # months
_LONGEST_LABEL = 40


class Span(Strict):
    """From the first day of a month to the last day of one."""

    model_config = ConfigDict(populate_by_name=True)

    begins: Day = Field(alias="from")
    ends: Day = Field(alias="to")


def calendar_of(plan: object) -> Calendar | None:
    """The calendar of a plan as it is written; None where its span or its follow-up is none."""
    if not isinstance(plan, Mapping):
        return None
    try:
        follow_up = FollowUp(plan.get("follow_up") or FollowUp.QUARTERLY)
    except ValueError:
        return None
    year, period, names = plan.get("year"), plan.get("period"), plan.get("names")
    written = plan.get("body")
    body = written if isinstance(written, str) and re.fullmatch(BODY, written) else ""
    named = names if isinstance(names, str) and not _wrong_pattern(names) else None
    if period is None and type(year) is int and _FIRST <= year <= _LAST:
        return Calendar.of_year(year, follow_up, named, body)
    days = _days(period)
    if year is not None or days is None or any(_wrong_span(*days, follow_up)):
        return None
    return Calendar(Month.of(days[0]), Month.of(days[1]), follow_up, named, body)


def broken_span(document: Document) -> Iterator[Problem]:
    """A span that is told twice, or is of no whole months or no whole periods; a pattern that gives no name, or gives two
    periods the same.
    """
    plan = document.value if isinstance(document.value, dict) else {}
    if plan.get("year") is None and plan.get("period") is None:
        hint = "Skriv »year: 2024« for et kalenderår, eller »period: {from: 2024-08-01, to: 2025-07-31}«."
        yield document.problem(("year",), "Planen siger ikke, hvilken tid den gælder.", hint=hint)
    if plan.get("year") is not None and plan.get("period") is not None:
        hint = "Skriv year, når planen gælder et kalenderår, og ellers period."
        yield document.problem(("period",), "Planens tid er skrevet to gange.", hint=hint)
    follow_up = plan.get("follow_up") or FollowUp.QUARTERLY
    days = _days(plan.get("period"))
    if days is not None and follow_up in list(FollowUp):
        for message, allowed in _wrong_span(*days, FollowUp(follow_up)):
            yield document.problem(("period",), message, f"{days[0]} til {days[1]}", allowed)
    names = plan.get("names")
    wrong = _wrong_pattern(names) if isinstance(names, str) else None
    if wrong is not None:
        places = ", ".join(f"{{{place}}}" for place in PLACES)
        yield document.problem(("names",), wrong, str(names), f"ord med {places}")
    calendar = calendar_of(plan)
    if wrong is None and calendar is not None and calendar.names is not None:
        labels = [period.label.replace("\u00a0", " ") for period in calendar.periods]
        twice = next((label for label in labels if labels.count(label) > 1), None)
        longest = max(labels, key=len)
        if twice is not None:
            yield document.problem(("names",), "To perioder får det samme navn.", twice, "et navn til hver periode")
        if len(longest) > _LONGEST_LABEL:
            allowed = f"højst {_LONGEST_LABEL} tegn"
            yield document.problem(("names",), "Periodens navn er for langt.", longest, allowed)


def _days(period: object) -> tuple[date, date] | None:
    written = period if isinstance(period, dict) else {}
    first, last = day_of(written.get("from", written.get("begins"))), day_of(written.get("to", written.get("ends")))
    return None if first is None or last is None else (first, last)


def _wrong_span(first: date, last: date, follow_up: FollowUp) -> Iterator[tuple[str, str]]:
    """What is wrong with a span, and what is allowed."""
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        yield "Planens periode er ikke hele måneder.", "fra den første dag i en måned til den sidste dag i en måned"
        return
    months = Month.of(last).count - Month.of(first).count + 1
    if months < 1:
        yield "Planens periode slutter, før den begynder.", f"til efter {first}"
    elif months > _LONGEST:
        yield "Planens periode er for lang.", f"højst {_LONGEST} måneder"
    elif not (first.year >= _FIRST and last.year <= _LAST):
        yield "Planens periode ligger uden for de år, der kan regnes med.", f"{_FIRST} til {_LAST}"
    elif months % follow_up.months:
        length, noun = follow_up.months, follow_up.noun.many
        yield (
            f"Planens periode kan ikke deles i hele {noun}.",
            f"et antal måneder, som {length} går op i; perioden har {months}",
        )


def _wrong_pattern(names: str) -> str | None:
    try:
        parts = [part for part in Formatter().parse(names) if part[1] is not None]
    except ValueError:
        return "Mønstret for periodernes navne kan ikke læses."
    if any(place not in PLACES or form or conversion for _, place, form, conversion in parts):
        return "Mønstret for periodernes navne har et felt, der ikke findes."
    return None if parts and "\n" not in names else "Mønstret for periodernes navne giver alle perioder det samme navn."
