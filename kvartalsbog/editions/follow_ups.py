"""What follows when a quarter's files were corrected: which quarters are approved and published again, in their order."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kvartalsbog.inputs.approvals import read_approvals
from kvartalsbog.inputs.periods import periods
from kvartalsbog.inputs.published import is_chosen, published
from kvartalsbog.inputs.sharing import borrowers
from kvartalsbog.periods import Period
from kvartalsbog.plan.publication import Approver
from kvartalsbog.plan.values import Plan

_ACTS = re.compile(r"[\"$`\\!]")
_KEY = " --key NØGLE"


@dataclass(frozen=True)
class Again:
    """A quarter whose book is made from the corrected files: who approves it, with the name of who did so last; whether
    it is written down what its edition shows; its published version; its day in the calendar; and whether it is signed.
    """

    period: Period
    approvers: tuple[tuple[Approver, str | None], ...]
    approved: bool
    chosen: bool
    version: int | None
    day: date | None
    signed: bool

    @property
    def unknown(self) -> bool:
        """Whether nobody knows that it is not published: an older program wrote neither of the two down."""
        return self.approved and not self.chosen and self.version is None


def again(period: Period, agreed: Plan, data_dir: Path, *, later: bool) -> tuple[Again, ...]:
    """The corrected quarter and, where the change reaches `later` editions, those of the year, and of plans that show its
    readings, that are approved or published. Raises ProblemsError when what is written down about them cannot be read.
    """
    plans = {period.plan: agreed} | (borrowers(agreed, data_dir) if later else {})
    reached = [one for one in periods(data_dir) if one.plan in plans and one.number >= period.number and one != period]
    versions = {name: published(data_dir, name) for name in plans}
    found = [
        _again(one, plans[one.plan], data_dir, versions[one.plan].get(one.name))
        for one in (period, *(reached if later else ()))
    ]
    return (found[0], *(one for one in found[1:] if one.approved or one.version))


def _again(period: Period, agreed: Plan, data_dir: Path, version: int | None) -> Again:
    plan, given = agreed.in_force(period.last_day), {a.role: a.by for a in read_approvals(period, data_dir)}
    chosen = is_chosen(period, data_dir)
    roles = tuple((approver, given.get(approver.role)) for approver in plan.approvers)
    return Again(period, roles, bool(given), chosen, version, plan.release_date(period), plan.publication.signed)


@dataclass(frozen=True)
class Where:
    """Where the commands find things: git, None for a project that is not in it, and what goes into it; the options that
    say where the project and its data are; and the published site.
    """

    git: str | None
    data: str
    options: str
    site: str


def commands(found: Iterable[Again], reason: str | None, today: date, where: Where) -> Iterator[str]:
    """The commands in the order in which they are run."""
    for one in found:
        if one.approved or one.version:
            yield from _approvals(one, where)
        yield f"kvartalsbog check {one.period}{where.options}"
        if where.git is not None:
            yield f"{where.git} add {where.data} && {where.git} commit -m {quoted(f'{one.period} rettet')}"
        if one.version or one.unknown:
            why = quoted(reason or "GRUND")
            early = f" --early {why}" if one.day is None or today < one.day else ""
            key = _KEY if one.signed else ""
            doubt = "" if one.version else "  # kun hvis det er udgivet"
            yield f"kvartalsbog publish {one.period} --site {where.site} --correction {why}{early}{key}{where.options}{doubt}"


def _approvals(one: Again, where: Where) -> Iterator[str]:
    correction = " --correction" if one.chosen else ""
    for approver, by in one.approvers:
        who = f"--role {approver.role} --by {quoted(by or 'NAVN')}{_KEY if approver.signed else ''}"
        yield f"kvartalsbog approve {one.period}{correction} {who}{where.options}"


def quoted(words: str) -> str:
    """Words as one argument of a command: in the quotes that every shell knows, unless something in them would act."""
    if _ACTS.search(words):
        return shlex.quote(words)
    return f'"{words}"' if shlex.quote(words) != words else words
