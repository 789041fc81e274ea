"""What stands on one page of the PDF, decided of a document before any page is made."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from kvartalsbog.sphinxext.typst.together import ends_together, noted, staying

LONG = "Ord der fylder en linje og lidt til, som en sætning i bogen gør. " * 6
TABLE = "== ==\nA  B\n== ==\n1  2\n== ==\n"


def tree(text: str) -> nodes.document:
    return publish_doctree(text, settings_overrides={"report_level": 5, "doctitle_xform": False})


def kept(text: str) -> list[str]:
    """The first words of the blocks that stay with the next one."""
    document = tree(text)
    ids = staying(document)
    return [block.astext().split("\n")[0][:20] for block in document.findall(nodes.Element) if id(block) in ids]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Krav\n====\n\nEn frist er en frist.\n\n{TABLE}", ["En frist er en frist"]),
        (f"Krav\n====\n\n{LONG}\n\nDe er tre:\n\n- en\n- to\n- tre\n\n{LONG}", ["De er tre:"]),
        (f"Krav\n====\n\n{LONG}\n\nEt afsnit.\n\n{TABLE}\n\n{LONG}", []),  # it belongs to what stands before it
        (f"Krav\n====\n\n{LONG}\n\nSe også her.\n\nMetode\n======\n\n{LONG}", [LONG[:20]]),
        (f"Mål\n===\n\n{LONG}\n\nOrd\n---\n\nIngen.\n\nNæste\n=====\n\n{LONG}", [LONG[:20]]),  # a section of a line
        (f"Mål\n===\n\n{LONG}\n\nDel\n---\n\nHer er de:\n\nEt\n~~\n\n{LONG}", []),  # whose sections follow
    ],
)  # fmt: skip
def test_what_leads_to_something_or_is_ended_by_a_line_stays_with_it(text: str, found: list[str]) -> None:
    assert kept(text) == found


@pytest.mark.parametrize(
    ("items", "last"),
    [
        (["kort"], 0),  # nothing to part
        (["kort", "kort"], 2),
        (["kort"] * 4, 4),  # two lines and two lines would both stand alone
        (["kort"] * 9, 3),
        (["kort", "kort", "kort", LONG, LONG], 0),  # neither can stand alone
        ([*["kort"] * 6, LONG[:200], "kort"], 2),
    ],
)
def test_the_last_entries_of_a_list_make_three_lines(items: list[str], last: int) -> None:
    (listed,) = tree("".join(f"- {item}\n" for item in items)).findall(nodes.bullet_list)
    assert ends_together(listed) == last


def test_a_short_paragraph_with_a_footnote_is_whole() -> None:
    with_note, without = (
        next(iter(tree(text).findall(nodes.paragraph))) for text in ("Et tal. [1]_\n\n.. [1] Note.", "Et tal.")
    )
    assert noted(with_note)
    assert not noted(without)
