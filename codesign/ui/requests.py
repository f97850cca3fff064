"""What the pages outside Streamlit ask of a request, and how they answer."""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from codesign.accounts import Session
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.ui.middleware import COOKIE, FIRST_START_KEY, LOOPBACK, SESSION_KEY, cookie_of, host_name

CSRF = "codesign_csrf"
MAX_FORM = 16_000  # bytes: a name, a password and a code
_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via")
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a posted form, once its token is proved to be ours.

    Raises:
        InvalidInput: the form is too long, or was not made by us for this browser.
    """
    body = bytearray()
    async for chunk in request.stream():
        body.extend(chunk)
        if len(body) > MAX_FORM:
            raise InvalidInput(N_("This form is too long."))
    fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20))
    cookie = cookie_of(request.headers, CSRF)
    origin = request.headers.get("origin")
    foreign = origin not in (None, "null") and str(origin).partition("://")[2] != request.headers.get("host")
    if foreign or not cookie or not hmac.compare_digest(cookie.encode(), fields.get("csrf", "").encode()):
        raise InvalidInput(N_("This page was open for too long, or cookies are refused. Try again."))
    return fields


def csrf_of(request: Request) -> str:
    """Return this browser's form token; a new one only when it has none, so that two open tabs both go on working."""
    known = cookie_of(request.headers, CSRF)
    return known if re.fullmatch(r"[\w-]{43}", known) else secrets.token_urlsafe(32)


def page(request: Request, content: str, csrf: str, status: int = 200) -> Response:
    """Answer with a page, and the form token as a cookie."""
    response = HTMLResponse(content, status)
    response.set_cookie(CSRF, csrf, path="/auth", httponly=True, samesite="lax", secure=is_https(request))
    return response


def let_in(request: Request, token: str, target: str) -> Response:
    """Answer a sign-in: the token as a cookie that scripts cannot read, and on to where the person was going.

    It is a cookie of the browser's session; how long it is good for is decided on the server.
    """
    response = RedirectResponse(target, 303)
    response.set_cookie(COOKIE, token, path="/", httponly=True, samesite="lax", secure=is_https(request))
    return response


def let_out(target: str = "/auth/login") -> Response:
    """Answer a sign-out: the cookie goes too."""
    return forget_sign_in(RedirectResponse(target, 303))


def forget_sign_in(response: Response) -> Response:
    """Have the browser forget its sign-in, which the server knows no more."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    return response


def is_https(request: Request) -> bool:
    """Say whether the browser speaks TLS (to us, or to the proxy that the server was told to trust)."""
    return request.url.scheme == "https"


def own_path(wanted: str) -> str:
    """Return where to go after signing in: a path of ours, never another site."""
    return wanted if _OWN_PATH.fullmatch(wanted) and not wanted.startswith("/auth/") else "/"


def address_of(request: Request) -> str:
    """Return the address that failures are counted under.

    uvicorn believes `X-Forwarded-For` from this machine even when nobody named a proxy, and the peer's own address is
    lost by then: without `FORWARDED_ALLOW_IPS`, all who send that header are counted as one.
    """
    if "x-forwarded-for" in request.headers and not os.environ.get("FORWARDED_ALLOW_IPS"):
        return "forwarded"
    return request.client.host if request.client else ""


def from_this_machine(request: Request) -> bool:
    """Say whether the person sits at the machine itself: loopback peer, loopback name, nothing in between."""
    direct = not any(name in request.headers for name in _FORWARDED)
    return direct and address_of(request) in LOOPBACK and host_name(request.headers.get("host", "")) in LOOPBACK


def session_of(request: Request) -> Session | None:
    """Return the sign-in that the identity middleware found."""
    found = request.scope.get(SESSION_KEY)
    return found if isinstance(found, Session) else None


def is_first_start(request: Request) -> bool:
    """Say whether nobody can sign in yet."""
    return bool(request.scope.get(FIRST_START_KEY))


def typed(fields: Mapping[str, str], name: str) -> str:
    """Return one field, empty when it is missing."""
    return fields.get(name, "")
