"""What is understood: sentences, and the codes that the machine proposes for them and that people decide."""

from codesign.barriers import scoring
from codesign.barriers.actions import decide, decide_together, nothing_in_rest, undo_decision
from codesign.barriers.codes import FREE_FAMILIES
from codesign.barriers.component import load_tagger, propose, propose_by_rules
from codesign.barriers.derived import ensure_proposals
from codesign.barriers.lexicon import Lexicon, load_lexicon
from codesign.barriers.migrations import migrations
from codesign.barriers.model import Entry, Evidence, Kind, Proposal, TagStatus
from codesign.barriers.reads import codes_held, decisions_of, evidence, free_codes, queue, review, tags_of
from codesign.barriers.review import (
    BARRIER,
    Action,
    Choice,
    Decision,
    Queue,
    QueueFilter,
    QueueRow,
    QueueState,
    Review,
    ReviewedSentence,
    SentenceState,
    Suggestion,
    Tag,
)
from codesign.barriers.scoring import ScoredSentence
from codesign.barriers.tagger import tagger_version
from codesign.barriers.trained import train_model
from codesign.barriers.withdrawal import decided_sources, erase_participant, forget_sources, preview_withdrawal

__all__ = [
    "BARRIER",
    "FREE_FAMILIES",
    "Action",
    "Choice",
    "Decision",
    "Entry",
    "Evidence",
    "Kind",
    "Lexicon",
    "Proposal",
    "Queue",
    "QueueFilter",
    "QueueRow",
    "QueueState",
    "Review",
    "ReviewedSentence",
    "ScoredSentence",
    "SentenceState",
    "Suggestion",
    "Tag",
    "TagStatus",
    "codes_held",
    "decide",
    "decide_together",
    "decided_sources",
    "decisions_of",
    "ensure_proposals",
    "erase_participant",
    "evidence",
    "forget_sources",
    "free_codes",
    "load_lexicon",
    "load_tagger",
    "migrations",
    "nothing_in_rest",
    "preview_withdrawal",
    "propose",
    "propose_by_rules",
    "queue",
    "review",
    "scoring",
    "tagger_version",
    "tags_of",
    "train_model",
    "undo_decision",
]
