"""Goals that two plans of a project share: whose readings they are, and that both plans say the same of them.

Each plan says the goal as its own document does; the readings stand once, in the plan that does not say `reported: there`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from kvartalsbog.errors import Place, Problem
from kvartalsbog.files.copying import copy_tree
from kvartalsbog.files.documents import Document, read_document
from kvartalsbog.kinds.base import Criterion
from kvartalsbog.kinds.dated import DatedCriterion
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.names import Among
from kvartalsbog.periods import Period
from kvartalsbog.plan.goals import Goal
from kvartalsbog.plan.loading import judged_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.values import Readings, Remark, Vintage

_FILE = "plan.yml"
# what each plan says in its own words, beside the names of items, and what each gives for it
_OWN = frozenset({"title", "reading", "series", "weight"})
_ALIKE = "Målene deler tal og skal derfor spørge om det samme. Ret den ene plan."


@dataclass(frozen=True)
class Loan:
    """What a plan shows of another's readings: own goal → the other's, and own series → the other's."""

    plan: str
    goals: Mapping[str, str]
    series: Mapping[str, str]


def shared_with(plan: Plan) -> dict[str, tuple[Goal, ...]]:
    """The other plans of the project that a plan shares goals with, each with this plan's goals, whenever they are in it."""
    found: dict[str, list[Goal]] = {}
    for goal in plan.with_every_goal().goals:
        if goal.shared is not None and goal.shared.plan is not None:
            found.setdefault(goal.shared.plan, []).append(goal)
    return {name: tuple(goals) for name, goals in found.items()}


def lenders(plan: Plan) -> tuple[str, ...]:
    """The plans whose readings a plan shows."""
    return tuple(name for name, goals in shared_with(plan).items() if any(goal.is_reported_there for goal in goals))


def borrowers(plan: Plan, data_dir: Path) -> dict[str, Plan]:
    """The plans that show a plan's readings, by their folders; those that cannot be read are not among them."""
    names = (name for name, goals in shared_with(plan).items() if not all(goal.is_reported_there for goal in goals))
    read = {name: judged_plan(data_dir / name / _FILE, None, [], name=f"{name}/{_FILE}") for name in names}
    return {name: found for name, found in read.items() if found is not None}


def loan_of(plan: Plan, lender: Plan, name: str) -> Loan:
    """What a plan shows of the readings of another, which is called `name`; goals that the two do not agree on are not in it."""
    every = {goal.id: goal for goal in lender.with_every_goal().goals}
    pairs = [
        (goal, every[goal.shared.goal])
        for goal in shared_with(plan).get(name, ())
        if goal.shared is not None and goal.shared.goal in every and goal.is_reported_there
    ]
    series = {own: other for goal, theirs in pairs for own, other in zip(goal.series, theirs.series, strict=False)}
    return Loan(name, {goal.id: theirs.id for goal, theirs in pairs}, series)


@dataclass(frozen=True)
class _Side:
    """One of two plans that share goals: as it was agreed, its file, and the day that they are compared on."""

    name: str
    agreed: Plan
    document: Document
    day: date

    @cached_property
    def now(self) -> Plan:
        return self.agreed.in_force(self.day)

    def place(self, goal: Goal | None, *keys: str) -> Place:
        """The place of a key of a goal, or of the plan."""
        if goal is None:
            return self.document.place(keys)
        pillars = self.document.value["pillars"]
        paths = [("pillars", p, "goals", g) for p, pillar in enumerate(pillars) for g, _ in enumerate(pillar["goals"])]
        found = (path for path in paths if str(pillars[path[1]]["goals"][path[3]].get("id")) == goal.id)
        return self.document.place((*next(found, ("amendments",)), *keys))  # else it was added by one


def related(name: str, data_dir: Path) -> tuple[str, ...]:
    """A plan, and those that it shares goals with."""
    plan = judged_plan(data_dir / name / _FILE, None, [], name=f"{name}/{_FILE}")
    return (name, *(shared_with(plan) if plan is not None else ()))


def copy_plan(name: str, data_dir: Path, into: Path) -> Path:
    """Copy a plan's folder with its vintages, and those of the plans that it shares goals with: all that it is read from. Gives
    the copy. Raises OSError.
    """
    for one in related(name, data_dir):
        if (data_dir / one).is_dir():
            copy_tree(data_dir / one, into / one, hidden=False)
    return into / name


