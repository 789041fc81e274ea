"""What readers are told for each code: verdicts, outlooks, states, the status of data, a book's stage, marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kvartalsbog.content.blocks import Status
from kvartalsbog.content.language import DANISH, Language, message
from kvartalsbog.files.fields import DataStatus
from kvartalsbog.kinds.base import Outlook, State
from kvartalsbog.plan.publication import Release
from kvartalsbog.plan.units import Happening
from kvartalsbog.verdicts.standing import Stands, told_outlook
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.numbers import MISSING, capital


class _Told(NamedTuple):
    """A code's word, its shape and tone in a book, and what it means."""

    word: str
    symbol: str
    tone: str
    meaning: str

    def status(self, language: Language) -> Status:
        word = capital(language.say(self.word))
        return Status.model_validate({"word": word, "symbol": self.symbol, "tone": self.tone})


_VERDICTS = {
    Verdict.MET: _Told(message("opfyldt"), "●", "better", message("Alle målets kriterier er opfyldt.")),
    Verdict.PARTLY_MET: _Told(
        message("delvist opfyldt"), "◆", "mixed", message("Mindst ét kriterium er opfyldt, og mindst ét er ikke.")
    ),
    Verdict.NOT_MET: _Told(
        message("ikke opfyldt"),
        "▼",
        "worse",
        message("Et kriterium er ikke opfyldt inden for fristen, og ingen andre er opfyldt."),
    ),
    Verdict.NOT_DUE: _Told(
        message("ikke forfalden"), "○", "waiting", message("Fristen er ikke nået, og målet er ikke opfyldt endnu.")
    ),
    Verdict.NO_DATA: _Told(
        message("mangler data"),
        "☐",
        "missing",
        message("Fristen eller en måned er gået, uden at der er indberettet noget."),
    ),
}
_OUTLOOKS = {
    Outlook.ON_TRACK: _Told(
        message("forventes opfyldt"),
        "▲",
        "better",
        message("Fortsætter det som hidtil eller som ventet, bliver målet opfyldt."),
    ),
    Outlook.UNANSWERED: _Told(
        message("mangler svar"), "☐", "missing", message("Ingen har svaret endnu, så der er intet at vurdere efter.")
    ),
    Outlook.AT_RISK: _Told(
        message("i risiko"),
        "▶",
        "mixed",
        message("Målet kan nås, men det er usikkert, om det sker, eller en dato mangler."),
    ),
    Outlook.UNLIKELY: _Told(
        message("forventes ikke opfyldt"),
        "▽",
        "worse",
        message("Fortsætter det som hidtil eller som ventet, bliver målet ikke opfyldt, men umuligt er det ikke."),
    ),
    Outlook.OUT_OF_REACH: _Told(
        message("kan ikke længere opfyldes"),
        "▼",
        "worse",
        message("Det, der skal til, er ikke muligt."),
    ),
}
# what cannot be met as a whole any more, and still in part
_REDUCED = _Told(
    message("kan kun opfyldes delvist"),
    "◆",
    "mixed",
    message("Det hele er ikke muligt længere, men en del er."),
)
# code → word, for whatever shows a column of codes
VERDICTS: Mapping[str, str] = {code.value: told.word for code, told in _VERDICTS.items()}
OUTLOOKS: Mapping[str, str] = {code.value: told.word for code, told in _OUTLOOKS.items()}
STATES: Mapping[str, str] = {
    State.HOLDS.value: message("opfyldt"),
    State.PARTLY.value: message("delvist opfyldt"),
    State.FAILED.value: message("ikke opfyldt"),
    State.NOT_DUE.value: message("ikke forfalden"),
    State.NO_DATA.value: message("mangler data"),
}
DATA_STATUSES: Mapping[str, str] = {
    "example": message("Eksempeldata"),
    "draft": message("Udkast"),
    "final": message("Endelige tal"),
}
_DATA_STATUS = {
    "example": message("Tallene er eksempler og ikke virkelige resultater."),
    "draft": message("Tallene er ikke godkendt."),
}
DIRECTIONS: Mapping[str, str] = {
    "at_most": message("højst"),
    "at_least": message("mindst"),
    "within": message("fra og til"),
}
OVER: Mapping[str, str] = {"period": message("hele tiden"), "latest": message("tallet ved fristen")}
REPORTED: Mapping[str, str] = {
    "monthly": message("hver måned"),
    "quarterly": message("hvert kvartal"),
    "half-yearly": message("hvert halvår"),
    "yearly": message("en gang om året"),
}
SET_BY: Mapping[str, str] = {"plan": message("planen"), "book": message("bogen")}
CREDITS: Mapping[str, str] = {"by_criteria": message("efter kriterier")}
MARKS: Mapping[str, str] = {"withheld": message("fortroligt"), "missing": message("mangler")}
ACCOUNT_FIELDS: Mapping[str, str] = {
    "cause": message("Årsag"),
    "events": message("Væsentlige begivenheder"),
    "action": message("Handling"),
    "who": message("Hvem handler"),
    "when": message("Frist for handlingen"),
}
DECISION_FIELD = message("Ønsket beslutning")
PLAN_FIELDS: Mapping[str, str] = {
    "weight": message("vægt"),
    "limit": message("krav"),
    "deadline": message("frist"),
    "title": message("titel"),
    "summary": message("beskrivelse"),
    "responsible": message("ansvarlig"),
    "background": message("baggrund"),
    "goal": message("mål"),
    "source": message("kilde"),
    "reading": message("læsning"),
    "direction": message("retning"),
    "counted": message("det, der tælles"),
    "unit": message("hvad emnerne kaldes"),
    "districts": message("enheder"),
    "from": message("første dag"),
    "strict": message("om kravet skal overgås"),
    "decimals": message("decimaler"),
    "credit": message("delvis opfyldelse"),
    "by": message("hvem der vurderer"),
    "degrees": message("grader"),
    "shared": message("deling med andre"),
    "shared.authorities": message("hvem målet deles med"),
    "shared.share": message("andel af det delte mål"),
    "done": message("ord for udført"),
    "items": message("leverancer"),
    "items.title": message("leverancens titel"),
    "items.most": message("plads til leverancer"),
    "items.set_by": message("hvem der har sat antallet"),
    "items.names": message("leverancernes navne"),
    "plausible": message("det sandsynlige"),
    "plausible.minimum": message("det mindste, der er sandsynligt"),
    "plausible.maximum": message("det største, der er sandsynligt"),
    "plausible.set_by": message("hvem der har sat grænserne"),
}
HAPPENINGS: Mapping[str, str] = {
    Happening.BEGAN.value: message("er begyndt"),
    Happening.ENDED.value: message("er ophørt"),
    Happening.RENAMED.value: message("har fået nyt navn"),
}


