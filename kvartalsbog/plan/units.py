"""The units that report, and when each of them does: a unit can begin and end within the year, as in a merger."""

from __future__ import annotations

from kvartalsbog.files.fields import Day, Identifier, Strict, Words
from kvartalsbog.periods import Month


class District(Strict):
    """A unit that reports readings: a police district, or whatever another authority is divided into.

    It reports for whole months: from the one that `begins` is the first day of to the one that `ends` is the last day of.
    Without them it always has and always will. `replaces` are the units whose work it took over when it began.
    """

    id: Identifier
    name: Words
    begins: Day | None = None
    ends: Day | None = None
    replaces: tuple[Identifier, ...] = ()

    def reports_in(self, month: Month) -> bool:
        """Whether the unit exists throughout a month."""
        began = self.begins is None or self.begins <= month.first_day
        return began and (self.ends is None or month.last_day <= self.ends)
