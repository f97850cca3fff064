"""Building a persona: people with consent, lines on evidence, exact quotes, publication."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import ANALYST, WORKER, a_note, a_participant, a_tag, consent_of, participant_of, passage

from codesign import fieldnotes, personas, privacy, storage
from codesign.accounts import Actor
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound
from codesign.personas import Evidence, LineDraft, LineKind, Method, PersonaDraft, Section, State, store
from codesign.storage import Database


def a_line(db: Database, who: Actor, persona_id: str, note_id: str, text: str = "La peur retient") -> str:
    """A line that rests on one sentence."""
    draft = LineDraft(Section.LIVES, text, (passage(note_id),))
    return personas.add_line(db, who, persona_id=persona_id, draft=draft)


def published(db: Database, steward: Actor, persona_id: str) -> None:
    """Publish what stands."""
    base = personas.persona(db, steward, persona_id=persona_id).version
    personas.publish_persona(db, steward, persona_id=persona_id, base=base)


def test_a_persona_is_made_by_hand_and_says_so(db: Database, designer: Actor, persona_id: str) -> None:
    """The method is flagged, and leaves room for those found in the data."""
    view = personas.persona(db, designer, persona_id=persona_id)
    assert (view.method, view.state, view.letter) == (Method.MANUAL, State.DRAFT, "A")
    assert view.people.value == 6


def test_a_double_click_makes_one(db: Database, designer: Actor, notes: list[str]) -> None:
    """The same form twice: one persona, one line."""
    key, other = storage.uuid7(), storage.uuid7()
    for _n in range(2):
        personas.create_persona(db, designer, draft=PersonaDraft("Seules"), note_ids=notes, id=key)
        personas.add_line(db, designer, persona_id=key, draft=LineDraft(Section.DAY, "Long"), id=other)
    assert [(each.id, len(each.lines)) for each in personas.personas(db, designer)] == [(key, 1)]


def test_letters_follow_one_another(db: Database, designer: Actor, persona_id: str) -> None:
    """Two personas on one wall are told apart."""
    personas.create_persona(db, designer, draft=PersonaDraft("Seules"))
    assert [each.letter for each in personas.personas(db, designer)] == ["A", "B"]


def test_people_without_consent_for_personas_cannot_be_chosen(db: Database, designer: Actor, persona_id: str) -> None:
    """Consent for the note is not consent for a persona; and nothing of the choice is written."""
    note_id = a_note(db, purposes=("note", "quote"))
    wanted = {"participant_ids": [participant_of(db, note_id)], "note_ids": []}
    with pytest.raises(InvalidInput):
        personas.choose_people(db, designer, persona_id=persona_id, **wanted)
    assert len(personas.persona(db, designer, persona_id=persona_id).participant_ids) == 6
    with pytest.raises(InvalidInput):
        personas.create_persona(db, designer, draft=PersonaDraft("Seules"), note_ids=[note_id])
    assert len(personas.personas(db, designer)) == 1


def test_people_are_counted_once(db: Database, designer: Actor, notes: list[str]) -> None:
    """Two notes of one person, or the person and their note, are one person."""
    person = participant_of(db, notes[0])
    a_tag(db, a_note(db, "Elle a encore peur.", participant_id=person), "confiance")
    counts = personas.frequencies(db, designer, participant_ids=[person], note_ids=[notes[0], notes[1]])
    assert counts.people.value == 2
    assert [(row.code, row.count.value) for row in counts.family("barrier")] == [("confiance", 2)]
    assert counts.rows[0].overall is not None


def test_absent_and_withdrawn_are_not_counted(db: Database, designer: Actor, notes: list[str]) -> None:
    """A barrier that is gone is not lived; a consent withdrawn leaves no count."""
    person = participant_of(db, notes[0])
    a_tag(db, notes[0], "langue", status="absent")
    before = personas.frequencies(db, designer, participant_ids=[person])
    assert [row.code for row in before.rows] == ["confiance"]
    privacy.withdraw_consent(db, WORKER, consent_id=consent_of(db, notes[0]))
    assert personas.frequencies(db, designer, participant_ids=[person]).rows == ()


def test_two_who_choose_people_do_not_undo_each_other(
    db: Database, designer: Actor, persona_id: str, notes: list[str]
) -> None:
    """The second one is told, and sees the first one's choice."""
    seen = personas.persona(db, designer, persona_id=persona_id).people_version
    personas.choose_people(db, designer, persona_id=persona_id, participant_ids=[], note_ids=[notes[0]], base=seen)
    with pytest.raises(Conflict) as conflict:
        personas.choose_people(db, designer, persona_id=persona_id, participant_ids=[], note_ids=[], base=seen)
    assert conflict.value.current["note_ids"] == (notes[0],)


