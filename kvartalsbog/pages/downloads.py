"""The data file beside a table or figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from kvartalsbog.content.blocks import Download
from kvartalsbog.files.cells import inert
from kvartalsbog.verdicts.findings import Findings


def download(findings: Findings, name: str, rows: Sequence[Mapping[str, object]]) -> Download:
    """A table's data as CSV, each row with the quarter and the status of the data, so that no copy loses them. The first
    row's keys head the columns.
    """
    own = {"quarter": findings.period.name, "data_status": findings.plan.data_status}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*(rows[0] if rows else ()), *own))
    writer.writerows((*map(inert, row.values()), *own.values()) for row in rows)
    return Download(name=name, csv=out.getvalue())
