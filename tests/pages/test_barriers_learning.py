"""What the machine learns: training, models, rules silenced, wordings added, for analysis and coordination."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from codesign import barriers, fieldnotes, jobs, privacy, storage
from codesign.accounts import MACHINE, Actor, Role
from codesign.barriers import SHIPPED, Action, Choice, ModelCard, ModelFigures, TeamFigures, Verdict
from codesign.barriers.scoring import Counts
from codesign.barriers.shelf import shelf_of
from codesign.barriers.weights import MODEL_FILE
from codesign.fieldnotes import OccasionDraft
from codesign.i18n import _
from codesign.privacy import ConsentDraft
from codesign.storage import Database

Screen = Callable[..., AppTest]
WORKER = Actor(storage.uuid7(), "Travailleuse inventée", frozenset({Role.FIELD}))
PAGE = "barriers_learning"


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
        consent=ConsentDraft(purposes=frozenset({"note"})),
    )


def decide(db: Database, note: str, action: Action, code: str) -> None:
    """Decide on the only sentence of a note."""
    where = barriers.review(db, MACHINE, note).sentences[0].key
    barriers.decide(db, MACHINE, source_id=note, choice=Choice(where, action, "barrier", code))


@pytest.fixture
def decided(db: Database) -> str:
    """Notes on which somebody refused a rule, and added a code twice by hand; returns one of them."""
    refused = record(db, "Elle ne parle pas français.")
    decide(db, refused, Action.REJECT, "langue")
    for text in ("Le zouplétage a mangé la journée.", "Encore un zouplétage ce matin."):
        decide(db, record(db, text), Action.ADD, "temps")
    return refused


def told(at: AppTest) -> str:
    """All that the page says."""
    parts = (at.markdown, at.text, at.warning, at.success, at.error, at.info)
    return "\n".join(str(each.value) for elements in parts for each in elements).replace("\\", "")


def turn(at: AppTest, label: str, *, add: str = "") -> AppTest:
    """Go to a tab, and open a form there."""
    at.session_state["learning_view"] = _(label)
    if add:
        at.session_state[f"{add}_open"] = True
    return at.run()


def press(at: AppTest, label: str) -> AppTest:
    """Press the first button of a label."""
    return next(each for each in at.button if each.label == label).click().run()


@pytest.mark.parametrize("role", ["analyse", "coordination"])
def test_with_nothing_decided_the_screen_says_what_will_be_here(screen: Screen, role: str) -> None:
    """And the button waits until there is something to learn."""
    at = screen(PAGE, role)
    assert not at.exception
    assert _("Model that comes with the project") in told(at)
    assert next(each for each in at.button if each.label == _("Train with our decisions")).disabled


@pytest.mark.parametrize("role", ["terrain", "design", "comite"])
def test_the_other_roles_do_not_open_it(screen: Screen, role: str) -> None:
    """Notes of everybody are quoted here."""
    with pytest.raises(ValueError, match=PAGE):
        screen(PAGE, role)


def test_training_is_asked_of_the_worker_once(screen: Screen, db: Database, decided: str) -> None:
    """The page shows how far it is instead of the button."""
    at = screen(PAGE, "analyse")
    press(at, _("Train with our decisions"))
    assert not at.exception
    assert [each.kind for each in jobs.all_jobs(db)].count(barriers.TRAINING) == 1
    assert _("Train with our decisions") not in {each.label for each in at.button}


def test_a_rule_that_misleads_is_silenced_and_speaks_again(screen: Screen, db: Database, decided: str) -> None:
    """Its record and the refused sentence stand beside the button."""
    at = turn(screen(PAGE, "analyse"), "Rules")
    assert "Elle ne parle pas français." in "\n".join(each.value for each in at.get("html"))  # type: ignore[attr-defined]
    press(at, _("Silence this rule"))
    (silenced,) = [each for each in barriers.rule_records(db, MACHINE) if each.silenced]
    assert silenced.code == "langue"
    press(at, _("Let it speak again"))
    assert not any(each.silenced for each in barriers.rule_records(db, MACHINE))


def test_words_that_come_again_become_a_wording_after_its_tests(screen: Screen, db: Database, decided: str) -> None:
    """What fails says why and keeps what was typed; what passes stands in the team's lexicon, and may be taken off."""
    at = turn(screen(PAGE, "coordination"), "Lexicon")
    assert "zouplétage" in told(at)
    key = "missed_0_temps_zouplétage"
    turn(at, "Lexicon", add=key)
    at.text_input(key=f"{key}_example").set_value("Rien de tel.")
    at.text_input(key=f"{key}_near").set_value("Une journée tranquille.").run()
    at.button(key=f"{key}_add").click().run()
    assert "n’est pas trouvée" in told(at)
    assert "Dans vos dernières notes, elle se trouverait dans" in told(at)
    at.text_input(key=f"{key}_example").set_value("Ce zouplétage prend des heures.").run()
    at.button(key=f"{key}_add").click().run()
    assert not at.exception
    (own,) = barriers.own_wordings(db, MACHINE)
    assert own.pattern == "zouplétage"
    press(at, _("Yes, go on"))
    assert barriers.own_wordings(db, MACHINE) == ()


def test_one_goes_back_to_another_model_in_one_click_unless_somebody_withdrew(
    screen: Screen, db: Database, decided: str
) -> None:
    """Figures in plain words; the model that learnt a withdrawn note is flagged and gives way to the shipped one."""
    shelf, counts = shelf_of(db), Counts(12, 15, 20)
    assert shelf is not None
    figures = ModelFigures(0.51, TeamFigures(counts, 4))
    for name in ("m1", "m2"):
        card = ModelCard(
            name, "2026-11-22T12:00:00.000Z", "machine", name, "d", "l", "", 40, 9, (decided,), figures, figures,
            Verdict.TAKEN,
        )  # fmt: skip
        shelf.keep(card, MODEL_FILE.read_bytes())
    shelf.choose("m2")
    at = screen(PAGE, "analyse")
    assert "60\xa0%" in told(at)
    assert "80\xa0%" in told(at)
    at.button(key="use_m1").click().run()
    assert barriers.version_of(db).endswith("+model-m1")
    consent = fieldnotes.note(db, MACHINE, decided).consent_id
    privacy.withdraw_consent(db, MACHINE, consent_id=consent)
    at = screen(PAGE, "analyse")
    assert _("Put back to work") in {each.label for each in at.button}
    assert "consentement retiré" in told(at)
    assert "use_m2" not in {each.key for each in at.button}
    at.button(key=f"use_{SHIPPED}").click().run()
    assert barriers.version_of(db) == barriers.tagger_version()


def test_what_nobody_opened_is_not_drawn_and_what_was_typed_stays(screen: Screen, db: Database, decided: str) -> None:
    """Sentences of notes are not sent to a screen that asks for none; a tab left and found again has its words."""
    at = screen(PAGE, "analyse")
    assert "zouplétage" not in told(at)
    assert not at.text_input
    key = "missed_0_temps_zouplétage"
    turn(at, "Lexicon", add=key)
    at.text_input(key=f"{key}_example").set_value("Ce zouplétage prend des heures.").run()
    turn(at, "Rules")
    turn(at, "Lexicon")
    assert at.text_input(key=f"{key}_example").value == "Ce zouplétage prend des heures."
    assert _("Silence this rule") in {each.label for each in at.button}
