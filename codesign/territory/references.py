"""Reference shares: the file's, over which come those that the coordination gave.

They are published facts, so no role guards their reading.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from codesign.config import load_settings
from codesign.errors import NotFound
from codesign.i18n import N_, language
from codesign.storage import Database
from codesign.territory import reads, store
from codesign.territory.model import Fact, Reference, ReferenceDraft, ReferenceGroup


def references(db: Database) -> tuple[Reference, ...]:
    """Return every reference, the finest of an attribute first."""
    given = store.edits(db)
    return tuple(_over(each, given.get(each.id)) for each in published())


def compared(found: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """Return one reference for each attribute: the first that is complete, else the first."""
    best: dict[str, Reference] = {}
    for each in found:
        known = best.get(each.attribute)
        if known is None or (each.complete and not known.complete):
            best[each.attribute] = each
    return tuple(best.values())


def reference(db: Database, reference_id: str) -> Reference:
    """Return one reference.

    Raises:
        NotFound: no such reference.
    """
    found = next((each for each in references(db) if each.id == reference_id), None)
    if found is None:
        raise NotFound(N_("This no longer exists. Go back to the list."))
    return found


def published() -> tuple[Reference, ...]:
    """Return the references as the files have them."""
    path = load_settings().reference / "territory_shares.toml"
    return tuple(_reference(row, "en" if language() == "en" else "fr") for row in _rows(path))


@cache
def _rows(path: Path) -> tuple[dict[str, Any], ...]:
    with path.open("rb") as source:
        return tuple(tomllib.load(source)["reference"])


def _reference(row: Mapping[str, Any], code: str) -> Reference:
    known = {fact.category: fact for fact in reads.facts(row["indicator"]) if row["indicator"]}
    groups = tuple(_group(each, known, code) for each in row["groups"])
    facts = [known[name] for each in row["groups"] for name in each.get("facts", ()) if name in known]
    first = next((fact for fact in facts if fact.verified), facts[0] if facts else None)
    return Reference(
        id=row["id"],
        attribute=row["attribute"],
        groups=groups,
        year=row["year"],
        geography=row["geography"],
        source=first.source_title if first else "",
        url=first.source_url if first else "",
        note=row.get("note", {}).get(code, ""),
        population=_population(row.get("population")),
        of_people=row.get("of_people", True),
    )


def _group(row: Mapping[str, Any], known: Mapping[str, Fact], code: str) -> ReferenceGroup:
    facts = [known[name] for name in row.get("facts", ()) if name in known]
    values = [fact.value for fact in facts if fact.value is not None]
    share = sum(values) if facts and len(values) == len(facts) else None
    verified = share is not None and all(fact.verified for fact in facts)
    return ReferenceGroup(row["id"], tuple(row["values"]), row.get("label", {}).get(code, ""), share, verified)


def _population(row: Mapping[str, Any] | None) -> int | None:
    found = [fact for fact in reads.facts(row["indicator"]) if fact.year == row["year"]] if row else []
    return int(found[0].value) if found and found[0].value is not None else None


def _over(of: Reference, given: tuple[str, ReferenceDraft] | None) -> Reference:
    if given is None:
        return of
    version, draft = given
    groups = tuple(
        replace(
            each, share=draft.shares.get(each.id), verified=draft.verified and draft.shares.get(each.id) is not None
        )
        for each in of.groups
    )
    return replace(
        of,
        groups=groups,
        year=draft.year,
        geography=draft.geography,
        source=draft.source,
        url=draft.url,
        note="",
        edited=True,
        version=version,
    )
