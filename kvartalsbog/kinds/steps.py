"""Credit in steps: a criterion is judged once for each of its limits, and each that holds gives its part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from kvartalsbog.kinds.base import Criterion, CriterionResult, Outlook, Reason, State, Units
from kvartalsbog.kinds.credit import Credit
from kvartalsbog.kinds.measures import Reported
from kvartalsbog.periods import Period


def judged(criterion: Criterion, reported: Reported, period: Period, units: Units | None = None) -> CriterionResult:
    """The result of a criterion on the quarter's last day, with the credit of its steps where it has some."""
    result = criterion.judge(reported, period, units)
    if not criterion.credit:
        return result
    steps = [(Fraction(1), result)]
    steps += [(Fraction(s.gives) / 100, criterion.at(s).judge(reported, period, units)) for s in criterion.credit]
    settled = max((gives for gives, step in steps if step.state is State.HOLDS), default=Fraction(0))
    possible = max((gives for gives, step in steps if step.state is not State.FAILED), default=Fraction(0))
    part = Credit(settled, possible)
    if part.final:
        state = State.HOLDS if settled == 1 else State.PARTLY if settled else State.FAILED
        return replace(result, state=state, part=part)
    if possible < 1:  # the whole is lost, and a step is still open
        state = next(step.state for gives, step in steps if gives == possible)
        result = replace(result, state=state, outlook=Outlook.OUT_OF_REACH, reason=Reason.LESS_THAN_ALL)
    rest = _rest(steps, settled) if result.outlook is Outlook.OUT_OF_REACH else None
    return replace(result, part=part, rest=rest)


def _rest(steps: Iterable[tuple[Fraction, CriterionResult]], settled: Fraction) -> Outlook | None:
    """How the first of the steps, which gives most of those that can still be met, stands; None where there is none that gives more
    than is settled.
    """
    for gives, step in steps:
        if gives > settled and step.state is not State.FAILED and step.outlook is not Outlook.OUT_OF_REACH:
            return Outlook.UNANSWERED if step.state is State.NO_DATA else step.outlook or Outlook.UNANSWERED
    return None
