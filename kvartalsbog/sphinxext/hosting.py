"""What a browser may do with the pages: one policy, in every page and in the header files of common static hosts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

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


def header_files() -> dict[str, str]:
    """File name → text, for Netlify and Cloudflare Pages, Apache, and IIS. How nginx is told is in docs/hosting.md."""
    plain = "".join(f"  {name}: {value}\n" for name, value in HEADERS.items())
    apache = "".join(f'  Header always set {name} "{value}"\n' for name, value in HEADERS.items())
    iis = "".join(f'        <add name="{name}" value="{value}" />\n' for name, value in HEADERS.items())
    return {
        "_headers": f"/*\n{plain}",
        ".htaccess": f"AddDefaultCharset utf-8\n<IfModule mod_headers.c>\n{apache}</IfModule>\n",
        "web.config": (
            '<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <system.webServer>\n    <httpProtocol>\n'
            f"      <customHeaders>\n{iis}      </customHeaders>\n    </httpProtocol>\n  </system.webServer>\n</configuration>\n"
        ),
    }


def write_header_files(folder: Path) -> None:
    """Put the header files where the site's pages are."""
    for name, text in header_files().items():
        (folder / name).write_text(text, encoding="utf-8")
