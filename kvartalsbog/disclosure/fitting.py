"""Whether recorded choices are those of the readings that are there: what was published is never edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kvartalsbog.disclosure.history import NOTHING_GIVEN, Given, parts_of, view_of
from kvartalsbog.disclosure.publication import Cell, Kind
from kvartalsbog.disclosure.record import Record, newest
from kvartalsbog.disclosure.series_record import SeriesRecord
from kvartalsbog.errors import Place, Problem
from kvartalsbog.periods import Period
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings

_TOLD = 5  # places that are named


def misfit(plan: Plan, readings: Readings, record: Record, given: Given = NOTHING_GIVEN) -> Problem | None:
    """That a quarter's readings are others than those its newest choice was made for, or that another plan shows otherwise
    what is `given` by it; None where they are the same.
    """
    period = record.period
    places = [place for name in plan.series for place in _other(plan, name, readings, record)]
    places += [plan.series_in_words(name) for name in record.series if name not in plan.series]
    places = places or [
        plan.series_in_words(name) for name, own in given.get(period, {}).items() if _shown_otherwise(own, record, name)
    ]
    if not places:
        return None
    return Problem(
        Place(record.name),
        f"Tallene er andre end dem, som {period.noun.of_the} valg af, hvad der vises, blev truffet for: {some_of(places)}.",
        hint=f"Er {period} udgivet, så ret med `kvartalsbog approve {period} --correction`, der beholder filen og vælger igen. "
        f"Er {period} ikke udgivet, så slet filen, og godkend igen.",
    )


def _shown_otherwise(own: SeriesRecord, record: Record, name: str) -> bool:
    return name in record.series and record.series[name].fingerprint != own.fingerprint


def edited_history(agreed: Plan, readings: Readings, period: Period, records: Sequence[Record]) -> Iterator[Problem]:
    """Every earlier quarter of the year whose own readings are others than its newest choice was made for.

    Where an earlier quarter was corrected since, and its correction is recorded, the later ones stand as they stood.
    """
    for own in period.earlier:
        record = newest(records, own)
        if record is None:
            continue
        plan = agreed.in_force(own.last_day)
        places = [
            _place(plan, name, cell)
            for name in plan.series
            if name in record.series
            for cell in _changed(name, readings, record)
            if not _corrected(name, readings, own, cell, records)
        ]
        if places:
            hint = f"Læg filen tilbage, som den var, eller ret {own.noun.the} med `kvartalsbog approve {own} --correction`."
            name = f"{own.folder}/series.csv"
            yield Problem(Place(name), f"Tallene er andre end dem, der blev godkendt: {some_of(places)}.", hint=hint)


def _other(plan: Plan, name: str, readings: Readings, record: Record) -> list[str]:
    if name not in record.series:  # of a series without a figure nothing is written down
        return [plan.series_in_words(name)] if view_of(readings, name, record.period) else []
    cells = _changed(name, readings, record)
    if cells:
        return [_place(plan, name, cell) for cell in cells]
    parts = parts_of(plan, plan.on_series[name], record.series[name].view, record.period)
    keys, then = {part.key for each in parts for part in each}, record.series[name].decisions.keys()
    # records of before have nothing of each unit in the year before, and older than that nothing of units' months
    fits = keys == then or (
        then <= keys and all(key.is_of_one_before or key.kind is Kind.UNIT_MONTH for key in keys - then)
    )
    return [] if fits else [f"{plan.series_in_words(name)}, enhederne"]


def _changed(name: str, readings: Readings, record: Record) -> list[Cell]:
    now, then = view_of(readings, name, record.period), record.series[name].view
    return sorted(cell for cell in now.keys() | then.keys() if now.get(cell) != then.get(cell))


def _corrected(name: str, readings: Readings, period: Period, cell: Cell, records: Sequence[Record]) -> bool:
    """Whether the cell is as an earlier period's recorded correction has it, and the period itself left it alone."""
    reported = any((r.month, r.district) == cell for v in readings.vintages if v.period == period for r in v.series if r.series == name)  # fmt: skip
    now = view_of(readings, name, period).get(cell)
    earlier = [r for r in records if r.period < period and r.number > 1 and name in r.series]
    return not reported and any(r.series[name].view.get(cell) == now for r in earlier)


def _place(plan: Plan, name: str, cell: Cell) -> str:
    month, unit = cell
    names = {district.id: district.name for district in plan.districts}
    return f"{plan.series_in_words(name)}, {month}, {names.get(unit, unit)}"


def some_of(places: Sequence[str]) -> str:
    """The first of the places by name, and how many there are besides."""
    more = f" og {len(places) - _TOLD} til" if len(places) > _TOLD else ""
    return "; ".join(places[:_TOLD]) + more
