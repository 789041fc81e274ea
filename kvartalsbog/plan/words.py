"""The plan's own words for the units that report, and for the cases that its figures are of."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from kvartalsbog.content.dialect import CASE, UNIT, Nouns
from kvartalsbog.files.fields import Strict
from kvartalsbog.periods import Noun

_FORM = r"^[a-zæøåäöüé][a-zæøåäöüé-]*( [a-zæøåäöüé-]+)*$"
Form = Annotated[str, Field(pattern=_FORM, max_length=40)]
Forms = tuple[Form, Form, Form, Form]  # `skole`, `skolen`, `skoler`, `skolerne`
EXAMPLE = "skole, skolen, skoler, skolerne"


class Vocabulary(Strict):
    """What a reader of this plan calls a `unit` and a `case`, each in its four forms; without them they are an enhed and a tilfælde."""

    unit: Forms | None = None
    case: Forms | None = None

    @property
    def nouns(self) -> Nouns:
        """The words as sentences need them."""
        return Nouns(_noun(self.unit) or UNIT, _noun(self.case) or CASE)


def forms_of(text: str) -> Forms:
    """The four forms of a word as people write them in a line; raises ValueError for anything else."""
    forms = tuple(part.strip() for part in text.split(","))
    if len(forms) != 4 or not all(re.fullmatch(_FORM, form) and len(form) <= 40 for form in forms):
        raise ValueError(f"Ordet skal stå i sine fire former med komma imellem og med små bogstaver: {EXAMPLE}.")
    return forms


def _noun(forms: Forms | None) -> Noun | None:
    """A noun whose definite form ends in t is neuter: `centret`."""
    return None if forms is None else Noun(forms[0], forms[1], forms[2], forms[1].endswith("t"), forms[3])
