"""How notebooks are run: how long each may take, who is told, whether their kernels are forked, and when what nobody waits for is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kvartalsbog.book.progress import Later, Observer, at_once

if TYPE_CHECKING:
    from kvartalsbog.book.warm import WarmKernels


@dataclass(frozen=True)
class Running:
    """`timeout` is in seconds a notebook; `observe` is told of each step; without `warm` every kernel is started by itself. `later` is
    handed what is done for the next time and for order alone.
    """

    timeout: float = 300
    observe: Observer = lambda _: None
    warm: WarmKernels | None = None
    later: Later = at_once


USUAL = Running()
