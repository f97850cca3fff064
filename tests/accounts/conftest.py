"""A coordinator of a real database, with a password."""

from __future__ import annotations

import pytest

from codesign import accounts, storage
from codesign.accounts import Actor, passwords, store
from codesign.storage import Database

PASSWORD = "quatre mots en ligne"


@pytest.fixture(scope="session")
def hashed() -> str:
    """The password's hash, made once: it is slow on purpose."""
    return passwords.hash_password(PASSWORD)


@pytest.fixture
def boss(db: Database, hashed: str) -> Actor:
    """The coordinator, whose login is `amina`."""
    coordination = frozenset({accounts.Role.COORDINATION})
    name = "Amina Fictive"
    member_id = accounts.add_member(db, accounts.MACHINE, name=name, login="Amina", roles=coordination)
    with storage.transaction(db):
        store.set_password_hash(db, member_id, hashed)
    return Actor(member_id, name, coordination)
