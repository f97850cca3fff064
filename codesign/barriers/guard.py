"""The language guard: French rules stay silent on a sentence in English or in Haitian Creole.

A light count of words that exist in one language only; words that two languages share (« pa », « sa », « ou », « on »)
count for none.
"""

from __future__ import annotations

from collections.abc import Sequence

from codesign.nlp import word_set

FOREIGN_WORDS = word_set(
    """
    afraid ak ale and anpil any ap are at because been bezwen but can cannot could couldn didn doctor doesn
    dokte don ede eske fanmi fe for franse from gen genyen get go got granmoun had has have he her his how is
    isn it its ka kay ki kijan konnen konprann kote kreyol lajan lap lekol li lopital map money moun mwen my
    nan nap need needs never no nobody not nothing nou of oken oto pale paske pitit pou poukisa said says she
    should some speak speaks tap that the their them there they this timoun to tout'moun travay want was wasn
    we went were what when where who with would yo you
    """
)
_FRENCH = word_set(
    """
    au aux avait avec c' ce cette chez d' dans de des du elle elles est et etait fait faut il ils j' je l' la
    le les mais mes n' ne nous on ont parce pas peut plus pour qu' quand que qui ses son sont sur tres trop un
    une va veut vous y
    """
)


def is_foreign(words: Sequence[str]) -> bool:
    """Tell whether a sentence (folded words) is mostly in another language."""
    foreign = sum(map(FOREIGN_WORDS.__contains__, words))
    if foreign < 2:
        return False
    return foreign > sum(map(_FRENCH.__contains__, words))
