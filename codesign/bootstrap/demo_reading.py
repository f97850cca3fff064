"""The demo's review: decisions that the analyst of the invented team took, from the codes meant by each note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from codesign import barriers
from codesign.accounts import Actor
from codesign.barriers import Action, Choice, ReviewedSentence, TagStatus
from codesign.i18n import N_
from codesign.jobs import Progress
from codesign.storage import Database

if TYPE_CHECKING:
    from codesign.bootstrap.demo import DemoNote


def read_all(db: Database, analyst: Actor, notes: Sequence[DemoNote], progress: Progress | None) -> None:
    """Decide on four notes out of five; the last of each five waits, so that review can be tried."""
    for i, note in enumerate(notes):
        if i % 5 != 4:
            _read(db, analyst, note)
        if progress is not None:
            progress(i + 1, len(notes), N_("Reading of the invented notes"))


def _read(db: Database, analyst: Actor, note: DemoNote) -> None:
    opened = barriers.review(db, analyst, note.id)
    choices = [choice for sentence in opened.sentences for choice in _choices(sentence, note.labels)]
    if choices:
        barriers.decide_together(db, analyst, source_id=note.id, choices=choices)


def _choices(sentence: ReviewedSentence, labels: Sequence[dict[str, str]]) -> Iterator[Choice]:
    meant = {
        (label["family"], label["code"]): TagStatus(label["status"])
        for label in labels
        if _same(sentence.text, label["quote"])
    }
    proposed = {(each.family, each.code): each.status for each in sentence.pending}
    for (family, code), status in meant.items():
        known = proposed.get((family, code))
        action = Action.ADD if known is None else Action.ACCEPT if known is status else Action.CHANGE
        yield Choice(sentence.key, action, family, code, status)
    for family, code in proposed.keys() - meant.keys():
        yield Choice(sentence.key, Action.REJECT, family, code)
    if not meant and not proposed:
        yield Choice(sentence.key, Action.NOTHING)


def _same(sentence: str, quote: str) -> bool:
    """Whether a label is about a sentence: its words stand in the sentence, or the sentence in its words."""
    one, other = " ".join(sentence.split()), " ".join(quote.split())
    return one in other or other in one
