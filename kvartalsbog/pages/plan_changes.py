"""How the plan changed during the year, in words: amendments, goals that came and went, units that began and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kvartalsbog.content.blocks import Block, bullets, paragraph
from kvartalsbog.content.language import Language, closed, message
from kvartalsbog.errors import UsageError, offered
from kvartalsbog.pages.parts import Parts, shown
from kvartalsbog.periods import Calendar
from kvartalsbog.plan.units import District
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.states import Step, steps
from kvartalsbog.words.changes import stepped, unit_sentence


def amendments(findings: Findings) -> tuple[Block, ...]:
    """The amendments of the plan up to the quarter and the units that began or ended, or that there are none."""
    plan, day, language = findings.agreed, findings.period.last_day, findings.language
    of_amendment = groupby(steps(plan, day).items(), key=lambda step: step[0][0])
    made = [amendment_sentence([step for _, step in group], language) for _, group in of_amendment]
    lines = [*made, *(unit_sentence(event, language) for event in plan.unit_events(day))]
    if not lines:
        none = language.say("Planen er ikke ændret til og med {quarter}.", quarter=findings.period)
        return (paragraph(none),)
    return (bullets(lines),)


def comings_and_goings(findings: Findings) -> tuple[Block, ...]:
    """The goals that the plan lost or got during the year, for the overview; nothing when its goals are the agreed ones."""
    moved = [step for step in steps(findings.agreed, findings.period.last_day).values() if step.field == "goal"]
    return tuple(paragraph(_moved(step, findings.language)) for step in moved)


def _moved(step: Step, language: Language) -> str:
    if step.new:
        said = message("Mål {goal} er kommet til planen den {day}. Begrundelse: {reason}")
    else:
        said = message("Mål {goal} er udgået af planen den {day}. Begrundelse: {reason}")
    return language.say(said, goal=step.goal, day=step.effective, reason=step.reason)


def amendment_sentence(made: Sequence[Step], language: Language) -> str:
    """What an amendment changed, from when, who decided it and why."""
    changes, step = "; ".join(stepped(step, language) for step in made), made[0]
    return language.say(
        "Fra den {day} (besluttet den {decided} af {by}): {changes} Begrundelse: {reason}",
        day=step.effective, decided=step.decided, by=step.by, changes=closed(changes), reason=step.reason,
    )  # fmt: skip


def unit_name(unit: District, calendar: Calendar, until: date, language: Language) -> str:
    """A unit's name in a table of the year to date, with the day it began or ended in that year."""
    first, last = calendar.first_day, calendar.last_day
    told: dict[str, object] = {"unit": unit.name, "first": unit.begins, "last": unit.ends}
    began = unit.begins is not None and unit.begins > first
    ended = unit.ends is not None and unit.ends <= until and unit.ends < last
    if began and ended:
        return language.say("{unit} (fra den {first} til den {last})", **told)
    if began:
        return language.say("{unit} (fra den {first})", **told)
    return language.say("{unit} (til den {last})", **told) if ended else unit.name


def _absence(part: str) -> property:
    """A part that says that there is nothing to show."""

    def make(section: AbsentGoal) -> tuple[Block, ...]:
        return (paragraph(section.absence, "source"),)

    make.__name__ = part
    return shown(make)


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
        return (paragraph(self.reason, "lead"),)

    development, districts, deliverables, history, comment = map(
        _absence, ("development", "districts", "deliverables", "history", "comment")
    )


def absent_goal(findings: Findings, goal: str, chapter: str = "", data: str = "") -> AbsentGoal:
    """The section of a goal that was dropped, or that comes later; raises UsageError for one that the plan never has."""
    plan, say = findings.agreed, findings.language.say
    absence = say("Målet er ikke en del af planen ved udgangen af {quarter}.", quarter=findings.period)
    dropped = plan.dropped_by(goal)
    if dropped is not None and dropped.effective <= findings.period.last_day:
        reason = say(
            "Målet er udgået af planen den {day} (besluttet den {decided} af {by}). Begrundelse: {reason}",
            day=dropped.effective, decided=dropped.decided, by=dropped.by, reason=dropped.reason,
        )  # fmt: skip
        return AbsentGoal(findings, goal, chapter, data, reason, absence)
    if plan.added_by(goal) is not None:
        return AbsentGoal(findings, goal, chapter, data, absence, absence)
    known = [known.id for known in plan.with_every_goal().goals]
    raise UsageError(f"Mål {goal} findes ikke i planen. {offered(goal, known)}")
