"""How often Python looks for circles among the objects that a program has made and does not use any more."""

from __future__ import annotations

import gc

_NEW = 100_000  # objects; at Python's own 700 a sixth of a build is spent on looking


def look_seldom() -> None:
    """Look when a hundred thousand objects are new."""
    gc.set_threshold(_NEW)
