"""Hypothesis cues: conditions, conditionals, feared or wished futures.

« Si » opens a condition only before a subject, and a general truth in the present (« si t'as pas de papiers, t'as
rien ») stays asserted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from codesign.nlp import word_set

STOPS = word_set(
    """
    , ; : . ! ? mais car parce puis pis faque donc alors sauf pourtant tandis quand lorsque puisque meme cause
    comme
    """
)
_SUBJECTS = word_set(
    """
    je j' tu t' il elle on nous vous ils elles ca c' la le l' les un une mon ma mes son sa ses leur leurs
    quelqu'un jamais personne notre votre ton ta cette ce maman papa y aucun aucune
    """
)
_ANYBODY = frozenset({"tu", "t'", "on"})  # « si t'as pas de papiers » states a rule, « si je parle » a fear
_NOT_A_CONDITION = word_set(
    """
    meme sait savoir sais savent savait pas plus pus demande demander demandait ignore comme aussi verifier
    voir sur sure
    """
)
_FAKE_CONDITIONAL = re.compile(
    r"(?:prefe|espe|ope|dige|gene|tole|conside|recupe|accele|exage|refe|diffe|suffe|ali|ti|reti|desi"
    r"|admi|respi|inspi|empi|atti|"
    r"ouv|couv|decouv|souff|off|pleu|du|ju|assu|demeu|rent|ent|mont|rencont|administ|regist|adhe|libe|deli|liv|poursui"
    r"|f|v|t|por|ext|ret|att|dist|abst|pa|appa|dispa|compa|prepa|sepa|repa|ado|igno)r(?:ais|ait|aient|ions|iez)$"
)
_KNOWN = word_set(  # a condition that holds already: « si elle a autant de mal, c'est que… »
    """
    a ai ont avons autant bien
    """
)
_CONDITIONAL = re.compile(r"[a-z]{2,}r(?:ais|ait|aient|ions|iez)$")
_IMPERFECT = re.compile(r"[a-z]+(?:ais|ait|aient|iez|ions)$")
_NEVER_IMPERFECT = word_set(
    """
    mais jamais fait sait francais anglais frais vrais parait plait portugais haitiennais
    """
)
_FUTURE = re.compile(r"(?:[a-z]{2,}(?:e|i|d|v|u|r)r(?:a|ont|ai|ons|ez)|aura|sera|ira|fera)$")
_NOT_FUTURE = word_set(
    """
    opera camera verre entra montra rentra dirai
    """
)
_SUPPOSED = re.compile(
    r"(?: au cas ou | en cas de | en cas d' | risque de | risque d' | risquent de | risquent d' "
    r"| risque que | risquait de"
    r"| advenant | supposons | imaginons | imaginez | eventuel| a moins que | un jour ou l' "
    r"| si jamais | souhaite | espere )"
)
_FEARED = re.compile(
    r" (?:peur|crainte|craint|craindre|craignent|craignait|inquiet|inquiete|inquietude|angoisse|redoute) "
    r"(?:de|d'|que|qu') "
)
_ANY_CUE = word_set(
    """
    si s' cas risque risquent risquait advenant supposons imaginons imaginez eventuel moins jour jamais souhaite espere
    peur crainte craint craindre craignent craignait inquiet inquiete inquietude angoisse redoute
    """
)
OWN_FEAR = frozenset({"confiance", "stigmatisation"})
_WISHES = frozenset({"aspiration"})  # a wish is told in the conditional: « elle aimerait » asserts it


def may_suppose(words: Sequence[str]) -> bool:
    """Tell cheaply that no cue of this layer stands in a sentence: False is certain, True is worth a look."""
    return not _ANY_CUE.isdisjoint(words) or any(map(is_conditional, words))


def is_supposed(words: Sequence[str], start: int, end: int, code: str) -> bool:
    """Tell whether the hit on ``words[start:end]`` is imagined, feared, wished or conditional."""
    if code in _WISHES:
        return False
    left, right = _clause(words, start, end)
    clause = words[left:right]
    if any(map(is_conditional, clause)):
        return True
    before = " " + " ".join(words[left:start]) + " "
    if _SUPPOSED.search(before + " ".join(words[start:end]) + " "):
        return True
    if code not in OWN_FEAR and _FEARED.search(before):
        return True
    return _in_condition(words, start)


@lru_cache(maxsize=20_000)
def is_conditional(word: str) -> bool:
    """Tell « pourrait », « aurait » from « français », « rentrait », « espérait »."""
    return _CONDITIONAL.match(word) is not None and _FAKE_CONDITIONAL.match(word) is None


def _clause(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    left, right = start, end
    while left > 0 and start - left < 14 and words[left - 1] not in STOPS:
        left -= 1
    while right < len(words) and right - end < 8 and words[right] not in STOPS:
        right += 1
    return left, right


def _in_condition(words: Sequence[str], start: int) -> bool:
    """« Si elle perdait… »: a condition, unless it states a general truth (« si t'as pas de papiers, t'as rien »)."""
    left = max(0, start - 16)
    for at in range(start - 1, left - 1, -1):
        if words[at] not in {"si", "s'"} or at + 1 >= len(words):
            continue
        following, previous = words[at + 1], words[at - 1] if at else ""
        if following not in (_SUBJECTS if words[at] == "si" else {"il", "ils"}) or previous in _NOT_A_CONDITION:
            continue
        return _is_unreal(words, at, start)
    return False


def _is_feared(condition: Sequence[str], subject: str) -> bool:
    """« Si je parle, ils le sauront tous », « si l'ascenseur tombe en panne »: something of one's own, not a rule."""
    return subject not in _ANYBODY and _KNOWN.isdisjoint(condition)


def _is_unreal(words: Sequence[str], condition: int, start: int) -> bool:
    inside = words[condition:]
    stop = next((k for k, word in enumerate(inside) if word in {",", "mais", ";"}), len(inside))
    if start >= condition + stop and "mais" in words[condition:start]:
        return False
    past = any(_IMPERFECT.match(word) and word not in _NEVER_IMPERFECT for word in inside[:stop])
    later = any(
        is_conditional(word) or (_FUTURE.match(word) and word not in _NOT_FUTURE) for word in inside[stop:] or inside
    )
    return past or later or "jamais" in inside[:2] or _is_feared(inside[:stop], inside[1])
