"""Photos and sounds of notes: who may add and see them, while the consent allows it, and what is left afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import ANALYST, WORKER, a_note, a_participant, a_photo, a_picture, a_wav, consent_of, participant_of

from codesign import bootstrap, exchange, fieldnotes, media, privacy, storage
from codesign.accounts import MACHINE, Actor
from codesign.config import media_folder
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from codesign.fieldnotes import OccasionDraft
from codesign.media import MediaKind
from codesign.privacy import ConsentDraft
from codesign.storage import Database

BOTH = ("note", "photo", "sound")
AGREED = ConsentDraft(purposes=frozenset(BOTH))
Make = Callable[..., Actor]


@pytest.fixture
def note(db: Database) -> str:
    """An invented note whose consent allows photos and sounds."""
    return a_note(db, purposes=BOTH)


@pytest.fixture
def folder(db_path: Path) -> Path:
    """Where the files are."""
    return media_folder(db_path)


def files(folder: Path) -> list[str]:
    """The names in the folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def a_sound(db: Database, note_id: str, **more: object) -> str:
    """Keep an invented sound; return its id."""
    wishes = {"id": storage.uuid7(), "note_id": note_id, "data": a_wav(), **more}
    return media.keep_sound(db, WORKER, **wishes)


def seen(db: Database, who: Actor, note_id: str) -> list[str]:
    """What a person sees of a note, by id."""
    return [each.id for each in media.note_media(db, who, note_id).items]


def test_a_photo_is_kept_once_under_its_fingerprint(db: Database, note: str, folder: Path) -> None:
    """Two notes that hold the same photo hold one file."""
    first = a_photo(db, note)
    a_photo(db, a_note(db, purposes=BOTH))
    (name,) = files(folder)
    item = media.media_item(db, WORKER, first)
    assert name == item.file_name
    assert (item.width, item.height, item.kind) == (320, 240, MediaKind.PHOTO)
    assert bootstrap.verify(storage.file_of(db)) == ()


def test_the_same_form_sent_twice_keeps_one(db: Database, note: str) -> None:
    """A double press is one photo; another content under the same number is a conflict."""
    wishes = {"id": storage.uuid7(), "note_id": note, "alt": "Un guichet"}
    for _press in range(2):
        media.keep_photo(db, WORKER, data=a_picture(), **wishes)
    assert len(seen(db, WORKER, note)) == 1
    with pytest.raises(Conflict):
        media.keep_photo(db, WORKER, data=a_picture(seed=2), **wishes)


@pytest.mark.parametrize("alt", ["", "   ", "\n"])
def test_a_photo_needs_words_for_those_who_cannot_see_it(db: Database, note: str, alt: str) -> None:
    """One may say that it is decorative; one may not say nothing."""
    with pytest.raises(InvalidInput):
        a_photo(db, note, alt=alt)
    assert media.media_item(db, WORKER, a_photo(db, note, alt="Décorative.")).decorative


@pytest.mark.parametrize("purposes", [("note",), ("note", "quote", "persona", "recontact")])
def test_without_its_own_consent_nothing_is_kept(db: Database, folder: Path, purposes: tuple[str, ...]) -> None:
    """Agreeing to notes is not agreeing to photos."""
    note = a_note(db, purposes=purposes)
    with pytest.raises(InvalidInput):
        a_photo(db, note)
    with pytest.raises(InvalidInput):
        a_sound(db, note)
    assert files(folder) == []


def test_each_consent_opens_its_own_kind(db: Database) -> None:
    """Photos do not come with recording, nor recording with photos."""
    note = a_note(db, purposes=("note", "sound"))
    a_sound(db, note)
    with pytest.raises(InvalidInput):
        a_photo(db, note)


