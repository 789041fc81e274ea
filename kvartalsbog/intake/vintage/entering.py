"""One figure, item or word of a goal typed by hand: held to the rules of the readings, and shown old and new before it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from kvartalsbog.content.prose import blocks_of, inline_of
from kvartalsbog.errors import Collector, Place, Problem, collecting
from kvartalsbog.files.characters import unsafe_character
from kvartalsbog.files.rows import Row
from kvartalsbog.intake.forms.days import day_typed
from kvartalsbog.intake.forms.sheet import A_DATE
from kvartalsbog.intake.forms.words import fault_of_words
from kvartalsbog.intake.sums.given import Given, Kind, reading
from kvartalsbog.intake.vintage.change_words import change_in_words, replaced_in_words
from kvartalsbog.intake.vintage.giving import with_given
from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.intake.vintage.proposal import Proposal, proposed
from kvartalsbog.intake.vintage.retaking import Change, Replaced
from kvartalsbog.kinds.measures import DeliverableReading, Sum
from kvartalsbog.names import Allowed, Among, same
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.goals import Goal
from kvartalsbog.readings.rules import ASSESSMENT_COLUMNS, DELIVERABLE_COLUMNS, parse_deliverable
from kvartalsbog.readings.values import ACCOUNT, DECISION
from kvartalsbog.readings.vintage_text import Item, Source, VintageText, entry, part_of, read_vintage_text

WORDS = ("comment", *ACCOUNT, DECISION)
MAX_SOURCE = 300  # signs
WHOLE = "words"  # what an entry of typed words is of
Placing = Callable[[str], Place]


@dataclass(frozen=True)
class Entry:
    """What somebody types of one goal, or of one series by its name, as text; `source` is who or what says so.

    `figure`: `month`, `district`, `n`, and `total` but of what counts for one each. `item`: `deliverable` (its id or its name), and of
    `completed`, `expected`, `evidence`, `degree` and `by` those that it has; without a day it is undated. `words`: by the keys of
    `commentary.yml`; an empty one takes away what stands. `reason`: why what was reported changes.
    """

    goal: str
    source: str
    reason: str = ""
    figure: Mapping[str, str] = field(default_factory=dict)
    item: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entered:
    """What would be written, and in sentences everything that was typed, old → new."""

    proposal: Proposal
    told: tuple[str, ...]


def _option(key: str) -> Place:
    return Place(f"--{key}")


def enter(
    typed: Entry, day: date, base: Ground, collector: Collector | None = None, place: Placing = _option
) -> Entered | None:
    """The quarter as it would be with what was typed on a `day`; `write` of `proposal` puts it in place.

    Everything that the plan's and the readings' rules refuse goes to `collector`, at the `place` of the key that it is typed in, and
    then the answer is None; without a collector it is raised as ProblemsError. Raises UsageError where the quarter is closed.
    """
    with collecting(collector) as told:
        before, now = len(told.problems), read_vintage_text(base.folder)
        entering = _Entering(typed, day, base, now, told.problems, place)
        new, sentences = entering.text()
        if len(told.problems) > before:
            return None
        reasons = {entering.goal.id: typed.reason} if typed.reason and entering.goal else {}
        return Entered(proposed(new, reasons, base, told), sentences)
    return None


class _Entering:
    """Makes a vintage's text of what was typed, and tells what cannot be used."""

    def __init__(
        self, typed: Entry, day: date, base: Ground, now: VintageText, problems: list[Problem], place: Placing
    ) -> None:
        self.typed, self.day, self.base, self.now, self.problems, self.place = typed, day, base, now, problems, place
        self.name = same(typed.goal, [*base.plan.by_id, *base.plan.own_series]) or typed.goal
        named = base.plan.goals_on(self.name) if self.name in base.plan.own_series else ()
        self.goal: Goal | None = base.plan.by_id.get(self.name) or next(iter(named), None)

    def text(self) -> tuple[VintageText, tuple[str, ...]]:
        """The new text, and each thing in words."""
        if self.goal is None:
            plan, goal = self.base.plan, self.typed.goal
            known = Among(goal, (*plan.by_id, *plan.own_series), plan.titles)
            self.refuse("goal", "Målet findes ikke.", goal, known)
            return VintageText(), ()
        self._held_source()
        if self.typed.reason and (fault := fault_of_words(self.typed.reason, inline_of)):
            self.refuse("reason", *fault)
        new, told = VintageText(), list[str]()
        for asked, make in (
            (self.typed.figure, self._figure),
            (self.typed.item, self._item),
            (self.typed.words, self._words),
        ):
            if asked and (made := make(self.goal)):
                part, sentence = made
                new, told = new.joined(part), [*told, sentence]
        if not (self.typed.figure or self.typed.item or self.typed.words):
            self.refuse("goal", "Der er intet tastet.", hint="Tast et tal, en leverance eller ord.")
        return new, tuple(told)

    def _held_source(self) -> None:
        source = self.typed.source
        if not source.strip():
            self.refuse("source", "Kilden mangler.", hint="Skriv, hvem eller hvad tallet er fra; det trykkes i bogen.")
        elif len(source) > MAX_SOURCE or "\n" in source:
            self.refuse("source", "Kilden er for lang.", f"{len(source)} tegn", f"højst {MAX_SOURCE} tegn i én linje")
        elif unsafe := unsafe_character(source):
            self.refuse("source", f"Teksten har et skjult tegn: {unsafe}.", hint="Skriv teksten igen uden tegnet.")

    def refuse(
        self, key: str, message: str, found: str | None = None, allowed: Allowed | None = None, hint: str | None = None
    ) -> None:
        self.problems.append(Problem(self.place(key), message, found, allowed, hint))

    def _figure(self, goal: Goal) -> tuple[VintageText, str] | None:
        """A figure of the goal's only series, or of the one that was named."""
        plan, name = self.base.plan, self.name
        series = name if name in plan.own_series else goal.series[0] if len(goal.series) == 1 else ""
        if series not in plan.own_series:
            message = "Målet har flere talserier." if len(goal.series) > 1 else "Målet har ingen talserie."
            self.refuse("goal", message, name, Among(name, goal.series or tuple(plan.own_series), plan.titles))
            return None
        found = reading(
            series, self.typed.figure, plan, self.base.period, self.base.mapping.spelled(plan, series), self.place
        )
        if isinstance(found, list):
            self.problems += found
            return None
        key, after = (found.month, found.district), Sum(found.n, found.total)
        given = Given(series, Kind.TYPED, {self.typed.source: None}, {key: after}, f"{found.month} {found.district}")
        stood, since = self._stood(series, *key)
        change = Change(series, *key, stood, after, since)
        return with_given([given], self.day, self.base), change_in_words(change, plan)

    def _stood(self, series: str, month: Month, unit: str) -> tuple[Sum | None, Period]:
        """The figure as it stands now, and since which period."""
        for row in self.now.series.get(series, ()):
            if row[1:3] == (str(month), unit):
                return Sum(int(row[3]), Decimal(row[4])), self.base.period
        before = self.base.before.series(series) if self.base.before.vintages else ()
        found = next((r for r in before if (r.month, r.district) == (month, unit)), None)
        return (Sum(found.n, found.total), found.vintage) if found else (None, self.base.period)

    def _item(self, goal: Goal) -> tuple[VintageText, str] | None:
        """The state of an item, held to the rules of `deliverables.csv`."""
        name = self._item_named(goal, self.typed.item["deliverable"])
        if name is None:
            return None
        days = {key: self._day(self.typed.item.get(key, "")) for key in ("completed", "expected")}
        told = {**dict.fromkeys((*DELIVERABLE_COLUMNS, *ASSESSMENT_COLUMNS), ""), **self.typed.item, **days}
        row = Row("", 0, {**told, "goal": goal.id, "deliverable": name})
        if fault := fault_of_words(row["evidence"], inline_of):
            self.refuse("evidence", *fault)
            return None
        found = parse_deliverable(row, self.base.plan, self.base.period)
        if not isinstance(found, DeliverableReading):
            self.problems += [replace(problem, place=self.place(problem.place.column or "")) for problem in found]
            return None
        after = Item(row["completed"], row["expected"], row["evidence"].strip(), found.degree, found.by)
        rows = {own[1]: own for own in self.now.items.get(goal.id, ())}
        stood = Item(*rows[name][2:]) if name in rows else self.base.items.get((goal.id, name))
        values = (after.completed, after.expected, after.evidence, after.degree, after.by)
        rows[name] = (goal.id, name, *values)
        if after == self.base.items.get((goal.id, name)):
            del rows[name]  # as it was before the quarter
        text = VintageText(items={goal.id: tuple(rows.values())}, extracts=self._told("deliverables.csv", name))
        return text, replaced_in_words(Replaced(goal.id, name, stood, after), self.base.plan)

    def _item_named(self, goal: Goal, typed: str) -> str | None:
        """An item by its id, or by what it is called."""
        names = {
            name: title for criterion in goal.dated for name in criterion.names if (title := goal.item_title(name))
        }
        titles = [title for title in names.values() if list(names.values()).count(title) == 1]
        if named := same(typed, [*names, *titles]):
            return named if named in names else next(name for name, title in names.items() if title == named)
        message = f"Leverancen hører ikke til mål {goal.id}."
        self.refuse("deliverable", message, typed, Among(typed, tuple(names), names))
        return None

    def _day(self, text: str) -> str:
        """A day as ISO; as it was typed where it is none, which the rules then refuse."""
        day = day_typed(text.strip())
        return day.isoformat() if day is not None else text.strip()

    def _words(self, goal: Goal) -> tuple[VintageText, str]:
        """The goal's words with those that were typed in their place."""
        stood = dict(self.now.remarks.get(goal.id, {}))
        typed = {key: text.strip() for key, text in self.typed.words.items()}
        for key, text in typed.items():
            if key == "when":
                typed[key] = self._day(text)
                if text and day_typed(typed[key]) is None:
                    self.refuse(key, "Datoen kan ikke læses.", text, A_DATE)
            elif fault := fault_of_words(text, blocks_of if key == "comment" else inline_of):
                self.refuse(key, *fault)
        words = {key: text for key, text in (stood | typed).items() if text}
        text_ = VintageText(remarks={goal.id: words}, extracts=self._told("commentary.yml", WHOLE))
        return text_, replaced_in_words(Replaced(goal.id, "", stood, words), self.base.plan)

    def _told(self, file: str, of: str) -> dict[tuple[str, str, str], Source]:
        """What source.json tells of what was typed."""
        goal = self.goal.id if self.goal else ""
        sources = {self.typed.source: None}
        told = entry(goal, self.day, sources, read=1, kept=1, left_out=0, rejected=0, kind=Kind.TYPED, of=of)
        return {(file, goal, part_of(told)): told}
