"""Lines of text in a Word document: weights, statuses, links out of it and to places in it."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from kvartalsbog.content.blocks import Inline, Link, Reference, Run, Status
from kvartalsbog.files.characters import without_hidden
from kvartalsbog.word.styles import HYPERLINK, Styles
from kvartalsbog.word.xml import Bookmarks, element
from kvartalsbog.words.numbers import NBSP


def words_of(run: Run) -> str:
    """What a run says, as it stands in the document; what could not be seen, or would break the file, is marked."""
    words = f"{run.symbol}{NBSP}{run.word}" if isinstance(run, Status) else run.text
    return without_hidden(words.replace("\n", " "))


class Lines:
    """Writes lines into the paragraphs of a document."""

    def __init__(self, styles: Styles, bookmarks: Bookmarks) -> None:
        self._styles, self._bookmarks = styles, bookmarks

    def write(self, paragraph: Any, runs: Inline) -> None:
        """Put the runs at a paragraph's end. A reference to what the document does not have is its words alone."""
        for run in runs:
            if isinstance(run, Link):
                self._link(
                    paragraph,
                    run,
                    **{"r:id": paragraph.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)},
                )
            elif isinstance(run, Reference) and (place := self._bookmarks.name(run.target)):
                self._link(paragraph, run, **{"w:anchor": place})
            else:
                made = paragraph.add_run(words_of(run))
                made.bold = isinstance(run, Status) or getattr(run, "style", "") == "strong" or None
                made.italic = getattr(run, "style", "") == "emphasis" or None

    def _link(self, paragraph: Any, run: Run, **leads: str) -> None:
        link = element("hyperlink", history="1")
        for name, value in leads.items():
            link.set(qn(name), value)
        made = paragraph.add_run(words_of(run))._r
        made.get_or_add_rPr().append(element("rStyle", val=self._styles.id(HYPERLINK)))
        link.append(made)
        paragraph._p.append(link)
