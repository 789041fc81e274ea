"""Names as people write them: which of those there are they mean, and which is perhaps meant."""

from __future__ import annotations

import pickle
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.errors import Place, Problem, ProblemsError, offered
from kvartalsbog.names import Among, meant, same, skeleton

UNITS = {"nord": "Nordbiblioteket", "oest": "Østbiblioteket", "vest": "Vestbiblioteket"}
CIRCUITS = ["Midt- og Vestjylland", "Midt- og Vestsjælland", "Østjylland", "Sydøstjylland", "København", "Fyn"]
LETTERS = st.text(st.sampled_from("abcåæøÅÆØé-_ 19."), max_size=12)


@pytest.mark.parametrize(("written", "named"), [
    ("København", "København"), ("københavn", "København"), ("KOEBENHAVN", "København"), (" Fyn", "Fyn"),
    (unicodedata.normalize("NFD", "København"), "København"), (unicodedata.normalize("NFD", "Østjylland"), "Østjylland"),
    ("Oestjylland", "Østjylland"), ("midt og vestjylland", "Midt- og Vestjylland"), ("Midt–\u00a0og Vestsjaelland", "Midt- og Vestsjælland"),
    ("Jylland", None), ("Ostjylland", None), ("", None), ("Fynn", None),
])  # fmt: skip
def test_a_name_is_known_however_it_is_written(written: str, named: str | None) -> None:
    assert same(written, CIRCUITS) == named


def test_a_name_that_could_be_two_is_neither_unless_it_stands_so() -> None:
    assert same("dato", ["Dato", "DATO"]) is None
    assert same("Dato", ["Dato", "DATO"]) == "Dato"
    assert same("aarø", ["Århø", "Aarø", "Åroe"]) is None  # aa for å, oe for ø: two are written alike


@pytest.mark.parametrize(("written", "question"), [
    ("Kobenhavn", "Mente du »København«?"),
    ("Øst jyland", "Mente du »Østjylland«?"),
    ("midt", "Mente du »Midt- og Vestjylland« eller »Midt- og Vestsjælland«?"),
    ("København Politi", "Mente du »København«?"),
    ("Grønland", ""),
    ("F", ""),
])  # fmt: skip
def test_what_was_perhaps_meant_is_asked(written: str, question: str) -> None:
    assert meant(written, CIRCUITS) == question


@pytest.mark.parametrize(("written", "question"), [
    ("1,1", "Mente du »1.1«?"), ("1.11", "Mente du »1.1«?"), ("mål 1.2", "Mente du »1.2«?"), ("1.9", ""), ("9.9", ""), ("11", "Mente du »1.1«?"),
])  # fmt: skip
def test_a_number_is_not_near_to_another(written: str, question: str) -> None:
    assert meant(written, ["1.1", "1.2", "2.1"]) == question


def test_a_name_is_found_by_what_it_is_called_and_told_with_it() -> None:
    near = Among("Ostbiblioteket", tuple(UNITS), UNITS)
    assert str(near) == "nord (Nordbiblioteket), oest (Østbiblioteket), vest (Vestbiblioteket)"
    assert (near.near, near.meant) == (("oest",), "Mente du »oest« (Østbiblioteket)?")
    assert Among("biblioteket", tuple(UNITS), UNITS).meant == ""  # as near to all three
    assert "Ostbiblioteket" not in repr(near)


def test_long_titles_and_lists_are_shortened() -> None:
    title = "Den gennemsnitlige sagsbehandlingstid fra anmeldelse til afgørelse"
    assert str(Among("x", ("1.1",), {"1.1": title})) == "1.1 (Den gennemsnitlige sagsbehandlingstid fra …)"
    listed = Among("x", tuple(f"enhed-{number}" for number in range(100)))
    assert str(listed).endswith("enhed-39 og 60 andre")


