"""What a form says that came back: a unit's answers, goal by goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month
from kvartalsbog.readings.vintage_text import Item


@dataclass(frozen=True)
class Answer:
    """What a unit reported of one goal. Only items with a state are here, only months of a series with a control total, and only what
    was filled in of an account and of the decision that is wanted, by its key in `commentary.yml`; `figures` are the sums of each series' months and units. A sheet is `answered` where it says
    that nothing has changed, or where anything in it is otherwise than it was sent out.
    """

    goal: str
    items: Mapping[str, Item] = field(default_factory=dict)
    comment: str = ""
    reason: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    control: Mapping[tuple[str, Month], int] = field(default_factory=dict)
    account: Mapping[str, str] = field(default_factory=dict)
    answered: bool = True
    figures: Mapping[str, Mapping[tuple[Month, str], Sum]] = field(default_factory=dict)


@dataclass(frozen=True)
class FilledForm:
    """A form that came back."""

    name: str
    sha256: str
    unit: str
    answers: tuple[Answer, ...]
