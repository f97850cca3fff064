"""The team's own database and the invented one: which of them the app serves."""

from __future__ import annotations

import secrets
from pathlib import Path

from codesign import accounts, bootstrap, storage
from codesign.accounts import Actor, Permission
from codesign.config import Settings
from codesign.i18n import _
from codesign.storage import Database

_start_codes: list[str] = []


def start_code() -> str:
    """Return the one-time code of this run of the server, which opens the first start from another machine."""
    if not _start_codes:
        _start_codes.append("-".join(secrets.token_hex(2).upper() for _index in range(4)))
    return _start_codes[0]


def forget_start_code() -> None:
    """Make the code useless: it was used."""
    _start_codes.clear()


def prepare_active(settings: Settings) -> None:
    """Bring the database that the app serves up to date, made when it is missing."""
    if settings.is_demo and not settings.demo_database.exists():
        make_demo(settings)
    bootstrap.prepare(settings.database, settings.backups)
    bootstrap.sweep(settings.database)


def make_demo(settings: Settings) -> None:
    """Make the database of the invented data, whole or not at all."""
    unfinished = settings.demo_database.with_name("demo.db.part")
    _remove(unfinished)
    bootstrap.prepare(unfinished)
    with storage.open_database(unfinished) as db:
        bootstrap.load_demo(db)
    _remove(settings.demo_database)
    with storage.open_database(unfinished) as db:
        storage.copy_database(db, settings.demo_database)
    _remove(unfinished)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def choose(settings: Settings, *, demo: bool) -> None:
    """Serve the demo or the project from now on; the other database is left as it is."""
    if demo and not settings.demo_database.exists():
        make_demo(settings)
    bootstrap.prepare(settings.demo_database if demo else settings.project_database, settings.backups)
    settings.home.mkdir(parents=True, exist_ok=True)
    unfinished = settings.active_file.with_name("active.part")
    unfinished.write_text("demo\n" if demo else "project\n", encoding="utf-8")
    unfinished.replace(settings.active_file)


def switch_database(db: Database, actor: Actor, *, settings: Settings, demo: bool) -> None:
    """Serve the other database; everyone is signed out, since members belong to a database.

    When nobody can sign in to the other one yet, the first start shows again, and its code is printed in the terminal.

    Raises:
        NotAllowed: not allowed to look after the project.
    """
    actor.require(Permission.STEWARD)
    choose(settings, demo=demo)
    accounts.sign_everyone_out(db, actor)
    announce_first_start(settings)


def announce_first_start(settings: Settings) -> None:
    """Print the one-time code when nobody can sign in yet."""
    with storage.open_database(settings.database) as db:
        if accounts.has_members(db):
            return
    told = _("First start: open the app on this machine, or elsewhere with this one-time code:")
    print(f"\n  {told}\n  {start_code()}\n", flush=True)  # noqa: T201 - whoever owns the machine reads its terminal
