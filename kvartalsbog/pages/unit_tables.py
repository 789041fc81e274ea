"""Results by unit → tables, each with the same data as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kvartalsbog.content.blocks import Inline, Reference, Table, text
from kvartalsbog.content.language import Language, message
from kvartalsbog.disclosure.published import Merged
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.plan_changes import unit_name
from kvartalsbog.pages.tables import cells_of, columns, hidden_notes, marked, named, needless, plain_number
from kvartalsbog.periods import Month
from kvartalsbog.plan.contents import unit_chapters, unit_label
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.values import Plan
from kvartalsbog.steering.contributions import wilson
from kvartalsbog.verdicts.findings import Findings, Series
from kvartalsbog.verdicts.gaps import missing_months, own_limits, reported_months
from kvartalsbog.words.kinds import requirement
from kvartalsbog.words.numbers import (
    DASH,
    INCOMPLETE,
    capital,
    enumeration,
    months_words,
)
from kvartalsbog.words.statuses import state_word
from kvartalsbog.words.unit_pages import interval_words
from kvartalsbog.words.units import unit_word


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
    sums = series.of_units
    sure = {} if series.is_level else _intervals(series, sums, language)
    beside = (*((say("Usikkerhed"),) if sure else ()), *((say("Eget krav"), say("Status")) if own else ()))
    headers = (say("Enhed"), _counted(series, language), value, *beside)
    kept = tuple(index for index in range(len(headers)) if index not in needless(series) - {3})
    cells = {d: cells_of(series, sums, d, language) for d in order}
    names = {d: unit_name(plan.district(d), plan.calendar, findings.period.last_day, language) for d in order}
    missing = {d: months for d, months in missing_months(series).items() if d in series.published.districts}
    every = ((*cells[d], *((sure.get(d, cells[d][-1]),) if sure else ()), *own.get(d, (DASH, DASH))) for d in order)
    told = (tuple(text(row[index - 1]) for index in kept[1:]) for row in every)
    with_page = {chapter.unit.id for chapter in unit_chapters(plan) if chapter.unit is not None}
    links = (_reference(d, marked(names[d], d in missing), known=d in with_page) for d in order)
    rows = tuple((link, *row) for link, row in zip(links, told, strict=True))
    records = [_district_record(goal, series, sums, d, missing.get(d, ())) for d in order]
    reported = reported_months(series)
    heads = [headers[index] for index in kept]
    return Table(
        label=f"tbl-{name}-districts",
        caption=say(
            message("{title} efter enhed, {months}") if reported else message("{title} efter enhed"),
            title=goal.series_title(series.name), months=months_words(reported, language),
        ),
        columns=columns(heads, right=heads[1 : 4 if sure else 3]),
        rows=rows,
        notes=(*hidden_notes(rows, language), *_district_notes(findings, missing), *map(text, _sure_notes(sure, language))),
        download=download(findings, f"{name}-districts", records),
        cards=len(heads) > 3,
    )  # fmt: skip


def _counted(series: Series, language: Language) -> str:
    """What is counted; of a level what stands in two months is counted twice."""
    counted = capital(series.criterion.counted)
    return language.say("{counted}, månederne lagt sammen", counted=counted) if series.is_level else counted


def _intervals(series: Series, sums: Mapping[str, Sum | None], language: Language) -> dict[str, str]:
    """Unit → within what its share lies, of shares of cases; from what is shown of it alone."""
    shown = {unit: own for unit, own in sums.items() if series.criterion.whole and own is not None and own.n}
    return {
        unit: interval_words(series.criterion, wilson(int(own.total), own.n), language) for unit, own in shown.items()
    }


def _sure_notes(sure: Mapping[str, str], language: Language) -> Iterator[str]:
    if sure:
        yield language.say("Usikkerhed: Få sager svinger meget. I 95 af 100 tilfælde ligger den underliggende andel i intervallet; ligger kravet også i det, kan tallet ikke siges at være over eller under det.")  # fmt: skip


def _reference(unit: str, name: str, *, known: bool) -> Inline:
    """A unit's name, as a link to its chapter where it is `known` to have one."""
    return (Reference(text=name, target=unit_label(unit)),) if known else text(name)


def _own(findings: Findings, goal: Goal, series: Series) -> dict[str, tuple[str, str]]:
    """Unit → its own limit and how it stands, where units have limits of their own."""
    language = findings.language
    return {
        unit: (requirement(found.criterion, language), capital(state_word(found.state, language)))
        for unit, found in own_limits(findings, goal, series).items()
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
            *(text(c) for month in years for c in cells_of(series, m.sums, month, language)),
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
            notes=(
                *hidden_notes(rows, language),
                *(text(_taken_over(plan, merged, language)) for merged in series.merged),
            ),
            download=download(findings, f"{goal.series_label(series.name)}-merged", records),
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
        **named(goal, series), "month": str(month), "district": merged.unit, "units": " ".join(merged.units),
        "n": sums.n if sums else "", "value": value, "note": note,
    }  # fmt: skip


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
    sums, average = series.published.districts.get(district), shown.get(district)
    note = "" if sums is not None else "withheld" if district in series.published.districts else "missing"
    value = plain_number(series.criterion.value_of(average) if average else None)
    return {
        **named(goal, series), "district": district, "n": sums.n if sums else "", "value": value, "note": note,
        "months_missing": " ".join(map(str, missing)),
    }  # fmt: skip
