"""Every word that YAML could read otherwise, every kind of wrong value, and every stage's problems at once."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import LIBRARY, make_library, seal
from pydantic import BaseModel, ValidationError

from kvartalsbog.book.preparation import prepared
from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.documents import Document, read_document, read_yaml, to_yaml
from kvartalsbog.files.validation import MESSAGES, OTHER, validation_problems
from kvartalsbog.inputs.approvals import _Record, read_approvals
from kvartalsbog.inputs.loading import load
from kvartalsbog.intake.records.mapping import IntakeMapping
from kvartalsbog.intake.vintage.board import board
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.readings.provenance import _SourceFile

K2 = quarter_of(2026, 2)
PLAN = LIBRARY / "data/2026/plan.yml"

# -- scalars -----------------------------------------------------------------------------------------------------------------

# what is typed without quotation marks → what it is
READ: dict[str, object] = {
    "180": 180, "0": 0, "-180": -180, "4.5": Decimal("4.5"), "1.10": Decimal("1.10"), "0.1000000000000000055": Decimal("0.1000000000000000055"),
    "true": True, "False": False, "~": None, "null": None, "2024-12-31": "2024-12-31", "2024-01-01T00:00:00": "2024-01-01T00:00:00",
    "N": "N", "nej": "nej", "1.1.2": "1.1.2", "2024K1": "2024K1", "NaN": "NaN",
}  # fmt: skip
SEVERAL_WAYS = ("0165", "00", "2:45", "12:30:00", "0x165", "0b11", "0o17", "1_000", "1e3", "1.0e+300", "+5", "5.", ".5", ".inf", "-.INF", ".nan", "yes", "No", "ON", "off", "=", "9" * 31, "9" * 4000)  # fmt: skip


def _read(text: str, folder: Path, name: str = "x.yml") -> Document:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_document(path, name=name)


@pytest.mark.parametrize("word", READ)
def test_a_word_is_what_it_is_typed_as(word: str, tmp_path: Path) -> None:
    value = _read(f"a: {word}\n", tmp_path).value["a"]
    assert (value, type(value)) == (READ[word], type(READ[word]))


@pytest.mark.parametrize("word", SEVERAL_WAYS)
def test_a_word_that_can_be_read_in_several_ways_is_refused_unless_quoted(word: str, tmp_path: Path) -> None:
    (problem,) = _read(f"b: 1\na: {word}\n", tmp_path).problems
    assert str(problem).startswith(f"x.yml:2 [a]: Værdien kan læses på flere måder. Fundet: '{word[:80]}'.")
    assert _read(f"a: '{word}'\n", tmp_path).value["a"] == word


@pytest.mark.parametrize(
    "text", ['{"a": NaN}', '{"a": Infinity}', "{a: 1}", '{"a": 1,}', "# x\n{}", '{"a": 01}', '{"a": 1}\n{"a": 1}', "[" * 100_000]
)  # fmt: skip
def test_a_json_file_is_json(text: str, tmp_path: Path) -> None:
    with pytest.raises(
        ProblemsError, match=r"x\.json(:\d)?: Filen (kan ikke læses som JSON|er mere end 20 niveauer dyb)"
    ):
        _read(text, tmp_path, "x.json")


def test_json_with_tabs_and_halves_of_characters_is_read(tmp_path: Path) -> None:
    assert _read('{\n\t"a": "\\ud83d\\ude00"\n}\n', tmp_path, "x.json").value == {"a": "😀"}


@pytest.mark.parametrize("word", [*SEVERAL_WAYS, "true", "~", "", "180", "4.5", "2024-12-31", "- x", "a: b", "*fed*"])
def test_what_is_written_is_read_again(word: str, tmp_path: Path) -> None:
    assert _read(to_yaml({"1.1": {"comment": word}}), tmp_path).value == {"1.1": {"comment": word}}


HIDDEN = ("\u200b", "\u00ad", "\u2028", "\u3164", "\U000e0041", "\u202e", "\ufeff", "\ufe0f", "\U000e0101", "\u2060", "\u034f", "\x85", "\x07", "\ue000")  # fmt: skip


@pytest.mark.parametrize("sign", HIDDEN, ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize("form", ["a: x{}y\n", "a: 'x{}y'\n", "a: >-\n  x\n  b{}y\n", "a: 1 # {}\n", "x{}y: 1\n"])
def test_what_cannot_be_seen_is_refused_wherever_it_stands(form: str, sign: str, tmp_path: Path) -> None:
    problems = _read(f"b: 1\n{form.format(sign)}", tmp_path).problems
    assert [p.value for p in problems] == [f"U+{ord(sign):04X}"]
    assert problems[0].place.line == 2 + form.format("").count("\n  ")


def test_a_hidden_sign_behind_an_escape_is_refused(tmp_path: Path) -> None:
    (problem,) = _read('a: "x\\u202ey"\n', tmp_path).problems
    assert (problem.place.line, problem.value) == (1, "U+202E")


@pytest.mark.parametrize("data", [b"a: 1\rb: 2\r", "a: 1\n".encode("utf-16"), "a: 1\n".encode("utf-16-le"), b"\xef\xbb\xbfa: 1\n", b"a: \x00\n", b"a: \xe6\n"])  # fmt: skip
def test_a_file_of_another_encoding_is_one_problem(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_bytes(data)
    with pytest.raises(ProblemsError) as caught:
        read_yaml(tmp_path / "x.yml", name="x.yml")
    assert len(caught.value.problems) == 1
    assert re.search(r"ikke i UTF-8|BOM|linjeskift", str(caught.value))


def test_windows_line_ends_are_no_problem(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_bytes(b"a: 1\r\nb: >-\r\n  x\r\n  y\r\n")
    document = read_yaml(tmp_path / "x.yml", name="x.yml")
    assert (document.value, document.lines["b",]) == ({"a": 1, "b": "x y"}, 2)


# -- values ------------------------------------------------------------------------------------------------------------------

# a line of the plan, another in its place → the problem; nothing else is told
WRONG: dict[tuple[str, str], str] = {
    ("limit: 4.2", "limit: -4"): "limit]: Kravet ligger uden for det, som en indberetning kan være. Fundet: '-4'. Tilladt: fra 1 til 5",
    ("limit: 4.2", "limit: 0"): "Kravet ligger uden for det, som en indberetning kan være. Fundet: '0'",
    ("limit: 4.2", 'limit: "4"'): "limit]: Værdien skal være et tal. Fundet: '4'. Tilladt: et tal som 180 eller 4.5",
    ("limit: 4.2", "limit: 9999999999999"): "limit]: Tallet er for stort, eller det har for mange decimaler. Fundet: '9999999999999'",
    ("limit: 4.2", "limit: 4.1234567"): "limit]: Tallet er for stort, eller det har for mange decimaler.",
    ("limit: 2\n            direction: at_most", "limit: 100\n            direction: at_most"): "Kravet er altid opfyldt. Fundet: '100'",
    ("limit: 2\n            direction: at_most", "limit: 0\n            direction: at_least"): "Kravet er altid opfyldt. Fundet: '0'",
    ("deadline: 2026-09-30", 'deadline: "2031-12-31"'): "Fristen ligger uden for planens år. Fundet: '2031-12-31'. Tilladt: en dag i 2026",
    ("deadline: 2026-09-30", "deadline: 0"): "deadline]: Datoen kan ikke læses. Fundet: '0'. Tilladt: en dag som 2024-12-31",
    ("deadline: 2026-09-30", "deadline: 1735603200"): "deadline]: Datoen kan ikke læses. Fundet: '1735603200'",
    ("deadline: 2026-09-30", "deadline: 2026-9-3"): "deadline]: Datoen kan ikke læses. Fundet: '2026-9-3'",
    ("deadline: 2026-09-30", "deadline: 2026-09-30T00:00:00"): "deadline]: Datoen kan ikke læses.",
    ("deadline: 2026-09-30", "deadline: 0001-01-01"): "deadline]: Datoen ligger uden for alle planers tid. Fundet: '0001-01-01'",
    ("2026K1: 2026-05-04", "2026K1: 2026-05-04 12:00:00"): "releases.2026K1]: Datoen kan ikke læses. Fundet: '2026-05-04 12:00:00'",
    ("2026K3: 2026-11-02", "2026K3: 2099-11-02"): "releases.2026K3]: Udgivelsesdagen ligger for længe efter kvartalet.",
    ("role: bibliotekar", "role: [a]"): "approvers.0.role]: Værdien skal være tekst. Fundet: 'en liste'",
    ("title: Nye rum", "title: !!bool x"): "Ukendt mærke (tag). Fundet: '!!bool'",
    ("title: Nye rum", "title: &x Rum"): "Henvisninger (&navn og *navn) bruges ikke her",
    ("title: Nye rum", "title: '  '"): "title]: Teksten er tom.",
    ("title: Nye rum", "title: 2026"): "title]: Værdien skal være tekst. Fundet: '2026'",
    ("weight: 32.25\n        responsible", "weight: 1000\n        responsible"): "weight]: Tallet er for stort. Fundet: '1000'. Tilladt: højst 100",
    ("effective: 2026-06-01", "effective: 2027-06-01"): "Ændringen gælder fra en dag uden for planens år. Fundet: '2027-06-01'. Tilladt: en dag i 2026",
    ("decided: 2026-05-20", "decided: 2029-05-20"): "Ændringen er ikke besluttet i den tid, der går forud for den. Fundet: '2029-05-20'",
    ("decided: 2026-05-20", "decided: 1999-05-20"): "Ændringen er ikke besluttet i den tid, der går forud for den. Fundet: '1999-05-20'",
    ("{goal: b.1, criterion: rooms,", '{pillar: "9", goal: b.1, criterion: rooms,'): "Ændringen skal pege på enten en søjle (»pillar«) eller et mål",
    ("{goal: b.1, criterion: rooms, field: limit, old: 3, new: 2}", "{goal: b.1, criterion: rooms, field: limit, old: 3, new: 9}"): "Efter ændringen: Der er færre emner end kravet. Fundet: '5'. Tilladt: mindst 9",
    ("{goal: b.1, criterion: rooms, field: limit, old: 3, new: 2}", "{goal: b.1, criterion: rooms, field: limit, old: 3, new: 2.5}"): "Planen er ugyldig efter ændringen: Værdien skal være et helt tal. Fundet: '2.5'",
    ("{goal: b.1, criterion: rooms, field: limit, old: 3, new: 2}", '{goal: b.1, criterion: rooms, field: deadline, old: 2026-09-30, new: "2031-12-31"}'): "Efter ændringen: Fristen ligger uden for planens år. Fundet: '2031-12-31'",
    ("{goal: b.1, criterion: rooms, field: limit, old: 3, new: 2}", "{goal: b.1, criterion: rooms, field: deadline, old: 2026-09-30, new: 2026-01-01}"): "Fristen ligger, før ændringen træder i kraft. Fundet: '2026-01-01'. Tilladt: tidligst 2026-06-01",
    ("      - {goal: a.2, field", "      - {goal: b.1, criterion: rooms, field: limit, old: 2, new: 1}\n      - {goal: a.2, field"): "To ændringer af det samme gælder fra samme dag. Fundet: 'b.1 rooms limit'",
}  # fmt: skip


@pytest.mark.parametrize("change", WRONG, ids=lambda change: change[1].strip()[:40])
def test_a_value_that_cannot_be_meant_is_one_problem_in_danish(change: tuple[str, str], tmp_path: Path) -> None:
    text = PLAN.read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "2026").mkdir()
    path = tmp_path / "2026/plan.yml"
    path.write_text(text.replace(change[0], change[1], 1), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_plan(path, None, name="2026/plan.yml")
    told = [str(p) for p in caught.value.problems if "vægt" not in p.message]
    assert len(told) == 1, told
    assert WRONG[change] in told[0]


MODELS: tuple[type[BaseModel], ...] = (Plan, IntakeMapping, _SourceFile, _Record)
VALUES: tuple[Any, ...] = (
    None, True, 0, 1, -1, 10**12, Decimal("1.5"), Decimal(-1), Decimal("NaN"), "", "  ", "x", "X Y", "x" * 3000, "x\u202e", "2026-12-31", "0001-01-01",
    "2026-12-31T10:00:00+00:00", [], [1], ["a"], {}, {"a": 1}, {"": {}}, {"X\u202e": None},
)  # fmt: skip


def _valid(folder: Path) -> dict[type[BaseModel], Any]:
    data = LIBRARY / "data/2026"
    mapping = data / "intake.yml"
    record = {
        "quarter": "2026K2",
        "approvals": [{"role": "a", "by": "B", "at": "2026-08-03T12:00:00+00:00", "inputs": {"x": "a" * 64}}],
    }
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    return {
        Plan: plan, IntakeMapping: read_yaml(mapping, name="m").value,
        _SourceFile: read_yaml(data / "2026K2/source.json", name="s").value, _Record: record,
    }  # fmt: skip


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, part in parts for found in _paths(part, (*path, key)))]


def _put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _put(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("model", MODELS)
def test_every_error_that_a_value_can_raise_is_told_in_danish(model: type[BaseModel], tmp_path: Path) -> None:
    valid = _valid(tmp_path)[model]
    kinds: set[str] = set()
    for path in _paths(valid):
        for new in (*VALUES, {"ukendt": 1}, {**valid, "ukendt": 1} if not path else {"kind": "ukendt"}):
            try:
                model.model_validate(_put(valid, path, new))
            except ValidationError as error:
                kinds |= {detail["type"] for detail in error.errors()}
                document = Document("x", _put(valid, path, new), {})
                for problem in validation_problems(document, error, model):
                    assert problem.message != OTHER
                    assert "None" not in str(problem)
    assert kinds
    assert kinds <= MESSAGES.keys(), kinds - MESSAGES.keys()


# -- the same reader everywhere ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "null",
        '"x"',
        '{"files": {}}',
        '{"a": NaN}',
        "[" * 50_000,
        '{"vintage": "2026K2", "vintage": "2026K2"}',
    ],
)
def test_check_status_and_intake_refuse_a_source_file_alike(text: str, library: Path) -> None:
    (library / "data/2026/2026K2/source.json").write_text(text, encoding="utf-8")
    told = []
    for command in (lambda: load(K2, library / "data"), lambda: board(ground(K2, library / "data"))):
        with pytest.raises(ProblemsError) as caught:
            command()
        told.append([str(p) for p in caught.value.problems if "source.json" in p.place.file])
    assert told[0] == told[1]
    assert told[0]


def test_markup_in_a_sources_goal_is_refused(library: Path) -> None:
    path = library / "data/2026/2026K1/source.json"
    source = json.loads(path.read_text(encoding="utf-8"))
    rows = {"rows_read": 0, "rows_kept": 0, "rows_rejected": 0}
    source["files"]["series.csv"]["extracts"] = [
        {"goal": "<b>a.1</b>", "received": "2026-04-01", "sources": {}, **rows}
    ]
    path.write_text(json.dumps(source), encoding="utf-8")
    with pytest.raises(
        ProblemsError, match=r"extracts\.0\.goal\]: Teksten har ikke den rette form\. Fundet: '<b>a\.1</b>'"
    ):
        load(K2, library / "data")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"quarter": "2026K1"}, "quarter]: Kvartalet er ikke filens. Fundet: '2026K1'. Tilladt: 2026K2"),
        ({"at": "1970-01-01T00:00:00+00:00"}, "Tidspunktet ligger|Datoen ligger"),
        ({"at": "0001-01-01T00:00:00+00:00"}, "Datoen ligger uden for alle planers tid"),
        ({"at": "9999-12-31T23:59:59+00:00"}, "Datoen ligger uden for alle planers tid"),
        ({"at": "2026-08-03T12:00:00"}, "Tidspunktet kan ikke læses. Fundet: '2026-08-03T12:00:00'"),
        ({"at": 1785758400}, "Tidspunktet kan ikke læses. Fundet: '1785758400'"),
        ({"at": "2006-08-03T12:00:00Z"}, "Tidspunktet ligger for langt fra kvartalet. Fundet: '2006-08-03'. Tilladt: 2025 til 2036"),
    ],
)  # fmt: skip
def test_an_approval_of_another_time_or_quarter_is_refused(change: dict[str, Any], told: str, tmp_path: Path) -> None:
    record: dict[str, Any] = {
        "quarter": change.get("quarter", "2026K2"),
        "approvals": [{"role": "a", "by": "B", "at": change.get("at", "2026-08-03T12:00:00+00:00"), "inputs": {}}],
    }
    (tmp_path / "2026/approvals").mkdir(parents=True)
    (tmp_path / "2026/approvals/2026K2.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_approvals(K2, tmp_path)
    assert re.search(told, str(caught.value)) or told in str(caught.value)


# -- all at once -------------------------------------------------------------------------------------------------------------


def test_every_stages_problems_are_told_at_once(tmp_path: Path) -> None:
    """Weights, a value without form, a notebook, an amendment, the mapping, rows, words, approvals, settings and contents."""
    project = make_library(tmp_path)
    data = project / "data/2026"

    def edit(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    edit(data / "plan.yml", "weight: 45.5", "weight: 45")
    edit(data / "plan.yml", "old: 3, new: 2", "old: 4, new: 2")
    (project / "notebooks/2026/pillar_a.ipynb").unlink()
    edit(data / "intake.yml", "left_out: [film]", "left_out: [spil]")
    edit(data / "2026K2/series.csv", "nord,45,193", "nord,-45,193")
    edit(data / "2026K1/commentary.yml", "comment:", "kommentar:")
    seal(data / "2026K1")
    seal(data / "2026K2")
    (data / "approvals").mkdir()
    (data / "approvals/2026K2.json").write_text("{}", encoding="utf-8")
    edit(project / "_config.yml", "title: Kvartalsbog", "title: [Kvartalsbog]")
    edit(project / "_toc.yml", "book/method", "book/metode")
    with pytest.raises(ProblemsError) as caught:
        prepared(K2, project / "data", project)
    files = [problem.place.file for problem in caught.value.problems]
    assert dict.fromkeys(files) == dict.fromkeys(
        [
            "2026/2026K1/commentary.yml", "2026/2026K2/series.csv", "2026/approvals/2026K2.json", "2026/intake.yml", "2026/plan.yml",
            "_config.yml", "_toc.yml",
        ]
    )  # fmt: skip
    of_plan = [problem.message for problem in caught.value.problems if problem.place.file == "2026/plan.yml"]
    assert len(of_plan) >= 4
    assert {"Notesbogen findes ikke.", "Den gamle værdi er ikke planens."} <= set(of_plan)


def test_rows_are_judged_for_form_also_where_the_plan_has_none(library: Path) -> None:
    plan = library / "data/2026/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("year: 2026", "year: i år"), encoding="utf-8")
    path = library / "data/2026/2026K2/deliverables.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("evidence", "bevis", 1), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        load(K2, library / "data")
    told = "\n".join(map(str, caught.value.problems))
    assert "2026/plan.yml:3 [year]: Værdien skal være et helt tal. Fundet: 'i år'." in told
    assert "deliverables.csv:1 [bevis]: Ukendt kolonne." in told
    assert "Filen er ændret, siden den blev forseglet." in told
