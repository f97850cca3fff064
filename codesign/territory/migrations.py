"""The tables of this room: reference shares that the coordination gave, and planned visits."""

from codesign.storage import Database, Migrations

migrations = Migrations("territory")


@migrations()
def m001_references_and_visits(db: Database) -> None:
    """Two journaled tables: the history of a share, and of a visit, is the journal's."""
    db.execute(
        """CREATE TABLE territory_reference (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             reference TEXT NOT NULL UNIQUE, shares TEXT NOT NULL, year INTEGER NOT NULL, geography TEXT NOT NULL,
             source TEXT NOT NULL, url TEXT NOT NULL, verified INTEGER NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE territory_visit (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             aims TEXT NOT NULL, who TEXT NOT NULL, sector TEXT NOT NULL, place_type TEXT NOT NULL, planned_on TEXT,
             note TEXT NOT NULL, state TEXT NOT NULL) STRICT"""
    )
