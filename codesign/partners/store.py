"""The only SQL on organisations and services."""

from __future__ import annotations

from typing import Any

from codesign.errors import Conflict, NotFound
from codesign.i18n import N_
from codesign.partners.model import Cost, Partner, PartnerDraft, PartnerKind, PartnerStatus, Service, ServiceDraft
from codesign.storage import Database, Entity, register, save

PARTNER = register(Entity("partners_partner", ("name", "kind", "link", "status")))
SERVICE = register(
    Entity(
        "partners_service",
        ("partner_id", "name", "description", "sector", "cost", "hours"),
        lists=("languages", "channels", "needs", "barriers"),
    )
)
_SERVICES = f"""SELECT s.id, p.name, s.version, {", ".join("s." + name for name in SERVICE.columns)}
    FROM partners_service AS s JOIN partners_partner AS p ON p.id = s.partner_id"""  # noqa: S608 - names of ours


def add(db: Database, entity: Entity, row_id: str, values: dict[str, Any], author: str) -> str:
    """Make a row; the same form sent twice makes one."""
    try:
        save(db, entity, row_id, values, author=author, new=True)
    except Conflict:
        return row_id
    return row_id


def change(
    db: Database, entity: Entity, row_id: str, values: dict[str, Any], author: str, base: str | None = None
) -> str:
    """Write to a row; return its version."""
    return save(db, entity, row_id, values, author=author, base=base)


def service_values(draft: ServiceDraft) -> dict[str, Any]:
    """Return the columns of a service."""
    return {
        **{name: getattr(draft, name) for name in SERVICE.scalars},
        **{name: list(getattr(draft, name)) for name in SERVICE.lists},
    }


def partner_values(draft: PartnerDraft) -> dict[str, Any]:
    """Return the columns of an organisation."""
    return {name: str(getattr(draft, name)) for name in PARTNER.scalars}


def _service(row: tuple[Any, ...]) -> Service:
    content = SERVICE.decode(row[2:])
    content.pop("deleted")
    content["cost"] = Cost(content["cost"])
    for name in SERVICE.lists:
        content[name] = tuple(content[name])
    return Service(id=row[0], partner_name=row[1], version=row[2], draft=ServiceDraft(**content))


def services(db: Database, *, binned: bool = False) -> tuple[Service, ...]:
    """Return services by organisation then name; binned ones instead when asked."""
    where = "s.deleted = 1 AND p.deleted = 0" if binned else "s.deleted = 0 AND p.deleted = 0"
    rows = db.conn.execute(f"{_SERVICES} WHERE {where} ORDER BY p.name, s.name, s.id")
    return tuple(_service(row) for row in rows)


def service(db: Database, service_id: str) -> Service:
    """Return one service, in the bin or not.

    Raises:
        NotFound: no such service.
    """
    row = db.conn.execute(f"{_SERVICES} WHERE s.id = ?", [service_id]).fetchone()
    if row is None:
        raise NotFound(N_("This service no longer exists. Go back to the list."))
    return _service(row)


def partners(db: Database, *, binned: bool = False) -> tuple[Partner, ...]:
    """Return organisations by name, each with its services."""
    offered: dict[str, list[Service]] = {}
    for each in services(db):
        offered.setdefault(each.draft.partner_id, []).append(each)
    rows = db.conn.execute(
        "SELECT id, version, name, kind, link, status FROM partners_partner WHERE deleted = ? ORDER BY name, id",
        [int(binned)],
    )
    return tuple(
        Partner(
            row_id,
            version,
            PartnerDraft(name, PartnerKind(kind), link, PartnerStatus(status)),
            tuple(offered.get(row_id, ())),
        )
        for row_id, version, name, kind, link, status in rows
    )


def partner_exists(db: Database, partner_id: str) -> bool:
    """Say whether an organisation is there and not in the bin."""
    found = db.conn.execute("SELECT 1 FROM partners_partner WHERE id = ? AND deleted = 0", [partner_id])
    return found.fetchone() is not None
