"""The brief as a Word document."""

from __future__ import annotations

from datetime import datetime, time

from kvartalsbog.pages.brief import BRIEF
from kvartalsbog.plan.publication import Release
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.word.document import About, document
from kvartalsbog.words.statuses import stage_sentences


def brief_document(findings: Findings, release: Release) -> bytes:
    """The Word file of a quarter's brief, of the day of its data; its page heads tell the status of these and the stage of the book."""
    plan, language = findings.plan, findings.language
    title = language.say("Kort notat: {plan}, {quarter}", plan=plan.title, quarter=findings.period)
    remark, day = stage_sentences(plan.data_status, release, language), datetime.combine(findings.extracted, time())
    return document(About(title, plan.authority, remark, day, language), BRIEF.blocks(findings))
