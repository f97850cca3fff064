"""« Présenter »: what a meeting sees on the wall, and who may put it there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from builders import a_note, passage
from ui.browsing import TestClient, sign_in

from codesign import personas
from codesign.accounts import MACHINE, Role, store
from codesign.personas import PersonaDraft, Section
from codesign.storage import Database

Visitor = Callable[..., TestClient]


@pytest.fixture
def persona_id(db: Database) -> str:
    """A draft of six invented people, with words that are no markup."""
    notes = [a_note(db) for _n in range(6)]
    made = personas.create_persona(db, MACHINE, draft=PersonaDraft("<b>Celles</b> & ceux"), note_ids=notes)
    personas.add_quote(db, MACHINE, persona_id=made, evidence=passage(notes[0]), section=Section.SAYS)
    return made


def test_nobody_sees_the_wall_without_signing_in(visitor: Visitor, amina: str) -> None:
    """It leads to the form, and back."""
    answer = visitor().get("/present")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/auth/login?next=%2Fpresent")


def test_published_personas_are_shown_as_text_one_slide_after_the_other(
    visitor: Visitor, amina: str, db: Database, persona_id: str
) -> None:
    """Drafts are not; every id is one's own; the page asks for nothing from elsewhere and is not kept."""
    client = visitor()
    sign_in(client)
    assert "Celles" not in client.get("/present").text
    base = personas.persona(db, MACHINE, persona_id=persona_id).version
    personas.publish_persona(db, MACHINE, persona_id=persona_id, base=base)
    answer = client.get("/present")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "&lt;b&gt;Celles&lt;/b&gt; &amp; ceux" in answer.text
    assert "<b>" not in answer.text
    assert 'lang="fr"' in answer.text
    ids = re.findall(r'\bid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))
    assert not re.findall(r'(?:src|href)="(?!/)', answer.text)
    assert client.get("/auth/static/present.js").status_code == 200


def test_a_draft_is_shown_by_its_address_to_those_who_build_it(
    visitor: Visitor, amina: str, db: Database, persona_id: str
) -> None:
    """Amina coordinates; once she does field work only, the same address shows her nothing."""
    client = visitor()
    sign_in(client)
    assert "Brouillon" in client.get(f"/present?persona={persona_id}").text
    store.save_member(
        db, amina, author=amina, name="Amina", login="amina", roles=frozenset({Role.FIELD}), active=True, new=False
    )
    answer = client.get(f"/present?persona={persona_id}")
    assert answer.status_code == 404
    assert "Celles" not in answer.text


def test_a_sheet_is_printed_on_letter_pages_by_whoever_may_read_it(
    visitor: Visitor, amina: str, db: Database, persona_id: str
) -> None:
    """The steering group has no other way to paper; a draft stays with those who build it."""
    client = visitor()
    sign_in(client)
    paper = client.get(f"/present?persona={persona_id}&paper=letter")
    assert 'viewBox="0 0 612 792"' in paper.text
    assert "Brouillon" in paper.text
    assert "<b>" not in paper.text
    assert not re.findall(r'(?:src|href)="(?!/)', paper.text)
    for name in ("print.css", "print.js"):
        assert name in paper.text
        assert client.get(f"/auth/static/{name}").status_code == 200
    store.save_member(
        db, amina, author=amina, name="Amina", login="amina", roles=frozenset({Role.STEERING}), active=True, new=False
    )
    assert client.get(f"/present?persona={persona_id}&paper=letter").status_code == 404
    base = personas.persona(db, MACHINE, persona_id=persona_id).version
    personas.publish_persona(db, MACHINE, persona_id=persona_id, base=base)
    assert "Celles" in client.get(f"/present?persona={persona_id}&paper=letter").text
