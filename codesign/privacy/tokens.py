"""Tokens that stand for a name in a text: `[PERSONNE_K7Q2MX]`, the same for the same name in the whole corpus.

A token is cut from a keyed print of the name (HMAC-SHA-256 with a salt of this database): no list of names is kept,
and none can be read back from the tokens without the database. The tokens that stand in the notes say by themselves
which names were masked: another writing of one of these names is found by its print. This is dépersonnalisation:
whoever has the database and guesses a name can check the guess.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from codesign import nlp
from codesign.i18n import N_
from codesign.privacy import store
from codesign.privacy.names import bare_name, may_name, name_words
from codesign.privacy.patterns import IdentifierType
from codesign.storage import Database

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is mistaken for another
_LENGTH = 6  # 729 million: two names of one corpus never meet in practice
_TOKEN = re.compile(rf"\[PERSONNE_([{_LETTERS}]{{{_LENGTH}}})\]")
_LONGEST = 4

# What stands in the place of the other kinds; written into notes, so in French whatever the reader's language.
PLACEHOLDERS: Mapping[IdentifierType, str] = {
    IdentifierType.EMAIL: "[COURRIEL]",
    IdentifierType.HEALTH_NUMBER: "[NAM]",
    IdentifierType.SOCIAL_INSURANCE: "[NAS]",
    IdentifierType.PHONE: "[TÉLÉPHONE]",
    IdentifierType.POSTAL_CODE: "[CODE POSTAL]",
    IdentifierType.ADDRESS: "[ADRESSE]",
    IdentifierType.HANDLE: "[COMPTE]",
    IdentifierType.BIRTH_DATE: "[DATE DE NAISSANCE]",
    IdentifierType.FILE_NUMBER: "[NUMÉRO DE DOSSIER]",
}
# Roles that a name is replaced by, as message ids: what is written is their French.
ROLES = (
    N_("the neighbour"),
    N_("a relative"),
    N_("the partner of the person"),
    N_("the child"),
    N_("a friend"),
    N_("the worker of the service"),
    N_("the doctor"),
    N_("a community leader"),
    N_("a colleague"),
)


def token(db: Database, name: str) -> str:
    """Return what stands for a name; capitals, accents, titles and spaces do not count."""
    return f"[PERSONNE_{_cut(_salt(db), bare_name(name))}]"


def replacement(db: Database, kind: IdentifierType, words: str) -> str:
    """Return what stands for a passage of this kind: a token for a name, its kind for the rest."""
    return PLACEHOLDERS.get(kind) or token(db, words)


def tokens_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the tokens that stand in these texts."""
    return frozenset(match.group(1) for text in texts for match in _TOKEN.finditer(text))


def known_names(db: Database, known: frozenset[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Return what yields the passages of a text that name someone whose token is in `known` (see `tokens_in`)."""
    salt = _salt(db)

    def find(text: str) -> Iterator[tuple[int, int]]:
        words = name_words(text)
        i = 0
        while i < len(words):
            size = next((n for n in range(_LONGEST, 0, -1) if _is_known(words[i : i + n], n)), 0)
            if size:
                yield words[i][0], words[i + size - 1][1]
            i += size or 1

    def _is_known(part: list[tuple[int, int, str]], size: int) -> bool:
        if len(part) < size or not known or (size == 1 and not may_name(part[0][2])):
            return False
        return _cut(salt, " ".join(nlp.fold(word) for _start, _end, word in part)) in known

    return find


def _salt(db: Database) -> bytes:
    return bytes.fromhex(store.salt(db))


@lru_cache(maxsize=65_536)
def _cut(salt: bytes, name: str) -> str:
    print_ = int.from_bytes(hmac.new(salt, name.encode("utf-8", "replace"), hashlib.sha256).digest()[:8], "big")
    letters = []
    for _place in range(_LENGTH):
        print_, rest = divmod(print_, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return "".join(letters)
