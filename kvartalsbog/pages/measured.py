"""Every measured figure of the plan in one table: the newest period beside others, where it is going, and what is asked."""

from __future__ import annotations

from kvartalsbog.content.blocks import Inline, Reference, Table, text
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.tables import columns, plain_number, without_silent
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.comparing import compared_periods
from kvartalsbog.verdicts.expecting import first_ahead
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.words.ahead import change_words, figure_cell, interval_words
from kvartalsbog.words.kinds import requirements
from kvartalsbog.words.numbers import DASH


def measured_series(findings: Findings) -> list[tuple[Goal, Series]]:
    """Each series of each goal, in the plan's order."""
    return [
        (goal, findings.series[name].of_goal(goal))
        for goal in findings.plan.goals
        for name in goal.series
        if name in findings.series
    ]


def measured_table(findings: Findings) -> tuple[Table, ...]:
    """A row for each series of each goal; none where the plan measures nothing."""
    language, say, period = findings.language, findings.language.say, findings.period
    own = measured_series(findings)
    if not own:
        return ()
    previous, before = say("Mod {period}", period=period.previous), say("Mod året før")
    right = (language.shown(period), previous, before, say("Til dato"))
    every = (say("Tal"), *right, say("Forventet"), say("Krav"))
    heads, rows = without_silent(every, [_row(findings, goal, series) for goal, series in own], len(every) - 2)
    caption = say("Planens målte tal i {quarter}", quarter=period)
    if heads == every:
        caption = say("Planens målte tal i {quarter}, og hvor de er på vej hen", quarter=period)
    table = Table(
        label="tbl-measured",
        caption=caption,
        columns=columns(heads, right=right),
        rows=rows,
        download=download(findings, "maalte-tal", [_record(findings, goal, series) for goal, series in own]),
        cards=True,
    )
    return (table,)


def _row(findings: Findings, goal: Goal, series: Series) -> tuple[Inline, ...]:
    language, criterion = findings.language, series.criterion
    found, ahead = compared_periods(series, findings.period), first_ahead(series.criteria, findings.told)
    wanted = requirements(series.criteria, language, timed=True)
    projection = ahead[2].projection if ahead is not None else None
    expected = DASH if projection is None else interval_words(criterion, projection, language)

    cells = (
        figure_cell(criterion, found.newest, language),
        change_words(criterion, found.newest, found.previous, language),
        change_words(criterion, found.newest, found.year_before, language),
        DASH if series.is_level else figure_cell(criterion, series.published.latest, language),
        expected,
        wanted,
    )
    name = Reference(text=f"{goal.id} {goal.series_title(series.name)}", target=goal.label)
    return ((name,), *map(text, cells))


def _record(findings: Findings, goal: Goal, series: Series) -> dict[str, object]:
    criterion, found = series.criterion, compared_periods(series, findings.period)
    ahead = first_ahead(series.criteria, findings.told)
    projection = ahead[2].projection if ahead is not None else None
    values = {"value": found.newest, "previous": found.previous, "year_before": found.year_before}
    values |= {} if series.is_level else {"to_date": series.published.latest}
    ends = {"expected": "value", "expected_low": "low", "expected_high": "high"}
    return {
        "goal": goal.id, "series": series.name, "unit": criterion.unit,
        **{name: "" if sums is None else plain_number(criterion.value_of(sums)) for name, sums in {"to_date": None, **values}.items()},
        **{name: "" if projection is None else plain_number(criterion.scale * getattr(projection, end)) for name, end in ends.items()},
        "limit": plain_number(criterion.bound),
    }  # fmt: skip
