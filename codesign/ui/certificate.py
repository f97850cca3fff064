"""How a phone comes to trust this laptop: the authority of the team to download, and what to touch, step by step."""

from __future__ import annotations

from html import escape
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from codesign import tls
from codesign.config import load_settings
from codesign.i18n import N_, _
from codesign.ui import paper

PATH = "/auth/certificate"
FILE = "/auth/authority.crt"
IOS = (
    N_("Open this page in Safari, touch “Download the certificate”, then “Allow”."),
    N_("Settings › General › VPN & Device Management: touch the profile “Codesign”, then “Install”."),
    N_("Settings › General › About › Certificate Trust Settings: switch “Codesign” on."),
    N_("Come back to this address: the browser does not warn any more."),
)
ANDROID = (
    N_("Open this page in Chrome and touch “Download the certificate”."),
    N_("Settings › Security › More › Install from storage (or search “certificate” in the settings)."),
    N_("Choose “CA certificate”, “Install anyway”, then the file authority.crt."),
    N_("Come back to this address: the browser does not warn any more."),
)


async def certificate(_request: Request) -> Response:
    """GET /auth/certificate: open to all, since a phone needs it before anybody can sign in on it."""
    path = _authority()
    title = _("Trust this server on a phone")
    if not path.exists():
        words = _("This server has no certificate. Start it with “make run-tls” to give phones a secured address.")
        return HTMLResponse(
            paper.document(title, paper.paragraph(words) + paper.link("/", _("Back to the start"))), 404
        )
    print_ = await to_thread.run_sync(tls.fingerprint, path)
    return HTMLResponse(paper.document(title, _body(print_)))


async def authority(_request: Request) -> Response:
    """GET /auth/authority.crt: the certificate, without its key, as phones take it."""
    path = _authority()
    if not path.exists():
        return Response("Not found", 404)
    return FileResponse(path, media_type="application/x-x509-ca-cert", filename="authority.crt")


def _authority() -> Path:
    return load_settings().tls / "authority.crt"


def _body(fingerprint: str) -> str:
    why = _(
        "Once per phone. The page of the field then opens without a network, and the camera and the microphone work."
    )
    check = _("Compare this print with the one on the laptop’s terminal before you install anything:")
    limits = _("This certificate is good for local addresses alone: it cannot speak for any site of the Internet."
               " Remove it in the same settings when the project is over.")  # fmt: skip
    parts = (
        paper.paragraph(why),
        paper.link(FILE, _("Download the certificate")),
        paper.paragraph(check),
        f'<p style="overflow-wrap:anywhere"><code>{escape(fingerprint)}</code></p>',
        _steps(_("iPhone, iPad"), IOS),
        _steps(_("Android"), ANDROID),
        paper.paragraph(limits, quiet=True),
        paper.link("/", _("Back to the start")),
    )
    return "".join(parts)


def _steps(title: str, steps: tuple[str, ...]) -> str:
    lines = "".join(f"<li>{escape(_(each))}</li>" for each in steps)
    return f"<h2>{escape(title)}</h2><ol>{lines}</ol>"
