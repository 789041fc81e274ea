"""The page that tells what each file of open data is, for whom, and what the marks in it mean."""

from __future__ import annotations

from kvartalsbog.content.blocks import Block, BulletList, Inline, Note, Table, paragraph, text
from kvartalsbog.content.language import Language, message
from kvartalsbog.opendata.formats.delimited import DANISH, MACHINE, MARKS
from kvartalsbog.opendata.formats.files import tables
from kvartalsbog.opendata.formats.inventory import CATALOGUES, FILES, RESULTS, Entry, entry
from kvartalsbog.opendata.tables.columns import DATA_STATUS, NOTE, PERIOD
from kvartalsbog.pages.tables import columns
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.numbers import DASH
from kvartalsbog.words.statuses import status_sentence, why_hidden


def guide(findings: Findings) -> tuple[Block, ...]:
    """What is in the data folder of this edition, how to open it, and how a figure that is not shown looks there."""
    say = findings.language.say
    lead = say(
        "Alle tal i en udgivet udgave ligger også som filer, der kan hentes og bruges frit med kilden nævnt. "
        "De ligger i udgavens mappe »data«, er lavet af de samme tal som siderne og siger det samme."
    )
    return (
        paragraph(lead, "lead"),
        _files(findings.language, weighed=findings.plan.weights is not None),
        _excel(findings.language),
        _tables(findings),
        paragraph(say("Når et tal ikke vises, ser det sådan ud:")),
        BulletList(items=_marks(findings)),
        paragraph(_always(findings)),
    )


def _files(language: Language, *, weighed: bool) -> Table:
    """The files of the folder, those beside it, and for whom each is."""
    say = language.say
    danish = say("De danske ({ending})", ending=f"{DANISH.suffix}.csv")
    several = (
        (danish, Entry(say("Tabellerne, én i hver fil"), _whom(DANISH.suffix))),
        (say("De andre csv-filer"), Entry(say("De samme tabeller"), _whom(MACHINE.suffix))),
    )
    single = [(name, entry(name)) for name in (RESULTS, *CATALOGUES)]
    if not weighed and (results := entry(RESULTS)):
        single[0] = (RESULTS, Entry(say("Status, forventning og resultat for hvert mål"), results.whom))
    rows = (("data.xlsx", FILES["data.xlsx"]), *several, *sorted(FILES.items()), *single)
    shown = {name: found for name, found in rows if found is not None}
    return Table(
        label="tbl-data-files",
        caption=say("Filerne: hvad de er, og hvem de er til"),
        columns=columns((say("Fil"), say("Hvad den er"), say("Til hvem"))),
        rows=tuple((text(name), text(say(found.what)), text(say(found.whom))) for name, found in shown.items()),
    )


def _whom(suffix: str) -> str:
    found = entry(f"goals{suffix}.csv")
    return found.whom if found else ""


def _excel(language: Language) -> Note:
    advice = language.say(
        "Brug data.xlsx, eller en fil, hvis navn ender på {ending}; den åbner rigtigt i Excel med dansk "
        "opsætning. De andre csv-filer har punktum i tallene, og Excel kan læse dem som datoer eller tusinder.",
        ending=f"{DANISH.suffix}.csv",
    )
    return Note(title=language.say("I Excel"), body=(paragraph(advice),))


def _tables(findings: Findings) -> Table:
    """Each table: its sheet in the workbook, its file, what a row is, and how many rows there are."""
    say = findings.language.say
    rows = tuple(
        (
            text(table.definition.sheet),
            text(MACHINE.path(table.definition)),
            text(table.definition.meaning),
            text(findings.language.number(len(table.rows))),
        )
        for table in tables(findings)
    )
    return Table(
        label="tbl-data-tables",
        caption=say("Tabellerne og deres rækker ved udgangen af {quarter}", quarter=findings.period),
        columns=columns((say("Ark"), say("Fil"), say("Hvad en række er"), say("Rækker")), right=(say("Rækker"),)),
        rows=rows,
    )


def _marks(findings: Findings) -> tuple[Inline, ...]:
    threshold, language = findings.plan.suppression_threshold, findings.language
    elsewhere = message("{meaning}. I filerne til programmer er cellen tom, og kolonnen »{column}« siger »{word}«.")
    marks = {
        mark: language.say(elsewhere, meaning=why_hidden(mark, language, threshold), column=NOTE.name, word=kind.value)
        for kind, mark in MARKS.items()
    }
    marks[DASH] = language.say(
        "Der er ikke noget at skrive, og intet er holdt tilbage. I csv-filerne og i regnearkets kolonner med tal og datoer er cellen tom."
    )
    return tuple((*text(f"{mark} ", "strong"), *text(meaning)) for mark, meaning in marks.items())


def _always(findings: Findings) -> str:
    words = findings.language.say(
        "Hver række siger sit kvartal og tallenes status i de to sidste kolonner, »{quarter}« og "
        "»{status}«. Ord, som et regneark ville tage for en formel, har en apostrof foran sig. "
        "En udgaves filer bliver aldrig lavet om; en rettelse er en ny version med sin egen adresse.",
        quarter=PERIOD.name, status=DATA_STATUS.name,
    )  # fmt: skip
    return f"{words} {status_sentence(findings.plan.data_status, findings.language)}".rstrip()
