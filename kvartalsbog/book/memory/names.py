"""The names by which a notebook's code is vouched for: none of them leads to a file, a clock, chance, or the environment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from inspect import get_annotations

from pydantic import BaseModel

from kvartalsbog.content import blocks
from kvartalsbog.content.shown import Blocks
from kvartalsbog.disclosure.published import Published
from kvartalsbog.kinds import measures
from kvartalsbog.kinds.base import CriterionResult
from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.pages.canvas import Canvas, Palette
from kvartalsbog.pages.chapters import OverviewChapter, PillarChapter
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.pages.plan_changes import AbsentGoal
from kvartalsbog.pages.unit_page import UnitChapter
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan import publication, source, units, values
from kvartalsbog.plan.earlier import Earlier
from kvartalsbog.verdicts import findings, revisions, unit_figures
from kvartalsbog.verdicts.evaluation import GoalResult, PlanResult
from kvartalsbog.verdicts.points import Points


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


BUILTINS = _words(
    "abs all any bool dict divmod enumerate filter float int isinstance len list map max min next print range reversed round "
    "sorted str sum tuple zip"
)  # without `set`: the order of one of texts is chance
PLAIN = _words(
    # texts, lists, dictionaries, days and decimal numbers
    "capitalize casefold endswith join lower partition removeprefix removesuffix replace rpartition split startswith strip "
    "title upper append count extend index sort get items keys values day isoformat month strftime year quantize"
)
FRAMES = _words(
    "T abs assign astype columns cumsum diff drop dropna empty fillna head iloc loc max mean median min name nunique rename "
    "reset_index round set_index shape shift size sort_index sort_values sum tail to_frame to_list tolist"
)
DRAWN = _words(
    "annotate axhline axhspan axvline axvspan bar bar_label barh fill_between grid hlines invert_xaxis invert_yaxis legend "
    "margins plot scatter set set_title set_visible set_xlabel set_xlim set_xticks set_xticklabels set_ylabel set_ylim "
    "set_yticks set_yticklabels spines stem step suptitle text tick_params twinx vlines"
)
_UNFIT = frozenset({"data"})  # the fingerprint of all the data, not only of a chapter's
_MODULES = (blocks, measures, publication, source, units, values, findings, revisions, unit_figures)
_CLASSES = (
    OverviewChapter, PillarChapter, UnitChapter, GoalSection, AbsentGoal, Canvas, Palette, GoalResult, PlanResult, Points, CriterionResult,
    Published, Blocks, Month, Period, Earlier, *KINDS.values(),
)  # fmt: skip


def _values() -> Iterator[type]:
    """The kinds of value that a chapter leads to: frozen ones, whose methods work out what follows from them."""
    yield from _CLASSES
    for module in _MODULES:
        yield from (found for found in vars(module).values() if isinstance(found, type) and _is_value(found))


def _is_value(kind: type) -> bool:
    return is_dataclass(kind) or (issubclass(kind, BaseModel) and kind is not BaseModel)


def _named(kind: type) -> Iterator[str]:
    for base in kind.__mro__:
        if base.__module__.startswith("kvartalsbog."):
            yield from vars(base)
            yield from get_annotations(base)


CONTENT = frozenset(name for kind in _values() for name in _named(kind) if not name.startswith("_")) - _UNFIT
