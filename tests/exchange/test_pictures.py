"""Photos and sounds that come with rows: joined by name, made safe, seen as consent goes, taken back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from builders import ANALYST, a_picture, a_wav
from collected import archive, kobo_csv, odk_row, table, uuid, xlsx
from PIL import Image

from codesign import bootstrap, exchange, fieldnotes, i18n, media, privacy, storage
from codesign.accounts import MACHINE
from codesign.config import media_folder
from codesign.errors import InvalidInput, NotFound
from codesign.exchange import ImportReport, MediaState
from codesign.fieldnotes import Note
from codesign.privacy import ConsentDraft
from codesign.storage import Database

AGREED = {"consentement": "oral", "finalites": "photo sound"}
KEPT, WAITS, SAME, MISSING, REFUSED = (
    MediaState.NEW,
    MediaState.WAITING,
    MediaState.SAME,
    MediaState.MISSING,
    MediaState.REFUSED,
)


def located(seed: int = 0) -> bytes:
    """An invented photo that says where it was taken and what phone took it."""
    about = Image.Exif()
    about[0x010F] = "TELEPHONE-INVENTE"
    about.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.open(BytesIO(a_picture(seed=seed))).save(out, "JPEG", exif=about.tobytes(), comment=b"COMMENTAIRE-INVENTE")
    return out.getvalue()


def central(rows: list[dict[str, str]], **files: bytes) -> bytes:
    """A zip of ODK Central: `a_jpg=…` is the file a.jpg of its flat folder."""
    parts = [("recit.csv", table([odk_row(n, **row) for n, row in enumerate(rows, 1)]))]
    return archive([*parts, *((f"media/{name.replace('_', '.')}", data) for name, data in files.items())])


def kobo_zip(files: dict[tuple[int, str], bytes]) -> bytes:
    """A media zip of KoboToolbox: a folder for each row."""
    return archive([(f"equipe/attachments/f00/{uuid(n)}/{name}", data) for (n, name), data in files.items()])


def bring(db: Database, data: bytes, name: str = "recit.zip") -> ImportReport:
    """Look, then bring in: both say the same of each file."""
    seen = exchange.preview_notes(db, MACHINE, name=name, data=data)
    done = exchange.import_notes(db, MACHINE, name=name, data=data)
    assert [each.state for each in seen.files] == [each.state for each in done.files]
    return done


def states(report: ImportReport) -> dict[str, MediaState]:
    """What became of each file."""
    return {Path(each.name).name: each.state for each in report.files}


def notes(db: Database) -> list[Note]:
    """The notes, as they came."""
    return [fieldnotes.note(db, MACHINE, each.id) for each in reversed(fieldnotes.notes(db, MACHINE))]


def kept_files(db: Database) -> tuple[Path, ...]:
    """The files on the disk."""
    return media.files_in(media_folder(storage.file_of(db)))


def test_photos_and_sounds_of_central_come_in_with_their_rows(db: Database) -> None:
    """Each by the name that its row holds, without position, phone or comment; once, however often they come."""
    rows = [
        {"recit": "Un.", "photo": "a.jpg", "son": "b.wav", **AGREED},
        {"recit": "Deux.", "photo": "c.jpg", **AGREED},
    ]
    data = central(rows, a_jpg=located(), b_wav=a_wav(about=b"NOM-INVENTE"), d_jpg=located(3))
    done = bring(db, data)
    assert states(done) == {"a.jpg": KEPT, "b.wav": KEPT, "c.jpg": MISSING, "d.jpg": REFUSED}
    (batch,) = exchange.imports(db, MACHINE)  # files are counted after the rows, whose counts stay
    counted = {state: n for state, n in batch.counts.items() if n}
    assert counted == {"new": 2, "media_new": 2, "media_missing": 1, "media_refused": 1}
    one, two = notes(db)
    assert [each.kind for each in media.note_media(db, MACHINE, one.id).items] == ["photo", "sound"]
    assert not media.note_media(db, MACHINE, two.id).items
    held = b"".join(path.read_bytes() for path in kept_files(db))
    assert not [each for each in (b"INVENTE", b"Exif") if each in held]
    assert set(states(bring(db, data)).values()) == {SAME, MISSING, REFUSED}
    assert len(kept_files(db)) == 2


def test_the_media_zip_of_kobo_goes_to_the_rows_that_are_here(db: Database) -> None:
    """Answers and photos are two downloads there; two phones may name two photos alike; a space is an underscore."""
    rows = [{"recit": "Un.", "photo": "1 (2).jpg", **AGREED}, {"recit": "Deux.", "photo": "1 (2).jpg", **AGREED}]
    photos = kobo_zip({(1, "1_2.jpg"): located(), (2, "1_2.jpg"): located(5), (3, "1_2.jpg"): located(7)})
    early = bring(db, photos, "media.zip")
    assert [each.state for each in early.files] == [REFUSED] * 3
    assert bring(db, kobo_csv(rows), "a.csv").media[MISSING] == 2
    done = bring(db, photos, "media.zip")
    assert [each.state for each in done.files] == [KEPT, KEPT, REFUSED]
    shas = {media.note_media(db, MACHINE, each.id).items[0].sha256 for each in notes(db)}
    assert len(shas) == 2
    assert bring(db, kobo_csv(rows), "a.csv").media[SAME] == 2
    plan = exchange.undo_import(db, MACHINE, batch_id=done.batch)
    assert (plan.gone["Photos and sounds"], plan.gone["Notes"], kept_files(db)) == (2, 0, ())
    assert len(notes(db)) == 2


def test_answers_and_photos_packed_together_are_joined_by_folder_and_name(db: Database) -> None:
    """A team puts the table beside the folders and zips it all."""
    rows = [{"recit": f"{n}.", "photo": "1.jpg", **AGREED} for n in (1, 2)]
    parts = [("données.csv", kobo_csv(rows)), *((f"x/{uuid(n)}/1.jpg", located(n)) for n in (1, 2))]
    assert [each.state for each in bring(db, archive(parts)).files] == [KEPT, KEPT]
    flat = [("données.csv", kobo_csv(rows)), ("media/1.jpg", located(9))]
    assert {each.state for each in exchange.preview_notes(db, MACHINE, name="a.zip", data=archive(flat)).files} == {
        REFUSED
    }


def test_what_the_consent_does_not_allow_is_kept_apart_and_seen_by_nobody(db: Database) -> None:
    """On the day that the person agrees, it is there; otherwise the note's screen erases it."""
    rows = [
        {
            "recit": "Un.",
            "photo": "a.jpg",
            "son": "b.wav",
            "consentement": "oral",
            "finalites": "sound",
            "personne": "A",
        }
    ]
    assert states(bring(db, central(rows, a_jpg=located(), b_wav=a_wav()))) == {"a.jpg": WAITS, "b.wav": KEPT}
    (note,) = notes(db)
    seen = media.note_media(db, MACHINE, note.id)
    assert ([each.kind for each in seen.items], seen.unconsented) == (["sound"], 1)
    assert media.erase_unconsented(db, MACHINE, note_id=note.id) == 1
    assert states(bring(db, central(rows, a_jpg=located(), b_wav=a_wav())))["a.jpg"] is SAME, (
        "erased by hand: stays away"
    )
    assert len(kept_files(db)) == 1


