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
