"""Another authority's project, begun from nothing: from answers, from the gallery, and never over anything that stands."""

from __future__ import annotations

import csv
import re
import shlex
import string
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from calling import call
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.book.founding.asked import Typed, asked, identifier, read_goal, refusal
from kvartalsbog.book.founding.first_plan import MEASURES as FIRST_LINES
from kvartalsbog.book.founding.first_plan import mapping_text, plan_text
from kvartalsbog.book.founding.project import found, found_example, gallery
from kvartalsbog.book.preparation import prepared
from kvartalsbog.book.settings import check_settings
from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.records.mapping import MEASURES
from kvartalsbog.kinds.drafting import DayGoal, FigureGoal, TypedGoal
from kvartalsbog.periods import FollowUp
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.publication import Publication
from kvartalsbog.plan.words import Vocabulary
from kvartalsbog.verdicts.findings import find

TODAY = date(2026, 3, 1)
LETTERS = st.text(string.ascii_letters + "æøåÆØÅéü :&\"'#{}[]|>%@`!*-?", min_size=1, max_size=40).filter(
    lambda text: text.strip()
)


@pytest.mark.parametrize(("line", "goal"), [
    ("Svartid: højst 30 dage", ("mean", FigureGoal("Svartid", "at_most", Decimal(30), "dage"))),
    ("Svar til tiden: mindst 92,5 pct.", ("share", FigureGoal("Svar til tiden", "at_least", Decimal("92.5"), "pct."))),
    ("Andel: Højst 5%", ("share", FigureGoal("Andel", "at_most", Decimal(5), "pct."))),
    ("Svartid: højst 30 Dage", ("mean", FigureGoal("Svartid", "at_most", Decimal(30), "dage"))),
    ("Svartid: højst 1 dag", ("mean", FigureGoal("Svartid", "at_most", Decimal(1), "dage"))),
    ("Ventetid: højst 1 Time", ("mean", FigureGoal("Ventetid", "at_most", Decimal(1), "timer"))),
    ("Ventetid: højst 1 uge", ("mean", FigureGoal("Ventetid", "at_most", Decimal(1), "uger"))),
    ("Pris: højst 900 KR", ("mean", FigureGoal("Pris", "at_most", Decimal(900), "kr."))),
    ("Kontroller: mindst 1.200 besøg", ("amount", FigureGoal("Kontroller", "at_least", Decimal(1200), "besøg"))),
    ("Ny strategi: senest 2026-12-01", ("deliverable", DayGoal("Ny strategi", date(2026, 12, 1)))),
    ("Ny strategi: inden den 1.6.2026.", ("deliverable", DayGoal("Ny strategi", date(2026, 6, 1)))),
])  # fmt: skip
def test_a_goal_is_a_line_of_danish(line: str, goal: tuple[str, TypedGoal]) -> None:
    draft = read_goal(line)
    assert (draft.kind, draft.goal) == goal


FIRST = """\
          - id: tal
            kind: mean
            title: Svartid
            unit: dage
            limit: 30
            direction: at_most
            deadline: 2026-12-31
            plausible: {minimum: 0, maximum: 301}   # et tal udenfor er nok en tastefejl; det afgør intet
            counted: prøver   # hvad det er, der tælles
            districts: [nord]
"""
SECOND = '          - {id: gennemfoert, kind: deliverable, title: "Vej-2", deliverable: vej-2, deadline: 2026-12-01}\n'


def test_a_kind_drafts_its_criterion_and_what_it_is_fed_by_word_for_word() -> None:
    goals = (
        "Svartid: højst 30 dage",
        "Vej-2: senest 2026-12-01",
        "Til tiden: mindst 90 %",
        "Besøg: mindst 9 besøg",
        "Pris: højst 3,5 kr.",
    )
    answers = asked(
        Typed("Styrelsen", year="2026", units=("Nord",), goals=goals, case_word="prøve, prøven, prøver, prøverne"),
        TODAY,
    )
    plan, mapping = plan_text(answers), mapping_text(answers) or ""
    assert FIRST in plan
    assert SECOND in plan
    assert re.findall(r"summary: (.*)", plan) == [
        '"Svartid, i gennemsnit: højst 30 dage."', '"Vej-2 er gennemført senest den 01-12-2026."',
        '"Til tiden: mindst 90 pct."', '"Besøg: mindst 9 besøg."', '"Pris, i gennemsnit: højst 3,5 kr."',
    ]  # fmt: skip
    assert re.findall(r"^ +(?:unit|counted): (\S+)", plan, re.MULTILINE) == [
        "dage",
        "prøver",
        "pct.",
        "prøver",
        "besøg",
        "besøg",
        "kr.",
        "prøver",
    ]
    assert re.findall(r"^    (days|in_time|records|value|yes_no|month): (.*?)   #", mapping, re.MULTILINE) == [
        ("days", "{start: modtaget, end: afsluttet}"), ("month", "afsluttet"),
        ("in_time", "{due: frist, done: udført}"), ("month", "frist"),
        ("records", "true"), ("month", "dato"),
        ("value", "{column: værdi, unit: kr.}"), ("month", "dato"),
    ]  # fmt: skip


