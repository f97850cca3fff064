"""The ground rules of coding: families, codes, dimensions of access."""

from codesign.codebook.loading import load_codebook
from codesign.codebook.model import Code, Codebook, Dimension, Family

__all__ = ["Code", "Codebook", "Dimension", "Family", "load_codebook"]
