"""The data file beside a table or figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kvartalsbog.content.blocks import Download
from kvartalsbog.files.cells import inert
from kvartalsbog.files.rows import csv_text
from kvartalsbog.verdicts.findings import Findings


def download(findings: Findings, name: str, rows: Sequence[Mapping[str, object]]) -> Download:
    """A table's data as CSV, each row with the quarter and the status of the data, so that no copy loses them. The first
    row's keys head the columns.
    """
    own = {"quarter": findings.period.name, "data_status": findings.plan.data_status}
    head = (*(rows[0] if rows else ()), *own)
    return Download(name=name, csv=csv_text((head, *((*map(inert, row.values()), *own.values()) for row in rows))))
