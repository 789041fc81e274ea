"""The example extracts: the script makes them, they add up to the shipped readings, and the command line turns them into
the shipped quarters byte for byte.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import mean, median
from typing import Any

import make_example_extracts
import openpyxl
import pyarrow.parquet as pq
import pytest
from calling import Called, call
from conftest import ROOT
from mapping_reading import read_mapping

from kvartalsbog.inputs.loading import Report
from kvartalsbog.periods import Month, Period
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.readings.provenance import FILES

pytestmark = pytest.mark.slow

EXAMPLES = ROOT / "examples"
SHIPPED = ROOT / "data/2024"
SCRIPT = [sys.executable, str(ROOT / "scripts/make_example_extracts.py")]
EXTRACTED = {"2024K1": "2024-04-09", "2024K2": "2024-07-09", "2024K3": "2024-10-08", "2024K4": "2025-01-09"}
QUARTERS = tuple(EXTRACTED)
REFUSED = "2024K2"  # the first that changes figures
DECIDED = {"1.1": "tiltale_afgjort", "1.2": "dom", "4.2": "hoering_sendt"}
Record = dict[str, Any]


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# What is in the files


def workbook_records(path: Path) -> Iterator[Record]:
    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book.worksheets[1:]:
        _title, _drawn, _empty, head, *rows = sheet.iter_rows(values_only=True)
        for row in rows:
            cells = dict(zip(head, row, strict=True))
            yield {name: cell.date() if hasattr(cell, "date") else cell for name, cell in cells.items()}


def csv_records(path: Path, quarter: str) -> Iterator[Record]:
    encoding, delimiter, written = (
        ("utf-8-sig", ",", "%Y-%m-%d") if quarter == "2024K3" else ("cp1252", ";", "%d-%m-%Y")
    )
    with path.open(encoding=encoding, newline="") as file:
        _title, _drawn, _empty, *rows = file
        for row in csv.DictReader(rows, delimiter=delimiter):
            for column in ("hoering_sendt", "hoeringsfrist", "bidrag_sendt"):
                row[column] = parse_day(row[column], written)
            yield row


def parse_day(text: str, written: str) -> date | None:
    numbers = [int(part) for part in text.split("-")] if text else []
    return date(*(numbers if written.startswith("%Y") else numbers[::-1])) if numbers else None


def read_records(goal: str, quarter: str) -> list[Record]:
    folder = EXAMPLES / quarter
    if goal == "1.1":
        return pq.read_table(folder / f"straffesager-{quarter}.parquet").to_pylist()
    if goal == "1.2":
        return list(workbook_records(folder / f"afsoningssager-{quarter}.xlsx"))
    return list(csv_records(folder / f"udvalgsspoergsmaal-{quarter}.csv", quarter))


@pytest.fixture(scope="module")
def records() -> dict[tuple[str, str], list[Record]]:
    return {(goal, quarter): read_records(goal, quarter) for goal in DECIDED for quarter in QUARTERS}


def value(goal: str, record: Record) -> int:
    if goal == "1.1":
        return (record["tiltale_afgjort"] - record["anmeldt"]).days
    if goal == "1.2":
        return (record["tiltale_rejst"] - record["anmeldt"]).days
    return int(record["bidrag_sendt"] is not None and record["bidrag_sendt"] <= record["hoeringsfrist"])


def counted(goal: str, record: Record) -> bool:
    return record.get("sagstype", "STRAF") == "STRAF" and record[DECIDED[goal]].year == 2024


@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("goal", DECIDED)
def test_the_records_add_up_to_the_shipped_readings(
    goal: str, quarter: str, records: dict[tuple[str, str], list[Record]], report: Callable[[str], Report]
) -> None:
    shipped = report(quarter)
    units = read_mapping(SHIPPED / "intake.yml", shipped.agreed, name="intake.yml").spelled(shipped.plan, goal)
    n: Counter[tuple[Month, str]] = Counter()
    total: Counter[tuple[Month, str]] = Counter()
    for record in records[goal, quarter]:
        if counted(goal, record):
            day = record[DECIDED[goal]]
            key = (Month(day.year, day.month), units[record["enhed" if goal == "4.2" else "politikreds"]])
            n[key] += 1
            total[key] += value(goal, record)
    months = {month for month, _ in n}
    told = {(r.month, r.district): (r.n, r.total) for r in shipped.readings.series(goal) if r.month in months and r.n}
    assert {key: (n[key], total[key]) for key in n} == told
    year_to_date = Period.parse(quarter).to_date
    asked = set(year_to_date[-4:] if goal == "1.1" else year_to_date)
    assert months == asked - ({Month(2024, 3)} if (goal, quarter) == ("4.2", "2024K1") else set())


@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("goal", DECIDED)
def test_every_record_has_a_number_of_its_own_that_says_it_is_an_example(
    goal: str, quarter: str, records: dict[tuple[str, str], list[Record]]
) -> None:
    keys = [record["journalnummer" if goal == "4.2" else "sagsnummer"] for record in records[goal, quarter]]
    assert len(set(keys)) == len(keys)
    assert all(key.startswith("EKS-") for key in keys)


def test_durations_vary_as_those_of_real_cases_do(records: dict[tuple[str, str], list[Record]]) -> None:
    for goal in ("1.1", "1.2"):
        days = [value(goal, record) for quarter in QUARTERS for record in records[goal, quarter]]
        assert min(days) >= 1
        assert max(days) < 2000
        assert median(days) < mean(days)  # some cases take very long
        assert len(set(days)) > 400
        assert all(record[DECIDED[goal]].weekday() < 5 for record in records[goal, "2024K4"])


def test_the_court_decides_after_the_charge_and_often_in_a_later_month(
    records: dict[tuple[str, str], list[Record]],
) -> None:
    cases = records["1.2", "2024K4"]
    assert all(case["anmeldt"] < case["tiltale_rejst"] < case["dom"] for case in cases)
    assert sum(case["tiltale_rejst"].month != case["dom"].month for case in cases) > len(cases) / 2


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_extracts_hold_what_the_goals_leave_out(quarter: str, records: dict[tuple[str, str], list[Record]]) -> None:
    types = Counter(record["sagstype"] for record in records["1.1", quarter])
    assert set(types) == {"STRAF", "ATK", "MOU"}
    assert any(record["hoering_sendt"] < date(2024, 1, 1) for record in records["4.2", quarter])


@pytest.mark.parametrize("quarter", QUARTERS)
def test_some_hearings_are_not_answered_when_the_extract_is_drawn(
    quarter: str, records: dict[tuple[str, str], list[Record]]
) -> None:
    drawn = date.fromisoformat(EXTRACTED[quarter])
    answers = [record["bidrag_sendt"] for record in records["4.2", quarter]]
    assert any(answer is None for answer in answers)
    assert all(answer <= drawn for answer in answers if answer)


def test_a_case_is_the_same_in_every_extract_that_has_it(records: dict[tuple[str, str], list[Record]]) -> None:
    for before, after, late in (("2024K1", "2024K2", 212 + 64), ("2024K2", "2024K3", 38), ("2024K3", "2024K4", 0)):
        first = {r["sagsnummer"]: r for r in records["1.1", before]}
        begins = Period.parse(after).first_day
        again = {r["sagsnummer"]: r for r in records["1.1", after] if r["tiltale_afgjort"] < begins}
        assert all(again[key] == first[key] for key in again.keys() & first.keys())
        assert len(again.keys() - first.keys()) == late


def test_only_three_deadlines_are_corrected(records: dict[tuple[str, str], list[Record]]) -> None:
    first = {r["journalnummer"]: r for r in records["4.2", "2024K3"]}
    again = {r["journalnummer"]: r for r in records["4.2", "2024K4"]}
    changed = [key for key in first if first[key]["hoeringsfrist"] != again[key]["hoeringsfrist"]]
    assert {(again[key]["enhed"], again[key]["hoering_sendt"].month) for key in changed} == {("Rigspolitiet", 8)}
    assert [(value("4.2", first[key]), value("4.2", again[key])) for key in changed] == [(1, 0)] * 3


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_file_says_that_it_is_an_example(quarter: str) -> None:
    folder = EXAMPLES / quarter
    assert b"EKSEMPEL" in pq.read_metadata(folder / f"straffesager-{quarter}.parquet").metadata[b"status"]
    assert b"EKSEMPEL" in (folder / f"udvalgsspoergsmaal-{quarter}.csv").read_bytes().splitlines()[0]
    book = openpyxl.load_workbook(folder / f"afsoningssager-{quarter}.xlsx")
    assert all("EKSEMPEL" in str(sheet["A1"].value) for sheet in book)
    forms = sorted(folder.glob("skema-*.xlsx"))
    assert len(forms) == 4
    for form in forms:
        guide = openpyxl.load_workbook(form)["Vejledning"]
        assert any("eksempler" in str(cell.value) for row in guide.iter_rows(max_row=5) for cell in row)


def test_the_files_are_small() -> None:
    assert all(path.stat().st_size < 600_000 for path in EXAMPLES.rglob("*"))
    assert sum(map(len, folder_bytes(EXAMPLES).values())) < 2_500_000


# What makes them


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    script(folder)
    return folder


def script(*arguments: Path | str) -> None:
    """Run the script in this process, as a person types it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [SCRIPT[-1], *map(str, arguments)])
        make_example_extracts.main()


