"""The table of goals as a plan counts: with weights or without, all or nothing or with credit for a part."""

from __future__ import annotations

from dataclasses import replace

from kvartalsbog.content.language import message
from kvartalsbog.opendata.tables.definitions import GOALS
from kvartalsbog.opendata.tables.schema import Definition

_UNWEIGHED = {
    "": message(
        "Én række for hvert mål: status, forventning, resultat og krav. Planen har ingen vægte, og felterne til vægt og point er tomme."
    ),
    **dict.fromkeys(("won", "open", "lost", "pro_rata"), message("Tomt, for planen har ingen vægte.")),
}
_CREDITED = {
    "won": message(
        "Opnåede point; et mål giver sin vægt, når det er opfyldt, og en del af den, hvor planen giver point for en del."
    )
}


def goals_of(*, weighed: bool, credited: bool) -> Definition:
    """The table of goals, told as a plan counts: with weights or without, and whether it gives credit for a part."""
    told = (_CREDITED if credited else {}) if weighed else _UNWEIGHED
    fields = tuple(replace(f, meaning=told[f.name]) if f.name in told else f for f in GOALS.fields)
    return replace(GOALS, meaning=told.get("", GOALS.meaning), fields=fields)
