"""The tables of open data that an edition has only where there is something to tell."""

from __future__ import annotations

from kvartalsbog.content.language import message
from kvartalsbog.opendata.tables import columns as c
from kvartalsbog.opendata.tables.definitions import DEFINITIONS
from kvartalsbog.opendata.tables.schema import Definition, Field, Kind
from kvartalsbog.words.statuses import HAPPENINGS, VERDICTS

UNIT_CHANGES = Definition(
    "unit-changes",
    "Enheder gennem året",
    "Enheder, der er begyndt, ophørt eller har fået nyt navn",
    "Én række for hver enhed, der siden årets begyndelse og til og med kvartalet er begyndt, ophørt eller har fået nyt navn.",
    (
        Field(
            "day",
            "Dag",
            Kind.DATE,
            "Den første dag med enheden eller navnet, eller enhedens sidste dag.",
            required=True,
        ),
        c.DISTRICT,
        Field(
            "event",
            "Hvad der er sket",
            Kind.WORD,
            "Om enheden er begyndt, ophørt eller har fået nyt navn.",
            required=True,
            words=HAPPENINGS,
        ),
        Field("district_name", "Enhed", Kind.TEXT, "Hvad enheden hedder den dag.", required=True),
        Field("name_before", "Navn før", Kind.TEXT, "Hvad enheden hed, før den fik et nyt navn."),
        Field(
            "others",
            "Andre enheder",
            Kind.TEXT,
            "De enheder, som en ny enhed afløser, eller den, hvis arbejde en ophørt enheds nu er; semikolon imellem.",
        ),
        *c.EDITION,
    ),
    key=("day", "district", "event"),
)

_UNTIL = Field(
    "month", "Til og med", Kind.MONTH, "Den sidste måned, der er med; den første er årets første.", required=True
)

MERGED_UNITS = Definition(
    "merged-units",
    "Sammenlagte enheder",
    "Sammenlagte enheder, i år og året før",
    "To rækker for hvert mål med tal og hver enhed, som andre er gået over i: de samme måneder i år og året før, alle de sammenlagte enheder under ét.",
    (
        c.GOAL,
        c.OF_SERIES,
        _UNTIL,
        c.DISTRICT,
        c.DISTRICT_NAME,
        Field(
            "units",
            "Lagt sammen",
            Kind.TEXT,
            "De enheder (id), der er lagt sammen, med mellemrum imellem; den, der er der nu, først.",
            required=True,
        ),
        *c.SUMS,
        *c.EDITION,
    ),
    key=("goal", "series", "month", "district"),
)

UNITS_BEFORE = Definition(
    "units-before",
    "Enheder året før",
    "Enhed for enhed, året før",
    "Én række for hvert mål med tal og hver enhed, der kan sammenlignes med året før: de samme måneder som i år, under ét.",
    (
        c.GOAL,
        c.OF_SERIES,
        _UNTIL,
        c.DISTRICT,
        c.DISTRICT_NAME,
        *c.SUMS,
        *c.EDITION,
    ),
    key=("goal", "series", "district"),
)

UNIT_MONTHS = Definition(
    "unit-months",
    "Enheders måneder",
    "Enhed for enhed, måned for måned, i år og året før",
    "Én række for hvert mål, hver enhed og hver måned, som enheden har indberettet i år og året før. Kun for tal, der er et gennemsnit eller en andel.",
    (
        c.GOAL,
        c.OF_SERIES,
        Field("month", "Måned", Kind.MONTH, "Den måned, som tallet gælder.", required=True),
        c.DISTRICT,
        c.DISTRICT_NAME,
        *c.SUMS,
        *c.EDITION,
    ),
    key=("goal", "series", "month", "district"),
)

HISTORY = Definition(
    "history",
    "Tidligere år",
    "Målene i tidligere år",
    "Én række for hvert tidligere år af et mål, der fortsætter et andet: krav, resultat og status, som planen har dem.",
    (
        c.GOAL,
        Field("year", "År", Kind.TEXT, "Planåret.", required=True),
        Field(
            "earlier_goal",
            "Målets nummer da",
            Kind.PLACE,
            "Det nummer, målet havde i det års plan.",
            required=True,
            prefix=message("Mål "),
        ),
        Field("limit", "Krav", Kind.NUMBER, "Årets krav, af et interval det mindste; tomt, når der intet tal er."),
        Field("upper", "Krav til", Kind.NUMBER, "Det største i et interval; ellers tomt."),
        Field(
            "value",
            "Resultat",
            Kind.NUMBER,
            "Årets resultat; tomt, når det ikke er offentligt, eller der intet tal er.",
        ),
        Field("measured_in", "Målt i", Kind.TEXT, "Måleenheden, hvis den var en anden end nu."),
        Field("verdict", "Status", Kind.WORD, "Status ved årets slutning; tom, når den ikke er kendt.", words=VERDICTS),
        Field("broken", "Brud", Kind.TEXT, "Hvorfor året og dem før det ikke kan sammenlignes med årene efter."),
        *c.EDITION,
    ),
    key=("goal", "year"),
)

OCCASIONAL = (UNITS_BEFORE, UNIT_MONTHS, MERGED_UNITS, UNIT_CHANGES, HISTORY)
EVERY = (*DEFINITIONS, *OCCASIONAL)
