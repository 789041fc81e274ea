"""An assessment is judged by the degree that was given and by nothing else; until then there is what its owner expects."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest
from conftest import ROOT, seal
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.errors import ProblemsError
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.periods import named_period
from kvartalsbog.kinds.assessed import Assessed
from kvartalsbog.kinds.base import Outlook, Reason, State
from kvartalsbog.kinds.credit import LOST, OPEN, WON, Credit
from kvartalsbog.kinds.measures import DeliverableReading, Reported
from kvartalsbog.periods import quarter_of
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.dated import DatedWords
from kvartalsbog.words.kinds import WORDS, criterion_sentence, outlook_sentence, requirement, result_value
from kvartalsbog.words.weights import credit_sentences

K2, K4 = quarter_of(2024, 2), quarter_of(2024, 4)
KIND = Assessed.model_validate(
    {
        "id": "a", "kind": "assessed", "title": "Kultur", "assessment": "kultur", "by": "Bestyrelsen", "deadline": "2024-12-31",
        "degrees": {"opfyldt": 100, "delvist": 40, "ikke": 0},
    }
)  # fmt: skip


def told(completed: date | None = None, expected: date | None = None, degree: str = "", by: str = "") -> Reported:
    return Reported((), (DeliverableReading("1.1", "kultur", completed, expected, (), K2, degree, by),))


@pytest.mark.parametrize(
    ("degree", "state", "credit"),
    [("opfyldt", State.HOLDS, WON), ("delvist", State.PARTLY, Credit(Fraction(2, 5), Fraction(2, 5))), ("ikke", State.FAILED, LOST)],
)  # fmt: skip
@pytest.mark.parametrize("day", [date(2024, 3, 1), date(2025, 2, 1)])
def test_the_degree_settles_whenever_it_is_given(degree: str, state: State, credit: Credit, day: date) -> None:
    result = KIND.judge(told(day, degree=degree, by="Bestyrelsen"), K4)
    assert (result.state, result.credit, result.outlook, result.late) == (state, credit, None, False)
    assert criterion_sentence(result, ()).startswith(f"Vurderet som »{degree}« af Bestyrelsen")


@pytest.mark.parametrize(
    ("reported", "outlook", "reason"),
    [
        (told(degree="opfyldt"), Outlook.ON_TRACK, Reason.ALL_EXPECTED),
        (told(expected=date(2025, 3, 1), degree="delvist"), Outlook.AT_RISK, Reason.LESS_EXPECTED),
        (told(expected=date(2024, 6, 30)), Outlook.UNANSWERED, Reason.NO_DEGREE),
        (Reported(), Outlook.UNANSWERED, Reason.NO_ANSWER),
    ],
)
def test_until_then_only_an_expected_degree_is_an_outlook(reported: Reported, outlook: Outlook, reason: Reason) -> None:
    result = KIND.judge(reported, K2)
    assert (result.state, result.credit, result.outlook, result.reason) == (State.NOT_DUE, OPEN, outlook, reason)
    assert outlook_sentence(result)
    assert result_value(result) == "ikke vurderet"
    (item,) = reported.deliverables or (None,)
    told_of = (None, "") if item is None else (item.expected, item.degree)
    assert (result.expected, result.degree or "") == told_of


def test_what_nobody_assessed_lacks_data_when_it_was_due() -> None:
    nobody = KIND.judge(Reported(), K4)
    assert (nobody.state, nobody.outlook, nobody.reason) == (State.NO_DATA, None, None)
    assert KIND.judge(told(degree="opfyldt"), K4).credit == OPEN
    assert requirement(KIND) == "vurderet som »opfyldt«"


@settings(deadline=None)
@given(
    st.sampled_from([*KIND.degrees, ""]),
    st.booleans(),
    st.dates(date(2023, 1, 1), date(2026, 1, 1)),
    st.integers(0, 500),
)
def test_a_deadline_moves_no_degree(degree: str, is_given: bool, day: date, later: int) -> None:
    reported = told(day if is_given and degree else None, degree=degree)
    other = KIND.model_copy(update={"deadline": date.fromordinal(KIND.deadline.toordinal() + later)})
    assert KIND.judge(reported, K4).credit == other.judge(reported, K4).credit


SCHOOL = ROOT / "tests/plans/school/data"
LINE = "1.3,oekonomi,2017-08-31,,,100 pct.,\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1.3,oekonomi,2017-08-31,,,fint,\n", "[degree]: Graden findes ikke i planen. Fundet: 'fint'. Tilladt: 0 pct., 25 pct."),
        ("1.3,oekonomi,2017-08-31,,,,\n", "[degree]: En vurdering skal have en grad."),
        ("2.2,overgang,2017-08-31,,,25 pct.,\n", "[by]: Det mangler, hvem der har vurderet."),
        ("1.2,strategi,2017-08-31,,,25 pct.,\n", "[degree]: Leverancen bliver ikke vurderet. Fundet: '25 pct.'. Tilladt: tom."),
        ("1.2,strategi,2017-08-31,,,,\n", "[completed]: Datoen ligger efter kvartalets slutning."),
    ],
)  # fmt: skip
def test_a_reading_that_cannot_be_is_refused_with_its_cell(line: str, words: str, tmp_path: Path) -> None:
    data = Path(shutil.copytree(SCHOOL, tmp_path / "data"))
    folder = data / "2016-17/2016-17K4"
    (folder / "deliverables.csv").write_text(
        f"goal,deliverable,completed,expected,evidence,degree,by\n{line}", encoding="utf-8"
    )
    seal(folder)
    with pytest.raises(ProblemsError) as error:
        load(named_period("2016-17K4", data), data)
    assert any(words in str(problem) for problem in error.value.problems), error.value.problems


def test_degrees_are_read_in_any_case_and_the_plan_says_who(tmp_path: Path) -> None:
    data = Path(shutil.copytree(SCHOOL, tmp_path / "data"))
    folder = data / "2016-17/2016-17K4"
    (folder / "deliverables.csv").write_text(
        f"goal,deliverable,completed,expected,evidence,degree,by\n{LINE.replace('pct', 'PCT')}", encoding="utf-8"
    )
    seal(folder)
    (item,) = load(named_period("2016-17K4", data), data).readings.newest.deliverables
    assert (item.degree, item.by) == ("100 pct.", "Bestyrelsen")


def test_a_vintage_of_before_has_no_such_columns() -> None:
    header = (ROOT / "data/2024/2024K1/deliverables.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "goal,deliverable,completed,expected,evidence"


@pytest.mark.parametrize(
    ("degrees", "words"),
    [
        ({"delvist": 50, "ikke": 0}, "Ingen grad giver 100"),
        ({"opfyldt": 100, "Opfyldt": 50}, "Graden står to gange"),
    ],
)
def test_a_scale_that_cannot_be_is_refused(degrees: dict[str, int], words: str) -> None:
    assert any(words in refusal.message for refusal in Assessed.refused({"degrees": degrees}))


class Inspected(Assessed):
    """Another kind that is judged by degrees."""

    kind: Literal["inspected"]  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (DatedWords(scaled="Tilsynet med »{title}«: {scale}"), "Tilsynet med »Kultur«: »opfyldt« giver 100 pct., »delvist« giver 40 pct. og »ikke« giver 0 pct."),
        (None, "»Kultur«: »opfyldt« giver 100 pct., »delvist« giver 40 pct. og »ikke« giver 0 pct."),
    ],
)  # fmt: skip
def test_what_degrees_give_is_told_in_the_kinds_own_words_or_its_shapes(
    findings_of: Callable[[str], Findings], monkeypatch: pytest.MonkeyPatch, own: DatedWords | None, told: str
) -> None:
    if own:
        monkeypatch.setitem(WORDS, "inspected", own)
    other = Inspected.model_validate(KIND.model_dump() | {"kind": "inspected"})
    goal = findings_of("2024K1").plan.goal("1.1")
    for criterion, said in ((other, told), (KIND, f"Vurderingen {told[told.index('»') :]}")):
        alone = goal.model_copy(update={"criteria": (criterion,), "credit": None})
        assert [sentence.replace("\u00a0", " ") for sentence in credit_sentences(alone)] == [said]
