"""A whole import taken back: what nobody worked on goes as if it had never come, the rest is kept and listed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import a_tag
from collected import kobo_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from codesign import barriers, bootstrap, exchange, fieldnotes, jobs, media, personas, privacy, storage
from codesign.accounts import MACHINE, Actor
from codesign.errors import Conflict, NotAllowed, NotFound
from codesign.exchange import RowState
from codesign.jobs import JobState
from codesign.personas import PersonaDraft
from codesign.privacy import ConsentDraft
from codesign.storage import Database

HEADER = "id,text,consent,person,date,purposes\n"


def bring(db: Database, *rows: str, name: str = "carnet.csv") -> exchange.ImportReport:
    """Bring a file of notes in."""
    return exchange.import_notes(db, MACHINE, name=name, data=(HEADER + "\n".join(rows) + "\n").encode())


def note_of(db: Database, text: str) -> str:
    """The note of a text."""
    return next(each.id for each in fieldnotes.notes(db, MACHINE) if each.excerpt == text)


def test_an_import_undone_leaves_nothing(db: Database) -> None:
    """No note, person, consent, occasion or text that waits; no word in the journal; the file may come again."""
    rows = ("1,Zébulon attend.,oral,A,2026-05-01,", "2,Zébulon repart.,collective,,,", "3,Zébulon se tait.,,A,,")
    made = bring(db, *rows)
    barriers.ensure_proposals(db)
    plan = exchange.preview_undo(db, MACHINE, batch_id=made.batch)
    assert list(plan.gone.values()) == [2, 1, 1, 2]
    assert not plan.kept
    assert exchange.undo_import(db, MACHINE, batch_id=made.batch) == plan
    for table in ("fieldnotes_note", "fieldnotes_occasion", "privacy_consent", "privacy_participant",
                  "exchange_quarantine", "exchange_import", "fieldnotes_text"):  # fmt: skip
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table  # noqa: S608 - ours
    assert "Zébulon" not in "\n".join(db.conn.iterdump())
    assert not list(storage.check_database(db))
    again = bring(db, *rows)
    assert [row.state for row in again.rows] == [RowState.NEW, RowState.NEW, RowState.WAITING]


def test_what_people_worked_on_is_kept_and_listed(db: Database, tmp_path: Path) -> None:
    """Edited, binned, coded, behind a persona, with a photo: each stays, with its person, occasion and consent."""
    texts = ("Corrigée.", "Binée.", "Codée.", "Choisie.", "Photographiée.", "Sa personne choisie.", "Intacte.")
    made = bring(db, *(f'{n},{text},oral,P{n},,"note;persona;photo"' for n, text in enumerate(texts)))
    ids = {text: note_of(db, text) for text in texts}
    person = fieldnotes.note(db, MACHINE, ids["Sa personne choisie."]).participant_id or ""
    fieldnotes.edit_note(db, MACHINE, note_id=ids["Corrigée."], answers={"story": "Corrigée ici."})
    fieldnotes.bin_note(db, MACHINE, note_id=ids["Binée."])
    a_tag(db, ids["Codée."])
    chosen = personas.create_persona(db, MACHINE, draft=PersonaDraft(title="Inventée"))
    people = {"participant_ids": (person,), "note_ids": (ids["Choisie."],)}
    personas.choose_people(db, MACHINE, persona_id=chosen, **people)
    photo = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(photo, "JPEG")
    media.keep_photo(
        db, MACHINE, id=storage.uuid7(), note_id=ids["Photographiée."], data=photo.getvalue(), alt="Une porte"
    )
    plan = exchange.undo_import(db, MACHINE, batch_id=made.batch)
    assert set(plan.kept) == {note_id for text, note_id in ids.items() if text != "Intacte."}
    assert len(set(plan.kept.values())) == 4
    assert list(plan.gone.values()) == [1, 0, 1, 1]
    assert len(fieldnotes.notes(db, MACHINE)) == 5
    assert not list(storage.check_database(db))
    with pytest.raises(Conflict):
        exchange.undo_import(db, MACHINE, batch_id=made.batch)


def test_a_consent_or_a_person_that_other_work_rests_on_stays(db: Database) -> None:
    """Met again since, under the pseudonym that the import gave; or given another consent."""
    made = bring(db, "1,Un.,oral,A,,", "2,Deux.,oral,B,,", "3,Trois.,oral,C,,")
    a, b, c = (fieldnotes.note(db, MACHINE, note_of(db, text)) for text in ("Un.", "Deux.", "Trois."))
    occasion = fieldnotes.OccasionDraft(kind="atelier")
    story = {"kind": "story", "occasion": occasion, "answers": {"story": "Revue depuis."}}
    fieldnotes.record_note(
        db, MACHINE, id=storage.uuid7(), participant_id=a.participant_id, consent_id=a.consent_id, **story
    )
    privacy.record_consent(db, MACHINE, draft=ConsentDraft(participant_id=b.participant_id))
    privacy.merge_participants(db, MACHINE, kept=b.participant_id or "", merged=c.participant_id or "")
    plan = exchange.undo_import(db, MACHINE, batch_id=made.batch)
    assert list(plan.gone.values()) == [3, 0, 0, 2]
    assert [each.excerpt for each in fieldnotes.notes(db, MACHINE)] == ["Revue depuis."]
    assert len(privacy.participants(db, MACHINE)) == 2


def test_a_note_that_an_import_corrected_is_kept_and_said(db: Database) -> None:
    """It was here before: its former words are in its history."""
    bring(db, "1,Elle attend.,oral,,,")
    second = bring(db, "1,Elle attend encore.,oral,,,", "2,Autre.,oral,,,")
    plan = exchange.undo_import(db, MACHINE, batch_id=second.batch)
    assert plan.kept == {note_of(db, "Elle attend encore."): "It was here before: the import corrected it"}
    assert len(fieldnotes.notes(db, MACHINE)) == 1


def test_a_text_admitted_since_is_kept(db: Database) -> None:
    """Somebody recorded its consent: it is their note."""
    made = bring(db, "1,Un.,,,,")
    (waits,) = exchange.waiting_notes(db, MACHINE)
    exchange.admit(db, MACHINE, waiting_id=waits.id, consent=ConsentDraft())
    exchange.undo_import(db, MACHINE, batch_id=made.batch)
    assert len(fieldnotes.notes(db, MACHINE)) == 1


def test_imports_are_listed_with_what_they_did(db: Database, actor: Callable[..., Actor]) -> None:
    """Newest first; one that changed nothing is not among them."""
    for _time in range(2):
        bring(db, "1,Un.,oral,,,", "2,Deux.,,,,")
    (batch,) = exchange.imports(db, MACHINE)
    assert {state: n for state, n in batch.counts.items() if n} == {"new": 1, "waiting": 1}
    assert (batch.kind, batch.undone_at) == ("csv", "")
    exchange.undo_import(db, MACHINE, batch_id=batch.id)
    assert exchange.imports(db, MACHINE)[0].undone_at
    with pytest.raises(NotFound):
        exchange.preview_undo(db, MACHINE, batch_id="x")
    for role in ("terrain", "analyse", "design", "comite"):
        with pytest.raises(NotAllowed):
            exchange.imports(db, actor(role))


@given(
    st.lists(st.sampled_from(["1,Un.,oral,A,,", "2,Deux.,,A,,", "3,Trois.,oral,,,", "4,,oral,,,", "1,Un.,oral,B,,"]))
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bringing_in_and_undoing_is_as_if_nothing_had_come(db: Database, rows: list[str]) -> None:
    """Whatever the file holds."""
    made = bring(db, *rows)
    exchange.undo_import(db, MACHINE, batch_id=made.batch)
    assert not fieldnotes.notes(db, MACHINE)
    assert not privacy.participants(db, MACHINE)
    assert not exchange.waiting_notes(db, MACHINE)


def test_a_file_for_the_worker_is_erased_whatever_becomes_of_it(
    db_path: Path, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In, refused, or stopped; and the queue never holds a word or the name of a file."""
    monkeypatch.setenv("CODESIGN_HOME", str(tmp_path))
    folder = tmp_path / "arrivals"
    good = kobo_csv([{"recit": f"Texte {n}.", "consentement": "oral"} for n in range(120)])
    asked = [
        exchange.ask_import(db, MACHINE, folder=folder, name="Zébulon.csv", data=data)
        for data in (good, good[:-9], good)
    ]
    assert "Zébulon" not in "\n".join(db.conn.iterdump())
    jobs.request_cancel(db, MACHINE, job_id=asked[2])
    while jobs.work_once(db_path, bootstrap.HANDLERS):
        pass
    states = [jobs.job(db, each).state for each in asked]
    assert states == [JobState.DONE, JobState.FAILED, JobState.CANCELLED]
    assert {path.stem for path in folder.iterdir()} == {asked[2]}
    exchange.drop_file(folder, asked[2])
    assert not list(folder.iterdir())
    assert exchange.imports(db, MACHINE)[0].id == asked[0]


def test_an_import_stopped_by_the_person_keeps_its_batches_and_can_be_undone(db: Database) -> None:
    """What is in is in, and goes as one."""

    def stop(done: int, _total: int) -> None:
        if done == 100:
            raise jobs.Cancelled

    rows = [f"{n},Texte {n}.,oral,,," for n in range(120)]
    with pytest.raises(jobs.Cancelled):
        exchange.import_notes(
            db, MACHINE, name="a.csv", data=(HEADER + "\n".join(rows)).encode(), batch="b", progress=stop
        )
    assert len(fieldnotes.notes(db, MACHINE)) == 100
    exchange.undo_import(db, MACHINE, batch_id="b")
    assert not fieldnotes.notes(db, MACHINE)
