"""Approvals: what they name, when they hold, and what voids them; and the plan's calendar and roles."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from calling import call
from conftest import LIBRARY, make_library

from kvartalsbog.errors import ProblemsError, UsageError
from kvartalsbog.inputs.approvals import approve, read_approvals, stage, standings, write_approvals
from kvartalsbog.inputs.loading import load
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.loading import read_plan
from kvartalsbog.plan.publication import APPROVED, DRAFT, Release
from kvartalsbog.plan.values import Plan
from kvartalsbog.words.statuses import release_words

DAY = datetime(2026, 8, 3, 12, tzinfo=UTC)
INPUTS = {"data/2026/plan.yml": "a" * 64, "book/index.md": "b" * 64, "kvartalsbog": "c" * 64}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(LIBRARY / "data/2026/plan.yml", None, name="2026/plan.yml")


def test_a_book_is_a_draft_until_every_role_has_approved_it(plan: Plan) -> None:
    assert stage(standings(plan, (), INPUTS)) == DRAFT
    assert stage(()) == DRAFT
    given = approve((), plan, "bibliotekar", " Ida Øst ", DAY, INPUTS)
    assert given[0].by == "Ida Øst"
    assert stage(standings(plan, given, INPUTS)) == APPROVED


def test_any_change_voids_an_approval_and_is_named(plan: Plan) -> None:
    given = approve((), plan, "bibliotekar", "Ida Øst", DAY, INPUTS)
    now = {"data/2026/plan.yml": "f" * 64, "book/new.md": "b" * 64, "kvartalsbog": "e" * 64}
    (standing,) = standings(plan, given, now)
    assert not standing.holds
    assert stage((standing,)) == DRAFT
    assert standing.words == (
        "Overbibliotekaren (bibliotekar), Ida Øst, 03-08-2026: Godkendelsen gælder ikke mere. "
        "book/index.md er væk. book/new.md er kommet til. data/2026/plan.yml er ændret. Programmet er ændret."
    )
    again = approve(given, plan, "bibliotekar", "Bo Vest", DAY, now)
    assert [approval.by for approval in again] == ["Bo Vest"]
    assert stage(standings(plan, again, now)) == APPROVED


def test_a_role_is_known_however_it_is_written(plan: Plan) -> None:
    assert approve((), plan, "Bibliotekar", "Ida Øst", DAY, INPUTS) == approve(
        (), plan, "bibliotekar", "Ida Øst", DAY, INPUTS
    )


@pytest.mark.parametrize("role", ["direktør", "", "bibliotek"])
def test_only_the_plans_roles_approve(role: str, plan: Plan) -> None:
    with pytest.raises(UsageError, match=r"Rollen godkender ikke planens kvartaler\. Der er: bibliotekar\."):
        approve((), plan, role, "Ida", DAY, INPUTS)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "Ida\u202eØst"])
def test_an_approval_has_a_name_that_can_be_read(name: str, plan: Plan) -> None:
    with pytest.raises(UsageError, match="Skriv navnet på den, der godkender"):
        approve((), plan, "bibliotekar", name, DAY, INPUTS)


def test_the_record_comes_back_as_it_was_written(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    given = approve((), plan, "bibliotekar", "Ida Øst", DAY, INPUTS)
    path = write_approvals(given, quarter_of(2026, 2), tmp_path)
    assert path.relative_to(tmp_path).as_posix() == "2026/approvals/2026K2.json"
    assert read_approvals(quarter_of(2026, 2), tmp_path) == given
    assert read_approvals(quarter_of(2026, 1), tmp_path) == ()
    assert [other.name for other in path.parent.iterdir()] == ["2026K2.json"]


def test_a_record_that_cannot_be_read_is_told_with_its_line(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    path = write_approvals(approve((), plan, "bibliotekar", "Ida", DAY, INPUTS), quarter_of(2026, 2), tmp_path)
    record = json.loads(path.read_text(encoding="utf-8"))
    record["approvals"][0]["inputs"]["book/index.md"] = "short"
    path.write_text(json.dumps(record, indent=2), encoding="utf-8")
    with pytest.raises(ProblemsError, match=r"2026/approvals/2026K2\.json:\d+ \[approvals\.0\.inputs"):
        read_approvals(quarter_of(2026, 2), tmp_path)


def test_the_folder_of_approvals_is_no_quarter(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    (project / "data/2026/approvals").mkdir()
    assert load(quarter_of(2026, 2), project / "data").period == quarter_of(2026, 2)


def test_the_command_records_and_shows(tmp_path: Path) -> None:
    project = make_library(tmp_path)
    assert call("approve", "2026K1", cwd=project).stdout == "Overbibliotekaren (bibliotekar) har ikke godkendt.\n"
    done = call("approve", "2026K1", "--role", "bibliotekar", cwd=project)
    assert done.returncode == 2
    assert "Skriv både --role og --by" in done.stderr
    done = call("approve", "2026K1", "--role", "bibliotekar", "--by", "Ida Øst", cwd=project)
    assert done.returncode == 0
    assert done.stdout.splitlines()[:2] == [
        "skrevet: data/2026/disclosure/2026K1-1.csv",
        "skrevet: data/2026/approvals/2026K1.json",
    ]
    page = project / "book/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nNyt.\n", encoding="utf-8")
    assert call("approve", "2026K1", cwd=project).stdout.endswith("gælder ikke mere. book/index.md er ændret.\n")


def test_a_stage_is_told_in_words() -> None:
    assert release_words(DRAFT) == ("Udkast", "Bogen er ikke godkendt og må ikke udgives.")
    assert release_words(APPROVED) == ("", "")
    assert release_words(Release(1, True)) == ("Version\u00a01", "")
    assert release_words(Release(2, True)) == ("Version\u00a02", "En rettet udgave; den første er gemt.")


# the plan's own keys for publishing → the problem with them
CALENDARS = {
    "approvers: [{role: a, title: A}, {role: a, title: B}]": "approvers.1.role]: Rollen står to gange. Fundet: 'a'.",
    "approvers: [{role: A b, title: A}]": "approvers.0.role]: Teksten har ikke den rette form. Fundet: 'A b'. Tilladt: højst 64 tegn",
    "approvers: [{role: a}]": "approvers.0.title]: Nøglen mangler.",
    "releases: {2026K5: 2026-05-04}": "Kvartalet er ikke et af planens. Fundet: '2026K5'. Tilladt: 2026K1 til 2026K4.",
    "releases: {2025K4: 2026-05-04}": "Kvartalet er ikke et af planens. Fundet: '2025K4'.",
    "releases: {2026K1: 2026-03-31}": "Kvartalet er ikke slut på udgivelsesdagen. Fundet: '2026-03-31'. Tilladt: efter 2026-03-31.",
    "releases: {2026K1: 2026-08-04, 2026K2: 2026-08-03}": "Udgivelsesdagen ligger ikke efter den forrige. Fundet: '2026-08-03'.",
    "releases: {2026K1: snart}": "releases.2026K1]: Datoen kan ikke læses. Fundet: 'snart'.",
    "publication: {address: 'http://example.org/'}": "publication.address]: Teksten har ikke den rette form.",
    "publication: {address: 'https://example.org'}": "publication.address]: Teksten har ikke den rette form.",
    "publication: {contact: {email: x@example.org}}": "publication.contact.name]: Nøglen mangler.",
    "publication: {phone: 1}": "publication.phone]: Ukendt nøgle. Fundet: 'phone'. Tilladt: address, license, contact",
}  # fmt: skip


@pytest.mark.parametrize("keys", CALENDARS)
def test_a_calendar_that_does_not_fit_is_refused_with_its_place(keys: str, tmp_path: Path) -> None:
    lines = (LIBRARY / "data/2026/plan.yml").read_text(encoding="utf-8").splitlines()
    start = lines.index("approvers:")
    own = [line for line in lines if not line.startswith(("approvers:", "  - {role:", "releases:"))]
    (tmp_path / "plan.yml").write_text("\n".join([*own[:start], keys, *own[start:], ""]), encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        read_plan(tmp_path / "plan.yml", None, name="2026/plan.yml")
    assert CALENDARS[keys] in str(caught.value)
    assert str(caught.value).startswith(f"2026/plan.yml:{start + 1}")
