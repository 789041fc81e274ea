"""What a quarter waits for, and whom, on its way from an empty folder to an edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kvartalsbog.disclosure.record import newest
from kvartalsbog.inputs.approvals import Standing
from kvartalsbog.inputs.loading import Report
from kvartalsbog.inputs.periods import newest_period
from kvartalsbog.inputs.published import published
from kvartalsbog.intake.vintage.board import Line
from kvartalsbog.periods import Period
from kvartalsbog.verdicts.accounts import unanswered
from kvartalsbog.verdicts.findings import find
from kvartalsbog.words.numbers import enumeration, long_date
from kvartalsbog.words.sentences import unanswered_sentence

CONTROLLER = "Controlleren"
CALENDAR = "Kalenderen"


@dataclass(frozen=True)
class Waiting:
    """What is waited for: who does it, what it is in a sentence, and the command that does it, where there is one."""

    who: str
    what: str
    command: str | None = None

    def __str__(self) -> str:
        """In one line of Danish."""
        return f"{self.who}: {self.what}" + (f" Kør: {self.command}" if self.command else "")


def period_due(data_dir: Path, today: date) -> Period:
    """The quarter that is worked on: the newest that is open; the next of its plan when that is published and the next is
    over. Raises UsageError where none is open.
    """
    found = newest_period(data_dir)
    after = found.calendar.of_name(found.next.name)
    is_done = found.name in published(data_dir, found.plan)
    return after if after is not None and is_done and after.last_day < today else found


def for_owners(lines: Iterable[Line]) -> Iterator[Waiting]:
    """What the owners have not reported, owner by owner, in the plan's order."""
    missing: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        for sentence in line.missing:
            missing.setdefault(line.goal.responsible, {}).setdefault(sentence, []).append(line.goal.id)
    for who, told in missing.items():
        for sentence, goals in told.items():
            yield Waiting(who, f"mål {enumeration(goals)}: {sentence}.")


def for_accounts(report: Report) -> Iterator[Waiting]:
    """What the owners of goals that are not met must have accounted for before anybody can approve."""
    for goal, lacking in unanswered(find(report)).items():
        yield Waiting(report.plan.goal(goal).responsible, f"mål {goal}: {unanswered_sentence(lacking)}")


def for_approvals(report: Report, standings: Iterable[Standing]) -> Iterator[Waiting]:
    """The roles that have not approved what is there now, and the choice of what is shown, where it is not written down."""
    found = tuple(standings)
    if not found:
        yield Waiting(CONTROLLER, "planen nævner ingen, der godkender. Skriv rollerne under »approvers« i plan.yml.")
    for standing in found:
        if not standing.holds:
            role = standing.approver.role
            yield Waiting(
                standing.approver.title,
                standing.words if standing.approval else "har ikke godkendt.",
                f'kvartalsbog approve {report.period} --role {role} --by "NAVN"',
            )
    if found and all(standing.holds for standing in found) and newest(report.records, report.period) is None:
        yield Waiting(
            CONTROLLER,
            "det er ikke skrevet ned, hvilke tal udgaven viser.",
            f"kvartalsbog approve {report.period}",
        )


def for_the_day(report: Report, today: date) -> Iterator[Waiting]:
    """The day from which the quarter may be published."""
    day = report.plan.release_date(report.period)
    if day is None:
        yield Waiting(
            CONTROLLER, f"planens kalender har ingen udgivelsesdag for {report.period}. Skriv den under »releases«."
        )
    elif today < day:
        yield Waiting(CALENDAR, f"{report.period} udkommer tidligst den {long_date(day)}.")


def for_the_end(period: Period, today: date) -> Iterator[Waiting]:
    """The end of the quarter itself, before which its figures are not all there."""
    if today <= period.last_day:
        yield Waiting(CALENDAR, f"{period.noun.the} slutter den {long_date(period.last_day)}.")
