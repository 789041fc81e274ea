"""Rows of text → readings, or the problems with them. Nothing is guessed and nothing is rounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from kvartalsbog.errors import Problem
from kvartalsbog.files.rows import Row
from kvartalsbog.kinds.dated import ITEM_NAME, name_fault
from kvartalsbog.kinds.measures import DeliverableReading, SeriesReading
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.names import Among
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.cells import cases_of, days_of, evidence_of, month_of, total_of
from kvartalsbog.readings.values import Remark

SERIES_COLUMNS = ("goal", "month", "district", "n", "total")
DELIVERABLE_COLUMNS = ("goal", "deliverable", "completed", "expected", "evidence")
ASSESSMENT_COLUMNS = ("degree", "by")  # stand after the others where the plan has assessments
COLUMNS = {"series.csv": SERIES_COLUMNS, "deliverables.csv": DELIVERABLE_COLUMNS}
Reading = TypeVar("Reading", SeriesReading, DeliverableReading)


def parse_series(row: Row, plan: Plan, vintage: Period) -> SeriesReading | list[Problem]:
    """The reading of one line of `series.csv`, or everything that is wrong with the line."""
    problems: list[Problem] = []
    criterion = plan.own_series.get(row["goal"])
    if criterion is None:
        numeric = Among(row["goal"], tuple(plan.own_series), plan.titles)
        problems.append(row.problem("goal", "Målet findes ikke, eller det har ingen talserie.", allowed=numeric))
    elif row["district"] not in criterion.reporting:
        problems.append(_no_reporter(row, plan, criterion))
    month = month_of(row, vintage, problems)
    if month is not None and criterion is not None and not criterion.reports(month, plan.calendar.months):
        problems.append(_between(row, criterion, plan))
    if month is not None and criterion is not None and row["district"] in criterion.reporting:
        problems.extend(_absent(row, plan, month))
    n = cases_of(row, problems)
    total = total_of(row, problems, signed=criterion is None or criterion.case.minimum < 0)
    if n is not None and total is not None and criterion is not None:
        refusals = criterion.refused_reading(int(n), total)
        problems += [row.problem(str(r.at[0]), r.message, allowed=r.allowed, hint=r.hint) for r in refusals]
    if problems or month is None or n is None or total is None:
        return problems
    return SeriesReading(row["goal"], month, row["district"], int(n), total, vintage)


def parse_deliverable(row: Row, plan: Plan, vintage: Period) -> DeliverableReading | list[Problem]:
    """The reading of one line of `deliverables.csv`, or everything that is wrong with the line."""
    problems: list[Problem] = []
    goal = plan.by_id.get(row["goal"])
    if goal is None or not goal.dated or goal.is_reported_there:
        dated = tuple(goal.id for goal in plan.goals if goal.dated and not goal.is_reported_there)
        allowed = Among(row["goal"], dated, plan.titles)
        problems.append(row.problem("goal", "Målet findes ikke, eller det har ingen leverancer.", allowed=allowed))
    elif not goal.has_item(row["deliverable"]):
        allowed = goal.items_allowed(row["deliverable"])
        problems.append(row.problem("deliverable", f"Leverancen hører ikke til mål {goal.id}.", allowed=allowed))
    completed, expected = days_of(row, vintage, problems)
    if completed is not None and completed > vintage.last_day and not _looks_back(row, goal, vintage):
        message = f"Datoen ligger efter {vintage.noun.of_the} slutning."
        hint = "En dato i fremtiden hører til i »expected«."
        problems.append(row.problem("completed", message, allowed=f"senest {vintage.last_day}", hint=hint))
    evidence = evidence_of(row, problems)
    degree, by = _assessment(row, goal, problems)
    if problems:
        return problems
    return DeliverableReading(row["goal"], row["deliverable"], completed, expected, evidence, vintage, degree, by)


def _looks_back(row: Row, goal: Goal | None, vintage: Period) -> bool:
    """Whether a row is of an assessment of how things stood at a deadline that has passed: it is given after it."""
    if goal is None or not goal.has_item(row["deliverable"]):
        return False
    criterion = goal.dated[goal.place_of(row["deliverable"])]
    return bool(criterion.graded) and criterion.deadline <= vintage.last_day


def _assessment(row: Row, goal: Goal | None, problems: list[Problem]) -> tuple[str, str]:
    """The degree of an assessment, as the plan writes it, and who gave it: the plan's assessor where the row names none."""
    known = goal is not None and goal.has_item(row["deliverable"])
    criterion = goal.dated[goal.place_of(row["deliverable"])] if goal is not None and known else None
    if criterion is None:
        return "", ""
    if not criterion.graded:
        for column in ASSESSMENT_COLUMNS:
            if row[column]:
                problems.append(row.problem(column, "Leverancen bliver ikke vurderet.", allowed="tom"))
        return "", ""
    degrees = {word.casefold(): word for word in criterion.graded}
    degree, by = degrees.get(row["degree"].strip().casefold(), ""), row["by"].strip()
    allowed = Among(row["degree"], tuple(criterion.graded))
    if row["degree"] and not degree:
        problems.append(row.problem("degree", "Graden findes ikke i planen.", allowed=allowed))
    elif row["completed"] and not degree:
        problems.append(row.problem("degree", "En vurdering skal have en grad.", allowed=allowed))
    if by and (wrong := name_fault(by)):
        problems.append(row.problem("by", wrong, allowed=ITEM_NAME))
    elif row["completed"] and not (by or criterion.assessor):
        problems.append(row.problem("by", "Det mangler, hvem der har vurderet."))
    return degree, (by or criterion.assessor) if row["completed"] else by


