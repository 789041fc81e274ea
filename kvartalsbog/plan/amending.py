"""Amendments applied to a plan's document: fields changed, goals dropped and added, from the day each takes effect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from kvartalsbog.files.fields import Strict

Document = dict[str, Any]


class Change(Strict):
    """One field that an amendment changes, from `old` to `new`, on a pillar, a goal or one of a goal's criteria."""

    pillar: str | None = None
    goal: str | None = None
    criterion: str | None = None
    field: Literal["weight", "limit", "deadline", "title", "summary", "responsible", "background"]
    old: Any
    new: Any

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if (self.pillar is None) == (self.goal is None) or (self.goal is None and self.criterion is not None):
            raise PydanticCustomError("one_target", "a pillar or a goal")
        return self


def amended(document: Document, on: date) -> Document:
    """The document as it reads on a day. It is changed in place; raises KeyError for an amendment of nothing."""
    for amendment in in_order(document["amendments"]):
        if amendment["effective"] <= on:
            apply(document, amendment)
    return document


def with_every_goal(document: Document) -> Document:
    """The document as agreed, with the goals that amendments add and those they drop: every goal that it ever had."""
    for amendment in in_order(document["amendments"]):
        for adding in amendment["adds"]:
            _goals_of(document, adding["pillar"]).append(adding["goal"])
    return document


def in_order(amendments: Iterable[Document]) -> list[Document]:
    """Amendments by the day they take effect."""
    return sorted(amendments, key=lambda amendment: amendment["effective"])


def apply(document: Document, amendment: Document) -> None:
    """Apply one amendment: what it drops, then what it adds, then what it changes."""
    for goal in amendment["drops"]:
        _drop(document, goal)
    for adding in amendment["adds"]:
        _goals_of(document, adding["pillar"]).append(adding["goal"])
    for change in amendment["changes"]:
        found = target(document, change)
        if found is None or change["field"] not in found:
            raise KeyError(f"{change['pillar'] or change['goal']}/{change['criterion'] or ''}/{change['field']}")
        found[change["field"]] = change["new"]


def target(document: Document, change: Document) -> Document | None:
    """The part that a change is about: a pillar, goal or criterion; None when there is none."""
    pillars = document["pillars"]
    if change["goal"] is None:
        return _part(pillars, change["pillar"])
    goal = _part([goal for pillar in pillars for goal in pillar["goals"]], change["goal"])
    if goal is None or change["criterion"] is None:
        return goal
    return _part(goal["criteria"], change["criterion"])


def has_goal(document: Document, goal: str) -> bool:
    """Whether the document has a goal of that id."""
    return any(part["id"] == goal for pillar in document["pillars"] for part in pillar["goals"])


def has_pillar(document: Document, pillar: str) -> bool:
    """Whether the document has a pillar of that id."""
    return _part(document["pillars"], pillar) is not None


def _drop(document: Document, goal: str) -> None:
    if not has_goal(document, goal):
        raise KeyError(goal)
    for pillar in document["pillars"]:
        pillar["goals"] = [part for part in pillar["goals"] if part["id"] != goal]


def _goals_of(document: Document, pillar: str) -> list[Document]:
    found = _part(document["pillars"], pillar)
    if found is None:
        raise KeyError(pillar)
    found["goals"] = list(found["goals"])
    goals: list[Document] = found["goals"]
    return goals


def _part(parts: Iterable[Document], part_id: str | None) -> Document | None:
    return next((part for part in parts if part["id"] == part_id), None)
