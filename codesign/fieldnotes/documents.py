"""What people do with documents: bring in, put in the bin, take back."""

from __future__ import annotations

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.errors import Conflict, InvalidInput, NotFound
from codesign.fieldnotes import text_store
from codesign.i18n import N_, _
from codesign.storage import Database

MAX_TITLE = 300


def import_document(
    db: Database,
    actor: Actor,
    *,
    title: str,
    text: str,
    filename: str = "",
    id: str | None = None,  # noqa: A002 - house name
) -> str:
    """Keep a document and return its id; the same form sent twice makes one.

    Raises:
        InvalidInput: it has no text. Conflict: this very text is already here.
    """
    actor.require(Permission.TAG_REVIEW)
    body = storage.clean_text(text)
    if not body:
        raise InvalidInput(N_("This document has no text. If it is a scan, it needs to be read by hand first."))
    name = storage.clean_text(filename, limit=MAX_TITLE)
    values = {
        "title": storage.clean_text(title, limit=MAX_TITLE) or name or _("Untitled"),
        "filename": name,
        "text": body,
        "sha256": text_store.digest(body),
        "author_id": actor.id,
    }
    with storage.transaction(db):
        known = text_store.document_by_digest(db, str(values["sha256"]))
        if known is not None:
            if known.id == id:
                return known.id
            raise Conflict(N_("This document was already imported, under the title “%(title)s”."), title=known.title)
        row_id = id or storage.uuid7()
        text_store.save_document(db, row_id, values, author=actor.id, new=True)
        return row_id


def bin_document(db: Database, actor: Actor, *, document_id: str) -> str:
    """Put a document in the bin; return its new version."""
    actor.require(Permission.TAG_REVIEW)
    return text_store.save_document(db, document_id, {"deleted": True}, author=actor.id)


def restore_document(db: Database, actor: Actor, *, document_id: str) -> str:
    """Take a document out of the bin; return its new version.

    Raises:
        Conflict: the same text was imported again meanwhile.
    """
    actor.require(Permission.TAG_REVIEW)
    with storage.transaction(db):
        found = text_store.document(db, document_id)
        if found is None:
            raise NotFound(N_("This no longer exists. Go back to the list."))
        twin = text_store.document_by_digest(db, text_store.digest(found.text))
        if twin is not None and twin.id != document_id:
            raise Conflict(N_("The same text was imported again meanwhile: it is in the list."))
        return text_store.save_document(db, document_id, {"deleted": False}, author=actor.id)
