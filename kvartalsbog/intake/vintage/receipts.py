"""What was taken in of each goal: from whom, when, which figures, deliverables and words; never what a file's bytes come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kvartalsbog.intake.vintage.change_words import WORDS, is_assessed, state_words
from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.periods import Month
from kvartalsbog.plan.goals import Goal
from kvartalsbog.readings.vintage_text import Item, Row, Source, VintageText, read_vintage_text
from kvartalsbog.words.numbers import enumeration, months_words, number, plural, spaced

_NAMED = 3  # units that are told by name
_LABELS = {**WORDS, "names": "navne på leverancer"}


@dataclass(frozen=True)
class Receipt:
    """What was taken in of one goal, in sentences without a full stop."""

    goal: Goal
    received: tuple[str, ...]


def receipts(base: Ground) -> Mapping[str, tuple[Receipt, ...]]:
    """Owner → the receipts of their goals, in the plan's order; nothing of goals of which nothing was taken in. Raises ProblemsError when the
    period's files cannot be read.
    """
    vintage, found = read_vintage_text(base.folder), dict[str, list[Receipt]]()
    for goal in base.plan.goals:
        told = tuple(_goal(goal, vintage, base))
        if told:
            found.setdefault(goal.responsible, []).append(Receipt(goal, told))
    return {owner: tuple(own) for owner, own in found.items()}


def _goal(goal: Goal, vintage: VintageText, base: Ground) -> Iterator[str]:
    for series in goal.series:
        own = [entry for key, entry in vintage.extracts.items() if key[:2] == ("series.csv", series)]
        yield from map(_extract, own)
        if rows := vintage.series.get(series):
            yield _figures(rows, base)
    answers = [entry for key, entry in vintage.extracts.items() if key[0] != "series.csv" and key[1] == goal.id]
    yield from dict.fromkeys(map(_from, answers))
    items = vintage.items.get(goal.id, ())
    for word, assessed in (("leverancer", False), ("vurdering", True)):
        told = [
            f"»{goal.item_title(row[1])}« {state_words(Item(*row[2:]), assessed=assessed, day=_day)}"
            for row in items
            if is_assessed(goal, row[1]) is assessed
        ]
        if told:
            yield f"{word}: {enumeration(told)}"
    words = [_LABELS[key] for key in vintage.remarks.get(goal.id, {}) if key in _LABELS]
    if words:
        yield f"ord: {enumeration(words)}"
    if answers and not items and not words:
        yield "intet er ændret siden sidst"


def _from(entry: Source) -> str:
    """What an entry of source.json is of, and when it came."""
    names, day = enumeration(entry["sources"]), f"{date.fromisoformat(str(entry['received'])):%d-%m-%Y}"
    return f"tastet ind den {day} efter {names}" if entry.get("kind") == "typed" else f"modtaget den {day}: {names}"


def _extract(entry: Source) -> str:
    """The same of what figures came from; of an extract with how many records count."""
    rows = spaced(plural(entry["rows_kept"], "post", "poster"))
    return f"{_from(entry)}{'' if entry.get('kind') else f', {rows} tæller med'}"


def _figures(rows: Sequence[Row], base: Ground) -> str:
    """The months and units of some rows of series.csv."""
    months, units = {Month.parse(row[1]) for row in rows}, dict.fromkeys(row[2] for row in rows)
    named = (
        enumeration(map(base.plan.district_name, units)) if len(units) <= _NAMED else f"{number(len(units))} enheder"
    )
    return f"tal for {months_words(months)} fra {named}"


def _day(day: str) -> str:
    return f"{date.fromisoformat(day):%d-%m-%Y}"
