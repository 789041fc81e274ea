"""Who has approved a quarter's book, and whether what they approved is still what it would be made from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kvartalsbog.documents import Document, read_document
from kvartalsbog.errors import Problem, ProblemsError, UsageError
from kvartalsbog.inputs import ENGINE
from kvartalsbog.loading import APPROVALS
from kvartalsbog.placement import write_text
from kvartalsbog.plan import Plan
from kvartalsbog.plan_fields import Identifier, Moment, Sha256, Words
from kvartalsbog.publication import Approver
from kvartalsbog.quarter import Quarter
from kvartalsbog.release import APPROVED, DRAFT, Release
from kvartalsbog.validation import validated


class Approval(BaseModel):
    """One approval: who, in which role, when, and the fingerprints of everything that was approved."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    role: Identifier
    by: Annotated[Words, Field(max_length=200)]
    at: Moment
    inputs: dict[Words, Sha256]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    quarter: Words
    approvals: tuple[Approval, ...]


@dataclass(frozen=True)
class Standing:
    """How one role stands: it has approved what is there now, something else (`changes`), or nothing."""

    approver: Approver
    approval: Approval | None
    changes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.approval is not None and not self.changes

    @property
    def words(self) -> str:
        """In one line of Danish."""
        if self.approval is None:
            return f"{self.approver.title} ({self.approver.role}) har ikke godkendt."
        who = f"{self.approver.title} ({self.approver.role}), {self.approval.by}, {self.approval.at:%d-%m-%Y}"
        if self.changes:
            return f"{who}: Godkendelsen gælder ikke mere. {' '.join(self.changes)}"
        return f"{who}: godkendt."


def read_approvals(quarter: Quarter, data_dir: Path) -> tuple[Approval, ...]:
    """What has been approved of a quarter. Raises ProblemsError when the record cannot be read."""
    path = _path(quarter, data_dir)
    if not path.is_file():
        return ()
    document = read_document(path, name=f"{quarter.year}/{APPROVALS}/{path.name}")
    problems: list[Problem] = []
    record = validated(document, _Record, {"approvals": Approval}, problems)
    if record is not None:
        problems.extend(_wrong(document, record, quarter))
    if problems or record is None:
        raise ProblemsError(problems)
    return record.approvals


def _wrong(document: Document, record: _Record, quarter: Quarter) -> Iterator[Problem]:
    """A record of another quarter, a role that approves twice, or at a time when there was nothing to approve."""
    if record.quarter != str(quarter):
        yield Problem(document.place(("quarter",)), "Kvartalet er ikke filens.", record.quarter, str(quarter))
    first, last = quarter.year - 1, quarter.year + 10
    for number, approval in enumerate(record.approvals):
        if approval.role in [earlier.role for earlier in record.approvals[:number]]:
            place = document.place(("approvals", number, "role"))
            yield Problem(place, "Rollen har godkendt to gange.", approval.role, hint="Behold den nyeste.")
        if not first <= approval.at.year <= last:
            place, allowed = document.place(("approvals", number, "at")), f"{first} til {last}"
            yield Problem(place, "Tidspunktet ligger for langt fra kvartalet.", f"{approval.at:%Y-%m-%d}", allowed)


def approve(
    approvals: Iterable[Approval], plan: Plan, role: str, by: str, at: datetime, inputs: Mapping[str, str]
) -> tuple[Approval, ...]:
    """The approvals with one more in the place of the role's earlier one. Raises UsageError for a role the plan lacks."""
    roles = [approver.role for approver in plan.approvers]
    if role not in roles:
        allowed = ", ".join(roles) or "ingen; planen nævner ingen roller under »approvers«"
        raise UsageError(f"--role {role}: Rollen godkender ikke planens kvartaler. Tilladt: {allowed}.")
    try:
        new = Approval(role=role, by=by.strip(), at=at.replace(microsecond=0), inputs=dict(inputs))
    except ValidationError as error:
        raise UsageError("--by: Skriv navnet på den, der godkender, med 1 til 200 synlige tegn.") from error
    kept = [approval for approval in approvals if approval.role != role]
    return tuple(
        sorted((*kept, new), key=lambda approval: roles.index(approval.role) if approval.role in roles else -1)
    )


def write_approvals(approvals: Iterable[Approval], quarter: Quarter, data_dir: Path) -> Path:
    """Put the record in place at once."""
    path = _path(quarter, data_dir)
    path.parent.mkdir(exist_ok=True)
    record = {"quarter": str(quarter), "approvals": [approval.model_dump(mode="json") for approval in approvals]}
    write_text(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    return path


def standings(plan: Plan, approvals: Iterable[Approval], inputs: Mapping[str, str]) -> tuple[Standing, ...]:
    """How each of the plan's roles stands towards what the book would be made from now."""
    given = {approval.role: approval for approval in approvals}
    return tuple(
        Standing(approver, given.get(approver.role), _changes(given.get(approver.role), inputs))
        for approver in plan.approvers
    )


def stage(found: Iterable[Standing]) -> Release:
    """A book is a draft until every role has approved it; where the plan names no role it stays one."""
    every = tuple(found)
    return APPROVED if every and all(standing.holds for standing in every) else DRAFT


def _changes(approval: Approval | None, inputs: Mapping[str, str]) -> tuple[str, ...]:
    if approval is None:
        return ()
    told = []
    for name in sorted(approval.inputs.keys() | inputs.keys()):
        subject = "Programmet" if name == ENGINE else name
        if name not in inputs:
            told.append(f"{subject} er væk.")
        elif name not in approval.inputs:
            told.append(f"{subject} er kommet til.")
        elif approval.inputs[name] != inputs[name]:
            told.append(f"{subject} er ændret.")
    return tuple(told)


def _path(quarter: Quarter, data_dir: Path) -> Path:
    return data_dir / str(quarter.year) / APPROVALS / f"{quarter}.json"
