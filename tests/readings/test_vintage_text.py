"""A vintage's files as text: what is joined with what, in which order it is written, and what source.json tells of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import LIBRARY
from small_findings import DAYS, JUNE, PROJECTS, REPORT, goal, plan_of

from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.fingerprints import sha256_of
from kvartalsbog.periods import quarter_of
from kvartalsbog.readings.vintage_text import (
    Item,
    VintageText,
    deliverables,
    entry,
    latest_items,
    part_of,
    read_vintage_text,
    text_of,
    texts,
)
from kvartalsbog.readings.written import read_written

K1 = quarter_of(2024, 1)
APRIL, MAY = date(2024, 4, 3), date(2024, 5, 2)
SERIES, ITEMS, WORDS = "series.csv", "deliverables.csv", "commentary.yml"
SHA = "0" * 64
GRADED = {"id": "graded", "kind": "assessed", "title": "Vurdering", "assessment": "vurdering", "degrees": {"helt": 100, "slet ikke": 0}, "deadline": JUNE}  # fmt: skip


def told(number: str = "1.1", received: date = APRIL, *, of: str = "", kind: str = "", read: int = 3, **counts: int) -> dict[str, Any]:  # fmt: skip
    """An entry of which every row is kept, but for those that are counted otherwise."""
    others = {"left_out": 0, "rejected": 0} | counts
    kept = read - sum(others.values())
    return entry(number, received, {"sager.csv": SHA}, read=read, kept=kept, kind=kind, of=of, **others)


def test_what_is_new_of_a_goal_stands_in_place_of_what_stood() -> None:
    here = VintageText(
        {"1.1": [("1.1", "old")], "1.5": [("1.5", "old")]}, {"1.2": [("1.2", "old")], "1.3": [("1.3", "old")]},
        {"1.1": {"comment": "før"}, "1.2": {"comment": "før"}}, {}, APRIL,
    )  # fmt: skip
    new = VintageText({"1.1": [("1.1", "new")]}, {"1.2": [("1.2", "new")]}, {"1.2": {"comment": "nu"}}, {}, MAY)
    assert here.joined(new) == VintageText(
        {"1.1": [("1.1", "new")], "1.5": [("1.5", "old")]}, {"1.2": [("1.2", "new")], "1.3": [("1.3", "old")]},
        {"1.1": {"comment": "før"}, "1.2": {"comment": "nu"}}, {}, APRIL,
    )  # fmt: skip


def sources(*entries: tuple[str, str, dict[str, Any]]) -> VintageText:
    return VintageText(extracts={(file, told["goal"], part): told for file, part, told in entries})


def test_what_gives_a_goal_whole_takes_the_place_of_all_its_parts_and_a_part_only_of_its_own() -> None:
    typed, other, extract = told(of="nord 2024-01"), told(of="syd 2024-01"), told()
    parts = sources((SERIES, "nord", typed), (SERIES, "syd", other), (ITEMS, "", told()), (SERIES, "", told("1.5")))
    whole = parts.joined(sources((SERIES, "", extract))).extracts
    assert whole.keys() == {(SERIES, "1.1", ""), (ITEMS, "1.1", ""), (SERIES, "1.5", "")}
    again = told(of="nord 2024-01", read=4)
    part = parts.joined(sources((SERIES, "nord", again))).extracts
    assert part == {**parts.extracts, (SERIES, "1.1", "nord"): again}


@pytest.mark.parametrize(
    ("again", "redated", "received"),
    [
        (told(received=MAY), False, "2024-04-03"),  # the same as before
        (told(received=MAY), True, "2024-05-02"),
        (told(received=MAY, read=4), False, "2024-05-02"),
        (told("1.5", received=MAY), False, "2024-05-02"),
    ],
)
def test_a_source_that_says_the_same_keeps_the_day_it_came(again: dict[str, Any], redated: bool, received: str) -> None:
    joined = sources((SERIES, "", told())).joined(sources((SERIES, "", again)), redated=redated)
    assert joined.extracts[SERIES, again["goal"], ""] == again | {"received": received}


def test_the_day_of_the_data_is_kept_until_they_are_dated_again() -> None:
    here = VintageText(extracted=APRIL)
    assert [here.joined(VintageText(), redated=redated).extracted for redated in (False, True)] == [APRIL, None]


def test_where_there_is_no_folder_nothing_has_been_written(tmp_path: Path) -> None:
    assert read_vintage_text(tmp_path / "2024K1") == VintageText()


# neither the units nor the projects stand in the order of the alphabet
MANY = PROJECTS | {"items": {"id": "projekt", "title": "Projekt", "most": 12, "set_by": "book"}}
PLAN = plan_of(goal("1.1", DAYS | {"districts": ["syd", "nord"]}, weight=50), goal("1.2", MANY), goal("1.3", REPORT))
FULL = VintageText(
    {"1.1": [("1.1", "2024-02", "syd", "4", "40"), ("1.1", "2024-01", "vest", "9", "90"), ("1.1", "2024-02", "nord", "3", "30"), ("1.1", "2024-01", "syd", "2", "20"), ("1.1", "2024-01", "nord", "1", "10")]},
    {"1.3": [("1.3", "rapport", "", "2024-06-01", "Æ, ø")], "1.2": [("1.2", "ukendt", "", "", ""), ("1.2", "projekt-10", "", "", ""), ("1.2", "projekt-2", "2024-03-01", "", "")]},
    {"1.3": {"comment": "Det går."}, "1.1": {}},
)  # fmt: skip


def test_rows_stand_in_the_plans_order_and_what_it_does_not_know_last() -> None:
    written = texts(FULL, PLAN, K1)
    assert list(written) == [SERIES, ITEMS, WORDS, "source.json"]
    assert written[SERIES].splitlines() == [
        "goal,month,district,n,total",
        "1.1,2024-01,syd,2,20", "1.1,2024-01,nord,1,10", "1.1,2024-01,vest,9,90", "1.1,2024-02,syd,4,40", "1.1,2024-02,nord,3,30",
    ]  # fmt: skip
    assert written[ITEMS].splitlines() == [
        "goal,deliverable,completed,expected,evidence",
        "1.2,projekt-2,2024-03-01,,", "1.2,projekt-10,,,", "1.2,ukendt,,,", '1.3,rapport,,2024-06-01,"Æ, ø"',
    ]  # fmt: skip
    assert written[WORDS] == "'1.3':\n  comment: Det går.\n"
    assert all(text.endswith("\n") and "\r" not in text for text in written.values())


def test_of_no_readings_the_files_are_their_heads() -> None:
    written = texts(VintageText(), PLAN, K1)
    assert written[SERIES] == "goal,month,district,n,total\n"
    assert written[ITEMS] == "goal,deliverable,completed,expected,evidence\n"
    assert json.loads(written["source.json"])["extracted"] == "2024-04-01"  # the day after the quarter


def test_degrees_are_written_where_the_plan_has_assessments() -> None:
    row = ("1.3", "vurdering", "2024-03-01", "", "Set", "helt", "Rådet")
    assessed, plain = plan_of(goal("1.3", REPORT, GRADED, weight=100)), plan_of(goal("1.3", REPORT, weight=100))
    vintage = VintageText(items={"1.3": [row]})
    assert texts(vintage, assessed, K1)[ITEMS] == f"goal,deliverable,completed,expected,evidence,degree,by\n{','.join(row)}\n"  # fmt: skip
    assert texts(vintage, plain, K1)[ITEMS].splitlines()[1] == ",".join(row[:5])


def source(vintage: VintageText, **made_by: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(texts(vintage, PLAN, K1, **made_by)["source.json"])
    return read


def test_the_source_tells_of_each_file_what_it_was_made_of() -> None:
    written, read = texts(FULL, PLAN, K1), source(FULL)
    counts = {SERIES: 5, ITEMS: 4, WORDS: 1}
    assert read == {
        "vintage": "2024K1", "extracted": "2024-04-01", "data_status": "example",
        "files": {file: {
            "sha256": sha256_of(written[file].encode()), "source": "kvartalsbog intake",
            "rows_read": rows, "rows_kept": rows, "rows_left_out": 0, "rows_rejected": 0, "extracts": [],
        } for file, rows in counts.items()},
    }  # fmt: skip
    assert source(FULL, made_by="Ærø")["files"][WORDS]["source"] == "Ærø"
    named = texts(FULL, PLAN, K1, made_by="Ærø")["source.json"]
    assert "Ærø" in named
    assert named.startswith('{\n  "vintage"')


def test_of_extracts_the_rows_are_added_up_in_the_plans_order() -> None:
    """Empty and hidden rows are told of where there are some; of a goal that the plan does not have nothing is."""
    first = told(read=10, left_out=2, rejected=1)
    part = told(of="nord 2024-01", kind="typed", read=5, empty=2, hidden=1)
    project, report = told("1.2", read=2), told("1.3", read=3)
    vintage = sources((SERIES, "", first), (SERIES, "nord", part), (SERIES, "", told("9.9")), (ITEMS, "", report), (ITEMS, "", project))  # fmt: skip
    files = source(vintage)["files"]
    rows = {file: {key: count for key, count in files[file].items() if key.startswith("rows_")} for file in files}
    assert rows == {
        SERIES: {"rows_read": 15, "rows_kept": 9, "rows_left_out": 2, "rows_rejected": 1, "rows_empty": 2, "rows_hidden": 1},
        ITEMS: {"rows_read": 5, "rows_kept": 5, "rows_left_out": 0, "rows_rejected": 0},
        WORDS: {"rows_read": 0, "rows_kept": 0, "rows_left_out": 0, "rows_rejected": 0},
    }  # fmt: skip
    assert files[SERIES]["extracts"] == [first, part]
    assert files[ITEMS]["extracts"] == [project, report]


def test_an_extract_of_figures_stands_by_the_series_and_one_of_items_by_the_goal() -> None:
    plan = plan_of(goal("1.1", DAYS | {"series": "dage"}, REPORT, weight=100))
    series, items = told("dage"), told("1.1")
    vintage = sources((SERIES, "", series), (SERIES, "", items), (ITEMS, "", series), (ITEMS, "", items))
    files = json.loads(texts(vintage, plan, K1)["source.json"])["files"]
    assert [files[file]["extracts"] for file in (SERIES, ITEMS)] == [[series], [items]]


def test_an_entry_that_is_not_of_rows_counts_as_none() -> None:
    bare = {"goal": "1.1", "received": "2024-04-03", "sources": {}}
    assert source(sources((SERIES, "", bare)))["files"][SERIES]["rows_read"] == 0


@pytest.mark.parametrize(
    ("received", "extracted", "day"),
    [((), MAY, "2024-05-02"), ((APRIL,), None, "2024-04-03"), ((APRIL, MAY), None, "2024-05-02"), ((MAY,), APRIL, "2024-05-02"), ((APRIL,), MAY, "2024-05-02")],
)  # fmt: skip
def test_the_data_are_as_new_as_the_newest_of_them(received: tuple[date, ...], extracted: date | None, day: str) -> None:  # fmt: skip
    vintage = sources(*((SERIES, str(place), told(received=own)) for place, own in enumerate(received)))
    assert source(replace(vintage, extracted=extracted))["extracted"] == day


def test_an_entry_tells_of_empty_and_hidden_rows_and_how_sums_came_only_where_there_is_something_to_tell() -> None:
    plain = {"goal": "1.1", "received": "2024-04-03", "sources": {"a.csv": None, "b.csv": SHA}, "rows_read": 9, "rows_kept": 6, "rows_left_out": 2, "rows_rejected": 1}  # fmt: skip
    both: dict[str, str | None] = {"b.csv": SHA, "a.csv": None}
    bare = entry("1.1", APRIL, both, read=9, kept=6, left_out=2, rejected=1)
    assert bare == plain
    assert list(bare["sources"]) == ["a.csv", "b.csv"]
    full = entry("1.1", APRIL, both, read=9, kept=6, left_out=2, rejected=1, empty=4, hidden=5, kind="typed", of="nord")
    assert full == plain | {"rows_empty": 4, "rows_hidden": 5, "kind": "typed", "of": "nord"}


@pytest.mark.parametrize(
    ("told_of", "part"),
    [
        ({}, ""),
        ({"kind": "sums"}, "sager.csv"),
        ({"kind": "sums", "of": "nord"}, "sager.csv"),
        ({"kind": "form"}, "form"),
        ({"kind": "typed", "of": "nord 2024-01"}, "nord 2024-01"),
    ],
)
def test_a_part_is_a_file_of_sums_what_was_typed_or_a_form(told_of: dict[str, str], part: str) -> None:
    assert part_of(told_of | {"sources": {"sager.csv": SHA}}) == part


def written_to(folder: Path, vintage: VintageText) -> Path:
    folder.mkdir()
    for name, text in texts(vintage, PLAN, K1).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def test_what_is_written_is_read_again_as_it_stands(tmp_path: Path) -> None:
    """The cells of degrees are there, and empty; entries stand by their file, goal and part."""
    typed, extract = told(of="nord 2024-01", kind="typed"), told("1.2", received=MAY)
    vintage = replace(FULL, extracts={(SERIES, "1.1", "nord 2024-01"): typed, (ITEMS, "1.2", ""): extract})
    read = read_vintage_text(written_to(tmp_path / "2024K1", vintage))
    assert read.series == {"1.1": [FULL.series["1.1"][place] for place in (3, 4, 1, 0, 2)]}
    assert read.items == {
        "1.2": [(*row, "", "") for row in reversed(FULL.items["1.2"])],
        "1.3": [("1.3", "rapport", "", "2024-06-01", "Æ, ø", "", "")],
    }
    assert (read.remarks, read.extracted) == ({"1.3": {"comment": "Det går."}}, MAY)
    assert read.extracts == vintage.extracts
    assert texts(read, PLAN, K1) == texts(vintage, PLAN, K1)


def test_the_files_of_a_vintage_without_extracts_are_read_too() -> None:
    read = read_vintage_text(LIBRARY / "data/2026/2026K2")
    assert (read.extracts, read.extracted) == ({}, date(2026, 7, 7))
    assert read.series["a.1"][0] == ("a.1", "2026-03", "oest", "35", "150")


BROKEN = {
    SERIES: "goal,month\n",
    ITEMS: "goal\n",
    WORDS: "1.1: {comment: 5}\n",
    "source.json": "{}",
}


@pytest.mark.parametrize("file", BROKEN)
def test_files_that_cannot_be_read_are_refused_with_their_place(file: str, tmp_path: Path) -> None:
    folder = written_to(tmp_path / "2024K1", FULL)
    (folder / file).write_text(BROKEN[file], encoding="utf-8", newline="\n")
    with pytest.raises(ProblemsError) as refused:
        read_vintage_text(folder)
    assert {problem.place.file.rpartition("/")[2] for problem in refused.value.problems} == {file}


@pytest.mark.parametrize("file", BROKEN)
def test_a_file_that_is_not_there_is_refused(file: str, tmp_path: Path) -> None:
    folder = written_to(tmp_path / "2024K1", FULL)
    (folder / file).unlink()
    with pytest.raises(ProblemsError, match=file):
        text_of(read_written(folder))


def test_an_item_is_as_it_was_told_last(tmp_path: Path) -> None:
    later = VintageText(items={"1.2": [("1.2", "projekt-2", "2024-03-02", "", "Rettet")]})
    written = [read_written(written_to(tmp_path / name, told_)) for name, told_ in (("a", FULL), ("b", later))]
    assert latest_items(written) == {
        ("1.2", "projekt-2"): Item("2024-03-02", "", "Rettet"),
        ("1.2", "projekt-10"): Item(),
        ("1.2", "ukendt"): Item(),
        ("1.3", "rapport"): Item("", "2024-06-01", "Æ, ø"),
    }


def test_a_goals_items_are_those_of_all_its_criteria() -> None:
    (own,) = plan_of(goal("1.2", PROJECTS, REPORT, DAYS, weight=100)).goals
    december = date(2024, 12, 31)
    assert list(deliverables(own)) == [*((f"projekt-{n}", f"Projekt {n}", december) for n in (1, 2, 3)), ("rapport", "Rapport", JUNE)]  # fmt: skip
