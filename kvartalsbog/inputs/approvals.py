"""Who has approved a quarter's book, and whether what they approved is still what it would be made from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from kvartalsbog.errors import Problem, ProblemsError, UsageError, offered
from kvartalsbog.files.documents import Document, json_text, read_document
from kvartalsbog.files.fields import Identifier, Moment, Sha256, Strict, Words
from kvartalsbog.files.placement import write_text
from kvartalsbog.files.validation import validated
from kvartalsbog.inputs.fingerprints import ENGINE
from kvartalsbog.inputs.loading import APPROVALS
from kvartalsbog.inputs.signatures import APPROVAL, allowed_signers, sign, signer, unlisted
from kvartalsbog.names import same
from kvartalsbog.periods import Period, capital
from kvartalsbog.plan.publication import APPROVED, DRAFT, Approver, Release
from kvartalsbog.plan.values import Plan


class Approval(Strict):
    """One approval: who, in which role, when, and the fingerprints of everything that was approved."""

    role: Identifier
    by: Annotated[Words, Field(max_length=200)]
    at: Moment
    inputs: dict[Words, Sha256]
    signature: Annotated[str, Field(max_length=20_000, pattern=r"^[\x20-\x7e\n]*$")] | None = None

    def signed_bytes(self, period: Period) -> bytes:
        """What its signature is about: all of it, and the quarter."""
        told = {"quarter": str(period), **self.model_dump(mode="json", exclude={"signature"})}
        return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


class _Record(Strict):
    quarter: Words
    approvals: tuple[Approval, ...]


@dataclass(frozen=True)
class Standing:
    """How one role stands: it has approved what is there now, something else (`changes`), or nothing. `signer` is whose
    key signed the approval, and `faults` is what else keeps it from holding.
    """

    approver: Approver
    approval: Approval | None
    changes: tuple[str, ...] = ()
    signer: str | None = None
    faults: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.approval is not None and not self.changes and not self.faults

    @property
    def words(self) -> str:
        """In one line of Danish."""
        if self.approval is None:
            return f"{self.approver.title} ({self.approver.role}) har ikke godkendt."
        who = f"{self.approver.title} ({self.approver.role}), {self.approval.by}, {self.approval.at:%d-%m-%Y}"
        if self.changes:
            return f"{who}: Godkendelsen gælder ikke mere. {' '.join(self.changes)}"
        if self.faults:
            return f"{who}: Godkendelsen gælder ikke. {' '.join(self.faults)}"
        return f"{who}: godkendt{f', underskrevet af {self.signer}' if self.signer else ''}."

    @property
    def person(self) -> str | None:
        """Who approved, as far as it is known: whose key it was or, without one, the name that was written."""
        return self.signer or (" ".join(self.approval.by.casefold().split()) if self.approval else None)


def read_approvals(period: Period, data_dir: Path) -> tuple[Approval, ...]:
    """What has been approved of a quarter. Raises ProblemsError when the record cannot be read."""
    path = _path(period, data_dir)
    if not path.is_file():
        return ()
    document = read_document(path, name=f"{period.plan}/{APPROVALS}/{path.name}")
    problems: list[Problem] = []
    record = validated(document, _Record, problems)
    if record is not None:
        problems.extend(_wrong(document, record, period))
    if problems or record is None:
        raise ProblemsError(problems)
    return record.approvals


def _wrong(document: Document, record: _Record, period: Period) -> Iterator[Problem]:
    """A record of another quarter, a role that approves twice, or at a time when there was nothing to approve."""
    if record.quarter != str(period):
        yield document.problem(("quarter",), f"{capital(period.noun.the)} er ikke filens.", record.quarter, str(period))
    first, last = period.calendar.begins.year - 1, period.calendar.ends.year + 10
    for number, approval in enumerate(record.approvals):
        if approval.role in [earlier.role for earlier in record.approvals[:number]]:
            place = document.place(("approvals", number, "role"))
            yield Problem(place, "Rollen har godkendt to gange.", approval.role, hint="Behold den nyeste.")
        if not first <= approval.at.year <= last:
            place, allowed = document.place(("approvals", number, "at")), f"{first} til {last}"
            message = f"Tidspunktet ligger for langt fra {period.noun.the}."
            yield Problem(place, message, f"{approval.at:%Y-%m-%d}", allowed)


def approve(
    approvals: Iterable[Approval], plan: Plan, role: str, by: str, at: datetime, inputs: Mapping[str, str]
) -> tuple[Approval, ...]:
    """The approvals with one more in the place of the role's earlier one. Raises UsageError for a role the plan lacks."""
    roles = [approver.role for approver in plan.approvers]
    role = same(role, roles) or role
    if role not in roles:
        there = offered(role, roles) if roles else "Planen nævner ingen roller under »approvers«."
        raise UsageError(f"--role {role}: Rollen godkender ikke planens {plan.calendar.noun.many}. {there}")
    try:
        new = Approval(role=role, by=by.strip(), at=at.replace(microsecond=0), inputs=dict(inputs))
    except ValidationError as error:
        raise UsageError("--by: Skriv navnet på den, der godkender, med 1 til 200 synlige tegn.") from error
    kept = [approval for approval in approvals if approval.role != role]
    return tuple(
        sorted((*kept, new), key=lambda approval: roles.index(approval.role) if approval.role in roles else -1)
    )


