"""The only SQL on reference shares and planned visits."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from codesign.errors import Conflict, NotFound
from codesign.i18n import N_
from codesign.storage import Change, Database, Entity, history, register, save
from codesign.territory.model import ReferenceDraft, Visit, VisitDraft, VisitState

REFERENCE = register(
    Entity("territory_reference", ("reference", "year", "geography", "source", "url", "verified"), maps=("shares",))
)
VISIT = register(
    Entity("territory_visit", ("who", "sector", "place_type", "planned_on", "note", "state"), lists=("aims",))
)
_NAMESPACE = uuid.UUID("6d5a3b0e-5f0e-5c1c-9d7e-2f4b8a1c7e90")


def row_id(reference_id: str) -> str:
    """Return the id of the row of a reference: the same on every laptop, so that two edits of one meet when merging."""
    return str(uuid.uuid5(_NAMESPACE, reference_id))


def edits(db: Database) -> dict[str, tuple[str, ReferenceDraft]]:
    """Return reference → version and shares, for those that the coordination gave."""
    rows = db.conn.execute(f"SELECT {', '.join(('id', 'version', *REFERENCE.columns))} FROM territory_reference")  # noqa: S608 - names of ours
    found = {}
    for row in rows:
        content = REFERENCE.decode(row[1:])
        if not content.pop("deleted"):
            name = content.pop("reference")
            content["verified"] = bool(content["verified"])
            found[name] = (str(row[1]), ReferenceDraft(**content))
    return found


def save_reference(db: Database, reference_id: str, values: Mapping[str, Any], author: str, base: str) -> str:
    """Write the shares of a reference; return the version.

    Raises:
        Conflict: somebody saved others since `base` (empty: the ones of the file).
    """
    known = db.conn.execute(
        "SELECT version, deleted FROM territory_reference WHERE reference = ?", [reference_id]
    ).fetchone()
    if known is not None and known[1] and not base:  # taken back meanwhile: the file's shares are what was seen
        base = known[0]
    fresh = known is None and not base
    whole = {"reference": reference_id, **values}
    return save(db, REFERENCE, row_id(reference_id), whole, author=author, base=None if fresh else base, new=fresh)


def reference_history(db: Database, reference_id: str) -> tuple[Change, ...]:
    """Return what changed in the shares of a reference, oldest first."""
    return history(db, REFERENCE, row_id(reference_id))


def add_visit(db: Database, visit_id: str, draft: VisitDraft, author: str) -> None:
    """Make a visit; the same form sent twice makes one."""
    values = {**visit_values(draft), "state": str(VisitState.PLANNED)}
    try:
        save(db, VISIT, visit_id, values, author=author, new=True)
    except Conflict:
        return


def change_visit(db: Database, visit_id: str, values: Mapping[str, Any], author: str, base: str | None = None) -> str:
    """Write to a visit; return its version."""
    return save(db, VISIT, visit_id, values, author=author, base=base)


def visit_values(draft: VisitDraft) -> dict[str, Any]:
    """Return the columns of a visit."""
    return {
        "aims": list(draft.aims),
        "who": draft.who,
        "sector": draft.sector,
        "place_type": draft.place_type,
        "planned_on": draft.planned_on.isoformat() if draft.planned_on else None,
        "note": draft.note,
    }


def visits(db: Database) -> tuple[Visit, ...]:
    """Return the visits by day, those without one last."""
    rows = db.conn.execute(
        f"SELECT {', '.join(('id', 'version', *VISIT.columns))} FROM territory_visit WHERE deleted = 0"  # noqa: S608 - names of ours
        " ORDER BY planned_on IS NULL, planned_on, id"
    )
    return tuple(_visit(row) for row in rows)


def visit(db: Database, visit_id: str) -> Visit:
    """Return one visit.

    Raises:
        NotFound: no such visit.
    """
    found = next((each for each in visits(db) if each.id == visit_id), None)
    if found is None:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    return found


def _visit(row: tuple[Any, ...]) -> Visit:
    content = VISIT.decode(row[1:])
    content.pop("deleted")
    state = VisitState(content.pop("state"))
    day = content["planned_on"]
    content["planned_on"] = date.fromisoformat(day) if day else None
    content["aims"] = tuple(content["aims"])
    return Visit(str(row[0]), str(row[1]), VisitDraft(**content), state)
