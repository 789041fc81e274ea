"""Results → tables: what a reader sees, and beside it the same data as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from kvartalsbog.content.blocks import Column, Inline, Table, Text, text
from kvartalsbog.content.language import Language, message
from kvartalsbog.disclosure.published import Merged
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.plan_changes import unit_name
from kvartalsbog.periods import Month, months_of
from kvartalsbog.plan.values import Goal, Plan
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.gaps import missing_months, units_missing
from kvartalsbog.words.limits import BoundWords
from kvartalsbog.words.measuring import shown
from kvartalsbog.words.numbers import (
    DASH,
    INCOMPLETE,
    MISSING,
    NBSP,
    WITHHELD,
    capital,
    enumeration,
    month_name,
    months_words,
)
from kvartalsbog.words.statuses import state_word, why_hidden
from kvartalsbog.words.units import unit_word

_Sums = dict[Month, Sum | None]


def months_table(findings: Findings, goal: Goal, series: Series) -> Table:
    """A numeric goal month by month: cases, the month's value, the year to date, the year before."""
    criterion, shown, language, say = series.criterion, series.published, findings.language, findings.language.say
    unit, name = unit_word(series.criterion.unit, findings.language), goal.series_label(series.name)
    headers = (
        say("Måned"), capital(criterion.counted), say("Måneden ({unit})", unit=unit), say("Året til dato ({unit})", unit=unit),
        say("Året før ({unit})", unit=unit),
    )  # fmt: skip
    kept = tuple(index for index in range(5) if index not in _needless(series))
    rows: list[tuple[Inline, ...]] = []
    incomplete = units_missing(series, (district.id for district in findings.plan.districts))
    for month in series.months:
        now, running = (
            _cells(series, shown.months, month, language),
            _cells(series, shown.year_to_date, month, language),
        )
        before = _cells(series, series.year_before, month.year_before, language)
        named = _marked(month_name(month, language=language), month in incomplete)
        cells = (named, now[0], now[1], running[1], before[1])
        rows.append(tuple(text(cells[index]) for index in kept))
    heads, year = [headers[index] for index in kept], str(findings.period.year)
    return Table(
        label=f"tbl-{name}-months",
        caption=say("{title} måned for måned, {year}", title=goal.series_title(series.name), year=year),
        columns=columns(heads, right=heads[1:]),
        rows=tuple(rows),
        notes=(*_notes(rows, language), *_months_notes(findings, series, incomplete)),
        download=download(findings, f"{name}-months", months_frame(goal, series, series.months, incomplete)),
    )


def _needless(series: Series) -> set[int]:
    """The columns that tell nothing: the number of what is itself the number, the year to date of a level."""
    criterion = series.criterion
    return {*((1,) if criterion.adds and criterion.whole else ()), *((3,) if series.is_level else ())}


def months_frame(
    goal: Goal, series: Series, months: Sequence[Month], missing: Mapping[Month, Sequence[str]]
) -> pd.DataFrame:
    """One row a month of this year and the year before; what is withheld is empty and says so in `note`. `missing` are the
    units that have not reported a month.
    """
    shown = series.published
    before = months_of(months[0].year - 1) if months else ()
    cells: list[tuple[Month, _Sums, _Sums]] = [(m, series.year_before, {}) for m in before if m in series.year_before]
    cells += [(m, shown.months, {} if series.is_level else shown.year_to_date) for m in months]
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
        "limit": plain_number(series.criterion.bound), "unit": series.criterion.unit, "note": note,
    }  # fmt: skip


def districts_table(findings: Findings, goal: Goal, series: Series) -> Table:
    """A numeric goal by reporting unit, the year to date, in the plan's order, with each unit's own limit where it has one;
    of a level what it was on average.
    """
    criterion, plan, language, say = series.criterion, findings.plan, findings.language, findings.language.say
    there = plan.reporting(criterion, findings.months)
    order = [d.id for d in plan.districts if d.id in there]
    unit, name, own = unit_word(criterion.unit, language), goal.series_label(series.name), _own(findings, goal, series)
    value = (
        say("Månedernes gennemsnit ({unit})", unit=unit)
        if series.is_level
        else say("Året til dato ({unit})", unit=unit)
    )
    headers = (say("Enhed"), capital(criterion.counted), value, *((say("Eget krav"), say("Status")) if own else ()))
    kept = tuple(index for index in range(len(headers)) if index not in _needless(series) - {3})
    sums = _unit_sums(series)
    cells = {d: _cells(series, sums, d, language) for d in order}
    names = {d: unit_name(plan.district(d), plan.year, findings.period.last_day, language) for d in order}
    missing = {d: months for d, months in missing_months(series).items() if d in series.published.districts}
    every = ((_marked(names[d], d in missing), *cells[d], *own.get(d, (DASH, DASH))) for d in order)
    rows = tuple(tuple(text(row[index]) for index in kept) for row in every)
    frame = pd.DataFrame([_district_record(goal, series, sums, d, missing.get(d, ())) for d in order])
    reported = [month for month in series.months if month not in series.missing] or series.months
    heads = [headers[index] for index in kept]
    return Table(
        label=f"tbl-{name}-districts",
        caption=say(
            "{title} efter enhed, {months}",
            title=goal.series_title(series.name), months=months_words(reported, language),
        ),
        columns=columns(heads, right=heads[1:3]),
        rows=rows,
        notes=(*_notes(rows, language), *_district_notes(findings, missing)),
        download=download(findings, f"{name}-districts", frame),
    )  # fmt: skip


