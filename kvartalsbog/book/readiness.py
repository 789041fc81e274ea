"""What must be there before a plan's book stands in public: no place left to fill in, and all that a public site must carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kvartalsbog.book.manuscript import refuse_placeholders
from kvartalsbog.errors import Collector, Place, Problem, settle
from kvartalsbog.inputs.fingerprints import DATA
from kvartalsbog.inputs.loading import Report
from kvartalsbog.plan.publication import Publication

EXAMPLE = "example"
_INVENTED = re.compile(r"\bexample[.-](?:org|com|net)\b|\beksempel\.dk\b|^33 00 00 00$")  # what our own examples say


def unready(report: Report, project: Path, data_dir: Path) -> list[Problem]:
    """Every place that is still to be filled in, and all that a public site must carry and this plan does not say: where the
    accessibility statement is (lov 692/2018, § 4), who is asked by phone and in writing, where the site stands. Invented figures are
    no authority's site, and need none of it.
    """
    collector = Collector()
    collector.attempt(lambda: refuse_placeholders(report, project, data_dir))
    if report.plan.data_status != EXAMPLE:
        collector.problems += _lacking(report.plan.publication, f"{DATA}{report.period.plan}/plan.yml")
    return collector.problems


def refuse_unready(report: Report, project: Path, data_dir: Path) -> None:
    """Raise ProblemsError with all of it."""
    settle(unready(report, project, data_dir))


def _lacking(publication: Publication, file: str) -> Iterator[Problem]:
    who = publication.contact
    needed = {
        "address": (publication.address, "Sitets adresse mangler.", "https://www.example.org/plan/"),
        "accessibility": (publication.accessibility, "Adressen på tilgængelighedserklæringen mangler.", "https://www.was.digst.dk/example-org"),
        "contact.phone": (who and who.phone, "Læserne kan ikke spørge pr. telefon.", "33 00 00 00"),
        "contact.email": (who and (who.email or who.page), "Læserne kan ikke spørge skriftligt.", "plan@example.org"),
    }  # fmt: skip
    for key, (value, message, example) in needed.items():
        place, hint = Place(file, None, f"publication.{key}"), f"Skriv den som {example}"
        if not value:
            yield Problem(place, message, hint=hint)
        elif _INVENTED.search(value):
            yield Problem(place, "Her står en pladsholder.", value, hint="Skriv jeres egen.")
