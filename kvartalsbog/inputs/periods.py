"""Which quarters a folder of data has."""

from __future__ import annotations

from pathlib import Path

from kvartalsbog.errors import UsageError
from kvartalsbog.periods import Period, period_named


def periods(data_dir: Path) -> tuple[Period, ...]:
    """Every quarter of every plan year that has readings, oldest first. Earlier years' baselines are not among them."""
    found = (
        period_named(folder.name)
        for plan in sorted(data_dir.glob("[0-9][0-9][0-9][0-9]/plan.yml"))
        for folder in plan.parent.iterdir()
        if folder.is_dir() and folder.name.startswith(plan.parent.name)
    )
    return tuple(sorted(period for period in found if period is not None))


def newest_period(data_dir: Path) -> Period:
    """The newest quarter that has readings; raises UsageError when there is none."""
    known = periods(data_dir)
    if not known:
        raise UsageError(f"{data_dir}: Mappen har ingen kvartaler. Der skal være mindst ét, fx 2024/2024K1.")
    return known[-1]
