"""A spaCy pipeline that the team installed: found by its name or folder, used for what it has, never missed."""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path

import numpy as np
import pytest

from codesign import nlp
from codesign.config import load_settings
from codesign.errors import InvalidInput
from codesign.privacy import find_identifiers

_SPEC = importlib.util.spec_from_file_location("tiny_pipeline", Path(__file__).with_name("tiny_pipeline.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
tiny_pipeline = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(tiny_pipeline)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One pipeline with vectors and names."""
    made: Path = tiny_pipeline.make_pipeline(tmp_path_factory.mktemp("pipeline") / "tiny")
    return made


def test_the_setting_is_the_environment_then_the_file_of_the_private_folder(tmp_path: Path) -> None:
    """A machine decides before a team; without either nothing is loaded."""
    home = {"CODESIGN_HOME": str(tmp_path)}
    assert load_settings(home).pipeline == ""
    (tmp_path / "spacy").write_text("fr_core_news_md\n", encoding="utf-8")
    assert load_settings(home).pipeline == "fr_core_news_md"
    assert load_settings({**home, "CODESIGN_SPACY": "fr_core_news_lg"}).pipeline == "fr_core_news_lg"


def test_a_pipeline_says_what_it_gives(tiny: Path) -> None:
    """Vectors by folded word: of two spellings the first counts; lengths are one; an unknown word has none."""
    use = nlp.check_pipeline(str(tiny))
    assert (use.vectors > 0, use.size, use.people) == (True, 4, True)
    vectors = nlp.word_vectors(str(tiny))
    found, known = vectors.of(["grobidou", "zouplette", "etang", "inconnu"])
    assert known.tolist() == [1, 1, 1, 0]
    assert np.allclose(found[0], found[1])
    assert np.allclose(np.linalg.norm(found[:3], axis=1), 1)
    assert not found[3].any()


@pytest.mark.parametrize("name", ["fr_core_news_xxl", "/nulle/part"])
def test_a_pipeline_that_is_not_installed_says_how_to_get_it(name: str) -> None:
    """In French, with the command; not an error of a library."""
    with pytest.raises(InvalidInput, match=r"n’est pas installée sur cette machine\. Installez-la"):
        nlp.check_pipeline(name)


def test_a_pipeline_of_no_use_is_refused(tmp_path: Path) -> None:
    """Another language, nothing in it, or no vectors where vectors are asked for."""
    bare = tiny_pipeline.make_pipeline(tmp_path / "bare", people=False, vectors=False)
    with pytest.raises(InvalidInput, match="n’apporte rien"):
        nlp.check_pipeline(str(bare))
    foreign = tiny_pipeline.make_pipeline(tmp_path / "foreign", language="de", people=False)
    with pytest.raises(InvalidInput, match="autre langue"):
        nlp.check_pipeline(str(foreign))
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "config.cfg").write_text("[nlp]\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="ne peut pas être lue"):
        nlp.check_pipeline(str(broken))


def test_names_of_the_pipeline_join_those_of_the_guard(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the pipeline takes for a person is shown before saving, beside what the lists find."""
    text = "Kettly Beaubrun attend dehors."
    monkeypatch.setenv("CODESIGN_SPACY", str(tiny))
    (found,) = nlp.person_spans(text)
    assert text[slice(*found)] == "Kettly Beaubrun"
    assert any(text[each.start : each.end] == "Kettly Beaubrun" for each in find_identifiers(text))


def test_a_setting_that_no_longer_loads_keeps_nobody_from_writing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The guard goes on with its lists, and the log says so once."""
    monkeypatch.setenv("CODESIGN_SPACY", "fr_core_news_xxl")
    with caplog.at_level(logging.WARNING, "codesign.nlp"):
        assert nlp.person_spans("Kettly attend.") == ()
        assert nlp.person_spans("Kettly attend encore.") == ()
    assert len(caplog.records) == 1
