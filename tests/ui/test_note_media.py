"""The files of photos and sounds: each request is asked again who it comes from and what the consent allows today."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import a_note, a_photo, consent_of
from ui.browsing import TestClient, sign_in

from codesign import accounts, privacy, storage
from codesign.accounts import MACHINE, Actor, Role, store
from codesign.storage import Database

Visitor = Callable[..., TestClient]


@pytest.fixture
def member(db: Database, hashed: str) -> Callable[[str, str], Actor]:
    """Make a member who can sign in, of one role."""

    def make(login: str, role: str) -> Actor:
        row = accounts.add_member(db, MACHINE, name=login, login=login, roles=[Role(role)])
        with storage.transaction(db):
            store.set_password_hash(db, row, hashed)
        return Actor(row, login, frozenset({Role(role)}))

    return make


@pytest.fixture
def photo(db: Database, member: Callable[[str, str], Actor]) -> tuple[str, str]:
    """A photo of Nadia's: its address, and the consent that it rests on."""
    nadia = member("nadia", "terrain")
    note = a_note(db, author=nadia, purposes=("note", "photo"), cleared=False)
    return f"/note-media/{a_photo(db, note, author=nadia)}.jpg", consent_of(db, note)


def get(visitor: Visitor, login: str, address: str) -> int:
    """Ask for an address as a member; the answer's number."""
    client = visitor()
    sign_in(client, login=login)
    return int(client.get(address).status_code)


def test_a_file_is_for_those_who_may_read_its_note(
    visitor: Visitor, photo: tuple[str, str], member: Callable[[str, str], Actor]
) -> None:
    """Knowing the address is of no use to anyone else."""
    for login, role in (("autre", "terrain"), ("lea", "design"), ("paul", "comite"), ("marc", "analyse")):
        member(login, role)
    assert visitor().get(photo[0]).status_code == 401
    assert get(visitor, "nadia", photo[0]) == 200
    assert get(visitor, "marc", photo[0]) == 200
    assert {get(visitor, login, photo[0]) for login in ("autre", "lea", "paul")} == {404}


def test_a_file_is_a_picture_that_no_browser_keeps(visitor: Visitor, photo: tuple[str, str]) -> None:
    """A shared laptop must not show it after signing out."""
    client = visitor()
    sign_in(client, login="nadia")
    answer = client.get(photo[0])
    assert answer.headers["content-type"] == "image/jpeg"
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get(photo[0], headers={"range": "bytes=0-9"}).status_code == 206  # sounds are asked for in parts


def test_a_file_is_gone_with_its_consent(visitor: Visitor, photo: tuple[str, str], db: Database) -> None:
    """On a page that was left open too."""
    client = visitor()
    sign_in(client, login="nadia")
    assert client.get(photo[0]).status_code == 200
    privacy.edit_consent(db, MACHINE, consent_id=photo[1], purposes=frozenset({"note"}))
    assert client.get(photo[0]).status_code == 404


@pytest.mark.parametrize("name", ["x", "codesign.db", "0192f0c0-0000-7000-8000-000000000000.jpg", "%00.jpg"])
def test_an_invented_name_leads_nowhere(visitor: Visitor, photo: tuple[str, str], name: str) -> None:
    """No name of a file is ever taken from the address."""
    assert get(visitor, "nadia", f"/note-media/{name}") == 404
