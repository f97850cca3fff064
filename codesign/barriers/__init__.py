"""What is understood: sentences, and the codes that the machine proposes for them."""

from codesign.barriers.component import load_tagger, propose
from codesign.barriers.lexicon import Lexicon, load_lexicon
from codesign.barriers.migrations import migrations
from codesign.barriers.model import Entry, Evidence, Kind, Proposal, TagStatus
from codesign.barriers.tagger import tagger_version

__all__ = [
    "Entry",
    "Evidence",
    "Kind",
    "Lexicon",
    "Proposal",
    "TagStatus",
    "load_lexicon",
    "load_tagger",
    "migrations",
    "propose",
    "tagger_version",
]
