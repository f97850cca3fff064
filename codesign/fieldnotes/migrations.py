"""The tables of this room, and the views that other rooms read."""

from codesign import storage
from codesign.fieldnotes import store, text_store
from codesign.storage import Database, Migrations

migrations = Migrations("fieldnotes")


@migrations()
def m001_notes(db: Database) -> None:
    """Occasions, the notes taken in them, and documents."""
    db.execute(
        """CREATE TABLE fieldnotes_occasion (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             kind TEXT NOT NULL, held_on TEXT NOT NULL, month TEXT NOT NULL, sector TEXT NOT NULL,
             place_type TEXT NOT NULL, mode TEXT NOT NULL, duration_min INTEGER, people_count INTEGER,
             exchange_language TEXT, interpreter TEXT, observer_role TEXT, organisation TEXT, team TEXT,
             author_id TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE fieldnotes_note (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             kind TEXT NOT NULL,
             occasion_id TEXT NOT NULL REFERENCES fieldnotes_occasion (id) DEFERRABLE INITIALLY DEFERRED,
             participant_id TEXT REFERENCES privacy_participant (id) DEFERRABLE INITIALLY DEFERRED,
             consent_id TEXT NOT NULL REFERENCES privacy_consent (id) DEFERRABLE INITIALLY DEFERRED,
             author_id TEXT NOT NULL, cleared INTEGER NOT NULL, cleared_by TEXT,
             answers TEXT NOT NULL, dismissed_identifiers TEXT NOT NULL) STRICT"""
    )
    for column in ("occasion_id", "participant_id", "consent_id", "author_id"):
        db.execute(f"CREATE INDEX fieldnotes_note_{column} ON fieldnotes_note ({column})")
    db.execute(
        """CREATE TABLE fieldnotes_document (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             title TEXT NOT NULL, filename TEXT NOT NULL, text TEXT NOT NULL, sha256 TEXT NOT NULL,
             author_id TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX fieldnotes_document_sha256 ON fieldnotes_document (sha256)")


@migrations()
def m002_texts(db: Database) -> None:
    """What is read for barriers (`text`) and searched (`body`): derived, and kept equal by the store."""
    db.execute(
        """CREATE TABLE fieldnotes_text (
             rowid_ INTEGER PRIMARY KEY, source_id TEXT NOT NULL UNIQUE, source_kind TEXT NOT NULL, title TEXT NOT NULL,
             text TEXT NOT NULL, body TEXT NOT NULL, version TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE VIRTUAL TABLE fieldnotes_search USING fts5 (
             title, body, content = 'fieldnotes_text', content_rowid = 'rowid_',
             tokenize = "unicode61 remove_diacritics 2")"""
    )
    add = "INSERT INTO fieldnotes_search (rowid, title, body) VALUES (new.rowid_, new.title, new.body);"
    drop = (
        "INSERT INTO fieldnotes_search (fieldnotes_search, rowid, title, body)"
        " VALUES ('delete', old.rowid_, old.title, old.body);"
    )
    db.execute(f"CREATE TRIGGER fieldnotes_text_added AFTER INSERT ON fieldnotes_text BEGIN {add} END")
    db.execute(f"CREATE TRIGGER fieldnotes_text_gone AFTER DELETE ON fieldnotes_text BEGIN {drop} END")
    db.execute(f"CREATE TRIGGER fieldnotes_text_new AFTER UPDATE ON fieldnotes_text BEGIN {drop} {add} END")


@migrations()
def m003_views(db: Database) -> None:
    """What other rooms may read. `v_fieldnotes_source` also lists what is hidden or binned, for erasing."""
    db.execute(
        """CREATE VIEW v_fieldnotes_note AS
             SELECT n.id, n.kind, n.occasion_id, o.kind AS occasion_kind, o.month, o.sector, o.place_type,
               a.participant_id, coalesce(a.participant_id, n.occasion_id || ':' || n.author_id) AS person_key,
               n.author_id, n.cleared, c.allows_quote, c.allows_persona
             FROM fieldnotes_note n
             JOIN fieldnotes_occasion o ON o.id = n.occasion_id
             JOIN v_privacy_consent c ON c.id = n.consent_id
             LEFT JOIN v_privacy_alias a ON a.id = n.participant_id
             WHERE n.deleted = 0 AND c.allows_note"""
    )
    db.execute(
        """CREATE VIEW v_fieldnotes_text AS
             SELECT t.source_id, t.source_kind, t.text, t.version FROM fieldnotes_text t
             WHERE (t.source_kind = 'note' AND EXISTS (SELECT 1 FROM v_fieldnotes_note v WHERE v.id = t.source_id))
               OR (t.source_kind = 'document'
                   AND EXISTS (SELECT 1 FROM fieldnotes_document d WHERE d.id = t.source_id AND d.deleted = 0))"""
    )
    db.execute(
        """CREATE VIEW v_fieldnotes_source AS
             SELECT n.id AS source_id, 'note' AS source_kind, a.participant_id
             FROM fieldnotes_note n LEFT JOIN v_privacy_alias a ON a.id = n.participant_id
             UNION ALL SELECT id, 'document', NULL FROM fieldnotes_document"""
    )


@migrations()
def m004_drafts(db: Database) -> None:
    """Notes being written, each its author's alone. Outside the journal: `ended` says why a text was emptied."""
    db.execute(
        """CREATE TABLE fieldnotes_draft (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL, author_id TEXT NOT NULL, note_id TEXT, version TEXT,
             participant_id TEXT, choices TEXT NOT NULL, started_at TEXT NOT NULL, touched_at TEXT NOT NULL,
             ended TEXT, UNIQUE (author_id, id)) STRICT"""
    )
    db.execute("CREATE INDEX fieldnotes_draft_touched_at ON fieldnotes_draft (touched_at)")
    db.execute(
        """CREATE TABLE fieldnotes_draft_text (
             rowid_ INTEGER PRIMARY KEY, draft_rowid INTEGER NOT NULL REFERENCES fieldnotes_draft (rowid_)
               ON DELETE CASCADE,
             field TEXT NOT NULL, writer TEXT NOT NULL, rev INTEGER NOT NULL, seq INTEGER NOT NULL,
             base INTEGER NOT NULL, apart INTEGER NOT NULL DEFAULT 0, text TEXT NOT NULL,
             UNIQUE (draft_rowid, field, writer)) STRICT"""
    )


@migrations()
def m005_draft_view(db: Database) -> None:
    """What other rooms may read of drafts: whose they are, whom they are about, whether they go on; never a word."""
    db.execute(
        """CREATE VIEW v_fieldnotes_draft AS
             SELECT d.id, d.author_id, d.ended, d.touched_at, a.participant_id
             FROM fieldnotes_draft d LEFT JOIN v_privacy_alias a ON a.id = d.participant_id
             WHERE d.note_id IS NULL"""
    )


@migrations()
def m006_teller_view(db: Database) -> None:
    """What other rooms may read of who spoke: `direct` unless somebody else told it, or told what others lived."""
    db.execute(
        """CREATE VIEW v_fieldnotes_teller AS
             SELECT n.id AS note_id,
               coalesce(json_extract(n.answers, '$.teller_role'), 'concerned') NOT IN ('relative', 'worker')
                 AND coalesce(json_extract(n.answers, '$.reported'), 'lived') <> 'reported' AS direct
             FROM fieldnotes_note n WHERE n.deleted = 0"""
    )


@migrations()
def m007_session_name(db: Database) -> None:
    """An occasion may have a name: the stories of one workshop are found by it."""
    db.execute("ALTER TABLE fieldnotes_occasion ADD COLUMN session_name TEXT")


_SHELVED = """INSERT OR REPLACE INTO fieldnotes_shelf
  SELECT t.rowid_, n.id, 'note', n.kind, n.occasion_id, o.kind, o.sector, o.held_on, o.month, n.author_id,
    n.participant_id, n.consent_id, n.cleared, n.deleted
  FROM fieldnotes_note n JOIN fieldnotes_text t ON t.source_id = n.id
  LEFT JOIN fieldnotes_occasion o ON o.id = n.occasion_id WHERE {which}"""
_SHELVED_DOCUMENT = """INSERT OR REPLACE INTO fieldnotes_shelf
  SELECT t.rowid_, d.id, 'document', NULL, NULL, NULL, NULL, NULL, NULL, d.author_id, NULL, NULL, 1, d.deleted
  FROM fieldnotes_document d JOIN fieldnotes_text t ON t.source_id = d.id WHERE {which}"""
_NEW_ROW = {
    "fieldnotes_text": _SHELVED.format(which="n.id = new.source_id")
    + "; "
    + _SHELVED_DOCUMENT.format(which="d.id = new.source_id"),
    "fieldnotes_note": _SHELVED.format(which="n.id = new.id"),
    "fieldnotes_document": _SHELVED_DOCUMENT.format(which="d.id = new.id"),
    "fieldnotes_occasion": """UPDATE fieldnotes_shelf SET occasion_kind = new.kind, sector = new.sector,
      held_on = new.held_on, month = new.month WHERE occasion_id = new.id""",
}


@migrations()
def m007_shelf(db: Database) -> None:
    """What lists and searches choose by, in short rows of their own, and the stems of each text.

    A list of a hundred thousand notes must not open each of them. SQLite keeps the shelf equal to notes, occasions
    and documents itself, whoever writes these; consents and pseudonyms stay where they are and are asked last. The
    stems are kept by the store (`text_store`), which knows French; the words as written are searched no more.
    """
    for name in ("added", "gone", "new"):
        db.execute(f"DROP TRIGGER fieldnotes_text_{name}")
    db.execute("DROP TABLE fieldnotes_search")
    db.execute(
        """CREATE TABLE fieldnotes_shelf (
             rowid_ INTEGER PRIMARY KEY, source_id TEXT NOT NULL UNIQUE, source_kind TEXT NOT NULL, kind TEXT,
             occasion_id TEXT, occasion_kind TEXT, sector TEXT, held_on TEXT, month TEXT, author_id TEXT NOT NULL,
             participant_id TEXT, consent_id TEXT, cleared INTEGER NOT NULL, deleted INTEGER NOT NULL) STRICT"""
    )
    for column in ("kind", "occasion_id", "occasion_kind", "sector", "month", "author_id", "participant_id", "cleared",
                   "deleted", "held_on"):  # fmt: skip
        db.execute(f"CREATE INDEX fieldnotes_shelf_{column} ON fieldnotes_shelf ({column}, source_id)")
    for table, refresh in _NEW_ROW.items():
        for event in ("INSERT", "UPDATE") if table != "fieldnotes_text" else ("INSERT",):
            db.execute(f"CREATE TRIGGER {table}_shelved_{event.lower()} AFTER {event} ON {table} BEGIN {refresh}; END")
    for table, key in (("fieldnotes_text", "source_id"), ("fieldnotes_note", "id"), ("fieldnotes_document", "id")):
        words = "DELETE FROM fieldnotes_words WHERE rowid = old.rowid_;" if table == "fieldnotes_text" else ""
        db.execute(
            f"""CREATE TRIGGER {table}_unshelved AFTER DELETE ON {table} BEGIN
                  {words} DELETE FROM fieldnotes_shelf WHERE source_id = old.{key}; END"""  # noqa: S608 - names of ours
        )
    db.execute(_SHELVED.format(which="true"))
    db.execute(_SHELVED_DOCUMENT.format(which="true"))
    db.execute("CREATE VIRTUAL TABLE fieldnotes_words USING fts5 (words, detail = none, tokenize = 'ascii')")
    text_store.index_all(db)
    db.execute("CREATE VIEW v_fieldnotes_shelf AS SELECT * FROM fieldnotes_shelf")
    db.execute(
        "CREATE VIEW v_fieldnotes_words AS SELECT rowid AS rowid_, fieldnotes_words AS asked FROM fieldnotes_words"
    )
    db.execute("CREATE VIEW v_fieldnotes_body AS SELECT rowid_, source_id, title, body FROM fieldnotes_text")


@migrations()
def m008_voice_view(db: Database) -> None:
    """Through whom a person is heard in a note: `self`, `relative`, `worker`, or `other` who reports it."""
    db.execute(
        """CREATE VIEW v_fieldnotes_voice AS
             SELECT n.id AS note_id,
               CASE WHEN json_extract(n.answers, '$.teller_role') IN ('relative', 'worker')
                      THEN json_extract(n.answers, '$.teller_role')
                    WHEN json_extract(n.answers, '$.reported') = 'reported' THEN 'other'
                    ELSE 'self' END AS voice
             FROM fieldnotes_note n WHERE n.deleted = 0"""
    )


@migrations()
def m009_whole_occasions(db: Database) -> None:
    """A note and its occasion may have one id: erasing the note emptied the journal of the occasion too."""
    storage.tell_anew(db, store.OCCASION, author="machine")
