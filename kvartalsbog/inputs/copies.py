"""What a plan shows of the year before it is a copy, which a later correction of that year does not reach."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.errors import Collector
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.inputs.periods import plan_after, plan_before
from kvartalsbog.periods import Month, Period


def copy_of(period: Period, data_dir: Path) -> str | None:
    """The folder with the next plan's copy of the last year of a period's plan, `2025/2024K4`; None where there is none yet."""
    following = plan_after(period.calendar, data_dir) or period.calendar.next
    name = f"{following.name}/{following.period(0)}"
    return name if (data_dir / name).is_dir() else None


def outdated(report: Report, data_dir: Path) -> dict[str, tuple[Month, ...]]:
    """Series → the months of the year before that its own year now has other figures for; nothing where that year is not
    there or cannot be read. Series that are measured otherwise now were not copied.
    """
    before = plan_before(report.period.calendar, data_dir)
    last = before.periods[-1] if before is not None else None
    if last is None or not (data_dir / last.folder).is_dir():
        return {}
    own = Collector().attempt(lambda: load(last, data_dir))
    if own is None:
        return {}
    found = {}
    for name in report.plan.measured_as(own.plan):
        stood = {(r.month, r.district): (r.n, r.total) for r in own.readings.series(name)}
        shown = [r for r in report.readings.series(name) if r.month < report.period.calendar.begins]
        found[name] = tuple(
            sorted({r.month for r in shown if stood.get((r.month, r.district), (r.n, r.total)) != (r.n, r.total)})
        )
    return {name: months for name, months in found.items() if months}
