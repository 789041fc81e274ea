"""What a published version says of itself: from what it was made, of what it consists, and which one came before it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, PrivateAttr, ValidationError, model_validator

from kvartalsbog.book.outputs import HTML, OUTPUTS
from kvartalsbog.content.language import is_usual
from kvartalsbog.errors import refusal
from kvartalsbog.files.documents import json_text, parse_json
from kvartalsbog.files.fields import DataStatus, Sha256, Strict, Words
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.opendata.formats.earlier import CODES_SINCE, code
from kvartalsbog.periods import BODY, Calendar, FollowUp, Month, Period
from kvartalsbog.plan.publication import Publication
from kvartalsbog.plan.weights import PER_CENT, POINT

NAME = "manifest.json"
SIGNATURE = "manifest.json.sig"
# both end up in calls of git, and whoever can write the site can write anything here
Commit = Annotated[str, Field(pattern=r"^[0-9a-f]{40,64}$")]


def _inside(name: str) -> str:
    """A path that stays in its folder."""
    if posixpath.normpath(name) != name or name.startswith(("/", "../")) or name in ("", ".", ".."):
        raise ValueError
    return name


Name = Annotated[str, AfterValidator(_inside)]


class Approved(Strict):
    """Who approved the version, in which role, and when."""

    role: str
    title: str
    by: str
    at: datetime
    signer: Words | None = None


class SharedPlace(Strict):
    """The plan and goal that a goal is shared with in the same site, and the goal's own place in the edition's folder."""

    plan: str
    goal: str
    page: str


class GoalStanding(Strict):
    """How a goal stood: the codes of verdict and outlook, and its points; null in a plan without weights. `shared` is told
    where any of the plan's goals is, and `reduced` where any of them can be met in part only.
    """

    id: str
    title: str
    weight: float | None
    verdict: str
    outlook: str | None
    won: float | None = None
    open: float | None = None
    lost: float | None = None
    shared: SharedPlace | None = None
    reduced: bool = False

    @property
    def coded(self) -> GoalStanding:
        """The same from a manifest that has words."""
        outlook = code("outlook", self.outlook) if self.outlook else self.outlook
        return self.model_copy(update={"verdict": code("verdict", self.verdict), "outlook": outlook})


class PlanTime(Strict):
    """The months of a plan that is not for a calendar year by quarters, how often it is followed up, and the pattern of
    its periods' names.
    """

    begins: date = Field(alias="from")
    ends: date = Field(alias="to")
    follow_up: FollowUp
    names: str | None = None

    @classmethod
    def of(cls, calendar: Calendar) -> PlanTime | None:
        """What a manifest says of a calendar; None for what it need not say."""
        if is_usual(calendar):
            return None
        told = {"from": calendar.first_day, "to": calendar.last_day}
        return cls.model_validate({**told, "follow_up": calendar.follow_up, "names": calendar.names})

    def calendar_of(self, body: str) -> Calendar:
        """The calendar, of an authority's plan."""
        return Calendar(Month.of(self.begins), Month.of(self.ends), self.follow_up, self.names, body)


