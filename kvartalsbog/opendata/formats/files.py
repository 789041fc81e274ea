"""The files of one edition's data folder: path → bytes, from what may be shown and nothing else."""

from __future__ import annotations

from kvartalsbog.errors import UsageError
from kvartalsbog.opendata.formats import csv_on_the_web, datapackage, results_schema
from kvartalsbog.opendata.formats.delimited import csv_files
from kvartalsbog.opendata.formats.facts import EditionFacts
from kvartalsbog.opendata.formats.stratml import stratml
from kvartalsbog.opendata.formats.workbook import workbook
from kvartalsbog.opendata.tables import series, standing
from kvartalsbog.opendata.tables.schema import Table
from kvartalsbog.verdicts.findings import Findings

WORKBOOK, STRATML = "data.xlsx", "stratml.xml"


def tables(findings: Findings) -> tuple[Table, ...]:
    """Every table, in the order of the definitions and in the words of the book's language; those that are told only where
    they have something to tell come last.
    """
    found: tuple[Table, ...] = (
        standing.goals(findings), standing.criteria(findings), series.months(findings), series.year_to_date(findings),
        series.districts(findings), standing.deliverables(findings), series.revisions(findings),
        standing.amendments(findings), standing.plan(findings),
    )  # fmt: skip
    found += tuple(
        table
        for table in (
            series.units_before(findings),
            series.unit_months(findings),
            series.merged_units(findings),
            standing.unit_changes(findings),
            standing.history(findings),
        )
        if table.rows
    )
    return tuple(table.said(findings.language) for table in found)


def edition_files(findings: Findings, edition: EditionFacts) -> dict[str, bytes]:
    """The data folder of an edition, file by file in order of name. The same findings and facts give the same bytes.

    Raises UsageError when the facts are of another quarter or another status of the data than the findings.
    """
    _check(edition.period, findings.period)
    _check(edition.data_status, findings.plan.data_status)
    all_tables = tables(findings)
    definitions = [table.definition for table in all_tables]
    files = {path: content for table in all_tables for path, content in csv_files(table).items()}
    files[WORKBOOK] = workbook(all_tables, findings, edition)
    files[STRATML] = stratml(findings, edition)
    files[csv_on_the_web.NAME] = csv_on_the_web.metadata(definitions, findings, edition)
    files[datapackage.NAME] = datapackage.datapackage(definitions, files, findings, edition)
    files[results_schema.NAME] = results_schema.schema(findings.language)  # of a file that is no part of the package
    return dict(sorted(files.items()))


def _check(told: object, found: object) -> None:
    if told != found:
        raise UsageError(f"Udgavens oplysninger er ikke tallenes. Fundet: {told}. Tilladt: {found}.")
