"""What is told of a series unit by unit: the months that a unit lacks, its own limit, and what its year can be held against."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from small_findings import APR, DAYS, FEB, JAN, JUN, MAR, MAY, Told, found, goal, plan_of

from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.gaps import held_against, missing_months, own_limits, reported_months, units_missing

HALF_YEAR = {(month, unit): (10, 900) for month in (JAN, FEB, MAR, APR, MAY, JUN) for unit in ("nord", "syd")}
LACKING = {(FEB, "syd"), (MAY, "syd"), (MAY, "nord")}  # nobody has reported May
OWN = {"limit": {"units": {"nord": 90, "syd": 60}}}


def half_year(*criteria: dict[str, Any], lacking: set[Any] | None = None) -> Findings:
    days = {key: sums for key, sums in HALF_YEAR.items() if key not in (lacking or set())}
    first = {key: sums for key, sums in days.items() if key[0] <= MAR}
    second = {key: sums for key, sums in days.items() if key[0] > MAR}
    return found(Told(first), Told(second), plan=plan_of(goal("1.1", *(criteria or (DAYS,)), weight=100)))


def test_a_unit_lacks_the_months_that_others_have() -> None:
    lacking = half_year(lacking={*LACKING, (JAN, "nord"), (JAN, "vest"), (JUN, "syd")}).series["1.1"]
    assert missing_months(lacking) == {"nord": (JAN,), "syd": (FEB, JUN)}
    assert missing_months(half_year().series["1.1"]) == {}


def test_the_months_of_a_series_are_those_that_anybody_has_reported() -> None:
    series = half_year(lacking={(MAY, "nord"), (MAY, "syd"), (FEB, "syd")}).series["1.1"]
    assert reported_months(series) == (JAN, FEB, MAR, APR, JUN)
    nobody = replace(series, missing=series.months)
    assert reported_months(nobody) == (JAN, FEB, MAR, APR, MAY, JUN)


def test_the_units_that_lack_a_month_stand_in_the_order_that_is_asked_for() -> None:
    plan = plan_of(goal("1.1", DAYS | {"districts": ["nord", "syd", "vest"]}, weight=100), districts=[{"id": unit, "name": unit} for unit in ("nord", "syd", "vest")])  # fmt: skip
    told = {(FEB, "vest"): (1, 1), (JAN, "nord"): (1, 1), (MAR, "nord"): (1, 1), (MAR, "syd"): (1, 1), (MAR, "vest"): (1, 1)}  # fmt: skip
    series = found(Told(told), plan=plan).series["1.1"]
    found_ = units_missing(series, ["vest", "syd", "nord", "oest"])
    assert list(found_.items()) == [(JAN, ["vest", "syd"]), (FEB, ["syd", "nord"])]
    assert units_missing(series, []) == {JAN: [], FEB: []}


def test_a_unit_has_its_own_limit_where_the_goal_gives_it_one() -> None:
    """Nord keeps 90 with 90; syd does not keep 60."""
    findings = half_year(DAYS | OWN)
    own = own_limits(findings, findings.plan.goals[0], findings.series["1.1"])
    assert {unit: (found_.limit, found_.state) for unit, found_ in own.items()} == {"nord": (90, "holds"), "syd": (60, "failed")}  # fmt: skip
    assert own_limits(half_year(), half_year().plan.goals[0], half_year().series["1.1"]) == {}


def test_limits_of_another_series_are_not_the_series_own() -> None:
    other = DAYS | OWN | {"id": "other", "series": "1.1-andre"}
    findings = half_year(DAYS, other)
    (own,) = findings.plan.goals
    assert own_limits(findings, own, findings.series["1.1"]) == {}
    assert own_limits(findings, own, findings.series["1.1-andre"]) == {}  # which nobody has reported to


def against(findings: Findings) -> dict[str, Any]:
    found_ = held_against(findings, findings.plan.goals[0], findings.series["1.1"])
    assert all(isinstance(criterion, SeriesCriterion) for criterion in found_.values())
    return {unit: criterion.bound for unit, criterion in found_.items()}


AMOUNT = {key: value for key, value in DAYS.items() if key != "plausible"} | {"kind": "amount", "unit": "sager"}
ALL = {"nord": 100, "syd": 100}


@pytest.mark.parametrize(
    ("criteria", "limits"),
    [
        ((DAYS,), ALL),
        ((DAYS | {"deadline": "2024-12-31"},), ALL),
        ((DAYS | OWN,), {"nord": 90, "syd": 60}),
        ((DAYS | {"deadline": "2024-05-31"},), {}),  # it is past
        ((DAYS | {"from": "2024-04-01"},), {}),  # it begins later than the year
        ((DAYS | {"over": "latest"},), {}),
        ((AMOUNT,), {}),  # a part of a sum is no size of its limit
        ((DAYS | {"over": "latest"}, DAYS | {"id": "year"}), ALL),  # the first that can
    ],
)
def test_a_units_year_is_held_against_what_is_of_the_same_months_and_size(criteria: tuple[Any, ...], limits: dict[str, int]) -> None:  # fmt: skip
    assert against(half_year(*criteria)) == limits


def test_only_units_that_have_reported_are_held_against_anything() -> None:
    syd = {(month, "syd") for month in (JAN, FEB, MAR, APR, MAY, JUN)}
    assert against(half_year(lacking=syd)) == {"nord": 100}
    assert against(half_year(DAYS | OWN, lacking=syd)) == {"nord": 90}