def disagreements(plan: Plan, data_dir: Path, period: Period) -> Iterator[Problem]:
    """Everything that keeps the goals that a plan shares from being the same in both plans on a period's last day."""
    names = shared_with(plan)
    if not names:
        return
    ring = _ring(period.plan, plan, data_dir)
    if ring is not None:
        message = "Planerne viser hinandens tal i ring: tallene kan kun stå i den ene."
        hint = "Lad »reported: there« stå i alle planerne undtagen den ene."
        yield Problem(Place(f"{period.plan}/{_FILE}", None, "shared.reported"), message, " → ".join(ring), hint=hint)
        return
    own = _side(period.plan, plan, data_dir, period.last_day)
    for name, goals in names.items():
        file = data_dir / name / _FILE
        if not file.is_file():
            if not any(goal.is_reported_there for goal in goals):  # the plan that shows the readings comes later
                continue
            plans = sorted(p.parent.relative_to(data_dir).as_posix() for p in data_dir.rglob(_FILE))
            place = own.place(goals[0], "shared", "plan")
            yield Problem(place, "Den anden plan findes ikke i projektet.", name, Among(name, tuple(plans)))
            continue
        other = judged_plan(file, None, [], name=f"{name}/{_FILE}")
        if other is not None:  # what is wrong with it is told where it is read
            theirs = _side(name, other, data_dir, period.last_day)
            yield from _unlike_plans(own, theirs)
            for goal in goals:
                yield from _unlike_goals(goal, own, theirs)


def _side(name: str, agreed: Plan, data_dir: Path, day: date) -> _Side:
    file = f"{name}/{_FILE}"
    return _Side(name, agreed, read_document(data_dir / file, name=file), day)


def _ring(name: str, plan: Plan, data_dir: Path) -> tuple[str, ...] | None:
    """The way from a plan over those whose readings it shows back to itself; None where there is none."""
    ways: list[tuple[tuple[str, ...], Plan]] = [((name,), plan)]
    seen = {name}
    while ways:
        way, last = ways.pop()
        for lender in lenders(last):
            if lender == name:
                return (*way, name)
            found = judged_plan(data_dir / lender / _FILE, None, [], name=lender) if lender not in seen else None
            seen.add(lender)
            ways += [((*way, lender), found)] if found is not None else []
    return None


def _unlike_plans(own: _Side, theirs: _Side) -> Iterator[Problem]:
    """Two plans can only share readings that are of the same months, and withheld by the same rule."""
    one, two = own.agreed, theirs.agreed
    times = [(plan.calendar.begins, plan.calendar.ends, plan.calendar.follow_up) for plan in (one, two)]
    told: dict[str, tuple[object, object]] = {
        "suppression_threshold": (one.suppression_threshold, two.suppression_threshold),
        "data_status": (one.data_status, two.data_status),
    }
    if times[0] != times[1]:
        spans = [f"{plan.calendar.periods[0]} til {plan.calendar.periods[-1]}" for plan in (one, two)]
        told["year" if one.year is not None else "period"] = (spans[0], spans[1])
    for key, (found, wanted) in told.items():
        if found != wanted:
            hint = "Planerne deler mål, og de fælles tal skal være de samme i begge."
            message = f"Planen siger noget andet end planen {theirs.name}."
            yield Problem(own.place(None, key), message, str(found), str(wanted), hint)


def _unlike_goals(goal: Goal, own: _Side, theirs: _Side) -> Iterator[Problem]:
    wanted = str(goal.shared.goal) if goal.shared is not None else ""
    every = theirs.agreed.with_every_goal()
    other = every.by_id.get(wanted)
    if other is None:
        place = own.place(goal, "shared", "goal")
        known = Among(wanted, tuple(every.by_id), every.titles)
        yield Problem(place, f"Målet findes ikke i planen {theirs.name}.", wanted, known)
        return
    back = other.shared
    if back is None or (back.plan, back.goal) != (own.name, goal.id):
        hint = f'Skriv dér: shared: {{authorities: […], plan: "{own.name}", goal: "{goal.id}"}}.'
        message = f"Mål {other.id} i planen {theirs.name} siger ikke, at det er fælles med mål {goal.id} her."
        yield Problem(own.place(goal, "shared"), message, hint=hint)
    elif goal.is_reported_there == other.is_reported_there:
        both = "Begge planer siger, at målets tal indberettes i den anden."
        neither = "Ingen af planerne siger, at målets tal indberettes i den anden."
        hint = "Skriv »reported: there« i den plan, der viser den andens tal, og kun i den."
        yield Problem(own.place(goal, "shared", "reported"), both if goal.is_reported_there else neither, hint=hint)
    one, two = own.now.by_id.get(goal.id), theirs.now.by_id.get(other.id)
    if one is not None and two is not None:
        yield from _unlike_criteria(one, two, own, theirs)
        for side, found in ((own, one), (theirs, two)):
            yield from _with_others(found, side, own.place(goal, "criteria"))