def test_what_comes_with_a_text_without_consent_waits_with_it(db: Database) -> None:
    """Nobody sees it, no cleaning takes it; the consent that admits the text decides of it, and a refusal erases it."""
    rows = [{"recit": f"{n}.", "photo": f"{n}.jpg", "consentement": "aucun"} for n in (1, 2, 3)]
    done = bring(db, central(rows, **{"1_jpg": located(1), "2_jpg": located(2), "3_jpg": located(3)}))
    assert set(states(done).values()) == {WAITS}
    first, second, third = exchange.waiting_notes(db, MACHINE)
    old = (datetime.now(UTC) - timedelta(days=400)).isoformat(timespec="milliseconds")
    db.execute("UPDATE media_item SET added_at = ?", [old])
    media.sweep(db)
    assert len(kept_files(db)) == 3
    assert media.note_media(db, MACHINE, first.id).items == ()
    assert media.media_apart(db, MACHINE) == ()
    agreed = ConsentDraft(purposes=frozenset({"note", "photo"}))
    admitted = exchange.admit(db, MACHINE, waiting_id=first.id, consent=agreed)
    assert len(media.note_media(db, MACHINE, admitted).items) == 1
    exchange.discard(db, MACHINE, waiting_id=second.id)
    assert len(kept_files(db)) == 2
    exchange.undo_import(db, MACHINE, batch_id=done.batch)
    assert len(kept_files(db)) == 1
    assert third.id not in {each.id for each in exchange.waiting_notes(db, MACHINE)}


