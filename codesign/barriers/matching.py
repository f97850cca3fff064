"""From a written word to the folded words that patterns read."""

from __future__ import annotations

import re
from functools import lru_cache

from codesign.nlp import fold

_PIECE = re.compile(
    r"aujourd'hui|quelqu'une?s?|p'tite?s?|t'sais|prud'\w+|c'te?(?!\w)|d'abord|entr'\w+"
    r"|(?:[cdjlmnstyz]|ch|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w|$)|\w+|[,;:.!?/=+$%0-9]"
)
# What people type or say, written as the lexicon writes it. Several words are allowed on the right.
VARIANTS: dict[str, str] = {
    "ch'": "j'", "chu": "suis", "chus": "suis", "jsuis": "je suis", "jai": "j' ai", "javais": "j' avais",
    "jpeux": "je peux", "jsais": "je sais", "ya": "y a", "yavait": "y avait", "ye": "est",
    "cest": "c' est", "cetait": "c' etait", "p'tit": "petit", "p'tite": "petite", "p'tits": "petits",
    "p'tites": "petites", "ptit": "petit", "ptits": "petits", "icitte": "ici", "icite": "ici",
    "moe": "moi", "toe": "toi", "asteure": "astheure", "asteur": "astheure", "fak": "faque",
    "aujourdhui": "aujourd'hui", "rdv": "rendez vous", "rv": "rendez vous", "tjrs": "toujours",
    "tjs": "toujours", "bcp": "beaucoup", "qqn": "quelqu'un", "pcq": "parce que", "pck": "parce que",
    "paske": "parce que", "pk": "pourquoi", "svt": "souvent", "ds": "dans", "md": "medecin",
    "medcin": "medecin", "medecain": "medecin", "fr": "francais", "franssais": "francais",
    "francai": "francais", "pb": "probleme", "pbs": "problemes", "prob": "probleme",
    "appt": "appartement", "autobu": "autobus", "otobus": "autobus", "ordi": "ordinateur",
    "ordis": "ordinateurs", "interprette": "interprete", "interpretre": "interprete", "enfts": "enfants",
    "enft": "enfant", "qq": "quelque", "qd": "quand", "c'te": "cette", "hopitale": "hopital",
    "hosto": "hopital", "tt": "tout", "pr": "pour", "dla": "de la", "qques": "quelques",
    "garderi": "garderie", "travaile": "travaille", "otre": "autre", "loye": "loyer",
    "formulere": "formulaire", "assenseur": "ascenseur", "ascensseur": "ascenseur", "hontte": "honte",
    "confience": "confiance", "etc": "",
}  # fmt: skip


@lru_cache(maxsize=4096)
def split_words(token: str) -> tuple[str, ...]:
    """Return the folded words of a token: « Rendez-vous » → rendez, vous; quotes, brackets, dashes → nothing."""
    folded = fold(token)
    if folded in VARIANTS:
        return tuple(VARIANTS[folded].split())
    words: list[str] = []
    for piece in _PIECE.findall(folded):
        words.extend(VARIANTS[piece].split() if piece in VARIANTS else (piece,))
    return tuple(words)
