"""What a note may hold besides French: other languages, other letters, noise. Every text here is invented."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign.barriers import propose

FOREIGN = [
    "She could not get there because the bus never came and they had no money for it.",
    "Nobody at the clinic speaks my language and I do not know who to ask for help.",
    "He was afraid that they would take the children, so he never went back to the office.",
    "There is no doctor, the waiting list is two years and we cannot pay for the medicine.",
    "Li pa gen machin pou ale lopital la, yo pa vle pran li.",
    "Mwen pa konprann sa yo ekri nan papye a epi mwen wont mande.",
    "Fanmi an pa gen lajan pou peye dokte a, yo rete lakay yo.",
    "Pitit la malad men pa gen moun ki pale kreyol nan klinik lan, li tounen lakay li.",
    "No tiene dinero para pagar la consulta y tiene miedo de la policía.",
    "Ella no habla el idioma y nadie la entiende en la clínica, está muy sola.",
    "Los niños no tienen lugar en la guardería porque no hay plazas hasta el otoño.",
    "Mi madre no puede caminar y el autobús está muy lejos de su casa.",
    "هي لا تتكلم الفرنسية وليس عندها سيارة وتخاف من الشرطة.",
    "Она не говорит по-французски и боится идти в клинику одна.",
    "她不会说法语,也没有钱看医生。",
]
ODD = [
    "",
    " ",
    "\u00a0\u202f\t\n",
    "\x00\x01\x02\x1b[31m",
    "\ud800 seul",
    "😀😀😀 🚌❌ 👩‍👧",
    "?!?!… ;;; «» — •",
    "ELLE PARLE PAS FRANÇAIS PIS A PAS DE CHAR",
    "elle parle pas francais elle a pas dauto elle attend depuis deux ans elle a honte",
    "El1e nc par1e pa5 franqais, ii n'y a pa5 d'in1erprete | ~~ 0O0 lll",
    "a" * 5000,
    "́̂̃ e\u0301le\u0300ve",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_sentence_in_another_language_gets_no_barrier(text: str) -> None:
    """French rules and a French model know nothing of it: what they would say is chance."""
    assert [each.code for each in propose(text) if each.family == "barrier"] == []


def test_language_is_decided_by_sentence() -> None:
    """People change language in the middle of a note: the French sentence still counts."""
    text = "I do not know what they said to her. Elle n'a pas d'auto pour y aller. Mwen pa konnen ki moun yo ye."
    (found,) = [each for each in propose(text) if each.family == "barrier"]
    assert text[found.start : found.end] == "Elle n'a pas d'auto pour y aller."


def test_a_borrowed_word_does_not_hide_a_french_sentence() -> None:
    """Québec French borrows: « le boss », « le waiting list »."""
    assert "transport" in {
        each.code for each in propose("Le boss dit anyway, elle n'a pas d'auto pis le bus est loin.")
    }


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_survived_and_offsets_stay_inside(text: str) -> None:
    """A scan, a pasted message, a slip of the keyboard: no crash, no passage outside of the text."""
    for each in propose(text):
        assert 0 <= each.start < each.end <= len(text)
        assert all(each.start <= part.start < part.end <= each.end for part in each.evidence)


def test_capitals_and_missing_signs_are_still_read() -> None:
    """Some write everything in capitals, and nobody types full stops on a phone."""
    assert "langue" in {each.code for each in propose("ELLE PARLE PAS FRANÇAIS PIS A PAS DE CHAR")}


@settings(deadline=None, max_examples=25)
@given(text=st.text(st.characters(), max_size=60), spaces=st.text(" \t\u00a0\u202f", min_size=1, max_size=3))
def test_offsets_give_back_the_quote(text: str, spaces: str) -> None:
    """Whatever stands around, and whatever the spaces are, the passage is the sentence and the words are whole."""
    sentence = "Elle est repartie de la clinique sans interprète ni argent pour le taxi".replace(" ", spaces)
    whole = f"{text}\n{sentence}\n{text}"
    found = [each for each in propose(whole) if whole[each.start : each.end] == sentence and each.family == "barrier"]
    assert found
    words = set(sentence.split())
    for each in found:
        assert {whole[part.start : part.end] for part in each.evidence if part.rule_id == "model"} <= words


def test_time_grows_as_the_text_does() -> None:
    """Four times the words, about four times the time: nothing looks at all pairs of anything."""
    said = "elle attend son autobus et personne ne repond quand il appelle la clinique pour son enfant malade"
    words = said.split()
    draw = random.Random(3)  # noqa: S311 - a shuffle, not a secret
    text = " ".join(draw.choices(words, k=12_000))

    def cost(part: str) -> float:
        start = time.process_time()
        propose(part)
        return time.process_time() - start

    propose(text)
    short = min(cost(text[: len(text) // 4]) for _ in range(3))
    assert min(cost(text) for _ in range(3)) < 12 * short