def test_a_text_that_waits_keeps_its_photo_when_it_is_corrected_and_when_its_row_brings_a_consent(db: Database) -> None:
    """The photo follows what the row becomes."""
    said = "Elle attend depuis un an une place."
    for text, consent in ((said, "aucun"), (f"{said} Encore.", "aucun"), (f"{said} Encore.", "oral")):
        row = {"recit": text, "photo": "a.jpg", "consentement": consent, "finalites": "photo"}
        bring(db, central([row], a_jpg=located()))
    (note,) = notes(db)
    assert len(media.note_media(db, MACHINE, note.id).items) == 1
    assert db.execute("SELECT count(*) FROM media_waiting").fetchone()[0] == 0


def bomb() -> bytes:
    """A hundred megapixels in a few kilobytes."""
    out = BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bomb(), "trop grande"), (located()[:200], "abîmé"), (b"x" * 500, "abîmé"),
        (located() + archive([("a.txt", b"x")]), "autre sorte"), (b"<html>" + located(), "autre sorte"), (b"", "abîmé"),
    ],
)  # fmt: skip
def test_a_file_that_means_harm_is_refused_by_itself_in_french(db: Database, data: bytes, reason: str) -> None:
    """Bomb, cut, renamed, polyglot, empty: its row is in, and nothing of the file is on the disk."""
    done = bring(db, central([{"recit": "Un.", "photo": "a.png", **AGREED}], a_png=data))
    (file,) = done.files
    assert (file.state, reason in i18n._(file.why.message, **file.why.params)) == (REFUSED, True), file.why
    assert (len(notes(db)), kept_files(db)) == (1, ())


def test_a_jpeg_cut_in_its_middle_is_refused_when_it_is_read(db: Database) -> None:
    """Its head is sound: the look cannot tell, the import does."""
    data = central([{"recit": "Un.", "photo": "a.jpg", **AGREED}], a_jpg=located()[:-400])
    assert exchange.preview_notes(db, MACHINE, name="a.zip", data=data).media[KEPT] == 1
    assert exchange.import_notes(db, MACHINE, name="a.zip", data=data).media[REFUSED] == 1
    assert kept_files(db) == ()


def test_a_part_that_is_damaged_inside_the_archive_is_refused_by_itself(db: Database) -> None:
    """Found by fuzzing: its row had come in when the rest of the archive was given up."""
    rows = [{"recit": "Un.", "photo": "a.jpg", **AGREED}, {"recit": "Deux.", "photo": "b.jpg", **AGREED}]
    data = bytearray(central(rows, a_jpg=located(), b_jpg=located(4)))
    at = data.index(b"media/a.jpg") + 60
    data[at : at + 40] = bytes(40)
    done = bring(db, bytes(data))
    assert (states(done), len(notes(db))) == ({"a.jpg": REFUSED, "b.jpg": KEPT}, 2)
    assert "endommagé" in i18n._(done.files[0].why.message, **done.files[0].why.params)