def test_a_merged_pseudonym_stays_chosen(
    db: Database, designer: Actor, steward: Actor, persona_id: str, notes: list[str]
) -> None:
    """Two pseudonyms found to be one person: the persona counts that person, once."""
    kept, merged = participant_of(db, notes[0]), participant_of(db, notes[1])
    privacy.merge_participants(db, steward, kept=kept, merged=merged)
    view = personas.persona(db, designer, persona_id=persona_id)
    assert view.people.value == 5
    assert view.participant_ids.count(kept) == 1
    assert merged not in view.participant_ids


def test_a_quote_is_exact(db: Database, designer: Actor, persona_id: str, notes: list[str]) -> None:
    """The words of the note, not one letter else."""
    line_id = personas.add_quote(db, designer, persona_id=persona_id, evidence=passage(notes[0]), section=Section.SAYS)
    (line,) = personas.persona(db, designer, persona_id=persona_id).section(Section.SAYS)
    assert line.id == line_id
    assert line.text in fieldnotes.source_text(db, designer, notes[0]).text
    changed = LineDraft(Section.SAYS, "Elle a très peur.", (passage(notes[0]),), LineKind.QUOTE)
    with pytest.raises(InvalidInput):
        personas.add_line(db, designer, persona_id=persona_id, draft=changed)
    with pytest.raises(InvalidInput):
        personas.edit_line(db, designer, line_id=line_id, draft=changed, base=line.version)
    invented = Evidence(notes[0], 0, 5, "Jamais dit")
    with pytest.raises(InvalidInput):
        personas.add_quote(db, designer, persona_id=persona_id, evidence=invented, section=Section.SAYS)


@pytest.mark.parametrize(("purposes", "cleared"), [(("note", "persona"), True), (("note", "quote", "persona"), False)])
def test_what_may_not_be_quoted_is_refused(
    db: Database, persona_id: str, purposes: tuple[str, ...], cleared: bool
) -> None:
    """No consent for quotes, or identifiers not checked yet: the same sentence may still be evidence."""
    note_id = a_note(db, purposes=purposes, cleared=cleared)
    with pytest.raises(InvalidInput):
        personas.add_quote(db, ANALYST, persona_id=persona_id, evidence=passage(note_id, "Elle a peur"), section="says")
    draft = LineDraft(Section.LIVES, "Peur", (passage(note_id, "Elle a peur"),))
    personas.add_line(db, ANALYST, persona_id=persona_id, draft=draft)


def test_evidence_without_consent_for_personas_is_refused(db: Database, persona_id: str) -> None:
    """Withdrawn or unconsented material cannot be used."""
    note_id = a_note(db, purposes=("note", "quote"))
    with pytest.raises(InvalidInput):
        a_line(db, ANALYST, persona_id, note_id)


def test_nobody_builds_on_what_they_may_not_read(db: Database, designer: Actor, persona_id: str) -> None:
    """A designer does not read notes that are not cleared, and cannot rest a line on them by their id."""
    note_id = a_note(db, cleared=False)
    with pytest.raises(InvalidInput):
        a_line(db, designer, persona_id, note_id)


