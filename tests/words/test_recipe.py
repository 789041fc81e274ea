"""The recipe of a language in CONTRIBUTING is followed as it is printed: begun, translated, and brought new sentences."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from babel.messages.frontend import CommandLineInterface
from conftest import ROOT

from kvartalsbog.content.language import FOLDER, read_language

CALLS = re.findall(r"`\.venv/bin/(pybabel [^`]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
PLACE = FOLDER.relative_to(ROOT)
SENTENCE = 'msgid "højst {value}"\nmsgstr ""\n'


def test_a_catalogue_is_begun_and_brought_new_sentences_by_the_calls_that_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, renew = CALLS
    template, catalogue = tmp_path / PLACE / "kvartalsbog.pot", tmp_path / PLACE / "en.po"
    whole = (FOLDER / template.name).read_text(encoding="utf-8")
    added = 'msgid "mindst {value}"\nmsgstr ""\n'
    assert whole.count(SENTENCE) == whole.count(added) == 1
    template.parent.mkdir(parents=True)
    template.write_text(whole.replace(added, ""), encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    CommandLineInterface().run(shlex.split(begin))
    begun = catalogue.read_text(encoding="utf-8")
    assert begun.count("msgid ") == whole.count("msgid ")  # one is lacking, and it has a head
    catalogue.write_text(begun.replace(SENTENCE, SENTENCE.replace('""', '"at most {value}"')), encoding="utf-8")
    template.write_text(whole, encoding="utf-8")
    CommandLineInterface().run(shlex.split(renew))

    assert added in catalogue.read_text(encoding="utf-8")
    language = read_language(catalogue)
    assert (str(language.locale), set(language.catalogue)) == ("en", {("", "højst {value}")})
    assert [language.say(f"{side} {{value}}", value=3) for side in ("højst", "mindst")] == ["at most 3", "mindst 3"]
