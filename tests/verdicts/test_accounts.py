"""What an owner answers for a goal that is not met: when it is asked for, where it is told, and that nothing is approved without."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from calling import call
from conftest import LIBRARY, ROOT, seal

from kvartalsbog.content.blocks import Quote, text
from kvartalsbog.content.prose import plain_text
from kvartalsbog.inputs.loading import load
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.opendata.formats.delimited import MACHINE, csv_files
from kvartalsbog.opendata.tables import standing
from kvartalsbog.pages.chapters import PillarChapter
from kvartalsbog.pages.goal_section import GoalSection
from kvartalsbog.periods import quarter_of
from kvartalsbog.readings.values import ACCOUNT, Account
from kvartalsbog.verdicts.accounts import accountable, unanswered
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.verdict import Verdict

WHOLE = Account(text("Tiden løb."), (), text("Vi gør det nu."), text("Datakontoret"), date(2026, 10, 1))


@pytest.fixture(scope="module")
def findings() -> Findings:
    """2026K2 of the library: c.1 missed its deadline and is accounted for."""
    return find(load(quarter_of(2026, 2), LIBRARY / "data"))


@pytest.mark.parametrize(
    ("verdict", "outlook", "asked"),
    [
        (Verdict.NOT_MET, None, True),
        (Verdict.PARTLY_MET, None, True),
        (Verdict.NOT_DUE, Outlook.OUT_OF_REACH, True),
        (Verdict.NO_DATA, Outlook.OUT_OF_REACH, True),
        (Verdict.NOT_DUE, Outlook.AT_RISK, False),
        (Verdict.NO_DATA, Outlook.UNANSWERED, False),
        (Verdict.MET, None, False),
    ],
)
def test_what_is_lost_or_will_be_is_accounted_for(
    verdict: Verdict, outlook: Outlook | None, asked: bool, findings: Findings
) -> None:
    result = replace(findings.result.goals[0], verdict=verdict, outlook=outlook)
    assert accountable(result) is asked


@pytest.mark.parametrize("key", ACCOUNT)
def test_everything_but_events_is_asked_for(key: str, findings: Findings) -> None:
    given = replace(WHOLE, **{key: None if key == "when" else ()})
    lacking = unanswered(replace(findings, accounts={"c.1": given}))
    assert lacking == ({} if key == "events" else {"c.1": (key,)})


def test_the_examples_are_accounted_for(findings_of: Callable[[str], Findings]) -> None:
    asked = {}
    for quarter in ("2024K1", "2024K2", "2024K3", "2024K4"):
        shown = findings_of(quarter)
        assert unanswered(shown) == {}
        asked[quarter] = [result.goal.id for result in shown.result.goals if accountable(result)]
    assert asked == {"2024K1": [], "2024K2": ["4.1"], "2024K3": ["2.2", "5.1"], "2024K4": ["1.2", "2.2", "5.1"]}


def test_an_account_stands_under_its_goal_and_in_open_data(findings: Findings) -> None:
    section = PillarChapter(findings, findings.plan.pillar("c")).goal("c.1")
    assert isinstance(section, GoalSection)
    (quote,) = section.comment.blocks
    assert isinstance(quote, Quote)
    assert [plain_text(part.runs) for part in quote.body if part.type == "paragraph"] == [
        "Årsag: Tallene skulle flyttes til et nyt system, før de kunne vises.",
        "Handling: De bliver lagt på nettet i efteråret.",
        "Hvem handler: Datakontoret",
        "Frist for handlingen: 1.\u00a0oktober\u00a02026",
    ]
    table = standing.goals(findings)
    (row,) = [
        r
        for r in csv.DictReader(io.StringIO(csv_files(table)[MACHINE.path(table.definition)].decode("utf-8-sig")))
        if r["goal"] == "c.1"
    ]
    assert {key: row[key] for key in ACCOUNT} == {
        "cause": "Tallene skulle flyttes til et nyt system, før de kunne vises.",
        "events": "",
        "action": "De bliver lagt på nettet i efteråret.",
        "who": "Datakontoret",
        "when": "2026-10-01",
    }


def test_check_tells_what_is_lacking_and_approve_refuses_all_of_it_at_once(tmp_path: Path) -> None:
    """Three goals of 2024K4 are lost: nothing is told of two, and neither who nor when of the third."""
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    folder = data / "2024/2024K4"
    told = yaml.safe_load((folder / "commentary.yml").read_text(encoding="utf-8"))
    lost = ("1.2", "2.2", "5.1")
    for goal in lost:
        kept = ("comment", "cause", "action") if goal == "5.1" else ("comment",)
        told[goal] = {key: words for key, words in told[goal].items() if key in kept}
    (folder / "commentary.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    seal(folder)
    here = ("--data-dir", str(data), "--project", str(ROOT))
    sentence = "Målet er ikke opfyldt eller ventes ikke nået i tide, og ejeren mangler at oplyse {}."
    every = sentence.format("årsag, handling, hvem handler og frist for handlingen")
    some = sentence.format("hvem handler og frist for handlingen")
    checked = call("check", "2024K4", *here, cwd=tmp_path)
    assert checked.returncode == 0
    assert [line.split(" Det skal")[0] for line in checked.stdout.splitlines()[1:4]] == [
        f"  Bemærk, mål {goal}: {some if goal == '5.1' else every}" for goal in lost
    ]
    role = load(quarter_of(2024, 4), data).plan.approvers[0].role
    before = sorted(path.name for path in (data / "2024").iterdir())
    refused = call("approve", "2024K4", "--role", role, "--by", "Ida Prøve", *here, cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    for goal in lost:
        assert f"2024/2024K4/commentary.yml [{goal}]: {some if goal == '5.1' else every}" in refused.stderr
    assert "3 fejl fundet." in refused.stderr
    assert sorted(path.name for path in (data / "2024").iterdir()) == before
