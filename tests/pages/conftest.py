"""`screen("fieldnotes_new", "terrain")` opens a page as a signed-in member of that role, as the browser would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from codesign import bootstrap, storage
from codesign.accounts import Role, session_store, store
from codesign.accounts.clock import later
from codesign.accounts.passwords import fingerprint
from codesign.storage import Database

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "codesign" / "ui" / "main.py"

Screen = Callable[..., AppTest]


@dataclass(frozen=True)
class SignedIn:
    """An invented member with an open session."""

    id: str
    login: str
    sid: str


def sign_in_as(db: Database, *roles: str) -> SignedIn:
    """Give the database a member of these roles, signed in; no password is hashed, to be quick."""
    login = "-".join(roles)
    known = store.member_by_login(db, login)
    member_id = known.id if known else storage.uuid7()
    sid = fingerprint(storage.uuid7())
    with storage.transaction(db):
        if known is None:
            kept = frozenset(Role(role) for role in roles)
            name = f"Personne inventée ({login})"
            store.save_member(
                db, member_id, author=member_id, name=name, login=login, roles=kept, active=True, new=True
            )
        session_store.add(db, sid, member_id, storage.now(), later(hours=1))
    return SignedIn(member_id, login, sid)


@pytest.fixture
def home(tmp_path: Path, db_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The private folder that the app uses in this test; its database is `db_path`."""
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path))
    assert db_path.parent == tmp_path
    return tmp_path


@pytest.fixture
def screen(home: Path, db_path: Path) -> Screen:
    """Open a page by its file name as a member of the role(s); `ids` go into the address.

    `screen("fieldnotes_note", "terrain", ids={"note": note_id}, who=member)`; `who` signs in someone whom
    `sign_in_as(db, …)` made. A page that the role may not open raises ValueError, as the menu does not list it.
    """

    def open_screen(
        name: str,
        *roles: str,
        ids: dict[str, str] | None = None,
        who: SignedIn | None = None,
        db_path: Path = db_path,
    ) -> AppTest:
        if who is None:
            with storage.open_database(db_path) as db:
                who = sign_in_as(db, *(roles or ("terrain",)))
        app = AppTest.from_file(str(MAIN), default_timeout=30)
        app.user = {"login": who.login, "sid": who.sid}
        app.run()
        app.switch_page(f"../../pages/{name}.py")
        for key, value in (ids or {}).items():
            app.query_params[key] = value
        return app.run()

    return open_screen


@pytest.fixture
def signed_in(db: Database) -> Callable[..., SignedIn]:
    """Make a signed-in member: `signed_in("analyse")`; pass it to `screen` as `who`."""
    return lambda *roles: sign_in_as(db, *roles)


@pytest.fixture(scope="session")
def signing() -> Callable[..., SignedIn]:
    """Make a signed-in member in any open database, for tests that share one: `signing(db, "analyse")`."""
    return sign_in_as


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private folder that serves the invented project; read from it, write nothing."""
    folder = tmp_path_factory.mktemp("demo")
    bootstrap.prepare(folder / "demo.db")
    with storage.open_database(folder / "demo.db") as db:
        bootstrap.load_demo(db)
    (folder / "active").write_text("demo", encoding="utf-8")
    return folder
