"""A part of a chapter: what one cell shows, with its origin, so that no other quarter's part can pass for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from kvartalsbog.content.blocks import Block, Figure, Table
from kvartalsbog.content.shown import Blocks, Origin
from kvartalsbog.errors import UsageError, offered
from kvartalsbog.verdicts.findings import Findings

OWN = ("figure(…)", "table(…)")  # what every chapter and goal shows of a notebook's own


class UnknownPartError(UsageError, AttributeError):
    """A name that a chapter does not have."""


class Parts:
    """What is shown part by part. `data` is the fingerprint of the data that the findings are from."""

    findings: Findings
    data: str

    @property
    def _chapter(self) -> str:
        """The notebook that the parts belong to."""
        raise NotImplementedError

    def _named(self, part: str) -> str:
        return part

    def _origin(self, part: str) -> Origin:
        period = str(self.findings.period)
        return Origin(period=period, data=self.data, chapter=self._chapter, part=self._named(part))

    def figure(
        self, figure: object = None, *, label: str = "", caption: str = "", alt: str = "", data: object = None
    ) -> Blocks:
        """A figure of the notebook's own: one of matplotlib, or a function that paints one on a `Canvas`.

        `label` begins with `fig-`, `alt` is a sentence that tells what can be seen, `data` is the frame it was drawn from,
        for a table beneath it and a data file. Raises UsageError with everything that is wrong.
        """
        from kvartalsbog.pages.own import own_figure  # noqa: PLC0415 - pandas takes half a second to import

        return self._shown(own_figure(self.findings, figure, label, caption, alt, data))

    def table(
        self,
        frame: object = None,
        *,
        label: str = "",
        caption: str = "",
        index: bool | None = None,
        decimals: int | None = None,
    ) -> Blocks:
        """A table of the notebook's own: a DataFrame, with its data file.

        `label` begins with `tbl-`; `index` and `decimals` are as for `table_of`. Raises UsageError with everything that
        is wrong.
        """
        from kvartalsbog.pages.own import own_table  # noqa: PLC0415 - see above

        return self._shown(own_table(self.findings, frame, label, caption, index, decimals))

    def _shown(self, block: Figure | Table) -> Blocks:
        return Blocks(blocks=(block,), origin=self._origin(block.label))

    def _offered(self) -> tuple[str, ...]:
        """The names that can be shown, for the one who wrote another."""
        known = {name: value for kind in reversed(type(self).__mro__) for name, value in vars(kind).items()}
        return tuple(name for name, value in known.items() if isinstance(value, property) and name[0] != "_")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in dir(type(self)):  # what others look for, and a fault inside a part
            raise AttributeError(name)
        there = (f".{part}" for part in (*self._offered(), *OWN))
        raise UnknownPartError(f"».{name}« findes ikke. {offered(f'.{name}', there)}")

    def __repr__(self) -> str:
        period = self.findings.period
        what = self._named("").strip() or self._chapter
        return f"<{type(self).__name__} {what}, {period}: {', '.join(f'.{part}' for part in self._offered())}>"


_Of = TypeVar("_Of", bound=Parts)


def shown(make: Callable[[_Of], tuple[Block, ...]]) -> property:
    """Let a method that makes blocks be an attribute that shows them with their origin."""

    @wraps(make)
    def show(self: _Of) -> Blocks:
        return Blocks(blocks=make(self), origin=self._origin(make.__name__))

    return property(show)
