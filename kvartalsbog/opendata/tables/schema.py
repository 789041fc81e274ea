"""A table of open data: its columns, each with what it means, and its rows as values that are not yet text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum

from kvartalsbog.content.language import Language, message
from kvartalsbog.periods import Month, Period

FORMAT = 2  # of the tables: counts up when a column is taken away or comes to hold something else


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    PLACE = "place"  # the id of a goal or pillar, which a spreadsheet could take for a date or a number
    WORD = "word"  # one of a few codes, each with its word
    WHOLE = "whole number"
    NUMBER = "number"
    MEASURE = "number that was worked out"
    DATE = "date"
    MONTH = "month"
    PERIOD = "quarter"
    FLAG = "yes or no"


class Mark(Enum):
    """Why a figure is not there; the value is the word in a CSV file's column `note`."""

    WITHHELD = "withheld"
    MISSING = "missing"


Value = str | int | Decimal | date | Month | Period | bool | Mark | None


@dataclass(frozen=True)
class Field:
    """A column: its name for machines, its Danish head, what it means, and for a WORD each code's Danish word.

    `marked` columns can hold a Mark; `required` ones always hold something. `prefix` is put before a PLACE in Danish.
    """

    name: str
    head: str
    kind: Kind
    meaning: str
    required: bool = False
    marked: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""


_PERIOD, _MONTH = message("Kvartal"), message("Måned")
_OF_THE_EDITION = message("Udgavens kvartal")


@dataclass(frozen=True)
class Definition:
    """A table's name, what it is called and holds, its columns, and its key."""

    name: str
    sheet: str
    title: str
    meaning: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    @property
    def references(self) -> Mapping[str, str]:
        """Which column is the key of which table: one that has several rows of a goal refers to that of goals."""
        return {"goal": "goals"} if "goal" in self.key and len(self.key) > 1 else {}

    def said(self, language: Language) -> Definition:
        """The same with its words in a language. What files call things is the same in every plan: programs read it."""
        say = replace(language, nouns=None).say
        fields = tuple(
            replace(
                column, head=say(column.head), meaning=say(column.meaning), prefix=say(column.prefix),
                words={code: say(word) for code, word in column.words.items()},
            )
            for column in self.fields
        )  # fmt: skip
        if say(_PERIOD) == say(_MONTH):  # of a plan that is followed up by months: those of the figures are others
            told = say(_OF_THE_EDITION)
            fields = tuple(
                replace(column, head=told) if column.head == say(_PERIOD) and column.kind is Kind.PERIOD else column
                for column in fields
            )
        return replace(self, sheet=say(self.sheet), title=say(self.title), meaning=say(self.meaning), fields=fields)

    @property
    def marked(self) -> bool:
        """Whether figures of this table can be withheld or missing."""
        return any(column.marked for column in self.fields)


@dataclass(frozen=True)
class Table:
    """A definition and its rows; each row has a value for each column."""

    definition: Definition
    rows: tuple[tuple[Value, ...], ...]

    def said(self, language: Language) -> Table:
        """The same with its definition's words in a language."""
        return Table(self.definition.said(language), self.rows)

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.definition.fields):
                raise ValueError(f"{self.definition.name}: {len(row)} values for {len(self.definition.fields)} columns")


def mark_of(row: tuple[Value, ...]) -> Mark | None:
    """The mark of a row whose figures are not shown."""
    return next((value for value in row if isinstance(value, Mark)), None)
