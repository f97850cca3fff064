"""Who may correct the facts about a person, and read why and when a consent changed.

The table of roles gives those who record notes their own consents, and the analysis and the coordination every note:
those in charge of a person are whoever gave the pseudonym or recorded a consent; the others ask them.
"""

from __future__ import annotations

from codesign.accounts import Actor, Permission
from codesign.privacy import store
from codesign.privacy.model import Consent
from codesign.storage import Database


def may_correct(db: Database, actor: Actor, participant_id: str) -> bool:
    """Say whether the attributes of this person are theirs to correct."""
    if actor.may(Permission.NOTE_READ_ALL):
        return True
    return actor.may(Permission.NOTE_RECORD) and actor.id in store.recorders(db, participant_id)


def may_trace(actor: Actor, consent: Consent) -> bool:
    """Say whether the reason and the history of this consent are theirs to read."""
    if actor.may(Permission.NOTE_READ_ALL):
        return True
    return actor.may(Permission.NOTE_RECORD) and actor.id == consent.recorded_by
