"""What a browser may do with the pages: one policy, in every page and in the settings of common static hosts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from kvartalsbog.files.media import MEDIA

# Nothing but the site's own scripts, styles, pictures and typeface; forms go to the site itself.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
# A published page asks its own site for the list of editions, and a host must let it.
PUBLISHED_POLICY = f"{CONTENT_POLICY}; connect-src 'self'"
# A page's own policy cannot say who may frame it, nor can it set the other headers.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": f"{PUBLISHED_POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Open data may be read by the pages of any other site.
OPEN = ("Access-Control-Allow-Origin", "*")
# What hosts do not know by themselves; "." is a name without an ending, as SHA256SUMS.
TYPES: Mapping[str, str] = {
    ending or ".": MEDIA[ending].type
    for ending in ("", ".csv", ".json", ".jsonld", ".otf", ".sig", ".svg", ".ttl", ".woff2", ".xlsx")
}


def header_files() -> dict[str, str]:
    """File name → text beside the pages of one book, for Netlify and Cloudflare Pages, Apache, and IIS. How nginx is told
    is in docs/hosting.md.
    """
    return {"_headers": _plain(), ".htaccess": _apache(), "web.config": _iis()}


def site_header_files(versions: Iterable[str], address: str | None, *, pages: str, data: str) -> dict[str, str]:
    """The same for a site: with its page for what is not there, and its versions' open data open to every other site.

    `versions` are the folders of the versions, `address` is where the site stands, if it is known;
    `pages` and `data` are the folders of a version that hold its pages and its open data.
    """
    folders = list(versions)
    home = urlsplit(address).path if address else None
    deep = ("", "/:body") if any(folder.count("/") > 1 for folder in folders) else ("",)
    places = "".join(f"{start}/:quarter/:version/{data}/*\n  {OPEN[0]}: {OPEN[1]}\n" for start in deep)
    missing = f"ErrorDocument 404 {home}404.html\n" if home else ""
    opened = f'SetEnvIf Request_URI "/v[0-9]+/{data}/" kvartalsbog_data\n<IfModule mod_headers.c>\n  Header always set {OPEN[0]} "{OPEN[1]}" env=kvartalsbog_data\n</IfModule>\n'  # fmt: skip
    return {
        "_headers": f"{_plain()}{places}",
        ".htaccess": f"{_apache()}{missing}<IfModule mod_setenvif.c>\n{opened}</IfModule>\n",
        "web.config": _iis(_IIS_MISSING, folders, pages, data),
    }


def write_header_files(folder: Path) -> None:
    """Put the header files where a book's pages are."""
    for name, text in header_files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _plain() -> str:
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in HEADERS.items())


def _apache() -> str:
    headers = "".join(f'  Header always set {name} "{value}"\n' for name, value in HEADERS.items())
    types = "".join(f"AddType {kind} {ending}\n" for ending, kind in TYPES.items() if ending != ".")
    plain = f'<Files "SHA256SUMS">\n  ForceType {TYPES["."]}\n</Files>\n'
    return f"AddDefaultCharset utf-8\n{types}{plain}<IfModule mod_headers.c>\n{headers}</IfModule>\n"


_IIS_MISSING = (
    '    <httpErrors errorMode="Custom" existingResponse="Auto">\n      <remove statusCode="404" />\n'
    '      <error statusCode="404" path="404.html" responseMode="File" />\n    </httpErrors>\n'
)


def _iis(more: str = "", versions: Iterable[str] = (), pages: str = "", data: str = "") -> str:
    """IIS merges every `web.config` from the site's folder down and refuses a page where one adds what another has added,
    so whatever is added is removed first.
    """
    types = "".join(
        f'      <remove fileExtension="{ending}" />\n      <mimeMap fileExtension="{ending}" mimeType="{kind}" />\n'
        for ending, kind in TYPES.items()
    )
    server = f"{_iis_headers(_iis_added(HEADERS))}    <staticContent>\n{types}    </staticContent>\n{more}"
    places = "".join(f"{_place(f'{folder}/{data}', _iis_added(dict([OPEN])))}{_place(f'{folder}/{pages}', _CLEARED)}" for folder in versions)  # fmt: skip
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <system.webServer>\n'
        f"{server}  </system.webServer>\n{places}</configuration>\n"
    )


# versions that were published before this was known add their headers without removing them first
_CLEARED = "        <clear />\n"


def _place(path: str, headers: str) -> str:
    inner = _iis_headers(headers).replace("\n", "\n  ").rstrip(" ")
    return f'  <location path="{path}">\n    <system.webServer>\n  {inner}    </system.webServer>\n  </location>\n'


def _iis_added(headers: Mapping[str, str]) -> str:
    return "".join(
        f'        <remove name="{name}" />\n        <add name="{name}" value="{value}" />\n'
        for name, value in headers.items()
    )


def _iis_headers(told: str) -> str:
    return f"    <httpProtocol>\n      <customHeaders>\n{told}      </customHeaders>\n    </httpProtocol>\n"
