"""What is over, denied afterwards, or asked of nobody: cues that turn an obstacle into one that is absent.

« C'est réglé », « avant elle avait peur, maintenant… », « ils demandent pas de carte », « même sans papiers ».
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from codesign.barriers.supposition import STOPS
from codesign.nlp import word_set

DENIED_AFTER = re.compile(
    r"^(?:(?!(?:que|qu'|qui|depuis|sa|son|mon|ma|le|la|les|un|une|leur) )[a-z']+ ){0,3}?(?:(?:n' "
    r"|ne )?(?:est|sont|etait|etaient|pose|cause|font|fait) (?:pas|plus|pus|jamais|aucun) (?:vraiment )?"
    r"(?:un |le |de |des |d' |aucun )?(?:vrai |gros )?(?:probleme|enjeu|obstacle|frein|souci|barriere|difficulte)"
    r"|(?:est|sont|a ete|ont ete|s' est|etait) (?:enfin |maintenant |finalement |desormais )?"
    r"(?:regle|resolu|arrange|parti|passe|tombe|disparu|dissipe|envole|fini|termine|derriere"
    r"|surmonte|chose du passe)(?:e|s|es)? "
    r"|a (?:fini par |presque )?(?:disparu|disparaitre) |disparait |n' existe (?:plus|pus) "
    r"|pantoute |c' est (?:fini|regle|termine|du passe))"
)
DENIAL_CUES = word_set(  # no denial holds none of these: the expression above is tried only on one of them
    """
    pas plus pus jamais aucun pantoute disparait disparaitre chose derriere fini finie finis finies
    regle reglee regles reglees resolu resolue resolus resolues arrange arrangee arranges arrangees
    parti partie partis parties passe passee passes passees tombe tombee tombes tombees
    disparu disparue disparus disparues dissipe dissipee dissipes dissipees
    envole envolee envoles envolees termine terminee termines terminees surmonte surmontee surmontes surmontees
    """
)
_DEMANDS = word_set(
    """
    demande demandee demandes demandees demandent demandait exige exigee exiges exigees exigent exigeait exiger requis
    requise requises reclame reclament obligatoire necessaire
    """
)
_NOBODY = word_set(
    """
    pas plus pus nul personne aucun aucune jamais ni rien
    """
)
_ENDED = word_set(
    """
    fini finis finie finies
    """
)
_ONCE = frozenset(["avant", "autrefois", "jadis", "anciennement"])
_NOT_ONCE = word_set(
    """
    de d' que qu' la le l' les midi minuit un son sa ses leur cette ce meme
    """
)
_THEN = word_set(
    """
    avait avais avaient etait etais etaient avions
    """
)
ONCE_CUES = _ONCE | _THEN | {"debut"}
_FROM_NOW = frozenset(["maintenant", "astheure", "desormais"])
NOW = frozenset(["maintenant", "astheure", "aujourd'hui", "desormais", "depuis"])


WAIVERS = _DEMANDS | _ENDED | {"besoin", "meme"}


def is_waived(words: Sequence[str], start: int, end: int, code: str) -> bool:
    """« Ils demandent pas de carte », « même sans papiers », « fini les trente piasses »: it stands in nobody's way."""
    before = words[max(0, start - 4) : start]
    if any(words[at] in _ENDED and STOPS.isdisjoint(words[at:start]) for at in range(max(0, start - 3), start)):
        return True
    if "meme" in before and ("sans" in before or words[start] == "sans"):
        return True
    if code != "statut":
        return False
    around = [at for at in range(max(0, start - 6), min(len(words), end + 5)) if words[at] in _DEMANDS]
    return any(
        not _NOBODY.isdisjoint(words[max(0, at - 3) : at + 3])
        and STOPS.isdisjoint(words[min(at, end) : max(at, start)])
        for at in around
    )


def is_past(words: Sequence[str], start: int, end: int) -> bool:
    """« Avant elle avait peur, maintenant… »: the first half is over."""
    once = (
        any(
            word in _ONCE and at + 1 < len(words) and words[at + 1] not in _NOT_ONCE
            for at, word in enumerate(words[:start])
        )
        or " au debut " in " " + " ".join(words[:start]) + " "
    )
    later = words[end : end + 25]
    then = not _THEN.isdisjoint(words[max(0, start - 5) : end]) and not _FROM_NOW.isdisjoint(later)
    return then or (once and not NOW.isdisjoint(later))
