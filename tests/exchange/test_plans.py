"""Bringing in a long file and taking it back: each row is found by an index, whatever is there already."""

from __future__ import annotations

from collected import kobo_csv
from plans import asked, whole_tables

from codesign import exchange, privacy
from codesign.accounts import MACHINE
from codesign.storage import Database

LONG = {
    "privacy_participant", "privacy_consent", "fieldnotes_note", "fieldnotes_occasion", "fieldnotes_text",
    "exchange_import", "exchange_quarantine", "journal",
}  # fmt: skip


def rows(count: int, round_: int = 0) -> bytes:
    """An invented export, a new person for each row; another round has other ids."""
    return kobo_csv(
        [
            {
                "_uuid": f"inventé-{round_}-{n}", "occasion": "atelier", "accord/consentement": "oral",
                "qui/personne": f"étiquette {n}",
                "qui/p_age_group": "25_34", "cadre/date_jour": "2026-05-01", "contenu/recit": f"Récit inventé {n}.",
            }
            for n in range(count)
        ]
    )  # fmt: skip


def test_no_row_of_an_import_looks_at_all_that_came_before(db: Database) -> None:
    """A scan for each row makes ten thousand rows a hundred million looks: it took minutes."""
    exchange.import_notes(db, MACHINE, name="avant.csv", data=rows(3, 1))
    with asked(db) as statements:
        report = exchange.import_notes(db, MACHINE, name="kobo.csv", data=rows(4))
    assert {str(row.state) for row in report.rows} == {"new"}
    assert any("privacy_sequence" in each for each in statements)
    assert whole_tables(db, statements, LONG) == {}


def test_nor_does_an_import_that_is_taken_back(db: Database) -> None:
    """People, consents and notes go one by one, each found by its index (the journal is looked through once in all)."""
    report = exchange.import_notes(db, MACHINE, name="kobo.csv", data=rows(4))
    with asked(db) as statements:
        exchange.undo_import(db, MACHINE, batch_id=report.batch)
    assert not privacy.participants(db, MACHINE)
    assert any("privacy_participant" in each for each in statements)
    assert whole_tables(db, statements, LONG - {"journal"}) == {}
    assert sum("FROM journal AS j" in each for each in statements) <= 2


def test_a_text_goes_from_the_index_by_one_statement(db: Database) -> None:
    """Deleted one by one inside a transaction, each is written to the index on the disk by itself."""
    counts = []
    for many in (2, 6):
        report = exchange.import_notes(db, MACHINE, name=f"kobo{many}.csv", data=rows(many, many))
        with asked(db) as statements:
            exchange.undo_import(db, MACHINE, batch_id=report.batch)
        counts.append(sum("storage_commits SET" in each for each in statements))
    assert counts == [1, 1]


def test_the_check_sees_a_scan(db: Database) -> None:
    """Without the index of people the same statements are found out: the tests above can fail."""
    db.execute("DROP INDEX privacy_participant_alias")
    db.execute("DROP INDEX exchange_import_person")
    with asked(db) as statements:
        report = exchange.import_notes(db, MACHINE, name="kobo.csv", data=rows(2))
        exchange.undo_import(db, MACHINE, batch_id=report.batch)
    found = " ".join(whole_tables(db, statements, LONG))
    assert "file_print" in found
    assert "v_privacy_alias" in found
