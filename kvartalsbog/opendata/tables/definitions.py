"""The tables of an edition's open data: what a row is, and what each column means."""

from __future__ import annotations

from kvartalsbog.content.language import message
from kvartalsbog.opendata.tables import columns as c
from kvartalsbog.opendata.tables.schema import Definition, Field, Kind
from kvartalsbog.words.statuses import CREDITS, PLAN_FIELDS

GOALS = Definition(
    "goals",
    "Mål",
    "Målene og deres status",
    "Én række for hvert mål: status, forventning, resultat, krav, vægt og point.",
    (
        c.GOAL,
        Field("goal_title", "Titel", Kind.TEXT, "Hvad målet hedder.", required=True),
        c.PILLAR,
        c.RESPONSIBLE,
        c.WEIGHT,
        c.VERDICT,
        c.OUTLOOK,
        c.YEAR_VALUE,
        *c.ASKED,
        c.CRITERIA_COUNT,
        c.CRITERIA_MET,
        c.DEADLINES,
        Field("won", "Opnået", Kind.NUMBER, "Opnåede point; et mål giver sin vægt, når det er opfyldt."),
        Field("open", "Uafgjort", Kind.NUMBER, "Point, der endnu kan opnås."),
        Field("lost", "Mistet", Kind.NUMBER, "Point, der ikke længere kan opnås."),
        Field(
            "pro_rata",
            "Forholdsmæssigt",
            Kind.NUMBER,
            "Det, som de opfyldte kriterier ville give efter deres antal. De point, som målet har givet, er de opnåede.",
        ),
        c.WEIGHT_UNIT,
        c.POINTS_UNIT,
        c.SETTLED,
        c.POSSIBLE,
        *c.SHARED,
        c.LATE,
        *c.ACCOUNT,
        *c.EDITION,
    ),
    key=("goal",),
)

CRITERIA = Definition(
    "criteria",
    "Kriterier",
    "Målenes kriterier",
    "Én række for hvert kriterium: status, forventning, resultat, krav og frist. Et mål er opfyldt, når alle dets kriterier er.",
    (
        c.GOAL,
        c.CRITERION,
        c.CRITERION_TITLE,
        c.KIND,
        c.STATE,
        c.OUTLOOK,
        c.YEAR_VALUE,
        *c.ASKED,
        *c.JUDGED,
        Field(
            "required_rest_of_year",
            "Nødvendigt resten af året",
            Kind.MEASURE,
            "Det gennemsnit, som resten af året skal give, for at året holder; af en sum det, som hver måned skal give, og af et tal ved fristen det, som det skal ændre sig om måneden. Tomt, når det er afgjort.",
        ),
        c.CRITERION_WEIGHT,
        c.SETTLED,
        c.POSSIBLE,
        c.DEADLINE,
        c.COMPLETED,
        c.EXPECTED,
        c.LATE,
        *c.EDITION,
    ),
    key=("goal", "criterion"),
)

_SHOWN_SINCE = Field(
    "shown_since",
    "Vist siden",
    Kind.PERIOD,
    "Den udgave, der først viste netop dette antal og denne sum; senere end månedens kvartal, når tallet er revideret eller kom sent.",
)

MONTHS = Definition(
    "months",
    "Måneder",
    "Måned for måned",
    "Én række for hvert mål med tal og hver måned i år og året før, hele landet under ét.",
    (
        c.GOAL,
        c.OF_SERIES,
        Field("month", "Måned", Kind.MONTH, "Måneden, som tallet hører til.", required=True),
        *c.SUMS,
        c.UNITS_MISSING,
        _SHOWN_SINCE,
        *c.EDITION,
    ),
    key=("goal", "series", "month"),
)

YEAR_TO_DATE = Definition(
    "year-to-date",
    "År til dato",
    "Året til dato efter hver måned",
    "Én række for hvert mål med tal og hver måned i år: alt fra januar til og med måneden, hele landet under ét.",
    (
        c.GOAL,
        c.OF_SERIES,
        Field("month", "Til og med", Kind.MONTH, "Den sidste måned, der er med.", required=True),
        *c.SUMS,
        c.UNITS_MISSING,
        *c.EDITION,
    ),
    key=("goal", "series", "month"),
)

DISTRICTS = Definition(
    "districts",
    "Enheder",
    "Enhed for enhed",
    "Én række for hvert mål med tal og hver enhed, der indberetter: året til dato. Enheders måneder vises aldrig.",
    (
        c.GOAL,
        c.OF_SERIES,
        c.DISTRICT,
        c.DISTRICT_NAME,
        *c.SUMS,
        c.OWN_LIMIT,
        c.OWN_STATE,
        c.MONTHS_MISSING,
        *c.EDITION,
    ),
    key=("goal", "series", "district"),
)

DELIVERABLES = Definition(
    "deliverables",
    "Leverancer",
    "Leverancer",
    "Én række for hver leverance, der er indberettet: gennemført eller ventet, og ejerens ord.",
    (
        c.GOAL,
        c.CRITERION,
        Field(
            "deliverable", "Leverancens id", Kind.IDENTIFIER, "Leverancens id, entydigt inden for målet.", required=True
        ),
        Field("deliverable_title", "Leverance", Kind.TEXT, "Hvad leverancen hedder.", required=True),
        c.DEADLINE,
        c.COMPLETED,
        c.EXPECTED,
        c.LATE,
        Field("evidence", "Ejerens bemærkning", Kind.TEXT, "Ejerens egne ord."),
        Field("degree", "Grad", Kind.TEXT, "Den grad, en vurdering har givet, eller som ejeren venter; ellers tom."),
        Field("assessed_by", "Vurderet af", Kind.TEXT, "Hvem der har givet vurderingen."),
        *c.EDITION,
    ),
    key=("goal", "deliverable"),
)