def write_approvals(approvals: Iterable[Approval], period: Period, data_dir: Path) -> Path:
    """Put the record in place at once."""
    path = _path(period, data_dir)
    path.parent.mkdir(exist_ok=True)
    record = {
        "quarter": str(period),
        "approvals": [approval.model_dump(mode="json", exclude_none=True) for approval in approvals],
    }
    write_text(path, json_text(record))
    return path


def standings(
    plan: Plan,
    approvals: Iterable[Approval],
    inputs: Mapping[str, str],
    signers: Mapping[str, str | None] | None = None,
) -> tuple[Standing, ...]:
    """How each of the plan's roles stands towards what the book would be made from now. `signers` is role → whose key
    signed its approval, None where a signature is nobody's (see `signers_of`).
    """
    given, proven = {approval.role: approval for approval in approvals}, signers or {}
    found = [_standing(approver, given.get(approver.role), inputs, proven) for approver in plan.approvers]
    if plan.publication.separate_people:
        found = [replace(one, faults=(*one.faults, *_also(one, found[:place]))) for place, one in enumerate(found)]
    return tuple(found)


def signers_of(approvals: Iterable[Approval], period: Period, data_dir: Path) -> dict[str, str | None]:
    """Role → whose key signed its approval, by the project's list; None where the signature is nobody's in it. Roles
    without a signature are not among them. Raises UsageError where signatures cannot be checked.
    """
    allowed = allowed_signers(data_dir) or ""
    return {
        approval.role: signer(approval.signed_bytes(period), approval.signature, allowed, APPROVAL, approval.at)
        for approval in approvals
        if approval.signature is not None
    }


def signed(
    approvals: Iterable[Approval], role: str, period: Period, key: Path, data_dir: Path, *, asks: bool = True
) -> tuple[Approval, ...]:
    """The approvals with the role's one signed; `asks` as of `sign`. Raises UsageError when the key cannot sign or is nobody's in the list."""
    told = []
    for approval in approvals:
        if approval.role == role:
            made = sign(approval.signed_bytes(period), key, APPROVAL, asks=asks)
            approval = approval.model_copy(update={"signature": made})  # noqa: PLW2901
            if signers_of([approval], period, data_dir)[role] is None:
                raise unlisted(key, data_dir, made)
        told.append(approval)
    return tuple(told)


def one_for_several(found: Iterable[Standing]) -> tuple[str, ...]:
    """Sentences about people who have approved in more than one role, for whoever decides by it."""
    roles: dict[str, list[Standing]] = {}
    for standing in found:
        if standing.person is not None:
            roles.setdefault(standing.person, []).append(standing)
    return tuple(
        f"Bemærk: {own[0].approval.by if own[0].approval else who} har godkendt i flere roller: {', '.join(one.approver.role for one in own)}."
        for who, own in roles.items()
        if len(own) > 1
    )


def _standing(
    approver: Approver, approval: Approval | None, inputs: Mapping[str, str], signers: Mapping[str, str | None]
) -> Standing:
    faults: tuple[str, ...] = ()
    who = signers.get(approver.role)
    if approval is not None and who is None:
        if approval.signature is not None and approver.role in signers:
            faults = ("Underskriften er ikke af nogen i allowed_signers, eller noget er ændret siden.",)
        elif approver.signed:
            faults = ("Planen kræver en underskrift: kvartalsbog approve … --key NØGLE.",)
    return Standing(approver, approval, _changes(approval, inputs), who, faults)


def _also(standing: Standing, earlier: Iterable[Standing]) -> Iterator[str]:
    for other in earlier:
        if standing.person is not None and standing.person == other.person:
            yield f"Planen kræver to personer, og det er den samme, der har godkendt som {other.approver.role}."


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


def _path(period: Period, data_dir: Path) -> Path:
    return data_dir / period.plan / APPROVALS / f"{period.name}.json"
