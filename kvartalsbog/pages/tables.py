"""Results → tables: what a reader sees, and beside it the same data as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from kvartalsbog.content.blocks import Column, Inline, Table, Text, text
from kvartalsbog.content.language import Language, message
from kvartalsbog.disclosure.published import Merged
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.plan_changes import unit_name
from kvartalsbog.periods import Month, months_of
from kvartalsbog.plan.values import Goal, Plan
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.gaps import missing_months, series_result, units_missing
from kvartalsbog.words.numbers import (
    DASH,
    INCOMPLETE,
    MISSING,
    NBSP,
    WITHHELD,
    capital,
    enumeration,
    measured,
    month_name,
    months_words,
)
from kvartalsbog.words.statuses import why_hidden
from kvartalsbog.words.units import unit_word

_Sums = dict[Month, Sum | None]


def months_table(findings: Findings, goal: Goal, series: Series) -> Table:
    """A numeric goal month by month: cases, the month's value, the year to date, the year before."""
    criterion, shown, language, say = series.criterion, series.published, findings.language, findings.language.say
    months, unit = findings.months, unit_word(series.criterion.unit, findings.language)
    headers = (
        say("Måned"), capital(criterion.counted), say("Måneden ({unit})", unit=unit), say("Året til dato ({unit})", unit=unit),
        say("Året før ({unit})", unit=unit),
    )  # fmt: skip
    rows: list[tuple[Inline, ...]] = []
    incomplete = units_missing(findings, goal)
    for month in months:
        now, running = (
            _cells(series, shown.months, month, language),
            _cells(series, shown.year_to_date, month, language),
        )
        before = _cells(series, series.year_before, month.year_before, language)
        name = text(_marked(month_name(month, language=language), month in incomplete))
        rows.append((name, text(now[0]), text(now[1]), text(running[1]), text(before[1])))
    return Table(
        label=f"tbl-{goal.label}-months",
        caption=say("{title} måned for måned, {year}", title=goal.title, year=str(months[0].year)),
        columns=columns(headers, right=headers[1:]),
        rows=tuple(rows),
        notes=(*_notes(rows, language), *_months_notes(findings, goal, incomplete)),
        download=download(findings, f"{goal.label}-months", months_frame(goal, series, months, incomplete)),
    )


def months_frame(
    goal: Goal, series: Series, months: Sequence[Month], missing: Mapping[Month, Sequence[str]]
) -> pd.DataFrame:
    """One row a month of this year and the year before; what is withheld is empty and says so in `note`. `missing` are the
    units that have not reported a month.
    """
    shown = series.published
    before = months_of(months[0].year - 1)
    cells: list[tuple[Month, _Sums, _Sums]] = [(m, series.year_before, {}) for m in before if m in series.year_before]
    cells += [(m, shown.months, shown.year_to_date) for m in months]
    return pd.DataFrame(
        [
            {**_month_record(goal, series, m, own, running), "units_missing": " ".join(missing.get(m, ()))}
            for m, own, running in cells
        ]
    )


def _month_record(
    goal: Goal, series: Series, month: Month, own: dict[Month, Sum | None], running: dict[Month, Sum | None]
) -> dict[str, object]:
    sums, to_date = own.get(month), running.get(month)
    note = "" if sums is not None else "withheld" if month in own else "missing"
    return {
        "goal": goal.id, "month": str(month), "n": sums.n if sums else "", "total": plain_number(sums.total if sums else None),
        "value": plain_number(series.criterion.value_of(sums) if sums else None),
        "year_to_date": plain_number(series.criterion.value_of(to_date) if to_date else None),
        "limit": plain_number(series.criterion.limit), "unit": series.criterion.unit, "note": note,
    }  # fmt: skip


def districts_table(findings: Findings, goal: Goal, series: Series) -> Table:
    """A numeric goal by reporting unit, the year to date, in the plan's order."""
    criterion, plan, language, say = series.criterion, findings.plan, findings.language, findings.language.say
    there = plan.reporting(criterion, findings.months)
    order = [d.id for d in plan.districts if d.id in there]
    unit = unit_word(criterion.unit, language)
    headers = (say("Enhed"), capital(criterion.counted), say("Året til dato ({unit})", unit=unit))
    cells = {d: _cells(series, series.published.districts, d, language) for d in order}
    names = {d: unit_name(plan.district(d), plan.year, findings.period.last_day, language) for d in order}
    missing = {d: months for d, months in missing_months(findings, goal).items() if d in series.published.districts}
    rows = tuple((text(_marked(names[d], d in missing)), text(cells[d][0]), text(cells[d][1])) for d in order)
    frame = pd.DataFrame([_district_record(goal, series, d, missing.get(d, ())) for d in order])
    reported = series_result(findings, goal).reported(findings.months) or findings.months
    return Table(
        label=f"tbl-{goal.label}-districts",
        caption=say("{title} efter enhed, {months}", title=goal.title, months=months_words(reported, language)),
        columns=columns(headers, right=headers[1:]),
        rows=rows,
        notes=(*_notes(rows, language), *_district_notes(findings, missing)),
        download=download(findings, f"{goal.label}-districts", frame),
    )


