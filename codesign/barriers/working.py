"""The tagger at work on a database: the shipped lexicon with what the team added and silenced, the model they chose.

Files are read by the shipped tagger, or by that of a database when a person names it (decision 0038).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from codesign import nlp
from codesign.barriers import learning_store
from codesign.barriers.learning import OwnWording
from codesign.barriers.lexicon import Lexicon, load_lexicon
from codesign.barriers.model import Entry, Kind, Proposal
from codesign.barriers.review import BARRIER
from codesign.barriers.shelf import shelf_of
from codesign.barriers.tagger import Tagger, built, default_tagger, rule_tagger, tagger_version, version_name
from codesign.barriers.weights import from_bytes, load_weights, weights_version
from codesign.errors import InvalidInput, UserError
from codesign.i18n import N_
from codesign.storage import Database


@dataclass(frozen=True)
class Reader:
    """A tagger by its name, and what it proposes for a text; the database that it came from may be closed."""

    version: str
    propose: Callable[[str], tuple[Proposal, ...]]


class _Chosen(NamedTuple):
    path: Path
    name: str
    pipeline: str


def lexicon_of(db: Database) -> Lexicon:
    """Return the shipped lexicon with what the team added, without what they silenced."""
    return _joined(learning_store.wordings(db), tuple(learning_store.silences(db)))


@lru_cache(maxsize=4)
def _joined(own: tuple[OwnWording, ...], silenced: tuple[str, ...]) -> Lexicon:
    base = load_lexicon()
    if not own and not silenced:
        return base
    entries = tuple(each for each in (*base.entries, *map(entry_of, own)) if each.id not in silenced)
    digest = sha256(repr((base.version, own, silenced)).encode()).hexdigest()[:12]
    return replace(base, entries=entries, version=digest)


def entry_of(wording: OwnWording) -> Entry:
    """Return a wording of the team as a wording of the lexicon."""
    return Entry(
        wording.rule,
        BARRIER,
        wording.code,
        Kind(wording.kind),
        wording.pattern,
        wording.example,
        wording.near_miss,
    )


def version_of(db: Database) -> str:
    """Return the name of the tagger at work on a database: the same name gives the same proposals."""
    chosen, _trouble = _chosen(db)
    return version_name(lexicon_of(db), weights_version() if chosen is None else chosen.name)


def trouble_of(db: Database) -> str:
    """Return why the model that was chosen cannot work here, in words; empty when it does."""
    return _chosen(db)[1]


def tagger_of(db: Database) -> Tagger:
    """Return the tagger at work on a database, made once per version."""
    chosen, _trouble = _chosen(db)
    lexicon = lexicon_of(db)
    return with_shipped_model(lexicon) if chosen is None else _made(_Same(lexicon), chosen)


def shipped_reader() -> Reader:
    """Return the tagger that comes with the project: what leaves a team does not depend on its people's words."""
    return _reader(tagger_version(), default_tagger())


def reader_of(db: Database) -> Reader:
    """Return the tagger at work on a database, with the team's own model and wordings.

    Raises:
        InvalidInput: the model that the team chose cannot work on this machine; the message says why.
    """
    trouble = trouble_of(db)
    if trouble:
        raise InvalidInput(N_("The team’s model cannot work here: %(reason)s"), reason=trouble)
    return _reader(version_of(db), tagger_of(db))


def _reader(version: str, tagger: Tagger) -> Reader:
    return Reader(version, lambda text: tuple(tagger.tag(text, nlp.split_offsets(text))))


class _Same:
    """A lexicon, known by its version: its tables are too large to be compared each time."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.lexicon.version == other.lexicon.version

    def __hash__(self) -> int:
        return hash(self.lexicon.version)


def with_shipped_model(lexicon: Lexicon) -> Tagger:
    """Return the model that comes with the project beside a lexicon."""
    return default_tagger() if lexicon is load_lexicon() else _made(_Same(lexicon), None)


def rules_of(lexicon: Lexicon) -> Tagger:
    """Return the rules of a lexicon alone."""
    return rule_tagger() if lexicon is load_lexicon() else Tagger(lexicon)


@lru_cache(maxsize=2)
def _made(same: _Same, chosen: _Chosen | None) -> Tagger:
    if chosen is None:
        return built(same.lexicon, load_weights())
    vectors = nlp.word_vectors(chosen.pipeline) if chosen.pipeline else None
    return built(same.lexicon, from_bytes(chosen.path.read_bytes()), vectors)


def _chosen(db: Database) -> tuple[_Chosen | None, str]:
    """Return the team's model at work, or None for the shipped one, and why a chosen one cannot work."""
    shelf = shelf_of(db)
    card = shelf.in_use() if shelf else None
    if shelf is None or card is None:
        return None, ""
    if card.pipeline:
        try:
            nlp.word_vectors(card.pipeline)
        except UserError as error:
            return None, str(error)
    return _Chosen(shelf.weights(card.id), card.name, card.pipeline), ""
