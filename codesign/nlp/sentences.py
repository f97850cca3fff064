"""The sentence splitter: notes are telegraphic, so a line break or a bullet ends a sentence as surely as a full stop.

Every pattern is a single pass over the text, so that a megabyte without any full stop costs a linear time.
"""

from __future__ import annotations

import re

from codesign.nlp.folding import fold, word_set
from codesign.nlp.model import Sentence

_ABBREVIATIONS = word_set(
    """
    m mm mme mmes mlle mlles dr dre drs pr pre me mgr st ste no nos tel ex p pp art av env boul ch app appt
    vol inc ltee cf vs fig ref janv fevr sept oct nov dec lun mar mer jeu ven sam dim
    """
)
# Never before a capital: « etc. Elle » is an end, « etc. et puis » is not.
_SOFT_ABBREVIATIONS = word_set(
    """
    etc h min hr hre hres
    """
)
_LONG = 6  # letters: no abbreviation is that long
_BREAK = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+|[•▪◦●■➢➤]|[.!?…]+(?:\s*[»”\"’)\]]+)*")
_WORD_BEFORE = re.compile(r"[^\W_]+\Z")
_NOT_LIST_MARK = re.compile(r"[^\s\-–—•▪◦●■➢➤*·→>]")


def split_offsets(text: str) -> list[tuple[int, int]]:
    """Return ``(start, end)`` of each sentence of ``text``, in code points, in order, without overlap."""
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _BREAK.finditer(text):
        first = text[mark.start()]
        if first in ".!?…":
            if not _ends_sentence(text, mark.start(), mark.end(), start):
                continue
            _keep(text, start, mark.end(), found)
            start = mark.end()
        else:
            _keep(text, start, mark.start(), found)
            start = mark.end()
    _keep(text, start, len(text), found)
    return found


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a text into sentences; ``text[s.start:s.end] == s.text`` holds for each of them."""
    return tuple(Sentence(start, end, text[start:end]) for start, end in split_offsets(text))


def _keep(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    """Add the stretch without the spaces and list marks around it, unless nothing remains."""
    if start >= end:
        return
    if text[start] == " ":
        start += 1
    if start >= end or not text[start].isalnum():
        first = _NOT_LIST_MARK.search(text, start, end)
        if first is None:
            return
        start = first.start()
    while text[end - 1].isspace():
        end -= 1
    found.append((start, end))


def _ends_sentence(text: str, start: int, end: int, sentence_start: int) -> bool:
    """Decide whether the punctuation ``text[start:end]`` closes the sentence that began at ``sentence_start``."""
    mark = text[start:end]
    if end >= len(text):
        return True
    following = text[end]
    if not following.isspace():
        return _glued(text, start, end)
    after = _next_visible(text, end)
    lower_case_next = after.islower()
    closed_quote = mark[-1] not in ".!?…"
    if closed_quote or mark[0] in "!?…" or len(mark) > 1:
        return not lower_case_next
    return not _is_abbreviation(text, start, sentence_start, lower_case_next=lower_case_next)


def _glued(text: str, start: int, end: int) -> bool:
    """« peur.Elle » was two sentences; « 3.5 » and « lapresse.ca » are not."""
    before = text[start - 1] if start else ""
    if not (before.islower() and text[end].isupper()):
        return False
    word = _WORD_BEFORE.search(text, max(0, start - 12), start)
    return word is None or fold(word.group()) not in _ABBREVIATIONS


def _next_visible(text: str, position: int) -> str:
    """Return the next character that is not a space, looking at most at 8, or an empty string."""
    return text[position : position + 8].lstrip()[:1]


def _is_abbreviation(text: str, start: int, sentence_start: int, *, lower_case_next: bool) -> bool:
    """« M. », « Dre », « J. », « 1. » at the head of a list: the full stop is not an end."""
    if start >= _LONG and text[start - _LONG : start].isalpha():
        return False
    word = _WORD_BEFORE.search(text, max(sentence_start, start - 12), start)
    if word is None:
        return False
    shape = word.group()
    if shape.isdigit() and word.start() - sentence_start < 4 and not text[sentence_start : word.start()].strip():
        return True
    if len(shape) == 1 and shape.isupper() and not lower_case_next:
        return True
    folded = fold(shape)
    return folded in _ABBREVIATIONS or (folded in _SOFT_ABBREVIATIONS and lower_case_next)
