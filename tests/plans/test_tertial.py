"""A plan that is followed up by the tertial, from opening to book. README works its outcome out."""

from __future__ import annotations

import ast
import csv
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from calling import call
from conftest import ROOT

from kvartalsbog.book.scaffold import scaffold
from kvartalsbog.content.blocks import Table
from kvartalsbog.content.prose import plain_text
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.pages.ahead import expectations_kept
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.verdicts.findings import find
from kvartalsbog.verdicts.verdict import Verdict

# of ten calls a month: how many were in time at nord and at syd, by tertial
IN_TIME = ((8, 9), (6, 8), (9, 8))


def write_extract(path: Path, last: int) -> None:
    """The register's calls from January to a month."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(("nr", "station", "alarm", "frist", "fremme"))
        for month in range(1, last + 1):
            for station, timely in zip(("Nord", "Syd"), IN_TIME[(month - 1) // 4], strict=True):
                for number in range(10):
                    day = f"2024-{month:02d}-{1 + number:02d}"
                    done = f"2024-{month:02d}-{(2 if number < timely else 4) + number:02d}"
                    out.writerow(
                        (f"{station}{month}-{number}", station, day, f"2024-{month:02d}-{3 + number:02d}", done)
                    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan after its first two tertials were taken in."""
    made = Path(shutil.copytree(ROOT / "tests/plans/tertial", tmp_path_factory.mktemp("plan") / "tertial"))
    plan = made / "data/2024/plan.yml"
    scaffold(read_plan(plan, None, name="plan.yml"), made)
    for number, (last, day) in enumerate(((4, "2024-05-06"), (8, "2024-09-05")), start=1):
        extract = made / f"udrykninger-{number}.csv"
        write_extract(extract, last)
        assert call("new-quarter", f"2024t{number}", cwd=made).returncode == 0
        done = call("intake", f"2024T{number}", str(extract), "--extracted", day, cwd=made)
        assert done.returncode == 0, done.told
    return made


def test_the_tertials_are_judged_by_their_months(project: Path) -> None:
    data = project / "data"
    first, second = (find(load(named_period(f"2024T{n}", data), data)) for n in (1, 2))
    (own,) = first.result.goal("1.1").criteria
    assert (own.value, own.outlook) == (85, Outlook.AT_RISK)  # 68 of 80, and four months of 20 cases promise too little
    (own,) = second.result.goal("1.1").criteria
    assert (own.value, own.required_rest_of_year) == (77.5, 85)  # 124 of 160; (80 * 240 - 100 * 124) / 80
    assert own.outlook is Outlook.UNLIKELY  # the rest would have to be at 85, and the tertial was at 70
    assert second.result.goal("2.1").verdict is Verdict.NO_DATA  # due on 31 August, and nobody has answered
    assert [str(month) for month in second.period.months] == ["2024-05", "2024-06", "2024-07", "2024-08"]


def test_the_outlooks_were_tried_by_the_quarter_and_the_book_does_not_say_by_the_tertial(project: Path) -> None:
    data = project / "data"
    for folder, period, words in ((data, "2024T1", "Efter tre, seks og ni måneder lå"), (ROOT / "data", "2024K1", "Efter ét, to og tre kvartaler lå")):  # fmt: skip
        (table,) = expectations_kept(find(load(named_period(period, folder), folder)))
        assert isinstance(table, Table)
        assert plain_text(table.notes[0]).startswith(words)


def test_commands_and_forms_say_tertial(project: Path, tmp_path: Path) -> None:
    assert call("template", "2024T2", "--out", str(tmp_path / "skemaer"), cwd=project).returncode == 0
    book = openpyxl.load_workbook(next(iter((tmp_path / "skemaer").glob("*T2*.xlsx"))))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"Tertial", "2024T2"} <= set(cells)
    assert not [cell for cell in cells if "kvartal" in cell.replace("kvartalsbog", "")]
    assert call("check", "2024T2", cwd=project).told.startswith("2024T2: planen og 2 indberetninger er i orden")
    assert "Tertialet er allerede åbnet" in call("new-quarter", "2024T2", cwd=project).told
    assert "2024 (2024T1 til 2024T3)" in call("check", "2024-25T1", cwd=project).told
    wrong = call("check", "2024K1", cwd=project)
    assert "2024K1" in wrong.told
    assert wrong.returncode == 2


