"""From what a person types to what the index is asked, and from a text that was found to the passage that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from codesign.fieldnotes.model import Segment
from codesign.nlp import STOP_WORDS, WORD, fold, stem

_MAX_WORDS = 32
_BEFORE, _SHOWN = 90, 300  # characters of a passage before its first word found, and in all
_MANY = 60  # places looked at to choose the passage


_QUOTED = re.compile(r"«([^«»]*)»|“([^“”]*)”|\"([^\"]*)\"")
# Between two words of a phrase: blanks, marks, one line break, never the end of a sentence or of an answer.
_BETWEEN = r"(?:[^\w.!?\n]|_|\n(?!\n)){1,6}"
_LETTERS, _LIGATURES = re.compile("oe|ae|."), {"oe": "œ", "ae": "æ"}
_ACCENTED = {"a": "aàáâãä", "c": "cç", "e": "eèéêë", "i": "iìíîï", "n": "nñ", "o": "oòóôõö", "u": "uùúûü", "y": "yýÿ"}


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: stems that must all be there, and the beginning of the last word while it is being typed.

    `phrases` were typed in quotes: these words, in this order, accents and capitals forgiven, endings not. `loose` are
    the stems outside of quotes.
    """

    stems: tuple[str, ...]
    beginning: str = ""
    phrases: tuple[re.Pattern[str], ...] = ()
    loose: tuple[str, ...] = ()

    @property
    def match(self) -> str:
        """The question to the index; empty when there is no word. Each stem is quoted: nothing typed is syntax."""
        *before, last = self.stems or ("",)
        ends = f'("{last}" OR "{self.beginning}"*)' if self.beginning else f'"{last}"'
        if self.beginning and last.startswith(self.beginning):
            ends = f'"{self.beginning}"*'  # which has the stem among its words: the index is asked once
        return " AND ".join([*(f'"{each}"' for each in before), ends]) if last else ""

    def found_in(self, word: str) -> str:
        """Return which of the stems a word of a text answers, or an empty string."""
        its = stem(word)
        if its in (self.loose if self.phrases else self.stems):
            return its
        return self.stems[-1] if self.beginning and its.startswith(self.beginning) else ""

    def said_in(self, *texts: str) -> bool:
        """Say whether each phrase stands in one of these texts."""
        return all(any(each.search(text) for text in texts) for each in self.phrases)


def words_of(query: str) -> Words:
    """Return what `query` looks for: all its words whatever their endings, the last one by its beginning too.

    Accents and capitals do not count; words that say nothing alone are left out unless there is nothing else. What
    stands in quotes is a phrase: `Words.said_in` tells the texts that have it among those that have its words.
    """
    words = WORD.findall(query)[:_MAX_WORDS]
    kept = [word for word in words if fold(word) not in STOP_WORDS] or words
    found = [each for each in map(stem, kept) if each]
    if not found:
        return Words(())
    last = "".join(filter(str.isalnum, fold(kept[-1][:40])))
    phrases = tuple(filter(None, (_phrase("".join(each)) for each in _QUOTED.findall(query))))
    loose = tuple(stem(each) for each in WORD.findall(_QUOTED.sub(" ", query))[:_MAX_WORDS]) if phrases else ()
    return Words(
        tuple(found), last if query[-1].isalnum() and stem(kept[-1]) == found[-1] else "", phrases,
        tuple(each for each in loose if each and fold(each) not in STOP_WORDS),
    )  # fmt: skip


def _phrase(text: str) -> re.Pattern[str] | None:
    """Return what finds the words of a phrase in a text, or None without words."""
    words = ["".join(map(_letters, _LETTERS.findall(fold(word)))) for word in WORD.findall(text)[:_MAX_WORDS]]
    return re.compile(rf"(?<!\w){_BETWEEN.join(words)}(?!\w)", re.IGNORECASE) if words else None


def _letters(letters: str) -> str:
    """Return what finds a letter with or without its accent, or two letters that may be one."""
    apart = "".join(f"[{_ACCENTED[each]}]" if each in _ACCENTED else re.escape(each) for each in letters)
    return f"(?:{apart}|{_LIGATURES[letters]})" if letters in _LIGATURES else apart


def passage(body: str, asked: Words) -> tuple[Segment, ...]:
    """Return the passage of a text where most of the words are together, those found marked; its beginning if none."""
    places = _places(body, asked)
    if not places:
        return (Segment(_cut(body, 0, _SHOWN), marked=False),) if body.strip() else ()
    start = max(places, key=lambda at: (_different(places, at[0]), -at[0]))[0]
    first = _at_word(body, max(0, start - _BEFORE))
    last = min(len(body), first + _SHOWN)
    return tuple(_marked(body, first, last, [each for each in places if first <= each[0] and each[1] <= last]))


def _places(body: str, asked: Words) -> list[tuple[int, int, str]]:
    found = [
        (place.start(), place.end(), each.pattern)
        for each in asked.phrases
        for place in islice(each.finditer(body), _MANY)
    ]
    for each in WORD.finditer(body):
        which = asked.found_in(each.group())
        if which and not any(start <= each.start() < end for start, end, _phrase in found):
            found.append((each.start(), each.end(), which))
            if len(found) >= _MANY:
                break
    return sorted(found)


def _different(places: Iterable[tuple[int, int, str]], start: int) -> int:
    return len({which for begin, end, which in places if start <= begin and end <= start + _SHOWN - _BEFORE})


def _at_word(body: str, at: int) -> int:
    """Return the beginning of a word near `at`."""
    space = body.find(" ", at, at + _BEFORE // 2) if at else -1
    return space + 1 if space >= 0 else at


def _marked(body: str, first: int, last: int, places: list[tuple[int, int, str]]) -> list[Segment]:
    pieces, at = [("…" if first else "", False)], first
    for start, end, _which in places:
        pieces += [(body[at:start], False), (body[start:end], True)]
        at = end
    pieces += [(_cut(body, at, last - at), False)]
    return [Segment(text, marked=marked) for text, marked in pieces if text]


def _cut(body: str, start: int, length: int) -> str:
    words = body[start : start + length]
    return words if start + length >= len(body) else words.rstrip() + "…"
