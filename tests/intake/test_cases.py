"""Small extracts that once gave a false figure or the wrong advice, each taken in as the README tells."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from calling import call
from conftest import ROOT
from extracts import write_csv

HEAD = ("journalnummer", "enhed", "emne", "hoering_sendt", "hoeringsfrist", "bidrag_sendt")
NBSP = "\u00a0"


def row(key: str, sent: str, due: str, done: str, unit: str = "Fyns Politi") -> list[str]:
    return [key, unit, "Et emne", sent, due, done]


@dataclass(frozen=True)
class Case:
    """Rows of an extract; what is told, apart from places and counts; and what then stands of February, where it is kept."""

    rows: Sequence[Sequence[str]]
    code: int
    told: tuple[str, ...]
    february: str = ""


ANSWERED, LATE = row("A1", "05-02-2024", "12-02-2024", "11-02-2024"), row("A2", "06-02-2024", "12-02-2024", "13-02-2024")  # fmt: skip
CASES = {
    "a key with another kind of space": Case(
        (ANSWERED, [f"A1{NBSP}", *ANSWERED[1:]], LATE, ["A2\t", *LATE[1:]], ["\u200bA2", *LATE[1:]]), 1,
        ("5 rækker læst, 2 beholdt, 0 udeladt, 3 afvist", ":3 [journalnummer]: Posten står to gange. 3 rækker: linje 3, 5, 6."),
    ),
    "an answer before the question": Case(
        (ANSWERED, row("A2", "05-02-2024", "12-02-2024", "04-02-2024"), row("A3", "05-02-2024", "12-02-2024", "01-01-1900")), 1,
        ("3 rækker læst, 1 beholdt, 0 udeladt, 2 afvist", ":3 [bidrag_sendt]: Datoen ligger før den dag, der regnes fra.", ":4 [bidrag_sendt]: Datoen kan ikke passe."),
    ),
    "a deadline before the question": Case((ANSWERED, row("A2", "05-02-2024", "04-02-2024", "06-02-2024")), 1, (":3 [hoeringsfrist]: Datoen ligger før den dag, der regnes fra.",)),
    "not yet due": Case(
        (ANSWERED, row("A2", "05-02-2024", "09-04-2024", ""), row("A3", "05-02-2024", "08-04-2024", "")), 0,
        ("3 rækker læst, 2 beholdt, 1 udeladt, 0 afvist", "1 af de udeladte er åben, og dens frist er ikke overskredet den 09-04-2024"), "fyn,2,1",
    ),
    "after the hour of the deadline": Case(
        (ANSWERED, row("A2", "05-02-2024 09:00", "12-02-2024 12:00", "12-02-2024 12:01"), row("A3", "05-02-2024", "12-02-2024 12:00", "12-02-2024 12:00")), 0,
        ("3 rækker læst, 3 beholdt",), "fyn,3,2",
    ),
    "an hour that only the deadline has": Case(
        (ANSWERED, row("A2", "05-02-2024", "12-02-2024 12:00", "12-02-2024")), 0, ("1 frist har klokkeslæt, men dagen, den blev nået, har ikke",), "fyn,2,2",
    ),
    "another form of dates throughout": Case(
        [row(f"A{n}", f"{date(2024, 1, 2) + timedelta(n % 80):%d-%b-%y}", "12-12-2024", "11-12-2024") for n in range(300)], 1,
        ("300 rækker læst, 0 beholdt, 0 udeladt, 300 afvist", "[hoering_sendt]: Datoen kan ikke læses. 300 rækker: linje 2, 3, 4, 5, 6", "'99-aaa-99'", "\n1 fejl fundet."),
    ),
    "no unit": Case((ANSWERED, row("A2", "06-02-2024", "12-02-2024", "13-02-2024", unit="")), 1, (":3 [enhed]: Enheden mangler.",)),
    "a unit nearly right": Case((ANSWERED, row("A2", "06-02-2024", "12-02-2024", "13-02-2024", unit="Fyns Poliit")), 1, (":3 [enhed]: Enheden er ukendt.", "Mente du »Fyns Politi«?")),
    "a unit in other letters": Case((ANSWERED, row("A2", "06-02-2024", "12-02-2024", "13-02-2024", unit=f" fyns{NBSP}POLITI ")), 0, ("2 beholdt",), "fyn,2,1"),
}  # fmt: skip


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped year before its first quarter was taken in."""
    made = tmp_path_factory.mktemp("tom") / "data"
    return Path(shutil.copytree(ROOT / "data", made, ignore=shutil.ignore_patterns("2024K?", ".undo")))


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_or_counted_as_it_should(name: str, empty: Path, tmp_path: Path) -> None:
    case = CASES[name]
    data = Path(shutil.copytree(empty, tmp_path / "data"))
    path = write_csv(tmp_path / "udvalgsspoergsmaal.csv", case.rows, head=HEAD)
    options = ("--goal", "4.2", "--data-dir", data, "--extracted", "2024-04-09", "--errors", tmp_path / "fejl")
    done = call("intake", "2024K1", path, *options, cwd=ROOT)
    assert done.returncode == case.code, done.told
    for words in case.told:
        assert words in done.told
    series = data / "2024/2024K1/series.csv"
    assert series.is_file() is (case.code == 0)
    if case.february:
        assert f"4.2,2024-02,{case.february}\n" in series.read_text(encoding="utf-8")
