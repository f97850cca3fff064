"""Members: the coordination invites, changes, closes accounts; nobody else opens the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from codesign import accounts
from codesign.accounts import Actor, Role
from codesign.storage import Database


def coordinator(who: object) -> Actor:
    """The signed-in member as actions see them."""
    return Actor(who.id, "Personne inventée", frozenset({Role.COORDINATION}))


def press(app: AppTest, label: str) -> AppTest:
    """Press the button that reads so."""
    return next(each for each in app.button if each.label in label.split("|")).click().run()


def invited(widgets: Iterable[Any], name: str) -> Any:
    """A field of the form that invites; its key bears the number of the invitation."""
    return next(each for each in widgets if each.key.startswith("invite_") and each.key.endswith(f"_{name}"))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATION])
def test_other_roles_do_not_find_the_screen(screen: Callable[..., AppTest], role: Role) -> None:
    """The menu of other roles does not list it, so Streamlit knows no such page."""
    with pytest.raises(ValueError, match="accounts_members"):
        screen("accounts_members", role)


def test_the_coordination_sees_everyone_in_the_list(
    screen: Callable[..., AppTest], signed_in: Callable[..., object]
) -> None:
    """Each person stands with the way to change them."""
    signed_in("terrain")
    app = screen("accounts_members", "coordination")
    assert not app.exception
    assert app.title[0].value in {"Members", "Membres"}
    shown = " ".join(each.value for each in app.markdown)
    assert all(f"Personne inventée ({role})" in shown for role in ("terrain", "coordination"))


def test_inviting_shows_a_code_once_with_which_the_person_signs_in(
    screen: Callable[..., AppTest], signed_in: Callable[..., object], db: Database
) -> None:
    """The code on screen is the one that works, and it goes when it is noted."""
    app = screen("accounts_members", who=signed_in("coordination"))
    invited(app.text_input, "name").set_value("Personne inventée 2")
    invited(app.text_input, "login").set_value("Nouvelle")
    invited(app.checkbox, "terrain").check()
    app = press(app, "Invite and show the code|Inviter et montrer le code")
    code = app.code[0].value
    token = accounts.use_code(db, login="nouvelle", code=code, password="quatre mots en ligne", address="a")
    assert accounts.session_of_token(db, token)
    app = press(app, "The code is noted|Le code est noté")
    assert not app.code
    assert not app.exception


def test_an_error_keeps_what_was_typed(screen: Callable[..., AppTest]) -> None:
    """No role chosen: the message says so and the name is still there."""
    app = screen("accounts_members", "coordination")
    invited(app.text_input, "name").set_value("Personne inventée 2")
    invited(app.text_input, "login").set_value("nouvelle")
    app = press(app, "Invite and show the code|Inviter et montrer le code")
    assert app.error
    assert invited(app.text_input, "name").value == "Personne inventée 2"


def test_two_people_changing_one_member_see_both_versions(
    screen: Callable[..., AppTest], signed_in: Callable[..., object], db: Database
) -> None:
    """The second one overwrites nothing before choosing."""
    boss, other = signed_in("coordination"), signed_in("terrain")
    app = screen("accounts_members", who=boss, ids={"member": other.id})
    version = accounts.member(db, coordinator(boss), member_id=other.id).version
    app.text_input(key=f"edit_{version}_name").set_value("Nom de la première fenêtre")
    accounts.edit_member(
        db,
        coordinator(boss),
        member_id=other.id,
        name="Nom de la seconde",
        login="terrain",
        roles=[Role.DESIGN],
    )
    app = press(app, "Save|Enregistrer")
    assert app.warning
    assert accounts.member_names(db)[other.id] == "Nom de la seconde"
    app = press(app, "Keep mine|Garder la mienne")
    assert accounts.member_names(db)[other.id] == "Nom de la première fenêtre"
    assert not app.exception


def test_deactivating_asks_then_signs_the_person_out(
    screen: Callable[..., AppTest], signed_in: Callable[..., object], db: Database
) -> None:
    """Their open screens stop at their next touch."""
    boss, other = signed_in("coordination"), signed_in("terrain")
    theirs = screen("accounts_me", who=other)
    app = screen("accounts_members", who=boss, ids={"member": other.id})
    app = app.button(key=f"deactivate_{other.id}").click().run()
    assert not app.exception
    assert accounts.session_of(db, other.sid) is None
    theirs = theirs.run()
    assert theirs.title[0].value in {"Your session has ended", "Votre session est terminée"}
    assert not theirs.text_input
