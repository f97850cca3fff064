"""Notes that come in: looked at first, brought in once, kept apart without consent, never back once withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign import bootstrap, exchange, fieldnotes, privacy, storage
from codesign.accounts import MACHINE, Actor
from codesign.errors import InvalidInput, NotAllowed, NotFound
from codesign.exchange import ImportDefaults, RowState
from codesign.exchange.rows import read_rows
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
    assert read_rows(text.encode(encoding), "x.csv")[0]["text"].startswith("Élise a été reçue à l'école")


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
        assert isinstance(read_rows(b"id,text\n" + data, "x.csv"), list)


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