def test_an_archive_that_leads_outside_gives_nothing(db: Database) -> None:
    """Neither its rows nor its photos."""
    parts = [("recit.csv", table([odk_row(1, recit="Un.", photo="a.jpg", **AGREED)])), ("media/../../a.jpg", located())]
    with pytest.raises(InvalidInput, match="hors"):
        exchange.import_notes(db, MACHINE, name="a.zip", data=archive(parts))
    assert (notes(db), kept_files(db)) == ([], ())


def test_two_files_of_one_name_are_nobodys(db: Database) -> None:
    """In a flat folder, which one is meant cannot be known; nor whose, when two rows name it."""
    row = {"recit": "Un.", "photo": "a.jpg", **AGREED}
    parts = [("recit.csv", table([odk_row(1, **row)])), ("media/a.jpg", located(1)), ("media/a.jpg", located(2))]
    assert states(bring(db, archive(parts))) == {"a.jpg": REFUSED}
    assert states(bring(db, central([row, {**row, "recit": "Deux."}], a_jpg=located()))) == {"a.jpg": REFUSED}
    assert kept_files(db) == ()


def test_a_photo_of_a_row_that_is_refused_stays_out(db: Database) -> None:
    """With its row."""
    done = bring(db, central([{"recit": "", "photo": "a.jpg", **AGREED}], a_jpg=located()))
    assert states(done) == {"a.jpg": REFUSED}


def test_undoing_takes_the_photos_back_and_keeps_those_that_somebody_worked_on(db: Database) -> None:
    """Described since: it is somebody's work, and its note stays for it."""
    rows = [{"recit": f"{n}.", "photo": f"{n}.jpg", **AGREED} for n in (1, 2)]
    done = bring(db, central(rows, **{"1_jpg": located(1), "2_jpg": located(2)}))
    first = media.note_media(db, MACHINE, notes(db)[0].id).items[0]
    media.describe(db, MACHINE, item_id=first.id, alt="Un guichet fermé")
    plan = exchange.undo_import(db, MACHINE, batch_id=done.batch)
    assert plan.kept == {first.note_id: "A photo or a sound was added to it"}
    assert (len(notes(db)), len(kept_files(db))) == (1, 1)
    again = bring(db, central(rows, **{"1_jpg": located(1), "2_jpg": located(2)}))
    assert list(states(again).values()) == [SAME, KEPT]


def test_a_photo_that_nobody_described_is_not_approved(db: Database) -> None:
    """Nobody looked at it: it may show a face."""
    bring(db, central([{"recit": "Un.", "photo": "a.jpg", **AGREED}], a_jpg=located()))
    (note,) = notes(db)
    (item,) = media.note_media(db, MACHINE, note.id).items
    with pytest.raises(InvalidInput):
        media.clear_media(db, MACHINE, item_id=item.id)
    fieldnotes.clear_note(db, MACHINE, note_id=note.id)
    design = media.note_media(db, ANALYST, note.id)
    assert len(design.items) == 1, "the analysis reads whole notes"


def test_a_person_who_withdraws_takes_the_photos_that_came_in_too(db: Database) -> None:
    """Those of notes and those of texts that wait, their prints with them."""
    rows = [
        {"recit": "Un.", "photo": "1.jpg", "personne": "A", **AGREED},
        {"recit": "Deux.", "photo": "2.jpg", "personne": "A", "consentement": "aucun"},
    ]
    bring(db, central(rows, **{"1_jpg": located(1), "2_jpg": located(2)}))
    (person,) = privacy.participants(db, MACHINE)
    bootstrap.withdraw(db, MACHINE, participant_id=person.id)
    assert kept_files(db) == ()
    assert db.execute("SELECT count(*) FROM media_item").fetchone()[0] == 0
    assert db.execute("SELECT count(*) FROM exchange_media").fetchone()[0] == 0
    again = bring(db, central(rows, **{"1_jpg": located(1), "2_jpg": located(2)}))
    assert KEPT not in set(states(again).values())
    assert kept_files(db) == ()


