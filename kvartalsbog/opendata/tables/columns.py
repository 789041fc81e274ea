"""The columns that several tables share, and the words that stand in them."""

from __future__ import annotations

from dataclasses import replace

from kvartalsbog.content.language import message
from kvartalsbog.opendata.tables.schema import Field, Kind
from kvartalsbog.words.kinds import NAMES
from kvartalsbog.words.statuses import (
    DATA_STATUSES,
    DIRECTIONS,
    MARKS,
    OUTLOOKS,
    OVER,
    REPORTED,
    SET_BY,
    STATES,
    VERDICTS,
)
from kvartalsbog.words.units import NAMES as UNITS

GOAL = Field("goal", "Mål", Kind.PLACE, "Målets nummer i planen.", required=True, prefix=message("Mål "))
PILLAR = Field("pillar", "Søjle", Kind.PLACE, "Søjlens nummer i planen.", required=True, prefix=message("Søjle "))
CRITERION = Field(
    "criterion", "Kriteriets id", Kind.IDENTIFIER, "Kriteriets id i planen, entydigt inden for målet.", required=True
)
CRITERION_TITLE = Field("criterion_title", "Kriterium", Kind.TEXT, "Hvad der skal være sket eller nået.", required=True)
KIND = Field("kind", "Slags", Kind.WORD, "Hvilken slags kriterium det er.", required=True, words=NAMES)
RESPONSIBLE = Field("responsible", "Ansvarlig", Kind.TEXT, "Den enhed, der svarer for målet.", required=True)
LIMIT = Field("limit", "Krav", Kind.NUMBER, "Det tal, som kravet sætter; tomt, når der kun er leverancer.")
DIRECTION = Field(
    "direction",
    "Retning",
    Kind.WORD,
    "Om resultatet skal være højst eller mindst kravet, eller ligge fra kravet til den øvre grænse; tom, når kravet er et antal, der skal nås, eller en leverance.",
    words=DIRECTIONS,
)
SERIES = Field(
    "series",
    "Talserie",
    Kind.PLACE,
    "Talserien, som tallene kommer fra; den hedder som målet, når målet kun har sin egen.",
    prefix=message("Talserie "),
)
LIMIT_UPPER = Field("limit_upper", "Øvre grænse", Kind.NUMBER, "Den øvre grænse, når resultatet skal ligge mellem to.")
STRICT = Field(
    "strict",
    "Uden grænsen selv",
    Kind.FLAG,
    "Om grænsen selv ikke er nok: over eller under i stedet for mindst eller højst.",
)
FROM = Field("from", "Fra", Kind.DATE, "Den første dag, der tæller; tom, når hele planens tid tæller.")
OVER_WHAT = Field(
    "over", "Gøres op", Kind.WORD, "Om det er tallet for hele tiden eller tallet ved fristen, der tæller.", words=OVER
)
REPORTED_HOW = Field("reported", "Indberettes", Kind.WORD, "Hvor tit talserien indberettes.", words=REPORTED)
SENSITIVE = Field(
    "sensitive",
    "Om personer eller tilfælde",
    Kind.FLAG,
    "Om tallene handler om personer eller enkelte tilfælde, så få af dem ikke vises.",
)
OWN_LIMIT = Field("limit", "Eget krav", Kind.NUMBER, "Enhedens eget krav, når enhederne har hver sit.")
OWN_STATE = Field("state", "Status for eget krav", Kind.WORD, "Om enheden opfylder sit eget krav.", words=STATES)
UNIT = Field("unit", "Måleenhed", Kind.WORD, "Måleenheden, som resultat og krav er i.", words=UNITS)
COUNTED = Field(
    "counted",
    "Tæller",
    Kind.TEXT,
    "Hvad der tælles, med planens ord: det bag et gennemsnit eller en andel, eller det antal, der skal nås.",
)
DONE = Field(
    "done", "Ord for udført", Kind.TEXT, "Hvad leverancen er, når den er udført: forelagt, sendt, sat i drift."
)
ITEMS_MOST = Field("items_most", "Plads til", Kind.WHOLE, "Hvor mange leverancer et antal kan have.")
ITEMS_SET_BY = Field(
    "items_set_by",
    "Plads sat af",
    Kind.WORD,
    "Om planen nævner netop så mange, eller om bogen blot har gjort plads til dem; bogens tal afgør intet.",
    words=SET_BY,
)
DEADLINES = Field(
    "deadlines",
    "Frister",
    Kind.TEXT,
    "Alle kriteriernes frister, hver én gang, med mellemrum imellem; dagen selv er med.",
    required=True,
)
CRITERIA_COUNT = Field("criteria", "Kriterier", Kind.WHOLE, "Hvor mange kriterier målet har.", required=True)
CRITERIA_MET = Field(
    "criteria_met", "Opfyldte kriterier", Kind.WHOLE, "Hvor mange af dem der er opfyldt.", required=True
)
DISTRICT = Field("district", "Enhedens id", Kind.IDENTIFIER, "Enhedens id i planen.", required=True)
DISTRICT_NAME = Field("district_name", "Enhed", Kind.TEXT, "Hvad enheden hedder.", required=True)
MONTHS_MISSING = Field(
    "months_missing",
    "Mangler",
    Kind.TEXT,
    "De måneder af året til dato, som enheden ikke har indberettet, med mellemrum imellem; tom, når alle er med.",
)
UNITS_MISSING = Field(
    "units_missing",
    "Enheder mangler",
    Kind.TEXT,
    "De enheder (id), hvis tal ikke er med i rækken, med mellemrum imellem; tom, når alle er med, når ingen er, og i året før.",
)
WEIGHT = Field("weight", "Vægt", Kind.NUMBER, "Hvad målet vejer i planen; tom, når planen ingen vægte har.")
WEIGHT_UNIT = Field(
    "weight_unit", "Vægtens enhed", Kind.TEXT, "Hvad vægten er i: pct. af planen, eller planens eget ord."
)
POINTS_UNIT = Field("points_unit", "Pointenes enhed", Kind.TEXT, "Hvad opnået, uafgjort og mistet er talt i.")
SETTLED = Field(
    "settled", "Opfyldt, pct.", Kind.NUMBER, "Hvor meget der ligger fast som opfyldt, i pct.", required=True
)
POSSIBLE = Field(
    "possible", "Højst, pct.", Kind.NUMBER, "Hvor meget der højst kan blive opfyldt, i pct.", required=True
)
SHARED = (
    Field("shared_with", "Fælles med", Kind.TEXT, "De myndigheder, som målet er fælles med, med semikolon imellem."),
    Field(
        "share",
        "Andel, pct.",
        Kind.NUMBER,
        "Hvor stor en del af det fælles mål der er denne plans; tom, når målet ikke er delt op.",
    ),
)
CRITERION_WEIGHT = Field(
    "criterion_weight", "Kriteriets vægt", Kind.NUMBER, "Hvad kriteriet vejer inden for målet, når planen siger det."
)
DEADLINE = Field("deadline", "Frist", Kind.DATE, "Kriteriets frist; dagen selv er med.", required=True)
COMPLETED = Field("completed", "Gennemført", Kind.DATE, "Den dag, det blev gennemført eller nået; ellers tomt.")
EXPECTED = Field(
    "expected",
    "Ventes",
    Kind.DATE,
    "Den dag, ejeren venter; tomt, når det er gennemført, eller når ejeren ingen dag har sagt.",
)
LATE = Field("completed_late", "Efter fristen", Kind.FLAG, "Om det blev gennemført efter fristen.", required=True)
VERDICT = Field(
    "verdict",
    "Status",
    Kind.WORD,
    "Det, der er en kendsgerning på kvartalets sidste dag.",
    required=True,
    words=VERDICTS,
)
OUTLOOK = Field(
    "outlook",
    "Forventning",
    Kind.WORD,
    "Hvordan det tegner for resten af året; tom, når det er afgjort.",
    words=OUTLOOKS,
)
STATE = Field(
    "state", "Status", Kind.WORD, "Om kriteriet er opfyldt på kvartalets sidste dag.", required=True, words=STATES
)
YEAR_VALUE = Field(
    "value",
    "Resultat",
    Kind.MEASURE,
    "Gennemsnittet, andelen eller summen til og med kvartalet, tallet ved den seneste måned, eller hvor mange leverancer eller enheder der opfylder kravet.",
    marked=True,
)
CASES = Field("n", "Antal", Kind.WHOLE, "Antallet af det, som målet tæller.", marked=True)
TOTAL = Field(
    "total",
    "Sum",
    Kind.NUMBER,
    "Summen i målets enhed af det, der tælles; for en andel, hvor mange der var rettidige.",
    marked=True,
)
VALUE = Field(
    "value",
    "Værdi",
    Kind.MEASURE,
    "Sum delt med antal, for en andel gange 100; tom, når antallet er 0. Hvor summen selv er målt: summen.",
    marked=True,
)
NOTE = Field(
    "note",
    "Bemærkning",
    Kind.WORD,
    "Hvorfor rækkens tal ikke er der: fortroligt eller ikke indberettet. Tom, når de er der.",
    words=MARKS,
)
ACCOUNT = (
    Field("cause", "Årsag", Kind.TEXT, "Hvorfor målet ikke er opfyldt eller ikke længere kan nås; ejerens egne ord."),
    Field("events", "Væsentlige begivenheder", Kind.TEXT, "Begivenheder af væsentlig betydning; ejerens egne ord."),
    Field("action", "Handling", Kind.TEXT, "Hvad der gøres; ejerens egne ord."),
    Field("who", "Hvem handler", Kind.TEXT, "Hvem der gør det; ejerens egne ord."),
    Field("when", "Frist for handlingen", Kind.DATE, "Hvornår det senest er gjort."),
)
PERIOD = Field("quarter", "Kvartal", Kind.PERIOD, "Kvartalet, som udgaven gør op; K3 er 3. kvartal.", required=True)
DATA_STATUS = Field(
    "data_status",
    "Datastatus",
    Kind.WORD,
    "Om tallene er eksempler, et udkast eller endelige.",
    required=True,
    words=DATA_STATUSES,
)
EDITION = (PERIOD, DATA_STATUS)
ASKED = (LIMIT, DIRECTION, UNIT, COUNTED)
OF_SERIES = replace(SERIES, required=True)
JUDGED = (SERIES, FROM, OVER_WHAT, REPORTED_HOW, LIMIT_UPPER, STRICT, SENSITIVE)
SUMS = (CASES, TOTAL, VALUE, UNIT)
