"""Sectors, reference figures and shares of Montréal-Nord, and the visits planned to whom was not heard."""

from codesign.territory.actions import (
    check_texts_with,
    edit_reference,
    edit_visit,
    plan_visit,
    reference_history,
    reset_reference,
    settle_visit,
    visits,
)
from codesign.territory.migrations import migrations
from codesign.territory.model import (
    UNKNOWN,
    VISIT_STATE_LABELS,
    Fact,
    Reference,
    ReferenceDraft,
    ReferenceGroup,
    Sector,
    Visit,
    VisitDraft,
    VisitState,
)
from codesign.territory.reads import facts, sector_label, sectors
from codesign.territory.references import compared, published, reference, references

__all__ = [
    "UNKNOWN",
    "VISIT_STATE_LABELS",
    "Fact",
    "Reference",
    "ReferenceDraft",
    "ReferenceGroup",
    "Sector",
    "Visit",
    "VisitDraft",
    "VisitState",
    "check_texts_with",
    "compared",
    "edit_reference",
    "edit_visit",
    "facts",
    "migrations",
    "plan_visit",
    "published",
    "reference",
    "reference_history",
    "references",
    "reset_reference",
    "sector_label",
    "sectors",
    "settle_visit",
    "visits",
]
