"""Read and review codes: the queue, the desk, and every decision by plain buttons."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from codesign import barriers, fieldnotes, storage
from codesign.accounts import Actor, Role
from codesign.barriers import Action, Choice, QueueFilter, QueueState
from codesign.fieldnotes import OccasionDraft
from codesign.i18n import _
from codesign.privacy import ConsentDraft
from codesign.storage import Database
from codesign.ui import queue as queue_screen

WORKER = Actor(storage.uuid7(), "Travailleuse inventée", frozenset({Role.FIELD}))
NOTE = "Elle ne parle pas français. Il fait froid ce matin. <b>Pis</b> elle est [partie](http://exemple.invalid)."


def record(db: Database, text: str) -> str:
    """Record an invented note."""
    return fieldnotes.record_note(
        db,
        WORKER,
        id=storage.uuid7(),
        kind="listening_call",
        occasion=OccasionDraft(kind="appel", sector="ouest"),
        answers={"observed": text},
        new_participant={},
        consent=ConsentDraft(purposes=frozenset({"note", "quote"})),
    )


@pytest.fixture
def note(db: Database) -> str:
    """An invented note: one barrier, two sentences without."""
    return record(db, NOTE)


@pytest.fixture
def reviewer(actor: Callable[..., Actor]) -> Actor:
    """A researcher who looks at what the screen did."""
    return actor("analyse")


def press(app: AppTest, label: str) -> AppTest:
    """Press the first button of that label."""
    return next(button for button in app.button if button.label == _(label)).click().run()


def states(db: Database, reviewer: Actor, note: str) -> list[str]:
    """Where each sentence of the note stands."""
    return [str(each.state) for each in barriers.review(db, reviewer, note).sentences]


@pytest.mark.parametrize("role", ["analyse", "coordination"])
def test_those_who_review_see_what_is_left_to_read(screen: Callable[..., AppTest], note: str, role: str) -> None:
    """The queue counts sentences and offers to start."""
    app = screen("barriers_review", role)
    assert not app.exception
    assert app.title[0].value == _("Read and review codes")
    assert app.subheader[0].value.startswith("3")
    assert any(button.label == _("Start reading") for button in app.button)


@pytest.mark.parametrize("role", ["terrain", "design", "comite"])
def test_others_cannot_open_it(screen: Callable[..., AppTest], note: str, role: str) -> None:
    """The menu does not list it."""
    with pytest.raises(ValueError, match="barriers_review"):
        screen("barriers_review", role)


def test_an_empty_queue_says_so(screen: Callable[..., AppTest]) -> None:
    """Nothing to read is good news, not an empty page."""
    app = screen("barriers_review", "analyse")
    assert not app.exception
    assert app.info


def test_the_queue_shows_what_is_done_when_asked(
    screen: Callable[..., AppTest], db: Database, reviewer: Actor, note: str
) -> None:
    """A note entirely read leaves the first list and stands in the second."""
    where = barriers.review(db, reviewer, note).sentences[0].key
    barriers.decide(db, reviewer, source_id=note, choice=Choice(where, Action.NOTHING))
    barriers.nothing_in_rest(db, reviewer, source_id=note)
    app = screen("barriers_review", "analyse")
    assert app.info
    app.session_state["queue_state"] = QueueState.DONE
    app.run()
    assert not app.exception
    assert not app.info
    assert len(barriers.queue(db, reviewer, filter=QueueFilter(QueueState.DONE)).rows) == 1


def test_accepting_by_a_button_makes_a_tag_and_goes_on(
    screen: Callable[..., AppTest], db: Database, reviewer: Actor, note: str
) -> None:
    """A phone has no keyboard: everything can be done beside the text."""
    app = screen("barriers_review", "analyse", ids={"source": note})
    assert not app.exception
    press(app, "Accept")
    assert not app.exception
    assert [each.code for each in barriers.tags_of(db, reviewer, [note])] == ["langue"]
    assert any(each.value == f"**{_('Sentence %(n)s of %(total)s', n=2, total=3)}**" for each in app.markdown)


def test_a_whole_note_is_read_with_buttons_alone(
    screen: Callable[..., AppTest], db: Database, reviewer: Actor, note: str
) -> None:
    """Refuse, nothing here, undo, the rest at once, next note."""
    app = screen("barriers_review", "analyse", ids={"source": note})
    press(app, "Refuse")
    assert states(db, reviewer, note) == ["nothing", "to_read", "to_read"]
    press(app, "Nothing to code here")
    assert states(db, reviewer, note) == ["nothing", "nothing", "to_read"]
    press(app, "Undo")
    assert states(db, reviewer, note) == ["nothing", "to_read", "to_read"]
    app.button(key="nothing_rest").click().run()
    assert states(db, reviewer, note) == ["nothing"] * 3
    assert not app.exception
    press(app, "Next note")
    assert not app.exception
    assert app.info


def test_a_code_is_added_with_its_reason(
    screen: Callable[..., AppTest], db: Database, reviewer: Actor, note: str
) -> None:
    """What the machine missed, in the codebook's words, and why."""
    app = screen("barriers_review", "analyse", ids={"source": note})
    key = barriers.review(db, reviewer, note).sentences[0].key
    app.selectbox(key=f"code_barrier_{key}").set_value("temps")
    app.text_area(key=f"memo_{key}").set_value("Elle court tout le temps.")
    app.radio(key=f"status_{key}").set_value("hypothetical").run()
    press(app, "Add the code")
    assert not app.exception
    (made,) = barriers.decisions_of(db, reviewer, note)
    assert (made.code, str(made.status), made.memo) == ("temps", "hypothetical", "Elle court tout le temps.")


