"""Which figures were given as they are: each kind once for a goal and period of the plan, whatever file it came in."""

from __future__ import annotations

from datetime import date
from typing import Any

from small_findings import plan_of

from kvartalsbog.periods import Period, quarter_of
from kvartalsbog.plan.goals import Judged
from kvartalsbog.readings.values import Extract, Readings, SourceFile, Vintage
from kvartalsbog.verdicts.origins import GivenFigures, given_figures

K1, K2 = quarter_of(2024, 1), quarter_of(2024, 2)
COUNTED = {"rows_read": 1, "rows_kept": 1, "rows_rejected": 0}


def extract(goal: str, kind: str | None, of: str | None = None, **sources: None) -> Extract:
    told: dict[str, Any] = {"goal": goal, "kind": kind, "of": of, "received": "2024-04-03", "sources": sources}
    return Extract.model_validate(COUNTED | told)


def vintage(period: Period, **files: tuple[Extract, ...]) -> Vintage:
    sources = {
        f"{name}.csv": SourceFile.model_validate(COUNTED | {"sha256": "0" * 64, "source": "s", "extracts": own})
        for name, own in files.items()
    }
    return Vintage(period, (), (), {}, date(2024, 4, 3), sources)


def given(*vintages: Vintage) -> list[GivenFigures]:
    return list(given_figures(plan_of(), Readings(vintages), vintages[-1].period))


def test_sums_and_items_that_were_given_are_told_with_their_kind() -> None:
    first = vintage(
        K1, series=(extract("1.1", "sums"), extract("1.1", None)), deliverables=(extract("1.3", "form", fil=None),)
    )
    assert given(first) == [GivenFigures(K1, (Judged("1.1"),), "sums"), GivenFigures(K1, (Judged("1.3"),), "form")]


def test_what_was_typed_tells_what_it_is_of_and_whom_it_is_from() -> None:
    typed = extract("1.1", "typed", "2024-01 nord", brev=None)
    told = [
        GivenFigures(K1, (Judged("1.1"),), "typed", "2024-01 nord", "brev"),
        GivenFigures(K1, (Judged("1.1"),), "typed"),
    ]
    assert given(vintage(K1, series=(typed, typed, extract("1.1", "typed")))) == told


def test_only_figures_of_the_plans_own_goals_and_periods_are_told() -> None:
    earlier = vintage(quarter_of(2023, 4), series=(extract("1.1", "sums"),))
    first = vintage(K1, series=(extract("9.9", "sums"),), commentary=(extract("1.1", "form"),))
    assert given(earlier, first, vintage(K2, series=(extract("1.1", "sums"),))) == [
        GivenFigures(K2, (Judged("1.1"),), "sums")
    ]
