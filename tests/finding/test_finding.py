"""Searches: words and facts together, only what one may read, from result to result, kept under a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from builders import ANALYST, WORKER, a_note, a_participant, a_tag, participant_of
from plans import asked, plan, whole_tables

from codesign import bootstrap, fieldnotes, finding, privacy, storage
from codesign.accounts import MACHINE, Actor
from codesign.errors import Conflict, InvalidInput, NotAllowed, NotFound
from codesign.fieldnotes import OccasionDraft
from codesign.finding import Wanted
from codesign.privacy import ConsentDraft
from codesign.storage import Database

Make = Callable[..., Actor]
LONG = {
    "fieldnotes_shelf", "fieldnotes_note", "fieldnotes_text", "fieldnotes_occasion", "privacy_consent",
    "privacy_participant", "barriers_decision", "barriers_sentence",
}  # fmt: skip


def ids(db: Database, who: Actor = ANALYST, **wanted: str) -> list[str]:
    """The ids found, in order."""
    return [each.source_id for each in finding.find(db, who, wanted=Wanted(**wanted)).found]


def a_story(db: Database, text: str, held: date = date(2026, 3, 4), sector: str = "centre") -> str:
    """Record a story of a workshop; return its id."""
    return fieldnotes.record_note(
        db, WORKER, id=storage.uuid7(), kind="story", occasion=OccasionDraft("atelier", held, sector),
        answers={"story": text}, new_participant={}, consent=ConsentDraft(),
    )  # fmt: skip


def test_each_filter_narrows_alone_and_with_words(db: Database) -> None:
    """Occasion, sector, days, code, status, person, author, approval, review: none drops what it should keep."""
    call = a_note(db, "Elle attendait l’autobus à l’arrêt.")
    story = a_story(db, "Elles attendent l’autobus. Le prix monte.")
    other = a_note(db, "Le facteur passe.", cleared=False, author=ANALYST)
    a_tag(db, call, "transport")
    a_tag(db, story, "cout", status="absent")
    cases = {
        Wanted(words="attendre autobus"): [story, call],
        Wanted(occasion="appel"): [other, call],
        Wanted(kind="story"): [story],
        Wanted(sector="centre"): [story],
        Wanted(since="2026-03-04", until="2026-03-04"): [story],
        Wanted(until="2026-03-03"): [],
        Wanted(code="barrier:transport"): [call],
        Wanted(code="barrier:transport", status="absent"): [],
        Wanted(status="absent"): [story],
        Wanted(person=participant_of(db, call)): [call],
        Wanted(author=ANALYST.id): [other],
        Wanted(approved="no"): [other, story],
        Wanted(review="unread"): [other],
        Wanted(review="done"): [call],
        Wanted(review="begun"): [story],
        Wanted(words="autobus", code="barrier:cout", sector="centre", status="absent", approved="no"): [story],
        Wanted(words="autobus", sector="ouest", approved="no"): [],
        Wanted(words="?!"): [],
        Wanted(): [],
    }
    for wanted, expected in cases.items():
        found = finding.find(db, ANALYST, wanted=wanted)
        assert [each.source_id for each in found.found] == expected, wanted


def test_the_same_is_found_whichever_way_is_taken(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the words, by a rare filter or walking all: the way is a matter of speed alone."""
    notes = [a_note(db, f"Elle attend {n} heures.", sector="ouest" if n % 3 else "centre") for n in range(6)]
    wanted = Wanted(words="attendre", sector="centre")
    results = []
    for few in (0, 2, 5, 1000):
        monkeypatch.setattr(finding.reads.store, "FEW", few)
        results.append(ids(db, words="attendre", sector="centre"))
        assert finding.neighbours(db, ANALYST, wanted=wanted, source_id=notes[3]).after == ("note", notes[0])
    assert results == [[notes[3], notes[0]]] * 4


def test_what_is_shown_of_a_result_is_text_with_marks(db: Database) -> None:
    """The passage where the words are together, whatever their ending; never markup."""
    a_note(db, "Début. " * 60 + "<b>Les travailleuses</b> attendaient là. " + "Fin. " * 60)
    (found,) = finding.find(db, ANALYST, wanted=Wanted(words="attendre travailleur")).found
    assert [each.text for each in found.segments if each.marked] == ["travailleuses", "attendaient"]
    told = "".join(each.text for each in found.segments)
    assert "<b>Les travailleuses</b>" in told
    assert told[0] == told[-1] == "…"
    assert len(told) < 320
    assert found.title == ""
    assert found.author_id == WORKER.id


