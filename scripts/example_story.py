"""The story of the example readings: what came late, what was restated, when things were delivered, what was said."""

from __future__ import annotations

EXTRACTED = {
    "2023K4": "2024-01-10",
    "2024K1": "2024-04-09",
    "2024K2": "2024-07-09",
    "2024K3": "2024-10-08",
    "2024K4": "2025-01-09",
}

# A month that one unit reported a quarter late: (goal, month, unit) → the vintage that has it.
LATE = {("1.2", "2024-06", "sydoestjylland"): "2024K3"}
# A month that nobody reported in time: (goal, month) → the vintage that has it.
UNREPORTED = {("4.2", "2024-03"): "2024K2"}
# Restated a quarter later: (goal, month, unit) → how many more cases and days the final figure has.
RESTATED = {
    ("1.1", "2024-03", "koebenhavn"): (212, 51_300),
    ("1.1", "2024-03", "nordsjaelland"): (64, 15_200),
    ("1.1", "2024-06", "fyn"): (38, 4_900),
    ("1.2", "2024-05", "koebenhavn"): (9, 2_150),
    ("4.2", "2024-08", "rigspolitiet"): (0, -3),
}

Item = tuple[str, str, str, str, str]


def _planned(goal: str, deliverable: str, expected: str, evidence: str = "") -> Item:
    return (goal, deliverable, "", expected, evidence)


def _done(goal: str, deliverable: str, completed: str, evidence: str = "") -> Item:
    return (goal, deliverable, completed, "", evidence)


def _numbered(goal: str, item: str, numbers: range, *, completed: str = "", expected: str = "") -> list[Item]:
    return [(goal, f"{item}-{number}", completed, expected, "") for number in numbers]


