"""The pass over all that people typed: every room is read, only counts are kept, and it is never said to be enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from builders import WORKER, a_note, a_photo

from codesign import bootstrap, fieldnotes, jobs, media, personas, privacy, storage, territory
from codesign.accounts import MACHINE, Actor
from codesign.errors import NotAllowed
from codesign.personas import Answer, Listener, PersonaDraft, ReadingForm, RelectureDraft
from codesign.privacy import IdentifierType
from codesign.storage import Database
from codesign.territory import VisitDraft


def told(db: Database) -> dict[str, tuple[int, int]]:
    """Room → texts with something to settle, passages in all, after a whole pass."""
    found = bootstrap.last_pass(db, MACHINE)
    assert found.under_way is None
    return {each.room: (each.open, sum(each.kinds.values())) for each in found.remaining}


def go(db: Database, db_path: Path) -> None:
    """Ask for a pass, and be the worker."""
    bootstrap.ask_pass(db, MACHINE)
    assert jobs.work_once(db_path, bootstrap.HANDLERS)


@pytest.fixture
def typed(db: Database) -> str:
    """A name in every room where people type."""
    note = a_note(db, "Puis Wislène attend.", purposes=("note", "photo", "sound"), cleared=False)
    item = a_photo(db, note)
    media.describe(db, WORKER, item_id=item, alt="Un guichet, avec Wislène au 514 555-0199")
    fieldnotes.import_document(db, MACHINE, title="Bilan", text="Rencontre avec Wislène.")
    persona = personas.create_persona(db, MACHINE, draft=PersonaDraft("Celles qui attendent"))
    remark = RelectureDraft(
        Listener.PERSON, ReadingForm.TOGETHER, privacy.today(), Answer.NUANCE, remark="On dirait elle."
    )
    personas.record_relecture(db, MACHINE, persona_id=persona, draft=remark)
    territory.plan_visit(db, MACHINE, draft=VisitDraft(("sector/ouest",), "Équipe", "ouest", note="Voir elle."))
    with storage.transaction(db):  # as written before names were refused there
        db.execute("UPDATE personas_relecture SET remark = 'On dirait Wislène.'")
        db.execute("UPDATE territory_visit SET note = 'Voir Wislène.'")
    return note


def test_every_room_is_read_and_the_places_are_named(db: Database, db_path: Path, typed: str) -> None:
    """Not the notes alone: a name forgotten in a transcript names as well."""
    assert bootstrap.last_pass(db, MACHINE).ended is None
    go(db, db_path)
    assert told(db) == {"notes": (1, 1), "documents": (1, 1), "media": (1, 2), "relectures": (1, 1), "visits": (1, 1)}
    rooms = {each.room: each for each in bootstrap.last_pass(db, MACHINE).remaining}
    assert rooms["notes"].places == ((typed, 1),)
    assert rooms["media"].kinds == {IdentifierType.NAME: 1, IdentifierType.PHONE: 1}
    (job,) = jobs.all_jobs(db)
    assert (job.done, job.total) == (5, 5)
    assert "Wisl" not in str(db.conn.execute("SELECT result, params, message FROM jobs_job").fetchall())


def test_a_name_replaced_in_one_room_is_found_in_another(db: Database, db_path: Path) -> None:
    """The token in a note says that the name was hidden; small letters in a document do not hide it."""
    a_note(db, f"Puis {privacy.token(db, 'Zorgane')} attend.", cleared=False)
    fieldnotes.import_document(db, MACHINE, title="Bilan", text="on a vu zorgane hier.")
    go(db, db_path)
    assert told(db)["documents"] == (1, 1)


def test_what_somebody_settled_is_not_counted_again(db: Database, db_path: Path, typed: str) -> None:
    """Set aside as nobody, or replaced."""
    (passage,) = fieldnotes.open_passages(db, MACHINE)
    fieldnotes.dismiss_everywhere(db, MACHINE, passage=passage)
    go(db, db_path)
    assert told(db)["notes"] == (0, 0)
    assert bootstrap.last_pass(db, MACHINE).remaining[0].texts == 1


def test_it_is_asked_of_the_worker_once_by_the_coordination(db: Database, actor: Callable[..., Actor]) -> None:
    """A second press waits for the first."""
    job = bootstrap.ask_pass(db, MACHINE)
    assert bootstrap.ask_pass(db, MACHINE) == job
    under_way = bootstrap.last_pass(db, MACHINE).under_way
    assert under_way is not None
    assert under_way.id == job
    for role in ("terrain", "analyse", "design", "comite"):
        with pytest.raises(NotAllowed):
            bootstrap.ask_pass(db, actor(role))
