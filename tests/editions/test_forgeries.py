"""A site vouches for itself: what is forged, linked, hidden or added is found, also where the list of editions is rewritten."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from calling import call
from linked_files import broken
from relisting import relist
from small_site import SmallSite, publish_now
from tiny_site import make_tiny_site, to_first_format
from verifying import verify

from kvartalsbog.editions import front, publishing
from kvartalsbog.editions.links import Page
from kvartalsbog.editions.manifest import NAME
from kvartalsbog.editions.replacement import renew
from kvartalsbog.editions.site import INDEX, list_bytes, read_list, read_site, site_fingerprint
from kvartalsbog.files.fingerprints import sha256

pytest_plugins = ("published",)
pytestmark = pytest.mark.slow


def told(root: Path, head: str | None = None) -> list[str]:
    return [str(problem) for problem in verify(root, head)]


def change(name: str, old: bytes, new: bytes) -> Callable[[Path], object]:
    def forge(root: Path) -> None:
        content = (root / name).read_bytes()
        assert old in content
        (root / name).write_bytes(content.replace(old, new))

    return forge


def add(name: str, content: bytes = b"x") -> Callable[[Path], object]:
    def forge(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)

    return forge


# file → what is done to it; the list of editions is then made to agree
FORGERIES: dict[str, Callable[[Path], object]] = {
    "index.html": change("index.html", "opnået".encode(), b"mistet"),
    "2026K1/index.html": change("2026K1/index.html", "Østbiblioteket".encode(), b"Nordbiblioteket"),
    "2026K2/index.html": change("2026K2/index.html", b"</main>", b"<p>Ogs\xc3\xa5 godt.</p></main>"),
    "nyeste/index.html": change("nyeste/index.html", b"2026K2/v1", b"2026K1/v1"),
    "404.html": change("404.html", b"Siden findes ikke", b"Siden er flyttet"),
    "feed.xml": change("feed.xml", b"2026K2/v1", b"2026K1/v1"),
    "catalog.ttl": change("catalog.ttl", b"2026K2/v1", b"2026K1/v1"),
    "catalog.jsonld": change("catalog.jsonld", b"2026K2/v1", b"2026K1/v1"),
    ".htaccess": change(".htaccess", b"nosniff", b"sniff"),
    "web.config": change("web.config", b"nosniff", b"sniff"),
    "_headers": change("_headers", b"nosniff", b"sniff"),
    "robots.txt": change("robots.txt", b"User-agent", b"Disallow: /\nUser-agent"),
    "_static/theme.js": change("_static/theme.js", b"(", b"( "),
    "extra.html": add("extra.html"),
    "2026K1/extra.html": add("2026K1/extra.html"),
    ".well-known/security.txt": add(".well-known/security.txt"),
    "2026K7/index.html": add("2026K7/index.html"),
}


@pytest.mark.parametrize("name", ["index.html", "2026K1/index.html", "extra.html"])
def test_a_forgery_is_found_although_the_list_of_editions_agrees_with_it(name: str, whole: Path) -> None:
    head = read_site(whole).versions[-1].fingerprint
    FORGERIES[name](whole)
    relist(whole)
    assert told(whole, head) == [f"{name}: Filen er ikke den, som udgaverne giver."]


def test_every_forgery_is_told_by_its_file(whole: Path) -> None:
    for forge in FORGERIES.values():
        forge(whole)
    relist(whole)
    assert told(whole) == [f"{name}: Filen er ikke den, som udgaverne giver." for name in sorted(FORGERIES)]


def test_the_list_itself_cannot_say_something_else_than_the_editions(whole: Path) -> None:
    known = read_list(whole)
    assert known is not None
    editions = [{**entry, "label": "5. kvartal"} for entry in known["editions"]]
    relist(whole, editions=editions)
    assert told(whole) == ["editions.json: Filen er ikke den, som udgaverne giver."]


def test_a_file_taken_away_from_site_and_list_is_missed(whole: Path) -> None:
    (whole / "robots.txt").unlink()
    relist(whole)
    assert told(whole) == ["robots.txt: Filen mangler."]


def test_a_front_that_another_version_of_the_program_wrote_is_not_trusted_but_told(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes cannot be made again; only the site's own fingerprint, written down elsewhere, stands for them."""
    change("_static/kvartalsbog.css", b"{", b"{ ")(whole)
    relist(whole, program="0" * 64)
    found = told(whole)
    assert {line.split(":")[0] for line in found} == {"_static/kvartalsbog.css", INDEX}
    assert all("skrevet af en anden udgave af programmet" in line for line in found)
    assert told(whole, read_site(whole).versions[-1].fingerprint) == found
    assert told(whole, site_fingerprint(whole)) == []
    renew(whole)
    assert told(whole) == []


