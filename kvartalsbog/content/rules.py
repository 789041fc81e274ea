"""What every table and figure of the book must have, whoever made it: a label, a caption, heads, an alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kvartalsbog.content.blocks import Figure, Table, plain_words
from kvartalsbog.files.characters import unsafe_character

_LABEL = "[a-z0-9]+(?:-[a-z0-9]+)*"
_LONGEST = 60
_FILE = re.compile(r"\S+\.(?:png|svg|jpe?g|gif|webp|tiff?|pdf|eps|bmp)\.?", re.IGNORECASE)
_FEWEST = 3  # words that make a sentence


def faults(block: Table | Figure) -> Iterator[str]:
    """Everything that is wrong with a table or figure, in Danish; a figure's table is looked at as well."""
    if isinstance(block, Table):
        yield from label_faults(block.label, "tbl")
        yield from _table_faults(block)
    else:
        yield from label_faults(block.label, "fig")
        yield from text_faults("caption", block.caption)
        yield from alt_faults(block.alt, block.caption)
        if block.table is not None:
            yield from label_faults(block.table.label, "tbl", longest=2 * _LONGEST)  # may be made from the figure's
            yield from _table_faults(block.table)


def label_faults(label: object, kind: str, longest: int = _LONGEST) -> Iterator[str]:
    """What is wrong with a label: `fig-` or `tbl-`, then small letters, digits and single hyphens."""
    allowed = f"{kind}- og derefter små bogstaver (a–z), cifre og bindestreger, højst {longest} tegn"
    if not isinstance(label, str) or not re.fullmatch(f"{kind}-{_LABEL}", label) or len(label) > longest:
        found = f"Fundet: {label!r}. " if label else ""
        yield f"label mangler eller har en forkert form. {found}Tilladt: {allowed}."


def text_faults(name: str, text: object) -> Iterator[str]:
    """What is wrong with a text: it is empty, no text, or has signs that nobody can see."""
    if not isinstance(text, str) or not text.strip():
        yield f"{name} mangler. Skriv en tekst."
    elif sign := unsafe_character(text):
        yield f"{name} har et usynligt tegn ({sign}). Slet det."


def alt_faults(alt: object, caption: object) -> Iterator[str]:
    """What is wrong with an alternative text: it must be a sentence that tells what can be seen."""
    if not isinstance(alt, str) or not alt.strip():
        yield "alt mangler. Skriv en sætning om det, figuren viser, til den, der ikke kan se den."
        return
    yield from text_faults("alt", alt)
    if _FILE.fullmatch(alt.strip()):
        yield "alt er navnet på en fil. Skriv en sætning om det, figuren viser."
    elif len(alt.split()) < _FEWEST or not alt.endswith("."):
        yield f"alt er ikke en sætning: mindst {_FEWEST} ord og et punktum til sidst."
    if isinstance(caption, str) and _bare(alt) == _bare(caption):
        yield "alt er det samme som caption. Skriv, hvad tallene viser: det højeste, det laveste, udviklingen."


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _table_faults(table: Table) -> Iterator[str]:
    heads = [column.title for column in table.columns]
    yield from text_faults("caption", table.caption)
    if not heads or not table.rows:
        yield "tabellen er tom."
    for number, head in enumerate(heads, start=1):
        yield from text_faults(f"overskriften på kolonne {number}", head)
    for number, row in enumerate(table.rows, start=1):
        if len(row) != len(heads):
            yield f"række {number} har {len(row)} celler; tabellen har {len(heads)} kolonner."
        for head, cell in zip(heads, row, strict=False):
            if sign := unsafe_character("".join(map(plain_words, cell))):
                yield f"kolonnen »{head}«, række {number}, har et usynligt tegn ({sign}). Slet det."
