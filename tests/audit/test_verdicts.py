"""What verdicts, and totals beside cases, tell of the cases: worked out by hand, by enumeration, and from the files' rows."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from fuzz_audit import as_series
from histories import COUNTED, IN_TIME, History
from told import IN_TIME as SHARE
from told import month, published, series

from kvartalsbog.audit.insider import What, breaches
from kvartalsbog.audit.record import Cell, Figure, Series, Verdict
from kvartalsbog.audit.secrets import Unknowns, secrets
from kvartalsbog.audit.verdicts import steps_of, verdicts
from kvartalsbog.disclosure import publication as chosen
from kvartalsbog.disclosure.choice import choose
from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month

T = 5
Table = Mapping[tuple[int, str], tuple[int, int]]  # (month, unit) → cases, and how many in time
TO_DATE = chosen.Key(chosen.Kind.TO_DATE, "2024-01")


def edition(table: Table, *told: chosen.Verdict, measure: chosen.Measure = IN_TIME) -> tuple[History, chosen.Choice]:
    """An edition of those cells whose value is the year to date, and what is chosen for it."""
    view = {(Month(2024, m), unit): Sum(n, Decimal(total)) for (m, unit), (n, total) in table.items()}
    last = chosen.Key(chosen.Kind.TO_DATE, str(max(view)[0]))
    parts = chosen.year_parts(view, {u: (u,) for _, u in sorted(table)}, [last])
    publication = chosen.Publication("K1", view, parts, verdicts=told, threshold=T)
    return History(T, measure, (publication,)), choose([], publication, measure)


def out(history: History, choice: chosen.Choice) -> set[tuple[tuple[str, ...], What]]:
    """What the audit finds in an edition as it was chosen."""
    shown = replace(history.publications[0], shown=choice.shown)
    return {(breach.secret.group, breach.what) for breach in breaches(as_series(history, (shown,)))}


# -- cases and totals together ------------------------------------------------------------------------------------------------

# January has 40 cases and one of them late; a has 5 cases and two of them in time. So of a's in January at most 1 was late
# and 2 in time: 3 cases at most. Of the cases alone, as many as 5 were possible.
LATE = {(1, "a"): (3, 2), (2, "a"): (2, 0), (1, "b"): (37, 37), (2, "b"): (60, 50), (1, "c"): (0, 0), (2, "c"): (9, 8)}


def test_those_late_and_those_in_time_together_bound_a_units_month() -> None:
    history, choice = edition(LATE)
    everything = replace(choice, shown=frozenset(part.key for part in history.publications[0].parts))
    assert (("cell", "2024-01", "a"), What.CASES) in out(history, everything)
    assert not {chosen.Key(chosen.Kind.MONTH, "2024-01"), chosen.Key(chosen.Kind.UNIT, "a")} <= choice.shown
    assert not choice.exposed
    assert out(history, choice) == set()


# -- verdicts -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cases", "told", "measure", "is_out"),
    [
        # three things counted, and told that there are at most 3: 4 is impossible, and with a limit of 4 it is not
        ((3, 3), chosen.Verdict(TO_DATE, Decimal(3), at_least=False, cases=0), COUNTED, True),
        ((3, 3), chosen.Verdict(TO_DATE, Decimal(4), at_least=False, cases=0), COUNTED, False),
        ((3, 3), chosen.Verdict(TO_DATE, Decimal(5), at_least=False, cases=0, strict=True), COUNTED, False),
        ((3, 3), chosen.Verdict(TO_DATE, Decimal(4), at_least=False, cases=0, strict=True), COUNTED, True),
        # at least 2 are there: 1 is impossible
        ((3, 3), chosen.Verdict(TO_DATE, Decimal(2), at_least=True, cases=0), COUNTED, True),
        # 4 cases, all in time. At least 75 per cent: 3 or 4. Over 75 per cent: 4, and that is the total itself
        ((4, 4), chosen.Verdict(TO_DATE, Decimal("0.75"), at_least=True), IN_TIME, False),
        ((4, 4), chosen.Verdict(TO_DATE, Decimal("0.75"), at_least=True, strict=True), IN_TIME, True),
    ],
)  # fmt: skip
def test_a_verdict_bounds_the_cases_and_the_total_of_what_is_withheld(
    cases: tuple[int, int], told: chosen.Verdict, measure: chosen.Measure, is_out: bool
) -> None:
    history, choice = edition({(1, "a"): cases}, told, measure=measure)
    assert choice.shown == frozenset()
    assert bool(choice.exposed) == is_out
    assert bool(out(history, choice)) == is_out


def tiny(seed: int) -> Series:
    """Two months of two units, each with up to two cases in time and one late, and a verdict on one of the sums."""
    dice = random.Random(seed)
    view = {}
    for m, unit in itertools.product((1, 2), "ab"):
        kept, late = dice.randint(0, 2), dice.randint(0, 1)
        view[Cell(month(m), unit)] = Figure(kept + late, Decimal(kept))
    every = [(told.name.kind.value, told.name.of) for told in published("", view).sums]
    whole = ("to-date", month(2))
    hidden = [name for name in every if dice.random() < 0.5 and name != whole]
    of = dice.choice(published("", view).sums)
    limit = Fraction(dice.choice([1, 2, 3]), dice.choice([2, 3, 4]))
    n, total = sum(view[c].n for c in of.cells), sum(view[c].total for c in of.cells)
    at_least = total >= limit * n
    told = (Verdict(of.cells, limit, at_least, strict=not at_least),) if dice.random() < 0.7 else ()
    return series(published("K1", view, hidden, threshold=3, verdicts=told), measure=SHARE)


def enumerated(found: Series) -> set[tuple[tuple[int, int], ...]]:
    """The secrets of which a number of cases is impossible, by trying every number in time and late in every cell."""
    (publication,) = found.publications
    unknowns = Unknowns(found.publications)
    every = secrets(found.publications, unknowns)
    possible: dict[int, set[int]] = {number: set() for number in range(len(every))}
    rows = [({unknowns.places[0][c] for c in told.cells}, told.figure) for told in publication.sums]
    limits = [({unknowns.places[0][c] for c in told.cells}, told) for told in publication.verdicts]
    most = max(figure.n for _, figure in rows if figure is not None)
    values = [(kept, late) for kept, late in itertools.product(range(most + 1), repeat=2) if kept + late <= most]

    def agrees(point: dict[int, tuple[int, int]], last: int) -> bool:
        for places, figure in rows:
            if max(places) == last:
                n, total = sum(sum(point[p]) for p in places), sum(point[p][0] for p in places)
                hides_some = figure is None and any(unknowns.figures[p].n for p in places)
                if (figure is not None and (n, total) != (figure.n, figure.total)) or (hides_some and n < 1):
                    return False
        for places, told in limits:
            if max(places) == last:
                over = sum(point[p][0] for p in places) - told.limit * sum(sum(point[p]) for p in places)
                if (over < 0) if told.at_least else (over >= 0):
                    return False
        return True

    def go(place: int, point: dict[int, tuple[int, int]]) -> None:
        if place == len(unknowns.figures):
            for number, secret in enumerate(every):
                possible[number].add(sum(k * sum(point[v]) for v, k in secret.terms))
            return
        for value in values:
            point[place] = value
            if agrees(point, place):
                go(place + 1, point)
        del point[place]

    go(0, {})
    return {every[n].terms for n, values in possible.items() if not set(every[n].wanted) <= values}


def test_enumeration_of_cases_in_time_and_late_agrees() -> None:
    some = 0
    for seed in range(16):
        found = tiny(seed)
        by_audit = {breach.secret.terms for breach in breaches(found) if breach.what is What.CASES}
        assert by_audit == enumerated(found), seed
        some += bool(by_audit)
    assert some > 2


# -- from the files' rows -------------------------------------------------------------------------------------------------------

CELLS = frozenset(Cell(month(m), unit) for m in (1, 2, 3) for unit in "ab")
ROW = {
    "goal": "1.1", "criterion": "k", "kind": "share", "series": "1.1", "direction": "at_least", "limit": "90", "limit_upper": "", "strict": "false",
    "state": "holds", "outlook": "", "value": "", "from": "", "over": "period", "deadline": "2024-12-31", "settled": "100", "possible": "100",
}  # fmt: skip
STEPS = {"credit": [{"limit": 80, "gives": 50}, {"limit": 70, "gives": 25}]}


def told_of(steps: Mapping[str, object] | None = None, **changed: str) -> list[tuple[frozenset[str], Fraction, bool, bool, bool]]:  # fmt: skip
    """Months, limit, whether at least so much, whether of the sum itself, and whether without the limit."""
    criterion = {"id": "k", "kind": "share", **(steps or {})}
    plan = {"pillars": [{"goals": [{"id": "1.1", "criteria": [criterion]}]}]}
    found = verdicts([{**ROW, **changed}], "1.1", CELLS, steps_of(plan))
    return [
        (frozenset(c.month[-2:] for c in told.cells), told.limit, told.at_least, told.adds, told.strict)
        for told in found
    ]


def test_a_verdict_is_read_with_its_steps_its_time_and_its_strictness() -> None:
    year = frozenset({"01", "02", "03"})
    share = [Fraction(number, 100) for number in (90, 80, 70)]
    assert told_of() == [(year, share[0], True, False, False)]
    assert told_of(strict="true") == [(year, share[0], True, False, True)]
    # half is settled: the limit is not kept, both steps are
    half = [(year, share[0], False, False, True), *((year, limit, True, False, False) for limit in share[1:])]
    assert told_of(STEPS, settled="50", possible="50", state="partly") == half
    # nothing: not even the last step is kept
    assert told_of(STEPS, settled="0", possible="0", state="failed") == [(year, limit, False, False, True) for limit in share]  # fmt: skip
    # open: nothing is told; half can no longer be had of a sum that only grows
    assert told_of(STEPS, settled="0", possible="100", state="not_due") == []
    assert told_of(STEPS, settled="0", possible="25", state="not_due") == [(year, limit, False, False, True) for limit in share[:2]]  # fmt: skip
    # from February; of a level the last month alone; of a sum the limit itself
    assert told_of(**{"from": "2024-02-01"})[0][0] == {"02", "03"}
    assert told_of(over="latest", deadline="2024-02-29")[0][0] == {"02"}
    assert told_of(kind="amount", limit="40") == [(year, Fraction(40), True, True, False)]
    # a range that is kept bounds from both sides, and one that is not does not tell which of its ends was passed
    within = {"direction": "within", "limit": "40", "limit_upper": "60"}
    assert told_of(**within) == [(year, Fraction(2, 5), True, False, False), (year, Fraction(3, 5), False, False, False)]  # fmt: skip
    assert told_of(**within, settled="0", possible="0", state="failed") == []
    # editions of before told the outlook of a withheld value; that of a value that is shown is a projection
    assert told_of(settled="", possible="", state="not_due", outlook="at_risk") == [(year, share[0], False, False, True)]  # fmt: skip
    assert told_of(settled="0", possible="100", state="not_due", outlook="at_risk", value="91.2") == []
