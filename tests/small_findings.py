"""A small plan of three goals and what its quarters of 2024 tell, in figures that can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kvartalsbog.content.blocks import Inline
from kvartalsbog.inputs.loading import Report
from kvartalsbog.kinds.measures import DeliverableReading, SeriesReading
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings, Remark, Vintage
from kvartalsbog.verdicts.findings import Findings, find

JUNE, DECEMBER = date(2024, 6, 30), date(2024, 12, 31)
MONTHS = tuple(Month(2024, number) for number in range(1, 13))
JAN, FEB, MAR, APR, MAY, JUN = MONTHS[:6]

DAYS: dict[str, Any] = {
    "id": "days", "kind": "mean", "title": "Dage", "unit": "dage", "limit": 100, "direction": "at_most", "deadline": JUNE,
    "counted": "sager", "districts": ["nord", "syd"], "plausible": {"minimum": 0, "maximum": 10**6}, "sensitive": False,
}  # fmt: skip
PROJECTS: dict[str, Any] = {
    "id": "projects", "kind": "count", "title": "Projekter", "unit": "projekter", "limit": 2, "deadline": DECEMBER,
    "done": "sat i drift", "items": {"id": "projekt", "title": "Projekt", "most": 3, "set_by": "book"},
}  # fmt: skip
REPORT: dict[str, Any] = {
    "id": "report", "kind": "deliverable", "title": "Rapport", "deliverable": "rapport", "done": "sendt", "deadline": JUNE,
}  # fmt: skip


def goal(number: str, *criteria: Mapping[str, Any], **own: Any) -> dict[str, Any]:
    written = {"id": number, "title": f"Mål {number}", "summary": "m", "weight": 25, "responsible": f"Kontor {number}"}
    return written | {"criteria": list(criteria)} | own


def plan_of(*goals: Mapping[str, Any], **own: Any) -> Plan:
    """A plan of these goals, or of the three: days that are measured, projects that are counted, and a report."""
    written = goals or (goal("1.1", DAYS, weight=50), goal("1.2", PROJECTS), goal("1.3", REPORT))
    weight = sum(one["weight"] for one in written)
    return Plan.model_validate(
        {
            "title": "Plan", "year": 2024, "authority": "A", "ministry": "M", "source": {"document": "D"},
            "data_status": "example", "suppression_threshold": 5, "overview": "o",
            "districts": [{"id": "nord", "name": "Nord"}, {"id": "syd", "name": "Syd"}],
            "pillars": [{"id": "1", "title": "s", "weight": weight, "notebook": "n", "goals": list(written)}], **own,
        }
    )  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What a quarter tells: of a month and unit its cases and their days, of an item when it was completed or is expected,
    and an owner's words.
    """

    days: Mapping[tuple[Month, str], tuple[int, int]] = field(default_factory=dict)
    items: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)
    remarks: Mapping[str, Remark] = field(default_factory=dict)


def found(*quarters: Told, plan: Plan | None = None) -> Findings:
    """What the year's quarters from the first to the last of these show."""
    agreed = plan or plan_of()
    own: Inline = ()
    vintages = []
    for number, told in enumerate(quarters, start=1):
        quarter = quarter_of(2024, number)
        series = tuple(SeriesReading("1.1", m, unit, n, Decimal(total), quarter) for (m, unit), (n, total) in told.days.items())  # fmt: skip
        items = tuple(
            DeliverableReading("1.3" if name == "rapport" else "1.2", name, completed, expected, own, quarter)
            for name, (completed, expected) in told.items.items()
        )
        vintages.append(Vintage(quarter, series, items, dict(told.remarks), quarter.next.first_day, {}))
    last = vintages[-1].period
    return find(Report(last, agreed.in_force(last.last_day), agreed, Readings(tuple(vintages))))
