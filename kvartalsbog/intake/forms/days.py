"""A day as an owner types it in a form."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DANISH = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2(\d{4})", re.ASCII)


def day_typed(text: str) -> date | None:
    """The day of `2024-12-31`, `31-12-2024`, `31.12.2024`, `31/12/2024` or `31 12 2024`; None for anything else."""
    iso, danish = _ISO.fullmatch(text), _DANISH.fullmatch(text)
    numbers = iso.groups() if iso else (danish[4], danish[3], danish[1]) if danish else ()
    try:
        return date(*map(int, numbers))
    except (ValueError, TypeError):
        return None
