"""The months that a later edition shows otherwise than the one before it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from kvartalsbog.content.blocks import Inline
from kvartalsbog.content.language import message
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.goals import Judged

LATE = message("En eller flere enheder har indberettet måneden for sent.")


@dataclass(frozen=True)
class RevisedMonth:
    """A month of a series, of the whole country, as an edition and the next one show it, the later one's quarter, and why it
    changed; told once for all goals that are `judged` by the series.
    """

    judged: tuple[Judged, ...]
    criterion: SeriesCriterion
    month: Month
    vintage: Period
    before: Sum
    after: Sum
    reason: Inline

    @property
    def series(self) -> str:
        return self.criterion.series

    def among(self, goals: Container[str]) -> RevisedMonth | None:
        """The month as it is told of these goals; None where it is of none of them."""
        judged = tuple(own for own in self.judged if own.goal in goals)
        return replace(self, judged=judged) if judged else None

    @property
    def values(self) -> tuple[Decimal | None, Decimal | None]:
        """Before and after in the criterion's unit; None where there were no cases."""
        return self.criterion.value_of(self.before), self.criterion.value_of(self.after)


_Key = TypeVar("_Key")


def restated_months(
    before: Mapping[_Key, Sum | None], after: Mapping[_Key, Sum | None]
) -> Iterator[tuple[_Key, Sum, Sum]]:
    """The months that both editions show, and not alike, with the sums of each.

    Months are the whole country's: a district's month is never shown, so neither is what changed in it. A month that
    was first reported late has nothing to be compared with.
    """
    for key, new in after.items():
        old = before.get(key)
        if old is not None and new is not None and old != new:
            yield key, old, new
