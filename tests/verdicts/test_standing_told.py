"""What class a goal is in is said alike wherever it is counted: in the finding, tables, figure, brief, data and on a site's front."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT
from filled_plans import write_monthly, write_multiyear

from kvartalsbog.content.blocks import Inline, Paragraph, Status, Table
from kvartalsbog.editions.front import Stood
from kvartalsbog.editions.versions import goal_standings
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period, periods
from kvartalsbog.opendata.formats.results_json import results
from kvartalsbog.pages.attention import attention
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.pages.inserts import lead, standings_facts
from kvartalsbog.pages.scorecards import points_table, scorecard
from kvartalsbog.pages.standings_chart import pieces
from kvartalsbog.verdicts.evaluation import GoalResult
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.standing import Standing, is_awaited, standings
from kvartalsbog.words.annual import stand_sentences
from kvartalsbog.words.numbers import count_word
from kvartalsbog.words.scorecard import scorecard as printed
from kvartalsbog.words.standings import finding_sentence, parts_sentence

S = Standing
FOLDERS = {"police": ROOT / "data"} | {
    plan: ROOT / "tests/plans" / plan / "data" for plan in ("land-registry", "rail-authority", "school", "university")
}
FILLED = {"multiyear": write_multiyear, "monthly": write_monthly}
# the status that tables show → where such a goal stands
STATUSES = {
    "Opfyldt": S.WON, "Delvist opfyldt": S.PARTLY, "Ikke opfyldt": S.LOST, "Forventes opfyldt": S.ON_TRACK, "I risiko": S.AT_RISK,
    "Forventes ikke opfyldt": S.UNLIKELY, "Kan ikke længere opfyldes": S.OUT_OF_REACH, "Kan kun opfyldes delvist": S.REDUCED,
    "Mangler svar": S.UNKNOWN, "Ikke forfalden": S.UNKNOWN, "Mangler data": S.UNKNOWN,
}  # fmt: skip
GOALS = {
    "opfyldt": S.WON, "forventes opfyldt": S.ON_TRACK, "i risiko": S.AT_RISK, "forventes ikke opfyldt": S.UNLIKELY,
    "kan kun opfyldes delvist": S.REDUCED, "kan ikke længere opfyldes": S.OUT_OF_REACH, "kan ikke vurderes": S.UNKNOWN,
    "delvist opfyldt": S.PARTLY, "ikke opfyldt": S.LOST,
}  # fmt: skip
CLAUSES = {
    "er i fare": (S.AT_RISK, S.UNLIKELY), "kan kun opfyldes delvist": (S.REDUCED,), "kan ikke længere opfyldes": (S.OUT_OF_REACH,),
    "er tabt": (S.LOST,), "er kun delvist opfyldt": (S.PARTLY,), "kan ikke vurderes": (S.UNKNOWN,),
}  # fmt: skip
NUMBERS = {count_word(n): n for n in range(1, 60)}


@pytest.fixture(scope="session")
def filled(shared: Path) -> Path:
    """The data of the plans whose readings tests write, a folder for each."""
    from once import made_once  # noqa: PLC0415 - what only this needs

    def make(folder: Path) -> None:
        for name, write in FILLED.items():
            write(folder / name)

    return made_once(shared / "standing-filled", make)


CASES = [(plan, str(period)) for plan, folder in FOLDERS.items() for period in periods(folder)] + [
    *(("multiyear", f"{year}K{number}") for year in (2021, 2022, 2023) for number in (1, 4)), ("monthly", "2024-25M06"),
]  # fmt: skip


@cache
def found(folder: Path, period: str) -> Findings:
    return find(load(named_period(period, folder), folder))


@pytest.fixture(params=CASES, ids="-".join)
def findings(request: pytest.FixtureRequest, filled: Path) -> Findings:
    plan, period = request.param
    return found(FOLDERS.get(plan) or filled / plan, period)


def said(inline: Inline) -> str:
    return "".join(getattr(run, "text", "") or getattr(run, "word", "") for run in inline)


def as_read(findings: Findings) -> Counter[Standing]:
    """Where the goals stand, as whoever reads results.json would count them."""
    return Counter(map(_as_read, results(findings)["goals"]))


def _as_read(goal: dict[str, object]) -> Standing:
    settled = {"met": S.WON, "partly_met": S.PARTLY, "not_met": S.LOST}.get(str(goal["verdict"]))
    credit, outlook = goal["credit"], goal["outlook"]
    assert isinstance(credit, dict)
    if settled is not None:
        return settled
    if outlook == "out_of_reach":
        return S.REDUCED if 0 < credit["possible"] < 100 else S.OUT_OF_REACH
    if goal["verdict"] == "no_data" or outlook in (None, "unanswered"):
        return S.UNKNOWN
    return S(str(outlook))


def test_the_finding_counts_as_the_data_do(findings: Findings) -> None:
    _finding_agrees(finding_sentence(findings.result.goals), as_read(findings))
    for pillar in findings.plan.pillars:
        own = findings.result.of(pillar)
        _finding_agrees(finding_sentence(own), standings(own))


def _finding_agrees(sentence: str, counts: Counter[Standing]) -> None:
    sentence, total = sentence[0].lower() + sentence[1:], sum(counts.values())
    if counts[S.WON] + counts[S.PARTLY] + counts[S.LOST] == total:
        assert _settled(sentence, total) == (counts[S.WON], counts[S.PARTLY], counts[S.LOST])
        return
    told = {
        clause: NUMBERS[number]
        for number, clause in re.findall(rf"(\w+)(?: mål)? ({'|'.join(CLAUSES)})(?=[,.])", sentence)
    }
    assert told == {clause: n for clause, places in CLAUSES.items() if (n := sum(counts[place] for place in places))}


def _settled(sentence: str, total: int) -> tuple[int, int, int]:
    """How many goals a finding tells are met, met in part and not met, where all are settled."""
    if found_ := re.fullmatch(r"(?:det ene|begge|alle \w+) mål er opfyldt\.", sentence):
        return total, 0, 0
    if found_ := re.fullmatch(r"det ene mål er (kun delvist|ikke) opfyldt\.", sentence):
        return (0, 1, 0) if found_[1] != "ikke" else (0, 0, 1)
    if sentence.startswith("ingen af de"):
        return 0, 0, total
    met, partly, missed = (
        re.search(pattern, sentence) for pattern in (r"(\w+) af \w+ mål er opfyldt", r"(\w+)(?: mål er)? delvist", r"(\w+) ikke")
    )  # fmt: skip
    parts = tuple(NUMBERS[told[1]] if told else 0 for told in (met, partly, missed))
    return parts[0], parts[1], parts[2]


def test_tables_show_as_many_of_each_as_the_data_do(findings: Findings) -> None:
    assert _shown(scorecard(findings)) == as_read(findings)
    heads, rows = printed(findings)
    at = (heads.index("Status"), heads.index("Forventning"))
    told = [tuple(row[place] for place in at) for row in rows if row[0]]
    words = (_printed(verdict, outlook) for verdict, outlook in told)
    assert Counter(words) == as_read(findings)


def _printed(verdict: str, outlook: str) -> Standing:
    """Where a goal stands whose verdict and outlook are printed beside each other."""
    if verdict == "mangler data" and not outlook.startswith("kan "):
        return S.UNKNOWN
    return STATUSES[(verdict if outlook == "–" else outlook).capitalize()]


def _shown(table: Table) -> Counter[Standing]:
    statuses = [next(run for cell in row for run in cell if isinstance(run, Status) and run.word) for row in table.rows]
    return Counter(STATUSES[status.word] for status in statuses)


def test_what_needs_attention_is_what_is_in_trouble(findings: Findings) -> None:
    (block,) = attention(findings)
    asked = [goal for goal in findings.result.goals if not is_awaited(goal)]
    counts = standings(asked)
    wanted = Counter({place: n for place, n in counts.items() if place not in (S.WON, S.ON_TRACK)})
    assert (_shown(block) if isinstance(block, Table) else Counter()) == wanted


def test_what_stands_where_is_as_many_goals_or_points_as_in_the_data(findings: Findings) -> None:
    counts, points = as_read(findings), results(findings)["totals"]["plan"]
    sentence = parts_sentence(findings.result).replace("\u00a0", " ").rstrip(".")
    told = dict(_parts(sentence.split(": ", 1)[1]))
    facts = {fact.term: float(fact.value.replace(",", ".")) for fact in standings_facts(findings).facts}
    assert {word: n for word, n in facts.items() if n} == told
    last = points_table(findings).rows[-1]
    heads = [str(column.title).lower() for column in points_table(findings).columns]
    assert dict(zip(heads[1:-1], (float(said(cell).replace(",", ".")) for cell in last[1:-1]), strict=True)) == facts
    if points is None:
        assert {GOALS[word]: n for word, n in told.items()} == dict(counts)
        assert Counter(place for place, *_ in pieces(findings.result)) == counts
        return
    assert (told.get("opnået", 0), told.get("mistet", 0)) == (points["won"], points["lost"])
    assert sum(told.values()) == pytest.approx(points["won"] + points["open"] + points["lost"])
    drawn = Counter[Standing]()
    for place, _, _, length in pieces(findings.result):
        drawn[place] += length  # type: ignore[assignment] - per cent
    whole = sum(told.values())
    assert drawn[S.LOST] == pytest.approx(100 * points["lost"] / whole)


def _parts(words: str) -> Iterator[tuple[str, float]]:
    for number, word in re.findall(r"([\d,]*\d) (.+?)(?=,? og \d|, \d|$)", words):
        yield word, float(number.replace(",", "."))


def test_brief_overview_and_front_begin_with_the_same_finding(findings: Findings) -> None:
    finding = finding_sentence(findings.result.goals)
    (summary,) = BRIEF.section(findings, "brief-summary")
    assert isinstance(summary, Paragraph)
    assert said(summary.runs).startswith(f"{finding} Planens ")
    assert said(lead(findings).runs) == finding
    assert finding_sentence([Stood.of(goal) for goal in goal_standings(findings)]) == finding


def test_the_annual_report_counts_as_the_data_do(findings: Findings) -> None:
    sentence, counts = stand_sentences(findings.result).replace("\u00a0", " "), as_read(findings)
    if sum(counts[place] for place in (S.WON, S.PARTLY, S.LOST)) < len(findings.result.goals):
        return
    for words, place in (("er delvist opfyldt", S.PARTLY), ("er ikke opfyldt", S.LOST)):
        told = re.search(rf"(\w+) {words}", sentence)
        assert (NUMBERS[told[1]] if told else 0) == counts[place]
    met = re.search(r"er (\w+) af planens", sentence)
    assert met is not None
    assert NUMBERS.get(met[1], 0) == counts[S.WON]


def test_the_classes_of_these_plans_are_not_all_the_same(filled: Path) -> None:
    """The tests above would hold of nothing if the plans had nothing in them."""
    folders = {plan: FOLDERS.get(plan) or filled / plan for plan, _ in CASES}
    seen: set[Standing] = set()
    goals: list[GoalResult] = []
    for plan, period in CASES:
        goals = list(found(folders[plan], period).result.goals)
        seen |= set(standings(goals))
    assert seen == set(Standing) - {S.REDUCED}  # which a plan made by hand has, in test_partial_told
