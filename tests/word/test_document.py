"""Word files: they say what the blocks say, in any program, to everybody, and always with the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree
from office import converted
from openxml_audit import OpenXmlValidator
from word_files import faults, said, told

from kvartalsbog.content.blocks import (
    BulletList,
    Column,
    Drawing,
    Fact,
    Facts,
    Figure,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Reference,
    Section,
    Table,
    Text,
    text,
)
from kvartalsbog.errors import UsageError
from kvartalsbog.pages.chapters import OverviewChapter, PillarChapter
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.word import package
from kvartalsbog.word.document import About, Part, document

ABOUT = About("Målrapportering", "Rigspolitiet", "Eksempeldata", datetime(2025, 1, 9))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="80"><rect width="160" height="80"/></svg>'


def table(columns: int, label: str = "tbl-a") -> Table:
    heads = tuple(Column(title=f"Kolonne {n}", align="right" if n else "left") for n in range(columns))
    return Table(
        label=label, caption="En tabel", columns=heads, rows=(tuple(text(f"1.234,{n}") for n in range(columns)),)
    )


def figure(alt: str = "Kurven stiger hele året.") -> Figure:
    drawing = Drawing(light=SVG, dark=SVG, light_narrow=SVG, dark_narrow=SVG)
    return Figure(label="fig-a", caption="En kurve", alt=alt, drawing=drawing, table=table(2, "tbl-b"))


EVERYTHING: tuple[Part, ...] = (
    Heading(text="Kapitel", level=1, label="chapter"),
    Paragraph(runs=text("En indledning."), role="lead"),
    Facts(facts=(Fact(term="point vundet", value="80"),)),
    Heading(text="Afsnit", level=2, label="goal-1-1"),
    Paragraph(
        runs=(
            Text(text="Se "), Reference(text="tabellen", target="tbl-a"), Text(text=", "), Reference(text="mål 9.9", target="goal-9-9"),
            Text(text=" og "), Link(text="Danmarks Statistik", url="https://www.dst.dk/"), Text(text=" nu", style="strong"),
        )
    ),
    BulletList(items=(text("et"), text("to"))),
    table(6),
    figure(),
    Heading(text="Bredt", level=2, label="wide"),
    table(7, "tbl-c"),
    table(8, "tbl-d"),
    Note(title="Bemærk", body=(Paragraph(runs=text("Tallene er eksempler.")), BulletList(items=(text("tre"),)))),
    Quote(body=(Paragraph(runs=text("Ejerens ord.")),)),
    Section(label="background-mission", title="Mission", body=(Paragraph(runs=text("Planens ord.")),)),
)  # fmt: skip


@pytest.fixture(scope="module")
def chapter(findings_of: Callable[[str], Findings]) -> tuple[Part, ...]:
    """What the book's notebooks show: the overview, and a goal with a figure, confidential figures and a comment."""
    findings = findings_of("2024K4")
    overview, goal = OverviewChapter(findings), PillarChapter(findings, findings.plan.pillar("1")).goal("1.2")
    every = (goal.status, goal.development, goal.districts, goal.comment)  # type: ignore[union-attr]
    return (
        Heading(text="Overblik", level=1, label="overview"), *overview.summary.blocks, *overview.attention.blocks, *overview.scorecard.blocks,
        Heading(text="Søjle 1", level=1, label="pillar-1"), Heading(text="Sagsbehandlingstid", level=2, label="goal-1-2"), *(b for cell in every for b in cell.blocks),
    )  # fmt: skip


def validated(file: bytes, folder: Path) -> list[str]:
    path = folder / "made.docx"
    path.write_bytes(file)
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]


def test_a_chapter_says_in_word_what_it_says_in_the_book(chapter: tuple[Part, ...], tmp_path: Path) -> None:
    made = document(ABOUT, chapter)
    assert said(made) == told(ABOUT.title, chapter)
    assert faults(made) == validated(made, tmp_path) == []


def test_every_kind_of_block_is_in_the_document(tmp_path: Path) -> None:
    made = document(ABOUT, EVERYTHING)
    assert said(made) == told(ABOUT.title, EVERYTHING)
    assert faults(made) == validated(made, tmp_path) == []
    assert document(ABOUT, EVERYTHING) == made


