"""Notes that come from the offline page: whose they are, once each, with a consent, and only from a page of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from ui.browsing import HERE, TestClient, sign_in

from codesign import accounts, fieldnotes, privacy, storage
from codesign.accounts import MACHINE, Actor, Role, store
from codesign.fieldnotes import NoteFilter
from codesign.i18n import N_, _
from codesign.privacy import Purpose
from codesign.privacy import store as privacy_store
from codesign.storage import Database
from codesign.ui import terrain
from codesign.ui.middleware import COOKIE, CSP

Answer = tuple[int, dict[str, Any]]
TEXT = "Elle attend depuis un an une place au CLSC; personne ne rappelle."


class Phone:
    """A signed-in browser with the page open."""

    def __init__(self, client: TestClient, login: str = "amina") -> None:
        self.client = client
        sign_in(client, login)
        said = client.get("/terrain/api/me").json()
        self.member, self.token = said["member"]["id"], said["token"]

    def note(self, **changes: Any) -> dict[str, Any]:
        """What the page sends of a short note."""
        subject = {"who": "without", "mode": "oral", "purposes": ["note"], "text_read": "fr/1", "attributes": {}}
        made = {
            "id": storage.uuid7(), "member": self.member, "kind": "shadowing", "occasion": storage.uuid7(),
            "head": {"held_on": "2026-03-03"}, "answers": {"observed": TEXT}, "subject": subject,
        }  # fmt: skip
        return {**made, **changes}

    def subject(self, **changes: Any) -> dict[str, Any]:
        """Whom it is about, changed."""
        return {**self.note()["subject"], **changes}

    def send(self, note: dict[str, Any], **headers: str) -> Answer:
        """Send it as the page does; `headers` in place of the page's own, left out when empty."""
        own = {"origin": HERE, "x-terrain-token": self.token, "content-type": "application/json"}
        given = {**own, **{name.replace("_", "-"): value for name, value in headers.items()}}
        kept = {name: value for name, value in given.items() if value}
        answer = self.client.post("/terrain/api/notes", content=json.dumps(note), headers=kept)
        is_json = answer.headers.get("content-type") == "application/json"
        return answer.status_code, answer.json() if is_json else {}


@pytest.fixture
def phone(visitor: Callable[..., TestClient], amina: str) -> Phone:
    """Amina's phone."""
    assert amina
    return Phone(visitor())


def notes(db: Database) -> int:
    """How many notes are saved."""
    return len(fieldnotes.notes(db, MACHINE, filter=NoteFilter()))


def reason(answer: Answer) -> str:
    """Why a note was refused."""
    status, body = answer
    assert (status, body["state"]) == (422, "refused")
    return str(body["reason"])


def test_a_note_sent_twice_is_stored_once(db: Database, phone: Phone) -> None:
    """An answer that is lost on the way makes the phone send again."""
    note = phone.note()
    first, again = phone.send(note), phone.send(note)
    assert first == again
    assert (first[0], first[1]["state"], first[1]["code"]) == (200, "kept", fieldnotes.note_code(note["id"]))
    assert notes(db) == 1
    saved = fieldnotes.note(db, MACHINE, note["id"])
    assert saved.answers["observed"] == TEXT
    assert saved.author_id == phone.member
    consent = privacy.consent(db, MACHINE, saved.consent_id)
    assert (consent.text_read, consent.given_on.isoformat()) == ("fr/1", "2026-03-03")


def test_a_lost_answer_does_not_undo_what_happened_since(db: Database, phone: Phone) -> None:
    """Corrected, binned or erased meanwhile: the copy of the phone neither conflicts nor brings it back."""
    note = phone.note()
    phone.send(note)
    actor = Actor(phone.member, "Amina Fictive", frozenset({Role.COORDINATION}))
    fieldnotes.edit_note(db, actor, note_id=note["id"], answers={"observed": "Corrigé depuis."})
    assert phone.send(note)[0] == 200
    assert fieldnotes.note(db, actor, note["id"]).answers["observed"] == "Corrigé depuis."
    with storage.transaction(db):
        db.conn.execute("DELETE FROM fieldnotes_draft")  # the mark is forgotten in time; a phone may lie in a drawer
    assert phone.send(note)[0] == 200
    assert fieldnotes.note(db, actor, note["id"]).answers["observed"] == "Corrigé depuis."
    fieldnotes.erase_notes(db, actor, note_ids=[note["id"]])
    assert phone.send(note)[0] == 200
    assert notes(db) == 0


