"""What people meet when two laptops of one project hand their work to each other."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import ANALYST, WORKER, a_note, a_photo, a_picture, a_tag, consent_of, participant_of, passage
from laptops import PASSPHRASE, a_laptop, a_new_project, clock, everything_said, hand, rows, settle_all

from codesign import accounts, bootstrap, exchange, fieldnotes, finding, jobs, media, personas, privacy, storage
from codesign.accounts import MACHINE, Actor, Role
from codesign.config import media_folder
from codesign.errors import Conflict, NotAllowed, NotFound
from codesign.exchange import BundleWish
from codesign.finding import Wanted
from codesign.personas import LineDraft, PersonaDraft, Section
from codesign.privacy import ConsentDraft
from codesign.storage import Database

Pair = tuple[Database, Database]


@pytest.fixture
def pair(migrated: Path, tmp_path: Path) -> Pair:
    """Two laptops of one project, with one note that both know."""
    one, two = a_laptop(tmp_path, migrated, "one"), a_laptop(tmp_path, migrated, "two")
    a_note(one, purposes=("note", "quote", "persona", "photo"))
    hand(one, two)
    return one, two


def the_note(db: Database) -> str:
    """The oldest note."""
    return min(each.id for each in fieldnotes.notes(db, MACHINE))


def correct(db: Database, note_id: str, text: str) -> None:
    """Its author corrects a note."""
    version = fieldnotes.note(db, MACHINE, note_id).version
    fieldnotes.edit_note(db, WORKER, note_id=note_id, answers={"how_is": text}, base=version)


def text(db: Database, note_id: str) -> str:
    """What a note says, as search and coding read it."""
    return fieldnotes.source_text(db, MACHINE, note_id).text


def test_a_new_laptop_joins_with_members_and_tokens_but_no_password(tmp_path: Path) -> None:
    """The same name gives the same token on both; who may sign in there is decided there."""
    one, two = a_new_project(tmp_path, "one"), a_new_project(tmp_path, "two")
    accounts.add_member(
        one, MACHINE, name="Rose", login="rose", roles=frozenset({accounts.Role.FIELD}), password="Phrase inventée 12"
    )
    a_note(one)
    made = exchange.export_bundle(one, MACHINE, wish=BundleWish("Premier", PASSPHRASE, join=True))
    report = bootstrap.merge_bundle(two, MACHINE, name=made.name, data=made.data, passphrase=PASSPHRASE)
    assert report.joins
    assert report.backup is not None
    assert report.backup.is_file()
    assert privacy.token(two, "Wislène") == privacy.token(one, "Wislène")
    assert storage.project(two) == storage.project(one)
    assert [each.login for each in accounts.members(two, MACHINE)] == ["rose"]
    assert accounts.known_members(two, MACHINE)[0].password_hash is None
    a_note(two, "Dite sur le second.")
    assert hand(two, one).new["fieldnotes_note"] == 1
    assert rows(two)["fieldnotes_note"] == rows(one)["fieldnotes_note"]


def test_a_look_says_what_the_merge_will_do_and_writes_nothing(pair: Pair) -> None:
    """New, changed, same and to be settled, before anybody decides."""
    one, two = pair
    note = the_note(one)
    correct(two, note, "Corrigé là.")
    correct(one, note, "Corrigé ici.")
    a_note(one, "Toute nouvelle.")
    data = exchange.export_bundle(one, MACHINE, wish=BundleWish("Premier", on_encrypted_disk=True)).data
    before = everything_said(two)
    look = bootstrap.inspect_bundle(two, MACHINE, name="x.paquet", data=data)
    assert everything_said(two) == before
    assert look.new["fieldnotes_note"] == 1
    assert look.changed == {"fieldnotes_note": 1}
    assert look.same > 0
    assert len(look.conflicts) == 1
    done = bootstrap.merge_bundle(two, MACHINE, name="x.paquet", data=data)
    assert (done.new, done.changed, len(done.conflicts)) == (look.new, look.changed, 1)
    assert "Changés des deux côtés, à régler\u202f: 1" in bootstrap.told(done)
    assert any(each.kind == "retag" for each in jobs.all_jobs(two))
    again = bootstrap.merge_bundle(two, MACHINE, name="x.paquet", data=data)
    assert (again.new, again.changed, again.conflicts) == ({}, {}, ())


def test_a_laptop_an_hour_late_does_not_lose(pair: Pair) -> None:
    """The order is of the journal, not of the wall clock: who saw the other's words and changed them wins."""
    one, two = pair
    note = the_note(one)
    correct(one, note, "D’abord.")
    hand(one, two)
    with clock(-60):
        correct(two, note, "Ensuite, sur un portable en retard.")
    hand(two, one)
    assert text(one, note) == "Ensuite, sur un portable en retard."
    assert bootstrap.open_forks(one, MACHINE) == ()