@pytest.mark.parametrize("end", ["narrowed", "withdrawn", "expired"])
def test_what_the_consent_no_longer_allows_is_for_nobody(db: Database, note: str, end: str) -> None:
    """The person says no: on screens, in files that leave, for the coordination too."""
    photo, sound = a_photo(db, note), a_sound(db, note)
    consent = consent_of(db, note)
    if end == "narrowed":
        privacy.edit_consent(db, WORKER, consent_id=consent, purposes=frozenset({"note", "sound"}))
        for who in (WORKER, ANALYST, MACHINE):
            assert seen(db, who, note) == [sound]
        assert media.note_media(db, WORKER, note).unconsented == 1
    elif end == "withdrawn":
        privacy.withdraw_consent(db, WORKER, consent_id=consent)
    else:
        db.execute("UPDATE privacy_consent SET expires_on = '2020-01-01'")
    with pytest.raises(NotFound):
        media.media_file(db, MACHINE, photo)
    exported = json.loads(exchange.export_project(db, MACHINE, kind="json").data)
    kinds = [each["kind"] for one in exported["notes"] for each in one["media"]]
    assert kinds == (["sound"] if end == "narrowed" else [])


def test_what_no_consent_allows_can_be_erased_by_its_author(db: Database, note: str, folder: Path) -> None:
    """Nobody sees it any more: holding on to it would be of no use."""
    a_photo(db, note)
    sound = a_sound(db, note)
    privacy.edit_consent(db, WORKER, consent_id=consent_of(db, note), purposes=frozenset({"note", "sound"}))
    assert media.erase_unconsented(db, WORKER, note_id=note) == 1
    assert seen(db, WORKER, note) == [sound]
    assert [Path(name).suffix for name in files(folder)] == [".wav"]


def test_the_person_who_asks_is_told_of_all_that_is_held(db: Database, note: str) -> None:
    """Hidden from the team is not hidden from them."""
    a_photo(db, note, alt="Un formulaire refusé")
    person = participant_of(db, note)
    privacy.edit_consent(db, WORKER, consent_id=consent_of(db, note), purposes=frozenset({"note"}))
    told = exchange.export_participant(db, MACHINE, participant_id=person).data.decode()
    assert "Un formulaire refusé" in told


def test_the_team_sees_what_was_approved_in_an_approved_note(db: Database, note: str, actor: Make) -> None:
    """A photo may show more than the note says: it is approved by itself, by someone else."""
    designer, photo = actor("design"), a_photo(db, note)
    assert seen(db, ANALYST, note) == [photo]
    assert seen(db, designer, note) == []
    assert media.note_media(db, designer, note).waiting == 1
    with pytest.raises(NotAllowed):
        media.clear_media(db, WORKER, item_id=photo)
    media.clear_media(db, ANALYST, item_id=photo)
    assert seen(db, designer, note) == [photo]
    media.describe(db, WORKER, item_id=photo, alt="Un guichet fermé")
    assert seen(db, designer, note) == []
    media.clear_media(db, ANALYST, item_id=photo)
    fieldnotes.unclear_note(db, ANALYST, note_id=note)
    with pytest.raises(NotFound):
        media.media_file(db, designer, photo)


def test_words_that_point_at_someone_wait_until_somebody_looked(db: Database, note: str) -> None:
    """A transcript is where a phone number is said aloud."""
    sound = a_sound(db, note, transcript="Appelez-la au 514 555-0123.")
    with pytest.raises(InvalidInput):
        media.clear_media(db, ANALYST, item_id=sound)
    (found,) = media.media_item(db, ANALYST, sound).unresolved
    media.describe(db, WORKER, item_id=sound, alt="", transcript="Appelez-la au 514 555-0123.", dismissed=[found.key])
    media.clear_media(db, ANALYST, item_id=sound)
    assert media.media_item(db, ANALYST, sound).cleared


def test_nobody_adds_to_a_note_of_someone_else_nor_erases_from_it(db: Database, note: str, actor: Make) -> None:
    """The table of roles, for photos: own notes, and any for the coordination."""
    photo, other = a_photo(db, note), actor("terrain")
    with pytest.raises(NotFound):
        a_photo(db, note, author=other, seed=3)
    with pytest.raises(NotAllowed):
        a_photo(db, note, author=ANALYST, seed=3)
    with pytest.raises(NotAllowed):
        media.erase_media(db, ANALYST, item_id=photo)
    with pytest.raises(NotFound):
        media.erase_media(db, other, item_id=photo)
    media.erase_media(db, actor("coordination"), item_id=photo)
    assert seen(db, WORKER, note) == []


def test_an_older_screen_overwrites_nothing(db: Database, note: str) -> None:
    """Two people who describe the same photo: the second one is told."""
    photo = a_photo(db, note)
    base = media.media_item(db, WORKER, photo).version
    media.describe(db, WORKER, item_id=photo, alt="Une première phrase", base=base)
    with pytest.raises(Conflict):
        media.describe(db, WORKER, item_id=photo, alt="Une seconde phrase", base=base)


