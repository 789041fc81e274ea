"""The months of units that a publication may show, once its other sums are chosen: those that tell no secret."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from kvartalsbog.disclosure.earlier import moved, withheld
from kvartalsbog.disclosure.ledger import Ledger
from kvartalsbog.disclosure.publication import Key, Kind, Measure, Part, Publication
from kvartalsbog.disclosure.search import Known, Own, search
from kvartalsbog.disclosure.secrets import Secret


def months_of_units(publication: Publication) -> dict[Key, Part]:
    """The sums that are a unit's month."""
    return {part.key: part for part in publication.parts if part.key.kind is Kind.UNIT_MONTH}


def withheld_anyway(history: Sequence[Publication], new: Publication, hidden: Collection[Key] = ()) -> set[Key]:
    """The units' months of few cases, noughts too, of a few cases from what was shown, that were withheld before or are `hidden`
    already, and of a unit whose year is withheld.
    """
    units = {key.name for key in new.withheld if key.kind is Kind.UNIT}
    stays = moved(history, new) | withheld(history) | set(hidden)
    return {
        key for key in months_of_units(new) if key in stays or new.cases[key] < new.threshold or key.units[0] in units
    }


def unit_months_shown(
    history: Sequence[Publication],
    new: Publication,
    guarded: Sequence[Secret],
    known: Collection[Known],
    measure: Measure,
    hidden: Collection[Key] = (),
    *,
    tries: int | None = None,
) -> frozenset[Key] | None:
    """The units' months that `new` may show beside the sums that it shows already. Of the secrets that are `guarded` no more may be
    known than is `known` whatever is withheld.

    What is not withheld anyway, but must be, is looked for among the months of the same units, and then of one more after the
    other, those of the fewest cases first, until no more is known: the months of all others are shown, so that little is left to
    be worked out. None where so many `tries` do not do it, or nothing does.
    """
    months, must = months_of_units(new), withheld_anyway(history, new, hidden)
    best = {(secret.question, reader) for secret, reader in known}
    first = {unit for key in must for unit in key.units}
    for units in islice(_more_and_more(first, _fewest_first(new, months)), tries):
        left = {key: part for key, part in months.items() if not units.isdisjoint(key.units)}
        ledger = Ledger((*history, replace(new, shown=new.shown | (months.keys() - left.keys()))))
        own = _own(ledger, new, left)
        few = {row for row, sums in own.items() if any(part.key in must for part in sums.parts)}
        stay = few | (own.keys() & _told_otherwise(ledger, new))
        found = search(ledger, guarded, own, stay, measure, ends_at_one=not best)
        more = {part.key for row in found.withheld & own.keys() for part in own[row].parts}
        if best.issuperset((secret.question, reader) for secret, reader in found.known):
            return frozenset(months) - must - more
    return None


def _fewest_first(new: Publication, months: Collection[Key]) -> list[str]:
    cases: dict[str, int] = defaultdict(int)
    for key in months:
        cases[key.units[0]] += new.cases[key]
    return sorted(cases, key=lambda unit: (cases[unit], unit))


def _more_and_more(units: set[str], others: Sequence[str]) -> Iterator[set[str]]:
    """Some units with one of the others, with three of them, with seven, and so on until all are there."""
    waiting, more = [unit for unit in others if unit not in units], 1
    while True:
        units, waiting, more = units | set(waiting[:more]), waiting[more:], 2 * more
        yield units
        if not waiting:
            return


def _own(ledger: Ledger, new: Publication, months: Mapping[Key, Part]) -> dict[int, Own]:
    """The months that are to be chosen among, by their rows: some are known, whatever is chosen."""
    rows: dict[int, list[Part]] = {}
    for part in months.values():
        row = ledger.row_of(len(ledger.publications) - 1, part)
        if row not in ledger.shown:
            rows.setdefault(row, []).append(part)
    return {row: Own(row, tuple(parts), sum(new.cases[part.key] for part in parts)) for row, parts in rows.items()}


def _told_otherwise(ledger: Ledger, new: Publication) -> set[int]:
    """The rows of the sums that the publication withholds already: a month that would tell one of them is none to show."""
    last = len(ledger.publications) - 1
    return {
        ledger.row_of(last, part)
        for part in new.parts
        if part.key.kind is not Kind.UNIT_MONTH and part.key not in new.shown
    }
