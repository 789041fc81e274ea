"""The data file beside a table or figure."""

from __future__ import annotations

import pandas as pd

from kvartalsbog.content.blocks import Download
from kvartalsbog.files.cells import inert
from kvartalsbog.verdicts.findings import Findings


def download(findings: Findings, name: str, frame: pd.DataFrame) -> Download:
    """A table's data as CSV, each row with the quarter and the status of the data, so that no copy loses them."""
    plan = findings.plan
    marked = frame.map(inert).assign(quarter=str(findings.period), data_status=plan.data_status)
    return Download(name=name, csv=marked.to_csv(index=False, lineterminator="\n"))
