"""Who may read the notes behind a persona, and how its counts are told to whom."""

from __future__ import annotations

from enum import StrEnum

from codesign.accounts import Actor, Permission
from codesign.personas.model import Material
from codesign.privacy import Masked, rounded


class Sight(StrEnum):
    """How counts are told: as they are to those who build; small ones hidden; rounded to base 5 besides."""

    EXACT = "exact"
    MASKED = "masked"
    ROUNDED = "rounded"

    def tells(self, count: Masked) -> Masked:
        """Return a count that was masked already as it is told."""
        return rounded(count) if self is Sight.ROUNDED else count


def may_read(actor: Actor, material: Material) -> bool:
    """Say whether the person may read this note: all of them, their own, or those cleared for the team."""
    if actor.may(Permission.NOTE_READ_ALL):
        return True
    if material.author_id == actor.id:
        return actor.may(Permission.NOTE_READ_OWN)
    return material.cleared and actor.may(Permission.NOTE_READ_CLEARED)
