"""What would stand otherwise after an intake than it stands now: figures of any quarter, items and owners' words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, Period
from kvartalsbog.readings.values import Readings
from kvartalsbog.readings.vintage_text import Item, Items, VintageText


@dataclass(frozen=True)
class Change:
    """A figure that stands otherwise, and since which quarter; `after` is None where it would be gone, `before` where it is new."""

    series: str
    month: Month
    district: str
    before: Sum | None
    after: Sum | None
    since: Period


@dataclass(frozen=True)
class Replaced:
    """An item, or (without one) an owner's words, that the quarter has and that would be others, or gone; an item that is new has no
    `before`.
    """

    goal: str
    item: str
    before: Item | Mapping[str, Any] | None
    after: Item | Mapping[str, Any]


_Figures = dict[tuple[str, str, str], tuple[Sum, Period]]


def changes(old: VintageText, new: VintageText, before: Readings, period: Period) -> tuple[Change, ...]:
    """The figures that change when a quarter's text `old` becomes `new`; `before` is what the earlier quarters tell."""
    earlier: _Figures = {}
    if before.vintages:
        names = {*old.series, *new.series}
        earlier = {
            (r.series, str(r.month), r.district): (Sum(r.n, r.total), r.vintage)
            for name in names
            for r in before.series(name)
        }
    stood, stands = ({**earlier, **_figures(text, period)} for text in (old, new))
    found = []
    for key, (figure, since) in stood.items():
        after = stands[key][0] if key in stands else None
        if after != figure:
            found.append(Change(key[0], Month.parse(key[1]), key[2], figure, after, since))
    return tuple(sorted(found, key=lambda change: (change.series, change.month, change.district)))


def replaced(old: VintageText, new: VintageText, before: Items) -> Iterator[Replaced]:
    """The items and words that the quarter tells already and that would be others."""
    stood, stands = (_items(text) for text in (old, new))
    for key, item in stood.items():
        after = stands.get(key, before.get(key, Item()))
        if after != item:
            yield Replaced(*key, item, after)
    for goal, words in old.remarks.items():
        after_words = new.remarks.get(goal, {})
        if words and any(after_words.get(name) != text for name, text in words.items()):
            yield Replaced(goal, "", words, after_words)


def told_first(old: VintageText, new: VintageText, before: Items) -> Iterator[Replaced]:
    """The items that the quarter would tell of for the first time and that are others than `before`, and words of goals without any."""
    stood = _items(old)
    for key, item in _items(new).items():
        if key not in stood and item != before.get(key):
            yield Replaced(*key, before.get(key), item)
    for goal, words in new.remarks.items():
        if words and not old.remarks.get(goal):
            yield Replaced(goal, "", None, words)


def _figures(text: VintageText, period: Period) -> _Figures:
    rows: Iterable[tuple[str, ...]] = (row for rows in text.series.values() for row in rows)
    return {(name, month, district): (Sum(int(n), Decimal(total)), period) for name, month, district, n, total in rows}


def _items(text: VintageText) -> dict[tuple[str, str], Item]:
    return {(goal, name): Item(*rest) for rows in text.items.values() for goal, name, *rest in rows}
