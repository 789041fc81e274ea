"""The site's own settings on the hosts that read them: Apache answers as it should, and IIS can merge every `web.config`."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import tool

from kvartalsbog.sphinxext.hosting import HEADERS, header_files, site_header_files

VERSIONS = ("2024K1/v1", "2024K1/v2", "2024K2/v1")
MODULES = ("mpm_event", "authz_core", "headers", "setenvif", "mime", "dir")
CONFIG = """
ServerRoot {root}
ServerName localhost
PidFile {root}/pid
ErrorLog {root}/error.log
Mutex file:{root}
Listen 127.0.0.1:{port}
{modules}
TypesConfig /etc/mime.types
DocumentRoot {root}/empty
Alias /politi {root}/site
<Directory {root}/site>
  Require all granted
  AllowOverride FileInfo
</Directory>
<FilesMatch "^\\.ht">
  Require all denied
</FilesMatch>
"""


def make_site(root: Path) -> None:
    """The settings of a site and of its editions, with a file of each kind."""
    for version in VERSIONS:
        for folder in ("html", "data"):
            (root / version / folder).mkdir(parents=True)
        for name, text in header_files().items():
            (root / version / "html" / name).write_text(text, encoding="utf-8")
        (root / version / "html/index.html").write_text("<p>æ</p>", encoding="utf-8")
        (root / version / "data/goals.csv").write_text("a,b\n", encoding="utf-8")
        (root / version / "SHA256SUMS").write_text("0  a\n", encoding="utf-8")
    for name in ("index.html", "404.html", "catalog.ttl", "catalog.jsonld", "editions.json"):
        (root / name).write_text(name, encoding="utf-8")
    for name, text in site_header_files(VERSIONS, "https://example.dk/politi/", pages="html", data="data").items():
        (root / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A port of this machine where Apache shows the site under `/politi/`."""
    apache = tool("apache2", "/usr/sbin/apache2")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    root = Path(tempfile.mkdtemp(prefix="apache-"))
    root.chmod(0o755)
    (root / "site").mkdir()
    (root / "empty").mkdir()
    make_site(root / "site")
    modules = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in (*MODULES, "alias"))  # fmt: skip
    (root / "apache.conf").write_text(CONFIG.format(root=root, port=number, modules=modules), encoding="utf-8")
    process = subprocess.Popen([apache, "-f", str(root / "apache.conf"), "-D", "FOREGROUND"], stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", number), timeout=1).close()
                break
            except OSError:
                continue
        assert process.poll() is None, (root / "error.log").read_text(encoding="utf-8")
        yield number
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(root)


def ask(port: int, path: str) -> tuple[int, dict[str, list[str]], str]:
    """An answer's code, its headers with every value, and its text."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        headers: dict[str, list[str]] = {}
        for name, value in answer.getheaders():
            headers.setdefault(name.lower(), []).append(value)
        return answer.status, headers, answer.read().decode()


TYPES = {
    "index.html": "text/html", "catalog.ttl": "text/turtle", "catalog.jsonld": "application/ld+json",
    "editions.json": "application/json", "2024K1/v1/html/index.html": "text/html", "2024K1/v2/data/goals.csv": "text/csv",
    "2024K1/v1/SHA256SUMS": "text/plain",
}  # fmt: skip


@pytest.mark.parametrize("name", TYPES)
def test_apache_sends_every_header_once_and_the_right_type(port: int, name: str) -> None:
    code, headers, _ = ask(port, f"/politi/{name}")
    assert code == 200
    assert headers["content-type"][0].split(";")[0] == TYPES[name]
    assert {header: headers[header.lower()] for header in HEADERS} == {name: [value] for name, value in HEADERS.items()}
    assert headers.get("access-control-allow-origin") == (["*"] if "/data/" in name else None)


def test_apache_answers_with_the_sites_page_for_what_is_not_there(port: int) -> None:
    for path in ("/politi/nowhere", "/politi/2024K1/v1/html/nowhere/deep.html"):
        code, headers, text = ask(port, path)
        assert (code, text) == (404, "404.html")
        assert headers["x-frame-options"] == ["DENY"]
    assert ask(port, "/politi/.htaccess")[0] == 403


def test_without_an_address_no_path_to_the_page_can_be_told() -> None:
    assert "ErrorDocument" not in site_header_files(VERSIONS, None, pages="html", data="data")[".htaccess"]


# -- IIS -----------------------------------------------------------------------------------------------------------------

# what a new IIS has before any of ours: https://learn.microsoft.com/iis/configuration/
DEFAULTS = {
    "httpProtocol/customHeaders": {"x-powered-by": "ASP.NET"},
    "staticContent": {".csv": "application/octet-stream", ".json": "application/json", ".svg": "image/svg+xml", ".xlsx": "x"},
    "httpErrors": {"404": "x", "500": "x"},
}  # fmt: skip
KEYS = {"httpProtocol/customHeaders": "name", "staticContent": "fileExtension", "httpErrors": "statusCode"}
VALUES = {"httpProtocol/customHeaders": "value", "staticContent": "mimeType", "httpErrors": "path"}


class CannotAddError(Exception):
    """500.19: a collection already has what is added."""


def merge(effective: dict[str, dict[str, str]], server: ET.Element | None) -> dict[str, dict[str, str]]:
    """What holds after one `system.webServer`, by the rules of IIS: a collection never has one key twice."""
    merged = {path: dict(known) for path, known in effective.items()}
    for path, key in KEYS.items():
        found = server.find(path) if server is not None else None
        for element in found if found is not None else ():
            name = element.get(key, "").lower()
            if element.tag == "clear":
                merged[path].clear()
            elif element.tag == "remove":
                merged[path].pop(name, None)
            elif name in merged[path]:
                raise CannotAddError(name)
            else:
                merged[path][name] = element.get(VALUES[path], "")
    return merged


def effective(root: Path, name: str) -> dict[str, dict[str, str]]:
    """What holds for a file: every `web.config` from the site's folder down, and their `location`s on its way."""
    found, folder = DEFAULTS, Path(name).parent
    levels = [Path(), *reversed([level for level in (folder, *folder.parents) if level != Path()])]
    told: list[tuple[str, ET.Element]] = []
    for level in levels:
        for path, server in told:
            if path == level.as_posix():
                found = merge(found, server)
        config = root / level / "web.config"
        if config.is_file():
            top = ET.parse(config).getroot()
            found = merge(found, top.find("system.webServer"))
            for place in top.findall("location"):
                server = place.find("system.webServer")
                assert server is not None
                told.append(((level / place.get("path", "")).as_posix(), server))
    return found


@pytest.mark.parametrize("name", TYPES)
def test_iis_can_merge_the_settings_of_every_folder(tmp_path: Path, name: str) -> None:
    make_site(tmp_path)
    found = effective(tmp_path, name)
    headers = {header.lower(): value for header, value in HEADERS.items()}
    told = found["httpProtocol/customHeaders"]
    assert headers.items() <= told.items()
    assert told.get("access-control-allow-origin") == ("*" if "/data/" in name else None)
    assert found["staticContent"][Path(name).suffix or "."] == TYPES[name] if Path(name).suffix != ".html" else True
    assert found["httpErrors"]["404"] == "404.html"


def test_an_edition_that_adds_without_removing_is_cleared_before_it(tmp_path: Path) -> None:
    """As those were published before this was known; without the site's part IIS would refuse their pages."""
    make_site(tmp_path)
    old = tmp_path / "2024K1/v1/html/web.config"
    lines = old.read_text(encoding="utf-8").splitlines()
    old.write_text("\n".join(line for line in lines if "<remove" not in line and "mimeMap" not in line), encoding="utf-8")  # fmt: skip
    assert effective(tmp_path, "2024K1/v1/html/index.html")["httpProtocol/customHeaders"]["x-frame-options"] == "DENY"
    site = tmp_path / "web.config"
    site.write_text(site.read_text(encoding="utf-8").replace("<clear />", ""), encoding="utf-8")
    with pytest.raises(CannotAddError):
        effective(tmp_path, "2024K1/v1/html/index.html")
