"""What every criterion answers, whatever its kind: what it asks for, what it refuses, and how it stands."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field

from kvartalsbog.files.fields import Day, Identifier, Number, Strict, Weight, Words
from kvartalsbog.kinds.credit import LOST, OPEN, WON, Credit
from kvartalsbog.kinds.drafting import Draft, TypedGoal
from kvartalsbog.kinds.measures import Reported, Sum
from kvartalsbog.names import Allowed
from kvartalsbog.periods import Month, Period


class Value(Strict):
    """A part of the plan. What is looked up in it again and again is worked out once and kept with it."""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A changed copy, of which nothing has been worked out yet."""
        copied = super().model_copy(update=update, deep=deep)
        for kept in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[kept]
        return copied


class State(StrEnum):
    """What is a fact about a criterion on the quarter's last day."""

    HOLDS = "holds"
    PARTLY = "partly"  # settled, and neither all nor nothing: only where the plan gives credit for a part
    FAILED = "failed"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"


class Outlook(StrEnum):
    """A judgement about the year's end, from best to gravest. Where nobody has ever answered
    there is nothing to judge by, and that is told.
    """

    ON_TRACK = "on_track"
    UNANSWERED = "unanswered"
    AT_RISK = "at_risk"
    UNLIKELY = "unlikely"
    OUT_OF_REACH = "out_of_reach"


class Reason(StrEnum):
    """Why an outlook is what it is; `words` makes the sentence. A kind may have reasons of its own."""

    SO_FAR_WITHIN = "so far within the limit"
    MUST_IMPROVE = "the rest of the year must do better"
    IMPOSSIBLE = "the rest of the year cannot do it"
    EXPECTED_IN_TIME = "expected on or before the deadline"
    EXPECTED_LATE = "expected after the deadline"
    EXPECTATION_PASSED = "the expected date has passed"
    NO_EXPECTATION = "no expected date"
    NO_ANSWER = "nobody has answered yet"
    PACE_HOLDS = "at the pace so far it is kept"
    PACE_FAILS = "at the pace so far it is not kept"
    LATEST_WITHIN = "the latest level is within the limit"
    LATEST_OUTSIDE = "the level must change before the deadline"
    ENOUGH_EXPECTED = "enough items completed or expected in time"
    TOO_MANY_LATE = "too many items expected late"
    TOO_FEW_DATED = "too few items with an expected date in time"
    LESS_THAN_ALL = "only a part can still be had"
    NO_DEGREE = "no degree is expected"
    ALL_EXPECTED = "a degree that gives all is expected"
    LESS_EXPECTED = "a degree that gives less than all is expected"


class Asked(NamedTuple):
    """The number that a criterion asks for. `direction` is `at_most`, `at_least` or `within`, then from `limit` to `upper`;
    None for a number to be reached. `limit` is None while it is not known: the year before is not reported. `unit` is a code,
    or a word of the plan's for what is counted; `counted` is that word where the unit is a code.
    """

    limit: Decimal | None
    direction: str | None
    unit: str
    counted: str = ""
    upper: Decimal | None = None
    strict: bool = False


class Bound(NamedTuple):
    """One side of what is asked for; a `strict` one is not kept by the limit itself."""

    side: Literal["at_most", "at_least"]
    limit: Decimal
    strict: bool = False

    def keeps(self, value: Decimal, limit: Decimal) -> bool:
        """Whether a value is on the right side of a number."""
        better = value < limit if self.side == "at_most" else value > limit
        return better or (value == limit and not self.strict)


class Refusal(NamedTuple):
    """What a kind refuses in the plan or in a reading: the key or column, in Danish what is wrong with it, what was
    found where that is not what stands there, what is allowed, and what to do.
    """

    at: tuple[str | int, ...]
    message: str
    found: str | None = None
    allowed: Allowed | None = None
    hint: str | None = None


