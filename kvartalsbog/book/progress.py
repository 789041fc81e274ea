"""How far the notebooks are: each tells when it starts and when it is done, or that it is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Step:
    """One notebook's progress: it started, it is done, or it is remembered and is not run."""

    notebook: str
    event: Literal["started", "done", "remembered"]


Observer = Callable[[Step], None]
