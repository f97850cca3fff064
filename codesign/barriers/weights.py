"""The trained weights of the sentence model as a file: arrays without any code in them, read with numpy alone.

The file holds, for each feature (see ``features``), its strength (inverse document frequency times the weight of its
sort) and one weight per output. Outputs are the barrier codes, then the three statuses.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from codesign.barriers.model import TagStatus
from codesign.errors import InvalidInput
from codesign.i18n import N_

MODEL_FILE = Path(__file__).resolve().parents[2] / "data" / "reference" / "model" / "sentences.npz"
STATUSES = (TagStatus.PRESENT, TagStatus.ABSENT, TagStatus.HYPOTHETICAL)
Floats = NDArray[np.float32]
_SEPARATOR = "\n"


@dataclass(frozen=True)
class Weights:
    """What training found.

    Attributes:
        codes: The barrier codes, in the order of the outputs.
        features: The names of the features.
        strengths: One number per feature.
        outputs: Features × (codes + statuses), already multiplied by the strength.
        bias: One number per output.
        by_length: One number per code, times log(1 + words of the sentence).
        by_rule: Rules' codes × codes: what a rule's hit adds.
        thresholds: The probability above which a code is suggested, per code.
        scale: Raw and calibrated probabilities, two rows: between two points a line.
    """

    codes: tuple[str, ...]
    features: tuple[str, ...]
    strengths: Floats
    outputs: Floats
    bias: Floats
    by_length: Floats
    by_rule: Floats
    thresholds: Floats
    scale: Floats


def to_bytes(weights: Weights) -> bytes:
    """Return the content of the file; equal weights give equal bytes (numpy writes no date)."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for field in fields(weights):
        value = getattr(weights, field.name)
        if isinstance(value, tuple):
            arrays[field.name] = np.frombuffer(_SEPARATOR.join(value).encode(), dtype=np.uint8)
        else:
            arrays[field.name] = value.astype(np.float16 if field.name in {"outputs", "strengths"} else np.float32)
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]  # its stub takes a name for a flag
    return out.getvalue()


def from_bytes(content: bytes) -> Weights:
    """Read the content of a file.

    Raises:
        InvalidInput: it is not such a file.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            values: dict[str, Any] = {field.name: _value(arrays[field.name]) for field in fields(Weights)}
        return Weights(**values)
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise InvalidInput(
            N_("The file %(name)s cannot be read: %(reason)s"), name=MODEL_FILE.name, reason=str(error)
        ) from error


def _value(stored: NDArray[Any]) -> Floats | tuple[str, ...]:
    if stored.dtype == np.uint8:
        return tuple(stored.tobytes().decode().split(_SEPARATOR))
    return stored.astype(np.float32)


@cache
def load_weights() -> Weights | None:
    """Return the weights that come with the project, or None when there are none: the rules then work alone."""
    return from_bytes(MODEL_FILE.read_bytes()) if MODEL_FILE.is_file() else None


@cache
def weights_version() -> str:
    """Return a short name of the weights in use."""
    return hashlib.sha256(MODEL_FILE.read_bytes()).hexdigest()[:12] if MODEL_FILE.is_file() else "none"
