"""The language guard: French rules stay silent on a sentence in English or in Haitian Creole.

A light count of words that exist in one language only; words that two languages share (« pa », « sa », « ou », « on »)
count for none.
"""

from __future__ import annotations

from collections.abc import Sequence

_FOREIGN = frozenset(
    (
        "the is and she he they of for with have has had you my her his was were are it its but because not no don doesn didn "
        "can cannot couldn wasn isn to from at there their them who what where when how this that we want need needs said says "
        "would could should speak speaks doctor afraid money nobody nothing never any some been go went get got "
        "mwen li yo nou nan gen ak pou ki fe ap tout'moun kay anpil moun lekol paske genyen konnen ale bezwen dokte travay timoun "
        "kreyol franse pale lopital lajan oto konprann ka ede fanmi oken kote kijan poukisa pitit granmoun eske nap map lap tap"
    ).split()
)
_FRENCH = frozenset(
    (
        "le la les l' un une des du de d' est et je j' il elle on nous vous ils elles que qu' qui dans pour avec sur ne n' au aux ce "
        "cette c' ses mes son pas plus mais parce sont ont avait etait quand chez trop tres faut peut veut va fait y"
    ).split()
)


def is_foreign(words: Sequence[str]) -> bool:
    """Tell whether a sentence (folded words) is mostly in another language."""
    foreign = sum(word in _FOREIGN for word in words)
    if foreign < 2:
        return False
    return foreign > sum(word in _FRENCH for word in words)
