"""Each format is held against its standard: by the standard's own validator where there is one, else by a schema of ours."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import figures
import pytest
from conftest import LIBRARY, ROOT
from jsonschema.validators import validator_for
from lxml import etree
from open_files import facts, machine, site_of
from rdflib import RDF, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from kvartalsbog.errors import UsageError
from kvartalsbog.inputs.loading import load
from kvartalsbog.opendata.catalogue.graph import catalogue
from kvartalsbog.opendata.formats.facts import EditionFacts
from kvartalsbog.opendata.formats.files import edition_files
from kvartalsbog.opendata.formats.stratml import NAMESPACE
from kvartalsbog.opendata.tables.definitions import DEFINITIONS
from kvartalsbog.periods import Period
from kvartalsbog.verdicts.findings import Findings, find

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # deprecations inside the validators are theirs to mend
    import frictionless
    import pyshacl
    from csvw import CSVW

STANDARDS = ROOT / "tests" / "standards"
DCAT, DCT = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
AVAILABILITY = URIRef("http://data.europa.eu/r5r/availability")
EDITIONS = ("2024K1", "2024K2", "2024K3", "2024K4", "2026K1", "2026K2")
HOME = "https://example.dk/tal/maal/"
Files = Mapping[str, bytes]


@lru_cache
def findings_of(quarter: str) -> Findings:
    data = LIBRARY / "data" if quarter.startswith("2026") else ROOT / "data"
    return find(load(Period.parse(quarter), data))


@lru_cache
def files_of(quarter: str, told: Callable[[Findings], EditionFacts] = facts) -> Files:
    findings = findings_of(quarter)
    return edition_files(findings, told(findings))


def hostile(findings: Findings) -> EditionFacts:
    """Facts whose words hold every sign that means something in CSV, JSON, XML or Turtle."""
    words = 'Plan """ \\u0041 \\ </Name> <x> & \' ]]> {} [a](b) @da ^^xsd:date ; = æøå'
    return facts(findings, title=words, authority=words, correction=words)


