"""Participants and consents: who may do what, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from codesign import privacy, storage
from codesign.accounts import Actor
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound
from codesign.privacy import ConsentDraft, Purpose
from codesign.storage import Database

Make = Callable[..., Actor]
NOWHERE = "00000000-0000-7000-8000-00000000dead"


@pytest.fixture
def worker(actor: Make) -> Actor:
    """Someone of the field."""
    return actor("terrain")


@pytest.fixture
def officer(actor: Make) -> Actor:
    """The coordination."""
    return actor("coordination")


def view(db: Database, consent_id: str) -> dict[str, object]:
    """The public view of one consent."""
    cursor = db.conn.execute("SELECT * FROM v_privacy_consent WHERE id = ?", [consent_id])
    return dict(zip((each[0] for each in cursor.description), cursor.fetchone(), strict=True))


# role: may record people and consents / may merge and erase (typed from the table of roles)
@pytest.mark.parametrize(
    ("role", "records", "stewards"),
    [
        ("terrain", True, False),
        ("analyse", True, False),
        ("design", True, False),
        ("comite", False, False),
        ("coordination", True, True),
    ],
)
def test_each_role_does_what_the_table_says(
    db: Database, actor: Make, officer: Actor, role: str, records: bool, stewards: bool
) -> None:
    """The action forbids, whatever a page shows."""
    who = actor(role)
    first = who if records else officer
    one, other = privacy.add_participant(db, first), privacy.add_participant(db, officer)
    consent = privacy.record_consent(db, first, draft=ConsentDraft(one))
    recording = [
        lambda: privacy.add_participant(db, who),
        lambda: privacy.edit_participant(db, who, participant_id=one, gender="f"),
        lambda: privacy.record_consent(db, who, draft=ConsentDraft(one)),
        lambda: privacy.participants(db, who),
        lambda: privacy.participant(db, who, one),
        lambda: privacy.consents(db, who),
        lambda: privacy.consent(db, who, consent),
        lambda: privacy.collective_consents(db, who, given_on=date(2026, 3, 4)),
        lambda: privacy.consent_history(db, who, consent),
        lambda: privacy.merged_codes(db, who, one),
    ]
    stewarding = [
        lambda: privacy.merge_participants(db, who, kept=one, merged=other),
        lambda: privacy.separate_participant(db, who, merged=other),
        lambda: privacy.erase_participant(db, who, other),
        lambda: privacy.settle_on_disk(db, who),
    ]
    for allowed, verbs in ((records, recording), (stewards, stewarding)):
        for verb in verbs:
            if allowed:
                verb()
            else:
                with pytest.raises(NotAllowed):
                    verb()


def test_the_facts_about_a_person_are_corrected_by_who_met_them(
    db: Database, actor: Make, worker: Actor, officer: Actor
) -> None:
    """Whoever gave the pseudonym or recorded a consent, the analysis and the coordination; the others ask them."""
    person = privacy.add_participant(db, worker)
    colleague = actor("terrain")
    for who in (colleague, actor("design"), actor("comite")):
        assert not privacy.may_correct(db, who, person)
        with pytest.raises(NotAllowed):
            privacy.edit_participant(db, who, participant_id=person, gender="m")
    for who in (worker, actor("analyse"), officer):
        privacy.edit_participant(db, who, participant_id=person, gender="f")
    privacy.record_consent(db, colleague, draft=ConsentDraft(person))
    privacy.edit_participant(db, colleague, participant_id=person, gender="m")
    assert privacy.participant(db, worker, person).attributes["gender"] == "m"


def test_why_and_when_a_consent_changed_is_read_by_who_recorded_it(
    db: Database, actor: Make, worker: Actor, officer: Actor
) -> None:
    """A colleague sees what it allows, which a note needs; not the reason, nor the history."""
    day, colleague = date(2026, 3, 4), actor("terrain")
    rows = [
        privacy.record_consent(db, worker, draft=ConsentDraft(mode=mode, given_on=day, reason="motif inventé"))
        for mode in ("oral", "collective")
    ]

    def reasons(who: Actor) -> set[str]:
        found = [*privacy.consents(db, who), *privacy.collective_consents(db, who, given_on=day)]
        return {each.reason for each in (*found, *(privacy.consent(db, who, row) for row in rows))}

    assert reasons(colleague) == reasons(actor("design")) == {""}
    assert privacy.consent(db, colleague, rows[0]).allows(Purpose.NOTE)
    with pytest.raises(NotAllowed):
        privacy.consent_history(db, colleague, rows[0])
    for who in (worker, actor("analyse"), officer):
        assert reasons(who) == {"motif inventé"}
        assert privacy.consent_history(db, who, rows[0])


def test_the_first_person_is_p_0001(db: Database, worker: Actor) -> None:
    """The code is what the person keeps on a slip."""
    privacy.add_participant(db, worker, age_group="25_34")
    privacy.add_participant(db, worker)
    assert [each.code for each in privacy.participants(db, worker)] == ["P-0001", "P-0002"]
    assert privacy.participants(db, worker, attributes={"age_group": "25_34", "gender": ""})[0].code == "P-0001"
    assert privacy.participants(db, worker, attributes={"age_group": "65_plus"}) == ()


def test_the_same_form_sent_twice_makes_one_person(db: Database, worker: Actor) -> None:
    """A double click is not two people."""
    row_id = storage.uuid7()
    assert privacy.add_participant(db, worker, id=row_id) == privacy.add_participant(db, worker, id=row_id)
    assert len(privacy.participants(db, worker)) == 1


def test_two_people_correcting_one_person_see_a_conflict(db: Database, worker: Actor) -> None:
    """Nothing is overwritten."""
    person = privacy.add_participant(db, worker)
    base = privacy.participant(db, worker, person).version
    privacy.edit_participant(db, worker, participant_id=person, base=base, gender="f")
    with pytest.raises(Conflict) as caught:
        privacy.edit_participant(db, worker, participant_id=person, base=base, gender="m")
    assert caught.value.current["gender"] == "f"
    with pytest.raises(NotFound):
        privacy.edit_participant(db, worker, participant_id=NOWHERE, gender="m")


def test_a_code_is_never_given_twice_even_after_an_erasure(db: Database, worker: Actor, officer: Actor) -> None:
    """A slip in someone's pocket must never mean someone else."""
    person = privacy.add_participant(db, worker)
    privacy.erase_participant(db, officer, person)
    again = privacy.add_participant(db, worker)
    assert privacy.participant(db, worker, again).code == "P-0002"


