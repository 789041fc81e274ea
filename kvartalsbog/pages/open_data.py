"""The page that tells what each file of open data is, for whom, and what the marks in it mean."""

from __future__ import annotations

from kvartalsbog.content.blocks import Block, BulletList, Inline, Note, Paragraph, Text, text
from kvartalsbog.content.blocks import Table as PageTable
from kvartalsbog.opendata.formats.delimited import DANISH, MACHINE
from kvartalsbog.opendata.formats.files import tables
from kvartalsbog.opendata.formats.inventory import CATALOGUES, FILES, RESULTS, Entry, entry
from kvartalsbog.opendata.tables.columns import DATA_STATUS, NOTE, QUARTER
from kvartalsbog.opendata.tables.schema import Mark
from kvartalsbog.pages.tables import columns
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.numbers import DASH, MISSING, WITHHELD, number
from kvartalsbog.words.statuses import data_status


def guide(findings: Findings) -> tuple[Block, ...]:
    """What is in the data folder of this edition, how to open it, and how a figure that is not shown looks there."""
    lead = (
        "Alle tal i en udgivet udgave ligger også som filer, der kan hentes og bruges frit med kilden nævnt. "
        "De ligger i udgavens mappe »data«, er lavet af de samme tal som siderne og siger det samme."
    )
    return (
        Paragraph(runs=text(lead), role="lead"),
        _files(),
        _excel(),
        _tables(findings),
        Paragraph(runs=text("Når et tal ikke vises, ser det sådan ud:")),
        BulletList(items=_marks(findings)),
        Paragraph(runs=text(_always(findings))),
    )


def _files() -> PageTable:
    """The files of the folder, those beside it, and for whom each is."""
    several = (
        (f"De danske ({DANISH.suffix}.csv)", Entry("Tabellerne, én i hver fil", _whom(DANISH.suffix))),
        ("De andre csv-filer", Entry("De samme tabeller", _whom(MACHINE.suffix))),
    )
    single = [(name, entry(name)) for name in (RESULTS, *CATALOGUES)]
    rows = (("data.xlsx", FILES["data.xlsx"]), *several, *sorted(FILES.items()), *single)
    shown = {name: found for name, found in rows if found is not None}
    return PageTable(
        label="tbl-data-files",
        caption="Filerne: hvad de er, og hvem de er til",
        columns=columns(("Fil", "Hvad den er", "Til hvem")),
        rows=tuple((text(name), text(found.what), text(found.whom)) for name, found in shown.items()),
    )


def _whom(suffix: str) -> str:
    found = entry(f"goals{suffix}.csv")
    return found.whom if found else ""


def _excel() -> Note:
    advice = (
        f"Brug data.xlsx, eller en fil, hvis navn ender på {DANISH.suffix}.csv; den åbner rigtigt i Excel med dansk "
        "opsætning. De andre csv-filer har punktum i tallene, og Excel kan læse dem som datoer eller tusinder."
    )
    return Note(title="I Excel", body=(Paragraph(runs=text(advice)),))


def _tables(findings: Findings) -> PageTable:
    """Each table: its sheet in the workbook, its file, what a row is, and how many rows there are."""
    rows = tuple(
        (
            text(table.definition.sheet),
            text(MACHINE.path(table.definition)),
            text(table.definition.meaning),
            text(number(len(table.rows))),
        )
        for table in tables(findings)
    )
    return PageTable(
        label="tbl-data-tables",
        caption=f"Tabellerne og deres rækker ved udgangen af {findings.quarter.label}",
        columns=columns(("Ark", "Fil", "Hvad en række er", "Rækker"), right=("Rækker",)),
        rows=rows,
    )


def _marks(findings: Findings) -> tuple[Inline, ...]:
    threshold = number(findings.plan.suppression_threshold)
    few = f"Fortroligt: færre end {threshold} sager, eller kan bruges til at regne et sådant tal ud."
    return (
        _mark(WITHHELD, few, Mark.WITHHELD),
        _mark(MISSING, "Mangler: der er ikke indberettet noget.", Mark.MISSING),
        (
            Text(text=f"{DASH} ", style="strong"),
            Text(
                text="Der er ikke noget at skrive, og intet er holdt tilbage. I csv-filerne og i regnearkets kolonner med tal og datoer er cellen tom."
            ),
        ),
    )


def _mark(mark: str, meaning: str, kind: Mark) -> Inline:
    elsewhere = f"I filerne til programmer er cellen tom, og kolonnen »{NOTE.name}« siger »{kind.value}«."
    return (Text(text=f"{mark} ", style="strong"), Text(text=f"{meaning} {elsewhere}"))


def _always(findings: Findings) -> str:
    label, explanation = data_status(findings.plan.data_status)
    words = (
        f"Hver række siger sit kvartal og tallenes status i de to sidste kolonner, »{QUARTER.name}« og "
        f"»{DATA_STATUS.name}«. Ord, som et regneark ville tage for en formel, har en apostrof foran sig. "
        "En udgaves filer bliver aldrig lavet om; en rettelse er en ny version med sin egen adresse."
    )
    return f"{words} {label}: {explanation}" if label else words
