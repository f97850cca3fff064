"""What holds for any text: offsets, determinism, linear time, the spaCy component."""

import threading
import time
import warnings

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from codesign.barriers import TagStatus, load_lexicon, load_tagger, propose, tagger_version
from codesign.barriers.verbs import conjugate

EXAMPLES = [entry.example for entry in load_lexicon().entries]
ANY_TEXT = st.text(st.characters(), max_size=80)  # lone surrogates and control characters included


@settings(deadline=None, max_examples=60)
@given(before=ANY_TEXT, example=st.sampled_from(EXAMPLES), after=ANY_TEXT)
def test_offsets_stay_inside_the_text_and_the_sentence(before: str, example: str, after: str) -> None:
    """A highlighted passage that is not the one meant destroys trust at once."""
    text = f"{before}\n{example}\n{after}"
    for each in propose(text):
        assert 0 <= each.start < each.end <= len(text)
        assert 0 < each.score < 1
        assert each.evidence
        for evidence in each.evidence:
            assert each.start <= evidence.start < evidence.end <= each.end


def test_the_evidence_is_the_wording_itself() -> None:
    """An emoji before the sentence must not shift the passage shown."""
    text = "😀 Bonjour.\nElle n’a pas d’auto."
    (found,) = [each for each in propose(text) if each.family == "barrier"]
    assert text[found.start : found.end] == "Elle n’a pas d’auto."
    assert [text[each.start : each.end] for each in found.evidence] == ["auto"]
    assert (found.code, found.status, found.origin) == ("transport", TagStatus.PRESENT, "rule")


def test_present_wins_over_absent_in_one_sentence() -> None:
    """« plus peur de la police, mais peur de la DPJ » is still a barrier."""
    (found,) = [
        e for e in propose("Elle n'a plus peur de la police mais elle a peur de la DPJ.") if e.code == "confiance"
    ]
    assert found.status is TagStatus.PRESENT


def test_a_sentence_of_a_megabyte_costs_a_linear_time() -> None:
    """A transcript without any full stop must not freeze the machine."""
    text = "elle a pas d'auto pis elle parle avec sa voisine du bloc " * 4_000
    propose(text[:20_000])
    start = time.process_time()
    propose(text)
    assert time.process_time() - start < 20


def test_the_component_joins_a_stock_pipeline() -> None:
    """Others may have a French pipeline already."""
    nlp = spacy.blank("fr")
    nlp.add_pipe("codesign_barriers")
    doc = nlp("Elle n'a pas d'interprète.")
    assert [(span.label_, span._.codesign_status, span.text) for span in doc.spans["barriers"]] == [
        ("langue", "present", "interprète")
    ]
    assert len(nlp("")) == 0


def test_three_lines_give_spans_scores_and_statuses() -> None:
    """What docs/architecture.md shows to others must work as written."""
    nlp = load_tagger()
    doc = nlp("Elle n'a pas d'auto. La dame du bureau parlait français, il a souri pis il est reparti.")
    spans = list(doc.spans["barriers"])
    assert {"transport", "langue"} <= {span.label_ for span in spans}
    assert {span._.codesign_rule == "model" for span in spans} == {True, False}
    assert all(0 < span._.codesign_score < 1 and TagStatus(span._.codesign_status) for span in spans)


def test_each_span_tells_of_its_own_code() -> None:
    """Two codes often rest on the same word: spaCy alone would give both what was told last."""
    together = 0
    for doc in load_tagger().pipe(EXAMPLES):
        wanted: dict[tuple[str, int, int], set[tuple[str, str, float, str]]] = {}
        for each in doc._.codesign_proposals:
            for part in each.evidence:  # two rules may find the same words
                said = (each.family, each.status.value, each.score, part.rule_id)
                wanted.setdefault((each.code, part.start, part.end), set()).add(said)
        spans = list(doc.spans["barriers"])
        assert {(span.label_, span.start_char, span.end_char) for span in spans} == {*wanted}
        for span in spans:
            told = span._
            said = (told.codesign_family, told.codesign_status, told.codesign_score, told.codesign_rule)
            assert said in wanted[span.label_, span.start_char, span.end_char]
        together += len(wanted) - len({where[1:] for where in wanted})
    assert together > 20


def test_documents_read_together_are_read_as_each_alone() -> None:
    """Several short notes share a lot; a long one is cut into several."""
    nlp = load_tagger()
    texts = ["", *EXAMPLES[:300], " ".join(EXAMPLES[:300]), "\n", *EXAMPLES[300:310]]
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        assert doc.text == text
        alone = propose(text)
        found = doc._.codesign_proposals
        assert [each._replace(score=0) for each in found] == [each._replace(score=0) for each in alone]
        assert [each.score for each in found] == pytest.approx([each.score for each in alone], abs=0.002)


def test_spans_move_with_documents_put_together() -> None:
    """Others merge documents: what is told of a span must not stay behind."""
    one, two = load_tagger().pipe(["Elle n'a pas d'auto.", "Il n'a plus peur de la police."])
    with warnings.catch_warnings(action="ignore"):  # spaCy drops what is told of whole documents, and says so
        both = Doc.from_docs([one, two])
    assert [(span.label_, span._.codesign_status) for span in both.spans["barriers"]] == [
        (span.label_, span._.codesign_status) for doc in (one, two) for span in doc.spans["barriers"]
    ]
    assert {span._.codesign_status for span in both.spans["barriers"]} == {"present", "absent"}


def test_the_pipeline_is_shared_and_safe_between_threads() -> None:
    """Several people open the review at once."""
    assert load_tagger() is load_tagger()
    expected = propose("Elle a honte de demander.")
    results: list[object] = []
    threads = [threading.Thread(target=lambda: results.append(propose("Elle a honte de demander."))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 8


def test_the_version_names_engine_lexicon_and_model() -> None:
    """Stored proposals carry it."""
    assert tagger_version().startswith(f"rules-1-{load_lexicon().version}+model-")


def test_the_verb_table_is_what_the_generator_gives() -> None:
    """A verb added to a pattern by hand would silently never match."""
    verbs = load_lexicon().verbs
    assert verbs == {verb: conjugate(verb) for verb in verbs}
    assert {"parle", "parlait", "parlerait", "parlee"} <= set(conjugate("parler"))
    assert {"finissent", "vendu", "mangeait"} <= {*conjugate("finir"), *conjugate("vendre"), *conjugate("manger")}