def _unlike_criteria(goal: Goal, other: Goal, own: _Side, theirs: _Side) -> Iterator[Problem]:
    where = f"mål {other.id} i planen {theirs.name}"
    if len(goal.criteria) != len(other.criteria):
        message, counts = (
            f"Der er ikke lige så mange kriterier som i {where}.",
            (len(goal.criteria), len(other.criteria)),
        )
        yield Problem(own.place(goal, "criteria"), message, str(counts[0]), str(counts[1]), _ALIKE)
        return
    for one, two in zip(goal.criteria, other.criteria, strict=True):
        says, wanted = _said(one), _said(two)
        for key in (key for key in {**says, **wanted} if says.get(key) != wanted.get(key)):
            message = f"Kriteriet {one.id} siger noget andet om »{key}« end {where}."
            found, allowed = (str(told.get(key, "ingenting")) for told in (says, wanted))
            yield Problem(own.place(goal, "criteria"), message, found, allowed, _ALIKE)
        if isinstance(one, SeriesCriterion):
            there = {unit.id: unit for unit in theirs.agreed.districts}
            for unit in (own.agreed.district(unit) for unit in one.districts):
                if unit.id in there and unit.reported_as != there[unit.id].reported_as:
                    message = f"Enheden {unit.id} har et andet navn eller en anden tid end i planen {theirs.name}."
                    yield Problem(own.place(None, "districts"), message, unit.name, there[unit.id].name, _ALIKE)


def _with_others(goal: Goal, side: _Side, place: Place) -> Iterator[Problem]:
    """A series that other goals are judged by too: what is shown of it would depend on what they ask."""
    for series in goal.series:
        if others := ", ".join(one.id for one in side.now.goals_on(series) if one.id != goal.id):
            message = f"Talserien {series} hører i planen {side.name} også til mål {others}."
            yield Problem(place, message, hint="En talserie, som to planer deler, hører til ét mål i hver.")


def _said(criterion: Criterion) -> dict[str, object]:
    """What a criterion says that its figures and its verdict depend on."""
    if not isinstance(criterion, DatedCriterion):
        return criterion.model_dump(mode="json", exclude=set(_OWN))
    written = criterion.model_dump(mode="json", exclude={*_OWN, criterion.item_key.partition(".")[0]})
    return {**written, "items": list(criterion.names)}


# -- readings ----------------------------------------------------------------------------------------------------------


def with_lent(readings: Readings, lent: Readings, loan: Loan, period: Period) -> Readings:
    """A plan's readings with those of another plan that it shows, as of the same periods, under its own names."""
    found = {vintage.period: vintage for vintage in readings.vintages}
    for theirs in lent.vintages:
        own_period = period.calendar.named(theirs.period.name)
        if own_period is not None and (loan.goals or loan.series):
            own = found.get(own_period, Vintage(own_period, (), (), {}, theirs.extracted, {}))
            found[own_period] = _joined(own, theirs, loan)
    return Readings(tuple(found[own] for own in sorted(found)))


def _joined(own: Vintage, theirs: Vintage, loan: Loan) -> Vintage:
    names = {other: name for name, other in loan.series.items()}
    goals = {other: name for name, other in loan.goals.items()}
    series = [replace(r, series=names[r.series], vintage=own.period) for r in theirs.series if r.series in names]
    items = [replace(r, goal=goals[r.goal], vintage=own.period) for r in theirs.deliverables if r.goal in goals]
    remarks = dict(own.remarks)
    for other, name in goals.items():
        said, told = remarks.get(name, Remark()), theirs.remarks.get(other, Remark())
        if told.revision or told.names or name in remarks:
            remarks[name] = replace(said, revision=told.revision, names=told.names)
    return replace(own, series=(*own.series, *series), deliverables=(*own.deliverables, *items), remarks=remarks)
