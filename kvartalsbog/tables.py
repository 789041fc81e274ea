"""Results → tables: what a reader sees, and beside it the same data as a CSV file."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from kvartalsbog.content import Column, Download, Inline, Reference, Table, Text, text
from kvartalsbog.criteria import State, in_unit
from kvartalsbog.evaluation import GoalResult, PlanResult, Verdict
from kvartalsbog.findings import Findings, Series
from kvartalsbog.plan import Count, Goal
from kvartalsbog.quarter import Month
from kvartalsbog.readings import Sum
from kvartalsbog.wording import (
    DASH,
    MISSING,
    WITHHELD,
    capital,
    measured,
    month_name,
    number,
    outlook_status,
    plural,
    points,
    requirement,
    result_value,
    short_date,
    status,
)

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_FORMULA = re.compile(r"((?:^|[;\t\r\n]) *)(?=[\"\s]*[=+\-@＝＋－＠\t\r])")
_Sums = dict[Month, Sum | None]
WITHHELD_NOTE = text(f"{WITHHELD} Fortroligt: for få sager, eller kan bruges til at regne et sådant tal ud.")
MISSING_NOTE = text(f"{MISSING} Mangler: der er ikke indberettet noget.")


def download(findings: Findings, name: str, frame: pd.DataFrame) -> Download:
    """A table's data as CSV, each row with the quarter and the status of the data, so that no copy loses them."""
    plan = findings.report.plan
    marked = frame.map(inert).assign(quarter=str(findings.report.quarter), data_status=plan.data_status)
    return Download(name=name, csv=marked.to_csv(index=False, lineterminator="\n"))


