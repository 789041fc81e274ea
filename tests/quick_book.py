"""Publishing without making the book: its data are the real ones, its pages a line each, so that a site takes a second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from kvartalsbog.editions import versions
from kvartalsbog.inputs.loading import Report
from kvartalsbog.opendata.formats.results_json import to_json
from kvartalsbog.pages.ahead import pulling_table
from kvartalsbog.pages.scorecards import scorecard
from kvartalsbog.pages.tables import months_table
from kvartalsbog.pages.unit_page import UnitChapter
from kvartalsbog.pages.unit_tables import districts_table
from kvartalsbog.plan.contents import unit_chapters
from kvartalsbog.verdicts.findings import Findings, find
from kvartalsbog.verdicts.narrowing import of_unit


@contextmanager
def quick_books() -> Iterator[None]:
    """Until it is left, `make_book` writes quick ones."""
    with mock.patch.object(versions, "make_book", _make_book):
        yield


def _make_book(report: Report, _project: Path, _data: Path, book: Path, _release: object, _running: object) -> None:
    findings = find(report)
    for name, content in _files(findings).items():
        path = book / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _files(findings: Findings) -> dict[str, str]:
    found = {
        "html/index.html": f'<!doctype html><html lang="da"><title>{findings.period}</title><p>Bogen.</p></html>',
        "pdf/bog.pdf": "%PDF-2.0",
        "results.json": to_json(findings),
    }
    for goal in findings.plan.goals:
        for name in goal.series:
            of = findings, goal, findings.series[name].of_goal(goal)
            for table in (months_table(*of), districts_table(*of), *pulling_table(*of)):
                assert table.download is not None
                found[f"html/data/{table.download.name}.csv"] = table.download.csv
    for chapter in unit_chapters(findings.plan):
        assert chapter.unit is not None
        for block in UnitChapter(of_unit(findings, chapter.unit.id), chapter.unit).goals.blocks:
            if (download := getattr(block, "download", None)) is not None:
                found[f"html/data/{download.name}.csv"] = download.csv
    for pillar in findings.plan.pillars:  # the site leads to the goals that plans share
        if places := "".join(f'<h2 id="{goal.label}">{goal.id}</h2>' for goal in pillar.goals if goal.shared):
            page = pillar.notebook.removesuffix(".ipynb")
            found[f"html/{page}.html"] = f'<!doctype html><html lang="da"><title>{pillar.id}</title>{places}</html>'
    card = scorecard(findings).download
    assert card is not None
    return {**found, f"html/data/{card.name}.csv": card.csv}
