"""What an intake stands on: the plan, the mapping, and everything that was reported before the quarter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kvartalsbog.errors import Collector, Problem, UsageError
from kvartalsbog.inputs.loading import read_before
from kvartalsbog.intake.forms.composing import forms
from kvartalsbog.intake.forms.layout import Form, Known
from kvartalsbog.intake.records.mapping import IntakeMapping
from kvartalsbog.intake.records.mapping_loading import is_of_one_goal, judged_mapping, mapped_series
from kvartalsbog.periods import Period
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings
from kvartalsbog.readings.vintage_text import Items, latest_items, text_of
from kvartalsbog.readings.written import judged, read_written


@dataclass(frozen=True)
class Ground:
    """What an intake of a quarter stands on. With problems it is only good for finding more of them in what is handed in.

    `mapping` then has the goals that no problem is about, and is not `mapped`; `forms`, as they were sent out, is None
    where they cannot be known; and what comes in cannot be held against what was reported where that is not `sound`.
    """

    period: Period
    data_dir: Path
    plan: Plan
    mapping: IntakeMapping
    before: Readings
    items: Items
    forms: tuple[Form, ...] | None
    mapped: bool = True
    sound: bool = True

    @property
    def folder(self) -> Path:
        """The vintage's folder."""
        return self.data_dir / self.period.folder


def ground(period: Period, data_dir: Path) -> Ground:
    """Read the plan, the mapping and the earlier quarters. Raises ProblemsError, or UsageError where there is no plan."""
    collector = Collector()
    found = judged_ground(period, data_dir, collector)
    collector.settle()
    if found is None:
        raise ValueError("a plan that cannot be read has problems")
    return found


def judged_ground(period: Period, data_dir: Path, collector: Collector) -> Ground | None:
    """As `ground`, with every problem in `collector`; None where the plan's values have no form."""
    year = data_dir / period.plan
    if not (year / "plan.yml").is_file():
        raise UsageError(f"{year}: Der er ingen plan for {period.plan}. Kør: kvartalsbog new-quarter {period}")
    own = Collector()
    agreed, before, vintages = read_before(period, data_dir, own)
    items = own.attempt(lambda: latest_items(vintages))
    said = own.attempt(lambda: text_of(vintages[-1]).remarks if vintages else {})
    known = not own.problems
    if (year / period.name).is_dir():
        written = read_written(year / period.name, period.folder)
        own.attempt(lambda: text_of(written))
        judged(written, period, agreed, own.problems)
    sound = not own.problems
    problems: list[Problem] = []
    mapping = judged_mapping(year / "intake.yml", agreed, problems, name=f"{period.plan}/intake.yml")
    collector.problems += [*own.problems, *problems]
    if agreed is None:
        return None
    plan = agreed.in_force(period.last_day).called(before.names)
    return Ground(
        period,
        data_dir,
        plan,
        mapping,
        before,
        items or {},
        forms(plan, period, Known(before, items or {}, said or {}, mapped_series(year / "intake.yml", "intake.yml")))
        if known
        else None,
        mapped=not problems,
        sound=sound and all(map(is_of_one_goal, problems)),
    )
