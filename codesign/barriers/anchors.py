"""The index of rules: which ones are worth trying on a sentence, from the words that it holds.

The rarest need of a rule is its anchor: each character of the alphabet (see ``expressions``), and each pair of
characters that some wording needs side by side, has a row of bits, one per rule that it anchors, and in its second half
one per rule whose second need it meets. Most words anchor nothing: of the sentences of a text, looked at together, only
what has a row is gathered, and the rules stay that have both needs met. A third need would remove next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from codesign.barriers.expressions import FIRST_LETTER, NE, Alphabet
from codesign.barriers.patterns import Need

_BITS = 64
_AT_ONCE = 4096  # characters looked at together: a text of a megabyte then takes no more memory
_Places = NDArray[np.intp]


class RuleIndex:
    """Rules by the characters of a sentence."""

    def __init__(self, needs: Sequence[Iterable[Need]], alphabet: Alphabet) -> None:
        pieces: dict[str, int] = {}
        found: list[tuple[int, int, int]] = []  # row, half, rule
        self._half = -(-max(1, len(needs)) // _BITS)
        self._single = np.zeros(self._half, np.uint64)  # rules that need one thing only
        for rule, wanted in enumerate(needs):
            rarest = sorted({*wanted}, key=lambda need: need.cost)[:2]
            for half, need in enumerate(rarest):
                found += [(pieces.setdefault(piece, len(pieces) + 1), half, rule) for piece in _filling(need, alphabet)]
            if len(rarest) < 2:
                self._single[rule // _BITS] |= np.uint64(1 << rule % _BITS)
        self._rows = self._table(len(pieces), found)
        size = 1 + max(map(ord, alphabet.letters())) - FIRST_LETTER
        self._letters = np.zeros(size, np.int32)
        self._ne = np.zeros(size, np.bool_)
        self._ne[[ord(letter) - FIRST_LETTER for letter in alphabet.letters_of(NE)]] = True
        self._index_pairs({piece: row for piece, row in pieces.items() if len(piece) > 1})
        for piece, row in pieces.items():
            if len(piece) == 1:
                self._letters[ord(piece) - FIRST_LETTER] = row

    def _table(self, pieces: int, found: Sequence[tuple[int, int, int]]) -> NDArray[np.uint64]:
        table = np.zeros((pieces + 1, 2 * self._half), np.uint64)
        if found:
            rows, halves, rules = np.array(found, np.intp).T
            bits = np.left_shift(np.uint64(1), (rules % _BITS).astype(np.uint64))
            np.bitwise_or.at(table, (rows, halves * self._half + rules // _BITS), bits)
        return table

    def _index_pairs(self, pairs: dict[str, int]) -> None:
        """Number the characters that begin a pair and those that end one: the two numbers lead to its row."""
        firsts, seconds = ({piece[at]: 0 for piece in sorted(pairs)} for at in (0, 1))
        self._firsts, self._seconds = np.zeros(len(self._ne), np.intp), np.zeros(len(self._ne), np.intp)
        for letters, numbers in ((firsts, self._firsts), (seconds, self._seconds)):
            numbers[[ord(letter) - FIRST_LETTER for letter in letters]] = np.arange(1, len(letters) + 1)
        self._firsts *= len(seconds) + 1
        self._pairs = np.zeros((len(firsts) + 1) * (len(seconds) + 1), np.min_scalar_type(-len(self._rows)))
        for piece, row in pairs.items():
            first, second = (ord(letter) - FIRST_LETTER for letter in piece)
            self._pairs[self._firsts[first] + self._seconds[second]] = row

    def worth_trying(self, sentences: Sequence[str]) -> list[list[int]]:
        """Return the rules, in order, whose rarest needs each sentence meets (sentences as their characters)."""
        found: list[list[int]] = [[] for _ in sentences]
        first, size = 0, 0
        for at, sentence in enumerate(sentences):
            size += len(sentence) + 1
            if size >= _AT_ONCE or at + 1 == len(sentences):
                self._try(sentences[first : at + 1], found, first)
                first, size = at + 1, 0
        return found

    def _try(self, sentences: Sequence[str], found: list[list[int]], offset: int) -> None:
        letters = np.frombuffer("".join([text + _BETWEEN for text in sentences]).encode("utf-32-le"), np.uint32)
        rows = self._rows_of(letters.astype(np.intp) - FIRST_LETTER)
        places, _which = held = rows.nonzero()
        if not len(places):
            return
        owners = np.repeat(np.arange(len(sentences)), [len(text) + 1 for text in sentences])[places]
        starts = np.concatenate([[0], 1 + np.flatnonzero(owners[1:] != owners[:-1])])
        met = np.bitwise_or.reduceat(self._rows.take(rows[held], axis=0), starts, axis=0)
        both = met[:, : self._half] & (met[:, self._half :] | self._single)
        which, words = kept = both.nonzero()
        at = (owners[starts[which]] + offset).tolist()
        for sentence, first, bits in zip(at, (words * _BITS).tolist(), both[kept].tolist(), strict=True):
            left = bits
            while left:
                lowest = left & -left
                found[sentence].append(first + lowest.bit_length() - 1)
                left ^= lowest

    def _rows_of(self, letters: _Places) -> NDArray[np.int32]:
        """Return, for each character, its row, that of the pair that it begins, and that of the pair without « ne »."""
        rows = np.zeros((len(letters), 3), np.int32)
        rows[:, 0] = self._letters.take(letters)
        firsts, seconds = self._firsts.take(letters), self._seconds.take(letters)
        rows[:-1, 1] = self._pairs.take(firsts[:-1] + seconds[1:])
        ne = self._ne.take(letters)
        if ne.any():  # « ne » may stand between two words of a wording
            spoken = np.flatnonzero(~ne)
            rows[spoken[:-1], 2] = self._pairs.take(firsts[spoken[:-1]] + seconds[spoken[1:]])
        return rows


_BETWEEN = chr(FIRST_LETTER)  # the character of words that no rule knows


def _filling(need: Need, alphabet: Alphabet) -> set[str]:
    """Return the characters, and the pairs of characters, that meet a need."""
    pairs = {
        letter + following
        for first, second in need.pairs
        for letter in alphabet.letters_of(first)
        for following in alphabet.letters_of(second)
    }
    return alphabet.letters_of(need.slot) | pairs
