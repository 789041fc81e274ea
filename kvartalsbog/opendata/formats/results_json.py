"""The results of a quarter as data for machines: `results.json`, and what `evaluate --json` prints."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kvartalsbog.files.documents import json_text
from kvartalsbog.kinds.base import Criterion, CriterionResult
from kvartalsbog.kinds.credit import Credit
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Calendar
from kvartalsbog.plan.background import plainly
from kvartalsbog.plan.goals import Shared
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.evaluation import GoalResult, deadlines
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.points import Points
from kvartalsbog.words.units import coded
from kvartalsbog.words.weights import degree

FORMAT = 2  # counts up when a field is taken away or comes to mean something else
SCHEMA = f"urn:kvartalsbog:results:{FORMAT}"


def results(findings: Findings) -> dict[str, Any]:
    """The results: `format, schema, quarter, plan, data_status, goals, totals`. Verdicts, outlooks, states and units are
    codes; numbers are exact to six decimals; dates are ISO; what is withheld or unknown is null.
    """
    plan, result = findings.plan, findings.result
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "quarter": findings.period.name,
        "plan": _plan(plan),
        "data_status": plan.data_status,
        "extracted": findings.extracted.isoformat(),
        "goals": [_goal(goal) for goal in result.goals],
        "totals": {
            "pillars": [
                {"pillar": p.id, "weight": _number(p.weighs), **_parts(result.pillar_points(p))} for p in plan.pillars
            ],
            "plan": _points(result.points),
        },
    }


def _plan(plan: Plan) -> dict[str, Any]:
    """What the plan is, and what it says around its goals, without markup."""
    source = plan.source
    return {
        "title": plan.title,
        "year": plan.calendar.begins.year,
        **_time(plan),
        "authority": plan.authority,
        "ministry": plan.ministry,
        "source": {
            "document": source.document,
            "address": source.address,
            "signed": [{"by": s.by, "authority": s.authority, "on": s.on.isoformat()} for s in source.signed],
        },
        "weights": {"total": _exact(plan.weights.total), "unit": plan.weights.unit} if plan.weights else None,
        "background": [{"id": p.id, "title": p.title, "text": plainly(p.text)} for p in plan.background],
        "pillars": [
            {"pillar": p.id, "title": p.title, "background": plainly(p.background) if p.background else None}
            for p in plan.pillars
        ],
    }


def _time(plan: Plan) -> dict[str, Any]:
    """From when and until when, and how often it is followed up: of a plan that is not for a calendar year by quarters."""
    calendar = plan.calendar
    if calendar == Calendar.of_year(calendar.begins.year):
        return {}
    told = {
        "from": calendar.first_day.isoformat(),
        "to": calendar.last_day.isoformat(),
        "follow_up": calendar.follow_up.value,
    }
    return {"period": told}


def to_json(findings: Findings) -> str:
    """The results as JSON text that ends in a line break."""
    return json_text(results(findings))


def _goal(result: GoalResult) -> dict[str, Any]:
    head = result.headline
    return {
        "goal": result.goal.id,
        "title": result.goal.title,
        "pillar": result.pillar.id,
        "weight": _number(result.goal.weight),
        "verdict": result.verdict.value,
        "outlook": result.outlook.value if result.outlook else None,
        "value": _number(head.value) if head else None,
        "limit": _number(head.limit) if head else None,
        **_unit(head.criterion if head else None),
        "required_rest_of_year": _number(head.required_rest_of_year) if head else None,
        "criteria_met": result.criteria_met,
        "deadlines": [day.isoformat() for day in deadlines(result.goal)],
        "completed_late": result.late,
        "points": _points(result.points),
        "pro_rata": _number(result.pro_rata),
        "credit": _credit(result.credit),
        "shared": _shared(result.goal.shared),
        "criteria": [_criterion(criterion) for criterion in result.criteria],
    }


def _criterion(result: CriterionResult) -> dict[str, Any]:
    criterion = result.criterion
    return {
        "id": criterion.id,
        "kind": criterion.kind,
        "title": criterion.title,
        "done": criterion.done if isinstance(criterion, DatedCriterion) else None,
        "state": result.state.value,
        "outlook": result.outlook.value if result.outlook else None,
        "value": _number(result.value),
        "limit": _number(result.limit),
        **_unit(criterion),
        **_judged(criterion),
        "deadline": criterion.deadline.isoformat(),
        "completed": result.completed.isoformat() if result.completed else None,
        "expected": result.expected.isoformat() if result.expected else None,
        "degree": result.degree or None,
        "assessed_by": result.by or None,
        "weight": _number(criterion.weight),
        "credit": _credit(result.credit),
        "missing_months": [str(month) for month in result.missing],
    }


def _judged(criterion: Criterion) -> dict[str, Any]:
    """Which readings count, and how the limit is meant; null of a criterion that is not reported as a series."""
    if not isinstance(criterion, SeriesCriterion):
        return dict.fromkeys(("series", "from", "over", "reported", "limit_upper", "strict"))
    return {
        "series": criterion.series,
        "from": criterion.begins.isoformat() if criterion.begins else None,
        "over": criterion.over,
        "reported": criterion.reported,
        "limit_upper": _number(criterion.asked.upper),
        "strict": criterion.strict,
    }


def _points(points: Points | None) -> dict[str, int | float | None] | None:
    return None if points is None else _parts(points)


def _parts(points: Points | None) -> dict[str, int | float | None]:
    return {name: _number(getattr(points, name, None)) for name in ("won", "open", "lost")}


def _credit(credit: Credit) -> dict[str, int | float]:
    """How many per cent are settled, and how many are possible at most."""
    return {"settled": _exact(degree(credit.settled)), "possible": _exact(degree(credit.possible))}


def _shared(shared: Shared | None) -> dict[str, Any] | None:
    if shared is None:
        return None
    told = {"authorities": list(shared.authorities), "share": _number(shared.share)}
    return told if shared.plan is None else {**told, "plan": shared.plan, "goal": shared.goal}


def _unit(criterion: Criterion | None) -> dict[str, str | None]:
    """The code of the unit, and what is counted in the plan's own words."""
    unit, counted = coded(criterion.asked) if criterion and criterion.asked else (None, None)
    return {"unit": unit, "counted": counted}


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else _exact(value)


def _exact(value: Decimal) -> int | float:
    rounded = round(value, 6)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)
