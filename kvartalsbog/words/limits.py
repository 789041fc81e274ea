"""What a series is asked for, in words: a bound, a range, a change from something known, each unit's own."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kvartalsbog.content.language import Language, message
from kvartalsbog.kinds.base import Bound
from kvartalsbog.kinds.limits import Baseline, Relative
from kvartalsbog.kinds.series import SeriesCriterion
from kvartalsbog.kinds.units import Unit
from kvartalsbog.words.numbers import amount, number

_UNDER, _AT_MOST = message("under {value}"), message("højst {value}")
_OVER, _AT_LEAST = message("over {value}"), message("mindst {value}")


@dataclass(frozen=True)
class BoundWords:
    """The words of limits in a language."""

    language: Language

    def asked(self, criterion: SeriesCriterion) -> str:
        """`højst 180 dage`, with what it is a change from: `højst 32.800 sager (ultimo 2019 minus 20 pct.)`."""
        if own := criterion.own_limits:
            if len(own) == 2:
                return self.language.say("hver enheds eget krav i begge enheder")
            return self.language.say("hver enheds eget krav i alle {count}\u00a0enheder", count=len(own))
        limit = criterion.limit
        if not isinstance(limit, Relative):
            return self.plainly(criterion)
        from_ = self._from(limit, criterion.unit)
        if not criterion.bounds:
            return self._unknown(criterion, from_)
        return self.language.say("{wanted} ({basis})", wanted=self.plainly(criterion), basis=from_)

    def plainly(self, criterion: SeriesCriterion) -> str:
        """The bounds alone: `højst 180 dage`, `fra 100 til 120 ture`."""
        bounds = criterion.bounds
        if len(bounds) < 2:
            return self.side(bounds[0], self._amount(criterion, bounds[0].limit)) if bounds else ""
        low, high = (bound.limit for bound in bounds)
        if bounds[0].strict:
            return self.language.say(
                "over {low} og under {high}",
                low=number(low, language=self.language),
                high=self._amount(criterion, high),
            )
        return self.language.say(
            "fra {low} til {high}", low=number(low, language=self.language), high=self._amount(criterion, high)
        )

    def side(self, bound: Bound, value: str) -> str:
        """`højst 180 dage`, and `under 180 dage` where the limit itself does not do."""
        if bound.side == "at_most":
            return self.language.say(_UNDER if bound.strict else _AT_MOST, value=value)
        return self.language.say(_OVER if bound.strict else _AT_LEAST, value=value)

    def _unknown(self, criterion: SeriesCriterion, basis: str) -> str:
        """A limit that nobody has reported what it is counted from."""
        if criterion.direction == "at_least":  # not translated: a code
            return self.language.say(_OVER if criterion.strict else _AT_LEAST, value=basis)
        return self.language.say(_UNDER if criterion.strict else _AT_MOST, value=basis)

    def _from(self, limit: Relative, unit: str) -> str:
        """What a limit is counted from: `ultimo 2019: 41.000 sager, minus 20 pct.`."""
        say, language = self.language.say, self.language
        before = say("de samme måneder året før")
        label = limit.of.label if isinstance(limit.of, Baseline) else before
        base = label if limit.base is None else say("{label}: {value}", label=label, value=self._base(limit.base, unit))
        step = limit.change if limit.change is not None else limit.difference
        if not step:
            return base
        size = amount(abs(step), Unit.PERCENT if limit.change else unit, language=language)
        if step < 0:
            return say("{base}, minus {size}", base=base, size=size)
        return say("{base}, plus {size}", base=base, size=size)

    def _base(self, value: Decimal, unit: str) -> str:
        """A baseline as it is written in the plan; one from the data with as many decimals as tell it well."""
        exact = value == round(value, 6)
        return amount(value, unit, None if exact else 2, self.language)

    def _amount(self, criterion: SeriesCriterion, value: Decimal) -> str:
        return amount(value, criterion.unit, language=self.language)
