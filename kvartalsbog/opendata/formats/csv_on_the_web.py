"""The tables' metadata after CSV on the Web (W3C): `csv-metadata.json`, one group of tables for the folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kvartalsbog.files.documents import json_text
from kvartalsbog.opendata.formats.delimited import FORMS, MARKS, Form
from kvartalsbog.opendata.formats.facts import EditionFacts
from kvartalsbog.opendata.formats.front import remark
from kvartalsbog.opendata.tables.schema import FORMAT, Definition, Field, Kind
from kvartalsbog.periods import PERIOD
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.words.numbers import spaced

NAME = "csv-metadata.json"
_TYPES: Mapping[Kind, Any] = {
    Kind.WHOLE: {"base": "integer", "minimum": 0},
    Kind.NUMBER: "decimal",
    Kind.MEASURE: "decimal",
    Kind.DATE: "date",
    Kind.MONTH: "gYearMonth",
    Kind.FLAG: {"base": "boolean", "format": "true|false"},
    Kind.PERIOD: {"base": "string", "format": f"^{PERIOD}$"},
}
_COMMA = {"base": "decimal", "format": {"pattern": "#0.######", "decimalChar": ",", "groupChar": "."}}
_DANISH_TYPES: Mapping[Kind, Any] = {
    Kind.NUMBER: _COMMA,
    Kind.MEASURE: _COMMA,
    Kind.DATE: {"base": "date", "format": "dd-MM-yyyy"},
    Kind.FLAG: {"base": "boolean", "format": "ja|nej"},
}


def metadata(definitions: Sequence[Definition], findings: Findings, edition: EditionFacts) -> bytes:
    """The group of tables as JSON: each file's dialect, columns and keys, and the status of the data as a note."""
    told, language = spaced(remark(findings)), findings.language.locale.language
    group: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "dc:title": f"{edition.title}, {edition.period.name}",
        "dc:description": told,
        "dc:publisher": edition.authority,
        "dc:language": language,
        "dc:license": {"@id": edition.license},
        "notes": [
            {"format": FORMAT, "quarter": edition.period.name, "data_status": edition.data_status, "words": told}
        ],
    }
    if edition.published:
        group["dc:issued"] = {"@value": edition.published.isoformat(), "@type": "xsd:date"}
    group["tables"] = [_table(definition, form, edition, language) for form in FORMS for definition in definitions]
    return json_text(group).encode()


def _table(definition: Definition, form: Form, edition: EditionFacts, language: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_column(field, form, language) for field in form.fields(definition)],
        "primaryKey": list(definition.key),
    }
    if definition.references:
        schema["foreignKeys"] = [
            {"columnReference": name, "reference": {"resource": f"{table}{form.suffix}.csv", "columnReference": name}}
            for name, table in definition.references.items()
        ]
    return {
        "url": form.path(definition),
        "dc:title": definition.title,
        "dc:description": definition.meaning,
        "notes": [{"data_status": edition.data_status}],
        "dialect": {"delimiter": form.delimiter, "encoding": "utf-8", "lineTerminators": ["\n"]},
        "tableSchema": schema,
    }


def _column(field: Field, form: Form, language: str) -> dict[str, Any]:
    column: dict[str, Any] = {
        "name": field.name,
        "titles": form.head(field) if form.danish else {"en": field.name, language: field.head},
        "dc:description": field.meaning,
        "datatype": _datatype(field, form),
        "null": [""],
    }
    if form.danish and field.marked:
        column["null"] += MARKS.values()
    return column | ({"required": True} if field.required else {})


def _datatype(field: Field, form: Form) -> Any:
    if field.words:
        words = field.words.values() if form.danish else field.words
        return {"base": "string", "format": f"^({'|'.join(words)})$"}
    if form.danish and field.kind in _DANISH_TYPES:
        return _DANISH_TYPES[field.kind]
    return _TYPES.get(field.kind, "string")
