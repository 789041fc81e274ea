"""The terms that a DCAT-AP-DK 2.0 catalogue takes from the EU's and others' lists, with their Danish names."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import DCTERMS, FOAF, ORG, OWL, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from kvartalsbog.errors import UsageError, offered
from kvartalsbog.files.media import Media

AUTHORITY = "http://publications.europa.eu/resource/authority/"
ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own has only the words of version 2
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
THEMES = URIRef(f"{AUTHORITY}data-theme")

PREFIXES: Mapping[str, str] = {
    "adms": str(ADMS),
    "dcat": str(DCAT),
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": str(DCTERMS),
    "foaf": str(FOAF),
    "org": str(ORG),
    "owl": str(OWL),
    "skos": str(SKOS),
    "vcard": str(VCARD),
    "xsd": str(XSD),
}

# EU Vocabularies, data theme: code → Danish name
THEME_NAMES: Mapping[str, str] = {
    "AGRI": "Landbrug, fiskeri, skovbrug og fødevarer",
    "ECON": "Økonomi og finanser",
    "EDUC": "Uddannelse, kultur og sport",
    "ENER": "Energi",
    "ENVI": "Miljø",
    "GOVE": "Regeringen og den offentlige sektor",
    "HEAL": "Sundhed",
    "INTR": "Internationale spørgsmål",
    "JUST": "Retfærdighed, retssystem og offentlig sikkerhed",
    "REGI": "Regioner og byer",
    "SOCI": "Befolkning og samfund",
    "TECH": "Videnskab og teknologi",
    "TRAN": "Transport",
}
FREQUENCIES: Mapping[str, str] = {
    "QUARTERLY": "hvert kvartal", "ANNUAL_3": "tre gange om året", "ANNUAL_2": "to gange om året", "MONTHLY": "hver måned",
    "IRREG": "uregelmæssigt", "NEVER": "aldrig",
}  # fmt: skip


def country(graph: Graph) -> URIRef:
    """Denmark, described once in the graph."""
    return _term(graph, "country", "DNK", DCTERMS.Location, "Danmark")


def frequency(graph: Graph, code: str) -> URIRef:
    """How often something comes: a code of the EU's list of frequencies."""
    return _term(graph, "frequency", code, DCTERMS.Frequency, FREQUENCIES[code])


def availability(graph: Graph) -> URIRef:
    """Planned to stay for ever."""
    return _term(graph, "planned-availability", "STABLE", SKOS.Concept, "stabil")


def theme(graph: Graph, code: str) -> URIRef:
    """A theme of the EU's list. Raises UsageError for a code that is not in it."""
    if code not in THEME_NAMES:
        raise UsageError(f"Temaet findes ikke. Fundet: {code!r}. {offered(code, THEME_NAMES)}")
    return _term(graph, "data-theme", code, SKOS.Concept, THEME_NAMES[code])


def taxonomy(graph: Graph) -> URIRef:
    """The EU's list of data themes itself."""
    graph.add((THEMES, RDF.type, SKOS.ConceptScheme))
    graph.add((THEMES, DCTERMS.title, Literal("Datatemaer", lang="da")))
    return THEMES


def describe_format(graph: Graph, distribution: URIRef, media: Media) -> None:
    """A distribution's media type (IANA) and format (the EU's list of file types)."""
    term = URIRef(f"https://www.iana.org/assignments/media-types/{media.type}")
    graph.add((term, RDF.type, DCTERMS.MediaType))
    graph.add((distribution, DCAT.mediaType, term))
    if media.eu:
        file_type = _term(graph, "file-type", media.eu, DCTERMS.MediaTypeOrExtent)
        graph.add((distribution, DCTERMS["format"], file_type))


def document(graph: Graph, address: URIRef) -> URIRef:
    """A page or other document that people read."""
    graph.add((address, RDF.type, FOAF.Document))
    return address


def _term(graph: Graph, table: str, code: str, kind: URIRef, name: str | None = None) -> URIRef:
    """A term of one of the EU's lists, which says itself which list it is in: the official shapes ask the graph for that."""
    term = URIRef(f"{AUTHORITY}{table}/{code}")
    graph.add((term, RDF.type, kind))
    graph.add((term, SKOS.inScheme, URIRef(f"{AUTHORITY}{table}")))
    if name:
        graph.add((term, SKOS.prefLabel, Literal(name, lang="da")))
    return term
