"""Every file of open data: what it is, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from kvartalsbog.content.language import message
from kvartalsbog.opendata.formats.delimited import DANISH, MACHINE
from kvartalsbog.opendata.tables.occasional import EVERY


@dataclass(frozen=True)
class Entry:
    """What a file is and for whom; both are said where they are used."""

    what: str
    whom: str


FILES: Mapping[str, Entry] = {
    "data.xlsx": Entry("Alle tabeller i ét regneark", "Til den, der vil læse og regne i Excel eller LibreOffice."),
    "datapackage.json": Entry(
        "Beskrivelse af filerne efter Data Package",
        "Til programmer: hver kolonnes type og betydning og hver fils SHA-256.",
    ),
    "csv-metadata.json": Entry(
        "Beskrivelse af tabellerne efter CSVW", "Til programmer, der læser tabeller efter W3C’s standard."
    ),
    "results.schema.json": Entry(
        "Beskrivelse af results.json efter JSON Schema", "Til programmer, der læser results.json."
    ),
    "stratml.xml": Entry("Plan og resultater efter StratML", "Til den, der sammenligner planer fra flere myndigheder."),
}
RESULTS = "results.json"
CATALOGUES: Mapping[str, Entry] = {
    "catalog.jsonld": Entry("Katalog over alle udgaver efter DCAT-AP-DK, som JSON-LD", "Til dataportaler."),
    "catalog.ttl": Entry("Samme katalog som Turtle", "Til dataportaler."),
}
_DANISH = message("Til Excel med dansk opsætning: semikolon og komma.")
_MACHINE = message("Til programmer: komma mellem felterne, punktum i tal.")


def entry(path: str) -> Entry | None:
    """What the file at a path is; None for one that is not open data of this package."""
    name = PurePosixPath(path).name
    return _BY_NAME.get(name)


_BY_NAME = {
    **{MACHINE.path(d): Entry(d.title, _MACHINE) for d in EVERY},
    **{DANISH.path(d): Entry(d.title, _DANISH) for d in EVERY},
    **FILES,
    RESULTS: Entry(
        "Status, forventning, resultat og point for hvert mål", "Til programmer, der vil have det i ét dokument."
    ),
    **CATALOGUES,
}
