"""What was reported: the rows of every vintage, the view as of a quarter, and what later vintages revised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from kvartalsbog.content.blocks import BulletList, Inline, Paragraph
from kvartalsbog.files.fields import Day, Identifier, Sha256, Strict, Words
from kvartalsbog.kinds.measures import DeliverableReading, Reported, SeriesReading, natural_order
from kvartalsbog.periods import Period


@dataclass(frozen=True)
class Account:
    """What an owner answers for a goal that is not met, or cannot be any more: why, through which events, what is done
    about it, by whom and by which day; and of any goal what somebody else must decide.
    """

    cause: Inline = ()
    events: Inline = ()
    action: Inline = ()
    who: Inline = ()
    when: date | None = None
    decision: Inline = ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """The keys of `commentary.yml` that are still to be answered; events there may be none of."""
        return tuple(key for key in ACCOUNT if key != "events" and not getattr(self, key))


DECISION = "decision"
ACCOUNT = tuple(field.name for field in fields(Account) if field.name != DECISION)


@dataclass(frozen=True)
class Remark:
    """The owner's words about a goal in one quarter, why earlier figures were restated, if they were, the account that is
    given of a goal that is not met, and what counted items are called.
    """

    comment: tuple[Paragraph | BulletList, ...] = ()
    revision: Inline = ()
    account: Account = Account()
    names: Mapping[str, str] = field(default_factory=dict)


_Rows = Annotated[int, Field(strict=True, ge=0, lt=10**12)]
_Name = Annotated[Words, Field(max_length=300)]


class Counted(Strict):
    """Rows that were read: they are kept, left out by a goal's own rule, rejected, empty, or hidden."""

    rows_read: _Rows
    rows_kept: _Rows
    rows_left_out: _Rows = 0
    rows_rejected: _Rows
    rows_empty: _Rows = 0
    rows_hidden: _Rows = 0

    @property
    def accounted(self) -> int:
        return self.rows_kept + self.rows_left_out + self.rows_rejected + self.rows_empty + self.rows_hidden


class Extract(Counted):
    """What the extract or sheet of one goal or series held: `sources` are its files' names and SHA-256 (None for a database). Figures that
    came as sums have a `kind`: `sums` of a file, a `form`, or `typed`; what was typed tells what it is `of`: a month and unit, an item, words.
    """

    goal: Identifier
    kind: Literal["sums", "form", "typed"] | None = None
    of: Annotated[Words, Field(max_length=100)] | None = None
    received: Day
    sources: dict[_Name, Sha256 | None]


class SourceFile(Counted):
    """Where one file of a vintage came from."""

    sha256: Sha256
    source: _Name
    extracts: tuple[Extract, ...] = ()


@dataclass(frozen=True)
class Vintage:
    """What was reported in one quarter, and nothing else."""

    period: Period
    series: tuple[SeriesReading, ...]
    deliverables: tuple[DeliverableReading, ...]
    remarks: dict[str, Remark]
    extracted: date
    sources: dict[str, SourceFile]

    @cached_property
    def series_of(self) -> Mapping[str, Sequence[SeriesReading]]:
        """The readings by series."""
        return _by(self.series, lambda reading: reading.series)

    @cached_property
    def deliverables_of(self) -> Mapping[str, Sequence[DeliverableReading]]:
        """The items by goal."""
        return _by(self.deliverables, lambda item: item.goal)


@dataclass(frozen=True)
class Readings:
    """Every vintage up to some quarter, oldest first; the newest gives the name of the view."""

    vintages: tuple[Vintage, ...]

    def as_of(self, period: Period) -> Readings:
        """Only what had been reported by the end of that quarter's reporting."""
        return Readings(tuple(v for v in self.vintages if v.period <= period))

    @property
    def newest(self) -> Vintage:
        return self.vintages[-1]

    def series(self, name: str) -> tuple[SeriesReading, ...]:
        """A series' readings, for each month and district the latest vintage's, ordered by month and district."""
        latest = {r.key: r for v in self.vintages for r in v.series_of.get(name, ())}
        return tuple(sorted(latest.values(), key=lambda r: (r.month.year, r.month.number, r.district)))

    def deliverables(self, goal: str) -> tuple[DeliverableReading, ...]:
        """The goal's items, each as the latest vintage told it, in natural order of their names."""
        latest = {r.key: r for v in self.vintages for r in v.deliverables_of.get(goal, ())}
        return tuple(sorted(latest.values(), key=lambda r: natural_order(r.deliverable)))

    def reported(self, goal: str, series: str = "") -> Reported:
        """What is known of a goal's items and of a series: its own where none is named."""
        return Reported(self.series(series or goal), self.deliverables(goal))

    def remark(self, goal: str) -> Remark:
        """What the owner wrote in the newest vintage."""
        return self.newest.remarks.get(goal, Remark())

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """What owners call counted items, goal by goal: each as it was named last."""
        found: dict[str, dict[str, str]] = {}
        for vintage in self.vintages:
            for goal, remark in vintage.remarks.items():
                found.setdefault(goal, {}).update(remark.names)
        return found

    @property
    def restated(self) -> tuple[SeriesReading, ...]:
        """The newest vintage's readings that are others than what had been reported before."""
        before = {r.key: (r.n, r.total) for v in self.vintages[:-1] for r in v.series}
        return tuple(r for r in self.newest.series if before.get(r.key, (r.n, r.total)) != (r.n, r.total))


_Reading = TypeVar("_Reading", SeriesReading, DeliverableReading)


def _by(readings: Iterable[_Reading], name: Callable[[_Reading], str]) -> Mapping[str, Sequence[_Reading]]:
    found: dict[str, list[_Reading]] = {}
    for reading in readings:
        found.setdefault(name(reading), []).append(reading)
    return found
