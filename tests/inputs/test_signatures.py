"""Who approved and who published can be proven by SSH keys, and a wrong, missing or borrowed signature is found."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import LIBRARY, tool
from relisting import relist
from small_site import DAY, SmallSite, source
from verifying import verify

from kvartalsbog.editions import publishing
from kvartalsbog.editions.manifest import NAME, SIGNATURE, checksums, parse
from kvartalsbog.editions.publishing import publish
from kvartalsbog.editions.site import SUMS
from kvartalsbog.editions.versions import Occasion, signing_with
from kvartalsbog.errors import UsageError
from kvartalsbog.files.fingerprints import sha256
from kvartalsbog.inputs import signatures
from kvartalsbog.inputs.approvals import (  # fmt: skip
    approve,
    one_for_several,
    read_approvals,
    signed,
    signers_of,
    stage,
    standings,
    write_approvals,
)
from kvartalsbog.inputs.loading import load
from kvartalsbog.inputs.signatures import ALLOWED, APPROVAL, EDITION, sign, signer
from kvartalsbog.periods import quarter_of
from kvartalsbog.plan.publication import Approver, Publication
from kvartalsbog.plan.values import Plan

pytest_plugins = ("published",)
pytestmark = pytest.mark.slow
AT = datetime(2026, 5, 2, 12, tzinfo=UTC)
INPUTS = {"data/2026/plan.yml": "a" * 64}
K1 = quarter_of(2026, 1)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Ane's, Bo's and a stranger's keys, made by ssh-keygen, and a list with the first two."""
    folder = tmp_path_factory.mktemp("keys")
    made = {name: folder / name for name in ("ane", "bo", "stranger")}
    for path in made.values():
        subprocess.run([tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)], check=True)
    lines = [f"{name}@example.dk {made[name].with_suffix('.pub').read_text(encoding='utf-8')}" for name in ("ane", "bo")]  # fmt: skip
    return (
        {**made, ALLOWED: folder / ALLOWED} if (folder / ALLOWED).write_text("".join(lines), encoding="utf-8") else {}
    )


