"""A goal over the plan years: its earlier years as the plan has them, and this one so far, as a figure and a table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from kvartalsbog.content.blocks import Block, Drawing, Figure, Inline, Table, text
from kvartalsbog.content.language import Language
from kvartalsbog.kinds.base import Asked
from kvartalsbog.kinds.measured import precision
from kvartalsbog.pages.canvas import Canvas, draw
from kvartalsbog.pages.charts import tick_label
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.tables import columns, plain_number
from kvartalsbog.plan.earlier import Earlier
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.goals import goal_asked, goal_reached
from kvartalsbog.words.history import describe_history, limit_then, value_then
from kvartalsbog.words.numbers import DASH, as_measured
from kvartalsbog.words.statuses import status
from kvartalsbog.words.units import unit_word

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Sheet


def history(findings: Findings, result: GoalResult) -> tuple[Block, ...]:
    """The years of a goal that continues others: a figure with its table, or the table where there are no two values."""
    goal, language, table = result.goal, findings.language, _table(findings, result)
    values, asked = _values(findings, result), result.headline.criterion.asked if result.headline else None
    if asked is None or len(values) < 2:
        return (table,)
    breaks = [entry.year for entry in goal.continues if entry.broken]
    caption = language.say(
        "{title} gennem årene, {unit}. Streg: årets resultat. Tværstreg: årets krav. Lodret punkteret: brud.",
        title=goal.title, unit=unit_word(asked.unit, language),
    )  # fmt: skip
    alt = describe_history(goal.title, values, breaks, asked, language)
    drawing = _chart(values, _limits(findings, result, asked), breaks, language)
    return (Figure(label=f"fig-{goal.label}-history", caption=caption, alt=alt, drawing=drawing, table=table),)


def _values(findings: Findings, result: GoalResult) -> dict[int, Decimal]:
    """Year → its value as the table has it, of the years that were measured in the same unit, and this year's until now."""
    head = result.headline
    if head is None:
        return {}
    own = {e.year: (e.value, e.limit) for e in result.goal.continues if not e.unit}
    own[findings.period.calendar.ends.year] = (head.value, head.limit)
    return {
        year: as_measured(value, [limit] if limit is not None else [], 1 if limit is None else precision(limit))
        for year, (value, limit) in own.items()
        if value is not None
    }


def _limits(findings: Findings, result: GoalResult, asked: Asked) -> list[tuple[int, Decimal]]:
    """What was asked in each year, of a range both ends."""
    own = [(e.year, (e.limit, e.upper)) for e in result.goal.continues if not e.unit]
    every = [*own, (findings.period.calendar.ends.year, (asked.limit, asked.upper))]
    return [(year, limit) for year, limits in every for limit in limits if limit is not None]


def _chart(
    values: dict[int, Decimal], limits: list[tuple[int, Decimal]], breaks: list[int], language: Language
) -> Drawing:
    """A line of each run of years between breaks, and each year's limit as a short bar."""

    def paint(canvas: Canvas) -> Sheet:
        figure, axes = canvas.sheet(2.6)
        colours, years = canvas.palette, sorted({*values, *(year for year, _ in limits)})
        for run in _runs(values, breaks):
            drawn = [float(values[year]) for year in run]
            axes.plot(run, drawn, color=colours.accent, linewidth=2, marker="o", markersize=5)
        for year, limit in limits:
            axes.plot([year - 0.3, year + 0.3], [float(limit)] * 2, color=colours.worse, linewidth=1.6)
        for year in breaks:
            axes.axvline(year + 0.5, color=colours.muted, linewidth=1, dashes=(2, 2))
        every = [float(value) for value in (*values.values(), *(limit for _, limit in limits))]
        low, high = min(every), max(every)
        axes.set_ylim(low - 0.15 * (high - low or 1), high + 0.15 * (high - low or 1))
        axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
        step = 1 + len(years) // (6 if canvas.narrow else 12)
        axes.set_xticks(years[::-step], [str(year) for year in years[::-step]])
        axes.yaxis.set_major_formatter(lambda value, _: tick_label(value, list(axes.get_yticks()), language))
        axes.grid(axis="y", color=colours.grid, linewidth=0.6)
        axes.set_axisbelow(True)
        return figure

    return draw(paint)


def _runs(values: dict[int, Decimal], breaks: list[int]) -> Iterator[list[int]]:
    """The years that follow one another without a break or a year that is missing."""
    run: list[int] = []
    for year in sorted(values):
        if run and (year != run[-1] + 1 or run[-1] in breaks):
            yield run
            run = []
        run.append(year)
    yield run


def _table(findings: Findings, result: GoalResult) -> Table:
    goal, language, say = result.goal, findings.language, findings.language.say
    heads = [say("År"), say("Mål"), say("Krav"), say("Resultat"), say("Status")]
    rows: list[tuple[Inline, ...]] = [_row(entry, result, language) for entry in goal.continues]
    reached = (
        text(goal_asked(goal, language)),
        text(goal_reached(result, language) or DASH),
        (status(result.verdict, language),),
    )
    rows.append((text(say("{year} til dato", year=findings.period.calendar.years)), text(goal.id), *reached))
    if any(entry.broken for entry in goal.continues):
        heads.append(say("Brud efter året"))
        told = [*(text(entry.broken or DASH) for entry in goal.continues), text(DASH)]
        rows = [(*row, words) for row, words in zip(rows, told, strict=True)]
    return Table(
        label=f"tbl-{goal.label}-history",
        caption=say("{title} gennem årene", title=goal.title),
        columns=columns(heads),
        rows=tuple(rows),
        download=download(findings, f"{goal.label}-history", [_record(e) for e in goal.continues]),
    )


def _row(entry: Earlier, result: GoalResult, language: Language) -> tuple[Inline, ...]:
    asked = result.headline.criterion.asked if result.headline else None
    judged: Inline = (status(Verdict(entry.verdict), language),) if entry.verdict else text(DASH)
    limit, value = limit_then(entry, asked, language), value_then(entry, asked, language)
    return (text(str(entry.year)), text(entry.goal), text(limit or DASH), text(value or DASH), judged)


def _record(entry: Earlier) -> dict[str, object]:
    return {
        "year": entry.year, "earlier_goal": entry.goal, "limit": plain_number(entry.limit), "upper": plain_number(entry.upper), "value": plain_number(entry.value),
        "unit": entry.unit or "", "verdict": entry.verdict or "", "broken": entry.broken or "",
    }  # fmt: skip
