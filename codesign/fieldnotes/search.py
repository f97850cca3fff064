"""From what a person types to what the index is asked, and from a text that was found to the passage that is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from codesign.fieldnotes.model import Segment
from codesign.nlp import STOP_WORDS, WORD, fold, stem

_MAX_WORDS = 32
_BEFORE, _SHOWN = 90, 300  # characters of a passage before its first word found, and in all
_MANY = 60  # places looked at to choose the passage


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: stems that must all be there, and the beginning of the last word while it is being typed."""

    stems: tuple[str, ...]
    beginning: str = ""

    @property
    def match(self) -> str:
        """The question to the index; empty when there is no word. Each stem is quoted: nothing typed is syntax."""
        *before, last = self.stems or ("",)
        ends = f'("{last}" OR "{self.beginning}"*)' if self.beginning else f'"{last}"'
        return " AND ".join([*(f'"{each}"' for each in before), ends]) if last else ""

    def found_in(self, word: str) -> str:
        """Return which of the stems a word of a text answers, or an empty string."""
        its = stem(word)
        if its in self.stems:
            return its
        return self.stems[-1] if self.beginning and its.startswith(self.beginning) else ""


def words_of(query: str) -> Words:
    """Return what `query` looks for: all its words whatever their endings, the last one by its beginning too.

    Accents and capitals do not count; words that say nothing alone are left out unless there is nothing else.
    """
    words = WORD.findall(query)[:_MAX_WORDS]
    kept = [word for word in words if fold(word) not in STOP_WORDS] or words
    found = [each for each in map(stem, kept) if each]
    if not found:
        return Words(())
    last = "".join(filter(str.isalnum, fold(kept[-1][:40])))
    return Words(tuple(found), last if query[-1].isalnum() and stem(kept[-1]) == found[-1] else "")


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
    found: list[tuple[int, int, str]] = []
    for each in WORD.finditer(body):
        which = asked.found_in(each.group())
        if which:
            found.append((each.start(), each.end(), which))
            if len(found) == _MANY:
                break
    return found


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