def test_merged_pseudonyms_read_as_one_person_and_can_be_separated(db: Database, worker: Actor, officer: Actor) -> None:
    """Consents follow; a merge of merges leads to one code; undoing gives the person back."""
    one, two, three = (privacy.add_participant(db, worker) for _ in range(3))
    consent = privacy.record_consent(db, worker, draft=ConsentDraft(three))
    privacy.merge_participants(db, officer, kept=two, merged=three)
    privacy.merge_participants(db, officer, kept=one, merged=two)
    assert privacy.participant(db, worker, three).code == "P-0001"
    assert [each.id for each in privacy.consents(db, worker, participant_id=one)] == [consent]
    assert view(db, consent)["participant_id"] == one
    assert privacy.merged_codes(db, worker, one) == (("P-0002", two), ("P-0003", three))
    assert privacy.person_ids(db, three) == (one, two, three)
    with pytest.raises(InvalidInput):
        privacy.merge_participants(db, officer, kept=one, merged=three)
    privacy.separate_participant(db, officer, merged=three)
    assert privacy.participant(db, worker, three).code == "P-0003"
    with pytest.raises(NotFound):
        privacy.merge_participants(db, officer, kept=one, merged=NOWHERE)


def test_a_consent_allows_what_was_ticked_and_nothing_more(db: Database, worker: Actor) -> None:
    """Each purpose is asked for apart."""
    person = privacy.add_participant(db, worker)
    row_id = privacy.record_consent(db, worker, draft=ConsentDraft(person, purposes=frozenset({"note", "photo"})))
    found = view(db, row_id)
    allowed = {name.removeprefix("allows_") for name, value in found.items() if name.startswith("allows_") and value}
    assert allowed == {"note", "photo"}
    consent = privacy.consent(db, worker, row_id)
    assert consent.allows(Purpose.PHOTO)
    assert not consent.allows(Purpose.QUOTE)


