"""What a second intake would change is shown old and new, and written only when asked; what is published is not retaken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Called, call
from conftest import make_library, seal
from extracts import write_csv

from kvartalsbog.inputs.published import write_published
from kvartalsbog.periods import quarter_of

THIRD = quarter_of(2026, 3)
FEWER = {
    "a unit's month": (lambda month, unit: (month, unit) != (8, "nord"), "a.1, 2026-08, Nordbiblioteket: 3 svar (4,0 point, i alt 12) i 2026K3 bliver til (intet)"),
    "a month of all": (lambda month, _: month != 9, "a.1, 2026-09, Vestbiblioteket: 3 svar (4,0 point) i 2026K3 bliver til (intet)"),
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = make_library(tmp_path / "made")
    assert intake(made, answers(tmp_path / "svar.csv")).returncode == 0
    return made


def intake(project: Path, *arguments: str | Path, quarter: str = "2026K3") -> Called:
    day = ("--extracted", "2026-10-06", "--errors", project.parent / "fejl")
    return call("intake", quarter, *arguments, *day, cwd=project)


def answers(path: Path, points: int = 4, keep: object = None) -> Path:
    """Three answers a month from each branch, of the months and branches that are kept."""
    rows = [
        [f"S{month}-{unit}-{n}", unit, f"{n + 1:02d}-{month:02d}-2026", str(points)]
        for month in (7, 8, 9)
        for unit in ("nord", "oest", "vest")
        for n in range(3)
        if not callable(keep) or keep(month, unit)
    ]
    return write_csv(path, rows, head=["nr", "afdeling", "modtaget", "point"])


def state(project: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in (project / "data/2026").rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", FEWER)
def test_figures_that_would_be_gone_are_shown_and_written_only_when_accepted(
    name: str, project: Path, tmp_path: Path
) -> None:
    keep, line = FEWER[name]
    before, path = state(project), answers(tmp_path / "svar.csv", keep=keep)
    tried = intake(project, path, "--dry-run")
    assert (tried.returncode, tried.stderr) == (0, "")
    assert line.split(" (4,0")[0] in tried.stdout.replace("\u00a0", " ")
    assert "bliver til (intet)" in tried.stdout.replace("\u00a0", " ")
    assert tried.stdout.endswith("ændres: series.csv, source.json. Det kræver --accept-revisions, for tal, der står, ændres.\n")  # fmt: skip
    refused = intake(project, path)
    assert (refused.returncode, refused.stderr) == (1, "Intet er skrevet. Er de ændrede tal rigtige, så kør igen med --accept-revisions.\n")  # fmt: skip
    assert state(project) == before
    assert intake(project, path, "--accept-revisions").returncode == 0
    assert state(project) != before


def test_a_published_quarter_is_neither_taken_in_again_nor_undone(project: Path, tmp_path: Path) -> None:
    write_published(project / "data", THIRD, 1)
    before = state(project)
    for more in ((), ("--dry-run",), ("--accept-revisions",)):
        refused = intake(project, answers(tmp_path / "svar.csv", points=5), *more)
        assert refused.returncode == 2
        assert "2026K3 er udgivet. Kilderne giver andre tal" in refused.stderr
        assert "kvartalsbog correct 2026K3" in refused.stderr
    assert intake(project, answers(tmp_path / "svar.csv")).stdout.endswith("2026K3: intet er ændret.\n")
    undone = call("undo", "2026K3", cwd=project)
    assert (undone.returncode, undone.stderr) == (2, "2026K3 er udgivet. Det kan ikke fortrydes. En fejl i det rettes med: kvartalsbog correct 2026K3\n")  # fmt: skip
    assert state(project) == before


def test_what_was_approved_before_publishing_left_a_mark_may_be_published(project: Path, tmp_path: Path) -> None:
    """An approval writes down what is withheld; one without is of a program that left no mark when it published."""
    approvals = project / "data/2026/approvals/2026K3.json"
    approvals.parent.mkdir(exist_ok=True)
    given = [{"role": "bibliotekar", "by": "Ida Prøve", "at": "2026-10-20T08:00:00Z", "inputs": {}}]
    approvals.write_text(json.dumps({"quarter": "2026K3", "approvals": given}), encoding="utf-8")
    changed = answers(tmp_path / "svar.csv", points=5)
    for refused in (intake(project, changed, "--accept-revisions"), call("undo", "2026K3", cwd=project)):
        assert refused.returncode == 2
        assert "er godkendt med en ældre udgave af programmet og kan være udgivet" in refused.stderr
        assert "slet 2026/approvals/2026K3.json" in refused.stderr
    (project / "data/2026/disclosure").mkdir()
    (project / "data/2026/disclosure/2026K3-1.csv").write_text("goal,sum,month,unit,n,total,decision\n")
    assert "kan være udgivet" not in intake(project, changed, "--accept-revisions").stderr
    approvals.unlink()
    (project / "data/2026/disclosure/2026K3-1.csv").unlink()
    assert intake(project, changed, "--accept-revisions").returncode == 0


def test_a_published_quarter_is_corrected_with_its_reason_only(project: Path) -> None:
    """Also where no role approves, so that there are no approvals to show it."""
    write_published(project / "data", THIRD, 1)
    series = project / "data/2026/2026K3/series.csv"
    series.write_text(series.read_text(encoding="utf-8").replace("nord,3,12", "nord,3,13", 1), encoding="utf-8")
    refused = call("correct", "2026K3", cwd=project)
    assert refused.returncode == 2
    assert "Skriv grunden med --reason" in refused.stderr
    assert call("correct", "2026K3", "--reason", "Talt forkert.", cwd=project).returncode == 0


def test_a_month_before_the_day_is_never_let_through(project: Path, tmp_path: Path) -> None:
    path = answers(tmp_path / "svar.csv")
    path.write_text(path.read_text(encoding="utf-8").replace("03-07-2026", "07-13-2026", 1), encoding="utf-8")
    before = state(project)
    for allowed in ("1", "1000"):
        refused = intake(project, path, "--allow-rejected", allowed, "--accept-revisions")
        assert refused.returncode == 1
        assert "svar.csv:4 [modtaget]: Måneden står før dagen." in refused.stderr
        assert "13-2026" not in refused.told
    assert state(project) == before


def test_words_and_items_that_change_are_told_by_their_length(project: Path) -> None:
    """An owner's words are nobody else's: the terminal tells that they change, and not what they are."""
    commentary = project / "data/2026/2026K3/commentary.yml"
    commentary.write_text('a.1: {comment: "Vi har travlt."}\n', encoding="utf-8")
    seal(commentary.parent)
    told = intake(project, project.parent / "svar.csv", "--reason", "a.1: Talt om.", "--dry-run")
    assert "Vi har travlt" not in told.told
