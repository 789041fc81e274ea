"""What a hand-written page can insert: `{kvartalsbog} NAME ARGUMENT …`, each insert by its name, with what it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kvartalsbog.content.blocks import Block
from kvartalsbog.content.shown import Blocks, Origin
from kvartalsbog.errors import UsageError, offered
from kvartalsbog.pages import imprint, inserts
from kvartalsbog.pages.ahead import expectations_kept
from kvartalsbog.pages.annual import TARGET_REPORTING
from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.pages.changes import changes_since
from kvartalsbog.pages.open_data import guide
from kvartalsbog.pages.plan_changes import amendments
from kvartalsbog.pages.plan_tables import plan_criteria, plan_weights
from kvartalsbog.pages.scoring import scoring
from kvartalsbog.verdicts.gathering import Gathered

OWN = "kvartalsbog: "  # begins what Sphinx passes on of the words that an insert is refused with, which are Danish already


@dataclass(frozen=True)
class Insert:
    """`make` gets the findings and then a text for each name in `takes`, which are Danish words for the arguments. It
    raises UsageError for an argument that it cannot use.
    """

    make: Callable[..., tuple[Block, ...]]
    takes: tuple[str, ...] = ()


INSERTS: dict[str, Insert] = {
    "edition-facts": Insert(inserts.edition_facts),
    "plan-background": Insert(imprint.background),
    "source-document": Insert(imprint.source_document),
    "contact": Insert(imprint.contact),
    "accessibility": Insert(imprint.accessibility),
    "scorecard-facts": Insert(inserts.scorecard_facts),
    "plan-weights": Insert(plan_weights),
    "plan-criteria": Insert(plan_criteria),
    "scoring": Insert(scoring),
    "reading-notes": Insert(inserts.reading_notes),
    "amendments": Insert(amendments),
    "annual": Insert(TARGET_REPORTING.section, ("afsnit",)),
    "brief": Insert(BRIEF.section, ("afsnit",)),
    "open-data": Insert(guide),
    "revisions": Insert(inserts.revisions),
    "changes": Insert(changes_since),
    "rejected-records": Insert(inserts.rejected_records),
    "suppression-note": Insert(inserts.suppression_note),
    "verdict-words": Insert(inserts.verdict_words),
    "outlook-words": Insert(inserts.outlook_words),
    "expectations-kept": Insert(expectations_kept),
}


def page_blocks(words: str, gathered: Gathered) -> Blocks:
    """What a page inserts: the name of an insert and its arguments, with spaces between.

    Raises UsageError with the inserts there are, with the arguments that one takes, or with what it says of them.
    """
    name, *arguments = words.split()
    if name not in INSERTS:
        raise UsageError(f"Ukendt indhold {name!r}. {offered(name, sorted(INSERTS))}")
    insert = INSERTS[name]
    if len(arguments) != len(insert.takes):
        found = f"»{' '.join(arguments)}«" if arguments else "ingenting"
        allowed = " ".join((name, *(argument.upper() for argument in insert.takes)))
        raise UsageError(f"»{name}« har ikke de ord efter sig, der skal stå. Fundet: {found}. Tilladt: {allowed}.")
    origin = Origin(period=str(gathered.findings.period), data=gathered.data, part=" ".join((name, *arguments)))
    return Blocks(blocks=insert.make(gathered.findings, *arguments), origin=origin)