DELIVERABLES: dict[str, list[Item]] = {
    "2024K1": [
        _done("2.1", "projekt-1", "2024-02-26", "I drift i alle kredse"),
        _planned("2.1", "projekt-2", "2024-05-15"),
        _planned("2.1", "projekt-3", "2024-06-15"),
        _planned("2.1", "projekt-4", "2024-09-16"),
        _planned("2.1", "projekt-5", "2024-10-01"),
        _planned("2.1", "projekt-6", "2024-11-01"),
        _planned("2.1", "projekt-7", "2025-02-01", "Venter på leverandøren"),
        _planned("2.2", "polsas-groenland", "2024-10-15"),
        _planned("2.2", "polsas-faeroeerne", "2024-11-15"),
        _planned("2.3", "legacy-analyse", "2024-06-14"),
        _planned("2.3", "legacy-plan", "2024-12-02"),
        _planned("2.3", "legacy-orientering", "2024-12-13"),
        *_numbered("2.4", "krav", range(1, 9), expected="2024-11-29"),
        _planned("2.4", "afrapportering", "2024-12-02"),
        _planned("2.4", "vurderingsskema", "2024-12-16"),
        _planned("3.1", "operativt-samarbejde", "2024-09-02"),
        _planned("3.1", "efterforskningsgruppe", "2024-10-01"),
        _planned("3.2", "model-besluttet", "2024-06-28"),
        _planned("3.2", "model-ivaerksat", "2024-10-01"),
        _planned("4.1", "strategi-forelagt", "2024-06-20"),
        *_numbered("4.1", "initiativ", range(1, 16), expected="2024-06-20"),
        _planned("5.1", "baeredygtighedsstrategi", "2024-09-13"),
        _planned("5.1", "baeredygtighed-orientering", "2024-09-27"),
    ],
    "2024K2": [
        _done("2.1", "projekt-2", "2024-05-21", "I drift efter prøve i to kredse"),
        _planned("2.1", "projekt-3", "2024-07-15", "Flyttet en måned"),
        _planned("2.1", "projekt-6", "2024-12-02", "Flyttet en måned"),
        _done("2.3", "legacy-analyse", "2024-06-19", "Analysen er godkendt i styregruppen"),
        *_numbered("2.4", "krav", range(1, 4), completed="2024-06-25"),
        _planned("3.2", "model-besluttet", "2024-08-30", "Høringen tog længere tid"),
        _planned("3.2", "model-ivaerksat", "2024-11-15"),
        _done("4.1", "strategi-forelagt", "2024-06-20", "Forelagt på møde"),
        *_numbered("4.1", "initiativ", range(1, 16), completed="2024-06-20"),
    ],
    "2024K3": [
        _done("2.1", "projekt-3", "2024-07-11"),
        _done("2.1", "projekt-4", "2024-09-16"),
        _planned("2.1", "projekt-6", "2024-12-16", "Afhænger af projekt 5"),
        _planned("2.2", "polsas-groenland", "2024-11-25", "Undervisningen er i gang"),
        _planned("2.2", "polsas-faeroeerne", "2025-01-20", "Forbindelsen er forsinket"),
        *_numbered("2.4", "krav", range(4, 7), completed="2024-09-24"),
        _done("3.1", "operativt-samarbejde", "2024-09-05", "Aftalen er underskrevet"),
        _done("3.2", "model-besluttet", "2024-09-03"),
        _planned("3.2", "model-ivaerksat", "2024-12-16", "Afventer bemanding"),
        _planned("5.1", "baeredygtighedsstrategi", "2024-10-25", "Udkastet er i høring"),
        _planned("5.1", "baeredygtighed-orientering", "2024-11-08"),
    ],
    "2024K4": [
        _done("2.1", "projekt-5", "2024-10-09"),
        _done("2.1", "projekt-6", "2024-12-17", "I drift i alle kredse"),
        _done("2.2", "polsas-groenland", "2024-11-27", "De første sager er oprettet"),
        _planned("2.2", "polsas-faeroeerne", "2025-02-17", "Forbindelsen er forsinket"),
        _done("2.3", "legacy-plan", "2024-12-05"),
        _done("2.3", "legacy-orientering", "2024-12-12", "Sendt til departementet"),
        *_numbered("2.4", "krav", range(7, 9), completed="2024-11-28"),
        _done("2.4", "afrapportering", "2024-12-02", "Alle tre afrapporteringer kom til tiden"),
        _done("2.4", "vurderingsskema", "2024-12-16", "Sendt til departementet"),
        _done("3.1", "efterforskningsgruppe", "2024-10-01", "Gruppen er bemandet"),
        _done("3.2", "model-ivaerksat", "2024-12-13", "Modellen er i brug i alle kredse"),
        _done("5.1", "baeredygtighedsstrategi", "2024-10-29"),
        _done("5.1", "baeredygtighed-orientering", "2024-11-11", "Sendt til departementet"),
    ],
}

