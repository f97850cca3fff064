"""Notes that come in: looked at first, brought in once, kept apart without consent, never back once withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign import bootstrap, exchange, fieldnotes, privacy, storage, territory
from codesign.accounts import MACHINE, Actor
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.exchange import ImportDefaults, RowState
from codesign.exchange.sources import read_source
from codesign.exchange.tables import read_table, write_table
from codesign.privacy import ConsentDraft
from codesign.storage import Database

HEADER = "id,text,consent,person,date,kind,sector\n"


def csv(*rows: str) -> bytes:
    """A file of notes."""
    return (HEADER + "\n".join(rows) + "\n").encode()


def states(report: exchange.ImportReport) -> list[RowState]:
    """What becomes of each row."""
    return [row.state for row in report.rows]


def test_the_preview_tells_what_the_import_then_does(db: Database) -> None:
    """Nothing is written before the person said yes."""
    data = csv("1,Elle attend.,oral,A,2026-05-01,story,ouest", "2,Il attend.,,,,,", "3,,oral,,,,", "1,Encore.,oral,,,,")
    seen = exchange.preview_notes(db, MACHINE, name="carnet.csv", data=data)
    assert not fieldnotes.notes(db, MACHINE)
    done = exchange.import_notes(db, MACHINE, name="carnet.csv", data=data)
    assert states(seen) == states(done) == [RowState.NEW, RowState.WAITING, RowState.REFUSED, RowState.REFUSED]
    (note,) = fieldnotes.notes(db, MACHINE)
    assert (note.month, note.sector, note.cleared) == ("2026-05", "ouest", False)


def test_a_row_that_does_not_say_where_is_not_elsewhere(db: Database) -> None:
    """An empty cell and « Secteur non précisé » are the same; « Ailleurs » is what it says."""
    data = csv("1,Un.,oral,,,,", "2,Deux.,oral,,,,Secteur non précisé", "3,Trois.,oral,,,,Ailleurs")
    exchange.import_notes(db, MACHINE, name="carnet.csv", data=data)
    found = {note.excerpt: note.sector for note in fieldnotes.notes(db, MACHINE)}
    assert found == {"Un.": territory.UNKNOWN, "Deux.": territory.UNKNOWN, "Trois.": "autre"}


def test_the_same_file_twice_changes_nothing(db: Database) -> None:
    """A file is often sent again, a little longer than the last time."""
    data = csv("1,Elle attend.,oral,,,,", "2,Il attend.,,,,,")
    exchange.import_notes(db, MACHINE, name="carnet.csv", data=data)
    again = exchange.import_notes(db, MACHINE, name="carnet.csv", data=data + b"3,Nouveau.,oral,,,,\n")
    assert states(again) == [RowState.SAME, RowState.SAME, RowState.NEW]
    assert len(fieldnotes.notes(db, MACHINE)) == 2
    assert len(exchange.waiting_notes(db, MACHINE)) == 1


def test_a_corrected_row_edits_its_note(db: Database) -> None:
    """With its history; the other notes are left alone."""
    exchange.import_notes(db, MACHINE, name="carnet.csv", data=csv("1,Elle attend.,oral,,,,"))
    report = exchange.import_notes(db, MACHINE, name="carnet.csv", data=csv("1,Elle attend encore.,oral,,,,"))
    assert states(report) == [RowState.CHANGED]
    (note,) = fieldnotes.notes(db, MACHINE)
    assert note.excerpt == "Elle attend encore."


def test_the_same_id_in_another_file_is_another_note(db: Database) -> None:
    """Every spreadsheet begins at 1."""
    for name in ("mars.csv", "avril.csv"):
        exchange.import_notes(db, MACHINE, name=name, data=csv(f"1,Note de {name}.,oral,,,,"))
    assert len(fieldnotes.notes(db, MACHINE)) == 2


def test_a_text_without_consent_is_nowhere_until_one_is_recorded(db: Database) -> None:
    """Not in lists, not in search; then a note like the others, and the waiting copy is erased."""
    exchange.import_notes(db, MACHINE, name="carnet.txt", data=b"Elle attend le rendez-vous.")
    assert not fieldnotes.notes(db, MACHINE)
    assert not fieldnotes.search(db, MACHINE, "attend")
    (waits,) = exchange.waiting_notes(db, MACHINE)
    exchange.admit(db, MACHINE, waiting_id=waits.id, consent=ConsentDraft(mode="oral"))
    assert len(fieldnotes.search(db, MACHINE, "attend")) == 1
    assert not exchange.waiting_notes(db, MACHINE)
    with pytest.raises(NotFound):
        exchange.admit(db, MACHINE, waiting_id=waits.id, consent=ConsentDraft(mode="oral"))


def test_a_text_that_was_refused_a_consent_is_erased(db: Database) -> None:
    """From the journal too."""
    exchange.import_notes(db, MACHINE, name="carnet.txt", data=b"Paroles sans accord.")
    (waits,) = exchange.waiting_notes(db, MACHINE)
    exchange.discard(db, MACHINE, waiting_id=waits.id)
    assert not exchange.waiting_notes(db, MACHINE)
    left = db.execute("SELECT count(*) FROM journal WHERE value LIKE '%Paroles sans accord%'").fetchone()[0]
    assert left == 0


def test_a_withdrawn_note_does_not_come_back(db: Database) -> None:
    """The file on a desk still holds it; the platform refuses it."""
    data = csv("1,Elle attend.,oral,A,,,")
    exchange.import_notes(db, MACHINE, name="carnet.csv", data=data)
    (note,) = fieldnotes.notes(db, MACHINE)
    bootstrap.withdraw(db, MACHINE, note.participant_id or "")
    assert states(exchange.import_notes(db, MACHINE, name="carnet.csv", data=data)) == [RowState.REFUSED]
    assert not fieldnotes.notes(db, MACHINE)


def test_labels_of_people_become_pseudonyms_and_are_not_kept(db: Database) -> None:
    """« Mme Untel » in a column is an identity."""
    data = csv("1,Un.,oral,Mme Untel,,,", "2,Deux.,oral,Mme Untel,,,", "3,Trois.,oral,P-0001,,,", "4,X.,oral,P-9999,,,")
    report = exchange.import_notes(db, MACHINE, name="carnet.csv", data=data)
    assert states(report) == [RowState.NEW, RowState.NEW, RowState.NEW, RowState.REFUSED]
    assert [each.code for each in privacy.participants(db, MACHINE)] == ["P-0001"]
    assert len({each.participant_id for each in fieldnotes.notes(db, MACHINE)}) == 1
    kept = db.execute("SELECT count(*) FROM journal WHERE value LIKE '%Untel%'").fetchone()[0]
    assert kept == 0


def _edit(db: Database, text: str) -> fieldnotes.Note:
    (row,) = fieldnotes.notes(db, MACHINE)
    fieldnotes.edit_note(db, MACHINE, note_id=row.id, answers={"story": text})
    fieldnotes.clear_note(db, MACHINE, note_id=row.id)
    return fieldnotes.note(db, MACHINE, row.id)


def test_a_correction_made_here_is_never_overwritten(db: Database) -> None:
    """The same file again says nothing new; another wording of it is refused in words, approval kept."""
    data = csv("1,Elle attend a la clinike.,oral,A,,,")
    exchange.import_notes(db, MACHINE, name="notes.csv", data=data)
    mended = _edit(db, "Elle attend à la clinique.")
    assert states(exchange.import_notes(db, MACHINE, name="notes.csv", data=data)) == [RowState.SAME]
    other = exchange.import_notes(db, MACHINE, name="notes.csv", data=csv("1,Elle attend a la clinik.,oral,A,,,"))
    assert states(other) == [RowState.REFUSED]
    assert "corrected here" in other.rows[0].reason
    assert fieldnotes.note(db, MACHINE, mended.id) == mended
    assert mended.cleared


@pytest.mark.parametrize(
    "row",
    ["1,Elle attend encore.,oral,B,,,", "1,Elle attend.,oral,B,,,", "1,Elle attend encore.,oral,,,,",
     "1,Tout autre propos venu d’ailleurs.,oral,A,,,"],
)  # fmt: skip
@pytest.mark.parametrize("consent", ["oral", ""])
def test_a_file_of_the_same_name_from_elsewhere_touches_nothing(db: Database, row: str, consent: str) -> None:
    """Every site has its notes.csv that begins at 1: neither a note nor a text that waits is overwritten."""
    exchange.import_notes(db, MACHINE, name="notes.csv", data=csv(f"1,Elle attend.,{consent},A,,,"))
    before = [*fieldnotes.notes(db, MACHINE), *exchange.waiting_notes(db, MACHINE)]
    report = exchange.import_notes(db, MACHINE, name="notes.csv", data=csv(row))
    assert states(report) == [RowState.REFUSED]
    assert [*fieldnotes.notes(db, MACHINE), *exchange.waiting_notes(db, MACHINE)] == before


def test_a_note_given_to_someone_else_since_is_not_edited(db: Database) -> None:
    """The file still says whom it was about; the screen knows better."""
    person = privacy.add_participant(db, MACHINE, sector="ouest")
    code = privacy.participant(db, MACHINE, person).code
    exchange.import_notes(db, MACHINE, name="notes.csv", data=csv(f"1,Elle attend.,oral,{code.lower()},,,"))
    (row,) = fieldnotes.notes(db, MACHINE)
    assert row.participant_id == person
    other = privacy.add_participant(db, MACHINE, sector="est")
    consent = ConsentDraft(participant_id=other)
    fieldnotes.reattach_note(db, MACHINE, note_id=row.id, participant_id=other, consent=consent)
    report = exchange.import_notes(db, MACHINE, name="notes.csv", data=csv(f"1,Elle attend encore.,oral,{code},,,"))
    assert states(report) == [RowState.REFUSED]


def test_a_pseudonym_that_was_merged_is_known_still(db: Database) -> None:
    """The file was written before the two were found to be one person."""
    one, two = (privacy.add_participant(db, MACHINE, sector="ouest") for _n in range(2))
    code = privacy.participant(db, MACHINE, two).code
    privacy.merge_participants(db, MACHINE, kept=one, merged=two)
    report = exchange.import_notes(db, MACHINE, name="notes.csv", data=csv(f"1,Elle attend.,oral,{code},,,"))
    assert states(report) == [RowState.NEW]
    assert fieldnotes.notes(db, MACHINE)[0].participant_id == one


def test_ids_and_names_of_files_are_kept_as_prints_alone(db: Database) -> None:
    """Both may be a person's name; they refuse its return after it withdrew all the same."""
    data = csv("Josette Inventée,Texte.,oral,Mme Inventée,,,")
    exchange.import_notes(db, MACHINE, name="Inventée.csv", data=data)
    (note,) = fieldnotes.notes(db, MACHINE)
    exchange.erase_participant(db, MACHINE, note.participant_id or "")
    bootstrap.withdraw(db, MACHINE, note.participant_id or "")
    assert "Invent" not in "\n".join(db.conn.iterdump())
    left = db.execute("SELECT note_id, text_print, person_print, file_print FROM exchange_import").fetchall()
    assert left == [("", "", "", "")]
    assert states(exchange.import_notes(db, MACHINE, name="Inventée.csv", data=data)) == [RowState.REFUSED]
    assert not list(storage.check_database(db))


