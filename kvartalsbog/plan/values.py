"""The plan as frozen values: pillars, weighted goals, criteria, and the plan in force on a date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Self, TypeVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kvartalsbog.files.fields import DataStatus, Day, GoalId, PillarId, Words
from kvartalsbog.kinds.base import Criterion, Value
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.units import Unit
from kvartalsbog.periods import Calendar, FollowUp, Month, Period
from kvartalsbog.plan.amending import Change, amended, with_every_goal
from kvartalsbog.plan.background import Passage
from kvartalsbog.plan.goals import Goal, Judged, Pillar
from kvartalsbog.plan.publication import Approver, Publication
from kvartalsbog.plan.source import Source
from kvartalsbog.plan.span import Body, Span, Year, calendar_of
from kvartalsbog.plan.units import District, UnitEvent, events, merged
from kvartalsbog.plan.weights import PER_CENT, POINT, AnyWeights, Weights
from kvartalsbog.plan.words import Vocabulary


class Adding(Value):
    """A goal that an amendment adds to a pillar."""

    pillar: PillarId
    goal: Goal


class Amendment(Value):
    """A change of the plan during the year: from `effective` on, the plan reads so.

    `drops` are the goals that the plan has no longer, `adds` the new ones; the weights that `changes` gives the others
    must sum as before.
    """

    effective: Day
    decided: Day
    by: Words
    reason: Words
    changes: tuple[Change, ...] = ()
    drops: tuple[GoalId, ...] = ()
    adds: tuple[Adding, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.changes or self.drops or self.adds):
            raise PydanticCustomError("no_change", "something to change")
        return self


class Plan(Value):
    """A performance plan, as it was agreed, with the amendments made since. It is for a `year` or for a `period` of months.
    `body` is the folder of its authority where the project has plans of several.
    """

    title: Words
    body: Body | None = None
    year: Year | None = None
    period: Span | None = None
    follow_up: FollowUp = FollowUp.QUARTERLY
    names: Words | None = None
    authority: Words
    ministry: Words
    source: Source
    background: tuple[Passage, ...] = ()
    data_status: DataStatus
    weights: AnyWeights = Field(default_factory=Weights)
    suppression_threshold: Annotated[int, Field(strict=True, ge=3, le=100)] = 5
    overview: Words
    words: Vocabulary = Field(default_factory=Vocabulary)
    districts: Annotated[tuple[District, ...], Field(min_length=1)]
    pillars: Annotated[tuple[Pillar, ...], Field(min_length=1)]
    amendments: tuple[Amendment, ...] = ()
    approvers: tuple[Approver, ...] = ()
    releases: dict[str, Day] = Field(default_factory=dict)
    publication: Publication = Field(default_factory=Publication)

    @cached_property
    def calendar(self) -> Calendar:
        """The plan's months and the periods that it is followed up by. A plan has one, or it is not read."""
        written = {"year": self.year, "period": self.period and self.period.model_dump(by_alias=True)}
        found = calendar_of({**written, "follow_up": self.follow_up, "names": self.names, "body": self.body})
        if found is None:
            raise ValueError("a plan without a span is none")
        return found

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        return tuple(goal for pillar in self.pillars for goal in pillar.goals)

    @property
    def credited(self) -> bool:
        """Whether the plan gives credit for a part of any goal."""
        return any(goal.credited for goal in self.goals)

    @cached_property
    def points_in(self) -> str | None:
        """What a part of the weight that is won or lost is counted in: a point is a per cent of the plan, unless a criterion
        is measured in points of another sort. None in a plan without weights.
        """
        if self.weights is None:
            return None
        if self.weights.unit != PER_CENT:
            return self.weights.unit
        measured = (c.asked for goal in self.goals for c in goal.criteria)
        return PER_CENT if any(asked and asked.unit in (Unit.POINTS, POINT) for asked in measured) else POINT

    @cached_property
    def by_id(self) -> Mapping[str, Goal]:
        """The goals by their ids, in the plan's order."""
        return _by_id(self.goals)

    @cached_property
    def on_series(self) -> Mapping[str, tuple[SeriesCriterion, ...]]:
        """The names of the series, in the plan's order, and the criteria that are judged by each."""
        found: dict[str, list[SeriesCriterion]] = {}
        for criterion in (criterion for goal in self.goals for criterion in goal.measured):
            found.setdefault(criterion.series, []).append(criterion)
        return {name: tuple(criteria) for name, criteria in found.items()}

    @cached_property
    def series(self) -> Mapping[str, SeriesCriterion]:
        """The series by name, each as its first criterion tells: all its criteria say alike how it is measured."""
        return {name: criteria[0] for name, criteria in self.on_series.items()}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What goals, series of goals and units are called, by their names; a series as the first goal on it calls it."""
        units = {unit.id: unit.name for unit in self.districts}
        series = {name: self.goals_on(name)[0].series_title(name) for name in self.on_series}
        return units | series | {goal.id: goal.title for goal in self.goals}

    @cached_property
    def own_series(self) -> Mapping[str, SeriesCriterion]:
        """The series that are reported to this plan, and not to another that it shares a goal with."""
        lent = {name for goal in self.goals if goal.is_reported_there for name in goal.series}
        return {name: criterion for name, criterion in self.series.items() if name not in lent}

    def measured_as(self, other: Plan) -> tuple[str, ...]:
        """The series that another plan has too, measured likewise."""
        return tuple(
            name
            for name, own in self.series.items()
            if (then := other.series.get(name)) and (then.kind, then.unit) == (own.kind, own.unit)
        )

    def goals_on(self, series: str) -> tuple[Goal, ...]:
        """The goals that are judged by a series."""
        return tuple(goal for goal in self.goals if series in goal.series)

    def judged_by(self, series: str) -> tuple[Judged, ...]:
        """The goals that are judged by a series, each as it calls it."""
        return tuple(goal.judged_by(series) for goal in self.goals_on(series))

    def series_in_words(self, series: str) -> str:
        """Where a series stands, for messages: `mål 1.1`, and with its name where it has one of its own, `mål 1.2 og 1.3, talserien alder`."""
        goals = " og ".join(goal.id for goal in self.goals_on(series)) or series
        return f"mål {goals}" if goals == series else f"mål {goals}, talserien {series}"

    @cached_property
    def _pillars(self) -> Mapping[str, Pillar]:
        return _by_id(self.pillars)

    @cached_property
    def _districts(self) -> Mapping[str, District]:
        return _by_id(self.districts)

    def goal(self, goal_id: str) -> Goal:
        """The goal of that id; raises KeyError."""
        return self.by_id[goal_id]

    def pillar(self, pillar_id: str) -> Pillar:
        """The pillar of that id; raises KeyError."""
        return self._pillars[pillar_id]

    def district(self, district_id: str) -> District:
        """The unit of that id; raises KeyError."""
        return self._districts[district_id]

    def district_name(self, district_id: str) -> str:
        return self.district(district_id).name

    def merged(self, on: date) -> Mapping[str, tuple[str, ...]]:
        """The units that have taken over others by a day: each with itself and those, in the plan's order."""
        return merged(self.districts, on)

    def unit_events(self, until: date) -> tuple[UnitEvent, ...]:
        """What happened to the plan's units from its first day to another."""
        return events(self.districts, self.calendar.first_day, until)

    def units_in(self, month: Month) -> frozenset[str]:
        """The units that there are in a month."""
        return frozenset(unit.id for unit in self.districts if unit.reports_in(month))

    def reporting(self, criterion: SeriesCriterion, months: Iterable[Month]) -> tuple[str, ...]:
        """The units that report to a criterion in one of the months or more, in the criterion's order."""
        there = frozenset[str]().union(*map(self.units_in, months))
        return tuple(district for district in criterion.districts if district in there)

    def release_date(self, period: Period) -> date | None:
        """The day from which a quarter's book may be published; None when the plan does not say."""
        return self.releases.get(period.name)

    def in_force(self, on: date) -> Plan:
        """The plan as it stood on a day: every amendment effective on or before it is applied, in order, and its units are
        called what they are called then.
        """
        if not self.amended_by(on) and all(unit.name_on(on) == unit.name for unit in self.districts):
            return self
        happened = sum(day <= on for day in self._days_of_change)
        if happened not in self._stood:
            self._stood[happened] = Plan.model_validate(amended(self.model_dump(mode="python"), on))
        return self._stood[happened]

    @cached_property
    def _days_of_change(self) -> tuple[date, ...]:
        """The days from which the plan reads otherwise or a unit is called otherwise."""
        named = (naming.since for unit in self.districts for naming in unit.names)
        return (*(amendment.effective for amendment in self.amendments), *named)

    @cached_property
    def _stood(self) -> dict[int, Plan]:
        """The plan as it stood, by how much had changed."""
        return {}

    def called(self, names: Mapping[str, Mapping[str, str]]) -> Plan:
        """The plan with its counted items called as their owners call them: goal → item → name."""
        if not any(names.values()):
            return self
        document = self.model_dump(mode="python")
        goals = (goal for pillar in document["pillars"] for goal in pillar["goals"])
        for goal, written in zip(self.goals, goals, strict=True):
            for criterion, part in zip(goal.criteria, written["criteria"], strict=True):
                if isinstance(criterion, DatedCriterion) and criterion.room is not None:
                    own = {item: name for item, name in names.get(goal.id, {}).items() if item in criterion.names}
                    part[criterion.room_key]["names"] |= own
        return Plan.model_validate(document)

    def with_criteria(self, changed: Callable[[Criterion], Criterion]) -> Plan:
        """The plan with each criterion changed; itself where none is."""
        pillars = tuple(pillar.with_criteria(changed) for pillar in self.pillars)
        same = all(own is other for own, other in zip(pillars, self.pillars, strict=True))
        return self if same else self.model_copy(update={"pillars": pillars})

    def amended_by(self, on: date) -> tuple[Amendment, ...]:
        """The amendments effective on or before a day, oldest first."""
        return tuple(sorted((a for a in self.amendments if a.effective <= on), key=lambda a: a.effective))

    def with_every_goal(self) -> Plan:
        """The agreed plan with every goal that it has at any time of the year; its weights do not sum to the plan's."""
        if not any(amendment.adds for amendment in self.amendments):
            return self
        return Plan.model_validate(with_every_goal(self.model_dump(mode="python")))

    def dropped_by(self, goal_id: str) -> Amendment | None:
        """The amendment that drops a goal, if one does."""
        return next((a for a in self.amendments if goal_id in a.drops), None)

    def added_by(self, goal_id: str) -> Amendment | None:
        """The amendment that adds a goal; None for one that was agreed."""
        return next((a for a in self.amendments if any(adding.goal.id == goal_id for adding in a.adds)), None)


_Identified = TypeVar("_Identified", Goal, Pillar, District)


def _by_id(values: tuple[_Identified, ...]) -> Mapping[str, _Identified]:
    found: dict[str, _Identified] = {}
    for value in values:
        found.setdefault(value.id, value)  # an id that stands twice is told as a problem, and means the first
    return found
