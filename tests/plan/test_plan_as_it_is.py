"""The plan of 2024 held against its own text: what it asks for, what it leaves open, and what is the book's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from kvartalsbog.content.blocks import BulletList, Link, Paragraph
from kvartalsbog.kinds.count import Count
from kvartalsbog.kinds.deliverable import Deliverable
from kvartalsbog.pages.inserting import page_blocks
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.values import Plan
from kvartalsbog.verdicts.gathering import gather
from kvartalsbog.words.kinds import requirement


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(ROOT / "data/2024/plan.yml", ROOT, name="2024/plan.yml")


def readings(plan: Plan, goal: str) -> str:
    return " ".join(c.reading for c in plan.goal(goal).criteria if c.reading)


@pytest.mark.parametrize(("goal", "words"), [
    ("1.1", "henlæggelse"), ("1.1", "ATK og MOU"), ("1.2", "tidspunkt, hvor retten afgør den"), ("2.2", "bedre og mere ens sagsbehandling"),
    ("2.2", "inden udgangen af 4. kvartal"), ("2.4", "afrapporterer løbende efter de frister, der står i vurderingsskemaet"), ("2.4", "vejledningskatalog"),
    ("3.1", "bandepakke IV"), ("3.1", "først og fremmest i bandemiljøet"), ("3.1", "svig med skat og moms"), ("3.2", "indledende efterforskning"),
    ("4.1", "digitalisering, forebyggelse, kerneopgaver, kompetencer og tillid"), ("4.1", "kommende flerårsaftale"), ("4.1", "ruste politi og anklagemyndighed"),
    ("4.2", "efter den 1. januar 2024"), ("5.1", "charter for godt og grønt indkøb"), ("5.1", "de kommende år"),
])  # fmt: skip
def test_a_summary_keeps_what_the_plan_says(plan: Plan, goal: str, words: str) -> None:
    assert words in plan.goal(goal).summary


@pytest.mark.parametrize(("goal", "words"), [
    ("1.1", "hverken Grønland, Færøerne eller Rigspolitiet"), ("1.1", "»Politiet« er bogens læsning"), ("1.2", "hverken Grønland, Færøerne eller Rigspolitiet"),
    ("1.2", "»Politiet« er bogens læsning"), ("2.1", "»i 2024« uden en dato"), ("2.4", "frister i vurderingsskemaet, men gengiver dem ikke"),
    ("3.1", "daterer kun målets første del"), ("3.1", "at det er NSK, er bogens læsning"), ("4.2", "en høring, der er sendt den 1. januar, er ikke med"),
])  # fmt: skip
def test_what_the_plan_leaves_open_is_told_as_a_reading(plan: Plan, goal: str, words: str) -> None:
    assert words in " ".join(readings(plan, goal).split())


def test_the_units_that_are_left_out_are_those_that_the_reading_names(plan: Plan) -> None:
    for goal in ("1.1", "1.2"):
        (series,) = plan.goal(goal).measured
        assert {d.id for d in plan.districts} - set(series.districts) == {"groenland", "faeroeerne", "rigspolitiet"}


def test_the_running_reports_are_a_criterion_of_their_own(plan: Plan) -> None:
    reports = next(c for c in plan.goal("2.4").criteria if c.id == "reports")
    assert isinstance(reports, Deliverable)
    assert reports.title == "Løbende afrapportering efter vurderingsskemaets frister"


@pytest.mark.parametrize(
    ("goal", "asked", "set_by"),
    [("2.1", "6 projekter", "book"), ("2.4", "alle 8 krav", "plan"), ("4.1", "15 initiativer", "book")],
)
def test_a_count_asks_for_what_the_plan_says_and_marks_what_is_the_books_own(
    plan: Plan, goal: str, asked: str, set_by: str
) -> None:
    (count,) = (c for c in plan.goal(goal).criteria if isinstance(c, Count))
    assert requirement(count).replace("\u00a0", " ") == asked
    assert count.items.set_by == set_by
    (notes,) = page_blocks("reading-notes", gather("2024K4", str(ROOT / "data"))).blocks
    assert isinstance(notes, BulletList)
    told = ["".join(getattr(run, "text", "") for run in item) for item in notes.items]
    marked = [words for words in told if words.startswith(f"Mål {goal}:") and "bogens eget, ikke planens" in words]
    assert bool(marked) is (set_by == "book")


def test_every_dated_criterion_has_its_own_word(plan: Plan) -> None:
    words = {c.title: c.done for goal in plan.goals for c in goal.dated}
    assert words["Prioriterede it-projekter sat i drift"] == "sat i drift"
    assert words["Konkrete initiativer forelagt"] == "forelagt"
    assert words["Samlet vurderingsskema sendt til departementet"] == "sendt"
    assert words["Ny model iværksat"] == "iværksat"
    assert len(set(words.values())) >= 10


def test_the_page_of_the_frame_names_document_signatures_and_address() -> None:
    blocks = page_blocks("source-document", gather("2024K4", str(ROOT / "data"))).blocks
    runs = [run for block in blocks if isinstance(block, Paragraph) for run in block.runs]
    told = "".join(getattr(run, "text", "") for run in runs).replace("\u00a0", " ")
    for words in (
        "»Mål- og resultatplan for politiet 2024, Justitsministeriet«",
        "den 12. december 2023 af rigspolitichef Thorkild Fogde (Rigspolitiet)",
        "den 14. december 2023 af departementschef Johan Kristian Legarth (Justitsministeriets departement)",
    ):
        assert words in told
    assert next(run.url for run in runs if isinstance(run, Link)).startswith("https://politi.dk/")
    page = Path(ROOT / "book/frame.md").read_text(encoding="utf-8")
    assert page.index("```{kvartalsbog} plan-background") < page.index("```{kvartalsbog} source-document")