def test_a_list_of_the_first_format_has_no_program_and_is_renewed_by_the_next_publishing(
    published: SmallSite, before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kill_publishing import REASON, ready_version  # noqa: PLC0415

    known = json.loads((before / INDEX).read_bytes())
    del known["program"], known["sha256"]
    (before / INDEX).write_bytes(list_bytes(known))
    change("index.html", "opnået".encode(), b"mistet")(before)
    (before / INDEX).write_bytes(list_bytes({**known, "files": {**known["files"], "index.html": sha256(before / "index.html")}}))  # fmt: skip
    assert {line.split(":")[0] for line in told(before)} == {"index.html", INDEX}
    monkeypatch.setattr(publishing, "make_version", ready_version(published.root / "2026K1/v2"))
    assert publish_now(published.project, before, "2026K1", REASON).is_new
    assert told(before) == []


def test_a_site_of_the_first_format_is_read_and_verified(tmp_path: Path) -> None:
    """Its manifests lack what came later, and its list the program; the bytes of its manifests are never made again."""
    root = make_tiny_site(tmp_path / "site")
    assert told(root) == []
    to_first_format(root)
    versions = read_site(root).versions
    assert [version.format for version in versions] == [1, 1, 1]
    assert all("threshold" not in json.loads((root / version.folder / NAME).read_bytes()) for version in versions)
    assert not [line for line in told(root) if "en anden udgave af programmet" not in line]
    assert told(root, site_fingerprint(root)) == []
    renew(root)
    assert told(root) == []
    assert told(root, versions[-1].fingerprint) == []


def test_renewing_changes_no_byte_of_an_edition_and_the_command_tells_the_fingerprint(whole: Path) -> None:
    old = {path: path.read_bytes() for path in whole.glob("*/v*/**/*") if path.is_file()}
    change("index.html", "opnået".encode(), b"mistet")(whole)
    assert call("renew", str(whole)).returncode == 1  # a site that was tampered with is not taken over
    relist(whole, program="0" * 64)
    done = call("renew", str(whole))
    assert (done.returncode, str(site_fingerprint(whole)) in done.stdout) == (0, True), done.stderr
    assert {path: path.read_bytes() for path in old} == old
    assert told(whole) == []


# -- what is no file of the site -----------------------------------------------------------------------------------------


def _linked_folder(root: Path) -> None:
    shutil.move(root / "2026K1/v1/data", root.parent / "data")
    (root / "2026K1/v1/data").symlink_to(root.parent / "data")


def _linked_page(root: Path) -> None:
    shutil.move(root / "index.html", root.parent / "index.html")
    (root / "index.html").symlink_to(root.parent / "index.html")


def _hard_link(root: Path) -> None:
    os.link(root / "2026K1/v1/results.json", root.parent / "results.json")


def _socket(root: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(root)
        made.bind("s")
        os.chdir(here)


FOREIGN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a linked folder in an edition": (_linked_folder, "2026K1/v1/data: Her står noget andet end en fil. Fundet: 'link'."),
    "a linked folder beside the editions": (lambda root: (root / "2026K9").symlink_to(root / "2026K1"), "2026K9: Her står noget andet end en fil. Fundet: 'link'."),
    "a linked page": (_linked_page, "index.html: Her står noget andet end en fil. Fundet: 'link'."),
    "a link to nowhere": (lambda root: (root / "2026K1/v1/x").symlink_to("nowhere"), "2026K1/v1/x: Her står noget andet end en fil. Fundet: 'link'."),
    "an empty folder": (lambda root: (root / "tom").mkdir(), "tom: Mappen er tom."),
    "an empty folder in an edition": (lambda root: (root / "2026K1/v1/html/tom").mkdir(), "2026K1/v1/html/tom: Mappen er tom."),
    "folders in an empty folder": (lambda root: (root / "a/b/c").mkdir(parents=True), "a/b/c: Mappen er tom."),
    "a pipe": (lambda root: os.mkfifo(root / "2026K1/v1/data/pipe"), "2026K1/v1/data/pipe: Her står noget andet end en fil. Fundet: 'rør (FIFO)'."),
    "a pipe in a file's place": (lambda root: [(root / "feed.xml").unlink(), os.mkfifo(root / "feed.xml")], "feed.xml: Her står noget andet end en fil. Fundet: 'rør (FIFO)'."),
    "a pipe in the list's place": (lambda root: [(root / INDEX).unlink(), os.mkfifo(root / INDEX)], f"{INDEX}: Her står noget andet end en fil. Fundet: 'rør (FIFO)'."),
    "a socket": (_socket, "s: Her står noget andet end en fil. Fundet: 'stik (socket)'."),
    "another name outside": (_hard_link, "2026K1/v1/results.json: Filen har også et navn uden for sitet, hvor den kan ændres. Fundet: '2 navne'."),
    "a name in other letters": (add("2026K1/v1/html/INDEX.html"), "2026K1/v1/html/index.html: Navnet er det samme som et andets for mange systemer. Fundet: '2026K1/v1/html/INDEX.html'."),
    "a name that turns around": (add("2026K1/v1/gpj\u202e.html"), "2026K1/v1/gpj\\u202e.html: Navnet har tegn, der ikke kan ses."),
    "a name with an escape": (add("a\x1b[2J"), "a\\x1b[2J: Navnet har tegn, der ikke kan ses."),
    "a name that is no text": (lambda root: Path(os.fsdecode(os.fsencode(root) + b"/\xff")).touch(), "\\udcff: Navnet har tegn, der ikke kan ses."),
    "a file of a terabyte that takes no room": (lambda root: os.truncate(root / "2026K1/v1/results.json", 1 << 40), "2026K1/v1/results.json: Filen kan ikke læses: filen er større end 1000 MB."),
    "a page of a terabyte": (lambda root: os.truncate(root / "index.html", 1 << 40), "index.html: Filen kan ikke læses: filen er større end 1000 MB."),
    "a folder where a file was": (lambda root: [(root / "404.html").unlink(), add("404.html/x")(root)], "404.html/x: Filen hører ikke til sitet."),
    "a manifest's folder alone": (add("2026K4/v1/note.txt"), "2026K4/v1/manifest.json: Manifestet mangler."),
}  # fmt: skip


@pytest.mark.parametrize("case", FOREIGN)
def test_what_is_no_file_of_the_site_is_told(case: str, whole: Path) -> None:
    spoil, line = FOREIGN[case]
    spoil(whole)
    assert any(found.startswith(line) for found in told(whole)), told(whole)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a device")
def test_a_device_is_told(whole: Path) -> None:
    os.mknod(whole / "null", stat.S_IFCHR | 0o600, os.makedev(1, 3))
    assert told(whole)[0].startswith("null: Her står noget andet end en fil. Fundet: 'enhed'.")


def test_a_site_that_is_named_by_a_link_is_whole(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(whole)
    assert told(tmp_path / "current") == []


def test_what_a_killed_publishing_left_beside_the_site_is_not_outside_it(whole: Path) -> None:
    left = whole.with_name(f".{whole.name}-publishing-abcdefgh")
    shutil.copytree(whole, left, copy_function=os.link)
    assert told(whole) == []
    left.rename(whole.with_name("copy"))
    assert len(told(whole)) > 100


# -- hostile documents ---------------------------------------------------------------------------------------------------

DEEP = b"[" * 200_000
HOSTILE: dict[str, tuple[str, bytes]] = {
    "a deep list": (INDEX, DEEP),
    "a deep manifest": (f"2026K1/v1/{NAME}", DEEP),
    "deep changes": ("2026K1/v2/changes.json", DEEP),
    "a page of declarations": ("2026K1/v1/html/index.html", b"<![abc[" * 1000),
    "a list that is a number": (INDEX, b"1e999999"),
    "a manifest that is no text": (f"2026K2/v1/{NAME}", bytes(range(256))),
    "a manifest of bad numbers": (f"2026K2/v1/{NAME}", b'{"points": {"won": NaN, "open": 1e400}}'),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_document_is_a_problem_with_its_name(case: str, whole: Path) -> None:
    name, content = HOSTILE[case]
    (whole / name).write_bytes(content)
    assert any(line.startswith(f"{name}: ") for line in told(whole))
    done = call("verify", str(whole))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr


def _republish(root: Path, folder: str, alter: Callable[[dict[str, object]], object]) -> None:
    """Rewrite a site as if its newest version had been published with another manifest."""
    from kvartalsbog.editions.manifest import checksums, parse  # noqa: PLC0415

    path = root / folder / NAME
    document = json.loads(path.read_bytes())
    alter(document)
    content = (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
    path.write_bytes(content)
    manifest = parse(content, NAME)
    (root / folder / "SHA256SUMS").write_bytes(checksums(manifest.outputs, manifest))
    known = read_list(root)
    assert known is not None
    editions = [{**entry, "manifest_sha256": manifest.fingerprint} if entry["path"] == folder else entry for entry in known["editions"]]  # fmt: skip
    relist(root, editions=editions)


@pytest.mark.parametrize("alter", [
    lambda manifest: manifest["goals"][0].update(verdict="fremragende"),
    lambda manifest: manifest["publication"].update(license="https://x.dk/{|}"),
    lambda manifest: manifest["releases"].update({"9999K4": "2026-01-01"}),
])  # fmt: skip
def test_a_manifest_that_no_front_can_be_made_of_is_a_problem(
    alter: Callable[[dict[str, object]], object], whole: Path
) -> None:
    _republish(whole, "2026K1/v2", alter)
    assert told(whole) != []


def test_a_manifest_with_a_figure_that_is_none_is_told(whole: Path) -> None:
    path = whole / "2026K1/v2" / NAME
    document = json.loads(path.read_bytes())
    document["points"]["won"] = float("nan")
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert "2026K1/v2/manifest.json:" in "".join(map(str, told(whole)))
    assert "Filen kan ikke læses som JSON." in "".join(map(str, told(whole)))


def test_the_program_that_wrote_a_front_is_the_programs_files_and_its_libraries() -> None:
    assert len(front.program()) == 64
    assert front.program() == front.program()


# -- every form of link --------------------------------------------------------------------------------------------------

LINKS = {
    '<a href=" b.html ">x</a>': [],
    '<img srcset="b.html 1x, b.html 2x">': [],
    '<img srcset="b.html 1x, c.png 2x">': ["c.png"],
    '<img srcset="b.html 1x,c.png 2x">': ["c.png"],
    '<link rel="preload" imagesrcset="c.png 100w, d.png 200w">': ["c.png", "d.png"],
    '<p style="background: url(c.png)">x</p>': ["c.png"],
    "<p style=\"background: url('c.png')\">x</p>": ["c.png"],
    "<style>@import 'c.css'; p { background: image-set('d.png' 1x) }</style>": ["c.css", "d.png"],
    "<style>/* url(x.png) */</style>": [],
    '<object data="c.svg"></object>': ["c.svg"],
    '<svg><use xlink:href="c.svg#a"></use></svg>': ["c.svg#a"],
    '<video poster="c.png"></video>': ["c.png"],
    '<form action="c.html"><button formaction="d.html">x</button></form>': ["c.html", "d.html"],
    '<a href="b.html" ping="c.html d.html">x</a>': ["c.html", "d.html"],
    '<meta http-equiv="Refresh" content="0;URL=\'c.html\'">': ["c.html"],
    '<base href="../"><a href="b.html">x</a>': ["<base ../>"],
    '<a href="..\\p\\b.html">x</a>': [],
    '<a href="/b.html">x</a>': ["/b.html"],
    '<a href="../../../b.html">x</a>': ["../../../b.html"],
    '<a href="http://[x">x</a>': ["http://[x"],
    '<a href="b.html" href="c.html">x</a>': [],
    '<img usemap="#m"><map name="m"></map>': [],
    '<img usemap="#n"><map name="m"></map>': ["#n"],
}


@pytest.mark.parametrize("markup", LINKS)
def test_every_form_of_link_is_followed(tmp_path: Path, markup: str) -> None:
    found = broken(tmp_path, {"p/a.html": markup, "p/b.html": ""})
    assert sorted(str(problem.value) for problem in found) == sorted(LINKS[markup])


def test_the_links_of_style_sheets_are_followed_with_their_line(tmp_path: Path) -> None:
    text = '@font-face {\n  src: url("a.otf") format("x"), url(b.otf);\n}\n/* url(c.otf)\n*/ p { background: URL( d.png ) }'
    page = Page.parse("s/x.css", text)
    assert page.links == ((2, "a.otf"), (2, "b.otf"), (5, "d.png "))
    found = [str(problem) for problem in broken(tmp_path, {"s/x.css": text, "s/a.otf": "", "s/d.png": ""})]
    assert found == ["s/x.css:2: Linket fører ingen steder hen. Fundet: 'b.otf'."]
