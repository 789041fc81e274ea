"""A value that is withheld takes with it all that is worked out from it, whatever a result comes to hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.verdicts.evaluation import PlanResult, evaluate
from kvartalsbog.verdicts.withholding import without_withheld

# What may be told of a withheld value: what the plan says, the verdict that decision 60 holds as an equation, dates, and
# which months there are. A new field is withheld until it is put here.
TOLD = {"criterion", "state", "limit", "completed", "expected", "expected_in_time", "late", "missing", "gaps", "months", "by_unit", "part", "degree", "by"}  # fmt: skip


def _held(result: PlanResult) -> dict[str, set[str]]:
    """The fields that a series' criteria have something in, by goal and criterion."""
    return {
        f"{goal.goal.id} {own.criterion.id}": {f.name for f in fields(CriterionResult) if getattr(own, f.name) != f.default}
        for goal in result.goals
        for own in goal.criteria
        if isinstance(own.criterion, SeriesCriterion)
    }  # fmt: skip


def test_nothing_is_held_of_a_withheld_value_but_what_may_be_told(report: Callable[[str], Report]) -> None:
    seen: set[str] = set()
    for quarter in ("2024K1", "2024K2", "2024K3", "2024K4"):
        own = report(quarter)
        whole = evaluate(own.plan, own.readings, own.period)
        before, after = _held(whole), _held(without_withheld(whole, {}))
        assert after == {name: held & TOLD for name, held in before.items()}
        seen |= set().union(*before.values()) - TOLD
    assert seen == {f.name for f in fields(CriterionResult)} - TOLD  # each has been there to take away
