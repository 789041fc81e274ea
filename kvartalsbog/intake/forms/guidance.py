"""What the guide of a form tells its reader: only of the fields that the form has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kvartalsbog.files.rows import MAX_CELL
from kvartalsbog.periods import FollowUp, Period
from kvartalsbog.plan.goals import Goal
from kvartalsbog.words.numbers import number
from kvartalsbog.words.statuses import ACCOUNT_FIELDS, DECISION_FIELD


def later(period: Period) -> date:
    """A day after the plan, for what is still to be done then."""
    return period.calendar.ends.after(12).last_day


def _book(period: Period) -> str:
    """What the owners know the book as."""
    return "kvartalsbogen" if period.calendar.follow_up is FollowUp.QUARTERLY else "bogen"


def guidance(
    goals: Sequence[Goal], period: Period, states: Sequence[str], ministry: str, figures: bool, controls: bool
) -> Iterator[tuple[str, str]]:
    """Field → how it is filled in, in the order in which a reader meets them. `states`: done, expected, undated; `figures` and
    `controls` are whether the form asks for figures and for control totals.
    """
    yield "Gule felter", "Skriv kun i de gule felter. Resten er låst, fordi svarene læses af et program."
    yield (
        "Ingen ændring",
        "Er der intet nyt om målet, så vælg »Ja« øverst på arket; så er målet besvaret. Et ark, som I ikke har skrevet "
        "noget på, tæller som ubesvaret.",
    )
    if any(goal.counted for goal in goals):
        yield (
            "Leverance",
            "Har en leverance kun et nummer, er feltet gult, og I kan skrive et navn i stedet. Navnet trykkes i "
            f"{_book(period)} og gælder, til I skriver et andet.",
        )
    if any(goal.dated for goal in goals):
        yield from _items(period, states)
    if any(criterion.graded for goal in goals for criterion in goal.dated):
        yield from _assessments(period, states)
    if figures:
        yield (
            "Antal og sum",
            "Månedens tal for hver enhed. Det, I meldte sidst, står der allerede; ret det kun, hvis det var forkert, og skriv "
            "så en grund til ændringen. Har en enhed ingen i en måned, så skriv 0. Et tomt felt betyder, at tallet mangler.",
        )
    if controls:
        yield (
            "Kontroltal",
            "Månedens antal efter jeres egen opgørelse, skrevet som et helt tal. Det trykkes ikke; det viser os, om "
            "udtrækket er fuldstændigt. Feltet må gerne stå tomt.",
        )
    yield from _words(period, ministry)
    yield (
        "Når du er færdig",
        "Gem filen som regneark (.xlsx eller .ods) uden adgangskode, og send den tilbage til den, du har fået den fra. "
        "Lad ark, rækker og kolonner stå, som de er.",
    )


def _words(period: Period, ministry: str) -> Iterator[tuple[str, str]]:
    yield (
        "Ejerens ord",
        f"Et par sætninger om, hvad der er sket i {period.noun.the}, og hvad der kommer. De trykkes i {_book(period)}, som I "
        f"skriver dem. Der er plads til {number(MAX_CELL)} tegn; linjeskift laves med Alt+Enter (i LibreOffice "
        "Ctrl+Enter). *Stjerner om ord* giver kursiv, **to stjerner** giver fed skrift, og "
        "[ord](https://eksempel.dk) giver et link.",
    )
    yield (
        "Grund til ændring",
        f"Udfyldes kun, når tal eller datoer, som I har meldt i {period.noun.earlier}, er rettet. Skriv kort hvorfor. "
        f"Grunden trykkes i {_book(period)}.",
    )
    yield (
        DECISION_FIELD,
        f"Udfyldes kun, når {ministry} skal tage stilling til noget. Begynd med et udsagnsord, fx »drøfter, om fristen skal "
        f"flyttes.« Teksten trykkes i det korte notat efter ordene »Det indstilles, at {ministry}«.",
    )
    yield (
        ", ".join(ACCOUNT_FIELDS.values()),
        "Udfyldes, når målet ikke er opfyldt, kun delvist er opfyldt eller ikke længere kan nås: hvorfor, hvad der gøres, "
        f"hvem der gør det, og hvornår. Skriv datoen som {later(period):%d-%m-%Y}. »{ACCOUNT_FIELDS['events']}« må gerne stå "
        f"tomt; de andre skal udfyldes, før {period.noun.the} kan godkendes. Det trykkes i {_book(period)} og i årsrapportens målrapportering.",
    )


def _items(period: Period, states: Sequence[str]) -> Iterator[tuple[str, str]]:
    done, expected, undated = states
    yield (
        "Tilstand",
        f"Det, I meldte sidst, står der allerede. Ret kun det, der er ændret. Vælg »{done}«, når leverancen er "
        f"færdig, »{expected}«, når I ved, hvornår den bliver det, og »{undated}«, når I ikke ved det. En leverance, "
        "I endnu ikke kan sige noget om, skal stå tom.",
    )
    yield (
        "Dato",
        f"Skriv datoen som {period.calendar.last_day:%d-%m-%Y}. »{done}« skal have den dag, leverancen blev færdig, senest "
        f"{period.last_day:%d-%m-%Y}. »{expected}« skal have den dag, I venter, at den er færdig. "
        f"»{undated}« har ingen dato.",
    )
    yield "Meldt hidtil", "Viser de datoer, I har meldt, den nyeste først, så I kan se, om datoen er flyttet."
    yield (
        "Bemærkning",
        f"Kort om leverancen, fx hvorfor datoen er flyttet. Det trykkes i {_book(period)}. Feltet må gerne stå tomt.",
    )


def _assessments(period: Period, states: Sequence[str]) -> Iterator[tuple[str, str]]:
    done, expected, _ = states
    yield (
        "Grad",
        f"Kun for vurderinger. Med »{done}« er det den vurdering, der er givet, og datoen er dagen, den blev givet. Med "
        f"»{expected}« er det den vurdering, I venter, og datoen er dagen, I venter den. Vælg på listen.",
    )
    yield (
        "Vurderet af",
        f"Kun for vurderinger: hvem der har givet vurderingen. Skal udfyldes med »{done}«. Det trykkes i {_book(period)}.",
    )
