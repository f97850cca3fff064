"""The status layer: from a hit and the words around it to present, absent, hypothetical, or nothing at all.

The idea of cues with a bounded scope that a terminator closes comes from NegEx (Chapman and others, 2001); the cues are
those of spoken and written French in Québec. The words are folded (see ``matching``). Limits, known and accepted:
no syntax beyond the clause, no irony, no contrast between two persons (« sa mère avait peur, pas elle »).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntFlag

from codesign.barriers.guard import FOREIGN_WORDS, is_foreign, is_other_alphabet
from codesign.barriers.model import Kind, TagStatus
from codesign.barriers.settled import DENIAL_CUES, DENIED_AFTER, NOW, ONCE_CUES, WAIVERS, is_past, is_waived
from codesign.barriers.supposition import STOPS, is_supposed, may_suppose
from codesign.nlp import word_set

_NEGATION_STOPS = STOPS | frozenset(
    ["et", "ou", "que", "qu'", "par", "vu", "tellement", "tant", "afin", "depuis", "faute", "si"]
)
_NEGATIONS = word_set(
    """
    pas pus jamais aucun aucune sans ni guere nullement zero aucunement
    """
)
_NOT_ONLY = word_set(
    """
    mal pire juste seulement uniquement que qu' si besoin sure sur
    """
)
_ONLY_AFTER_PAS = _NOT_ONLY - {"besoin"}
_HAVE_BE = word_set(
    """
    a ai as avait avais avons ont est es suis sont etait etais etaient sommes avaient y aura sera c'
    """
)
_LACKS = word_set(
    """
    manque manquait manquent faute penurie absence rupture prive privee prives privees perdu perdre perd perds
    perdait perdra perdrait perde perdent perdaient probleme problemes difficulte difficultes misere difficile
    impossible complique enjeu enjeux 0 court non
    """
)
_FILLERS = word_set(
    """
    de d' du des un une le la l' les son sa ses leur leurs mon ma mes ton ta tes notre votre nos vos acces a
    au aux y en encore toujours assez beaucoup vraiment trouve trouver trouvent eu recu obtenu obtenir avoir
    recevoir droit autre seul seule bon bonne vrai vraie propre petit petite tous toutes moyen moyens pour se
    s' payer ni ou personnel personnelle nouveau nouvelle bien meme cette ce possede possedent offert offre
    acheter acces besoin avec lie liee lies service services etre pu reussi a! moindre un! l'acces question
    grand grand-chose chose tout suffisamment forcement meilleur necessaire necessaires valide valides bonnes
    bons
    """
)
_NO_NOUNS = _FILLERS | _NEGATIONS | STOPS
_GAINED = frozenset(["enfin", "finalement", "desormais", "maintenant", "astheure"])
_GONE = frozenset(["passe", "passee", "passes", "passees", "parti", "partie", "partis", "parties"])
_OWN = frozenset(["a", "ai", "ont", "avons", "recu", "obtenu", "possede", "trouve"])
_GOT = word_set(
    """
    trouve trouvee obtenu obtenue recu recue
    """
)
_TROUBLE_AFTER = re.compile(
    r"^, (?:j'|il|elle|on|ils|elles|y|nous) (?:n' )?en (?:ai|a|ont|avait|avaient|avons) (?:pas|plus|pus|jamais) "
    r"|^(?:(?:est|sont|etait|etaient|a|ont|ete|lui|leur|nous|me|m'|y|encore|toujours|souvent|tombe"
    r"|tombee|reste|restent|c'|ca|qui) )*"
    r"(?:manqu(?:e|ent|ait|aient) (?!pas |plus )|inexistant|absent|introuvable|insuffisant|expire"
    r"|perdu|vole|brise|en panne|rare|"
    r"fait(?: cruellement)? defaut|n' existe pas|pas disponible|un (?:gros |vrai "
    r"|grand )?(?:probleme|frein|obstacle|enjeu|defi)|pose probleme|"
    r": (?:non|aucun|0|pas|zero|ko) ?|difficile|impossible)"
)
_NO_TROUBLE = re.compile(
    r"(?:pas|plus|pus|jamais) (?:vraiment )?(?:un |le |de )(?:vrai |gros )?(?:probleme|enjeu"
    r"|obstacle|frein|souci|barriere)"
)
_TROUBLE_NAMES = word_set(
    """
    probleme enjeu obstacle frein souci barriere problemes enjeux obstacles freins soucis barrieres
    """
)
_TROUBLES = word_set(
    """
    difficulte difficultes misere mal peine trouble probleme problemes
    """
)


class Cue(IntFlag):
    """Which layers may have something to say of a sentence: most sentences hold no cue of most layers."""

    FOREIGN = 1
    SUPPOSED = 2
    ONCE = 4
    NOW = 8
    DENIAL = 16
    WAIVED = 32
    PAST = ONCE | NOW


# Plain numbers: the arithmetic of IntFlag is too slow for one operation per word.
_CUES = (Cue.FOREIGN, Cue.SUPPOSED, Cue.PAST, Cue.DENIAL, Cue.WAIVED)
_FOREIGN, _SUPPOSED, _PAST, _DENIAL, _WAIVED = (int(each) for each in _CUES)


def cues_of(words: Sequence[str]) -> int:
    """Return the cues that stand among words, as the bits of ``Cue``; computed once per spelling."""
    found = {
        Cue.FOREIGN: not FOREIGN_WORDS.isdisjoint(words) or any(map(is_other_alphabet, words)),
        Cue.SUPPOSED: may_suppose(words),
        Cue.ONCE: not ONCE_CUES.isdisjoint(words),
        Cue.NOW: not NOW.isdisjoint(words),
        Cue.DENIAL: not DENIAL_CUES.isdisjoint(words),
        Cue.WAIVED: not WAIVERS.isdisjoint(words),
    }
    return sum(int(cue) for cue, holds in found.items() if holds)


class Reading:
    """The folded words of a sentence and the cues that it holds."""

    __slots__ = ("cues", "foreign", "past", "question", "supposed", "waived", "words")

    def __init__(self, words: Sequence[str], cues: int) -> None:
        self.words, self.cues = words, cues
        self.question = "?" in words[-3:]
        self.supposed = cues & _SUPPOSED
        self.past = cues & _PAST == _PAST
        self.waived = cues & _WAIVED
        self.foreign = cues & _FOREIGN and is_foreign(words)


def status_of(reading: Reading, start: int, end: int, kind: Kind, code: str) -> TagStatus | None:
    """Decide the status of a hit on ``words[start:end]``; None when the hit says nothing of the code."""
    words = reading.words
    status = _polarity(words, start, end, kind, reading.cues)
    if status is not TagStatus.PRESENT:
        imagined = reading.question or (reading.supposed and is_supposed(words, start, end, code))
        return TagStatus.HYPOTHETICAL if imagined and kind is Kind.RESOLVED else status
    if reading.past and is_past(words, start, end):
        return TagStatus.ABSENT
    if reading.waived and is_waived(words, start, end, code):
        return TagStatus.ABSENT
    if reading.question or (reading.supposed and is_supposed(words, start, end, code)):
        return TagStatus.HYPOTHETICAL
    return status


def _polarity(words: Sequence[str], start: int, end: int, kind: Kind, cues: int) -> TagStatus | None:
    following = words[end : end + 9]
    denied = bool(cues & _DENIAL) and not DENIAL_CUES.isdisjoint(following)
    denied = denied and DENIED_AFTER.match(_until_stop(following)) is not None
    if kind is Kind.RESOLVED:  # « ses papiers ne sont pas réglés » says the contrary of « réglés »
        undone = any(_is_negation(words, at) and words[at + 1] != "un" for at in range(start + 1, end - 1))
        return TagStatus.PRESENT if undone else TagStatus.ABSENT
    if kind is Kind.RESOURCE:
        return _resource(words, start, following, denied=denied)
    if denied or _says_no_trouble(words[start:end]):
        return TagStatus.ABSENT
    if (kind is Kind.PROBLEM or words[start] in _TROUBLES) and _is_negated(words, start):
        return TagStatus.ABSENT
    return TagStatus.PRESENT


def _says_no_trouble(words: Sequence[str]) -> bool:
    return not _TROUBLE_NAMES.isdisjoint(words) and _NO_TROUBLE.search(" ".join(words) + " ") is not None


def _until_stop(following: Sequence[str]) -> str:
    """Keep what follows up to a comma, unless the comma opens « c'est réglé »."""
    after = " ".join(following) + " "
    head, comma, tail = after.partition(", ")
    return head + tail if comma and tail.startswith("c' est") else head