@pytest.fixture(params=EDITIONS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The data folder of an edition."""
    return write(files_of(request.param), tmp_path / "data")


@pytest.fixture
def k4(tmp_path: Path) -> Path:
    """The data folder of the shipped year's last quarter."""
    return write(files_of("2024K4"), tmp_path / "data")


def write(files: Files, folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


# -- Data Package ----------------------------------------------------------------------------------------------------------


def package_problems(folder: Path) -> list[str]:
    """What the profile of the standard and Frictionless find: the descriptor, every hash, size, cell and key."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    profile = json.loads((resources("dplib") / "profiles/2.0/datapackage.json").read_text(encoding="utf-8"))
    problems = [error.message for error in validator_for(profile)(profile).iter_errors(descriptor)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(folder / "datapackage.json"))
    assert not report.valid or len(report.tasks) == len(descriptor["resources"])
    return problems + [" ".join(map(str, row)) for row in report.flatten(["type", "rowNumber", "fieldName", "note"])]


def test_the_package_is_valid_for_its_profile_and_for_frictionless(folder: Path) -> None:
    assert package_problems(folder) == []


def test_the_package_names_every_file_but_itself_and_says_what_missing_values_mean(k4: Path) -> None:
    descriptor = json.loads((k4 / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["path"] for r in descriptor["resources"]} == {p.name for p in k4.iterdir()} - {
        "datapackage.json",
        "results.schema.json",
    }
    assert (descriptor["name"], descriptor["version"]) == ("maal-og-resultatplan-for-politiet", "2024.4.1")
    schemas = {r["name"]: r["schema"] for r in descriptor["resources"] if "schema" in r}
    assert [m["value"] for m in schemas["districts-da"]["missingValues"]] == ["", "[f]", "[m]"]
    assert "note" in schemas["districts"]["missingValues"][0]["label"]
    assert schemas["plan"]["missingValues"] == [{"value": "", "label": "Tom: der er intet at skrive"}]
    for schema in schemas.values():
        assert all(field["title"] and field["description"] for field in schema["fields"])


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_bytes().decode("utf-8")
        assert old in text
        path.write_bytes(text.replace(old, new, 1).encode("utf-8"))

    return change


def sealed(change: Callable[[Path], None], name: str) -> Callable[[Path], None]:
    """The change in a table that stands alone with those that its keys refer to, and that has no hash and size: only what
    stands in it is wrong.
    """

    def run(folder: Path) -> None:
        change(folder)
        path = folder / "datapackage.json"
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        (changed,) = (resource for resource in descriptor["resources"] if resource["path"] == name)
        del changed["hash"], changed["bytes"]
        descriptor["resources"] = _with_what_it_refers_to(changed, {r["name"]: r for r in descriptor["resources"]})
        path.write_text(json.dumps(descriptor), encoding="utf-8")

    return run


def _with_what_it_refers_to(resource: dict[str, Any], every: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found, waiting = dict[str, dict[str, Any]](), [resource["name"]]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = every[name]
            keys = every[name].get("schema", {}).get("foreignKeys", [])
            waiting += [key["reference"]["resource"] or name for key in keys]
    return list(found.values())


FIRST = f"{figures.value('1.1', '2024K4', [1], year=2023):.6f}".rstrip("0")  # a month's value with decimals


BROKEN_PACKAGES = {
    "hash": (edit("goals.csv", "180", "181"), "hash-count"),
    "size": (edit("goals.csv", "180", "1800"), "byte-count"),
    "type": (sealed(edit("goals.csv", "180", "many"), "goals.csv"), "type-error"),
    "decimal": (sealed(edit("months-da.csv", FIRST.replace(".", ","), FIRST), "months-da.csv"), "type-error"),
    "month": (sealed(edit("months.csv", "2024-01", "januar 2024"), "months.csv"), "type-error"),
    "word": (sealed(edit("goals.csv", ",met,", ",fulfilled,"), "goals.csv"), "constraint-error"),
    "date": (sealed(edit("criteria-da.csv", "31-12-2024", "2024-12-31"), "criteria-da.csv"), "type-error"),
    "key": (sealed(edit("goals.csv", "\n1.2,", "\n1.1,"), "goals.csv"), "primary-key"),
    "reference": (sealed(edit("months.csv", "\n1.1,", "\n9.9,"), "months.csv"), "foreign-key"),
    "mark": (sealed(edit("districts-da.csv", "[f]", "[x]"), "districts-da.csv"), "type-error"),
    "head": (sealed(edit("plan.csv", "pillar,", "column,"), "plan.csv"), "incorrect-label"),
    "name": (edit("datapackage.json", '"name": "goals",', '"names": "goals",'), "name"),
    "licence": (edit("datapackage.json", '"licenses": [', '"licenses": ["x", '), "is not of type 'object'"),
}


@pytest.mark.parametrize("case", BROKEN_PACKAGES)
def test_a_broken_package_is_found_out(k4: Path, case: str) -> None:
    breaks, wanted = BROKEN_PACKAGES[case]
    breaks(k4)
    assert wanted in " ".join(package_problems(k4))


# -- CSV on the Web --------------------------------------------------------------------------------------------------------


def web_problems(folder: Path) -> list[str]:
    """What the reader of the W3C's standard warns of: metadata, heads, cells, keys, references."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        try:
            group = CSVW(str(folder / "csv-metadata.json"))
            valid = group.is_valid
        except ValueError as error:  # the first cell that is not of its type ends the reading
            return [str(error)]
    assert valid is not bool(group.warnings)
    return [str(warning.message) for warning in group.warnings]


def test_the_metadata_of_the_tables_is_valid_and_fits_them(folder: Path) -> None:
    assert web_problems(folder) == []


def test_the_metadata_has_every_csv_file_and_a_machine_reads_numbers_and_days_from_them(k4: Path) -> None:
    described = json.loads((k4 / "csv-metadata.json").read_text(encoding="utf-8"))
    assert {table["url"] for table in described["tables"]} == {path.name for path in k4.glob("*.csv")}
    group = CSVW(str(k4 / "csv-metadata.json"))
    read = {str(table.url): list(table) for table in group.t.tables}
    for name in ("goals", "months", "districts", "criteria"):
        # the Danish file has no note, and its words and references are Danish
        for row, other in zip(read[f"{name}.csv"], read[f"{name}-da.csv"], strict=True):
            same = [c for c in row if c not in ("note", "goal", "pillar") and not isinstance(row[c], str)]
            assert {c: row[c] for c in same} == {c: other[c] for c in same}
            assert len(same) >= 3
    assert read["districts-da.csv"][24]["n"] is None


BROKEN_TABLES = {
    "number": ("goals.csv", ",180,", ",mange,"),
    "decimal": ("months-da.csv", FIRST.replace(".", ","), f"{FIRST}x"),
    "word": ("goals.csv", ",met,", ",fulfilled,"),
    "day": ("criteria-da.csv", "31-12-2024", "2024-12-31"),
    "quarter": ("months.csv", ",2024K4,", ",2024Q4,"),
    "key": ("goals.csv", "\n1.2,", "\n1.1,"),
    "reference": ("months.csv", "\n1.1,", "\n9.9,"),
    "mark": ("districts-da.csv", "[f]", "[x]"),
}


def leave(name: str, folder: Path) -> None:
    """Let the metadata tell of one table and of those that its keys refer to: the others are read for as long, for nothing."""
    path = folder / "csv-metadata.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    (table,) = (table for table in described["tables"] if table["url"] == name)
    keys = table["tableSchema"].get("foreignKeys", [])
    wanted = {name, *(key["reference"]["resource"] for key in keys)}
    described["tables"] = [table for table in described["tables"] if table["url"] in wanted]
    path.write_text(json.dumps(described), encoding="utf-8")


@pytest.mark.parametrize("case", BROKEN_TABLES)
def test_a_table_that_does_not_fit_its_metadata_is_found_out(k4: Path, case: str) -> None:
    name, old, new = BROKEN_TABLES[case]
    leave(name, k4)
    assert web_problems(k4) == []
    edit(name, old, new)(k4)
    assert web_problems(k4)


# -- StratML ---------------------------------------------------------------------------------------------------------------


@lru_cache
def stratml_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(STANDARDS / "stratml-part2.xsd"))


def named(parent: Any, name: str) -> list[Any]:
    return list(parent.iter(f"{{{NAMESPACE}}}{name}"))


def words(parent: Any, name: str) -> str:
    return str(parent.findtext(f"{{{NAMESPACE}}}{name}"))


@pytest.mark.parametrize("quarter", EDITIONS)
@pytest.mark.parametrize("told", [facts, hostile])
def test_the_plan_in_stratml_has_the_elements_of_part_two_in_their_order(
    quarter: str, told: Callable[[Findings], EditionFacts]
) -> None:
    files = files_of(quarter) if told is facts else files_of(quarter, told)
    document = etree.fromstring(files["stratml.xml"])
    stratml_schema().assertValid(document.getroottree())


def test_stratml_tells_targets_and_results_of_every_criterion(k4: Path) -> None:
    document = etree.parse(k4 / "stratml.xml").getroot()
    files = {path.name: path.read_bytes() for path in k4.iterdir()}
    criteria = machine(files, "criteria")
    objectives = named(document, "Objective")
    assert [words(o, "SequenceIndicator") for o in objectives] == [row["goal"] for row in machine(files, "goals")]
    indicators = named(document, "PerformanceIndicator")
    assert len(named(document, "Goal")) == 5
    assert len(indicators) == len(criteria)
    for indicator, row in zip(indicators, criteria, strict=True):
        target, actual = named(indicator, "TargetResult")[0], named(indicator, "ActualResult")[0]
        assert words(indicator, "MeasurementDimension") == row["criterion_title"]
        assert (words(target, "NumberOfUnits"), words(target, "EndDate")) == (row["limit"] or "None", row["deadline"])
        assert words(actual, "NumberOfUnits") == (row["value"] or "None")
    months = [row for row in machine(files, "months") if row["month"].startswith("2024")]
    shown = {words(result, "NumberOfUnits") for result in named(document, "ActualResult")}
    assert {row["value"] for row in months if row["value"]} <= shown


BROKEN_PLANS = {
    "order": lambda root: root.insert(0, named(root, "OtherInformation")[0]),
    "type": lambda root: root.set("Type", "Performance"),
    "number": lambda root: setattr(named(root, "NumberOfUnits")[0], "text", "179,6"),
    "date": lambda root: setattr(named(root, "EndDate")[0], "text", "31-12-2024"),
    "identifier": lambda root: setattr(named(root, "Identifier")[1], "text", words(named(root, "Goal")[1], "Identifier")),
    "element": lambda root: etree.SubElement(root, f"{{{NAMESPACE}}}Comment"),
    "empty": lambda root: setattr(named(root, "Name")[0], "text", " "),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN_PLANS)
def test_a_broken_plan_in_stratml_is_found_out(k4: Path, case: str) -> None:
    root = etree.parse(k4 / "stratml.xml").getroot()
    BROKEN_PLANS[case](root)
    assert not stratml_schema().validate(root.getroottree())


# -- DCAT-AP-DK ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site() -> list[EditionFacts]:
    """The four quarters of 2024, of which the third was corrected, and two of another plan."""
    editions = site_of(*(findings_of(quarter) for quarter in EDITIONS))
    third = editions[2]
    corrected = replace(third, version=2, published=date(2024, 11, 14), correction="August er rettet i mål 4.2.")
    return [*editions[:2], replace(third, address="2024K3/v1/"), corrected, *editions[3:]]


def graphs(site: list[EditionFacts], base: str | None = None) -> tuple[Graph, Graph]:
    """The Turtle and the JSON-LD, each read as if it were fetched from the site."""
    files = catalogue(site, base)
    turtle = Graph().parse(data=files["catalog.ttl"], format="turtle", publicID=f"{HOME}catalog.ttl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib's reader of JSON-LD uses what rdflib gives up
        linked = Graph().parse(data=files["catalog.jsonld"], format="json-ld", publicID=f"{HOME}catalog.jsonld")
    return turtle, linked


def test_turtle_and_json_ld_are_the_same_graph_wherever_the_site_stands(site: list[EditionFacts]) -> None:
    turtle, linked = graphs(site)
    assert len(turtle) > 1500
    assert isomorphic(turtle, linked)
    moved, moved_linked = graphs(site, HOME)
    assert isomorphic(turtle, moved)
    assert isomorphic(moved, moved_linked)
    assert isomorphic(graphs(site, HOME.rstrip("/"))[0], moved)


def test_hostile_words_are_words_in_both(site: list[EditionFacts]) -> None:
    told = hostile(findings_of("2024K1"))
    turtle, linked = graphs([replace(told, files=site[0].files)])
    assert isomorphic(turtle, linked)
    titles = {str(title) for title in turtle.objects(URIRef(f"{HOME}catalog.ttl#series-2024"), DCT.title)}
    assert titles == {told.title}


@lru_cache
def shapes() -> Graph:
    """Our shapes, which are themselves what SHACL lets shapes be."""
    found = Graph().parse(STANDARDS / "dcat-ap-dk.ttl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyshacl.validate(Graph(), shacl_graph=found, meta_shacl=True)  # raises for any that are not
    return found


def shacl(graph: Graph) -> tuple[set[str], set[str]]:
    """The properties that our shapes find violated, and those that they warn of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes())
    found: dict[Any, set[str]] = {SH.Violation: set(), SH.Warning: set()}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        found[report.value(result, SH.resultSeverity)].add(str(report.value(result, SH.resultPath)))
    return found[SH.Violation], found[SH.Warning]


def test_the_catalogue_has_what_the_profile_makes_mandatory_and_recommends(site: list[EditionFacts]) -> None:
    assert shacl(graphs(site)[0]) == (set(), set())


def test_without_a_date_and_a_contact_only_recommended_properties_are_missing(site: list[EditionFacts]) -> None:
    plain = replace(site[0], published=None, contact=None, documents=())
    violated, warned = shacl(graphs([plain])[0])
    assert violated == set()
    assert warned == {str(DCT.issued), str(DCT.modified), str(DCAT.contactPoint)}


def broken_catalogues(graph: Graph) -> Iterator[tuple[str, str]]:
    """One thing made wrong in a copy of the graph, and the property that must be named."""
    catalog = URIRef(f"{HOME}catalog.ttl#catalog")
    distribution = next(graph.subjects(RDF.type, DCAT.Distribution))
    term = {prop: next(graph.objects(None, prop)) for prop in (AVAILABILITY, DCT["format"], DCT.spatial)}
    for told, subject, prop, value in (
        (DCT.title, catalog, DCT.title, None),
        (DCT.publisher, catalog, DCT.publisher, URIRef("https://example.org/nobody")),
        (DCAT.accessURL, distribution, DCAT.accessURL, None),
        (DCAT.byteSize, distribution, DCAT.byteSize, Literal("big")),
        (SPDX.checksum, distribution, SPDX.checksum, URIRef(f"{HOME}catalog.ttl#sha256")),
        (DCT.accrualPeriodicity, next(graph.subjects(DCAT.inSeries)), DCT.accrualPeriodicity, URIRef("https://example.org/often")),
        # a term of the EU's lists that says no list, or another one
        (DCT["format"], term[DCT["format"]], SKOS.inScheme, None),
        (DCT.spatial, term[DCT.spatial], SKOS.inScheme, None),
        (AVAILABILITY, term[AVAILABILITY], SKOS.inScheme, graph.value(term[DCT["format"]], SKOS.inScheme)),
    ):  # fmt: skip
        copy = Graph() + graph
        copy.remove((subject, prop, None))
        if value is not None:
            copy.add((subject, prop, value))
        violated, _ = shacl(copy)
        yield str(told), " ".join(violated)


def test_a_broken_catalogue_is_found_out(site: list[EditionFacts]) -> None:
    cases = list(broken_catalogues(graphs(site[:1])[0]))
    assert len(cases) == 9
    for prop, violated in cases:
        assert prop in violated


def test_a_year_is_a_series_of_its_quarters_with_every_file(site: list[EditionFacts]) -> None:
    graph, _ = graphs(site)
    name = f"{HOME}catalog.ttl#"
    listed = {str(d).removeprefix(name) for d in graph.objects(URIRef(f"{name}catalog"), DCAT.dataset)}
    assert listed == {"series-2024", "series-2026", *EDITIONS}
    members = {str(d).removeprefix(name) for d in graph.subjects(DCAT.inSeries, URIRef(f"{name}series-2024"))}
    assert members == set(EDITIONS[:4])
    assert graph.value(URIRef(f"{name}2024K3"), DCAT.prev) == URIRef(f"{name}2024K2")
    for edition in site:
        newest = edition is not site[2]
        dataset = URIRef(f"{name}{edition.period}" + ("" if newest else "-v1"))
        files = {str(graph.value(d, DCAT.downloadURL)): d for d in graph.objects(dataset, DCAT.distribution)}
        assert set(files) == {f"{HOME}{edition.address}{file.path}" for file in edition.files}
        for file in edition.files:
            distribution = files[f"{HOME}{edition.address}{file.path}"]
            assert (distribution, DCAT.accessURL, URIRef(f"{HOME}{edition.address}{file.path}")) in graph


def test_a_superseded_version_is_told_as_one_with_the_reason_of_the_correction(site: list[EditionFacts]) -> None:
    graph, _ = graphs(site)
    name = f"{HOME}catalog.ttl#"
    current, old = URIRef(f"{name}2024K3"), URIRef(f"{name}2024K3-v1")
    assert graph.value(old, DCT.isVersionOf) == current
    assert graph.value(current, DCT.hasVersion) == old
    assert "afløst af en nyere version" in str(graph.value(old, DCT.description))
    notes = graph.value(current, URIRef("http://www.w3.org/ns/adms#versionNotes"))
    assert str(notes) == "August er rettet i mål 4.2."
    assert old not in set(graph.objects(URIRef(f"{name}catalog"), DCAT.dataset))


def test_the_catalogue_says_that_the_data_are_examples_and_links_only_into_its_own_site(
    site: list[EditionFacts],
) -> None:
    graph, _ = graphs(site)
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        assert "Eksempeldata" in str(graph.value(dataset, DCT.description))
    for address in [*graph.objects(None, DCAT.downloadURL), *graph.objects(None, DCAT.landingPage)]:
        assert str(address).startswith(HOME)
    relative = catalogue(site)["catalog.ttl"].decode()
    assert HOME not in relative


def test_the_order_in_which_editions_are_given_does_not_matter(site: list[EditionFacts]) -> None:
    assert catalogue(site) == catalogue(list(reversed(site)))


BAD_SITES: list[tuple[Callable[[list[EditionFacts]], object], str]] = [
    (lambda _: catalogue([]), "Kataloget skal have mindst én udgave."),
    (lambda site: catalogue(site, "ftp://x.dk/"), "Basen kan ikke bruges. Fundet: 'ftp://x.dk/'."),
    (lambda site: catalogue(site, "/maal/"), "Basen kan ikke bruges. Fundet: '/maal/'."),
    (lambda site: catalogue([replace(site[0], themes=("POLITI",))]), "Temaet findes ikke. Fundet: 'POLITI'."),
]


@pytest.mark.parametrize(("call", "message"), BAD_SITES)
def test_a_site_that_cannot_be_described_is_refused(
    site: list[EditionFacts], call: Callable[[list[EditionFacts]], object], message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        call(site)
    assert str(refused.value).startswith(message)


def test_every_definition_is_described_in_the_catalogue(site: list[EditionFacts]) -> None:
    graph, _ = graphs(site[:1])
    titles = " ".join(str(title) for title in graph.objects(None, DCT.title))
    assert all(definition.title in titles for definition in DEFINITIONS)