def test_a_designer_keeps_the_evidence_that_they_cannot_see(db: Database, designer: Actor, persona_id: str) -> None:
    """Correcting the words of a colleague's line leaves it resting on the colleague's sentences."""
    hidden = a_note(db, cleared=False)
    line_id = a_line(db, ANALYST, persona_id, hidden)
    (line,) = personas.persona(db, designer, persona_id=persona_id).lines
    assert (line.passages, line.sentences) == ((), 1)
    personas.edit_line(
        db, designer, line_id=line_id, draft=LineDraft(Section.LIVES, "Peur du guichet"), base=line.version
    )
    (line,) = personas.persona(db, ANALYST, persona_id=persona_id).lines
    assert (line.text, line.kind, [each.source_id for each in line.passages]) == (
        "Peur du guichet",
        LineKind.EVIDENCE,
        [hidden],
    )


def test_evidence_is_added_and_taken_away(db: Database, designer: Actor, persona_id: str, notes: list[str]) -> None:
    """An interpretation that finds its evidence becomes a claim, and the other way round."""
    line_id = personas.add_line(db, designer, persona_id=persona_id, draft=LineDraft(Section.LIVES, "Lasses"))
    personas.add_evidence(db, designer, line_id=line_id, evidence=passage(notes[0]))
    personas.add_evidence(db, designer, line_id=line_id, evidence=passage(notes[0]))
    (line,) = personas.persona(db, designer, persona_id=persona_id).lines
    assert (line.kind, line.sentences) == (LineKind.EVIDENCE, 1)
    assert personas.evidence(db, designer, persona_id=persona_id) == {line_id: line.passages}
    personas.remove_evidence(db, designer, line_id=line_id, evidence=passage(notes[0]))
    (line,) = personas.persona(db, designer, persona_id=persona_id).lines
    assert (line.kind, line.sentences) == (LineKind.INTERPRETATION, 0)
    quote = personas.add_quote(db, designer, persona_id=persona_id, evidence=passage(notes[0]), section=Section.SAYS)
    with pytest.raises(InvalidInput):
        personas.add_evidence(db, designer, line_id=quote, evidence=passage(notes[1]))


def test_a_corrected_note_takes_its_old_words_away(
    db: Database, designer: Actor, persona_id: str, notes: list[str]
) -> None:
    """A passage that moved is found again; one that was rewritten is lost, and the line says so."""
    line_id = a_line(db, designer, persona_id, notes[0])
    author = WORKER
    fieldnotes.edit_note(db, author, note_id=notes[0], answers={"how_is": "Bonjour. Elle a peur d’y retourner."})
    fieldnotes.clear_note(db, ANALYST, note_id=notes[0])
    (line,) = personas.persona(db, ANALYST, persona_id=persona_id).lines
    assert (line.id, line.passages[0].start, line.lost) == (line_id, 9, 0)
    fieldnotes.edit_note(db, author, note_id=notes[0], answers={"how_is": "Elle n’y va plus."})
    (line,) = personas.persona(db, ANALYST, persona_id=persona_id).lines
    assert (line.to_review, line.lost) == (True, 1)


def test_lines_are_ordered_by_hand(db: Database, designer: Actor, persona_id: str) -> None:
    """Up and down within a section; at its ends nothing happens."""
    ids = [personas.add_line(db, designer, persona_id=persona_id, draft=LineDraft(Section.DAY, text)) for text in "abc"]
    other = personas.add_line(db, designer, persona_id=persona_id, draft=LineDraft(Section.LIVES, "avant"))
    personas.move_line(db, designer, line_id=ids[2], by=-1)
    personas.move_line(db, designer, line_id=ids[0], by=-1)
    personas.move_line(db, designer, line_id=ids[1], by=1)
    view = personas.persona(db, designer, persona_id=persona_id)
    assert [line.text for line in view.lines] == ["avant", "a", "c", "b"]
    personas.edit_line(db, designer, line_id=other, draft=LineDraft(Section.DAY, "fin"), base=view.lines[0].version)
    assert [line.text for line in personas.persona(db, designer, persona_id=persona_id).lines] == ["a", "c", "b", "fin"]