def _twins(db: Database) -> tuple[str, str]:
    """Two people to whom two laptops gave one number: P-0001, and P-0001 with the end of theirs."""
    people = privacy.participants(db, MACHINE)
    one = people[0].id if people else privacy.add_participant(db, MACHINE)
    two = privacy.add_participant(db, MACHINE)
    with storage.transaction(db):
        row = db.conn.execute("SELECT code FROM privacy_participant WHERE id = ?", [one]).fetchone()
        db.conn.execute("UPDATE privacy_participant SET code = ? WHERE id = ?", [row[0], two])
        privacy.settle_pseudonyms(db, MACHINE)
    return one, two


def test_a_number_that_two_laptops_gave_is_refused_by_name_of_neither(db: Database) -> None:
    """The note of one would be read as the other's; with its end, in any letters, the number says whom it means."""
    one, two = _twins(db)
    rows = ("1,Un.,oral,P-0001,,,", f"2,Deux.,oral,p-0001-{two[-4:].upper()},,,", f"3,Trois.,oral,P-0001-{one[-4:]},,,")
    report = exchange.import_notes(db, MACHINE, name="carnet.csv", data=csv(*rows))
    assert states(report) == [RowState.REFUSED, RowState.NEW, RowState.NEW]
    assert f"P-0001-{two[-4:]}" in report.rows[0].params["codes"]
    held = [fieldnotes.note(db, MACHINE, each.id) for each in fieldnotes.notes(db, MACHINE)]
    assert {each.answers["story"]: each.participant_id for each in held} == {"Deux.": two, "Trois.": one}


