"""The story of the example readings: what came late, what was restated, when things were delivered. Its words are in
`example_words`.
"""

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
        _planned("2.1", "projekt-7", "2025-05-01", "Leverandøren er skiftet"),
        _planned("2.2", "polsas-faeroeerne", "2024-12-02", "Flyttet to uger"),
        _planned("2.3", "legacy-analyse", "2024-08-23", "Kortlægningen er forsinket"),
        *_numbered("2.4", "krav", range(1, 4), completed="2024-06-25"),
        _planned("3.2", "model-besluttet", "2024-08-30", "Høringen tog længere tid"),
        _planned("3.2", "model-ivaerksat", "2024-11-15"),
        _done("4.1", "strategi-forelagt", "2024-06-20", "Forelagt på møde"),
        *_numbered("4.1", "initiativ", range(1, 15), completed="2024-06-20"),
        _planned("4.1", "initiativ-15", "2024-08-30", "Mangler en vurdering af økonomien"),
    ],
    "2024K3": [
        _done("2.1", "projekt-3", "2024-07-11"),
        _done("2.1", "projekt-4", "2024-09-16"),
        _planned("2.1", "projekt-6", "2024-12-16", "Afhænger af telefonien i servicecentrene"),
        _planned("2.2", "polsas-groenland", "2024-11-25", "Undervisningen er i gang"),
        _planned("2.2", "polsas-faeroeerne", "2025-01-20", "Forbindelsen er forsinket"),
        _done("2.3", "legacy-analyse", "2024-08-28", "Analysen er godkendt i styregruppen"),
        *_numbered("2.4", "krav", range(4, 7), completed="2024-09-24"),
        _done("3.1", "operativt-samarbejde", "2024-09-05", "Aftalen er underskrevet"),
        _done("3.2", "model-besluttet", "2024-09-03"),
        _planned("3.2", "model-ivaerksat", "2024-12-16", "Afventer bemanding"),
        _done("4.1", "initiativ-15", "2024-06-28", "Forelagt skriftligt"),
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
