"""`intake.yml` as frozen values: for each numeric goal, which extract feeds it and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from kvartalsbog.files.fields import Day, EmailAddress, Identifier, Strict, Words
from kvartalsbog.intake.records.date_forms import DateForm, date_form, form_meant
from kvartalsbog.intake.records.plain_text import plain
from kvartalsbog.kinds.series import Bounds
from kvartalsbog.plan.values import Plan

ROW = "row in its table"  # stands beside an extract's columns, so no column of an extract can have this name


def _a_form(written: str) -> str:
    if date_form(written) is None:
        raise PydanticCustomError("date_form", "a form of dates", {"meant": form_meant(written)})
    return written


Form = Annotated[Words, AfterValidator(_a_form)]


class Types(Strict):
    """The column that says what a record is: the values it may have, and those that the goal leaves out."""

    column: Words
    known: Annotated[tuple[Words, ...], Field(min_length=1)]
    left_out: tuple[Words, ...] = ()


class Days(Strict):
    """A duration in whole days: from the date in `start` to the date in `end`."""

    start: Words
    end: Words


class InTime(Strict):
    """Whether something was done in time: `done` on or before `due`. A record that is not done is not in time when its
    deadline has passed; until then it counts as nothing.
    """

    due: Words
    done: Words


class Value(Strict):
    """A number that stands in a column, in the goal's `unit`. `decimal` tells the mark before its decimals."""

    column: Words
    unit: Words
    decimal: Literal["comma", "point"] | None = None


class YesNo(Strict):
    """A column that says yes or no, in the words that mean so, in capitals or small letters."""

    column: Words
    yes: Annotated[tuple[Words, ...], Field(min_length=1)] = ("ja", "j", "yes", "true", "sand", "1")
    no: Annotated[tuple[Words, ...], Field(min_length=1)] = ("nej", "n", "no", "false", "falsk", "0")


MEASURES = ("days", "in_time", "value", "yes_no", "records")


class SeriesMapping(Strict):
    """How one extract's records become a goal's readings.

    `key` names the column that tells records apart; it is compared and never kept. `month` is the column whose date
    places a record in a month; records placed on or before `since` are left out. A month without records is missing,
    never nought, but for the units in `may_have_none`: theirs is nought when the extract has the month for others.
    `order` names columns whose dates never come before those of the columns named earlier. `plausible` bounds what one
    record can measure; where it is not given, the goal's own does.
    `date_form` is how the extract's dates are written where they are not as everybody here writes them, and
    `date_forms` how those of single columns are.
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
    value: Value | None = None
    yes_no: YesNo | None = None
    records: Literal[True] | None = None
    order: tuple[Words, ...] = ()
    plausible: Bounds | None = None
    date_form: Form | None = None
    date_forms: dict[Words, Form] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        given = [name for name in MEASURES if getattr(self, name) is not None]
        if len(given) != 1:
            raise PydanticCustomError("one_measure", "one of the measures", {"found": ", ".join(given) or "ingen"})
        return self

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        """A column can place a record and end its days; any other two meanings of one column are a slip."""
        pairs = [(self.days.start, self.days.end)] if self.days else []
        pairs += [(self.in_time.due, self.in_time.done), (self.in_time.done, self.month)] if self.in_time else []
        texts = (ROW, self.key, self.district, *self._kind, *self._measured, *self.dates)
        names = [plain(name).casefold() for name in texts]
        twice = [name for name in texts if names.count(plain(name).casefold()) > 1]
        twice += [one for one, other in pairs if one == other]
        twice += [name for name in self.order if self.order.count(name) > 1]
        if twice:
            raise PydanticCustomError("one_meaning", "columns that differ", {"found": twice[0]})
        return self

    @property
    def measure(self) -> str:
        """The key of the one measure."""
        return next(name for name in MEASURES if getattr(self, name) is not None)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once; no other column of an extract ever is."""
        return tuple(dict.fromkeys((self.key, self.district, *self._kind, *self._measured, *self.dates)))

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns that hold dates, each once."""
        return tuple(dict.fromkeys((*self._begin_and_end, *self._due_and_done, self.month, *self.order)))

    def form_of(self, column: str) -> DateForm | None:
        """How a column's dates are written; None where they are as everybody here writes them."""
        written = self.date_forms.get(column, self.date_form)
        return date_form(written) if written else None

    @property
    def days_in_cells(self) -> tuple[str, ...]:
        """The columns of dates in which a number can only be a day as spreadsheets count them, not a date as 20241231."""
        forms = {column: self.form_of(column) for column in self.dates}
        return tuple(column for column, form in forms.items() if form is None or not form.compact)

    @property
    def orders(self) -> tuple[tuple[str, str], ...]:
        """Pairs of columns: the date in the second never comes before that in the first.

        Where `order` does not tell, the column of the month says when what is to be done in time was asked for.
        """
        days = ((self.days.start, self.days.end),) if self.days else ()
        asked: tuple[tuple[str, str], ...] = ()
        if self.in_time and not self.order and self.month != self.in_time.due:
            asked = ((self.month, self.in_time.due), (self.month, self.in_time.done))
        return tuple(dict.fromkeys((*days, *zip(self.order, self.order[1:], strict=False), *asked)))

    @property
    def happened(self) -> tuple[str, ...]:
        """The columns of what has happened when the extract is drawn: all dates but a deadline."""
        due = self.in_time.due if self.in_time else ""
        return tuple(column for column in self.dates if column != due)

    @property
    def _kind(self) -> tuple[str, ...]:
        return (self.types.column,) if self.types else ()

    @property
    def _measured(self) -> tuple[str, ...]:
        found = self.value or self.yes_no
        return (found.column,) if found else ()

    @property
    def _begin_and_end(self) -> tuple[str, ...]:
        return (self.days.start, self.days.end) if self.days else ()

    @property
    def _due_and_done(self) -> tuple[str, ...]:
        return (self.in_time.due, self.in_time.done) if self.in_time else ()


class IntakeMapping(Strict):
    """The mapping of a plan year: a goal's id or the name of a series → where it comes from, district id → how the extracts spell it, and
    whoever answers for goals → where reminders and receipts are sent.
    """

    goals: dict[str, SeriesMapping]
    spellings: dict[str, tuple[Words, ...]] = Field(default_factory=dict)
    owners: dict[Words, EmailAddress] = Field(default_factory=dict)

    def spelled(self, plan: Plan, series: str) -> Mapping[str, str]:
        """Spelling → district id, for the districts that report to a series: its id, all its names and the listed ones."""
        reporting = plan.series[series].districts
        called = {district.id: district.every_name for district in plan.districts}
        names = {d: (d, *called.get(d, ()), *self.spellings.get(d, ())) for d in reporting}
        return {spelling: district for district, spellings in names.items() for spelling in spellings}
