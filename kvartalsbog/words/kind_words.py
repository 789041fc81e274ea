"""What the words of any kind of criterion answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kvartalsbog.content.language import DANISH, Language
from kvartalsbog.kinds.base import Criterion, CriterionResult
from kvartalsbog.periods import Month

_Kind = TypeVar("_Kind", bound=Criterion)  # not translated: Python's


@dataclass(frozen=True)
class KindWords(ABC, Generic[_Kind]):
    """The words of a kind in a language. `name` is what one is called in a table, `one` the same with its article; words
    that a kind is given are the Danish ones, and said where they are used.
    """

    name: str
    one: str
    language: Language = field(default=DANISH, kw_only=True)

    @abstractmethod
    def asked(self, criterion: _Kind) -> str:
        """What is asked for: `højst 180 dage`, `6 projekter`, `forelagt`."""

    @abstractmethod
    def reached(self, criterion: _Kind, result: CriterionResult) -> str:
        """What has been reached so far, with its unit; a dash when there is nothing."""

    @abstractmethod
    def fact(self, criterion: _Kind, result: CriterionResult, months: tuple[Month, ...]) -> str:
        """The fact in one sentence; `months` are those of the year that have passed."""

    def standing(self, criterion: _Kind, result: CriterionResult, months: tuple[Month, ...]) -> str:
        """The fact where its deadline stands beside it already."""
        return self.fact(criterion, result, months)

    @abstractmethod
    def outlook(self, criterion: _Kind, result: CriterionResult) -> str:
        """The arithmetic behind an outlook, in one sentence; empty when there is none."""
