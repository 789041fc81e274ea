"""Formulas in Danish words."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from kvartalsbog.sphinxext.spoken import UnspokenError, mathml, spoken

SAID = {
    r"\bar{x} = \frac{\sum \mathrm{total}}{\sum n}": "x streg er lig med brøken med summen af total i tælleren og summen af n i nævneren",
    r"\mathrm{krav}_{\mathrm{rest}} = \frac{\mathrm{krav} \cdot (n + m) - \mathrm{total}}{m}": (
        "krav indeks rest er lig med brøken med krav gange parentes n plus m parentes slut minus total i tælleren og m i nævneren"
    ),
    r"\sum_{i=1}^{n} x_i^2": "summen fra i er lig med 1 til n af x indeks i i anden",
    r"\sqrt{a^n} \le 5{,}2\%": "kvadratroden af a opløftet til n, rod slut er mindre end eller lig med 5 komma 2 procent",
    r"\text{sager i alt} \times 2": "sager i alt gange 2",
    r"\mu \pm 3\sigma": "my plus eller minus 3 sigma",
}


@pytest.mark.parametrize("tex", SAID)
def test_a_formula_is_said_in_danish(tex: str) -> None:
    assert spoken(tex) == SAID[tex]
    assert fromstring(mathml(tex, display="block")).get("alttext") == SAID[tex]
    assert "\\" not in spoken(tex)


def test_a_word_in_a_formula_is_one_identifier_and_is_not_spelled() -> None:
    tree = fromstring(mathml(r"\frac{\mathrm{total}}{n}", display="inline"))
    words = [element.text for element in tree.iter() if element.tag.endswith("mi")]
    assert words == ["total", "n"]


@pytest.mark.parametrize(("tex", "sign"), [
    (r"\oint x", "∮"), (r"a \Rightarrow b", "⇒"), (r"\begin{matrix} a & b \end{matrix}", "mtable"), (r"\dot{x}", "over"), (r"\frac{a", "LaTeX"),
])  # fmt: skip
def test_a_formula_without_danish_words_is_refused(tex: str, sign: str) -> None:
    with pytest.raises(UnspokenError, match=sign):
        spoken(tex)
