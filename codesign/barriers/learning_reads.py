"""What people see of what the machine learns; analysis and coordination, who read every note."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from math import exp, log

from codesign import nlp
from codesign.accounts import Actor, Permission
from codesign.barriers import learning_store
from codesign.barriers.examples import words_of
from codesign.barriers.features import Keys, halves, keys_of, of_pairs, of_words
from codesign.barriers.learning import (
    SHIPPED,
    Learning,
    MissedWords,
    ModelCard,
    OwnWording,
    Reliability,
    RuleRecord,
    is_apart,
)
from codesign.barriers.learning_actions import training_job
from codesign.barriers.lexicon import load_lexicon
from codesign.barriers.shelf import gone_sources, shelf_of
from codesign.barriers.weights import Table, load_weights
from codesign.barriers.working import entry_of, trouble_of
from codesign.storage import Database

SHOWN = 3  # sentences beside a figure
_LEAST = 2  # sentences that words must come from
_RARE = 5.5  # strength of each word: at most one sentence in ninety of the corpus
_LIFT = 12.0  # times more often than in the corpus that the shipped model learnt
_UNKNOWN = 8.5  # strength of words that it never met: one sentence in two thousand
_WORDS_PER_CODE = 2
_BANDS = ((0.0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01))


def learnable(db: Database, actor: Actor) -> int:
    """Return how many decided sentences can be learnt; reads all decisions, so screens keep it between runs.

    Raises:
        NotAllowed: neither analysis nor coordination.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    return sum(1 for each in learning_store.decided(db) if not is_apart(each.source_id))


def learning_state(db: Database, actor: Actor, *, decided: int | None = None) -> Learning:
    """Return where learning stands: models, what was decided since, what is to be trained again and why.

    `decided` is what `learnable` gave, where it is known already.

    Raises as `learnable`.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    decided = learnable(db, actor) if decided is None else decided
    shelf = shelf_of(db)
    cards = tuple(shelf.cards()) if shelf else ()
    at_work = shelf.in_use() if shelf else None
    said = learning_store.still_said(db, {source for card in cards for source in card.sources})
    return Learning(
        cards=cards,
        in_use=at_work.id if at_work else SHIPPED,
        decided=decided,
        fresh=max(0, decided - (at_work.sentences if at_work else 0)),
        gone=len(gone_sources(at_work, said)) if at_work else 0,
        unusable=frozenset(card.id for card in cards if gone_sources(card, said)),
        trouble=trouble_of(db),
        job=training_job(db),
        last=shelf.last() if shelf else None,
    )


def rule_records(db: Database, actor: Actor) -> tuple[RuleRecord, ...]:
    """Return how each rule of barriers fared, those that people refuse most first.

    Raises as `learning_state`.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    silenced = learning_store.silences(db)
    right, refused = Counter[str](), Counter[str]()
    examples: dict[str, list[str]] = defaultdict(list)
    for rule, _code, quote, taken in learning_store.rule_decisions(db):
        (right if taken else refused)[rule] += 1
        if not taken and quote not in examples[rule]:
            examples[rule].append(quote)
    entries = {each.id: each for each in (*load_lexicon().entries, *map(entry_of, learning_store.wordings(db)))}
    return tuple(
        RuleRecord(
            rule,
            entries[rule].code,
            entries[rule].pattern,
            entries[rule].example,
            right[rule],
            refused[rule],
            rule in silenced,
            tuple(examples[rule][:SHOWN]),
        )
        for rule in sorted(
            {*right, *refused, *silenced} & entries.keys(), key=lambda each: (-refused[each], right[each], each)
        )
    )


