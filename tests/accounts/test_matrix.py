"""Who may do what: the table of the product typed again, never imported from the code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codesign.accounts import Actor, Permission
from codesign.errors import NotAllowed

ROLES = ("terrain", "analyse", "design", "comite", "coordination")
TABLE = {
    "note_record": "yes yes yes – yes",
    "note_read_own": "yes yes yes – yes",
    "note_read_cleared": "– yes yes – yes",
    "note_read_all": "– yes – – yes",
    "note_clear": "– yes – – yes",
    "tag_review": "– yes – – yes",
    "codebook_edit": "– yes – – yes",
    "persona_edit": "– yes yes – yes",
    "scenario_edit": "– yes yes – yes",
    "relecture_answer": "yes yes yes – yes",
    "publish": "– – – – yes",
    "dashboard_see": "yes yes yes yes yes",
    "export_team": "– yes yes – yes",
    "export_public": "– – – – yes",
    "steward": "– – – – yes",
    "members": "– – – – yes",
}
CELLS = [
    (permission, role, cell == "yes")
    for permission, line in TABLE.items()
    for role, cell in zip(ROLES, line.split(), strict=True)
]


def test_the_table_has_a_line_for_every_permission() -> None:
    """A permission that nobody wrote down would be given by accident."""
    assert set(TABLE) == {permission.value for permission in Permission}


@pytest.mark.parametrize(("permission", "role", "allowed"), CELLS)
def test_a_role_may_do_what_the_table_says_and_nothing_else(
    actor: Callable[..., Actor], permission: str, role: str, allowed: bool
) -> None:
    """Both ways of asking agree: the screen hides by `may`, the action forbids by `require`."""
    person = actor(role)
    assert person.may(Permission(permission)) is allowed
    if allowed:
        person.require(Permission(permission))
    else:
        with pytest.raises(NotAllowed):
            person.require(Permission(permission))


def test_someone_of_two_roles_may_do_what_either_allows(actor: Callable[..., Actor]) -> None:
    """A worker who also sits in the steering group loses nothing by it."""
    both = actor("terrain", "comite")
    assert both.may(Permission.NOTE_RECORD)
    assert not both.may(Permission.NOTE_READ_ALL)


def test_someone_without_a_role_may_do_nothing(actor: Callable[..., Actor]) -> None:
    """An empty list of roles opens no door."""
    assert not any(actor().may(permission) for permission in Permission)