def test_what_both_changed_waits_for_a_person_and_the_choice_travels(pair: Pair) -> None:
    """Both versions are kept; the one that somebody chooses is everybody's, even the one that was not shown."""
    one, two = pair
    note = the_note(one)
    correct(one, note, "Version d’ici.")
    correct(two, note, "Version de là.")
    hand(one, two)
    hand(two, one)
    (fork,) = bootstrap.open_forks(one, MACHINE)
    assert bootstrap.open_forks(two, MACHINE) == (fork,)
    shown, other = fork.versions[-1], fork.versions[0]
    assert text(one, note) == text(two, note) == shown.value
    bootstrap.settle_fork(one, MACHINE, fork=fork, chosen=other.id)
    assert text(one, note) == other.value
    assert fieldnotes.search(one, MACHINE, other.value.split()[1])
    assert bootstrap.open_forks(one, MACHINE) == ()
    with pytest.raises(Conflict):
        bootstrap.settle_fork(one, MACHINE, fork=fork, chosen=shown.id)
    with pytest.raises(NotFound):
        bootstrap.settle_fork(one, MACHINE, fork=fork, chosen="aucune")
    assert hand(one, two).conflicts == ()
    assert text(two, note) == other.value
    assert bootstrap.open_forks(two, MACHINE) == ()
    assert bootstrap.verify(storage.file_of(two)) == ()


def test_who_withdrew_is_gone_with_all_that_others_wrote_meanwhile(pair: Pair) -> None:
    """Notes, corrections, codes and photos made on a laptop that did not know; the files too, and for good."""
    one, two = pair
    note = the_note(one)
    person = participant_of(one, note)
    bootstrap.withdraw(one, MACHINE, person)
    correct(two, note, "Parole tardive.")
    a_tag(two, note)
    a_photo(two, note)
    a_note(two, "Autre parole.", participant_id=person)
    made = PersonaDraft("Personne inventée")
    persona_id = personas.create_persona(two, ANALYST, draft=made, participant_ids=[person])
    line = LineDraft(next(iter(Section)), "Une ligne.", (passage(note, "Parole tardive."),))
    personas.add_line(two, ANALYST, persona_id=persona_id, draft=line)
    late = exchange.export_bundle(two, MACHINE, wish=BundleWish("Second", on_encrypted_disk=True)).data
    report = bootstrap.merge_bundle(one, MACHINE, name="x.paquet", data=late)
    assert set(report.dropped) >= {"fieldnotes_note", "media_item", "barriers_decision"}
    told = hand(one, two)
    assert told.people == 1
    assert any("retirées ailleurs" in line for line in bootstrap.told(told))
    again = bootstrap.merge_bundle(one, MACHINE, name="x.paquet", data=late)
    assert again.new.get("fieldnotes_note", 0) == 0
    for db in pair:
        said = everything_said(db)
        assert not [word for word in ("Parole tardive", "Autre parole", "Elle a peur") if word in said]
        assert fieldnotes.notes(db, MACHINE) == ()
        assert media.media_names(db) == frozenset()
        assert media.files_in(media_folder(storage.file_of(db))) == ()
        assert bootstrap.verify(storage.file_of(db)) == ()
        assert b"Parole tardive" not in storage.file_of(db).read_bytes()


