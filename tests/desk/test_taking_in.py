"""Files dropped on the desk: laid ready, shown old and new before anything is written, and then exactly that is written."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from conftest import make_library
from desk_running import Running, at_open_period, running
from extracts import as_text, write_csv
from taking_in import ROWS, answers, intake, revised

from kvartalsbog.files.holding import alone

K3 = "/periode/2026K3/"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Running]:
    with at_open_period(tmp_path, K3) as one:
        yield one


def series(desk: Running) -> str:
    return (desk.desk.data_dir / "2026/2026K3/series.csv").read_text(encoding="utf-8")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_dropped_is_shown_and_then_written_as_the_command_writes_it(desk: Running, tmp_path: Path) -> None:
    extract = answers(tmp_path / "svar.csv")
    before = everything(desk.desk.data_dir)
    assert "Filerne ligger klar." in desk.drop(f"{K3}modtag", {"svar.csv": extract.read_bytes()}).words
    look = desk.ask(f"{K3}indtag?udtrukket=2026-10-06")
    assert "Mål a.1, svar.csv: 27 rækker læst, 27 beholdt" in look.words.replace("\u00a0", " ")
    assert "Mål a.1: 9 tal" in look.words.replace("\u00a0", " ")
    assert "juli 2026 Nordbiblioteket – 3 svar, i gennemsnit 4,0 point" in look.words.replace("\u00a0", " ")
    assert str(tmp_path) not in look.text
    assert everything(desk.desk.data_dir) == before  # a look writes nothing
    done = desk.post(f"{K3}indtag", set=look.hidden("set"), udtrukket="2026-10-06", afviste="0")
    assert "Svarene er skrevet." in done.words
    assert "Der ligger ingen filer klar." in desk.ask(f"{K3}modtag").words
    other = make_library(tmp_path / "other")
    intake(other, extract)
    assert everything(desk.desk.data_dir / "2026/2026K3") == everything(other / "data/2026/2026K3")


def test_bad_rows_are_told_with_their_place_and_come_as_a_workbook(desk: Running, tmp_path: Path) -> None:
    path = answers(tmp_path / "svar.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("2026", "206")
    desk.drop(f"{K3}modtag", {"svar.csv": "\n".join(lines).encode()})
    look = desk.ask(f"{K3}indtag")
    assert "svar.csv, linje\u00a04, modtaget" in look.text.replace("&nbsp;", "\u00a0")
    assert "Skriv det" not in look.words
    workbook = desk.ask(f"{K3}afvist?fil=afvist-svar-csv.xlsx")
    assert workbook.content.startswith(b"PK")
    assert workbook.headers["content-disposition"] == 'attachment; filename="afvist-svar-csv.xlsx"'
    assert desk.ask(f"{K3}afvist?fil=../.noegle").status == 422
    let = desk.ask(f"{K3}indtag?afviste=1&udtrukket=2026-10-06")
    assert (
        "Svarene er skrevet."
        in desk.post(f"{K3}indtag", set=let.hidden("set"), afviste="1", udtrukket="2026-10-06").words
    )
    assert not list(desk.desk.inbox.rglob("*.*"))  # neither the records nor the workbook of them stays


def test_dates_in_another_form_are_named_mapped_on_the_desk_and_read(desk: Running, tmp_path: Path) -> None:
    rows = [
        [f"S{month}-{unit}", unit, f"{month:02d}/14/2026", "4"]
        for month in (7, 8, 9)
        for unit in ("nord", "oest", "vest")
    ]
    path = write_csv(tmp_path / "svar.csv", rows, head=["nr", "afdeling", "modtaget", "point"])
    desk.drop(f"{K3}modtag", {"svar.csv": path.read_bytes()})
    look = desk.ask(f"{K3}indtag?udtrukket=2026-10-06")
    line = "date_form: mm/dd/åååå"
    assert f"så skriv »{line}« ved målet i intake.yml" in look.words
    assert f'href="{K3}filer?fil=intake.yml">Ret intake.yml</a>' in look.text
    page = f"{K3}filer?fil=intake.yml"
    text = (desk.desk.data_dir / "2026/intake.yml").read_text(encoding="utf-8")
    text = text.replace("    month: modtaget\n", f"    month: modtaget\n    {line}\n")
    seen = desk.post(page, set=desk.ask(page).hidden("set"), tekst=text, igen="ja")
    assert "Filen er gemt." in desk.post(page, set=seen.hidden("set"), vist=seen.hidden("vist"), tekst=text).words
    look = desk.ask(f"{K3}indtag?udtrukket=2026-10-06")
    assert "juli 2026 Nordbiblioteket – 1 svar, i gennemsnit 4,0 point" in look.words.replace("\u00a0", " ")
    done = desk.post(f"{K3}indtag", set=look.hidden("set"), udtrukket="2026-10-06", afviste="0")
    assert "Svarene er skrevet." in done.words


def test_a_plan_without_a_period_is_opened_from_the_first_page(tmp_path: Path) -> None:
    project = make_library(tmp_path / "plan")
    for quarter in (project / "data/2026").glob("2026K*"):
        shutil.rmtree(quarter)
    with running(project, tmp_path) as one:
        assert "Åbn den første Åbn 1. kvartal 2026" in one.ask("/").words.replace("\u00a0", " ")
        assert "Perioden er åbnet." in one.post("/periode/2026K1/aabn").words
        assert one.ask("/").status == 303


def test_figures_that_stand_change_only_when_it_is_said_that_they_shall(desk: Running, tmp_path: Path) -> None:
    desk.drop(f"{K3}modtag", {"afleveringer.csv": revised(tmp_path).read_bytes()})
    look = desk.ask(f"{K3}indtag?udtrukket=2026-10-06")
    assert "Tal, der ændres" in look.words
    assert "bliver til" in look.words
    assert "ingen grund er givet" in look.words
    assert "Skriv grunden i feltet til den her på siden" in look.words
    assert "--reason" not in look.words
    assert "Skriv det" not in look.words
    reason = {"grund-a.2": "To afdelinger talte igen."}
    look = desk.ask(f"{K3}indtag?{urlencode({'udtrukket': '2026-10-06', **reason})}")
    sent = {"set": look.hidden("set"), "udtrukket": "2026-10-06", "afviste": "0", "grund-a.2": look.hidden("grund-a.2")}
    before = series(desk)
    refused = desk.post(f"{K3}indtag", **sent)
    assert (refused.status, "Sæt hak ved" in refused.words) == (422, True)
    assert series(desk) == before
    assert "Svarene er skrevet." in desk.post(f"{K3}indtag", **sent, rettelser="ja").words
    assert "To afdelinger talte igen." in (desk.desk.data_dir / "2026/2026K3/commentary.yml").read_text(
        encoding="utf-8"
    )


def test_what_has_changed_since_it_was_seen_is_not_written(desk: Running, tmp_path: Path) -> None:
    extract = answers(tmp_path / "svar.csv")
    desk.drop(f"{K3}modtag", {"svar.csv": extract.read_bytes()})
    seen = {
        "set": desk.ask(f"{K3}indtag?udtrukket=2026-10-06").hidden("set"),
        "udtrukket": "2026-10-06",
        "afviste": "0",
    }
    before = series(desk)
    desk.drop(f"{K3}modtag", {"svar.csv": answers(extract, points=5).read_bytes()})  # in another window
    assert desk.post(f"{K3}indtag", **seen).status == 422
    fresh = {**seen, "set": desk.ask(f"{K3}indtag?udtrukket=2026-10-06").hidden("set")}
    assert desk.post(f"{K3}indtag", **{**fresh, "afviste": "7"}).status == 422  # other than was shown
    plan = desk.desk.data_dir / "2026/plan.yml"
    plan.write_text(f"{plan.read_text(encoding='utf-8')}# en tanke\n", encoding="utf-8")
    assert "er ændret, siden du så dem" in desk.post(f"{K3}indtag", **fresh).words
    assert series(desk) == before
    again = {**seen, "set": desk.ask(f"{K3}indtag?udtrukket=2026-10-06").hidden("set")}
    with alone(desk.desk.data_dir / "2026"):  # a command in the terminal
        assert "En anden kommando er ved at skrive her." in desk.post(f"{K3}indtag", **again).words
    assert "Svarene er skrevet." in desk.post(f"{K3}indtag", **again).words


def test_a_desk_that_was_killed_has_lost_nothing(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    extract = write_csv(tmp_path / "afleveringer.csv", as_text([row for row in ROWS if row[3].month > 6]))
    with running(project, tmp_path) as desk:
        desk.post(f"{K3}aabn")
        desk.drop(f"{K3}modtag", {"afleveringer.csv": extract.read_bytes()})
        seen = desk.ask(f"{K3}indtag?udtrukket=2026-10-06").hidden("set")
        (desk.desk.inbox / "2026/2026K3/.paa-vej-x").write_bytes(b"a half file")  # of the moment it was killed in
    with running(project, tmp_path) as desk:
        assert "afleveringer.csv" in desk.ask(f"{K3}modtag").words
        assert "paa-vej" not in desk.ask(f"{K3}modtag").text
        assert "Svarene er skrevet." in desk.post(f"{K3}indtag", set=seen, udtrukket="2026-10-06", afviste="0").words


@pytest.mark.parametrize(("name", "kept"), [("../../plan.yml", "plan.yml"), ("C:\\\\udtræk\\\\svar.csv", "svar.csv"), ("måned (1).csv", "måned (1).csv"), (".noegle", None), ("..", None), ("a\x07b.csv", None), ("a" * 300 + ".csv", None), ("<b>.csv", None)])  # fmt: skip
def test_a_name_is_only_a_name(desk: Running, name: str, kept: str | None) -> None:
    answer = desk.drop(f"{K3}modtag", {name: b"x"})
    there = [path.name for path in desk.desk.inbox.rglob("*") if path.is_file()]
    assert there == ([kept] if kept else [])
    if kept:
        assert "Filen er fjernet." in desk.post(f"{K3}modtag", fjern=kept).words
    else:
        assert (answer.status, "Filens navn" in answer.words) == (422, True)
    assert desk.drop(f"{K3}modtag", {}).status == 422


def test_a_workbook_that_would_unpack_without_end_is_told_and_nothing_else_happens(desk: Running) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(600):
                sheet.write(b"\0" * 2**20)
    before = everything(desk.desk.data_dir)
    assert "Filerne ligger klar." in desk.drop(f"{K3}modtag", {"svar.xlsx": packed.getvalue()}).words
    look = desk.ask(f"{K3}indtag")
    assert "svar.xlsx" in look.words
    assert "Intet kan skrives, før" in look.words
    assert everything(desk.desk.data_dir) == before


def test_a_folder_of_many_files_and_a_form_of_many_fields_are_refused_in_danish(desk: Running) -> None:
    answer = desk.drop(f"{K3}modtag", {f"fil{n}.csv": b"x" for n in range(201)})
    assert (answer.status, "Det kan ikke lade sig gøre" in answer.words) == (400, True)
    assert not list(desk.desk.inbox.rglob("*.csv"))
    many = desk.post(f"{K3}ret", **{f"felt{n}": "x" for n in range(5001)})
    assert many.status in (400, 422)
