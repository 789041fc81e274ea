"""What each kind refuses of a plan and of a reading: at which key, what was found and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from kvartalsbog.kinds.amount import Amount
from kvartalsbog.kinds.assessed import Assessed
from kvartalsbog.kinds.base import Criterion, Outlook, Reason, State
from kvartalsbog.kinds.count import Count
from kvartalsbog.kinds.credit import Credit
from kvartalsbog.kinds.dated import Items, name_fault, refused_names
from kvartalsbog.kinds.mean import Mean
from kvartalsbog.kinds.measures import DeliverableReading, Reported, SeriesReading
from kvartalsbog.kinds.registry import AnyCriterion
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.share import Share
from kvartalsbog.kinds.steps import judged
from kvartalsbog.names import Among
from kvartalsbog.periods import Month, quarter_of

COMMON: dict[str, Any] = {
    "id": "c",
    "title": "t",
    "deadline": date(2024, 12, 31),
    "counted": "sager",
    "districts": ("a",),
}
BOUNDS = {"plausible": {"minimum": 0, "maximum": 10}}
BELOW = {"plausible": {"minimum": -5, "maximum": 10}}
NO_DEGREE = "Ingen grad giver 100, så målet kan ikke opfyldes."
NOT_THERE = "Leverancen findes ikke, eller den har sin egen titel."

# kind, what is written → the key, what was found, what is allowed; nothing where it is fine or has no form
PLANS: list[tuple[type[Criterion], Mapping[str, Any], list[tuple[tuple[str | int, ...], str | None, str | None]]]] = [
    (Amount, {"limit": 0, "direction": "at_least"}, [(("limit",), "0", "over 0")]),
    (Amount, {"limit": 1, "direction": "at_least"}, []),
    (Amount, {"limit": 0, "direction": "at_most"}, []),
    (Amount, {"limit": -1, "direction": "at_most"}, [(("limit",), "-1", "fra 0 og op")]),
    (Amount, {"limit": -1, "direction": "at_least", **BOUNDS}, [(("limit",), "-1", "over 0")]),
    (Amount, {"limit": -1, "direction": "at_least", **BELOW}, []),  # what can be negative can be asked to be so
    (Amount, {"limit": 99, "direction": "at_least", **BOUNDS}, []),  # a sum of months is no reading
    (Amount, {"limit": 1, "plausible": {"minimum": 2, "maximum": 2}}, [(("plausible",), "2 og 2", None)]),
    (Amount, {"direction": "at_least"}, []),
    (Amount, {"limit": 0, "direction": "at_least", "plausible": {"minimum": "x", "maximum": 2}}, []),
    (Mean, {"limit": 11, **BOUNDS}, [(("limit",), "11", "fra 0 til 10")]),
    (Mean, {"limit": 10, **BOUNDS}, []),
    (Share, {"limit": 0, "direction": "at_least"}, [(("limit",), "0", "over 0 og under 100")]),
    (Share, {"limit": 100, "direction": "at_most"}, [(("limit",), "100", "over 0 og under 100")]),
    (Share, {"limit": 100, "direction": "at_most", "strict": True}, []),
    (Share, {"limit": 100, "direction": "at_least"}, []),
    *((Share, {"limit": {"difference": more, "of": {"value": 50, "label": "før"}}, "direction": "within"}, told) for more, told in (
        (50, []), (Decimal("-49.5"), []), (-50, []), (Decimal("50.5"), [(("limit",), "100.5", "fra 0 til 100")]), (-51, [(("limit",), "-1", "fra 0 til 100")]),
    )),
    (Share, {"limit": 101, "direction": "at_most"}, []),  # the field itself refuses it
    (Share, {"limit": "x", "direction": "at_most"}, []),
    (Count, {"limit": 3, "items": {"id": "sal", "most": 2}}, [(("items", "most"), "2", "mindst 3")]),
    (Count, {"limit": 1, "items": {"id": "sal", "most": 2, "names": {"sal-3": "X"}}}, [(("items", "names", "sal-3"), "sal-3", "sal-1 til sal-2")]),
    (Count, {"limit": 3, "credit": [{"limit": 2}, {"limit": "1.5"}, {"limit": Decimal("1.5")}]}, [(("credit", 2, "limit"), "1.5", None)]),
    (Count, {"limit": 3, "credit": ["x", {"limit": Decimal("2.5")}]}, [(("credit", 1, "limit"), "2.5", None)]),
    (Count, {"limit": 3, "credit": "x"}, []),
    (Assessed, {"degrees": {"god": 50, "ringe": 0}}, [(("degrees",), None, "mindst én grad med 100")]),
    (Assessed, {"degrees": {"god": 100, "God": 0}}, [(("degrees", "God"), "God", None)]),
    (Assessed, {"degrees": {"god": "x"}}, []),
    (Assessed, {"degrees": {}}, []),
    (Assessed, {"degrees": [100]}, []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "written", "refused"), PLANS, ids=[f"{k.__name__} {w}" for k, w, _ in PLANS])
def test_what_a_plan_cannot_ask_is_told_at_its_key(
    kind: type[Criterion],
    written: Mapping[str, Any],
    refused: list[tuple[tuple[str | int, ...], str | None, str | None]],
) -> None:
    told = list(kind.refused(written))
    assert [(r.at, r.found, r.allowed and str(r.allowed)) for r in told] == refused
    assert all(r.message.endswith(".") and r.message[0].isupper() and r.message[1].islower() for r in told)


def test_a_scale_without_a_best_degree_says_what_follows() -> None:
    assert [r.message for r in Assessed.refused({"degrees": {"god": 50}})] == [NO_DEGREE]


COUNTED = Amount(**COMMON, kind="amount", unit="stk.", limit=5, direction="at_least")
SUMMED = Amount(**COMMON, kind="amount", unit="stk.", limit=5, direction="at_least", **BOUNDS)
LASTING = Mean(**COMMON, kind="mean", unit="dage", limit=5, direction="at_most", **BOUNDS)
FROM_TWO = Mean(
    **COMMON, kind="mean", unit="dage", limit=5, direction="at_most", plausible={"minimum": 2, "maximum": 10}
)
PART = Share(**COMMON, kind="share", unit="pct.", limit=5, direction="at_most")


@pytest.mark.parametrize(
    ("criterion", "n", "total", "refused"),
    [
        (COUNTED, 3, "3", []),
        (COUNTED, 3, "4", [("Summen er ikke antallet, og hver tæller for én.", "3")]),
        (
            COUNTED,
            0,
            "1",
            [("Er antallet 0, skal summen være 0.", "0"), ("Summen er ikke antallet, og hver tæller for én.", "0")],
        ),
        (COUNTED, 0, "0", []),
        (SUMMED, 0, "0", []),
        (SUMMED, 0, "1", [("Er antallet 0, skal summen være 0.", "0")]),
        (SUMMED, 3, "30", []),
        (SUMMED, 3, "31", [("Gennemsnittet bliver 10,3 stk., og det er ikke sandsynligt.", "fra 0 til 10 stk.")]),
        (SUMMED, 4, "-1", [("Gennemsnittet bliver -0,2 stk., og det er ikke sandsynligt.", "fra 0 til 10 stk.")]),
        (LASTING, 3, "31", [("Gennemsnittet bliver 10,3 dage, og det er ikke sandsynligt.", "fra 0 til 10 dage")]),
        (LASTING, 0, "0", []),
        (FROM_TWO, 3, "6", []),
        (FROM_TWO, 3, "1", [("Gennemsnittet bliver 0,3 dage, og det er ikke sandsynligt.", "fra 2 til 10 dage")]),
        (PART, 3, "3", []),
        (PART, 3, "4", [("Antallet er større end n.", "højst 3")]),
        (PART, 3, "1.5", [("Antallet skal være et helt tal.", "et helt tal fra 0 til 3")]),
    ],
)
def test_what_a_reading_cannot_be_is_told_of_its_total(
    criterion: SeriesCriterion, n: int, total: str, refused: list[tuple[str, str]]
) -> None:
    told = list(criterion.refused_reading(n, Decimal(total)))
    assert [(r.message, r.allowed) for r in told] == refused
    assert all(r.at == ("total",) for r in told)
    swapped = "Se efter, om n og total er byttet om."
    assert all(r.hint == (swapped if r.message.startswith("Gennemsnittet") else None) for r in told)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Sal 1", ""), ("x" * 120, ""), ("x" * 121, "Teksten er for lang."), ("to\nlinjer", "Teksten er for lang."), (" ", "Teksten er tom."),
        ("", "Teksten er tom."), (3, "Værdien skal være tekst."), (None, "Værdien skal være tekst."), ("a\u200eb", "Teksten har et skjult tegn: U+200E."),
    ],
)  # fmt: skip
def test_what_keeps_something_from_being_an_items_name(name: object, fault: str) -> None:
    assert name_fault(name) == fault


def test_names_are_of_items_that_there_are_and_of_one_each() -> None:
    names = {"sal-1": "Nord", "sal-9": "Syd", "sal-2": "Nord", 7: "Øst", "sal-3": ["x"], "sal-4": ["x"]}
    told = list(refused_names(names, [f"sal-{n}" for n in range(1, 6)]))
    assert [(r.at, r.message, r.found) for r in told] == [
        (("sal-9",), NOT_THERE, "sal-9"),
        (("sal-2",), "Navnet er brugt før.", "Nord"),
        (("7",), NOT_THERE, "7"),
    ]
    assert [str(r.allowed) for r in told] == ["sal-1 til sal-5", "et navn, der kun står ét sted", "sal-1 til sal-5"]
    assert [r.allowed for r in refused_names({"x": "y"}, [])] == [None]
    (near,) = refused_names({"sall-3": "Nord"}, ["sal-1", "sal-2", "sal-3"])
    assert isinstance(near.allowed, Among)
    assert near.allowed.meant == "Mente du »sal-3«?"


def test_an_item_is_called_by_its_name_or_its_number() -> None:
    rooms = Items(id="sal", title="Læsesal", most=12, names={"sal-2": "Havesalen"})
    count = Count(id="c", title="t", deadline=date(2024, 12, 31), kind="count", unit="sale", limit=2, items=rooms)
    assert [count.title_of(name) for name in ("sal-1", "sal-2", "sal-12")] == ["Læsesal 1", "Havesalen", "Læsesal 12"]
    dashed = count.model_copy(update={"items": Items(id="laese-sal", title="Læsesal", most=2)})
    assert dashed.title_of("laese-sal-2") == "Læsesal 2"
    assert count.names_allowed == "sal-1 til sal-12"
    assert [count.is_late(date(2024, 12, 31)), count.is_late(date(2025, 1, 1))] == [False, True]
    graded = Assessed(id="c", title="Kultur", deadline=date(2024, 12, 31), kind="assessed", assessment="k", degrees={"god": Decimal(100), "ringe": Decimal(0)})  # fmt: skip
    assert (graded.title_of("k"), graded.names_allowed, graded.is_late(date(2025, 1, 1))) == ("Kultur", "k", False)


@pytest.mark.parametrize("of", [3, "last_year", None, ["previous_year"]])
def test_a_change_is_of_the_year_before_or_of_a_named_number(of: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Amount(**COMMON, kind="amount", unit="stk.", direction="at_most", limit={"change": -5, "of": of})
    (error,) = (e for e in caught.value.errors() if e["loc"][-1] == "of")
    assert (error["type"], error["ctx"]) == ("literal_error", {"expected": "previous_year, {value: …, label: …}"})


@pytest.mark.parametrize(("written", "error"), [([], "model_attributes_type"), ({}, "missing_kind"), ({"kind": "x"}, "unknown_kind")])  # fmt: skip
def test_what_is_of_no_kind_is_refused_with_the_kinds_there_are(written: object, error: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(AnyCriterion).validate_python(written)
    (told,) = caught.value.errors()
    assert told["type"] == error
    assert error == "model_attributes_type" or told["msg"] == "mean, share, amount, count, deliverable, assessed"


def test_where_the_whole_is_lost_and_a_step_is_open_only_a_part_can_be_had() -> None:
    # at most 100 in the year, 150 gives half: after the first quarter there are 120
    spent = Amount(**COMMON, kind="amount", unit="stk.", direction="at_most", limit=100, credit=({"limit": 150, "gives": 50},), **{"plausible": {"minimum": 0, "maximum": 1000}})  # fmt: skip
    rows = [SeriesReading("c", Month(2024, month), "a", 1, Decimal(40), quarter_of(2024, 1)) for month in (1, 2, 3)]
    told = judged(spent, Reported(tuple(rows)), quarter_of(2024, 1), None)
    assert (told.state, told.outlook, told.reason) == (State.NOT_DUE, Outlook.OUT_OF_REACH, Reason.LESS_THAN_ALL)
    assert told.part == Credit(Fraction(0), Fraction(1, 2))
    assert (told.rest, told.reduced, told.gives) == (Outlook.AT_RISK, True, True)  # 480 in the year at that pace


def test_other_items_do_not_count() -> None:
    """An item is a criterion's by its name; those of another of the goal's criteria are passed over."""
    graded = Assessed(id="c", title="Kultur", deadline=date(2024, 12, 31), kind="assessed", assessment="k", degrees={"god": Decimal(100), "ringe": Decimal(0)})  # fmt: skip
    other = DeliverableReading("1", "sal-1", date(2024, 2, 1), None, (), quarter_of(2024, 1))
    assert graded.judge(Reported((), (other,)), quarter_of(2024, 1)).reason is Reason.NO_ANSWER
