"""No page of a plan speaks of what only another authority has: the police, their districts, cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from plans.conftest import HERE

# the words of the plan that is shipped; `årsag` and `kredsløb` are everybody's
OTHERS = re.compile(
    r"\b(?:\w*politi\w*|(?:stats)?advokat\w*|anklage\w*|(?:\w+)?kreds(?:e|en|ene|s)?|sag|sags\w+|\w*sager(?:ne|nes|s)?|sagens?)\b",
    re.I,
)
READ = (".html", ".js", ".json", ".csv", ".xml", ".jsonld", ".txt", ".md")


def test_the_words_are_found_in_what_the_police_say() -> None:
    found = OTHERS.findall(
        "Politiets årsag: færre end 5 sager, og sagen fra kredsen i sagsbehandling; et foretagende, en kredsløbsplan"
    )
    assert found == ["Politiets", "sager", "sagen", "kredsen", "sagsbehandling"]


@pytest.mark.parametrize(("plan", "period"), [("school", "2016-17K4")])
def test_a_book_says_nothing_of_others_that_its_plan_does_not(
    plan: str, period: str, plan_book: Callable[[str, str], Path]
) -> None:
    (file,) = (HERE / plan / "data").glob("*/plan.yml")
    own = {word.lower() for word in OTHERS.findall(file.read_text(encoding="utf-8"))}
    said = {f"{path.name}: {word}" for path, word in _said(plan_book(plan, period)) if word.lower() not in own}
    assert said == set()


def _said(book: Path) -> Iterator[tuple[Path, str]]:
    files = [path for path in book.rglob("*") if path.suffix in READ]
    assert len(files) > 20
    for path in files:
        yield from ((path, word) for word in OTHERS.findall(path.read_text(encoding="utf-8")))