def _own(findings: Findings, goal: Goal, series: Series) -> dict[str, tuple[str, str]]:
    """Unit → its own limit and how it stands, where units have limits of their own."""
    language, bounds = findings.language, BoundWords(findings.language)
    return {
        unit: (bounds.asked(found.criterion), capital(state_word(found.state, language)))
        for result in findings.result.goal(goal.id).measured
        if result.criterion.reads == series.name
        for unit, found in result.by_unit
        if isinstance(found.criterion, SeriesCriterion)
    }


def _unit_sums(series: Series) -> dict[str, Sum | None]:
    """Unit → its year to date; of a level, which does not add up, what a month has on average."""
    own = series.published.districts
    if not (series.is_level and series.criterion.adds):
        return own
    lacking = missing_months(series)
    counts = {unit: len(series.months) - len(series.missing) - len(lacking.get(unit, ())) for unit in own}
    return {
        unit: None if sums is None else Sum(round(sums.n / counts[unit]), sums.total / counts[unit])
        for unit, sums in own.items()
    }


def merged_table(findings: Findings, goal: Goal, series: Series) -> tuple[Table, ...]:
    """The units that others have gone into: all of them together, this year and in the same months of the year before; no
    table where there are none, nor of a level.
    """
    if not series.merged or series.is_level:
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
            label=f"tbl-{goal.series_label(series.name)}-merged",
            caption=say(
                "{title} for sammenlagte enheder, {months}",
                title=goal.series_title(series.name),
                months=months_words(findings.months, language),
            ),
            columns=columns(headers, right=headers[1:]),
            rows=rows,
            notes=(*_notes(rows, language), *(text(_taken_over(plan, merged, language)) for merged in series.merged)),
            download=download(findings, f"{goal.series_label(series.name)}-merged", pd.DataFrame(records)),
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


def _months_notes(findings: Findings, series: Series, incomplete: Mapping[Month, Sequence[str]]) -> Iterator[Inline]:
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
    if missing := series.missing:
        named = months_words(missing, language)
        told = message("Året til dato er uden {months}, som ingen har indberettet.")
        yield text(say(message("Ingen har indberettet {months}.") if series.is_level else told, months=named))


def _district_notes(findings: Findings, missing: dict[str, tuple[Month, ...]]) -> Iterator[Inline]:
    if missing:
        name, language, say = findings.plan.district_name, findings.language, findings.language.say
        told = "; ".join(
            say("{unit} mangler {months}", unit=name(district), months=months_words(months, language))
            for district, months in missing.items()
        )
        yield text(say("{mark} Ufuldstændig: {told}.", mark=INCOMPLETE, told=told))


def _district_record(
    goal: Goal, series: Series, shown: dict[str, Sum | None], district: str, missing: tuple[Month, ...]
) -> dict[str, object]:
    sums = shown.get(district)
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
    return language.number(found.n), DASH if value is None else shown(value, series.criterion, language)


def _notes(rows: Sequence[tuple[Inline, ...]], language: Language) -> tuple[Inline, ...]:
    shown = {run.text for row in rows for cell in row for run in cell if isinstance(run, Text)}
    return tuple(text(f"{mark} {why_hidden(mark, language)}.") for mark in (WITHHELD, MISSING) if mark in shown)


def columns(titles: Sequence[str], right: Sequence[str] = ()) -> tuple[Column, ...]:
    return tuple(Column(title=title, align="right" if title in right else "left") for title in titles)


def plain_number(value: object) -> object:
    """A number for a CSV cell with at most six decimals; empty where there is none."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
