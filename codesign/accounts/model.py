"""Who acts, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from codesign.errors import NotAllowed
from codesign.i18n import N_


class Role(StrEnum):
    """What a member does here; a person may hold several."""

    FIELD = "terrain"
    ANALYSIS = "analyse"
    DESIGN = "design"
    STEERING = "comite"
    COORDINATION = "coordination"


class Permission(StrEnum):
    """What may be done, one entry per line of the roles' table."""

    NOTE_RECORD = "note_record"  # record, edit, bin own notes and drafts, own consents
    NOTE_READ_OWN = "note_read_own"
    NOTE_READ_CLEARED = "note_read_cleared"  # others' notes that are cleared for the team
    NOTE_READ_ALL = "note_read_all"  # others' notes not cleared
    NOTE_CLEAR = "note_clear"  # approve a note for the team, never one's own unless coordination
    TAG_REVIEW = "tag_review"  # review tags, memos, double coding
    CODEBOOK_EDIT = "codebook_edit"  # codebook, lexicon, retraining
    PERSONA_EDIT = "persona_edit"
    SCENARIO_EDIT = "scenario_edit"
    RELECTURE_ANSWER = "relecture_answer"
    PUBLISH = "publish"
    DASHBOARD_SEE = "dashboard_see"  # published personas, scenarios, dashboard (masked)
    EXPORT_TEAM = "export_team"
    EXPORT_PUBLIC = "export_public"  # exports for partners and public
    STEWARD = "steward"  # imports, merge, backup, restore, withdrawal, registers
    MEMBERS = "members"


_P = Permission
_ALL_TEAM = frozenset({_P.NOTE_RECORD, _P.NOTE_READ_OWN, _P.RELECTURE_ANSWER, _P.DASHBOARD_SEE})
_DESIGNING = frozenset({_P.NOTE_READ_CLEARED, _P.PERSONA_EDIT, _P.SCENARIO_EDIT, _P.EXPORT_TEAM})
_ANALYSING = frozenset({_P.NOTE_READ_ALL, _P.NOTE_CLEAR, _P.TAG_REVIEW, _P.CODEBOOK_EDIT})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.FIELD: _ALL_TEAM,
    Role.DESIGN: _ALL_TEAM | _DESIGNING,
    Role.ANALYSIS: _ALL_TEAM | _DESIGNING | _ANALYSING,
    Role.STEERING: frozenset({_P.DASHBOARD_SEE}),
    Role.COORDINATION: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The member on whose behalf an action runs; every action and every read receives one."""

    id: str
    name: str
    roles: frozenset[Role]

    def may(self, permission: Permission) -> bool:
        """Say whether one of the person's roles gives `permission`."""
        return any(permission in PERMISSIONS[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Let the action go on.

        Raises:
            NotAllowed: none of the person's roles gives `permission`.
        """
        if not self.may(permission):
            raise NotAllowed(N_("Your role does not allow this. Ask the coordination of the project."))


@dataclass(frozen=True, slots=True)
class Member:
    """A person who signs in. `login` is what they type; `version` is the base of the next edit."""

    id: str
    name: str
    login: str
    roles: frozenset[Role]
    active: bool
    version: str

    @property
    def actor(self) -> Actor:
        """The member as actions see them."""
        return Actor(self.id, self.name, self.roles)


# The command line acts for whoever owns the machine: it reads the database file itself, so a role would guard nothing.
MACHINE = Actor("machine", "machine", frozenset({Role.COORDINATION}))
