"""A site of a few small files that no book was made for, as quick to make as to spoil; also in the first format."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kvartalsbog.editions.comparison import CHANGES, CellChange, Changes, to_json
from kvartalsbog.editions.manifest import NAME, Approved, GoalStanding, Manifest, checksums, parse, to_bytes
from kvartalsbog.editions.replacement import _write_front
from kvartalsbog.editions.site import INDEX, SUMS, Site, list_bytes, read_list
from kvartalsbog.files.fingerprints import sha256, sha256_of
from kvartalsbog.plan.publication import Contact, Publication
from kvartalsbog.verdicts.verdict import Verdict

ORDER = (("2026K1", 1), ("2026K2", 1), ("2026K1", 2))
PAGE = '<!doctype html>\n<html lang="da"><title>{name}</title><link rel="stylesheet" href="style.css"><p id="a"><a href="#a">{name}</a> <a href="index.html">x</a></p></html>\n'
LATER = ("key", "threshold", "signer", "allowed_signers")


def make_tiny_site(root: Path) -> Path:
    """Three versions of two quarters, the last a correction of the first."""
    versions: list[Manifest] = []
    for number, (quarter, version) in enumerate(ORDER):
        folder = root / quarter / f"v{version}"
        for name, content in _contents(f"{quarter} {version}", corrected=version > 1).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        versions.append(_manifest(folder, quarter, version, number, versions))
        (folder / NAME).write_bytes(to_bytes(versions[-1]))
        (folder / SUMS).write_bytes(checksums(versions[-1].outputs, versions[-1]))
    _write_front(Site(root, tuple(versions)))
    return root


def _contents(name: str, *, corrected: bool) -> dict[str, bytes]:
    cells = (CellChange("months", "a.2 2026-02", "total", "42", "45"),)
    return {
        "html/index.html": PAGE.format(name=name).encode(),
        "html/method.html": PAGE.format(name="Metode").encode(),
        "html/style.css": b"p { color: black }\n",
        "pdf/book.pdf": b"%PDF-1.7\n%%EOF\n",
        "data/goals.csv": b"goal,verdict\na.1,x\n",
        "results.json": b"{}\n",
    } | ({CHANGES: to_json(Changes(cells, ("data/goals.csv",)))} if corrected else {})


def _manifest(folder: Path, quarter: str, version: int, number: int, before: list[Manifest]) -> Manifest:
    at = datetime(2026, 5, 1, 8, tzinfo=UTC) + timedelta(days=30 * number)
    verdict = next(iter(Verdict)).value
    outputs = {path.relative_to(folder).as_posix(): sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip
    return Manifest(
        key="b" * 64, threshold=3, quarter=quarter, version=version, sequence=number + 1,
        previous=before[-1].fingerprint if before else None, published=at,
        correction="Talt forkert." if version > 1 else None, early=None, title="Plan", year=2026, authority="Biblioteket",
        ministry="Ministeriet", data_status="example", extracted=date(2026, 4, 1),
        publication=Publication(address="https://example.dk/plan/", contact=Contact(name="Ida", email="ida@example.dk")),
        releases={"2026K3": date(2026, 11, 1)}, points={"won": 10.0, "open": 90.0, "lost": 0.0},
        goals=(GoalStanding(id="a.1", title="Mål", weight=100.0, verdict=verdict, outlook=None, won=10.0, open=90.0, lost=0.0),),
        approvals=(Approved(role="leder", title="Lederen", by="Ida Prøve", at=at),), commit=None,
        versions={"kvartalsbog": "1"}, inputs={"data/2026/plan.yml": sha256_of(b"x")}, outputs=outputs,
    )  # fmt: skip


def to_first_format(root: Path) -> None:
    """Rewrite a tiny site as the first format had it: manifests with fewer fields, a list without the program."""
    previous, digests = None, {}
    for quarter, version in ORDER:
        path = root / quarter / f"v{version}" / NAME
        told = json.loads(path.read_bytes())
        told = {name: value for name, value in told.items() if name not in LATER} | {"format": 1, "previous": previous}
        for name in ("signed", "separate_people", "accessibility"):
            told["publication"].pop(name, None)
        for approval in told["approvals"]:
            approval.pop("signer", None)
        path.write_bytes((json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode())
        previous = digests[f"{quarter}/v{version}"] = sha256(path)
        manifest = parse(path.read_bytes(), NAME)
        path.with_name(SUMS).write_bytes(checksums(manifest.outputs, manifest))
    known = read_list(root)
    assert known is not None
    editions = [{**entry, "manifest_sha256": digests[entry["path"]]} for entry in known["editions"]]
    rest = {name: value for name, value in known.items() if name not in ("program", "sha256")}
    (root / INDEX).write_bytes(list_bytes({**rest, "editions": editions}))
