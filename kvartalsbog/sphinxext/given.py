"""The findings that a build's pages are made from: handed in by who starts the build, else read once by the extension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sphinx.application import Sphinx

from kvartalsbog.content.language import Language
from kvartalsbog.sphinxext.typeface import Made, anew
from kvartalsbog.verdicts.gathering import Gathered, gather

_GIVEN, _MADE, _WRITTEN = "kb_gathered", "kb_made", "kb_written"
Before = Mapping[str, Sequence[Any]]  # document → the parts of its page as it was written before


class Book(Sphinx):
    """A build that is handed the findings, and a memory of what was made before; of its pages where any are known. They are the
    application's and not its settings', which are kept on disk.
    """

    def __init__(self, gathered: Gathered, made: Made, written: Before | None = None, **settings: Any) -> None:
        setattr(self, _GIVEN, gathered)  # before the extensions, which run within, ask for them
        setattr(self, _MADE, made)
        setattr(self, _WRITTEN, written)
        super().__init__(**settings)


def made_by(app: Sphinx) -> Made:
    """How what is slow to make is made: anew, unless the build has a memory."""
    found: Made = getattr(app, _MADE, anew)
    return found


def written_before(app: Sphinx) -> Before | None:
    """The pages that were written before; None where nothing is remembered of them."""
    found: Before | None = getattr(app, _WRITTEN, None)
    return found


def has_given(app: Sphinx) -> bool:
    """Whether the findings were handed in, or have been read."""
    return hasattr(app, _GIVEN)


def given(app: Sphinx) -> Gathered:
    """What the build was given, or has read."""
    found: Gathered = getattr(app, _GIVEN)
    return found


def language_of(app: Sphinx) -> Language:
    """What the build's book is told in."""
    return given(app).findings.language


def read_if_not_given(app: Sphinx, period: str, data_dir: str) -> Gathered:
    """The findings of a build, read where nobody has handed them in. Raises as `gather` does."""
    if not has_given(app):
        setattr(app, _GIVEN, gather(period, data_dir))
    return given(app)
