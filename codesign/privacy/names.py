"""Names of people in a text: lists of names and of words, and the words that stand around a name.

A word is taken for a name when it is in a list of names and is no common word; when a title or a phrase announces it
(« Mme », « s’appelle », « ma voisine »); or when it has a capital inside a sentence and is neither a place, a people
nor a programme that is known. At the beginning of a sentence a capital says nothing: the word must be listed, or stand
like a name, before a verb. A trained French pipeline, where one is installed, is listened to in addition.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from codesign import nlp
from codesign.config import ROOT

_LISTS = ROOT / "data" / "reference" / "names"
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[-’'‑](?=[^\W\d_]))*")
_ELISION = re.compile(r"(?:(?:[cçdjlmnsty]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)[’'](?=\w))+", re.IGNORECASE)
_MAX_PARTS = 4
_INITIAL = re.compile(r" [A-ZÀ-Ý]\.(?!\w)")  # « Lahcen O. »
_TI = re.compile(r"[Tt]i-(?P<who>[^\W\d_]{2,})")  # « Ti-Jo »: a name, in Québec as in Haiti
_INITIALS = re.compile(
    r"(?:\b(?:M|Mme|Mlle|Dr|Dre|Me|[Mm]onsieur|[Mm]adame|[Mm]mes?)\.? )(?P<at>[A-ZÀ-Ý]\.(?:[ -]?[A-ZÀ-Ý]\.)*(?!\w))"
    r"|(?<![\w.])(?P<pair>[A-ZÀ-Ý]\.(?:-[A-ZÀ-Ý]\.)? ?[A-ZÀ-Ý]\.)(?![\w])(?! ?[A-ZÀ-Ý]\.)"
)

_SENTENCE_END = re.compile(r"(?:^|[.!?…\n•–—\]*]|-\s|[«\"“(]\s?|\d[.)])[\s\u00a0\u202f«\"“(\-–—*]*$")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    key: str  # folded
    first: bool  # begins a sentence

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    """Return the lists of words, folded: firsts, surnames, places (and peoples, programmes), common words."""

    def read(*names: str) -> frozenset[str]:
        lines = (line for name in names for line in (_LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines())
        return frozenset(nlp.fold(word) for line in lines if not line.startswith("#") for word in line.split())

    common = read("common_words", "common_extra")
    firsts, surnames = read("first_names"), read("surnames")
    return {
        "firsts": firsts,
        "names": firsts | surnames,
        "sure": (firsts | surnames) - common - read("not_people"),
        "sure_first": firsts - common - read("not_people"),
        "not_people": read("not_people"),
        "common": common,
        **_cues(),
    }


def _cues() -> dict[str, frozenset[str]]:
    lists: dict[str, str] = tomllib.loads((_LISTS / "cues.toml").read_text(encoding="utf-8"))
    return {name: nlp.word_set(words) for name, words in lists.items()}


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(_lists()["endings"])


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the passages that name a person, titles left out, in order; those of a trained pipeline come last."""
    for match in _INITIALS.finditer(text):
        yield match.span("at") if match.group("at") else match.span("pair")
    words = _words(text)
    i = 0
    while i < len(words):
        if _starts_name(text, words, i):
            last = _last(text, words, i)
            initial = _INITIAL.match(text, words[last].end)
            yield words[i].start, initial.end() if initial else words[last].end
            i = last + 1
        else:
            i += 1
    yield from nlp.person_spans(text)


def bare_name(name: str) -> str:
    """Return a name as it is compared: folded, its words apart by one space, without title or initial."""
    words = [word.key for word in _words(name)]
    while len(words) > 1 and words[0] in _lists()["titles"]:
        words = words[1:]
    return " ".join(words) or nlp.fold(name)


def name_words(text: str) -> list[tuple[int, int, str]]:
    """Return the words of a text as names are made of them: start, end, word."""
    return [(word.start, word.end, word.text) for word in _words(text)]


