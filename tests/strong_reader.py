"""A reader who kept every publication, by brute force: each secret and each whole number asked of a programme of its own.

It shares nothing with the search but the values of `publication`: other unknowns, other secrets, other equations.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import highspy
from histories import Told

from kvartalsbog.disclosure.publication import Kind, Measure, Publication, Verdict

Coefficients = dict[int, int]
Names = tuple[str, ...]  # "K1: cell 2024-01 a", "K2 less K1: unit a"
INFINITY = highspy.kHighsInf


@dataclass(frozen=True)
class Known:
    """What the reader has worked out: a sum or difference of few cases, and what it can no longer be."""

    names: Names
    what: str

    def __str__(self) -> str:
        return f"{self.names[0]}: {self.what}"

    @property
    def groups(self) -> frozenset[str]:
        """Its names without those of publications."""
        return frozenset(name.partition(": ")[2] for name in self.names)


class StrongReader:
    def __init__(self, publications: Sequence[Publication], measure: Measure, threshold: int) -> None:
        self.publications, self.measure, self.threshold = publications, measure, threshold
        self.values: list[tuple[int, Decimal]] = []
        self.place: list[dict[tuple[str, str], int]] = []
        known: dict[tuple[str, str, int, Decimal], int] = {}
        for publication in publications:
            here = {}
            for (month, unit), value in publication.view.items():
                full = (str(month), unit, value.n, value.total)
                if full not in known:
                    known[full] = len(self.values)
                    self.values.append((value.n, value.total))
                here[str(month), unit] = known[full]
            self.place.append(here)

    def known(self) -> list[Known]:
        """Every secret of which too much is known."""
        return [*self._by_count(), *self._by_total()]

    # -- what must not be known --------------------------------------------------------------------------------------

    def secrets(self) -> Iterator[tuple[Names, Coefficients]]:
        """Each secret once, with every name that it has."""
        found: dict[tuple[tuple[int, int], ...], list[str]] = {}
        for name, coefficients in self._sums_and_differences():
            n = sum(k * self.values[v][0] for v, k in coefficients.items())
            own = tuple(sorted(coefficients.items()))
            opposite = tuple(sorted((v, -k) for v, k in coefficients.items()))
            if 0 < abs(n) < self.threshold:
                found.setdefault(opposite if opposite in found else own, []).append(name)
        yield from ((tuple(names), dict(own)) for own, names in found.items())

    def _sums_and_differences(self) -> Iterator[tuple[str, Coefficients]]:
        named = [self._named(number) for number in range(len(self.publications))]
        for number, sums in enumerate(named):
            for name, cells in sums.items():
                yield f"{self.publications[number].name}: {name}", {self.place[number][c]: 1 for c in cells}
        for (i, one), (j, other) in itertools.permutations(enumerate(named), 2):
            for name in sorted(one.keys() & other.keys()):
                both = one[name] & other[name]
                difference: Coefficients = {}
                for cell in one[name]:
                    difference[self.place[i][cell]] = difference.get(self.place[i][cell], 0) + 1
                for cell in both:
                    difference[self.place[j][cell]] = difference.get(self.place[j][cell], 0) - 1
                kept = {v: k for v, k in difference.items() if k}
                if both and kept:
                    yield f"{self.publications[i].name} less {self.publications[j].name}: {name}", kept

    def _named(self, number: int) -> dict[str, set[tuple[str, str]]]:
        cells = set(self.place[number])
        found = {f"cell {m} {u}": {(m, u)} for m, u in cells}
        for m, _ in cells:
            found[f"month {m}"] = {c for c in cells if c[0] == m}
        for _, u in cells:
            found[f"unit {u}"] = {c for c in cells if c[1] == u}
            for quarter in range(4):
                own = {c for c in found[f"unit {u}"] if (int(c[0][5:]) - 1) // 3 == quarter}
                if own:
                    found[f"unit-period {u} {min(own)[0][:4]}K{quarter + 1}"] = own
        for part in self.publications[number].parts:
            if part.key.kind is Kind.UNIT_MONTH:  # it is a cell
                continue
            # of units together the months until now are one sum, whichever is the last
            name = " ".join(part.key.name.split()[1:]) if part.key.kind is Kind.MERGED else part.key.name
            found[f"{part.key.kind.value} {name}"] = {(str(m), u) for m, u in part.cells}
        return dict(sorted(found.items()))

    # -- what is known of it -----------------------------------------------------------------------------------------

    def _by_count(self) -> Iterator[Known]:
        """Of cases and totals together: the number of cases of each unknown first, then its total."""
        many, measure, rows = len(self.values), self.measure, []
        for number, key, cells in self._published():
            n, total = (sum(self.values[v][part] for v in cells) for part in (0, 1))
            if self._is_shown(number, key) or (not n and key[0] is not Kind.UNIT_MONTH):
                rows += [_row(n, n, cells), _row(total, total, [many + v for v in cells])]
            elif key[0] is not Kind.UNIT_MONTH:  # of which noughts are withheld too
                rows.append(_row(1, INFINITY, cells))
        for v in range(many):
            rows.append(({many + v: 1, v: -float(measure.most)}, -INFINITY, 0))
            rows.append(({many + v: 1, v: -float(measure.least)}, 0, INFINITY))
        for told, cells in self._verdicts():
            for each, bound, side in _sides(told, whole=measure.whole):
                terms = {many + v: 1.0 for v in cells} | dict.fromkeys(cells, -each)
                rows.append((terms, bound, INFINITY) if side else (terms, -INFINITY, bound))
        model = _model([(0, INFINITY)] * (2 * many), rows, whole=2 * many if measure.whole else many)
        for names, coefficients in self.secrets():
            n = sum(k * self.values[v][0] for v, k in coefficients.items())
            for size in range(1, self.threshold):
                wanted = size if n > 0 else -size
                if wanted != n and not _can_be(model, coefficients, wanted, wanted):
                    yield Known(names, f"{n} cannot be {wanted}")
                    break

    def _by_total(self) -> Iterator[Known]:
        many, measure, rows = len(self.values), self.measure, []
        for number, key, cells in self._published():
            total = float(sum(self.values[v][1] for v in cells))
            few = sum(self.values[v][0] for v in cells) == 0
            rows.append(_row(total, total, cells) if self._is_shown(number, key) or few else _row(0, INFINITY, cells))
        for told, cells in self._verdicts():
            cases = sum(self.values[v][0] for v in cells)
            for each, bound, side in _sides(told, whole=measure.whole):
                reached = bound + each * cases
                rows.append(_row(reached, INFINITY, cells) if side else _row(-INFINITY, reached, cells))
        limits = [(n * measure.least, n * measure.most) for n, _ in self.values]
        model = _model([(float(low), float(high)) for low, high in limits], rows, whole=many if measure.whole else 0)
        for names, coefficients in self.secrets():
            true = sum(k * self.values[v][1] for v, k in coefficients.items())
            width = max(abs(true) / 5, Decimal(1) if measure.whole else Decimal(0))
            least = sum(k * limits[v][k < 0] for v, k in coefficients.items())
            most = sum(k * limits[v][k > 0] for v, k in coefficients.items())
            ends = (floor(true - width), ceil(true + width)) if measure.whole else (true - width, true + width)
            low, high = float(max(ends[0], least)), float(min(ends[1], most))
            slack = 1e-6 * max(1.0, abs(low), abs(high))
            if not _can_be(model, coefficients, -INFINITY, low + slack):
                yield Known(names, f"total {true} is more than {low}")
            elif not _can_be(model, coefficients, high - slack, INFINITY):
                yield Known(names, f"total {true} is less than {high}")

    def _published(self) -> Iterator[tuple[int, tuple[Kind, str], list[int]]]:
        for number, publication in enumerate(self.publications):
            for part in publication.parts:
                yield number, (part.key.kind, part.key.name), [self.place[number][str(m), u] for m, u in part.cells]

    def _verdicts(self) -> Iterator[tuple[Verdict, list[int]]]:
        for number, publication in enumerate(self.publications):
            cells = {part.key: part.cells for part in publication.parts}
            for told in publication.verdicts:
                yield told, [self.place[number][str(m), u] for m, u in cells[told.key]]

    def _is_shown(self, number: int, key: tuple[Kind, str]) -> bool:
        return key in {(k.kind, k.name) for k in self.publications[number].shown}


def breaches(found: Told) -> list[str]:
    """What the strongest reader knows of a history that its choices did not tell that it cannot be helped."""
    known = StrongReader(found.publications, found.history.measure, found.history.threshold).known()
    told = {" ".join(group) for choice in found.choices for group in choice.exposed}
    return [str(one) for one in known if told.isdisjoint(one.groups)]


Equation = tuple[dict[int, float], float, float]


def _row(low: float, high: float, places: list[int]) -> Equation:
    return dict.fromkeys(places, 1.0), low, high


def _sides(told: Verdict, *, whole: bool) -> Iterator[tuple[float, float, bool]]:
    """What a verdict tells: the total less so many a case is at least (or at most) a number. Of whole numbers a strict bound
    is passed by no less than the smallest step that there is between them.
    """
    limit = Fraction(told.bound)
    step = Fraction(1, limit.denominator) if whole and told.strict else Fraction(0)
    each, bound = (limit, Fraction(0)) if told.cases else (Fraction(0), limit)
    yield float(each), float(bound + (step if told.at_least else -step)), told.at_least


def _model(columns: list[tuple[float, float]], rows: list[Equation], *, whole: int) -> highspy.Highs:
    model = highspy.Highs()
    model.silent()
    for low, high in columns:
        model.addVar(low, high)
    for column in range(whole):
        model.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    for low, high, terms in {(float(low), float(high), tuple(sorted(terms.items()))) for terms, low, high in rows}:
        model.addRow(low, high, len(terms), [place for place, _ in terms], [float(k) for _, k in terms])
    return model


def _can_be(model: highspy.Highs, coefficients: Coefficients, low: float, high: float) -> bool:
    model.addRow(low, high, len(coefficients), list(coefficients), [float(k) for k in coefficients.values()])
    model.run()
    if model.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        # what it begins with has misled it before, and so has what it leaves out beforehand
        model.clearSolver()
        model.setOptionValue("presolve", "off")
        model.run()
        model.setOptionValue("presolve", "choose")
    status = model.getModelStatus()
    model.deleteRows(1, [model.getNumRow() - 1])
    assert status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible), status
    return bool(status == highspy.HighsModelStatus.kOptimal)
