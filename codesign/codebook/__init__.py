"""The ground rules of coding: families, codes, dimensions of access."""

from codesign.codebook.loading import load_codebook, load_non_take_up
from codesign.codebook.model import Code, Codebook, Dimension, Family, NonTakeUp

__all__ = ["Code", "Codebook", "Dimension", "Family", "NonTakeUp", "load_codebook", "load_non_take_up"]