def steps_of(written: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The steps of a criterion as it is written; none where they have no form, which is told elsewhere."""
    steps = written.get("credit")
    found = steps if isinstance(steps, list | tuple) else []
    return [step if isinstance(step, Mapping) else {} for step in found]


Units = Callable[[Month], Collection[str]]  # the units that a plan has in a month


class Step(Value):
    """A limit that is easier to keep than the criterion's own, and how many per cent of the criterion it gives."""

    limit: Number
    gives: Annotated[Number, Field(gt=0, lt=100)]


class Criterion(Value):
    """What a goal asks. Its kind is one module: its fields here, its words in `words/kinds.py`.

    `credit` are the steps below the number that is asked for; `weight` counts where a goal's criteria give credit.
    """

    id: Identifier
    kind: str
    title: Words
    deadline: Day
    reading: Words | None = None
    credit: tuple[Step, ...] = ()
    weight: Weight | None = None

    @property
    def reads(self) -> str:
        """The series that it is judged by; empty for one that is judged by items."""
        return ""

    @property
    def asked(self) -> Asked | None:
        """The number that is asked for; None where something is only to be done."""
        return None

    @property
    def gives_parts(self) -> bool:
        """Whether the criterion can be fulfilled in part."""
        return bool(self.credit)

    def at(self, step: Step) -> Self:
        """The same criterion with the limit of a step, and without steps."""
        return self.model_copy(update={"limit": step.limit, "credit": ()})

    @classmethod
    def refused(cls, written: Mapping[str, Any]) -> Iterator[Refusal]:  # noqa: ARG003 - what a kind has to refuse
        """What is wrong with a criterion as it is written in the plan, beyond the form of each value: values may be
        malformed, and are then passed over.
        """
        return iter(())

    @classmethod
    def drafted(cls, goal: TypedGoal) -> Draft | None:  # noqa: ARG003 - what a kind takes
        """How the kind would first write the criterion of a goal that somebody typed; None of one that is not its own. Raises
        ValueError, in Danish, of one that is, but asks for what cannot be.
        """
        return None

    @abstractmethod
    def judge(self, reported: Reported, period: Period, units: Units | None = None) -> CriterionResult:
        """The result on the quarter's last day; `reported` is what was known of the goal as of that quarter. Without
        `units` every unit that the criterion names is there in every month.
        """


@dataclass(frozen=True)
class CriterionResult:
    """How a criterion stands.

    `value` is the year's value so far in the criterion's unit, or how many items were completed in time; `limit`
    likewise (both None where no number is asked for). `completed` is the day it held (of several items: when the limit
    was reached). `required_rest_of_year` is what the rest must average, a month must add, or a level must change a month,
    for the limit of `against` to be kept. `months` are those that the value is made of, `missing` those that have passed
    without a reading, `gaps` month and district where others reported; `by_unit` is how each unit stands that has a limit
    of its own; `part` is its credit where it is not all or nothing, and `rest`, of what can no longer be met as a whole, how the
    most that can still be had of it stands. `degree` is the word of an assessment that was given by `by`, or that is expected.
    """

    criterion: Criterion
    state: State
    outlook: Outlook | None = None
    reason: StrEnum | None = None
    value: Decimal | None = None
    limit: Decimal | None = None
    required_rest_of_year: Decimal | None = None
    expected_rest_of_year: Decimal | None = None
    sums: Sum | None = None
    completed: date | None = None
    expected: date | None = None
    expected_in_time: int = 0
    late: bool = False
    missing: tuple[Month, ...] = ()
    gaps: tuple[tuple[Month, str], ...] = ()
    months: tuple[Month, ...] = ()
    against: Bound | None = None
    by_unit: tuple[tuple[str, CriterionResult], ...] = ()
    part: Credit | None = None
    rest: Outlook | None = None
    degree: str = ""
    by: str = ""

    @property
    def credit(self) -> Credit:
        """How much of the criterion is fulfilled: its `part`, or else all or nothing, as its state is."""
        if self.part is not None:
            return self.part
        return {State.HOLDS: WON, State.FAILED: LOST}.get(self.state, OPEN)

    @property
    def reduced(self) -> bool:
        """Whether only a part of it can still be met."""
        return self.outlook is Outlook.OUT_OF_REACH and (self.rest is not None or self.credit.settled > 0)

    @property
    def gives(self) -> bool:
        """Whether any of it is met or can still be."""
        return self.credit.possible > 0 and (self.reduced or self.outlook is not Outlook.OUT_OF_REACH)
