"""Each screen for each role, with nothing in the database and with the invented project: it opens, or is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from codesign import storage
from codesign.config import ROOT
from codesign.ui import screens

ROLES = ("terrain", "analyse", "design", "comite", "coordination")
# Typed again from the description of the product, never imported: title, then who may open it.
TABLE = {
    "fieldnotes_new": ("Nouvelle note", "yes yes yes – yes"),
    "fieldnotes_quick": ("Note rapide", "yes yes yes – yes"),
    "fieldnotes_mine": ("Mes notes", "yes yes yes – yes"),
    "fieldnotes_note": ("Note", "yes yes yes – yes"),
    "privacy_participants": ("Personnes et consentements", "yes yes yes – yes"),
    "barriers_review": ("Lire et réviser les codages", "– yes – – yes"),
    "barriers_learning": ("Ce que la machine apprend", "– yes – – yes"),
    "codebook_grid": ("Grille de codage", "yes yes yes – yes"),
    "fieldnotes_search": ("Recherche", "yes yes yes – yes"),
    "fieldnotes_documents": ("Documents", "– yes – – yes"),
    "territory_gaps": ("Qui n’a-t-on pas encore entendu\u202f?", "yes yes yes yes yes"),
    "personas_board": ("Personas", "yes yes yes yes yes"),
    "personas_edit": ("Modifier une persona", "– yes yes – yes"),
    "personas_search": ("Chercher des personas dans les données", "– yes yes – yes"),
    "personas_kit": ("Dossier de personas", "– yes yes – yes"),
    "personas_relecture": ("Relecture avec les personnes concernées", "yes yes yes – yes"),
    "scenarios_board": ("Scénarios", "yes yes yes yes yes"),
    "scenarios_edit": ("Modifier un scénario", "– yes yes – yes"),
    "dashboard_overview": ("Tableau de bord", "yes yes yes yes yes"),
    "partners_services": ("Partenaires et services", "– yes yes – yes"),
    "accounts_members": ("Membres", "– – – – yes"),
    "exchange_transfers": ("Imports et exports", "– yes yes – yes"),
    "exchange_laptops": ("Entre portables", "– – – – yes"),
    "privacy_safeguards": ("Protection des personnes", "– – – – yes"),
    "privacy_withdrawals": ("Retraits", "– – – – yes"),
    "system_status": ("Système", "– – – – yes"),
    "accounts_me": ("Mon compte", "yes yes yes yes yes"),
}
HIDDEN = {
    "fieldnotes_note",
    "personas_edit",
    "personas_search",
    "scenarios_edit",
}  # reached from a list, not from the menu
REFUSAL = "Votre rôle ne permet pas cela"
OPENED = [
    (name, role, title)
    for name, (title, line) in TABLE.items()
    for role, cell in zip(ROLES, line.split(), strict=True)
    if cell == "yes"
]
REFUSED = [
    (name, role)
    for name, (_title, line) in TABLE.items()
    for role, cell in zip(ROLES, line.split(), strict=True)
    if cell != "yes"
]
Open = Callable[[str, str], AppTest]


@pytest.fixture(scope="module", params=["empty", "demo"])
def folder(request: pytest.FixtureRequest, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private folder with an empty project, then one with the invented data."""
    if request.param == "demo":
        return Path(request.getfixturevalue("demo_home"))
    home = tmp_path_factory.mktemp("screens")
    shutil.copy(migrated, home / "codesign.db")
    return home


@pytest.fixture(scope="module")
def members(folder: Path, signing: Callable[..., Any]) -> dict[str, dict[str, str]]:
    """Somebody signed in for each role, as the browser's headers say it."""
    path = folder / ("demo.db" if (folder / "active").exists() else "codesign.db")
    with storage.open_database(path) as db:
        made = {role: signing(db, role) for role in ROLES}
    return {role: {"login": each.login, "sid": each.sid} for role, each in made.items()}


@pytest.fixture
def opened(folder: Path, members: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a screen as somebody of that role."""
    monkeypatch.setenv("CODESIGN_HOME", str(folder))

    def go(name: str, role: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "codesign" / "ui" / "main.py"), default_timeout=60)
        app.user = members[role]
        app.run()
        app.query_params.clear()  # the screen that opens first may have written its own ids there; a menu carries none
        app.switch_page(f"../../pages/{name}.py")
        return app.run()

    return go


def test_the_table_has_a_line_for_every_screen() -> None:
    """A screen that nobody wrote down would be opened to somebody by accident."""
    assert set(TABLE) == {screen.name for screen in screens.SCREENS}
    assert set(TABLE) == {path.stem for path in screens.PAGES.glob("[a-z]*.py")}


@pytest.mark.parametrize(("name", "role", "title"), OPENED)
def test_a_screen_opens_under_its_title(folder: Path, opened: Open, name: str, role: str, title: str) -> None:
    """No exception, no refusal, and the banner of invented data when there are some."""
    at = opened(name, role)
    assert [each.value for each in at.title] == [title]
    assert [each.value for each in at.exception] == []
    assert [each.value for each in at.error] == []
    banners = [each.value for each in at.warning if "Données fictives" in each.value]
    assert len(banners) == (1 if (folder / "active").exists() else 0)


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_knows_the_screens_of_the_role_and_no_other(opened: Open, role: str) -> None:
    """Typing another address leads nowhere: the page is not registered for this person."""
    at = opened("accounts_me", role)
    refused = [name for name, who in REFUSED if who == role]
    for name in refused:
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            at.switch_page(f"../../pages/{name}.py")
    linked = {each.proto.page.partition("?")[0] for each in at.get("page_link")}
    assert not linked & set(refused)
    assert linked | HIDDEN >= {name for name, who, _title in OPENED if who == role}


@pytest.mark.parametrize(("name", "role"), REFUSED)
def test_the_screen_itself_refuses_even_when_the_menu_would_let_in(
    opened: Open, monkeypatch: pytest.MonkeyPatch, name: str, role: str
) -> None:
    """The page checks again: a fault of the menu alone opens nothing."""
    monkeypatch.setattr(screens, "screens_of", lambda _actor: screens.SCREENS)
    at = opened(name, role)
    assert any(REFUSAL in each.value for each in at.error)
    assert [each.value for each in at.exception] == []
    shown = [*at.get("dataframe"), *at.get("plotly_chart"), *at.text_input, *at.selectbox, *at.get("file_uploader")]
    assert [type(each) for each in shown] == []
