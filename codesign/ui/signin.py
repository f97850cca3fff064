"""The routes beside Streamlit where people come in, lock their screen and go out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from codesign import accounts, storage
from codesign.config import load_settings
from codesign.errors import UserError
from codesign.i18n import N_, _
from codesign.storage import Database
from codesign.ui import paper, requests

T = TypeVar("T")
_PASSWORD_HINT = N_("At least 10 characters, any of them. Four ordinary words in a row work well.")


async def in_database(work: Callable[[Database], T]) -> T:
    """Run `work` on the app's database in another thread: a password check takes a while, others must not wait."""

    def run() -> T:
        with storage.open_database(load_settings().database) as db:
            return work(db)

    return await to_thread.run_sync(run)


def password_field(name: str, label: str, *, new: bool = False) -> str:
    """Return a password line; a new one says what makes it good."""
    complete, hint = ("new-password", _(_PASSWORD_HINT)) if new else ("current-password", "")
    return paper.field(paper.Field(name, label, "password", complete, hint=hint))


def login_field(value: str = "") -> str:
    """Return the line for the sign-in name."""
    return paper.field(paper.Field("login", _("Sign-in name"), autocomplete="username", value=value))


def login_page(request: Request, target: str, *, login: str = "", wrong: str = "", status: int = 200) -> Response:
    """Answer with the sign-in form."""
    csrf = requests.csrf_of(request)
    parts = [paper.hidden("next", target), login_field(login), password_field("password", _("Password"))]
    body = paper.form("/auth/login", csrf, parts, _("Sign in"))
    body += paper.link("/auth/code", _("I have a one-time code"))
    body += paper.paragraph(_("Password forgotten? Ask the coordination of the project for a code."), quiet=True)
    return requests.page(request, paper.document(_("Sign in"), body, wrong=wrong), csrf, status)


async def login_form(request: Request) -> Response:
    """GET /auth/login."""
    target = requests.own_path(request.query_params.get("next", "/"))
    if requests.is_first_start(request):
        return RedirectResponse("/auth/start", 303)
    session = requests.session_of(request)
    if session is not None and not session.locked:
        return RedirectResponse(target, 303)
    answer = login_page(request, target)
    return requests.forget_sign_in(answer) if session is None else answer


async def login(request: Request) -> Response:
    """POST /auth/login: the same words whatever was wrong."""
    fields: dict[str, str] = {}
    try:
        fields = await requests.form_of(request)
        name, password = requests.typed(fields, "login"), requests.typed(fields, "password")
        address, before = requests.address_of(request), requests.session_of(request)
        token = await in_database(lambda db: _rotate(db, name, password, address, before.sid if before else ""))
    except UserError as error:
        target = requests.own_path(requests.typed(fields, "next"))
        return login_page(request, target, login=requests.typed(fields, "login"), wrong=str(error), status=403)
    return requests.let_in(request, token, requests.own_path(requests.typed(fields, "next")))


def _rotate(db: Database, login: str, password: str, address: str, before: str) -> str:
    token = accounts.sign_in(db, login=login, password=password, address=address)
    if before:
        accounts.sign_out(db, before)
    return token


def code_page(request: Request, *, login: str = "", wrong: str = "", status: int = 200) -> Response:
    """Answer with the form for a one-time code."""
    csrf = requests.csrf_of(request)
    code = paper.Field("code", _("One-time code"), autocomplete="one-time-code", hint=_("Such as ABCD-EFGH-JKMN."))
    parts = [login_field(login), paper.field(code), password_field("password", _("New password"), new=True)]
    body = paper.form("/auth/code", csrf, parts, _("Set my password"))
    body += paper.link("/auth/login", _("I have a password"))
    return requests.page(request, paper.document(_("Choose a password"), body, wrong=wrong), csrf, status)


async def code_form(request: Request) -> Response:
    """GET /auth/code."""
    return code_page(request)


async def code(request: Request) -> Response:
    """POST /auth/code: a new password, and signed in."""
    fields: dict[str, str] = {}
    try:
        fields = await requests.form_of(request)
        wishes = {name: requests.typed(fields, name) for name in ("login", "code", "password")}
        address = requests.address_of(request)
        token = await in_database(lambda db: accounts.use_code(db, address=address, **wishes))
    except UserError as error:
        return code_page(request, login=requests.typed(fields, "login"), wrong=str(error), status=403)
    return requests.let_in(request, token, "/")


async def logout_form(request: Request) -> Response:
    """GET /auth/logout: a link must not sign out by itself."""
    csrf = requests.csrf_of(request)
    body = paper.paragraph(_("What was saved is safe. A note that you began stays in your drafts."))
    body += paper.form("/auth/logout", csrf, [], _("Sign out"))
    body += paper.link("/", _("Go back"))
    return requests.page(request, paper.document(_("Sign out?"), body), csrf)


async def logout(request: Request) -> Response:
    """POST /auth/logout: the sign-in ends on the server."""
    try:
        await requests.form_of(request)
    except UserError:
        return RedirectResponse("/auth/logout", 303)
    session = requests.session_of(request)
    if session is not None:
        sid = session.sid
        await in_database(lambda db: accounts.sign_out(db, sid))
    return requests.let_out()


def lock_page(request: Request, target: str, *, wrong: str = "", status: int = 200) -> Response:
    """Answer with the locked screen."""
    session = requests.session_of(request)
    csrf = requests.csrf_of(request)
    name = session.member.login if session else ""
    parts = [paper.hidden("next", target), paper.known_login(name), password_field("password", _("Password"))]
    body = paper.paragraph(_("Locked by %(name)s.", name=session.member.name) if session else "")
    body += paper.form("/auth/unlock", csrf, parts, _("Unlock"))
    body += paper.link("/auth/logout", _("Sign out"))
    return requests.page(request, paper.document(_("Locked screen"), body, wrong=wrong), csrf, status)


async def lock_form(request: Request) -> Response:
    """GET /auth/lock: the locked screen."""
    session = requests.session_of(request)
    if session is None or not session.locked:
        return RedirectResponse("/", 303)
    return lock_page(request, requests.own_path(request.query_params.get("next", "/")))


async def unlock(request: Request) -> Response:
    """POST /auth/unlock: the password of the same member."""
    session = requests.session_of(request)
    if session is None:
        return RedirectResponse("/auth/login", 303)
    fields: dict[str, str] = {}
    try:
        fields = await requests.form_of(request)
        sid, password, address = session.sid, requests.typed(fields, "password"), requests.address_of(request)
        await in_database(lambda db: accounts.unlock(db, sid, password=password, address=address))
    except UserError as error:
        target = requests.own_path(requests.typed(fields, "next"))
        return lock_page(request, target, wrong=str(error), status=403)
    return RedirectResponse(requests.own_path(requests.typed(fields, "next")), 303)
