"""What every request passes through: known hosts only, who is signed in, headers that keep the browser strict."""

from __future__ import annotations

import re
from html import escape
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from codesign import accounts, storage
from codesign.accounts import Session
from codesign.config import load_settings
from codesign.errors import UserError
from codesign.i18n import _, using_language
from codesign.ui import paper
from codesign.ui.run import chosen_language
from codesign.ui.screens import PRESENT, SCREENS

COOKIE = "codesign_sid"
SESSION_KEY = "codesign.session"
FIRST_START_KEY = "codesign.first_start"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

CSP = (  # `data:` is in connect-src for the camera: Streamlit asks its own picture back by such an address
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self' blob: data:;"
    " worker-src 'self' blob:; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
_CSP = "content-security-policy"  # a route of ours may say a stricter one
HEADERS = {
    _CSP: CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_OPEN = re.compile(  # what says nothing of anybody
    r"/(auth/.*|static/.*|app/static/.*|favicon\.png|_stcore/health|terrain/(manifest\.webmanifest|icon-[\w-]+\.png))"
)
_NEVER_PAGES = re.compile(r"/(_stcore|media|note-media|component|app|terrain/api)(/.*)?")
_INDEX = ((b'<html lang="en"', b'<html lang="fr"'), (b"<title>Streamlit</title>", b"<title>Recherche</title>"))


class KnownHosts:
    """Refuses names that are not ours: a page elsewhere that points its own name at this machine gets nothing.

    Without `server.allowedHosts`, a server that listens on this machine only answers to its loopback names; one that
    listens on a network answers to any name (its proxy or its operator says which).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "lifespan" or _host_known(Headers(scope=scope).get("host", "")):
            await self.app(scope, receive, send)
        else:
            await _refuse(scope, receive, send, PlainTextResponse("Unknown host", 400))


def host_name(host: str) -> str:
    """Return the name in a Host header, without port, in small letters."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def _host_known(host: str) -> bool:
    allowed = [str(each).lower() for each in st.get_option("server.allowedHosts") or ()]
    if allowed:
        name = host_name(host)
        return any(each in ("*", name) or (each.startswith("*.") and name.endswith(each[1:])) for each in allowed)
    return st.get_option("server.address") not in LOOPBACK or host_name(host) in LOOPBACK


class Identity:
    """Turns the cookie into who is signed in; whoever is not gets no page, no socket, no upload, no media.

    Headers of ours that a browser sends are dropped: only what is proved here reaches Streamlit.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as someone, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        kept = [(name, value) for name, value in scope["headers"] if not name.lower().startswith(b"x-codesign-")]
        session, first_start = None, False
        if not scope["path"].startswith(("/static/", "/app/static/", "/auth/static/")):
            session, first_start = await to_thread.run_sync(_who, cookie_of(Headers(raw=kept), COOKIE))
        scope = {**scope, "headers": kept, SESSION_KEY: session, FIRST_START_KEY: first_start}
        if session is not None and not session.locked:
            login = quote(session.member.login)
            kept += [(b"x-codesign-user", login.encode()), (b"x-codesign-sid", session.sid.encode())]
        elif not _OPEN.fullmatch(scope["path"]):
            await _refuse(scope, receive, send, _turned_away(scope, session, first_start=first_start))
            return
        if not _leads_somewhere(scope["path"]):
            await _refuse(scope, receive, send, _nowhere())
            return
        await self.app(scope, receive, send)


def _who(token: str) -> tuple[Session | None, bool]:
    """Return the sign-in of a token, and whether nobody can sign in yet."""
    path = load_settings().database
    if not path.exists():
        return None, True
    try:
        with storage.open_database(path) as db:
            session = accounts.session_of_token(db, token) if token else None
            return session, session is None and not accounts.has_members(db)
    except UserError:  # the disk refuses: nobody is let in on a guess
        return None, False


def _turned_away(scope: Scope, session: Session | None, *, first_start: bool) -> Response:
    path = scope["path"]
    if scope.get("method") not in ("GET", "HEAD") or _NEVER_PAGES.fullmatch(path):
        return PlainTextResponse("Sign in first", 401, {"cache-control": "no-store"})
    wanted = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    target = "/auth/start" if first_start else "/auth/lock" if session is not None else "/auth/login"
    tail = "" if path == "/" or first_start else f"?next={quote(wanted, safe='')}"
    return RedirectResponse(target + tail, 303, {"cache-control": "no-store"})


def _leads_somewhere(path: str) -> bool:
    """Say whether an address is a screen's, or may be a file's: for others Streamlit would open a box in English."""
    known = {screen.name for screen in SCREENS} | {"", "home", "terrain", PRESENT}
    return bool(_OPEN.fullmatch(path) or _NEVER_PAGES.fullmatch(path) or path.strip("/") in known or "." in path)


def _nowhere() -> Response:
    with using_language(chosen_language()):
        back = f'<p><a href="/">{escape(_("Back to the start"))}</a></p>'
        words = f"<p>{escape(_('The address may have been cut, or the page moved. Nothing was lost.'))}</p>"
        return HTMLResponse(paper.document(_("This address leads nowhere"), words + back), 404)


async def _refuse(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4401})  # before it is accepted: the browser sees HTTP 403
    else:
        await response(scope, receive, send)


def cookie_of(headers: Headers, name: str) -> str:
    """Return one cookie of a request, empty when there is none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


class Strict:
    """Adds the security headers to every answer, and says in the page itself that it is in French."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; change what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if "." not in scope["path"].rpartition("/")[2]:  # a page: it must come uncompressed to be changed
            kept = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        with using_language(chosen_language()):
            await self.app(scope, receive, _changing(scope["path"], send))


def _changing(path: str, send: Send) -> Send:
    """Return a `send` that adds headers, and holds back the Streamlit index until it is whole."""
    start: list[Message] = []
    body = bytearray()

    async def changed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers.update({**HEADERS, **{name: headers[name] for name in (_CSP,) if name in headers}})
            if path.startswith("/auth/") and not path.startswith("/auth/static/"):
                headers["cache-control"] = "no-store"
            elif headers.get("content-type", "").startswith("text/html"):
                start.append(message)
                return
        elif message["type"] == "http.response.body" and start:
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                await _send_index(start.pop(), bytes(body), send)
            return
        await send(message)

    return changed


async def _send_index(start: Message, body: bytes, send: Send) -> None:
    for english, french in _INDEX:
        body = body.replace(english, french)
    headers = MutableHeaders(raw=start["headers"])
    if "content-length" in headers:
        headers["content-length"] = str(len(body))
    await send(start)
    await send({"type": "http.response.body", "body": body})
