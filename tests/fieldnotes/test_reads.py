"""What people see: lists, filters, history, search, the text on which tags count; and the views of other rooms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign import fieldnotes, privacy, storage
from codesign.accounts import Actor
from codesign.errors import NotAllowed, NotFound
from codesign.fieldnotes import NoteFilter, OccasionDraft
from codesign.fieldnotes.search import words_of
from codesign.privacy import ConsentDraft
from codesign.storage import Database

Make = Callable[..., Actor]
Record = Callable[..., str]


def ids(rows: tuple[fieldnotes.NoteRow, ...]) -> set[str]:
    """The ids of some rows."""
    return {each.id for each in rows}


def texts(db: Database) -> dict[str, tuple[str, str]]:
    """What other rooms read: text and version by source."""
    rows = db.conn.execute("SELECT source_id, text, version FROM v_fieldnotes_text")
    return {source: (text, version) for source, text, version in rows}


def test_each_filter_narrows_the_list(db: Database, worker: Actor, analyst: Actor, record: Record, person: str) -> None:
    """One at a time, and none drops what it should keep."""
    march = OccasionDraft("atelier", held_on=date(2026, 3, 4), sector="centre")
    one = record(occasion=march)
    two = record(participant_id=person)
    call = fieldnotes.record_note(
        db,
        analyst,
        id=storage.uuid7(),
        kind="listening_call",
        occasion=OccasionDraft("appel"),
        answers={"how_is": "Elle va mieux."},
        consent=ConsentDraft(),
    )
    fieldnotes.clear_note(db, analyst, note_id=one)
    cases = {
        NoteFilter(): {one, two, call},
        NoteFilter(kind="story"): {one, two},
        NoteFilter(occasion_kind="appel"): {call},
        NoteFilter(sector="centre"): {one},
        NoteFilter(month="2026-03"): {one},
        NoteFilter(author_id=worker.id): {one, two},
        NoteFilter(participant_id=person): {two},
        NoteFilter(cleared=True): {one},
        NoteFilter(cleared=False): {two, call},
        NoteFilter(binned=True): set(),
        NoteFilter(kind="story", sector="lune"): set(),
    }
    for wanted, expected in cases.items():
        assert ids(fieldnotes.notes(db, analyst, filter=wanted)) == expected, wanted
    assert len(fieldnotes.notes(db, analyst, filter=NoteFilter(limit=1))) == 1
    assert fieldnotes.months(db, worker)[-1] == "2026-03"
    assert ids(fieldnotes.notes(db, worker)) == {one, two}


def test_a_list_is_newest_first_and_shows_how_a_note_begins(db: Database, worker: Actor, record: Record) -> None:
    """The last note is on top; a long one is cut, on one line."""
    record("Premier")
    record("Ligne un\nligne deux " + "x" * 500)
    rows = fieldnotes.notes(db, worker)
    assert [row.excerpt[:8] for row in rows] == ["Ligne un", "Premier"]
    assert "\n" not in rows[0].excerpt
    assert len(rows[0].excerpt) <= 160


def test_designers_read_what_was_approved_and_no_more(
    db: Database, actor: Make, analyst: Actor, record: Record
) -> None:
    """The list, the note, the search: one rule."""
    designer = actor("design")
    hidden, cleared = record("brouillon secret"), record("texte approuvé")
    fieldnotes.clear_note(db, analyst, note_id=cleared)
    assert ids(fieldnotes.notes(db, designer)) == {cleared}
    assert fieldnotes.search(db, designer, "secret") == ()
    assert [each.source_id for each in fieldnotes.search(db, designer, "approuve")] == [cleared]
    with pytest.raises(NotFound):
        fieldnotes.note(db, designer, hidden)


def test_the_history_says_who_changed_what(db: Database, worker: Actor, officer: Actor, record: Record) -> None:
    """Field by field, newest first, before and after; an old value can be taken again by an edit."""
    note_id = record("Un")
    fieldnotes.edit_note(db, officer, note_id=note_id, answers={"story": "Deux"})
    lines = fieldnotes.note_history(db, worker, note_id)
    story = [line for line in lines if line.field == "answers/story"]
    assert [(line.before, line.after, line.author_id) for line in story] == [
        ("Un", "Deux", officer.id),
        (None, "Un", worker.id),
    ]
    assert story[0].label == "Story"
    assert not any(line.erased for line in lines)
    fieldnotes.edit_note(db, worker, note_id=note_id, answers={"story": story[0].before})
    assert fieldnotes.note(db, worker, note_id).answers["story"] == "Un"


def test_whoever_reads_an_approved_note_does_not_read_what_was_mended_before(
    db: Database, worker: Actor, analyst: Actor, actor: Callable[..., Actor], record: Record
) -> None:
    """A name replaced by a role before the approval stays with those who may read notes that are not approved."""
    note_id = record("Madame Inventée attend.")
    fieldnotes.edit_note(db, worker, note_id=note_id, answers={"story": "La dame attend."})
    fieldnotes.clear_note(db, analyst, note_id=note_id)
    seen = fieldnotes.note_history(db, actor("design"), note_id)
    assert seen
    assert not any("Inventée" in str((line.before, line.after)) for line in seen)
    for reader in (worker, analyst):
        assert any("Inventée" in str(line.before) for line in fieldnotes.note_history(db, reader, note_id))


def test_the_text_read_for_barriers_follows_the_note(db: Database, worker: Actor, record: Record) -> None:
    """Same transaction; the version moves only when this text does."""
    note_id = record("Un", answers={"issue": "Deux", "teller_title": "Titre", "facilitator_reflexivity": "Moi"})
    text, version = texts(db)[note_id]
    assert text == "Un\n\nDeux"
    source = fieldnotes.source_text(db, worker, note_id)
    assert [(each.label, text[each.start : each.end]) for each in source.sections] == [
        ("Story", "Un"),
        ("Issue raised", "Deux"),
    ]
    assert (source.kind, source.text, source.version) == ("note", text, version)
    fieldnotes.edit_note(db, worker, note_id=note_id, answers={"teller_title": "Autre titre"})
    assert texts(db)[note_id] == (text, version)
    assert fieldnotes.search(db, worker, "autre titre") != ()
    fieldnotes.edit_note(db, worker, note_id=note_id, answers={"issue": "Trois"})
    assert texts(db)[note_id][0] == "Un\n\nTrois"
    assert texts(db)[note_id][1] != version


def test_derived_texts_can_be_made_again(db: Database, worker: Actor, officer: Actor, record: Record) -> None:
    """After a merge of laptops rows come without them; the same content gives the same version everywhere."""
    record("Un texte")
    fieldnotes.import_document(db, officer, title="Bilan", text="Un bilan")
    before = texts(db)
    db.conn.execute("DELETE FROM fieldnotes_text")
    assert fieldnotes.search(db, worker, "texte") == ()
    fieldnotes.rebuild_texts(db, officer)
    assert texts(db) == before
    assert len(fieldnotes.search(db, officer, "un")) == 2


def test_a_document_is_read_and_searched_beside_notes(
    db: Database, worker: Actor, analyst: Actor, record: Record
) -> None:
    """By those who read beyond their own notes; never with a person or a month."""
    document = fieldnotes.import_document(db, analyst, title="Portrait du quartier", text="Le logement manque.")
    record("Le logement est froid.")
    assert {each.kind for each in fieldnotes.search(db, analyst, "logement")} == {"note", "document"}
    assert {each.kind for each in fieldnotes.search(db, worker, "logement")} == {"note"}
    assert [each.title for each in fieldnotes.search(db, analyst, "portrait")] == ["Portrait du quartier"]
    source = fieldnotes.source_text(db, analyst, document)
    assert (source.kind, source.title, source.sections[0].end) == ("document", "Portrait du quartier", 19)
    with pytest.raises(NotFound):
        fieldnotes.source_text(db, analyst, "nowhere")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ECOLE", True),
        ("école carte", True),
        ("car", True),
        ("car ecole", False),
        ("soeur", True),
        ("sœurs", True),
        ("attendions ses cartes", True),
        ("sa", True),
        ("elle et la carte", True),
        ("l’école", True),
        ("facteur", False),
        ("", False),
        ('" OR *', False),
        ("NEAR(carte)", False),
        ("carte_ecole", True),
    ],
)
def test_words_are_found_without_their_accents(
    db: Database, worker: Actor, record: Record, query: str, found: bool
) -> None:
    """All the words, the last by its beginning; nothing typed is taken for syntax."""
    record("Elle attendait sa carte à l’école avec sa sœur.")
    assert bool(fieldnotes.search(db, worker, query)) == found


def test_what_was_found_is_marked_as_text(db: Database, worker: Actor, record: Record) -> None:
    """Segments, so that no markup of a note is ever shown as such."""
    record("<b>La carte</b> est perdue")
    (hit,) = fieldnotes.search(db, worker, "carte")
    assert "".join(each.text for each in hit.segments) == "<b>La carte</b> est perdue"
    assert [each.text for each in hit.segments if each.marked] == ["carte"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40))
def test_any_query_is_safe(db: Database, worker: Actor, query: str) -> None:
    """Raw text is a syntax error for the index: none may reach it."""
    fieldnotes.search(db, worker, query)


def few_pairs(word: str) -> bool:
    """Words have at most a few « œ »; nobody writes more."""
    plain = word.lower().translate(str.maketrans("éèêçàîôû", "eeecaiou")).replace("œ", "oe")
    return plain.count("oe") + plain.count("ae") <= 3


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=st.text(alphabet="abcdeéèêçàîôûœÉ", min_size=2, max_size=12).filter(few_pairs))
def test_any_word_is_found_again_in_plain_letters(db: Database, worker: Actor, record: Record, word: str) -> None:
    """Accents and capitals never hide a note."""
    plain = word.lower().translate(str.maketrans("éèêçàîôû", "eeecaiou")).replace("œ", "oe")
    note_id = record(f"Mot {word} fin")
    assert note_id in {each.source_id for each in fieldnotes.search(db, worker, f"{plain} fin", limit=1000)}


def test_stop_words_are_left_out_unless_alone() -> None:
    """« le médecin » looks for « médecin »."""
    assert words_of("le médecin ").match == '"medecin"'
    assert words_of("le la ").match == '"le" AND "la"'


def test_a_note_in_the_view_is_one_person(db: Database, worker: Actor, officer: Actor, record: Record) -> None:
    """Through merges; without a pseudonym, one person per occasion and worker."""
    one, two = privacy.add_participant(db, worker), privacy.add_participant(db, worker)
    record(participant_id=one)
    record(participant_id=two)
    occasion = fieldnotes.occasions(db, worker)[0].id
    for _ in range(2):
        record(participant_id=None, occasion=occasion, consent=ConsentDraft(mode="collective"))
    keys = "SELECT count(DISTINCT person_key) FROM v_fieldnotes_note"
    assert db.conn.execute(keys).fetchone() == (3,)
    privacy.merge_participants(db, officer, kept=one, merged=two)
    assert db.conn.execute(keys).fetchone() == (2,)
    assert len(fieldnotes.notes(db, worker, filter=NoteFilter(participant_id=two))) == 2


def test_a_person_may_ask_for_all_that_is_held_of_them(
    db: Database, worker: Actor, officer: Actor, record: Record, person: str
) -> None:
    """The bin and the withdrawn consents too; by the coordination alone."""
    binned, hidden, plain = (record(participant_id=person) for _ in range(3))
    record()
    fieldnotes.bin_note(db, worker, note_id=binned)
    privacy.withdraw_consent(db, worker, consent_id=fieldnotes.note(db, worker, hidden).consent_id)
    held = fieldnotes.notes_held(db, officer, participant_id=person)
    assert {each.id for each in held} == {binned, hidden, plain}
    with pytest.raises(NotAllowed):
        fieldnotes.notes_held(db, worker, participant_id=person)


def test_a_withdrawn_consent_hides_its_notes_everywhere_at_once(
    db: Database, worker: Actor, officer: Actor, record: Record
) -> None:
    """Lists, search, note, text for barriers, views, history: nobody sees it, until the withdrawal is undone."""
    note_id = record("Une carte")
    fieldnotes.clear_note(db, officer, note_id=note_id)
    consent = fieldnotes.note(db, worker, note_id).consent_id
    privacy.withdraw_consent(db, worker, consent_id=consent)
    for who in (worker, officer):
        assert fieldnotes.notes(db, who) == ()
        assert fieldnotes.notes(db, who, filter=NoteFilter(binned=True)) == ()
        assert fieldnotes.search(db, who, "carte") == ()
        for verb in (fieldnotes.note, fieldnotes.note_history, fieldnotes.source_text):
            with pytest.raises(NotFound):
                verb(db, who, note_id)
    for view in ("v_fieldnotes_note", "v_fieldnotes_text"):
        assert db.conn.execute(f"SELECT count(*) FROM {view}").fetchone() == (0,)  # noqa: S608
    privacy.restore_consent(db, worker, consent_id=consent)
    assert len(fieldnotes.search(db, worker, "carte")) == 1