def test_a_form_that_comes_again_after_the_end_gives_the_first_answer(
    db: Database, worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phone that found the network again the day after: the consent is there, and was not over when it was given."""
    person, row_id, last = privacy.add_participant(db, worker), storage.uuid7(), privacy.today()
    draft = ConsentDraft(person, given_on=last, expires_on=last)
    assert privacy.record_consent(db, worker, draft=draft, id=row_id) == row_id
    monkeypatch.setattr("codesign.privacy.model.today", lambda: last + timedelta(days=1))
    assert privacy.record_consent(db, worker, draft=draft, id=row_id) == row_id
    with pytest.raises(InvalidInput, match="avant aujourd’hui"):
        privacy.record_consent(db, worker, draft=draft, id=storage.uuid7())


def test_an_expired_consent_allows_nothing(db: Database, worker: Actor) -> None:
    """It ends by itself, nobody has to remember."""
    person = privacy.add_participant(db, worker)
    draft = ConsentDraft(person, given_on=date(2020, 1, 1), expires_on=privacy.today())
    row_id = privacy.record_consent(db, worker, draft=draft)
    db.execute("UPDATE privacy_consent SET expires_on = '2020-06-01'")  # the months go by
    assert not any(value for name, value in view(db, row_id).items() if name.startswith("allows_") or name == "valid")
    found = privacy.consent(db, worker, row_id)
    assert not found.valid
    assert found.expires_on == date(2020, 6, 1)


def test_a_withdrawn_consent_allows_nothing_until_the_withdrawal_is_undone(db: Database, worker: Actor) -> None:
    """Withdrawing takes effect at once; a mistake can be mended."""
    person = privacy.add_participant(db, worker)
    row_id = privacy.record_consent(db, worker, draft=ConsentDraft(person))
    privacy.withdraw_consent(db, worker, consent_id=row_id)
    assert not view(db, row_id)["allows_note"]
    assert privacy.consent(db, worker, row_id).withdrawn_on == privacy.today()
    privacy.restore_consent(db, worker, consent_id=row_id)
    assert view(db, row_id)["allows_note"]
    changes = privacy.consent_history(db, worker, row_id)
    assert [change.field for change in changes][-2:] == ["withdrawn_on", "withdrawn_on"]
    assert changes[-1].author == worker.id


def test_a_consent_sent_twice_is_one_and_another_under_its_id_is_a_conflict(db: Database, worker: Actor) -> None:
    """A double click is not two consents, and nothing typed is dropped silently."""
    row_id = storage.uuid7()
    for _ in range(2):
        privacy.record_consent(db, worker, draft=ConsentDraft(), id=row_id)
    assert len(privacy.consents(db, worker)) == 1
    with pytest.raises(Conflict):
        privacy.record_consent(db, worker, draft=ConsentDraft(mode="written"), id=row_id)


def test_a_workshop_agrees_once_for_its_day(db: Database, worker: Actor) -> None:
    """Offered for each story of that day, and for no other."""
    day = date(2026, 3, 4)
    row_id = privacy.record_consent(db, worker, draft=ConsentDraft(mode="collective", given_on=day))
    privacy.record_consent(db, worker, draft=ConsentDraft(given_on=day))
    assert [each.id for each in privacy.collective_consents(db, worker, given_on=day)] == [row_id]
    assert privacy.collective_consents(db, worker, given_on=date(2026, 3, 5)) == ()


def test_a_consent_for_nobody_known_is_refused(db: Database, worker: Actor) -> None:
    """A dangling consent would allow anything."""
    with pytest.raises(NotFound):
        privacy.record_consent(db, worker, draft=ConsentDraft(NOWHERE))
    with pytest.raises(NotFound):
        privacy.consent(db, worker, NOWHERE)
    with pytest.raises(NotFound):
        privacy.participant(db, worker, NOWHERE)
    with pytest.raises(NotFound):
        privacy.withdraw_consent(db, worker, consent_id=NOWHERE)


def test_what_is_allowed_can_be_changed_by_who_recorded_it_or_the_coordination(
    db: Database, actor: Make, worker: Actor, officer: Actor
) -> None:
    """A colleague asks; the privacy officer acts."""
    row_id = privacy.record_consent(db, worker, draft=ConsentDraft())
    with pytest.raises(NotAllowed):
        privacy.edit_consent(db, actor("analyse"), consent_id=row_id, purposes=frozenset({"note", "quote"}))
    privacy.edit_consent(db, worker, consent_id=row_id, purposes=frozenset({"note", "quote"}))
    privacy.edit_consent(db, officer, consent_id=row_id, purposes=frozenset({"note", "persona"}))
    assert privacy.consent(db, worker, row_id).purposes == {Purpose.NOTE, Purpose.PERSONA}
    public = privacy.record_consent(db, worker, draft=ConsentDraft(mode="not_applicable", reason="Parc"))
    with pytest.raises(InvalidInput):
        privacy.edit_consent(db, worker, consent_id=public, purposes=frozenset({"quote"}))


def test_erasing_a_person_takes_every_pseudonym_and_consent(db: Database, worker: Actor, officer: Actor) -> None:
    """The preview says what goes, and it goes; the journal still proves itself."""
    one, two = privacy.add_participant(db, worker, household="alone"), privacy.add_participant(db, worker)
    privacy.record_consent(db, worker, draft=ConsentDraft(two, reason="motif inventé"))
    privacy.merge_participants(db, officer, kept=one, merged=two)
    assert privacy.preview_withdrawal(db, two) == {"Pseudonyms": 2, "Consents": 1}
    privacy.erase_participant(db, officer, two)
    assert privacy.participants(db, worker) == ()
    assert privacy.consents(db, worker) == ()
    assert list(storage.check_database(db)) == []
    with pytest.raises(NotFound):
        privacy.erase_participant(db, officer, one)


def test_nothing_of_an_erased_person_stays_in_the_file(db: Database, db_path, worker: Actor, officer: Actor) -> None:  # noqa: ANN001
    """Raw bytes of database and log, after the log is settled."""
    person = privacy.add_participant(db, worker)
    privacy.record_consent(db, worker, draft=ConsentDraft(person, reason="motifzebulon"))
    privacy.erase_participant(db, officer, person)
    privacy.settle_on_disk(db, officer)
    for path in db_path.parent.glob(f"{db_path.name}*"):
        assert b"motifzebulon" not in path.read_bytes()


def test_a_number_given_anywhere_is_never_given_again(db: Database, actor: Callable[..., Actor]) -> None:
    """By a person, by a merge of laptops that writes the row itself, after an erasure: the sequence only goes up."""
    officer = actor("coordination")
    one = privacy.add_participant(db, officer)
    db.conn.execute(
        "INSERT INTO privacy_participant SELECT NULL, 'ailleurs', version, 0, 'P-0041', age_group, gender,"
        " mother_tongue, household, immigration_period, sector, NULL FROM privacy_participant WHERE id = ?",
        [one],
    )
    two = privacy.add_participant(db, officer)
    assert privacy.participant(db, officer, two).code == "P-0042"
    privacy.erase_participant(db, officer, two)
    assert privacy.participant(db, officer, privacy.add_participant(db, officer)).code == "P-0043"
    db.conn.execute("UPDATE privacy_participant SET code = 'P-0050' WHERE id = 'ailleurs'")
    assert privacy.participant(db, officer, privacy.add_participant(db, officer)).code == "P-0051"


def test_a_pseudonym_leads_to_the_person_in_use(db: Database, actor: Callable[..., Actor]) -> None:
    """Through a merge, and to nobody once erased or when it was never given."""
    officer = actor("coordination")
    one, two = privacy.add_participant(db, officer), privacy.add_participant(db, officer)
    privacy.merge_participants(db, officer, kept=one, merged=two)
    for code in ("P-0001", "P-0002"):
        assert privacy.person_of_slip(db, officer, code=code) == one
    assert privacy.person_of_slip(db, officer, code="P-0099") is None
    privacy.erase_participant(db, officer, one)
    assert privacy.person_of_slip(db, officer, code="P-0001") is None