def _resource(words: Sequence[str], start: int, following: Sequence[str], *, denied: bool) -> TagStatus | None:
    """A means counts only when its lack, or the end of its lack, is said."""
    if denied and _GONE.isdisjoint(following):
        return TagStatus.ABSENT
    at = start - 1
    seen: set[str] = set()
    while at >= 0 and start - at <= 8:
        word = words[at]
        if _is_negation(words, at) or _is_lack(words, at):
            return _lack_found(words, at, seen)
        if word in {",", "et", "ou"} and at + 1 < len(words) and words[at + 1] in {"de", "d'", "ni", "aucun", "aucune"}:
            at -= 1
            at -= _list_item(words, at)
            continue
        if word not in _FILLERS and word not in _GOT:
            break
        seen.add(word)
        at -= 1
    if _TROUBLE_AFTER.match(" ".join(following) + " "):
        return TagStatus.PRESENT
    before = set(words[max(0, start - 7) : start])
    own = words[at - 1 : at] if at > 0 and words[at] in _GAINED else []
    got = at >= 0 and ((bool(seen & _GOT) and words[at] in _HAVE_BE) or bool(before & _GAINED and seen & _OWN))
    got = got or not _HAVE_BE.isdisjoint(own)
    return TagStatus.ABSENT if got and not before & _NEGATIONS else None


