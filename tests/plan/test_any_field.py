"""Amendments change any field of a plan but what makes a part what it is, and each is told in words, in data and by a comparison."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from conftest import LIBRARY

from kvartalsbog.editions.differences import _step
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.kinds.registry import KINDS
from kvartalsbog.opendata.formats.delimited import csv_files
from kvartalsbog.opendata.tables.standing import amendments
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.amending import amended, fields_of, identity
from kvartalsbog.plan.amendment_rules import OF_SERIES
from kvartalsbog.plan.goals import Goal, Pillar
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.states import steps
from kvartalsbog.words.changes import stepped
from kvartalsbog.words.statuses import PLAN_FIELDS

DAY = date(2026, 6, 10)


def changed(tmp_path: Path, *changes: str) -> Path:
    """The invented plan with one more amendment, from 10 June."""
    path = tmp_path / "2026/plan.yml"
    path.parent.mkdir()
    text = (LIBRARY / "data/2026/plan.yml").read_text(encoding="utf-8")
    lines = "".join(f"      - {{{change}}}\n" for change in changes)
    text += f"  - effective: {DAY}\n    decided: {DAY}\n    by: Byrådet\n    reason: Nyt.\n    changes:\n{lines}"
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> Plan:
    return read_plan(path, None, name="2026/plan.yml")


# a change, the field read in the plan afterwards, and what is told of it
FIELDS: dict[str, tuple[Callable[[Plan], object], object, str]] = {
    "goal: a.1, field: summary, old: 'Lånerne giver i gennemsnit mindst 4,2 point af 5.', new: Mindst 4": (lambda p: p.goal("a.1").summary, "Mindst 4", "mål a.1, beskrivelse: »Lånerne giver i gennemsnit mindst 4,2 point af 5.« er blevet til »Mindst 4«"),
    "goal: a.1, field: source, old: null, new: Planens side 4": (lambda p: p.goal("a.1").source, "Planens side 4", "mål a.1, kilde: – er blevet til »Planens side 4«"),
    "goal: a.1, criterion: points, field: direction, old: at_least, new: at_most": (lambda p: p.goal("a.1").measured[0].direction, "at_most", "mål a.1, retning: mindst er blevet til højst"),
    "goal: a.1, criterion: points, field: counted, old: svar, new: lånere": (lambda p: p.goal("a.1").measured[0].counted, "lånere", "mål a.1, det, der tælles: »svar« er blevet til »lånere«"),
    "goal: a.1, criterion: points, field: districts, old: [nord, oest, vest], new: [nord, oest]": (lambda p: p.goal("a.1").measured[0].districts, ("nord", "oest"), "mål a.1, enheder: Vestbiblioteket er udgået"),
    "goal: a.2, criterion: errors, field: districts, old: [nord, oest], new: [nord, vest]": (lambda p: p.goal("a.2").measured[0].districts, ("nord", "vest"), "mål a.2, enheder: Vestbiblioteket er kommet til og Østbiblioteket er udgået"),
    "goal: a.1, criterion: points, field: plausible.maximum, old: 5, new: 10": (lambda p: p.goal("a.1").measured[0].plausible.maximum, 10, "mål a.1, det største, der er sandsynligt: 5 er blevet til 10"),
    "goal: b.1, criterion: rooms, field: items.most, old: 5, new: 7": (lambda p: p.goal("b.1").dated[0].items.most, 7, "mål b.1, plads til leverancer: 5 er blevet til 7"),
    "goal: b.1, criterion: rooms, field: unit, old: læsesale, new: sale": (lambda p: p.goal("b.1").dated[0].unit, "sale", "mål b.1, hvad emnerne kaldes: »læsesale« er blevet til »sale«"),
    "goal: c.1, criterion: open, field: done, old: gennemført, new: åbnet": (lambda p: p.goal("c.1").dated[0].done, "åbnet", "mål c.1, ord for udført: »gennemført« er blevet til »åbnet«"),
    "goal: c.1, criterion: told, field: reading, old: Kontrakten daterer kun offentliggørelsen., new: null": (lambda p: p.goal("c.1").dated[1].reading, None, "mål c.1, læsning: »Kontrakten daterer kun offentliggørelsen.« er blevet til –"),
    "pillar: a, field: title, old: Tilfredse lånere, new: Glade lånere": (lambda p: p.pillar("a").title, "Glade lånere", "søjle a, titel: »Tilfredse lånere« er blevet til »Glade lånere«"),
}  # fmt: skip


@pytest.mark.parametrize("change", FIELDS)
def test_any_field_can_change_from_a_day_and_is_told(change: str, tmp_path: Path) -> None:
    of, new, told = FIELDS[change]
    plan = read(changed(tmp_path, change))
    assert of(plan.in_force(date(2026, 6, 9))) != new
    assert of(plan.in_force(DAY)) == new
    *_, step = steps(plan, DAY).values()
    assert stepped(step).replace("\u00a0", " ") == told


@pytest.mark.parametrize("change", FIELDS)
def test_a_published_change_reads_as_the_one_in_the_plan(change: str, tmp_path: Path) -> None:
    plan = read(changed(tmp_path, change))
    report = load(quarter_of(2026, 2), LIBRARY / "data")
    found = find(report)
    table = amendments(type(found)(**{**found.__dict__, "agreed": plan}))
    *_, row = csv.DictReader(io.StringIO(csv_files(table)["amendments.csv"].decode()))
    *_, step = steps(plan, DAY).values()
    assert stepped(_step(row)) == stepped(step)


# a change → the words of the problem
REFUSED = {
    "goal: a.1, field: id, old: a.1, new: a.9": "Feltet findes ikke her, eller det gør målet til et andet. Fundet: 'id'. Tilladt: title, summary, weight, responsible, source",
    "goal: a.1, field: criteria, old: [], new: []": "eller det gør målet til et andet. Fundet: 'criteria'.",
    "goal: a.1, criterion: points, field: kind, old: mean, new: share": "eller det gør målet til et andet. Fundet: 'kind'.",
    "goal: a.1, criterion: points, field: unit, old: points, new: days": "eller det gør målet til et andet. Fundet: 'unit'.",
    "goal: b.1, criterion: rooms, field: items.id, old: sal, new: rum": "eller det gør målet til et andet. Fundet: 'items.id'.",
    "goal: c.1, criterion: open, field: deliverable, old: udlaanstal, new: tal": "eller det gør målet til et andet. Fundet: 'deliverable'.",
    "pillar: a, field: notebook, old: x, new: y": "eller det gør målet til et andet. Fundet: 'notebook'.",
    "goal: a.1, criterion: points, field: items.most, old: 1, new: 2": "eller det gør målet til et andet. Fundet: 'items.most'.",
    "goal: b.1, criterion: rooms, field: items.most, old: 6, new: 7": "Den gamle værdi er ikke planens. Fundet: '6'. Tilladt: 5.",
    "goal: b.1, criterion: rooms, field: items.most, old: 5, new: 1": "Efter ændringen: Der er færre emner end kravet.",
    "goal: a.1, criterion: points, field: districts, old: [nord, oest], new: [nord]": "Den gamle værdi er ikke planens.",
    "goal: a.1, criterion: points, field: districts, old: [nord, oest, vest], new: [nord, syd]": "Efter ændringen: Enheden findes ikke i planens liste. Fundet: 'syd'.",
    "goal: a.1, criterion: points, field: counted, old: svar, new: 7": "Planen er ugyldig efter ændringen:",
    "goal: a.9, field: title, old: x, new: y": "Ændringen peger på noget, planen ikke har. Fundet: 'a.9 title'.",
    "goal: a.1, field: 'no such', old: x, new: y": "Teksten har ikke den rette form. Fundet: 'no such'. Tilladt: en nøgle som limit, eller en nøgle i en anden som items.most.",
}  # fmt: skip


@pytest.mark.parametrize("change", REFUSED)
def test_what_makes_a_part_what_it_is_and_what_breaks_the_plan_is_refused(change: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        read(changed(tmp_path, change))
    told = [str(problem) for problem in caught.value.problems]
    assert any(REFUSED[change] in problem for problem in told), told


def test_every_field_that_can_change_has_a_word_for_readers() -> None:
    """Of pillars, goals and every kind of criterion; a field within another is named with both."""
    every = [f.alias or name for model in (Pillar, Goal, *KINDS.values()) for name, f in model.model_fields.items()]
    fields = set(every) - identity() - OF_SERIES
    assert fields - PLAN_FIELDS.keys() == set()
    document = read(LIBRARY / "data/2026/plan.yml").model_dump()
    parts = [
        part for pillar in document["pillars"] for goal in pillar["goals"] for part in (pillar, goal, *goal["criteria"])
    ]
    within = {field for part in parts for field in fields_of(part) if "." in field}
    assert within - PLAN_FIELDS.keys() == set()
    assert {"items.most", "plausible.minimum"} <= within


def test_a_change_takes_as_long_in_a_large_plan_as_in_a_small() -> None:
    """Lines that are run for the last of many changes, by how many goals there are: what is found is not looked for."""

    def lines(goals: int) -> int:
        parts: list[dict[str, Any]] = [
            {"id": str(n), "title": "", "criteria": [{"id": "k", "limit": 1}]} for n in range(goals)
        ]
        change = {"pillar": None, "goal": "1", "criterion": "k", "field": "limit", "old": 1, "new": 2}
        amendment = {"effective": DAY, "drops": [], "adds": [], "changes": []}
        document = {"pillars": [{"id": "p", "goals": parts}], "districts": [], "amendments": [amendment]}
        few = _run(lambda: amended(document, DAY))
        amendment["changes"] = [change] * 50
        return _run(lambda: amended(document, DAY)) - few

    lines(10)  # what is only done the first time is no step
    assert abs(lines(200) - lines(10)) < 100  # looked for, each change would look at 190 goals more


def _run(work: Callable[[], object]) -> int:
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()  # as of coverage
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