def test_rows_of_before_the_merge_stay_whose_they_were(db: Database) -> None:
    """A file that came in when the number was one person's is the same file; what waits goes with either of them."""
    person = privacy.add_participant(db, MACHINE)
    data = csv("1,Elle attend.,oral,P-0001,,,", "2,Zébulon attend.,,P-0001,,,")
    exchange.import_notes(db, MACHINE, name="carnet.csv", data=data)
    assert _twins(db)[0] == person
    again = exchange.import_notes(db, MACHINE, name="carnet.csv", data=csv("1,Elle attend.,oral,P-0001,,,"))
    assert states(again) == [RowState.SAME]
    bootstrap.withdraw(db, MACHINE, person)
    assert exchange.waiting_notes(db, MACHINE) == ()


def test_texts_that_wait_go_with_their_person(db: Database) -> None:
    """By pseudonym, or by the label that another row of the file made a participant of; others' texts stay."""
    data = csv("1,Elle attend.,oral,A,,,", "2,Zébulon un.,,P-0001,,,", "3,Zébulon deux.,,A,,,", "4,Autre.,,B,,,")
    exchange.import_notes(db, MACHINE, name="carnet.csv", data=data)
    (note,) = fieldnotes.notes(db, MACHINE)
    person = note.participant_id or ""
    assert sum(exchange.preview_withdrawal(db, person).values()) == 2
    assert exchange.export_participant(db, MACHINE, participant_id=person).data.decode().count("Zébulon") == 2
    exchange.erase_participant(db, MACHINE, person)
    assert [each.draft.text for each in exchange.waiting_notes(db, MACHINE)] == ["Autre."]
    assert "Zébulon" not in "\n".join(db.conn.iterdump())
    assert states(exchange.import_notes(db, MACHINE, name="carnet.csv", data=data))[1:3] == [RowState.REFUSED] * 2