def merged_table(findings: Findings, goal: Goal, series: Series) -> tuple[Table, ...]:
    """The units that others have gone into: all of them together, this year and in the same months of the year before; no
    table where there are none.
    """
    if not series.merged:
        return ()
    plan, language, say = findings.plan, findings.language, findings.language.say
    unit, last = unit_word(series.criterion.unit, language), findings.months[-1]
    headers = (
        say("Enhed"), capital(series.criterion.counted), say("Året til dato ({unit})", unit=unit),
        say("Antal året før"), say("Samme måneder året før ({unit})", unit=unit),
    )  # fmt: skip
    years = (last, last.year_before)
    rows = tuple(
        (
            text(plan.district_name(m.unit)),
            *(text(c) for month in years for c in _cells(series, m.sums, month, language)),
        )
        for m in series.merged
    )
    records = [_merged_record(goal, series, merged, month) for merged in series.merged for month in years]
    return (
        Table(
            label=f"tbl-{goal.label}-merged",
            caption=say(
                "{title} for sammenlagte enheder, {months}",
                title=goal.title,
                months=months_words(findings.months, language),
            ),
            columns=columns(headers, right=headers[1:]),
            rows=rows,
            notes=(*_notes(rows, language), *(text(_taken_over(plan, merged, language)) for merged in series.merged)),
            download=download(findings, f"{goal.label}-merged", pd.DataFrame(records)),
        ),
    )


def _taken_over(plan: Plan, merged: Merged, language: Language) -> str:
    names = enumeration((plan.district_name(unit) for unit in merged.units[1:]), language)
    said = message(
        "{unit} er her lagt sammen med {names}, hvis arbejde er gået over i den: sager og summer er lagt sammen, så gennemsnittet er alle sagernes."
    )
    return language.say(said, unit=plan.district_name(merged.unit), names=names)


def _merged_record(goal: Goal, series: Series, merged: Merged, month: Month) -> dict[str, object]:
    sums = merged.sums.get(month)
    note = "" if sums is not None else "withheld" if month in merged.sums else "missing"
    value = plain_number(series.criterion.value_of(sums) if sums else None)
    return {
        "goal": goal.id, "month": str(month), "district": merged.unit, "units": " ".join(merged.units),
        "n": sums.n if sums else "", "value": value, "note": note,
    }  # fmt: skip


def _marked(name: str, incomplete: bool) -> str:
    return f"{name}{NBSP}{INCOMPLETE}" if incomplete else name


def _months_notes(findings: Findings, goal: Goal, incomplete: Mapping[Month, Sequence[str]]) -> Iterator[Inline]:
    language, say = findings.language, findings.language.say
    if incomplete:
        units = (
            language.say_n(
                "{n}\u00a0enhed i {month}", "{n}\u00a0enheder i {month}", n, n=n, month=month_name(m, language=language)
            )
            for m, n in ((m, len(names)) for m, names in incomplete.items())
        )
        told = say("måneden mangler tal fra {units}", units=enumeration(units, language))
        yield text(say("{mark} Ufuldstændig: {told}.", mark=INCOMPLETE, told=told))
    if missing := series_result(findings, goal).missing:
        named = months_words(missing, language)
        yield text(say("Året til dato er uden {months}, som ingen har indberettet.", months=named))


def _district_notes(findings: Findings, missing: dict[str, tuple[Month, ...]]) -> Iterator[Inline]:
    if missing:
        name, language, say = findings.plan.district_name, findings.language, findings.language.say
        told = "; ".join(
            say("{unit} mangler {months}", unit=name(district), months=months_words(months, language))
            for district, months in missing.items()
        )
        yield text(say("{mark} Ufuldstændig: {told}.", mark=INCOMPLETE, told=told))


def _district_record(goal: Goal, series: Series, district: str, missing: tuple[Month, ...]) -> dict[str, object]:
    sums = series.published.districts.get(district)
    note = "" if sums is not None else "withheld" if district in series.published.districts else "missing"
    value = plain_number(series.criterion.value_of(sums) if sums else None)
    return {
        "goal": goal.id, "district": district, "n": sums.n if sums else "", "value": value, "note": note,
        "months_missing": " ".join(map(str, missing)),
    }  # fmt: skip


def _cells(
    series: Series, sums: dict[Month, Sum | None] | dict[str, Sum | None], key: Month | str, language: Language
) -> tuple[str, str]:
    """How many cases and what they average, as a reader sees them, or the mark of what is withheld or missing."""
    if key not in sums:
        return MISSING, MISSING
    found = sums[key]  # type: ignore[index]
    if found is None:
        return WITHHELD, WITHHELD
    value = series.criterion.value_of(found)
    return language.number(found.n), DASH if value is None else measured(value, series.criterion.limit, language)


def _notes(rows: Sequence[tuple[Inline, ...]], language: Language) -> tuple[Inline, ...]:
    shown = {run.text for row in rows for cell in row for run in cell if isinstance(run, Text)}
    return tuple(text(f"{mark} {why_hidden(mark, language)}.") for mark in (WITHHELD, MISSING) if mark in shown)


def columns(titles: Sequence[str], right: Sequence[str] = ()) -> tuple[Column, ...]:
    return tuple(Column(title=title, align="right" if title in right else "left") for title in titles)


def plain_number(value: object) -> object:
    """A number for a CSV cell with at most six decimals; empty where there is none."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