@pytest.fixture
def data(keys: dict[str, Path], tmp_path: Path) -> Path:
    """A folder of data with the list."""
    folder = tmp_path / "data"
    (folder / "2026").mkdir(parents=True)
    shutil.copy(keys[ALLOWED], folder / ALLOWED)
    return folder


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Two roles that must be signed by two people."""
    plan = load(K1, LIBRARY / "data").plan
    roles = (Approver(role="a", title="A", signed=True), Approver(role="b", title="B", signed=True))
    return plan.model_copy(update={"approvers": roles, "publication": Publication(separate_people=True)})


def test_a_signature_is_of_its_words_its_kind_its_key_and_its_time(keys: dict[str, Path]) -> None:
    allowed = keys[ALLOWED].read_text(encoding="utf-8")
    made = sign(b"words", keys["ane"], APPROVAL)
    assert signer(b"words", made, allowed, APPROVAL, AT) == "ane@example.dk"
    assert signer(b"other", made, allowed, APPROVAL, AT) is None
    assert signer(b"words", made, allowed, EDITION, AT) is None
    assert signer(b"words", sign(b"words", keys["stranger"], APPROVAL), allowed, APPROVAL, AT) is None
    assert signer(b"words", "nonsense", allowed, APPROVAL, AT) is None
    assert signer(b"words", made, "", APPROVAL, AT) is None
    expired = allowed.replace(" ssh-", ' valid-before="20260101" ssh-')
    assert signer(b"words", made, expired, APPROVAL, AT) is None
    assert signer(b"words", made, expired, APPROVAL, datetime(2025, 12, 1, tzinfo=UTC)) == "ane@example.dk"


def test_two_roles_that_two_people_signed_hold(plan: Plan, keys: dict[str, Path], data: Path) -> None:
    given = signed(approve((), plan, "a", "Ane", AT, INPUTS), "a", K1, keys["ane"], data)
    given = signed(approve(given, plan, "b", "Bo", AT, INPUTS), "b", K1, keys["bo"], data)
    write_approvals(given, K1, data)
    read = read_approvals(K1, data)
    found = standings(plan, read, INPUTS, signers_of(read, K1, data))
    assert [standing.signer for standing in found] == ["ane@example.dk", "bo@example.dk"]
    assert not stage(found).is_draft
    assert found[0].words.endswith("godkendt, underskrevet af ane@example.dk.")


def test_one_person_with_two_names_is_one_person(plan: Plan, keys: dict[str, Path], data: Path) -> None:
    given = signed(approve((), plan, "a", "Ane", AT, INPUTS), "a", K1, keys["ane"], data)
    given = signed(approve(given, plan, "b", "Bo", AT, INPUTS), "b", K1, keys["ane"], data)
    found = standings(plan, given, INPUTS, signers_of(given, K1, data))
    assert stage(found).is_draft
    assert "Planen kræver to personer, og det er den samme, der har godkendt som a." in found[1].words


def test_where_the_plan_lets_one_approve_for_several_it_is_said(plan: Plan) -> None:
    free = plan.model_copy(update={"publication": Publication(), "approvers": tuple(a.model_copy(update={"signed": False}) for a in plan.approvers)})  # fmt: skip
    given = approve(approve((), free, "a", "Ane  Prøve", AT, INPUTS), free, "b", "ane prøve", AT, INPUTS)
    found = standings(free, given, INPUTS)
    assert not stage(found).is_draft
    assert one_for_several(found) == ("Bemærk: Ane  Prøve har godkendt i flere roller: a, b.",)


FORGED: dict[str, Callable[[dict[str, object]], object]] = {
    "another name": lambda approval: approval.update(by="En anden"),
    "another time": lambda approval: approval.update(at="2026-05-03T12:00:00Z"),
    "other inputs": lambda approval: approval.update(inputs={"data/2026/plan.yml": "b" * 64}),
    "another role": lambda approval: approval.update(role="b"),
    "no signature": lambda approval: approval.pop("signature"),
    "a cut signature": lambda approval: approval.update(signature=str(approval["signature"])[:200]),
}


@pytest.mark.parametrize("case", FORGED)
def test_an_approval_that_was_changed_after_it_was_signed_does_not_hold(
    case: str, plan: Plan, keys: dict[str, Path], data: Path
) -> None:
    path = write_approvals(signed(approve((), plan, "a", "Ane", AT, INPUTS), "a", K1, keys["ane"], data), K1, data)
    record = json.loads(path.read_bytes())
    FORGED[case](record["approvals"][0])
    path.write_text(json.dumps(record), encoding="utf-8")
    read = read_approvals(K1, data)
    found = standings(plan, read, INPUTS, signers_of(read, K1, data))
    assert not any(standing.holds for standing in found)


LINES = {
    "a pattern for a name": "*@example.dk {key}",
    "no name": "{key}",
    "a name of two words": "Ane Holm {key}",
    "an end that is over": 'ane@example.dk valid-before="20250101" {key}',
    "a beginning to come": 'ane@example.dk valid-after="20270101" {key}',
    "another use": 'ane@example.dk namespaces="git" {key}',
    "an authority's key": "ane@example.dk cert-authority {key}",
}


@pytest.mark.parametrize("case", LINES)
def test_a_key_whose_line_does_not_hold_is_told_by_its_line(
    case: str, plan: Plan, keys: dict[str, Path], data: Path
) -> None:
    public = keys["ane"].with_suffix(".pub").read_text(encoding="utf-8").strip()
    (data / ALLOWED).write_text(f"# Hvem der må\n{LINES[case].format(key=public)}\n", encoding="utf-8")
    words = f"ane: Nøglen står i {data / ALLOWED}, linje 2, men linjen gælder ikke her. Linjen begynder med ét navn"
    for refused in (
        lambda: signed(approve((), plan, "a", "Ane", AT, INPUTS), "a", K1, keys["ane"], data),
        lambda: signing_with(keys["ane"], data, AT),
    ):
        with pytest.raises(UsageError, match=re.escape(words)):
            refused()


def test_a_key_that_is_nobodys_signs_nothing(plan: Plan, keys: dict[str, Path], data: Path) -> None:
    with pytest.raises(UsageError, match="Nøglen står ikke i "):
        signed(approve((), plan, "a", "Ane", AT, INPUTS), "a", K1, keys["stranger"], data)
    with pytest.raises(UsageError, match="Nøglen findes ikke"):
        sign(b"", keys["ane"].with_name("none"), APPROVAL)
    with pytest.raises(UsageError, match="Der kan ikke skrives under med nøglen"):
        sign(b"", keys[ALLOWED], APPROVAL)


def test_where_nobody_can_be_asked_a_passphrase_is_given_beforehand(tmp_path: Path) -> None:
    """As in the work that a desk or a scheduler begins: it ends at once, and tells of ssh-agent."""
    key = tmp_path / "locked"
    subprocess.run([tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "hemmelig", "-f", str(key)], check=True)
    program = (
        f"from pathlib import Path; from kvartalsbog.inputs.signatures import sign; sign(b'', Path({str(key)!r}), 'x')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], start_new_session=True, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "har ssh-agent fået den med »ssh-add«" in done.stderr


def test_without_ssh_keygen_it_is_said_in_danish(keys: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures.shutil, "which", lambda _: None)
    with pytest.raises(UsageError, match="ssh-keygen findes ikke på maskinen"):
        sign(b"", keys["ane"], APPROVAL)


# -- editions ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def signed_site(published: SmallSite, before: Path, keys: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose newest edition Ane has signed; the two before it are not signed."""
    from kill_publishing import REASON, ready_version  # noqa: PLC0415

    monkeypatch.setattr(publishing, "make_version", ready_version(published.root / "2026K1/v2"))
    signing = signing_with(keys["ane"], keys[ALLOWED].parent, DAY)
    made = publish(source(published.project, "2026K1"), before, Occasion(DAY, REASON, signing=signing))  # fmt: skip
    assert (made.is_new, made.manifest.signer) == (True, "ane@example.dk")
    return before