def test_who_was_merged_here_with_someone_who_withdrew_elsewhere_is_named_before_the_merge(pair: Pair) -> None:
    """Only this laptop takes them for one person: whoever merges sees that both go, while it can still be undone."""
    one, two = pair
    first = participant_of(one, the_note(one))
    second = participant_of(two, a_note(two, "De la seconde."))
    codes = [privacy.participant(two, MACHINE, each).code for each in (first, second)]
    bootstrap.withdraw(one, MACHINE, first)
    data = exchange.export_bundle(one, MACHINE, wish=BundleWish("Premier", on_encrypted_disk=True)).data
    assert bootstrap.inspect_bundle(two, MACHINE, name="x", data=data).together == ()
    privacy.merge_participants(two, MACHINE, kept=second, merged=first)
    seen = bootstrap.inspect_bundle(two, MACHINE, name="x", data=data)
    assert seen.together == (f"{codes[1]} = {codes[0]}",)
    assert any(seen.together[0] in line for line in bootstrap.told(seen))
    assert len(fieldnotes.notes(two, MACHINE)) == 2
    merged = bootstrap.merge_bundle(two, MACHINE, name="x", data=data)
    assert merged.together == seen.together
    assert fieldnotes.notes(two, MACHINE) == ()


def test_a_search_about_who_withdrew_does_not_come_back_with_a_late_bundle(pair: Pair) -> None:
    """Another laptop, which knew of no withdrawal, kept a search by their pseudonym: it goes as it arrives."""
    one, two = pair
    person = participant_of(one, the_note(one))
    search = storage.uuid7()
    finding.save_search(two, ANALYST, id=search, name="Inventée", wanted=Wanted(person=person))
    bootstrap.withdraw(one, MACHINE, person)
    hand(two, one)
    assert finding.searches(one, ANALYST) == ()
    assert person not in str(one.conn.execute("SELECT group_concat(value) FROM journal").fetchone())
    settle_all([one, two])
    assert finding.searches(two, ANALYST) == ()


def test_a_withdrawal_leaves_what_others_said_on_the_same_occasion(pair: Pair) -> None:
    """The first note of an occasion may have its id: it goes, not the occasion and its other notes."""
    one, two = pair
    first = the_note(one)
    person, kept = privacy.add_participant(one, WORKER), storage.uuid7()
    fieldnotes.record_note(
        one,
        WORKER,
        id=kept,
        kind="listening_call",
        occasion=fieldnotes.note(one, MACHINE, first).occasion.id,
        answers={"how_is": "Il va bien ici."},
        participant_id=person,
        consent=ConsentDraft(participant_id=person),
    )
    assert fieldnotes.note(one, MACHINE, first).occasion.id == first
    hand(one, two)
    bootstrap.withdraw(one, MACHINE, participant_of(one, first))
    for _again in range(2):
        assert not hand(one, two).dropped
        assert not hand(two, one).dropped
    for db in (one, two):
        assert [each.id for each in fieldnotes.notes(db, MACHINE)] == [kept]
        assert not list(storage.check_journal(db))


def test_words_without_consent_are_in_no_conflict(pair: Pair) -> None:
    """Two versions of a note that nobody may read any more are not shown side by side."""
    one, two = pair
    note_id = the_note(one)
    for db, said in zip(pair, ("Elle attend ici, un.", "Elle attend là, deux."), strict=True):
        correct(db, note_id, said)
    hand(one, two)
    assert len(bootstrap.open_forks(two, MACHINE)) == 1
    privacy.withdraw_consent(two, MACHINE, consent_id=consent_of(two, note_id))
    assert bootstrap.open_forks(two, MACHINE) == ()


