"""The sentence model: what it suggests, its file, its training, its corpus, its counts."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from codesign.barriers import ScoredSentence, TagStatus, load_lexicon, propose, propose_by_rules, scoring
from codesign.barriers.corpus import load_corpus, load_lines, load_pairs, near_duplicates
from codesign.barriers.examples import LINE, read_extra, read_lexicon, read_sentences
from codesign.barriers.tagger import Tagger, rule_tagger
from codesign.barriers.training import JUDGED, folds, train
from codesign.barriers.weights import MODEL_FILE, from_bytes, load_weights, to_bytes
from codesign.codebook import load_codebook
from codesign.errors import InvalidInput

CODES = [code.id for code in load_codebook().family("barrier").codes]
HEARD = "La dame du bureau parlait français, il a souri pis il est reparti."


def test_the_model_suggests_where_no_rule_reaches_and_shows_words() -> None:
    """Most barriers are told by what happened; a suggestion without its words could not be judged."""
    assert [each for each in propose_by_rules(HEARD) if each.family == "barrier"] == []
    (found,) = [each for each in propose("😀 Bonjour.\n" + HEARD) if each.family == "barrier"]
    assert (found.code, found.origin) == ("langue", "model")
    assert 0 < found.score < 1
    words = {("😀 Bonjour.\n" + HEARD)[each.start : each.end] for each in found.evidence}
    assert words
    assert words <= set(HEARD.replace(",", "").rstrip(".").split())


def test_a_rule_comes_before_the_model_and_keeps_its_evidence() -> None:
    """The lexicon is what the team can read and mend: the model adds codes, it never replaces a passage."""
    (rule,) = [each for each in propose("Elle n'a pas d'auto.") if each.code == "transport"]
    (alone,) = [each for each in propose_by_rules("Elle n'a pas d'auto.") if each.code == "transport"]
    assert (rule.origin, rule.evidence, rule.status) == ("rule", alone.evidence, alone.status)
    assert rule.score != alone.score  # calibrated


SOLVED = "Elle a pas d'auto, sa voisine la conduit maintenant partout."


def test_the_whole_sentence_may_speak_clearly_against_the_status_of_a_rule() -> None:
    """A rule reads its clause; what somebody did about it stands in another one."""
    (alone,) = [each for each in propose_by_rules(SOLVED) if each.code == "transport"]
    (found,) = [each for each in propose(SOLVED) if each.code == "transport"]
    assert (alone.status, found.status) == (TagStatus.PRESENT, TagStatus.ABSENT)
    assert (found.origin, found.evidence) == ("rule", alone.evidence)
    (fear,) = [each for each in propose("Elle a peur de la DPJ.") if each.code == "confiance"]
    assert fear.status is TagStatus.PRESENT  # a fear that is the barrier itself is not imagined


def test_a_model_of_before_leaves_the_status_to_the_rules() -> None:
    """A team keeps five models: those that knew nothing of rules' statuses go on as they did, from their own files."""
    weights = load_weights()
    assert weights is not None
    content = to_bytes(replace(weights, status_by_code=None, status_by_rule=None))
    tagger = Tagger(load_lexicon(), from_bytes(content))
    (found,) = [each for each in tagger.tag(SOLVED, [(0, len(SOLVED))]) if each.code == "transport"]
    assert found.status is TagStatus.PRESENT


def test_the_model_stays_silent_on_other_languages() -> None:
    """No French model may code a sentence in English or in Haitian Creole."""
    assert propose("She could not get there because the bus never came and they had no money for it.") == ()
    assert propose("Li pa gen machin pou ale lopital la, yo pa vle pran li.") == ()


def test_without_weights_the_rules_work_alone() -> None:
    """A damaged or missing file must not take the lexicon with it."""
    assert Tagger(load_lexicon(), None).tag(HEARD, [(0, len(HEARD))]) == []


def test_training_again_gives_the_same_bytes() -> None:
    """Whoever clones the project can make the model again and get what is shipped (a tenth of the corpus here)."""
    steps: list[tuple[int, int]] = []
    some = read_sentences(load_corpus(CODES).learn[::10], rule_tagger())
    lexicon = read_lexicon(load_lexicon())
    first, unseen = train(CODES, some, lexicon, lambda done, total: steps.append((done, total)))
    again, _unseen = train(CODES, some, lexicon)
    assert to_bytes(first) == to_bytes(again)
    assert steps[-1][0] == steps[-1][1]
    assert unseen.rows.tolist() == [row for rows in folds(some.voices)[:JUDGED] for row in rows]
    assert unseen.raw.shape == (len(unseen.rows), len(CODES) + 1)
    assert unseen.statuses.shape == (len(unseen.rows), len(CODES), len(TagStatus))
    told = Tagger(load_lexicon(), first).tag(HEARD, [(0, len(HEARD))])
    assert told == Tagger(load_lexicon(), from_bytes(to_bytes(again))).tag(HEARD, [(0, len(HEARD))])