def test_a_status_is_corrected_and_a_tag_taken_off(
    screen: Callable[..., AppTest], db: Database, reviewer: Actor, note: str
) -> None:
    """The two other statuses are one touch away; a tag of people can go as it came."""
    app = screen("barriers_review", "analyse", ids={"source": note})
    key = barriers.review(db, reviewer, note).sentences[0].key
    app.button(key=f"absent_{key}_barrier_langue").click().run()
    assert [str(each.status) for each in barriers.tags_of(db, reviewer, [note])] == ["absent"]
    app.button(key="step_-1").click().run()
    press(app, "Take off")
    assert barriers.tags_of(db, reviewer, [note]) == ()
    press(app, "Take it after all")
    assert not app.exception
    assert [each.code for each in barriers.tags_of(db, reviewer, [note])] == ["langue"]


def test_a_note_that_is_not_there_is_said_politely(screen: Callable[..., AppTest]) -> None:
    """An old link."""
    app = screen("barriers_review", "analyse", ids={"source": storage.uuid7()})
    assert not app.exception
    assert app.error


def test_what_the_desk_answers_is_recorded_once(
    screen: Callable[..., AppTest], db: Database, reviewer: Actor, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk repeats what it does not know to be recorded; the browser test drives the real one."""
    where = barriers.review(db, reviewer, note).sentences[0].key
    gesture = {"id": "0a1b2c3d-0000-4000-8000-000000000001", "key": where, "action": "accept"}
    item = {**gesture, "family": "barrier", "code": "langue"}
    undo = {"id": "0a1b2c3d-0000-4000-8000-000000000002", "action": "undo", "target": gesture["id"]}
    answer = {"n": 1, "selected": where, "outbox": [item]}
    monkeypatch.setattr("codesign.ui.review.answer_of", lambda _key: answer)
    app = screen("barriers_review", "analyse", ids={"source": note})
    app.run()
    assert not app.exception
    assert len(barriers.decisions_of(db, reviewer, note)) == 1
    answer["outbox"] = [item, undo]
    app.run()
    app.run()
    assert not app.exception
    assert [each.undone for each in barriers.decisions_of(db, reviewer, note)] == [True]


def test_a_note_that_is_done_leads_to_the_next(
    screen: Callable[..., AppTest], db: Database, reviewer: Actor, note: str
) -> None:
    """Reading goes on without passing by the list."""
    other = record(db, "Le ciel est gris.")
    barriers.nothing_in_rest(db, reviewer, source_id=note)
    app = screen("barriers_review", "analyse", ids={"source": note})
    press(app, "Accept")
    press(app, "Next note")
    assert not app.exception
    assert app.query_params["source"] in (other, [other])


def test_a_link_opens_the_sentence_that_it_names(
    screen: Callable[..., AppTest], db: Database, reviewer: Actor, note: str
) -> None:
    """Evidence leads to its sentence, not to the top of the note."""
    last = barriers.review(db, reviewer, note).sentences[-1].key
    app = screen("barriers_review", "analyse", ids={"source": note, "sentence": last})
    assert any(each.value == f"**{_('Sentence %(n)s of %(total)s', n=3, total=3)}**" for each in app.markdown)


def test_a_note_without_text_to_code_says_so(screen: Callable[..., AppTest], db: Database) -> None:
    """Some fields are the worker's own thoughts: they are not coded."""
    note = fieldnotes.record_note(
        db,
        WORKER,
        id=storage.uuid7(),
        kind="listening_call",
        occasion=OccasionDraft(kind="appel"),
        answers={"interpreted": "Je pense que la pluie compte."},
        new_participant={},
        consent=ConsentDraft(),
    )
    app = screen("barriers_review", "analyse", ids={"source": note})
    assert not app.exception
    assert app.info


def test_a_document_is_reviewed_under_its_title(screen: Callable[..., AppTest], db: Database, reviewer: Actor) -> None:
    """Reports are coded too, and never counted as people."""
    source = fieldnotes.import_document(db, reviewer, title="Rapport inventé", text="Elle ne parle pas français.")
    app = screen("barriers_review", "analyse", ids={"source": source})
    assert not app.exception
    assert app.subheader[0].value == "Rapport inventé"
    queue = screen("barriers_review", "analyse")
    queue.selectbox(key="queue_kind").set_value("document").run()
    assert not queue.exception
    assert queue.subheader[0].value.startswith("1")


def test_a_long_queue_is_turned_page_by_page(screen: Callable[..., AppTest], db: Database) -> None:
    """Twelve notes are enough for one look."""
    for n in range(13):
        record(db, f"Le ciel est gris, fois {n}.")
    app = screen("barriers_review", "analyse")
    press(app, "Next")
    assert not app.exception
    assert _("Page %(n)s of %(total)s", n=2, total=2) in [each.value for each in app.text]
    press(app, "Previous")
    assert _("Page %(n)s of %(total)s", n=1, total=2) in [each.value for each in app.text]


def test_a_very_long_text_says_so_before_it_is_opened(
    screen: Callable[..., AppTest], note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is slow to open, and not to be begun between two meetings."""
    words = _("Very long text, slow to open")
    told = [each.value for each in screen("barriers_review", "analyse").markdown]
    assert not any(words in each for each in told)
    monkeypatch.setattr(queue_screen, "LONG", 0)
    assert any(words in each.value for each in screen("barriers_review", "analyse").markdown)


def test_a_filter_that_nothing_fits_says_so(screen: Callable[..., AppTest], note: str) -> None:
    """And does not pretend that everything is read."""
    app = screen("barriers_review", "analyse")
    app.selectbox(key="queue_sector").set_value("nord_est").run()
    assert not app.exception
    assert app.info[0].value == _("No note fits these filters.")


def test_free_words_are_offered_where_the_codebook_has_no_code(
    screen: Callable[..., AppTest], db: Database, reviewer: Actor, note: str
) -> None:
    """What the team wrote once is offered the next time."""
    where = barriers.review(db, reviewer, note).sentences[0].key
    wish = Choice(where, Action.ADD, "strategy", "la voisine traduit")
    barriers.decide(db, reviewer, source_id=note, choice=wish)
    app = screen("barriers_review", "analyse", ids={"source": note})
    next(each for each in app.selectbox if each.label == _("Family")).set_value("strategy").run()
    assert not app.exception
    offered = next(each for each in app.selectbox if each.label == _("In a few words"))
    assert offered.options == ["la voisine traduit"]
