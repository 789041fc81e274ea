"""Results → tables: what a reader sees, and beside it the same data as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kvartalsbog.content.blocks import Column, Inline, Table, Text, text
from kvartalsbog.content.language import Language, message
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.pages.downloads import download
from kvartalsbog.periods import Month
from kvartalsbog.plan.goals import Goal
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.gaps import units_missing
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
from kvartalsbog.words.statuses import why_hidden
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
    kept = tuple(index for index in range(5) if index not in needless(series))
    rows: list[tuple[Inline, ...]] = []
    incomplete = units_missing(series, (district.id for district in findings.plan.districts))
    for month in series.months:
        now, running = (
            cells_of(series, shown.months, month, language),
            cells_of(series, shown.year_to_date, month, language),
        )
        before = cells_of(series, series.every_month, month.year_before, language)
        named = marked(month_name(month, language=language), month in incomplete)
        cells = (named, now[0], now[1], running[1], before[1])
        rows.append(tuple(text(cells[index]) for index in kept))
    heads, year = [headers[index] for index in kept], findings.period.calendar.years
    return Table(
        label=f"tbl-{name}-months",
        caption=say("{title} måned for måned, {year}", title=goal.series_title(series.name), year=year),
        columns=columns(heads, right=heads[1:]),
        rows=tuple(rows),
        notes=(*hidden_notes(rows, language), *_months_notes(findings, series, incomplete)),
        download=download(findings, f"{name}-months", months_records(goal, series, series.months, incomplete)),
    )


def needless(series: Series) -> set[int]:
    """The columns that tell nothing: the number of what is itself the number, the year to date of a level."""
    criterion = series.criterion
    return {*((1,) if criterion.counts else ()), *((3,) if series.is_level else ())}


def months_records(
    goal: Goal, series: Series, months: Sequence[Month], missing: Mapping[Month, Sequence[str]]
) -> list[dict[str, object]]:
    """One row a month of this year and the year before; what is withheld is empty and says so in `note`. `missing` are the
    units that have not reported a month.
    """
    shown = series.published
    cells: list[tuple[Month, _Sums, _Sums]] = [(m, series.year_before, {}) for m in sorted(series.year_before)]
    cells += [(m, shown.months, {} if series.is_level else shown.year_to_date) for m in months]
    return [
        {**_month_record(goal, series, m, own, running), "units_missing": " ".join(missing.get(m, ()))}
        for m, own, running in cells
    ]


def _month_record(
    goal: Goal, series: Series, month: Month, own: dict[Month, Sum | None], running: dict[Month, Sum | None]
) -> dict[str, object]:
    sums, to_date = own.get(month), running.get(month)
    note = "" if sums is not None else "withheld" if month in own else "missing"
    return {
        **named(goal, series), "month": str(month), "n": sums.n if sums else "", "total": plain_number(sums.total if sums else None),
        "value": plain_number(series.criterion.value_of(sums) if sums else None),
        "year_to_date": plain_number(series.criterion.value_of(to_date) if to_date else None),
        "limit": plain_number(series.criterion.bound), "unit": series.criterion.unit, "note": note,
    }  # fmt: skip


def named(goal: Goal, series: Series) -> dict[str, str]:
    """The goal of a row and, where it is another than the goal's own, the series."""
    return {"goal": goal.id} | ({} if series.name == goal.id else {"series": series.name})


def marked(name: str, incomplete: bool) -> str:
    return f"{name}{NBSP}{INCOMPLETE}" if incomplete else name


def _months_notes(findings: Findings, series: Series, incomplete: Mapping[Month, Sequence[str]]) -> Iterator[Inline]:
    language, say = findings.language, findings.language.say
    if incomplete:
        counts = {
            len(names): [m for m, own in incomplete.items() if len(own) == len(names)] for names in incomplete.values()
        }
        units = (
            language.say_n(
                "{n}\u00a0enhed i {months}", "{n}\u00a0enheder i {months}", n, n=n, months=months_words(own, language)
            )
            for n, own in counts.items()
        )
        told = say("der mangler tal fra {units}", units=enumeration(units, language))
        yield text(say("{mark} Ufuldstændig: {told}.", mark=INCOMPLETE, told=told))
    if missing := series.missing:
        named = months_words(missing, language)
        told = message("Året til dato er uden {months}, som ingen har indberettet.")
        yield text(say(message("Ingen har indberettet {months}.") if series.is_level else told, months=named))


def cells_of(
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


def hidden_notes(rows: Sequence[tuple[Inline, ...]], language: Language) -> tuple[Inline, ...]:
    shown = {run.text for row in rows for cell in row for run in cell if isinstance(run, Text)}
    return tuple(text(f"{mark} {why_hidden(mark, language)}.") for mark in (WITHHELD, MISSING) if mark in shown)


def weight_head(findings: Findings) -> tuple[str, ...]:
    """The head of what goals weigh; none in a plan without weights."""
    weights, language = findings.plan.weights, findings.language
    return () if weights is None else (language.say("Vægt ({unit})", unit=unit_word(weights.unit, language)),)


def columns(titles: Sequence[str], right: Sequence[str] = ()) -> tuple[Column, ...]:
    return tuple(Column(title=title, align="right" if title in right else "left") for title in titles)


def without_silent(
    heads: tuple[str, ...], rows: Sequence[tuple[Inline, ...]], place: int
) -> tuple[tuple[str, ...], tuple[tuple[Inline, ...], ...]]:
    """Heads and rows without the column in that place, where every row has a dash in it."""
    if any(row[place] != text(DASH) for row in rows):
        return heads, tuple(rows)
    return heads[:place] + heads[place + 1 :], tuple(row[:place] + row[place + 1 :] for row in rows)


def plain_number(value: object) -> object:
    """A number for a CSV cell with at most six decimals; empty where there is none."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")
