"""The months that everything is reported in, and the periods that a plan is followed up by."""

from kvartalsbog.periods.calendars import Calendar, Period, quarter_of
from kvartalsbog.periods.follow_ups import ANY_PERIOD, LABELS, PLACES, FollowUp, Noun, capital, genitive
from kvartalsbog.periods.months import MONTH, Month, days_of, month_count, months_of
from kvartalsbog.periods.naming import BODY, PERIOD, PLAN, YEARS, Named, as_name, is_period, named_parts

__all__ = [
    "ANY_PERIOD",
    "BODY",
    "LABELS",
    "MONTH",
    "PERIOD",
    "PLACES",
    "PLAN",
    "YEARS",
    "Calendar",
    "FollowUp",
    "Month",
    "Named",
    "Noun",
    "Period",
    "as_name",
    "capital",
    "days_of",
    "genitive",
    "is_period",
    "month_count",
    "months_of",
    "named_parts",
    "quarter_of",
]
