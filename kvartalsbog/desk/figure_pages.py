"""The page where one figure or deliverable is typed or corrected by hand, with its source: old and new are shown, then written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from starlette.responses import RedirectResponse, Response

from kvartalsbog.desk import inbox
from kvartalsbog.desk.screens import render, told
from kvartalsbog.desk.visits import Visit
from kvartalsbog.errors import Collector, Place, Problem, UsageError
from kvartalsbog.files.holding import alone
from kvartalsbog.intake.forms.layout import DONE, EXPECTED, STATES
from kvartalsbog.intake.vintage.entering import Entered, Entry, enter
from kvartalsbog.intake.vintage.ground import Ground, ground
from kvartalsbog.intake.vintage.proposal import write
from kvartalsbog.words.numbers import month_name

# field of the page → what it is of an entry, and what a reader calls it
_FIGURE = {"maaned": "month", "enhed": "district", "antal": "n", "sum": "total"}
_ITEM = {"bemaerkning": "evidence", "grad": "degree", "vurderet": "by"}
_OTHERS = ("maal", "leverance", "tilstand", "dato", "kilde", "grund")
_NAMED = {
    "goal": "Mål", "month": "Måned", "district": "Enhed", "n": "Antal", "total": "Sum", "deliverable": "Leverance",
    "completed": "Dato", "expected": "Dato", "evidence": "Bemærkning", "degree": "Grad", "by": "Vurderet af",
    "source": "Kilde", "reason": "Grund til ændring",
}  # fmt: skip
Typed = Mapping[str, str]


def figure_page(visit: Visit) -> Response:
    """The fields, and, once something is typed in them, what it changes."""
    base, typed = ground(visit.period, visit.desk.data_dir), _typed(visit.query)
    seen, found, problems = _seen(visit, typed), None, tuple[Problem, ...]()
    if any(typed.values()):
        found, problems = _entered(base, typed)
    goals = [goal for goal in base.plan.goals if goal.dated and not goal.is_reported_there]
    return render(
        "figure.html", visit, 422 if problems else 200, here="tal", title="Skriv et tal", typed=typed, seen=seen,
        series=[(name, f"{name}: {criterion.title}") for name, criterion in base.plan.own_series.items()],
        months=[(str(month), month_name(month, year=True)) for month in reversed(visit.period.to_date)],
        units=[(unit.id, unit.name) for unit in base.plan.districts], states=STATES,
        items=[(f"{goal.id} {name}", f"{goal.id}: {goal.item_title(name)}") for goal in goals for c in goal.dated for name in c.names],
        degrees=list(dict.fromkeys(degree for goal in goals for c in goal.dated for degree in c.graded)),
        found=found.told if found else (), changed=found.proposal.changed if found else (), **told(problems),
    )  # fmt: skip


def figure_now(visit: Visit) -> Response:
    """Write exactly what was seen, as `enter` does."""
    year = visit.desk.data_dir / visit.period.plan
    typed = _typed({name: visit.typed(name) for name in visit.form})
    with alone(year):
        if visit.typed("set") != _seen(visit, typed):
            raise UsageError("Tallene er ændret, siden du så dem. Intet er skrevet. Se igen, hvad der ændres.")
        base = ground(visit.period, visit.desk.data_dir)
        found, problems = _entered(base, typed)
        if problems or found is None:
            raise UsageError("Det kan ikke skrives. Gå tilbage, og se igen, hvad der ændres.")
        if found.proposal.changed:
            write(found.proposal, base, "enter")
    return RedirectResponse(visit.address("tal", gjort="indtaget" if found.proposal.changed else "uaendret"), 303)


def _typed(told_: Mapping[str, str]) -> dict[str, str]:
    return {name: told_.get(name, "").strip() for name in (*_FIGURE, *_ITEM, *_OTHERS)}


def _seen(visit: Visit, typed: Typed) -> str:
    return inbox.fingerprint((), visit.desk.data_dir / visit.period.plan, json.dumps(typed, sort_keys=True))


def _entered(base: Ground, typed: Typed) -> tuple[Entered | None, tuple[Problem, ...]]:
    """What was typed, held to the rules, and everything that is wrong with it."""
    collector = Collector()
    found = enter(_entry(typed), date.today(), base, collector, lambda key: Place(_NAMED.get(key, key)))
    if typed["leverance"] and not typed["tilstand"]:
        collector.problems.append(Problem(Place("Tilstand"), "Tilstanden mangler.", allowed=", ".join(STATES)))
    return found, tuple(dict.fromkeys(collector.problems))


def _entry(typed: Typed) -> Entry:
    if not typed["leverance"]:
        figure = {key: typed[name] for name, key in _FIGURE.items() if typed[name] or key != "total"}
        return Entry(typed["maal"], typed["kilde"], typed["grund"], figure)
    goal, _, name = typed["leverance"].partition(" ")
    item = {key: typed[field] for field, key in _ITEM.items() if typed[field]} | {"deliverable": name}
    day = {DONE: "completed", EXPECTED: "expected"}.get(typed["tilstand"])
    return Entry(goal, typed["kilde"], typed["grund"], item=item | ({day: typed["dato"]} if day else {}))
