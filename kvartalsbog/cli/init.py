"""The command that begins another authority's project, from answers or from an example."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kvartalsbog.cli.console import next_steps, out
from kvartalsbog.errors import UsageError

if TYPE_CHECKING:
    from kvartalsbog.book.founding.asked import Typed
    from kvartalsbog.book.founding.project import Founded

_QUESTIONS = {  # what is asked on a terminal, in order; an empty answer leaves it out
    "authority": "Myndighedens navn",
    "agreed_with": "Hvem er planen aftalt med (fx Justitsministeriet)",
    "title": "Planens titel (tom: Mål- og resultatplan for myndigheden og året)",
    "year": "Planens år (tom: i år)",
    "follow_up": "Hvor ofte følges planen op: kvartal, tertial, halvår eller måned (tom: kvartal)",
    "unit_word": "Hvad kalder I en enhed, i fire former (fx skole, skolen, skoler, skolerne; tom: enhed)",
    "case_word": "Hvad handler tallene om, i fire former (fx forløb, forløbet, forløb, forløbene; tom: tilfælde)",
    "units": "En enhed, der indberetter (tom: ikke flere)",
    "goals": "Et mål, fx »Svartid: højst 30 dage« eller »Ny strategi: senest 2026-12-01« (tom: ikke flere)",
}
_SEVERAL = ("units", "goals")


Name = Annotated[str | None, typer.Option("--authority", help="The authority's name.")]
AgreedWith = Annotated[str | None, typer.Option("--agreed-with", help="Who the plan is agreed with.")]
Title = Annotated[str | None, typer.Option("--title", help="The plan's title.")]
Year = Annotated[str | None, typer.Option("--year", help="The plan's year. Default: this year.")]
Often = Annotated[
    str | None, typer.Option("--follow-up", help="quarterly, tertial, half-yearly or monthly. Default: quarterly.")
]
Units = Annotated[list[str] | None, typer.Option("--unit", help="A unit that reports; as often as there are units.")]
Goals = Annotated[
    list[str] | None,
    typer.Option("--goal", help='A goal, as "Svartid: højst 30 dage" or "Ny strategi: senest 2026-12-01".'),
]
UnitWord = Annotated[
    str | None, typer.Option("--unit-word", help='What a unit is called: "skole, skolen, skoler, skolerne".')
]
CaseWord = Annotated[
    str | None, typer.Option("--case-word", help='What figures are of: "forløb, forløbet, forløb, forløbene".')
]
Shown = Annotated[
    str | None,
    typer.Option("--example", help="Begin as an example instead: hospital, professionshoejskole or styrelse."),
]


def init(
    folder: Annotated[Path, typer.Argument(help="The project's folder: a new one, or an empty one.")],
    authority: Name = None,
    agreed_with: AgreedWith = None,
    title: Title = None,
    year: Year = None,
    follow_up: Often = None,
    units: Units = None,
    goals: Goals = None,
    unit_word: UnitWord = None,
    case_word: CaseWord = None,
    example: Shown = None,
) -> None:
    """Begin another authority's project in an empty folder: plan, mapping, notebooks, pages, settings and first period."""
    from kvartalsbog.book.founding.asked import Typed, asked  # noqa: PLC0415 - not for `--help` or a wrong call
    from kvartalsbog.book.founding.project import found, found_example, refuse_inhabited  # noqa: PLC0415

    refuse_inhabited(folder)
    typed = Typed(
        authority=authority or "", agreed_with=agreed_with or "", title=title or "", year=year or "", follow_up=follow_up or "",
        units=tuple(units or ()), goals=tuple(goals or ()), unit_word=unit_word or "", case_word=case_word or "",
    )  # fmt: skip
    if example:
        if typed != Typed():
            raise UsageError("--example er en hel plan. Brug det alene, og ret planen bagefter.")
        _tell(found_example(example, folder), folder)
        return
    if not authority and sys.stdin.isatty():
        typed = _answered(typed)
    if not typed.authority:
        raise UsageError(
            'Skriv myndighedens navn med --authority "NAVN", eller vælg et eksempel med --example: hospital, professionshoejskole eller styrelse.'
        )
    _tell(found(asked(typed, date.today()), folder), folder)


def _answered(typed: Typed) -> Typed:
    """What was typed, and the answers to what was not."""
    out.print("Svar på et par spørgsmål. Alt kan rettes bagefter i planens fil.")
    answers: dict[str, str | tuple[str, ...]] = {}
    try:
        for key, question in _QUESTIONS.items():
            if getattr(typed, key):
                continue
            asked = f"{question}: "
            year = str(answers.get("year") or typed.year or date.today().year)
            answers[key] = tuple(_several(key, asked, year)) if key in _SEVERAL else _one(key, asked, year)
    except EOFError:
        raise UsageError("Svarene blev afbrudt. Intet er skrevet.") from None
    return replace(typed, **answers)  # type: ignore[arg-type] # each key has its own kind


def _one(key: str, question: str, year: str) -> str:
    """An answer that can be used, or none; of another is told why, and it is asked again."""
    from kvartalsbog.book.founding.asked import refusal  # noqa: PLC0415 - not for `--help` or a wrong call

    while why := refusal(key, answer := input(question).strip(), year):
        out.print(why)
    return answer


def _several(key: str, question: str, year: str) -> Iterator[str]:
    """The answers until an empty one."""
    while answer := _one(key, question, year):
        yield answer


def _tell(done: Founded, folder: Path) -> None:
    for path in done.written:
        out.print(f"skrevet: {path}")
    plan = folder / "data" / done.period.plan / "plan.yml"
    next_steps(
        f"cd {folder} && kvartalsbog build",
        f"Læs og ret {plan.relative_to(folder)}; se efter med: kvartalsbog check",
        f"kvartalsbog template {done.period}",
        "git init && git add . && git commit",
    )