REVISIONS = Definition(
    "revisions",
    "Revisioner",
    "Reviderede måneder",
    "Én række, hver gang et senere kvartal har ændret en måned, der var vist: før, nu og begrundelsen.",
    (
        c.GOAL,
        c.OF_SERIES,
        Field("month", "Måned", Kind.MONTH, "Måneden, hvis tal er ændret.", required=True),
        Field("vintage", "Revideret i", Kind.PERIOD, "Kvartalet, hvor ændringen blev indberettet.", required=True),
        Field("n_before", "Antal før", Kind.WHOLE, "Månedens antal før.", required=True),
        Field("total_before", "Sum før", Kind.NUMBER, "Månedens sum før.", required=True),
        Field("value_before", "Værdi før", Kind.MEASURE, "Månedens værdi før; tom, når antallet er 0."),
        Field("n_after", "Antal nu", Kind.WHOLE, "Månedens antal nu.", required=True),
        Field("total_after", "Sum nu", Kind.NUMBER, "Månedens sum nu.", required=True),
        Field("value_after", "Værdi nu", Kind.MEASURE, "Månedens værdi nu; tom, når antallet er 0."),
        Field("difference", "Forskel", Kind.MEASURE, "Værdien nu minus værdien før."),
        c.UNIT,
        Field("reason", "Begrundelse", Kind.TEXT, "Hvorfor tallet er ændret."),
        *c.EDITION,
    ),
    key=("goal", "series", "month", "vintage"),
)

AMENDMENTS = Definition(
    "amendments",
    "Planændringer",
    "Ændringer af planen",
    "Én række for hvert felt, som en ændring af planen har rettet til og med kvartalet, og for hvert mål, der er udgået eller kommet til.",
    (
        Field("amendment", "Ændring", Kind.WHOLE, "Ændringens nummer; de ældste først.", required=True),
        Field("change", "Rettelse", Kind.WHOLE, "Rettelsens nummer inden for ændringen.", required=True),
        Field("effective", "Gælder fra", Kind.DATE, "Fra denne dag lyder planen sådan.", required=True),
        Field("decided", "Besluttet", Kind.DATE, "Den dag, ændringen blev besluttet.", required=True),
        Field("by", "Besluttet af", Kind.TEXT, "Hvem der besluttede den.", required=True),
        Field("reason", "Begrundelse", Kind.TEXT, "Hvorfor planen er ændret.", required=True),
        Field("pillar", "Søjle", Kind.PLACE, "Søjlen, der er ændret, hvis det er en søjle.", prefix=message("Søjle ")),
        Field("goal", "Mål", Kind.PLACE, "Målet, der er ændret, hvis det er et mål.", prefix=message("Mål ")),
        Field("criterion", "Kriteriets id", Kind.IDENTIFIER, "Kriteriet, hvis det er et kriterium."),
        Field("field", "Felt", Kind.WORD, "Hvad der er ændret.", required=True, words=PLAN_FIELDS),
        Field("old", "Før", Kind.TEXT, "Hvad der stod."),
        Field("new", "Nu", Kind.TEXT, "Hvad der står nu."),
        *c.EDITION,
    ),
    key=("amendment", "change"),
)

PLAN = Definition(
    "plan",
    "Plan",
    "Planen, som den gælder",
    "Én række for hvert kriterium i planen, som den lyder på kvartalets sidste dag.",
    (
        c.PILLAR,
        Field("pillar_title", "Søjlens titel", Kind.TEXT, "Hvad søjlen hedder.", required=True),
        Field(
            "pillar_weight",
            "Søjlens vægt",
            Kind.NUMBER,
            "Hvad søjlens mål vejer tilsammen; tom, når planen ingen vægte har.",
        ),
        c.GOAL,
        Field("goal_title", "Målets titel", Kind.TEXT, "Hvad målet hedder.", required=True),
        Field("goal_weight", "Målets vægt", Kind.NUMBER, c.WEIGHT.meaning),
        c.WEIGHT_UNIT,
        Field(
            "summary",
            "Beskrivelse",
            Kind.TEXT,
            "Målet i bogens korte ord; det officielle dokument gælder.",
            required=True,
        ),
        c.RESPONSIBLE,
        *c.SHARED,
        Field(
            "credit",
            "Delvis opfyldelse",
            Kind.WORD,
            "Om målets kriterier hver giver deres del; ellers tom.",
            words=CREDITS,
        ),
        c.CRITERION,
        c.CRITERION_TITLE,
        c.KIND,
        *c.ASKED,
        *c.JUDGED,
        c.CRITERION_WEIGHT,
        Field(
            "steps",
            "Trin",
            Kind.TEXT,
            "Lempeligere krav, eller en vurderings grader, og hvor mange pct. hver giver: krav eller grad, kolon, pct., med semikolon imellem.",
        ),
        c.DEADLINE,
        c.DONE,
        c.ITEMS_MOST,
        c.ITEMS_SET_BY,
        Field("reading", "Læsning", Kind.TEXT, "Hvordan et åbent punkt i planen er læst."),
        *c.EDITION,
    ),
    key=("goal", "criterion"),
)

DEFINITIONS = (GOALS, CRITERIA, MONTHS, YEAR_TO_DATE, DISTRICTS, DELIVERABLES, REVISIONS, AMENDMENTS, PLAN)
