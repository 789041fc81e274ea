"""The brief as a Word document."""

from __future__ import annotations

from datetime import datetime, time

from kvartalsbog.pages.brief import sections
from kvartalsbog.plan.publication import Release
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.word.document import About, document
from kvartalsbog.words.statuses import data_status, release_words


def brief_document(findings: Findings, release: Release) -> bytes:
    """The Word file of a quarter's brief, of the day of its data; its page heads tell the status of these and the stage of the book."""
    plan, language = findings.plan, findings.language
    told = (data_status(plan.data_status, language), release_words(release, language))
    title = language.say("Kort notat: {plan}, {quarter}", plan=plan.title, quarter=findings.period)
    remark = " ".join(f"{label}: {meaning}" if meaning else f"{label}." for label, meaning in told if label)
    parts = [part for heading, blocks in sections(findings) for part in (heading, *blocks)]
    return document(About(title, plan.authority, remark, datetime.combine(findings.extracted, time()), language), parts)