def test_the_second_of_two_edits_of_a_line_is_shown_the_first(db: Database, designer: Actor, persona_id: str) -> None:
    """Nothing is overwritten, of a line or of the title."""
    line_id = personas.add_line(db, designer, persona_id=persona_id, draft=LineDraft(Section.DAY, "a"))
    view = personas.persona(db, designer, persona_id=persona_id)
    base = view.lines[0].version
    personas.edit_line(db, designer, line_id=line_id, draft=LineDraft(Section.DAY, "b"), base=base)
    with pytest.raises(Conflict) as conflict:
        personas.edit_line(db, designer, line_id=line_id, draft=LineDraft(Section.DAY, "c"), base=base)
    assert conflict.value.current["text"] == "b"
    head = PersonaDraft("Celles qui attendent", "Des mois", "C")
    personas.edit_persona(db, designer, persona_id=persona_id, draft=head, base=view.version)
    with pytest.raises(Conflict):
        personas.edit_persona(db, designer, persona_id=persona_id, draft=head, base=view.version)


def test_the_bin_gives_back(db: Database, designer: Actor, persona_id: str) -> None:
    """Lines and personas come back as they were."""
    line_id = personas.add_line(db, designer, persona_id=persona_id, draft=LineDraft(Section.DAY, "a"))
    personas.bin_line(db, designer, line_id=line_id)
    assert personas.persona(db, designer, persona_id=persona_id).lines == ()
    personas.restore_line(db, designer, line_id=line_id)
    personas.bin_persona(db, designer, persona_id=persona_id)
    assert personas.personas(db, designer) == ()
    assert [each.id for each in personas.binned_personas(db, designer)] == [persona_id]
    personas.restore_persona(db, designer, persona_id=persona_id)
    assert len(personas.persona(db, designer, persona_id=persona_id).lines) == 1


def test_four_people_are_not_published(db: Database, designer: Actor, steward: Actor, notes: list[str]) -> None:
    """It can be drafted; publishing says why not."""
    persona_id = personas.create_persona(db, designer, draft=PersonaDraft("Quatre"), note_ids=notes[:4])
    a_line(db, designer, persona_id, notes[0])
    with pytest.raises(InvalidInput) as refusal:
        published(db, steward, persona_id)
    assert refusal.value.params == {"least": 5, "n": 4}


def test_an_empty_or_unsupported_persona_is_not_published(
    db: Database, designer: Actor, steward: Actor, persona_id: str, notes: list[str]
) -> None:
    """A sheet with nothing on it, or with claims that lost their ground, helps nobody."""
    with pytest.raises(InvalidInput):
        published(db, steward, persona_id)
    extra = a_note(db)
    a_line(db, designer, persona_id, extra)
    fieldnotes.bin_note(db, steward, note_id=extra)
    with pytest.raises(InvalidInput):
        published(db, steward, persona_id)
    personas.bin_persona(db, designer, persona_id=persona_id)
    with pytest.raises(NotFound):
        published(db, steward, persona_id)


def test_an_edit_sends_a_published_persona_back(
    db: Database, designer: Actor, steward: Actor, persona_id: str, notes: list[str]
) -> None:
    """The coordination has read what the steering group reads: a later edit waits for it."""
    line_id = a_line(db, designer, persona_id, notes[0])
    edits: list[Callable[[], object]] = [
        lambda: a_line(db, designer, persona_id, notes[1]),
        lambda: personas.bin_line(db, designer, line_id=line_id),
        lambda: personas.restore_line(db, designer, line_id=line_id),
        lambda: personas.move_line(db, designer, line_id=line_id, by=1),
        lambda: personas.add_evidence(db, designer, line_id=line_id, evidence=passage(notes[2])),
        lambda: personas.edit_persona(
            db, designer, persona_id=persona_id, draft=PersonaDraft("Autre titre", "", "A"),
            base=personas.persona(db, designer, persona_id=persona_id).version,
        ),
        lambda: personas.choose_people(db, designer, persona_id=persona_id, participant_ids=[], note_ids=notes),
    ]  # fmt: skip
    for edit in edits:
        published(db, steward, persona_id)
        assert personas.persona(db, steward, persona_id=persona_id).state is State.PUBLISHED
        edit()
        assert personas.persona(db, steward, persona_id=persona_id).state is State.TO_REVIEW
    published(db, steward, persona_id)
    personas.unpublish_persona(db, steward, persona_id=persona_id)
    assert personas.persona(db, steward, persona_id=persona_id).state is State.DRAFT


