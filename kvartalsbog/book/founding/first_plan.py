"""The answers → a first plan and its mapping as commented files, which can be read as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kvartalsbog.book.founding.asked import YAML_WORDS, Asked, identifier
from kvartalsbog.content.language import closed
from kvartalsbog.kinds.drafting import DatedDraft, Draft, Own, SeriesDraft
from kvartalsbog.periods import Calendar, FollowUp
from kvartalsbog.plan.words import Forms, Vocabulary
from kvartalsbog.words.numbers import NBSP, amount

PLACEHOLDER = "[indsæt, hvem planen er aftalt med]"
_THINGS = "tilfælde"
_AT = {"at_most": "højst", "at_least": "mindst"}
_MONTH = "month: {}   # den dato, der afgør måneden"
# measure → its first lines, with the unit of what is measured in the place of {unit}
MEASURES: Mapping[str, tuple[str, str]] = {
    "days": ("days: {{start: modtaget, end: afsluttet}}   # dagene mellem to datoer", _MONTH.format("afsluttet")),
    "value": ("value: {{column: værdi, unit: {unit}}}   # et tal i en kolonne", _MONTH.format("dato")),
    "in_time": ("in_time: {{due: frist, done: udført}}   # eller: yes_no: {{column: rettidig}}", _MONTH.format("frist")),
    "yes_no": ("yes_no: {{column: rettidig}}   # en kolonne med ja eller nej", _MONTH.format("dato")),
    "records": ("records: true   # hver række tæller for én", _MONTH.format("dato")),
}  # fmt: skip


def plan_text(asked: Asked) -> str:
    """`plan.yml`: a draft, which nothing is published from until its first line is deleted."""
    units = _units(asked)
    parts = (_head(asked), _publishing(asked), _unit_part(units), _pillar(asked, tuple(units)))
    return "\n".join(line for part in parts for line in part) + "\n"


def mapping_text(asked: Asked) -> str | None:
    """`intake.yml`: what the extract of each numeric goal is called and what its columns mean; None without such a goal."""
    measured = [(number, draft) for number, draft in enumerate(asked.goals, 1) if isinstance(draft, SeriesDraft)]
    if not measured:
        return None
    unit = identifier(asked.words.unit[0]) if asked.words.unit else "enhed"
    lines = [
        "# Hvad udtrækkene hedder, og hvad deres kolonner betyder. Kun de kolonner, der er nævnt her, bliver læst.",
        "# Ret navnene til dem, jeres systemer bruger. Alle nøgler: data/README.md i programmets kildekode.",
        "# Datoer læses som 31-12-2024 eller 2024-12-31. Skriver et system dem anderledes, så skriv formen ved målet: date_form: mm/dd/åååå",
        "goals:",
    ]
    names: list[str] = []  # one extract feeds one goal, however alike their titles are
    for number, draft in measured:
        name = identifier(draft.goal.title, names)
        names.append(name)
        lines += [
            f'  "1.{number}":',
            f"    extract: {name}   # filen hedder fx {name}-{asked.calendar.periods[0].name}.csv",
            "    key: nummer   # det, der kender rækkerne fra hinanden; det bliver aldrig gemt",
            f"    district: {unit}   # kolonnen med enheden, skrevet som dens navn eller id i planen",
            *(f"    {line.format(unit=_said(draft.goal.unit))}" for line in MEASURES[draft.fed_by]),
        ]
    return "\n".join(lines) + "\n"


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
    for number, draft in enumerate(asked.goals, 1):
        name = identifier(draft.goal.title, taken)
        taken.append(name)
        yield f'      - id: "1.{number}"'
        yield f"        title: {_said(draft.goal.title)}"
        yield f"        summary: {_said(_summary(draft))}"
        yield f"        weight: {weight + (number <= rest)}"
        yield f"        responsible: {_said(asked.units[0])}   # den, der svarer for målet"
        yield "        criteria:"
        yield from (f"          {line}" for line in _criterion(draft, name, asked, units))


def _summary(draft: Draft) -> str:
    if isinstance(draft, DatedDraft):
        return f"{draft.goal.title} er {draft.done} senest den {draft.goal.deadline:%d-%m-%Y}."
    title = ", ".join(filter(None, (draft.goal.title, draft.manner)))
    asked = amount(draft.goal.limit, draft.goal.unit).replace(NBSP, " ")  # to be edited by hand
    return closed(f"{title}: {_AT[draft.goal.direction]} {asked}")


def _criterion(draft: Draft, name: str, asked: Asked, units: Sequence[str]) -> Iterator[str]:
    if isinstance(draft, DatedDraft):
        yield from _dated(draft, name)
        return
    goal, case = draft.goal, asked.words.case[2] if asked.words.case else _THINGS
    counted = Own("counted", draft.counted or case, "hvad det er, der tælles")
    yield "- id: tal"
    yield f"  kind: {draft.kind}"
    yield f"  title: {_said(goal.title)}"
    yield f"  unit: {_said(goal.unit)}"
    yield f"  limit: {goal.limit}"
    yield f"  direction: {goal.direction}"
    yield f"  deadline: {asked.calendar.last_day.isoformat()}"
    yield from (f"  {own.key}: {_value(own.value)}{_remark(own)}" for own in (*draft.own, counted))
    yield f"  districts: [{', '.join(units)}]"


def _dated(draft: DatedDraft, name: str) -> Iterator[str]:
    own = "".join(f", {field.key}: {_value(field.value)}" for field in draft.own)
    told = f"title: {_said(draft.goal.title)}, {draft.item_key}: {name}, deadline: {draft.goal.deadline.isoformat()}"
    yield f"- {{id: {identifier(draft.done)}, kind: {draft.kind}, {told}{own}}}"


def _remark(own: Own) -> str:
    return f"   # {own.remark}" if own.remark else ""


def _value(value: object) -> str:
    """A value as YAML reads it back; what is in a mapping in one line."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_value(one)}' for key, one in value.items())}}}"
    return _said(value) if isinstance(value, str) else str(value)


def _said(text: str) -> str:
    """A text as YAML reads it back, whatever signs it has; plain words stand as they are."""
    plain = text.replace(" ", "").replace("-", "").replace(".", "").isalpha() and text.strip() == text
    return (
        text
        if plain and text[:1].isalpha() and text.casefold() not in YAML_WORDS and ": " not in text
        else json.dumps(text, ensure_ascii=False)
    )
