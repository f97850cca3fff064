"""The coding scheme as shipped, and what happens to a broken one."""

from pathlib import Path

import pytest

from codesign.codebook import load_codebook, load_non_take_up
from codesign.errors import InvalidInput, NotFound


def test_the_scheme_has_its_families_and_codes() -> None:
    """Stored tags refer to these ids for ever."""
    sizes = {family.id: len(family.codes) for family in load_codebook().families}
    assert list(sizes) == ["barrier", "need", "strategy", "aspiration", "touchpoint", "leader"]
    assert (sizes["barrier"], sizes["need"], sizes["touchpoint"]) == (14, 10, 13)


def test_each_barrier_is_explained_in_two_languages() -> None:
    """Two coders agree only on what is written down."""
    for code in load_codebook().family("barrier").codes:
        assert code.label("fr")
        assert code.label("en")
        assert code.definition("fr") != code.definition("en")
        assert code.typical
        assert bool(code.do_not_code("fr")) == bool(code.do_not_code("en"))


def test_dimensions_follow_the_path_and_hold_each_barrier_once() -> None:
    """The path view shows where access breaks."""
    book = load_codebook()
    assert book.dimensions[0].label("en") == "Approachability"
    assert book.dimension_of("temps").ability("fr") == "Capacité d’atteindre"
    assert sum(len(dimension.codes) for dimension in book.dimensions) == 14


def test_families_speak_both_languages() -> None:
    """The export in English uses the same scheme."""
    family = load_codebook().family("need")
    assert (family.label("fr"), family.label("en")) == ("Besoins", "Needs")
    assert family.definition("en") == "What are their everyday needs?"


@pytest.mark.parametrize("lookup", [("nope", "langue"), ("barrier", "nope")])
def test_an_unknown_code_is_not_found(lookup: tuple[str, str]) -> None:
    """A tag from another scheme must not pass silently."""
    with pytest.raises(NotFound):
        load_codebook().code(*lookup)
    with pytest.raises(NotFound):
        load_codebook().dimension_of("nope")


FAMILY = '[[family]]\nid="barrier"\nfr="a"\nen="a"\ndefinition_fr=""\ndefinition_en=""\n'
CODE = '[[family.code]]\nid="langue"\nfr="a"\nen="a"\n'
DIMENSION = '[[dimension]]\nid="d"\nservice_fr=""\nperson_fr=""\nservice_en=""\nperson_en=""\ncodes=["langue"]\n'


@pytest.mark.parametrize(
    "content",
    [
        "[",
        "",
        FAMILY + CODE,
        FAMILY + CODE + CODE + DIMENSION,
        FAMILY + 'x="1"\n' + DIMENSION,
        FAMILY + CODE + 2 * DIMENSION,
    ],
)
def test_a_broken_file_is_refused_in_words(tmp_path: Path, content: str) -> None:
    """The coordinator may edit the file."""
    file = tmp_path / "codebook.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput):
        load_codebook(file)


def test_the_version_is_that_of_the_content(tmp_path: Path) -> None:
    """An export says which scheme its tags follow."""
    file = tmp_path / "codebook.toml"
    file.write_text(DIMENSION + FAMILY + CODE, encoding="utf-8")
    assert len(load_codebook(file).version) == 12
    assert load_codebook(file).version != load_codebook().version


FORM = '[[form]]\nid="f"\nfr="a"\nen="b"\ndefinition_fr="c"\ndefinition_en="d"\n'


def test_each_barrier_speaks_of_one_form_of_non_take_up() -> None:
    """A barrier in no form would be lost from that reading; the reading says whose it is."""
    forms = load_non_take_up()
    barriers = {code.id for code in load_codebook().family("barrier").codes}
    assert sorted(code for form in forms for code in form.codes) == sorted(barriers)
    assert all("Warin" in form.source for form in forms)
    assert (forms[0].label("fr"), forms[0].label("en")) == ("Non-connaissance", "Not known")
    assert forms[0].definition("fr") != forms[0].definition("en")


@pytest.mark.parametrize(
    "content",
    [
        "[",
        'source="x"\n' + FORM + 'codes=["langue"]\n',
        'source="x"\n' + FORM + 'codes=["langue", "langue"]\n',
        FORM + 'codes=["langue"]\n',
        'source="x"\n' + FORM + 'codes=["langue"]\nmore="y"\n',
    ],
)
def test_a_broken_reading_is_refused_in_words(tmp_path: Path, content: str) -> None:
    """The coordination may edit which barrier speaks of what."""
    file = tmp_path / "non_recours.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput):
        load_non_take_up(file)
