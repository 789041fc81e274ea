"""Two years of invented months, and what was known of them quarter by quarter: what the projection and the band were worked
out on. They are nobody's example year, so that a story can be retold without any arithmetic being worked out again.
"""

from __future__ import annotations

from decimal import Decimal

from kvartalsbog.kinds.measures import Sum
from kvartalsbog.periods import Month, Period, months_of

# goal → (cases, total) of each month of 2023 and 2024, as they ended
ENDED = {
    "1.1": (
        (22437, 4330422), (21537, 4196169), (23185, 4504978), (22506, 4434587), (22678, 4480710), (22983, 4572585),
        (17590, 3510804), (21894, 4350777), (23809, 4715486), (23153, 4586517), (23131, 4524425), (20188, 3925171),
        (22273, 4287336), (21682, 4135742), (23530, 4491203), (22908, 4345458), (22593, 4199958), (23021, 4238040),
        (17880, 3181238), (21829, 3808628), (23478, 4011973), (24282, 4068144), (23056, 3819036), (20158, 3304664),
    ),
    "1.2": (
        (684, 125002), (656, 120971), (721, 131043), (687, 124147), (714, 130835), (688, 124933), (550, 101120),
        (671, 121290), (725, 130439), (706, 127667), (707, 128626), (638, 115438), (679, 122177), (661, 117989),
        (719, 127940), (683, 119551), (697, 120802), (712, 122643), (553, 93979), (672, 112874), (737, 122346),
        (727, 119143), (721, 116764), (616, 99861),
    ),
    "4.2": (
        (151, 131), (137, 120), (143, 119), (133, 115), (128, 117), (146, 125), (114, 97), (143, 120), (140, 124),
        (144, 121), (152, 133), (138, 117), (136, 125), (150, 140), (153, 137), (139, 135), (145, 138), (140, 133),
        (113, 98), (132, 124), (144, 136), (150, 136), (153, 142), (145, 139),
    ),
}  # fmt: skip
# (goal, quarter, month) → what the quarter knew of a month that ended otherwise; None where nobody had reported it
THEN = {
    ("1.1", "2024K1", "2024-03"): (23254, 4424703),
    ("1.1", "2024K2", "2024-06"): (22983, 4233140),
    ("1.2", "2024K2", "2024-05"): (688, 118652),
    ("1.2", "2024K2", "2024-06"): (660, 113629),
    ("4.2", "2024K1", "2024-03"): None,
    ("4.2", "2024K3", "2024-08"): (132, 127),
}


def known_months(goal: str, quarter: str) -> dict[Month, Sum]:
    """Month → its sum over all units, as of a quarter."""
    months = (*months_of(2023), *months_of(2024))
    ended = dict(zip(months, ENDED[goal], strict=True))
    then = {
        m: THEN.get((goal, quarter, str(m)), sums) for m, sums in ended.items() if m <= Period.parse(quarter).months[-1]
    }
    return {month: Sum(sums[0], Decimal(sums[1])) for month, sums in then.items() if sums is not None}
