"""Figures and tables of a notebook's own, held to the rules of the book's: nothing is shown that lacks its words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from kvartalsbog.content.blocks import Figure, Table
from kvartalsbog.content.rules import alt_faults, label_faults, text_faults
from kvartalsbog.content.rules import faults as all_faults
from kvartalsbog.errors import UsageError
from kvartalsbog.pages.downloads import download
from kvartalsbog.pages.foreign import drawing_of
from kvartalsbog.pages.frames import table_of
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.foreign import english_number, in_danish, nothing

_Made = TypeVar("_Made")


def own_figure(findings: Findings, drawn: object, label: str, caption: str, alt: str, data: object) -> Figure:
    """A figure of matplotlib as a figure of the book; `data` is the frame it was drawn from, or None.

    Raises UsageError with everything that is wrong.
    """
    known = _goals(findings)
    faults = [*label_faults(label, "fig"), *text_faults("caption", caption), *_typed("caption", caption, known)]
    faults += [*alt_faults(alt, caption), *_typed("alt", alt, known)]
    drawing = _tried(faults, lambda: drawing_of(drawn, known))
    table = None if data is None else _tried(faults, lambda: _table(findings, data, label, caption, None, None))
    if faults or drawing is None:
        raise UsageError(f"Figuren kan ikke stå i bogen: {' '.join(faults)}")
    return Figure(label=label, caption=caption, alt=alt, drawing=drawing, table=table)


def own_table(
    findings: Findings, frame: object, label: str, caption: str, index: bool | None, decimals: int | None
) -> Table:
    """A DataFrame as a table of the book. Raises UsageError with everything that is wrong."""
    faults = [
        *label_faults(label, "tbl"),
        *text_faults("caption", caption),
        *_typed("caption", caption, _goals(findings)),
    ]
    table = _tried(faults, lambda: _table(findings, frame, label, caption, index, decimals))
    if table is not None and not faults:
        faults = list(all_faults(table))
    if faults or table is None:
        raise UsageError(f"Tabellen kan ikke stå i bogen: {' '.join(faults)}")
    return table


def _table(
    findings: Findings, frame: object, label: str, caption: str, index: bool | None, decimals: int | None
) -> Table:
    """`label` is the table's own, or that of the figure whose data it shows; the data file has its name. A label that
    cannot be used is told by the caller, beside what is wrong with the frame.
    """
    kind = "fig" if str(label).startswith("fig-") else "tbl"
    name, words = "tbl-x" if any(label_faults(label, kind)) else label, str(caption)
    own = name if name.startswith("tbl-") else f"tbl-{name}"
    table, data = table_of(frame, label=own, caption=words, index=index, decimals=decimals, known=_goals(findings))
    return table.model_copy(update={"download": download(findings, name, data)})


def _tried(faults: list[str], make: Callable[[], _Made]) -> _Made | None:
    """What is made, or None and one more fault: all that is wrong is told at once."""
    try:
        return make()
    except UsageError as error:
        faults.append(str(error))
        return None


def _typed(name: str, words: object, known: Collection[str]) -> Iterator[str]:
    """What a person may have typed wrong, beyond what every text of the book is held to."""
    if isinstance(words, str):
        if "\n" in words:
            yield f"{name} har et linjeskift. Skriv den på én linje."
        if next((sign for sign in words if sign.isalnum()), "A").islower():
            yield f"{name} begynder ikke med et stort bogstav."
        if found := english_number(words, known):
            yield f"{name} har tallet {found} med punktum som decimaltegn. Skriv {in_danish(found)}."
        if found := nothing(words):
            yield f"{name} har ordet {found}, som et program skriver, hvor der ingen værdi er."


def _goals(findings: Findings) -> frozenset[str]:
    """The names of goals, which look as numbers with a point do."""
    return frozenset(goal.id for goal in findings.plan.goals)
