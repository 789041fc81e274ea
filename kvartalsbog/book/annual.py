"""The target reporting as files, a Word document and a workbook, and whether such a file is what the figures give."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import zip_longest
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from kvartalsbog.content.blocks import Table
from kvartalsbog.errors import Place, Problem, settle
from kvartalsbog.opendata.formats.annual import annual_workbook
from kvartalsbog.pages.annual import TARGET_REPORTING, results_digest
from kvartalsbog.plan.publication import Release
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.standing import is_settled
from kvartalsbog.word.document import About, document
from kvartalsbog.word.inline import words_of
from kvartalsbog.words.statuses import stage_sentences, verdict_word

_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_MOST = 50_000_000  # bytes of text: a file of a site can be anybody's
_TEXT = qn("w:t")
_BETWEEN = {qn("w:p"): " ", qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
_TAG = re.compile(rb"<[^>]*>")


def annual_files(
    findings: Findings, release: Release, made: date | None = None, reference: bytes | None = None
) -> dict[str, bytes]:
    """The files of the year that a quarter closes, by name. `made` is the day they are of, the data's where none is given;
    `reference` an authority's template for Word. Raises UsageError for one that cannot be read.
    """
    say, plan = findings.language.say, findings.plan
    day, stem = made or findings.extracted, f"maalrapportering-{plan.calendar.own_name}"
    title = say("Målrapportering {year}: {plan}", year=plan.calendar.years, plan=plan.title)
    remark = stage_sentences(plan.data_status, release, findings.language)
    digest = results_digest(findings)
    about = About(title, plan.authority, remark, datetime.combine(day, time()), findings.language)
    named = say("{remark} SHA-256 af results.json: {digest}", remark=remark, digest=digest).strip()
    return {
        f"{stem}.docx": document(about, TARGET_REPORTING.blocks(findings), reference),
        f"{stem}.xlsx": annual_workbook(findings, title, named, day),
    }


def refuse_unsettled(findings: Findings) -> None:
    """Raise ProblemsError with every goal that has no final degree: nobody reported it, or it is not due within the year."""
    settle(
        Problem(
            Place(str(findings.period), None, f"mål {result.goal.id}"),
            "Målet har ingen endelig målopfyldelse.",
            verdict_word(result.verdict),
            hint="Målrapporteringen laves, når alle mål er afgjort: indberet det, der mangler, eller vent, til målets frist er gået.",
        )
        for result in findings.result.goals
        if not is_settled(result)
    )


def named_digests(file: bytes) -> frozenset[str]:
    """Every SHA-256 that is named in the text of a Word document or workbook; none in what is neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            told = [entry for entry in package.infolist() if entry.filename.endswith(".xml")]
            parts = [package.read(entry) for entry in told] if sum(entry.file_size for entry in told) <= _MOST else []
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, zlib.error, NotImplementedError, RuntimeError):
        return frozenset()
    # Word may have divided a line anywhere; two cells of a workbook stand side by side
    texts = [_TAG.sub(between, part).decode("utf-8", errors="replace") for part in parts for between in (b"", b" ")]
    return frozenset(found for text in texts for found in _DIGEST.findall(text))


def differences(file: bytes, name: str, findings: Findings) -> Iterator[Problem]:
    """What in a Word document or workbook is not what the figures give: the results that it names, and in Word, where it
    may have been written on since, the cells of the table »Årets resultatopfyldelse«.
    """
    digest = results_digest(findings)
    if digest not in (found := named_digests(file)):
        message = "Filen er ikke målrapporteringen af disse tal: den nævner ikke deres results.json."
        yield Problem(Place(name), message, ", ".join(sorted(found)) or "ingen SHA-256", digest)
    elif not name.lower().endswith(".xlsx"):
        yield from _table_differences(file, name, findings)


def _table_differences(file: bytes, name: str, findings: Findings) -> Iterator[Problem]:
    wanted = next(block for block in TARGET_REPORTING.blocks(findings) if isinstance(block, Table))
    heads = [column.title for column in wanted.columns]
    try:
        tables = [
            [[_said(cell) for cell in row.cells] for row in table.rows] for table in Document(io.BytesIO(file)).tables
        ]
    except Exception as error:  # whatever a file that is no document makes zipfile, lxml and python-docx raise
        hint = f"Gem den igen i Word som {Path(name).name}."
        yield Problem(Place(name), f"Filen kan ikke læses som et Word-dokument ({type(error).__name__}).", hint=hint)
        return
    found = next((rows for rows in tables if rows and rows[0] == heads), None)
    if found is None:
        yield Problem(Place(name), f"Tabellen »{wanted.caption}« mangler.", allowed=", ".join(heads))
        return
    for goal, cells, row in zip_longest((r.goal.id for r in findings.result.goals), found[1:], wanted.rows):
        said = [_plain("".join(map(words_of, runs))) for runs in row or ()]
        for head, there, right in zip_longest(heads, cells or (), said):
            if there != right:
                place = Place(name, None, f"mål {goal}, {head}" if goal else head)
                yield Problem(place, "Cellen er ikke den, tallene giver.", there or "", right or "ingen række")


def _said(cell: Any) -> str:
    """What a cell says when every change that Word has tracked is accepted."""
    gone = {part for moved in cell._tc.iter(qn("w:moveFrom")) for part in moved.iter()}
    parts = (part for part in cell._tc.iter() if part not in gone)
    return _plain("".join(str(part.text or "") if part.tag == _TEXT else _BETWEEN.get(part.tag, "") for part in parts))


def _plain(words: str) -> str:
    return " ".join(words.split())