def test_the_corpus_is_split_by_voice() -> None:
    """A voice on both sides would measure memory."""
    corpus = load_corpus(CODES)
    learn, test = ({each.voice for each in part} for part in (corpus.learn, corpus.test))
    assert learn
    assert test
    assert not learn & test
    voices = [each.voice for each in corpus.learn]
    shares = [{voices[at] for at in rows} for rows in folds(voices)]
    assert sum(map(len, shares)) == len(learn)


@pytest.mark.parametrize("labels", [[{"code": "météo", "status": "present"}], [{"code": "cout", "status": "maybe"}]])
def test_a_corpus_with_an_unknown_label_is_refused(tmp_path: Path, labels: list[dict[str, str]]) -> None:
    """A typing mistake in a label would train the model in silence."""
    row = {"id": "X-1", "voice": "v", "sentences": [{"text": "Phrase inventée.", "labels": labels}]}
    (tmp_path / "part_x.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "split.toml").write_text("test = []\n", encoding="utf-8")
    with pytest.raises(InvalidInput):
        load_corpus(CODES, tmp_path)


def test_near_duplicates_are_found_by_runs_of_characters() -> None:
    """Two writers may not give the same sentence with a word changed."""
    found = near_duplicates(
        ["Elle attend l’autobus depuis une heure."], ["Elle attend l'autobus depuis une heure", "Non."]
    )
    assert [pair[1] for pair in found] == ["Elle attend l'autobus depuis une heure"]


def test_the_counts_are_those_done_by_hand() -> None:
    """A wrong sum here would make every published figure wrong."""
    present, absent = TagStatus.PRESENT, TagStatus.ABSENT
    sentences = [
        ScoredSentence("n1", "a", {"cout": present}, {"cout": absent, "temps": present}),
        ScoredSentence("n1", "b", {"langue": present}, {}),
        ScoredSentence("n2", "c", {}, {"cout": present}),
    ]
    counts = scoring.by_code(sentences, CODES)
    micro = scoring.together(counts.values())
    assert (micro.right, micro.proposed, micro.labelled) == (1, 3, 2)
    assert (micro.precision, micro.recall, micro.f1) == pytest.approx((1 / 3, 1 / 2, 0.4))
    assert scoring.macro_f1(counts.values()) == pytest.approx((2 / 3) / 3)
    assert scoring.any_code(sentences).f1 == pytest.approx(0.5)
    assert scoring.statuses(sentences) == (0, 1)
    low, high = scoring.interval(sentences, CODES)
    assert low <= micro.f1 <= high
    assert scoring.confusions(sentences)[0][:3] == ("-", "cout", 1)


def test_each_pair_is_a_sentence_with_codes_and_one_without_any(tmp_path: Path) -> None:
    """A pair whose two lines say the same, or one that is cut, would teach the contrary of what it should."""
    pairs = load_pairs(CODES)
    assert len(pairs) > 2000
    for told, silent in zip(pairs[::2], pairs[1::2], strict=True):
        assert told.labels
        assert not silent.labels
        assert told.text != silent.text
        assert told.note == silent.note
    assert {status for each in pairs for status in each.labels.values()} == {*TagStatus}
    (tmp_path / "pairs").mkdir()
    for line in ("langue\tIl ne comprend pas.", "inconnu\tIl ne comprend pas.\tIl comprend.", "langue?-\tUn.\tDeux."):
        (tmp_path / "pairs" / "a.tsv").write_text(f"labels\tsentence\tnear_miss\n{line}\n", encoding="utf-8")
        with pytest.raises(InvalidInput, match="2:"):
            load_pairs(CODES, tmp_path)


def test_a_short_line_has_codes_or_none_and_counts_for_less(tmp_path: Path) -> None:
    """Lines are many and most tell a barrier: at full weight the model would see barriers everywhere."""
    lines = load_lines(CODES)
    assert len(lines) > 20_000
    assert {code for each in lines for code in each.labels} == {*CODES}
    assert 0.1 < sum(not each.labels for each in lines) / len(lines) < 0.3
    lexicon, rules = load_lexicon(), rule_tagger()
    extra = read_extra(CODES, replace(lexicon, entries=lexicon.entries[:3]), rules)
    assert extra.worth.count(LINE) == len(lines)
    assert LINE.some < LINE.others < 1
    (tmp_path / "lines").mkdir()
    for line in ("langue\tIl ne comprend pas.\tIl comprend.", "inconnu\tIl ne comprend pas.", "langue\t "):
        (tmp_path / "lines" / "a.tsv").write_text(f"labels\tsentence\n{line}\n", encoding="utf-8")
        with pytest.raises(InvalidInput, match="2:"):
            load_lines(CODES, tmp_path)


def test_no_line_is_close_to_what_measures() -> None:
    """What teaches may not hold what judges: neither part W2 nor the gold."""
    apart = [each.text for each in load_corpus(CODES).test]
    gold = (MODEL_FILE.parents[1] / "gold").glob("gold*.jsonl")
    notes = [json.loads(line) for file in gold for line in file.read_text(encoding="utf-8").splitlines()]
    apart += [sentence["text"] for note in notes for sentence in note["sentences"]]
    long = [text for text in apart if len(text) > 15]
    assert near_duplicates(long, [each.text for each in load_lines(CODES)]) == []