class Manifest(Strict):
    """A version of a quarter's edition. `sequence` counts the site's versions from 1 in the order they were published;
    `previous` is the SHA-256 of the manifest before it. `inputs` and `outputs` are name → SHA-256; since format 2 the
    inputs under `data/` have an HMAC-SHA256 instead, made with the key that has the id `key`, and `threshold` is the
    plan's suppression threshold; since format 3 verdicts and outlooks are codes, here and in the files. `signer` is who signs the manifest's file beside it, and `allowed_signers` the list of
    keys that held then.
    """

    format: Literal[1, 2, 3] = 3
    key: Sha256 | None = None
    threshold: Annotated[int, Field(ge=3)] | None = None
    quarter: str
    version: Annotated[int, Field(ge=1)]
    sequence: Annotated[int, Field(ge=1)]
    previous: Sha256 | None
    published: datetime
    correction: str | None
    early: str | None
    title: str
    year: int
    period: PlanTime | None = None
    authority: str
    ministry: str
    data_status: DataStatus
    extracted: date
    publication: Publication
    releases: dict[str, date]
    points: dict[Literal["won", "open", "lost"], float] | None
    weights_in: str | None = PER_CENT
    points_in: str | None = POINT
    goals: tuple[GoalStanding, ...]
    approvals: tuple[Approved, ...]
    signer: Words | None = None
    allowed_signers: str | None = None
    commit: Commit | None
    versions: dict[str, str]
    inputs: dict[Name, Sha256]
    outputs: dict[Name, Sha256]

    # the file that it was read from: a later program has fields that an earlier one's manifests lack
    _written: bytes | None = PrivateAttr(default=None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Manifest) and self.model_dump() == other.model_dump()

    def __hash__(self) -> int:
        return hash(self.folder)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A changed manifest, which is in no file yet."""
        copied = super().model_copy(update=update, deep=deep)
        copied._written = None
        return copied

    @model_validator(mode="after")
    def _keyed(self) -> Self:
        if {self.key is None, self.threshold is None} != {self.format == 1}:
            raise ValueError
        if self.body and not re.fullmatch(BODY, self.body):
            raise ValueError
        if self._period() is None:
            raise ValueError
        return self

    @property
    def calendar(self) -> Calendar:
        """The calendar of the version's plan."""
        if self.period is not None:
            return self.period.calendar_of(self.body)
        return Calendar.of_year(self.year, body=self.body)

    @property
    def body(self) -> str:
        """Whose plan it is of, as the quarter says; the first authority has no name there."""
        return self.quarter.rpartition("/")[0]

    @property
    def parsed_period(self) -> Period:
        """The period that it is an edition of, which its plan has."""
        found = self._period()
        if found is None:
            raise ValueError(self.quarter)
        return found

    def _period(self) -> Period | None:
        return self.calendar.of_name(self.quarter.rpartition("/")[2])

    @property
    def folder(self) -> str:
        """The version's place in the site: `2024K4/v1`, `anklagemyndigheden/2024K4/v1`."""
        return f"{self.quarter}/v{self.version}"

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the manifest's file, which the next version carries."""
        return sha256_of(to_bytes(self))


PAGE = f"{HTML.folder}/{HTML.main}"


def to_bytes(manifest: Manifest) -> bytes:
    """The manifest's file: as it was read, or as a new one is written. The same manifest always gives the same bytes."""
    if manifest._written is not None:
        return manifest._written
    unsaid: dict[str, Any] = dict.fromkeys(("key", "threshold"), True) if manifest.format == 1 else {}
    unsaid |= {"period": True} if manifest.period is None else {}
    none = {name for name in ("shared", "reduced") if not any(getattr(goal, name) for goal in manifest.goals)}
    unsaid |= {"goals": {"__all__": none}} if none else {}
    unsaid |= {"publication": unsaid_} if (unsaid_ := _not_said(manifest.publication)) else {}
    document = manifest.model_dump(mode="json", exclude=unsaid, by_alias=True)
    return json_text(document).encode()


def _not_said(publication: Publication) -> dict[str, Any]:
    """What came later to a plan's publication, where it does not say it: manifests without it have the same bytes as before."""
    who = publication.contact
    phone: dict[str, Any] = {"contact": {"phone"}} if who is not None and who.phone is None else {}
    return phone | ({"identity": True} if publication.identity is None else {})


def parse(content: bytes, name: str) -> Manifest:
    """A manifest from its file, with codes whatever its format. Raises ProblemsError when it is none, or not written as `to_bytes` writes."""
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as error:
        told = error.errors()[0]
        value = ".".join(map(str, told["loc"])) or None
        raise refusal(name, "Manifestet kan ikke læses.", value) from error
    goals = tuple(goal.coded for goal in manifest.goals) if manifest.format < CODES_SINCE else manifest.goals
    manifest = manifest.model_copy(update={"goals": goals})
    manifest._written = content
    if json_text(parse_json(content, name=name)).encode() != content:
        raise refusal(name, "Manifestet er ikke skrevet af programmet.")
    if not all(output.main_of(manifest.outputs) for output in OUTPUTS.values() if output.always):
        raise refusal(name, "Manifestet mangler bogens sider eller PDF.")
    return manifest


def checksums(outputs: dict[str, str], manifest: Manifest) -> bytes:
    """`SHA256SUMS`, as `sha256sum --check` reads it."""
    every = {**outputs, NAME: manifest.fingerprint}
    return "".join(f"{every[name]}  {name}\n" for name in sorted(every)).encode()