def _list_item(words: Sequence[str], at: int) -> int:
    """« pas d'auto, de permis »: skip the noun of the item before, up to two words."""
    skipped = 0
    while skipped < 2 and at - skipped >= 0 and words[at - skipped] not in _NO_NOUNS:
        skipped += 1
    return skipped


def _lack_found(words: Sequence[str], at: int, seen: set[str]) -> TagStatus | None:
    """A negation before the cue undoes it (« ne manque pas »); « pas besoin d'interprète » is no lack."""
    if "besoin" in seen:
        return TagStatus.ABSENT if words[at] in {"plus", "pus"} else None
    if words[at] in _LACKS and any(_is_negation(words, k) for k in range(max(0, at - 3), at)):
        return TagStatus.ABSENT
    return TagStatus.PRESENT


def _is_lack(words: Sequence[str], at: int) -> bool:
    word = words[at]
    if word == "peu":
        return at == 0 or words[at - 1] != "un"
    if word in {"ne", "n'"}:
        return at + 1 < len(words) and words[at + 1] in {"peut", "sait", "ose", "peuvent", "pouvait"}
    return word in _LACKS and not (word == "court" and words[at - 1] != "a")


def _is_negation(words: Sequence[str], at: int) -> bool:
    """« pas » in « pas mal » and « plus » in « plus cher » do not negate."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word == "pu":  # « j'ai pu de char » is « plus »; « il a pu » is « pouvoir »
        return following in {"de", "d'"}
    if word == "plus":
        return _plus_negates(words, at, following)
    if word == "pas":
        previous = words[at - 1] if at else ""
        return following not in _ONLY_AFTER_PAS and previous != "pourquoi"
    return word in _NEGATIONS


def _plus_negates(words: Sequence[str], at: int, following: str) -> bool:
    """« plus » negates with ne/n', with « de » (but no number), or after avoir/être when nothing is compared."""
    before = words[max(0, at - 5) : at]
    if before and before[-1] in {"de", "en", "le", "la", "les", "beaucoup", "bien", "encore", "non"}:
        return False
    if "ne" in before or "n'" in before:
        return True
    if following in {"de", "d'"}:
        number = words[at + 2] if at + 2 < len(words) else ""
        return not number.isdigit() and (not before or before[-1] in _HAVE_BE)
    return bool(before) and before[-1] in _HAVE_BE and not {"que", "qu'"} & set(words[at + 1 : at + 6])


def _is_negated(words: Sequence[str], start: int) -> bool:
    """A negation within five words before a problem, in its clause."""
    if start >= 2 and words[start - 1] in {"de", "par"} and words[start] in {"peur", "crainte"}:
        return start >= 2 and words[start - 2] in {"plus", "pus", "aucune"}
    for at in range(start - 1, max(-1, start - 6), -1):
        word = words[at]
        if word in _NEGATION_STOPS or (word == "qui" and at + 1 < start):
            return False
        if word == "moins" and start - at <= 2 and words[max(0, at - 1)] not in {"au", "du", "a"}:
            return True
        if word in {"fini", "finie", "finis", "finies", "surmonte", "vaincu", "perdu"} and start - at <= 2:
            return True
        if _is_negation(words, at):
            return True
    return False
