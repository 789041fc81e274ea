"""A plan's goals and the pillars that group them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from kvartalsbog.files.fields import GoalId, Number, PillarId, Strict, Weight, Words
from kvartalsbog.kinds.base import Criterion, Value
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.registry import AnyCriterion
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.names import Among
from kvartalsbog.periods import PLAN
from kvartalsbog.plan.background import Retold
from kvartalsbog.plan.earlier import Earlier

SHARED = "faelles-maal.html"  # the page of a site's goals that several of its plans have


def place_on_shared(plan: str, goal: str) -> str:
    """Where a plan's goal stands on that page: `anklagemyndigheden-2024-1-1`."""
    return f"{plan}-{goal}".replace("/", "-").replace(".", "-")


class Judged(NamedTuple):
    """A goal that is judged by a series; `by` is what the goal calls the series, where it has others too."""

    goal: str
    by: str = ""


class Shared(Strict):
    """The authorities that a goal is shared with. `share` is how many per cent of the shared goal's points this plan's weight
    is, where they are divided; without it each has the whole goal. `plan` and `goal` are where the same goal stands in another
    plan of the project, and `reported` tells whether its readings are this plan's or the other's.
    """

    authorities: Annotated[tuple[Words, ...], Field(min_length=1)]
    share: Annotated[Number, Field(gt=0, lt=100)] | None = None
    plan: Annotated[str, Field(pattern=f"^{PLAN}$", max_length=100)] | None = None
    goal: GoalId | None = None
    reported: Literal["here", "there"] = "here"

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.plan is None) != (self.goal is None) or (self.plan is None and self.reported == "there"):
            raise PydanticCustomError("plan_and_goal", "both the plan and the goal")
        return self


class Goal(Value):
    """A goal, weighted where the plan has weights: it is met when every one of its criteria holds. With credit
    `by_criteria` each gives its part, by the criteria's weights or alike; without it they give no more than the least does.
    `continues` are its earlier years, oldest first.
    """

    id: GoalId
    title: Words
    summary: Words
    weight: Weight | None = None
    responsible: Words
    source: Words | None = None
    shared: Shared | None = None
    credit: Literal["by_criteria"] | None = None
    continues: tuple[Earlier, ...] = ()
    criteria: Annotated[tuple[AnyCriterion, ...], Field(min_length=1)]

    @property
    def label(self) -> str:
        """The label of the goal's section in the book: `goal-1-1`."""
        return "goal-" + self.id.replace(".", "-")

    @property
    def is_reported_there(self) -> bool:
        """Whether its readings stand in another plan, which it is shared with."""
        return self.shared is not None and self.shared.reported == "there"

    @property
    def credited(self) -> bool:
        """Whether the plan gives credit for a part of the goal."""
        return self.credit is not None or any(criterion.gives_parts for criterion in self.criteria)

    @field_validator("criteria")
    @classmethod
    def _own_series(cls, criteria: tuple[Criterion, ...], info: ValidationInfo) -> tuple[Criterion, ...]:
        """A series that the plan does not name is the goal's own."""
        own = info.data.get("id", "")
        return tuple(
            c.model_copy(update={"series": own}) if isinstance(c, SeriesCriterion) and not c.series else c
            for c in criteria
        )

    @cached_property
    def measured(self) -> tuple[SeriesCriterion, ...]:
        """The goal's criteria that are reported as series."""
        return tuple(c for c in self.criteria if isinstance(c, SeriesCriterion))

    @cached_property
    def series(self) -> tuple[str, ...]:
        """The names of the series that the goal's criteria are judged by, each once."""
        return tuple(dict.fromkeys(criterion.series for criterion in self.measured))

    def on(self, series: str) -> tuple[SeriesCriterion, ...]:
        """The goal's criteria that are judged by a series."""
        return tuple(criterion for criterion in self.measured if criterion.series == series)

    def judged_by(self, series: str) -> Judged:
        """The goal as it is judged by one of its series."""
        return Judged(self.id, "" if len(self.series) == 1 else self.on(series)[0].title)

    def series_title(self, series: str) -> str:
        """What a series of the goal is called: as the goal, or where it has several as its criterion."""
        return self.judged_by(series).by or self.title

    def series_label(self, series: str) -> str:
        """The label of what is shown of a series in the goal's section: `goal-1-1`, `goal-1-1-stock`."""
        return self.label if series == self.series[0] else f"{self.label}-{series.replace('.', '-')}"

    @cached_property
    def dated(self) -> tuple[DatedCriterion, ...]:
        """The goal's criteria of items with days."""
        return tuple(c for c in self.criteria if isinstance(c, DatedCriterion))

    def with_criteria(self, changed: Callable[[Criterion], Criterion]) -> Goal:
        """The goal with each criterion changed; itself where none is."""
        criteria = tuple(map(changed, self.criteria))
        same = all(own is other for own, other in zip(criteria, self.criteria, strict=True))
        return self if same else self.model_copy(update={"criteria": criteria})

    def has_item(self, deliverable: str) -> bool:
        """Whether a deliverable is one of the goal's."""
        return deliverable in self._places

    def items_allowed(self, found: str) -> Among:
        """The goal's deliverables, for the one who wrote another: in short where the plan numbers them."""
        in_short = ", ".join(c.names_allowed for c in self.dated) if any(c.room for c in self.dated) else None
        titles = {name: self.item_title(name) for c in self.dated for name in c.names}
        return Among(found, tuple(titles), titles, in_short)

    @property
    def counted(self) -> tuple[str, ...]:
        """The goal's items that are numbered by the plan, and that their owner may name."""
        return tuple(name for criterion in self.dated if criterion.room is not None for name in criterion.names)

    def place_of(self, deliverable: str) -> int:
        """Which of the goal's dated criteria a deliverable belongs to, counted from 0; raises KeyError for none."""
        return self._places[deliverable]

    @cached_property
    def _places(self) -> dict[str, int]:
        numbered = reversed(tuple(enumerate(self.dated)))  # of two with the same name the first counts
        return {name: index for index, criterion in numbered for name in criterion.names}

    def item_title(self, deliverable: str) -> str:
        """What a deliverable of this goal is called; raises KeyError when the goal has no such deliverable."""
        return self.dated[self.place_of(deliverable)].title_of(deliverable)


class Pillar(Value):
    """A group of goals, perhaps with a weight of its own, shown in one notebook; `background` tells why it is there."""

    id: PillarId
    title: Words
    weight: Weight | None = None
    background: Retold | None = None
    notebook: Words
    goals: Annotated[tuple[Goal, ...], Field(min_length=1)]

    @property
    def label(self) -> str:
        return f"pillar-{self.id}"

    @property
    def weighs(self) -> Decimal | None:
        """What the pillar's goals weigh together; None in a plan without weights."""
        weights = [goal.weight for goal in self.goals if goal.weight is not None]
        return sum(weights, Decimal(0)) if weights else None

    def with_criteria(self, changed: Callable[[Criterion], Criterion]) -> Pillar:
        """The pillar with each criterion changed; itself where none is."""
        goals = tuple(goal.with_criteria(changed) for goal in self.goals)
        same = all(own is other for own, other in zip(goals, self.goals, strict=True))
        return self if same else self.model_copy(update={"goals": goals})
