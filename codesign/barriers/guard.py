"""The language guard: French rules and the French model stay silent on a sentence in another language.

A light count of words that exist in one language only (English, Haitian Creole, Spanish), against the French words that
this language does not share; and a look at the letters: a sentence mostly in another alphabet is not French either.
"""

from __future__ import annotations

from collections.abc import Sequence

from codesign.nlp import word_set

_ENGLISH = word_set(
    """
    afraid and any anyone are at because been being but by can cannot could couldn did didn do doctor does doesn
    don every everything for from get go going got had has have he help her here him his hospital how i if in is isn it
    its just know language late map money much my need needs never no nobody not nothing of off one our out people
    said says school she should so some speak speaks still stay take that the their them then there they this to told
    too understand us very waiting want wants was wasn we went were what when where which who why will with without
    work works would you your
    """
)
_CREOLE = word_set(
    """
    ak ale anpil ap avek ayisyen bay bezwen chache dokte epi eske fanmi fe franse frase gen genyen granmoun jwenn
    kay ki kijan konn konnen konprann kote kounye kreyol lajan lakay lap lekol li lopital lwen machin map moun mwen
    nan nap oken oto pale papye paske peye pitit pou poukisa pral pran rele tap timoun tou toujou toutmoun tout'moun
    travay vle wont yo zanmi
    """
)
_SPANISH = word_set(
    """
    ahora alla aqui ayuda casa cita con cuando dice dinero donde ella ellas ellos el entiende espera esta estaba estan
    fue habla hablan hablar hace hacer hasta hay hijo hija hijos lejos los medico miedo muy nada nadie
    ninguna ninguno nino ninos nunca pagar para pero poder por porque puede pueden puedo quiere sabe siempre sin sola
    solo su tambien tampoco tengo tenia tiene tienen trabaja trabajo una uno verguenza vive yo
    """
)
FOREIGN_WORDS = _ENGLISH | _CREOLE | _SPANISH
_FRENCH = word_set(
    """
    a au aux avait avec c' ce cette chez d' dans de des du elle elles en est et etait fait faut il ils j' je l' la
    le les leur lui ma mais mes n' ne nous on ont ou par parce pas peut plus pour qu' quand que qui s' sa se ses si
    son sont sur t' tres trop tu un une va veut vous y
    """
)
_SHARED = (
    (_ENGLISH, frozenset(["a", "on", "son", "sur"])),
    (_CREOLE, frozenset(["a", "la", "le", "pas", "sa", "se", "ou", "si", "on", "tu", "va"])),
    (_SPANISH, frozenset(["a", "de", "des", "en", "la", "le", "les", "se", "si", "son", "tu", "un", "va", "y"])),
)
_FRENCH_WITHOUT = tuple((words, _FRENCH - shared) for words, shared in _SHARED)
_LAST_LATIN = "\u036f"  # marks that add to Latin letters included


def is_other_alphabet(word: str) -> bool:
    """Tell a word that begins in another alphabet than the Latin one (signs and pictures are no letters)."""
    return word > _LAST_LATIN and word[0].isalpha()


def is_foreign(words: Sequence[str]) -> bool:
    """Tell whether a sentence (folded words) is mostly in another language."""
    if sum(map(is_other_alphabet, words)) * 2 > len(words):
        return True
    for foreign, french in _FRENCH_WITHOUT:
        found = sum(map(foreign.__contains__, words))
        if found >= 2 and found > sum(map(french.__contains__, words)):
            return True
    return False