class StoppedError(Exception):
    """Somebody stops an import."""


def test_an_import_that_was_stopped_goes_on_with_the_same_people(db: Database) -> None:
    """Rows come in by batches: a label of the first one is the same person in the second."""

    def stop(done: int, _total: int) -> None:
        assert not db.conn.in_transaction
        if done == 50:
            raise StoppedError

    data = csv(*[f"{n},Texte {n}.,oral,A,,," for n in range(60)])
    with pytest.raises(StoppedError):
        exchange.import_notes(db, MACHINE, name="carnet.csv", data=data, progress=stop)
    assert len(fieldnotes.notes(db, MACHINE)) == 50
    report = exchange.import_notes(db, MACHINE, name="carnet.csv", data=data)
    assert (report.counts[RowState.SAME], report.counts[RowState.NEW]) == (50, 10)
    assert len(privacy.participants(db, MACHINE)) == 1
    other = csv("90,Texte venu d’ailleurs.,oral,A,,,")
    exchange.import_notes(db, MACHINE, name="carnet.csv", data=other)
    assert len(privacy.participants(db, MACHINE)) == 2  # « A » of another file is someone else


def test_the_label_of_a_refused_row_is_made_anew(db: Database) -> None:
    """The participant went with the row that was refused; the next row of the same label makes it again."""
    data = csv("1,A.,oral,Quelqu’un,2999-01-01,,", "2,B.,oral,Quelqu’un,,,")
    report = exchange.import_notes(db, MACHINE, name="carnet.csv", data=data)
    assert states(report) == [RowState.REFUSED, RowState.NEW]


def test_rows_of_the_first_shape_lose_their_words(tmp_path: Path) -> None:
    """A database made before prints: what came in is still known, its ids are gone, journal included."""
    old = storage.Entity("exchange_import", scalars=("source", "external_id", "note_id"))
    with storage.open_database(tmp_path / "codesign.db") as db:
        for each in bootstrap.MIGRATIONS:
            each.apply(db, stop_before="m002_prints" if each is exchange.migrations else None)
        values = {"source": "Inventée", "external_id": "Josette", "note_id": "no-such-note"}
        storage.save(db, old, storage.uuid7(), values, author="machine", new=True)
    bootstrap.prepare(tmp_path / "codesign.db")
    with storage.open_database(tmp_path / "codesign.db") as db:
        assert not list(storage.check_database(db))
        assert not {word for word in ("Inventée", "Josette") if word in "\n".join(db.conn.iterdump())}
        report = exchange.import_notes(db, MACHINE, name="Inventée.csv", data=csv("Josette,Texte.,oral,,,,"))
        assert states(report) == [RowState.REFUSED]


