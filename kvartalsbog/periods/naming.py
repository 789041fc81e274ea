"""The names of periods and plans, as folders, files, addresses and data have them, and as people write them."""

from __future__ import annotations

import re

PERIOD = "[0-9]{4}(?:-[0-9]{2})?(?:K[1-4]|T[1-3]|H[12]|M(?:0[1-9]|1[0-2]))"  # a period's own name: a part of a pattern
PLAN = "[0-9]{4}(?:-[0-9]{2})?"  # the name of a plan's folder: the year that it is of, or those it begins and ends in
_TYPED = re.compile(r"([0-9]{4})(?:[-/]([0-9]{2}))?([KQTHM])([0-9]{1,2})")  # as people write it


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


def named_parts(text: str) -> tuple[str | None, str]:
    """The plan, where one is named as in `2021-23/2023K1`, and the period's own name; raises ValueError for any other form."""
    plan, slash, own = text.strip().rpartition("/")
    if slash and re.fullmatch(PLAN, plan) and re.match(r"[0-9]{4}", own):
        return plan, as_name(own)
    return None, as_name(text)


def is_period(name: object) -> bool:
    """Whether something is a period's own name, of whatever plan."""
    return isinstance(name, str) and re.fullmatch(PERIOD, name) is not None
