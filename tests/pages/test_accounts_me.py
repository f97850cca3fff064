"""My account: every member may change their password and end forgotten sign-ins."""

from __future__ import annotations

import pytest

from codesign.accounts import Role


@pytest.mark.parametrize("role", list(Role))
def test_every_member_opens_their_account(screen, role: str) -> None:  # noqa: ANN001 - fixture
    """Whatever the role, a password can be changed."""
    app = screen("accounts_me", role)
    assert not app.exception
    assert [title.value for title in app.title] == ["My account"] or app.title[0].value == "Mon compte"