def told(root: Path, allowed: str | None = None) -> list[str]:
    return [str(problem) for problem in verify(root, None, allowed)]


def test_a_signed_edition_is_whole_and_proven_by_a_list_of_ones_own(signed_site: Path, keys: dict[str, Path]) -> None:
    assert told(signed_site) == []
    allowed = keys[ALLOWED].read_text(encoding="utf-8")
    assert told(signed_site, allowed) == []
    only_bo = "".join(line for line in allowed.splitlines(keepends=True) if line.startswith("bo"))
    (line,) = told(signed_site, only_bo)
    assert line.startswith(f"2026K1/v2/{SIGNATURE}: Underskriften er ikke af den, manifestet nævner.")
    assert told(signed_site, "")[0].startswith(f"2026K1/v2/{SIGNATURE}: ")


def test_a_removed_changed_or_borrowed_signature_is_found(signed_site: Path, keys: dict[str, Path]) -> None:
    path = signed_site / "2026K1/v2" / SIGNATURE
    good = path.read_bytes()
    path.unlink()
    assert told(signed_site) == [f"2026K1/v2/{SIGNATURE}: Underskriften mangler. Tilladt: ane@example.dk."]
    for wrong in (good[:100], good.replace(b"A", b"B"), sign(b"else", keys["ane"], EDITION).encode(), sign((path.parent / NAME).read_bytes(), keys["bo"], EDITION).encode()):  # fmt: skip
        path.write_bytes(wrong)
        assert told(signed_site)[0].startswith(f"2026K1/v2/{SIGNATURE}: ")
    path.write_bytes(good)
    shutil.copy(path, signed_site / "2026K2/v1" / SIGNATURE)
    assert told(signed_site)[0].startswith(f"2026K2/v1/{SIGNATURE}: Filen hører ikke til sitet.")


def test_whoever_signs_a_forged_manifest_is_found_by_a_list_of_ones_own(
    signed_site: Path, keys: dict[str, Path]
) -> None:
    """The list in the manifest can be forged with it; one's own cannot."""
    folder = signed_site / "2026K1/v2"
    document = json.loads((folder / NAME).read_bytes())
    own = f"ane@example.dk {keys['stranger'].with_suffix('.pub').read_text(encoding='utf-8')}"
    document |= {"correction": "Noget andet.", "allowed_signers": own}
    content = (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
    (folder / NAME).write_bytes(content)
    manifest = parse(content, NAME)
    (folder / SUMS).write_bytes(checksums(manifest.outputs, manifest))
    (folder / SIGNATURE).write_text(sign(content, keys["stranger"], EDITION), encoding="ascii")
    known = json.loads((signed_site / "editions.json").read_bytes())
    editions = [{**entry, "manifest_sha256": sha256(folder / NAME), "correction": "Noget andet."} if entry["path"] == "2026K1/v2" else entry for entry in known["editions"]]  # fmt: skip
    relist(signed_site, editions=editions)
    found = told(signed_site, keys[ALLOWED].read_text(encoding="utf-8"))
    assert any("Underskriften er ikke af den, manifestet nævner." in line for line in found)


def test_a_list_of_ones_own_wants_the_newest_edition_signed(published: SmallSite, keys: dict[str, Path]) -> None:
    found = told(published.root, keys[ALLOWED].read_text(encoding="utf-8"))
    assert found == ["2026K1/v2/manifest.json: Den nyeste udgave er ikke underskrevet; den står for alle før den."]


def test_a_plan_can_require_signed_editions(published: SmallSite, before: Path) -> None:
    made = source(published.project, "2026K1")
    plan = made.report.plan.model_copy(update={"publication": Publication(signed=True)})
    with pytest.raises(UsageError, match="Planen kræver, at udgaver er underskrevet"):
        publish(replace(made, report=replace(made.report, plan=plan)), before, Occasion(DAY))  # fmt: skip
