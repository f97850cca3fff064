"""A member made from the command line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from codesign import accounts, storage
from codesign.accounts import MACHINE, Role
from codesign.bootstrap.prepare import prepare
from codesign.errors import InvalidInput
from codesign.i18n import N_


def add_member(database: Path, *, name: str, roles: Sequence[str], login: str | None, password: str) -> str:
    """Add a member who may sign in at once; return the sign-in name.

    Raises:
        InvalidInput: an unknown role, a name or password that cannot be used, a sign-in name that is taken.
    """
    try:
        wanted = frozenset(Role(role) for role in roles)
    except ValueError as error:
        raise InvalidInput(
            N_("Unknown role: %(roles)s. Choose among %(known)s."),
            roles=", ".join(role for role in roles if role not in set(Role)),
            known=", ".join(Role),
        ) from error
    chosen = accounts.plain_login(login or login_from(name))
    prepare(database, database.parent / "backups")
    with storage.open_database(database) as db:
        accounts.add_member(db, MACHINE, name=name, login=chosen, roles=wanted, password=password)
    return chosen


def login_from(name: str) -> str:
    """Return a sign-in name made from a name: « Zoé Côté » → `zoe.cote`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return ".".join(re.findall(r"[a-z0-9_-]+", plain.lower()))
