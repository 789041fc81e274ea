"""How far the notebooks are: each tells when it starts and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Step:
    """One notebook's progress: it started, or it is done."""

    notebook: str
    event: Literal["started", "done"]


Observer = Callable[[Step], None]
