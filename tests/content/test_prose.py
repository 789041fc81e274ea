"""An owner's words: which signs of Markdown act, and that every other stays what it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvartalsbog.content.blocks import BulletList, Inline, Link, Paragraph, Text, text
from kvartalsbog.content.prose import blocks_of, inline_of, plain_text
from kvartalsbog.files.characters import hidden, hidden_places, unsafe_character, without_hidden

SHOWN: dict[str, Inline] = {
    "Vi er *næsten* i **mål**.": (
        Text(text="Vi er "), Text(text="næsten", style="emphasis"), Text(text=" i "), Text(text="mål", style="strong"), Text(text="."),
    ),
    "Se [rapporten](https://example.org/a?b=1).": (Text(text="Se "), Link(text="rapporten", url="https://example.org/a?b=1"), Text(text=".")),
    "[](https://example.org)": (Link(text="https://example.org", url="https://example.org"),),
    r"\*ikke skrå\*": text("*ikke skrå*"),
}  # fmt: skip


@pytest.mark.parametrize("words", SHOWN)
def test_emphasis_and_links(words: str) -> None:
    assert inline_of(words) == SHOWN[words]
    assert blocks_of(words) == (Paragraph(runs=SHOWN[words]),)


def test_paragraphs_and_lists() -> None:
    found = blocks_of("Tre ting:\n\n- en\n- **to**\n  - tre\n\nSlut,\nfærdig.")
    assert found == (
        Paragraph(runs=text("Tre ting:")),
        BulletList(items=(text("en"), text("to", "strong"), text("tre"))),
        Paragraph(runs=text("Slut, færdig.")),
    )


@pytest.mark.parametrize(
    "words",
    [
        "1. januar 2024 begyndte det", "+ 4 pct. i alt", "# ikke en overskrift", "> ikke et citat", "```ikke kode```", "<b>ikke fed</b>",
        "&lt;ikke &amp; tegn", "https://example.org", "| ikke | en tabel |", "{{ ikke }} {include}`x`", "$ikke^2$", "![[ikke]]", "[x]: https://example.org",
    ],
)  # fmt: skip
def test_every_other_sign_is_text(words: str) -> None:
    assert blocks_of(words) == (Paragraph(runs=text(words)),)


def test_a_date_in_a_list_is_not_a_numbered_list() -> None:
    assert blocks_of("- 1. januar\n- 2. maj") == (BulletList(items=(text("1. januar"), text("2. maj"))),)


@pytest.mark.parametrize(
    "address", ["http://example.org", "javascript:alert", "//example.org", "mailto:a@b.dk", "https://", "../x"]
)
def test_a_link_to_anything_but_https_is_refused(address: str) -> None:
    for parse in (inline_of, blocks_of):
        with pytest.raises(ValueError, match="^" + address.replace(".", "[.]") + "$"):
            parse(f"Se [her]({address}).")


def test_a_data_file_has_the_words_and_the_address() -> None:
    assert plain_text(inline_of("Se *hele* [sagen](https://example.org).")) == "Se hele sagen (https://example.org)."


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\x7f", "\t", "\r", "\ue000", "\ufffe"])
def test_hidden_characters_are_found(sign: str) -> None:
    assert unsafe_character(f"før{sign}efter") == f"U+{ord(sign):04X}"


@given(st.text(max_size=60))
def test_hidden_characters_are_the_same_alone_and_in_a_text(words: str) -> None:
    assert list(hidden_places(words)) == [place for place, sign in enumerate(words) if hidden(sign)]
    assert without_hidden(words) == "".join("\ufffd" if hidden(sign) else sign for sign in words)


@given(
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")) | st.sampled_from("\n*_[]()-+1.\\<>`"), max_size=60
    )
)
def test_no_text_is_lost_and_nothing_but_the_three_signs_acts(words: str) -> None:
    try:
        found = blocks_of(words)
    except ValueError:
        return  # a link that is refused, with its address
    shown = "".join(
        plain_text(runs)
        for block in found
        for runs in (block.items if isinstance(block, BulletList) else (block.runs,))
    )
    letters = [sign for sign in words if sign.isalnum()]
    assert [sign for sign in shown if sign.isalnum() and sign in letters] == letters or "https" in shown
