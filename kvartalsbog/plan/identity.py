"""What an authority's book looks like and is known by: its logo, its colour on light and dark pages, its ISSN."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from kvartalsbog.files.fields import Strict
from kvartalsbog.plan.colours import DARK, LIGHT, nearest, stands_out

_ISSN = re.compile(r"([0-9]{4})-([0-9]{3})([0-9X])")


def _on(grounds: tuple[str, ...]) -> AfterValidator:
    """A colour that can be read on the grounds."""

    def held(colour: str) -> str:
        own = colour.lower()
        if not stands_out(own, grounds):
            raise PydanticCustomError("contrast", "enough contrast", {"nearest": nearest(own, grounds)})
        return own

    return AfterValidator(held)


def _issn(number: str) -> str:
    """A number whose last sign fits the others: their weighted sum is a multiple of 11 (ISO 3297)."""
    match = _ISSN.fullmatch(number)
    if match is None:
        raise PydanticCustomError("issn", "an ISSN")
    digits = [int(digit) for digit in match[1] + match[2]]
    last = -sum(weight * digit for weight, digit in zip(range(8, 1, -1), digits, strict=True)) % 11
    if match[3] != ("X" if last == 10 else str(last)):
        raise PydanticCustomError("issn", "an ISSN")
    return number


_Hex = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class Identity(Strict):
    """What pages and PDF carry beside the authority's name. `logo` is a file among the authority's pages; `colour` is what headings and
    links have on light pages and paper, `colour_dark` on dark pages: without it a shade of `colour`.
    """

    logo: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,60}\.(svg|png)$")] | None = None
    colour: Annotated[_Hex, _on(LIGHT)] | None = None
    colour_dark: Annotated[_Hex, _on(DARK)] | None = None
    issn: Annotated[str, AfterValidator(_issn)] | None = None

    @property
    def dark(self) -> str | None:
        """The colour on dark pages."""
        return self.colour_dark or (nearest(self.colour, DARK) if self.colour else None)
