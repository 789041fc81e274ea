"""What an owner answers for a goal that is not met, as lines of a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kvartalsbog.content.blocks import Paragraph, Text, text
from kvartalsbog.content.language import Language
from kvartalsbog.readings.values import ACCOUNT, Account
from kvartalsbog.words.statuses import ACCOUNT_FIELDS


def account_lines(account: Account, language: Language) -> Iterator[Paragraph]:
    """A line for each part that is told: what it is, and the owner's words or the day."""
    for key in ACCOUNT:
        told = getattr(account, key)
        if told:
            words = text(language.shown(told)) if isinstance(told, date) else told
            label = Text(text=f"{language.say(ACCOUNT_FIELDS[key])}:", style="strong")
            yield Paragraph(runs=(label, Text(text=" "), *words))
