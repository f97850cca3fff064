"""After a bundle of another laptop: the derived texts follow the notes and documents that it brought or took."""

from __future__ import annotations

from collections.abc import Collection

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.fieldnotes import merged_store, text_store
from codesign.fieldnotes.drafts import erase_drafts_about
from codesign.storage import Database


def follow_merge(db: Database, actor: Actor, *, touched: Collection[str], gone: Collection[str]) -> None:
    """Make again the texts of the sources `touched`; forget those of `gone`, and what is being written in them.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        merged_store.put_texts(db, touched)
        text_store.put_documents(db)
        for source_id in gone:
            text_store.forget(db, source_id)
        if gone:
            erase_drafts_about(db, "", gone)
            text_store.scrub_index(db)
