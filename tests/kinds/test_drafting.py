"""A goal that somebody types in one line: which kind takes it, and what that would first write into a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from unittest.mock import patch

import pytest

from kvartalsbog.kinds.amount import Amount
from kvartalsbog.kinds.deliverable import Deliverable
from kvartalsbog.kinds.drafting import DatedDraft, DayGoal, FigureGoal, Own, SeriesDraft
from kvartalsbog.kinds.mean import Mean
from kvartalsbog.kinds.registry import KINDS, drafted
from kvartalsbog.kinds.share import Share

DAY = DayGoal("Ny strategi", date(2024, 12, 1))


def figure(limit: str, unit: str, direction: str = "at_most") -> FigureGoal:
    return FigureGoal("Svar", direction, Decimal(limit), unit)


def test_what_is_due_on_a_day_is_a_deliverable() -> None:
    assert drafted(DAY) == DatedDraft("deliverable", DAY, "deliverable", "gennemført", if_no_other=True)
    assert [kind for kind, own in KINDS.items() if own.drafted(DAY) is not None] == ["deliverable"]
    assert Deliverable.drafted(figure("5", "stk.")) is None


@pytest.mark.parametrize(("typed", "unit", "fed_by"), [("dage", "dage", "days"), ("Dage", "dage", "days"), ("minutter", "minutter", "value"), ("uger", "uger", "value")])  # fmt: skip
def test_a_time_is_a_mean_whose_figures_are_likely_up_to_so_much(typed: str, unit: str, fed_by: str) -> None:
    goal = figure("30", typed)
    likely = Own("plausible", {"minimum": 0, "maximum": 301}, "et tal udenfor er nok en tastefejl; det afgør intet")
    assert drafted(goal) == SeriesDraft("mean", replace(goal, unit=unit), fed_by, manner="i gennemsnit", own=(likely,))


@pytest.mark.parametrize("typed", ["pct.", "Pct", "%", "procent"])
def test_a_part_of_a_hundred_is_a_share(typed: str) -> None:
    goal = figure("90", typed, "at_least")
    assert drafted(goal) == SeriesDraft("share", replace(goal, unit="pct."), Share.fed_by[0])


@pytest.mark.parametrize(("goal", "said"), [
    (figure("101", "pct.", "at_least"), "En andel er højst 100 pct."),
    (figure("100", "pct."), "Kravet er altid opfyldt. Tilladt: under 100 pct."),
])  # fmt: skip
def test_a_share_that_cannot_be_or_always_is_kept_is_refused(goal: FigureGoal, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        drafted(goal)
    assert drafted(figure("100", "pct.", "at_least")) is not None


def test_any_other_unit_is_a_number_of_it() -> None:
    goal = figure("1000", "sager", "at_least")
    assert drafted(goal) == SeriesDraft("amount", goal, Amount.fed_by[1], counted="sager", if_no_other=True)
    assert Amount.drafted(DAY) is None
    assert Mean.drafted(goal) is None
    assert Share.drafted(goal) is None


def test_a_goal_that_no_kind_takes_has_no_draft() -> None:
    with patch.dict(KINDS):  # afterwards in the order that they had, which others ask for
        for name in ("deliverable", "amount"):
            del KINDS[name]
        assert drafted(DAY) is None
        assert drafted(figure("1000", "sager")) is None