def verdict_word(verdict: Verdict, language: Language = DANISH) -> str:
    return language.say(_VERDICTS[verdict].word)


def state_word(state: State, language: Language = DANISH) -> str:
    """How a criterion stands."""
    return language.say(STATES[state.value])


def outlook_word(outlook: Outlook, language: Language = DANISH, *, reduced: bool = False) -> str:
    return language.say((_REDUCED if reduced else _OUTLOOKS[outlook]).word)


def status(verdict: Verdict, language: Language = DANISH) -> Status:
    """The verdict as word and shape."""
    return _VERDICTS[verdict].status(language)


def outlook_status(outlook: Outlook, language: Language = DANISH, *, reduced: bool = False) -> Status:
    """The outlook as word and shape; `reduced` of what is out of reach as a whole, and still to be met in part."""
    return (_REDUCED if reduced else _OUTLOOKS[outlook]).status(language)


def standing_status(result: Stands, language: Language = DANISH) -> Status:
    """How a goal stands in one word: its verdict once it is settled or nothing can be judged, until then its outlook."""
    outlook = told_outlook(result)
    if outlook is None:
        return status(result.verdict, language)
    return outlook_status(outlook, language, reduced=result.reduced)


def verdict_meaning(verdict: Verdict, language: Language = DANISH, *, credited: bool = False) -> str:
    """What a verdict means; `credited` in a plan that gives credit for a part of a goal."""
    if credited and verdict is Verdict.PARTLY_MET:
        return language.say(
            "Målet er opfyldt i en grad mellem ingenting og det hele, eller kun nogle af dets kriterier er."
        )
    return language.say(_VERDICTS[verdict].meaning)


def outlook_meaning(outlook: Outlook, language: Language = DANISH, *, reduced: bool = False) -> str:
    return language.say((_REDUCED if reduced else _OUTLOOKS[outlook]).meaning)


def why_hidden(mark: str, language: Language = DANISH, threshold: int | None = None) -> str:
    """What a mark that stands for a figure means, without a full stop; told with the plan's threshold where it is given."""
    if mark == MISSING:
        return language.say("Mangler: der er ikke indberettet noget")
    if threshold is None:
        return language.say("Fortroligt: for få sager, eller kan bruges til at regne et sådant tal ud")
    said = message("Fortroligt: færre end {threshold} sager, eller kan bruges til at regne et sådant tal ud")
    return language.say(said, threshold=threshold)


def data_status(status_: DataStatus, language: Language = DANISH) -> tuple[str, str]:
    """The label of the data and the sentence that explains it; both empty for final data."""
    explanation = _DATA_STATUS.get(status_, "")
    return (language.say(DATA_STATUSES[status_]), language.say(explanation)) if explanation else ("", "")


def status_sentence(status_: DataStatus, language: Language = DANISH) -> str:
    """The status of the data in a sentence: `Udkast: Tallene er ikke godkendt.`; empty for final data."""
    return ": ".join(filter(None, data_status(status_, language)))


def release_words(release: Release, language: Language = DANISH) -> tuple[str, str]:
    """A book's stage as a label and a sentence; both empty for a book that is approved and not yet published."""
    if release.is_draft:
        return language.say("Udkast"), language.say("Bogen er ikke godkendt og må ikke udgives.")
    if release.version is None:
        return "", ""
    explanation = "" if release.version == 1 else language.say("En rettet udgave; den første er gemt.")
    return language.say("Version\u00a0{version}", version=release.version), explanation


def stage_sentences(status_: DataStatus, release: Release, language: Language) -> str:
    """The status of the data and the stage of the book, each with what it means, where they are to be told."""
    told = (data_status(status_, language), release_words(release, language))
    return " ".join(f"{label}: {meaning}" if meaning else f"{label}." for label, meaning in told if label)
