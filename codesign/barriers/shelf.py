"""The shelf of trained models: a private folder, one folder per model, and a file that names the one at work.

Weights of what a team decided never leave that folder: they are learnt from people's words.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from codesign.barriers.learning import KEPT, SHIPPED, ModelCard, ModelFigures, TeamFigures, Verdict, sentence_print
from codesign.barriers.scoring import Counts
from codesign.config import models_folder
from codesign.errors import NotFound, UserError
from codesign.i18n import N_
from codesign.storage import Database, file_of

_WEIGHTS, _MANIFEST, _IN_USE, _BASES = "sentences.npz", "manifest.json", "in_use", "corpus_alone.json"


class Shelf:
    """The models of one database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def cards(self) -> list[ModelCard]:
        """Return the models at hand, the newest first; a folder that cannot be read is passed over."""
        return [card for card, whole in self._all() if whole]

    def last(self) -> ModelCard | None:
        """Return the card of the latest training, taken or not."""
        return next((card for card, _ in self._all()), None)

    def _all(self) -> list[tuple[ModelCard, bool]]:
        if not self.folder.is_dir():
            return []
        found = [(_card(path / _MANIFEST), (path / _WEIGHTS).is_file()) for path in self.folder.iterdir()]
        return sorted([(card, whole) for card, whole in found if card], key=lambda each: each[0].id, reverse=True)

    def in_use(self) -> ModelCard | None:
        """Return the card of the model at work; None for the shipped one."""
        chosen = self.folder / _IN_USE
        name = chosen.read_text(encoding="utf-8").strip() if chosen.is_file() else SHIPPED
        return None if name == SHIPPED or not self.weights(name).is_file() else _card(self.folder / name / _MANIFEST)

    def weights(self, model_id: str) -> Path:
        """Return the file of a model's weights."""
        return self.folder / Path(model_id).name / _WEIGHTS

    def choose(self, model_id: str) -> None:
        """Put a model to work.

        Raises:
            NotFound: there is no such model (any more).
        """
        if model_id != SHIPPED and not self.weights(model_id).is_file():
            raise NotFound(N_("This model is no longer at hand. Choose another one."))
        self._write(self.folder / _IN_USE, model_id.encode())

    def keep(self, card: ModelCard, content: bytes) -> None:
        """Keep a model, weights first; of one that was not taken only the card, until the next training."""
        for old, whole in self._all():
            if not whole:
                self.drop(old.id)
        if card.verdict.is_taken:
            self._write(self.folder / card.id / _WEIGHTS, content)
        self._write(self.folder / card.id / _MANIFEST, json.dumps(asdict(card), indent=1).encode())
        at_work = self.in_use()
        others = [each.id for each in self.cards() if at_work is None or each.id != at_work.id]
        for model_id in others[KEPT - (at_work is not None) :]:
            self.drop(model_id)

    def drop(self, model_id: str) -> None:
        """Erase a model; the shipped one works if it was at work."""
        shutil.rmtree(self.folder / Path(model_id).name, ignore_errors=True)

    def base(self, data: str) -> float | None:
        """Return what the corpus alone gave, where it was measured for this very corpus and lexicon."""
        path = self.folder / _BASES
        known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return known.get(data)

    def keep_base(self, data: str, corpus: float) -> None:
        """Remember what the corpus alone gave."""
        self._write(self.folder / _BASES, json.dumps({data: corpus}).encode())

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.part")
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(content)
        unfinished.replace(path)


def shelf_of(db: Database) -> Shelf | None:
    """Return the shelf of a database; None for one in memory."""
    try:
        return Shelf(models_folder(file_of(db)))
    except UserError:
        return None


def _card(path: Path) -> ModelCard | None:
    try:
        row: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        old, new = _figures(row.pop("old")), _figures(row.pop("new"))
        learnt = {source: tuple(prints) for source, prints in row.pop("learnt", {}).items()}
        told = {**row, "sources": tuple(row["sources"]), "verdict": Verdict(row["verdict"])}
        return ModelCard(**told, old=old, new=new, learnt=learnt)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _figures(row: dict[str, Any]) -> ModelFigures:
    return ModelFigures(row["corpus"], TeamFigures(Counts(**row["team"]["counts"]), row["team"]["sources"]))


def gone_sources(card: ModelCard, said: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the sources that a model learnt and that are no longer to be read, whole or one learnt sentence of them.

    `said` is readable source → sentences on which people decided and that still stand in it.
    """
    gone = set(card.sources) - said.keys()
    for source, prints in card.learnt.items():
        left = {sentence_print(card.id, source, text) for text in said.get(source, ())}
        if not left.issuperset(prints):  # somebody's words were taken out of a text that stays
            gone.add(source)
    return gone
