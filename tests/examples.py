"""How many examples a property has whose every example takes long: a few in `make test`, and ten times as many in `make fuzz`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

LONG = "KVARTALSBOG_EXAMPLES"  # how many times as many


def dear(few: int, **others: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Settings of a property of so many examples; its mark is what `make fuzz` runs."""

    def decorated(test: Callable[..., None]) -> Callable[..., None]:
        most = few * int(os.environ.get(LONG, "1"))
        marked: Callable[..., None] = pytest.mark.dear(settings(max_examples=most, deadline=None, **others)(test))
        return marked

    return decorated