@pytest.mark.parametrize(
    "draft",
    [PersonaDraft(" "), PersonaDraft("x" * 121), PersonaDraft("Titre", "x" * 301), PersonaDraft("Titre", "", "é")],
)
def test_a_head_that_makes_no_sense_is_refused(db: Database, designer: Actor, draft: PersonaDraft) -> None:
    """Empty, endless, or a letter that is none."""
    with pytest.raises(InvalidInput):
        personas.create_persona(db, designer, draft=draft)


def test_an_empty_line_is_refused(db: Database, designer: Actor, persona_id: str) -> None:
    """Nothing to read, nothing to keep; and what is not there cannot be edited."""
    for text in (" \n", "x" * 1_501):
        with pytest.raises(InvalidInput):
            personas.add_line(db, designer, persona_id=persona_id, draft=LineDraft(Section.DAY, text))
    with pytest.raises(NotFound):
        personas.bin_line(db, designer, line_id="rien")
    with pytest.raises(NotFound):
        personas.persona(db, designer, persona_id="rien")
    with pytest.raises(NotFound):
        personas.move_line(db, designer, line_id="rien", by=1)


EDIT = {"terrain": False, "analyse": True, "design": True, "comite": False, "coordination": True}
PUBLISH = {"terrain": False, "analyse": False, "design": False, "comite": False, "coordination": True}


@pytest.mark.parametrize("role", EDIT)
def test_who_may_do_what(
    db: Database, actor: Callable[..., Actor], persona_id: str, notes: list[str], role: str
) -> None:
    """Researchers and designers build; the coordination alone publishes; everybody else reads what is published."""
    who = actor(role)
    line_id = a_line(db, ANALYST, persona_id, notes[0])

    def base() -> str:
        return personas.persona(db, ANALYST, persona_id=persona_id).version

    build: list[Callable[[], object]] = [
        lambda: personas.create_persona(db, who, draft=PersonaDraft("Seules")),
        lambda: personas.edit_persona(
            db, who, persona_id=persona_id, draft=PersonaDraft("Seules", "", "A"), base=base()
        ),
        lambda: personas.choose_people(db, who, persona_id=persona_id, participant_ids=[], note_ids=notes),
        lambda: personas.add_line(db, who, persona_id=persona_id, draft=LineDraft(Section.DAY, "a")),
        lambda: personas.add_quote(db, who, persona_id=persona_id, evidence=passage(notes[0]), section=Section.SAYS),
        lambda: personas.add_evidence(db, who, line_id=line_id, evidence=passage(notes[1])),
        lambda: personas.remove_evidence(db, who, line_id=line_id, evidence=passage(notes[1])),
        lambda: personas.move_line(db, who, line_id=line_id, by=1),
        lambda: personas.bin_line(db, who, line_id=line_id),
        lambda: personas.restore_line(db, who, line_id=line_id),
        lambda: personas.frequencies(db, who, participant_ids=[]),
        lambda: personas.candidates(db, who),
        lambda: personas.passages(db, who, wanted=personas.PassageFilter()),
        lambda: personas.binned_personas(db, who),
        lambda: personas.sheet(db, who, persona_id=persona_id, demo=True),
        lambda: personas.bin_persona(db, who, persona_id=persona_id),
        lambda: personas.restore_persona(db, who, persona_id=persona_id),
    ]
    coordinate: list[Callable[[], object]] = [
        lambda: personas.publish_persona(db, who, persona_id=persona_id, base=base()),
        lambda: personas.unpublish_persona(db, who, persona_id=persona_id),
        lambda: personas.erase_participant(db, who, a_participant(db)),
    ]
    for verbs, allowed in ((build, EDIT[role]), (coordinate, PUBLISH[role])):
        for verb in verbs:
            if allowed:
                verb()
            else:
                with pytest.raises(NotAllowed):
                    verb()
    personas.personas(db, who)


