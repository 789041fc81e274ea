"""What readers are told for each code: verdicts, outlooks, states, the status of data, a book's stage, marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kvartalsbog.content.blocks import Status
from kvartalsbog.files.fields import DataStatus
from kvartalsbog.kinds.base import Outlook, State
from kvartalsbog.plan.publication import Release
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.numbers import NBSP, capital


class _Told(NamedTuple):
    """A code's word, its shape and tone in a book, and what it means."""

    word: str
    symbol: str
    tone: str
    meaning: str

    @property
    def status(self) -> Status:
        return Status.model_validate({"word": capital(self.word), "symbol": self.symbol, "tone": self.tone})


_VERDICTS = {
    Verdict.MET: _Told("opfyldt", "●", "better", "Alle målets kriterier er opfyldt."),
    Verdict.PARTLY_MET: _Told("delvist opfyldt", "◆", "mixed", "Mindst ét kriterium er opfyldt, og mindst ét er ikke."),
    Verdict.NOT_MET: _Told(
        "ikke opfyldt", "▼", "worse", "Et kriterium er ikke opfyldt inden for fristen, og ingen andre er opfyldt."
    ),
    Verdict.NOT_DUE: _Told("ikke forfalden", "○", "waiting", "Fristen er ikke nået, og målet er ikke opfyldt endnu."),
    Verdict.NO_DATA: _Told(
        "mangler data", "□", "missing", "Fristen eller en måned er gået, uden at der er indberettet noget."
    ),
}
_OUTLOOKS = {
    Outlook.ON_TRACK: _Told(
        "på vej", "▲", "better", "Fortsætter det som hidtil eller som ventet, bliver målet opfyldt."
    ),
    Outlook.UNANSWERED: _Told(
        "mangler svar", "□", "missing", "Ingen har svaret endnu, så der er intet at vurdere efter."
    ),
    Outlook.AT_RISK: _Told(
        "i risiko", "►", "mixed", "Målet kan nås, men ikke ved at fortsætte som hidtil, eller en dato mangler."
    ),
    Outlook.OUT_OF_REACH: _Told(
        "uden for rækkevidde", "▼", "worse", "Det, der skal til, er efter de kendte oplysninger ikke muligt."
    ),
}
# code → word, for whatever shows a column of codes
VERDICTS: Mapping[str, str] = {code.value: told.word for code, told in _VERDICTS.items()}
OUTLOOKS: Mapping[str, str] = {code.value: told.word for code, told in _OUTLOOKS.items()}
STATES: Mapping[str, str] = {
    State.HOLDS.value: "opfyldt",
    State.FAILED.value: "ikke opfyldt",
    State.NOT_DUE.value: "ikke forfalden",
    State.NO_DATA.value: "mangler data",
}
DATA_STATUSES: Mapping[str, str] = {"example": "Eksempeldata", "draft": "Udkast", "final": "Endelige tal"}
_DATA_STATUS = {
    "example": "Tallene er eksempler og ikke virkelige resultater.",
    "draft": "Tallene er ikke godkendt.",
}
DIRECTIONS: Mapping[str, str] = {"at_most": "højst", "at_least": "mindst"}
SET_BY: Mapping[str, str] = {"plan": "planen", "book": "bogen"}
MARKS: Mapping[str, str] = {"withheld": "fortroligt", "missing": "mangler"}
PLAN_FIELDS: Mapping[str, str] = {
    "weight": "vægt",
    "limit": "krav",
    "deadline": "frist",
    "title": "titel",
    "summary": "beskrivelse",
    "responsible": "ansvarlig",
    "goal": "mål",
}


def verdict_word(verdict: Verdict) -> str:
    return _VERDICTS[verdict].word


def outlook_word(outlook: Outlook) -> str:
    return _OUTLOOKS[outlook].word


def status(verdict: Verdict) -> Status:
    """The verdict as word and shape."""
    return _VERDICTS[verdict].status


def outlook_status(outlook: Outlook) -> Status:
    """The outlook as word and shape."""
    return _OUTLOOKS[outlook].status


def verdict_meaning(verdict: Verdict) -> str:
    return _VERDICTS[verdict].meaning


def outlook_meaning(outlook: Outlook) -> str:
    return _OUTLOOKS[outlook].meaning


def data_status(status_: DataStatus) -> tuple[str, str]:
    """The label of the data and the sentence that explains it; both empty for final data."""
    explanation = _DATA_STATUS.get(status_, "")
    return (DATA_STATUSES[status_], explanation) if explanation else ("", "")


def release_words(release: Release) -> tuple[str, str]:
    """A book's stage as a label and a sentence; both empty for a book that is approved and not yet published."""
    if release.is_draft:
        return "Udkast", "Bogen er ikke godkendt og må ikke udgives."
    if release.version is None:
        return "", ""
    explanation = "" if release.version == 1 else "En rettet udgave; den første er gemt."
    return f"Version{NBSP}{release.version}", explanation
