"""The goals that several plans of a site share, each with the newest edition of every plan that has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kvartalsbog.editions.manifest import GoalStanding, Manifest
from kvartalsbog.editions.site import Site
from kvartalsbog.plan.goals import place_on_shared

_Key = tuple[str, str]  # a plan, and a goal of it


@dataclass(frozen=True)
class Side:
    """A shared goal as one plan has it, with the newest edition that tells of it; None where there is none yet."""

    plan: str
    goal: str
    told: tuple[Manifest, GoalStanding] | None

    @property
    def place(self) -> str:
        """Where it stands on the page: the editions lead there."""
        return place_on_shared(self.plan, self.goal)


def shared_goals(site: Site) -> tuple[tuple[Side, ...], ...]:
    """Every shared goal that any edition of the site tells of, in the order in which the plans and their goals came."""
    told: dict[_Key, tuple[Manifest, GoalStanding]] = {}
    pairs: dict[_Key, _Key] = {}
    for version in sorted(site.versions, key=lambda version: (version.parsed_period, version.version)):
        for goal in (goal for goal in version.goals if goal.shared is not None):
            key, other = (version.calendar.name, goal.id), (goal.shared.plan, goal.shared.goal)  # type: ignore[union-attr]
            told[key] = (version, goal)
            pairs.setdefault(other, key)
            pairs.setdefault(key, other)
    return tuple(_sides((key, pairs[key]), told) for key in _firsts(pairs, told))


def _firsts(pairs: Mapping[_Key, _Key], told: Mapping[_Key, object]) -> list[_Key]:
    """One key of each pair: that of the first plan, whose folder has the shorter name."""
    return sorted({first_of(key, pairs[key]) for key in told}, key=_order)


def first_of(one: _Key, other: _Key) -> _Key:
    """Of a shared goal in two plans the one by which it is called."""
    return min(one, other, key=_order)


def _order(key: _Key) -> tuple[bool, _Key]:
    return "/" in key[0], key


def _sides(keys: tuple[_Key, _Key], told: Mapping[_Key, tuple[Manifest, GoalStanding]]) -> tuple[Side, ...]:
    return tuple(Side(plan, goal, told.get((plan, goal))) for plan, goal in keys)