def content(path: Path) -> object:
    """What a file holds, without how it is compressed: that is the business of zlib's and Arrow's versions."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return [(entry.filename, entry.date_time, book.read(entry)) for entry in book.infolist()]
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        return table.schema.metadata, table.to_pydict()
    return path.read_bytes()


def test_the_script_makes_the_committed_extracts(made: Path) -> None:
    names = set(folder_bytes(made))
    assert names == set(folder_bytes(EXAMPLES)) - {"README.md"}
    hint = "run scripts/make_example_extracts.py and scripts/make_example_data.py again"
    assert not [name for name in sorted(names) if content(made / name) != content(EXAMPLES / name)], hint


def test_two_runs_write_the_same_bytes(made: Path, tmp_path: Path) -> None:
    """The other is a process of its own, with other seeds of its hashes and from another folder."""
    subprocess.run([*SCRIPT, str(tmp_path)], check=True, capture_output=True, cwd=tmp_path)
    assert folder_bytes(tmp_path) == folder_bytes(made)


def test_any_number_of_records_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, records: dict[tuple[str, str], list[Record]]
) -> None:
    monkeypatch.setattr(make_example_extracts, "QUARTERS", make_example_extracts.QUARTERS[:1])
    script(tmp_path, "--scale", "2")
    many = pq.read_table(tmp_path / "2024K1/straffesager-2024K1.parquet").to_pylist()
    few = [record for record in records["1.1", "2024K1"] if counted("1.1", record)]
    many = [record for record in many if counted("1.1", record)]
    assert len(many) == 2 * len(few)
    assert sum(value("1.1", record) for record in many) == 2 * sum(value("1.1", record) for record in few)


@pytest.mark.parametrize("scale", ["0", "1001", "mange"])
def test_a_scale_that_cannot_be_is_refused(scale: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        script(tmp_path, "--scale", scale)
    assert ended.value.code == 2
    assert "--scale" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


# What the command line makes of them


def intake(data: Path, quarter: str, *options: str) -> Called:
    where = ("--data-dir", data, "--project", data.parent / "project")
    return call("intake", quarter, EXAMPLES / quarter, *options, *where)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Called]]:
    """A year taken in quarter after quarter, what the command said, and in the second, when changes were not accepted."""
    data = tmp_path_factory.mktemp("year") / "data"
    (data / "2024").mkdir(parents=True)
    for name in ("plan.yml", "intake.yml"):
        shutil.copy(SHIPPED / name, data / "2024")
    shutil.copytree(SHIPPED / "2023K4", data / "2024/2023K4")
    said = {}
    for quarter, extracted in EXTRACTED.items():
        if quarter == REFUSED:
            said["refused"] = intake(data, quarter, "--extracted", extracted)
            assert not (data / "2024" / quarter).exists()
        said[quarter] = intake(data, quarter, "--extracted", extracted, "--accept-revisions")
        assert (said[quarter].returncode, said[quarter].stderr) == (0, "")
    return data, said


@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("name", FILES)
def test_the_command_line_makes_the_shipped_quarters_byte_for_byte(
    year: tuple[Path, dict[str, Called]], quarter: str, name: str
) -> None:
    assert (year[0] / "2024" / quarter / name).read_bytes() == (SHIPPED / quarter / name).read_bytes()


def _read(quarter: str) -> dict[tuple[str, str, str], tuple[int, Decimal]]:
    """Goal, month and unit → cases and total, of a shipped quarter."""
    with (SHIPPED / quarter / "series.csv").open(encoding="utf-8", newline="") as file:
        return {
            (r["goal"], r["month"], r["district"]): (int(r["n"]), Decimal(r["total"])) for r in csv.DictReader(file)
        }


def _changed(quarter: str) -> list[str]:
    """The figures of the quarters before that a shipped quarter gives otherwise, as they must be told."""
    plan = read_plan(SHIPPED / "plan.yml", None, name="plan.yml")

    def told(goal: str, figure: tuple[int, Decimal]) -> str:
        (criterion,), (n, total) = plan.goal(goal).measured, figure
        value = (criterion.scale * total / n).quantize(Decimal("0.1"), ROUND_HALF_UP)
        word = {"days": "dage", "percent": "pct."}[str(criterion.unit)]
        cases, measured = f"{n:,}".replace(",", "."), f"{value}".replace(".", ",")
        return f"{cases} {criterion.counted} ({measured} {word})"

    earlier = {key: (q, found) for q in QUARTERS[: QUARTERS.index(quarter)] for key, found in _read(q).items()}
    lines = []
    for (goal, month, unit), now in _read(quarter).items():
        since, before = earlier.get((goal, month, unit), ("", now))
        if before != now:
            name = plan.district(unit).name
            lines.append(f"mål {goal}, {month}, {name}: {told(goal, before)} i {since} bliver til {told(goal, now)}")
    return lines


def _shown(done: Called) -> list[str]:
    return sorted(line.strip().replace("\u00a0", " ") for line in done.stdout.splitlines() if "bliver til" in line)


@pytest.mark.parametrize("quarter", QUARTERS[1:])
def test_changed_figures_are_shown(year: tuple[Path, dict[str, Called]], quarter: str) -> None:
    assert _shown(year[1][quarter]) == sorted(_changed(quarter)) != []


def test_changed_figures_are_written_only_when_they_are_accepted(year: tuple[Path, dict[str, Called]]) -> None:
    done = year[1]["refused"]
    assert _shown(done) == _shown(year[1][REFUSED])
    assert done.returncode == 1
    assert done.stderr.strip() == "Intet er skrevet. Er de ændrede tal rigtige, så kør igen med --accept-revisions."


@pytest.mark.parametrize("quarter", ["2024K1", "2024K4"])
def test_a_rerun_with_the_same_extracts_changes_nothing(year: tuple[Path, dict[str, Called]], quarter: str) -> None:
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in year[0].rglob("*") if path.is_file()}
    done = intake(year[0], quarter)  # on another day, and the first quarter is closed by now
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == f"{quarter}: intet er ændret."
    assert before == {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in year[0].rglob("*") if path.is_file()
    }


def test_what_a_killed_run_left_behind_is_no_hindrance(
    year: tuple[Path, dict[str, Called]],
) -> None:
    left = year[0] / "2024/.intake-left"
    shutil.copytree(SHIPPED / "2024K4", left / "2024K4")
    try:
        done = intake(year[0], "2024K4")
    finally:
        shutil.rmtree(left)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_row_is_accounted_for_in_source_json(quarter: str, records: dict[tuple[str, str], list[Record]]) -> None:
    source = json.loads((SHIPPED / quarter / "source.json").read_text(encoding="utf-8"))
    assert source["extracted"] == EXTRACTED[quarter]
    told = source["files"]["series.csv"]
    for extract in told["extracts"]:
        rows = records[extract["goal"], quarter]
        kept = sum(counted(extract["goal"], record) for record in rows)
        assert (extract["rows_read"], extract["rows_kept"]) == (len(rows), kept)
        assert (extract["rows_left_out"], extract["rows_rejected"]) == (len(rows) - kept, 0)
    for entry in source["files"].values():
        assert entry["rows_read"] == entry["rows_kept"] + entry["rows_left_out"] + entry["rows_rejected"]
        assert entry["rows_read"] == sum(extract["rows_read"] for extract in entry["extracts"])
    assert {name for entry in source["files"].values() for e in entry["extracts"] for name in e["sources"]} == {
        path.name for path in (EXAMPLES / quarter).iterdir()
    }
