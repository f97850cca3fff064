"""The table of this room."""

from codesign.storage import Database, Migrations

migrations = Migrations("finding")


@migrations()
def m001_searches(db: Database) -> None:
    """Searches that members keep: a name and what is asked; nothing that was found."""
    db.execute(
        """CREATE TABLE finding_search (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             member_id TEXT NOT NULL, name TEXT NOT NULL, wanted TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX finding_search_member ON finding_search (member_id, name)")
