"""The tables of this room: service scenarios and the steps of their journeys."""

from codesign.storage import Database, Migrations

migrations = Migrations("scenarios")


@migrations()
def m001_scenarios(db: Database) -> None:
    """Two journaled tables. A step keeps the id of its service even when the service goes to the bin."""
    db.execute(
        """CREATE TABLE scenarios_scenario (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             title TEXT NOT NULL, summary TEXT NOT NULL, hypothesis TEXT NOT NULL, indicator TEXT NOT NULL,
             target TEXT NOT NULL, state TEXT NOT NULL, persona_ids TEXT NOT NULL, barriers TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE scenarios_step (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             scenario_id TEXT NOT NULL REFERENCES scenarios_scenario (id), lane TEXT NOT NULL,
             position INTEGER NOT NULL, doing TEXT NOT NULL, feeling INTEGER NOT NULL, touchpoint TEXT, barrier TEXT,
             service_id TEXT) STRICT"""
    )
    db.execute("CREATE INDEX scenarios_step_scenario ON scenarios_step (scenario_id)")