def test_every_measure_has_its_first_lines() -> None:
    assert sorted(FIRST_LINES) == sorted(MEASURES)


@pytest.mark.parametrize(("line", "told"), [
    ("Svartid", "Målet kan ikke læses"),
    ("Svartid: 30 dage", "Målet kan ikke læses"),
    ("Svartid: højst 30", "Målet kan ikke læses"),
    ("Svartid: højst 1.5 dage", "Skriv komma før decimaler"),
    ("Svar: mindst 101 pct.", "højst 100"),
    ("Svar: mindst 0 pct.", "over 0"),
    ("Fejl: højst 100 pct.", "Kravet er altid opfyldt"),
    ("Svar: senest i morgen", "Målet kan ikke læses"),
    ("Svar: senest 2026-02-30", "Dagen 2026-02-30 kan ikke læses"),
    ("Svar\u202e: højst 3 dage", "skjulte tegn"),
])  # fmt: skip
def test_a_goal_that_cannot_be_read_is_told_with_how_it_is_written(line: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        read_goal(line)


def test_everything_that_is_wrong_with_the_answers_is_told_at_once() -> None:
    typed = Typed(" ", "x\u202e", "", "1999", "weekly", ("Nord", "nord"), ("Svartid",), "skole", "a, b")
    with pytest.raises(ProblemsError) as error:
        asked(typed, TODAY)
    assert {problem.place.file for problem in error.value.problems} == {
        "--authority", "--agreed-with", "--year", "--follow-up", "--goal", "--unit-word", "--case-word", "--unit",
    }  # fmt: skip


def test_a_goal_that_is_due_in_another_year_is_told_with_all_else_that_is_wrong() -> None:
    goals = ("Strategi: senest 2027-03-01", "Plan: senest 2026-03-01", "Svartid")
    with pytest.raises(ProblemsError) as error:
        asked(Typed("Styrelsen", year="2026", follow_up="weekly", goals=goals), TODAY)
    told = [(problem.place.file, problem.value) for problem in error.value.problems if problem.place.file == "--goal"]
    assert told == [("--goal", goals[0]), ("--goal", goals[2])]
    assert refusal("goals", goals[0], "2026") == "Fristen ligger uden for planens år. Tilladt: en dag i 2026."
    assert refusal("goals", goals[0], "2027") is None


def test_a_first_plan_says_its_numbers_in_danish_and_gives_each_goal_an_extract_of_its_own() -> None:
    answers = asked(Typed("Styrelsen", goals=("Å: højst 1.000.000 Kr.", "aa: højst 1 dag")), TODAY)
    plan, mapping = plan_text(answers), yaml.safe_load(mapping_text(answers) or "")
    assert re.findall(r"summary: (.*)", plan) == [
        '"Å, i gennemsnit: højst 1.000.000 kr."',
        '"aa, i gennemsnit: højst 1 dag."',
    ]
    assert mapping["goals"]["1.1"]["value"]["unit"] == "kr."
    assert mapping["goals"]["1.2"]["days"] == {"start": "modtaget", "end": "afsluttet"}
    assert [goal["extract"] for goal in mapping["goals"].values()] == ["aa", "aa-2"]


@settings(max_examples=60)
@given(
    name=LETTERS, unit=LETTERS, goal=LETTERS.map(lambda text: text.replace(":", "")).filter(lambda text: text.strip())
)
def test_whatever_an_authority_is_called_its_plan_and_mapping_are_read_as_they_were_answered(
    tmp_path_factory: pytest.TempPathFactory, name: str, unit: str, goal: str
) -> None:
    answers = asked(
        Typed(name, name, units=(unit, f"{unit}2"), goals=(f"{goal}: højst 3 dage", f"{goal}: senest 2026-05-01")),
        TODAY,
    )
    path = tmp_path_factory.mktemp("plan") / "plan.yml"
    path.write_text(plan_text(answers), encoding="utf-8")
    plan = read_plan(path, None, name="plan.yml")
    assert (plan.authority, plan.ministry) == (name.strip(), name.strip())
    assert [district.name for district in plan.districts] == [unit.strip(), f"{unit}2".strip()]
    assert [own.title for own in plan.goals] == [goal.strip()] * 2
    assert list(yaml.safe_load(mapping_text(answers) or "")["goals"]) == ["1.1"]


@pytest.mark.parametrize("count", [1, 3, 7, 50])
def test_weights_of_any_number_of_goals_are_hundred(count: int, tmp_path: Path) -> None:
    answers = asked(Typed("Styrelsen", goals=tuple(f"Mål {n}: senest 2026-10-01" for n in range(count))), TODAY)
    (tmp_path / "plan.yml").write_text(plan_text(answers), encoding="utf-8")
    plan = read_plan(tmp_path / "plan.yml", None, name="plan.yml")
    assert sum(goal.weight or 0 for goal in plan.goals) == 100
    assert len({goal.criteria[0].deliverable for goal in plan.goals}) == count
    assert mapping_text(answers) is None


def test_a_name_in_files_has_letters_that_all_systems_have() -> None:
    assert identifier("Køge Å & Sø") == "koege-aa-soe"
    assert identifier("Ⅳ – ½") == "iv-1-2"
    assert [identifier(name) for name in ("***", "112", "no", "Nul")] == ["enhed", "enhed-112", "enhed-no", "nul"]
    assert identifier("Nord", ["nord", "nord-2"]) == "nord-3"


def test_a_project_from_answers_is_whole_and_waits_for_its_first_figures(tmp_path: Path) -> None:
    done = found(
        asked(
            Typed(
                "Skolestyrelsen",
                units=("Nord", "Syd"),
                follow_up="tertial",
                case_word="prøve, prøven, prøver, prøverne",
            ),
            TODAY,
        ),
        tmp_path / "ny",
    )
    project, data = tmp_path / "ny", tmp_path / "ny/data"
    assert str(done.period) == "2026T1"
    assert all(path.is_file() for path in done.written)
    report = prepared(done.period, data, project)
    assert find(report).language.say("færre end {threshold} sager", threshold=5) == "færre end 5 prøver"
    assert sorted(path.name for path in project.iterdir()) == [
        ".gitignore",
        "_config.yml",
        "_toc.yml",
        "book",
        "data",
        "notebooks",
    ]
    check_settings(project)
    told = call("check", "--project", project).stdout  # before anybody has approved
    assert told.count("Bemærk, før den kan udgives:") == 6
    assert "Planen er et udkast." in told
    assert "[indsæt, hvem planen er aftalt med]" in told


@pytest.mark.parametrize("example", gallery(), ids=lambda example: example.name)
def test_an_example_is_a_whole_project_whose_figures_are_marked_and_judged(example: object, tmp_path: Path) -> None:
    name = example.name  # type: ignore[attr-defined]
    done = found_example(name, tmp_path)
    report = prepared(done.period, tmp_path / "data", tmp_path)
    found_ = find(load(done.period, tmp_path / "data"))
    assert report.plan.data_status == "example"
    assert all(goal.verdict for goal in found_.result.goals)
    told = (tmp_path / "data" / done.period.folder / "source.json").read_text(encoding="utf-8")
    assert "opfundet eksempel" in told
    everything = " ".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert not re.search(r"politi|kreds|\bsag(er)?\b", everything, re.IGNORECASE)


def test_the_gallery_has_authorities_of_three_kinds_of_time_and_every_row_is_shown() -> None:
    assert [example.name for example in gallery()] == ["hospital", "professionshoejskole", "styrelse"]
    assert len({example.follow_up for example in gallery()}) == 3


def test_what_the_gallery_reports_is_what_its_files_hold(tmp_path: Path) -> None:
    from kvartalsbog.book.founding.project import _gallery  # noqa: PLC0415

    done = found_example("hospital", tmp_path)
    own = list(
        csv.reader((tmp_path / "data" / done.period.folder / "series.csv").read_text(encoding="utf-8").splitlines())
    )
    shipped = list(csv.reader(_gallery().joinpath("hospital", "series.csv").read_text(encoding="utf-8").splitlines()))
    assert sorted(own) == sorted(shipped)
    assert len(own) == 21  # a head, and five units' figures of four months


def test_nothing_is_written_where_something_stands(tmp_path: Path) -> None:
    (tmp_path / "noter.txt").write_text("mine", encoding="utf-8")
    told = call("init", tmp_path, "--authority", "Styrelsen")
    assert told.returncode == 2
    assert "Mappen er ikke tom (noter.txt), og intet bliver skrevet over." in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["noter.txt"]
    project = tmp_path / "ny"
    assert call("init", project, "--example", "styrelse").returncode == 0
    again = call("init", project, "--example", "styrelse")
    assert again.returncode == 2
    assert "Her er et projekt i forvejen" in again.stderr
    file = call("init", tmp_path / "noter.txt", "--example", "styrelse")
    assert (file.returncode, "Det er en fil" in file.stderr) == (2, True)


def test_a_wrong_call_tells_what_there_is_to_choose(tmp_path: Path) -> None:
    assert "--authority" in call("init", tmp_path / "a").stderr
    assert (
        "Der er: hospital, professionshoejskole, styrelse." in call("init", tmp_path / "a", "--example", "fly").stderr
    )
    assert "Brug det alene" in call("init", tmp_path / "a", "--example", "hospital", "--year", "2027").stderr
    assert not (tmp_path / "a").exists()


def test_a_repository_without_files_is_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    told = call("init", tmp_path, "--authority", "Styrelsen", "--year", "2027")
    assert told.returncode == 0
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"
    assert call("check", "--project", tmp_path).returncode == 0


def test_the_answers_are_asked_for_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(
        [
            "", "Skolestyrelsen", "Departementet", "", "kvartal", "2027", "halvårr", "Halvår", "skole", "", "", "Nord", "Syd", "",
            "Svartid", "Svartid: højst 9 dage", "",
        ]
    )  # fmt: skip
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    told = call("init", tmp_path / "ny")
    assert told.returncode == 0, told.stderr
    plan = read_plan(tmp_path / "ny/data/2027/plan.yml", None, name="plan.yml")
    assert (plan.authority, plan.ministry, len(plan.districts)) == ("Skolestyrelsen", "Departementet", 2)
    assert [goal.title for goal in plan.goals] == ["Svartid"]
    assert plan.calendar.follow_up is FollowUp.HALF_YEARLY
    why = ("Svaret mangler.", "Året kan ikke bruges.", "Mente du »halvår«?", "Ordet skal stå i sine fire former", "Målet kan ikke læses.")  # fmt: skip
    assert [words in line for words, line in zip(why, told.stdout.splitlines()[1:], strict=False)] == [True] * 5


DOCUMENT = (ROOT / "docs/another-authority.md").read_text(encoding="utf-8")


def test_the_document_begins_a_project_as_it_says(tmp_path: Path) -> None:
    blocks = re.findall(r"```console\n(.*?)```", DOCUMENT, re.DOTALL)
    calls = [
        shlex.split(call_.replace("\\\n", " "))
        for block in blocks
        for call_ in re.findall(r"^\$ ((?:.*\\\n)*.*)$", block, re.MULTILINE)
    ]
    assert [words[:2] for words in calls] == [["kvartalsbog", "init"]] * 2
    for words in calls:
        folder = tmp_path / words[2].removeprefix("../")
        told = call("init", folder, *words[3:])
        assert told.returncode == 0, told.stderr
        assert call("check", "--project", folder).returncode == 0
    named = re.findall(r"`(data/2026/[\w./]+)`", DOCUMENT)
    assert len(named) >= 3
    assert [name for name in named if not (tmp_path / "kontrol" / name).exists()] == []


def test_every_way_to_write_a_goal_and_every_example_of_the_document_is_one() -> None:
    lines = re.findall(r"^\| `([^`]+: [^`]+)`", DOCUMENT, re.MULTILINE)
    assert [read_goal(line).kind for line in lines] == ["mean", "share", "amount", "deliverable"]
    assert re.findall(r"^\| `(\w+)` \| a", DOCUMENT, re.MULTILINE) == [example.name for example in gallery()]


def test_what_the_document_writes_into_a_plan_can_be_read() -> None:
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)]
    assert sorted(key for block in blocks for key in block) == ["publication", "words"]
    for block in blocks:
        if "words" in block:
            words = {name: tuple(forms) for name, forms in block["words"].items()}
            assert Vocabulary.model_validate(words).nouns.unit.the_many == "kontorerne"
        else:
            assert Publication.model_validate(block["publication"]).identity
