"""How the plan changed during the year, in words: amendments, goals that came and went, units that began and ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kvartalsbog.content.blocks import Block, BulletList, Paragraph, text
from kvartalsbog.errors import UsageError
from kvartalsbog.pages.parts import Parts, shown
from kvartalsbog.periods import days_of
from kvartalsbog.plan.amending import Change
from kvartalsbog.plan.units import District
from kvartalsbog.plan.values import Amendment, Plan
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.changes import plain
from kvartalsbog.words.numbers import enumeration, long_date

_FIELDS = {
    "weight": "vægten",
    "limit": "kravet",
    "deadline": "fristen",
    "title": "titlen",
    "summary": "beskrivelsen",
    "responsible": "som ansvarlig",
}


def amendments(findings: Findings) -> tuple[Block, ...]:
    """The amendments of the plan up to the quarter and the units that began or ended, or that there are none."""
    made = [amendment_sentence(a, findings.agreed) for a in findings.agreed.amended_by(findings.quarter.last_day)]
    lines = [*made, *unit_sentences(findings.agreed, findings.quarter.last_day)]
    if not lines:
        return (Paragraph(runs=text(f"Planen er ikke ændret til og med {findings.quarter.label}.")),)
    return (BulletList(items=tuple(text(line) for line in lines)),)


def comings_and_goings(findings: Findings) -> tuple[Block, ...]:
    """The goals that the plan lost or got during the year, for the overview; nothing when its goals are the agreed ones."""
    made = findings.agreed.amended_by(findings.quarter.last_day)
    lines = [
        f"Mål {goal} {'er udgået af' if gone else 'er kommet til'} planen {long_date(amendment.effective)}. "
        f"Begrundelse: {amendment.reason}"
        for amendment in made
        for gone, goals in ((True, amendment.drops), (False, tuple(adding.goal.id for adding in amendment.adds)))
        for goal in goals
    ]
    return tuple(Paragraph(runs=text(line)) for line in lines)


def amendment_sentence(amendment: Amendment, plan: Plan) -> str:
    """What an amendment changed, from when, who decided it and why."""
    changes = enumeration([*_dropped(amendment, plan), *_added(amendment), *map(_change, amendment.changes)])
    decided = f"besluttet {long_date(amendment.decided)} af {amendment.by}"
    return f"Fra {long_date(amendment.effective)} ({decided}): {changes}. Begrundelse: {amendment.reason}"


def unit_sentences(plan: Plan, until: date) -> Iterator[str]:
    """The units that began or ended in the plan's year up to a day."""
    replaced = {other for unit in plan.districts for other in unit.replaces}
    for unit in plan.districts:
        if unit.begins is not None and plan.year == unit.begins.year and unit.begins <= until:
            names = enumeration(map(plan.district_name, unit.replaces))
            instead = f" i stedet for {names}" if names else ""
            yield f"Fra {long_date(unit.begins)} indberetter {unit.name}{instead}."
        elif unit.ends is not None and plan.year == unit.ends.year and unit.ends <= until and unit.id not in replaced:
            yield f"{unit.name} indberetter til og med {long_date(unit.ends)}."


def unit_name(unit: District, year: int, until: date) -> str:
    """A unit's name in a table of the year to date, with the day it began or ended in that year."""
    first, last = days_of(year)
    began = unit.begins if unit.begins is not None and unit.begins > first else None
    ended = unit.ends if unit.ends is not None and unit.ends <= until and unit.ends < last else None
    bounds = [f"fra {long_date(began)}"] if began else []
    bounds += [f"til {long_date(ended)}"] if ended else []
    return f"{unit.name} ({' '.join(bounds)})" if bounds else unit.name


@dataclass(frozen=True, repr=False)
class AbsentGoal(Parts):
    """The section of a goal that the plan did not have on the quarter's last day: each part says so."""

    findings: Findings
    goal: str
    chapter: str
    data: str
    reason: str
    absence: str

    @property
    def _chapter(self) -> str:
        return self.chapter

    def _named(self, part: str) -> str:
        return f"{self.goal} {part}"

    @shown
    def status(self) -> tuple[Block, ...]:
        """Why the goal is not there."""
        return (Paragraph.model_validate({"runs": text(self.reason), "role": "lead"}),)

    @shown
    def development(self) -> tuple[Block, ...]:
        """That there is nothing to show."""
        return self._nothing()

    @shown
    def districts(self) -> tuple[Block, ...]:
        """As `development`."""
        return self._nothing()

    @shown
    def deliverables(self) -> tuple[Block, ...]:
        """As `development`."""
        return self._nothing()

    @shown
    def comment(self) -> tuple[Block, ...]:
        """As `development`."""
        return self._nothing()

    def _nothing(self) -> tuple[Block, ...]:
        return (Paragraph.model_validate({"runs": text(self.absence), "role": "source"}),)


def absent_goal(findings: Findings, goal: str, chapter: str = "", data: str = "") -> AbsentGoal:
    """The section of a goal that was dropped, or that comes later; raises UsageError for one that the plan never has."""
    plan, label = findings.agreed, findings.quarter.label
    absence = f"Målet er ikke en del af planen ved udgangen af {label}."
    dropped = plan.dropped_by(goal)
    if dropped is not None and dropped.effective <= findings.quarter.last_day:
        decided = f"besluttet {long_date(dropped.decided)} af {dropped.by}"
        day, reason = long_date(dropped.effective), dropped.reason
        return AbsentGoal(
            findings,
            goal,
            chapter,
            data,
            f"Målet er udgået af planen {day} ({decided}). Begrundelse: {reason}",
            absence,
        )
    if plan.added_by(goal) is not None:
        return AbsentGoal(findings, goal, chapter, data, absence, absence)
    known = ", ".join(known.id for known in plan.with_every_goal().goals)
    raise UsageError(f"Mål {goal} findes ikke i planen. Tilladt: {known}.")


def _dropped(amendment: Amendment, plan: Plan) -> Iterator[str]:
    titles = {goal.id: goal.title for goal in plan.with_every_goal().goals}
    for goal in amendment.drops:
        yield f"mål {goal} ({titles[goal]}) er udgået"


def _added(amendment: Amendment) -> Iterator[str]:
    for adding in amendment.adds:
        yield f"mål {adding.goal.id} ({adding.goal.title}) er kommet til i søjle {adding.pillar}"


def _change(change: Change) -> str:
    subject = f"mål {change.goal}" if change.goal else f"søjle {change.pillar}"
    return f"{subject} har fået {_FIELDS[change.field]} {plain(change.new)} i stedet for {plain(change.old)}"