def test_nobody_finds_what_they_may_not_read(db: Database, actor: Make) -> None:
    """Own notes, approved ones, all: one rule; others’ names only for those who read others’ notes."""
    draft, cleared = a_note(db, "Elle attend, brouillon.", cleared=False), a_note(db, "Elle attend, approuvé.")
    fieldnotes.import_document(db, MACHINE, title="Attentes du quartier", text="On attend.")
    person = participant_of(db, cleared)
    designer, stranger = actor("design"), actor("terrain")
    assert ids(db, WORKER, words="attendre") == [cleared, draft]
    assert ids(db, designer, words="attendre")[1:] == [cleared]
    assert ids(db, stranger, words="attendre") == []
    assert ids(db, designer, person=person) == [cleared]
    assert ids(db, stranger, author=WORKER.id) == []
    assert ids(db, WORKER, author=WORKER.id) == [cleared, draft]
    assert finding.neighbours(db, stranger, wanted=Wanted(words="attendre"), source_id=cleared).after is None
    with pytest.raises(NotAllowed):
        finding.find(db, actor("comite"), wanted=Wanted(words="attendre"))
    privacy.withdraw_consent(db, MACHINE, consent_id=fieldnotes.note(db, MACHINE, cleared).consent_id)
    fieldnotes.bin_note(db, WORKER, note_id=draft)
    assert ids(db, WORKER, words="attendre") == []


def test_the_shelf_follows_whoever_writes(db: Database) -> None:
    """Occasions corrected, notes moved, merged people, rows told anew by a merge: what is found is what is true."""
    note = a_story(db, "Elle attend.")
    held = fieldnotes.note(db, MACHINE, note).occasion
    fieldnotes.edit_occasion(
        db, WORKER, occasion_id=held.id, draft=OccasionDraft("atelier", date(2026, 4, 1), sector="ouest")
    )
    assert ids(db, sector="centre") == []
    assert ids(db, sector="ouest", since="2026-04-01") == [note]
    fieldnotes.edit_note(db, WORKER, note_id=note, answers={"story": "Il repart."})
    assert ids(db, words="attendre") == []
    assert ids(db, words="repartir") == [note]
    one, other = a_participant(db), participant_of(db, note)
    privacy.merge_participants(db, MACHINE, kept=one, merged=other)
    assert ids(db, person=one) == ids(db, person=other) == [note]
    db.conn.execute("CREATE TEMP TABLE kept AS SELECT * FROM fieldnotes_note")
    with storage.transaction(db):
        db.conn.execute("DELETE FROM fieldnotes_note")
        db.conn.execute("INSERT INTO fieldnotes_note SELECT * FROM kept")
    assert ids(db, person=one) == [note]
    fieldnotes.rebuild_texts(db, MACHINE)
    assert ids(db, person=one, words="repartir") == [note]
    assert db.conn.execute("SELECT count(*) FROM fieldnotes_shelf").fetchone() == (1,)


def test_one_goes_from_result_to_result(db: Database) -> None:
    """Before and after by the same question, notes and documents alike; nothing beyond the ends."""
    notes = [a_note(db, f"Elle attend {n} heures.") for n in range(3)]
    report = fieldnotes.import_document(db, MACHINE, title="Bilan", text="On attend.")
    wanted = Wanted(words="attendre")
    around = {each: finding.neighbours(db, ANALYST, wanted=wanted, source_id=each) for each in [*notes, report]}
    assert around[report] == finding.Neighbours(None, ("note", notes[2]))
    assert around[notes[2]] == finding.Neighbours(("document", report), ("note", notes[1]))
    assert around[notes[0]] == finding.Neighbours(("note", notes[1]), None)
    assert finding.neighbours(db, ANALYST, wanted=wanted, source_id="nowhere") == finding.Neighbours(None, None)
    page = finding.find(db, ANALYST, wanted=wanted, size=2)
    assert (len(page.found), page.more) == (2, True)


def test_no_search_reads_a_whole_table_for_its_rows(db: Database) -> None:
    """Every filter, with words and without: an index, or the shelf from its end until the page is full."""
    note = a_note(db, "Elle attend.")
    a_tag(db, note, "transport")
    person = participant_of(db, note)
    alone = [
        Wanted(words="attendre"), Wanted(code="barrier:transport"), Wanted(status="present"), Wanted(person=person),
        Wanted(author=WORKER.id), Wanted(sector="ouest"), Wanted(since="2020-01-01"), Wanted(review="done"),
    ]  # fmt: skip
    for wanted in (*alone, Wanted(words="attendre", code="barrier:transport", sector="ouest", review="begun")):
        with asked(db) as statements:
            finding.find(db, ANALYST, wanted=wanted)
            finding.neighbours(db, ANALYST, wanted=wanted, source_id=note)
        scanned = {step for steps in whole_tables(db, statements, LONG).values() for step in steps}
        assert scanned <= {"SCAN fieldnotes_shelf"}, wanted


