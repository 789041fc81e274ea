"""The typeface of the pages around the editions: the newest edition's, and one of their own where it has none of the kind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from kvartalsbog.editions import around
from kvartalsbog.sphinxext.typeface import FILES

MADE = {"made": b"anew"}


@pytest.mark.parametrize("lacking", [None, *FILES])
def test_it_is_the_newest_editions_where_that_has_all_of_it(
    monkeypatch: pytest.MonkeyPatch, lacking: str | None
) -> None:
    monkeypatch.setattr(around, "web_fonts", lambda: MADE)
    outputs = {f"html/_static/{name}": "sha" for name in FILES if name != lacking}
    newest: Any = SimpleNamespace(folder="2026K2/v1", outputs=outputs)
    asked = {f"2026K2/v1/{path}": path.encode() for path in outputs}
    expected = {name: f"html/_static/{name}".encode() for name in FILES} if lacking is None else MADE
    assert around.typeface(newest, asked.__getitem__) == expected  # what it reads is the edition's own
