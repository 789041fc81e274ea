"""What other programs write: numbers and dates made Danish, and what is neither is found."""

from __future__ import annotations

import pytest

from kvartalsbog.words.foreign import dates_in_danish, english_number, in_danish, nothing


@pytest.mark.parametrize(
    ("english", "danish"),
    [
        ("0.5", "0,5"), ("−0.25", "−0,25"), ("1,234.5", "1234,5"), ("12345.5", "12.345,5"), ("10000", "10.000"), ("100,000", "100.000"),
        ("1000000", "1.000.000"), ("2024", "2024"), ("50%", "50\u00a0pct."), ("12.5 %", "12,5\u00a0pct."), ("2024-01-15", "2024-01-15"),
        (r"$\mathdefault{10^{3}}$", r"$\mathdefault{10^{3}}$"), ("", ""), ("jan", "jan"),
    ],
)  # fmt: skip
def test_numbers(english: str, danish: str) -> None:
    assert in_danish(english) == danish


@pytest.mark.parametrize(
    ("english", "danish"),
    [("May", "maj"), ("Oct 2024", "okt 2024"), ("2024-Mar", "2024-mar"), ("Monday", "mandag"), ("October", "oktober"), ("12:30", "12:30"), ("Kreds", "Kreds")],
)  # fmt: skip
def test_dates(english: str, danish: str) -> None:
    assert dates_in_danish(english) == danish


@pytest.mark.parametrize("text", ["12.5", "−0.25", "0.123", "steg 3.25 dage.", "12.5 pct.", "fra 1.5 til 2.5"])
def test_a_point_before_decimals_is_found(text: str) -> None:
    assert english_number(text, {"1.1"})


@pytest.mark.parametrize(
    "text",
    ["1.234", "12.345.678", "1.234,5", "12,5", "31.12.2024", "1.1", "Mål 2.3", "version 2.1", "kl. 14.30", "nr. 3.4", "1. kvartal 2024.", "§ 2.1"],
)  # fmt: skip
def test_danish_numbers_dates_and_names_are_not(text: str) -> None:
    assert english_number(text, {"1.1"}) is None


def test_what_stands_for_nothing_is_found_and_danish_words_are_not() -> None:
    assert [nothing(text) for text in ("nan", "NaT", "<NA>", "i alt nan", "None", "-inf")] == ["nan", "NaT", "<NA>", "nan", "None", "-inf"]  # fmt: skip
    assert not any(map(nothing, ("nat", "Nannas nat", "information", "finansår", "")))
