"""How often a plan is followed up, and the Danish words for what that makes of it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Noun(NamedTuple):
    """A Danish word in the forms that sentences need: `kvartal`, `kvartalet`, `kvartaler`, whether it is neuter, and `those`
    where the last form is not as usual: `centrene`.
    """

    bare: str
    the: str
    many: str
    neuter: bool = True
    those: str = ""

    @property
    def one(self) -> str:
        return f"{'et' if self.neuter else 'en'} {self.bare}"

    @property
    def the_many(self) -> str:
        if self.those or self.many.endswith("ene"):
            return self.those or self.many
        return f"{self.many.removesuffix('r')}{'rne' if self.many.endswith('r') else 'ene'}"

    @property
    def of_the(self) -> str:
        return genitive(self.the)

    @property
    def every(self) -> str:
        return f"{'hvert' if self.neuter else 'hver'} {self.bare}"

    @property
    def newest(self) -> str:
        return f"{'det' if self.neuter else 'den'} nyeste {self.bare}"

    @property
    def earlier(self) -> str:
        return f"{'et tidligere' if self.neuter else 'en tidligere'} {self.bare}"

    @property
    def another(self) -> str:
        return f"{'et andet' if self.neuter else 'en anden'} {self.bare}"


def genitive(word: str) -> str:
    """`enheds`; after a sound that takes no other s only an apostrophe, `kreds’` (Retskrivningsordbogen § 21.2)."""
    return f"{word}’" if word.lower().endswith(("s", "x", "z")) else f"{word}s"


QUARTER = Noun("kvartal", "kvartalet", "kvartaler")
YEAR = Noun("år", "året", "år")
ANY_PERIOD = Noun("periode", "perioden", "perioder", neuter=False)  # of plans that are followed up differently
PLAN_PERIOD = Noun("planperiode", "planperioden", "planperioder", neuter=False)


class FollowUp(StrEnum):
    """How often a plan is followed up."""

    QUARTERLY = "quarterly"
    TERTIAL = "tertial"
    HALF_YEARLY = "half-yearly"
    MONTHLY = "monthly"

    @property
    def months(self) -> int:
        """The months of one period."""
        return {"quarterly": 3, "tertial": 4, "half-yearly": 6, "monthly": 1}[self.value]

    @property
    def letter(self) -> str:
        """Stands before the number in a period's name: `2024K1`, `2024T1`, `2024H1`, `2024M01`."""
        return {"quarterly": "K", "tertial": "T", "half-yearly": "H", "monthly": "M"}[self.value]

    @property
    def noun(self) -> Noun:
        """What one period is."""
        return {
            "quarterly": QUARTER,
            "tertial": Noun("tertial", "tertialet", "tertialer"),
            "half-yearly": Noun("halvår", "halvåret", "halvår"),
            "monthly": Noun("måned", "måneden", "måneder", neuter=False),
        }[self.value]


def capital(words: str) -> str:
    """Words that begin a sentence."""
    return words[:1].upper() + words[1:]


LABELS = {
    FollowUp.QUARTERLY: "{number}. kvartal {year}",
    FollowUp.TERTIAL: "{number}. tertial {year}",
    FollowUp.HALF_YEARLY: "{number}. halvår {year}",
    FollowUp.MONTHLY: "{month}",
}
PLACES = ("number", "year", "first", "last", "month")  # what a pattern of names may have between braces