COMMENTARY: dict[str, dict[str, dict[str, str]]] = {
    "2024K1": {
        "1.1": {
            "comment": "Tiden ligger over kravet, men under sidste års niveau. Kredsene arbejder sig gennem de ældste sager først."
        },
        "1.2": {"comment": "Afsoningssagerne følger samme mønster som de øvrige sager."},
        "2.1": {"comment": "Ét projekt er i drift, og seks er planlagt inden for året."},
        "4.2": {"comment": "Marts er ikke med, fordi registreringen blev lagt om. Måneden kommer med i næste kvartal."},
    },
    "2024K2": {
        "1.1": {
            "comment": "De ældste sager er ved at være afsluttet, og måneden juni ligger lavere end januar. Året er stadig over kravet.",
            "revision": "To kredse har registreret afgørelser fra marts senere end ventet.",
        },
        "1.2": {"comment": "Tiden falder, men langsomt. Sydøstjyllands Politi indberetter juni i næste kvartal."},
        "2.1": {"comment": "To projekter er i drift. To andre er flyttet en måned."},
        "2.3": {"comment": "Analysen er færdig inden fristen. Arbejdet med planen er begyndt."},
        "3.2": {
            "comment": "Høringen om modellen tog længere tid end ventet, så beslutningen falder efter sommerferien."
        },
        "4.1": {"comment": "Resultaterne og de 15 initiativer er forelagt."},
        "4.2": {"comment": "Marts er nu med."},
    },
    "2024K3": {
        "1.1": {
            "comment": "Hvert kvartal ligger lavere end det forrige. Året kan nå kravet, hvis udviklingen holder.",
            "revision": "Fyns Politi har rettet en fejl i datoen for 38 sager fra juni.",
        },
        "1.2": {
            "comment": "Månederne nærmer sig kravet, men årets første halvdel vejer tungt.",
            "revision": "Københavns Politi har registreret ni afgørelser fra maj senere end ventet.",
        },
        "2.2": {
            "comment": "Grønland forventes klar i november. På Færøerne er forbindelsen forsinket til januar.",
            "cause": "Forbindelsen til Færøerne bliver leveret senere end aftalt.",
            "events": "Leverandøren meldte forsinkelsen i august.",
            "action": "Udstyret er testet på forhånd, og undervisningen er lagt, så brugerne er klar samme uge, som forbindelsen kommer.",
            "who": "Rigspolitiet, Koncern IT",
            "when": "2025-01-20",
        },
        "3.1": {"comment": "Samarbejdet er etableret. Efterforskningsgruppen følger i oktober."},
        "5.1": {
            "comment": "Strategien er i høring og bliver færdig efter fristen.",
            "cause": "Høringen i kredsene begyndte tre uger senere end planlagt og gav flere svar end ventet.",
            "action": "Svarene bliver indarbejdet i oktober, og departementet får strategien i begyndelsen af november.",
            "who": "Rigspolitiet, Koncernledelsens Sekretariat",
            "when": "2024-11-08",
        },
    },
    "2024K4": {
        "1.1": {"comment": "Året ender inden for kravet, fordi andet halvår lå klart under."},
        "1.2": {
            "comment": "De sidste måneder lå under kravet, men ikke nok til at opveje årets begyndelse.",
            "cause": "Året begyndte med mange gamle sager, og deres tid tæller, når de afsluttes. Først fra oktober lå måneden under kravet.",
            "events": "Flere store sagskomplekser blev afgjort i første halvår.",
            "action": "Kredsene gennemgår hver måned de afsoningssager, der er ældre end 150 dage, og bestanden følges på møderne med politidirektørerne.",
            "who": "Rigspolitiet og politikredsene",
            "when": "2025-06-30",
        },
        "2.1": {"comment": "Det sjette projekt kom i drift i december."},
        "2.2": {
            "comment": "Grønlands Politi bruger systemet. Færøernes Politi ventes at følge i februar 2025.",
            "cause": "Forbindelsen til Færøerne er forsinket hos leverandøren.",
            "events": "Leverandøren flyttede levering af forbindelsen fra november 2024 til februar 2025.",
            "action": "Udstyr og undervisning er klar, og brugerne går i gang, så snart forbindelsen er prøvet.",
            "who": "Rigspolitiet, Koncern IT",
            "when": "2025-02-17",
        },
        "2.3": {"comment": "Planen er færdig, og departementet er orienteret."},
        "2.4": {"comment": "Alle otte krav er gennemført, og skemaet er sendt."},
        "3.2": {"comment": "Modellen er i brug i alle kredse."},
        "4.2": {
            "comment": "Andelen ligger over kravet for året som helhed. Juli var det svageste punkt.",
            "revision": "Tre bidrag fra august var registreret med den udskudte frist i stedet for den oprindelige.",
        },
        "5.1": {
            "comment": "Strategien er færdig, men blev det først efter fristen.",
            "cause": "Høringen begyndte for sent og varede længere end ventet.",
            "action": "Fremover aftales høringens tidsplan, når arbejdet begynder, og departementet får besked, hvis den ikke holder.",
            "who": "Rigspolitiet, Koncernledelsens Sekretariat",
            "when": "2025-03-31",
        },
    },
}
