"""What people do with searches that they keep: each their own, seen by nobody else."""

from __future__ import annotations

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.errors import InvalidInput, NotFound
from codesign.finding import saved_store
from codesign.finding.model import Wanted, check_name, kept
from codesign.i18n import N_
from codesign.storage import Database

MOST = 50


def save_search(db: Database, actor: Actor, *, id: str, name: str, wanted: Wanted) -> str:  # noqa: A002 - house name
    """Keep what is asked under a name and return its id; the same form sent twice keeps one.

    Raises:
        InvalidInput: no name, nothing asked, or as many kept as one person may. Conflict: somebody else's has this id.
    """
    actor.require(Permission.NOTE_READ_OWN)
    values = {"member_id": actor.id, "name": check_name(storage.clean_text(name)), "wanted": kept(wanted)}
    if wanted.empty:
        raise InvalidInput(N_("Look for something first: words, or a filter."))
    with storage.transaction(db):
        if saved_store.owner(db, id) == actor.id:
            return id  # sent before: neither the bound nor a change made since is any of this form's
        if len(saved_store.searches(db, actor.id)) >= MOST:
            raise InvalidInput(N_("You keep %(n)s searches already: delete one first."), n=MOST)
        saved_store.save(db, id, values, author=actor.id, new=True)
        return id


def rename_search(db: Database, actor: Actor, *, search_id: str, name: str) -> str:
    """Give a kept search another name; return its version."""
    return _change(db, actor, search_id, {"name": check_name(storage.clean_text(name))})


def delete_search(db: Database, actor: Actor, *, search_id: str) -> str:
    """Keep a search no longer; `restore_search` takes this back. Return its version."""
    return _change(db, actor, search_id, {"deleted": True})


def restore_search(db: Database, actor: Actor, *, search_id: str) -> str:
    """Keep a search again that was deleted; return its version."""
    return _change(db, actor, search_id, {"deleted": False})


def _change(db: Database, actor: Actor, search_id: str, values: dict[str, object]) -> str:
    actor.require(Permission.NOTE_READ_OWN)
    with storage.transaction(db):
        if saved_store.owner(db, search_id) != actor.id:
            raise NotFound(N_("This no longer exists. Go back to the list."))
        return saved_store.save(db, search_id, values, author=actor.id)