def is_common_word(word: str) -> bool:
    """Say whether a word is one that many people use, whatever its capitals and accents."""
    return nlp.fold(word) in _lists()["common"]


def may_name(word: str) -> bool:
    """Say whether a single word may be a name where it stands: it has a capital, or is no common word."""
    return word[0].isupper() or nlp.fold(word) not in _lists()["common"]


def _words(text: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        start = match.start()
        elided = _ELISION.match(match.group())
        if elided:
            start += elided.end()
        word = text[start : match.end()]
        # an elided word (« d’Amina ») stands inside its sentence even when the elision begins it
        first = not elided and bool(_SENTENCE_END.search(text[max(0, start - 12) : start]))
        found.append(_Word(start, match.end(), word, nlp.fold(word), first))
    return found


def _near(text: str, one: _Word, other: _Word) -> bool:
    """Say whether two words stand in one phrase: only a space, or an elision, between them."""
    between = text[one.end : other.start]
    return len(between) <= 3 and not re.search(r"[.,;:!?\n()«»\"“”…/]", between)


def _titled(text: str, words: list[_Word], i: int) -> bool:
    """Say whether a title stands before the word; only a short one may have a point (« M. », « Dre. »)."""
    if i == 0 or words[i - 1].key not in _lists()["titles"]:
        return False
    point = r"\.?" if words[i - 1].key in _lists()["short_titles"] else ""
    return re.fullmatch(point + r"[ \u00a0\u202f]{1,2}", text[words[i - 1].end : words[i].start]) is not None


def _starts_name(text: str, words: list[_Word], i: int) -> bool:
    word, known = words[i], _lists()
    if len(word.text) < 2:
        return False
    if short := _TI.fullmatch(word.text):
        return _is_nickname(short["who"], known)
    before = words[i - 1] if i and _near(text, words[i - 1], words[i]) else None
    if _titled(text, words, i):
        return _after_title(word, words[i - 1], known)
    if not word.capital:
        return not _in_place(text, words, i) and _lower_name(word, before, known)
    return not _in_place(text, words, i) and _capital_name(text, words, i, before)


def _is_nickname(who: str, known: dict[str, frozenset[str]]) -> bool:
    """Say whether « ti- » stands before somebody's name, not before a word of affection (« ti-chéri », « ti-gars »)."""
    key = nlp.fold(who)
    dear = key.rstrip("s") in known["after_ti"] or (who.islower() and key in known["common"] - known["names"])
    return not dear


def _capital_name(text: str, words: list[_Word], i: int, before: _Word | None) -> bool:
    word, known = words[i], _lists()
    if word.shouted:
        return word.key in known["sure"] and len(word.text) > 3
    if word.first:
        return _begins(text, words, i, known)
    return _inside(text, words, i, before, known)


def _after_title(word: _Word, title: _Word, known: dict[str, frozenset[str]]) -> bool:
    if word.capital:
        if word.key in known["not_people"] and title.key not in known["short_titles"]:
            return False  # « le père Noël »
        abbreviated = title.key in known["short_titles"] and title.key != "me"
        return (
            abbreviated
            or word.key in known["names"]
            or word.key not in known["not_people"] | known["common"] | _lists()["titles"]
        )
    return title.key in _lists()["titled_lower"] and word.key not in known["common"] and len(word.text) > 2


def _lower_name(word: _Word, before: _Word | None, known: dict[str, frozenset[str]]) -> bool:
    if word.key in known["sure_first"] and len(word.text) > 2:
        return True
    said = before is not None and before.key in known["said_lower"]
    return said and word.text.isalpha() and word.key not in known["common"] and len(word.text) > 3


def _begins(text: str, words: list[_Word], i: int, known: dict[str, frozenset[str]]) -> bool:
    """A capital says nothing at the beginning of a sentence: the word is a listed name, or stands like one."""
    word = words[i]
    head, hyphen, _rest = word.key.partition("-")
    if word.key in known["sure"] or (hyphen and head in known["firsts"] and head not in known["not_people"]):
        return True
    if word.key in known["names"]:
        calls = i + 1 < len(words) and words[i + 1].key in known["calls"]
        if calls and word.key in known["openers"]:
            return False  # « Juste va voir », « Jeune se lève »; « Juste est venu » is somebody
        return _acts(text, words, i, known, named=known["names"])
    ordinary = word.key in known["common"] or word.key in known["not_people"] or word.key.endswith(_endings())
    if ordinary or word.shouted or (hyphen and head in known["common"]):
        return False
    return _acts(text, words, i, known, named=None)


def _acts(
    text: str, words: list[_Word], i: int, known: dict[str, frozenset[str]], *, named: frozenset[str] | None
) -> bool:
    """Say whether the word stands like somebody: before a verb, a family name, or « et » and another name."""
    if i + 1 == len(words) or not re.fullmatch(
        r"[ \u00a0\u202f](?:[mtsnly][’'])*", text[words[i].end : words[i + 1].start]
    ):
        return False
    after = words[i + 1]
    if after.key in {"et", "pis"} and i + 2 < len(words):
        return words[i + 2].capital and words[i + 2].key in known["names"]
    if after.capital and not after.shouted and after.key not in known["not_people"]:
        return named is None or after.key in named
    if named is not None and after.text == "à":
        return False  # « Juste à côté »: a word that is also a name, before a preposition that folds like a verb
    return after.key in known["verbs"]


def _inside(text: str, words: list[_Word], i: int, before: _Word | None, known: dict[str, frozenset[str]]) -> bool:
    word = words[i]
    if word.key in known["not_people"]:
        after = words[i + 1] if i + 1 < len(words) else None
        full = after is not None and _near(text, word, after) and after.key in known["sure"] and after.capital
        return full and word.key in known["firsts"]
    if word.key in known["names"]:
        return True
    if word.key in known["common"] or _lists()["titles"] & {word.key}:
        return False
    head = word.key.split("-")[0]
    if (
        "-" in word.text
        and head not in known["firsts"]
        and (head in known["common"] or head in known["not_people"] or head in {"saint", "sainte", "st", "ste"})
    ):
        return False
    if before is not None and before.key in {
        "la",
        "le",
        "les",
        "au",
        "aux",
        "un",
        "une",
        "des",
        "du",
        "en",
        "l",
        "cette",
        "ce",
    }:
        return False  # « le Resto-Plateau », « en Estrie »: a place or a thing; a listed name was seen above
    return not any(each.isupper() for each in word.text[1:].replace("-", "").replace("'", "")[1:]) or "-" in word.text


def _in_place(text: str, words: list[_Word], i: int) -> bool:
    """Say whether the word is a part of the name of a place: « la rue Pascal », « le parc Henri-Bourassa »."""
    at = i - 1
    steps = 0
    while at >= 0 and steps < _MAX_PARTS and _near(text, words[at], words[at + 1]):
        if words[at].key in _lists()["place_before"]:
            return True
        if words[at].key not in _lists()["joins"] and not words[at].capital:
            return False
        at, steps = at - 1, steps + 1
    return False


def _last(text: str, words: list[_Word], i: int) -> int:
    """Return the last word of the name that begins at `i`: other names with a capital, particles between them."""
    known, last, at = _lists(), i, i + 1
    while at < len(words) and at - i < _MAX_PARTS + 1 and _near(text, words[at - 1], words[at]):
        word = words[at]
        lower_pair = not words[i].capital and not word.capital and word.key in known["sure"]
        if lower_pair or (
            word.capital and word.key not in _lists()["titles"] and word.key not in known["not_people"] - known["names"]
        ):
            last = at
        elif word.key not in _lists()["particles"] or not (at + 1 < len(words) and words[at + 1].capital):
            break
        elif word.key in {"de", "du", "d", "le", "la"} and words[at + 1].key in known["not_people"]:
            break  # « Amina de Montréal-Nord »
        at += 1
    return last
