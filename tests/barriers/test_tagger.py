"""What holds for any text: offsets, determinism, linear time, the spaCy component."""

import threading
import time

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

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
