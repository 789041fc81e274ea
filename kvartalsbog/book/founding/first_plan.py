"""The answers → a first plan and its mapping as commented files, which can be read as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kvartalsbog.book.founding.asked import YAML_WORDS, Asked, Delivery, Goal, Number, identifier
from kvartalsbog.periods import Calendar, FollowUp
from kvartalsbog.plan.words import Forms, Vocabulary

PLACEHOLDER = "[indsæt, hvem planen er aftalt med]"
_THINGS = "tilfælde"
_TYPO = 10  # a reading so many times what is asked for is most likely a slip
_AT = {"at_most": "højst", "at_least": "mindst"}


def plan_text(asked: Asked) -> str:
    """`plan.yml`: a draft, which nothing is published from until its first line is deleted."""
    units = _units(asked)
    parts = (_head(asked), _publishing(asked), _unit_part(units), _pillar(asked, tuple(units)))
    return "\n".join(line for part in parts for line in part) + "\n"


def mapping_text(asked: Asked) -> str | None:
    """`intake.yml`: what the extract of each numeric goal is called and what its columns mean; None without such a goal."""
    measured = [(number, goal) for number, goal in enumerate(asked.goals, 1) if isinstance(goal, Number)]
    if not measured:
        return None
    unit = identifier(asked.words.unit[0]) if asked.words.unit else "enhed"
    lines = [
        "# Hvad udtrækkene hedder, og hvad deres kolonner betyder. Kun de kolonner, der er nævnt her, bliver læst.",
        "# Ret navnene til dem, jeres systemer bruger. Alle nøgler: data/README.md i programmets kildekode.",
        "# Datoer læses som 31-12-2024 eller 2024-12-31. Skriver et system dem anderledes, så skriv formen ved målet: date_form: mm/dd/åååå",
        "goals:",
    ]
    for number, goal in measured:
        name = identifier(goal.title)
        lines += [
            f'  "1.{number}":',
            f"    extract: {name}   # filen hedder fx {name}-{asked.calendar.periods[0].name}.csv",
            "    key: nummer   # det, der kender rækkerne fra hinanden; det bliver aldrig gemt",
            f"    district: {unit}   # kolonnen med enheden, skrevet som dens navn eller id i planen",
            *(f"    {line}" for line in _measure(goal)),
        ]
    return "\n".join(lines) + "\n"


def _measure(goal: Number) -> tuple[str, ...]:
    if goal.is_a_part:
        return (
            "in_time: {due: frist, done: udført}   # eller: yes_no: {column: rettidig}",
            "month: frist   # den dato, der afgør måneden",
        )
    if not goal.is_averaged:
        return ("records: true   # hver række tæller for én", "month: dato   # den dato, der afgør måneden")
    if goal.unit == "dage":
        return (
            "days: {start: modtaget, end: afsluttet}   # dagene mellem to datoer",
            "month: afsluttet   # den dato, der afgør måneden",
        )
    return (f"value: {{column: værdi, unit: {_said(goal.unit)}}}   # et tal i en kolonne", "month: dato   # den dato, der afgør måneden")  # fmt: skip


def _head(asked: Asked) -> Iterator[str]:
    calendar = asked.calendar
    yield "# UDKAST. Gennemgå planen, og slet så denne linje. Så længe den står her, kan intet udgives."
    yield "# Alle nøgler og deres betydning: data/README.md i programmets kildekode."
    yield f"title: {_said(asked.title)}"
    yield f"year: {calendar.own_name}"
    if calendar.follow_up is not FollowUp.QUARTERLY:
        yield f"follow_up: {calendar.follow_up.value}"
    yield f"authority: {_said(asked.authority)}"
    yield f"ministry: {_said(asked.agreed_with or PLACEHOLDER)}   # hvem planen er aftalt med"
    yield "source:   # det dokument, som planen står i; signed: [{by: …, authority: …, on: …}] siger, hvem der har underskrevet"
    yield f"  document: {_said(asked.title)}"
    yield "data_status: draft   # example er opfundne tal, draft er tal, der ikke er godkendt, og final er endelige tal"
    yield "suppression_threshold: 5   # en sum af færre vises ikke; mindst 3"
    yield f"overview: notebooks/{calendar.own_name}/overview.ipynb"
    yield from _words(asked.words)


def _words(words: Vocabulary) -> Iterator[str]:
    yield "# Hvad I kalder en enhed, og hvad I kalder et af dem, tallene handler om: én, den, flere, de."
    told = (f"{name}: [{', '.join(forms)}]" for name, forms in _spoken(words))
    yield f"words: {{{', '.join(told)}}}"


def _spoken(words: Vocabulary) -> tuple[tuple[str, Forms], ...]:
    usual: tuple[Forms, Forms] = (
        ("enhed", "enheden", "enheder", "enhederne"),
        (_THINGS, "tilfældet", _THINGS, "tilfældene"),
    )
    return ("unit", words.unit or usual[0]), ("case", words.case or usual[1])


def _publishing(asked: Asked) -> Iterator[str]:
    yield ""
    yield "# Hvem der godkender en udgave, og fra hvilken dag den må udgives."
    yield "approvers:"
    yield "  - {role: controller, title: Controlleren}"
    yield "  - {role: ledelse, title: Ledelsen}"
    yield "releases:"
    for period in asked.calendar.periods:
        yield f"  {period.name}: {_released(asked.calendar, period.number)}"
    yield "# Hvad et offentligt site skal have. Slet tegnet # foran linjerne, og skriv jeres egne oplysninger; »publish« nævner det, der mangler."
    yield "# publication:"
    yield "#   address: https://www.example.org/plan/"
    yield "#   accessibility: https://www.was.digst.dk/example-org"
    yield "#   contact: {name: Controllerfunktionen, email: plan@example.org, phone: 33 00 00 00}"


def _released(calendar: Calendar, number: int) -> date:
    """The middle of the second month after a period."""
    month = calendar.period(number).last.after(2)
    return date(month.year, month.number, 15)


def _unit_part(units: dict[str, str]) -> Iterator[str]:
    yield ""
    yield "# De enheder, der indberetter tal. Id’et står i filer og adresser og ændres ikke siden; navnet er læsernes."
    yield "# Skal de stå på et kort, så giv dem alle en plads, række og kolonne, som her: {id: nord, name: Nord, tile: [1, 2]}."
    yield "districts:"
    for own, name in units.items():
        yield f"  - {{id: {own}, name: {_said(name)}}}"


def _units(asked: Asked) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in asked.units:
        found[identifier(name, found)] = name
    return found


def _pillar(asked: Asked, units: Sequence[str]) -> Iterator[str]:
    yield ""
    if asked.are_examples:
        yield "# De to mål er eksempler på et mål med tal og et med en frist: Ret dem, eller skriv jeres egne."
    yield "# Målenes vægte giver tilsammen 100. Flere søjler skrives som den første, hver med sin notesbog: pillar_2.ipynb."
    yield "pillars:"
    yield '  - id: "1"'
    yield "    title: Planens mål"
    yield "    weight: 100"
    yield f"    notebook: notebooks/{asked.calendar.own_name}/pillar_1.ipynb"
    yield "    goals:"
    weight, rest = divmod(100, len(asked.goals))
    taken: list[str] = []
    for number, goal in enumerate(asked.goals, 1):
        name = identifier(goal.title, taken)
        taken.append(name)
        yield f'      - id: "1.{number}"'
        yield f"        title: {_said(goal.title)}"
        yield f"        summary: {_said(_summary(goal))}"
        yield f"        weight: {weight + (number <= rest)}"
        yield f"        responsible: {_said(asked.units[0])}   # den, der svarer for målet"
        yield "        criteria:"
        yield from (f"          {line}" for line in _criterion(goal, name, asked, units))


def _summary(goal: Goal) -> str:
    if isinstance(goal, Delivery):
        return f"{goal.title} er gennemført senest den {goal.deadline:%d-%m-%Y}."
    title = f"{goal.title}, i gennemsnit" if goal.is_averaged else goal.title
    return f"{title}: {_AT[goal.direction]} {_danish(goal.limit)} {goal.unit}".rstrip(".") + "."


def _criterion(goal: Goal, name: str, asked: Asked, units: Sequence[str]) -> Iterator[str]:
    if isinstance(goal, Delivery):
        told: dict[str, Any] = {"deliverable": name, "deadline": goal.deadline.isoformat()}
        yield f"- {{id: gennemfoert, kind: deliverable, title: {_said(goal.title)}, {_pairs(told)}}}"
        return
    case = asked.words.case[2] if asked.words.case else _THINGS
    counted = case if goal.is_averaged or goal.is_a_part else goal.unit
    yield "- id: tal"
    yield f"  kind: {goal.kind}"
    yield f"  title: {_said(goal.title)}"
    yield f"  unit: {_said(goal.unit)}"
    yield f"  limit: {goal.limit}"
    yield f"  direction: {goal.direction}"
    yield f"  deadline: {asked.calendar.last_day.isoformat()}"
    if goal.is_averaged:
        yield f"  plausible: {{minimum: 0, maximum: {int(goal.limit * _TYPO) + 1}}}   # et tal udenfor er nok en tastefejl; det afgør intet"
    yield f"  counted: {_said(counted)}   # hvad det er, der tælles"
    yield f"  districts: [{', '.join(units)}]"


def _pairs(told: dict[str, Any]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in told.items())


def _danish(number: Decimal) -> str:
    return str(number).replace(".", ",")


def _said(text: str) -> str:
    """A text as YAML reads it back, whatever signs it has; plain words stand as they are."""
    plain = text.replace(" ", "").replace("-", "").replace(".", "").isalpha() and text.strip() == text
    return (
        text
        if plain and text[:1].isalpha() and text.casefold() not in YAML_WORDS and ": " not in text
        else json.dumps(text, ensure_ascii=False)
    )