def test_a_published_line_never_changes_in_silence(
    db: Database, designer: Actor, persona_id: str, steward: Actor
) -> None:
    """A line that another laptop brings leaves the state as it was; the seal sends the sheet back to review."""
    line_id = a_published_line(db, designer, persona_id, steward)
    store.change(db, store.LINE, line_id, {"text": "Autre chose"}, designer.id)  # as a merge writes, past the actions
    view = personas.persona(db, steward, persona_id=persona_id)
    assert (view.state, view.unsealed) == (State.TO_REVIEW, True)
    personas.publish_persona(db, steward, persona_id=persona_id, base=view.version, seal=view.seal)
    view = personas.persona(db, steward, persona_id=persona_id)
    assert (view.state, view.unsealed) == (State.PUBLISHED, False)


def test_nobody_publishes_a_sheet_that_they_have_not_read(
    db: Database, designer: Actor, persona_id: str, steward: Actor, notes: list[str]
) -> None:
    """Lines have versions of their own: one that was written while the coordination read stops the publication."""
    a_line(db, designer, persona_id, notes[0])
    read = personas.persona(db, steward, persona_id=persona_id)
    a_line(db, designer, persona_id, notes[1])
    with pytest.raises(Conflict):
        personas.publish_persona(db, steward, persona_id=persona_id, base=read.version, seal=read.seal)
    read = personas.persona(db, steward, persona_id=persona_id)
    personas.publish_persona(db, steward, persona_id=persona_id, base=read.version, seal=read.seal)


def a_published_line(db: Database, designer: Actor, persona_id: str, steward: Actor) -> str:
    """Publish the persona with one interpretation; return the line's id."""
    draft = LineDraft(Section.THINKS, "Mieux vaut se taire")
    line_id = personas.add_line(db, designer, persona_id=persona_id, draft=draft)
    read = personas.persona(db, steward, persona_id=persona_id)
    personas.publish_persona(db, steward, persona_id=persona_id, base=read.version, seal=read.seal)
    return line_id


def test_each_sentence_of_a_story_keeps_its_own_evidence(
    db: Database, designer: Actor, persona_id: str, notes: list[str]
) -> None:
    """Told in one go, kept sentence by sentence; no sentence hides behind the evidence of its neighbour."""
    text = "Elle attend depuis 9 h. « Revenez lundi », dit-on ! Elle rentre…\nPersonne n’a rappelé."
    ids = personas.tell_story(db, designer, persona_id=persona_id, text=text)
    lines = personas.persona(db, designer, persona_id=persona_id).section(Section.STORY)
    assert [line.id for line in lines] == list(ids)
    assert [line.text for line in lines] == [
        "Elle attend depuis 9 h.", "« Revenez lundi », dit-on !", "Elle rentre…", "Personne n’a rappelé.",
    ]  # fmt: skip
    assert {line.kind for line in lines} == {LineKind.INTERPRETATION}
    personas.add_evidence(db, designer, line_id=ids[0], evidence=passage(notes[0]))
    both = LineDraft(Section.STORY, "Elle attend. Elle rentre.", (passage(notes[0]),))
    with pytest.raises(InvalidInput):
        personas.add_line(db, designer, persona_id=persona_id, draft=both)
    with pytest.raises(InvalidInput):
        personas.tell_story(db, designer, persona_id=persona_id, text=" \n ")


def test_a_story_sent_twice_is_told_once(db: Database, designer: Actor, persona_id: str) -> None:
    """A double press, or a message lost between two runs."""
    form = storage.uuid7()
    first = personas.tell_story(db, designer, persona_id=persona_id, text="Elle attend. Elle rentre.", id=form)
    assert personas.tell_story(db, designer, persona_id=persona_id, text="Elle attend. Elle rentre.", id=form) == first
    lines = personas.persona(db, designer, persona_id=persona_id).section(Section.STORY)
    assert [line.text for line in lines] == ["Elle attend.", "Elle rentre."]
