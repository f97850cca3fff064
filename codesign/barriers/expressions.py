"""From the tree of a pattern to a regular expression that reads one character per word.

Words that no slot of the lexicon tells apart share a character, so that a slot is a small class of characters, a
sentence of fifteen words a string of fifteen characters, and an offset in the string the number of a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from codesign.barriers.patterns import Choice, Gap, Maybe, Node, Series, Slot

FIRST_LETTER = 0x4E00  # a long run of letters without case, far from the surrogates
_PUNCTUATION = ",;:.!?"
NE = Slot(frozenset(["ne", "n'"]))


def slots_of(node: Node) -> Iterable[Slot]:
    """Yield every slot of a tree."""
    if isinstance(node, Slot):
        yield node
    elif isinstance(node, Maybe):
        yield from slots_of(node.inner)
    elif isinstance(node, Series | Choice):
        for part in node.parts if isinstance(node, Series) else node.options:
            yield from slots_of(part)


class Alphabet:
    """One character for all the words that fill the same slots."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        marks = [Slot(frozenset(mark)) for mark in _PUNCTUATION]
        self._slots = [*dict.fromkeys(chain((NE, *marks), (slot for node in nodes for slot in slots_of(node))))]
        prefixes: dict[str, list[int]] = defaultdict(list)
        words: dict[str, list[int]] = defaultdict(list)
        for number, slot in enumerate(self._slots):
            for word in slot.words:
                words[word].append(number)
            for prefix in slot.prefixes:
                prefixes[prefix].append(number)
        self._lengths = sorted({len(prefix) for prefix in prefixes}, reverse=True)
        self._letters: dict[tuple[int, ...], str] = {(): chr(FIRST_LETTER)}
        self._of_slot: dict[Slot, set[str]] = {slot: set() for slot in self._slots}
        self._prefixes = {prefix: self._letter(prefix, (), prefixes) for prefix in sorted(prefixes)}
        self._words = {word: self._letter(word, words[word], prefixes) for word in sorted(words)}
        for key, letter in self._letters.items():
            for number in key:
                self._of_slot[self._slots[number]].add(letter)
        self._known: dict[Node, str] = {}
        signs = [self._words[mark] for mark in _PUNCTUATION]
        self._gaps = {
            "~": f"[^{''.join(signs)}]{{0,5}}?",
            "~~": f"[^{''.join(signs[1:])}]{{0,9}}?",
            "_": f"[^{''.join(signs)}]",
        }
        self._ne = f"{self._class(self._of_slot[NE])}?"

    def letter(self, word: str) -> str:
        """Return the character of a folded word, known or not."""
        known = self._words.get(word)
        return known if known is not None else self._by_prefix(word)

    def letters_of(self, slot: Slot) -> set[str]:
        """Return the characters that fill a slot, a union of slots of the lexicon included."""
        known = self._of_slot.get(slot)
        if known is None:
            known = {self.letter(word) for word in slot.words}
            for prefix in slot.prefixes:
                known |= self._of_slot[Slot(frozenset(), frozenset([prefix]))]
        return known

    def letters(self) -> Iterable[str]:
        """Return every character in use."""
        return self._letters.values()

    def expression(self, node: Node) -> str:
        """Return the source of the regular expression of a tree."""
        found = self._known.get(node)
        if found is None:
            found = self._known[node] = self._write(node)
        return found

    def _write(self, node: Node) -> str:
        if isinstance(node, Slot):
            return self._class(self._of_slot[node])
        if isinstance(node, Gap):
            return self._gaps[node.symbol]
        if isinstance(node, Maybe):
            return f"(?:{self.expression(node.inner)})?"
        if isinstance(node, Series):
            return ("" if node.glued else self._ne).join(map(self.expression, node.parts))
        options: list[str | set[str]] = []
        for option in node.options:  # neighbours of one word make one class: the order of the options is kept
            if not isinstance(option, Slot):
                options.append(self.expression(option))
            elif options and isinstance(options[-1], set):
                options[-1] = options[-1] | self._of_slot[option]
            else:
                options.append(self._of_slot[option])
        return f"(?:{'|'.join(each if isinstance(each, str) else self._class(each) for each in options)})"

    def _class(self, letters: set[str]) -> str:
        return "".join(letters) if len(letters) == 1 else f"[{''.join(sorted(letters))}]"

    def _letter(self, word: str, own: Iterable[int], prefixes: dict[str, list[int]]) -> str:
        """Return the character of what fills the same slots as this word; make it at the first such word."""
        more = [each for length in self._lengths if length <= len(word) for each in prefixes.get(word[:length], ())]
        key = tuple(sorted({*own, *more})) if more else tuple(own)
        return self._letters.setdefault(key, chr(FIRST_LETTER + len(self._letters)))

    def _by_prefix(self, word: str) -> str:
        for length in self._lengths:
            letter = self._prefixes.get(word[:length])
            if letter is not None and length <= len(word):
                return letter
        return chr(FIRST_LETTER)
