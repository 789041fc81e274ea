"""The rules for criteria on series, as they are written: what those on one series say alike, their months and limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kvartalsbog.errors import Problem
from kvartalsbog.files.documents import Document, Path_
from kvartalsbog.files.fields import day_of, number_of
from kvartalsbog.kinds.limits import PREVIOUS_YEAR, PerUnit, Span, form_of
from kvartalsbog.kinds.registry import series_kind
from kvartalsbog.kinds.series import EVERY, OF_SERIES
from kvartalsbog.periods import Month
from kvartalsbog.plan.parts import Part, parts
from kvartalsbog.plan.span import calendar_of

_UNSAID: Mapping[str, Any] = {"reported": "monthly", "sensitive": True}
_ALONE = "Skal de måles hver for sig, så giv det ene sin egen talserie med nøglen »series«."
_OPEN = "Handler tallene ikke om personer eller enkelte tilfælde, så skriv »sensitive: false«."


def broken_series(document: Document, goals: list[Part]) -> Iterator[Problem]:
    """Criteria on one series that do not measure the same, months that are not reported, limits that do not fit."""
    first: dict[str, Part] = {}
    calendar = calendar_of(document.value)
    for path, goal in goals:
        for place, written in parts(goal, path, "criteria"):
            if series_kind(written) is None:
                continue
            name = str(written.get("series") or goal.get("id"))
            _, other = first.setdefault(name, (place, written))
            yield from _alike(document, place, name, written, other)
            yield from _limits(document, place, written)
            if calendar is not None:
                yield from _window(document, place, written, calendar.months)


def _alike(
    document: Document, path: Path_, name: str, written: dict[str, Any], other: dict[str, Any]
) -> Iterator[Problem]:
    for key in OF_SERIES:
        own, wanted = (part.get(key, _UNSAID.get(key)) for part in (written, other))
        if own != wanted:
            message = f"Kriterierne på talserien {name} måler ikke det samme."
            yield document.problem((*path, key), message, _told(own), _told(wanted), _ALONE)


def _limits(document: Document, path: Path_, written: dict[str, Any]) -> Iterator[Problem]:
    limit, direction, form = written.get("limit"), written.get("direction"), form_of(written.get("limit"))
    at = document.place((*path, "limit"))
    if (direction == "within") != (form is Span) and direction in ("within", "at_most", "at_least"):
        allowed = "{least: …, most: …}" if direction == "within" else "et tal, {change: …, of: …} eller {units: …}"
        yield Problem(at, f"Kravet passer ikke til retningen »{direction}«.", _told(limit), allowed)
    if form is Span and isinstance(limit, Mapping):
        least, most = number_of(limit.get("least")), number_of(limit.get("most"))
        if least is not None and most is not None and least >= most:
            allowed = "least mindre end most"
            yield Problem(at, "Den nedre grænse skal være under den øvre.", f"{least} og {most}", allowed)
    sensitive = written.get("sensitive", True) is not False
    if form is PerUnit and isinstance(limit, Mapping) and isinstance(limit["units"], Mapping):
        units, named = list(limit["units"]), written.get("districts")
        if isinstance(named, list | tuple) and set(map(str, units)) != set(map(str, named)):
            message = "Hver enhed, der indberetter, skal have sit eget krav, og ingen andre."
            yield document.problem((*path, "limit", "units"), message, ", ".join(map(str, units)), ", ".join(map(str, named)))  # fmt: skip
        if sensitive:
            message = "Enheder kan kun have egne krav til tal, der må vises for hver enhed."
            yield Problem(at, message, "units", hint=_OPEN)
    if isinstance(limit, Mapping) and limit.get("of") == PREVIOUS_YEAR and sensitive:
        message = "Årets tal kan kun holdes op mod året før, når alle årets måneder må vises."
        hint = f"Skriv det tal, der er offentliggjort: {{value: …, label: …}}. {_OPEN}"
        yield Problem(at, message, PREVIOUS_YEAR, hint=hint)
    bounds = written.get("plausible")
    low = number_of(bounds.get("minimum")) if isinstance(bounds, Mapping) else None
    if sensitive and low is not None and low < 0:
        message = "Tal om personer eller enkelte tilfælde kan ikke være negative."
        yield document.problem((*path, "plausible", "minimum"), message, str(low), "fra 0 og op", _OPEN)


def _window(document: Document, path: Path_, written: dict[str, Any], every: tuple[Month, ...]) -> Iterator[Problem]:
    """The days between which a criterion is judged are those of the months that are reported."""
    step = EVERY.get(str(written.get("reported", "monthly")), 1)
    begins, deadline = day_of(written.get("from")), day_of(written.get("deadline"))
    starts = [month.first_day for month in every[::step]]
    if begins is not None and begins not in starts:
        allowed = ", ".join(map(str, starts)) if step > 1 else f"den første dag i en måned i planen, {starts[0]} til {starts[-1]}"  # fmt: skip
        yield document.problem((*path, "from"), "Kriteriet kan ikke begynde den dag.", str(begins), allowed)
    if begins is not None and deadline is not None and deadline < begins:
        message = "Fristen ligger, før kriteriet begynder."
        yield document.problem((*path, "deadline"), message, str(deadline), f"efter {begins}")
    closing = every[step - 1 :: step]
    month = None if deadline is None else Month.of(deadline)
    if step > 1 and month in every and month not in closing:
        allowed = "en dag i " + ", ".join(map(str, closing))
        message = "Fristen ligger ikke i en måned, der bliver indberettet."
        yield document.problem((*path, "deadline"), message, str(deadline), allowed)


def _told(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_told(part)}" for key, part in value.items()) + "}"
    return "ingenting" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