@pytest.mark.slow
def test_an_edition_of_a_tertial_says_no_quarter_anywhere(project: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    for command in (
        ("approve", "2024T1", "--role", "chef", "--by", "Ida Holm"),
        ("publish", "2024T1", "--site", str(site)),
    ):
        done = call(*command, cwd=project)
        assert done.returncode == 0, done.told
    assert call("verify", str(site), cwd=project).returncode == 0
    assert "1. tertial" in (site / "index.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    told = {p: p.read_text(encoding="utf-8") for p in site.rglob("*") if p.suffix in (".html", ".xml", ".csv", ".ttl")}
    assert len(told) > 20
    wrong = {
        str(p.relative_to(site)): found
        for p, text in told.items()
        if (found := re.findall(r"[^\n]{0,60}(?i:kvartal)(?!sbog)[^\n]{0,30}", text))
    }
    assert wrong == {}
    manifest = json.loads((site / "2024T1/v1/manifest.json").read_text(encoding="utf-8"))
    assert manifest["period"] == {"from": "2024-01-01", "to": "2024-12-31", "follow_up": "tertial", "names": None}
    assert "2024-01-01" in (site / "catalog.ttl").read_text(encoding="utf-8")
    assert "ANNUAL_3" in (site / "catalog.ttl").read_text(encoding="utf-8")


COMMANDS = (
    "check 2024T2", "check 2024T9", "check", "evaluate 2024T2", "evaluate 2024T3", "status 2024T2", "status 2024T3", "new-quarter 2024T1", "new-quarter",
    "undo 2024T1", "undo 2024T3", "approve 2024T2", "approve 2024T2 --role ukendt --by Ida", "correct 2024T1 --reason x", "publish 2024T2 --site site", "annual 2024",
    "audit nix", "verify nix", "diff 2024T1 2024T2", "diff 2024T1 data", "diff nix 2024T2", "reproduce 2024T1 --site nix", "renew nix", "memory",
    "intake 2024T2 nix.csv --extracted 2024-09-05", "intake 2024T2 udrykninger-1.csv --extracted 2024-08-05", "intake 2024T1 udrykninger-2.csv --extracted 2024-09-05",
    "build 2024T9", "build --all --project nix", "serve 2024T9", "template 2024T9", "template",
)  # fmt: skip


@pytest.mark.parametrize("line", COMMANDS)
def test_no_command_speaks_of_quarters(project: Path, tmp_path: Path, line: str) -> None:
    """Right calls and wrong ones; `kvartalsbog` is the program."""
    own = Path(shutil.copytree(project, tmp_path / "tertial"))
    told = call(*line.split(), cwd=own).told
    assert told
    assert not re.findall(r"[^\n]{0,60}(?i:kvartal)(?!sbog)[^\n]{0,30}", told)
    assert not re.findall(r"[^\n]{0,60}\bpoliti[^\n]{0,30}", told)


# how often a series is reported is a quarter's in every plan, and these name how often a plan can be followed up
MEANT = {"periods/follow_ups.py", "readings/rules.py", "cli/help_words.py", "cli/init.py"}
ROOMS = ("errors", "periods", "process", "files", "kinds", "plan", "readings", "disclosure", "inputs", "verdicts", "intake", "book", "audit", "editions", "cli")  # fmt: skip


def test_no_message_of_the_rooms_without_a_language_speaks_of_quarters() -> None:
    """What readers are told is said with the plan's words by the language; these rooms ask the plan for them."""
    engine = ROOT / "kvartalsbog"
    wrong = [
        (str(path.relative_to(engine)), text)
        for room in ROOMS
        for path in sorted((engine / room).rglob("*.py"))
        if str(path.relative_to(engine)) not in MEANT
        for text in written(ast.parse(path.read_text(encoding="utf-8")))
        if re.search(r"(?i)\bkvartal(?!sbog)", text)
    ]
    assert wrong == []


def written(module: ast.Module) -> list[str]:
    """The texts of a module that are no docstrings."""
    own = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    every = [node for node in ast.walk(module) if isinstance(node, ast.Constant) and id(node) not in own]
    return [node.value for node in every if isinstance(node.value, str)]
