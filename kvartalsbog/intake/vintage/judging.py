"""Which of what was received can be used: bad records are told to their owner, and as many are left out as are allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from kvartalsbog.errors import Collector
from kvartalsbog.intake.records.error_workbook import write_bad_rows
from kvartalsbog.intake.records.outcome import Fate
from kvartalsbog.intake.records.row_problems import counted, told
from kvartalsbog.intake.vintage.ground import Ground
from kvartalsbog.intake.vintage.proposal import of_other_months
from kvartalsbog.intake.vintage.receiving import Extracted, Received


def rejected_rows(received: Received) -> int:
    """How many records cannot be used."""
    return sum(extract.outcome.unusable for extract in received.extracts)


def unusable_goals(received: Received, allowed: int, base: Ground, collector: Collector) -> frozenset[str]:
    """The goals whose records cannot be used, and the problem with each, which goes to `collector`: none is of the
    quarter, or more are bad or hidden than are `allowed`.
    """
    old = dict(of_other_months(received, base))
    collector.problems += old.values()
    # one such date makes every other in its column uncertain, also those that are kept: leaving it out mends nothing
    uncertain = any(extract.outcome.fates.get(Fate.TURNED) for extract in received.extracts)
    if rejected_rows(received) <= allowed and not uncertain:
        return frozenset(old)
    bad = [extract for extract in received.extracts if extract.outcome.unusable]
    for extract in bad:
        o = extract.outcome
        collector.problems += told(o.bad) if o.bad else counted(", ".join(extract.sources), o)
    return frozenset({*old, *(extract.goal for extract in bad)})


def write_rejected(extract: Extracted, base: Ground, aside: Path) -> Iterator[Path]:
    """Write the bad records of an extract for whoever sent it, a workbook for each file of it."""
    columns = base.mapping.goals[extract.goal].columns
    for name, group in groupby(extract.outcome.bad, key=lambda row: row.problem.place.file):
        rows = list(group)
        path = aside / f"afvist-{re.sub(r'[^0-9A-Za-zæøåÆØÅ]+', '-', name).strip('-')}.xlsx"
        whole = len(extract.outcome.bad) == extract.outcome.unusable
        write_bad_rows(path, name, columns, rows, len(rows) if whole else extract.outcome.unusable)
        yield path