@pytest.mark.parametrize(
    "row",
    ["1,A.,maybe,,,,", "1,A.,oral,,2026-02-30,,", "1,A.,oral,,,poem,", "1,A.,oral,,,,mars", "1,A.,oral,,2999-01-01,,"],
)
def test_a_cell_outside_its_choices_refuses_its_row_alone(db: Database, row: str) -> None:
    """The other rows come in, and the reason is said."""
    report = exchange.import_notes(db, MACHINE, name="carnet.csv", data=csv(row, "2,Bien.,oral,,,,"))
    assert states(report) == [RowState.REFUSED, RowState.NEW]
    assert report.rows[0].reason
    assert len(fieldnotes.notes(db, MACHINE)) == 1


def test_french_columns_and_a_default_consent_are_understood(db: Database) -> None:
    """As a spreadsheet in French gives them, semicolons and Windows letters included."""
    data = "identifiant;texte;secteur\n1;Élève inquiète à l’école;ouest\n".encode("cp1252")
    defaults = ImportDefaults(consent="oral")
    exchange.import_notes(db, MACHINE, name="carnet.csv", data=data, defaults=defaults)
    (note,) = fieldnotes.notes(db, MACHINE)
    assert note.excerpt == "Élève inquiète à l’école"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])
def test_old_encodings_are_told_apart(encoding: str) -> None:
    """Mac, Windows and DOS wrote « é » each in its own way."""
    text = "id,text\n1,\"Élise a été reçue à l'école, puis renvoyée à la garderie : ça n'a pas marché, où aller ?\"\n"
    (record,) = read_source(text.encode(encoding), "x.csv").records
    assert record.cells["text"].startswith("Élise a été reçue à l'école")


@pytest.mark.parametrize("role", ["terrain", "analyse", "design", "comite"])
def test_only_the_coordination_imports(db: Database, actor: Callable[..., Actor], role: str) -> None:
    """What comes in changes what everybody reads."""
    who = actor(role)
    for act in (
        lambda: exchange.preview_notes(db, who, name="a.txt", data=b"x"),
        lambda: exchange.import_notes(db, who, name="a.txt", data=b"x"),
        lambda: exchange.import_document(db, who, name="a.txt", data=b"x"),
        lambda: exchange.waiting_notes(db, who),
        lambda: exchange.admit(db, who, waiting_id="x", consent=ConsentDraft()),
        lambda: exchange.discard(db, who, waiting_id="x"),
        lambda: exchange.exports(db, who),
        lambda: exchange.journal_size(db, who),
        lambda: exchange.export_participant(db, who, participant_id="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    """A wrong file is the person's to mend, never a fault of ours."""
    with suppress(InvalidInput):
        assert isinstance(read_source(b"id,text\n" + data, "x.csv").records, tuple)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.fixed_dictionaries({"a": words, "b": words}), max_size=5))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_table_written_is_read_back(rows: list[dict[str, str]]) -> None:
    """Whatever the words; a cell that a spreadsheet would run gets an apostrophe, and nothing else changes."""
    found = read_table(write_table(("a", "b"), rows), "x.csv") if any(any(row.values()) for row in rows) else []
    kept = [row for row in rows if row["a"] or row["b"]]
    assert len(found) == len(kept)
    for one, other in zip(found, kept, strict=True):
        for name in ("a", "b"):
            wanted = other[name].encode("utf-8", "replace").decode()
            assert one[name].removeprefix("'") == wanted.removeprefix("'") or one[name] == wanted
            assert not one[name].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_refused_row_leaves_nothing_half_done(db: Database) -> None:
    """The participant and the consent of a refused note are not kept either."""
    exchange.import_notes(db, MACHINE, name="carnet.csv", data=csv("1,A.,oral,Quelqu’un,2999-01-01,,"))
    assert not privacy.participants(db, MACHINE)
    assert not list(storage.check_database(db))
