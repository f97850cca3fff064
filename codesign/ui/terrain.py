"""The addresses of the offline page: its files, who is signed in, and the door where notes arrive."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from codesign import drawing
from codesign.accounts import Permission, Session
from codesign.errors import InvalidInput, NotAllowed, Unavailable, UserError
from codesign.i18n import N_, _, language
from codesign.ui import requests
from codesign.ui.signin import in_database
from codesign.ui.terrain_arrivals import receive
from codesign.ui.terrain_form import MAX_BODY, definition

HOME = "/terrain/"
SHELL = Path(__file__).with_name("terrain_page")
TOKEN = "x-terrain-token"  # noqa: S105 - the name of a header
FONTS = ("Inter-Regular", "Inter-SemiBold", "Inter-Bold")
CSP = (  # stricter than the app's: no script or style but our files
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
    " manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_NO_STORE = {"cache-control": "no-store"}
_TOO_LONG = N_("This note is too long to be sent at once: split it into several.")
_UNREADABLE = N_("This note was cut on its way. Send it again.")


@dataclass(frozen=True, slots=True)
class File:
    """One file of the page."""

    mime: str
    content: bytes


async def serve(request: Request) -> Response:
    """GET one file of the page. The browser asks each time whether it changed; the service worker keeps the set."""
    name = str(request.path_params.get("name", ""))
    found = shell(language()).get(name)
    if found is None:
        return Response("Not found", 404)
    headers = {"cache-control": "no-cache", "content-security-policy": CSP}
    return Response(found.content, media_type=found.mime, headers=headers)


@lru_cache(maxsize=4)
def shell(of: str) -> Mapping[str, File]:
    """Return every file of the page in the language `of`; the service worker knows the set by its print."""
    made = {
        "": File("text/html", _document(of).encode()),
        "form.json": File("application/json", _json(definition())),
        "manifest.webmanifest": File("application/manifest+json", _json(_manifest(of))),
        "icon-192.png": File("image/png", drawing.app_icon(192)),
        "icon-512.png": File("image/png", drawing.app_icon(512)),
        "icon-512-mask.png": File("image/png", drawing.app_icon(512, bleed=True)),
    }
    kinds = {".js": "text/javascript", ".css": "text/css"}
    for path in sorted(SHELL.iterdir()):
        if path.suffix in kinds and path.name != "sw.js":
            made[path.name] = File(kinds[path.suffix], path.read_bytes())
    return {**made, "sw.js": File("text/javascript", _worker(made))}


def _worker(made: Mapping[str, File]) -> bytes:
    """Return the service worker: the same files give the same bytes, another file makes another one."""
    digest = hashlib.sha256((SHELL / "sw.js").read_bytes())
    for name, file in sorted(made.items()):
        digest.update(name.encode() + b"\0" + file.content)
    files = [*(HOME + name for name in made), *(f"/app/static/{name}.woff2" for name in FONTS)]
    head = f"const VERSION = {json.dumps(digest.hexdigest()[:16])};\nconst FILES = {json.dumps(files)};\n"
    return head.encode() + (SHELL / "sw.js").read_bytes()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _manifest(of: str) -> dict[str, Any]:
    icons = [
        {"src": f"{HOME}icon-192.png", "sizes": "192x192", "type": "image/png"},
        {"src": f"{HOME}icon-512.png", "sizes": "512x512", "type": "image/png"},
        {"src": f"{HOME}icon-512-mask.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    return {
        "id": HOME, "start_url": HOME, "scope": HOME, "display": "standalone", "lang": of[:2], "dir": "ltr",
        "name": _("Field notes, offline"), "short_name": _("Field"), "icons": icons,
        "background_color": "#FBFAF7", "theme_color": "#0B5C7A",
    }  # fmt: skip


def _document(of: str) -> str:
    title, wait = escape(_("Field notes, offline")), escape(_("This page needs JavaScript to keep what you write."))
    return f"""<!doctype html>
<html lang="{escape(of[:2])}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#0B5C7A">
<title>{title}</title>
<link rel="icon" href="{HOME}icon-192.png">
<link rel="apple-touch-icon" href="{HOME}icon-192.png">
<link rel="manifest" href="{HOME}manifest.webmanifest">
<link rel="stylesheet" href="{HOME}terrain.css">
<script type="module" src="{HOME}app.js"></script>
</head>
<body>
<div id="app"></div>
<noscript><p>{wait}</p></noscript>
</body>
</html>
"""


async def me(request: Request) -> Response:
    """GET /terrain/api/me: whose queue this is, and the token that its notes are sent with."""
    session = _session(request)
    if session is None:
        return _said(401, "sign_in")
    member = {"id": session.member.id, "name": session.member.name}
    may = session.actor.may(Permission.NOTE_RECORD)
    said = {"member": member, "may": may, "token": _token(session), "now": round(time.time() * 1000)}
    return JSONResponse(said, headers=_NO_STORE)


async def take(request: Request) -> Response:
    """POST /terrain/api/notes: one note; says whether it is kept, refused (with the reason) or to be sent again."""
    session = _session(request)
    if session is None:
        return _said(401, "sign_in")
    if not _is_ours(request, session):
        return _said(403, "foreign")
    return await _taken(request, session)


async def _taken(request: Request, session: Session) -> Response:
    try:
        sent = await _note_of(request)
        if sent.get("member") != session.member.id:
            return _said(409, "member")
        arrival = await in_database(lambda db: receive(db, session.actor, sent))
    except NotAllowed as error:  # the note may be here already, and the role come back: nothing to mend in it
        return _said(403, "later", str(error))
    except Unavailable as error:
        return _said(503, "later", str(error))
    except UserError as error:
        return _said(422, "refused", str(error))
    return JSONResponse({"state": "kept", **asdict(arrival)}, headers=_NO_STORE)


def _session(request: Request) -> Session | None:
    found = requests.session_of(request)
    return None if found is None or found.locked else found


def _token(session: Session) -> str:
    """Return what only a page of ours can read under this very sign-in."""
    return hmac.new(session.sid.encode(), b"terrain", hashlib.sha256).hexdigest()


def _is_ours(request: Request, session: Session) -> bool:
    """Say whether a page of ours sends this: its token, its origin, and where the browser says it comes from."""
    origin = request.headers.get("origin", "")
    same = origin.partition("://")[2] == request.headers.get("host")
    near = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"  # plain http hotspots do not say
    proved = hmac.compare_digest(request.headers.get(TOKEN, "").encode(), _token(session).encode())
    typed = request.headers.get("content-type", "").partition(";")[0].strip() == "application/json"
    return same and near and proved and typed


async def _note_of(request: Request) -> dict[str, Any]:
    body = bytearray()
    async for chunk in request.stream():
        body.extend(chunk)
        if len(body) > MAX_BODY:
            raise InvalidInput(_TOO_LONG)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InvalidInput(_UNREADABLE)
    return found


def _said(status: int, state: str, reason: str = "") -> Response:
    return JSONResponse({"state": state, "reason": reason}, status, headers=_NO_STORE)


async def _home(_request: Request) -> Response:
    return RedirectResponse(HOME, 307)


ROUTES = (
    Route(HOME.rstrip("/"), _home),
    Route(f"{HOME}api/me", me),
    Route(f"{HOME}api/notes", take, methods=["POST"]),
    Route(HOME, serve),
    Route(HOME + "{name}", serve),
)
