"""The trained weights of the sentence model as a file: arrays without any code in them, read with numpy alone.

Outputs are the barrier codes, then « some barrier », then the three statuses.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from codesign.barriers.features import Keys, Places
from codesign.barriers.model import TagStatus
from codesign.errors import InvalidInput
from codesign.i18n import N_

MODEL_FILE = Path(__file__).resolve().parents[2] / "data" / "reference" / "model" / "sentences.npz"
STATUSES = (TagStatus.PRESENT, TagStatus.ABSENT, TagStatus.HYPOTHETICAL)
Floats = NDArray[np.float32]
_SEPARATOR = "\n"
_LARGEST = 64_000_000  # bytes, once unpacked
_OPTIONAL = frozenset({"status_by_code", "status_by_rule", "by_vector", "pipeline"})
_STEPS = 9  # of a weight stored in one byte: finer ones change no figure and pack badly (decision 0039)
_COARSE = np.uint16(0xFFC0)  # of a step: its sign, its power of two and four bits: the rest packs badly
_UNIT_STEPS = 3  # the same, of the weights of words for hidden units: a sentence adds some two hundred of them


@dataclass(frozen=True)
class Table:
    """What features weigh, by key in rising order: whole numbers from -9 to 9 times the step of the feature."""

    keys: Keys
    strengths: NDArray[np.float16]
    steps: NDArray[np.float16]
    outputs: NDArray[np.int8]

    def places(self, keys: Keys) -> tuple[Places, Floats]:
        """Return the place of each key, and 1 for a key that is known, else 0 (its place then says nothing)."""
        if not len(self.keys):
            return np.zeros(len(keys), np.intp), np.zeros(len(keys), np.float32)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return at, (self.keys[at] == keys).astype(np.float32)

    def rows(self, keys: Keys) -> Floats:
        """Return what each key weighs for each output, and the square of its strength; nothing for an unknown key."""
        if not len(self.keys):
            return np.zeros((len(keys), self.outputs.shape[1] + 1), np.float32)
        at, known = self.places(keys)
        found = np.empty((len(keys), self.outputs.shape[1] + 1), np.float32)
        np.multiply(self.outputs[at], (self.steps[at] * known)[:, None], out=found[:, :-1])
        found[:, -1] = self.strengths[at].astype(np.float32) ** 2 * known
        return found


def make_table(keys: Keys, strengths: NDArray[np.floating[Any]], outputs: NDArray[np.floating[Any]]) -> Table:
    """Round the weights of features (keys in rising order) to what the file holds."""
    return Table(keys, strengths.astype(np.float16), *_rounded(outputs, _STEPS))


@dataclass(frozen=True)
class Units:
    """The layer of hidden units: what adds to them, and what they say once cut at zero.

    Attributes:
        steps: With ``outputs``, what words and pieces weigh for each unit, in the order of ``Weights.words``: whole
            numbers times the step of the feature.
        outputs: See ``steps``; features × units.
        by_rule: Rules' codes × units; ``by_length`` and ``bias``: one number per unit, as for the codes.
        codes: Units × (codes, « some barrier »): what a unit above zero adds; ``codes_bias``: one number each.
    """

    steps: NDArray[np.float16]
    outputs: NDArray[np.int8]
    by_rule: Floats
    by_length: Floats
    bias: Floats
    codes: Floats
    codes_bias: Floats

    def rows(self, at: Places, known: Floats) -> Floats:
        """Return what features weigh for each unit, by their places in the table of words."""
        if not len(self.outputs):
            return np.zeros((len(at), self.outputs.shape[1]), np.float32)
        return np.asarray(self.outputs[at] * (self.steps[at] * known)[:, None], np.float32)


def make_units(words: NDArray[np.floating[Any]], *others: NDArray[np.floating[Any]]) -> Units:
    """Round the weights of words and pieces for hidden units to what the file holds; ``others`` as in `Units`."""
    by_rule, by_length, bias, codes, codes_bias = (each.astype(np.float32) for each in others)
    return Units(*_rounded(words, _UNIT_STEPS), by_rule, by_length, bias, codes, codes_bias)


def _rounded(outputs: NDArray[np.floating[Any]], most: int) -> tuple[NDArray[np.float16], NDArray[np.int8]]:
    steps = (np.abs(outputs).max(axis=1, initial=0) / most).astype(np.float16)
    steps = (steps.view(np.uint16) & _COARSE).view(np.float16)
    divisor = np.where(steps > 0, steps, 1).astype(np.float64)[:, None]
    return steps, np.clip(np.rint(outputs / divisor), -most, most).astype(np.int8)


@dataclass(frozen=True)
class Weights:
    """What training found.

    Attributes:
        codes: The barrier codes, in the order of the outputs.
        words: Weights of words and of their pieces.
        pairs: Weights of pairs of neighbours.
        bias: One number per output.
        by_length: One number per code and for « some barrier », times log(1 + words of the sentence).
        by_rule: Rules' codes × the same outputs: what a rule's hit adds.
        thresholds: The probability above which a code is suggested, per code.
        scale: Raw and calibrated probabilities, two rows: between two points a line.
        status_by_code: Codes × statuses: what a code adds to the scores of its statuses. None, as the next, in the
            files of models that were made before: their rules keep their own status.
        status_by_rule: Statuses × statuses: what the status that a rule gives adds.
        units: The layer of hidden units: the log odds are the mean of what it says and of what the regressions say.
            None in the files of models that were made without one.
        by_vector: What the mean word vector of a sentence adds (its size × codes and « some barrier »), where the
            model was trained beside a spaCy pipeline; ``pipeline`` then holds its name.
    """

    codes: tuple[str, ...]
    words: Table
    pairs: Table
    bias: Floats
    by_length: Floats
    by_rule: Floats
    thresholds: Floats
    scale: Floats
    status_by_code: Floats | None = None
    status_by_rule: Floats | None = None
    units: Units | None = None
    by_vector: Floats | None = None
    pipeline: tuple[str, ...] = ()


def to_bytes(weights: Weights) -> bytes:
    """Return the content of the file; equal weights give equal bytes, whatever version of Python writes them.

    The format is numpy's own ``.npz``, written here: ``numpy.savez`` asks for headers of files beyond 4 GB, which
    Python 3.11.2 and 3.11.7 write differently. The entries bear no date.
    """
    arrays: dict[str, NDArray[Any]] = {}
    for field in fields(weights):
        value = getattr(weights, field.name)
        if isinstance(value, Table):
            parts = {part.name: getattr(value, part.name) for part in fields(value)}
            parts["gaps"] = np.diff(parts.pop("keys"), prepend=np.uint32(0))  # keys rise: their gaps pack in two thirds
            arrays |= {f"{field.name}_{name}": part for name, part in parts.items()}
        elif isinstance(value, Units):
            arrays |= {f"{field.name}_{part.name}": getattr(value, part.name) for part in fields(value)}
        elif value is None or (isinstance(value, tuple) and not value):
            continue  # a model without a view of vectors does not speak of it
        elif isinstance(value, tuple):
            arrays[field.name] = np.frombuffer(_SEPARATOR.join(value).encode(), dtype=np.uint8)
        else:
            arrays[field.name] = value.astype(np.float32)
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, array in arrays.items():
            entry = io.BytesIO()
            np.lib.format.write_array(entry, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(ZipInfo(f"{name}.npy"), entry.getvalue(), ZIP_DEFLATED)
    return out.getvalue()


def from_bytes(content: bytes) -> Weights:
    """Read the content of a file.

    Raises:
        InvalidInput: it is not such a file, or what it holds does not fit together.
    """
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise ValueError(f"> {_LARGEST} bytes")  # noqa: TRY301 - told as the rest
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            weights = _weights(arrays)
        _check(weights)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error, MemoryError, IndexError) as error:
        raise InvalidInput(
            N_("The file %(name)s cannot be read: %(reason)s"), name=MODEL_FILE.name, reason=str(error)
        ) from error
    return weights


def _weights(arrays: Mapping[str, NDArray[Any]]) -> Weights:
    tables: dict[str, Any] = {name: _table(arrays, name) for name in ("words", "pairs")}
    if "units_steps" in arrays:
        tables["units"] = Units(*(arrays[f"units_{part.name}"] for part in fields(Units)))
    plain: dict[str, Any] = {
        field.name: arrays[field.name]
        for field in fields(Weights)
        if field.name not in {*tables, "units"} and (field.name in arrays or field.name not in _OPTIONAL)
    }
    for name in {"codes", "pipeline"} & plain.keys():
        plain[name] = tuple(plain[name].tobytes().decode().split(_SEPARATOR))
    return Weights(**(plain | tables))


def _check(weights: Weights) -> None:
    """Refuse arrays that do not fit together: they would only fail at the first text, or say nonsense.

    Raises:
        ValueError: which ones.
    """
    codes, outputs, kinds = len(weights.codes), len(weights.bias), len(STATUSES)
    sizes: dict[str, tuple[NDArray[Any], tuple[int, ...]]] = {
        "bias": (weights.bias, (codes + 1 + kinds,)),
        "by_length": (weights.by_length, (codes + 1,)),
        "by_rule": (weights.by_rule, (codes, codes + 1)),
        "thresholds": (weights.thresholds, (codes,)),
        "scale": (weights.scale, (2, max(1, weights.scale.shape[-1]))),
    }
    for name, table in (("words", weights.words), ("pairs", weights.pairs)):
        count = len(table.keys)
        sizes[f"{name}_strengths"], sizes[f"{name}_steps"] = (table.strengths, (count,)), (table.steps, (count,))
        sizes[f"{name}_outputs"] = (table.outputs, (count, outputs))
    if weights.status_by_code is not None:
        sizes["status_by_code"] = (weights.status_by_code, (codes, kinds))
    if weights.status_by_rule is not None:
        sizes["status_by_rule"] = (weights.status_by_rule, (kinds, kinds))
    if weights.by_vector is not None:
        sizes["by_vector"] = (weights.by_vector, (len(weights.by_vector), codes + 1))
    if weights.units is not None:
        sizes |= _sizes_of_units(weights.units, len(weights.words.keys), codes)
    for name, (array, shape) in sizes.items():
        if array.shape != shape or array.dtype.kind not in "fi" or not np.isfinite(array).all():
            raise ValueError(name)


def _sizes_of_units(units: Units, words: int, codes: int) -> dict[str, tuple[NDArray[Any], tuple[int, ...]]]:
    count = len(units.bias)
    return {
        "units_steps": (units.steps, (words,)),
        "units_outputs": (units.outputs, (words, count)),
        "units_by_rule": (units.by_rule, (codes, count)),
        "units_by_length": (units.by_length, (count,)),
        "units_bias": (units.bias, (count,)),
        "units_codes": (units.codes, (count, codes + 1)),
        "units_codes_bias": (units.codes_bias, (codes + 1,)),
    }


def _table(arrays: Mapping[str, NDArray[Any]], name: str) -> Table:
    keys = np.cumsum(arrays[f"{name}_gaps"], dtype=np.uint32)
    return Table(keys, *(arrays[f"{name}_{part.name}"] for part in fields(Table)[1:]))


@cache
def _content() -> bytes | None:
    return MODEL_FILE.read_bytes() if MODEL_FILE.is_file() else None


@cache
def load_weights() -> Weights | None:
    """Return the weights that come with the project, or None when there are none: the rules then work alone."""
    content = _content()
    return None if content is None else from_bytes(content)


@cache
def weights_version() -> str:
    """Return a short name of the weights that come with the project."""
    content = _content()
    return "none" if content is None else name_of(content)


def name_of(content: bytes) -> str:
    """Return a short name of the content of a file of weights."""
    return hashlib.sha256(content).hexdigest()[:12]
