"""What people do with what the machine learns: train, choose a model, add wordings, silence rules."""

from __future__ import annotations

from codesign import codebook, jobs, storage
from codesign.accounts import Actor, Permission
from codesign.barriers import learning_store
from codesign.barriers.corpus import near_duplicates
from codesign.barriers.derived import ask_for_reading
from codesign.barriers.learning import SHIPPED, OwnWording
from codesign.barriers.lexicon import load_lexicon
from codesign.barriers.model import Kind, Proposal, TagStatus
from codesign.barriers.reach import check_width, tagger_alone
from codesign.barriers.review import BARRIER
from codesign.barriers.shelf import gone_sources, shelf_of
from codesign.barriers.tagger import Tagger
from codesign.errors import InvalidInput, NotFound
from codesign.i18n import N_
from codesign.nlp import split_offsets
from codesign.storage import Database

TRAINING = "train_model"  # the job that trains; `bootstrap` says what it runs
OWN_KINDS = (Kind.PHRASE, Kind.PROBLEM, Kind.RESOURCE, Kind.RESOLVED)
_MAX_PATTERN, _MAX_EXAMPLE = 200, 300


def ask_training(db: Database, actor: Actor) -> str:
    """Have the worker train a model with the team's decisions; return the job's id, that of one under way if any.

    Raises:
        NotAllowed: neither analysis nor coordination.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    with storage.transaction(db):
        under_way = training_job(db)
        return under_way or jobs.enqueue(db, actor, TRAINING, {"asked_by": actor.id})


def training_job(db: Database) -> str | None:
    """Return the id of the training that waits or runs."""
    return next((each.id for each in jobs.all_jobs(db) if each.kind == TRAINING and not each.state.is_over), None)


def choose_model(db: Database, actor: Actor, *, model_id: str) -> None:
    """Put another model to work, `SHIPPED` or one of those at hand; the worker then reads the notes again.

    Raises:
        NotAllowed: neither analysis nor coordination. NotFound: it is no longer at hand. InvalidInput: it learnt
            sentences of people who withdrew since.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    shelf = shelf_of(db)
    if shelf is None:
        raise NotFound(N_("This model is no longer at hand. Choose another one."))
    card = next((each for each in shelf.cards() if each.id == model_id), None)
    if card is not None and gone_sources(card, learning_store.still_said(db, card.sources)):
        raise InvalidInput(
            N_("This model learnt sentences that are no longer to be read. Train again: it will be erased.")
        )
    if card is None and model_id != SHIPPED:
        raise NotFound(N_("This model is no longer at hand. Choose another one."))
    shelf.choose(model_id)
    ask_for_reading(db, actor)


def silence_rule(db: Database, actor: Actor, *, rule: str) -> None:
    """Let a rule propose nothing any more in this project; twice is once.

    Raises:
        NotAllowed: neither analysis nor coordination. NotFound: there is no such rule.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    with storage.transaction(db):
        known = {each.id for each in load_lexicon().entries} | {each.rule for each in learning_store.wordings(db)}
        if rule not in known:
            raise NotFound(N_("This rule is no longer in the lexicon."))
        if rule not in learning_store.silences(db):
            values = {"rule": rule, "silenced_by": actor.id, "silenced_at": storage.now()}
            learning_store.save_silence(db, storage.uuid7(), values, actor.id, new=True)
            ask_for_reading(db, actor)


def restore_rule(db: Database, actor: Actor, *, rule: str) -> None:
    """Let a silenced rule propose again.

    Raises:
        NotAllowed: neither analysis nor coordination.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    with storage.transaction(db):
        for row_id in learning_store.silences(db).get(rule, ()):
            learning_store.save_silence(db, row_id, {"deleted": True}, actor.id, new=False)
        ask_for_reading(db, actor)


def add_wording(  # noqa: PLR0913 - the fields of its form
    db: Database,
    actor: Actor,
    *,
    code: str,
    pattern: str,
    example: str,
    near_miss: str,
    kind: str = Kind.PHRASE,
    id: str | None = None,  # noqa: A002 - the house name of a form's id
) -> str:
    """Add a wording to the project's own lexicon, after the tests that a shipped one passes; return its id.

    The example must be found and the near miss must not; neither may be a sentence of a note, which a withdrawal would
    have to find again.

    Raises:
        NotAllowed: neither analysis nor coordination. InvalidInput: a test fails; the message says which.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    wording_id = id or storage.uuid7()
    form = _line(pattern, _MAX_PATTERN), _line(example, _MAX_EXAMPLE), _line(near_miss, _MAX_EXAMPLE)
    wording = OwnWording(wording_id, code, str(kind), *form, actor.id, storage.now())
    with storage.transaction(db):
        if learning_store.wording_exists(db, wording_id):
            return wording_id
        check_wording(wording)
        told = [each.text for each in learning_store.decided(db)]
        own = [wording.example, wording.near_miss]
        if near_duplicates(own, told) or any(learning_store.is_said(db, each) for each in own):
            raise InvalidInput(N_("This example is a sentence of a note. Write one of your own, that nobody said."))
        values = {name: getattr(wording, name) for name in learning_store.WORDING.scalars}
        learning_store.save_wording(db, wording_id, values, actor.id, new=True)
        ask_for_reading(db, actor)
    return wording_id


def remove_wording(db: Database, actor: Actor, *, wording_id: str) -> None:
    """Take a wording off the project's own lexicon.

    Raises:
        NotAllowed: neither analysis nor coordination. NotFound: there is no such wording.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    with storage.transaction(db):
        if not learning_store.wording_exists(db, wording_id):
            raise NotFound(N_("This rule is no longer in the lexicon."))
        learning_store.save_wording(db, wording_id, {"deleted": True}, actor.id, new=False)
        ask_for_reading(db, actor)


def check_wording(wording: OwnWording) -> None:
    """Run the tests of form of the lexicon on one wording.

    Raises:
        InvalidInput: a field is empty, the code or the kind does not exist, the wording cannot be read, its example is
            not found, or its near miss is; it is found in ordinary sentences of every kind.
    """
    if not (wording.pattern and wording.example and wording.near_miss):
        raise InvalidInput(N_("Write the wording, an example that it finds and a near miss that it leaves."))
    if wording.code not in {each.id for each in codebook.load_codebook().family(BARRIER).codes}:
        raise InvalidInput(N_("This code is not in the codebook. Choose one from the list."))
    if wording.kind not in OWN_KINDS:
        raise InvalidInput(N_("Choose how the wording behaves with a negation."))
    alone = tagger_alone(wording)
    wanted = TagStatus.ABSENT if wording.kind == Kind.RESOLVED else TagStatus.PRESENT
    if not any(each.status is wanted for each in _found(alone, wording.example)):
        raise InvalidInput(N_("The wording is not found in its own example. Compare them word by word."))
    left = _found(alone, wording.near_miss)
    if any((each.status is TagStatus.ABSENT) is (wanted is TagStatus.ABSENT) for each in left):
        raise InvalidInput(N_("The wording is found in its near miss too: make it more precise."))
    check_width(wording)


def _found(tagger: Tagger, text: str) -> list[Proposal]:
    return tagger.tag(text, split_offsets(text))


def _line(text: str, limit: int) -> str:
    return " ".join(storage.clean_text(text, limit=limit).split())
