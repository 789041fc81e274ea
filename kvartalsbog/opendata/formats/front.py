"""The first sheets of the workbook as tables: what is in it, what marks and words mean, what each column holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kvartalsbog.kinds.base import Outlook
from kvartalsbog.opendata.formats.delimited import DANISH, MACHINE
from kvartalsbog.opendata.tables.columns import STATUSES
from kvartalsbog.opendata.tables.schema import Definition, Field, Kind, Table
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.numbers import DASH, MISSING, WITHHELD, capital, number, outlook_meaning, verdict_meaning
from kvartalsbog.words.numbers import data_status as status_words

CONTENTS = Definition(
    "contents",
    "Indhold",
    "Indhold",
    "Én række for hvert ark med tal.",
    (
        Field("sheet", "Ark", Kind.TEXT, "Arkets navn.", required=True),
        Field("meaning", "Hvad en række er", Kind.TEXT, "Hvad arkets tabel indeholder.", required=True),
        Field("rows", "Rækker", Kind.WHOLE, "Antallet af rækker under hovedet.", required=True),
        Field("danish", "Samme tal til regneark", Kind.TEXT, "Filen med semikolon og komma.", required=True),
        Field("machine", "Samme tal til programmer", Kind.TEXT, "Filen med komma og punktum.", required=True),
    ),
    key=("sheet",),
)
NOTES = Definition(
    "notes",
    "Noter",
    "Noter",
    "Mærker og ord, og hvad de betyder.",
    (
        Field("mark", "Mærke eller ord", Kind.TEXT, "Det, der står i en celle.", required=True),
        Field("meaning", "Betydning", Kind.TEXT, "Hvad det betyder.", required=True),
    ),
    key=("mark",),
)
COLUMNS = Definition(
    "columns",
    "Kolonner",
    "Kolonner",
    "Én række for hver kolonne i hvert ark.",
    (
        Field("sheet", "Ark", Kind.TEXT, "Arkets navn.", required=True),
        Field("head", "Kolonne", Kind.TEXT, "Hvad der står over kolonnen.", required=True),
        Field("name", "Navn i filerne til programmer", Kind.TEXT, "Kolonnens navn.", required=True),
        Field("meaning", "Betydning", Kind.TEXT, "Hvad kolonnen indeholder.", required=True),
    ),
    key=("sheet", "head"),
)


def front(tables: Sequence[Table], findings: Findings) -> tuple[Table, ...]:
    """Contents, notes and columns."""
    definitions = [table.definition for table in tables]
    contents = tuple(
        (d.sheet, d.meaning, len(table.rows), DANISH.path(d), MACHINE.path(d))
        for d, table in zip(definitions, tables, strict=True)
    )
    columns = tuple((d.sheet, field.head, field.name, field.meaning) for d in definitions for field in d.fields)
    return (Table(CONTENTS, contents), Table(NOTES, tuple(_notes(findings))), Table(COLUMNS, columns))


def remark(findings: Findings) -> str:
    """Quarter and status of the data in a sentence or two."""
    label, explanation = status_words(findings.plan.data_status)
    words = f"{capital(findings.quarter.label)}."
    return f"{words} {label}: {explanation}" if label else words


def _notes(findings: Findings) -> Iterator[tuple[str, str]]:
    threshold = number(findings.plan.suppression_threshold)
    yield (
        WITHHELD,
        f"Fortroligt. Der er færre end {threshold} sager, eller tallet kan bruges til at regne et sådant tal ud.",
    )
    yield (MISSING, "Mangler. Der er ikke indberettet noget.")
    yield (DASH, "Der er ikke noget at skrive her.")
    yield (
        "Tomt felt",
        "I kolonner med tal og datoer: Der er ikke noget tal eller nogen dato, for eksempel for noget, der ikke er sket.",
    )
    explanation = status_words(findings.plan.data_status)[1]
    yield (STATUSES[findings.plan.data_status], explanation or "Tallene er godkendt.")
    yield from ((f"Status: {verdict.value}", verdict_meaning(verdict)) for verdict in Verdict)
    yield from ((f"Udsigt: {outlook.value}", outlook_meaning(outlook)) for outlook in Outlook)
    yield ("Kilde", findings.plan.source.document)
