"""The audit over made-up histories: `python tests/fuzz_audit.py --seeds 0 400`. Exit code 1 when the search let anything out.

What each publication shows is chosen as `approve` would; what nothing could have kept is told by the choice. For comparison
the same histories are audited as they would be if each publication were looked at alone: few cases and the smallest other
sum of their kind are withheld.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import replace
from fractions import Fraction

from histories import History, Told, history, merger, told
from strong_reader import StrongReader

from kvartalsbog.audit.insider import Breach, breaches
from kvartalsbog.audit.record import Cell, Figure, Kind, Measure, Name, Publication, Series, Verdict, add
from kvartalsbog.audit.record import Told as Sum
from kvartalsbog.audit.secrets import Unknowns
from kvartalsbog.disclosure import publication as chosen

KINDS = {own: Kind[own.name] for own in chosen.Kind}


def untold(found: Told) -> list[Breach]:
    """What the audit finds in a history that no choice told that it could not be helped; a secret can have several names."""
    reader = StrongReader(found.publications, found.history.measure, max(p.threshold for p in found.publications))
    series = as_series(found.history, found.publications)
    own = Unknowns(series.publications)
    theirs = {
        (str(month), unit, value.n, value.total): place[str(month), unit]
        for publication, place in zip(found.publications, reader.place, strict=True)
        for (month, unit), value in publication.view.items()
    }
    place_of = [theirs[c.month, c.unit, f.n, f.total] for c, f in zip(own.cells, own.figures, strict=True)]
    names = {frozenset(terms.items()): {n.partition(": ")[2] for n in every} for every, terms in reader.secrets()}
    told_ = {" ".join(group) for choice in found.choices for group in choice.exposed}

    def is_told(breach: Breach) -> bool:
        terms = [(place_of[place], factor) for place, factor in breach.secret.terms]
        either = frozenset(terms), frozenset((place, -factor) for place, factor in terms)
        return not told_.isdisjoint(name for one in either for name in names.get(one, ()))

    return [breach for breach in breaches(series) if not is_told(breach)]


def audited_alone(found: History) -> tuple[Breach, ...]:
    """What it finds when every publication is looked at alone."""
    alone = tuple(_alone(publication, found.threshold) for publication in found.publications)
    return breaches(as_series(found, alone))


def as_series(found: History, publications: tuple[chosen.Publication, ...]) -> Series:
    """A history in the audit's own values."""
    told_ = tuple(_publication(f"{number} {p.name}", p) for number, p in enumerate(publications))
    return Series("1.1", 2024, Measure(found.measure.most, found.measure.whole, found.measure.least), told_)


def _publication(label: str, publication: chosen.Publication) -> Publication:
    view = {Cell(str(month), unit): Figure(value.n, value.total) for (month, unit), value in publication.view.items()}
    sums = []
    for part in publication.parts:
        cells = frozenset(Cell(str(month), unit) for month, unit in part.cells)
        figure = add(view[cell] for cell in cells) if part.key in publication.shown else None
        sums.append(Sum(Name(KINDS[part.key.kind], part.key.name), cells, figure))
    own = {part.key: frozenset(Cell(str(month), unit) for month, unit in part.cells) for part in publication.parts}
    verdicts = tuple(
        Verdict(own[told.key], Fraction(told.bound), told.at_least, not told.cases, told.strict)
        for told in publication.verdicts
    )
    return Publication(label, publication.threshold, tuple(sums), view, verdicts)


def _alone(publication: chosen.Publication, threshold: int) -> chosen.Publication:
    hidden = set()
    for kind in chosen.Kind:
        sizes = sorted((publication.sum_of(p.cells).n, p.key) for p in publication.parts if p.key.kind is kind)
        few = [key for n, key in sizes if 0 < n < threshold]
        others = [key for n, key in sizes if n >= threshold]
        hidden |= {*few, *(others[:1] if few and kind in (chosen.Kind.MONTH, chosen.Kind.UNIT) else ())}
    return replace(publication, shown=frozenset(part.key for part in publication.parts) - hidden)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, default=(0, 400), metavar=("FIRST", "END"))
    parser.add_argument("--mergers", action="store_true", help="of years in which units were merged")
    asked = parser.parse_args()
    (first, end), make = asked.seeds, merger if asked.mergers else history
    counted: Counter[str] = Counter()
    spent = 0.0
    for seed in range(first, end):
        found = told(make(seed), accept=seed % 2 == 0)
        start = time.process_time()
        out = untold(found)
        spent += time.process_time() - start
        counted["histories"] += 1
        counted["publications"] += len(found.publications)
        counted["exposed whatever is withheld"] += any(choice.exposed for choice in found.choices)
        counted["breached"] += bool(out)
        counted["breached if each were looked at alone"] += bool(audited_alone(found.history))
        if out:
            sys.stderr.write(f"{seed}: {out[:3]}\n")
    sys.stdout.write(json.dumps({**counted, "seconds of audits": round(spent, 1)}) + "\n")
    return 1 if counted["breached"] else 0


if __name__ == "__main__":
    sys.exit(main())