def missed_words(db: Database, actor: Actor) -> tuple[MissedWords, ...]:
    """Return words, and pairs of neighbours, that come again where people added a code and no rule had found it.

    The rarest in the corpus that the shipped model learnt come first. Raises as `learning_state`.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    by_code: dict[str, list[str]] = defaultdict(list)
    for code, quote in learning_store.added_by_hand(db):
        if quote not in by_code[code]:
            by_code[code].append(quote)
    found: list[MissedWords] = []
    for code, quotes in sorted(by_code.items(), key=lambda each: (-len(each[1]), each[0])):
        found += _of_code(code, quotes, _strength())
    return tuple(sorted(found, key=lambda each: -each.sentences))


def _of_code(code: str, quotes: list[str], strength: Callable[[str], float]) -> list[MissedWords]:
    """Return the words of these sentences that the corpus says least often, the most telling first."""
    where: dict[str, list[str]] = defaultdict(list)
    for quote in quotes:
        for words in _runs(words_of(quote)):
            where[words].append(quote)
    worth: dict[str, float] = {}
    for words, held in where.items():
        if len(held) >= _LEAST and all(strength(word) >= _RARE for word in words.split()):
            lift = len(held) / len(quotes) * exp(strength(words) - 1)
            if lift >= _LIFT:
                worth[words] = len(held) * log(lift)
    chosen: list[MissedWords] = []
    for words in sorted(worth, key=lambda each: (-worth[each], -len(each), each)):
        if not any(set(words.split()) & set(each.words.split()) for each in chosen):
            told = tuple(where[words][:SHOWN])
            chosen.append(MissedWords(code, _spelt(words, told[0]), len(where[words]), told))
    return chosen[:_WORDS_PER_CODE]


def _spelt(words: str, quote: str) -> str:
    """Return folded words as a sentence writes them, where it holds them as they are."""
    written = {nlp.fold(token): token.lower() for _, token in nlp.tokens(quote)}
    return " ".join(written.get(word, word) for word in words.split())


def _runs(words: list[str]) -> set[str]:
    """Return the words and the pairs of neighbours of a sentence; numbers and signs are no wordings."""
    plain = [word if word.replace("'", "").isalpha() else "" for word in words]
    pairs = {f"{first} {second}" for first, second in pairwise(plain) if first and second}
    return {word for word in plain if len(word) > 3} | pairs


@cache
def _strength() -> Callable[[str], float]:
    """Return what tells how rare words are in the corpus: 1 + log of one sentence in so many, as the model keeps it."""
    weights = load_weights()

    def known(table: Table, keys: Keys) -> list[float]:
        return [float(square) ** 0.5 or _UNKNOWN for square in table.rows(keys)[:, -1]]

    @cache
    def of(words: str) -> float:
        if weights is None:
            return _UNKNOWN
        numbers, _pieces, _owners = of_words(words.split())
        each = known(weights.words, keys_of(numbers))
        if len(each) > 1:
            first, second = halves(numbers)
            pair = known(weights.pairs, of_pairs(first[:1], second[1:]))
            return max(*each, *(found for found in pair if found < _UNKNOWN))
        return each[0]

    return of


def reliability(db: Database, actor: Actor) -> tuple[Reliability, ...]:
    """Return how often people took proposals, by score; only of sources that the model at work did not learn.

    Raises as `learning_state`.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    shelf = shelf_of(db)
    at_work: ModelCard | None = shelf.in_use() if shelf else None
    learnt = set(at_work.sources) if at_work else set()
    return _bands(
        (score, taken) for source, score, taken in learning_store.scored_decisions(db) if source not in learnt
    )


def _bands(scored: Iterable[tuple[float, bool]]) -> tuple[Reliability, ...]:
    known = list(scored)
    return tuple(
        Reliability(
            low, high, sum(low <= score < high for score, _ in known), sum(low <= s < high and t for s, t in known)
        )
        for low, high in _BANDS
    )


def own_wordings(db: Database, actor: Actor) -> tuple[OwnWording, ...]:
    """Return the wordings that the team added.

    Raises as `learning_state`.
    """
    actor.require(Permission.CODEBOOK_EDIT)
    return learning_store.wordings(db)
