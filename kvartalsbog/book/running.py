"""How notebooks are run: how long each may take, who is told, and whether their kernels are forked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kvartalsbog.book.progress import Observer

if TYPE_CHECKING:
    from kvartalsbog.book.warm import WarmKernels


@dataclass(frozen=True)
class Running:
    """`timeout` is in seconds a notebook; `observe` is told of each step; without `warm` every kernel is started by itself."""

    timeout: float = 300
    observe: Observer = lambda _: None
    warm: WarmKernels | None = None


USUAL = Running()
