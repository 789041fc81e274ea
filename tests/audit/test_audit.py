"""What a reader who kept every publication can work out is found by the audit, and nothing else is."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from told import DAYS, IN_TIME, cells, month, months, published, series, spread, to_date, units

from kvartalsbog.audit.insider import Breach, What, breaches, mismatches
from kvartalsbog.audit.outsider import clues
from kvartalsbog.audit.programme import Programme, Row, Undecided
from kvartalsbog.audit.record import Cell, Figure, Publication, Series, Verdict
from kvartalsbog.audit.secrets import Unknowns, secrets

LARGE = {f"d{number}": 200 + 13 * number for number in range(9)}


def out(found: Series) -> list[tuple[tuple[str, ...], str | None, str, str]]:
    return [(b.secret.group, b.secret.against, b.what.value, b.since) for b in breaches(found)]


def cases_out(found: Series) -> set[tuple[tuple[str, ...], str | None]]:
    return {(b.secret.group, b.secret.against) for b in breaches(found) if b.what is What.CASES}


def seen(found: Series) -> set[tuple[tuple[str, ...], str | None]]:
    """The same from the site alone."""
    blind = replace(found, publications=tuple(replace(p, view={}) for p in found.publications))
    return {(clue.group, clue.against) for clue in clues(blind)}


# -- A1: a correction changes the hidden partner --------------------------------------------------------------------------


def first() -> Publication:
    return published("v1", spread({"nord": 2, "oest": 34, "midt": 40, **LARGE}), units("nord", "oest"))


def corrected(*withheld: str) -> Publication:
    view = spread({"nord": 2, "oest": 34, "midt": 40, **LARGE})
    view[Cell(month(3), "midt")] = Figure(4, Decimal(400))  # it was 14
    return published("v2", view, units(*withheld))


def test_a_hidden_partner_that_is_shown_by_a_correction_gives_the_other_away() -> None:
    # v1: nord + oest are 36 together; v2 shows oest's 34
    assert breaches(series(first())) == ()
    found = series(first(), corrected("nord", "midt"))
    assert {since for *_, since in out(found)} == {"v2"}
    assert cases_out(found) == {(("unit", "nord"), None), (("cell", month(3), "nord"), None)}
    assert (("unit", "nord"), None) in seen(found)


def test_the_same_partner_again_gives_nothing_away() -> None:
    found = series(first(), corrected("nord", "oest"))
    assert breaches(found) == ()
    assert seen(found) == set()


def test_only_what_is_new_is_told_when_the_rest_is_known() -> None:
    found = series(first(), corrected("nord", "midt"))
    assert breaches(found, only=2) == ()
    assert {b.secret.group for b in breaches(found, only=1)} == {("unit", "nord"), ("cell", month(3), "nord")}


# -- A2: across plan years --------------------------------------------------------------------------------------------------

YEAR = (136, 2, 150, 160, 155, 148, 90, 170, 166, 158, 149, 151)


def year_of(last: int) -> dict[Cell, Figure]:
    return cells({(m, u): n // 2 if u == "a" else n - n // 2 for m, n in enumerate(YEAR[:last], 1) for u in "ab"})


def editions_of_the_year() -> list[Publication]:
    return [published(f"2024K{q}", year_of(3 * q), [*months(1, 2), *to_date(1)]) for q in (1, 2, 3, 4)]


def test_the_year_before_may_not_show_what_the_year_itself_withheld() -> None:
    # January + February are 138 in every edition of 2024; 2025K1 shows January's 136
    assert breaches(series(*editions_of_the_year())) == ()
    leaking = published("2025K1", year_of(12), months(2, 7), only_months=True)
    found = series(*editions_of_the_year(), leaking)
    assert (("month", month(2)), None) in cases_out(found)
    assert {since for *_, since in out(found)} == {"2025K1"}
    assert (("month", month(2)), None) in seen(found)
    safe = published("2025K1", year_of(12), months(1, 2), only_months=True)
    assert breaches(series(*editions_of_the_year(), safe)) == ()
    assert seen(series(*editions_of_the_year(), safe)) == set()


# -- A0: three withheld shares that must all be 100 per cent -------------------------------------------------------------


def shares(*more: str) -> Publication:
    # bornholm 2 of 2, groenland 4 of 4, faeroeerne 2 of 2: together 8 of 8; midt 12 of 13; the rest at large
    in_time = {"bornholm": (2, 2), "groenland": (4, 4), "faeroeerne": (2, 2), "midt": (13, 12), "fyn": (40, 30)}
    view = {Cell(month(1), unit): Figure(n, Decimal(done)) for unit, (n, done) in in_time.items()}
    return published("2024K1", view, units("bornholm", "groenland", "faeroeerne", *more))


def test_withheld_shares_that_must_all_be_a_hundred_per_cent_are_known() -> None:
    found = series(shares(), measure=IN_TIME)
    assert {(group, what) for group, _, what, _ in out(found) if group[0] == "unit"} == {
        (("unit", unit), "total") for unit in ("bornholm", "groenland", "faeroeerne")
    }
    assert seen(found) == {(("unit", unit), None) for unit in ("bornholm", "groenland", "faeroeerne")}


def test_another_share_withheld_too_keeps_them_open() -> None:
    found = series(shares("midt"), measure=IN_TIME)
    assert breaches(found) == ()
    assert seen(found) == set()


# -- small differences, parity, three that are too few --------------------------------------------------------------------


def test_a_difference_is_compared_with_every_edition_before() -> None:
    # March: 17, 22, 18 with a threshold of 3: K3 - K2 is 4, K3 - K1 is 1
    views = [cells({(1, "a"): 40, (1, "b"): 50, (3, "a"): n, (3, "b"): 60}) for n in (17, 22, 18)]
    told = [published(f"K{q}", view, threshold=3) for q, view in enumerate(views, 1)]
    assert breaches(series(*told[:2])) == ()
    found = series(*told)
    assert (("month", month(3)), "K1") in cases_out(found)
    assert (("month", month(3)), "K1") in seen(found)
    assert (("month", month(3)), "K2") not in cases_out(found)


def test_a_range_without_gaps_may_hold_even_numbers_only() -> None:
    # a + b + c = 9 and a = b, so c = 9 - 2·a: from 0 to 9, but never even
    rows = [Row(((0, 1), (1, 1), (2, 1)), Decimal(9), Decimal(9)), Row(((0, 1), (1, -1)), Decimal(0), Decimal(0))]
    programme = Programme([(Decimal(0), None)] * 3, rows, [((2, 1),)])
    assert programme.range(0) == (0.0, 9.0)
    assert [value for value in range(10) if programme.possible(0, value)] == [1, 3, 5, 7, 9]


def test_three_withheld_with_the_threshold_as_their_sum_are_too_few() -> None:
    # 2 + 2 + 1 = 5, each at least 1: none of them can be 4
    view = cells({(1, "a"): 2, (1, "b"): 2, (1, "c"): 1, (1, "d"): 60})
    assert cases_out(series(published("K1", view, units("a", "b", "c")))) >= {(("unit", u), None) for u in "abc"}
    # two with the same sum may each be 1 to 4
    view = cells({(1, "a"): 2, (1, "b"): 3, (1, "d"): 60})
    assert cases_out(series(published("K1", view, units("a", "b")))) == set()


def test_a_nought_is_no_secret_and_an_unpublished_sum_gives_nothing_away() -> None:
    view = cells({(1, "a"): 0, (1, "b"): 70, (1, "c"): 60})
    assert breaches(series(published("K1", view))) == ()


def test_a_few_cases_that_are_shown_are_out() -> None:
    view = cells({(1, "a"): 3, (1, "b"): 70})
    assert (("unit", "a"), None) in cases_out(series(published("K1", view)))
    assert seen(series(published("K1", view))) >= {(("cell", month(1), "a"), None)}


def test_units_that_were_merged_are_the_sum_of_what_they_were() -> None:
    view = cells({(1, "a"): 30, (1, "b"): 40, (1, "c"): 3, (1, "d"): 90, (1, "e"): 70})
    before = published("K1", view, units("c", "d"))
    # shown together with a, c is what is left of the merged unit's 33
    after = published("K2", view, (), merged=("a", "c"))
    assert (("unit", "c"), None) in cases_out(series(before, after))
    renamed = {Cell(c.month, "c" if c.unit == "c" else "new" if c.unit in "ab" else c.unit): f for c, f in view.items()}
    renamed[Cell(month(1), "new")] = Figure(70, Decimal(7000))
    other = published("K2", renamed, units("c", "d"))
    assert breaches(series(before, other)) == ()
    assert (("unit", "c"), None) in cases_out(series(before, published("K2", renamed, units("c", "new"))))


def test_a_verdict_told_of_a_withheld_value_bounds_its_total() -> None:
    # 4 cases of 100 days each, the year's value withheld, told to be at most 100 days: the total cannot be a fifth more
    view = cells({(1, "a"): 4})
    hidden = [*months(1), *to_date(1), *units("a")]
    assert breaches(series(published("K1", view, hidden))) == ()
    limit = Verdict(frozenset(view), Fraction(100), at_least=False)
    told = published("K1", view, hidden, verdicts=(limit,))
    assert {what for *_, what, _ in out(series(told))} == {"total"}
    assert breaches(series(published("K1", view, hidden, verdicts=(replace(limit, limit=Fraction(120)),)))) == ()


def test_figures_that_are_not_those_published_are_told() -> None:
    view = cells({(1, "a"): 30, (1, "b"): 40})
    told = replace(published("K1", view), view=cells({(1, "a"): 32, (1, "b"): 40}))
    assert {(m.told.name.kind.value, m.told.name.of) for m in mismatches(series(told))} == {
        ("month", month(1)), ("to-date", month(1)), ("unit", "a"),
    }  # fmt: skip
    assert mismatches(series(published("K1", view))) == ()


# -- against enumeration -----------------------------------------------------------------------------------------------------


def tiny(seed: int) -> Series:
    """Two or three editions of two months and two or three units, with anything withheld, by chance."""
    dice = random.Random(seed)
    names = "abc"[: dice.choice([2, 3, 3])]
    view = {(m, u): dice.randint(0, 3) for m in (1, 2) for u in names}
    told = []
    for number in range(dice.choice([1, 2, 2])):
        if number:
            changed = dice.choice(sorted(view))
            view = {**view, changed: max(0, view[changed] + dice.choice([-1, 1, 2]))}
        table = cells(view, 1)
        every = [(t.name.kind.value, t.name.of) for t in published("", table).sums]
        told.append(published(f"v{number + 1}", table, [name for name in every if dice.random() < 0.55], threshold=3))
    return series(*told)


def enumerated(found: Series) -> set[tuple[tuple[int, int], ...]]:
    """The secrets of which a value is impossible, by trying every number in every unknown."""
    unknowns = Unknowns(found.publications)
    rows: list[tuple[frozenset[int], int | None]] = []
    for number, publication in enumerate(found.publications):
        for told in publication.sums:
            places = frozenset(unknowns.places[number][cell] for cell in told.cells)
            if told.figure is not None:
                rows.append((places, told.figure.n))
            elif any(unknowns.figures[place].n for place in places):
                rows.append((places, None))
    every = secrets(found.publications, unknowns)
    possible: dict[int, set[int]] = {number: set() for number in range(len(every))}
    top = max([told.figure.n for p in found.publications for told in p.sums if told.figure] + [4])
    for point in _points(len(unknowns.figures), rows, min(top, 7)):
        for number, secret in enumerate(every):
            possible[number].add(sum(k * point[v] for v, k in secret.terms))
    return {every[n].terms for n, values in possible.items() if not set(every[n].wanted) <= values}


def _points(number: int, rows: list[tuple[frozenset[int], int | None]], top: int) -> Iterator[Mapping[int, int]]:
    """Every assignment that agrees with the rows; a row is tried as soon as its last unknown has a number."""
    ends: dict[int, list[tuple[frozenset[int], int | None]]] = {}
    for places, value in rows:
        ends.setdefault(max(places), []).append((places, value))
    point: dict[int, int] = {}

    def go(place: int) -> Iterator[Mapping[int, int]]:
        if place == number:
            yield point
            return
        for value in range(top + 1):
            point[place] = value
            if all(
                (s >= 1) if v is None else (s == v) for p, v in ends.get(place, ()) for s in [sum(point[q] for q in p)]
            ):
                yield from go(place + 1)

    yield from go(0)


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_enumeration_agrees(start: int) -> None:
    some = 0
    for seed in range(start, start + 20):
        found = tiny(seed)
        by_audit = {b.secret.terms for b in breaches(found) if b.what is What.CASES}
        assert by_audit == enumerated(found), seed
        some += bool(by_audit)
    assert some > 3


def test_what_cannot_be_decided_is_told_and_not_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    def undecided(*_: object) -> bool:
        raise Undecided

    monkeypatch.setattr(Programme, "possible", undecided)
    found = breaches(series(first()))
    assert {b.what for b in found} == {What.UNDECIDED}


def test_every_difference_is_asked_once() -> None:
    found = series(first(), corrected("nord", "oest"))
    every = secrets(found.publications, Unknowns(found.publications))
    terms = [secret.terms for secret in every]
    assert len(terms) == len(set(terms))
    assert not {tuple((v, -k) for v, k in own) for own in terms} & set(terms)
    for one, two in itertools.combinations(every, 2):
        assert one.terms != two.terms


def test_the_audit_of_days_needs_a_fifth_on_either_side() -> None:
    # a 3 and b 40 hide each other; the total of both is known to be 4300, so that a's 300 may be 0 … 2700
    view = cells({(1, "a"): 3, (1, "b"): 40, (1, "c"): 60})
    assert breaches(series(published("K1", view, units("a", "b")), measure=DAYS)) == ()
    # where b's every case takes 900 days, the most that is plausible, so does each of the sum: then a's are known
    full = {Cell(month(1), "a"): Figure(3, Decimal(2700)), Cell(month(1), "b"): Figure(4, Decimal(3600)), Cell(month(1), "c"): Figure(60, Decimal(6000))}  # fmt: skip
    found = breaches(series(published("K1", full, units("a", "b")), measure=DAYS))
    assert {(b.secret.group, b.what) for b in found} >= {(("unit", "a"), What.TOTAL), (("unit", "b"), What.TOTAL)}


def test_breaches_name_their_first_publication() -> None:
    found: tuple[Breach, ...] = breaches(series(first(), corrected("nord", "oest"), corrected("nord", "midt")))
    assert {b.since for b in found} == {"v2"}  # both corrections have the label v2