def test_the_list_of_notes_reads_no_whole_table_either(db: Database) -> None:
    """Twenty notes of a hundred thousand, whatever the filter; the months without looking at the notes."""
    note = a_note(db)
    for wanted in (
        fieldnotes.NoteFilter(limit=21), fieldnotes.NoteFilter(author_id=WORKER.id, limit=21),
        fieldnotes.NoteFilter(sector="ouest", kind="listening_call", limit=21),
        fieldnotes.NoteFilter(participant_id=participant_of(db, note), limit=21),
        fieldnotes.NoteFilter(binned=True, limit=21),
    ):  # fmt: skip
        with asked(db) as statements:
            fieldnotes.notes(db, ANALYST, filter=wanted)
            fieldnotes.months(db, ANALYST)
        months = next(each for each in statements if "RECURSIVE" in each)
        assert "SEARCH s USING INDEX fieldnotes_shelf_month (month=?)" in plan(db, months)
        scanned = whole_tables(db, statements, LONG)
        assert {step.partition(" USING")[0] for steps in scanned.values() for step in steps} <= {"SCAN s"}, wanted


def test_a_search_is_kept_renamed_deleted_and_taken_back(db: Database, actor: Make) -> None:
    """What is asked and never what was found; one's own alone; the same form twice keeps one."""
    me, other = actor("terrain"), actor("analyse")
    wanted, row = Wanted(words="attendre", sector="ouest"), storage.uuid7()
    for _twice in range(2):
        finding.save_search(db, me, id=row, name="  Les  attentes ", wanted=wanted)
    assert [(each.name, each.wanted) for each in finding.searches(db, me)] == [("Les attentes", wanted)]
    assert finding.searches(db, other) == ()
    finding.rename_search(db, me, search_id=row, name="Attentes")
    finding.delete_search(db, me, search_id=row)
    assert finding.searches(db, me) == ()
    finding.restore_search(db, me, search_id=row)
    assert [each.name for each in finding.searches(db, me)] == ["Attentes"]
    for verb in (finding.delete_search, finding.restore_search):
        with pytest.raises(NotFound):
            verb(db, other, search_id=row)
    for name, asks in (("", wanted), ("x" * 81, wanted), ("Vide", Wanted())):
        with pytest.raises(InvalidInput):
            finding.save_search(db, me, id=storage.uuid7(), name=name, wanted=asks)


def test_a_form_sent_twice_keeps_its_search_also_when_it_was_the_last_that_fits(db: Database, actor: Make) -> None:
    """The second press of a double click is no fifty-first search, nor a refusal of the fiftieth; nor does it undo."""
    me, rows = actor("terrain"), [storage.uuid7() for _n in range(51)]
    for n, row in enumerate(rows[:50]):
        finding.save_search(db, me, id=row, name=f"Recherche {n}", wanted=Wanted(words="attendre"))
    finding.rename_search(db, me, search_id=rows[49], name="Renommée")
    assert finding.save_search(db, me, id=rows[49], name="Recherche 49", wanted=Wanted(words="attendre")) == rows[49]
    assert "Renommée" in {each.name for each in finding.searches(db, me)}
    with pytest.raises(InvalidInput, match="50"):
        finding.save_search(db, me, id=rows[50], name="De trop", wanted=Wanted(words="attendre"))
    with pytest.raises(Conflict):
        finding.save_search(db, actor("analyse"), id=rows[0], name="D’une autre", wanted=Wanted(words="attendre"))


def test_a_search_about_somebody_goes_with_them(db: Database) -> None:
    """A kept search that names a pseudonym is a trace of that person."""
    note = a_note(db)
    person = participant_of(db, note)
    for wanted in (Wanted(person=person), Wanted(words="attendre")):
        finding.save_search(db, ANALYST, id=storage.uuid7(), name="Inventée", wanted=wanted)
    bootstrap.withdraw(db, MACHINE, person)
    assert [each.wanted for each in finding.searches(db, ANALYST)] == [Wanted(words="attendre")]
    assert person not in str(db.conn.execute("SELECT group_concat(value) FROM journal").fetchone())


