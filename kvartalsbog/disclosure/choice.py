"""Choosing what a publication withholds, given everything that was published before and cannot be taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from kvartalsbog.disclosure.earlier import is_told_again, moved, withheld
from kvartalsbog.disclosure.ledger import Ledger
from kvartalsbog.disclosure.publication import Choice, Key, Kind, Measure, Part, Publication
from kvartalsbog.disclosure.search import Found, Own, newly_known, search
from kvartalsbog.disclosure.secrets import secrets
from kvartalsbog.disclosure.unit_months import months_of_units, unit_months_shown, withheld_anyway


def choose(
    history: Sequence[Publication],
    new: Publication,
    measure: Measure,
    *,
    keep_value: bool = False,
    coming: Sequence[Part] = (),
    hidden: Collection[Key] = (),
) -> Choice:
    """What a publication may show after those of `history`, so that no secret can be worked out.

    Withheld are sums of few cases, sums a few cases from one of the same name that was ever shown, and whatever was
    withheld before (the goal's own value excepted); then the cheapest of the sums that give a secret away, until none
    is given away; at last what turned out not to be needed is shown again. With `keep_value` a person has decided that
    the goal's value is shown whatever it tells. What is `hidden` already stays so.

    Units' months come last, of what is left: no other sum is withheld for their sake, nor any of those `coming`, which later
    publications tell of the same figures. Where nothing is given away with them, nothing was without them, and only that is asked.
    """
    # what it withheld stays so, and hides all that it hid
    if history and not hidden and is_told_again(new, history[-1]):
        return Choice(history[-1].shown, near=_near(moved(history, new) - history[-1].shown))
    months = months_of_units(new)
    others = tuple(part for part in new.parts if part.key not in months)
    own = _Asked(history, replace(new, parts=others), measure, keep_value=keep_value, hidden=hidden)
    free = months.keys() - withheld_anyway(history, replace(new, shown=frozenset(new.cases)), hidden)
    if not own.guarded or own.knows(months[key] for key in free):  # they tell nothing new
        choice = own.choice(own.result(hoped=False))
        return _with_all(months, choice, history, new, hidden)
    for hoped, ahead in ((True, coming), (False, coming), (False, ())):
        found, last, before = own.result(hoped=hoped), own, tuple(history)
        choice = own.choice(found)
        if ahead:
            later = Publication(
                f"after {new.name}", new.view, tuple(ahead), calendar=new.calendar, threshold=new.threshold
            )
            last = _Asked((*history, replace(own.new, shown=choice.shown)), later, measure)
            before = (*history, replace(later, shown=last.shown(last.result(hoped=hoped))))
        told, tries = replace(new, shown=choice.shown), 1 if hoped else None
        told_too = unit_months_shown(before, told, last.guarded, found.known, measure, hidden, tries=tries)
        if told_too is not None:
            return replace(choice, shown=choice.shown | told_too)
    return choice


def _with_all(
    months: Collection[Key],
    choice: Choice,
    history: Sequence[Publication],
    new: Publication,
    hidden: Collection[Key],
) -> Choice:
    """The choice with all units' months but those that are withheld anyway."""
    stays = withheld_anyway(history, replace(new, shown=choice.shown), hidden)
    return replace(choice, shown=choice.shown | (frozenset(months) - stays))


def _near(keys: Collection[Key]) -> tuple[Key, ...]:
    """The sums that a person is asked about where a correction has moved them: a unit's month can always be withheld."""
    return tuple(sorted(key for key in keys if key.kind is not Kind.UNIT_MONTH))


class _Asked:
    """What a publication can show of sums that are no units' months."""

    def __init__(
        self,
        history: Sequence[Publication],
        new: Publication,
        measure: Measure,
        *,
        keep_value: bool = False,
        hidden: Collection[Key] = (),
    ) -> None:
        self.new, self._measure = new, measure
        kept = frozenset(part.key for part in new.parts if keep_value and part.is_value)
        self._ledger = Ledger((*history, replace(new, shown=kept)))
        self._own = {sum_.row: sum_ for sum_ in _own(self._ledger, new)}
        self._moved = moved(history, new) & {part.key for own in self._own.values() for part in own.parts}
        stays = self._moved | (withheld(history) - {part.key for part in new.parts if part.is_value}) | set(hidden)
        self._must = {
            own.row
            for own in self._own.values()
            if any(p.key in stays or 0 < new.cases[p.key] < new.threshold for p in own.parts)
        }
        self.guarded = secrets(self._ledger.unknowns)

    def knows(self, months: Iterable[Part]) -> bool:
        """Whether all of some units' months were shown before as they are."""
        of = self._ledger.unknowns.of[-1]
        return self._ledger.known.issuperset(of[cell] for part in months for cell in part.cells)

    def result(self, *, hoped: bool) -> Found:
        """What a search ends with, or what is `hoped`: that nothing is given away by what it may show at first."""
        return Found(frozenset(self._must), frozenset()) if hoped else self._searched

    @cached_property
    def _searched(self) -> Found:
        return search(self._ledger, self.guarded, self._own, self._must, self._measure)

    def shown(self, found: Found) -> frozenset[Key]:
        """What is shown when the rest is withheld."""
        hidden = frozenset(part.key for row in found.withheld for part in self._own[row].parts)
        return frozenset(part.key for part in self.new.parts) - hidden

    def choice(self, found: Found) -> Choice:
        """The choice, and what is to be said of it."""
        return Choice(
            self.shown(found),
            any(self._own[row].is_value for row in found.withheld),
            tuple(newly_known(self._ledger, found.known, self._measure)),
            _near(self._moved),
        )


def _own(ledger: Ledger, new: Publication) -> Iterator[Own]:
    """The publication's sums that are to be chosen among: neither nought nor shown whatever is chosen."""
    by_row: dict[int, list[Part]] = {}
    for part in new.parts:
        by_row.setdefault(ledger.row_of(len(ledger.publications) - 1, part), []).append(part)
    for row, parts in by_row.items():
        if row not in ledger.shown:
            yield Own(row, tuple(parts), new.sum_of(parts[0].cells).n)
