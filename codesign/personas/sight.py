"""Who may read the notes behind a persona: the rule of the roles' table, applied to one note."""

from __future__ import annotations

from codesign.accounts import Actor, Permission
from codesign.personas.model import Material


def may_read(actor: Actor, material: Material) -> bool:
    """Say whether the person may read this note: all of them, their own, or those cleared for the team."""
    if actor.may(Permission.NOTE_READ_ALL):
        return True
    if material.author_id == actor.id:
        return actor.may(Permission.NOTE_READ_OWN)
    return material.cleared and actor.may(Permission.NOTE_READ_CLEARED)