def test_a_table_in_excel_may_be_packed_with_its_photos(db: Database) -> None:
    """The table of the coordination, its photos beside it."""
    rows = [{"id": "1", "texte": "Un.", "image": "porte.jpg", **AGREED}]
    data = archive([("carnet.xlsx", xlsx({"a": rows})), ("porte.jpg", located())])
    assert states(bring(db, data)) == {"porte.jpg": KEPT}
    with pytest.raises(NotFound):
        media.keep_arrival(
            db, MACHINE, note_id=storage.uuid7(), arrival=media.make_safe(media.MediaKind.PHOTO, located())
        )


def test_a_photo_corrected_on_the_phone_takes_the_place_of_the_first(db: Database) -> None:
    """Turned or cut on the phone, sent again under its name: the newer is kept, said so, and waits to be looked at."""
    row = {"recit": "Au comptoir.", "photo": "a.jpg", **AGREED}
    first = bring(db, central([row], a_jpg=located()))
    (old,) = kept_files(db)
    (note,) = notes(db)
    (item,) = media.note_media(db, MACHINE, note.id).items
    media.describe(db, MACHINE, item_id=item.id, alt="Un comptoir inventé.")
    media.clear_media(db, MACHINE, item_id=item.id)
    again = bring(db, central([row], a_jpg=located(seed=1)))
    assert states(again) == {"a.jpg": MediaState.CHANGED}
    (new,) = kept_files(db)
    (now,) = media.note_media(db, MACHINE, note.id).items
    assert old != new
    assert (now.id, now.alt, now.cleared) == (item.id, "Un comptoir inventé.", False)
    assert states(bring(db, central([row], a_jpg=located()))) == {"a.jpg": SAME}  # an older export brings nothing back
    assert kept_files(db) == (new,)
    gone = exchange.undo_import(db, MACHINE, batch_id=again.batch)
    assert gone.kept == {note.id: "It was here before: the import corrected it"}
    assert kept_files(db) == (new,)
    assert exchange.preview_undo(db, MACHINE, batch_id=first.batch).kept  # somebody described it


def test_a_photo_replaced_by_a_file_alone_is_still_taken_back_with_its_import(db: Database) -> None:
    """Nobody worked on it: the import that brought it first takes it back."""
    row = {"recit": "Au comptoir.", "photo": "a.jpg", **AGREED}
    first = bring(db, central([row], a_jpg=located()))
    bring(db, central([row], a_jpg=located(seed=1)))
    gone = exchange.undo_import(db, MACHINE, batch_id=first.batch)
    assert (gone.kept, kept_files(db)) == ({}, ())


def test_a_face_hidden_here_is_not_shown_again_by_a_newer_file(db: Database) -> None:
    """What a person hid by hand stays hidden: the newer photo is refused, with the reason."""
    row = {"recit": "Au comptoir.", "photo": "a.jpg", **AGREED}
    bring(db, central([row], a_jpg=located()))
    (note,) = notes(db)
    (item,) = media.note_media(db, MACHINE, note.id).items
    media.hide_in_photo(db, MACHINE, item_id=item.id, hidden=[(0.1, 0.1, 0.3, 0.3)])
    (hidden,) = kept_files(db)
    (told,) = bring(db, central([row], a_jpg=located(seed=1))).files
    assert told.state is REFUSED
    assert "hidden here" in told.why.message
    assert kept_files(db) == (hidden,)


