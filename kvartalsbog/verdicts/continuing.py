"""From one plan year to the next: what a year's last book leaves for the goals that continue its own, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kvartalsbog.content.language import DANISH, message
from kvartalsbog.kinds.base import Asked
from kvartalsbog.plan.earlier import Earlier
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.standing import is_settled


def left_by(findings: Findings) -> dict[str, Earlier]:
    """What each goal of a year's last book gave, as far as that book shows it: what next year's goals continue."""
    return {result.goal.id: _left(result, findings.period.calendar.ends.year) for result in findings.result.goals}


def _left(result: GoalResult, year: int) -> Earlier:
    head = result.headline
    asked = head.criterion.asked if head else None
    value = None if head is None or head.value is None else _plain(head.value)
    verdict = result.verdict.value if is_settled(result) else None
    return Earlier.model_validate(
        {
            "year": year,
            "goal": result.goal.id,
            "limit": head.limit if head else None,
            "upper": asked.upper if asked else None,
            "value": value,
            "verdict": verdict,
        }
    )


def _plain(value: Decimal) -> Decimal:
    """To six decimals, as the open data have it, without noughts at the end."""
    return Decimal(f"{round(value, 6).normalize():f}")


def contradicted(findings: Findings, before: Findings) -> Iterator[tuple[str, str]]:
    """What goals say of the year before otherwise than its last book does, and definitions that changed without a word: the
    goal, and what is wrong in Danish.
    """
    told = left_by(before)
    for goal in findings.plan.goals:
        for entry in goal.continues:
            if entry.year == before.plan.calendar.ends.year:
                for said in _wrong(findings, goal.id, entry, told.get(entry.goal), before):
                    yield goal.id, said


def _wrong(findings: Findings, goal: str, entry: Earlier, left: Earlier | None, before: Findings) -> Iterator[str]:
    year = str(entry.year)
    if left is None:
        said = message("Mål {goal} var ikke i planen for {year}. Ret »continues«.")
        yield DANISH.say(said, goal=entry.goal, year=year)
        return
    for key, own, its in ((k, getattr(entry, k), getattr(left, k)) for k in ("limit", "upper", "value", "verdict")):
        if own != its and not entry.unit:
            said = message("»{key}« for {year} er {own} i planen, men {its} i årets sidste bog.")
            yield DANISH.say(
                said, key=key, year=year, own=own if own is not None else "–", its=its if its is not None else "–"
            )
    now, then = (_measured(found, name) for found, name in ((findings, goal), (before, entry.goal)))
    if now != then and entry.broken is None:
        said = message("Målet er ikke målt som mål {goal} i {year}. Skriv under »broken«, hvad der er anderledes.")
        yield DANISH.say(said, goal=entry.goal, year=year)


def _measured(findings: Findings, goal: str) -> tuple[object, ...]:
    """What a goal's number is of: what must be the same for two years to be compared."""
    result = findings.result.goal(goal)
    head = result.headline
    asked: Asked | None = head.criterion.asked if head else None
    return (head.criterion.kind, asked.unit, asked.counted, asked.direction) if head and asked else ()
