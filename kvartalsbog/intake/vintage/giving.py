"""Sums that were given → a series' rows: those that stand in the vintage, with these in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from kvartalsbog.errors import Place, Problem
from kvartalsbog.intake.forms.answers import FilledForm
from kvartalsbog.intake.sums.given import Given, Kind
from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, capital
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.vintage_text import Row, VintageText, entry, part_of, read_vintage_text


def with_given(given: Iterable[Given], day: date, base: Ground) -> VintageText:
    """The series of some sums as they would stand, and where the sums came from. Months and units that none of them is about stay as they
    are; a figure that is again what was reported before the quarter has no row.
    """
    given = tuple(given)
    stands = read_vintage_text(base.folder).series if given else {}
    series: dict[str, tuple[Row, ...]] = {}
    extracts = {}
    for one in given:
        before = base.before.series(one.series) if base.before.vintages else ()
        stood = {(str(r.month), r.district): Sum(r.n, r.total) for r in before}
        rows = {(row[1], row[2]): row[3:] for row in series.get(one.series, stands.get(one.series, ()))}
        rows |= {(str(month), unit): (str(found.n), str(found.total)) for (month, unit), found in one.cells.items()}
        kept = ((key, (n, total)) for key, (n, total) in rows.items() if stood.get(key) != Sum(int(n), Decimal(total)))
        series[one.series] = tuple((one.series, *key, *figure) for key, figure in kept)
        count = len(one.cells)
        told = entry(
            one.series, day, one.sources, read=count, kept=count, left_out=0, rejected=0, kind=one.kind, of=one.of
        )
        extracts["series.csv", one.series, part_of(told)] = told
    return VintageText(series, extracts=extracts)


def in_forms(filled: Iterable[FilledForm]) -> Iterator[Given]:
    """The figures that forms give, by series."""
    for form in filled:
        for answer in form.answers:
            for series, cells in answer.figures.items() if answer.answered else ():
                yield Given(series, Kind.FORM, {form.name: form.sha256}, cells)


def told_twice(given: Iterable[Given], fed: Mapping[str, str], plan: Plan) -> Iterator[Problem]:
    """Figures that come from two places and are not alike, and sums of a series that has an extract: `fed` is what it is fed by."""
    first: dict[tuple[str, Month, str], tuple[str, Sum]] = {}
    for one in given:
        name = ", ".join(one.sources)
        if one.series in fed:
            message = f"{capital(plan.series_in_words(one.series))} får både summer og et udtræk."
            yield Problem(Place(name), message, fed[one.series], hint="Brug én af dem.")
            continue
        for (month, unit), found in one.cells.items():
            other, stood = first.setdefault((one.series, month, unit), (name, found))
            if stood != found:
                message = (
                    f"{capital(plan.series_in_words(one.series))}, {month}, {unit}: Tallet er et andet i en anden fil."
                )
                yield Problem(Place(name), message, other, hint="Behold den rigtige af dem.")


def from_one_unit(filled: Iterable[FilledForm]) -> Iterator[Problem]:
    """That a unit has sent two forms."""
    first: dict[str, str] = {}
    for form in filled:
        other = first.setdefault(form.unit, form.name)
        if other != form.name:
            hint = "Send kun det nyeste med."
            yield Problem(Place(form.name), f"Der er to skemaer fra {form.unit}.", other, hint=hint)
