"""The descriptor of an edition's data folder: `datapackage.json` after Data Package v2 (Frictionless)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kvartalsbog.content.language import DANISH, Language, message
from kvartalsbog.files.documents import json_text
from kvartalsbog.files.media import media_of
from kvartalsbog.opendata.formats.delimited import FORMS, MARKS, Form
from kvartalsbog.opendata.formats.facts import KEYWORDS, EditionFacts, describe, slug
from kvartalsbog.opendata.formats.front import remark
from kvartalsbog.opendata.formats.inventory import FILES
from kvartalsbog.opendata.formats.workbook import HEAD_ROW
from kvartalsbog.opendata.tables.columns import NOTE
from kvartalsbog.opendata.tables.schema import FORMAT, Definition, Field, Kind
from kvartalsbog.periods import PERIOD, Period
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.numbers import spaced
from kvartalsbog.words.statuses import why_hidden

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.WHOLE: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.MEASURE: {"type": "number"},
    Kind.DATE: {"type": "date"},
    Kind.MONTH: {"type": "yearmonth"},
    Kind.FLAG: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
}


def datapackage(
    definitions: Sequence[Definition], files: Mapping[str, bytes], findings: Findings, edition: EditionFacts
) -> bytes:
    """The descriptor as JSON. `files` are all files of the folder but this one: those of the tables, and the others."""
    plan, say = findings.plan, findings.language.say
    tables = {form.path(definition): (definition, form) for definition in definitions for form in FORMS}
    descriptor: dict[str, Any] = {
        "$schema": PROFILE,
        "name": _name(edition.title, edition.period),
        "title": f"{edition.title}, {spaced(findings.language.shown(edition.period))}",
        "description": say(
            "Mål, status og tal. {about} Kilde: {document}.",
            about=spaced(remark(findings)),
            document=plan.source.document,
        ),
        "version": f"{edition.period.calendar.begins.year}.{edition.period.number}.{edition.version}",
        "format": FORMAT,
        "quarter": edition.period.name,
        "data_status": edition.data_status,
        "licenses": [{"path": edition.license, "title": edition.license}],
        "contributors": _contributors(edition),
        "sources": [{"title": plan.source.document}],
        "keywords": [*map(say, KEYWORDS), plan.authority],
    }
    if edition.published:
        descriptor["published"] = edition.published.isoformat()
    descriptor["resources"] = [
        {
            **_resource(file.path, tables.get(file.path), findings.language),
            "bytes": file.size,
            "hash": f"sha256:{file.sha256}",
        }
        for file in describe(files)
    ]
    return json_text(descriptor).encode()


def _name(title: str, period: Period) -> str:
    """The plan's title as a name that is the same every quarter and year: `maal-og-resultatplan-for-politiet`."""
    for year in {
        period.calendar.own_name,
        period.calendar.own_name.replace("-", "/"),
        *(str(month.year) for month in period.calendar.months),
    }:
        title = title.replace(year, " ")
    return slug(title) or "resultatplan"


def _contributors(edition: EditionFacts) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"title": edition.authority, "roles": ["publisher"]}]
    if edition.contact:
        contact: dict[str, Any] = {"title": edition.contact.name, "roles": ["contact"]}
        contact |= {"email": edition.contact.email} if edition.contact.email else {}
        found.append(contact | ({"path": edition.contact.page} if edition.contact.page else {}))
    return found


def _resource(path: str, table: tuple[Definition, Form] | None, language: Language) -> dict[str, Any]:
    name, _, ending = path.rpartition(".")
    described: dict[str, Any] = {"name": name, "path": path, "format": ending, "mediatype": media_of(path).type}
    if table is None:
        described |= {"title": language.say(FILES[path].what), "description": language.say(FILES[path].whom)}
        return described | ({"dialect": {"headerRows": [HEAD_ROW + 1]}} if ending == "xlsx" else {})
    definition, form = table
    return {
        **described,
        "title": definition.title,
        "description": definition.meaning,
        "type": "table",
        "encoding": "utf-8",
        "dialect": {"delimiter": form.delimiter, "lineTerminator": "\n"},
        "schema": table_schema(definition, form, language),
    }


def table_schema(definition: Definition, form: Form, language: Language = DANISH) -> dict[str, Any]:
    """The Table Schema of one file: columns, keys, and what its missing values mean."""
    heads = {field.name: form.head(field) for field in definition.fields}
    schema: dict[str, Any] = {"fields": [_field(field, form) for field in form.fields(definition)]}
    schema["primaryKey"] = [heads[name] for name in definition.key]
    if definition.references:
        schema["foreignKeys"] = [
            {"fields": [heads[name]], "reference": {"resource": f"{table}{form.suffix}", "fields": [heads[name]]}}
            for name, table in definition.references.items()
        ]
    schema["missingValues"] = _missing(definition, form, language)
    return schema


def _missing(definition: Definition, form: Form, language: Language) -> list[dict[str, str]]:
    nothing = language.say("Tom: der er intet at skrive")
    if definition.marked and not form.danish:
        said = message("{nothing}, eller tallet vises ikke; kolonnen {column} siger hvorfor")
        nothing = language.say(said, nothing=nothing, column=NOTE.name)
    marks = MARKS.values() if definition.marked and form.danish else ()
    return [{"value": "", "label": nothing}, *({"value": mark, "label": why_hidden(mark, language)} for mark in marks)]


def _field(field: Field, form: Form) -> dict[str, Any]:
    described: dict[str, Any] = {"name": form.head(field), "title": field.head, "description": field.meaning}
    described |= _TYPES.get(field.kind, {"type": "string"})
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.kind is Kind.PERIOD:
        constraints["pattern"] = f"^{PERIOD}$"
    if field.kind is Kind.WHOLE:
        constraints["minimum"] = 0
    if field.words:
        words = [
            {"value": word, "label": f"{word} ({code})"} if form.danish else {"value": code, "label": word}
            for code, word in field.words.items()
        ]
        described["categories"] = words
        constraints["enum"] = [word["value"] for word in words]
    if form.danish:
        described |= _danish(field)
    return described | ({"constraints": constraints} if constraints else {})


def _danish(field: Field) -> dict[str, Any]:
    """What differs in a Danish file: the sign of decimals, the order of a date, the words for yes and no."""
    if field.kind in (Kind.NUMBER, Kind.MEASURE):
        return {"decimalChar": ","}
    if field.kind is Kind.DATE:
        return {"format": "%d-%m-%Y"}
    return {"trueValues": ["ja"], "falseValues": ["nej"]} if field.kind is Kind.FLAG else {}
