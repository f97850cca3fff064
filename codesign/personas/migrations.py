"""The tables of this room: personas, whom they are made from, and their lines."""

from codesign.storage import Database, Migrations

migrations = Migrations("personas")


@migrations()
def m001_personas(db: Database) -> None:
    """Three journaled tables.

    Whom a persona is made from stands in rows of its own, not in a list on the persona: a withdrawal can then erase
    exactly the row that names the person, from the journal too.
    """
    db.execute(
        """CREATE TABLE personas_persona (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             title TEXT NOT NULL, letter TEXT NOT NULL, tagline TEXT NOT NULL, method TEXT NOT NULL,
             state TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE personas_source (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             persona_id TEXT NOT NULL REFERENCES personas_persona (id), kind TEXT NOT NULL,
             ref_id TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX personas_source_persona ON personas_source (persona_id)")
    db.execute("CREATE INDEX personas_source_ref ON personas_source (ref_id)")
    db.execute(
        """CREATE TABLE personas_line (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             persona_id TEXT NOT NULL REFERENCES personas_persona (id), section TEXT NOT NULL,
             position INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL, evidence TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX personas_line_persona ON personas_line (persona_id)")


@migrations()
def m002_found(db: Database) -> None:
    """Searches for personas in the data, and which persona came of which.

    Who stands in a group has a row of its own, so that a withdrawal erases exactly that. Only the origin of a persona is
    journaled: people made it; the search itself can be done again.
    """
    db.execute(
        """CREATE TABLE personas_run (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, asked_by TEXT NOT NULL, made_at TEXT NOT NULL,
             data_hash TEXT NOT NULL, codebook TEXT NOT NULL, params TEXT NOT NULL, seed INTEGER NOT NULL,
             outcome TEXT NOT NULL, gate REAL, chosen INTEGER NOT NULL, until TEXT NOT NULL,
             stability TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE personas_run_member (
             run_id TEXT NOT NULL REFERENCES personas_run (id), kind TEXT NOT NULL, ref_id TEXT NOT NULL,
             number INTEGER NOT NULL, PRIMARY KEY (run_id, kind, ref_id)) STRICT"""
    )
    db.execute("CREATE INDEX personas_run_member_ref ON personas_run_member (ref_id)")
    db.execute(
        """CREATE TABLE personas_origin (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             persona_id TEXT NOT NULL REFERENCES personas_persona (id), run_id TEXT NOT NULL, number INTEGER NOT NULL,
             group_hash TEXT NOT NULL, until TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX personas_origin_persona ON personas_origin (persona_id)")


@migrations()
def m003_relectures(db: Database) -> None:
    """What the people concerned say of a sheet, in one row a relecture: a withdrawal erases exactly that."""
    db.execute(
        """CREATE TABLE personas_relecture (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             persona_id TEXT NOT NULL REFERENCES personas_persona (id), participant_id TEXT,
             presented_to TEXT NOT NULL, form TEXT NOT NULL, held_on TEXT NOT NULL, people INTEGER NOT NULL,
             answer TEXT NOT NULL, remark TEXT NOT NULL, follow_up TEXT NOT NULL, answers TEXT NOT NULL,
             seen TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX personas_relecture_persona ON personas_relecture (persona_id)")
    db.execute("CREATE INDEX personas_relecture_participant ON personas_relecture (participant_id)")


@migrations()
def m004_seal(db: Database) -> None:
    """What a sheet said when it was published, as a print: empty for those published before."""
    db.execute("ALTER TABLE personas_persona ADD COLUMN sealed TEXT")
