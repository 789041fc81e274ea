"""The board of a quarter: for each goal what is in, what is missing, who answers, and what differs from before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.periods import Month
from kvartalsbog.plan.goals import Goal
from kvartalsbog.readings.vintage_text import Item, VintageText, read_vintage_text
from kvartalsbog.words.numbers import enumeration, long_date, months_words


class Progress(StrEnum):
    """How much of something is in: figures are missing until they come, an owner's answer is unanswered. Closed is what was
    completed in an earlier quarter, with nothing more expected.
    """

    IN = "inde"
    PARTLY = "delvis"
    MISSING = "mangler"
    UNANSWERED = "ubesvaret"
    CLOSED = "afsluttet"


Part = tuple[Progress, int, tuple[str, ...]]  # how much is in, how many are changed, and what is missing in sentences


class Words(StrEnum):
    """Whether the owner has written about a goal: yes, not a word, or nothing has been answered at all."""

    WRITTEN = "ja"
    NONE = "ingen"
    UNANSWERED = "ubesvaret"


@dataclass(frozen=True)
class Line:
    """A goal on the board. `received` is the day of the newest extract or form that gave figures or dates; `rejected`
    counts records, `changed` figures and items that stand otherwise than before the quarter. `lacking` are the series that
    lack figures. `missing` are sentences, and so are `unanswered`: what the owner has been asked and has not answered, by its name.
    """

    goal: Goal
    progress: Progress
    received: date | None
    words: Words
    rejected: int
    changed: int
    lacking: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def awaited(self) -> tuple[str, ...]:
        """All that somebody still owes of the goal, in sentences without a full stop."""
        return (*self.missing, *self.unanswered)


def board(base: Ground) -> tuple[Line, ...]:
    """The goals in the plan's order. Raises ProblemsError when the vintage's files cannot be read."""
    vintage = read_vintage_text(base.folder)
    return tuple(_line(goal, vintage, base) for goal in base.plan.goals)


_IN_WORDS = {
    Progress.IN: ("er inde", "er inde"),
    Progress.PARTLY: ("er delvis inde", "er delvis inde"),
    Progress.MISSING: ("mangler", "mangler"),
    Progress.UNANSWERED: ("er ubesvaret", "er ubesvarede"),
    Progress.CLOSED: ("er afsluttet", "er afsluttet"),
}


def counted(lines: Collection[Line]) -> str:
    """How many goals are in, and how many are missing."""
    counts = Counter(line.progress for line in lines)
    told = [f"{n} {words[n != 1]}" for progress, words in _IN_WORDS.items() if (n := counts[progress])]
    return f"{len(lines)} mål: {enumeration(told)}."


def gaps(lines: Iterable[Line]) -> dict[str, list[str]]:
    """What is missing or unanswered, a sentence that begins with who answers → all the goals of which it is true."""
    goals: dict[str, list[str]] = {}
    for line in lines:
        for sentence in line.awaited:
            goals.setdefault(f"{line.goal.responsible}: {sentence}.", []).append(line.goal.id)
    return goals


def _line(goal: Goal, vintage: VintageText, base: Ground) -> Line:
    told = [entry for key, entry in vintage.extracts.items() if key[:2] in _keys(goal)]
    form = any(key[0] != "series.csv" and key[1] == goal.id for key in vintage.extracts)
    written = bool(vintage.remarks.get(goal.id, {}).get("comment"))
    figures = (
        {}
        if goal.is_reported_there
        else {name: _figures(base.plan.series[name], vintage, base) for name in goal.series}
    )
    lacking = {name: gaps for name, (_, _, gaps) in figures.items() if gaps}
    parts: list[Part] = [(Progress.CLOSED, 0, ())] if goal.is_reported_there else [*figures.values()]
    missing = [*_without_figures(goal, lacking)]
    if goal.dated and not goal.is_reported_there:
        reported = form or written or bool(vintage.items.get(goal.id))
        parts.append(_items(goal, vintage, base, reported=reported))
        missing += parts[-1][2]
    progress = _together([part for part, _, _ in parts])
    waited_for = not form and progress is not Progress.CLOSED
    words = Words.WRITTEN if written else Words.UNANSWERED if waited_for else Words.NONE
    return Line(
        goal,
        progress,
        max((date.fromisoformat(str(entry["received"])) for entry in told), default=None),
        words,
        sum(int(entry["rows_rejected"]) for entry in told),
        sum(changed for _, changed, _ in parts),
        tuple(lacking),
        tuple(missing),
        tuple(_asked(goal, vintage, base)) if words is Words.UNANSWERED else (),
    )


def _without_figures(goal: Goal, lacking: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What figures are missing, each gap once; where not all of a goal's series have it, by what the goal calls those that do."""
    for gap in dict.fromkeys(gap for gaps in lacking.values() for gap in gaps):
        own = tuple(name for name in goal.series if gap in lacking.get(name, ()))
        named = own != goal.series and enumeration(f"»{goal.series_title(name)}«" for name in own)
        yield f"ingen tal til {named} {gap}" if named else f"ingen tal {gap}"


def by_owner(base: Ground) -> dict[str, list[Line]]:
    """The board's lines by who answers for the goal. Raises what `board` raises."""
    lines: dict[str, list[Line]] = {}
    for line in board(base):
        lines.setdefault(line.goal.responsible, []).append(line)
    return lines


