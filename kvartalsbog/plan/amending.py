"""Amendments applied to a plan's document: fields changed, goals and criteria dropped and added, from the day each takes effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kvartalsbog.files.fields import GoalId, Identifier, PillarId, Strict
from kvartalsbog.kinds.registry import item_keys

Document = dict[str, Any]
# what makes a part the one that it is, and what readings hold on to: another such part is another goal or criterion
_IDENTITY = frozenset({"id", "kind", "goals", "criteria", "notebook", "aggregation", "continues"})


class Change(Strict):
    """One field that an amendment changes, from `old` to `new`, on a pillar, a goal or one of a goal's criteria. A field
    within a field is named with both: `items.most`.
    """

    pillar: PillarId | None = None
    goal: GoalId | None = None
    criterion: Identifier | None = None
    field: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)?$")]
    old: Any
    new: Any

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if (self.pillar is None) == (self.goal is None) or (self.goal is None and self.criterion is not None):
            raise PydanticCustomError("one_target", "a pillar or a goal")
        return self


class Parts:
    """A document's pillars, goals and criteria, each found by its ids; it is changed in place."""

    def __init__(self, document: Document) -> None:
        self.pillars: dict[str, Document] = {}
        self._goals: dict[str, tuple[Document, Document]] = {}
        self._criteria: dict[str, dict[str, Document]] = {}  # of the goals that have been asked about
        for pillar in document["pillars"]:
            self.pillars.setdefault(pillar["id"], pillar)
            pillar["goals"] = list(pillar["goals"])
            for goal in pillar["goals"]:
                self._goals.setdefault(goal["id"], (pillar, goal))

    @property
    def goals(self) -> tuple[str, ...]:
        """The ids of the goals, those of one pillar after those of another."""
        return tuple(goal["id"] for pillar in self.pillars.values() for goal in pillar["goals"])

    def has_goal(self, goal: str) -> bool:
        return goal in self._goals

    def target(self, change: Document) -> Document | None:
        """What a change is about: a pillar, goal or criterion; None when there is none."""
        if change["goal"] is None:
            return self.pillars.get(change["pillar"])
        _, goal = self._goals.get(change["goal"], (None, None))
        if goal is None or change["criterion"] is None:
            return goal
        if change["goal"] not in self._criteria:
            own = self._criteria[change["goal"]] = {}
            for part in goal["criteria"]:
                own.setdefault(part["id"], part)
        return self._criteria[change["goal"]].get(change["criterion"])

    def apply(self, amendment: Document) -> None:
        """Apply an amendment: what it drops, then what it adds, then what it changes. Raises KeyError for what is not there."""
        dropped = {goal: self._goals.pop(goal)[0] for goal in amendment["drops"]}
        for pillar in {pillar["id"]: pillar for pillar in dropped.values()}.values():
            pillar["goals"] = [part for part in pillar["goals"] if part["id"] not in dropped]
        for goal in dropped:
            self._criteria.pop(goal, None)
        self.add(amendment)
        for change in amendment["changes"]:
            holder, key = held(self.target(change), change["field"]) or (None, "")
            if holder is None:
                raise KeyError(f"{change['pillar'] or change['goal']}/{change['criterion'] or ''}/{change['field']}")
            holder[key] = change["new"]

    def add(self, amendment: Document) -> None:
        """Add the goals that an amendment adds."""
        for adding in amendment["adds"]:
            pillar, goal = self.pillars[adding["pillar"]], adding["goal"]
            pillar["goals"].append(goal)
            self._goals[goal["id"]] = (pillar, goal)
            self._criteria.pop(goal["id"], None)


def amended(document: Document, on: date) -> Document:
    """The document as it reads on a day: amended, and its units called what they are called then. It is changed in place;
    raises KeyError for an amendment of nothing.
    """
    parts = Parts(document)
    for amendment in in_order(document["amendments"]):
        if amendment["effective"] <= on:
            parts.apply(amendment)
    for unit in document["districts"]:
        for naming in unit["names"]:
            if naming["since"] <= on:
                unit["name"] = naming["name"]
    return document


def with_every_goal(document: Document) -> Document:
    """The document as agreed, with the goals that amendments add and those they drop: every goal that it ever had."""
    parts = Parts(document)
    for amendment in in_order(document["amendments"]):
        parts.add(amendment)
    return document


def identity() -> frozenset[str]:
    """The fields that no amendment changes, those by which kinds name their items among them."""
    return _IDENTITY | item_keys()


def in_order(amendments: Iterable[Document]) -> list[Document]:
    """Amendments by the day they take effect."""
    return sorted(amendments, key=lambda amendment: amendment["effective"])


def held(part: Document | None, field: str) -> tuple[Document, str] | None:
    """The mapping that has a field of a part, and its key there; None where the part has no such field."""
    first, _, within = field.partition(".")
    if part is None or first not in part:
        return None
    if not within:
        return part, first
    inner = part[first]
    return (inner, within) if isinstance(inner, dict) and within in inner else None


def fields_of(part: Document) -> Iterator[str]:
    """The fields of a part that an amendment can change."""
    fixed = identity()
    for key, value in part.items():
        if key not in fixed:
            yield key
            inner = value if isinstance(value, dict) else {}
            yield from (f"{key}.{own}" for own in inner if f"{key}.{own}" not in fixed)
