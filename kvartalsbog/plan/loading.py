"""plan.yml → a valid `Plan`, or every problem with it, in Danish and with its line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from kvartalsbog.errors import Problem, ProblemsError
from kvartalsbog.files.documents import read_document
from kvartalsbog.files.validation import validated
from kvartalsbog.periods import YEARS
from kvartalsbog.plan.amendment_rules import broken_amendments
from kvartalsbog.plan.rules import RULES, broken_rules
from kvartalsbog.plan.span import calendar_of
from kvartalsbog.plan.values import Plan


def read_plan(path: Path, project: Path | None, *, name: str) -> Plan:
    """The plan in a file. Raises ProblemsError with every problem: malformed values, unknown keys and kinds, weights
    that do not sum, repeated ids, deadlines outside its time, amendments that do not fit, missing notebooks.
    """
    problems: list[Problem] = []
    plan = judged_plan(path, project, problems, name=name)
    if problems or plan is None:
        raise ProblemsError(problems)
    return plan


def judged_plan(path: Path, project: Path | None, problems: list[Problem], *, name: str) -> Plan | None:
    """The plan in a file, and every problem with it added to `problems`. With problems it is still given, where each
    value has its form, so that what stands on the plan can be judged in the same run; amendments that cannot be
    applied are then left out of it. None when there is no such plan.
    """
    try:
        document = read_document(path, name=name)
    except ProblemsError as error:
        problems.extend(error.problems)
        return None
    own = list(broken_rules(document, project))
    plan = validated(document, Plan, own)
    if plan is not None:
        if calendar_of(document.value) is not None:
            own.extend(broken_amendments(document, plan, RULES, sound=not own))
        calendar = calendar_of(document.value)
        if calendar is not None and calendar.own_name != path.parent.name and re.fullmatch(YEARS, path.parent.name):
            place = document.place(("year" if plan.year is not None else "period",))
            message = f"Planens {'år' if plan.year is not None else 'periode'} er ikke mappens."
            own.append(Problem(place, message, calendar.own_name, path.parent.name))
    problems.extend(own)
    if plan is None or calendar_of(document.value) is None:
        return None
    return _applicable(plan) if own else plan


def _applicable(plan: Plan) -> Plan:
    try:
        plan.in_force(date.max)
        plan.with_every_goal()
    except (KeyError, ValidationError):
        return plan.model_copy(update={"amendments": ()})
    return plan
