"""A backup put back undoes no promise: withdrawals, consents ended, texts refused, doors closed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import ALL_PURPOSES, WORKER, a_note, consent_of, participant_of

from codesign import accounts, bootstrap, exchange, fieldnotes, privacy, storage
from codesign.accounts import MACHINE, Role
from codesign.errors import InvalidInput, Unavailable
from codesign.exchange import backup as backups
from codesign.storage import Database

PASSWORD = "mot-de-passe-inventé"
SECRET = "Parole inventée de zébulon."
Backup = Callable[[], Path]


@pytest.fixture
def backup(db: Database, db_path: Path) -> Backup:
    """Make a backup of what is there now."""
    assert db.table_names()

    def make() -> Path:
        target = db_path.parent / f"copy-{storage.uuid7()}.zip"
        exchange.make_backup(db_path, target)
        return target

    return make


def test_a_row_that_differs_from_the_journal_hides_no_withdrawal(db: Database, db_path: Path, backup: Backup) -> None:
    """A fault somewhere is a reason to restore; it is no reason to forget who withdrew."""
    person = participant_of(db, a_note(db, SECRET))
    copy = backup()
    bootstrap.withdraw(db, MACHINE, person)
    a_note(db)
    db.execute("UPDATE fieldnotes_occasion SET team = 'altered'")
    db.conn.commit()
    assert storage.check_file(db_path)
    bootstrap.restore(copy, db_path)
    assert not fieldnotes.notes(db, MACHINE)
    assert bootstrap.verify(db_path) == ()


def test_a_writer_who_holds_the_lock_hides_no_withdrawal(db: Database, db_path: Path, backup: Backup) -> None:
    """Who withdrew is read without asking for the lock; the pages change once it is free."""
    person = participant_of(db, a_note(db, SECRET))
    copy = backup()
    bootstrap.withdraw(db, MACHINE, person)
    writer = storage.connect(db_path)
    writer.execute("BEGIN IMMEDIATE")
    free = threading.Timer(1, writer.conn.rollback)
    free.start()
    bootstrap.restore(copy, db_path)
    free.join()
    writer.close()
    assert not fieldnotes.notes(db, MACHINE)


def test_a_stop_before_the_pages_change_leaves_the_promises(
    db: Database, db_path: Path, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes the place of the present is already held to the promises: there is no moment in between."""
    person = participant_of(db, a_note(db, SECRET))
    copy = backup()
    bootstrap.withdraw(db, MACHINE, person)
    seen: list[int] = []

    def stop(unpacked: Path, _database: Path, **_more: bool) -> None:
        with storage.open_database(unpacked) as ready:
            seen.append(len(fieldnotes.notes(ready, MACHINE)))
        raise Unavailable("stopped")

    monkeypatch.setattr(backups, "_replace_content", stop)
    with pytest.raises(Unavailable):
        bootstrap.restore(copy, db_path)
    assert seen == [0]
    assert exchange.withdrawn_participants(db) == (person,)
    assert not fieldnotes.notes(db, MACHINE)


def test_a_withdrawal_is_remembered_through_two_restores(db: Database, db_path: Path, backup: Backup) -> None:
    """Someone who came after the first backup and left after the second is in the second alone."""
    first = backup()
    person = participant_of(db, a_note(db, SECRET))
    code = privacy.participant(db, MACHINE, person).code
    second = backup()
    bootstrap.withdraw(db, MACHINE, person)
    bootstrap.restore(first, db_path)
    another = privacy.participant(db, MACHINE, privacy.add_participant(db, MACHINE)).code
    assert another != code  # a slip with the first code is in someone's pocket
    bootstrap.restore(second, db_path)
    assert not fieldnotes.notes(db, MACHINE)
    assert bootstrap.verify(db_path) == ()


def test_what_people_refused_since_stays_refused(db: Database, db_path: Path, backup: Backup) -> None:
    """A consent ended, and a purpose taken out of one that goes on."""
    ended, narrowed = a_note(db, SECRET), a_note(db)
    copy = backup()
    consent = consent_of(db, narrowed)
    privacy.withdraw_consent(db, WORKER, consent_id=consent_of(db, ended))
    privacy.edit_consent(db, WORKER, consent_id=consent, purposes=frozenset(ALL_PURPOSES) - {"quote"})
    bootstrap.restore(copy, db_path)
    assert [note.id for note in fieldnotes.notes(db, MACHINE)] == [narrowed]
    assert privacy.consent(db, MACHINE, consent).purposes == {"note", "persona"}
    assert bootstrap.verify(db_path) == ()


def test_doors_closed_since_stay_closed(db: Database, db_path: Path, backup: Backup) -> None:
    """Deactivated, or a password replaced because others knew it: the old copy opens nothing; who came since stays."""

    def add(login: str) -> str:
        return accounts.add_member(db, MACHINE, name=login, login=login, roles={Role.ANALYSIS}, password=PASSWORD)

    left, stays = add("partie"), add("reste")
    copy = backup()
    accounts.deactivate_member(db, MACHINE, member_id=left)
    accounts.make_code(db, MACHINE, member_id=stays)
    add("neuve")
    bootstrap.restore(copy, db_path)
    assert accounts.sign_in(db, login="neuve", password=PASSWORD, address="x")
    for login in ("partie", "reste"):
        with pytest.raises(InvalidInput):
            accounts.sign_in(db, login=login, password=PASSWORD, address="x")


def test_texts_refused_since_do_not_wait_again(db: Database, db_path: Path, backup: Backup) -> None:
    """A text was discarded for want of a consent; one that became a note goes back to waiting, nobody refused it."""
    rows = "id,text\n1,Refusée (inventé).\n2,Admise (inventé).\n".encode()
    exchange.import_notes(db, MACHINE, name="notes.csv", data=rows)
    copy = backup()
    refused, admitted = exchange.waiting_notes(db, MACHINE)
    exchange.discard(db, MACHINE, waiting_id=refused.id)
    person = privacy.add_participant(db, MACHINE)
    exchange.admit(db, MACHINE, waiting_id=admitted.id, consent=privacy.ConsentDraft(participant_id=person))
    bootstrap.restore(copy, db_path)
    assert [each.draft.text for each in exchange.waiting_notes(db, MACHINE)] == ["Admise (inventé)."]
    assert bootstrap.verify(db_path) == ()


def test_a_text_that_waits_goes_with_its_person(db: Database, db_path: Path) -> None:
    """An imported text of theirs, held apart for want of a consent, is told before and leaves with the rest."""
    person = participant_of(db, a_note(db))
    code = privacy.participant(db, MACHINE, person).code
    exchange.import_notes(db, MACHINE, name="notes.csv", data=f"id,text,person\n1,{SECRET},{code}\n".encode())
    assert bootstrap.preview_withdrawal(db, MACHINE, person)["Imported texts that wait for a consent"] == 1
    bootstrap.withdraw(db, MACHINE, person)
    assert exchange.waiting_notes(db, MACHINE) == ()
    db.close()
    assert all(SECRET.encode() not in path.read_bytes() for path in db_path.parent.glob("codesign.db*"))
