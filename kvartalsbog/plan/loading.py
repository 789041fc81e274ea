"""plan.yml → a valid `Plan`, or every problem with it, in Danish and with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import ValidationError

from kvartalsbog.errors import Problem, ProblemsError
from kvartalsbog.files.documents import read_document
from kvartalsbog.files.validation import validated
from kvartalsbog.plan.amendment_rules import broken_amendments
from kvartalsbog.plan.rules import RULES, broken_rules
from kvartalsbog.plan.values import Plan


def read_plan(path: Path, project: Path | None, *, name: str) -> Plan:
    """The plan in a file. Raises ProblemsError with every problem: malformed values, unknown keys and kinds, weights
    that do not sum, repeated ids, deadlines outside the year, amendments that do not fit, missing notebooks.
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
        own.extend(broken_amendments(document, plan, RULES, sound=not own))
        if str(plan.year) != path.parent.name and path.parent.name.isdigit():
            place = document.place(("year",))
            own.append(Problem(place, "Planens år er ikke mappens.", str(plan.year), path.parent.name))
    problems.extend(own)
    return _applicable(plan) if plan is not None and own else plan


def _applicable(plan: Plan) -> Plan:
    try:
        plan.in_force(date.max)
        plan.with_every_goal()
    except (KeyError, ValidationError):
        return plan.model_copy(update={"amendments": ()})
    return plan
