"""Facts and outlooks as Danish sentences."""

from __future__ import annotations

from decimal import Decimal

from kvartalsbog.kinds.base import CriterionResult, State
from kvartalsbog.periods import Month
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.kinds import criterion_sentence
from kvartalsbog.words.numbers import capital, enumeration, month_name, number, plural, points


def goal_sentence(result: GoalResult, months: tuple[Month, ...]) -> str:
    """The fact about a goal: its one criterion's, or how many of its criteria hold and what has failed or come late."""
    if len(result.criteria) == 1:
        return criterion_sentence(result.criteria[0], months)
    held = sum(c.state is State.HOLDS for c in result.criteria)
    sentences = [f"{number(held)} af {plural(len(result.criteria), 'kriterium', 'kriterier')} er opfyldt."]
    failed = [c for c in result.criteria if c.state is State.FAILED]
    sentences += [f"{c.criterion.title}: {criterion_sentence(c, months)}" for c in failed]
    return " ".join(sentences)


def of_weight(result: GoalResult, part: Decimal) -> str:
    """A part of a goal's weight: `2,5 af 5 point`."""
    return f"{points(part)} af {points(result.goal.weight)} point"


def pro_rata_sentence(result: GoalResult) -> str:
    """What a goal gives that is met in part or, where that is nothing, would give by its held criteria; otherwise empty."""
    if result.points.divided:
        return f"Målet giver {of_weight(result, result.points.won)} for det, der er opfyldt."
    if result.verdict is not Verdict.PARTLY_MET or result.points.won:
        return ""
    would = of_weight(result, result.pro_rata)
    return f"Efter antallet af opfyldte kriterier ville målet give {would}. Planen har ingen regel om det, og bogen giver ingen."


def missing_sentence(result: CriterionResult) -> str:
    """What has not been reported, without naming the districts; empty when nothing is missing."""
    sentences = []
    if result.missing:
        names = enumeration(month_name(m, year=True) for m in result.missing)
        sentences.append(f"Ingen har indberettet for {names}.")
    if result.gaps:
        by_month = sorted({month for month, _ in result.gaps})
        districts = len({district for _, district in result.gaps})
        names = enumeration(month_name(m, year=True) for m in by_month)
        sentences.append(f"{capital(plural(districts, 'enhed', 'enheder'))} mangler at indberette for {names}.")
    return " ".join(sentences)