def _asked(goal: Goal, vintage: VintageText, base: Ground) -> Iterator[str]:
    """What an owner who has not answered was asked: each of the goal's items that is not done with, else words of the goal."""
    before, written = _known(goal, vintage, base)
    items = before | written
    told = [f"»{one.title}«" for one in goal.dated if _is_open(one, items, base.period.last_day)]
    if told:
        yield f"{enumeration(told)} er ikke besvaret"
    elif not goal.dated:
        yield "der er ikke skrevet noget om målet"


def _is_open(criterion: DatedCriterion, items: Mapping[str, Item], last: date) -> bool:
    """Whether something is still to come of what has been told of once. Of what never was, and of what was to come by now,
    other sentences tell.
    """
    own = [items[name] for name in criterion.names if name in items]
    to_come = [item for item in own if item.expected and date.fromisoformat(item.expected) > last]
    is_told = any(item.expected for item in own) and not to_come
    is_done = sum(bool(item.completed) for item in own) >= criterion.needed
    return bool(own) and not is_told and (bool(to_come) or not is_done)


def _keys(goal: Goal) -> frozenset[tuple[str, str]]:
    return frozenset([*(("series.csv", name) for name in goal.series), ("deliverables.csv", goal.id)])


def _together(parts: list[Progress]) -> Progress:
    if len(set(parts)) == 1:
        return parts[0]
    if set(parts) == {Progress.MISSING, Progress.UNANSWERED}:
        return Progress.MISSING
    return Progress.IN if set(parts) <= {Progress.IN, Progress.CLOSED} else Progress.PARTLY


def _figures(series: SeriesCriterion, vintage: VintageText, base: Ground) -> Part:
    rows = {(row[1], row[2]): row[3:] for row in vintage.series.get(series.series, ())}
    stood = {(str(r.month), r.district): (str(r.n), str(r.total)) for r in base.before.series(series.series)}
    own = {str(month) for month in base.period.months if series.reports(month, base.period.calendar.months)}
    missing = tuple(_gaps(series, {*rows, *stood}, base))
    if not own and not missing:
        return Progress.CLOSED, 0, ()  # nothing is asked for in the period
    some = any(month in own for month, _ in rows)
    progress = Progress.MISSING if not some else Progress.PARTLY if missing else Progress.IN
    return progress, sum(key in stood and tuple(row) != stood[key] for key, row in rows.items()), missing


def _gaps(series: SeriesCriterion, reported: set[tuple[str, str]], base: Ground) -> Iterator[str]:
    """The months without figures, together where the same units lack them."""

    def lacking(month: Month) -> tuple[str, ...]:
        return tuple(unit for unit in base.plan.reporting(series, (month,)) if (str(month), unit) not in reported)

    every = base.period.calendar.months
    asked = (month for month in base.period.to_date if series.reports(month, every))
    for units, grouped in groupby(asked, lacking):
        if units:
            months = tuple(grouped)
            all_of_them = set(base.plan.reporting(series, months)) == set(units)
            names = "" if all_of_them else f" fra {enumeration(map(base.plan.district_name, units))}"
            yield f"for {months_words(months)}{names}"


def _known(goal: Goal, vintage: VintageText, base: Ground) -> tuple[dict[str, Item], dict[str, Item]]:
    """A goal's items by name, as they stood before the quarter and as the quarter has them."""
    before = {name: item for (own, name), item in base.items.items() if own == goal.id}
    return before, {row[1]: Item(*row[2:]) for row in vintage.items.get(goal.id, ())}


def _items(goal: Goal, vintage: VintageText, base: Ground, *, reported: bool) -> Part:
    before, rows = _known(goal, vintage, base)
    changed = sum(item != before.get(name, Item()) for name, item in rows.items())
    completed = {name for name, item in before.items() if item.completed}
    closed = all(len(completed.intersection(criterion.names)) >= criterion.needed for criterion in goal.dated)
    if closed and not reported and not any(item.expected for item in before.values()):
        return Progress.CLOSED, changed, ()
    known = {**before, **rows}
    silent, last = _unanswered(goal, known), base.period.last_day
    told = [f"»{one.title}«" for one in silent if one.deadline > last]  # the others are overdue
    missing = (*([f"{enumeration(told)} mangler svar"] if told else ()), *_overdue(goal, known, silent, last))
    nothing = not reported or len(silent) == len(goal.dated)
    return Progress.UNANSWERED if nothing else Progress.PARTLY if missing else Progress.IN, changed, missing


def _unanswered(goal: Goal, items: Mapping[str, Item]) -> tuple[DatedCriterion, ...]:
    """What nobody has ever told anything of, whatever else has come in; its outlook is no judgement of anybody's."""
    return tuple(criterion for criterion in goal.dated if items.keys().isdisjoint(criterion.names))


def _overdue(goal: Goal, items: Mapping[str, Item], silent: Iterable[DatedCriterion], last: date) -> Iterator[str]:
    """Items that were expected by now, and what was due by now and of which nothing was ever told."""
    for name, item in items.items():
        if item.expected and date.fromisoformat(item.expected) <= last:
            day = long_date(date.fromisoformat(item.expected))
            yield f"»{goal.item_title(name)}« var ventet den {day} og er ikke meldt gennemført"
    for criterion in silent:
        if criterion.deadline <= last:
            yield f"»{criterion.title}« havde frist den {long_date(criterion.deadline)}, og intet er meldt"
