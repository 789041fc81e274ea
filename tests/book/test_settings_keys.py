"""`_config.yml`: a key that nobody reads is refused, whatever it is like, with those that are read."""

from __future__ import annotations

from pathlib import Path

import jupyter_book.config
import pytest
from conftest import ROOT

from kvartalsbog.book.settings import _BESIDE, read_settings
from kvartalsbog.errors import ProblemsError

SETTINGS = (ROOT / "_config.yml").read_text(encoding="utf-8")
# what is written below the settings → the place, the key, and what is said of it
REFUSED = {
    "colour: red": ("[colour]", "Fundet: 'colour'. Tilladt: title, author, copyright, logo,"),
    "Author: Ane": ("[Author]", "Mente du »author«?"),
    "7: x": ("[7]", "Slet nøglen."),
    "html: {faviconn: a.ico}": ("[html.faviconn]", "Mente du »favicon«?"),
    "latex: {zebra: 1}": (
        "[latex.zebra]",
        "Tilladt: latex_engine, latex_documents, use_jupyterbook_latex. Slet nøglen.",
    ),
    "repository: {adresse: x}": ("[repository.adresse]", "Tilladt: url, path_to_book, branch. Slet nøglen."),
}


def settings(tmp_path: Path, more: str) -> list[str]:
    """The problems of the settings with more below them."""
    (tmp_path / "_config.yml").write_text(f"{SETTINGS}{more}\n", encoding="utf-8")
    try:
        read_settings(tmp_path)
    except ProblemsError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize("more", REFUSED)
def test_a_key_that_nobody_reads_is_refused(more: str, tmp_path: Path) -> None:
    place, words = REFUSED[more]
    (told,) = settings(tmp_path, more)
    assert told.startswith(f"_config.yml:{len(SETTINGS.splitlines()) + 1} {place}: Ukendt nøgle. ")
    assert words in told


def test_two_keys_are_two_problems_and_what_is_read_is_none(tmp_path: Path) -> None:
    assert len(settings(tmp_path, "colour: red\nsize: 3")) == 2
    assert settings(tmp_path, "author: Ane\nhtml: {favicon: a.ico, use_multitoc_numbering: true}\nproject: x") == []
    assert settings(tmp_path, "") == []


def test_what_stands_beside_the_schema_is_what_jupyter_book_reads() -> None:
    """Else a key would be allowed that nobody reads."""
    source = Path(jupyter_book.config.__file__).read_text(encoding="utf-8")
    assert [key for keys in _BESIDE.values() for key in keys if f'"{key}"' not in source] == []