def test_an_erased_photo_leaves_neither_file_nor_words(db: Database, note: str, folder: Path) -> None:
    """Gone from the disk, from the row and from the journal; unless another note holds the same."""
    first, other = a_photo(db, note, alt="Affiche du comptoir"), a_note(db, purposes=BOTH)
    second = a_photo(db, other)
    media.erase_media(db, WORKER, item_id=first)
    assert len(files(folder)) == 1
    media.erase_media(db, WORKER, item_id=second)
    assert files(folder) == []
    journal = " ".join(str(row) for row in db.execute("SELECT value FROM journal"))
    assert "Affiche du comptoir" not in journal


# --- notes that are still being written ------------------------------------------------------------------------------


def test_a_photo_waits_with_its_draft_and_goes_with_the_note(db: Database, actor: Make) -> None:
    """A dead battery between the photo and the note costs neither."""
    draft, other = storage.uuid7(), actor("coordination")
    photo = media.keep_photo(
        db, WORKER, id=storage.uuid7(), note_id=draft, data=a_picture(), alt="Un écran", consent=AGREED
    )
    assert seen(db, WORKER, draft) == [photo]
    assert seen(db, other, draft) == []
    assert media.media_apart(db, WORKER) == ((draft, 1),)
    fieldnotes.record_note(
        db, WORKER, id=draft, kind="listening_call", occasion=OccasionDraft(kind="appel"),
        answers={"how_is": "Elle attend."}, consent=AGREED,
    )  # fmt: skip
    assert seen(db, WORKER, draft) == [photo]
    assert media.media_apart(db, WORKER) == ()


@pytest.mark.parametrize("consent", [None, ConsentDraft(), ConsentDraft(mode="not_applicable", reason="Rue",
                                     purposes=frozenset(BOTH))])  # fmt: skip
def test_a_draft_without_the_consent_takes_no_photo(db: Database, consent: ConsentDraft | None) -> None:
    """Nothing is taken first and asked for later."""
    with pytest.raises(InvalidInput):
        media.keep_photo(
            db, WORKER, id=storage.uuid7(), note_id=storage.uuid7(), data=a_picture(), alt="x", consent=consent
        )


def test_a_note_saved_on_a_narrower_consent_shows_nothing_of_its_draft(db: Database) -> None:
    """The box was unticked before saving: what was taken meanwhile is for nobody."""
    draft = storage.uuid7()
    media.keep_photo(db, WORKER, id=storage.uuid7(), note_id=draft, data=a_picture(), alt="x", consent=AGREED)
    fieldnotes.record_note(
        db, WORKER, id=draft, kind="listening_call", occasion=OccasionDraft(kind="appel"),
        answers={"how_is": "Elle attend."}, consent=ConsentDraft(),
    )  # fmt: skip
    assert media.note_media(db, WORKER, draft) == media.NoteMedia((), unconsented=1)


def test_a_draft_that_is_let_go_takes_its_photos_along(db: Database, folder: Path) -> None:
    """And a late press adds nothing to it."""
    draft = storage.uuid7()
    wishes = {"note_id": draft, "data": a_picture(), "alt": "x", "consent": AGREED}
    media.keep_photo(db, WORKER, id=storage.uuid7(), **wishes)
    media.discard_draft(db, WORKER, draft_id=draft)
    assert files(folder) == []
    with pytest.raises(NotFound):
        media.keep_photo(db, WORKER, id=storage.uuid7(), **wishes)


def test_a_photo_of_an_abandoned_draft_does_not_stay_for_ever(db: Database, folder: Path) -> None:
    """Like the words of a draft: fourteen days."""
    draft = storage.uuid7()
    media.keep_photo(db, WORKER, id=storage.uuid7(), note_id=draft, data=a_picture(), alt="x", consent=AGREED)
    media.sweep(db)
    assert len(files(folder)) == 1
    db.execute("UPDATE media_item SET added_at = '2020-01-01T00:00:00+00:00'")
    media.sweep(db)
    assert files(folder) == []


# --- crashes, withdrawals, backups -----------------------------------------------------------------------------------


