"""The first sheets of the workbook as tables: what is in it, what marks and words mean, what each column holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kvartalsbog.content.language import Language, message
from kvartalsbog.kinds.base import Outlook
from kvartalsbog.opendata.formats.delimited import DANISH, MACHINE
from kvartalsbog.opendata.tables.columns import OUTLOOK, VERDICT
from kvartalsbog.opendata.tables.schema import Definition, Field, Kind, Table
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.numbers import DASH, MISSING, WITHHELD, capital
from kvartalsbog.words.statuses import DATA_STATUSES, outlook_meaning, status_sentence, verdict_meaning, why_hidden
from kvartalsbog.words.statuses import data_status as status_words

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
    definitions, language = [table.definition for table in tables], findings.language
    contents = tuple(
        (d.sheet, d.meaning, len(table.rows), DANISH.path(d), MACHINE.path(d))
        for d, table in zip(definitions, tables, strict=True)
    )
    columns = tuple((d.sheet, field.head, field.name, field.meaning) for d in definitions for field in d.fields)
    rows = ((CONTENTS, contents), (NOTES, tuple(_notes(findings, definitions))), (COLUMNS, columns))
    return tuple(Table(definition, found).said(language) for definition, found in rows)


def remark(findings: Findings) -> str:
    """Quarter and status of the data in a sentence or two."""
    period = capital(findings.language.shown(findings.period))
    return f"{period}. {status_sentence(findings.plan.data_status, findings.language)}".rstrip()


def _notes(findings: Findings, definitions: Sequence[Definition]) -> Iterator[tuple[str, str]]:
    language, say, status = findings.language, findings.language.say, findings.plan.data_status
    for mark in (WITHHELD, MISSING):
        yield (mark, f"{why_hidden(mark, language, findings.plan.suppression_threshold)}.")
    yield (DASH, say("Der er ikke noget at skrive her."))
    nothing = message(
        "I kolonner med tal og datoer: Der er ikke noget tal eller nogen dato, for eksempel for noget, der ikke er sket."
    )
    yield (say("Tomt felt"), say(nothing))
    yield (say(DATA_STATUSES[status]), status_words(status, language)[1] or say("Tallene er godkendt."))
    yield from _codes(definitions, language, credited=findings.plan.credited)
    yield (say("Kilde"), findings.plan.source.document)


def _meanings(language: Language, *, credited: bool) -> dict[tuple[str, str], str]:
    verdicts = {
        (VERDICT.name, verdict.value): verdict_meaning(verdict, language, credited=credited) for verdict in Verdict
    }
    return verdicts | {(OUTLOOK.name, outlook.value): outlook_meaning(outlook, language) for outlook in Outlook}


def _codes(definitions: Sequence[Definition], language: Language, *, credited: bool) -> Iterator[tuple[str, str]]:
    """Each word of the columns that have a few of them: what it means, and its code, which the files for machines have."""
    say, meanings = language.say, _meanings(language, credited=credited)
    told: dict[str, tuple[str, dict[str, str]]] = {}
    for definition in definitions:
        for field in definition.fields:
            for code, word in field.words.items():
                meaning, codes = told.setdefault(f"{field.head}: {word}", (meanings.get((field.name, code), ""), {}))
                codes.setdefault(code, definition.sheet)
    for word, (meaning, codes) in told.items():
        where = (
            say("{code} (arket {sheet})", code=code, sheet=sheet) if len(codes) > 1 else code
            for code, sheet in codes.items()
        )
        coded = say("Kode i filerne til programmer: {codes}.", codes=language.either(where))
        yield (word, f"{meaning} {coded}".strip())
