"""What a person has decided where nothing that can be shown is safe: `data/2024/disclosure/decisions.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from kvartalsbog.disclosure.record import FOLDER
from kvartalsbog.errors import Place, Problem, ProblemsError
from kvartalsbog.files.documents import read_yaml
from kvartalsbog.files.fields import Strict, Words
from kvartalsbog.files.validation import validated
from kvartalsbog.names import Among
from kvartalsbog.periods import PERIOD, Calendar, Period, capital

NAME = "decisions.yml"


class Decision(Strict):
    """A person's decision about one goal's series in one quarter's edition.

    `withhold`: what must be withheld is withheld, the goal's own value included. `show`: the goal's value is shown, and
    the person answers for what can then be worked out.
    """

    quarter: Annotated[str, Field(pattern=f"^{PERIOD}$")]
    goal: Words
    decision: Literal["withhold", "show"]
    by: Annotated[Words, Field(max_length=200)]
    reason: Words


class _Document(Strict):
    decisions: tuple[Decision, ...]


def read_decisions(data_dir: Path, plan: Calendar, goals: tuple[str, ...]) -> tuple[Decision, ...]:
    """The decisions of a plan; none where nobody had to decide. Raises ProblemsError with all that is wrong."""
    name = f"{plan.name}/{FOLDER}/{NAME}"
    path = data_dir / name
    if not path.is_file():
        return ()
    document = read_yaml(path, name=name)
    problems: list[Problem] = []
    read = validated(document, _Document, problems)
    if read is None:
        raise ProblemsError(problems)
    found = read.decisions
    for number, decision in enumerate(found):
        place = document.place(("decisions", number))
        if plan.of_name(decision.quarter) is None:
            message = f"{capital(plan.noun.the)} hører til en anden plan."
            problems.append(Problem(place, message, decision.quarter, f"fx {plan.periods[0]}"))
        if decision.goal not in goals:
            problems.append(Problem(place, "Målet findes ikke, eller det har ingen talserie.", decision.goal, Among(decision.goal, goals)))  # fmt: skip
        if any((d.quarter, d.goal) == (decision.quarter, decision.goal) for d in found[:number]):
            problems.append(
                Problem(place, f"Der står allerede en beslutning om målet i {plan.noun.the}.", hint="Behold den ene.")
            )
    if problems:
        raise ProblemsError(problems)
    return found


def decided(decisions: tuple[Decision, ...], period: Period, goal: str) -> str | None:
    """`withhold`, `show`, or None where nobody has decided."""
    return next((d.decision for d in decisions if d.quarter == period.name and d.goal == goal), None)


def template(period: Period, goal: str) -> str:
    """The lines that a person writes to decide."""
    return f'- {{quarter: {period.name}, goal: "{goal}", decision: withhold, by: Navn, reason: Grunden}}'


def place(period: Period) -> Place:
    """Where a quarter's decisions stand."""
    return Place(f"{period.plan}/{FOLDER}/{NAME}")
