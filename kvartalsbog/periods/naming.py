"""The names of periods and plans, as folders, files, addresses and data have them, and as people write them."""

from __future__ import annotations

import re
from typing import NamedTuple

PERIOD = "[0-9]{4}(?:-[0-9]{2})?(?:K[1-4]|T[1-3]|H[12]|M(?:0[1-9]|1[0-2]))"  # a period's own name: a part of a pattern
YEARS = "[0-9]{4}(?:-[0-9]{2})?"  # the years that a plan is of, or that it begins and ends in
BODY = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"  # the folder of another authority's plans, beside those of the first
PLAN = f"(?:{BODY}/)?{YEARS}"  # the name of a plan's folder
_TYPED = re.compile(r"([0-9]{4})(?:[-/]([0-9]{2}))?([KQTHM])([0-9]{1,2})")  # as people write it
_OF_BODY = re.compile(rf"({BODY})(?:/(.+))?")


def as_name(text: str) -> str:
    """A period's own name from what people write: `2024q1`, `2003/04K1`; raises ValueError on any other form."""
    match = _TYPED.fullmatch(text.strip().upper())
    if match is not None:
        letter = match[3].replace("Q", "K")
        number = f"{int(match[4]):02d}" if letter == "M" else match[4]
        name = f"{match[1]}{'-' + match[2] if match[2] else ''}{letter}{number}"
        if re.fullmatch(PERIOD, name):
            return name
    raise ValueError(f"{text!r} er ikke en periode som 2024K1")


class Named(NamedTuple):
    """What a text names: whose plan, where it is not the first authority's; which of them; and the period's own name, None
    where only the authority is named.
    """

    body: str | None
    years: str | None
    period: str | None


def named_parts(text: str) -> Named:
    """What people mean by `2024K1`, `2021-23/2023K1`, `anklagemyndigheden/2024K1` and `anklagemyndigheden`; raises ValueError
    for any other form.
    """
    match = _OF_BODY.fullmatch(text.strip())
    body, rest = (match[1], match[2]) if match is not None else (None, text.strip())
    if rest is None:
        return Named(body, None, None)
    years, slash, own = rest.rpartition("/")
    if slash and re.fullmatch(YEARS, years) and re.match(r"[0-9]{4}", own):
        return Named(body, years, as_name(own))
    return Named(body, None, as_name(rest))


def is_period(name: object) -> bool:
    """Whether something is a period's own name, of whatever plan."""
    return isinstance(name, str) and re.fullmatch(PERIOD, name) is not None
