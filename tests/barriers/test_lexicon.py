"""The lexicon proves itself: each wording brings a sentence that must match and a near miss that must not."""

from collections import Counter
from pathlib import Path

import pytest

from codesign.barriers import Entry, Kind, Proposal, TagStatus, load_lexicon, propose_by_rules
from codesign.codebook import load_codebook
from codesign.errors import InvalidInput

ENTRIES = load_lexicon().entries


def proposals(text: str, entry: Entry) -> list[Proposal]:
    """Proposals of the code of one entry."""
    return [each for each in propose_by_rules(text) if (each.family, each.code) == (entry.family, entry.code)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_a_wording_matches_its_example_and_not_its_near_miss(entry: Entry) -> None:
    """A rule without a sentence that could disprove it is an opinion."""
    example, near_miss = proposals(entry.example, entry), proposals(entry.near_miss, entry)
    if entry.kind is Kind.BLOCK:
        assert all(each.status is TagStatus.ABSENT for each in example)
        assert near_miss
        return
    expected = TagStatus.ABSENT if entry.kind is Kind.RESOLVED else TagStatus.PRESENT
    rules = {evidence.rule_id for each in example if each.status is expected for evidence in each.evidence}
    assert entry.id in rules
    if entry.kind is Kind.RESOLVED:
        assert all(each.status is not TagStatus.ABSENT for each in near_miss)
    else:
        assert all(each.status is TagStatus.ABSENT for each in near_miss)


def test_barriers_strategies_and_aspirations_have_thirty_wordings_and_the_other_codes_eight() -> None:
    """A thin code would be found less for want of work, and look rarer than it is."""
    count = Counter((entry.family, entry.code) for entry in ENTRIES)
    book = load_codebook()
    least_of = {"barrier": 30, "strategy": 30, "aspiration": 30, "need": 8, "touchpoint": 8, "leader": 8}
    for family, least in least_of.items():
        for code in book.family(family).codes:
            assert count[family, code.id] >= least, code.id


def test_every_wording_belongs_to_a_code_of_the_codebook() -> None:
    """A tag whose code nobody defined could not be reviewed."""
    book = load_codebook()
    for entry in ENTRIES:
        assert book.code(entry.family, entry.code).id == entry.code


def test_the_version_changes_with_the_content(tmp_path: Path) -> None:
    """Stored proposals are rebuilt when, and only when, the lexicon changed."""
    first, second = tmp_path / "one", tmp_path / "two"
    for folder, word in ((first, "auto"), (second, "char")):
        folder.mkdir()
        row = f'[[entry]]\nid="t-1"\ncode="transport"\nkind="resource"\npattern="{word}"\nexample=""\nnear_miss=""\n'
        (folder / "transport.toml").write_text(row, encoding="utf-8")
    assert load_lexicon(first).version != load_lexicon(second).version
    assert [entry.pattern for entry in load_lexicon(first).of_code("barrier", "transport")] == ["auto"]


@pytest.mark.parametrize(
    "content",
    [
        "not toml [",
        '[[entry]]\nid="x"\n',
        '[[entry]]\nid="x"\ncode="cout"\nkind="nope"\npattern="a"\nexample=""\nnear_miss=""\n',
        2 * '[[entry]]\nid="x"\ncode="cout"\nkind="phrase"\npattern="a"\nexample=""\nnear_miss=""\n',
    ],
)
def test_a_broken_file_is_refused_in_words(tmp_path: Path, content: str) -> None:
    """The team edits these files: a slip must say where it is."""
    (tmp_path / "cout.toml").write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput):
        load_lexicon(tmp_path)