def test_a_new_person_gets_one_pseudonym(db: Database, phone: Phone) -> None:
    """Sent again, the person is not met a second time; the phone is told what to write on the slip."""
    note = phone.note(subject=phone.subject(who="new", attributes={"age_group": "35_49"}))
    _status, body = phone.send(note)
    phone.send(note)
    (person,) = privacy.participants(db, MACHINE)
    assert (body["person"], person.attributes["age_group"]) == (person.code, "35_49")
    other = phone.note(subject=phone.subject(who="code", code=f" {person.code.lower()} "))
    assert phone.send(other)[1]["person"] == ""
    assert fieldnotes.note(db, MACHINE, other["id"]).participant_id == person.id


def test_a_slip_that_two_people_hold_names_nobody_by_itself(db: Database, phone: Phone) -> None:
    """Two laptops gave one number: the note waits for who it is, and the end of the number says it, as it is typed."""
    first, second = (privacy.add_participant(db, MACHINE) for _each in range(2))
    code = privacy.participant(db, MACHINE, first).code
    privacy_store.save_participant(db, second, {"code": code}, author="machine")
    privacy.settle_pseudonyms(db, MACHINE)
    note = phone.note(subject=phone.subject(who="code", code=code))
    status, body = phone.send(note)
    assert (status, body["state"], notes(db)) == (422, "refused", 0)
    for person in (first, second):
        assert f"{code}-{person[-4:]}" in body["reason"]
        sent = phone.note(subject=phone.subject(who="code", code=f"{code}-{person[-4:]}".lower()))
        assert phone.send(sent)[0] == 200
        assert fieldnotes.note(db, MACHINE, sent["id"]).participant_id == person


UNSAID = N_("A note needs a consent: say how it was given, and tick “Take notes” if it was agreed to.")
NEEDS_THEIRS = N_(
    "A note about a participant needs their consent. Without consent, observe the place and nobody in it."
)
WITHOUT: list[tuple[dict[str, Any], str]] = [
    ({}, N_("A note needs a consent: choose whom it is about.")),
    ({"who": "without", "purposes": ["note"]}, UNSAID),
    ({"who": "without", "mode": "oral", "purposes": ["quote"]}, UNSAID),
    ({"who": "nobody"}, N_("Say why no consent is needed, for instance: a waiting room, nobody followed.")),
    ({"who": "new", "mode": "not_applicable", "reason": "x", "purposes": ["note"]}, NEEDS_THEIRS),
]
STRANGE: list[dict[str, Any]] = [
    {"kind": "nothing"}, {"kind": 3}, {"id": "x"}, {"occasion": ""}, {"answers": []}, {"head": {"sector": ["nord"]}},
    {"head": {"unknown": "x"}}, {"head": {"held_on": "hier"}}, {"answers": {"observed": {"a": 1}}}, {"answers": {}},
    {"answers": {"observed": TEXT, "touchpoints": "clsc"}}, {"answers": {"observed": TEXT, "safety_followup": "oui"}},
    {"answers": {"observed": TEXT, "unknown": "x"}}, {"subject": "x"}, {"subject": {"who": ["new"]}},
    {"subject": {"who": "code", "code": "P-9999", "mode": "oral", "purposes": ["note"]}},
    {"subject": {"who": "new", "mode": "oral", "purposes": ["note"], "attributes": {"id": "x"}}},
    {"subject": {"who": "without", "mode": "oral", "purposes": "note"}},
    {"subject": {"who": "without", "mode": "oral", "purposes": ["note"], "language": "klingon"}},
    {"subject": {"who": "without", "mode": "oral", "purposes": ["note"], "expires_on": "bientôt"}},
    {"head": {"duration_min": True}},
]  # fmt: skip


def test_a_note_without_a_consent_is_refused_whole(db: Database, phone: Phone) -> None:
    """A page that was tampered with gets no further than the form: nothing is written, not even a pseudonym."""
    for subject, why in WITHOUT:
        given = subject or {"mode": "oral", "purposes": ["note"]}
        assert reason(phone.send(phone.note(subject=given))) == _(why)
    assert notes(db) == 0
    assert privacy.participants(db, MACHINE) == ()


def test_a_public_place_needs_a_reason_alone(db: Database, phone: Phone) -> None:
    """As in the app: nobody followed, nothing but the note allowed."""
    note = phone.note(subject={"who": "nobody", "reason": "Salle d’attente, personne n’est suivi"})
    assert phone.send(note)[0] == 200
    consent = privacy.consent(db, MACHINE, fieldnotes.note(db, MACHINE, note["id"]).consent_id)
    assert consent.purposes == frozenset({Purpose.NOTE})


def test_identifiers_arrive_marked_and_keep_the_note_from_approval(db: Database, phone: Phone) -> None:
    """The story is not lost to a check that only the server can make; the phone is told how many to settle."""
    note = phone.note(answers={"observed": "Appeler Mme Tremblay au 514 555-0199."})
    assert phone.send(note)[1]["checks"] == 2
    saved = fieldnotes.note(db, MACHINE, note["id"])
    assert not saved.cleared
    assert len({each.key for each in saved.unresolved}) == 2