def test_of_a_consent_what_refuses_holds_whoever_was_later(pair: Pair) -> None:
    """One laptop takes quotes out, the other adds sound without knowing: neither is allowed until somebody decides."""
    one, two = pair
    consent = consent_of(one, the_note(one))
    privacy.edit_consent(
        one, MACHINE, consent_id=consent, purposes=frozenset(map(privacy.Purpose, ("note", "persona", "photo")))
    )
    more = frozenset(map(privacy.Purpose, ("note", "quote", "persona", "photo", "sound")))
    privacy.edit_consent(two, MACHINE, consent_id=consent, purposes=more)
    settle_all([one, two])
    for db in pair:
        assert privacy.consent(db, MACHINE, consent).purposes == {"note", "persona", "photo"}
        assert bootstrap.open_forks(db, MACHINE) == ()


@pytest.mark.parametrize("first", [0, 1])
def test_an_approval_does_not_cover_words_that_its_giver_never_saw(pair: Pair, first: int) -> None:
    """Whichever way the bundle goes first, the note waits for approval again."""
    one, two = pair
    note = the_note(one)
    fieldnotes.unclear_note(one, ANALYST, note_id=note)
    hand(one, two)
    fieldnotes.clear_note(one, ANALYST, note_id=note)
    correct(two, note, "Un nom pourrait être ici.")
    settle_all([one, two] if first == 0 else [two, one])
    assert [fieldnotes.note(db, MACHINE, note).cleared for db in pair] == [False, False]


def test_a_pseudonym_given_on_both_stays_two_people(pair: Pair) -> None:
    """Numbers run on each laptop by themselves; the later person's code says which."""
    one, two = pair
    a_note(one, "D’une personne.")
    a_note(two, "D’une autre personne.")
    settle_all([one, two])
    codes = [sorted(each.code for each in privacy.participants(db, MACHINE)) for db in pair]
    assert codes[0] == codes[1]
    assert len(set(codes[0])) == 3
    assert codes[0][2].startswith("P-0002-")


def test_a_sign_in_name_given_on_both_opens_no_account_of_another(pair: Pair) -> None:
    """Two people of one name: each keeps their own password, the later one under a name of their own."""
    for db in pair:
        roles = frozenset({accounts.Role.FIELD})
        accounts.add_member(db, MACHINE, name="Rose", login="rose", roles=roles, password="Phrase inventée 12")
    settle_all(list(pair))
    logins = [sorted(each.login for each in accounts.members(db, MACHINE)) for db in pair]
    assert logins[0] == logins[1]
    assert logins[0][0] == "rose"
    assert logins[0][1].startswith("rose-")


def coordinating(db: Database) -> set[str]:
    """The sign-in names of those who look after the project."""
    return {each.login for each in accounts.members(db, MACHINE) if each.active and Role.COORDINATION in each.roles}


@pytest.mark.parametrize("leaving", ["role", "both ways"])
def test_two_who_put_each_other_out_do_not_leave_the_project_to_nobody(pair: Pair, leaving: str) -> None:
    """On one laptop the second removal would have been refused; on two the later one is undone, on both the same."""
    one, two = pair
    ids = {}
    for name, password in (("aude", PASSPHRASE), ("rose", None)):
        ids[name] = accounts.add_member(
            one, MACHINE, name=name, login=name, roles={Role.COORDINATION}, password=password
        )
    hand(one, two)  # each opens one laptop, and is put out on the other
    code = accounts.make_code(two, MACHINE, member_id=ids["rose"])
    accounts.use_code(two, login="rose", code=code, password=PASSPHRASE, address="x")
    for n, (db, out) in enumerate(((one, "rose"), (two, "aude"))):
        moment = time.time_ns() // 1_000_000
        while time.time_ns() // 1_000_000 <= moment:  # within one millisecond the journals cannot tell which is later
            pass
        if leaving == "both ways" and n:
            accounts.deactivate_member(db, MACHINE, member_id=ids[out])
        else:
            accounts.edit_member(db, MACHINE, member_id=ids[out], name=out, login=out, roles={Role.FIELD})
    report = hand(one, two)
    assert report.staying == ("aude",)
    assert "aude" in bootstrap.told(report)[-2] + bootstrap.told(report)[-1]
    settle_all(list(pair))
    assert coordinating(one) == coordinating(two) == {"aude"}