@pytest.mark.xdist_group("office")
def test_libreoffice_reads_what_the_blocks_say(tmp_path: Path) -> None:
    path = tmp_path / "made.docx"
    path.write_bytes(document(ABOUT, EVERYTHING))
    (again,) = converted([path], "docx", tmp_path / "again")
    assert said(again.read_bytes()) == told(ABOUT.title, EVERYTHING)


def test_a_link_leads_to_where_it_says_and_to_nothing_that_is_not_there() -> None:
    made = Document(io.BytesIO(document(ABOUT, EVERYTHING)))
    inner, outer = (link for paragraph in made.paragraphs for link in paragraph.hyperlinks)
    assert (inner.text, outer.text, outer.address) == ("tabellen", "Danmarks Statistik", "https://www.dst.dk/")
    marks = {mark.get(qn("w:name")): p for p in made.paragraphs for mark in p._p.iter(qn("w:bookmarkStart"))}
    assert marks[inner.fragment].text == "Tabel\u00a01. En tabel"


def test_only_wide_tables_and_their_headings_stand_sideways() -> None:
    """Kolonner: 6 go upright, 7 and 8 sideways on the same pages, and what follows is upright again."""
    made = Document(io.BytesIO(document(ABOUT, EVERYTHING)))
    turns = [section.orientation for section in made.sections]
    assert turns == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    sideways = [words for item in made.sections[1].iter_inner_content() if (words := getattr(item, "text", None))]
    assert sideways == ["Bredt", "Tabel\u00a03. En tabel", "Tabel\u00a04. En tabel"]
    for section in made.sections:
        room = section.page_width - section.left_margin - section.right_margin
        for item in section.iter_inner_content():
            if hasattr(item, "columns"):
                assert sum(column.width for column in item.columns) <= room


def test_numbers_stand_to_the_right_and_in_figures_of_one_width() -> None:
    made = Document(io.BytesIO(document(ABOUT, (table(3),))))
    cells = made.tables[0].rows[1].cells
    assert [str(cell.paragraphs[0].alignment) for cell in cells] == ["LEFT (0)", "RIGHT (2)", "RIGHT (2)"]
    style = etree.tostring(cells[1].paragraphs[0].style.element).decode()
    assert 'numSpacing w14:val="tabular"' in style.replace("ns0:", "w14:")


def test_a_drawing_is_there_as_lines_and_as_dots() -> None:
    package = zipfile.ZipFile(io.BytesIO(document(ABOUT, (figure(),))))
    media = {Path(name).suffix: package.read(name) for name in package.namelist() if "/media/" in name}
    assert media[".svg"].decode() == SVG
    assert media[".png"].startswith(b"\x89PNG")


def test_what_cannot_be_seen_is_marked_and_does_not_break_the_file(tmp_path: Path) -> None:
    parts = (Heading(text="To\u202eord", level=1, label="x"), Paragraph(runs=text("a\x00b\nc <w:p/> & \ufffe")))
    made = document(ABOUT, parts)
    assert said(made)[1:] == ["1 To\ufffdord", "a\ufffdb c <w:p/> & \ufffd"]
    assert validated(made, tmp_path) == []


def test_a_title_of_any_length_is_the_documents_and_what_it_tells_of_itself_has_room_for() -> None:
    title = ("Resultatplan " * 30).strip()
    made = document(About(title, title, f"{title}\x00", ABOUT.made), ())
    core = Document(io.BytesIO(made)).core_properties
    assert said(made)[0] == title
    assert {core.author, core.last_modified_by, core.subject} == {core.title}
    assert (len(core.title), core.title[-2:]) == (255, "a…")


def reference(*, template: bool = False) -> bytes:
    """An authority's template as Danish Word writes it: its own ids of styles, a letterhead, contents, English, A5."""
    made = Document()
    for style in made.styles:
        if style.name == "Heading 1":
            style.element.set(qn("w:styleId"), "Overskrift1")
        if style.name in ("List Bullet", "Quote", "Caption"):
            style.element.getparent().remove(style.element)
    made.sections[0].page_width, made.sections[0].page_height = Cm(14.8), Cm(21)
    made.sections[0].header.paragraphs[0].text = "Justitsministeriet"
    made.add_paragraph("Skriv her")
    out = io.BytesIO()
    made.save(out)
    if not template:
        return out.getvalue()
    again = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"document.main+xml", b"template.main+xml"))
    return again.getvalue()


