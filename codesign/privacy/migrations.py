"""The tables of this room, and the views that other rooms read."""

import secrets

from codesign.storage import Database, Migrations

migrations = Migrations("privacy")


@migrations()
def m001_participants(db: Database) -> None:
    """Pseudonyms; a merged one points at the one that was kept. Numbers are never used twice."""
    db.execute(
        """CREATE TABLE privacy_participant (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             code TEXT NOT NULL, age_group TEXT NOT NULL, gender TEXT NOT NULL, mother_tongue TEXT NOT NULL,
             household TEXT NOT NULL, immigration_period TEXT NOT NULL, sector TEXT NOT NULL, merged_into TEXT) STRICT"""
    )
    db.execute("CREATE INDEX privacy_participant_code ON privacy_participant (code)")
    db.execute("CREATE INDEX privacy_participant_merged ON privacy_participant (merged_into)")
    db.execute("CREATE TABLE privacy_sequence (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT")
    db.execute("INSERT INTO privacy_sequence (name, last) VALUES ('participant', 0)")


@migrations()
def m002_consents(db: Database) -> None:
    """Consents, one row per agreement, withdrawn by a date and never overwritten."""
    db.execute(
        """CREATE TABLE privacy_consent (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             participant_id TEXT REFERENCES privacy_participant (id) DEFERRABLE INITIALLY DEFERRED,
             mode TEXT NOT NULL, language TEXT NOT NULL, given_on TEXT NOT NULL, expires_on TEXT, withdrawn_on TEXT,
             purposes TEXT NOT NULL, reason TEXT NOT NULL, recorded_by TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX privacy_consent_participant ON privacy_consent (participant_id)")


@migrations()
def m003_views(db: Database) -> None:
    """What other rooms may read. `v_privacy_alias` leads from any pseudonym, merged or not, to the one in use."""
    db.execute(
        "CREATE VIEW v_privacy_alias AS SELECT id, coalesce(merged_into, id) AS participant_id FROM privacy_participant"
    )
    db.execute(
        """CREATE VIEW v_privacy_participant AS
             SELECT id, code, age_group, gender, mother_tongue, household, immigration_period, sector
             FROM privacy_participant WHERE deleted = 0 AND merged_into IS NULL"""
    )
    db.execute(
        """CREATE VIEW v_privacy_consent AS
             SELECT id, participant_id, mode,
               valid AND instr(purposes, '"note"') > 0 AS allows_note,
               valid AND instr(purposes, '"quote"') > 0 AS allows_quote,
               valid AND instr(purposes, '"photo"') > 0 AS allows_photo,
               valid AND instr(purposes, '"sound"') > 0 AS allows_sound,
               valid AND instr(purposes, '"persona"') > 0 AS allows_persona,
               valid AND instr(purposes, '"recontact"') > 0 AS allows_recontact,
               valid
             FROM (SELECT c.id, coalesce(p.merged_into, c.participant_id) AS participant_id, c.mode, c.purposes,
                     c.deleted = 0 AND c.withdrawn_on IS NULL
                       AND (c.expires_on IS NULL OR c.expires_on >= date('now', '-4 hours')) AS valid
                   FROM privacy_consent c LEFT JOIN privacy_participant p ON p.id = c.participant_id)"""
    )


@migrations()
def m004_ledger(db: Database) -> None:
    """Which text was read aloud; the salt of tokens; what chapter 9 of TCPS 2 asks before Indigenous identity is noted.

    The identity stands in a table of its own that no view shows: nothing outside this room can count or export it.
    """
    db.execute("ALTER TABLE privacy_consent ADD COLUMN text_read TEXT")
    db.execute("CREATE TABLE privacy_salt (salt TEXT NOT NULL) STRICT")
    db.execute("INSERT INTO privacy_salt (salt) VALUES (?)", [secrets.token_hex(32)])
    db.execute(
        """CREATE TABLE privacy_engagement (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             community TEXT NOT NULL, agreement TEXT NOT NULL, agreed_on TEXT NOT NULL, ended_on TEXT) STRICT"""
    )
    db.execute(
        """CREATE TABLE privacy_identity (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             participant_id TEXT NOT NULL, identity TEXT) STRICT"""
    )
    db.execute("CREATE INDEX privacy_identity_participant ON privacy_identity (participant_id)")


@migrations()
def m005_sequence(db: Database) -> None:
    """Numbers and aliases by an index: giving one number, or finding one person, no longer looks at everybody.

    Whoever writes a pseudonym (a person, a merge of laptops, a restored copy) moves the sequence: no number is given
    twice. `v_privacy_alias` is searched by the person as well as by the pseudonym.
    """
    db.execute(
        """UPDATE privacy_sequence SET last = max(last, (SELECT coalesce(max(CAST(substr(code, 3) AS INTEGER)), 0)
           FROM privacy_participant)) WHERE name = 'participant'"""
    )
    for name, event in (("added", "INSERT"), ("renamed", "UPDATE OF code")):
        db.execute(
            f"""CREATE TRIGGER privacy_participant_{name} AFTER {event} ON privacy_participant BEGIN
                  UPDATE privacy_sequence SET last = CAST(substr(new.code, 3) AS INTEGER)
                  WHERE name = 'participant' AND last < CAST(substr(new.code, 3) AS INTEGER); END"""  # noqa: S608 - names of ours
        )
    db.execute("CREATE INDEX privacy_participant_alias ON privacy_participant (coalesce(merged_into, id))")
