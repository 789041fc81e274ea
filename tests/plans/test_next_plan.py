"""The plan after each of the plans is drafted so that it can be read, and asks the same, as much later."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from plans.conftest import HERE

from kvartalsbog.intake.vintage.drafting import draft, moved_on
from kvartalsbog.periods import Calendar
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.continuing import left_by
from kvartalsbog.verdicts.findings import Findings

# the last period with readings, if any: what it gave is continued
LAST = {"land-registry": "2003-04K4", "multiyear": "", "rail-authority": "2023K4", "school": "2016-17K4", "tertial": "", "university": "2024H2"}  # fmt: skip


@pytest.mark.parametrize("plan", LAST)
def test_the_draft_of_the_next_plan_asks_the_same_as_much_later(
    plan: str, found: Callable[[str, str], Findings], tmp_path: Path
) -> None:
    before = read_plan(next((HERE / plan).glob("data/*/plan.yml")), None, name="plan.yml")
    left = left_by(found(plan, LAST[plan])) if LAST[plan] else {}
    file = tmp_path / "plan.yml"
    file.write_text(draft(before, before.calendar.next, left), encoding="utf-8")
    after = read_plan(file, None, name="plan.yml")
    assert _asked(after, after.calendar, after.calendar) == _asked(before, before.calendar, before.calendar.next)
    assert {goal.id for goal in after.goals if goal.continues} == left.keys()


def _asked(plan: Plan, before: Calendar, after: Calendar) -> object:
    """All that a plan asks for, with its years moved as far as from one calendar to the other."""
    own: dict[str, Any] = dict.fromkeys(("year", "period", "names", "amendments", "background", "source", "releases"), True)  # fmt: skip
    left_out = own | {"pillars": {"__all__": {"background": True, "goals": {"__all__": {"continues"}}}}}
    return json.loads(moved_on(json.dumps(plan.model_dump(mode="json", exclude=left_out), ensure_ascii=False), before, after))  # fmt: skip


def test_a_range_leaves_both_its_ends(found: Callable[[str, str], Findings]) -> None:
    left = left_by(found("land-registry", "2003-04K4"))["2.3"]
    assert (left.limit, left.upper, left.value) == (Decimal(10**9), Decimal(12 * 10**8), Decimal(108 * 10**7))
