"""What an intake changes, old → new, in Danish. Owners' words are counted, and repeated only to the one who reads them on the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kvartalsbog.intake.vintage.retaking import Change, Replaced
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import DECISION
from kvartalsbog.readings.vintage_text import Item
from kvartalsbog.words.goals import series_numbers
from kvartalsbog.words.numbers import DASH, amount, number
from kvartalsbog.words.statuses import ACCOUNT_FIELDS, DECISION_FIELD

NONE = "(intet)"
WORDS = {
    "comment": "ejerens ord",
    "revision": "grund til ændring",
    **{key: label.lower() for key, label in {**ACCOUNT_FIELDS, DECISION: DECISION_FIELD}.items()},
}


def change_in_words(change: Change, plan: Plan) -> str:
    """A figure that changes, with its cases; one that would be gone becomes nothing, and one that is new was nothing."""
    series = plan.series[change.series]

    def shown(found: Sum, *, total: bool = False) -> str:
        value = series.value_of(found)
        told = amount(value, series.unit, 1) if value is not None else DASH
        counted = "" if found.n == 1 else f" {series.counted}"  # the plan's word is that of several
        return f"{number(found.n)}{counted} ({told}{f', i alt {number(found.total)}' if total else ''})"

    alike = change.before is not None and change.after is not None and shown(change.before) == shown(change.after)
    before = f"{shown(change.before, total=alike)} i {change.since}" if change.before else NONE
    after = shown(change.after, total=alike) if change.after else NONE
    where = f"mål {series_numbers(plan, change.series)}, {change.month}, {plan.district_name(change.district)}"
    return f"{where}: {before} bliver til {after}"


def replaced_in_words(one: Replaced, plan: Plan, *, whole: bool = False) -> str:
    """An item or words that would be others; texts are repeated where they are told `whole`."""
    if one.item:
        named = plan.goal(one.goal).item_title(one.item)
        assessed = is_assessed(plan.goal(one.goal), one.item)
        before, after = (
            _item(item, whole=whole, assessed=assessed) if item else NONE for item in (one.before, one.after)
        )
        return f"mål {one.goal}, »{named}«: {before} bliver til {after}"
    told = []
    for key, words in WORDS.items():
        before, after = (_text(found, key) for found in (one.before, one.after))
        if before != after:
            told.append(f"{words}: {_told(before, whole=whole)} bliver til {_told(after, whole=whole)}")
    was, now = (_names(found) for found in (one.before, one.after))
    if was != now:
        told.append(f"navne på leverancer: {number(len(was))} bliver til {number(len(now))}")
    return f"mål {one.goal}, {'; '.join(told)}"


def is_assessed(goal: Goal, item: str) -> bool:
    """Whether an item of a goal is an assessment, which has a degree and is not carried out."""
    return any(criterion.graded and item in criterion.names for criterion in goal.dated)


def state_words(item: Item, *, assessed: bool, day: Callable[[str], str] = str) -> str:
    """How an item stands: `gennemført 30-09-2024`, `ventes vurderet som »opfyldt« 01-03-2025`; `day` tells how a day is written."""
    done, expected = ("vurderet", "ventes vurderet") if assessed else ("gennemført", "ventet")
    state = done if item.completed else expected
    if item.degree:
        state = f"{state} som »{item.degree}«"
    if when := item.completed or item.expected:
        return f"{state} {day(when)}"
    return f"{state} uden dato" if item.degree else "uden dato"


def _item(item: Item | Mapping[str, Any], *, whole: bool, assessed: bool) -> str:
    if not isinstance(item, Item):
        raise TypeError("an item changes into an item")
    state = state_words(item, assessed=assessed)
    return f"{state}, {_told(item.evidence, 'bemærkning', whole=whole)}" if item.evidence else state


def _text(found: Item | Mapping[str, Any] | None, key: str) -> str:
    return found.get(key, "") if isinstance(found, Mapping) else ""


def _names(found: Item | Mapping[str, Any] | None) -> Mapping[str, str]:
    return found.get("names", {}) if isinstance(found, Mapping) else {}


def _told(text: str, what: str = "tekst", *, whole: bool) -> str:
    if whole and text:
        return f"»{text}«"
    return f"en {what} på {number(len(text))} tegn" if text else NONE