@pytest.mark.parametrize("template", [False, True], ids=["docx", "dotx"])
def test_an_authoritys_template_gives_pages_head_and_styles(template: bool, tmp_path: Path) -> None:
    made = document(ABOUT, EVERYTHING, reference(template=template))
    assert said(made) == told(ABOUT.title, EVERYTHING)
    opened = Document(io.BytesIO(made))
    assert round(opened.sections[0].page_width.cm, 1) == 14.8
    assert [p.text for p in opened.sections[0].header.paragraphs] == ["Justitsministeriet"]
    heading = next(p for p in opened.paragraphs if p.text == "Kapitel")
    assert heading._p.pPr.pStyle.get(qn("w:val")) == "Overskrift1"
    bullets = next(p for p in opened.paragraphs if p.text == "et")
    lists = {number.get(qn("w:numId")) for number in opened.part.numbering_part.element.iter(qn("w:num"))}
    assert bullets.style.element.find(f".//{qn('w:numId')}").get(qn("w:val")) in lists
    assert {lang.get(qn("w:val")) for lang in opened.styles.element.iter(qn("w:lang"))} == {"da-DK"}
    assert document(ABOUT, EVERYTHING, reference(template=template)) == made
    assert set(validated(made, tmp_path)) <= set(validated(reference(), tmp_path))


@pytest.mark.parametrize(
    "content", [b"", b"ikke et dokument", b"PK\x05\x06" + bytes(18)], ids=["empty", "text", "empty zip"]
)
def test_a_template_that_is_none_is_told(content: bytes) -> None:
    with pytest.raises(UsageError, match="Skabelonen kan ikke læses som et Word-dokument"):
        document(ABOUT, EVERYTHING, content)


R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_parts(**parts: str) -> bytes:
    """The template with other or further parts: `word/_rels/settings.xml.rels` is `settings_rels`."""
    places = {
        "settings_rels": "word/_rels/settings.xml.rels",
        "header_rels": "word/_rels/header1.xml.rels",
        "app": "docProps/app.xml",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(reference())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        content = {name: old.read(name) for name in old.namelist()} | {
            places[n]: text.encode() for n, text in parts.items()
        }
        custom = f'<Relationship Id="rId77" Type="{R}/custom-properties" Target="docProps/custom.xml"/></Relationships>'
        content["_rels/.rels"] = content["_rels/.rels"].replace(b"</Relationships>", custom.encode())
        content["docProps/custom.xml"] = b"<Properties>SAG-4711</Properties>"
        content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(b"</Types>", b'<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>')  # fmt: skip
        for name, text in content.items():
            new.writestr(name, text)
    return out.getvalue()


def outside(kind: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{R}/{kind}" Target="{target}" TargetMode="External"/>'
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{one}</Relationships>'


def test_what_a_template_tells_of_itself_is_left_out(tmp_path: Path) -> None:
    """Where it lay, whose company wrote it for how long, and the number of a case."""
    app = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>Jens ApS</Company></Properties>'
    template = with_parts(app=app, settings_rels=outside("attachedTemplate", "file:///S:/jens/brev.dotm"))
    made = document(ABOUT, EVERYTHING, template)

    def everything(package: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(package)) as file:
            return b"".join(map(file.read, file.namelist()))

    for own in (b"Jens ApS", b"brev.dotm", b"SAG-4711"):
        assert own in everything(template)
        assert own not in everything(made)
    assert set(validated(made, tmp_path)) <= set(validated(reference(), tmp_path))


@pytest.mark.parametrize("kind", ["image", "oleObject"])
def test_a_template_that_fetches_something_is_refused(kind: str) -> None:
    with pytest.raises(UsageError, match="Skabelonen henter noget udefra, hver gang dokumentet åbnes"):
        document(ABOUT, EVERYTHING, with_parts(header_rels=outside(kind, "https://example.org/logo.png")))


def test_a_template_that_grows_when_it_is_unpacked_is_refused_before_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST", 1_000_000)
    large = with_parts(app="<a>" + "0" * 2_000_000 + "</a>")
    assert len(large) < 100_000
    for content in (large, bytes(1_000_001)):
        with pytest.raises(UsageError, match="Skabelonen er for stor: pakket ud må den højst fylde 1 MB"):
            document(ABOUT, EVERYTHING, content)
