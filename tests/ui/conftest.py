"""The routes and middleware of the app around a page that only says who it was served to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from ui.browsing import HERE, PASSWORD, TestClient

from codesign import accounts, storage
from codesign.accounts import passwords, store
from codesign.storage import Database
from codesign.ui import first_start, switching, web


async def _page(request: Request) -> HTMLResponse:
    who = request.headers.get("x-codesign-sid", "nobody")
    return HTMLResponse(f'<html lang="en"><title>Streamlit</title>{who}</html>')


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(socket.headers.get("x-codesign-user", "nobody"))
    await socket.close()


@pytest.fixture
def site(tmp_path: Path, db_path: Path, monkeypatch: pytest.MonkeyPatch) -> Starlette:
    """The app without Streamlit; its database is `db_path`."""
    assert db_path.parent == tmp_path
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path))
    monkeypatch.setattr(first_start, "_failures", [])
    switching.forget_start_code()
    everything = Route("/{path:path}", _page, methods=["GET", "POST", "PUT", "DELETE"])
    routes = [*web.ROUTES, WebSocketRoute("/_stcore/stream", _socket), everything]
    return Starlette(routes=routes, middleware=list(web.MIDDLEWARE))


@pytest.fixture
def visitor(site: Starlette) -> Callable[..., TestClient]:
    """Open a browser: `visitor()` on this machine, `visitor("10.0.0.7")` on another."""
    return lambda peer="127.0.0.1", base=HERE: TestClient(
        site, base_url=base, client=(peer, 50000), follow_redirects=False
    )


@pytest.fixture(scope="session")
def hashed() -> str:
    """The password's hash, made once: it is slow on purpose."""
    return passwords.hash_password(PASSWORD)


@pytest.fixture
def amina(db: Database, hashed: str) -> str:
    """The id of a coordinator who signs in as `amina`."""
    roles = [accounts.Role.COORDINATION]
    member_id = accounts.add_member(db, accounts.MACHINE, name="Amina Fictive", login="amina", roles=roles)
    with storage.transaction(db):
        store.set_password_hash(db, member_id, hashed)
    return member_id
