"""How far a wording of the team reaches before it is kept: in ordinary sentences, and in the project's own texts."""

from __future__ import annotations

import re
from functools import cache

from codesign.accounts import Actor, Permission
from codesign.barriers import learning_store
from codesign.barriers.learning import OwnWording, Reach
from codesign.barriers.lexicon import Lexicon, load_lexicon
from codesign.barriers.tagger import Tagger
from codesign.barriers.working import entry_of
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.nlp import split_offsets
from codesign.storage import Database

TEXTS = 400  # the project's latest: enough to see, and read in a second
SHOWN = 3
_WIDEST = 20  # one ordinary sentence in so many: « pas » is in one of ten, « peur » in one of 119
_WORD = re.compile(r"[^\W\d_]{2,}")


def tagger_alone(wording: OwnWording) -> Tagger:
    """Return what finds this wording and nothing else.

    Raises:
        InvalidInput: the wording cannot be read.
    """
    base = load_lexicon()
    return Tagger(Lexicon((entry_of(wording),), base.verbs, base.sets, base.version))


def check_width(wording: OwnWording) -> None:
    """Refuse a wording that says nothing: no word in it, or found in ordinary sentences of every kind.

    Raises:
        InvalidInput: too wide; the message says how wide.
    """
    if not _WORD.search(wording.pattern):
        raise InvalidInput(N_("Write words: digits and signs alone find what nobody meant."))
    tagger, ordinary = tagger_alone(wording), _ordinary()
    found = sum(bool(tagger.tag(each, [(0, len(each))])) for each in ordinary)
    if found * _WIDEST > len(ordinary):
        raise InvalidInput(
            N_("This wording is found in %(n)s of %(of)s ordinary sentences: it says too little. Add words to it."),
            n=found,
            of=len(ordinary),
        )


def wording_reach(db: Database, actor: Actor, *, code: str, pattern: str, kind: str) -> Reach:
    """Return how many sentences of the project's latest texts a wording would be found in, with some of them.

    Raises:
        NotAllowed: neither analysis nor coordination. InvalidInput: the wording cannot be read.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    tagger = tagger_alone(OwnWording("", code, kind, " ".join(pattern.split()), "", "", "", ""))
    seen, found = 0, list[str]()
    for text in learning_store.latest_texts(db, TEXTS):
        for start, end in split_offsets(text):
            seen += 1
            if tagger.tag(text, [(start, end)]):
                found.append(text[start:end])
    return Reach(seen, len(found), tuple(dict.fromkeys(found))[:SHOWN])


@cache
def _ordinary() -> tuple[str, ...]:
    """Return the examples and near misses of the shipped lexicon: how people speak, barriers or not."""
    return tuple(text for each in load_lexicon().entries for text in (each.example, each.near_miss) if text)