def test_what_a_crash_left_is_swept_at_start(db: Database, note: str, folder: Path) -> None:
    """A file without a row is what an erasure or a save left behind when the power went."""
    a_photo(db, note)
    kept = files(folder)
    (folder / f"{'0' * 64}.jpg").write_bytes(b"orphan")
    (folder / "notes.txt").write_text("not ours")
    assert bootstrap.sweep(storage.file_of(db)) == 1
    assert files(folder) == sorted([*kept, "notes.txt"])


def test_a_row_that_is_refused_leaves_no_file(db: Database, note: str, folder: Path) -> None:
    """All or nothing: the forty-first photo is refused, and its file is not there."""
    with storage.transaction(db):
        for seed in range(40):
            db.execute(
                "INSERT INTO media_item (id, version, deleted, note_id, author_id, kind, sha256, format, size, width,"
                " height, seconds, hidden, alt, transcript, dismissed, cleared, added_at)"
                " VALUES (?, '', 0, ?, '', 'photo', 'x', 'jpg', 1, 1, 1, 0, 0, 'x', '', '[]', 0, '2026-01-01')",
                [str(seed), note],
            )
    with pytest.raises(InvalidInput):
        a_photo(db, note)
    assert files(folder) == []


def test_a_disk_that_refuses_is_told_and_nothing_is_written(db: Database, note: str, folder: Path) -> None:
    """The photo stays on the screen, to be kept again."""
    folder.write_text("a file where the folder should be")
    with pytest.raises(Unavailable):
        a_photo(db, note)
    assert seen(db, WORKER, note) == []


def test_a_person_who_withdraws_takes_photos_and_sounds_along(db: Database, note: str, folder: Path) -> None:
    """Files too, at once; the same photo in somebody else's note stays there."""
    a_photo(db, note)
    a_photo(db, note, seed=5)
    a_sound(db, note)
    other = a_note(db, purposes=BOTH)
    a_photo(db, other)
    person = participant_of(db, note)
    assert media.preview_withdrawal(db, person) == {"Photos": 2, "Sounds": 1}
    bootstrap.withdraw(db, MACHINE, person)
    assert len(files(folder)) == 1
    assert len(seen(db, WORKER, other)) == 1
    assert bootstrap.verify(storage.file_of(db)) == ()


def test_photos_of_a_draft_about_a_person_go_with_them(db: Database, folder: Path) -> None:
    """The note was not saved yet; the photo was kept all the same."""
    person, draft = a_participant(db), storage.uuid7()
    fieldnotes.keep_draft_choices(db, WORKER, draft_id=draft, choices={"a": "b"}, participant_id=person)
    media.keep_photo(db, WORKER, id=storage.uuid7(), note_id=draft, data=a_picture(), alt="x", consent=AGREED)
    bootstrap.withdraw(db, MACHINE, person)
    assert files(folder) == []


@pytest.fixture
def backed_up(db: Database, note: str, db_path: Path, tmp_path: Path) -> Path:
    """A backup with one photo."""
    a_photo(db, note)
    target = tmp_path / "out.zip"
    exchange.make_backup(db_path, target)
    return target


def test_a_backup_brings_no_photo_of_a_person_who_withdrew_since(
    backed_up: Path, db: Database, note: str, db_path: Path, folder: Path
) -> None:
    """A promise outlives the restore."""
    bootstrap.withdraw(db, MACHINE, participant_of(db, note))
    db.close()
    bootstrap.restore(backed_up, db_path)
    assert files(folder) == []
    assert bootstrap.verify(db_path) == ()


def test_photos_taken_since_a_backup_go_aside_with_the_state_before_it(
    backed_up: Path, db: Database, note: str, db_path: Path, folder: Path
) -> None:
    """A wrong backup chosen in a hurry must not cost the photos of the week."""
    a_photo(db, note, seed=9)
    db.close()
    aside = bootstrap.restore(backed_up, db_path)
    assert aside is not None
    assert len(files(folder)) == len(files(exchange.media_beside(aside))) == 1
    assert bootstrap.verify(db_path) == ()


def test_a_missing_file_is_a_fault(backed_up: Path, db_path: Path, folder: Path) -> None:
    """Expected against present: what the database names must be there."""
    (name,) = files(folder)
    (folder / name).unlink()
    assert bootstrap.verify(db_path) == (f"media: {name}: missing",)
