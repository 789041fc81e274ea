"""Two kinds of criteria that nobody has thought of, from plan.yml to the published data: a kind is one module and its words.

CONTRIBUTING, »A kind of criterion«, is what is done here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import jsonschema
import pytest
from calling import call
from conftest import make_library
from desk_running import running
from extracts import as_text, records, write_csv
from forms import changed, type_in, written
from pdf_reading import body_text
from pydantic import Field
from taking_in import answers, intake
from word_files import said

from kvartalsbog.audit.histories import series_kind as kind_of_audit
from kvartalsbog.book.build import build
from kvartalsbog.errors import ProblemsError
from kvartalsbog.files.fields import Words, number_of
from kvartalsbog.inputs.loading import Report, load
from kvartalsbog.intake.forms.composing import forms
from kvartalsbog.intake.forms.layout import Kind, Known
from kvartalsbog.intake.vintage.drafting import draft
from kvartalsbog.intake.vintage.ground import ground
from kvartalsbog.kinds import registry
from kvartalsbog.kinds.base import Asked, CriterionResult, Outlook, Reason, Refusal, State
from kvartalsbog.kinds.dated import DatedCriterion, Items
from kvartalsbog.kinds.drafting import FigureGoal, Own, SeriesDraft, TypedGoal
from kvartalsbog.kinds.measures import DeliverableReading
from kvartalsbog.kinds.series import Bounds, SeriesCriterion
from kvartalsbog.opendata.formats.facts import EditionFacts
from kvartalsbog.opendata.formats.files import edition_files
from kvartalsbog.opendata.formats.results_json import results
from kvartalsbog.pages.annual import TARGET_REPORTING
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.pages.headed import Headed
from kvartalsbog.periods import Calendar, FollowUp, quarter_of
from kvartalsbog.plan.amending import fields_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.words import kinds as words
from kvartalsbog.words.dated import NumberedWords
from kvartalsbog.words.numbers import amount, long_date
from kvartalsbog.words.series import SeriesWords

K3 = quarter_of(2026, 3)

# -- the two kinds, as two modules in kinds/ would have them ------------------------------------------------------------


class Rate(SeriesCriterion):
    """1.000 · Σ total / Σ n: so many of a thousand."""

    kind: Literal["rate"]
    unit: Literal["promille"]
    scale: ClassVar[int] = 1000
    whole: ClassVar[bool] = True
    fed_by: ClassVar[tuple[str, ...]] = ("in_time", "yes_no")

    @classmethod
    def drafted(cls, goal: TypedGoal) -> SeriesDraft | None:
        if not isinstance(goal, FigureGoal) or goal.unit != "promille":
            return None
        if goal.limit >= 1000:
            raise ValueError("Det er ingen promille.")
        return SeriesDraft("rate", goal, cls.fed_by[1], manner="af tusind", own=(Own("decimals", 1, "som vi plejer"),))

    @property
    def case(self) -> Bounds:
        return Bounds(minimum=Decimal(0), maximum=Decimal(1))

    @classmethod
    def refused(cls, written: Mapping[str, Any]) -> Iterator[Refusal]:
        if (limit := number_of(written.get("limit"))) is not None and not 0 < limit < 1000:
            yield Refusal(("limit",), "Kravet er ingen promille.", str(written["limit"]), "over 0 og under 1000")

    def refused_reading(self, n: int, total: Decimal) -> Iterator[Refusal]:
        if total > n:
            yield Refusal(("total",), "Der er flere fejl end afleveringer.", allowed=f"højst {n}")


class Punctual(DatedCriterion):
    """At most `limit` of the items completed after the deadline; known at the deadline."""

    kind: Literal["punctual"]
    unit: Words
    limit: Annotated[int, Field(strict=True, ge=0)]
    rooms: Items

    item_key = "rooms.id"

    @property
    def asked(self) -> Asked:
        return Asked(Decimal(self.limit), "at_most", self.unit)

    @property
    def names(self) -> tuple[str, ...]:
        return self.rooms.ids

    @property
    def needed(self) -> int:
        return self.rooms.most

    @property
    def room(self) -> Items:
        return self.rooms

    def judge_items(self, items: Sequence[DeliverableReading], on: date) -> CriterionResult:
        late = [i for i in items if (i.completed or i.expected or self.deadline) > self.deadline]
        limit, value = Decimal(self.limit), Decimal(len(late))
        if self.deadline <= on:
            state = State.FAILED if len(late) > self.limit else State.HOLDS
            return CriterionResult(self, state, value=value, limit=limit, late=any(i.completed for i in late))
        impossible = len(late) > self.limit
        outlook, reason = (
            (Outlook.OUT_OF_REACH, Reason.TOO_MANY_LATE) if impossible else (Outlook.ON_TRACK, Reason.ENOUGH_EXPECTED)
        )
        return CriterionResult(self, State.NOT_DUE, outlook, reason, value=value, limit=limit)


@dataclass(frozen=True)
class PunctualWords(NumberedWords):
    name: str = "rettidighed"

    def asked(self, criterion: DatedCriterion) -> str:
        assert criterion.asked is not None
        return f"højst {amount(criterion.asked.limit, criterion.asked.unit)} for sent"

    def reached(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        assert criterion.asked is not None
        return f"{amount(result.value or 0, criterion.asked.unit)} for sent"

    def fact(self, criterion: DatedCriterion, result: CriterionResult, months: object) -> str:
        return f"{self.reached(criterion, result)}; kravet er {self.asked(criterion)}."

    def alternative(self, criterion: DatedCriterion, result: CriterionResult) -> str:
        return self.reached(criterion, result)


@pytest.fixture(scope="module", autouse=True)
def known() -> Iterator[None]:
    """All that the house is told of the two kinds."""
    with pytest.MonkeyPatch.context() as patch:
        registry.register(Rate)
        registry.register(Punctual)
        patch.setitem(words.WORDS, "rate", SeriesWords("promille", "en promille", "Fejlraten"))
        patch.setitem(words.WORDS, "punctual", PunctualWords())
        yield
    for kind in ("rate", "punctual"):
        del registry.KINDS[kind]


# -- the way of both -----------------------------------------------------------------------------------------------------


def changes(plan: str) -> str:
    """The library's plan with the two kinds in it: at most 25 of 1.000 returns in time, at most one room late."""
    old = plan
    plan = (
        plan.replace("kind: share", "kind: rate")
        .replace("unit: pct.", "unit: promille")
        .replace("limit: 2\n", "limit: 25\n")
    )
    plan = plan.replace("kind: count", "kind: punctual").replace("items: {id: sal", "rooms: {id: sal")
    plan = plan.replace(
        "{goal: b.1, criterion: rooms, field: limit, old: 3, new: 2}",
        "{goal: b.1, criterion: rooms, field: limit, old: 3, new: 1}",
    )
    assert plan != old
    return plan


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library with such a plan, its notebooks, and the third quarter taken in from two extracts and a form."""
    folder = tmp_path_factory.mktemp("invented")
    made = make_library(folder)
    plan = made / "data/2026/plan.yml"
    plan.write_text(changes(plan.read_text(encoding="utf-8")), encoding="utf-8")
    assert call("check", "2026K2", cwd=made).returncode == 0
    opened = call("new-quarter", "2026K3", cwd=made)
    assert opened.returncode == 0, opened.told
    base = ground(K3, made / "data")
    form = next(form for form in base.forms or () if form.unit == "Bygningskontoret")
    filled = changed(
        written(form, folder, "bygning.xlsx"),
        lambda book: type_in(
            book,
            form,
            {
                ("b.1", Kind.STATE, "sal-3"): "Forventet",
                ("b.1", Kind.DAY, "sal-3"): date(2026, 10, 20),
            },
        ),
    )
    third = write_csv(folder / "afleveringer.csv", as_text([row for row in records(24) if row[3].month in (7, 8, 9)]))
    taken = intake(made, third, answers(folder / "svar.csv"), filled)
    assert taken.returncode == 0, taken.told
    return made


@pytest.fixture(scope="module")
def reported(project: Path) -> Report:
    return load(K3, project / "data", project)


@pytest.fixture(scope="module")
def findings(reported: Report) -> Findings:
    return find(reported)


@pytest.fixture(scope="module")
def book(project: Path) -> Path:
    return build(K3, project, project / "data", project / "_build")


def blocks_of(part: Headed) -> list[Any]:
    return [block.model_dump(mode="json") for block in part.blocks]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_intake_counts_them_and_the_judgement_is_the_kinds_own(findings: Findings, reported: Report) -> None:
    # a.2: 20+18+25+19+21+26+31+24+22+… of the first half year, and what the third quarter's records gave
    rate = findings.result.goal("a.2").criteria[0]
    rows = [r for r in reported.readings.series("a.2") if r.month.year == 2026]
    assert rate.value == Decimal(1000) * sum(r.total for r in rows) / sum(r.n for r in rows)
    assert any(r.month.number == 9 for r in rows)
    # b.1: sal-1 and sal-2 were open before 30 September; sal-3 is expected on 20 October: one late, as allowed
    rooms = findings.result.goal("b.1").criteria[0]
    assert (rooms.state, rooms.value, rooms.limit) == (State.HOLDS, 1, 1)


@pytest.mark.slow
def test_the_book_shows_them_on_pages_and_in_the_pdf(book: Path) -> None:
    a, b = (plain((book / f"html/notebooks/2026/pillar_{pillar}.html").read_text(encoding="utf-8")) for pillar in "ab")
    assert re.search(r"Fejlraten i januar–september 2026 er [\d,]+ promille; kravet er højst 25 promille\.", a)
    assert "1 læsesale for sent; kravet er højst 1 læsesale for sent." in b
    (pdf,) = (book / "pdf").glob("*.pdf")
    printed = plain(" ".join(body_text(pdf).split()))
    assert "Fejlraten i januar–september 2026" in printed
    assert "højst 1 læsesale for sent" in printed
    index = (book / "html/notebooks/2026/overview.html").read_text(encoding="utf-8")
    assert "højst 25 promille" in plain(index)


@pytest.mark.slow
def test_the_results_hold_them_by_their_schema(book: Path, findings: Findings) -> None:
    told = json.loads((book / "results.json").read_text(encoding="utf-8"))
    assert told == json.loads(json.dumps(results(findings)))
    kinds = {goal["goal"]: (goal["criteria"][0]["kind"], goal["unit"], goal["limit"]) for goal in told["goals"]}
    assert kinds["a.2"] == ("rate", "promille", 25)
    assert kinds["b.1"] == ("punctual", "items", 1)


def test_the_open_data_name_them_in_both_languages_of_their_files(findings: Findings) -> None:
    plan = findings.plan
    edition = EditionFacts(
        K3, 1, date(2026, 11, 2), plan.title, plan.authority, plan.data_status, "https://x.dk/", "2026K3/"
    )
    files = edition_files(findings, edition)
    criteria = {row["goal"]: row for row in csv.DictReader(io.StringIO(files["criteria.csv"].decode()))}
    assert (criteria["a.2"]["kind"], criteria["a.2"]["unit"], criteria["a.2"]["direction"]) == (
        "rate",
        "promille",
        "at_most",
    )
    assert (criteria["b.1"]["kind"], criteria["b.1"]["value"]) == ("punctual", "1")
    danish = csv.DictReader(io.StringIO(files["criteria-da.csv"].decode("utf-8-sig")), delimiter=";")
    assert {row["Slags"] for row in danish} == {"gennemsnit", "promille", "rettidighed", "leverance"}
    jsonschema.validate(results(findings), json.loads(files["results.schema.json"]))
    assert "rate" in files["datapackage.json"].decode()
    assert "Krav: højst 1 læsesale for sent." in plain(files["stratml.xml"].decode())
    assert kind_of_audit(criteria["a.2"]) is Rate


def test_the_board_and_the_form_ask_for_them(project: Path) -> None:
    board = call("status", "2026K3", cwd=project)
    assert board.returncode == 0
    assert "a.2" in board.stdout
    base = ground(K3, project / "data")
    sheets = {goal: rows for form in base.forms or () for goal, rows in form.sheets.items()}
    shown = plain(" ".join(str(cell.value) for row in sheets["a.2"] for cell in row))
    assert re.search(r"afleveringer, [\d,]+ promille", shown)
    assert [cell.value for row in sheets["b.1"] for cell in row if str(cell.value).startswith("sal-")] == [
        f"sal-{n}" for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("option", "code", "told"),
    [
        (("--goal", "a.2", "--unit", "nord", "--month", "2026-09", "--n", "10", "--total", "3", "--reason", "Talt igen"), 0, "bliver til 10 afleveringer (300,0 promille)"),
        (("--goal", "a.2", "--unit", "nord", "--month", "2026-09", "--n", "10", "--total", "11", "--reason", "Talt igen"), 1, "Der er flere fejl end afleveringer. Fundet: '11'. Tilladt: højst 10"),
        (("--goal", "b.1", "--item", "sal-4", "--expected", "2026-11-02"), 0, "bliver til ventet 2026-11-02"),
        (("--goal", "b.1", "--item", "sal-9", "--expected", "2026-11-02"), 1, "sal-9"),
    ],
    ids=["figure", "refused figure", "item", "refused item"],
)  # fmt: skip
def test_they_are_typed_by_hand_as_any(project: Path, option: tuple[str, ...], code: int, told: str) -> None:
    done = call("enter", "2026K3", *option, "--source", "Brev", "--received", "2026-10-08", "--dry-run", cwd=project)
    assert (done.returncode, told in plain(done.told)) == (code, True), done.told


def test_a_form_asks_for_the_figures_that_no_extract_gives(project: Path) -> None:
    base = ground(K3, project / "data")
    form = next(form for form in forms(base.plan, K3, Known(base.before, base.items)) if "a.2" in form.sheets)
    cells = [cell for row in form.sheets["a.2"] for cell in row]
    asked = {cell.about for cell in cells if cell.kind in (Kind.NUMBER, Kind.SUM)}
    assert len(asked) == 18  # nine months of two branches
    assert {cell.kind for cell in cells} >= {Kind.NUMBER, Kind.SUM}


def test_the_desk_shows_and_asks_for_them(project: Path, tmp_path: Path) -> None:
    with running(project, tmp_path) as desk:
        judged = plain(desk.ask("/periode/2026K3/vurdering").words)
        assert re.search(r"[\d,]+ promille", judged)
        assert "for sent" in judged
        pages = [plain(desk.ask(f"/periode/2026K3/svar?enhed={unit}").words) for unit in range(3)]
        assert any("sal-5" in page or "Læsesal 5" in page for page in pages)
        figures = desk.ask("/periode/2026K3/tal")
        assert (figures.status, "a.2" in figures.words) == (200, True)


def test_brief_annual_report_and_outlook_name_them(findings: Findings) -> None:
    told = plain(json.dumps([blocks_of(part) for part in (*BRIEF.sections(findings), *TARGET_REPORTING.sections(findings))], ensure_ascii=False))  # fmt: skip
    assert re.search(r"[\d,]+ promille", told)
    assert "for sent" in told


@pytest.mark.slow
def test_a_units_page_and_what_is_exported_show_them(book: Path, project: Path, tmp_path: Path) -> None:
    page = plain((book / "html/notebooks/2026/unit-nord.html").read_text(encoding="utf-8"))
    assert "højst 25 promille" in page
    done = call("export", "2026K3", "unit-nord", "pillar_b", "--out", tmp_path / "filer", cwd=project)
    assert done.returncode == 0, done.told
    word = {name: plain(str(said((tmp_path / f"filer/{name}-2026K3.docx").read_bytes()))) for name in ("unit-nord", "pillar_b")}  # fmt: skip
    assert "højst 25 promille" in word["unit-nord"]
    assert "højst 1 læsesale for sent" in word["pillar_b"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("limit: 25", "limit: 1000", "Kravet er ingen promille. Fundet: '1000'. Tilladt: over 0 og under 1000"),
        ("kind: rate", "kind: ratio", f"Tilladt: {', '.join(registry.KINDS)}, rate, punctual"),
        ("unit: promille", "unit: pct.", "Ukendt værdi. Fundet: 'pct.'. Tilladt: promille"),
        ("unit: promille", "enhed: promille", "Ukendt nøgle. Fundet: 'enhed'"),
        ("rooms: {id: sal, title: Læsesal, most: 5}", "rooms: {id: sal, title: Læsesal, mest: 5}", "Fundet: 'mest'. Tilladt: id, title, most, set_by, names. Mente du »most«?"),
        ("kind: punctual", "kind: rate", "Nøglen mangler"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_them_in_a_plan_is_told_as_of_any_kind(
    project: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    text = (project / "data/2026/plan.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "plan.yml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_plan(tmp_path / "plan.yml", None, name="plan.yml")
    assert any(told in str(problem) for problem in caught.value.problems), caught.value
    assert all(problem.place.line for problem in caught.value.problems)


def test_what_is_wrong_with_their_readings_and_measures_is_told(project: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(project / "data", tmp_path / "data"))
    rows = copy / "2026/2026K2/series.csv"
    rows.write_text(rows.read_text(encoding="utf-8") + "a.2,2026-04,nord,10,11\n", encoding="utf-8")
    mapping = copy / "2026/intake.yml"
    mapping.write_text(
        mapping.read_text(encoding="utf-8").replace(
            "in_time: {due: frist, done: rettet}", "days: {start: frist, end: rettet}"
        ),
        encoding="utf-8",
    )
    refused = call("check", "2026K2", "--data-dir", copy, cwd=project)
    assert refused.returncode == 1
    assert "Der er flere fejl end afleveringer." in refused.stderr
    assert "Målet er en promille. Fundet: 'days'. Tilladt: in_time, yes_no" in refused.stderr


def test_an_amendment_changes_them(findings: Findings) -> None:
    agreed = findings.agreed.goal("b.1").criteria[0]
    now = findings.plan.goal("b.1").criteria[0]
    assert agreed.asked is not None
    assert now.asked is not None
    assert (agreed.asked.limit, now.asked.limit) == (3, 1)
    assert long_date(now.deadline)


def test_a_new_project_begins_with_one_from_a_line(tmp_path: Path) -> None:
    goals = (
        "Fejl: højst 25 promille",
        "Svartid: højst 3 dage",
        "Kontroller: mindst 9 promiller",
        "Ny plan: senest 2026-10-01",
    )
    begun = call(
        "init",
        tmp_path,
        "--authority",
        "Biblioteket",
        "--year",
        "2026",
        *(w for goal in goals for w in ("--goal", goal)),
    )
    assert begun.returncode == 0, begun.told
    text = (tmp_path / "data/2026/plan.yml").read_text(encoding="utf-8")
    assert "decimals: 1   # som vi plejer\n" in text
    plan = read_plan(tmp_path / "data/2026/plan.yml", None, name="plan.yml")
    first, *others = (goal.criteria[0] for goal in plan.goals)
    assert (type(first), first.limit, plan.goals[0].summary) == (Rate, 25, "Fejl, af tusind: højst 25 promille.")
    assert [criterion.kind for criterion in others] == ["mean", "amount", "deliverable"]
    assert "yes_no: {column: rettidig}" in (tmp_path / "data/2026/intake.yml").read_text(encoding="utf-8")
    assert call("check", "--project", tmp_path).returncode == 0
    refused = call("init", tmp_path / "b", "--authority", "Biblioteket", "--goal", "Fejl: højst 1000 promille")
    assert "Det er ingen promille." in refused.told


def test_what_its_items_are_named_by_is_never_amended(project: Path) -> None:
    plan = read_plan(project / "data/2026/plan.yml", None, name="plan.yml").model_dump()
    parts = (part for pillar in plan["pillars"] for goal in pillar["goals"] for part in goal["criteria"])
    (punctual,) = (part for part in parts if part["kind"] == "punctual")
    assert {"rooms.title", "rooms.most"} <= set(fields_of(punctual))
    assert "rooms.id" not in set(fields_of(punctual))


def test_what_owners_called_its_items_is_not_carried_into_the_next_plan(findings: Findings) -> None:
    called = findings.agreed.called({"b.1": {"sal-1": "Stor sal"}})
    assert called.goal("b.1").dated[0].title_of("sal-1") == "Stor sal"
    assert "Stor sal" not in draft(called, Calendar.of_year(2027, FollowUp.QUARTERLY))
