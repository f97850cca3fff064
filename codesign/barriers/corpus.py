"""The labelled corpus, ``data/reference/corpus/part_*.jsonl``: one invented note per line, sentences with their codes.

``split.toml`` beside it says which files are only a test; all the rest is for training, and for choosing by
cross-validation over voices. Where two codings of a sentence differed, the labels of ``settled/`` replace its author's.
``pairs/*.tsv`` holds contrastive pairs: a sentence with its codes, and one close to it that carries none.
``lines/*.tsv`` holds short sentences, each with its codes, or none: many wordings of one way to meet a barrier.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codesign.barriers.model import TagStatus
from codesign.errors import InvalidInput
from codesign.i18n import N_
from codesign.nlp import fold

CORPUS_FOLDER = Path(__file__).resolve().parents[2] / "data" / "reference" / "corpus"
_SIGNS = {"": TagStatus.PRESENT, "-": TagStatus.ABSENT, "?": TagStatus.HYPOTHETICAL}  # after a code, in a pair
_RUN = 5  # characters: what near duplicates are compared by


@dataclass(frozen=True)
class LabelledSentence:
    """A sentence of the corpus: its note, the voice that tells it, the barrier codes that it carries."""

    note: str
    voice: str
    text: str
    labels: Mapping[str, TagStatus]


@dataclass(frozen=True)
class Corpus:
    """The two parts; a voice is in one of them only."""

    learn: tuple[LabelledSentence, ...]
    test: tuple[LabelledSentence, ...]


def load_corpus(codes: Iterable[str], folder: Path = CORPUS_FOLDER) -> Corpus:
    """Read and check every part.

    Raises:
        InvalidInput: a line that is not as the format says, a code or a status that does not exist, a note id used
            twice, a voice on both sides.
    """
    split = tomllib.loads((folder / "split.toml").read_text(encoding="utf-8"))
    known, seen, settled = frozenset(codes), set[str](), _settled(folder)
    parts: dict[str, list[LabelledSentence]] = {"learn": [], "test": []}
    for file in sorted(folder.glob("part_*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                note = _note(json.loads(line), known, seen, settled)
            except (ValueError, KeyError, TypeError) as error:
                raise _broken(file, f"{number}: {error}") from error
            parts["test" if file.name in split["test"] else "learn"] += note
    learn, test = ({each.voice for each in parts[name]} for name in ("learn", "test"))
    if learn & test:
        raise _broken(folder / "split.toml", ", ".join(sorted(learn & test)))
    return Corpus(tuple(parts["learn"]), tuple(parts["test"]))


def load_pairs(codes: Iterable[str], folder: Path = CORPUS_FOLDER) -> tuple[LabelledSentence, ...]:
    """Read and check the contrastive pairs: they teach, and nothing is measured on them; their voice has no name.

    Raises:
        InvalidInput: a line that does not hold labels, a sentence and a near miss; a code that does not exist.
    """
    known, found = frozenset(codes), list[LabelledSentence]()
    for file in sorted(folder.glob("pairs/*.tsv")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()[1:], start=2):
            cells = [cell.strip() for cell in line.split("\t")]
            told = _signed(cells[0], known)
            if len(cells) != 3 or not all(cells) or told is None:
                raise _broken(file, f"{number}: {line}")
            note = f"{file.stem}-{number}"
            found += [LabelledSentence(note, "", cells[1], told), LabelledSentence(note, "", cells[2], {})]
    return tuple(found)


def load_lines(codes: Iterable[str], folder: Path = CORPUS_FOLDER) -> tuple[LabelledSentence, ...]:
    """Read and check the short sentences: they teach as the pairs do; no label means that no barrier is told.

    Raises:
        InvalidInput: a line that does not hold labels and a sentence; a code that does not exist.
    """
    known, found = frozenset(codes), list[LabelledSentence]()
    for file in sorted(folder.glob("lines/*.tsv")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()[1:], start=2):
            cells = [cell.strip() for cell in line.split("\t")]
            labels = _signed(cells[0], known)
            if len(cells) != 2 or not cells[1] or labels is None:
                raise _broken(file, f"{number}: {line}")
            found.append(LabelledSentence(f"{file.stem}-{number}", "", cells[1], labels))
    return tuple(found)


def _signed(cell: str, known: frozenset[str]) -> dict[str, TagStatus] | None:
    """Return the labels of a cell such as « langue cout- », or None when one of them is none."""
    labels = {each.rstrip("-?"): each[len(each.rstrip("-?")) :] for each in cell.split()}
    right = labels.keys() <= known and {*labels.values()} <= {*_SIGNS}
    return {code: _SIGNS[sign] for code, sign in labels.items()} if right else None


def _broken(file: Path, reason: str) -> InvalidInput:
    return InvalidInput(N_("The file %(name)s cannot be read: %(reason)s"), name=file.name, reason=reason)


def _settled(folder: Path) -> dict[tuple[str, int], list[dict[str, str]]]:
    """Return the labels that replace the author's, by note and number of the sentence: two codings had differed."""
    lines = [line for file in sorted(folder.glob("settled/*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    return {(row["id"], row["index"]): row["labels"] for row in rows}


def _note(
    row: Mapping[str, Any],
    known: frozenset[str],
    seen: set[str],
    settled: Mapping[tuple[str, int], list[dict[str, str]]],
) -> list[LabelledSentence]:
    if row["id"] in seen:
        raise ValueError(row["id"])
    seen.add(row["id"])
    found = []
    for at, sentence in enumerate(row["sentences"]):
        given = settled.get((row["id"], at), sentence["labels"])
        labels = {label["code"]: TagStatus(label["status"]) for label in given}
        if not labels.keys() <= known or not sentence["text"].strip():
            raise ValueError(sentence)
        found.append(LabelledSentence(row["id"], row["voice"], sentence["text"], labels))
    return found


def near_duplicates(these: Sequence[str], others: Sequence[str], least: float = 0.6) -> list[tuple[str, str, float]]:
    """Return the pairs of sentences, one of each list, that share most of their runs of 5 characters (Jaccard)."""
    runs = [_runs(text) for text in others]
    holders: dict[str, list[int]] = {}
    for at, each in enumerate(runs):
        for run in each:
            holders.setdefault(run, []).append(at)
    found = []
    for text in these:
        own = _runs(text)
        shared: dict[int, int] = {}
        for run in own:
            for at in holders.get(run, ()):
                shared[at] = shared.get(at, 0) + 1
        for at, count in shared.items():
            likeness = count / (len(own) + len(runs[at]) - count)
            if likeness >= least:
                found.append((text, others[at], round(likeness, 3)))
    return found


def _runs(text: str) -> frozenset[str]:
    letters = " ".join(fold(text).split())
    return frozenset(letters[at : at + _RUN] for at in range(max(1, len(letters) - _RUN + 1)))
