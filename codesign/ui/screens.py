"""Every screen of the app, in the order of the menu: what people do, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from codesign.accounts import Actor, Permission, Role
from codesign.config import ROOT
from codesign.i18n import N_

PAGES = ROOT / "pages"
PRESENT = "present"  # the plain page for meetings, beside Streamlit (codesign/ui/present.py)
FIELD = N_("In the field")
UNDERSTAND = N_("Understand")
DESIGN = N_("Design services")
SHARE = N_("Share results")
MANAGE = N_("Manage the project")


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: its file in `pages/`, its place in the menu, and the permission that opens it (None: any member)."""

    name: str
    title: str
    group: str
    permission: Permission | None
    icon: str
    listed: bool = True

    @property
    def path(self) -> Path:
        """The script of this screen."""
        return PAGES / f"{self.name}.py"

    def opens_for(self, actor: Actor) -> bool:
        """Say whether the person may open it."""
        return self.permission is None or actor.may(self.permission)


_P = Permission
SCREENS: tuple[Screen, ...] = (
    Screen("fieldnotes_new", N_("New note"), FIELD, _P.NOTE_RECORD, "edit_note"),
    Screen("fieldnotes_quick", N_("Quick note"), FIELD, _P.NOTE_RECORD, "bolt"),
    Screen("fieldnotes_mine", N_("My notes"), FIELD, _P.NOTE_READ_OWN, "notes"),
    Screen("fieldnotes_note", N_("Note"), FIELD, _P.NOTE_READ_OWN, "description", listed=False),
    Screen("privacy_participants", N_("People and consents"), FIELD, _P.NOTE_RECORD, "how_to_reg"),
    Screen("barriers_review", N_("Read and review codes"), UNDERSTAND, _P.TAG_REVIEW, "fact_check"),
    Screen("barriers_learning", N_("What the machine learns"), UNDERSTAND, _P.CODEBOOK_EDIT, "model_training"),
    Screen("codebook_grid", N_("Codebook"), UNDERSTAND, _P.NOTE_READ_OWN, "menu_book"),
    Screen("fieldnotes_search", N_("Search the notes"), UNDERSTAND, _P.NOTE_READ_OWN, "search"),
    Screen("fieldnotes_documents", N_("Documents"), UNDERSTAND, _P.TAG_REVIEW, "folder_open"),
    Screen("territory_gaps", N_("Who is not heard?"), UNDERSTAND, _P.DASHBOARD_SEE, "person_search"),
    Screen("personas_board", N_("Personas"), DESIGN, _P.DASHBOARD_SEE, "groups"),
    Screen("personas_edit", N_("Edit a persona"), DESIGN, _P.PERSONA_EDIT, "edit", listed=False),
    Screen("personas_search", N_("Find personas in the data"), DESIGN, _P.PERSONA_EDIT, "travel_explore", listed=False),
    Screen("personas_relecture", N_("Relecture"), DESIGN, _P.RELECTURE_ANSWER, "hearing"),
    Screen("scenarios_board", N_("Scenarios"), DESIGN, _P.DASHBOARD_SEE, "route"),
    Screen("scenarios_edit", N_("Edit a scenario"), DESIGN, _P.SCENARIO_EDIT, "edit", listed=False),
    Screen("dashboard_overview", N_("Dashboard"), SHARE, _P.DASHBOARD_SEE, "bar_chart"),
    Screen("personas_kit", N_("Persona kit"), SHARE, _P.EXPORT_TEAM, "folder_zip"),
    Screen("partners_services", N_("Partners and services"), SHARE, _P.SCENARIO_EDIT, "handshake"),
    Screen("accounts_members", N_("Members"), MANAGE, _P.MEMBERS, "badge"),
    Screen("exchange_transfers", N_("Imports and exports"), MANAGE, _P.EXPORT_TEAM, "swap_vert"),
    Screen("exchange_laptops", N_("Between laptops"), MANAGE, _P.STEWARD, "devices"),
    Screen("privacy_safeguards", N_("Protection of people"), MANAGE, _P.STEWARD, "shield_person"),
    Screen("privacy_withdrawals", N_("Withdrawals"), MANAGE, _P.STEWARD, "person_remove"),
    Screen("system_status", N_("System"), MANAGE, _P.STEWARD, "monitor_heart"),
    Screen("accounts_me", N_("My account"), MANAGE, None, "account_circle"),
)

# The first role of this list that a person holds says where the app opens for them.
HOMES: tuple[tuple[Role, str], ...] = (
    (Role.COORDINATION, "dashboard_overview"),
    (Role.ANALYSIS, "barriers_review"),
    (Role.DESIGN, "personas_board"),
    (Role.FIELD, "fieldnotes_new"),
    (Role.STEERING, "dashboard_overview"),
)

ROLE_NAMES: dict[Role, str] = {
    Role.FIELD: N_("Field work"),
    Role.ANALYSIS: N_("Analysis"),
    Role.DESIGN: N_("Service design"),
    Role.STEERING: N_("Steering group"),
    Role.COORDINATION: N_("Coordination"),
}


def screens_of(actor: Actor) -> tuple[Screen, ...]:
    """Return the screens that the person may open."""
    return tuple(screen for screen in SCREENS if screen.opens_for(actor) and _is_there(screen.path))


@cache
def _is_there(path: Path) -> bool:
    """Say whether a page's file exists; looked up once, since every run of every screen asks for all of them."""
    return path.exists()


def home_of(actor: Actor) -> str:
    """Return the name of the screen that the app opens on."""
    names = [screen.name for screen in screens_of(actor)]
    wanted = next((name for role, name in HOMES if role in actor.roles), "")
    return wanted if wanted in names else names[0]