def inert(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe before the sign that would begin one.

    Also after a semicolon or a line break, where a spreadsheet with Danish settings begins a new cell (OWASP, CSV injection).
    """
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    return _FORMULA.sub(r"\1'", value)


def scorecard(findings: Findings) -> Table:
    """Every goal in one line: verdict, outlook, result, requirement, weight and points."""
    result = findings.result
    heads = ("Mål", "Status", "Udsigt", "Resultat", "Krav", "Vægt", "Vundet")
    rows = tuple(_scorecard_row(goal) for goal in result.goals)
    total = result.points
    last: tuple[Inline, ...] = (
        text("I alt"), (), (), (), (), text(points(total.total)), text(points(total.won)),
    )  # fmt: skip
    return Table(
        label="tbl-scorecard",
        caption=f"Planens {len(result.goals)} mål ved udgangen af {result.quarter.label}",
        columns=columns(heads, right=("Vægt", "Vundet")),
        rows=(*rows, last),
        notes=(
            text("Vægt og vundne point er i procent af planen. Et mål giver sin vægt i point, når det er opfyldt."),
        ),
        download=download(findings, "maal", scorecard_frame(result)),
    )


def _scorecard_row(result: GoalResult) -> tuple[Inline, ...]:
    goal = result.goal
    lost = result.verdict in (Verdict.PARTLY_MET, Verdict.NOT_MET)
    return (
        (Reference(text=f"{goal.id} {goal.title}", target=goal.label),),
        (status(result.verdict),),
        (outlook_status(result.outlook),) if result.outlook else text(DASH),
        text(_short_result(result)),
        text(_short_requirement(goal)),
        text(points(goal.weight)),
        text(points(result.points.won) if result.points.won or lost else DASH),
    )


def _short_result(result: GoalResult) -> str:
    head = result.headline
    if head is not None:
        return result_value(head)
    done = sum(c.state is State.HOLDS for c in result.criteria)
    late = sum(c.late for c in result.criteria)
    after = f", {late} efter fristen" if late else ""
    return f"{done} af {plural(len(result.criteria), 'leverance', 'leverancer')}{after}"


def _short_requirement(goal: Goal) -> str:
    head = goal.ratio or next((c for c in goal.dated if isinstance(c, Count)), None)
    if head is not None:
        return requirement(head)
    last = max(c.deadline for c in goal.criteria)
    return f"{'alle ' if len(goal.criteria) > 1 else ''}senest {short_date(last)}"


def scorecard_frame(result: PlanResult) -> pd.DataFrame:
    """One row a goal: goal, title, pillar, weight, verdict, outlook, value, limit, unit, won, open, lost."""
    return pd.DataFrame(
        [
            {
                "goal": g.goal.id, "title": g.goal.title, "pillar": g.pillar.id, "weight": g.goal.weight,
                "verdict": g.verdict.value, "outlook": g.outlook.value if g.outlook else "",
                "value": _plain(g.headline.value if g.headline else None),
                "limit": _plain(g.headline.limit if g.headline else None),
                "won": g.points.won, "open": g.points.open, "lost": g.points.lost,
            }
            for g in result.goals
        ]
    )  # fmt: skip


def points_table(findings: Findings) -> Table:
    """The points by pillar: won, open, lost and the pillar's weight."""
    result = findings.result
    parts = [(f"{p.id}. {p.title}", result.pillar_points(p)) for p in findings.report.plan.pillars]
    rows = [*parts, ("Hele planen", result.points)]
    frame = pd.DataFrame([{"pillar": n, "won": p.won, "open": p.open, "lost": p.lost} for n, p in rows])
    return Table(
        label="tbl-points",
        caption=f"Planens vægt fordelt på vundet, åbent og tabt ved udgangen af {result.quarter.label}, pct.",
        columns=columns(("Søjle", "Vundet", "Åbent", "Tabt", "I alt"), right=("Vundet", "Åbent", "Tabt", "I alt")),
        rows=tuple(tuple(text(c) for c in (n, *map(points, (p.won, p.open, p.lost, p.total)))) for n, p in rows),
        download=download(findings, "point", frame),
    )


def months_table(findings: Findings, goal: Goal, series: Series) -> Table:
    """A numeric goal month by month: cases, the month's value, the year to date, the year before."""
    criterion, shown = series.criterion, series.published
    months = findings.months
    unit = criterion.unit
    headers = (
        "Måned",
        capital(criterion.counted),
        f"Måneden ({unit})",
        f"Året til dato ({unit})",
        f"Året før ({unit})",
    )
    rows = []
    for month in months:
        now, running = _cells(series, shown.months, month), _cells(series, shown.year_to_date, month)
        before = _cells(series, series.year_before, Month(month.year - 1, month.number))
        rows.append((text(month_name(month)), text(now[0]), text(now[1]), text(running[1]), text(before[1])))
    return Table(
        label=f"tbl-{goal.label}-months",
        caption=f"{goal.title} måned for måned, {months[0].year}",
        columns=columns(headers, right=headers[1:]),
        rows=tuple(rows),
        notes=_notes(rows),
        download=download(findings, f"{goal.label}-months", months_frame(goal, series, months)),
    )


def months_frame(goal: Goal, series: Series, months: Sequence[Month]) -> pd.DataFrame:
    """One row a month of this year and the year before; what is withheld is empty and says so in `note`."""
    shown = series.published
    before = [Month(months[0].year - 1, number_) for number_ in range(1, 13)]
    cells: list[tuple[Month, _Sums, _Sums]] = [(m, series.year_before, {}) for m in before if m in series.year_before]
    cells += [(m, shown.months, shown.year_to_date) for m in months]
    return pd.DataFrame([_month_record(goal, series, m, own, running) for m, own, running in cells])


def _month_record(
    goal: Goal, series: Series, month: Month, own: dict[Month, Sum | None], running: dict[Month, Sum | None]
) -> dict[str, object]:
    sums, to_date = own.get(month), running.get(month)
    note = "" if sums is not None else "withheld" if month in own else "missing"
    return {
        "goal": goal.id, "month": str(month), "n": sums.n if sums else "", "total": _plain(sums.total if sums else None),
        "value": _plain(in_unit(series.criterion, sums.mean) if sums else None),
        "year_to_date": _plain(in_unit(series.criterion, to_date.mean) if to_date else None),
        "limit": _plain(series.criterion.limit), "unit": series.criterion.unit, "note": note,
    }  # fmt: skip


def districts_table(findings: Findings, goal: Goal, series: Series) -> Table:
    """A numeric goal by reporting unit, the year to date, in the plan's order."""
    criterion, plan = series.criterion, findings.report.plan
    order = [d.id for d in plan.districts if d.id in criterion.districts]
    headers = ("Enhed", capital(criterion.counted), f"Året til dato ({criterion.unit})")
    cells = {d: _cells(series, series.published.districts, d) for d in order}
    rows = tuple((text(plan.district_name(d)), text(cells[d][0]), text(cells[d][1])) for d in order)
    frame = pd.DataFrame([_district_record(goal, series, d) for d in order])
    return Table(
        label=f"tbl-{goal.label}-districts",
        caption=f"{goal.title} efter enhed, januar–{month_name(findings.months[-1], year=True)}",
        columns=columns(headers, right=headers[1:]),
        rows=rows,
        notes=_notes(rows),
        download=download(findings, f"{goal.label}-districts", frame),
    )


def _district_record(goal: Goal, series: Series, district: str) -> dict[str, object]:
    sums = series.published.districts.get(district)
    note = "" if sums is not None else "withheld" if district in series.published.districts else "missing"
    value = _plain(in_unit(series.criterion, sums.mean) if sums else None)
    return {"goal": goal.id, "district": district, "n": sums.n if sums else "", "value": value, "note": note}


def _cells(series: Series, sums: dict[Month, Sum | None] | dict[str, Sum | None], key: Month | str) -> tuple[str, str]:
    """How many cases and what they average, as a reader sees them, or the mark of what is withheld or missing."""
    if key not in sums:
        return MISSING, MISSING
    found = sums[key]  # type: ignore[index]
    if found is None:
        return WITHHELD, WITHHELD
    value = in_unit(series.criterion, found.mean)
    return number(found.n), DASH if value is None else measured(value, series.criterion.limit)


def _notes(rows: Sequence[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    shown = {run.text for row in rows for cell in row for run in cell if isinstance(run, Text)}
    return tuple(note for mark, note in ((WITHHELD, WITHHELD_NOTE), (MISSING, MISSING_NOTE)) if mark in shown)


def columns(titles: Sequence[str], right: Sequence[str] = ()) -> tuple[Column, ...]:
    return tuple(Column(title=title, align="right" if title in right else "left") for title in titles)


def _plain(value: object) -> object:
    """A number for a CSV cell with at most six decimals; empty where there is none."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