def test_nothing_new_is_kept_of_a_note_whose_consent_is_over(db: Database) -> None:
    """A newer photo that comes alone is refused, as a first one is, and the preview says so already."""
    row = {"recit": "Au comptoir.", "photo": "a.jpg", **AGREED}
    bring(db, kobo_csv([row]), "a.csv")
    assert states(bring(db, kobo_zip({(1, "a.jpg"): located()}), "media.zip")) == {"a.jpg": KEPT}
    (before,) = kept_files(db)
    db.execute("UPDATE privacy_consent SET expires_on = '2020-01-01'")
    assert states(bring(db, kobo_zip({(1, "a.jpg"): located(seed=1)}), "media.zip")) == {"a.jpg": REFUSED}
    assert kept_files(db) == (before,)


def test_a_newer_photo_that_is_broken_is_refused_before_it_is_brought_in(db: Database) -> None:
    """The preview opens it, as it opens a first one; the photo that is here stays."""
    bring(db, kobo_csv([{"recit": "Au comptoir.", "photo": "a.jpg", **AGREED}]), "a.csv")
    bring(db, kobo_zip({(1, "a.jpg"): located()}), "media.zip")
    (before,) = kept_files(db)
    assert states(bring(db, kobo_zip({(1, "a.jpg"): b"\xff\xd8no photo"}), "media.zip")) == {"a.jpg": REFUSED}
    assert kept_files(db) == (before,)


def test_a_photo_that_came_before_prints_were_kept_is_compared_by_what_it_shows(db: Database) -> None:
    """A database of before knows names alone: the same photo is the same, another one takes its place."""
    row = {"recit": "Au comptoir.", "photo": "a.jpg", **AGREED}
    bring(db, central([row], a_jpg=located()))
    with storage.transaction(db):
        db.conn.execute("UPDATE exchange_media SET contents = ''")
    assert states(bring(db, central([row], a_jpg=located()))) == {"a.jpg": SAME}
    with storage.transaction(db):
        db.conn.execute("UPDATE exchange_media SET contents = ''")
    assert states(bring(db, central([row], a_jpg=located(seed=1)))) == {"a.jpg": MediaState.CHANGED}


@pytest.mark.parametrize("seed", [0, 1])
def test_a_photo_hidden_before_prints_were_kept_is_never_called_the_same(db: Database, seed: int) -> None:
    """Corrected in the field tool or not, nobody knows any more: it stays hidden, and that is what is said."""
    row = {"recit": "Au comptoir.", "photo": "a.jpg", **AGREED}
    bring(db, central([row], a_jpg=located()))
    (item,) = media.note_media(db, MACHINE, notes(db)[0].id).items
    media.hide_in_photo(db, MACHINE, item_id=item.id, hidden=[(0.0, 0.0, 0.5, 1.0)])
    kept = kept_files(db)
    with storage.transaction(db):
        db.conn.execute("UPDATE exchange_media SET contents = ''")
    (file,) = bring(db, central([row], a_jpg=located(seed))).files
    assert (file.state, kept_files(db)) == (REFUSED, kept)
    assert file.why.message.startswith("Not replaced")
    assert db.conn.execute("SELECT contents FROM exchange_media").fetchall() == [("",)]


def test_the_person_who_asks_is_told_of_the_photos_that_wait_too(db: Database) -> None:
    """A text under their pseudonym waits for a consent with a photo and a sound: the file of their data lists both."""
    person = privacy.add_participant(db, MACHINE)
    code = privacy.participant(db, MACHINE, person).code
    row = {"recit": "Un.", "photo": "a.jpg", "son": "b.wav", "personne": code, "consentement": "aucun"}
    bring(db, central([row], a_jpg=located(), b_wav=a_wav()))
    (waits,) = exchange.waiting_notes(db, MACHINE)
    assert [each.kind for each in media.media_waiting(db, MACHINE, waiting_id=waits.id)] == ["photo", "sound"]
    told = json.loads(exchange.export_participant(db, MACHINE, participant_id=person).data)
    assert [each["kind"] for each in told["waiting_for_consent"][0]["photos_and_sounds"]] == ["photo", "sound"]
