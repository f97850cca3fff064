"""The team's own model from the command line: training it, what came of it in words, reading files with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from codesign import barriers, storage
from codesign.accounts import MACHINE
from codesign.barriers import ModelCard, Reader, Verdict
from codesign.bootstrap.prepare import prepare
from codesign.i18n import N_, _, number

VERDICTS = {
    Verdict.TAKEN: N_("The new model is at work: it is not worse than the one before."),
    Verdict.FORCED: N_("The new model is at work: the one before held sentences that are no longer to be read."),
    Verdict.WORSE_ON_DECISIONS: N_("The new model is not kept: it agrees less with decisions that no model learns."),
    Verdict.WORSE_ON_CORPUS: N_("The new model is not kept: it finds less in the corpus of invented notes."),
}


def train_with_decisions(database: Path, progress: Callable[[int, int], None]) -> list[str]:
    """Train on a database's decisions, read the notes again with what came of it; return what to say."""
    prepare(database, database.parent / "backups")
    with storage.open_database(database) as db:
        card = barriers.train_with_decisions(
            db, asked_by=MACHINE.id, progress=lambda done, total, _message: progress(done, total)
        )
        read = barriers.ensure_proposals(db)
    lines = outcome(card)
    return [*lines, _("Texts read again: %(n)s.", n=number(read))]


def reader_of(database: Path) -> Reader:
    """Return the tagger at work on a database, with the model and the wordings of its team.

    Raises:
        InvalidInput: the model that the team chose cannot work on this machine.
    """
    prepare(database, database.parent / "backups")
    with storage.open_database(database) as db:
        return barriers.reader_of(db)


def outcome(card: ModelCard | None) -> list[str]:
    """Say what a training gave: the verdict, then the figures before and after."""
    if card is None:
        return [_("Nobody decided anything that may be learnt: the model that comes with the project works.")]
    lines = [
        _(VERDICTS[card.verdict]),
        _("%(n)s decided sentences learnt, %(apart)s set apart to judge.", n=number(card.sentences), apart=card.apart),
        _("Corpus, voices never heard: F1 %(old)s before, %(new)s now.", **_pair(card.old.corpus, card.new.corpus)),
    ]
    if card.new.team.tells:
        figures = _pair(card.old.team.counts.f1, card.new.team.counts.f1)
        lines.append(_("Decisions set apart: F1 %(old)s before, %(new)s now.", **figures))
    else:
        lines.append(_("Too few decisions are set apart to judge by them."))
    return lines


def _pair(old: float, new: float) -> dict[str, str]:
    return {"old": number(old, 3), "new": number(new, 3)}