def test_names_are_told_otherwise_where_they_are_numbered_and_not_where_there_are_none() -> None:
    assert str(Among("sal-13", ("sal-1", "sal-12"), in_short="sal-1 til sal-12")) == "sal-1 til sal-12"
    assert (
        str(Problem(Place("plan.yml"), "Enheden findes ikke.", "syd", Among("syd", ())))
        == "plan.yml: Enheden findes ikke. Fundet: 'syd'."
    )


def test_what_there_is_is_told_to_the_one_who_asked() -> None:
    assert offered("overveiw", ["overview", "method"]) == "Der er: overview, method. Mente du »overview«?"
    assert offered(1, ["1", "2"]) == "Der er: 1, 2. Mente du »1«? Skriv det i anførselstegn."
    assert offered("x", []) == "Der er: ingen."


def _refused(line: int, column: str = "district", found: str = "nrod") -> Problem:
    return Problem(Place("series.csv", line, column), "Enheden findes ikke.", found, Among(found, tuple(UNITS), UNITS))


def test_one_cause_is_one_problem_with_its_first_place_and_its_number() -> None:
    problems = [_refused(line) for line in range(1500, 1, -1)] + [_refused(7, found="syd"), _refused(9, "unit", "syd")]
    told = list(map(str, ProblemsError(problems).problems))
    units = "Tilladt: nord (Nordbiblioteket), oest (Østbiblioteket), vest (Vestbiblioteket)."
    assert told == [
        f"series.csv:2 [district]: Enheden findes ikke. 1.499 steder: linje 2, 3, 4, 5, 6 …. Fundet: 'nrod'. {units} Mente du »nord« (Nordbiblioteket)?",
        f"series.csv:7 [district]: Enheden findes ikke. 2 steder: linje 7, 9. Fundet: 'syd'. {units}",
    ]


def test_the_form_of_a_name_that_is_none_is_not_told_beside() -> None:
    form = Problem(Place("series.csv", 2, "district"), "Teksten har ikke den rette form.", "nrod", "små bogstaver")
    assert ProblemsError([form, _refused(2)]).problems == (_refused(2),)
    other = Problem(Place("series.csv", 2, "district"), "Teksten er for lang.", "syd")
    assert set(ProblemsError([other, _refused(2)]).problems) == {other, _refused(2)}


def test_other_values_other_files_and_problems_of_whole_files_stay_apart() -> None:
    apart = [
        Problem(Place("a.csv", 2, "n"), "Tallet er for stort.", "7"), Problem(Place("a.csv", 3, "n"), "Tallet er for stort.", "8"),
        Problem(Place("b.csv", 2, "n"), "Tallet er for stort.", "7"), Problem(Place("a.csv", 2, "total"), "Tallet er for stort.", "7"),
        Problem(Place("a.csv"), "Filen mangler."), Problem(Place("b.csv"), "Filen mangler."),
    ]  # fmt: skip
    assert set(ProblemsError(apart).problems) == set(apart)


def test_a_problem_keeps_its_question_on_the_way_between_processes() -> None:
    again = pickle.loads(pickle.dumps(ProblemsError([_refused(2)])))
    assert again.problems[0].advice == "Mente du »nord« (Nordbiblioteket)?"


@settings(deadline=None)
@given(LETTERS, st.lists(LETTERS, max_size=5))
def test_the_name_that_is_known_is_one_of_those_there_are_and_alike(written: str, names: list[str]) -> None:
    found = same(written, names)
    assert found is None or (found in names and skeleton(found) == skeleton(written))
    if written in names:
        assert found == written


@settings(deadline=None)
@given(LETTERS, st.lists(LETTERS, max_size=5))
def test_the_question_names_one_or_two_that_there_are(written: str, names: list[str]) -> None:
    question = meant(written, names)
    assert sum(f"»{name}«" in question for name in set(names)) in ((1, 2) if question else (0,))
    if any(skeleton(name) == skeleton(written) for name in names) and skeleton(written):
        assert question