def test_a_refused_note_can_be_mended_under_its_number(db: Database, phone: Phone) -> None:
    """Nothing of it was written: the same number is free."""
    note = phone.note(head={"held_on": "2999-01-01"})
    assert reason(phone.send(note)) == _("The occasion is dated in the future. Check the date.")
    assert phone.send({**note, "head": {"held_on": "2026-03-03"}})[0] == 200
    assert notes(db) == 1


def test_a_later_note_of_an_occasion_empties_nothing_of_it(db: Database, phone: Phone) -> None:
    """It was completed in the app between two notes: what the phone leaves blank stays, what it says counts."""
    occasion = storage.uuid7()
    phone.send(phone.note(occasion=occasion, head={"held_on": "2026-03-03", "duration_min": 20}))
    known = fieldnotes.occasion(db, MACHINE, occasion)
    completed = fieldnotes.OccasionDraft(
        known.kind.value, held_on=date(2026, 3, 2), duration_min=45, organisation="Halte inventée", people_count=3
    )
    fieldnotes.edit_occasion(db, MACHINE, occasion_id=occasion, draft=completed)
    assert phone.send(phone.note(occasion=occasion, head={"duration_min": 50}))[0] == 200
    found = fieldnotes.occasion(db, MACHINE, occasion)
    told = (found.head["duration_min"], found.head["organisation"], found.head["people_count"])
    assert (found.held_on, *told) == (date(2026, 3, 2), 50, "Halte inventée", 3)


def test_a_head_typed_for_an_earlier_note_undoes_no_later_change(db: Database, phone: Phone) -> None:
    """What the phone merely repeats changes nothing, what its holder changed counts; changed twice, the newer stays."""
    occasion = storage.uuid7()
    first = {"held_on": "2026-03-03", "duration_min": 20, "organisation": "Halte inventée", "people_count": 3}
    phone.send(phone.note(occasion=occasion, head=first, known={}))
    kind = fieldnotes.occasion(db, MACHINE, occasion).kind.value
    newer = fieldnotes.OccasionDraft(
        kind, held_on=date(2026, 3, 2), duration_min=45, organisation="Carrefour fictif", people_count=3
    )
    fieldnotes.edit_occasion(db, MACHINE, occasion_id=occasion, draft=newer)
    repeated = phone.note(occasion=occasion, head=first, known=first)
    assert phone.send(repeated)[1]["kept"] == []
    found = fieldnotes.occasion(db, MACHINE, occasion)
    assert (found.held_on, found.head["duration_min"], found.head["people_count"]) == (date(2026, 3, 2), 45, 3)
    changed = phone.note(occasion=occasion, head={**first, "people_count": 4, "organisation": "Autre"}, known=first)
    assert phone.send(changed)[1]["kept"] == [_("Organisation")]
    found = fieldnotes.occasion(db, MACHINE, occasion)
    assert (found.head["people_count"], found.head["organisation"]) == (4, "Carrefour fictif")


def test_stories_of_one_workshop_share_their_occasion(db: Database, phone: Phone) -> None:
    """The head is sent with each: whichever arrives first makes it."""
    occasion = storage.uuid7()
    for text in ("Un premier récit.", "Un second récit."):
        note = phone.note(kind="story", occasion=occasion, answers={"story": text, "wants_return": False})
        assert phone.send(note)[0] == 200
    assert {each.occasion_id for each in fieldnotes.notes(db, MACHINE, filter=NoteFilter())} == {occasion}


def test_a_moment_arrives_part_by_part(db: Database, phone: Phone) -> None:
    """The offline form writes the same names of answers as the app's."""
    moment_id = storage.uuid7()
    answers = {f"moments/{moment_id}/minute": 20, f"moments/{moment_id}/observed": TEXT}
    note = phone.note(answers=answers)
    assert phone.send(note)[0] == 200
    assert fieldnotes.note(db, MACHINE, note["id"]).answers[f"moments/{moment_id}/minute"] == 20


def test_what_no_page_of_ours_sends_is_refused_with_a_reason(db: Database, phone: Phone) -> None:
    """A value of another type must never be a fault with a number, nor half a note."""
    for changes in STRANGE:
        assert reason(phone.send(phone.note(**changes))), changes
    assert notes(db) == 0


def test_only_a_page_of_ours_may_send(db: Database, phone: Phone) -> None:
    """Another site, a page without the token, a plain form: each is turned away before the note is read."""
    note = phone.note()
    for wrong in (
        {"x_terrain_token": "0" * 64}, {"x_terrain_token": ""}, {"origin": "https://ailleurs.example"}, {"origin": ""},
        {"sec_fetch_site": "cross-site"}, {"content_type": "text/plain"},
    ):  # fmt: skip
        assert phone.send(note, **wrong)[0] == 403
    assert notes(db) == 0
    assert phone.send(note, sec_fetch_site="same-origin")[0] == 200


