"""How wide the columns of a printed table are: what cannot be broken never reaches into the next."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.sphinxext.typst.tables import _SIZES, _Cell, _columns, _pieces, _room, _shares


def _row(*words: str) -> list[_Cell]:
    return [_Cell(word, word, 1, 1, "left") for word in words]


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("mindst 90\u00a0pct.", ["mindst", "90\u00a0pct."]),
        ("▽ Forventes ikke opfyldt", ["▽ Forventes", "ikke", "opfyldt"]),
        ("cyber- og informationssikkerhed", ["cyber-", "og", "informationssikkerhed"]),
        ("it-systemer", ["it-", "systemer"]),
        ("–", ["–"]),
        ("−12,6 dage", ["−12,6", "dage"]),
    ],
)
def test_what_no_line_is_broken_within(words: str, pieces: list[str]) -> None:
    assert _pieces(words) == pieces


def test_columns_share_the_line_by_their_words_where_each_has_room() -> None:
    head, body = [_row("Mål", "Hvorfor", "Vægt")], [_row("en titel på femogtyve tegn", "ord " * 20, "15")]
    assert _columns(head, body, 3) == (["26fr", "60fr", "auto"], 9.0)


def test_a_long_word_gets_its_room_from_the_others() -> None:
    """Of 60 characters 40 are wanted by each of three: the word of 30 takes half of the line, and the rest is shared."""
    shares = _shares({0: 40, 1: 40, 2: 40}, {0: 30, 1: 8, 2: 8}, 60, 0)
    assert shares == {0: 80.0, 1: 40, 2: 40}  # 30, 15 and 15


def test_heads_are_broken_where_whole_they_leave_the_words_no_room() -> None:
    """Five heads of two to four words, over a number each: whole they are 91 characters, and the line has room for 84."""
    heads = [
        "Forventes opfyldt",
        "Forventes ikke opfyldt",
        "Kan ikke vurderes",
        "Ikke eller kun delvist opfyldt",
        "I alt",
    ]
    body = [_row("1. En sund sagsbeholdning", *("0" * 5))]
    widths, size = _columns([_row("Søjle", *heads)], body, 6)
    assert (size, "auto" in widths) == (9.0, False)
    parts = [float(width.removesuffix("fr")) for width in widths]
    letter = 9 * 0.53  # points
    unit, beside = 453.5 / letter / sum(parts), 8 / letter
    for part, least in zip(parts, (len("sagsbeholdning"), 9, 9, 9, 7, 3), strict=True):
        assert part * unit - beside >= least * 0.99


def test_letters_get_smaller_where_the_longest_words_together_are_wider_than_the_line() -> None:
    """Heads are set in heavier letters, a tenth wider: of 21 they ask for as much as other words of 24."""
    wide = ["x" * 23] * 4
    widths, size = _columns([_row(*["x" * 20] * 4)], [_row(*wide)], 4)
    assert len(set(widths)) == 1
    assert (size, _room(9.0, 4) < 92 <= _room(size, 4)) == (8.5, True)
    assert _columns([_row(*["x" * 21] * 4)], [_row(*wide)], 4) == _columns([_row("x")], [_row(*["x" * 24] * 4)], 4)


def test_a_few_long_cells_do_not_widen_their_column() -> None:
    """Of ten statuses one is long, and of ten titles all are: the title's column has the room that they need."""
    body = [_row("en titel på omtrent fyrre tegn, og ikke mer", "seksten tegn her"), *[_row("en titel på omtrent fyrre tegn, og ikke mer", "tyve tegn er der her")] * 9]  # fmt: skip
    long = [
        _row("en titel på omtrent fyrre tegn, og ikke mer", "to gange tyve tegn er der her, og lidt til"),
        *body[1:],
    ]
    head = [_row("Mål", "Status")]
    assert _columns(head, long, 2) == _columns(head, body, 2)
    assert _columns(head, [*long[:3]] * 3, 2) != _columns(head, body, 2)


def test_what_fits_in_no_size_is_set_in_the_smallest() -> None:
    wide = ["x" * 90] * 3
    assert _columns([_row(*wide)], [_row(*wide)], 3)[1] == _SIZES[-1]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 80), st.integers(1, 80)), min_size=1, max_size=9), st.floats(10, 120))
def test_no_column_is_narrower_than_its_longest_word_while_there_is_room(
    asked: list[tuple[int, int]], room: float
) -> None:
    wanted = {column: max(part) for column, part in enumerate(asked)}
    least = {column: min(part) for column, part in enumerate(asked)}
    shares = _shares(wanted, least, room, 1.5)
    assert shares.keys() == wanted.keys()
    if sum(least.values()) <= room:
        unit = (room + 1.5 * len(asked)) / sum(shares.values())
        assert all(share * unit - 1.5 >= least[column] * 0.98 for column, share in shares.items())
