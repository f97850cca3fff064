"""The index only saves time: it may never hide a rule that would have matched."""

import re

from hypothesis import given
from hypothesis import strategies as st

from codesign.barriers import load_lexicon
from codesign.barriers.anchors import RuleIndex
from codesign.barriers.expressions import Alphabet
from codesign.barriers.patterns import PatternReader, needs
from codesign.barriers.reading import Places, Stretches
from codesign.nlp import fold

LEXICON = load_lexicon()
READER = PatternReader(LEXICON.verbs, LEXICON.sets)
NODES = [READER.read(entry.pattern) for entry in LEXICON.entries]
ALPHABET = Alphabet(NODES)
INDEX = RuleIndex([needs(node) for node in NODES], ALPHABET)
STRETCHES = Stretches(ALPHABET, None)


def letters(text: str) -> str:
    """Characters of the words of a sentence."""
    return "".join(STRETCHES[part].letters for part in text.split())


def test_a_rule_that_matches_is_always_worth_trying() -> None:
    """A rule dropped too early would be a silence that nobody can see."""
    texts = [letters(text) for entry in LEXICON.entries[::3] for text in (entry.example, entry.near_miss)]
    tried = [{*rules} for rules in INDEX.worth_trying(texts)]
    hits = 0
    for rule in range(0, len(NODES), 5):
        expression = re.compile(ALPHABET.expression(NODES[rule]))
        matching = [at for at, text in enumerate(texts) if expression.search(text)]
        hits += len(matching)
        assert all(rule in tried[at] for at in matching), LEXICON.entries[rule].id
    assert hits > 50


def test_a_word_that_speech_drops_does_not_hide_a_rule() -> None:
    """« ne » may stand between two words of a wording, in no pair of the lexicon."""
    (rule,) = [at for at, entry in enumerate(LEXICON.entries) if entry.id == "information-13"]
    assert rule in INDEX.worth_trying([letters("Personne ne lui a expliqué ses droits.")])[0]


@given(st.lists(st.sampled_from(["d'auto", "rendez-vous,", "MÉDECIN", "😀", "l’école", "…", "a-t-elle"]), min_size=1))
def test_places_are_those_of_the_tokens(words: list[str]) -> None:
    """Spaces of any kind and number must not shift the passage shown."""
    sentence = words[0] + "".join(f"{(' ', '  ', chr(160), chr(9))[at % 4]}{word}" for at, word in enumerate(words[1:]))
    parts = [STRETCHES[part] for part in sentence.split()]
    places = Places(sentence, parts)
    folded = [word for part in parts for word in part.words]
    for at, word in enumerate(folded):
        first, last = places.span(at, at)
        assert word in fold(sentence[first:last])
