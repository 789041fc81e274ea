"""What each owner has still to answer in a period: from the board, and of goals that must be accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.forms.writing import file_names
from kvartalsbog.intake.vintage.board import Line, by_owner
from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.plan.goals import Goal, Judged
from kvartalsbog.verdicts.accounts import unanswered
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.words.sentences import unanswered_sentence


@dataclass(frozen=True)
class Owing:
    """What is lacking of one goal, in sentences without a full stop; `drawn` are those of its series that come as an extract, as it calls them."""

    goal: Goal
    lacking: tuple[str, ...]
    drawn: tuple[Judged, ...] = ()


@dataclass(frozen=True)
class Owner:
    """Who answers for goals, where they are written to (None where nobody has said it), the name of their form's file, and what they
    owe.
    """

    name: str
    address: str | None
    form: str
    owes: tuple[Owing, ...]


def owners(base: Ground, findings: Findings | None = None) -> tuple[Owner, ...]:
    """Every owner in the plan's order, those who owe nothing too. With the period's `findings`, goals that are not met and not accounted
    for are told as well. Raises ProblemsError when the period's files cannot be read.
    """
    accounts = unanswered(findings) if findings is not None else {}
    lines, forms = by_owner(base), base.forms or ()
    files = dict(zip((form.unit for form in forms), file_names(forms), strict=True))
    return tuple(
        Owner(name, base.mapping.owners.get(name), files.get(name, ""), tuple(_owing(own, accounts, base)))
        for name, own in lines.items()
    )


def _owing(lines: Iterable[Line], accounts: Mapping[str, tuple[str, ...]], base: Ground) -> Iterable[Owing]:
    for line in lines:
        told = list(line.awaited)
        if keys := accounts.get(line.goal.id):
            told.append(unanswered_sentence(keys).rstrip("."))
        if told:
            drawn = tuple(line.goal.judged_by(name) for name in line.lacking if name in base.mapping.goals)
            yield Owing(line.goal, tuple(told), drawn)


def findings_of(base: Ground) -> Findings | None:
    """What the period's book would show; None where it cannot be made yet, and then the accounts of goals are not asked for."""
    if not base.folder.is_dir():
        return None
    try:
        return find(load(base.period, base.data_dir))
    except ProblemsError:
        return None