def test_people_merged_into_each_other_are_one(pair: Pair) -> None:
    """Two laptops found the same, the other way round: no note is left without its person."""
    one, two = pair
    a_note(one, "D’une personne.")
    hand(one, two)
    first, second = sorted(each.id for each in privacy.participants(one, MACHINE))
    privacy.merge_participants(one, MACHINE, kept=first, merged=second)
    privacy.merge_participants(two, MACHINE, kept=second, merged=first)
    settle_all([one, two])
    for db in pair:
        assert [each.id for each in privacy.participants(db, MACHINE)] == [first]
        assert {each.participant_id for each in fieldnotes.notes(db, MACHINE)} == {first}


def test_photos_wait_for_their_note_and_then_follow_it(pair: Pair) -> None:
    """A photo kept while the note is being written has no consent yet: it stays; saved, both arrive."""
    one, two = pair
    draft = storage.uuid7()
    fieldnotes.keep_draft_choices(one, WORKER, draft_id=draft, choices={}, participant_id=None)
    item = storage.uuid7()
    allowed = ConsentDraft(purposes=frozenset({"note", "photo"}))
    media.keep_photo(one, WORKER, id=item, note_id=draft, data=a_picture(), alt="Un guichet", consent=allowed)
    assert hand(one, two, everything=False).new.get("media_item", 0) == 0
    assert media.media_names(two) == frozenset()
    person = privacy.add_participant(one, WORKER)
    fieldnotes.record_note(
        one, WORKER, id=draft, kind="listening_call",
        occasion=fieldnotes.OccasionDraft(kind="appel", sector="ouest"), answers={"how_is": "Enfin écrite."},
        participant_id=person,
        consent=ConsentDraft(participant_id=person, purposes=frozenset({"note", "photo"})),
    )  # fmt: skip
    report = hand(one, two, everything=False)
    assert report.new["media_item"] == 1
    assert bootstrap.verify(storage.file_of(two)) == ()


def test_a_restored_backup_is_a_laptop_of_its_own(pair: Pair) -> None:
    """Numbers given after the backup were handed on: they are never given again, and that work comes back."""
    one, two = pair
    path = storage.file_of(one)
    backup = bootstrap.make_backup(path)
    a_note(one, "Après la sauvegarde.")
    hand(one, two)
    one.close()
    bootstrap.restore(backup, path)
    with storage.open_database(path) as restored:
        a_note(restored, "Après la restauration.")
        settle_all([restored, two])
        assert {text(restored, each.id) for each in fieldnotes.notes(restored, MACHINE)} >= {
            "Après la sauvegarde.", "Après la restauration.",
        }  # fmt: skip
        assert rows(restored) == rows(two)


def test_only_the_coordination_merges(pair: Pair, actor: Callable[..., Actor]) -> None:
    """A merge writes for everybody, and may bring members."""
    one, two = pair
    data = exchange.export_bundle(one, MACHINE, wish=BundleWish("Premier", on_encrypted_disk=True)).data
    for role in ("terrain", "analyse", "design", "comite"):
        with pytest.raises(NotAllowed):
            bootstrap.inspect_bundle(two, actor(role), name="x", data=data)
        with pytest.raises(NotAllowed):
            bootstrap.merge_bundle(two, actor(role), name="x", data=data)
        with pytest.raises(NotAllowed):
            bootstrap.open_forks(two, actor(role))
