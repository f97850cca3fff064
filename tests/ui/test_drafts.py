"""What a field says comes from a browser: what is not of its shape, or speaks for another, is not listened to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from codesign import storage
from codesign.accounts import Actor, Role
from codesign.fieldnotes import DraftPiece
from codesign.ui import drafts, forms

ANNE = Actor(storage.uuid7(), "Anne Inventée", frozenset({Role.FIELD}))
SAID = {
    "member": ANNE.id, "id": storage.uuid7(), "field": "story/story", "text": "Elle att", "rev": 8.0, "base": 3,
    "writer": storage.uuid7(), "note": None, "version": None, "n": 1,
}  # fmt: skip


def test_a_field_is_heard() -> None:
    """Numbers of a browser are floating; a new note names none."""
    heard = drafts.read_piece(SAID, ANNE)
    assert heard == DraftPiece(str(SAID["id"]), "story/story", "Elle att", 8, str(SAID["writer"]), 3, None, None)
    assert drafts.read_piece({**SAID, "note": "n", "version": "v"}, ANNE).version == "v"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "value",
    [
        None, "text", [], {},
        {**SAID, "text": None}, {**SAID, "text": 3}, {**SAID, "rev": "8"}, {**SAID, "rev": None}, {**SAID, "id": 1},
        {**SAID, "note": 7}, {**SAID, "version": []}, {**SAID, "rev": float("nan")}, {**SAID, "base": float("inf")},
        {key: value for key, value in SAID.items() if key != "writer"},
    ],
)  # fmt: skip
def test_what_is_no_piece_is_not_heard(value: Any) -> None:
    """Nothing of it reaches the database."""
    assert drafts.read_piece(value, ANNE) is None


def test_another_member_is_not_spoken_for() -> None:
    """A tab left open by one, reconnected under the sign-in of another, brings nothing into the other's drafts."""
    assert drafts.read_piece(SAID, Actor(storage.uuid7(), "Luc Inventé", frozenset({Role.FIELD}))) is None


@pytest.mark.parametrize("value", ["ouest", 3, True, False, ["a", "b"], date(2026, 3, 2)])
def test_a_choice_comes_back_as_it_was(value: Any) -> None:
    """Dates are no JSON; the rest is."""
    assert forms.unpacked(forms.packed(value)) == value


@pytest.mark.parametrize("value", [None, object(), b"bytes"])
def test_what_is_no_choice_is_not_kept(value: object) -> None:
    """Uploads and the rest have their own place."""
    assert forms.packed(value) is None