def parse_rows(
    rows: Iterable[Row], parse: Callable[[Row, Plan, Period], Reading | list[Problem]], plan: Plan, vintage: Period
) -> tuple[list[tuple[Row, Reading]], list[Problem]]:
    """The readings of a file beside their rows, and its problems; a key may stand only once."""
    kept: list[tuple[Row, Reading]] = []
    problems: list[Problem] = []
    first: dict[Any, Row] = {}
    for row in rows:
        parsed = parse(row, plan, vintage)
        if isinstance(parsed, list):
            problems.extend(parsed)
        elif parsed.key in first:
            problems.append(stands_twice(row, first[parsed.key]))
        else:
            first[parsed.key] = row
            kept.append((row, parsed))
    return kept, problems


def stands_twice(row: Row, earlier: Row) -> Problem:
    """A row of what an earlier row tells of."""
    same = earlier.cells == row.cells
    message = f"{'Linjen står to gange' if same else 'Linjen modsiger en tidligere'} (linje {earlier.line})."
    column = "month" if "month" in row.cells else "deliverable"
    return row.problem(column, message, hint="Behold den rigtige af de to.")


def unexplained(
    rows: Iterable[tuple[Row, SeriesReading]],
    earlier: dict[Any, SeriesReading],
    remarks: dict[str, Remark],
    goals: Callable[[str], Sequence[str]],
) -> Iterator[Problem]:
    """Restated readings without a reason in `commentary.yml`, told once for each goal; `goals` are those that are judged by
    a series.
    """
    found: dict[str, list[tuple[Row, SeriesReading]]] = {}
    for row, reading in rows:
        before = earlier.get(reading.key)
        if before is None or (before.n, before.total) == (reading.n, reading.total):
            continue
        own = goals(reading.series) or (reading.series,)
        if not any(remarks.get(goal, Remark()).revision for goal in own):
            found.setdefault(own[0], []).append((row, before))
    for goal, changed in found.items():
        row, before = changed[0]
        told = (
            f"Tallet ændrer indberetningen fra {before.vintage} ({before.n}, {before.total}), og ingen grund er givet"
        )
        more = f"; det samme gælder {len(changed) - 1} tal til i målet" if len(changed) > 1 else ""
        hint = f"Skriv grunden i commentary.yml under »{goal}: revision«, eller giv den med --reason."
        yield row.problem("total", f"{told}{more}.", hint=hint)


def withdrawn(
    rows: Iterable[tuple[Row, DeliverableReading]], earlier: dict[Any, DeliverableReading], remarks: dict[str, Remark]
) -> Iterator[Problem]:
    """Items once reported completed that are now reported otherwise, without a reason."""
    for row, reading in rows:
        before = earlier.get(reading.key)
        if before is None or before.completed is None or before.completed == reading.completed:
            continue
        if not remarks.get(reading.goal, Remark()).revision:
            yield row.problem(
                "completed",
                f"Leverancen blev i {before.vintage} meldt gennemført {before.completed}; det modsiger denne linje.",
                hint=f"Ret datoen, eller skriv grunden i commentary.yml under »{reading.goal}: revision« eller med --reason.",
            )


def _between(row: Row, criterion: SeriesCriterion, plan: Plan) -> Problem:
    """A month that stands for no period of its own: its figures belong to the month that the period ends with."""
    months = [m for m in plan.calendar.months if criterion.reports(m, plan.calendar.months)]
    message = f"Måneden indberettes ikke: {REPORTED[criterion.reported]}."
    return row.problem("month", message, allowed=", ".join(map(str, months)))


REPORTED = {
    "monthly": "talserien indberettes hver måned",
    "quarterly": "talserien indberettes hvert kvartal, i kvartalets sidste måned",
    "half-yearly": "talserien indberettes hvert halvår, i halvårets sidste måned",
    "yearly": "talserien indberettes én gang om året, i årets sidste måned",
}


def _absent(row: Row, plan: Plan, month: Month) -> Iterator[Problem]:
    """A unit's figures of a month in which it was not there: they belong to the unit before or after it."""
    unit = plan.district(row["district"])
    if unit.reports_in(month):
        return
    others = [d.id for d in plan.districts if d.reports_in(month) and d.is_kin_of(unit)]
    bounds = [f"fra {unit.begins}"] if unit.begins else []
    bounds += [f"til {unit.ends}"] if unit.ends else []
    hint = f"Tallene hører til {', '.join(others)}." if others else None
    yield row.problem("month", f"{unit.name} fandtes ikke i måneden.", allowed=" ".join(bounds), hint=hint)


def _no_reporter(row: Row, plan: Plan, criterion: SeriesCriterion) -> Problem:
    """A unit that the plan has not, or that reports nothing to the goal."""
    units = tuple(unit.id for unit in plan.districts)
    if row["district"] not in units:
        allowed = Among(row["district"], units, plan.titles)
        return row.problem("district", "Enheden findes ikke i planens liste.", allowed=allowed)
    allowed = Among(row["district"], criterion.districts, plan.titles)
    return row.problem(
        "district", f"Enheden indberetter ikke til {plan.series_in_words(row['goal'])}.", allowed=allowed
    )