def test_a_search_that_holds_a_pseudonym_or_their_words_goes_with_them(db: Database) -> None:
    """In its words or in its name, today's or an earlier one; what others said too, or what everybody says, stays."""
    mine = a_note(db, "Zébulon crie chaque soir dans le couloir. Elle attend sa carte depuis un an.", cleared=False)
    a_note(db, "Il attend sa carte depuis un an; Balthazar l’aide.", cleared=False)
    person = participant_of(db, mine)
    code = privacy.participant(db, MACHINE, person).code
    gone = {
        f"Suivi de {code.lower()}": "attente", "Par le mot": "zebulon", "Zebulon": "bruit",
        "Par la phrase": "crie chaque soir dans le couloir", "Par le code": f"{code} carte",
    }  # fmt: skip
    stays = {
        f"{code}9 et {code}-ab12": "carte", "Un mot de tous": "couloir", "De deux": "Balthazar",
        "Une phrase de deux": "attend sa carte depuis un an",
    }  # fmt: skip
    for name, words in {**gone, **stays}.items():
        finding.save_search(db, ANALYST, id=storage.uuid7(), name=name, wanted=Wanted(words=words))
    renamed = storage.uuid7()
    finding.save_search(db, ANALYST, id=renamed, name=f"Voir {code}", wanted=Wanted(words="carte"))
    finding.rename_search(db, ANALYST, search_id=renamed, name="Voir la carte")
    receipt = bootstrap.withdraw(db, MACHINE, person)
    assert {each.name for each in finding.searches(db, ANALYST)} == set(stays)
    assert receipt.erased["Searches kept that name them or hold words of theirs"] == len(gone) + 1
    everything = str(db.conn.execute("SELECT group_concat(value) FROM journal").fetchone()).lower()
    assert "zebulon" not in everything
    assert "zébulon" not in everything


def test_an_address_typed_by_hand_asks_for_no_nonsense() -> None:
    """What is unknown or not of its shape is left out."""
    typed = {
        "words": " carte ",
        "kind": "roman",
        "since": "hier",
        "until": "2026-01-01",
        "note": "x",
        "approved": "peut",
    }
    assert finding.wanted_of(typed) == Wanted(words="carte", until="2026-01-01")
    assert finding.kept(Wanted(words="carte")) == {"words": "carte"}


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("« liste d’attente »", {"one", "four"}),
        ('"LISTE D\'ATTENTE"', {"one", "four"}),
        ("“liste d’attente”", {"one", "four"}),
        ("« listes d’attente »", {"two"}),
        ("« attente liste »", set()),
        ("liste attente", {"one", "two", "three", "four"}),
        ("« en attente » liste", {"three"}),
        ("« liste d’attente » clinique", {"four"}),
        ("« coeur serre »", {"one"}),
        ("« attendre »", set()),
        ("« est là »", {"two"}),
        ("« partie elle »", set()),
        ("« »", set()),
        ("« une liste", {"one", "two", "three", "four"}),
        ("« une liste » « en attente »", {"three"}),
    ],
)
def test_a_phrase_in_quotes_is_found_as_it_stands(db: Database, query: str, texts: set[str]) -> None:
    """Accents, capitals and marks forgiven, endings and order not; never across the end of a sentence."""
    said = {
        a_note(db, "Elle a une liste d’attente, le cœur serré."): "one",
        a_note(db, "Les listes d’attente : qui est là ? Partie. Elle revient."): "two",
        a_note(db, "Une liste courte, des gens en attente."): "three",
        a_note(db, "Une liste\nd’attente à la clinique."): "four",
    }
    assert {said[each] for each in ids(db, words=query)} == texts


def test_the_passage_shown_has_the_phrase_marked_whole(db: Database) -> None:
    """However far down, and not the same words elsewhere."""
    far = "Une attente, puis une autre liste. " * 40 + "On lui parle d’une Liste d’Attente longue."
    a_note(db, far)
    (found,) = finding.find(db, ANALYST, wanted=Wanted(words="« liste d'attente »")).found
    assert [each.text for each in found.segments if each.marked] == ["Liste d’Attente"]
    near = finding.neighbours(db, ANALYST, wanted=Wanted(words="« liste d'attente »"), source_id=found.source_id)
    assert (near.before, near.after) == (None, None)


def test_a_phrase_is_found_beyond_the_first_page_of_its_words(db: Database) -> None:
    """Many have the words; the phrase is asked of each until the page is full."""
    phrase = a_note(db, "Une place en garderie.")
    for n in range(45):
        a_note(db, f"Garderie {n} : il reste une place, peut-être.")
    assert ids(db, words="« place en garderie »") == [phrase]
    assert ids(db, words="« place en garderie »", sector="ouest") == [phrase]
