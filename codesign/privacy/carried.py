"""What people refused since a backup, carried into it before it takes the place of the present database."""

from __future__ import annotations

from dataclasses import dataclass

from codesign import storage
from codesign.accounts import Actor, Permission
from codesign.privacy import store
from codesign.privacy.model import Consent
from codesign.storage import Database


@dataclass(frozen=True, slots=True)
class Refusals:
    """Consents as people left them, and the last pseudonym number that was given out."""

    consents: tuple[Consent, ...]
    last_number: int


def refusals(db: Database, actor: Actor) -> Refusals:
    """Return what an older copy must not undo.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    return Refusals(store.consents(db), store.last_number(db))


def carry_refusals(db: Database, actor: Actor, known: Refusals) -> int:
    """End in `db` the consents that were ended since, and take out the purposes refused since; return how many changed.

    What was allowed since is not carried: the record of it goes with the work that the older copy does not have.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    changed = 0
    with storage.transaction(db):
        store.keep_last_number(db, known.last_number)
        for each in known.consents:
            here = store.consent(db, each.id)
            if here is None:
                continue
            ended = here.withdrawn_on or each.withdrawn_on
            values = {
                "purposes": sorted(here.purposes & each.purposes),
                "withdrawn_on": ended.isoformat() if ended else None,
            }
            changed += store.save_consent(db, each.id, values, author=actor.id) != here.version
    return changed
