"""A person withdraws: every room erases what it holds of them, from the top floor down, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codesign import barriers, exchange, fieldnotes, finding, media, personas, privacy, scenarios, storage
from codesign.accounts import Actor, Permission
from codesign.errors import NotFound
from codesign.i18n import N_
from codesign.storage import Database

# Top floor first: what rests on a note goes before the note, and the person last.
_ROOMS = (exchange, scenarios, personas, finding, barriers, media, fieldnotes, privacy)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a withdrawal, to be printed: the pseudonym, the moment (UTC), who did it, and what went, by kind.

    The kinds are message ids. Nothing of it is kept in the database, where the pseudonym no longer exists.
    """

    code: str
    at: str
    by: str
    erased: Mapping[str, int]


def preview_withdrawal(db: Database, actor: Actor, participant_id: str) -> dict[str, int]:
    """Return what `withdraw` would erase: message id of a kind of thing → how many.

    Raises:
        NotAllowed: not of the coordination. NotFound: there is nobody of this id.
    """
    actor.require(Permission.STEWARD)
    if not privacy.person_ids(db, participant_id):
        raise NotFound(N_("This no longer exists. Go back to the list."))
    trace = personas.preview_withdrawal(db, participant_id)
    return {
        **privacy.preview_withdrawal(db, participant_id),
        **fieldnotes.preview_withdrawal(db, participant_id),
        **media.preview_withdrawal(db, participant_id),
        **barriers.preview_withdrawal(db, participant_id),
        **exchange.preview_withdrawal(db, participant_id),
        **finding.preview_withdrawal(db, participant_id),
        N_("Quotes on personas"): trace.quotes,
        N_("Lines of personas that lose evidence"): trace.lines,
        N_("Personas to be reviewed"): trace.personas,
        N_("Relectures"): trace.relectures,
        N_("Scenarios to be reviewed"): scenarios.preview_withdrawal(db, participant_id),
    }


def erase_person(db: Database, actor: Actor, participant_id: str) -> None:
    """Erase what every room holds of a person, within a transaction; files and traces on the disk are the caller's.

    Raises:
        NotAllowed: not of the coordination.
    """
    actor.require(Permission.STEWARD)
    for room in _ROOMS:
        room.erase_participant(db, actor, participant_id)


def withdraw(db: Database, actor: Actor, participant_id: str) -> Receipt:
    """Erase everything that the platform holds of a person; return the receipt to hand them.

    Raises:
        NotAllowed: not of the coordination. NotFound: there is nobody of this id.
    """
    actor.require(Permission.STEWARD)
    with storage.transaction(db):
        erased = preview_withdrawal(db, actor, participant_id)
        code = privacy.participant(db, actor, participant_id).code
        erase_person(db, actor, participant_id)
    media.sweep(db)
    privacy.settle_on_disk(db, actor)
    return Receipt(code, storage.now(), actor.name, erased)
