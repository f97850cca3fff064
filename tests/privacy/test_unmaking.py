"""Consents that a file made are taken back with it."""

from __future__ import annotations

from codesign import privacy, storage
from codesign.accounts import MACHINE
from codesign.privacy import ConsentDraft
from codesign.storage import Database


def test_consents_are_erased_with_their_words_and_others_stay(db: Database) -> None:
    """The reason of a consent may say much; an id that is gone already is no trouble."""
    gone = privacy.record_consent(db, MACHINE, draft=ConsentDraft(language="zébulonais"))
    stays = privacy.record_consent(db, MACHINE, draft=ConsentDraft())
    for _time in range(2):
        privacy.erase_consents(db, MACHINE, consent_ids=[gone, "no-such-consent"])
    assert db.execute("SELECT id FROM privacy_consent").fetchall() == [(stays,)]
    assert "zébulonais" not in "\n".join(db.conn.iterdump())
    assert not list(storage.check_database(db))
