"""`intake.yml` as frozen values: for each numeric goal, which extract feeds it and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from kvartalsbog.plan import Plan
from kvartalsbog.plan_fields import Day, Identifier, Words

ROW = "row in its table"  # stands beside an extract's columns, so no column of an extract can have this name


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Types(_Value):
    """The column that says what a record is: the values it may have, and those that the goal leaves out."""

    column: Words
    known: Annotated[tuple[Words, ...], Field(min_length=1)]
    left_out: tuple[Words, ...] = ()


class Days(_Value):
    """A duration in whole days: from the date in `start` to the date in `end`."""

    start: Words
    end: Words


class InTime(_Value):
    """Whether something was done in time: `done` on or before `due`. A record that is not done is not in time."""

    due: Words
    done: Words


class SeriesMapping(_Value):
    """How one extract's records become a goal's readings.

    `key` names the column that tells records apart; it is compared and never kept. `month` is the column whose date
    places a record in a month; records placed on or before `since` are left out. A month without records is missing,
    never nought, but for the units in `may_have_none`: theirs is nought when the extract has the month for others.
    """

    extract: Identifier
    key: Words
    district: Words
    month: Words
    types: Types | None = None
    since: Day | None = None
    may_have_none: tuple[Identifier, ...] = ()
    days: Days | None = None
    in_time: InTime | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.days is None) == (self.in_time is None):
            raise PydanticCustomError(
                "one_measure", "one of days and in_time", {"found": "begge" if self.days else "ingen"}
            )
        return self

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        """A column can place a record and end its days; any other two meanings of one column are a slip."""
        pairs = [(self.days.start, self.days.end)] if self.days else []
        pairs += [(self.in_time.due, self.in_time.done), (self.in_time.done, self.month)] if self.in_time else []
        kind = (self.types.column,) if self.types else ()
        names = [name.casefold() for name in (ROW, self.key, self.district, *kind, *self.dates)]
        twice = [name for name in names if names.count(name) > 1] + [one for one, other in pairs if one == other]
        if twice:
            raise PydanticCustomError("one_meaning", "columns that differ", {"found": twice[0]})
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once; no other column of an extract ever is."""
        kind = (self.types.column,) if self.types else ()
        return tuple(dict.fromkeys((self.key, self.district, *kind, *self.dates)))

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns that hold dates, each once."""
        days = (self.days.start, self.days.end) if self.days else ()
        in_time = (self.in_time.due, self.in_time.done) if self.in_time else ()
        return tuple(dict.fromkeys((*days, *in_time, self.month)))


class IntakeMapping(_Value):
    """The mapping of a plan year: goal id → its series, district id → how the extracts spell it."""

    goals: dict[str, SeriesMapping]
    spellings: dict[Identifier, tuple[Words, ...]] = Field(default_factory=dict)

    def spelled(self, plan: Plan, goal: str) -> Mapping[str, str]:
        """Spelling → district id, for the districts that report to a goal: its id, its name and the listed ones."""
        criterion = plan.goal(goal).ratio
        reporting = criterion.districts if criterion else ()
        names = {d: (d, plan.district_name(d), *self.spellings.get(d, ())) for d in reporting}
        return {spelling: district for district, spellings in names.items() for spelling in spellings}
