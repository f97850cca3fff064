"""Sentences and tokens of French as spoken and typed in Québec."""

import time
import warnings

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from codesign.nlp import fold, new_language, safe_text, sentence_spans, sentences, text_of, tokens


@given(st.text(st.characters(), max_size=200))
def test_a_sentence_is_the_text_between_its_offsets(text: str) -> None:
    """Emoji, right-to-left, control characters and lone surrogates are all somebody's text."""
    end = 0
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= end
        assert sentence.text.strip()
        end = sentence.end


@given(st.text(st.characters(), max_size=200))
def test_the_pipeline_keeps_the_text(text: str) -> None:
    """Offsets of tokens are offsets of the note."""
    doc = NLP(safe_text(text))
    assert len(doc.text) == len(text)
    assert doc.text == safe_text(text)


NLP = new_language()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Elle dort. Il lit.", ["Elle dort.", "Il lit."]),
        (
            "M. Roy et Mme. Diallo attendent. La Dre. Tran vient.",
            ["M. Roy et Mme. Diallo attendent.", "La Dre. Tran vient."],
        ),
        ("Il dit : « On ferme à 10 h 30. » Puis il part.", ["Il dit : « On ferme à 10 h 30. »", "Puis il part."]),
        ("- pas d'auto\n• pas d'argent\n\nfin", ["pas d'auto", "pas d'argent", "fin"]),
        ("elle a peur. elle sort pas", ["elle a peur.", "elle sort pas"]),
        ("Bon… elle verra. Et toi ? demande-t-elle.", ["Bon… elle verra.", "Et toi ? demande-t-elle."]),
        (
            "Elle a peur.Elle part. Note de 3.5 sur lapresse.ca",
            ["Elle a peur.", "Elle part.", "Note de 3.5 sur lapresse.ca"],
        ),
        ("1. Inscrire le petit\n2. Attendre", ["1. Inscrire le petit", "2. Attendre"]),
        (
            "Lait, pain, etc. et puis rien. J. Tremblay dit oui.",
            ["Lait, pain, etc. et puis rien.", "J. Tremblay dit oui."],
        ),
        ("", []),
        (" \n - \n", []),
    ],
)
def test_sentences_end_where_a_reader_says(text: str, expected: list[str]) -> None:
    """The sentence is the unit of coding."""
    assert [sentence.text for sentence in sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J’ai pas d'auto", ["J’", "ai", "pas", "d'", "auto"]),
        ("aujourd’hui quelqu'un", ["aujourd’hui", "quelqu'un"]),
        ("le p'tit a un rendez-vous", ["le", "p'tit", "a", "un", "rendez-vous"]),
        ("a-t-elle peur\u00a0?", ["a", "-", "t", "-", "elle", "peur", "\u00a0", "?"]),
    ],
)
def test_tokens_are_those_of_quebec_french(text: str, expected: list[str]) -> None:
    """The lexicon is written in these words."""
    assert [token.text for token in NLP(text)] == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_tokens_without_a_doc_are_those_of_the_doc(text: str) -> None:
    """The tagger reads these; people who use the pipeline see those."""
    seen = [(token.idx, token.text) for token in NLP.make_doc(text) if not token.is_space]
    assert list(tokens(text)) == seen


def test_folding_is_kept_with_the_word() -> None:
    """Case, accents and the shape of the apostrophe must not matter."""
    assert fold("Œuvre À L’École") == "oeuvre a l'ecole"
    assert [token.norm_ for token in NLP("MÉDECIN médecin")] == ["medecin", "medecin"]


def test_sentence_marks_agree_with_the_splitter() -> None:
    """Users of the pipeline see the same sentences as the queue."""
    doc = NLP("Elle dort. Il lit.\nFin")
    assert [text[start:end] for text in [doc.text] for start, end in sentence_spans(doc)] == [
        "Elle dort.",
        "Il lit.",
        "Fin",
    ]
    assert len(list(doc.sents)) == 3
    assert sentence_spans(NLP.make_doc("Un. Deux.")) == [(0, 3), (4, 9)]


@pytest.mark.parametrize("text", ["mot " * 250_000, "a" * 1_000_000, "." * 500_000, " " * 500_000, ". " * 250_000])
def test_a_megabyte_is_linear(text: str) -> None:
    """Pasted transcripts have no full stops."""
    start = time.process_time()
    sentences(text)
    assert time.process_time() - start < 5


def test_the_text_of_a_document_is_its_own() -> None:
    """The text received is kept, since joining it anew is slow; a part of a document must not keep the whole."""
    doc = NLP("Elle dort.  Il lit 😀.\nFin")
    assert text_of(doc) == doc.text
    part = doc[3:8].as_doc(copy_user_data=True)
    assert text_of(part) == part.text == " Il lit 😀."
    assert sentence_spans(part) == [(1, 10)]
    with warnings.catch_warnings(action="ignore"):
        both = Doc.from_docs([doc, doc])
    assert text_of(both) == both.text
    assert text_of(spacy.blank("fr")("Il lit.")) == "Il lit."
    assert text_of(NLP("")) == ""
