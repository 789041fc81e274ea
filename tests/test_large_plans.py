"""Plans of hundreds of goals: what is done grows as what is read, by the number of steps, and the figures are another script's."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from conftest import ROOT

from kvartalsbog.disclosure import history
from kvartalsbog.disclosure.history import editions
from kvartalsbog.disclosure.record import read_records, to_bytes, write_record
from kvartalsbog.disclosure.solver import Solver
from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.formats.facts import EditionFacts
from kvartalsbog.opendata.formats.files import edition_files, tables
from kvartalsbog.opendata.formats.front import front
from kvartalsbog.opendata.formats.results_json import results
from kvartalsbog.pages import inserts
from kvartalsbog.pages.changes import revisions_table
from kvartalsbog.pages.plan_tables import plan_criteria, plan_weights
from kvartalsbog.pages.scorecards import points_table, scorecard
from kvartalsbog.pages.tables import months_table
from kvartalsbog.pages.unit_tables import districts_table
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.amending import Parts
from kvartalsbog.verdicts.changes import changes
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.states import state_of

sys.path.insert(0, str(ROOT / "scripts"))
from bench.large import _way, agreed
from bench.large_plans import Size, write_plans
from bench.timing import interleaved

K4 = quarter_of(2020, 4)


def steps_of(work: Callable[[], Any]) -> int:
    """Lines and calls, of comprehensions and of what is built in too: more steps than these take no less time.

    They are counted in a closure: a method that looks itself up for each of some fifty millions takes half as long again.
    """
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    def profile(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        if event == "c_call":
            count += 1

    before = sys.gettrace()  # as of coverage
    sys.settrace(trace)
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(None)
        sys.settrace(before)
    return count


def stages(folder: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What is made of a plan, one after the other, as a draft and then as approved editions."""
    report = load(K4, folder)
    yield "load", lambda: load(K4, folder)
    yield "find, with the search", lambda: find(report)
    findings = find(report)
    records = editions(report.agreed, report.readings, K4, report.records, report.decisions)
    yield "records written", lambda: [to_bytes(record) for record in records]
    for record in records:
        write_record(record, folder)
    yield "records read", lambda: read_records(folder, (K4.calendar,))
    approved = load(K4, folder)
    yield "load, approved", lambda: load(K4, folder)
    yield "find, approved", lambda: find(approved)
    yield from of_findings(findings)


def of_findings(findings: Findings) -> Iterator[tuple[str, Callable[[], Any]]]:
    before = findings.previous
    assert before is not None
    plan, status = findings.plan, findings.plan.data_status
    facts = EditionFacts(K4, 1, None, plan.title, plan.authority, status, "https://example.org/", "2020K4/")
    every = tables(findings)
    yield "changes", lambda: changes(state_of(before), state_of(findings))
    yield "tables", lambda: tables(findings)
    yield "all files of open data", lambda: edition_files(findings, facts)
    yield "the workbook's first sheets", lambda: front(every, findings)
    yield "results.json", lambda: results(findings)
    yield "tables of the overview", lambda: [scorecard(findings), points_table(findings), revisions_table(findings)]
    yield "inserts", lambda: [make(findings) for make in (plan_criteria, plan_weights, inserts.reading_notes)]
    yield "tables of the goals", lambda: [
        make(findings, goal, findings.series[goal.id])
        for goal in plan.goals
        for make in (months_table, districts_table)
    ]  # fmt: skip


def counted(folder: Path, sizes: tuple[Size, Size, Size]) -> dict[str, tuple[int, ...]]:
    """Stage → its steps for each size."""
    found: dict[str, list[int]] = {}
    for size in sizes:
        own = folder / f"{size.goals}-{size.units}"
        write_plans(own, size, alike=5)
        for name, work in stages(own):
            if size == sizes[0]:
                work()  # what is imported or worked out once is no step
            found.setdefault(name, []).append(steps_of(work))
    return {name: tuple(counts) for name, counts in found.items()}


@pytest.mark.parametrize(
    "sizes",
    [(Size(5, 1), Size(10, 1), Size(20, 1)), (Size(2, 5), Size(2, 10), Size(2, 20))],
    ids=["goals", "units"],
)  # fmt: skip
def test_twice_as_much_takes_twice_as_many_steps(
    sizes: tuple[Size, Size, Size], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_CHOSEN", history._Kept(0))  # goals that are alike would share their answer
    found = counted(tmp_path, sizes)
    assert {name: steps for name, steps in found.items() if _beyond_a_line(*steps) > 0.04} == {}
    assert found["find, with the search"][0] > 100_000


def _beyond_a_line(small: int, middle: int, large: int) -> float:
    """How much of what the last doubling added is more than twice what the first added: a half for a square."""
    return 1 - 2 * (middle - small) / (large - middle) if large > middle else 0.0


def test_an_amendment_of_twice_as_much_takes_twice_as_many_steps() -> None:
    """Of one goal all criteria are changed; all other goals of its pillar are dropped, and as many are added."""

    def amended(size: int) -> int:
        criteria = [{"id": f"own-{number}", "title": "Et"} for number in range(size)]
        goals = [{"id": f"1.{number}", "criteria": criteria if number == 0 else ()} for number in range(size)]
        parts = Parts({"pillars": [{"id": "1", "goals": goals}]})
        changes = [
            {"pillar": None, "goal": "1.0", "criterion": part["id"], "field": "title", "new": "To"} for part in criteria
        ]
        adds = [{"pillar": "1", "goal": {"id": f"2.{number}", "criteria": ()}} for number in range(size)]
        amendment = {"changes": changes, "drops": [goal["id"] for goal in goals[1:]], "adds": adds}
        taken = steps_of(lambda: parts.apply(amendment))
        assert parts.goals == ("1.0", *(f"2.{number}" for number in range(size)))
        assert {part["title"] for part in criteria} == {"To"}
        return taken

    assert _beyond_a_line(amended(20), amended(40), amended(80)) < 0.04


def test_a_square_is_found() -> None:
    def square(size: int) -> int:
        return steps_of(lambda: [one for one in range(size) if all(one != other for other in range(size, 0, -1))])

    assert _beyond_a_line(square(10), square(20), square(40)) > 0.4


def test_no_programme_in_whole_numbers_is_needed_where_the_nearest_cases_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_plans(tmp_path, Size(4, 10))  # the last goal has units of hardly any cases
    asked = Counter[str]()

    def counting(name: str, of: type) -> None:
        whole: Callable[..., Any] = getattr(of, name)
        monkeypatch.setattr(of, name, lambda *of_it: (asked.update([name]), whole(*of_it))[1])

    counting("point_with", Solver)
    counting("completed", Solver)
    findings = find(load(K4, tmp_path))
    assert None in findings.series["1.4"].published.districts.values()
    assert asked["completed"] > 10
    assert asked["point_with"] == 0


def test_the_two_ways_of_the_benchmark_agree_and_a_difference_is_found(tmp_path: Path) -> None:
    write_plans(tmp_path, Size(6, 6))
    ours, pandas = interleaved([_way("large_kvartalsbog", tmp_path), _way("large_pandas", tmp_path)], 1)
    assert agreed(ours, pandas) > 0
    told = json.loads(pandas.told)
    told["figures"]["2020"]["1.1"]["months"]["2020-02"][1] += 1
    other = replace(pandas, runs=(replace(pandas.runs[0], told=json.dumps(told)),))
    with pytest.raises(ValueError, match=r"not give the same of .*1\.1.*months.*2020-02"):
        agreed(ours, other)