def test_a_queue_belongs_to_its_member(db: Database, phone: Phone) -> None:
    """What Amina wrote does not leave under the name of whoever signs in next on her phone."""
    assert phone.send(phone.note(member=storage.uuid7())) == (409, {"state": "member", "reason": ""})
    assert notes(db) == 0


def test_what_is_cut_or_too_long_is_refused(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that is not whole JSON, or that would fill the memory."""
    headers = {"origin": HERE, "x-terrain-token": phone.token, "content-type": "application/json"}
    for body in (b"{", b"[]", b"\xff", b"[" * 100_000):
        assert phone.client.post("/terrain/api/notes", content=body, headers=headers).status_code == 422
    monkeypatch.setattr(terrain, "MAX_BODY", 100)
    assert reason(phone.send(phone.note())) == _("This note is too long to be sent at once: split it into several.")


def test_nobody_gets_nothing(visitor: Callable[..., TestClient], amina: str) -> None:
    """Strangers and locked screens: no page, no member, no note; the icon says nothing of anybody."""
    assert amina
    client = visitor()
    assert client.get("/terrain/").headers["location"] == "/auth/login?next=%2Fterrain%2F"
    assert client.get("/terrain/form.json").status_code == 303
    assert client.get("/terrain/api/me").status_code == 401
    assert client.post("/terrain/api/notes", json={}).status_code == 401
    assert client.get("/terrain/icon-192.png").headers["content-type"] == "image/png"
    assert client.get("/terrain/manifest.webmanifest").json()["scope"] == "/terrain/"


def test_a_locked_screen_sends_nothing(db: Database, phone: Phone) -> None:
    """The queue waits until its member unlocks."""
    session = accounts.session_of_token(db, phone.client.cookies[COOKIE])
    assert session is not None
    accounts.lock(db, session.sid)
    assert phone.send(phone.note())[0] == 401
    assert phone.client.get("/terrain/").headers["location"] == "/auth/lock?next=%2Fterrain%2F"
    assert notes(db) == 0


def test_a_role_that_records_nothing_is_told_so(
    db: Database, visitor: Callable[..., TestClient], phone: Phone, hashed: str
) -> None:
    """The steering group may open the page, not send: the note waits, since the role may come back."""
    member_id = accounts.add_member(db, MACHINE, name="Paul Fictif", login="paul", roles=[Role.STEERING])
    with storage.transaction(db):
        store.set_password_hash(db, member_id, hashed)
    client = visitor()
    sign_in(client, "paul")
    said = client.get("/terrain/api/me").json()
    assert said["may"] is False
    status, body = Phone(client, "paul").send(phone.note(member=member_id))
    assert (status, body["state"]) == (403, "later")


def test_the_page_is_whole_and_strict(phone: Phone) -> None:
    """Every file that the service worker keeps is served, under a policy without any inline script or style."""
    page = phone.client.get("/terrain/")
    policy = page.headers["content-security-policy"]
    assert policy == terrain.CSP != CSP
    assert "unsafe" not in policy
    assert "<style" not in page.text
    worker = phone.client.get("/terrain/sw.js").text
    files = json.loads(worker.split("const FILES = ")[1].split(";\n")[0])
    assert "/terrain/form.json" in files
    for name in files:
        if not name.startswith("/app/static/"):
            assert phone.client.get(name).status_code == 200, name
    assert phone.client.get("/terrain/nothing.js").status_code == 404
    assert phone.client.get("/terrain").headers["location"] == "/terrain/"


def test_the_form_is_made_from_the_templates(phone: Phone) -> None:
    """A field added to a template is on the offline form without another line of code, in French."""
    form = phone.client.get("/terrain/form.json").json()
    for made in form["templates"]:
        template = fieldnotes.TEMPLATES[fieldnotes.NoteKind(made["kind"])]
        assert [each["id"] for each in made["fields"]] == [each.id for each in template.fields]
        assert made["label"] == _(template.label)
    assert {each["key"] for each in form["texts"]} == {each.key for each in privacy.consent_texts().values()}
    assert [value for value, _label in form["purposes"]] == [each.value for each in Purpose]


def test_the_worker_changes_with_any_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser installs a new version because the bytes of the service worker differ."""
    before = terrain.shell("fr")["sw.js"].content
    assert terrain.shell("fr")["sw.js"].content == before
    terrain.shell.cache_clear()
    monkeypatch.setattr(terrain, "definition", lambda: {"words": {}})
    assert terrain.shell("fr")["sw.js"].content != before
    terrain.shell.cache_clear()
