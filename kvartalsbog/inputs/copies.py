"""What a year shows of the year before is a copy, which a later correction of that year does not reach."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.errors import Collector
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.periods import Month, Period, quarter_of


def copy_of(period: Period, data_dir: Path) -> str | None:
    """The folder with the next year's copy of a quarter's year, `2025/2024K4`; None where there is none yet."""
    name = f"{period.year + 1}/{Period(period.year, 4)}"
    return name if (data_dir / name).is_dir() else None


def outdated(report: Report, data_dir: Path) -> dict[str, tuple[Month, ...]]:
    """Goal → the months of the year before that its own year now has other figures for; nothing where that year is not
    there or cannot be read. Goals that are measured otherwise now were not copied.
    """
    last = quarter_of(report.period.year - 1, 4)
    if not (data_dir / str(last.year) / str(last)).is_dir():
        return {}
    own = Collector().attempt(lambda: load(last, data_dir))
    if own is None:
        return {}
    now = {goal.id: goal.series for goal in report.plan.goals}
    alike = [g.id for g in own.plan.goals if (then := g.series) and (s := now.get(g.id)) and (then.kind, then.unit) == (s.kind, s.unit)]  # fmt: skip
    found = {}
    for goal in alike:
        stood = {(r.month, r.district): (r.n, r.total) for r in own.readings.series(goal)}
        shown = [r for r in report.readings.series(goal) if r.month.year == last.year]
        found[goal] = tuple(
            sorted({r.month for r in shown if stood.get((r.month, r.district), (r.n, r.total)) != (r.n, r.total)})
        )
    return {goal: months for goal, months in found.items() if months}
