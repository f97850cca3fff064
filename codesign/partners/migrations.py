"""The tables of this room: organisations and the services that they offer, and one public view."""

from codesign.storage import Database, Migrations

migrations = Migrations("partners")


@migrations()
def m001_partners_and_services(db: Database) -> None:
    """Two journaled tables; other rooms read `v_partners_service`."""
    db.execute(
        """CREATE TABLE partners_partner (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             name TEXT NOT NULL, kind TEXT NOT NULL, link TEXT NOT NULL, status TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE partners_service (
             rowid_ INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, deleted INTEGER NOT NULL,
             partner_id TEXT NOT NULL REFERENCES partners_partner (id),
             name TEXT NOT NULL, description TEXT NOT NULL, sector TEXT, cost TEXT NOT NULL, hours TEXT NOT NULL,
             languages TEXT NOT NULL, channels TEXT NOT NULL, needs TEXT NOT NULL, barriers TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX partners_service_partner ON partners_service (partner_id)")
    db.execute(
        """CREATE VIEW v_partners_service AS
             SELECT s.id, s.name, s.partner_id, p.name AS partner_name, s.sector
             FROM partners_service AS s JOIN partners_partner AS p ON p.id = s.partner_id
             WHERE s.deleted = 0 AND p.deleted = 0"""
    )
