"""From what a person types to what the index is asked."""

from __future__ import annotations

import re
from itertools import product

_WORD = re.compile(r"[^\W_]+")
_PAIR = re.compile("(oe|ae)")
_JOINED = {"oe": "œ", "ae": "æ"}
_MAX_PAIRS = 3
# Words that say nothing alone.
STOP_WORDS = frozenset(
    _WORD.findall(
        "a à ai as au aux avec c ce ces cette d dans de des du elle elles en est et il ils j je l la le les leur leurs "
        "lui m ma mais me mes mon n ne nos notre nous on ou où par pas pour qu que qui s sa se ses son sont sur t ta "
        "te tes ton tu un une vos votre vous y"
    )
)


def match_of(query: str) -> str:
    """Return a search by all the words of `query`, the last one by its beginning; empty when there is no word.

    Each word is quoted, so that nothing typed is taken for the syntax of the index. Accents and capitals do not count,
    « œ » and « oe » are the same; words that say nothing alone are left out unless there is nothing else.
    """
    words = _WORD.findall(query)[:32]
    kept = [word for word in words if word.lower() not in STOP_WORDS] or words
    return " AND ".join(_term(word, last=word is kept[-1] and bool(query) and query[-1].isalnum()) for word in kept)


def _term(word: str, *, last: bool) -> str:
    star = "*" if last else ""
    quoted = [f'"{form}"{star}' for form in _forms(word)]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def _forms(word: str) -> list[str]:
    """Return the word with each of its first « oe » and « ae » written apart and joined, since the index tells them."""
    pieces = _PAIR.split(word.lower().replace("œ", "oe").replace("æ", "ae"), maxsplit=_MAX_PAIRS)
    choices = [(piece, _JOINED[piece]) if piece in _JOINED else (piece,) for piece in pieces]
    return ["".join(chosen) for chosen in product(*choices)]
