"""`kvartalsbog intake` as a controller meets it: what it writes, shows, refuses, and leaves alone."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import time
from decimal import Decimal
from pathlib import Path

import pytest
from calling import COMMAND, call
from conftest import make_library
from extracts import as_text, write_csv
from taking_in import ROWS, answers, folder, intake, revised

from kvartalsbog.book.build import build
from kvartalsbog.content.blocks import BulletList
from kvartalsbog.content.prose import plain_text
from kvartalsbog.inputs.loading import load
from kvartalsbog.pages.inserting import page_blocks
from kvartalsbog.periods import Month, quarter_of
from kvartalsbog.readings.provenance import FILES
from kvartalsbog.verdicts.gathering import gather

THIRD = [row for row in ROWS if row[3].month in (7, 8, 9)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_library(tmp_path / "made")


def state(path: Path) -> dict[str, bytes]:
    return {name.relative_to(path).as_posix(): name.read_bytes() for name in path.rglob("*") if name.is_file()}


def test_an_extract_becomes_the_quarters_readings(project: Path, tmp_path: Path) -> None:
    done = intake(
        project, write_csv(tmp_path / "afleveringer-2026K3.csv", as_text(THIRD)), answers(tmp_path / "svar.csv")
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Mål a.1, svar.csv: 27 rækker læst, 27 beholdt, 0 udeladt, 0 afvist." in done.stdout
    assert "Mål a.2, afleveringer-2026K3.csv: 8 rækker læst, 7 beholdt, 1 udeladt, 0 afvist." in done.stdout
    assert sorted(path.name for path in folder(project).iterdir()) == sorted(FILES)
    report = load(quarter_of(2026, 3), project / "data")
    told = {(r.month, r.district): (r.n, r.total) for r in report.readings.newest.series if r.series == "a.1"}
    assert told == {(Month(2026, m), unit): (3, Decimal(12)) for m in (7, 8, 9) for unit in ("nord", "oest", "vest")}
    source = json.loads((folder(project) / "source.json").read_text(encoding="utf-8"))
    (first, second) = source["files"]["series.csv"]["extracts"]
    assert {key: second[key] for key in ("goal", "received", "rows_read", "rows_kept", "rows_left_out", "rows_rejected")} == {
        "goal": "a.2", "received": "2026-10-06", "rows_read": 8, "rows_kept": 7, "rows_left_out": 1, "rows_rejected": 0,
    }  # fmt: skip
    assert list(first["sources"]) == ["svar.csv"]
    assert call("check", "2026K3", cwd=project).returncode == 0


def test_the_same_extract_again_changes_nothing(project: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "afleveringer.csv", as_text(THIRD))
    assert intake(project, path).returncode == 0
    before, stamps = state(project / "data"), {p: p.stat().st_mtime_ns for p in folder(project).iterdir()}
    done = call("intake", "2026K3", str(path), "--errors", str(tmp_path), cwd=project)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "2026K3: intet er ændret.")
    assert state(project / "data") == before
    assert {p: p.stat().st_mtime_ns for p in folder(project).iterdir()} == stamps


def test_a_day_of_extraction_that_was_wrong_is_mended_by_the_right_one(project: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "afleveringer.csv", as_text(THIRD))
    assert intake(project, path).returncode == 0
    before = state(project / "data")
    done = call("intake", "2026K3", str(path), "--errors", str(tmp_path), "--extracted", "2026-10-05", cwd=project)
    assert done.returncode == 0, done.stderr
    after = state(project / "data")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert {name.rpartition("/")[2] for name in changed if name.startswith("2026/2026K3/")} == {"source.json"}
    source = json.loads((folder(project) / "source.json").read_text(encoding="utf-8"))
    assert source["extracted"] == "2026-10-05"
    done = call("intake", "2026K3", str(path), "--errors", str(tmp_path), "--extracted", "2999-01-01", cwd=project)
    assert (done.returncode, done.stderr) == (
        2,
        "--extracted 2999-01-01: Dagen er ikke kommet endnu. Skriv den dag, udtrækket blev taget.\n",
    )


def test_a_second_extract_leaves_the_other_goals_alone(project: Path, tmp_path: Path) -> None:
    assert intake(project, write_csv(tmp_path / "afleveringer.csv", as_text(THIRD))).returncode == 0
    first = (folder(project) / "series.csv").read_text(encoding="utf-8")
    assert intake(project, answers(tmp_path / "svar.csv")).returncode == 0
    second = (folder(project) / "series.csv").read_text(encoding="utf-8")
    assert set(first.splitlines()) < set(second.splitlines())
    refused = intake(project, answers(tmp_path / "svar.csv", points=5), "--dry-run")
    assert (
        "mål a.1, 2026-07, Nordbiblioteket: 3 svar (4,0\u00a0point) i 2026K3 bliver til 3 svar (5,0\u00a0point)"
        in refused.stdout
    )
    refused = intake(project, answers(tmp_path / "svar.csv", points=5))
    assert (refused.returncode, (folder(project) / "series.csv").read_text(encoding="utf-8")) == (1, second)
    assert intake(project, answers(tmp_path / "svar.csv", points=5), "--accept-revisions").returncode == 0
    third = (folder(project) / "series.csv").read_text(encoding="utf-8")
    assert third == second.replace(",3,12\n", ",3,15\n")


# -- bad records -------------------------------------------------------------------------------------------------------


def with_bad(path: Path, count: int) -> Path:
    rows = as_text(THIRD)
    for row in rows[:count]:
        row[1] = "Ukendt"
    return write_csv(path, rows)


def test_any_bad_record_stops_the_intake(project: Path, tmp_path: Path) -> None:
    before = state(project)
    done = intake(project, with_bad(tmp_path / "afleveringer.csv", 2))
    assert done.returncode == 1
    assert "afleveringer.csv:2 [afdeling]: Enheden er ukendt. 2 rækker: linje 2, 3. Fundet: 'tekst'." in done.stderr
    assert state(project) == before
    assert [path.name for path in (tmp_path / "made" / "fejl").iterdir()] == ["afvist-afleveringer-csv.xlsx"]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal of its own")
def test_whoever_sits_and_waits_is_told_what_is_being_read(project: Path, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "afleveringer-2026K3.csv", as_text(THIRD))
    ours, theirs = os.openpty()
    command = [*COMMAND, "intake", "2026K3", str(source), "--extracted", "2026-10-06", "--dry-run"]
    done = subprocess.run(command, cwd=project, stdout=subprocess.DEVNULL, stderr=theirs, check=False)
    os.close(theirs)
    told = os.read(ours, 4096).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "Mål a.2, afleveringer-2026K3.csv: læses" in told


def test_as_many_as_are_allowed_are_left_out_and_stand_in_the_source_and_on_the_method_page(
    project: Path, tmp_path: Path
) -> None:
    path = with_bad(tmp_path / "afleveringer.csv", 2)
    assert intake(project, path, "--allow-rejected", "1").returncode == 1
    assert not folder(project).exists()
    done = intake(project, path, "--allow-rejected", "2")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 afviste rækker er sluppet igennem (--allow-rejected 2)." in done.stdout
    source = json.loads((folder(project) / "source.json").read_text(encoding="utf-8"))["files"]["series.csv"]
    assert (source["rows_read"], source["rows_kept"], source["rows_left_out"], source["rows_rejected"]) == (8, 5, 1, 2)
    (block,) = page_blocks("rejected-records", gather("2026K3", str(project / "data"))).blocks
    assert isinstance(block, BulletList)
    assert [plain_text(item) for item in block.items] == [
        "3.\u00a0kvartal\u00a02026, mål a.2: 2\u00a0poster kunne ikke bruges og er ikke med i tallene."
    ]


def test_the_rejected_records_stay_out_of_the_project(project: Path, tmp_path: Path) -> None:
    path = with_bad(tmp_path / "afleveringer.csv", 1)
    for inside in (project / "fejl", project / "data", Path("fejl")):
        done = call("intake", "2026K3", str(path), "--errors", str(inside), cwd=project)
        assert done.returncode == 1
        told = f"--errors: Afviste rækker er enkelte poster og må ikke ligge i projektet. Fundet: '{inside}'. Vælg en anden mappe."
        assert told in done.stderr.replace("\n", " ")
        assert "afleveringer.csv:" in done.stderr  # with all else that is wrong
        assert not (project / inside).is_dir() or not list((project / inside).glob("afvist-*"))


# -- revisions ---------------------------------------------------------------------------------------------------------


def test_a_changed_earlier_month_is_shown_first_and_written_only_when_accepted(project: Path, tmp_path: Path) -> None:
    before = state(project)
    done = intake(project, revised(tmp_path), "--reason", "a.2: Talt om.")
    assert done.returncode == 1
    line = "  mål a.2, 2026-03, Nordbiblioteket: 1.250 afleveringer (2,0 pct.) i 2026K1 bliver til"
    assert [told for told in done.stdout.replace("\u00a0", " ").splitlines() if told.startswith(line)]
    assert done.stderr.strip() == "Intet er skrevet. Er de ændrede tal rigtige, så kør igen med --accept-revisions."
    assert state(project) == before
    done = intake(project, revised(tmp_path), "--reason", "a.2: Talt om.", "--accept-revisions")
    assert (done.returncode, done.stderr) == (0, "")
    assert state(folder(project, "2026K1")) == {k.removeprefix("data/2026/2026K1/"): v for k, v in before.items() if "2026K1" in k}  # fmt: skip
    report = load(quarter_of(2026, 3), project / "data")
    changed = {(reading.district, str(reading.month)) for reading in report.readings.restated}
    assert changed == {("nord", "2026-03"), ("oest", "2026-03")}


def test_a_revision_without_a_reason_is_refused_with_its_place(project: Path, tmp_path: Path) -> None:
    done = intake(project, revised(tmp_path), "--accept-revisions")
    assert done.returncode == 1
    assert "2026/2026K3/commentary.yml" in done.stderr or "2026/2026K3/series.csv" in done.stderr
    assert "revision" in done.stderr
    assert not folder(project).exists()


def test_a_dry_run_shows_all_and_writes_nothing(project: Path, tmp_path: Path) -> None:
    before = state(project)
    done = intake(project, revised(tmp_path), "--reason", "a.2: Talt om.", "--dry-run")
    assert done.returncode == 0
    assert "bliver til" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Intet er skrevet. Uden --dry-run ændres: series.csv")
    assert state(project) == before


def test_a_month_that_is_gone_or_empty_is_told(project: Path, tmp_path: Path) -> None:
    rows = [row for row in THIRD if not (row[3].month == 8 and row[1] in ("Nord", "N"))]
    rows += [row for row in ROWS if row[3].month == 4 and row[1] in ("oest", "Østbiblioteket")]
    done = intake(project, write_csv(tmp_path / "afleveringer.csv", as_text(rows)), "--dry-run", "--reason", "a.2: Ny.")
    assert (
        "Bemærk, mål a.2, 2026-08: ingen poster fra Nordbiblioteket. Tallet mangler. Er det nul, så skriv enheden under »may_have_none«"
        in " ".join(done.stdout.split())
    )
    assert "Bemærk, mål a.2, 2026-04: udtrækket har ikke længere poster fra Nordbiblioteket. Det indberettede står ved magt." in done.stdout  # fmt: skip


def test_a_quarter_that_another_follows_is_closed(project: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "afleveringer.csv", as_text([row for row in ROWS if row[3].month in (1, 2, 3)]))
    done = intake(project, path, quarter="2026K1")
    assert done.returncode == 2
    assert "2026K1 er afsluttet, fordi 2026K2 findes, og kilderne giver andre tal. Intet er ændret." in done.stderr
    assert "kvartalsbog intake 2026K2 …" in done.stderr


# -- whole or not at all -----------------------------------------------------------------------------------------------


def test_two_at_once_do_not_mix(project: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "afleveringer.csv", as_text(THIRD))
    command = [*COMMAND, "intake", "2026K3", str(path), "--extracted", "2026-10-06"]
    both = [subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    codes = [process.wait() for process in both]
    for process in both:
        process.communicate()
    assert 0 in codes
    assert set(codes) <= {0, 2}
    assert sorted(name.name for name in folder(project).parent.iterdir() if name.name.startswith(".")) == []
    assert sorted(name.name for name in folder(project).iterdir()) == sorted(FILES)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_intake_leaves_the_old_quarter_or_the_new(how: signal.Signals, project: Path, tmp_path: Path) -> None:
    assert intake(project, answers(tmp_path / "svar.csv")).returncode == 0
    old = state(folder(project))
    assert intake(project, answers(tmp_path / "svar.csv", points=5), "--accept-revisions").returncode == 0
    new = state(folder(project))
    chance = random.Random(20240101)
    started = time.monotonic()
    assert intake(project, answers(tmp_path / "svar.csv", points=4), "--accept-revisions").returncode == 0
    whole = time.monotonic() - started
    seen = set()
    for turn in range(8):
        shutil.rmtree(folder(project))
        folder(project).mkdir()
        for name, content in old.items():
            (folder(project) / name).write_bytes(content)
        command = [
            *COMMAND,
            "intake",
            "2026K3",
            str(answers(tmp_path / "svar.csv", points=5)),
            "--extracted",
            "2026-10-06",
            "--accept-revisions",
        ]
        process = subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.6, 1.05) * whole if turn else 0)
        process.send_signal(how)
        process.wait()
        found = state(folder(project))
        assert found in (old, new)
        seen.add(found == new)
    done = intake(project, answers(tmp_path / "svar.csv", points=5), "--accept-revisions")
    assert done.returncode == 0
    assert state(folder(project)) == new
    assert not list(folder(project).parent.glob(".*"))


def test_a_folder_that_cannot_be_written_is_told(project: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "afleveringer.csv", as_text(THIRD))
    (folder(project)).write_text("in the way", encoding="utf-8")
    done = intake(project, path)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "2026K3" in done.stderr


# -- wrong calls -------------------------------------------------------------------------------------------------------

WRONG_CALLS = {
    (
        "intake",
        "2026K3",
        "x.csv",
        "--goal",
        "b.1",
    ): "--goal b.1: Målet findes ikke, eller det har ingen talserie. Tilladt: a.1 (Tilfredshed), a.2 (Fejl i afleveringer).",
    ("intake", "2026K3", "x.csv", "--reason", "uden kolon"): "Skriv målet, et kolon og grunden",
    ("intake", "2026K3", "x.csv", "--reason", "9.9: x"): "--reason 9.9: Målet findes ikke.",
    (
        "intake",
        "2026K3",
        "x.csv",
        "--extracted",
        "6/10",
    ): "--extracted 6/10: Datoen kan ikke læses. Skriv den som 2024-04-09.",
    ("intake", "2026K3", "x.csv"): "x.csv: Filen findes ikke.",
    ("intake", "2026K4", "x.csv"): "2026K3",
    ("intake", "2027K1", "x.csv"): "Der er ingen plan for 2027. Kør: kvartalsbog new-quarter 2027K1",
    ("intake", "2026K3", "postgresql://vaert/base"): "Adressen nævner ingen tabel.",
}


@pytest.mark.parametrize("arguments", WRONG_CALLS, ids=" ".join)
def test_a_wrong_call_is_told_in_danish(arguments: tuple[str, ...], project: Path) -> None:
    done = call(*arguments, cwd=project)
    assert done.returncode in (1, 2)
    assert WRONG_CALLS[arguments] in done.stderr
    assert "Traceback" not in done.stderr


# -- personal data -----------------------------------------------------------------------------------------------------


def test_no_id_or_name_of_a_record_is_stored_logged_or_published(project: Path, tmp_path: Path) -> None:
    """Unique ids and names are planted in good and bad records, and looked for in every byte that is written."""
    rows = as_text(THIRD)
    for number, row in enumerate(rows):
        row[0], row[5] = f"HEMMELIG-{number}-ID", f"Hemmelig Person {number}"
    rows.append([*rows[0][:1], *rows[1][1:]])  # a key that stands twice
    rows.append(["HEMMELIG-99-ID", "Ukendt", *rows[0][2:]])
    path = write_csv(tmp_path / "afleveringer.csv", rows)
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "HOME": str(tmp_path / "home")}
    (tmp_path / "tmp").mkdir()
    (tmp_path / "home").mkdir()
    command = [*COMMAND, "intake", "2026K3", str(path), "--extracted", "2026-10-06"]
    outputs = []
    for more in ([], ["--allow-rejected", "2", "--accept-revisions"]):
        done = subprocess.run([*command, *more], cwd=project, env=environment, capture_output=True, check=False)
        outputs += [done.stdout, done.stderr]
    assert done.returncode == 0
    build(quarter_of(2026, 3), project, project / "data", project / "_build")
    written = state(project) | {f"tmp/{name}": content for name, content in state(tmp_path / "tmp").items()}
    assert any(name.endswith(".html") for name in written)
    assert any(name.endswith(".pdf") for name in written)
    for content in [*written.values(), *outputs]:
        assert b"hemmelig" not in content.lower()
    (given_back,) = (tmp_path / "home" / "kvartalsbog-fejl" / "2026K3").iterdir()
    assert given_back.suffix == ".xlsx"
