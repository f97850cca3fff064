"""The first start: whoever sits at the machine makes the coordinator's account and says what to open."""

from __future__ import annotations

import hmac

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from codesign import accounts
from codesign.config import load_settings
from codesign.errors import InvalidInput, NotAllowed, UserError
from codesign.i18n import N_, _
from codesign.storage import Database
from codesign.ui import paper, requests, switching
from codesign.ui.signin import in_database, login_field, password_field

_failures: list[str] = []
_MAX_FAILURES = 20  # wrong codes in one run of the server; then only the machine itself opens the first start


def _page(request: Request, fields: dict[str, str], *, wrong: str = "", status: int = 200) -> Response:
    csrf = requests.csrf_of(request)
    parts = [] if requests.from_this_machine(request) else [_code_field()]
    parts += [
        paper.field(paper.Field("name", _("Your name"), autocomplete="name", value=requests.typed(fields, "name"))),
        login_field(requests.typed(fields, "login")),
        password_field("password", _("Password"), new=True),
        paper.options("choice", _("What do you want to open?"), _choices(), fields.get("choice", "demo")),
    ]
    body = paper.paragraph(_("This makes the account of the coordination, who can then invite the team."))
    body += paper.form("/auth/start", csrf, parts, _("Begin"), wait=_("Being prepared…"))
    return requests.page(request, paper.document(_("Welcome"), body, wrong=wrong), csrf, status)


def _choices() -> list[paper.Option]:
    return [
        paper.Option("demo", _("Explore with invented data"), _("Preparing them takes about a minute.")),
        paper.Option("project", _("Start a project"), _("An empty database, on this machine only.")),
    ]


def _code_field() -> str:
    hint = _("It is printed in the terminal where the app was started.")
    return paper.field(paper.Field("code", _("One-time code"), autocomplete="one-time-code", hint=hint))


async def start_form(request: Request) -> Response:
    """GET /auth/start."""
    if not requests.is_first_start(request):
        return RedirectResponse("/", 303)
    return _page(request, {})


async def start(request: Request) -> Response:
    """POST /auth/start: the account, the database, and signed in."""
    if not requests.is_first_start(request):
        return RedirectResponse("/", 303)
    fields: dict[str, str] = {}
    try:
        fields = await requests.form_of(request)
        _check_code(request, requests.typed(fields, "code"))
        token = await _begin(fields, requests.address_of(request))
    except UserError as error:
        return _page(request, fields, wrong=str(error), status=403)
    return requests.let_in(request, token, "/")


async def _begin(fields: dict[str, str], address: str) -> str:
    name, login, password = (requests.typed(fields, field) for field in ("name", "login", "password"))
    accounts.check_first(name=name, login=login, password=password)  # before the minute that the demo takes
    demo = requests.typed(fields, "choice") != "project"
    await to_thread.run_sync(lambda: switching.choose(load_settings(), demo=demo))

    def make(db: Database) -> str:
        accounts.create_coordinator(db, name=name, login=login, password=password)
        return accounts.sign_in(db, login=login, password=password, address=address)

    token = await in_database(make)
    switching.forget_start_code()
    return token


def _check_code(request: Request, code: str) -> None:
    """Let through whoever sits at the machine, or knows the code of its terminal."""
    if requests.from_this_machine(request):
        return
    if len(_failures) >= _MAX_FAILURES:
        raise NotAllowed(N_("Too many wrong codes. Open the app on the machine itself."))
    if not hmac.compare_digest(code.strip().upper().encode(), switching.start_code().encode()):
        _failures.append(code)
        raise InvalidInput(N_("This code is not right. It is printed in the terminal where the app was started."))
