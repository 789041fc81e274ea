"""Headings from the plan in force, and addresses of sections that neither titles nor order can move.

A notebook's heading of a pillar or goal is only the place where the plan's title goes: what an amendment renames is
renamed in the heading and so in the page's title, the side list, the contents, the search and the PDF's bookmarks.
A section that has a label has the label as its address. Another gets its parent's address and its own words.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from kvartalsbog.opendata.formats.facts import slug
from kvartalsbog.plan.contents import chapters, unit_chapters
from kvartalsbog.plan.values import Plan
from kvartalsbog.sphinxext.given import given


class PlanHeadings(SphinxTransform):
    """Runs when labels stand on their sections (docutils, 260) and before anything reads a title."""

    default_priority = 500

    def apply(self, **_: Any) -> None:
        """Retitle and readdress the sections of one document."""
        plan = given(self.app).findings.plan
        titles = plan_titles(plan)
        taken: set[str] = set()
        for section in self.document.findall(nodes.section):
            label = _label(self.document, section)
            if label in titles:
                _retitle(section, titles[label])
            _readdress(self.document, section, label or _address(section), taken)


def plan_titles(plan: Plan) -> dict[str, str]:
    """Label of a section → the heading that the plan gives it."""
    goals = {goal.label: f"{goal.id} {goal.title}" for goal in plan.goals}
    every = (*chapters(plan), *unit_chapters(plan))
    return {**{chapter.label: chapter.title for chapter in every if chapter.title is not None}, **goals}


def _label(document: nodes.document, section: nodes.section) -> str | None:
    """The label that stands over the section, if one does: a name that was written, where a title's is only implied."""
    return next((name for name in section["names"] if document.nametypes.get(name)), None)


def _address(section: nodes.section) -> str:
    parent = section.parent
    title = section.next_node(nodes.title)
    own = slug(title.astext()) if title is not None else ""
    around = [parent["ids"][0]] if isinstance(parent, nodes.section) else []
    return "-".join([*around, own or "afsnit"])


def _retitle(section: nodes.section, words: str) -> None:
    title = section.next_node(nodes.title)
    if title is not None:
        title.children = []
        title += nodes.Text(words)
        title.rawsource = words


def _readdress(document: nodes.document, section: nodes.section, address: str, taken: set[str]) -> None:
    """Make the address the section's only id; a link by its title still finds it."""
    unique, number = address, 1
    while unique in taken:
        number += 1
        unique = f"{address}-{number}"
    taken.add(unique)
    former = section["ids"]
    section["ids"] = [unique]
    for name, found in document.nameids.items():
        if found in former:
            document.nameids[name] = unique
    for old in former:
        document.ids.pop(old, None)
    document.ids[unique] = section


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_transform(PlanHeadings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
